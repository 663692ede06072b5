// Tiles in lines of equal columns. The parts of the tiles of a line stand at the same heights:
// labels at the top, values on one baseline, sparklines and notes below. A value that is too wide
// makes all values smaller alike, to half the size at most; where that is not enough
// there are fewer tiles in a line, and when no line is wide enough that is told.
#include "page/kpi.h"

#include "page/cell_format.h"
#include "page/kpi_since.h"
#include "page/kpi_trace.h"
#include "page/money.h"
#include "page/overflow.h"
#include "page/panel.h"
#include "page/scope_verified.h"
#include "page/sparkline.h"
#include "page/template.h"
#include "page/typeset.h"

#include <math.h>

static const double SCALE_MIN = 0.5; // of values
enum { SPARK_POINTS = 200 };         // what a tile can show of a series

// ---- values

// Facts of figures whose evidence was not found, by number.
typedef struct {
    GHashTable *left_out, *counted;
} Unverified;

// The same of a line of figures or of all of them, with the labels of those that it is about.
typedef struct {
    GHashTable *facts;
    GPtrArray *labels; // const char *
} UnverifiedNote;

// The format stands beside the value.
static void check_sign(Compose *compose, const ValueSpec *spec, const Table *table,
                       const char *format) {
    const JsonNode *node = json_node_member(spec->node->parent, "format");
    const MoneySet set = page_money_set(compose->arena, table, spec->field.name, spec->op);
    Place place = json_node_place(node ? node : spec->node);
    if (set.what)
        page_money_check_sign(compose->scope, &place, &set, format);
}

// False when it could not be made, which is reported.
static bool make_value(Compose *compose, const ValueSpec *spec, const char *format,
                       const Unverified *unverified, Value *out) {
    if (!spec->data) {
        *out = value_from_json(spec->node->json);
        return true;
    }
    const Table *table = scope_data(compose->scope, spec->data);
    if (!table || !spec_check_field(compose, table, &spec->field))
        return false;
    if (spec->field.name && (!spec_check_operation(compose, table, &spec->field, spec->op) ||
                             !spec_check_money(compose, table, &spec->field, spec->op)))
        return false;
    if (spec->field.name && format)
        check_sign(compose, spec, table, format);
    table = scope_verified_rows(compose->scope, table, unverified->left_out);
    *out =
        aggregate_rows(compose->arena, spec->op, table, spec->field.name, NULL, table->row_count);
    return true;
}

static const char *print_value(Compose *compose, const ValueSpec *spec, const char *format,
                               Value value) {
    if (!spec->data && json_is_string(spec->node->json))
        return template_expand(compose->scope, spec->node, TEMPLATE_PLAIN);
    CellFormat cell = cell_format_of_number(compose->arena, value, format);
    const char *text = cell_format_print(compose->scope, &cell, value);
    return text ? text : "\xE2\x80\x94";
}

static const char *delta_text(Compose *compose, const KpiItem *item, Value value) {
    const char *text =
        print_value(compose, &item->delta, item->delta_format ? item->delta_format : "+,", value);
    const char *words = template_expand(compose->scope, item->delta_text, TEMPLATE_PLAIN);
    return words && *words ? arena_printf(compose->arena, "%s %s", text, words) : text;
}

static Colour delta_colour(const Compose *compose, const KpiItem *item, Value value) {
    double number = value_to_number(value) * item->better;
    InkRole ink = number > 0 ? INK_GOOD : number < 0 ? INK_BAD : INK_MUTED;
    return typeset_ink(compose, isnan(number) ? INK_MUTED : ink);
}

// ---- a tile's parts

typedef struct {
    const Paragraph *label, *value, *unit, *delta, *note;
    const char *value_text, *delta_text; // delta_text NULL: none
    Colour value_colour, delta_colour;
    double least, wide; // of the value: its longest word, and on one line; points at full size
    Sparkline spark;    // count 0: none
    guint tag;
} Tile;

typedef struct {
    Compose *compose;
    const KpiSet *set;
    UnverifiedNote *left_out, *counted;
    const KpiStyle *look;
    Panel panel;
    bool open; // without field, border and bar: a rule above
    double tile_width, inner;
    guint columns;
    Tile *all, *tiles;                                             // of the set, of this line
    guint count;                                                   // of tiles in this line
    double scale;                                                  // of the values
    double label_height, value_height, spark_height, below_height; // 0: no tile has it
} Line;

static double height_of(const Paragraph *paragraph) {
    return paragraph ? paragraph->height : 0;
}

// That a figure has to do with these facts.
static void note_figure(Compose *compose, const KpiItem *item, GHashTable *facts,
                        UnverifiedNote *note) {
    const char *label = template_expand(compose->scope, item->label, TEMPLATE_PLAIN);
    GHashTableIter iter;
    gpointer fact;
    g_hash_table_iter_init(&iter, facts);
    while (g_hash_table_iter_next(&iter, &fact, NULL))
        g_hash_table_add(note->facts, fact);
    if (g_hash_table_size(facts) && label && *label)
        g_ptr_array_add(note->labels, (gpointer)label);
}

static void set_delta(Line *line, const KpiItem *item, const Unverified *unverified, Tile *tile) {
    Compose *compose = line->compose;
    const KpiSince since = kpi_since(compose, item);
    Value value = value_null();
    if (since.text) {
        tile->delta_text = since.text;
        tile->delta_colour = delta_colour(compose, item, value_number(since.difference));
    } else if (item->delta.node &&
               make_value(compose, &item->delta, item->delta_format, unverified, &value)) {
        tile->delta_text = delta_text(compose, item, value);
        tile->delta_colour = delta_colour(compose, item, value);
    }
}

static void measure_value(const Line *line, Tile *tile) {
    TextStyle style = typeset_style(line->compose, ROLE_KPI_VALUE);
    text_extent(line->compose->engine, &style, tile->value_text, &tile->least, &tile->wide);
    if (tile->unit) // on one line with it
        tile->least = tile->wide;
}

// What the figure says, once, however its tile is set.
static void set_figure(Line *line, const KpiItem *item, Tile *tile) {
    Compose *compose = line->compose;
    g_autoptr(GHashTable) left_out = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) counted = g_hash_table_new(NULL, NULL);
    const Unverified unverified = {left_out, counted};
    Value value = value_null();
    Typeset unit = {.role = ROLE_KPI_NOTE};
    tile->unit = typeset_template(compose, &unit, item->unit);
    kpi_trace_begin(compose);
    tile->value_text = make_value(compose, &item->value, item->format, &unverified, &value)
                           ? print_value(compose, &item->value, item->format, value)
                           : "";
    scope_add_unverified(compose->scope, kpi_trace_end(compose, item, tile->value_text, value),
                         counted);
    tile->value_colour = item->has_ink ? typeset_ink(compose, item->ink)
                                       : compose->theme->type[ROLE_KPI_VALUE].style.colour;
    set_delta(line, item, &unverified, tile);
    measure_value(line, tile);
    note_figure(compose, item, left_out, line->left_out);
    note_figure(compose, item, counted, line->counted);
}

static void set_words(const Line *line, const KpiItem *item, Tile *tile) {
    Compose *compose = line->compose;
    Typeset label = {.role = ROLE_KPI_LABEL, .width = line->inner};
    Typeset note = {.role = ROLE_KPI_NOTE, .width = line->inner};
    tile->label = typeset_template(compose, &label, item->label);
    tile->note = typeset_template(compose, &note, item->note);
    note.colour = &tile->delta_colour;
    if (tile->delta_text)
        tile->delta = typeset_text(compose, &note, tile->delta_text);
}

// The dataset's numbers that are finite, in the order of its rows. New array, g_array_unref.
static GArray *series_of(Compose *compose, const KpiSparkline *spec) {
    const Table *table = scope_data(compose->scope, spec->data);
    GArray *numbers = g_array_new(FALSE, FALSE, sizeof(double));
    if (!table || !spec_check_field(compose, table, &spec->field))
        return numbers;
    const Column *column = table_column(table, spec->field.name);
    for (guint i = 0; column && i < table->row_count; i++) {
        double number = value_to_number(column->values[i]);
        if (!value_is_nullish(column->values[i]) && isfinite(number))
            g_array_append_val(numbers, number);
    }
    return numbers;
}

// A figure of its own where words stand for it, and decoration else.
static guint spark_tag(Compose *compose, const KpiSparkline *spec) {
    TagTree *tags = flow_tags(compose->flow);
    const char *alt = template_expand(compose->scope, spec->alt, TEMPLATE_PLAIN);
    if (!alt || !*alt)
        return TAG_ARTIFACT;
    guint tag = tag_open(tags, TAG_FIGURE);
    tag_nth(tags, tag)->alt = alt;
    tag_close(tags);
    return tag;
}

static void set_spark(Line *line, const KpiItem *item, Tile *tile) {
    Compose *compose = line->compose;
    if (!item->sparkline.data || !item->sparkline.field.name)
        return;
    g_autoptr(GArray) numbers = series_of(compose, &item->sparkline);
    double *points = arena_array(compose->arena, double, SPARK_POINTS);
    if (numbers->len < 2) // no line
        return;
    tile->spark = (Sparkline){
        .count = sparkline_thin((double *)numbers->data, numbers->len, SPARK_POINTS, points),
        .points = points,
        .colour = typeset_ink(compose, item->has_ink ? item->ink : INK_ACCENT),
        .thickness = line->look->spark_line,
        .tag = spark_tag(compose, &item->sparkline)};
}

static double value_room(const Line *line, const Tile *tile) {
    return line->inner - (tile->unit ? tile->unit->width + line->look->unit_gap : 0);
}

// Texts of several words go over lines; words and figures stay whole.
static double fitting_scale(const Line *line) {
    double scale = 1;
    for (guint i = 0; i < line->set->count; i++) {
        const Tile *tile = &line->all[i];
        double room = value_room(line, tile);
        if (tile->wide > room)
            scale = MIN(scale, MAX((room - 0.1) / tile->wide, SCALE_MIN));
    }
    return scale;
}

static void set_value(Line *line, Tile *tile) {
    bool is_whole = tile->unit && tile->wide * line->scale <= value_room(line, tile) + 0.01;
    const TypeSpec *type = &line->compose->theme->type[ROLE_KPI_VALUE];
    TextSpan span = {.text = tile->value_text,
                     .style = typeset_style(line->compose, ROLE_KPI_VALUE)};
    span.style.size *= line->scale;
    span.style.colour = tile->value_colour;
    ParagraphSpec spec = {.span_count = 1,
                          .spans = &span,
                          .width = is_whole ? 0 : value_room(line, tile),
                          .direction = line->compose->rtl ? TEXT_DIR_RTL : TEXT_DIR_AUTO,
                          .leading = type->leading * line->scale};
    tile->value = text_paragraph(line->compose->engine, line->compose->arena, &spec);
}

// ---- drawing

static double line_x(const Line *line, double x, double width, double within) {
    return line->compose->rtl ? x + within - width : x;
}

static void put_part(SlabBuilder *builder, const Paragraph *part, double x, double y, guint tag) {
    if (part)
        slab_paragraph(builder, part, x, y, tag);
}

static void put_value(const Line *line, SlabBuilder *builder, const Tile *tile, double x,
                      double y) {
    const Paragraph *value = tile->value, *unit = tile->unit;
    if (!value || !value->line_count)
        return;
    double left = unit ? line_x(line, x, value->width, line->inner) : x; // alone it fills the tile
    slab_paragraph(builder, value, left, y, tile->tag);
    if (!unit || !unit->line_count)
        return;
    double below = value->lines[0].baseline - unit->lines[0].baseline;
    double unit_x = line->compose->rtl ? left - line->look->unit_gap - unit->width
                                       : left + value->width + line->look->unit_gap;
    slab_paragraph(builder, unit, unit_x, y + below, tile->tag);
}

// The dot at its end stays within the tile.
static void put_spark(const Line *line, SlabBuilder *builder, const Tile *tile, double x,
                      double y) {
    const Compose *compose = line->compose;
    double edge = 2 * line->look->spark_line;
    sparkline_put(compose, builder, &tile->spark,
                  &(PlacedBox){compose->rtl ? x + edge : x, y + edge, MAX(line->inner - edge, 0),
                               MAX(line->spark_height - 2 * edge, 0)});
}

static void put_tile(const Line *line, SlabBuilder *builder, const Tile *tile, double x,
                     double height) {
    const Compose *compose = line->compose;
    const Panel *panel = &line->panel;
    PlacedBox box = {x, 0, line->tile_width, height};
    panel_draw(panel, builder, &box, compose->rtl);
    if (line->open && line->look->rule > 0)
        slab_rule(builder, x, line->look->rule / 2, line->tile_width,
                  typeset_ink(compose, line->look->rule_ink), line->look->rule);
    double inner_x = x, y = line->look->rule_gap;
    if (!line->open) {
        inner_x += panel->pad + (compose->rtl ? 0 : panel->bar);
        y = panel->pad;
    }
    put_part(builder, tile->label, inner_x, y, tile->tag);
    y += line->label_height + line->look->value_gap;
    put_value(line, builder, tile, inner_x, y);
    y += line->value_height + line->look->note_gap;
    if (line->spark_height > 0) {
        put_spark(line, builder, tile, inner_x, y);
        y += line->spark_height + line->look->note_gap;
    }
    put_part(builder, tile->delta, inner_x, y, tile->tag);
    put_part(builder, tile->note, inner_x, y + height_of(tile->delta), tile->tag);
}

static double line_height(const Line *line) {
    double height = line->label_height + line->look->value_gap + line->value_height;
    if (line->spark_height > 0)
        height += line->look->note_gap + line->spark_height;
    if (line->below_height > 0)
        height += line->look->note_gap + line->below_height;
    return height + (line->open ? line->look->rule_gap : 2 * line->panel.pad);
}

static void measure_line(Line *line, guint first) {
    line->label_height = line->value_height = line->spark_height = line->below_height = 0;
    line->tiles = &line->all[first];
    for (guint i = 0; i < line->count; i++) {
        Tile *tile = &line->tiles[i];
        set_words(line, &line->set->items[first + i], tile);
        set_value(line, tile);
        line->label_height = MAX(line->label_height, height_of(tile->label));
        line->value_height = MAX(line->value_height, height_of(tile->value));
        if (tile->spark.count)
            line->spark_height = line->look->spark_height;
        double below = height_of(tile->delta) + height_of(tile->note);
        line->below_height = MAX(line->below_height, below);
    }
}

static void add_line(Line *line, guint first) {
    Compose *compose = line->compose;
    SlabBuilder builder;
    measure_line(line, first);
    slab_begin(&builder, compose->arena);
    builder.height = line_height(line);
    for (guint i = 0; i < line->count; i++) {
        double x = i * (line->tile_width + line->look->gap);
        if (compose->rtl)
            x = flow_width(compose->flow) - x - line->tile_width;
        put_tile(line, &builder, &line->tiles[i], x, builder.height);
    }
    Slab slab = slab_end(&builder);
    slab.space_before = first ? line->look->gap : 0;
    flow_add(compose->flow, &slab);
}

// " (Partnerships; Committed)": the figures that a note speaks of.
static const char *figures_of(Compose *compose, const UnverifiedNote *note) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < note->labels->len; i++)
        g_string_append_printf(text, "%s%s", i ? "; " : " (", (char *)note->labels->pdata[i]);
    g_string_append(text, text->len ? ")" : "");
    const char *kept = arena_strdup(compose->arena, text->str);
    g_string_free(text, TRUE);
    return kept;
}

// How many facts without found evidence there are and in which figures, below the tiles.
static void add_note(Compose *compose, Word word, const UnverifiedNote *note) {
    guint count = g_hash_table_size(note->facts), slabs = flow_count(compose->flow);
    if (count == 0 || slabs == 0)
        return;
    const char *number = template_format_value(compose->scope, value_number(count), ",d");
    const char *which =
        words_count(compose->words, WORD_PARTNERSHIPS, count, number, compose->arena);
    which = arena_printf(compose->arena, "%s%s", which, figures_of(compose, note));
    TextSpan span = {.text = words_count(compose->words, word, 0, which, compose->arena),
                     .style = typeset_style(compose, ROLE_NOTE)};
    flow_nth(compose->flow, slabs - 1)->keep_with_next = true;
    typeset_add_words(compose, &(WordsSlab){ROLE_NOTE, TAG_NOTE, /*keep_with_next=*/false}, &span,
                      1);
}

// As said, or all in one line, when they are wide enough for the theme; else lines as equal as can
// be.
static guint choose_columns(const KpiSet *set, const KpiStyle *look, double width) {
    double step = MAX(look->min_width + look->gap, 1);
    guint most = (guint)CLAMP((width + look->gap) / step, 1, KPI_COLUMNS_MAX);
    if (set->columns && set->columns <= most)
        return (guint)set->columns;
    if (set->count <= most)
        return set->count;
    guint lines = (set->count + most - 1) / most;
    return (set->count + lines - 1) / lines;
}

static KpiSet shown_items(Compose *compose, const KpiSet *all) {
    KpiSet shown = *all;
    shown.items = arena_array(compose->arena, KpiItem, all->count);
    shown.count = 0;
    for (guint i = 0; i < all->count; i++)
        if (scope_test(compose->scope, all->items[i].when))
            shown.items[shown.count++] = all->items[i];
    return shown;
}

static void set_columns(Line *line, guint columns) {
    double width = flow_width(line->compose->flow);
    line->columns = columns;
    line->tile_width = MAX((width - line->look->gap * (columns - 1)) / columns, 10);
    line->inner = MAX(line->tile_width - 2 * line->panel.pad - line->panel.bar, 10);
}

static double least_width(const Tile *tile) {
    return tile->least * SCALE_MIN;
}

static guint count_too_wide(const Line *line) {
    guint count = 0;
    for (guint i = 0; i < line->set->count; i++)
        count += least_width(&line->all[i]) > value_room(line, &line->all[i]) + 0.01;
    return count;
}

// As many columns as wanted, or fewer where figures need it: as many as hold most of them.
static void fit_columns(Line *line, guint wanted) {
    guint best = wanted, fewest = G_MAXUINT;
    for (guint columns = wanted; columns > 0 && fewest > 0; columns--) {
        set_columns(line, columns);
        guint too_wide = count_too_wide(line);
        if (too_wide < fewest) {
            fewest = too_wide;
            best = columns;
        }
    }
    guint lines = (line->set->count + best - 1) / best;
    set_columns(line, best < wanted ? (line->set->count + lines - 1) / lines : best);
}

static void note_too_wide(const Line *line) {
    Compose *compose = line->compose;
    for (guint i = 0; i < line->set->count; i++) {
        const Tile *tile = &line->all[i];
        const KpiItem *item = &line->set->items[i];
        double room = value_room(line, tile), unit = line->inner - room;
        if (least_width(tile) <= room + 0.01)
            continue;
        overflow_note(
            compose, item->value.node ? item->value.node : item->label,
            "give it a shorter \"format\" such as \"$.3s\", say the unit in the label, or "
            "give it more width",
            "a key figure wants %.0f pt at its least size and has %.0f pt; it is broken",
            least_width(tile) + unit, line->inner);
    }
}

static void set_figures(Line *line) {
    TagTree *tags = flow_tags(line->compose->flow);
    line->all = arena_array(line->compose->arena, Tile, line->set->count);
    for (guint i = 0; i < line->set->count; i++) {
        line->all[i].tag = tag_open(tags, TAG_P);
        tag_close(tags);
        set_figure(line, &line->set->items[i], &line->all[i]);
        set_spark(line, &line->set->items[i], &line->all[i]);
    }
}

static Line line_new(Compose *compose, const KpiSet *set) {
    const KpiStyle *look = &compose->theme->kpi;
    Line line = {.compose = compose, .set = set, .look = look, .panel = panel_of_theme(compose)};
    if (set->look == KPI_PLAIN || !look->boxed)
        line.panel = (Panel){0};
    line.open = !line.panel.filled && line.panel.bar <= 0 && line.panel.border <= 0;
    if (line.open)
        line.panel = (Panel){0};
    return line;
}

void kpi_add(Compose *compose, const KpiSet *all) {
    KpiSet shown = shown_items(compose, all);
    const KpiSet *set = &shown;
    if (set->count == 0)
        return;
    Line line = line_new(compose, set);
    g_autoptr(GHashTable) left_out = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) counted = g_hash_table_new(NULL, NULL);
    g_autoptr(GPtrArray) without = g_ptr_array_new(), with = g_ptr_array_new();
    UnverifiedNote left_out_note = {left_out, without}, counted_note = {counted, with};
    line.left_out = &left_out_note;
    line.counted = &counted_note;
    tag_open(flow_tags(compose->flow), TAG_DIV);
    set_figures(&line);
    fit_columns(&line, choose_columns(set, line.look, flow_width(compose->flow)));
    note_too_wide(&line);
    line.scale = fitting_scale(&line);
    for (guint first = 0; first < set->count; first += line.columns) {
        line.count = MIN(line.columns, set->count - first);
        add_line(&line, first);
    }
    add_note(compose, WORD_UNVERIFIED_LEFT_OUT, &left_out_note);
    add_note(compose, WORD_UNVERIFIED_COUNTED, &counted_note);
    tag_close(flow_tags(compose->flow));
}
