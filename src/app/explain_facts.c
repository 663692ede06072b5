// Facts are asked for many at a time, by their numbers; what a step left out is the difference of
// the facts before and after it. Questions that fail give empty tables and are reported.
#include "app/explain_facts.h"

// A decimal as text, on servers without the zeros that end it.
#define PLAIN(number)                                                                              \
    "CASE WHEN CAST(" number " AS TEXT) LIKE '%.%0' AND CAST(" number " AS TEXT) NOT LIKE '%e%'"   \
    " THEN rtrim(rtrim(CAST(" number " AS TEXT), '0'), '.') ELSE CAST(" number " AS TEXT) END"
static const char fact_sql[] = "SELECT fact AS number, id, title, date, status, " PLAIN(
    "amount") " AS amount, currency, basis FROM partnerships WHERE fact IN (";
static const char converted_sql[] =
    "SELECT fact AS number, " PLAIN("value") " AS value, currency, " PLAIN(
        "converted") " AS converted, converted_currency FROM amounts WHERE converted IS NOT NULL"
                     " AND currency <> converted_currency AND fact IN (";
static const char amounts_sql[] = "SELECT fact AS number, " PLAIN(
    "value") " AS value, currency, basis FROM amounts WHERE fact IN (";
static const char members_sql[] =
    "SELECT fact AS number, member, title, rule, coalesce(source_title, source) AS source, record"
    " FROM merges WHERE fact IN (";
static const char evidence_sql[] = "SELECT fact AS number, source, source_title, supports, quote,"
                                   " locator, url FROM evidence WHERE fact IN (";

static const Table *ask(Report *report, const char *sql) {
    const Table *table =
        store_query(report->store, report->arena, sql, NULL, 0, NULL, report->diags);
    return table ? table : table_new(report->arena, 0, NULL, 0);
}

static const Table *ask_of(Report *report, const char *sql, const char *order,
                           const guint32 *numbers, guint count) {
    g_autoptr(GString) text = g_string_new(sql);
    for (guint i = 0; i < count; i++)
        g_string_append_printf(text, i ? ", %u" : "%u", numbers[i]);
    g_string_append_printf(text, ") ORDER BY %s", order);
    return ask(report, text->str);
}

ExplainFacts explain_facts(Report *report, const guint32 *numbers, guint count) {
    count = MIN(count, EXPLAIN_BATCH);
    if (count == 0) {
        const Table *none = ask(report, "SELECT 1 AS number WHERE 1 = 0");
        return (ExplainFacts){.facts = none, .evidence = none, .amounts = none, .members = none};
    }
    return (ExplainFacts){
        .facts = ask_of(report, fact_sql, "fact", numbers, count),
        .amounts = ask_of(report, amounts_sql, "fact, position", numbers, count),
        .members = ask_of(report, members_sql, "fact, position", numbers, count),
        .evidence = ask_of(report, evidence_sql, "fact, position", numbers, count),
        .converted =
            report->rates ? ask_of(report, converted_sql, "fact, position", numbers, count) : NULL};
}

static guint32 number_at(const Table *table, guint row) {
    return (guint32)value_to_number(table_value(table, "number", row));
}

guint explain_rows(const Table *table, guint32 number, guint *end) {
    guint low = 0, high = table->row_count;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (number_at(table, middle) < number)
            low = middle + 1;
        else
            high = middle;
    }
    *end = low;
    while (*end < table->row_count && number_at(table, *end) == number)
        ++*end;
    return low;
}

const char *explain_cell(const Table *table, const char *field, guint row) {
    Value value = table_value(table, field, row);
    return value.type == VALUE_STRING ? value.as.string : NULL;
}

// ---- records that were merged

static void explain_amount_clear(void *data) {
    ExplainAmount *amount = data;
    g_free(amount->value);
    g_free(amount->currency);
    g_free(amount->basis);
}

static char *text_of(const json_t *value) {
    if (json_is_string(value))
        return g_strdup(json_string_value(value));
    if (!json_is_number(value))
        return NULL;
    char *dumped = json_dumps(value, JSON_ENCODE_ANY);
    char *text = g_strdup(dumped);
    free(dumped);
    return text;
}

static void add_amount(GArray *out, const json_t *value, const char *currency, const char *basis) {
    ExplainAmount amount = {text_of(value), g_strdup(currency), g_strdup(basis)};
    if (amount.value)
        g_array_append_val(out, amount);
    else
        explain_amount_clear(&amount);
}

GArray *explain_member_amounts(const Table *members, guint row) {
    GArray *out = g_array_new(FALSE, FALSE, sizeof(ExplainAmount));
    g_array_set_clear_func(out, explain_amount_clear);
    const char *text = explain_cell(members, "record", row);
    json_t *record = text ? json_loads(text, 0, NULL) : NULL;
    const json_t *amounts = json_object_get(record, "amounts");
    for (size_t i = 0; i < json_array_size(amounts); i++) {
        const json_t *amount = json_array_get(amounts, i);
        add_amount(out, json_object_get(amount, "value"),
                   json_string_value(json_object_get(amount, "currency")),
                   json_string_value(json_object_get(amount, "basis")));
    }
    add_amount(out, json_object_get(record, "amount_usd"), "USD", NULL);
    json_decref(record);
    return out;
}

// ---- steps

static void add_conditions(Report *report, const TraceStep *step, GArray *steps) {
    guint count = 0;
    const WhyCondition *conditions =
        store_why_conditions(report->store, report->arena, step->question, &count);
    for (guint i = 0; i < count; i++)
        if (conditions[i].facts->count != g_array_index(steps, TraceStep, steps->len - 1).facts)
            trace_step(steps, conditions[i].what, conditions[i].facts, TRACE_UNKNOWN);
}

GArray *explain_steps(Report *report, const TraceItem *item) {
    GArray *steps = g_array_new(FALSE, FALSE, sizeof(TraceStep));
    for (guint i = 0; i < item->step_count; i++) {
        const TraceStep *step = &item->steps[i];
        if (step->question && step->left_out && steps->len)
            add_conditions(report, step, steps);
        trace_step(steps, step->what, step->lineage, step->rows);
        g_array_index(steps, TraceStep, steps->len - 1).problem = step->problem;
    }
    return steps;
}

// The facts of one that are not in the other.
static void add_missing(const TraceStep *before, const Lineage *after, guint step, GArray *out) {
    guint at = 0;
    for (guint i = 0; i < before->lineage->count; i++) {
        guint32 fact = before->lineage->ids[i];
        while (at < after->count && after->ids[at] < fact)
            at++;
        const LeftOut left = {fact, step};
        if (at == after->count || after->ids[at] != fact)
            g_array_append_val(out, left);
    }
}

GArray *explain_left_out(const GArray *steps) {
    GArray *out = g_array_new(FALSE, FALSE, sizeof(LeftOut));
    for (guint i = 1; i < steps->len; i++) {
        const TraceStep *before = &g_array_index(steps, TraceStep, i - 1);
        const TraceStep *after = &g_array_index(steps, TraceStep, i);
        if (before->lineage && after->lineage)
            add_missing(before, after->lineage, i, out);
    }
    return out;
}

// ---- before any step

static const char merged_sql[] =
    "SELECT member AS id, title, 'merged into ' || id || ', by ' || rule AS reason FROM merges"
    " WHERE rule <> 'first' ORDER BY id, position";
static const char all_sql[] = "SELECT fact AS number, id, title FROM partnerships ORDER BY fact";

static bool holds(const Lineage *lineage, guint32 fact) {
    guint low = 0, high = lineage->count;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (lineage->ids[middle] < fact)
            low = middle + 1;
        else
            high = middle;
    }
    return low < lineage->count && lineage->ids[low] == fact;
}

// With the facts of later days shown too, those that were not there before.
static void add_later(Report *report, const Lineage *read, GArray *out) {
    g_autoptr(Diags) unsaid = diags_new();
    if (!store_keep_later(report->store, /*keep=*/true, unsaid))
        return;
    const Table *all = ask(report, all_sql);
    store_keep_later(report->store, /*keep=*/false, unsaid);
    for (guint row = 0; row < all->row_count; row++) {
        const ExplainUnreadFact fact = {explain_cell(all, "id", row),
                                        explain_cell(all, "title", row),
                                        "dated after the day of the report"};
        if (!holds(read, number_at(all, row)))
            g_array_append_val(out, fact);
    }
}

ExplainUnread explain_unread(Report *report, const TraceItem *item) {
    ExplainUnread unread = {.withheld = report->withheld.records};
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(ExplainUnreadFact));
    unread.later = store_left_out(report->store);
    if (unread.later && item->step_count && item->steps[0].lineage)
        add_later(report, item->steps[0].lineage, list);
    const Table *merged = ask(report, merged_sql);
    for (guint row = 0; row < merged->row_count; row++) {
        const ExplainUnreadFact fact = {explain_cell(merged, "id", row),
                                        explain_cell(merged, "title", row),
                                        explain_cell(merged, "reason", row)};
        g_array_append_val(list, fact);
    }
    unread.merged = merged->row_count;
    unread.count = list->len;
    unread.facts = arena_memdup(report->arena, list->data, list->len * sizeof(ExplainUnreadFact));
    return unread;
}
