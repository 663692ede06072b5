// Rates lie in one array by currency, first day and precision, and are found by halving. What a
// rate is of says how long it holds: a day or a month until the next one, for a year at most, since
// markets close for days and sources stop for good; a year for that year alone.
#include "facts/rates.h"

#include "facts/codes.h"

#include <string.h>

enum { CURRENCY_SIZE = 4 };

typedef struct {
    char currency[CURRENCY_SIZE];
    int first, last; // days
    EdtfPrecision precision;
    Decimal value;
    guint index; // in the file
} Rate;

struct Rates {
    Source *source;
    char currency[CURRENCY_SIZE];
    GArray *list; // Rate
};

// --- reading ---

static bool read_currency(Diags *diags, Reader *reader, char *out) {
    const char *code = NULL;
    const JsonNode *node = reader_require(reader, "currency");
    if (!node || !reader_string(reader, "currency", &code))
        return false;
    if (!codes_is_currency_form(code)) {
        json_error(diags, node, DIAG_BAD_AMOUNT, NULL,
                   "\"currency\" is no code of three capital letters (ISO 4217)");
        return false;
    }
    if (!codes_is_currency(code))
        json_warning(diags, node, DIAG_UNKNOWN_TERM, NULL, "\"%s\" is no currency of ISO 4217",
                     code);
    g_strlcpy(out, code, CURRENCY_SIZE);
    return true;
}

static bool read_date(Diags *diags, Reader *reader, Rate *rate) {
    const char *text = NULL, *problem = NULL;
    Edtf date;
    const JsonNode *node = reader_require(reader, "date");
    if (!node || !reader_string(reader, "date", &text))
        return false;
    bool good = edtf_parse(text, &date, &problem);
    if (good && date.precision != EDTF_DAY && date.precision != EDTF_MONTH &&
        date.precision != EDTF_YEAR)
        problem = "a rate is of a day, a month or a year";
    else if (good && (date.approximate || date.uncertain))
        problem = "the date of a rate is certain";
    else if (good) {
        rate->first = date.first;
        rate->last = date.last;
        rate->precision = date.precision;
        return true;
    }
    json_error(diags, node, DIAG_BAD_DATE, problem,
               "\"date\" is no date such as 2025-07-08, 2025-07 or 2025");
    return false;
}

static bool read_value(Diags *diags, Reader *reader, Decimal *out) {
    const char *text = NULL;
    const JsonNode *node = reader_require(reader, "rate");
    if (!node || !reader_string(reader, "rate", &text))
        return false;
    if (decimal_parse(text, out) && out->coefficient > 0)
        return true;
    json_error(diags, node, DIAG_BAD_AMOUNT, "at most nine places after the point",
               "\"rate\" is no decimal number above 0 such as \"1.0842\"");
    return false;
}

static void read_rate(Diags *diags, const JsonNode *node, Rates *rates, guint index) {
    Rate rate = {.index = index};
    Reader reader;
    if (!reader_begin(&reader, diags, node, "rate"))
        return;
    bool has_currency = read_currency(diags, &reader, rate.currency);
    read_date(diags, &reader, &rate);
    read_value(diags, &reader, &rate.value);
    if (has_currency && strcmp(rate.currency, rates->currency) == 0)
        json_error(diags, node, DIAG_WRONG_VALUE, NULL, "the rates are in %s already",
                   rates->currency);
    if (reader_end(&reader))
        g_array_append_val(rates->list, rate);
}

static int compare_rates(gconstpointer a, gconstpointer b) {
    const Rate *one = a, *other = b;
    int order = strcmp(one->currency, other->currency);
    if (order == 0)
        order = (one->first > other->first) - (one->first < other->first);
    if (order == 0) // coarse ones first
        order = (int)other->precision - (int)one->precision;
    return order;
}

static void report_twins(Diags *diags, const JsonNode *array, const Rates *rates) {
    for (guint i = 1; i < rates->list->len; i++) {
        const Rate *pair = &g_array_index(rates->list, Rate, i - 1);
        if (compare_rates(&pair[0], &pair[1]) == 0)
            json_error(diags, json_node_item(array, MAX(pair[0].index, pair[1].index)),
                       DIAG_DUPLICATE_ID, NULL, "there is a rate of %s for this date already",
                       pair[0].currency);
    }
}

static void read_list(Diags *diags, Reader *reader, Rates *rates) {
    if (!reader_require(reader, "table") || diags_errors(diags) > reader->errors_before)
        return;
    const JsonNode *array = reader_array(reader, "table");
    size_t count = array ? json_node_size(array) : 0;
    if (count > RATES_LIMIT) {
        json_error(diags, array, DIAG_TOO_LARGE, NULL, "more than %d rates", RATES_LIMIT);
        return;
    }
    for (guint i = 0; i < count; i++)
        read_rate(diags, json_node_item(array, i), rates, i);
    g_array_sort(rates->list, compare_rates);
    report_twins(diags, array, rates);
}

static bool read_file(Diags *diags, const JsonNode *root, Rates *rates) {
    gint64 version;
    const char *ignored;
    Reader reader;
    if (!reader_begin(&reader, diags, root, "table of rates"))
        return false;
    if (reader_require(&reader, "rates"))
        reader_integer(&reader, "rates", 1, 1, &version);
    read_currency(diags, &reader, rates->currency);
    if (reader_require(&reader, "source"))
        reader_string(&reader, "source", &ignored);
    reader_string(&reader, "licence", &ignored);
    read_list(diags, &reader, rates);
    return reader_end(&reader);
}

Rates *rates_load(Diags *diags, const char *path, const Place *at) {
    g_autoptr(JsonDoc) doc = json_doc_load_at(diags, path, at);
    if (!doc)
        return NULL;
    Rates *rates = g_new0(Rates, 1);
    rates->source = source_ref(json_doc_source(doc));
    rates->list = g_array_new(FALSE, FALSE, sizeof(Rate));
    if (read_file(diags, json_doc_root(doc), rates))
        return rates;
    rates_free(rates);
    return NULL;
}

void rates_free(Rates *rates) {
    if (!rates)
        return;
    source_unref(rates->source);
    g_array_unref(rates->list);
    g_free(rates);
}

const char *rates_currency(const Rates *rates) {
    return rates->currency;
}

Source *rates_source(const Rates *rates) {
    return rates->source;
}

// --- looking up ---

// How many rates come before those that begin after the day.
static guint count_until(const Rates *rates, const char *currency, int day) {
    guint low = 0, high = rates->list->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        const Rate *rate = &g_array_index(rates->list, Rate, middle);
        int order = strcmp(rate->currency, currency);
        if (order < 0 || (order == 0 && rate->first <= day))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const Rate *find_rate(const Rates *rates, const char *currency, int day) {
    for (guint i = count_until(rates, currency, day); i > 0; i--) {
        const Rate *rate = &g_array_index(rates->list, Rate, i - 1);
        if (strcmp(rate->currency, currency) != 0 || day - rate->first > RATES_AGE_DAYS)
            return NULL;
        if (rate->precision != EDTF_YEAR || day <= rate->last)
            return rate;
    }
    return NULL;
}

static const FactDate *date_of(const Partnership *partnership, const Amount *amount) {
    return amount->date.text ? &amount->date : &partnership->date;
}

enum { YEAR_DAYS = 366 };

// What goes on without an end has the day that it began on.
static bool spans_years(const Edtf *date) {
    return date->last - date->first >= YEAR_DAYS;
}

RateState rates_convert(const Rates *rates, const Partnership *partnership, const Amount *amount,
                        Decimal *out) {
    const FactDate *date = date_of(partnership, amount);
    if (strcmp(amount->currency, rates->currency) == 0) {
        *out = amount->value;
        return RATE_FOUND;
    }
    if (!date->text || date->edtf.open_start)
        return RATE_UNDATED;
    if (spans_years(&date->edtf))
        return RATE_VAGUE;
    const Rate *rate = find_rate(rates, amount->currency, date->edtf.first);
    if (!rate)
        return RATE_MISSING;
    return decimal_multiply(amount->value, rate->value, out) ? RATE_FOUND : RATE_TOO_LARGE;
}

// --- what cannot be converted ---

// The amount in the record; the record itself when it came through a map.
static const JsonNode *node_of(const JsonNode *record, guint index) {
    const JsonNode *amounts = json_node_member(record, "amounts");
    const JsonNode *node =
        amounts ? json_node_item(amounts, index) : json_node_member(record, "amount_usd");
    return node ? node : record;
}

static char *describe(const Rates *rates, const Amount *amount, const FactDate *date,
                      RateState state) {
    switch (state) {
    case RATE_FOUND:
        break;
    case RATE_UNDATED:
        return g_strdup_printf("an amount in %s has no first day, so that no rate to %s can be "
                               "chosen",
                               amount->currency, rates->currency);
    case RATE_VAGUE:
        return g_strdup_printf("an amount in %s is dated %s, which is longer than a year, so that "
                               "no rate to %s can be chosen",
                               amount->currency, date->text, rates->currency);
    case RATE_MISSING:
        return g_strdup_printf("there is no rate of %s to %s for %s", amount->currency,
                               rates->currency, date->text);
    case RATE_TOO_LARGE:
        return g_strdup_printf("an amount in %s is too large in %s", amount->currency,
                               rates->currency);
    }
    return NULL;
}

static void report_amount(const Rates *rates, Diags *diags, const Partnership *partnership,
                          const Amount *amount, RateState state, const JsonNode *node) {
    g_autofree char *what = describe(rates, amount, date_of(partnership, amount), state);
    static const char *const ways[] = {
        [RATE_UNDATED] = "give it a date; ",
        [RATE_VAGUE] = "give the amount a \"date\" of its own, a year or less; ",
        [RATE_TOO_LARGE] = NULL};
    g_autofree char *hint = g_strdup_printf("%sthe rates are in \"%s\"",
                                            ways[state] ? ways[state] : "", rates->source->name);
    json_error(diags, node, DIAG_NO_RATE, hint, "%s (\"%s\")", what, partnership->id);
}

bool rates_check(const Rates *rates, Diags *diags, const Partnership *partnership,
                 const JsonNode *record) {
    bool good = true;
    for (guint i = 0; rates && i < partnership->amount_count; i++) {
        const Amount *amount = &partnership->amounts[i];
        Decimal ignored;
        RateState state = rates_convert(rates, partnership, amount, &ignored);
        if (state != RATE_FOUND)
            report_amount(rates, diags, partnership, amount, state, node_of(record, i));
        good = good && state == RATE_FOUND;
    }
    return good;
}
