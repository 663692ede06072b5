// Each unit gives the columns that its channels and the facets around it name. A unit whose columns
// all stand in the table of another unit over the same rows, as labels over bars, adds nothing; nor
// do a single row beside many, as a line at an average, and rows that are told already.
#include "chart/chart_data.h"

#include <string.h>

enum { DATA_TABLES_LIMIT = 64 }; // of one chart

// A column of the rows, and what it is called.
typedef struct {
    const char *name, *title;
} Shown;

typedef struct {
    const View *unit;
    const Table *rows;
    GArray *columns; // of Shown
} Draft;

static bool has_column(const Draft *draft, const char *name) {
    for (guint i = 0; i < draft->columns->len; i++)
        if (strcmp(g_array_index(draft->columns, Shown, i).name, name) == 0)
            return true;
    return false;
}

static void add_column(Draft *draft, const char *name, const char *title) {
    if (!name || !table_column(draft->rows, name) || has_column(draft, name))
        return;
    Shown shown = {name, title && *title ? title : name};
    g_array_append_val(draft->columns, shown);
}

// Both ends of a bin.
static void add_field(void *data, const Def *field, Channel channel) {
    (void)channel;
    Draft *draft = data;
    Chart *chart = draft->unit->chart;
    const char *title = def_shown_title(chart, field);
    add_column(draft, field->name, title);
    if (field->binning)
        add_column(draft, def_column(chart, field, "end"),
                   arena_printf(chart->arena, "%s (end)", title));
}

static void add_facets(Draft *draft) {
    for (const View *view = draft->unit; view; view = view->parent)
        for (guint i = 0; view->kind == VIEW_FACET && i < G_N_ELEMENTS(view->facet); i++)
            if (view->facet[i].def)
                add_field(draft, view->facet[i].def, CHANNEL_NONE);
}

static bool is_within(const Draft *draft, const Draft *other) {
    if (draft->rows != other->rows)
        return false;
    for (guint i = 0; i < draft->columns->len; i++)
        if (!has_column(other, g_array_index(draft->columns, Shown, i).name))
            return false;
    return true;
}

static void free_draft(void *data) {
    Draft *draft = data;
    g_array_unref(draft->columns);
    g_free(draft);
}

// Keeps a draft unless its columns are another's; takes the place of those whose columns it has.
static void keep_draft(GPtrArray *drafts, Draft *draft) {
    for (guint i = 0; i < drafts->len; i++) {
        if (is_within(draft, drafts->pdata[i])) {
            free_draft(draft);
            return;
        }
    }
    for (guint i = drafts->len; i-- > 0;)
        if (is_within(drafts->pdata[i], draft))
            g_ptr_array_remove_index(drafts, i);
    g_ptr_array_add(drafts, draft);
}

static void draft_unit(View *unit, GPtrArray *drafts) {
    const Table *rows = unit->data.stages[DATA_MAIN].table;
    if (!rows || !unit->encoding || drafts->len >= DATA_TABLES_LIMIT)
        return;
    Draft *draft = g_new0(Draft, 1);
    *draft = (Draft){unit, rows, g_array_new(FALSE, FALSE, sizeof(Shown))};
    add_facets(draft);
    encoding_each_field(unit->encoding, add_field, draft);
    if (draft->columns->len)
        keep_draft(drafts, draft);
    else
        free_draft(draft);
}

static void draft_view(View *view, GPtrArray *drafts) {
    if (view->kind == VIEW_UNIT)
        draft_unit(view, drafts);
    for (guint i = 0; i < view->child_count; i++)
        draft_view(view->children[i], drafts);
}

// Titles that occur twice get their number.
static const char *unique_title(Arena *arena, const Draft *draft, guint index) {
    const char *title = g_array_index(draft->columns, Shown, index).title;
    guint before = 0;
    for (guint i = 0; i < index; i++)
        before += strcmp(g_array_index(draft->columns, Shown, i).title, title) == 0;
    return before ? arena_printf(arena, "%s (%u)", title, before + 1) : title;
}

static const Table *make_table(Arena *arena, const Draft *draft) {
    guint count = draft->columns->len, row_count = draft->rows->row_count;
    const char **titles = arena_array(arena, const char *, count);
    for (guint i = 0; i < count; i++)
        titles[i] = unique_title(arena, draft, i);
    Table *table = table_new(arena, count, titles, row_count);
    for (guint i = 0; i < count; i++) {
        const Column *column =
            table_column(draft->rows, g_array_index(draft->columns, Shown, i).name);
        memcpy(table->columns[i].values, column->values, row_count * sizeof(Value));
    }
    return table;
}

static bool is_same_table(const Table *a, const Table *b) {
    if (a->column_count != b->column_count || a->row_count != b->row_count)
        return false;
    for (guint c = 0; c < a->column_count; c++) {
        if (strcmp(a->columns[c].name, b->columns[c].name) != 0)
            return false;
        for (guint row = 0; row < a->row_count; row++)
            if (!value_equal(a->columns[c].values[row], b->columns[c].values[row]))
                return false;
    }
    return true;
}

static bool is_among(const Table *table, const Table *const *list, guint count) {
    for (guint i = 0; i < count; i++)
        if (is_same_table(table, list[i]))
            return true;
    return false;
}

static guint most_rows(const GPtrArray *drafts) {
    guint most = 0;
    for (guint i = 0; i < drafts->len; i++)
        most = MAX(most, ((const Draft *)drafts->pdata[i])->rows->row_count);
    return most;
}

guint chart_data_tables(View *root, const Table *const **tables) {
    Arena *arena = root->chart->arena;
    g_autoptr(GPtrArray) drafts = g_ptr_array_new_with_free_func(free_draft);
    draft_view(root, drafts);
    guint count = 0, most = most_rows(drafts);
    const Table **list = arena_array(arena, const Table *, drafts->len);
    for (guint i = 0; i < drafts->len; i++) {
        const Draft *draft = drafts->pdata[i];
        if (draft->rows->row_count <= 1 && most > 1)
            continue;
        list[count] = make_table(arena, draft);
        count += !is_among(list[count], list, count);
    }
    *tables = list;
    return count;
}
