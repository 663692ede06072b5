// State of a document being composed. Colours and citations are looked up in the store once, when
// first asked for.
#include "page/page_state.h"

#include "page/citations.h"
#include "page/colours.h"

#include <string.h>

// A block that was put off.
typedef struct {
    guint index; // of the slab that stands for it
    guint tag;   // that holds its structure
    const Block *block;
    Compose compose; // as it was
} Deferred;

struct PageState {
    Arena *arena;
    Flow *flow;
    Scope *scope;
    const Theme *theme;
    const Words *words;
    guint numbers[6];
    guint notes;              // footnotes so far
    GArray *cuts;             // of WordsCut
    GHashTable *anchors;      // names in use to the last number put after them
    GArray *deferred;         // of Deferred
    GArray *headings;         // of SlabMark; NULL until all are known
    CategoryColours *colours; // NULL until asked for
    Citations *citations;     // NULL until asked for
};

static void state_release(void *data) {
    PageState *state = data;
    g_hash_table_unref(state->anchors);
    g_array_unref(state->deferred);
    g_array_unref(state->cuts);
    g_clear_pointer(&state->headings, g_array_unref);
    category_colours_free(state->colours);
    citations_free(state->citations);
}

PageState *page_state_new(Arena *arena, Flow *flow, Scope *scope, const Theme *theme,
                          const Words *words) {
    PageState *state = arena_new0(arena, PageState);
    *state = (PageState){.arena = arena,
                         .flow = flow,
                         .scope = scope,
                         .theme = theme,
                         .words = words,
                         .anchors = g_hash_table_new(g_str_hash, g_str_equal),
                         .cuts = g_array_new(FALSE, TRUE, sizeof(WordsCut)),
                         .deferred = g_array_new(FALSE, TRUE, sizeof(Deferred))};
    arena_own(arena, state, state_release);
    return state;
}

Flow *page_state_flow(const PageState *state) {
    return state->flow;
}

// ---- headings

const char *page_state_number(PageState *state, guint level) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_return_val_if_fail(level >= 1 && level <= G_N_ELEMENTS(state->numbers), "");
    state->numbers[level - 1]++;
    for (guint i = level; i < G_N_ELEMENTS(state->numbers); i++)
        state->numbers[i] = 0;
    for (guint i = 0; i < level; i++)
        if (state->numbers[i])
            g_string_append_printf(text, "%s%u", text->len ? "." : "", state->numbers[i]);
    return arena_strdup(state->arena, text->str);
}

guint page_state_notes(PageState *state, guint count) {
    guint before = state->notes;
    state->notes += count;
    return before;
}

// Letters and digits of any script in lower case, joined by hyphens.
static char *slug_of(const char *text) {
    GString *slug = g_string_new(NULL);
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (g_unichar_isalnum(c) || g_unichar_ismark(c))
            g_string_append_unichar(slug, g_unichar_tolower(c));
        else if (slug->len && slug->str[slug->len - 1] != '-')
            g_string_append_c(slug, '-');
    }
    if (slug->len && slug->str[slug->len - 1] == '-')
        g_string_truncate(slug, slug->len - 1);
    if (!slug->len)
        g_string_append(slug, "section");
    return g_string_free(slug, FALSE);
}

const char *page_state_anchor(PageState *state, const char *text) {
    g_autofree char *slug = slug_of(text);
    const char *name = arena_strdup(state->arena, slug);
    guint used = GPOINTER_TO_UINT(g_hash_table_lookup(state->anchors, slug));
    while (g_hash_table_contains(state->anchors, name))
        name = arena_printf(state->arena, "%s-%u", slug, ++used);
    g_hash_table_insert(state->anchors, (gpointer)name, GUINT_TO_POINTER(1));
    if (used) // where to go on when the text comes again
        g_hash_table_insert(state->anchors, arena_strdup(state->arena, slug),
                            GUINT_TO_POINTER(used));
    return name;
}

GArray *page_state_cuts(const PageState *state) {
    return state->cuts;
}

// ---- blocks put off

const GArray *page_state_headings(const PageState *state) {
    return state->headings;
}

bool page_state_defer(Compose *compose, const Block *block) {
    PageState *state = compose->state;
    if (state->headings)
        return false;
    if (compose->flow != state->flow) {
        json_error(compose->diags, block->node, DIAG_WRONG_VALUE, NULL,
                   "contents cannot stand in this place, only in the body, a row or a box");
        return true;
    }
    TagTree *tags = flow_tags(state->flow);
    Deferred deferred = {.index = flow_count(state->flow),
                         .tag = tag_open(tags, TAG_DIV),
                         .block = block,
                         .compose = *compose};
    tag_close(tags);
    g_array_append_val(state->deferred, deferred);
    flow_add(state->flow, &(Slab){.deferred = true});
    return true;
}

static void collect_headings(PageState *state) {
    state->headings = g_array_new(FALSE, FALSE, sizeof(SlabMark));
    for (guint i = 0; i < flow_count(state->flow); i++) {
        const Slab *slab = flow_nth(state->flow, i);
        SlabMark top = {.level = slab->outline_level,
                        .title = slab->outline_title,
                        .destination = slab->destination};
        if (top.level)
            g_array_append_val(state->headings, top);
        for (guint k = 0; k < slab->mark_count; k++)
            if (slab->marks[k].level)
                g_array_append_val(state->headings, slab->marks[k]);
    }
}

// From the last to the first, so that the places of those before stay what they are.
void page_state_finish(Compose *compose) {
    PageState *state = compose->state;
    TagTree *tags = flow_tags(state->flow);
    collect_headings(state);
    for (guint i = state->deferred->len; i > 0; i--) {
        const Deferred *deferred = &g_array_index(state->deferred, Deferred, i - 1);
        Compose inner = deferred->compose;
        inner.flow = flow_new_inside(state->flow, flow_width(state->flow));
        tag_enter(tags, deferred->tag);
        overflow_compose(&inner, deferred->block);
        tag_close(tags);
        flow_replace(state->flow, deferred->index, inner.flow);
    }
}

// ---- colours

bool page_state_find_colour(void *data, const char *field, Value category, Colour *out) {
    PageState *state = data;
    (void)field; // one word means one thing throughout a report
    if (!state->colours) {
        CategoryColoursInput input = {.arena = state->arena,
                                      .diags = scope_diags(state->scope),
                                      .theme = state->theme,
                                      .store = scope_store(state->scope),
                                      .other = words_text(state->words, WORD_OTHER)};
        state->colours = category_colours_new(&input);
    }
    return category_colours_find(state->colours, category, out);
}

Citations *page_state_citations(PageState *state) {
    if (!state->citations)
        state->citations =
            citations_new(state->arena, scope_store(state->scope), scope_diags(state->scope));
    return state->citations;
}
