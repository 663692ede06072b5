// Filling the store: one prepared INSERT for each table, all in one transaction. Labels are put in
// the store's language here, sums of money are made here, so that the views only join. The first
// failure of SQLite sticks; later calls do nothing and store_ready reports it.
#include "base/datetime.h"
#include "store/private.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *table;
    int columns;
} inserts[INSERT_COUNT] = {
    [INSERT_PARTNERSHIP] = {"partnerships", 47},
    [INSERT_PARTY] = {"party_rows", 9},
    [INSERT_SECTOR] = {"sector_rows", 6},
    [INSERT_AMOUNT] = {"amount_rows", 8},
    [INSERT_QUANTITY] = {"quantity_rows", 6},
    [INSERT_COMMITMENT] = {"commitment_rows", 10},
    [INSERT_EVIDENCE] = {"evidence_rows", 10},
    [INSERT_INFERENCE] = {"inference_rows", 4},
    [INSERT_SAME_AS] = {"same_as_rows", 3},
    [INSERT_SOURCE] = {"source_rows", 15},
    [INSERT_TERM] = {"terms", 9},
};

bool store_check(Store *store, int result) {
    bool good = result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW;
    if (!good && !store->failure)
        store->failure = g_strdup(sqlite3_errmsg(store->db));
    return !store->failure;
}

bool store_prepare_inserts(Store *store) {
    for (int kind = 0; kind < INSERT_COUNT; kind++) {
        g_autoptr(GString) sql = g_string_new(NULL);
        g_string_printf(sql, "INSERT INTO %s VALUES(?", inserts[kind].table);
        for (int i = 1; i < inserts[kind].columns; i++)
            g_string_append(sql, ",?");
        g_string_append_c(sql, ')');
        if (!store_check(store,
                         sqlite3_prepare_v3(store->db, sql->str, -1, SQLITE_PREPARE_PERSISTENT,
                                            &store->inserts[kind], NULL)))
            return false;
    }
    return true;
}

void store_finish_inserts(Store *store) {
    for (int kind = 0; kind < INSERT_COUNT; kind++) {
        sqlite3_finalize(store->inserts[kind]);
        store->inserts[kind] = NULL;
    }
}

// --- one row: values in the order of the table's columns ---

typedef struct {
    Store *store;
    sqlite3_stmt *statement;
    InsertKind kind;
    int index;
} Row;

static Row row_begin(Store *store, InsertKind kind) {
    return (Row){store, store->inserts[kind], kind, 0};
}

static void put_text(Row *row, const char *text) {
    if (text)
        sqlite3_bind_text(row->statement, ++row->index, text, -1, SQLITE_STATIC);
    else
        sqlite3_bind_null(row->statement, ++row->index);
}

static void put_integer(Row *row, gint64 value) {
    sqlite3_bind_int64(row->statement, ++row->index, value);
}

static void put_number(Row *row, double value) {
    sqlite3_bind_double(row->statement, ++row->index, value); // NaN is NULL
}

static void put_null(Row *row) {
    sqlite3_bind_null(row->statement, ++row->index);
}

static void put_decimal(Row *row, const Decimal *value) {
    if (value)
        sql_bind_decimal(row->statement, ++row->index, *value);
    else
        put_null(row);
}

static void put_day(Row *row, int days) {
    int year, month, day;
    char text[40];
    civil_from_days(days, &year, &month, &day);
    int length = g_snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    sqlite3_bind_text(row->statement, ++row->index, text, length, SQLITE_TRANSIENT);
}

static void put_first(Row *row, const FactDate *date) {
    if (date->text && !date->edtf.open_start)
        put_day(row, date->edtf.first);
    else
        put_null(row);
}

static void put_last(Row *row, const FactDate *date) {
    if (date->text && !date->edtf.open_end)
        put_day(row, date->edtf.last);
    else
        put_null(row);
}

static bool row_end(Row *row) {
    g_assert(row->index == inserts[row->kind].columns);
    bool good = store_check(row->store, sqlite3_step(row->statement));
    sqlite3_reset(row->statement);
    return good;
}

// --- words ---

static const char *label_of(const Store *store, VocabularyKind kind, const char *code) {
    const Term *term = code ? vocabulary_find(store->vocabularies, kind, code) : NULL;
    return term ? term_label(term, store->language) : code;
}

static void append_joined(GString *out, const char *text) {
    if (out->len)
        g_string_append(out, ", ");
    g_string_append(out, text);
}

static char *join_sectors(const Store *store, const Partnership *partnership) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < partnership->sector_count; i++)
        append_joined(out, label_of(store, VOCABULARY_SECTORS, partnership->sectors[i]));
    return g_string_free(out, FALSE);
}

static char *join_parties(const Store *store, const Partnership *partnership) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < partnership->party_count; i++)
        append_joined(out, label_of(store, VOCABULARY_PARTIES, partnership->parties[i].name));
    return g_string_free(out, FALSE);
}

// Each country once, in the order of the parties.
static char *join_countries(const Partnership *partnership) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < partnership->party_count; i++) {
        const char *country = partnership->parties[i].country;
        if (country && !strstr(out->str, country))
            append_joined(out, country);
    }
    return g_string_free(out, FALSE);
}

static char *join_inferences(const Partnership *partnership) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < partnership->inference_count; i++) {
        if (out->len)
            g_string_append_c(out, ' ');
        g_string_append(out, partnership->inferences[i].from);
    }
    return g_string_free(out, FALSE);
}

// Takes the text over; an empty one is NULL.
static void put_owned(Row *row, char *text) {
    if (*text)
        sqlite3_bind_text(row->statement, ++row->index, text, -1, g_free);
    else {
        put_null(row);
        g_free(text);
    }
}

// --- money ---

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

static void put_money(Row *row, const Partnership *partnership) {
    Money usd = best_money(row->store, partnership, "USD");
    Money main_money = usd;
    if (!usd.has && partnership->amount_count)
        main_money = best_money(row->store, partnership, partnership->amounts[0].currency);
    put_decimal(row, main_money.has ? &main_money.sum : NULL);
    put_text(row, main_money.currency);
    put_text(row, main_money.basis);
    put_decimal(row, usd.has ? &usd.sum : NULL);
    put_text(row, usd.basis);
}

// --- a partnership's own row ---

static void put_date(Row *row, const FactDate *date) {
    const Edtf *edtf = &date->edtf;
    put_text(row, date->text);
    put_first(row, date);
    put_last(row, date);
    if (!date->text) {
        for (int i = 0; i < 5; i++)
            put_null(row);
        return;
    }
    put_text(row, edtf_precision_name(edtf->precision));
    put_integer(row, edtf->approximate);
    put_integer(row, edtf->uncertain);
    put_integer(row, edtf->year);
    put_integer(row, edtf->year - edtf->year % 10);
}

static void put_sectors(Row *row, const Partnership *partnership) {
    const char *code = partnership->sector_count ? partnership->sectors[0] : NULL;
    put_text(row, label_of(row->store, VOCABULARY_SECTORS, code));
    put_text(row, code);
    put_owned(row, join_sectors(row->store, partnership));
    put_integer(row, partnership->sector_count);
    put_text(row, partnership->sector_as_published);
}

static void put_status(Row *row, const Partnership *partnership) {
    const Store *store = row->store;
    const char *code = partnership->status;
    const Term *term =
        code ? vocabulary_find(store->vocabularies, VOCABULARY_STATUSES, code) : NULL;
    put_text(row, term ? term_label(term, store->language) : code);
    put_text(row, code);
    if (term && term->order)
        put_integer(row, term->order);
    else
        put_null(row);
    put_text(row, partnership->status_as_published);
    put_text(row, label_of(store, VOCABULARY_INSTRUMENTS, partnership->instrument));
    put_text(row, partnership->instrument);
}

static void put_parties(Row *row, const Partnership *partnership) {
    put_owned(row, join_parties(row->store, partnership));
    put_integer(row, partnership->party_count);
    put_owned(row, join_countries(partnership));
    put_null(row); // partner and its country: when all facts are there
    put_null(row);
}

// --- sources ---

static StoreSource *find_source(Store *store, const char *id) {
    StoreSource *source = g_hash_table_lookup(store->sources, id);
    if (source)
        return source;
    source = arena_new0(store->arena, StoreSource);
    source->id = arena_strdup(store->arena, id);
    g_hash_table_insert(store->sources, (gpointer)source->id, source);
    g_ptr_array_add(store->source_list, source);
    return source;
}

static void use_source(Store *store, gint64 fact, const char *id) {
    StoreSource *source = find_source(store, id);
    if (!source->number)
        source->number = ++store->used_sources;
    if (source->last_fact != fact)
        source->partnerships++;
    source->last_fact = fact;
}

void store_number_sources(Store *store) {
    sqlite3_stmt *update = NULL;
    store_check(store, sqlite3_prepare_v2(store->db,
                                          "UPDATE source_rows SET number = ?, partnerships = ?"
                                          " WHERE id = ?",
                                          -1, &update, NULL));
    for (guint i = 0; update && i < store->source_list->len; i++) {
        StoreSource *source = g_ptr_array_index(store->source_list, i);
        if (!source->number)
            source->number = ++store->used_sources;
        sqlite3_bind_int64(update, 1, source->number);
        sqlite3_bind_int64(update, 2, source->partnerships);
        sqlite3_bind_text(update, 3, source->id, -1, SQLITE_STATIC);
        store_check(store, sqlite3_step(update));
        sqlite3_reset(update);
    }
    sqlite3_finalize(update);
}

static void put_origin(Row *row, const Partnership *partnership) {
    static const Evidence nothing = {0};
    static const StoreSource nowhere = {.is_loaded = true};
    const Evidence *first = partnership->evidence_count ? partnership->evidence : &nothing;
    const StoreSource *source = first->source ? find_source(row->store, first->source) : &nowhere;
    if (!source->is_loaded)
        row->store->has_late_sources = true;
    put_text(row, first->source);
    put_text(row, source->title);
    put_text(row, first->url ? first->url : source->url);
    put_owned(row, join_inferences(partnership));
    put_text(row, first->locator ? first->source : first->source ? "press" : NULL);
}

// --- the row of a partnership ---

static bool insert_partnership(Store *store, gint64 fact, const Partnership *partnership) {
    Row row = row_begin(store, INSERT_PARTNERSHIP);
    put_integer(&row, fact);
    put_text(&row, partnership->id);
    put_text(&row, partnership->title);
    put_text(&row, partnership->summary);
    put_date(&row, &partnership->date);
    put_sectors(&row, partnership);
    put_status(&row, partnership);
    put_parties(&row, partnership);
    put_text(&row, partnership->venue.name);
    put_text(&row, partnership->venue.place);
    put_text(&row, partnership->venue.country);
    put_money(&row, partnership);
    put_integer(&row, partnership->umbrella);
    put_integer(&row, partnership->commitment_count);
    put_integer(&row, partnership->evidence_count);
    put_origin(&row, partnership);
    put_text(&row, partnership->extracted_by);
    put_text(&row, partnership->extracted_at);
    put_number(&row, partnership->confidence);
    return row_end(&row);
}

// --- what a partnership has many of ---

static Row part_begin(Store *store, InsertKind kind, gint64 fact, guint index) {
    Row row = row_begin(store, kind);
    put_integer(&row, fact);
    put_integer(&row, index + 1);
    return row;
}

static void insert_party(Store *store, gint64 fact, guint index, const Party *party) {
    const Term *term = vocabulary_find(store->vocabularies, VOCABULARY_PARTIES, party->name);
    Row row = part_begin(store, INSERT_PARTY, fact, index);
    put_text(&row, term ? term_label(term, store->language) : party->name);
    put_text(&row, party->name);
    put_text(&row, party->as_published);
    put_text(&row, party->country);
    put_text(&row, party->role);
    put_text(&row, party->organisation);
    put_text(&row, term ? term->kind : NULL);
    row_end(&row);
}

static void insert_sector(Store *store, gint64 fact, guint index, const Partnership *partnership) {
    const char *code = partnership->sectors[index];
    const Term *term = vocabulary_find(store->vocabularies, VOCABULARY_SECTORS, code);
    Row row = part_begin(store, INSERT_SECTOR, fact, index);
    put_text(&row, term ? term_label(term, store->language) : code);
    put_text(&row, code);
    if (term && term->slot >= 0)
        put_integer(&row, term->slot);
    else
        put_null(&row);
    put_number(&row, 1.0 / partnership->sector_count);
    row_end(&row);
}

static void insert_amount(Store *store, gint64 fact, guint index, const Amount *amount) {
    Row row = part_begin(store, INSERT_AMOUNT, fact, index);
    put_decimal(&row, &amount->value);
    put_text(&row, amount->currency);
    put_text(&row, amount->basis);
    put_text(&row, amount->date.text);
    put_first(&row, &amount->date);
    put_last(&row, &amount->date);
    row_end(&row);
}

static void insert_quantity(Store *store, gint64 fact, guint index, const Quantity *quantity) {
    Row row = part_begin(store, INSERT_QUANTITY, fact, index);
    put_text(&row, quantity->label);
    put_decimal(&row, &quantity->value);
    put_text(&row, quantity->unit);
    put_text(&row, quantity->as_of.text);
    row_end(&row);
}

static void insert_commitment(Store *store, gint64 fact, guint index,
                              const Commitment *commitment) {
    Row row = part_begin(store, INSERT_COMMITMENT, fact, index);
    put_text(&row, commitment->text);
    put_text(&row, label_of(store, VOCABULARY_PARTIES, commitment->by));
    put_text(&row, commitment->due.text);
    put_first(&row, &commitment->due);
    put_last(&row, &commitment->due);
    put_text(&row, commitment->status);
    put_null(&row); // state, days overdue: when the day is known that decides
    put_null(&row);
    row_end(&row);
}

static void put_offset(Row *row, gint64 value) {
    if (value >= 0)
        put_integer(row, value);
    else
        put_null(row);
}

static void insert_evidence(Store *store, gint64 fact, guint index, const Evidence *evidence) {
    use_source(store, fact, evidence->source);
    Row row = part_begin(store, INSERT_EVIDENCE, fact, index);
    put_text(&row, evidence->supports);
    put_text(&row, evidence->quote);
    put_text(&row, evidence->source);
    put_offset(&row, evidence->start);
    put_offset(&row, evidence->end);
    put_text(&row, evidence->sha256);
    put_text(&row, evidence->locator);
    put_text(&row, evidence->url);
    row_end(&row);
}

static void insert_inference(Store *store, gint64 fact, const char *source,
                             const Inference *inference) {
    Row row = row_begin(store, INSERT_INFERENCE);
    if (fact)
        put_integer(&row, fact);
    else
        put_null(&row);
    put_text(&row, source);
    put_text(&row, inference->field);
    put_text(&row, inference->from);
    row_end(&row);
}

static void insert_same_as(Store *store, gint64 fact, guint index, const char *other) {
    Row row = part_begin(store, INSERT_SAME_AS, fact, index);
    put_text(&row, other);
    row_end(&row);
}

static void insert_parts(Store *store, gint64 fact, const Partnership *partnership) {
    for (guint i = 0; i < partnership->party_count; i++)
        insert_party(store, fact, i, &partnership->parties[i]);
    for (guint i = 0; i < partnership->sector_count; i++)
        insert_sector(store, fact, i, partnership);
    for (guint i = 0; i < partnership->amount_count; i++)
        insert_amount(store, fact, i, &partnership->amounts[i]);
    for (guint i = 0; i < partnership->quantity_count; i++)
        insert_quantity(store, fact, i, &partnership->quantities[i]);
    for (guint i = 0; i < partnership->commitment_count; i++)
        insert_commitment(store, fact, i, &partnership->commitments[i]);
    for (guint i = 0; i < partnership->evidence_count; i++)
        insert_evidence(store, fact, i, &partnership->evidence[i]);
    for (guint i = 0; i < partnership->inference_count; i++)
        insert_inference(store, fact, NULL, &partnership->inferences[i]);
    for (guint i = 0; i < partnership->same_as_count; i++)
        insert_same_as(store, fact, i, partnership->same_as[i]);
}

static bool load_partnership(void *data, const Partnership *partnership) {
    Store *store = data;
    if (store->failure || store->is_ready)
        return false;
    g_ptr_array_add(store->ids, arena_strdup(store->arena, partnership->id));
    gint64 fact = store->ids->len;
    if (insert_partnership(store, fact, partnership))
        insert_parts(store, fact, partnership);
    return !store->failure;
}

static bool load_source(void *data, const FactSource *source) {
    Store *store = data;
    if (store->failure || store->is_ready)
        return false;
    StoreSource *known = find_source(store, source->id);
    known->title = arena_strdup(store->arena, source->title);
    known->url = arena_strdup(store->arena, source->url);
    known->is_loaded = true;
    Row row = row_begin(store, INSERT_SOURCE);
    put_null(&row); // in the order of loading
    put_null(&row); // number and count of facts: when all facts are there
    put_text(&row, source->id);
    put_text(&row, source->title);
    put_text(&row, source->publisher);
    put_text(&row, source->url);
    put_text(&row, source->published.text);
    put_first(&row, &source->published);
    put_text(&row, source->accessed.text);
    put_text(&row, source->language);
    put_text(&row, source->licence);
    put_text(&row, source->attribution);
    put_text(&row, source->text);
    put_text(&row, source->captured_sha256);
    put_null(&row);
    row_end(&row);
    for (guint i = 0; i < source->inference_count; i++)
        insert_inference(store, 0, source->id, &source->inferences[i]);
    return !store->failure;
}

FactsSink store_sink(Store *store) {
    return (FactsSink){load_source, load_partnership, store};
}

// --- terms ---

static void insert_term(Store *store, const char *vocabulary, const Term *term) {
    Row row = row_begin(store, INSERT_TERM);
    put_text(&row, vocabulary);
    put_integer(&row, term->position);
    put_text(&row, term->code);
    put_text(&row, term_label(term, store->language));
    put_text(&row, term->parent);
    put_text(&row, term->kind);
    put_text(&row, term->country);
    put_offset(&row, term->slot);
    put_offset(&row, term->order > 0 ? term->order : -1);
    row_end(&row);
}

void store_load_terms(Store *store) {
    static const struct {
        VocabularyKind kind;
        const char *name;
    } lists[] = {{VOCABULARY_SECTORS, "sectors"},
                 {VOCABULARY_STATUSES, "statuses"},
                 {VOCABULARY_INSTRUMENTS, "instruments"}};
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        for (guint n = 0; n < vocabulary_size(store->vocabularies, lists[i].kind); n++)
            insert_term(store, lists[i].name,
                        vocabulary_nth(store->vocabularies, lists[i].kind, n));
}
