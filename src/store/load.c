// Filling the store, record by record in one transaction. Labels are put in the store's language
// here, and sums are made (money.c), so that the views only join.
#include "store/row.h"

#include <string.h>

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

// What the tables show: the publisher's word, or the vocabulary's in the store's language.
static const char *shown_sector(const Store *store, const Partnership *partnership, guint index) {
    if (index >= partnership->sector_count)
        return NULL;
    if (!partnership->published_words)
        return label_of(store, VOCABULARY_SECTORS, partnership->sectors[index]);
    if (partnership->sector_count == 1 && partnership->sector_as_published)
        return partnership->sector_as_published;
    return partnership->sector_words[index];
}

static const char *shown_party(const Store *store, const Partnership *partnership, guint index) {
    const Party *party = &partnership->parties[index];
    return partnership->published_words ? party->as_published
                                        : label_of(store, VOCABULARY_PARTIES, party->name);
}

static char *join_sectors(const Store *store, const Partnership *partnership) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < partnership->sector_count; i++)
        append_joined(out, shown_sector(store, partnership, i));
    return g_string_free(out, FALSE);
}

static char *join_parties(const Store *store, const Partnership *partnership) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < partnership->party_count; i++)
        append_joined(out, shown_party(store, partnership, i));
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

// --- a partnership's own row ---

static void put_date(Row *row, const FactDate *date) {
    const Edtf *edtf = &date->edtf;
    row_put_text(row, date->text);
    row_put_first(row, date);
    row_put_last(row, date);
    if (!date->text) {
        for (int i = 0; i < 5; i++)
            row_put_null(row);
        return;
    }
    row_put_text(row, edtf_precision_name(edtf->precision));
    row_put_integer(row, edtf->approximate);
    row_put_integer(row, edtf->uncertain);
    row_put_integer(row, edtf->year);
    row_put_integer(row, edtf->year - edtf->year % 10);
}

static void put_sectors(Row *row, const Partnership *partnership) {
    const char *code = partnership->sector_count ? partnership->sectors[0] : NULL;
    row_put_text(row, shown_sector(row->store, partnership, 0));
    row_put_text(row, label_of(row->store, VOCABULARY_SECTORS, code));
    row_put_text(row, code);
    row_put_owned(row, join_sectors(row->store, partnership));
    row_put_integer(row, partnership->sector_count);
    row_put_text(row, partnership->sector_as_published);
}

static void put_status(Row *row, const Partnership *partnership) {
    const Store *store = row->store;
    const char *code = partnership->status;
    const Term *term =
        code ? vocabulary_find(store->vocabularies, VOCABULARY_STATUSES, code) : NULL;
    const char *label = term ? term_label(term, store->language) : code;
    const char *published = partnership->published_words ? partnership->status_as_published : NULL;
    row_put_text(row, published ? published : label);
    row_put_text(row, label);
    row_put_text(row, code);
    if (term && term->order)
        row_put_integer(row, term->order);
    else
        row_put_null(row);
    row_put_text(row, partnership->status_as_published);
    row_put_text(row, label_of(store, VOCABULARY_INSTRUMENTS, partnership->instrument));
    row_put_text(row, partnership->instrument);
}

static void put_parties(Row *row, const Partnership *partnership) {
    row_put_owned(row, join_parties(row->store, partnership));
    row_put_integer(row, partnership->party_count);
    row_put_owned(row, join_countries(partnership));
    row_put_null(row); // partner and its country: when all facts are there
    row_put_null(row);
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
    row_put_text(row, first->source);
    row_put_text(row, source->title);
    row_put_text(row, first->url ? first->url : source->url);
    row_put_owned(row, join_inferences(partnership));
    row_put_text(row, first->locator ? first->source : first->source ? "press" : NULL);
}

// --- the row of a partnership ---

static bool insert_partnership(Store *store, gint64 fact, const Partnership *partnership) {
    Row row = row_begin(store, INSERT_PARTNERSHIP);
    row_put_integer(&row, fact);
    row_put_text(&row, partnership->id);
    row_put_text(&row, partnership->title);
    row_put_text(&row, partnership->summary);
    put_date(&row, &partnership->date);
    put_sectors(&row, partnership);
    put_status(&row, partnership);
    put_parties(&row, partnership);
    row_put_text(&row, partnership->venue.name);
    row_put_text(&row, partnership->venue.place);
    row_put_text(&row, partnership->venue.country);
    row_put_money(&row, partnership);
    row_put_integer(&row, partnership->umbrella);
    row_put_integer(&row, partnership->commitment_count);
    row_put_integer(&row, partnership->evidence_count);
    put_origin(&row, partnership);
    row_put_text(&row, partnership->extracted_by);
    row_put_text(&row, partnership->extracted_at);
    row_put_number(&row, partnership->confidence);
    return row_end(&row);
}

// --- what a partnership has many of ---

static Row part_begin(Store *store, InsertKind kind, gint64 fact, guint index) {
    Row row = row_begin(store, kind);
    row_put_integer(&row, fact);
    row_put_integer(&row, index + 1);
    return row;
}

static void insert_party(Store *store, gint64 fact, guint index, const Partnership *partnership) {
    const Party *party = &partnership->parties[index];
    const Term *term = vocabulary_find(store->vocabularies, VOCABULARY_PARTIES, party->name);
    Row row = part_begin(store, INSERT_PARTY, fact, index);
    const char *label = term ? term_label(term, store->language) : party->name;
    row_put_text(&row, partnership->published_words ? party->as_published : label);
    row_put_text(&row, label);
    row_put_text(&row, party->name);
    row_put_text(&row, party->as_published);
    row_put_text(&row, party->country);
    row_put_text(&row, party->role);
    row_put_text(&row, party->organisation);
    row_put_text(&row, term ? term->kind : NULL);
    row_end(&row);
}

static void insert_sector(Store *store, gint64 fact, guint index, const Partnership *partnership) {
    const char *code = partnership->sectors[index];
    const Term *term = vocabulary_find(store->vocabularies, VOCABULARY_SECTORS, code);
    Row row = part_begin(store, INSERT_SECTOR, fact, index);
    row_put_text(&row, shown_sector(store, partnership, index));
    row_put_text(&row, term ? term_label(term, store->language) : code);
    row_put_text(&row, code);
    if (term && term->slot >= 0)
        row_put_integer(&row, term->slot);
    else
        row_put_null(&row);
    row_put_number(&row, 1.0 / partnership->sector_count);
    row_end(&row);
}

static void insert_amount(Store *store, gint64 fact, guint index, const Amount *amount) {
    Row row = part_begin(store, INSERT_AMOUNT, fact, index);
    row_put_decimal(&row, &amount->value);
    row_put_text(&row, amount->currency);
    row_put_text(&row, amount->basis);
    row_put_text(&row, amount->date.text);
    row_put_first(&row, &amount->date);
    row_put_last(&row, &amount->date);
    row_end(&row);
}

static void insert_quantity(Store *store, gint64 fact, guint index, const Quantity *quantity) {
    Row row = part_begin(store, INSERT_QUANTITY, fact, index);
    row_put_text(&row, quantity->label);
    row_put_decimal(&row, &quantity->value);
    row_put_text(&row, quantity->unit);
    row_put_text(&row, quantity->as_of.text);
    row_end(&row);
}

static void insert_commitment(Store *store, gint64 fact, guint index,
                              const Commitment *commitment) {
    Row row = part_begin(store, INSERT_COMMITMENT, fact, index);
    row_put_text(&row, commitment->text);
    row_put_text(&row, label_of(store, VOCABULARY_PARTIES, commitment->by));
    row_put_text(&row, commitment->due.text);
    row_put_first(&row, &commitment->due);
    row_put_last(&row, &commitment->due);
    row_put_text(&row, commitment->status);
    row_put_null(&row); // state, days overdue: when the day is known that decides
    row_put_null(&row);
    row_end(&row);
}

static void put_offset(Row *row, gint64 value) {
    if (value >= 0)
        row_put_integer(row, value);
    else
        row_put_null(row);
}

static void insert_evidence(Store *store, gint64 fact, guint index, const Evidence *evidence) {
    use_source(store, fact, evidence->source);
    Row row = part_begin(store, INSERT_EVIDENCE, fact, index);
    row_put_text(&row, evidence->supports);
    row_put_text(&row, evidence->quote);
    row_put_text(&row, evidence->source);
    put_offset(&row, evidence->start);
    put_offset(&row, evidence->end);
    row_put_text(&row, evidence->sha256);
    row_put_text(&row, evidence->locator);
    row_put_text(&row, evidence->url);
    row_end(&row);
}

static void insert_inference(Store *store, gint64 fact, const char *source,
                             const Inference *inference) {
    Row row = row_begin(store, INSERT_INFERENCE);
    if (fact)
        row_put_integer(&row, fact);
    else
        row_put_null(&row);
    row_put_text(&row, source);
    row_put_text(&row, inference->field);
    row_put_text(&row, inference->from);
    row_end(&row);
}

static void insert_parts(Store *store, gint64 fact, const Partnership *partnership) {
    for (guint i = 0; i < partnership->party_count; i++)
        insert_party(store, fact, i, partnership);
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
    row_put_null(&row); // in the order of loading
    row_put_null(&row); // number and count of facts: when all facts are there
    row_put_text(&row, source->id);
    row_put_text(&row, source->title);
    row_put_text(&row, source->publisher);
    row_put_text(&row, source->url);
    row_put_text(&row, source->published.text);
    row_put_first(&row, &source->published);
    row_put_text(&row, source->accessed.text);
    row_put_text(&row, source->language);
    row_put_text(&row, source->licence);
    row_put_text(&row, source->attribution);
    row_put_text(&row, source->text);
    row_put_text(&row, source->captured_sha256);
    row_put_null(&row);
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
    row_put_text(&row, vocabulary);
    row_put_integer(&row, term->position);
    row_put_text(&row, term->code);
    row_put_text(&row, term_label(term, store->language));
    row_put_text(&row, term->parent);
    row_put_text(&row, term->kind);
    row_put_text(&row, term->country);
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
