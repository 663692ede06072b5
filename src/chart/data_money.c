// Amounts that are shown one by one on an axis: their lengths and places are compared by who looks,
// over several currencies too, unless another channel or a facet shows the currency.
#include "chart/data.h"
#include "table/money_compare.h"

#include <string.h>

typedef struct {
    View *unit;
    const Table *table;
} AxisCheck;

typedef struct {
    const Table *table;
    const Column *amounts;
    bool is_shown; // the currency
} CurrencySearch;

static void look_for_currency(CurrencySearch *search, const char *field) {
    const Column *column = field ? table_column(search->table, field) : NULL;
    bool is_word = column && column != search->amounts &&
                   (column->values == search->amounts->money.currency ||
                    strstr(column->name, "currency") || strcmp(column->name, "unit") == 0);
    search->is_shown = search->is_shown || is_word;
}

static void visit_field(void *data, const Def *field, Channel channel) {
    (void)channel;
    look_for_currency(data, field->field);
}

static bool shows_currency(const AxisCheck *check, const Column *amounts) {
    CurrencySearch search = {check->table, amounts, false};
    encoding_each_field(check->unit->encoding, visit_field, &search);
    for (guint i = 0; i < check->unit->data.facet_count; i++)
        look_for_currency(&search, check->unit->data.facets[i]);
    return search.is_shown;
}

static void check_axis(void *data, const Def *field, Channel channel) {
    const AxisCheck *check = data;
    Chart *chart = check->unit->chart;
    bool is_bare = channel_is_xy(channel) && field->type == TYPE_QUANTITATIVE &&
                   !field->aggregate && !field->binning && field->field;
    const Column *column = is_bare ? table_column(check->table, field->field) : NULL;
    if (!column || !column->money.currency || shows_currency(check, column))
        return;
    const MoneySet set = {.table = check->table, .field = field->field, .what = "the axis"};
    Place place = json_node_place(chart_place(chart, def_get(field, "field")));
    money_warn_compared(chart->diags, &place, &set, NULL);
}

void data_check_money(View *unit, const Table *table) {
    AxisCheck check = {unit, table};
    encoding_each_field(unit->encoding, check_axis, &check);
}
