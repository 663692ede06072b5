// A quantity is called by its label, a commitment by its text, all else by the word of its field.
#include "page/change_words.h"

#include "page/fact_words.h"
#include "page/template.h"
#include "page/typeset.h"

#include <math.h>
#include <string.h>

Word change_kind_word(ChangeKind kind) {
    static const Word words[CHANGE_KINDS] = {
        [CHANGE_NEW] = WORD_CHANGES_NEW,           [CHANGE_REVISED] = WORD_CHANGES_REVISED,
        [CHANGE_SLIPPED] = WORD_CHANGES_SLIPPED,   [CHANGE_OVERDUE] = WORD_CHANGES_OVERDUE,
        [CHANGE_VERIFIED] = WORD_CHANGES_VERIFIED, [CHANGE_WITHDRAWN] = WORD_CHANGES_WITHDRAWN};
    return words[kind];
}

static double number_cell(const Table *table, const char *name, guint row) {
    Value value = table_value(table, name, row);
    return value.type == VALUE_NUMBER ? value.as.number : NAN;
}

const char *change_arrow(const Compose *compose) {
    return compose->rtl ? "\xE2\x86\x90" : "\xE2\x86\x92";
}

// "Amount (announced)", "Pakistan: Party", "Hand over: Due".
static const char *what_of(const Compose *compose, const Table *table, guint row) {
    const char *field = table_string(table, "field", row), *item = table_string(table, "item", row);
    const char *basis = table_string(table, "basis", row);
    const char *label = fact_field(compose, field);
    if (item && g_strcmp0(field, "quantity") == 0)
        return item;
    if (basis)
        return fact_amount(compose, basis);
    return item && label && g_strcmp0(field, "commitment.text") != 0
               ? arena_printf(compose->arena, "%s: %s", item, label)
               : label;
}

static bool is_date(const char *field) {
    return g_strcmp0(field, "date") == 0 || g_strcmp0(field, "commitment.due") == 0;
}

static const char *value_text(const Compose *compose, const Table *table, guint row,
                              const char *which) {
    const char *text = table_string(table, which, row), *field = table_string(table, "field", row);
    const char *unit = table_string(table, "unit", row);
    const char *column = strcmp(which, "old") == 0 ? "old_value" : "new_value";
    Value number = table_value(table, column, row);
    if (text && is_date(field))
        return fact_day(compose, text);
    if (number.type == VALUE_DECIMAL || number.type == VALUE_NUMBER)
        return fact_quantity(compose, number, unit);
    return g_strcmp0(field, "commitment.status") == 0 ? fact_state(compose, text) : text;
}

static const char *days_text(const Compose *compose, double days, Word word) {
    const char *printed = template_format_value(compose->scope, value_number(days), ",d");
    return words_count(compose->words, word, days, printed, compose->arena);
}

static const char *more_of(const Compose *compose, const Table *table, guint row) {
    const char *kind = table_string(table, "kind", row);
    double days = number_cell(table, "days", row);
    double percent = number_cell(table, "percent", row);
    if (g_strcmp0(kind, "overdue") == 0 && !isnan(days))
        return days_text(compose, days, WORD_DAYS_OVERDUE);
    if (g_strcmp0(kind, "slipped") == 0 && days > 0)
        return days_text(compose, days, WORD_DAYS_LATER);
    if (isnan(percent) || !table_string(table, "new", row))
        return NULL;
    return template_format_value(compose->scope, value_number(percent / 100), "+,.1~%");
}

ChangeWords change_words(const Compose *compose, const Table *table, guint row) {
    ChangeWords words = {0};
    if (!table_string(table, "field", row))
        return words;
    words.what = what_of(compose, table, row);
    words.before = typeset_isolated(compose, value_text(compose, table, row, "old"));
    words.after = typeset_isolated(compose, value_text(compose, table, row, "new"));
    words.more = typeset_isolated(compose, more_of(compose, table, row));
    if (g_strcmp0(table_string(table, "field", row), "umbrella") == 0)
        words.before = words.after = NULL;
    return words;
}

const char *change_line(const Compose *compose, const ChangeWords *words) {
    g_autoptr(GString) out = g_string_new(words->what);
    if (words->before || words->after)
        g_string_append(out, ": ");
    if (words->before)
        g_string_append(out, words->before);
    if (words->before)
        g_string_append_printf(out, " %s ", change_arrow(compose));
    g_string_append(out, words->after ? words->after : words->before ? "\xE2\x80\x94" : "");
    if (words->more)
        g_string_append_printf(out, " (%s)", words->more);
    return arena_strdup(compose->arena, out->str);
}
