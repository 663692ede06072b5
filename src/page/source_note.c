// A note is made when a source is first cited, as wide as the page and in the language of what
// cites it, and kept in the state of the document for all that could stand beside it, so that the
// breaking of pages knows it again by its address. Its tag stands in the document, not in the table
// that cites it, which may hold rows only.
#include "page/source_note.h"

#include "page/page_state.h"
#include "page/template.h"
#include "page/typeset.h"

const char *source_note_mark(Compose *compose, guint number) {
    return arena_printf(compose->arena, "[%s]", typeset_number(compose, number));
}

// The row of a source; the table is in the order of the numbers, mostly.
static bool find_row(const Table *sources, guint number, guint *row) {
    for (guint i = 0; i < sources->row_count; i++) {
        *row = (number - 1 + i) % sources->row_count;
        if (value_to_number(table_value(sources, "number", *row)) == number)
            return true;
    }
    return false;
}

static const char *cell(Compose *compose, const Table *sources, const char *field, guint row) {
    Value value = table_value(sources, field, row);
    if (value_is_nullish(value))
        return NULL;
    const char *text = template_format_value(compose->scope, value, NULL);
    return *text ? text : NULL;
}

// ". Publisher, date", as far as they are known.
static const char *rest_of(Compose *compose, const Table *sources, guint row) {
    const char *publisher = typeset_isolated(compose, cell(compose, sources, "publisher", row));
    const char *published = typeset_isolated(compose, cell(compose, sources, "published", row));
    if (!publisher && !published)
        return "";
    return arena_printf(compose->arena, ". %s%s%s", publisher ? publisher : "",
                        publisher && published ? ", " : "", published ? published : "");
}

static const char *number_text(Compose *compose, guint number) {
    return arena_printf(compose->arena, "%s\xE2\x80\x82", source_note_mark(compose, number));
}

// Where the words of all notes begin: after the widest number.
static double indent_of(Compose *compose, const Table *sources) {
    TextStyle style = typeset_style(compose, ROLE_NOTE);
    return text_width(compose->engine, &style, number_text(compose, sources->row_count));
}

static const Paragraph *set_words(Compose *compose, const Table *sources, guint row, double width) {
    const char *title = cell(compose, sources, "title", row);
    const char *url = cell(compose, sources, "url", row);
    const MarkdownSpan spans[] = {
        {.text = typeset_isolated(compose, title ? title : cell(compose, sources, "id", row)),
         .link = url && markdown_link_is_allowed(url) ? url : NULL},
        {.text = rest_of(compose, sources, row)},
    };
    Typeset how = {.role = ROLE_NOTE, .width = width, .plain_links = true};
    return typeset_spans(compose, &how, spans, G_N_ELEMENTS(spans));
}

static const Slab *make_note(Compose *compose, const Table *sources, guint row, guint number) {
    static const double gap = 1; // points
    double width = flow_width(page_state_flow(compose->state));
    double indent = indent_of(compose, sources);
    Typeset for_number = {.role = ROLE_NOTE, .width = width};
    TagTree *tags = flow_tags(compose->flow);
    tag_enter(tags, 0);
    guint tag = tag_open(tags, TAG_NOTE);
    tag_close(tags);
    tag_close(tags);
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    slab_paragraph(&builder, typeset_text(compose, &for_number, number_text(compose, number)), 0, 0,
                   tag);
    builder.height =
        gap + slab_paragraph(&builder, set_words(compose, sources, row, MAX(width - indent, 1)),
                             compose->rtl ? 0 : indent, 0, tag);
    Slab slab = slab_end(&builder);
    slab.order = NOTE_ORDER_SOURCES + number;
    return arena_memdup(compose->arena, &slab, sizeof slab);
}

// Pages that lie are wider than those that stand.
static const char *note_key(Compose *compose, guint number) {
    return arena_printf(compose->arena, "%u %.2f %d %s", number,
                        flow_width(page_state_flow(compose->state)), compose->rtl,
                        compose->language ? compose->language : "");
}

const Slab *source_note(Compose *compose, guint number) {
    GHashTable *notes = page_state_source_notes(compose->state);
    const char *key = note_key(compose, number);
    const Slab *note = g_hash_table_lookup(notes, key);
    const Table *sources = note ? NULL : scope_find_table(compose->scope, "sources");
    guint row;
    if (!sources || !find_row(sources, number, &row))
        return note;
    note = make_note(compose, sources, row, number);
    g_hash_table_insert(notes, (gpointer)key, (gpointer)note);
    return note;
}
