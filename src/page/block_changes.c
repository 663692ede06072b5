// {"block": "changes", "data"?, "title"?, "kinds"?, "limit"?, "more"?, "materiality"?, "empty"?}:
// what is different from an earlier state of the facts, in groups by kind; in a group a partnership
// stands once, with a line for each of its changes. What does not matter is counted.
#include "page/block_kinds.h"
#include "page/change_words.h"
#include "page/fact_words.h"
#include "page/materiality.h"
#include "page/nest.h"
#include "page/page_state.h"
#include "page/typeset.h"
#include "store/changes.h"

#include <string.h>

typedef struct {
    const JsonNode *data, *title, *empty;
    bool kinds[CHANGE_KINDS];
    gint64 limit; // of partnerships, over all groups
    bool more;    // say how many the limit left out
    bool has_materiality;
    Materiality materiality;
} ChangesSpec;

enum { CHANGES_LIMIT = 10000 };

// ---- reading

static void read_kinds(Reader *reader, ChangesSpec *spec) {
    Keyword words[CHANGE_KINDS + 1] = {0};
    for (int kind = 0; kind < CHANGE_KINDS; kind++)
        words[kind] = (Keyword){change_kind_name((ChangeKind)kind), kind};
    const JsonNode *list = reader_array(reader, "kinds");
    for (int kind = 0; kind < CHANGE_KINDS; kind++)
        spec->kinds[kind] = !list;
    for (size_t i = 0; list && i < json_node_size(list); i++) {
        int kind = 0;
        if (json_read_keyword(reader->diags, json_node_item(list, i), "kind", words, &kind))
            spec->kinds[kind] = true;
    }
}

void *changes_read(BlockReader *context, Reader *reader) {
    ChangesSpec *spec = arena_new0(context->arena, ChangesSpec);
    spec->limit = CHANGES_LIMIT;
    spec->more = true;
    spec_data_or(context, reader, "data", "changes", &spec->data);
    reader_template(reader, "title", TEMPLATE_PLAIN, &spec->title);
    read_kinds(reader, spec);
    reader_integer(reader, "limit", 1, CHANGES_LIMIT, &spec->limit);
    reader_bool(reader, "more", &spec->more);
    spec->has_materiality =
        materiality_read(context->arena, reader, "materiality", &spec->materiality);
    reader_template(reader, "empty", TEMPLATE_PLAIN, &spec->empty);
    return spec;
}

// ---- which rows

typedef struct {
    guint first, end; // in rows
    ChangeKind kind;
} Entry; // changes of one kind of one partnership

typedef struct {
    Compose *compose;
    const ChangesSpec *spec;
    const Table *table;
    GArray *rows;    // of guint: those that matter
    GArray *entries; // of Entry
    guint left_out;  // changes that do not matter
    guint block;     // which of its kind, for explanations
} Changes;

static const char *cell(const Changes *changes, const char *name, guint row) {
    return table_string(changes->table, name, row);
}

static ChangeKind kind_of(const Changes *changes, guint row) {
    const char *kind = cell(changes, "kind", row);
    return kind ? change_kind_of(kind) : CHANGE_KINDS;
}

static void take_row(Changes *changes, guint row) {
    ChangeKind kind = kind_of(changes, row);
    if (kind == CHANGE_KINDS || !changes->spec->kinds[kind])
        return;
    if (materiality_of_row(changes->spec->has_materiality ? &changes->spec->materiality : NULL,
                           changes->table, row))
        g_array_append_val(changes->rows, row);
    else
        changes->left_out++;
}

static void take_entries(Changes *changes, ChangeKind kind) {
    const char *before = NULL;
    for (guint i = 0; i < changes->rows->len; i++) {
        guint row = g_array_index(changes->rows, guint, i);
        const char *id = cell(changes, "id", row);
        if (kind_of(changes, row) != kind)
            continue;
        Entry entry = {i, i + 1, kind};
        if (before && g_strcmp0(id, before) == 0)
            g_array_index(changes->entries, Entry, changes->entries->len - 1).end = i + 1;
        else
            g_array_append_val(changes->entries, entry);
        before = id ? id : "";
    }
}

// ---- words

static const double DOT = 6.5, DOT_GAP = 6, GROUP_GAP = 9, ENTRY_GAP = 5, LINE_GAP = 1;

static InkRole ink_of(ChangeKind kind) {
    static const InkRole inks[CHANGE_KINDS] = {
        [CHANGE_NEW] = INK_ACCENT,  [CHANGE_REVISED] = INK_ACCENT, [CHANGE_SLIPPED] = INK_WARN,
        [CHANGE_OVERDUE] = INK_BAD, [CHANGE_VERIFIED] = INK_GOOD,  [CHANGE_WITHDRAWN] = INK_MUTED};
    return inks[kind];
}

static double indent(void) {
    return DOT + DOT_GAP;
}

static void add_paragraph(Compose *compose, TypeRole role, const char *text, bool keep) {
    Typeset how = {.role = role, .width = flow_width(compose->flow)};
    guint tag = tag_open(flow_tags(compose->flow), TAG_P);
    typeset_add(compose, typeset_text(compose, &how, text),
                &(ParagraphSlabs){.before = role == ROLE_NOTE ? ENTRY_GAP : 0,
                                  .tag = tag,
                                  .keep_with_next = keep});
    tag_close(flow_tags(compose->flow));
}

// "Mill [1] [2]": the title, and the sources behind it as links.
static const Paragraph *title_of(const Changes *changes, guint row, double width) {
    Compose *compose = changes->compose;
    Arena *arena = compose->arena;
    guint count = 0;
    const guint *numbers =
        citations_of_row(page_state_citations(compose->state), arena, changes->table, row, &count);
    MarkdownSpan *spans = arena_array(arena, MarkdownSpan, 2 * count + 1);
    const char *title = cell(changes, "title", row);
    spans[0] = (MarkdownSpan){.text = title ? title : cell(changes, "id", row), .strong = true};
    if (!spans[0].text)
        spans[0].text = "\xE2\x80\x94";
    for (guint i = 0; i < count; i++) {
        spans[2 * i + 1] = (MarkdownSpan){.text = i ? ",\xC2\xA0" : "\xC2\xA0", .note = 1};
        spans[2 * i + 2] = (MarkdownSpan){.text = typeset_number(compose, numbers[i]),
                                          .link = arena_printf(arena, "#source-%u", numbers[i]),
                                          .note = 1};
    }
    Typeset how = {.role = ROLE_BODY, .width = width, .plain_links = true};
    return typeset_spans(compose, &how, spans, 2 * count + 1);
}

// "Russia · Steel · 8 Jul 2025".
static const Paragraph *meta_of(const Changes *changes, guint row, double width) {
    Compose *compose = changes->compose;
    g_autoptr(GString) out = g_string_new(NULL);
    const char *date = cell(changes, "date", row);
    const char *parts[] = {cell(changes, "partner", row), cell(changes, "sector", row),
                           cell(changes, "status", row), date ? fact_day(compose, date) : NULL};
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i])
            g_string_append_printf(out, "%s%s", out->len ? " \xC2\xB7 " : "", parts[i]);
    Colour muted = typeset_ink(compose, INK_MUTED);
    Typeset how = {.role = ROLE_SMALL, .width = width, .colour = &muted};
    return typeset_text(compose, &how, arena_strdup(compose->arena, out->str));
}

// What was is struck out.
static const Paragraph *line_of(const Changes *changes, guint row, double width) {
    Compose *compose = changes->compose;
    ChangeWords words = change_words(compose, changes->table, row);
    MarkdownSpan spans[6];
    guint count = 0;
    if (!words.what)
        return NULL;
    bool has_values = words.before || words.after;
    spans[count++] = (MarkdownSpan){
        .text = arena_printf(compose->arena, "%s%s", words.what, has_values ? ": " : "")};
    if (words.before)
        spans[count++] = (MarkdownSpan){.text = words.before, .strikethrough = true};
    if (words.before && words.after)
        spans[count++] =
            (MarkdownSpan){.text = arena_printf(compose->arena, " %s ", change_arrow(compose))};
    if (words.after)
        spans[count++] = (MarkdownSpan){.text = words.after, .strong = words.before != NULL};
    if (words.more)
        spans[count++] = (MarkdownSpan){.text = arena_printf(compose->arena, " (%s)", words.more)};
    Colour colour = typeset_ink(compose, INK_TEXT);
    Typeset how = {.role = ROLE_SMALL, .width = width, .colour = &colour};
    return typeset_spans(compose, &how, spans, count);
}

// ---- explanations

static void trace_change(const Changes *changes, guint row) {
    Compose *compose = changes->compose;
    Trace *trace = scope_trace(compose->scope);
    if (!trace)
        return;
    ChangeWords words = change_words(compose, changes->table, row);
    const char *field = cell(changes, "field", row), *id = cell(changes, "id", row);
    const char *name =
        arena_printf(compose->arena, "%u/%s/%s%s%s", changes->block, cell(changes, "kind", row),
                     id ? id : "", field ? "/" : "", field ? field : "");
    const Lineage *const *lineage = changes->table->lineage;
    trace_add(trace, &(TraceItem){.kind = TRACE_CHANGE,
                                  .id = trace_id(trace, "change", name),
                                  .label = cell(changes, "title", row),
                                  .text = change_line(compose, &words),
                                  .facts.lineage = lineage ? lineage[row] : NULL});
}

// ---- entries

static double put(Changes *changes, SlabBuilder *builder, const Paragraph *paragraph, double y,
                  guint tag) {
    double x = changes->compose->rtl ? 0 : indent();
    return paragraph ? slab_paragraph(builder, paragraph, x, y, tag) : 0;
}

static void add_entry(Changes *changes, const Entry *entry, bool is_first) {
    Compose *compose = changes->compose;
    TagTree *tags = flow_tags(compose->flow);
    double width = MAX(flow_width(compose->flow) - indent(), 10);
    guint first = g_array_index(changes->rows, guint, entry->first);
    SlabBuilder builder;
    tag_open(tags, TAG_LI);
    guint body = tag_open(tags, TAG_LBODY);
    slab_begin(&builder, compose->arena);
    double y = put(changes, &builder, title_of(changes, first, width), 0, body);
    if (entry->kind == CHANGE_NEW || entry->kind == CHANGE_WITHDRAWN)
        y += put(changes, &builder, meta_of(changes, first, width), y + LINE_GAP, body) + LINE_GAP;
    for (guint i = entry->first; i < entry->end; i++) {
        guint row = g_array_index(changes->rows, guint, i);
        double height = put(changes, &builder, line_of(changes, row, width), y + LINE_GAP, body);
        y += height > 0 ? height + LINE_GAP : 0;
        trace_change(changes, row);
    }
    tag_close(tags);
    tag_close(tags);
    builder.height = y;
    Slab slab = slab_end(&builder);
    slab.space_before = is_first ? 3 : ENTRY_GAP;
    flow_add_cut(compose->flow, &slab, nest_page_height(compose));
}

// The heading: a dot in the colour of the kind, its word, how many there are.
static void add_heading(Changes *changes, ChangeKind kind, guint count, bool is_first) {
    Compose *compose = changes->compose;
    const char *number = template_format_value(compose->scope, value_number(count), ",d");
    const char *text = arena_printf(compose->arena, "%s (%s)",
                                    words_text(compose->words, change_kind_word(kind)), number);
    Typeset how = {.role = ROLE_H3, .width = MAX(flow_width(compose->flow) - indent(), 10)};
    const Paragraph *words = typeset_text(compose, &how, text);
    double leading = compose->theme->type[ROLE_H3].leading;
    double x = compose->rtl ? flow_width(compose->flow) - DOT : 0;
    SlabBuilder builder;
    guint tag = tag_open(flow_tags(compose->flow), TAG_P);
    slab_begin(&builder, compose->arena);
    slab_rect(&builder, &(PlacedBox){x, (leading - DOT) / 2, DOT, DOT},
              typeset_ink(compose, ink_of(kind)), DOT / 2);
    builder.height = put(changes, &builder, words, 0, tag);
    tag_close(flow_tags(compose->flow));
    Slab slab = slab_end(&builder);
    slab.space_before = is_first ? 4 : GROUP_GAP;
    slab.keep_with_next = true;
    flow_add(compose->flow, &slab);
}

static guint add_group(Changes *changes, ChangeKind kind, guint shown) {
    guint all = changes->entries->len;
    take_entries(changes, kind);
    guint count = changes->entries->len - all;
    guint room = (guint)changes->spec->limit - shown;
    if (count == 0 || room == 0)
        return 0;
    add_heading(changes, kind, count, shown == 0);
    tag_open(flow_tags(changes->compose->flow), TAG_L);
    for (guint i = 0; i < MIN(count, room); i++)
        add_entry(changes, &g_array_index(changes->entries, Entry, all + i), i == 0);
    tag_close(flow_tags(changes->compose->flow));
    return MIN(count, room);
}

// ---- all

static const char *since_text(Compose *compose, Word word, const char *day) {
    return words_count(compose->words, word, 0, fact_day(compose, day), compose->arena);
}

static bool shows_all(const ChangesSpec *spec) {
    for (int kind = 0; kind < CHANGE_KINDS; kind++)
        if (!spec->kinds[kind])
            return false;
    return true;
}

// What stands where there is nothing to list.
static void add_nothing(Changes *changes, const StoreEarlier *earlier, const Block *block) {
    Compose *compose = changes->compose;
    if (changes->spec->empty)
        typeset_empty(compose, changes->spec->empty, block->node);
    else if (earlier && earlier->as_of && shows_all(changes->spec))
        add_paragraph(compose, ROLE_BODY, since_text(compose, WORD_CHANGES_NONE, earlier->as_of),
                      /*keep=*/false);
    else
        typeset_empty(compose, NULL, block->node);
}

static void add_left_out(Changes *changes) {
    Compose *compose = changes->compose;
    if (changes->left_out == 0 || !changes->spec->more)
        return;
    const char *number =
        template_format_value(compose->scope, value_number(changes->left_out), ",d");
    add_paragraph(compose, ROLE_NOTE,
                  words_count(compose->words, WORD_CHANGES_LEFT_OUT, changes->left_out, number,
                              compose->arena),
                  /*keep=*/false);
}

static void add_groups(Changes *changes, const Block *block) {
    guint shown = 0;
    for (int kind = 0; kind < CHANGE_KINDS; kind++)
        shown += add_group(changes, (ChangeKind)kind, shown);
    if (changes->spec->more && changes->entries->len > shown)
        typeset_more(changes->compose, changes->entries->len - shown, block->node);
}

static bool check_table(Compose *compose, const ChangesSpec *spec, const Table *table) {
    static const char *const fields[] = {"kind",    "id",     "title",   "field",    "old",
                                         "new",     "days",   "percent", "material", "date",
                                         "partner", "sector", "status"};
    bool good = true;
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
        good = spec_check_field(compose, table, &(FieldSpec){fields[i], spec->data}) && good;
    return good;
}

void changes_compose(Compose *compose, const Block *block) {
    const ChangesSpec *spec = block->spec;
    Store *store = scope_store(compose->scope);
    const StoreEarlier *earlier = store ? store_earlier(store) : NULL;
    Changes changes = {.compose = compose, .spec = spec};
    changes.table = scope_data(compose->scope, spec->data);
    if (!changes.table || !check_table(compose, spec, changes.table))
        return;
    Trace *trace = scope_trace(compose->scope);
    changes.block = trace ? ++trace->changes : 0;
    changes.rows = g_array_new(FALSE, FALSE, sizeof(guint));
    changes.entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    for (guint row = 0; row < changes.table->row_count; row++)
        take_row(&changes, row);
    const char *title = template_expand(compose->scope, spec->title, TEMPLATE_PLAIN);
    if (title && *title)
        add_paragraph(compose, ROLE_H3, title, /*keep=*/true);
    if (!earlier && changes.table->row_count == 0 && !spec->empty)
        add_paragraph(compose, ROLE_BODY, words_text(compose->words, WORD_CHANGES_NO_EARLIER),
                      /*keep=*/false);
    else if (changes.rows->len == 0)
        add_nothing(&changes, earlier, block);
    else if (earlier && earlier->as_of)
        add_paragraph(compose, ROLE_SMALL, since_text(compose, WORD_CHANGES_SINCE, earlier->as_of),
                      /*keep=*/true);
    add_groups(&changes, block);
    add_left_out(&changes);
    g_array_unref(changes.rows);
    g_array_unref(changes.entries);
}
