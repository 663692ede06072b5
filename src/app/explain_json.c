// An item as JSON: what is printed and what it is exactly, the facts behind it with their evidence,
// the steps, and the facts that each step left out.
#include "app/explain_facts.h"
#include "app/explain_print.h"

#include <string.h>

static void set_text(json_t *object, const char *key, const char *text) {
    if (text)
        json_object_set_new(object, key, json_string(text));
}

static void set_count(json_t *object, const char *key, guint64 count) {
    json_object_set_new(object, key, json_integer((json_int_t)count));
}

// ---- what is printed

static void set_exact(json_t *object, const TraceValue *value) {
    set_text(object, "exact", value->exact);
    set_text(object, "currency", value->currency);
    set_text(object, "basis", value->basis);
}

static json_t *values_to_json(const TraceItem *item) {
    json_t *list = json_array();
    for (guint i = 0; i < item->value_count; i++) {
        json_t *object = json_object();
        set_text(object, "label", item->values[i].label);
        set_text(object, "text", item->values[i].text);
        set_exact(object, &item->values[i]);
        if (item->values[i].facts && item->value_count > 1)
            set_count(object, "count", item->values[i].facts->count);
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *head_to_json(const TraceItem *item) {
    json_t *object = json_object();
    set_text(object, "id", item->id);
    set_text(object, "kind", explain_kind_name(item->kind));
    set_text(object, "label", item->label);
    set_text(object, "text", item->text);
    if (item->value_count == 1)
        set_exact(object, item->values);
    if (item->value_count > 1 || (item->value_count && item->kind == TRACE_MARK))
        json_object_set_new(object, "values", values_to_json(item));
    if (item->facts.lineage)
        set_count(object, "count", item->facts.lineage->count);
    return object;
}

// ---- what it is made of

static json_t *parts_to_json(const TraceItem *item) {
    json_t *list = json_array();
    for (guint i = 0; i < item->facts.part_count; i++) {
        const TracePart *part = &item->facts.parts[i];
        json_t *object = json_object();
        set_text(object, "sql", part->text);
        set_text(object, "role", explain_role_name(part->role));
        set_count(object, "facts", part->lineage->count);
        if (part->rows != part->lineage->count)
            set_count(object, "rows", part->rows);
        if (part->is_extreme)
            set_count(object, "comparedWith", part->others);
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *row_to_json(const Table *table, guint row) {
    json_t *object = json_object();
    for (guint i = 0; i < table->column_count; i++)
        set_text(object, table->columns[i].name, explain_cell(table, table->columns[i].name, row));
    return object;
}

static json_t *rows_to_json(const Table *table, guint32 number) {
    json_t *list = json_array();
    guint end, row = explain_rows(table, number, &end);
    for (; row < end; row++)
        json_array_append_new(list, row_to_json(table, row));
    return list;
}

static json_t *amounts_to_json(const Table *members, guint row) {
    g_autoptr(GArray) amounts = explain_member_amounts(members, row);
    json_t *list = json_array();
    for (guint i = 0; i < amounts->len; i++) {
        const ExplainAmount *amount = &g_array_index(amounts, ExplainAmount, i);
        json_t *object = json_object();
        set_text(object, "value", amount->value);
        set_text(object, "currency", amount->currency);
        set_text(object, "basis", amount->basis);
        json_array_append_new(list, object);
    }
    return list;
}

static void set_members(json_t *object, const Table *members, guint32 number) {
    guint end, row = explain_rows(members, number, &end);
    if (row == end)
        return;
    json_t *list = json_array();
    for (; row < end; row++) {
        json_t *member = row_to_json(members, row);
        json_object_del(member, "record");
        json_object_set_new(member, "amounts", amounts_to_json(members, row));
        json_array_append_new(list, member);
    }
    json_object_set_new(object, "members", list);
}

static json_t *fact_to_json(const ExplainFacts *facts, guint32 number) {
    guint end, row = explain_rows(facts->facts, number, &end);
    if (row == end)
        return json_null();
    json_t *object = row_to_json(facts->facts, row);
    json_object_set_new(object, "amounts", rows_to_json(facts->amounts, number));
    set_members(object, facts->members, number);
    json_object_set_new(object, "evidence", rows_to_json(facts->evidence, number));
    if (facts->converted)
        json_object_set_new(object, "converted", rows_to_json(facts->converted, number));
    return object;
}

static json_t *facts_to_json(Report *report, const Lineage *lineage, guint limit) {
    json_t *list = json_array();
    guint count = lineage ? lineage->count : 0;
    count = limit ? MIN(count, limit) : count;
    for (guint first = 0; first < count; first += EXPLAIN_BATCH) {
        guint size = MIN(count - first, EXPLAIN_BATCH);
        const ExplainFacts facts = explain_facts(report, lineage->ids + first, size);
        for (guint i = 0; i < size; i++)
            json_array_append_new(list, fact_to_json(&facts, lineage->ids[first + i]));
    }
    return list;
}

// ---- steps

static json_t *step_to_json(const TraceStep *step) {
    json_t *object = json_object();
    set_text(object, "step", step->what);
    set_text(object, "problem", step->problem);
    if (step->rows != TRACE_UNKNOWN)
        set_count(object, "rows", step->rows);
    if (step->facts == TRACE_UNKNOWN)
        return object;
    set_count(object, "facts", step->facts);
    set_count(object, "leftOut", step->left_out);
    return object;
}

static json_t *steps_to_json(const GArray *steps) {
    json_t *list = json_array();
    for (guint i = 0; i < steps->len; i++)
        json_array_append_new(list, step_to_json(&g_array_index(steps, TraceStep, i)));
    return list;
}

// ---- what was left out

static json_t *unread_to_json(const ExplainUnreadFact *fact) {
    json_t *object = json_object();
    set_text(object, "id", fact->id);
    set_text(object, "title", fact->title);
    set_text(object, "reason", fact->reason);
    return object;
}

static void add_left_out(Report *report, const GArray *steps, const GArray *left, guint from,
                         guint size, json_t *list) {
    guint32 numbers[EXPLAIN_BATCH];
    for (guint i = 0; i < size; i++)
        numbers[i] = g_array_index(left, LeftOut, from + i).fact;
    const ExplainFacts facts = explain_facts(report, numbers, size);
    for (guint i = 0; i < size; i++) {
        const LeftOut *each = &g_array_index(left, LeftOut, from + i);
        guint end, row = explain_rows(facts.facts, each->fact, &end);
        json_t *object = row < end ? row_to_json(facts.facts, row) : json_object();
        set_text(object, "reason", g_array_index(steps, TraceStep, each->step).what);
        set_count(object, "step", each->step);
        json_array_append_new(list, object);
    }
}

static void set_left_out(Report *report, const TraceItem *item, const GArray *steps, guint limit,
                         json_t *object) {
    const ExplainUnread unread = explain_unread(report, item);
    g_autoptr(GArray) left = explain_left_out(steps);
    json_t *list = json_array();
    guint most = limit ? limit : G_MAXUINT, early = MIN(unread.count, most);
    guint shown = MIN(left->len, most - early);
    for (guint i = 0; i < early; i++)
        json_array_append_new(list, unread_to_json(&unread.facts[i]));
    for (guint i = 0; i < shown; i += EXPLAIN_BATCH)
        add_left_out(report, steps, left, i, MIN(shown - i, EXPLAIN_BATCH), list);
    json_object_set_new(object, "leftOut", list);
    if (early + shown < unread.count + left->len)
        set_count(object, "leftOutMore", (guint64)unread.count + left->len - early - shown);
    if (unread.withheld)
        set_count(object, "withheld", unread.withheld);
}

// ---- whole

static char *dump(json_t *json) {
    char *dumped = json_dumps(json, JSON_INDENT(2));
    char *text = g_strconcat(dumped, "\n", NULL);
    free(dumped);
    json_decref(json);
    return text;
}

static json_t *ids_to_json(Report *report, const Lineage *lineage) {
    json_t *list = json_array();
    for (guint i = 0; lineage && i < lineage->count; i++) {
        const char *id = store_fact_id(report->store, lineage->ids[i]);
        json_array_append_new(list, id ? json_string(id) : json_null());
    }
    return list;
}

static void set_steps(const TraceItem *item, json_t *object) {
    GArray steps = {.data = (char *)(gpointer)item->steps, .len = item->step_count};
    json_object_set_new(object, "steps", steps_to_json(&steps));
}

char *explain_list_json(Report *report, bool whole) {
    json_t *list = json_array();
    for (guint i = 0; i < report->trace->items->len; i++) {
        const TraceItem *item = &g_array_index(report->trace->items, TraceItem, i);
        json_t *object = head_to_json(item);
        if (whole && item->facts.lineage)
            json_object_set_new(object, "facts", ids_to_json(report, item->facts.lineage));
        if (whole)
            set_steps(item, object);
        if (whole && item->facts.part_count)
            json_object_set_new(object, "parts", parts_to_json(item));
        json_array_append_new(list, object);
    }
    return dump(list);
}

char *explain_item_json(Report *report, const TraceItem *item, guint limit) {
    json_t *object = head_to_json(item);
    g_autoptr(GArray) steps = explain_steps(report, item);
    json_t *facts = facts_to_json(report, item->facts.lineage, limit);
    guint shown = (guint)json_array_size(facts);
    json_object_set_new(object, "facts", facts);
    if (item->facts.lineage && shown < item->facts.lineage->count)
        set_count(object, "more", item->facts.lineage->count - shown);
    if (item->facts.part_count)
        json_object_set_new(object, "parts", parts_to_json(item));
    json_object_set_new(object, "steps", steps_to_json(steps));
    set_left_out(report, item, steps, limit, object);
    return dump(object);
}
