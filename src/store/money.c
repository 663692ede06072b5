// The money of a partnership as columns: one currency on one basis, the firmest there is. Amounts
// of several bases are never added up, since what is announced may be committed and then disbursed;
// those of several currencies cannot be.
#include "store/row.h"

#include <string.h>

// The sum of one currency on one basis.
typedef struct {
    bool has;
    Decimal sum;
    const char *basis, *currency;
} Money;

static bool same_basis(const char *a, const char *b) {
    return g_strcmp0(a, b) == 0;
}

static Money sum_basis(Store *store, const Partnership *partnership, const char *currency,
                       const char *basis) {
    Money money = {.basis = basis, .currency = currency};
    for (guint i = 0; i < partnership->amount_count; i++) {
        const Amount *amount = &partnership->amounts[i];
        if (strcmp(amount->currency, currency) != 0 || !same_basis(amount->basis, basis))
            continue;
        money.has = true;
        if (!decimal_add(money.sum, amount->value, &money.sum) && !store->failure)
            store->failure = g_strdup_printf("the amounts of \"%s\" are too large to be summed",
                                             partnership->id);
    }
    return money;
}

// The currency's sum on the best basis that there is; bases are never added up.
static Money best_money(Store *store, const Partnership *partnership, const char *currency) {
    static const char *const bases[] = {"committed", "announced", "disbursed", NULL};
    for (guint i = 0; i < G_N_ELEMENTS(bases); i++) {
        Money money = sum_basis(store, partnership, currency, bases[i]);
        if (money.has)
            return money;
    }
    return (Money){0};
}

void row_put_money(Row *row, const Partnership *partnership) {
    Money usd = best_money(row->store, partnership, "USD");
    Money main_money = usd;
    if (!usd.has && partnership->amount_count)
        main_money = best_money(row->store, partnership, partnership->amounts[0].currency);
    row_put_decimal(row, main_money.has ? &main_money.sum : NULL);
    row_put_text(row, main_money.currency);
    row_put_text(row, main_money.basis);
    row_put_decimal(row, usd.has ? &usd.sum : NULL);
    row_put_text(row, usd.basis);
}
