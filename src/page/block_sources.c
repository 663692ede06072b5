// {"block": "sources", "data"?, "unused"?, "empty"?}: the numbered list of sources. Each is a
// destination that citations lead to (#source-3). Sources that no fact refers to are left out
// unless "unused" is true. The dataset has the columns of "sources"; only "title" must be there.
#include "page/block_kinds.h"
#include "page/spec.h"
#include "page/typeset.h"

typedef struct {
    const JsonNode *data, *empty;
    FieldSpec title;
    bool unused;
} SourcesSpec;

void *sources_read(BlockReader *context, Reader *reader) {
    SourcesSpec *spec = arena_new0(context->arena, SourcesSpec);
    spec->title = (FieldSpec){"title", reader->node};
    spec_data_or(context, reader, "data", "sources", &spec->data);
    reader_bool(reader, "unused", &spec->unused);
    reader_template(reader, "empty", TEMPLATE_PLAIN, &spec->empty);
    return spec;
}

// ---- composing

typedef struct {
    Compose *compose;
    const Block *block;
    const Table *table;
    double indent;
    bool first;
} List;

static const char *cell(const List *list, const char *field, guint row) {
    Value value = table_value(list->table, field, row);
    if (value_is_nullish(value))
        return NULL;
    const char *text = template_format_value(list->compose->scope, value, NULL);
    return *text ? text : NULL;
}

static guint number_of(const List *list, guint row) {
    double number = value_to_number(table_value(list->table, "number", row));
    return number >= 1 && number < G_MAXINT ? (guint)number : row + 1;
}

static void append_part(GString *out, const List *list, const char *part) {
    if (part && *part)
        g_string_append_printf(out, "%s%s", out->len ? " · " : "",
                               typeset_isolated(list->compose, part));
}

static void append_word(GString *out, const List *list, Word word, double count, const char *part) {
    const Compose *compose = list->compose;
    if (part)
        append_part(out, list, words_count(compose->words, word, count, part, compose->arena));
}

// "Publisher · 9 July 2025 · accessed 20 November 2025 · CC BY 4.0 · 394 partnerships"
static const char *meta_text(const List *list, guint row) {
    g_autoptr(GString) text = g_string_new(NULL);
    append_part(text, list, cell(list, "publisher", row));
    append_part(text, list, cell(list, "published", row));
    append_word(text, list, WORD_ACCESSED, 0, cell(list, "accessed", row));
    append_part(text, list, cell(list, "licence", row));
    append_word(text, list, WORD_PARTNERSHIPS,
                value_to_number(table_value(list->table, "partnerships", row)),
                cell(list, "partnerships", row));
    return arena_strdup(list->compose->arena, text->str);
}

static Slab number_slab(const List *list, guint number, guint tag) {
    Colour muted = typeset_ink(list->compose, INK_MUTED);
    Typeset how = {.role = ROLE_TABLE, .colour = &muted};
    const Paragraph *text =
        typeset_text(list->compose, &how, typeset_number(list->compose, number));
    double x = list->indent - 7 - text->width;
    if (list->compose->rtl)
        x = flow_width(list->compose->flow) - list->indent + 7;
    SlabBuilder builder;
    slab_begin(&builder, list->compose->arena);
    slab_paragraph(&builder, text, x, 0, tag);
    return slab_end(&builder);
}

static const Paragraph *set_title(const List *list, guint row) {
    const char *url = cell(list, "url", row), *title = cell(list, "title", row);
    if (url && !markdown_link_is_allowed(url))
        url = NULL;
    Colour accent = typeset_ink(list->compose, INK_ACCENT);
    Typeset how = {.role = ROLE_TABLE,
                   .width = MAX(flow_width(list->compose->flow) - list->indent, 10),
                   .colour = url ? &accent : NULL};
    return typeset_linked(list->compose, &how, title ? title : cell(list, "id", row), url);
}

static void add_source(List *list, guint row) {
    Compose *compose = list->compose;
    TagTree *tags = flow_tags(compose->flow);
    guint number = number_of(list, row), first = flow_count(compose->flow);
    tag_open(tags, TAG_LI);
    guint label = tag_open(tags, TAG_LBL);
    tag_close(tags);
    guint body = tag_open(tags, TAG_LBODY);
    Slab beside = number_slab(list, number, label);
    ParagraphSlabs slabs = {.x = compose->rtl ? 0 : list->indent,
                            .before = list->first ? 0 : 5,
                            .tag = body,
                            .keep_with_next = true,
                            .node = list->block->node,
                            .beside = &beside};
    typeset_add(compose, set_title(list, row), &slabs);
    Typeset how = {.role = ROLE_NOTE, .width = MAX(flow_width(compose->flow) - list->indent, 10)};
    slabs.before = 0;
    slabs.keep_with_next = false;
    slabs.beside = NULL;
    typeset_add(compose, typeset_text(compose, &how, meta_text(list, row)), &slabs);
    tag_close(tags);
    tag_close(tags);
    if (flow_count(compose->flow) > first)
        flow_nth(compose->flow, first)->destination =
            arena_printf(compose->arena, "source-%u", number);
    list->first = false;
}

static bool is_shown(const SourcesSpec *spec, const Table *table, guint row) {
    if (spec->unused || !table_column(table, "partnerships"))
        return true;
    return value_to_number(table_value(table, "partnerships", row)) > 0;
}

void sources_compose(Compose *compose, const Block *block) {
    const SourcesSpec *spec = block->spec;
    const Table *table = scope_data(compose->scope, spec->data);
    if (!table || !spec_check_field(compose, table, &spec->title))
        return;
    List list = {.compose = compose, .block = block, .table = table, .first = true};
    TextStyle style = typeset_style(compose, ROLE_TABLE);
    guint last = table->row_count ? number_of(&list, table->row_count - 1) : 0;
    list.indent = text_width(compose->engine, &style, last < 100 ? "00" : "00000") + 10;
    tag_open(flow_tags(compose->flow), TAG_L);
    for (guint row = 0; row < table->row_count; row++)
        if (is_shown(spec, table, row))
            add_source(&list, row);
    tag_close(flow_tags(compose->flow));
    if (list.first)
        typeset_empty(compose, spec->empty, block->node);
}
