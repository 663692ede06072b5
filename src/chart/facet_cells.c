// Parts the rows of all views below a facet by one counting sort for each table.
#include "chart/facet_cells.h"
#include "chart/scale_model.h"
#include "table/aggregate.h"
#include "table/group.h"

struct CellRows {
    View *view;
    DataStage stage;
    Rows all;
    guint *starts, *rows;
};

// ---------- values in order ----------

typedef struct {
    FacetValue facet;
    Value weight;
    guint number;
} Entry;

typedef struct {
    bool by_weight, descending;
} Order;

static gint compare(gconstpointer a, gconstpointer b, gpointer data) {
    const Entry *x = a, *y = b;
    const Order *order = data;
    int result = order->by_weight ? value_compare(x->weight, y->weight)
                                  : value_compare(x->facet.value, y->facet.value);
    if (result)
        return order->descending ? -result : result;
    return x->number < y->number ? -1 : x->number > y->number;
}

static void weigh_by_list(View *view, const FacetDef *facet, const json_t *list, Entry *entries,
                          guint count) {
    for (guint i = 0; i < count; i++) {
        size_t k = 0;
        while (k < json_array_size(list) &&
               !value_equal(def_scale_value(view->chart, facet->def, json_array_get(list, k)),
                            entries[i].facet.value))
            k++;
        entries[i].weight = value_number((double)k);
    }
}

static void weigh_by_field(FacetCells *cells, const FacetDef *facet, const json_t *sort,
                           Entry *entries, guint count) {
    Chart *chart = cells->view->chart;
    const char *field = js_string(sort, "field"), *op = js_string(sort, "op");
    int aggregate = aggregate_find(op ? op : "min");
    const Rows rows = cells->source;
    if (aggregate < 0) {
        chart_error(chart, sort, DIAG_UNSUPPORTED, NULL, "aggregate \"%s\" is not supported", op);
        return;
    }
    Field bound = field_bind(chart->arena, rows.table, facet->field);
    g_autoptr(KeyIndex) index = key_index_new(1, GROUP_BY_TEXT);
    g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint i = 0; i < rows.count; i++) {
        guint row = rows_at(&rows, i);
        Value value = field_value(&bound, row);
        guint number = key_index_add(index, &value);
        if (number == groups->len)
            g_ptr_array_add(groups, g_array_new(FALSE, FALSE, sizeof(guint)));
        g_array_append_val((GArray *)groups->pdata[number], row);
    }
    for (guint i = 0; i < count; i++) {
        const GArray *group = groups->pdata[entries[i].number];
        entries[i].weight = aggregate_rows(chart->arena, aggregate, rows.table, field,
                                           (const guint *)(const void *)group->data, group->len);
    }
}

static Order order_of(FacetCells *cells, const FacetDef *facet, Entry *entries, guint count) {
    const json_t *sort = def_get(facet->def, "sort");
    if (json_is_array(sort)) {
        weigh_by_list(cells->view, facet, sort, entries, count);
        return (Order){.by_weight = true};
    }
    if (json_is_object(sort) && js_string(sort, "field")) {
        weigh_by_field(cells, facet, sort, entries, count);
        return (Order){true, js_equals(json_object_get(sort, "order"), "descending")};
    }
    return (Order){false, js_equals(sort, "descending")};
}

static Entry *find_entries(FacetCells *cells, const FacetDef *facet, FacetSide *side) {
    const Rows rows = cells->source;
    Field field = field_bind(cells->view->chart->arena, rows.table, facet->field);
    GArray *entries = g_array_new(FALSE, TRUE, sizeof(Entry));
    side->index = key_index_new(1, GROUP_BY_TEXT);
    for (guint i = 0; i < rows.count; i++) {
        guint row = rows_at(&rows, i);
        Value value = field_value(&field, row);
        guint number = key_index_add(side->index, &value);
        if (number < entries->len)
            continue;
        Entry entry = {.facet = {value, row}, .number = number};
        g_array_append_val(entries, entry);
    }
    side->count = entries->len;
    return (Entry *)(void *)g_array_free(entries, FALSE);
}

static void fill_side(FacetCells *cells, const FacetDef *facet, FacetSide *side) {
    Arena *arena = cells->view->chart->arena;
    g_autofree Entry *entries = find_entries(cells, facet, side);
    Order order = order_of(cells, facet, entries, side->count);
    if (side->count)
        g_qsort_with_data(entries, (gint)side->count, sizeof(Entry), compare, &order);
    side->values = arena_array(arena, FacetValue, side->count + 1);
    side->rank = arena_array(arena, guint, side->count + 1);
    for (guint i = 0; i < side->count; i++) {
        side->values[i] = entries[i].facet;
        side->rank[entries[i].number] = i;
    }
}

// ---------- rows of cells ----------

static bool side_find(const FacetSide *side, Value value, guint *rank) {
    guint number;
    if (!side->index)
        return true;
    if (!key_index_find(side->index, &value, &number) || number >= side->count)
        return false;
    *rank = side->rank[number];
    return true;
}

// The cell of each row; count when it is in none.
static guint *find_cells(const FacetCells *cells, const Rows *rows) {
    Arena *arena = cells->view->chart->arena;
    Field fields[3];
    for (int i = 0; i < 3; i++)
        if (cells->side[i].index)
            fields[i] = field_bind(arena, rows->table, cells->view->facet[i].field);
    guint *of = g_new(guint, rows->count + 1);
    for (guint r = 0; r < rows->count; r++) {
        guint rank[3] = {0, 0, 0};
        bool found = true;
        for (int i = 0; i < 3 && found; i++)
            found = !cells->side[i].index ||
                    side_find(&cells->side[i], field_value(&fields[i], rows_at(rows, r)), &rank[i]);
        guint columns = MAX(cells->side[FACET_COLUMN].count, 1);
        of[r] = !found                          ? cells->count
                : cells->side[FACET_WRAP].index ? rank[FACET_WRAP]
                                                : rank[FACET_ROW] * columns + rank[FACET_COLUMN];
    }
    return of;
}

static void part_rows(FacetCells *cells, View *view, DataStage stage) {
    Arena *arena = cells->view->chart->arena;
    CellRows part = {.view = view, .stage = stage, .all = view->data.stages[stage]};
    if (!part.all.table)
        return;
    g_autofree guint *of = find_cells(cells, &part.all);
    part.starts = arena_array(arena, guint, cells->count + 2);
    part.rows = arena_array(arena, guint, part.all.count + 1);
    for (guint r = 0; r < part.all.count; r++)
        part.starts[of[r] + 1]++;
    for (guint c = 0; c <= cells->count; c++)
        part.starts[c + 1] += part.starts[c];
    g_autofree guint *next = g_memdup2(part.starts, (cells->count + 2) * sizeof(guint));
    for (guint r = 0; r < part.all.count; r++)
        part.rows[next[of[r]]++] = rows_at(&part.all, r);
    g_array_append_val(cells->parts, part);
}

// Views with data of their own show all of it in every cell.
static bool is_parted(const FacetCells *cells, const View *view) {
    const View *facet = cells->view;
    guint wanted = 0, found = 0;
    for (int i = 0; i < 3; i++) {
        if (!facet->facet[i].field)
            continue;
        wanted++;
        for (guint k = 0; k < view->data.facet_count; k++)
            if (!strcmp(view->data.facets[k], facet->facet[i].field)) {
                found++;
                break;
            }
    }
    return found == wanted;
}

static void part_view(FacetCells *cells, View *view) {
    for (DataStage stage = 0; stage < DATA_STAGES && is_parted(cells, view); stage++)
        part_rows(cells, view, stage);
    for (guint i = 0; i < view->child_count; i++)
        part_view(cells, view->children[i]);
}

static bool sorts_by_field(const View *view) {
    for (int i = 0; i < 3; i++)
        if (view->facet[i].def && json_is_object(def_get(view->facet[i].def, "sort")))
            return true;
    return false;
}

// A facet of one unit has a cell for what the unit shows, else for what its data has; an order by
// a field needs the data before it is summed up.
static Rows source_rows(const FacetCells *cells) {
    const View *view = cells->view, *child = view->children[0];
    const Rows own = view->data.stages[DATA_MAIN], shown = child->data.stages[DATA_MAIN];
    if (child->kind != VIEW_UNIT || !is_parted(cells, child) ||
        shown.table != child->data.stages[DATA_SCALE].table)
        return own;
    return encoding_is_aggregate(child->encoding) && sorts_by_field(view) ? own : shown;
}

// Rows crossed with columns make cells that no row is in.
static void find_filled(FacetCells *cells) {
    cells->is_filled = arena_array(cells->view->chart->arena, bool, cells->count + 1);
    g_autofree guint *of = find_cells(cells, &cells->source);
    for (guint r = 0; r < cells->source.count; r++)
        cells->is_filled[of[r]] = true;
}

bool facet_cells_begin(FacetCells *cells, View *view) {
    *cells = (FacetCells){.view = view, .count = 1};
    cells->source = source_rows(cells);
    cells->parts = g_array_new(FALSE, TRUE, sizeof(CellRows));
    guint64 count = 1;
    for (int i = 0; i < 3; i++)
        if (view->facet[i].def) {
            fill_side(cells, &view->facet[i], &cells->side[i]);
            count *= cells->side[i].count;
        }
    if (count > CHART_FACET_MAX) {
        chart_error(view->chart, json_object_get(view->spec, "facet"), DIAG_TOO_LARGE, NULL,
                    "the facet has more than %d cells", CHART_FACET_MAX);
        return false;
    }
    cells->count = (guint)count;
    cells->columns = view->facet[FACET_COLUMN].def ? cells->side[FACET_COLUMN].count
                     : view->facet[FACET_ROW].def  ? 1
                                                   : (guint)view->columns;
    find_filled(cells);
    part_view(cells, view->children[0]);
    return true;
}

void facet_cells_select(FacetCells *cells, guint cell) {
    for (guint i = 0; i < cells->parts->len; i++) {
        const CellRows *part = &g_array_index(cells->parts, CellRows, i);
        guint start = part->starts[cell];
        part->view->data.stages[part->stage] =
            (Rows){part->all.table, part->starts[cell + 1] - start, part->rows + start};
    }
}

void facet_cells_end(FacetCells *cells) {
    for (guint i = 0; i < cells->parts->len; i++) {
        const CellRows *part = &g_array_index(cells->parts, CellRows, i);
        part->view->data.stages[part->stage] = part->all;
    }
    g_array_unref(cells->parts);
    for (int i = 0; i < 3; i++)
        g_clear_pointer(&cells->side[i].index, key_index_free);
}
