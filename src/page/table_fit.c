// Lines saved: where texts of a table break, width moves from one automatic column to another as
// long as the table becomes lower by it. What a table costs is the lines of its rows, each as many
// as its tallest cell has, and something for what should not break. A search by steps that become
// smaller, over a sample of the rows; a table whose texts all stand on one line is left as it is.
// Widths that a layout names are never touched.
#include "page/table_model.h"

#include <math.h>

enum { MOVES_MAX = 60, LINES_MAX = 200 };
static const double SHORT_TEXT = 60; // points: texts up to here should stay on one line
static const double WORD_CUT = 50, SHORT_BROKEN = 1, DATE_BROKEN = 2, END_CUT = 1; // in lines
static const double FILL = 0.94;      // of a line, on average, where a text has several
static const double DATE_HALF = 0.62; // of the longest date: it has two lines then, never three

typedef struct {
    const TableModel *model;
    const ColumnExtent *extents;
    const TableSample *sample;
    double *widths;
    double wanted[TABLE_COLUMNS_MAX]; // of the longest text on one line
} Fit;

typedef struct {
    guint from, to;
    double saved;
} Move;

static const CellExtent *cell_at(const Fit *fit, guint row, guint column) {
    return &fit->sample->cells[row * fit->model->column_count + column];
}

// How many lines the cell has in that width; what is amiss with it is added to *amiss.
static double cell_lines(const Fit *fit, guint row, guint column, double width, double *amiss) {
    const CellExtent *cell = cell_at(fit, row, column);
    const TableColumn *spec = &fit->model->columns[column];
    if (cell->line <= width + 0.01)
        return 1;
    double lines = MIN(MAX(ceil(cell->line / (width * FILL)), 2), LINES_MAX);
    if (cell->word > width + 0.01)
        *amiss += WORD_CUT;
    if (row > 0 && spec->nowrap)
        *amiss += DATE_BROKEN;
    else if (cell->line <= SHORT_TEXT)
        *amiss += SHORT_BROKEN;
    if (row == 0 || spec->max_lines == 0 || lines <= spec->max_lines)
        return lines;
    *amiss += END_CUT + lines - spec->max_lines + 2 * (1 - width / cell->line);
    return spec->max_lines;
}

static double cost_of(const Fit *fit, const double *widths) {
    double cost = 0;
    for (guint row = 0; row < fit->sample->row_count; row++) {
        double lines = 1;
        for (guint i = 0; i < fit->model->column_count; i++)
            lines = MAX(lines, cell_lines(fit, row, i, widths[i], &cost));
        cost += lines;
    }
    return cost;
}

static bool is_open(const Fit *fit, guint column) {
    return fit->model->columns[column].width.unit == TRACK_AUTO;
}

static bool can_give(const Fit *fit, guint column, double step) {
    const TableColumn *spec = &fit->model->columns[column];
    double least = MAX(fit->extents[column].word, spec->least);
    if (spec->nowrap)
        least = MAX(least, DATE_HALF * fit->extents[column].max);
    return is_open(fit, column) && fit->widths[column] - step >= least;
}

static bool can_take(const Fit *fit, guint column, double step) {
    double most = fit->model->columns[column].most, width = fit->widths[column];
    return is_open(fit, column) && width < fit->wanted[column] &&
           (most <= 0 || width + step <= most);
}

static double cost_of_move(const Fit *fit, guint from, guint to, double step) {
    double widths[TABLE_COLUMNS_MAX];
    for (guint i = 0; i < fit->model->column_count; i++)
        widths[i] = fit->widths[i];
    widths[from] -= step;
    widths[to] += step;
    return cost_of(fit, widths);
}

static Move best_move(const Fit *fit, double cost, double step) {
    Move best = {.saved = 0.01};
    guint count = fit->model->column_count;
    for (guint to = 0; to < count; to++) {
        for (guint from = 0; can_take(fit, to, step) && from < count; from++) {
            if (from == to || !can_give(fit, from, step))
                continue;
            double saved = cost - cost_of_move(fit, from, to, step);
            if (saved > best.saved)
                best = (Move){from, to, saved};
        }
    }
    return best;
}

static void find_wanted(Fit *fit) {
    for (guint row = 0; row < fit->sample->row_count; row++)
        for (guint i = 0; i < fit->model->column_count; i++)
            fit->wanted[i] = MAX(fit->wanted[i], cell_at(fit, row, i)->line);
}

static guint open_columns(const Fit *fit) {
    guint open = 0;
    for (guint i = 0; i < fit->model->column_count; i++)
        open += is_open(fit, i);
    return open;
}

void table_fit(const TableModel *model, const ColumnExtent *extents, const TableSample *sample,
               double *widths) {
    static const double steps[] = {48, 24, 12, 6, 3};
    Fit fit = {.model = model, .extents = extents, .sample = sample, .widths = widths};
    if (open_columns(&fit) < 2)
        return;
    find_wanted(&fit);
    double cost = cost_of(&fit, widths);
    guint moves = 0;
    for (guint i = 0; i < G_N_ELEMENTS(steps) && cost > sample->row_count; i++) {
        Move move = best_move(&fit, cost, steps[i]);
        for (; move.from != move.to && moves < MOVES_MAX; moves++) {
            widths[move.from] -= steps[i];
            widths[move.to] += steps[i];
            cost -= move.saved;
            move = best_move(&fit, cost, steps[i]);
        }
    }
}
