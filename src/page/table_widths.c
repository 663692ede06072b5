// Widths of columns from what stands in them. Extents are measured over all rows of small tables
// and an even sample of large ones; each text is measured once. Sharing follows CSS's automatic
// table layout (https://www.w3.org/TR/CSS22/tables.html#auto-table-layout), with two differences: a
// very long column counts only as half the table, and what is left over goes to texts.
#include "page/table_cell.h"
#include "page/table_model.h"
#include "page/typeset.h"

#include <string.h>

enum { ROWS_MEASURED = 2000, ROWS_SAMPLED = 120 };
static const double SOFT_LEAST = 0.3; // of the longest word of a text
static const double SHORT_TEXT = 60; // points: texts up to here are kept on one line if they can be

void table_paddings(const Compose *compose, const TableModel *model, guint column, double *start,
                    double *end) {
    double pad = compose->theme->table.pad_x;
    bool flush = !model->zebra && !compose->theme->table.zebra &&
                 !compose->theme->table.head_filled; // edges on those of the text
    *start = column == 0 && flush ? 0 : pad;
    *end = column + 1 == model->column_count && flush ? 0 : pad;
}

// ---- measuring

typedef struct {
    const Compose *compose;
    const TableModel *model;
    GHashTable *seen; // texts of the column that were measured, to their place in `measured`
    GArray *measured; // of CellExtent
    ColumnExtent extent;
    double whole;      // of numbers up to their points, where they are lined up
    guint longest_row; // of the column's longest text, in bytes
} Measure;

static char *cell_text(const TableCell *cell) {
    if (!cell->span_count)
        return g_strdup(cell->text ? cell->text : "");
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < cell->span_count; i++)
        g_string_append(text, cell->spans[i].text);
    return g_string_free(text, FALSE);
}

static void add_extent(Measure *measure, double min, double max, bool nowrap) {
    ColumnExtent *extent = &measure->extent;
    double liked = nowrap || max <= SHORT_TEXT ? max : min;
    extent->word = MAX(extent->word, min);
    extent->least = MAX(extent->least, nowrap ? max : min);
    extent->min = MAX(extent->min, liked);
    extent->max = MAX(extent->max, max);
}

static CellExtent add_text(Measure *measure, const TableColumn *column, const char *text,
                           TypeRole role, double extra) {
    double min = 0, max = 0;
    TextStyle style = typeset_style(measure->compose, role);
    text_extent(measure->compose->engine, &style, text, &min, &max);
    if (column->marked)
        extra += table_mark_room(measure->compose);
    add_extent(measure, min + extra, max + extra, column->nowrap);
    CellExtent extent = {(float)(min + extra), (float)(max + extra)};
    if (!column->point)
        return extent;
    double fraction = table_fraction_width(measure->compose, role, text, column->point);
    measure->extent.fraction = MAX(measure->extent.fraction, fraction);
    measure->whole = MAX(measure->whole, max + extra - fraction);
    return extent;
}

// Of data, where the same text is measured once.
static CellExtent add_known(Measure *measure, const TableColumn *column, const char *text) {
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(measure->seen, text));
    if (place)
        return g_array_index(measure->measured, CellExtent, place - 1);
    CellExtent extent = add_text(measure, column, text, ROLE_TABLE,
                                 table_look_width(measure->compose, column->look));
    g_array_append_val(measure->measured, extent);
    g_hash_table_insert(measure->seen, (gpointer)text, GUINT_TO_POINTER(measure->measured->len));
    return extent;
}

static CellExtent add_cell(Measure *measure, const TableColumn *column, const TableRow *row,
                           const TableCell *cell) {
    if (cell->span_count) {
        g_autofree char *text = cell_text(cell);
        return add_text(measure, column, text, table_row_role(row->kind), 0);
    }
    if (!cell->text)
        return (CellExtent){0, 0};
    if (row->kind == ROW_DATA)
        return add_known(measure, column, cell->text);
    return add_text(measure, column, cell->text, table_row_role(row->kind), 0);
}

// Rows of the sample lie evenly among those of the table; the first is the head.
static guint sample_step(const TableModel *model) {
    return model->row_count / ROWS_SAMPLED + 1;
}

static CellExtent *sampled_cell(const Measure *measure, TableSample *sample, guint row,
                                guint column) {
    const TableModel *model = measure->model;
    guint step = sample_step(model);
    return row % step ? NULL : &sample->cells[(row / step + 1) * model->column_count + column];
}

// Rows between are skipped in large tables, but never one that is not data.
static void add_rows(Measure *measure, guint index, TableSample *sample) {
    const TableModel *model = measure->model;
    const TableColumn *column = &model->columns[index];
    guint step = MAX(model->row_count / ROWS_MEASURED, 1);
    gsize longest = 0;
    guint longest_row = 0;
    for (guint i = 0; i < model->row_count; i++) {
        const TableRow *row = &model->rows[i];
        if (row->kind == ROW_GROUP || row->kind == ROW_MORE)
            continue;
        TableCell cell = table_cell_of(model, row, index, NULL);
        gsize length = cell.text ? strlen(cell.text) : 0;
        if (length > longest) {
            longest = length;
            longest_row = i;
        }
        CellExtent *sampled = sampled_cell(measure, sample, i, index);
        if (sampled)
            *sampled = add_cell(measure, column, row, &cell);
        else if (i % step == 0 || row->kind != ROW_DATA)
            add_cell(measure, column, row, &cell);
    }
    if (step > 1) {
        TableCell cell = table_cell_of(model, &model->rows[longest_row], index, NULL);
        add_cell(measure, column, &model->rows[longest_row], &cell);
    }
}

static CellExtent add_head(Measure *measure, const TableColumn *column) {
    TextStyle style = typeset_style(measure->compose, ROLE_TABLE_HEAD);
    g_autofree char *text = cell_text(&column->head);
    double min = 0, max = 0;
    if (measure->model->headless)
        return (CellExtent){0, 0};
    text_extent(measure->compose->engine, &style, text, &min, &max);
    add_extent(measure, min, column->nowrap ? MIN(max, MAX(min, SHORT_TEXT)) : max, false);
    return (CellExtent){(float)min, (float)max};
}

static void widen(ColumnExtent *extent, double more) {
    extent->least += more;
    extent->min += more;
    extent->max = MAX(extent->max, extent->min);
}

// Columns under one head are together as wide as its longest word, and as all of it when it is
// short.
static void widen_shared(const Compose *compose, const TableModel *model, guint level,
                         ColumnExtent *extents) {
    TextStyle style = typeset_style(compose, ROLE_TABLE_HEAD);
    for (guint i = 0; i < model->column_count; i++) {
        if (!table_starts_head(model, i, level))
            continue;
        guint end = table_shared_end(model, i, level);
        double min = 0, max = 0, least = 0, start, skipped;
        text_extent(compose->engine, &style, model->columns[i].under[level], &min, &max);
        table_paddings(compose, model, i, &start, &skipped);
        for (guint k = i; k < end; k++)
            least += extents[k].least;
        double needed = (max <= SHORT_TEXT ? max : min) + 2 * start;
        for (guint k = i; needed > least && k < end; k++)
            widen(&extents[k], (needed - least) / (end - i));
    }
}

static void measure_column(const Compose *compose, const TableModel *model, guint i,
                           ColumnExtent *out, TableSample *sample) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GArray) measured = g_array_new(FALSE, FALSE, sizeof(CellExtent));
    Measure measure = {.compose = compose, .model = model, .seen = seen, .measured = measured};
    double start, end;
    sample->cells[i] = add_head(&measure, &model->columns[i]);
    if (model->row_count)
        add_rows(&measure, i, sample);
    table_paddings(compose, model, i, &start, &end);
    double more = start + end + 0.1; // a hair, so that rounding does not break a line
    double lined_up = measure.whole + measure.extent.fraction;
    *out = (ColumnExtent){MAX(measure.extent.least, lined_up) + more,
                          MAX(measure.extent.min, lined_up) + more,
                          MAX(measure.extent.max, lined_up) + more, measure.extent.fraction,
                          MAX(measure.extent.word, lined_up) + more};
    for (guint row = 0; row < sample->row_count; row++) {
        CellExtent *cell = &sample->cells[row * model->column_count + i];
        cell->word += cell->line > 0 ? (float)more : 0;
        cell->line += cell->line > 0 ? (float)more : 0;
    }
}

void table_measure(const Compose *compose, const TableModel *model, ColumnExtent *out,
                   TableSample *sample) {
    guint rows = model->row_count ? (model->row_count - 1) / sample_step(model) + 1 : 0;
    sample->row_count = rows + 1;
    sample->cells = g_new0(CellExtent, (gsize)sample->row_count * model->column_count);
    for (guint i = 0; i < model->column_count; i++)
        measure_column(compose, model, i, &out[i], sample);
    for (guint level = 0; level < TABLE_LEVELS_MAX && !model->headless; level++)
        widen_shared(compose, model, level, out);
}

void table_sample_clear(TableSample *sample) {
    g_free(sample->cells);
}

// ---- sharing

typedef struct {
    const TableModel *model;
    ColumnExtent extents[TABLE_COLUMNS_MAX]; // long ones cut
    const ColumnExtent *natural;
    double *out;
} Sharing;

static bool is_auto(const Sharing *sharing, guint i) {
    return sharing->model->columns[i].width.unit == TRACK_AUTO;
}

static bool is_fraction(const Sharing *sharing, guint i) {
    return sharing->model->columns[i].width.unit == TRACK_FRACTION;
}

// What a length or percentage asks for.
static double fixed_width(const Sharing *sharing, guint i, double width) {
    const Track *track = &sharing->model->columns[i].width;
    return track->unit == TRACK_PERCENT ? width * track->size / 100 : track->size;
}

static bool is_fixed(const Sharing *sharing, guint i) {
    return !is_auto(sharing, i) && !is_fraction(sharing, i);
}

// Lengths and percentages; gives their sum. Where they leave the others less than their words they
// give way, down to their own words: no column is squeezed until its texts lie over each other.
static double share_fixed(Sharing *sharing, double width) {
    double sum = 0, firm = 0, others = 0;
    guint count = sharing->model->column_count;
    for (guint i = 0; i < count; i++) {
        double least = sharing->extents[i].least;
        if (!is_fixed(sharing, i)) {
            others += least;
            continue;
        }
        sharing->out[i] = fixed_width(sharing, i, width);
        firm += MIN(sharing->out[i], least);
        sum += sharing->out[i];
    }
    double room = MAX(width - others, firm);
    if (sum <= room + 0.01 || sum <= firm)
        return sum;
    double part = (room - firm) / (sum - firm); // of what each has beyond its words
    for (guint i = 0; i < count; i++) {
        double least = MIN(sharing->out[i], sharing->extents[i].least);
        if (is_fixed(sharing, i))
            sharing->out[i] = least + (sharing->out[i] - least) * part;
    }
    return room;
}

// What a column that gets the rest could take: its text beyond the cut, else its text.
static double appetite(const Sharing *sharing, guint i, bool long_only) {
    const TableColumn *column = &sharing->model->columns[i];
    if (!is_auto(sharing, i) || column->nowrap)
        return 0;
    double beyond = sharing->natural[i].max - sharing->extents[i].max;
    return long_only ? MAX(beyond, 0) : sharing->natural[i].max;
}

// A part of the rest is air between all columns, so that numbers do not run into each other.
static double share_air(Sharing *sharing, double rest) {
    static const double most = 12; // points
    guint count = sharing->model->column_count, open = 0;
    for (guint i = 0; i < count; i++)
        open += is_auto(sharing, i);
    double air = open ? MIN(rest / 2 / open, most) : 0;
    for (guint i = 0; i < count; i++)
        sharing->out[i] += is_auto(sharing, i) ? air : 0;
    return air * open;
}

static void share_rest(Sharing *sharing, double rest) {
    double sum = 0;
    guint count = sharing->model->column_count;
    bool long_only = true;
    rest -= share_air(sharing, rest);
    for (guint i = 0; i < count; i++)
        sum += appetite(sharing, i, true);
    if (sum < rest) {
        long_only = false;
        sum = 0;
        for (guint i = 0; i < count; i++)
            sum += appetite(sharing, i, false);
    }
    for (guint i = 0; i < count; i++) {
        if (sum > 0)
            sharing->out[i] += rest * appetite(sharing, i, long_only) / sum;
        else if (is_auto(sharing, i))
            sharing->out[i] += rest / count;
    }
}

// The least width of a column: where not even words fit, that of its longest word if it is figures,
// which are never broken while texts can give way.
static double hold_figures(Sharing *sharing, double room) {
    double firm = 0, soft = 0;
    guint count = sharing->model->column_count;
    for (guint i = 0; i < count; i++) {
        const ColumnExtent *extent = &sharing->extents[i];
        if (!is_auto(sharing, i))
            continue;
        if (sharing->model->columns[i].nowrap)
            firm += extent->word;
        else
            soft += extent->least;
    }
    double shrink = soft > 0 ? (room - firm) / soft : 0, taken = 0;
    if (shrink < SOFT_LEAST) // then all are cut alike
        return 0;
    for (guint i = 0; i < count; i++) {
        const ColumnExtent *extent = &sharing->extents[i];
        bool figures = sharing->model->columns[i].nowrap;
        if (is_auto(sharing, i))
            taken += sharing->out[i] = figures ? extent->word : extent->least * MIN(shrink, 1);
    }
    return taken;
}

// Widths between two bounds of the extents such that they fill the room; all alike when the lower
// bounds are too much already.
static double share_between(Sharing *sharing, double room, bool cramped) {
    double low = 0, high = 0, taken = 0;
    guint count = sharing->model->column_count;
    for (guint i = 0; i < count; i++) {
        const ColumnExtent *extent = &sharing->extents[i];
        low += !is_auto(sharing, i) ? 0 : cramped ? extent->least : extent->min;
        high += !is_auto(sharing, i) ? 0 : cramped ? extent->min : extent->max;
    }
    double held = low > room ? hold_figures(sharing, room) : 0;
    if (held > 0)
        return held;
    double grow = high > low ? CLAMP((room - low) / (high - low), 0, 1) : 0;
    double shrink = low > room && low > 0 ? room / low : 1;
    for (guint i = 0; i < count; i++) {
        if (!is_auto(sharing, i))
            continue;
        const ColumnExtent *extent = &sharing->extents[i];
        double from = cramped ? extent->least : extent->min;
        double to = cramped ? extent->min : extent->max;
        sharing->out[i] = (from + (to - from) * grow) * shrink;
        taken += sharing->out[i];
    }
    return taken;
}

// Automatic columns in `room`; gives what they took.
static double share_automatic(Sharing *sharing, double room, bool all) {
    double min = 0;
    for (guint i = 0; i < sharing->model->column_count; i++)
        min += is_auto(sharing, i) ? sharing->extents[i].min : 0;
    double taken = share_between(sharing, room, /*cramped=*/min > room);
    if (all && room > taken)
        share_rest(sharing, room - taken);
    return all ? room : taken;
}

// The size of one fraction among the columns that are still open.
static double fraction_unit(const Sharing *sharing, const bool *settled, double room) {
    double sum = 0;
    for (guint i = 0; i < sharing->model->column_count; i++)
        if (is_fraction(sharing, i) && !settled[i])
            sum += sharing->model->columns[i].width.size;
    return sum > 0 ? MAX(room, 0) / sum : 0;
}

// As CSS grid does: a column that its fraction would make narrower than its longest word gets that
// word's width, and the others share what is left.
static void share_fractions(Sharing *sharing, double room) {
    bool settled[TABLE_COLUMNS_MAX] = {false};
    guint count = sharing->model->column_count;
    for (bool again = true; again;) {
        again = false;
        double unit = fraction_unit(sharing, settled, room);
        for (guint i = 0; i < count; i++) {
            if (!is_fraction(sharing, i) || settled[i])
                continue;
            double share = unit * sharing->model->columns[i].width.size;
            sharing->out[i] = MAX(share, sharing->extents[i].least);
            if (share < sharing->extents[i].least) {
                settled[i] = again = true;
                room -= sharing->extents[i].least;
                break;
            }
        }
    }
}

static bool has_fractions(const TableModel *model) {
    for (guint i = 0; i < model->column_count; i++)
        if (model->columns[i].width.unit == TRACK_FRACTION)
            return true;
    return false;
}

// What "min" and "max" of a column leave of what its texts ask for.
static ColumnExtent limit_extent(const TableColumn *column, ColumnExtent extent) {
    if (column->most > 0) {
        extent.least = MIN(extent.least, column->most);
        extent.min = MIN(extent.min, column->most);
        extent.max = MIN(extent.max, column->most);
    }
    extent.least = MAX(extent.least, column->least);
    extent.min = MAX(extent.min, column->least);
    extent.max = MAX(extent.max, column->least);
    return extent;
}

// No column is wider than its "max": what it has more goes to those without one.
static void hold_most(const Sharing *sharing) {
    double freed = 0, open = 0;
    for (guint i = 0; i < sharing->model->column_count; i++) {
        double most = sharing->model->columns[i].most;
        if (is_fixed(sharing, i))
            continue;
        if (most > 0 && sharing->out[i] > most) {
            freed += sharing->out[i] - most;
            sharing->out[i] = most;
        } else if (most <= 0) {
            open += sharing->out[i];
        }
    }
    for (guint i = 0; freed > 0 && open > 0 && i < sharing->model->column_count; i++)
        if (sharing->model->columns[i].most <= 0 && !is_fixed(sharing, i))
            sharing->out[i] *= 1 + freed / open;
}

void table_share_width(const TableModel *model, const ColumnExtent *extents, double width,
                       double *out) {
    Sharing sharing = {.model = model, .natural = extents, .out = out};
    ColumnExtent limited[TABLE_COLUMNS_MAX];
    for (guint i = 0; i < model->column_count; i++)
        limited[i] = limit_extent(&model->columns[i], extents[i]);
    sharing.natural = extents = limited;
    double fraction_min = 0, sum = 0;
    bool fractions = has_fractions(model);
    // How much a long text may ask for: less where others were said to be the wide ones.
    double cut = width * (fractions ? 0.2 : 0.5);
    for (guint i = 0; i < model->column_count; i++) {
        double most = MAX(extents[i].min, cut);
        sharing.extents[i] = extents[i];
        sharing.extents[i].max = MIN(extents[i].max, most);
        fraction_min += is_fraction(&sharing, i) ? extents[i].least : 0;
    }
    double room = MAX(width - share_fixed(&sharing, width), 0);
    double taken = share_automatic(&sharing, MAX(room - fraction_min, 0), !fractions);
    share_fractions(&sharing, MAX(room - taken, 0));
    hold_most(&sharing);
    for (guint i = 0; i < model->column_count; i++)
        sum += out[i];
    for (guint i = 0; sum > width && i < model->column_count; i++)
        out[i] *= width / sum;
}
