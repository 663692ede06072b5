// Reading a chart back. A layered chart has one unit that carries it (bars, lines, cells) and
// others that annotate it (rules, labels, tints): the one with the most to say is read. Whether a
// number may be summed is known from how it was made: by counting or summing, or by being stacked.
#include "chart/alt_reading.h"

#include "chart/alt_text.h"
#include "chart/text_format.h"

#include <math.h>
#include <string.h>

// ---------- kinds of fields ----------

static Rows rows_of(const View *unit) {
    return rows_all(unit->data.stages[DATA_MAIN].table);
}

// A datum hides the field that it is laid over.
static const Def *field_of(const View *unit, Channel channel) {
    const Def *def = encoding_field(unit->encoding, channel);
    return def && !def->is_datum ? def : NULL;
}

static bool is_number_field(const Def *def) {
    return def && def->is_field && def->type == TYPE_QUANTITATIVE && !def->binning && !def->binned;
}

static bool is_year_unit(const Def *def) {
    const char *unit = js_string(def->json, "timeUnit");
    return unit && (!strcmp(unit, "year") || !strcmp(unit, "utcyear"));
}

static const Def *range_end(const View *unit, Channel channel) {
    const Def *end = unit->encoding->channel[channel];
    return end && end->is_field ? end : NULL;
}

// The column of the upper end of a bin that the data brought; or NULL.
static const char *bin_end(const View *unit, const Def *def) {
    bool of_y = def == field_of(unit, CHANNEL_Y);
    const Def *end = def->binned ? range_end(unit, of_y ? CHANNEL_Y2 : CHANNEL_X2) : NULL;
    return end ? end->name : NULL;
}

// The year that a row stands for: a whole number, or the middle of a bin that is no wider than a
// year; NaN when it is none.
static double year_at(const View *unit, const Def *def, guint row) {
    const Table *table = rows_of(unit).table;
    Value value = table_value(table, def->name, row);
    double year = value_is_quantity(value) ? value_to_number(value) : NAN;
    const char *end = bin_end(unit, def);
    if (end) {
        double to = value_to_number(table_value(table, end, row));
        year = to - year <= 1 ? round((year + to) * 500) / 1000 : NAN;
    }
    return year == floor(year) && year >= 1500 && year <= 2200 ? year : NAN;
}

// Years of a calendar, or whole numbers that can only be years.
static bool is_years(const View *unit, const Def *def) {
    if (!def || def->aggregate || def->binning)
        return false;
    if (def->type == TYPE_TEMPORAL)
        return is_year_unit(def);
    Rows rows = rows_of(unit);
    for (guint i = 0; i < rows.count; i++)
        if (isnan(year_at(unit, def, i)))
            return false;
    return rows.count > 0;
}

static bool is_measure(const View *unit, const Def *def) {
    return is_number_field(def) && !is_years(unit, def);
}

// ---------- what may be summed ----------

static bool op_adds(const char *op) {
    static const char *const adding[] = {"count", "sum", "valid", "missing"};
    for (guint i = 0; op && i < G_N_ELEMENTS(adding); i++)
        if (!strcmp(op, adding[i]))
            return true;
    return false;
}

// Whether a transform of the view or of one around it made the field; *adds says how.
static bool is_made_by_transform(const View *view, const char *field, bool *adds) {
    for (; view; view = view->parent) {
        const json_t *list = json_object_get(view->spec, "transform");
        for (size_t i = json_array_size(list); i > 0; i--) {
            const json_t *aggregate = json_object_get(json_array_get(list, i - 1), "aggregate");
            for (size_t k = 0; k < json_array_size(aggregate); k++) {
                const json_t *part = json_array_get(aggregate, k);
                if (!js_equals(json_object_get(part, "as"), field))
                    continue;
                *adds = op_adds(js_string(part, "op"));
                return true;
            }
        }
    }
    return false;
}

static bool has_negative(const View *unit, const Def *def) {
    Rows rows = rows_of(unit);
    for (guint i = 0; i < rows.count; i++)
        if (value_to_number(table_value(rows.table, def->name, i)) < 0)
            return true;
    return false;
}

static bool is_additive(const View *unit, const Def *measure) {
    if (has_negative(unit, measure))
        return false;
    if (measure->aggregate)
        return op_adds(measure->aggregate);
    bool adds = false;
    if (measure->field && is_made_by_transform(unit, measure->field, &adds))
        return adds;
    return unit->mark == MARK_ARC || (unit->stack && unit->stack->by_count > 0);
}

// ---------- series ----------

static bool is_same(const Def *a, const Def *b) {
    return a && b && a->name && b->name && !strcmp(a->name, b->name);
}

static const Def *series_of(const View *unit, Reading *reading) {
    static const Channel channels[] = {CHANNEL_COLOR, CHANNEL_FILL,     CHANNEL_STROKE,
                                       CHANNEL_SHAPE, CHANNEL_X_OFFSET, CHANNEL_OPACITY};
    const Encoding *encoding = unit->encoding;
    if (mark_is_path(unit->mark) && encoding->detail_count == 1)
        return encoding->detail[0];
    for (guint i = 0; i < G_N_ELEMENTS(channels); i++) {
        const Def *def = field_of(unit, channels[i]);
        bool parts = def && def_is_discrete(def) && !is_same(def, reading->axis) &&
                     !is_same(def, reading->other) && !is_same(def, reading->measure);
        if (parts)
            return def;
    }
    View *facet = view_facet_parent((View *)unit);
    for (guint i = 0; facet && i < 3; i++)
        if (facet->facet[i].def) {
            reading->by_plot = true;
            return facet->facet[i].def;
        }
    return NULL;
}

// ---------- one unit ----------

static bool is_part_of_box(const Def *def) {
    static const char *const parts[] = {"lower_box_",     "upper_box_", "lower_whisker_",
                                        "upper_whisker_", "min_",       "max_"};
    for (guint i = 0; def && def->field && i < G_N_ELEMENTS(parts); i++)
        if (g_str_has_prefix(def->field, parts[i]))
            return true;
    return false;
}

// From one field to another along x or y.
static bool read_range(const View *unit, Reading *out) {
    const Def *x = field_of(unit, CHANNEL_X), *y = field_of(unit, CHANNEL_Y);
    const Def *x2 = range_end(unit, CHANNEL_X2), *y2 = range_end(unit, CHANNEL_Y2);
    bool along_x = x && x2 && !x->binning && !x->binned && y && def_is_discrete(y);
    bool along_y = y && y2 && !y->binning && !y->binned && x && def_is_discrete(x);
    if (!along_x && !along_y)
        return false;
    out->kind = READ_RANGES;
    out->measure = along_x ? x : y;
    out->measure_end = along_x ? x2 : y2;
    out->axis = along_x ? y : x;
    return !is_part_of_box(out->measure);
}

static const Def *measure_of_look(const View *unit) {
    static const Channel channels[] = {CHANNEL_COLOR, CHANNEL_FILL, CHANNEL_SIZE};
    for (guint i = 0; i < G_N_ELEMENTS(channels); i++)
        if (is_measure(unit, field_of(unit, channels[i])))
            return field_of(unit, channels[i]);
    return NULL;
}

static void read_places(const View *unit, Reading *out) {
    const Def *x = field_of(unit, CHANNEL_X), *y = field_of(unit, CHANNEL_Y);
    out->axis = x ? x : y;
    out->other = x ? y : NULL;
    out->measure = measure_of_look(unit);
    if (out->measure) {
        out->kind = out->other ? READ_CELLS : READ_OVER;
        return;
    }
    const Def *text = field_of(unit, CHANNEL_TEXT);
    if (unit->mark == MARK_TEXT && text && out->axis && out->other) {
        out->measure = text;
        out->kind = READ_TEXTS;
        return;
    }
    out->kind = READ_ITEMS;
}

static void read_unit(const View *unit, Reading *out) {
    const Def *x = field_of(unit, CHANNEL_X), *y = field_of(unit, CHANNEL_Y);
    const Def *theta = field_of(unit, CHANNEL_THETA);
    if (is_measure(unit, theta)) {
        *out = (Reading){.kind = READ_OVER, .measure = theta};
        out->axis = field_of(unit, CHANNEL_COLOR);
        return;
    }
    if (read_range(unit, out))
        return;
    out->measure_end = NULL;
    bool of_x = is_measure(unit, x), of_y = is_measure(unit, y);
    if (of_x && of_y) {
        out->kind = READ_SCATTER;
        out->measure = y;
        out->axis = x;
    } else if (of_x || of_y) {
        out->kind = READ_OVER;
        out->measure = of_y ? y : x;
        out->axis = of_y ? x : y;
    } else {
        read_places(unit, out);
    }
}

static bool is_normalized(const View *unit) {
    return unit->stack && unit->stack->offset == STACK_NORMALIZE;
}

static void read_whole(View *unit, const Words *words, Reading *out) {
    *out = (Reading){.unit = unit};
    read_unit(unit, out);
    out->unit = unit;
    out->words = words;
    out->series = series_of(unit, out);
    out->in_years = is_years(unit, out->axis);
    out->normalized = is_normalized(unit);
    out->medians =
        out->measure && out->measure->field && g_str_has_prefix(out->measure->field, "mid_box_");
    if (!out->measure || !is_number_field(out->measure))
        return;
    out->additive = is_additive(unit, out->measure);
    out->diverging = unit->mark == MARK_BAR && out->series && has_negative(unit, out->measure);
}

// ---------- the unit that says most ----------

static const int mark_scores[MARK_COUNT] = {
    [MARK_BAR] = 6,    [MARK_ARC] = 6,   [MARK_LINE] = 6,   [MARK_AREA] = 6,
    [MARK_RECT] = 6,   [MARK_TRAIL] = 6, [MARK_CIRCLE] = 5, [MARK_POINT] = 5,
    [MARK_SQUARE] = 5, [MARK_TICK] = 5,  [MARK_RULE] = 3,   [MARK_TEXT] = 1,
};

static int score_of(const Reading *reading) {
    Rows rows = rows_of(reading->unit);
    if (!rows.table)
        return -1;
    if (!reading->measure && !reading->axis)
        return 0;
    bool shows = reading->kind != READ_ITEMS && reading->axis;
    bool is_part = is_part_of_box(reading->measure) || range_end(reading->unit, CHANNEL_Y2);
    int score = mark_scores[reading->unit->mark] + (shows ? 20 : 0) + (reading->axis ? 5 : 0);
    if (reading->kind == READ_RANGES)
        score += 5;
    if (reading->medians)
        score += 20;
    else if (is_part && reading->kind != READ_RANGES)
        score -= 10;
    return score * 2 + (rows.count > 1 ? 1 : 0) - (rows.count == 0 ? 30 : 0);
}

bool reading_find(View *view, const Words *words, Reading *out) {
    if (view->kind == VIEW_UNIT) {
        if (!view->encoding || mark_is_part(view->mark))
            return false;
        read_whole(view, words, out);
        return out->unit->data.stages[DATA_MAIN].table != NULL;
    }
    bool found = false;
    for (guint i = 0; i < view->child_count; i++) {
        Reading reading;
        if (!reading_find(view->children[i], words, &reading))
            continue;
        if (!found || score_of(&reading) > score_of(out))
            *out = reading;
        found = true;
    }
    return found;
}

// ---------- points ----------

bool reading_label_year(const char *label, double *year) {
    if (!label || strlen(label) < 4)
        return false;
    for (guint i = 0; i < 4; i++)
        if (!g_ascii_isdigit(label[i]))
            return false;
    const char *rest = label + 4;
    if (*rest && strcmp(rest, "s") != 0 && !g_str_has_prefix(rest, "–") && *rest != '-')
        return false;
    *year = g_ascii_strtod(label, NULL);
    return *year >= 1500 && *year <= 2200;
}

// How a field's values are written, and which.
typedef struct {
    const Def *def;
    TextFormat format;
    const char *end; // column of the upper end of a bin that the data brought; or NULL
    bool years;
} Labels;

static Labels labels_of(const Reading *reading, const Def *def) {
    Labels labels = {.def = def};
    if (!def)
        return labels;
    labels.years = is_years(reading->unit, def);
    labels.format = text_format_of(reading->unit->chart, def);
    labels.end = bin_end(reading->unit, def);
    return labels;
}

static double year_of(const View *unit, const Def *def, guint row) {
    if (def->type != TYPE_TEMPORAL)
        return year_at(unit, def, row);
    GTimeZone *zone = def->has_unit && def->unit.utc ? NULL : unit->chart->input->zone;
    Value value = table_value(rows_of(unit).table, def->name, row);
    return civil_from_instant(value_to_number(value), zone).year;
}

static const char *label_at(const Reading *reading, const Labels *labels, guint row) {
    const Def *def = labels->def;
    if (!def)
        return NULL;
    Chart *chart = reading->unit->chart;
    const Table *table = rows_of(reading->unit).table;
    Value value = table_value(table, def->name, row);
    if (!value_is_valid(value))
        return NULL;
    if (labels->years)
        return arena_printf(chart->arena, "%.0f", year_of(reading->unit, def, row));
    const char *end = def->binning ? labels->format.column_end : labels->end;
    if (end) {
        double to = value_to_number(table_value(table, end, row));
        return arena_printf(chart->arena, "%s–%s", alt_amount(chart, def, value_to_number(value)),
                            alt_amount(chart, def, to));
    }
    return text_format_value(chart, &labels->format, value);
}

static double number_at(const Reading *reading, const Def *def, guint row) {
    if (!def || !def->is_field)
        return NAN;
    Value value = table_value(rows_of(reading->unit).table, def->name, row);
    return value_is_valid(value) ? value_to_number(value) : NAN;
}

static double place_at(const Reading *reading, const char *label, guint row) {
    double year;
    const Def *axis = reading->axis;
    if (!axis || !axis->is_field)
        return row;
    if (reading->in_years)
        return year_of(reading->unit, axis, row);
    if (reading_label_year(label, &year))
        return year;
    return def_is_temporal(axis) || def_is_continuous(axis) ? number_at(reading, axis, row) : row;
}

GArray *reading_points(const Reading *reading) {
    GArray *points = g_array_new(FALSE, FALSE, sizeof(ReadPoint));
    Rows rows = rows_of(reading->unit);
    Labels axis = labels_of(reading, reading->axis), other = labels_of(reading, reading->other);
    Labels series = labels_of(reading, reading->series);
    for (guint i = 0; i < rows.count; i++) {
        ReadPoint point = {.axis = label_at(reading, &axis, i),
                           .other = label_at(reading, &other, i),
                           .series = label_at(reading, &series, i),
                           .value = number_at(reading, reading->measure, i),
                           .end = number_at(reading, reading->measure_end, i)};
        point.at = place_at(reading, point.axis, i);
        g_array_append_val(points, point);
    }
    return points;
}
