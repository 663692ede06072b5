// Texts are read from their ends: labels and promises may hold any sign, the parts behind them
// hold neither ": " nor ", ".
#include "facts/conflict_text.h"

#include "facts/facts.h"

#include <string.h>

// --- amounts ---

const char *conflict_amounts_text(Arena *arena, const ConflictAmounts *amounts) {
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < amounts->count; i++) {
        g_autofree char *digits = decimal_to_text(amounts->values[i]);
        g_string_append_printf(out, "%s%s", i ? " + " : "", digits);
    }
    g_string_append_printf(out, " %s", amounts->currency);
    if (amounts->basis)
        g_string_append_printf(out, " %s", amounts->basis);
    return arena_strdup(arena, out->str);
}

// Words: value, "+", value, ..., currency, basis.
static bool read_words(Arena *arena, char *const *words, guint count, ConflictAmounts *out) {
    Decimal *values = arena_array(arena, Decimal, count / 2 + 1);
    guint at = 0;
    *out = (ConflictAmounts){.values = values};
    do {
        if (at >= count || !decimal_parse(words[at], &values[out->count]))
            return false;
        out->count++;
        at++;
    } while (at < count && strcmp(words[at], "+") == 0 && ++at);
    guint left = count - at;
    if (left != 1 && left != 2)
        return false;
    out->currency = arena_strdup(arena, words[at]);
    out->basis = left == 2 ? arena_strdup(arena, words[at + 1]) : NULL;
    return *out->currency;
}

bool conflict_amounts_read(Arena *arena, const char *text, ConflictAmounts *out) {
    g_auto(GStrv) words = g_strsplit(text, " ", 2 * FACTS_ITEMS_LIMIT + 2);
    return read_words(arena, words, g_strv_length(words), out);
}

// --- quantities ---

const char *conflict_quantity_text(Arena *arena, const ConflictQuantity *quantity) {
    g_autofree char *digits = decimal_to_text(quantity->value);
    return arena_printf(arena, "%s: %s%s%s", quantity->label, digits, quantity->unit ? " " : "",
                        quantity->unit ? quantity->unit : "");
}

bool conflict_quantity_read(Arena *arena, const char *text, ConflictQuantity *out) {
    const char *colon = g_strrstr(text, ": ");
    if (!colon)
        return false;
    const char *number = colon + 2, *end = number + strcspn(number, " ");
    *out = (ConflictQuantity){.label = arena_strndup(arena, text, (gsize)(colon - text)),
                              .unit = *end ? arena_strdup(arena, end + 1) : NULL};
    return decimal_parse(arena_strndup(arena, number, (gsize)(end - number)), &out->value);
}

// --- commitments ---

const char *conflict_commitment_text(Arena *arena, const ConflictCommitment *commitment) {
    const char *due = commitment->due;
    return arena_printf(arena, "%s: %s%s%s", commitment->text, due ? due : "", due ? ", " : "",
                        commitment->status);
}

bool conflict_commitment_read(Arena *arena, const char *text, ConflictCommitment *out) {
    const char *colon = g_strrstr(text, ": ");
    if (!colon)
        return false;
    const char *rest = colon + 2, *comma = g_strrstr(rest, ", ");
    *out = (ConflictCommitment){.text = arena_strndup(arena, text, (gsize)(colon - text)),
                                .due = comma ? arena_strndup(arena, rest, (gsize)(comma - rest))
                                             : NULL,
                                .status = arena_strdup(arena, comma ? comma + 2 : rest)};
    return *out->status;
}
