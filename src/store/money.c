// The money of a partnership as columns: one currency on one basis, the firmest there is. Amounts
// of several bases are never added up, since what is announced may be committed and then disbursed;
// those of several currencies cannot be. With rates the same
// sum is there in their currency too.
#include "facts/rates.h"
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

// Dollars, when there are any, else the currency that is named first.
static Money main_money(Store *store, const Partnership *partnership) {
    Money usd = best_money(store, partnership, "USD");
    if (usd.has || partnership->amount_count == 0)
        return usd;
    return best_money(store, partnership, partnership->amounts[0].currency);
}

void row_put_money(Row *row, const Partnership *partnership) {
    Money usd = best_money(row->store, partnership, "USD");
    Money money = main_money(row->store, partnership);
    row_put_decimal(row, money.has ? &money.sum : NULL);
    row_put_text(row, money.currency);
    row_put_text(row, money.basis);
    row_put_decimal(row, usd.has ? &usd.sum : NULL);
    row_put_text(row, usd.basis);
}

static void put_converted(Row *row, const Decimal *value) {
    row_put_decimal(row, value);
    row_put_text(row, value ? rates_currency(row->store->rates) : NULL);
}

// Amounts have days of their own, so that each is converted by itself. False when one cannot be,
// which was said when it was read.
static bool convert_sum(const Store *store, const Partnership *partnership, const Money *money,
                        Decimal *out) {
    Decimal sum = {0}, one;
    for (guint i = 0; i < partnership->amount_count; i++) {
        const Amount *amount = &partnership->amounts[i];
        if (strcmp(amount->currency, money->currency) != 0 ||
            !same_basis(amount->basis, money->basis))
            continue;
        if (rates_convert(store->rates, partnership, amount, &one) != RATE_FOUND ||
            !decimal_add(sum, one, &sum))
            return false;
    }
    *out = sum;
    return true;
}

void row_put_converted_money(Row *row, const Partnership *partnership) {
    Store *store = row->store;
    Decimal sum;
    Money money = store->rates ? main_money(store, partnership) : (Money){0};
    bool has = money.has && convert_sum(store, partnership, &money, &sum);
    put_converted(row, has ? &sum : NULL);
}

void row_put_converted(Row *row, const Partnership *partnership, const Amount *amount) {
    const Rates *rates = row->store->rates;
    Decimal value;
    bool has = rates && rates_convert(rates, partnership, amount, &value) == RATE_FOUND;
    put_converted(row, has ? &value : NULL);
}

// The two texts that a question gives; kept by the store.
static void read_two(Store *store, const char *sql, const char *two[2]) {
    g_autoptr(Cursor) cursor = engine_select(store->engine, sql, NULL, 0);
    if (cursor && cursor_next(cursor))
        for (guint i = 0; i < 2; i++)
            two[i] = arena_strdup(store->arena, cursor_text(cursor, i));
}

const StoreMoney *store_money(Store *store) {
    static const char several[] =
        " FROM fact_rows f WHERE EXISTS(SELECT 1 FROM amount_rows a WHERE a.fact = f.fact"
        " AND a.currency <> f.currency AND a.basis IS NOT DISTINCT FROM f.basis)";
    StoreMoney *money = &store->money;
    if (store->is_money_known)
        return money;
    g_autofree char *count = g_strconcat("SELECT count(*)", several, NULL);
    g_autofree char *id = g_strconcat("SELECT min(f.id)", several, NULL);
    store->is_money_known = true;
    read_two(store, "SELECT min(currency), max(currency) FROM amount_rows", money->currencies);
    read_two(store, "SELECT min(basis), max(basis) FROM amount_rows", money->bases);
    read_two(store, "SELECT min(unit), max(unit) FROM quantity_rows", money->units);
    money->several = engine_integer(store->engine, count, NULL, 0);
    g_autofree char *example = engine_text(store->engine, id, NULL, 0);
    money->example = arena_strdup(store->arena, example ? example : "");
    engine_clear(store->engine);
    return money;
}

bool store_has_several(Store *store, bool is_quantity) {
    const StoreMoney *money = store_money(store);
    const char *const *two = is_quantity ? money->units : money->currencies;
    return g_strcmp0(two[0], two[1]) != 0;
}

// A store that lasts has an index of those alone.
bool store_has_umbrellas(Store *store) {
    static const char sql[] = "SELECT CASE WHEN EXISTS(SELECT 1 FROM part_rows) OR"
                              " EXISTS(SELECT 1 FROM fact_rows WHERE umbrella) THEN 1 ELSE 0 END";
    if (store->is_lasting && !store->are_umbrellas_known) {
        store->are_umbrellas_known = true;
        store->has_umbrellas = engine_integer(store->engine, sql, NULL, 0) == 1;
        engine_clear(store->engine);
    }
    return store->has_umbrellas;
}
