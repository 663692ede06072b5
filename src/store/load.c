// Filling the store, record by record: what a partnership says becomes rows of codes, and its sums
// are made (money.c). Labels stand apart, a row for each term and language that has one.
#include "facts/evidence.h"
#include "store/row.h"

#include "base/file.h"
#include "base/json_text.h"

#include <math.h>
#include <string.h>

// --- words ---

static void append_joined(GString *out, const char *text) {
    if (out->len)
        g_string_append(out, ", ");
    g_string_append(out, text);
}

// What the publisher said, in a record that is to keep such words; else NULL.
static const char *shown_sector(const Partnership *partnership, guint index) {
    if (!partnership->published_words || index >= partnership->sector_count)
        return NULL;
    if (partnership->sector_count == 1 && partnership->sector_as_published)
        return partnership->sector_as_published;
    return partnership->sector_words[index];
}

static const char *shown_party(const Partnership *partnership, const Party *party) {
    return partnership->published_words ? party->as_published : NULL;
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
    row_put_text(row, shown_sector(partnership, 0));
    row_put_text(row, code);
    row_put_integer(row, partnership->sector_count);
    row_put_text(row, partnership->sector_as_published);
}

// The first party, and the one that is the partner when that is at home: the first of another
// country, else the second.
static void put_parties(Row *row, const Partnership *partnership) {
    static const Party nobody = {0};
    const Party *parties = partnership->parties, *lead = &nobody, *other = &nobody;
    if (partnership->party_count > 0)
        lead = &parties[0];
    if (partnership->party_count > 1)
        other = &parties[1];
    for (guint i = 1; i < partnership->party_count; i++)
        if (g_strcmp0(parties[i].country, lead->country) != 0) {
            other = &parties[i];
            break;
        }
    row_put_integer(row, partnership->party_count);
    row_put_owned(row, join_countries(partnership));
    row_put_text(row, shown_party(partnership, lead));
    row_put_text(row, lead->name);
    row_put_text(row, lead->country);
    row_put_text(row, shown_party(partnership, other));
    row_put_text(row, other->name);
    row_put_text(row, other->country);
}

static bool is_verified(const Evidence *evidence) {
    return evidence_is_verified(evidence->finding.state, evidence->finding.number);
}

// Whether a quote says another amount or day than the record, and no other quote says that one.
static bool is_refuted(const Partnership *partnership, const Evidence *evidence) {
    if (evidence->finding.number != NUMBER_ABSENT)
        return false;
    for (guint i = 0; i < partnership->evidence_count; i++) {
        const Evidence *other = &partnership->evidence[i];
        if (is_verified(other) && g_strcmp0(other->supports, evidence->supports) == 0)
            return false;
    }
    return true;
}

// How much of the evidence was found, 0 when some of it refutes the record; null when nobody
// looked, or nothing is quoted.
static void put_verified(Row *row, const Partnership *partnership) {
    guint checked = 0, verified = 0;
    bool has_refuted = false;
    for (guint i = 0; i < partnership->evidence_count; i++) {
        const Evidence *evidence = &partnership->evidence[i];
        checked += evidence->finding.state != EVIDENCE_UNCHECKED;
        verified += is_verified(evidence);
        has_refuted = has_refuted || is_refuted(partnership, evidence);
    }
    if (checked)
        row_put_integer(row, has_refuted ? 0 : verified);
    else
        row_put_null(row);
}

static void put_origin(Row *row, const Partnership *partnership) {
    static const Evidence nothing = {0};
    const Evidence *first = partnership->evidence_count ? partnership->evidence : &nothing;
    row_put_text(row, first->source);
    row_put_text(row, first->url);
    row_put_owned(row, join_inferences(partnership));
    row_put_text(row, first->locator ? first->source : first->source ? "press" : NULL);
}

// --- the row of a partnership ---

static void insert_partnership(Store *store, gint64 fact, const Partnership *partnership) {
    Row row = row_begin(store, STORED_FACTS);
    row_put_integer(&row, fact);
    row_put_text(&row, partnership->id);
    row_put_text(&row, partnership->title);
    row_put_text(&row, partnership->summary);
    put_date(&row, &partnership->date);
    put_sectors(&row, partnership);
    row_put_text(&row, partnership->published_words ? partnership->status_as_published : NULL);
    row_put_text(&row, partnership->status);
    row_put_text(&row, partnership->status_as_published);
    row_put_text(&row, partnership->instrument);
    put_parties(&row, partnership);
    row_put_text(&row, partnership->venue.name);
    row_put_text(&row, partnership->venue.place);
    row_put_text(&row, partnership->venue.country);
    row_put_money(&row, partnership);
    row_put_integer(&row, partnership->umbrella);
    store->has_umbrellas =
        store->has_umbrellas || partnership->umbrella || partnership->part_of_count;
    row_put_integer(&row, partnership->commitment_count);
    row_put_integer(&row, partnership->evidence_count);
    put_verified(&row, partnership);
    put_origin(&row, partnership);
    row_put_text(&row, partnership->extracted_by);
    row_put_text(&row, partnership->extracted_at);
    row_put_number(&row, partnership->confidence);
    row_put_converted_money(&row, partnership);
    row_end(&row);
}

// --- what a partnership has many of ---

static Row part_begin(Store *store, StoredTable table, gint64 fact, guint index) {
    Row row = row_begin(store, table);
    row_put_integer(&row, fact);
    row_put_integer(&row, index + 1);
    return row;
}

static void insert_party(Store *store, gint64 fact, guint index, const Partnership *partnership) {
    const Party *party = &partnership->parties[index];
    const Term *term = vocabulary_find(store->vocabularies, VOCABULARY_PARTIES, party->name);
    Row row = part_begin(store, STORED_PARTIES, fact, index);
    row_put_text(&row, shown_party(partnership, party));
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
    Row row = part_begin(store, STORED_SECTORS, fact, index);
    row_put_text(&row, shown_sector(partnership, index));
    row_put_text(&row, code);
    if (term && term->slot >= 0)
        row_put_integer(&row, term->slot);
    else
        row_put_null(&row);
    row_put_number(&row, 1.0 / partnership->sector_count);
    row_end(&row);
}

static void insert_amount(Store *store, gint64 fact, guint index, const Partnership *partnership) {
    const Amount *amount = &partnership->amounts[index];
    Row row = part_begin(store, STORED_AMOUNTS, fact, index);
    row_put_decimal(&row, &amount->value);
    row_put_text(&row, amount->currency);
    row_put_text(&row, amount->basis);
    row_put_text(&row, amount->date.text);
    row_put_first(&row, &amount->date);
    row_put_last(&row, &amount->date);
    row_put_converted(&row, partnership, amount);
    row_end(&row);
}

static void insert_quantity(Store *store, gint64 fact, guint index, const Quantity *quantity) {
    Row row = part_begin(store, STORED_QUANTITIES, fact, index);
    row_put_text(&row, quantity->label);
    row_put_decimal(&row, &quantity->value);
    row_put_text(&row, quantity->unit);
    row_put_text(&row, quantity->as_of.text);
    row_end(&row);
}

static const char *party_code(const Store *store, const char *name) {
    const Term *term = name ? vocabulary_find(store->vocabularies, VOCABULARY_PARTIES, name) : NULL;
    return term ? term->code : name;
}

static bool has_end(const FactDate *due) {
    return due->text && !due->edtf.open_end;
}

static void put_slippage(Row *row, const FactDate *due, const CommitmentHistory *history) {
    row_put_text(row, history->first_due.text);
    row_put_integer(row, history->slips);
    if (has_end(due) && has_end(&history->first_due))
        row_put_integer(row, due->edtf.last - history->first_due.edtf.last);
    else
        row_put_null(row);
}

static void insert_commitment(Store *store, gint64 fact, guint index, const Commitment *commitment,
                              const CommitmentHistory *history) {
    const FactDate *due = &commitment->due;
    const CommitmentHistory fresh = {.first_due = *due};
    Row row = part_begin(store, STORED_COMMITMENTS, fact, index);
    row_put_text(&row, commitment->text);
    row_put_text(&row, party_code(store, commitment->by));
    row_put_text(&row, due->text);
    row_put_first(&row, due);
    row_put_last(&row, due);
    if (has_end(due))
        row_put_integer(&row, due->edtf.last);
    else
        row_put_null(&row);
    row_put_text(&row, commitment->status);
    put_slippage(&row, due, history ? history : &fresh);
    row_end(&row);
}

static void put_offset(Row *row, gint64 value) {
    if (value >= 0)
        row_put_integer(row, value);
    else
        row_put_null(row);
}

static void insert_evidence(Store *store, gint64 fact, guint index, const Evidence *evidence) {
    Row row = part_begin(store, STORED_EVIDENCE, fact, index);
    row_put_text(&row, evidence->supports);
    row_put_text(&row, evidence->quote);
    row_put_text(&row, evidence->source);
    put_offset(&row, evidence->start);
    put_offset(&row, evidence->end);
    row_put_text(&row, evidence->sha256);
    row_put_text(&row, evidence->locator);
    row_put_text(&row, evidence->url);
    bool is_checked = evidence->finding.state != EVIDENCE_UNCHECKED;
    row_put_text(&row, evidence_state_name(evidence->finding.state));
    row_put_number(&row, is_checked ? evidence->finding.score : NAN);
    row_put_text(&row, evidence_number_name(evidence->finding.number));
    row_end(&row);
}

static void insert_inference(Store *store, gint64 fact, guint index, const Inference *inference) {
    Row row = part_begin(store, STORED_INFERENCES, fact, index);
    row_put_text(&row, inference->field);
    row_put_text(&row, inference->from);
    row_end(&row);
}

static void insert_part(Store *store, gint64 fact, guint index, const char *whole) {
    Row row = part_begin(store, STORED_PARTS, fact, index);
    row_put_text(&row, whole);
    row_end(&row);
}

static void insert_merged(Store *store, gint64 fact, guint index, const MergedRecord *merged) {
    g_autofree char *text = merged->json ? json_text_sorted(merged->json, NULL, NULL) : NULL;
    Row row = part_begin(store, STORED_MERGES, fact, index);
    row_put_text(&row, merged->id);
    row_put_text(&row, merged->title);
    row_put_text(&row, merged->rule);
    row_put_number(&row, merged->score);
    row_put_text(&row, merged->source);
    row_put_text(&row, text);
    row_end(&row);
}

static void insert_conflict(Store *store, gint64 fact, guint index, const Conflict *conflict) {
    Row row = part_begin(store, STORED_CONFLICTS, fact, index);
    row_put_text(&row, conflict->field);
    row_put_text(&row, conflict->chosen);
    row_put_text(&row, conflict->other);
    row_put_text(&row, conflict->chosen_source);
    row_put_text(&row, conflict->other_source);
    row_put_text(&row, conflict->rule);
    row_end(&row);
}

static void insert_source_inference(Store *store, const char *source, guint index,
                                    const Inference *inference) {
    Row row = row_begin(store, STORED_SOURCE_INFERENCES);
    row_put_text(&row, source);
    row_put_integer(&row, index + 1);
    row_put_text(&row, inference->field);
    row_put_text(&row, inference->from);
    row_end(&row);
}

static void insert_parts(Store *store, gint64 fact, const Partnership *partnership,
                         const CommitmentHistory *histories) {
    for (guint i = 0; i < partnership->party_count; i++)
        insert_party(store, fact, i, partnership);
    for (guint i = 0; i < partnership->sector_count; i++)
        insert_sector(store, fact, i, partnership);
    for (guint i = 0; i < partnership->amount_count; i++)
        insert_amount(store, fact, i, partnership);
    for (guint i = 0; i < partnership->quantity_count; i++)
        insert_quantity(store, fact, i, &partnership->quantities[i]);
    for (guint i = 0; i < partnership->commitment_count; i++)
        insert_commitment(store, fact, i, &partnership->commitments[i],
                          histories ? &histories[i] : NULL);
    for (guint i = 0; i < partnership->evidence_count; i++)
        insert_evidence(store, fact, i, &partnership->evidence[i]);
    for (guint i = 0; i < partnership->inference_count; i++)
        insert_inference(store, fact, i, &partnership->inferences[i]);
    for (guint i = 0; i < partnership->part_of_count; i++)
        insert_part(store, fact, i, partnership->part_of[i]);
    for (guint i = 0; i < partnership->merged_count; i++)
        insert_merged(store, fact, i, &partnership->merged[i]);
    for (guint i = 0; i < partnership->conflict_count; i++)
        insert_conflict(store, fact, i, &partnership->conflicts[i]);
}

bool store_put_partnership(Store *store, gint64 fact, const Partnership *partnership,
                           const CommitmentHistory *histories) {
    insert_partnership(store, fact, partnership);
    insert_parts(store, fact, partnership, histories);
    return !store->failure;
}

bool store_put_source(Store *store, const SourcePlace *place, const FactSource *source,
                      const RecordText *record) {
    Row row = row_begin(store, STORED_SOURCES);
    row_put_integer(&row, place->loaded);
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
    row_put_text(&row, record->digest);
    row_put_text(&row, record->text);
    row_put_integer(&row, place->run);
    row_end(&row);
    for (guint i = 0; i < source->inference_count; i++)
        insert_source_inference(store, source->id, i, &source->inferences[i]);
    return !store->failure;
}

bool store_put_record(Store *store, gint64 fact, const char *id, gint64 run,
                      const RecordText *record) {
    Row row = row_begin(store, STORED_RECORDS);
    row_put_integer(&row, fact);
    row_put_text(&row, id);
    row_put_integer(&row, run);
    row_put_integer(&row, run);
    row_put_integer(&row, 0);
    row_put_text(&row, record->digest);
    row_put_text(&row, record->text);
    return row_end(&row);
}

// --- records as they were read ---

RecordText record_text_new(const json_t *record, RecordUse use) {
    enum { DIGEST_LENGTH = 32 }; // hexadecimal digits: 128 bits
    gsize length;
    RecordText out = {.text = json_text_sorted(record, "record", &length)};
    if (use == RECORD_PLAIN) {
        out.digest = g_strdup("");
        return out;
    }
    out.digest = file_sha256(out.text, length);
    out.digest[DIGEST_LENGTH] = '\0';
    return out;
}

void record_text_clear(RecordText *record) {
    g_free(record->text);
    g_free(record->digest);
}

// --- the sink of a store in memory ---

// Records are kept for store_export as long as they are not too large for it; nobody compares them
// by their digests then.
static bool keeps_record(const Store *store) {
    return store->keeps_records || store->record_bytes <= STORE_EXPORT_LIMIT;
}

static RecordText read_record(Store *store, const json_t *json) {
    RecordText record =
        record_text_new(json, store->keeps_records ? RECORD_DIGESTED : RECORD_PLAIN);
    store->record_bytes += strlen(record.text);
    return record;
}

static void load_record(Store *store, gint64 fact, const Partnership *partnership) {
    RecordText record = read_record(store, partnership->json);
    if (keeps_record(store))
        store_put_record(store, fact, partnership->id, 1, &record);
    record_text_clear(&record);
}

static bool load_partnership(void *data, const Partnership *partnership) {
    Store *store = data;
    if (store->failure || store->is_ready)
        return false;
    store->fact_count++;
    gint64 fact = ++store->last_fact;
    if (keeps_record(store))
        load_record(store, fact, partnership);
    home_note(store->homes, partnership);
    return store_put_partnership(store, fact, partnership, NULL);
}

static bool load_source(void *data, const FactSource *source) {
    Store *store = data;
    if (store->failure || store->is_ready)
        return false;
    RecordText record = read_record(store, source->json);
    const SourcePlace place = {++store->last_source, 1};
    bool good = store_put_source(store, &place, source, &record);
    record_text_clear(&record);
    return good;
}

FactsSink store_sink(Store *store) {
    return (FactsSink){load_source, load_partnership, store};
}
