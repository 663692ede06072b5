// The figure's value is made twice, over the facts as they are and as they were. A template counts
// when it is one {{path}} and nothing else.
#include "page/kpi_since.h"

#include "base/words.h"
#include "page/cell_format.h"
#include "page/fact_words.h"
#include "page/scope_verified.h"
#include "store/changes.h"

#include <math.h>
#include <string.h>

// The path of "{{path}}" or "{{path | format}}"; NULL when the text says more.
static char *only_path(const char *text) {
    if (!g_str_has_prefix(text, "{{") || !g_str_has_suffix(text, "}}") || strstr(text + 2, "{{"))
        return NULL;
    char *path = g_strndup(text + 2, strcspn(text + 2, "|?}"));
    return g_strstrip(path);
}

static bool template_value(Scope *scope, const char *text, Value *out) {
    const char *problem, *hint;
    g_autofree char *path = only_path(text);
    return path && scope_value(scope, path, out, &problem, &hint);
}

// NaN when there is no number.
static double number_in(Compose *compose, Scope *scope, const ValueSpec *spec) {
    Value value = value_null();
    if (!spec->data) {
        const char *text = json_string_value(spec->node->json);
        return text && template_value(scope, text, &value) ? value_to_number(value) : NAN;
    }
    const Table *table = scope_data(scope, spec->data);
    if (!table || (spec->field.name && !table_column(table, spec->field.name)))
        return NAN;
    table = scope_verified_rows(scope, table, NULL);
    value =
        aggregate_rows(compose->arena, spec->op, table, spec->field.name, NULL, table->row_count);
    return value.type == VALUE_NULL ? 0 : value_to_number(value);
}

// The figure's own format with a sign, where it has none.
static const char *format_of(const Compose *compose, const KpiItem *item) {
    if (item->delta_format)
        return item->delta_format;
    bool is_plain = item->format && strchr("$#,.~0123456789defgrsp%", item->format[0]);
    return is_plain ? arena_printf(compose->arena, "+%s", item->format) : "+,";
}

static const char *amount_text(Compose *compose, const KpiItem *item, double difference) {
    if (difference == 0)
        return "\xC2\xB1"
               "0";
    const CellFormat format =
        cell_format_of_number(compose->arena, value_number(difference), format_of(compose, item));
    const char *number = cell_format_print(compose->scope, &format, value_number(difference));
    return arena_printf(compose->arena, "%s\xC2\xA0%s",
                        difference > 0 ? "\xE2\x96\xB2" : "\xE2\x96\xBC", number ? number : "");
}

static const char *since_words(Compose *compose, const KpiItem *item, const char *day) {
    if (item->delta_text)
        return template_expand(compose->scope, item->delta_text, TEMPLATE_PLAIN);
    return day ? words_count(compose->words, WORD_DELTA_SINCE, 0, fact_day(compose, day),
                             compose->arena)
               : "";
}

// What it was and is, for explanations.
static void trace_since(Compose *compose, const KpiItem *item, const char *text, double before,
                        double now) {
    Trace *trace = scope_trace(compose->scope);
    if (!trace)
        return;
    const char *label = template_expand(compose->scope, item->label, TEMPLATE_PLAIN);
    const char *slug = trace_slug(compose->arena, label ? label : "");
    TraceStep *steps = arena_array(compose->arena, TraceStep, 2);
    steps[0] = (TraceStep){.what = arena_printf(compose->arena, "before: %.15g", before),
                           .rows = TRACE_UNKNOWN,
                           .facts = TRACE_UNKNOWN};
    steps[1] = (TraceStep){.what = arena_printf(compose->arena, "now: %.15g", now),
                           .rows = TRACE_UNKNOWN,
                           .facts = TRACE_UNKNOWN};
    trace_add(trace, &(TraceItem){.kind = TRACE_FIGURE,
                                  .id = trace_id(trace, "kpi",
                                                 arena_printf(compose->arena, "%s/delta", slug)),
                                  .label = label,
                                  .text = text,
                                  .step_count = 2,
                                  .steps = steps});
}

KpiSince kpi_since(Compose *compose, const KpiItem *item) {
    Scope *earlier = item->delta_since ? scope_earlier(compose->scope) : NULL;
    if (!earlier)
        return (KpiSince){0};
    double before = number_in(compose, earlier, &item->value);
    double now = number_in(compose, compose->scope, &item->value);
    if (isnan(before) || isnan(now))
        return (KpiSince){0};
    const StoreEarlier *state = store_earlier(scope_store(compose->scope));
    const char *words = since_words(compose, item, state->as_of);
    const char *amount = amount_text(compose, item, now - before);
    const char *text =
        words && *words ? arena_printf(compose->arena, "%s %s", amount, words) : amount;
    trace_since(compose, item, text, before, now);
    return (KpiSince){now - before, text};
}
