// Placing a layout in a test: the built-in look, data written into the layout. Fonts are
// DejaVu's, so that widths do not depend on the machine.
#pragma once
#include "page_support.h"

#include "page/page.h"

#include <math.h>

typedef struct {
    TextEngine *engine;
    const PlacedDocument *document;
} Placed;

static inline Placed place_without_check(Fixture *f, const char *members) {
    g_autofree char *text = g_strdup_printf("{\"layout\": 1, %s}", members);
    const char *path = fixture_file(f, "layout.json", text);
    Placed placed = {.engine = text_engine_new()};
    Layout *layout = layout_load(f->arena, f->diags, path, NULL, 0, f->documents);
    if (!layout)
        return placed;
    PageLanguage *languages = arena_array(f->arena, PageLanguage, layout->language_count);
    for (guint i = 0; i < layout->language_count; i++)
        languages[i] = (PageLanguage){.tag = json_string_value(layout->languages[i]->json),
                                      .words = words_built_in(f->arena)};
    PageInput input = {.languages = languages,
                       .language_count = layout->language_count,
                       .arena = f->arena,
                       .diags = f->diags,
                       .engine = placed.engine,
                       .store = f->store,
                       .layout = layout,
                       .theme =
                           theme_load(f->arena, f->diags, placed.engine, NULL, NULL, f->documents),
                       .as_of = "2025-11-20",
                       .producer = "test"};
    placed.document = page_place(&input);
    return placed;
}

// Places the body (blocks of a JSON array without brackets) on A5; fails the test on messages.
static inline Placed place_body(Fixture *f, const char *body) {
    g_autofree char *members =
        g_strdup_printf("\"page\": {\"size\": \"A5\"}, \"body\": [%s]", body);
    Placed placed = place_without_check(f, members);
    assert_printed(f->diags, "");
    assert_non_null(placed.document);
    return placed;
}

static inline void placed_clear(Placed *placed) {
    text_engine_free(placed->engine);
}

static inline char *item_text(const PlacedItem *item) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; item->kind == PLACED_TEXT && i < item->as.text.line->run_count; i++)
        g_string_append_len(text, item->as.text.line->runs[i].text,
                            item->as.text.line->runs[i].text_length);
    return g_string_free(text, FALSE);
}

// The first item that says exactly this, and its page; NULL when there is none.
static inline const PlacedItem *find_text(const Placed *placed, const char *wanted, guint *page) {
    for (guint p = 0; p < placed->document->page_count; p++) {
        for (guint i = 0; i < placed->document->pages[p].item_count; i++) {
            const PlacedItem *item = &placed->document->pages[p].items[i];
            g_autofree char *text = item_text(item);
            if (strcmp(g_strstrip(text), wanted) != 0 || !*text)
                continue;
            if (page)
                *page = p;
            return item;
        }
    }
    return NULL;
}

static inline const PlacedItem *text_at(const Placed *placed, const char *wanted) {
    const PlacedItem *item = find_text(placed, wanted, NULL);
    if (!item)
        fail_msg("no text \"%s\" on any page", wanted);
    return item;
}

// All texts of the document in drawing order, a line each. New string.
static inline char *all_text(const Placed *placed) {
    GString *out = g_string_new(NULL);
    for (guint p = 0; p < placed->document->page_count; p++) {
        for (guint i = 0; i < placed->document->pages[p].item_count; i++) {
            g_autofree char *text = item_text(&placed->document->pages[p].items[i]);
            if (*text)
                g_string_append_printf(out, "%s\n", text);
        }
    }
    return g_string_free(out, FALSE);
}

static inline guint count_text(const Placed *placed, const char *wanted) {
    g_autofree char *all = all_text(placed);
    g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
    guint count = 0;
    for (guint i = 0; lines[i]; i++)
        count += strcmp(lines[i], wanted) == 0;
    return count;
}

// Two places that are the same to a hundredth of a point.
static inline void assert_near(double a, double b) {
    if (!(fabs(a - b) <= 0.01))
        fail_msg("%g is not %g", a, b);
}

static inline double right_of(const PlacedItem *item) {
    return item->x + item->width;
}

// The kinds of the tag and those above it: "TD TR TBody Table Document".
static inline char *tag_path(const Placed *placed, guint tag) {
    GString *path = g_string_new(NULL);
    if (tag == TAG_ARTIFACT)
        g_string_append(path, "Artifact");
    for (guint at = tag; tag != TAG_ARTIFACT; at = placed->document->tags[at].parent) {
        g_string_append_printf(path, "%s%s", path->len ? " " : "",
                               tag_name(placed->document->tags[at].kind));
        if (at == 0)
            break;
    }
    return g_string_free(path, FALSE);
}

static inline void assert_tags(const Placed *placed, const char *text, const char *expected) {
    g_autofree char *path = tag_path(placed, text_at(placed, text)->tag);
    assert_string_equal(path, expected);
}

// Nothing that says something leaves its page.
static inline void assert_on_pages(const Placed *placed) {
    for (guint p = 0; p < placed->document->page_count; p++) {
        const PlacedPage *page = &placed->document->pages[p];
        for (guint i = 0; i < page->item_count; i++) {
            const PlacedItem *item = &page->items[i];
            if (item->kind != PLACED_TEXT)
                continue;
            assert_true(item->x >= -0.01 && right_of(item) <= page->width + 0.01);
            assert_true(item->y >= -0.01 && item->y + item->height <= page->height + 0.01);
        }
    }
}
