// Rows are counted by the word beside their amount. Where there are groups, as of a window, only
// those that hold two words count.
#include "table/money_compare.h"

#include <string.h>

enum { WORDS_SHOWN = 5 };

typedef struct {
    const char *word;
    guint rows;
} WordCount;

static int compare_counts(gconstpointer a, gconstpointer b) {
    const WordCount *left = a, *right = b;
    if (left->rows != right->rows)
        return left->rows > right->rows ? -1 : 1;
    return strcmp(left->word, right->word);
}

static void count_word(GArray *counts, const char *word, guint rows) {
    for (guint i = 0; i < counts->len; i++)
        if (strcmp(g_array_index(counts, WordCount, i).word, word) == 0) {
            g_array_index(counts, WordCount, i).rows += rows;
            return;
        }
    const WordCount fresh = {word, rows};
    g_array_append_val(counts, fresh);
}

// Rows without an amount, or with 0, are in no currency.
static void count_row(GArray *counts, const Column *column, guint row) {
    Value word = column->money.currency[row], amount = column->values[row];
    if (word.type == VALUE_STRING && value_is_number(amount) && value_is_valid(amount) &&
        value_to_number(amount) != 0)
        count_word(counts, word.as.string, 1);
}

static GArray *count_rows(const Column *column, const guint *rows, guint count) {
    GArray *counts = g_array_new(FALSE, FALSE, sizeof(WordCount));
    for (guint i = 0; i < count; i++)
        count_row(counts, column, rows ? rows[i] : i);
    return counts;
}

// Of the groups with several.
static GArray *count_groups(const Column *column, const Groups *groups) {
    GArray *all = g_array_new(FALSE, FALSE, sizeof(WordCount));
    for (guint g = 0; g < groups->count; g++) {
        g_autoptr(GArray) counts = count_rows(column, group_rows(groups, g), group_size(groups, g));
        for (guint i = 0; counts->len > 1 && i < counts->len; i++) {
            const WordCount *one = &g_array_index(counts, WordCount, i);
            count_word(all, one->word, one->rows);
        }
    }
    return all;
}

// "PKR: 2 rows, EUR: 1". New string.
static char *counts_text(GArray *counts) {
    GString *out = g_string_new(NULL);
    g_array_sort(counts, compare_counts);
    for (guint i = 0; i < MIN(counts->len, WORDS_SHOWN); i++) {
        const WordCount *one = &g_array_index(counts, WordCount, i);
        const char *unit = one->rows == 1 ? " row" : " rows";
        g_string_append_printf(out, "%s%s: %u%s", i ? ", " : "", one->word, one->rows,
                               i ? "" : unit);
    }
    return g_string_free(out, FALSE);
}

static bool is_told(const Diags *diags, const Place *place, const char *message) {
    for (guint i = 0; place && i < diags_kept(diags); i++) {
        const Diagnostic *one = diags_nth(diags, i);
        if (one->place.source == place->source && one->place.start == place->start &&
            strcmp(one->message, message) == 0)
            return true;
    }
    return false;
}

void money_warn_compared(Diags *diags, const Place *place, const MoneySet *set,
                         const Groups *groups) {
    const Column *column = set->field ? table_column(set->table, set->field) : NULL;
    if (!column || !column->money.currency)
        return;
    guint count = set->rows ? set->row_count : set->table->row_count;
    g_autoptr(GArray) counts =
        groups ? count_groups(column, groups) : count_rows(column, set->rows, count);
    if (counts->len < 2)
        return;
    bool is_quantity = column->money.is_quantity;
    g_autofree char *words = counts_text(counts);
    g_autofree char *message = g_strdup_printf("%s compares %s (%s) in \"%s\"", set->what,
                                               is_quantity ? "quantities in several units"
                                                           : "amounts in several currencies",
                                               words, set->field);
    if (!is_told(diags, place, message))
        diag_warning(diags, DIAG_SEVERAL_CURRENCIES, place,
                     is_quantity ? "take them apart by unit, or filter to one of them"
                                 : "take them apart by currency, filter to one of them, or give "
                                   "--rates and take amount_converted",
                     "%s", message);
}
