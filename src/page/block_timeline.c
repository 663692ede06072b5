// {"block": "timeline", "data", "date"?, "title"?, "text"?, "meta"?, "colour"?, "link"?, "order"?,
// "limit"?, "more"?, "empty"?}: rows along a vertical axis, a dot each. The members name fields.
// Dates are printed as exactly as they are known: a decade is "1970s", never a day in it.
#include "page/block_kinds.h"
#include "page/nest.h"
#include "page/page_state.h"
#include "page/typeset.h"

#include <string.h>

typedef enum { TIMELINE_FORWARD, TIMELINE_BACKWARD, TIMELINE_AS_IS } TimelineOrder;

typedef struct {
    const JsonNode *data, *empty;
    FieldSpec date, title, text, meta, colour, link;
    const char *format;
    int order; // TimelineOrder
    gint64 limit;
    bool more; // say how many the limit left out
} TimelineSpec;

enum { TIMELINE_LIMIT = 5000 };

void *timeline_read(BlockReader *context, Reader *reader) {
    static const Keyword orders[] = {{"ascending", TIMELINE_FORWARD},
                                     {"descending", TIMELINE_BACKWARD},
                                     {"none", TIMELINE_AS_IS},
                                     {NULL, 0}};
    TimelineSpec *spec = arena_new0(context->arena, TimelineSpec);
    spec->date = (FieldSpec){"date", reader->node};
    spec->title = (FieldSpec){"title", reader->node};
    spec->limit = TIMELINE_LIMIT;
    spec->more = true;
    spec_require_data(reader, "data", &spec->data);
    spec_field(reader, "date", &spec->date);
    spec_field(reader, "title", &spec->title);
    spec_field(reader, "text", &spec->text);
    spec_field(reader, "meta", &spec->meta);
    spec_field(reader, "colour", &spec->colour);
    spec_field(reader, "link", &spec->link);
    spec_format(reader, "format", &spec->format);
    reader_keyword(reader, "order", orders, &spec->order);
    reader_integer(reader, "limit", 1, TIMELINE_LIMIT, &spec->limit);
    reader_bool(reader, "more", &spec->more);
    reader_template(reader, "empty", TEMPLATE_PLAIN, &spec->empty);
    return spec;
}

// ---- order

typedef struct {
    guint row;
    bool dated;
    int first; // day since 1970
    int last;
} Entry;

static Entry entry_of(const Table *table, const char *field, guint row) {
    Value value = table_value(table, field, row);
    Entry entry = {.row = row};
    Edtf date;
    const char *text = value.type == VALUE_STRING ? value.as.string : NULL;
    char year[32];
    double number = value_is_quantity(value) ? value_to_number(value) : -1;
    if (number >= 0 && number <= 9999) {
        g_snprintf(year, sizeof year, "%04d", (int)number);
        text = year;
    }
    entry.dated = text && edtf_parse(text, &date, NULL);
    if (entry.dated) {
        entry.first = date.first;
        entry.last = date.last;
    }
    return entry;
}

// By the first day, then the last (a year before its months), then as they came; the undated last.
static int compare_entries(const void *a, const void *b) {
    const Entry *left = a, *right = b;
    if (left->dated != right->dated)
        return left->dated ? -1 : 1;
    if (left->first != right->first)
        return left->first < right->first ? -1 : 1;
    if (left->last != right->last)
        return left->last > right->last ? -1 : 1;
    return left->row < right->row ? -1 : 1;
}

static int compare_backwards(const void *a, const void *b) {
    const Entry *left = a, *right = b;
    if (left->dated != right->dated)
        return left->dated ? -1 : 1;
    return compare_entries(b, a);
}

static Entry *sorted_entries(Compose *compose, const TimelineSpec *spec, const Table *table) {
    Entry *entries = arena_array(compose->arena, Entry, table->row_count);
    for (guint row = 0; row < table->row_count; row++)
        entries[row] = entry_of(table, spec->date.name, row);
    if (spec->order != TIMELINE_AS_IS)
        qsort(entries, table->row_count, sizeof *entries,
              spec->order == TIMELINE_FORWARD ? compare_entries : compare_backwards);
    return entries;
}

// ---- entries

static const double META_GAP = 1.5;

typedef struct {
    Compose *compose;
    const TimelineSpec *spec;
    const Table *table;
    double gutter; // width of the dates
    double text_x, text_width;
    guint count;
} Axis;

static const char *cell_text(const Axis *axis, const FieldSpec *field, guint row,
                             const char *format) {
    if (!field->name)
        return NULL;
    Value value = table_value(axis->table, field->name, row);
    const char *text = template_format_value(axis->compose->scope, value, format);
    return *text ? text : NULL;
}

static const char *date_text(const Axis *axis, guint row) {
    const char *format = axis->spec->format;
    if (!format)
        format = format_locale_short_date(scope_locale(axis->compose->scope));
    return cell_text(axis, &axis->spec->date, row, format);
}

static const char *entry_link(const Axis *axis, guint row) {
    const char *link = axis->spec->link.name ? cell_text(axis, &axis->spec->link, row, NULL) : NULL;
    if (!link || markdown_link_is_allowed(link))
        return link;
    json_warning(axis->compose->diags, axis->spec->link.node, DIAG_BAD_LINK, NULL,
                 "\"%.80s\" is not a link to http, https or mailto; it is left out", link);
    return NULL;
}

static double put_words(const Axis *axis, SlabBuilder *builder, TypeRole role, const char *text,
                        const char *link, double y, guint tag) {
    Typeset how = {.role = role, .width = axis->text_width};
    const Paragraph *paragraph = typeset_linked(axis->compose, &how, text, link);
    if (!paragraph)
        return 0;
    double x = axis->compose->rtl ? 0 : axis->text_x;
    return slab_paragraph(builder, paragraph, x, y, tag);
}

static void put_date(const Axis *axis, SlabBuilder *builder, guint row, guint tag) {
    const TypeSpec *title = &axis->compose->theme->type[ROLE_H3];
    const TypeSpec *label = &axis->compose->theme->type[ROLE_LABEL];
    Typeset how = {.role = ROLE_LABEL, .width = axis->gutter, .align = TEXT_ALIGN_END};
    const char *text = date_text(axis, row);
    const Paragraph *date = typeset_text(
        axis->compose, &how, text ? text : words_text(axis->compose->words, WORD_UNDATED));
    if (axis->compose->rtl) // the end of right-to-left text is its left
        slab_paragraph(builder, date, flow_width(axis->compose->flow) - axis->gutter,
                       (title->leading - label->leading) / 2, tag);
    else
        slab_paragraph(builder, date, 0, (title->leading - label->leading) / 2, tag);
}

static Colour dot_colour(const Axis *axis, guint row) {
    Colour colour = typeset_ink(axis->compose, INK_ACCENT);
    if (axis->spec->colour.name)
        page_state_find_colour(axis->compose->state, axis->spec->colour.name,
                               table_value(axis->table, axis->spec->colour.name, row), &colour);
    return colour;
}

// The axis beside an entry: from the dot before, through this dot, to the entry's end.
static void put_axis(const Axis *axis, SlabBuilder *builder, const Entry *entry, bool last,
                     double height) {
    const Theme *theme = axis->compose->theme;
    double x = axis->gutter + theme->timeline.axis_gap;
    double middle = theme->type[ROLE_H3].leading / 2;
    if (axis->compose->rtl)
        x = flow_width(axis->compose->flow) - x;
    double from = axis->count ? 0 : middle, to = last ? middle : height;
    double width = theme->timeline.line, size = theme->timeline.dot;
    PlacedBox line = {x - width / 2, from, width, MAX(to - from, 0)};
    PlacedBox dot = {x - size / 2, middle - size / 2, size, size};
    slab_rect(builder, &line, theme->inks[INK_RULE], 0);
    slab_rect(builder, &dot, dot_colour(axis, entry->row), size / 2);
    if (theme->mark_line > 0)
        slab_frame(builder, &dot, theme->inks[INK_TEXT], theme->mark_line, size / 2);
}

// No entry stands alone at the end or the beginning of a page.
static void add_entry(Axis *axis, const Entry *entry, guint after) {
    bool last = after == 0;
    TagTree *tags = flow_tags(axis->compose->flow);
    const TimelineSpec *spec = axis->spec;
    SlabBuilder words, builder;
    tag_open(tags, TAG_LI);
    guint label = tag_open(tags, TAG_LBL);
    tag_close(tags);
    guint body = tag_open(tags, TAG_LBODY);
    slab_begin(&words, axis->compose->arena);
    put_date(axis, &words, entry->row, label);
    double y = put_words(axis, &words, ROLE_H3, cell_text(axis, &spec->title, entry->row, NULL),
                         entry_link(axis, entry->row), 0, body);
    y = MAX(y, axis->compose->theme->type[ROLE_H3].leading);
    y += put_words(axis, &words, ROLE_BODY, cell_text(axis, &spec->text, entry->row, NULL), NULL, y,
                   body);
    const char *meta = cell_text(axis, &spec->meta, entry->row, NULL);
    if (meta)
        y += META_GAP + put_words(axis, &words, ROLE_SMALL, meta, NULL, y + META_GAP, body);
    tag_close(tags);
    tag_close(tags);
    Slab content = slab_end(&words);
    slab_begin(&builder, axis->compose->arena);
    builder.height = y + (last ? 0 : axis->compose->theme->timeline.gap);
    put_axis(axis, &builder, entry, last, builder.height);
    slab_put(&builder, &content, 0, 0);
    Slab slab = slab_end(&builder);
    slab.node = spec->title.node;
    slab.keep_with_next = !last && (axis->count == 0 || after == 1);
    flow_add_cut(axis->compose->flow, &slab, nest_page_height(axis->compose));
    axis->count++;
}

static double date_width(const Axis *axis, const Entry *entries, guint count) {
    TextStyle style = typeset_style(axis->compose, ROLE_LABEL);
    double width = 0;
    for (guint i = 0; i < count; i++) {
        const char *text = date_text(axis, entries[i].row);
        if (!text)
            text = words_text(axis->compose->words, WORD_UNDATED);
        width = MAX(width, text_width(axis->compose->engine, &style, text));
    }
    return MIN(width + 1, flow_width(axis->compose->flow) * 0.3);
}

static bool check_fields(Compose *compose, const TimelineSpec *spec, const Table *table) {
    const FieldSpec *fields[] = {&spec->date, &spec->title,  &spec->text,
                                 &spec->meta, &spec->colour, &spec->link};
    bool good = true;
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
        good &= spec_check_field(compose, table, fields[i]);
    return good;
}

void timeline_compose(Compose *compose, const Block *block) {
    const TimelineSpec *spec = block->spec;
    const Table *table = scope_data(compose->scope, spec->data);
    if (!table || !check_fields(compose, spec, table))
        return;
    if (table->row_count == 0) {
        typeset_empty(compose, spec->empty, block->node);
        return;
    }
    guint count = (guint)MIN(spec->limit, table->row_count);
    const Entry *entries = sorted_entries(compose, spec, table);
    Axis axis = {.compose = compose, .spec = spec, .table = table};
    axis.gutter = date_width(&axis, entries, count);
    axis.text_x = axis.gutter + 2 * compose->theme->timeline.axis_gap;
    axis.text_width = MAX(flow_width(compose->flow) - axis.text_x, 10);
    tag_open(flow_tags(compose->flow), TAG_L);
    for (guint i = 0; i < count; i++)
        add_entry(&axis, &entries[i], count - 1 - i);
    tag_close(flow_tags(compose->flow));
    if (spec->more && count < table->row_count)
        typeset_more(compose, table->row_count - count, block->node);
}
