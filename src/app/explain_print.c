// An item as text or JSON: what is printed, the facts behind it with their sources and quotes, and
// the steps that left other facts out. Facts are asked of the store, one by one.
#include "app/explain_print.h"

#include "app/command.h"

#include <string.h>

enum { QUOTES_SHOWN = 3, MARKS_SHOWN = 5, AMOUNTS_SHOWN = 5, TEXT_CHARACTERS = 100 };

// A server writes all places of a decimal.
// A decimal as text, on servers without the zeros that end it.
#define PLAIN(number)                                                                              \
    "CASE WHEN CAST(" number " AS TEXT) LIKE '%.%0' AND CAST(" number " AS TEXT) NOT LIKE '%e%'"   \
    " THEN rtrim(rtrim(CAST(" number " AS TEXT), '0'), '.') ELSE CAST(" number " AS TEXT) END"
static const char fact_sql[] = "SELECT id, title, date, status, " PLAIN(
    "amount") " AS amount,"
              " currency, basis FROM partnerships WHERE fact = :number";
static const char converted_sql[] = "SELECT " PLAIN("value") " AS value, currency, " PLAIN(
    "converted") " AS converted,"
                 " converted_currency FROM amounts WHERE fact = :number AND converted IS NOT NULL"
                 " AND currency <> converted_currency ORDER BY position";
static const char evidence_sql[] =
    "SELECT source, source_title, supports, quote, locator, url FROM evidence"
    " WHERE fact = :number ORDER BY position";

// ---- asking

static const Table *ask(Report *report, const char *sql, guint32 fact) {
    StoreParam param = {"number", value_number(fact)};
    return store_query(report->store, report->arena, sql, &param, 1, NULL, report->diags);
}

static const char *kind_name(TraceKind kind) {
    static const char *const names[] = {[TRACE_FIGURE] = "key figure",
                                        [TRACE_CELL] = "table cell",
                                        [TRACE_MARK] = "chart mark",
                                        [TRACE_CHANGE] = "change"};
    return names[kind];
}

// ---- text

// On one line, cut when long unless all of it is asked for; control characters become spaces.
static void append_text(GString *out, const char *text, bool whole) {
    glong count = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (++count > TEXT_CHARACTERS && !whole) {
            g_string_append(out, "…");
            return;
        }
        g_string_append_unichar(out, g_unichar_iscntrl(c) ? ' ' : c);
    }
}

static void append_line(GString *out, const char *text) {
    append_text(out, text, /*whole=*/false);
}

static void append_labelled(GString *out, const char *before, const char *text, const char *after) {
    if (!text)
        return;
    g_string_append(out, before);
    append_line(out, text);
    g_string_append(out, after);
}

static void append_money(GString *out, const Table *fact) {
    const char *amount = table_string(fact, "amount", 0), *basis = table_string(fact, "basis", 0);
    if (!amount)
        return;
    append_labelled(out, ", ", amount, " ");
    append_labelled(out, "", table_string(fact, "currency", 0), "");
    append_labelled(out, " ", basis, "");
}

// What one unit of the currency buys, to six digits, as text of the buffer.
static const char *rate_text(const Table *money, guint row, char *buffer) {
    double value = g_ascii_strtod(table_string(money, "value", row), NULL);
    double converted = g_ascii_strtod(table_string(money, "converted", row), NULL);
    return value == 0 ? NULL
                      : g_ascii_formatd(buffer, G_ASCII_DTOSTR_BUF_SIZE, "%.6g", converted / value);
}

static void append_converted(GString *out, const Table *money) {
    for (guint i = 0; i < MIN(money->row_count, AMOUNTS_SHOWN); i++) {
        char rate[G_ASCII_DTOSTR_BUF_SIZE];
        append_labelled(out, "; ", table_string(money, "value", i), " ");
        append_labelled(out, "", table_string(money, "currency", i), " is ");
        append_labelled(out, "", table_string(money, "converted", i), " ");
        append_labelled(out, "", table_string(money, "converted_currency", i), "");
        append_labelled(out, " at ", rate_text(money, i, rate), "");
    }
    if (money->row_count > AMOUNTS_SHOWN)
        g_string_append_printf(out, "; and %u more amounts", money->row_count - AMOUNTS_SHOWN);
}

static void append_evidence(GString *out, const Table *evidence) {
    for (guint i = 0; i < MIN(evidence->row_count, QUOTES_SHOWN); i++) {
        const char *title = table_string(evidence, "source_title", i);
        append_labelled(out, "      ", title ? title : table_string(evidence, "source", i), "");
        append_labelled(out, " ", table_string(evidence, "supports", i), "");
        append_labelled(out, ": \"", table_string(evidence, "quote", i), "\"");
        append_labelled(out, ", record ", table_string(evidence, "locator", i), "");
        append_labelled(out, ", ", table_string(evidence, "url", i), "");
        g_string_append_c(out, '\n');
    }
    if (evidence->row_count > QUOTES_SHOWN)
        g_string_append_printf(out, "      and %u more\n", evidence->row_count - QUOTES_SHOWN);
}

static void append_fact(GString *out, Report *report, guint32 number) {
    const Table *fact = ask(report, fact_sql, number);
    if (!fact || fact->row_count == 0)
        return;
    const char *date = table_string(fact, "date", 0);
    append_labelled(out, "  ", table_string(fact, "id", 0), "");
    append_labelled(out, "  ", table_string(fact, "title", 0), "");
    append_labelled(out, " (", date ? date : "no date", "");
    append_money(out, fact);
    const Table *money = report->rates ? ask(report, converted_sql, number) : NULL;
    if (money)
        append_converted(out, money);
    g_string_append(out, ")\n");
    const Table *evidence = ask(report, evidence_sql, number);
    if (evidence)
        append_evidence(out, evidence);
}

// Why SQL on the way did not tell which facts it counts, or NULL.
static const char *problem_of(const TraceItem *item) {
    const char *problem = NULL;
    for (guint i = 0; i < item->step_count; i++)
        problem = item->steps[i].problem ? item->steps[i].problem : problem;
    return problem;
}

static bool has_divisor(const TraceItem *item, guint *facts) {
    for (guint i = 0; i < item->facts.part_count; i++) {
        *facts = item->facts.parts[i].lineage->count;
        if (item->facts.parts[i].role == WHY_DIVISOR)
            return true;
    }
    return false;
}

static void append_count(GString *out, const TraceItem *item) {
    guint count = item->facts.lineage->count, divisor = 0;
    const char *problem = item->facts.part_count ? NULL : problem_of(item),
               *end = count ? ":" : ".";
    if (has_divisor(item, &divisor))
        g_string_append_printf(out, "Made of %u fact%s, as a share of %u%s\n", count, plural(count),
                               divisor, end);
    else if (problem && count > 1)
        g_string_append_printf(out, "Made of all or some of %u facts (%s)%s\n", count, problem,
                               end);
    else
        g_string_append_printf(out, "Made of %u fact%s%s\n", count, plural(count), end);
}

static void append_unknown(GString *out, const TraceItem *item) {
    const char *problem = problem_of(item);
    g_string_append_printf(out,
                           "The facts behind it are not known: %s. In SQL, a column \"fact\" "
                           "or \"..._facts\" tells them.\n",
                           problem ? problem : "nothing leads back to them");
}

static void append_facts(GString *out, Report *report, const TraceItem *item, guint limit) {
    const Lineage *lineage = item->facts.lineage;
    if (!lineage) {
        append_unknown(out, item);
        return;
    }
    guint shown = limit ? MIN(limit, lineage->count) : lineage->count;
    append_count(out, item);
    for (guint i = 0; i < shown; i++)
        append_fact(out, report, lineage->ids[i]);
    if (shown < lineage->count)
        g_string_append_printf(out, "  and %u more (--limit 0 lists all)\n",
                               lineage->count - shown);
}

static const char *role_name(WhyRole role) {
    static const char *const names[] = {
        [WHY_COUNTED] = "counted", [WHY_DIVISOR] = "divisor", [WHY_SUBTRACTED] = "subtracted"};
    return names[role];
}

static void append_parts(GString *out, const TraceItem *item, bool whole) {
    if (item->facts.part_count)
        g_string_append(out, "What its SQL counts:\n");
    for (guint i = 0; i < item->facts.part_count; i++) {
        const TracePart *part = &item->facts.parts[i];
        g_string_append_printf(out, "  %6u  ", part->lineage->count);
        append_text(out, part->text, whole);
        if (part->role != WHY_COUNTED && !(part->is_extreme && part->role == WHY_SUBTRACTED))
            g_string_append_printf(out, " (%s)", role_name(part->role));
        if (part->others)
            g_string_append_printf(out, " (compared with %u other%s)", part->others,
                                   plural(part->others));
        g_string_append_c(out, '\n');
    }
}

// Where the condition of SQL begins that decides which facts stay: its own, of no inner question.
// NULL when there is none.
static const char *find_condition(const char *sql) {
    int depth = 0;
    char quote = '\0';
    for (const char *p = sql; *p; p++) {
        if (quote || *p == '\'' || *p == '"') {
            quote = !quote ? *p : *p == quote ? '\0' : quote;
            continue;
        }
        depth += (*p == '(') - (*p == ')');
        bool is_word = depth == 0 && p > sql && g_ascii_isspace(p[-1]);
        if (is_word && g_ascii_strncasecmp(p, "where", 5) == 0 && g_ascii_isspace(p[5]))
            return p;
    }
    return NULL;
}

// Of a long text that left facts out, the condition is worth more than its begin.
static void append_what(GString *out, const TraceStep *step, bool whole) {
    const char *condition = step->left_out && !whole ? find_condition(step->what) : NULL;
    append_text(out, step->what, whole);
    if (condition && g_utf8_strlen(step->what, -1) > TEXT_CHARACTERS) {
        g_string_append_c(out, ' ');
        append_line(out, condition);
    }
}

static void append_steps(GString *out, const TraceItem *item, bool whole) {
    if (item->step_count)
        g_string_append(out, "From all facts to here:\n");
    for (guint i = 0; i < item->step_count; i++) {
        const TraceStep *step = &item->steps[i];
        if (step->facts == TRACE_UNKNOWN)
            g_string_append(out, "       ?  ");
        else
            g_string_append_printf(out, "  %6u  ", step->facts);
        append_what(out, step, whole);
        if (step->left_out)
            g_string_append_printf(out, " (%u left out)", step->left_out);
        g_string_append_c(out, '\n');
    }
}

// "1.2G = 1200000000  (Sum of amount)", and so on.
static void append_values(GString *out, const TraceItem *item) {
    for (guint i = 0; i < item->value_count; i++) {
        const TraceValue *value = &item->values[i];
        append_labelled(out, i ? ";  " : "  ", value->text, "");
        if (strcmp(value->text, value->exact) != 0)
            append_labelled(out, " = ", value->exact, "");
        if (*value->label)
            append_labelled(out, "  (", value->label, ")");
    }
}

static void append_head(GString *out, const TraceItem *item) {
    g_string_append(out, item->id);
    if (item->kind == TRACE_MARK) {
        append_values(out, item);
    } else {
        append_labelled(out, "  ", item->text, "");
        append_labelled(out, "  (", item->label, ")");
    }
    g_string_append_c(out, '\n');
}

char *explain_item_text(Report *report, const TraceItem *item, guint facts_limit, bool whole) {
    GString *out = g_string_new(NULL);
    append_head(out, item);
    append_facts(out, report, item, facts_limit);
    append_parts(out, item, whole);
    append_steps(out, item, whole);
    return g_string_free(out, FALSE);
}

// ---- the list as text

static const TraceItem *nth(const Report *report, guint index) {
    return &g_array_index(report->trace->items, TraceItem, index);
}

// "table:2" of "table:2/1/title".
static gsize stem_length(const TraceItem *item) {
    return strcspn(item->id, "/");
}

static bool has_stem(const TraceItem *item, const TraceItem *first) {
    gsize length = stem_length(first);
    return stem_length(item) == length && strncmp(item->id, first->id, length) == 0;
}

// Items of one table or chart stand together; what does not fit is counted.
static guint append_group(GString *out, const Report *report, guint first) {
    const TraceItem *head = nth(report, first);
    guint end = first, shown = 0;
    while (end < report->trace->items->len && has_stem(nth(report, end), head))
        end++;
    for (guint i = first; i < end && shown < MARKS_SHOWN; i++, shown++)
        append_head(out, nth(report, i));
    if (shown < end - first)
        g_string_append_printf(out, "%.*s/...  %u more (-v lists all)\n", (int)stem_length(head),
                               head->id, end - first - shown);
    return end;
}

char *explain_list_text(const Report *report, bool all) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < report->trace->items->len;) {
        if (all || nth(report, i)->kind == TRACE_FIGURE)
            append_head(out, nth(report, i++));
        else
            i = append_group(out, report, i);
    }
    return g_string_free(out, FALSE);
}

// ---- JSON

static void set_text(json_t *object, const char *key, const char *text) {
    if (text)
        json_object_set_new(object, key, json_string(text));
}

static json_t *values_to_json(const TraceItem *item) {
    json_t *list = json_array();
    for (guint i = 0; i < item->value_count; i++) {
        json_t *object = json_object();
        set_text(object, "label", item->values[i].label);
        set_text(object, "text", item->values[i].text);
        set_text(object, "exact", item->values[i].exact);
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *head_to_json(const TraceItem *item) {
    json_t *object = json_object();
    set_text(object, "id", item->id);
    set_text(object, "kind", kind_name(item->kind));
    set_text(object, "label", item->label);
    set_text(object, "text", item->text);
    if (item->value_count)
        json_object_set_new(object, "values", values_to_json(item));
    if (item->facts.lineage)
        json_object_set_new(object, "count", json_integer(item->facts.lineage->count));
    return object;
}

static json_t *parts_to_json(const TraceItem *item) {
    json_t *list = json_array();
    for (guint i = 0; i < item->facts.part_count; i++) {
        const TracePart *part = &item->facts.parts[i];
        json_t *object =
            json_pack("{s:s, s:s, s:I}", "sql", part->text, "role", role_name(part->role), "facts",
                      (json_int_t)part->lineage->count);
        if (part->is_extreme)
            json_object_set_new(object, "comparedWith", json_integer(part->others));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *row_to_json(const Table *table, guint row) {
    json_t *object = json_object();
    for (guint i = 0; i < table->column_count; i++)
        set_text(object, table->columns[i].name, table_string(table, table->columns[i].name, row));
    return object;
}

static json_t *fact_to_json(Report *report, guint32 number) {
    const Table *fact = ask(report, fact_sql, number);
    const Table *evidence = ask(report, evidence_sql, number);
    if (!fact || !evidence || fact->row_count == 0)
        return json_null();
    json_t *object = row_to_json(fact, 0), *list = json_array();
    for (guint i = 0; i < evidence->row_count; i++)
        json_array_append_new(list, row_to_json(evidence, i));
    json_object_set_new(object, "evidence", list);
    const Table *money = report->rates ? ask(report, converted_sql, number) : NULL;
    json_t *converted = json_array();
    for (guint i = 0; money && i < money->row_count; i++)
        json_array_append_new(converted, row_to_json(money, i));
    if (money)
        json_object_set_new(object, "converted", converted);
    else
        json_decref(converted);
    return object;
}

static json_t *step_to_json(const TraceStep *step) {
    json_t *object = json_pack("{s:s}", "step", step->what);
    set_text(object, "problem", step->problem);
    if (step->facts == TRACE_UNKNOWN)
        return object;
    if (step->rows != TRACE_UNKNOWN)
        json_object_set_new(object, "rows", json_integer(step->rows));
    json_object_set_new(object, "facts", json_integer(step->facts));
    json_object_set_new(object, "leftOut", json_integer(step->left_out));
    return object;
}

static json_t *steps_to_json(const TraceItem *item) {
    json_t *list = json_array();
    for (guint i = 0; i < item->step_count; i++)
        json_array_append_new(list, step_to_json(&item->steps[i]));
    return list;
}

static char *dump(json_t *json) {
    char *dumped = json_dumps(json, JSON_INDENT(2));
    char *text = g_strconcat(dumped, "\n", NULL);
    free(dumped);
    json_decref(json);
    return text;
}

char *explain_list_json(const Report *report) {
    json_t *list = json_array();
    for (guint i = 0; i < report->trace->items->len; i++)
        json_array_append_new(list, head_to_json(nth(report, i)));
    return dump(list);
}

char *explain_item_json(Report *report, const TraceItem *item) {
    json_t *object = head_to_json(item), *facts = json_array();
    for (guint i = 0; item->facts.lineage && i < item->facts.lineage->count; i++)
        json_array_append_new(facts, fact_to_json(report, item->facts.lineage->ids[i]));
    json_object_set_new(object, "facts", facts);
    if (item->facts.part_count)
        json_object_set_new(object, "parts", parts_to_json(item));
    json_object_set_new(object, "steps", steps_to_json(item));
    return dump(object);
}
