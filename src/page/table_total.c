// The name of a row of totals says what its numbers are: a mean below amounts must not be read as
// their sum. Sums are called total, as is a count beside one; any other operation by its own name.
#include "page/table_total.h"

static const struct {
    const char *operation;
    Word word;
    bool counts; // is a total, too, beside a sum
} names[] = {
    {"sum", WORD_TOTAL, false},          {"count", WORD_TOTAL_COUNT, true},
    {"valid", WORD_TOTAL_COUNT, true},   {"missing", WORD_MISSING, true},
    {"distinct", WORD_DISTINCT, true},   {"product", WORD_PRODUCT, false},
    {"mean", WORD_MEAN, false},          {"average", WORD_MEAN, false},
    {"median", WORD_MEDIAN, false},      {"q1", WORD_FIRST_QUARTILE, false},
    {"q3", WORD_THIRD_QUARTILE, false},  {"min", WORD_MINIMUM, false},
    {"max", WORD_MAXIMUM, false},        {"variance", WORD_VARIANCE, false},
    {"variancep", WORD_VARIANCE, false}, {"stdev", WORD_DEVIATION, false},
    {"stdevp", WORD_DEVIATION, false},   {"stderr", WORD_STANDARD_ERROR, false},
    {"ci0", WORD_LOWER_BOUND, false},    {"ci1", WORD_UPPER_BOUND, false},
};

static guint find_name(int operation) {
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (aggregate_find(names[i].operation) == operation)
            return i;
    return 0; // of values that are rows
}

static bool has_sum(const TableSpec *spec) {
    for (guint i = 0; i < spec->column_count; i++)
        if (spec->columns[i].total >= 0 && find_name(spec->columns[i].total) == 0)
            return true;
    return false;
}

static Word word_of(const TableSpec *spec, guint column, TableRowKind kind) {
    guint name = find_name(spec->columns[column].total);
    if (names[name].counts && has_sum(spec))
        name = 0;
    return name == 0 && kind == ROW_SUBTOTAL ? WORD_SUBTOTAL : names[name].word;
}

const char *table_total_label(const Compose *compose, const TableSpec *spec, TableRowKind kind) {
    g_autoptr(GString) label = g_string_new(NULL);
    bool said[WORD_COUNT] = {false};
    for (guint i = 0; i < spec->column_count; i++) {
        if (spec->columns[i].total < 0)
            continue;
        Word word = word_of(spec, i, kind);
        if (!said[word])
            g_string_append_printf(label, "%s%s", label->len ? " / " : "",
                                   words_text(compose->words, word));
        said[word] = true;
    }
    return arena_strdup(compose->arena, label->str);
}
