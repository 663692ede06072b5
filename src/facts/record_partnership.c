// A partnership record. Every member is read even after an error, so that all of a record is
// reported at once. Short forms ("sector", "year", "amount_usd", a party as its name) become the
// long ones here; nobody above sees a difference.
#include "base/suggest.h"
#include "facts/record.h"

#include <math.h>
#include <string.h>

const Keyword record_bases[] = {{"announced", 0}, {"committed", 1}, {"disbursed", 2}, {NULL, 0}};
const Keyword record_commitment_statuses[] = {{"open", 0}, {"met", 1}, {"dropped", 2}, {NULL, 0}};

enum { WORDS_VOCABULARY, WORDS_PUBLISHED };
static const Keyword word_kinds[] = {
    {"vocabulary", WORDS_VOCABULARY}, {"published", WORDS_PUBLISHED}, {NULL, 0}};

enum { YEAR_FIRST = 1000, YEAR_LAST = 9999 };

static const char *keyword_read(Reader *reader, const char *key, const Keyword *words,
                                const char *absent) {
    int value = 0;
    return reader_keyword(reader, key, words, &value) ? keyword_name(words, value) : absent;
}

// A short form and its long form say the same thing twice.
static void check_alone(Reader *reader, const char *short_form, const char *long_form) {
    if (!reader_has(reader, short_form) || !reader_has(reader, long_form))
        return;
    Place place = json_node_key_place(json_node_member(reader->node, short_form));
    diag_error(reader->diags, DIAG_WRONG_VALUE, &place, "leave one of them out",
               "\"%s\" is the short form of \"%s\", which is here too", short_form, long_form);
}

// --- parties ---

static void name_party(RecordContext *context, Party *party) {
    party->as_published = party->name;
    const Term *term = vocabulary_find(context->vocabularies, VOCABULARY_PARTIES, party->name);
    if (!term)
        return;
    party->name = term->code;
    if (!party->country)
        party->country = term->country;
}

static void read_party(RecordContext *context, const JsonNode *node, Party *out) {
    if (json_is_string(node->json)) {
        if (record_check_text(context, node, "party", &out->name))
            name_party(context, out);
        return;
    }
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, "party"))
        return;
    if (reader_require(&reader, "name"))
        record_text(context, &reader, "name", &out->name);
    record_country(context, &reader, "country", &out->country);
    record_text(context, &reader, "organisation", &out->organisation);
    record_text(context, &reader, "role", &out->role);
    reader_end(&reader);
    if (out->name)
        name_party(context, out);
}

static void report_empty_list(RecordContext *context, const JsonNode *array, const char *key) {
    if (array && json_node_size(array) == 0)
        json_error(context->diags, array, DIAG_WRONG_VALUE, NULL,
                   "\"%s\" is empty, expected at least one item", key);
}

static void read_parties(RecordContext *context, Reader *reader, Partnership *out) {
    if (!reader_require(reader, "parties"))
        return;
    const JsonNode *array = record_list(context, reader, "parties", &out->party_count);
    report_empty_list(context, array, "parties");
    Party *list = arena_array(context->arena, Party, out->party_count);
    for (guint i = 0; i < out->party_count; i++)
        read_party(context, json_node_item(array, i), &list[i]);
    out->parties = list;
}

// --- sectors ---

// Room for the sectors of a partnership.
typedef struct {
    const char **codes, **words;
    guint count;
} SectorList;

// Adds a sector once; saying it twice is reported.
static void add_sector(RecordContext *context, const JsonNode *node, SectorList *list) {
    const char *word;
    if (!record_check_text(context, node, "sector", &word))
        return;
    const char *code = record_term(context, node, VOCABULARY_SECTORS, word);
    for (guint i = 0; i < list->count; i++) {
        if (strcmp(list->codes[i], code) != 0)
            continue;
        json_warning(context->diags, node, DIAG_WRONG_VALUE, NULL,
                     "\"%s\" is the sector \"%s\", which is named already", word, code);
        return;
    }
    list->words[list->count] = word;
    list->codes[list->count++] = code;
}

static bool is_repeated(const JsonNode *array, guint index) {
    json_t *item = json_array_get(array->json, index);
    for (guint i = 0; i < index; i++)
        if (json_equal(item, json_array_get(array->json, i)))
            return true;
    return false;
}

static bool check_unique(RecordContext *context, const JsonNode *array, guint index) {
    if (!is_repeated(array, index))
        return true;
    json_error(context->diags, json_node_item(array, index), DIAG_WRONG_VALUE, NULL,
               "this item occurs twice in \"%s\"", array->key);
    return false;
}

static void read_sectors(RecordContext *context, Reader *reader, Partnership *out) {
    guint count;
    check_alone(reader, "sector", "sectors");
    const JsonNode *single = reader_node(reader, "sector");
    const JsonNode *array = record_list(context, reader, "sectors", &count);
    report_empty_list(context, array, "sectors");
    SectorList list = {arena_array(context->arena, const char *, count + 1),
                       arena_array(context->arena, const char *, count + 1), 0};
    if (single && !array)
        add_sector(context, single, &list);
    for (guint i = 0; i < count; i++)
        if (check_unique(context, array, i))
            add_sector(context, json_node_item(array, i), &list);
    out->sectors = list.codes;
    out->sector_words = list.words;
    out->sector_count = list.count;
    record_text(context, reader, "sector_as_published", &out->sector_as_published);
    const char *word = single ? json_string_value(single->json) : NULL;
    if (word && !out->sector_as_published && list.count && strcmp(word, list.codes[0]) != 0)
        out->sector_as_published = word;
}

// --- date, status, venue ---

static void read_year(RecordContext *context, Reader *reader, FactDate *out) {
    const JsonNode *node = reader_node(reader, "year");
    gint64 year = 0;
    const char *text = node ? json_string_value(node->json) : NULL;
    if (!node)
        return;
    if (text && strlen(text) == 4 && strspn(text, "0123456789") == 4) {
        out->text = text;
    } else if (text) {
        g_autofree char *shown = record_shorten(text);
        json_error(context->diags, node, DIAG_BAD_DATE, "other dates go into \"date\"",
                   "\"year\" is \"%s\", expected a year such as 2025", shown);
        return;
    } else if (json_read_integer(context->diags, node, "year", YEAR_FIRST, YEAR_LAST, &year)) {
        out->text = arena_printf(context->arena, "%04d", (int)year);
    } else {
        return;
    }
    edtf_parse(out->text, &out->edtf, NULL);
}

static void read_status(RecordContext *context, Reader *reader, Partnership *out) {
    const char *word;
    record_text(context, reader, "status_as_published", &out->status_as_published);
    if (!record_text(context, reader, "status", &word))
        return;
    const JsonNode *node = json_node_member(reader->node, "status");
    out->status = record_term(context, node, VOCABULARY_STATUSES, word);
    if (!out->status_as_published && strcmp(word, out->status) != 0)
        out->status_as_published = word;
}

// From "agreed" on a status tells of something that has happened.
enum { ORDER_HAPPENED = 3 };

static void check_future(RecordContext *context, const Reader *reader, const Partnership *out) {
    Edtf today;
    if (!context->today || !out->status || !out->date.text || out->date.edtf.open_start ||
        !edtf_parse(context->today, &today, NULL) || out->date.edtf.first <= today.first)
        return;
    const Term *status = vocabulary_find(context->vocabularies, VOCABULARY_STATUSES, out->status);
    if (!status || status->order < ORDER_HAPPENED)
        return;
    const JsonNode *node = json_node_member(reader->node, "date");
    json_warning(context->diags, node ? node : reader->node, DIAG_FUTURE_DATE,
                 "look whether the date is mistyped; --as-of takes another day for today",
                 "\"%s\" is dated %s, after %s, and its status is \"%s\"", out->id ? out->id : "?",
                 out->date.text, context->today, out->status);
}

static void read_instrument(RecordContext *context, Reader *reader, Partnership *out) {
    const char *word;
    if (!record_text(context, reader, "instrument", &word))
        return;
    const JsonNode *node = json_node_member(reader->node, "instrument");
    out->instrument = record_term(context, node, VOCABULARY_INSTRUMENTS, word);
}

static void read_venue(RecordContext *context, const JsonNode *node, Partnership *out) {
    Reader reader;
    if (!node || !reader_begin(&reader, context->diags, node, "venue"))
        return;
    record_text(context, &reader, "name", &out->venue.name);
    record_text(context, &reader, "place", &out->venue.place);
    record_country(context, &reader, "country", &out->venue.country);
    if (json_node_size(node) == 0)
        json_error(context->diags, node, DIAG_WRONG_VALUE, "leave it out when it is not known",
                   "\"venue\" is empty");
    reader_end(&reader);
}

// --- amounts and quantities ---

static void read_amount(RecordContext *context, const JsonNode *node, Amount *out) {
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, "amount"))
        return;
    const JsonNode *value = reader_require(&reader, "value");
    if (value)
        record_amount(context, value, "value", &out->value);
    if (reader_require(&reader, "currency"))
        record_currency(context, &reader, "currency", &out->currency);
    out->basis = keyword_read(&reader, "basis", record_bases, NULL);
    record_date(context, &reader, "date", &out->date);
    record_audience(context, &reader);
    reader_end(&reader);
}

static void read_amounts(RecordContext *context, Reader *reader, Partnership *out) {
    check_alone(reader, "amount_usd", "amounts");
    const JsonNode *single = reader_node(reader, "amount_usd");
    const JsonNode *array = record_list(context, reader, "amounts", &out->amount_count);
    Amount *list = arena_array(context->arena, Amount, out->amount_count + 1);
    for (guint i = 0; i < out->amount_count; i++)
        read_amount(context, json_node_item(array, i), &list[i]);
    if (single && record_loose_amount(context, single, "amount_usd", &list[0].value)) {
        list[0].currency = "USD";
        out->amount_count = 1;
    }
    out->amounts = list;
}

static void read_quantity(RecordContext *context, const JsonNode *node, Quantity *out) {
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, "quantity"))
        return;
    if (reader_require(&reader, "label"))
        record_text(context, &reader, "label", &out->label);
    const JsonNode *value = reader_require(&reader, "value");
    if (value)
        record_quantity(context, value, "value", &out->value);
    record_text(context, &reader, "unit", &out->unit);
    record_date(context, &reader, "as_of", &out->as_of);
    record_audience(context, &reader);
    reader_end(&reader);
}

static void read_quantities(RecordContext *context, Reader *reader, Partnership *out) {
    const JsonNode *array = record_list(context, reader, "quantities", &out->quantity_count);
    Quantity *list = arena_array(context->arena, Quantity, out->quantity_count);
    for (guint i = 0; i < out->quantity_count; i++)
        read_quantity(context, json_node_item(array, i), &list[i]);
    out->quantities = list;
}

// --- commitments ---

static const Party *find_party(const Partnership *partnership, const char *name) {
    for (guint i = 0; i < partnership->party_count; i++) {
        const Party *party = &partnership->parties[i];
        if (party->name &&
            (strcmp(party->name, name) == 0 || strcmp(party->as_published, name) == 0))
            return party;
    }
    return NULL;
}

static void report_promiser(RecordContext *context, const JsonNode *node, const char *name,
                            const Partnership *partnership) {
    const char **names = arena_array(context->arena, const char *, partnership->party_count);
    for (guint i = 0; i < partnership->party_count; i++)
        names[i] = partnership->parties[i].as_published;
    g_autofree char *shown = record_shorten(name);
    g_autofree char *hint = suggest_hint(name, names, partnership->party_count);
    json_warning(context->diags, node, DIAG_UNKNOWN_NAME, hint,
                 "\"by\" is \"%s\", which is none of the parties", shown);
}

// The party's name, also when it is written in another way than among the parties.
static const char *name_promiser(RecordContext *context, const JsonNode *node, const char *name,
                                 const Partnership *partnership) {
    const Term *term = vocabulary_find(context->vocabularies, VOCABULARY_PARTIES, name);
    const Party *party = find_party(partnership, term ? term->code : name);
    if (party)
        return party->name;
    if (partnership->party_count)
        report_promiser(context, node, name, partnership);
    return term ? term->code : name;
}

static void read_commitment(RecordContext *context, const JsonNode *node,
                            const Partnership *partnership, Commitment *out) {
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, "commitment"))
        return;
    if (reader_require(&reader, "text"))
        record_text(context, &reader, "text", &out->text);
    if (record_text(context, &reader, "by", &out->by))
        out->by = name_promiser(context, json_node_member(node, "by"), out->by, partnership);
    record_date(context, &reader, "due", &out->due);
    out->status = keyword_read(&reader, "status", record_commitment_statuses, "open");
    record_audience(context, &reader);
    reader_end(&reader);
}

static void read_commitments(RecordContext *context, Reader *reader, Partnership *out) {
    const JsonNode *array = record_list(context, reader, "commitments", &out->commitment_count);
    Commitment *list = arena_array(context->arena, Commitment, out->commitment_count);
    for (guint i = 0; i < out->commitment_count; i++)
        read_commitment(context, json_node_item(array, i), out, &list[i]);
    out->commitments = list;
}

// --- evidence ---

// A range of the captured text needs all three of its keys.
static void check_range(RecordContext *context, Reader *reader) {
    static const char *const keys[] = {"start", "end", "sha256"};
    guint there = 0;
    const char *missing = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (reader_has(reader, keys[i]))
            there++;
        else
            missing = keys[i];
    }
    if (there && missing)
        json_error(context->diags, reader->node, DIAG_MISSING_KEY,
                   "a range has \"start\", \"end\" and \"sha256\"", "evidence lacks \"%s\"",
                   missing);
}

static void read_range(RecordContext *context, Reader *reader, Evidence *out) {
    bool has_start = reader_integer(reader, "start", 0, G_MAXINT64, &out->start);
    bool has_end = reader_integer(reader, "end", 1, G_MAXINT64, &out->end);
    record_sha256(context, reader, "sha256", &out->sha256);
    check_range(context, reader);
    if (has_start && has_end && out->start >= out->end)
        json_error(context->diags, json_node_member(reader->node, "end"), DIAG_WRONG_VALUE, NULL,
                   "\"end\" is not after \"start\"");
}

// --- selectors of the W3C Web Annotation Data Model (4.2.4 and 4.2.5) ---

typedef enum { SELECTOR_QUOTE, SELECTOR_POSITION } SelectorType;

static const Keyword selector_types[] = {
    {"TextQuoteSelector", SELECTOR_QUOTE}, {"TextPositionSelector", SELECTOR_POSITION}, {NULL, 0}};

static void read_quote_selector(RecordContext *context, Reader *reader, Evidence *out) {
    if (out->quote)
        json_error(context->diags, reader->node, DIAG_WRONG_VALUE, NULL,
                   "the quote is given twice");
    if (reader_require(reader, "exact"))
        record_text(context, reader, "exact", &out->quote);
    record_text(context, reader, "prefix", &out->prefix);
    record_text(context, reader, "suffix", &out->suffix);
}

// Its range counts characters.
static void read_position_selector(RecordContext *context, Reader *reader, Evidence *out) {
    gint64 start = -1, end = -1;
    bool is_double = out->start >= 0 || out->end >= 0;
    bool has_start =
        reader_require(reader, "start") && reader_integer(reader, "start", 0, G_MAXINT64, &start);
    bool has_end =
        reader_require(reader, "end") && reader_integer(reader, "end", 1, G_MAXINT64, &end);
    if (is_double)
        json_error(context->diags, reader->node, DIAG_WRONG_VALUE, NULL,
                   "the range is given twice");
    if (!has_start || !has_end || is_double)
        return;
    if (start >= end)
        json_error(context->diags, json_node_member(reader->node, "end"), DIAG_WRONG_VALUE, NULL,
                   "\"end\" is not after \"start\"");
    out->start = start;
    out->end = end;
    out->in_characters = true;
}

static void read_selector(RecordContext *context, const JsonNode *node, Evidence *out) {
    Reader reader;
    int type;
    if (!reader_begin(&reader, context->diags, node, "selector"))
        return;
    if (!reader_require(&reader, "type") || !reader_keyword(&reader, "type", selector_types, &type))
        return;
    if (type == SELECTOR_QUOTE)
        read_quote_selector(context, &reader, out);
    else
        read_position_selector(context, &reader, out);
    reader_end(&reader);
}

// One selector, or several that select the same.
static void read_selectors(RecordContext *context, Reader *reader, Evidence *out) {
    const JsonNode *node = reader_node(reader, "selector");
    guint count = 0;
    if (node && !json_is_array(node->json)) {
        read_selector(context, node, out);
        return;
    }
    const JsonNode *array = node ? record_list(context, reader, "selector", &count) : NULL;
    for (guint i = 0; i < count; i++)
        read_selector(context, json_node_item(array, i), out);
}

static void check_place(RecordContext *context, Reader *reader) {
    static const char *const keys[] = {"quote", "selector", "start", "locator", "url"};
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        if (reader_has(reader, keys[i]))
            return;
    json_error(context->diags, reader->node, DIAG_MISSING_KEY,
               "give \"quote\", \"locator\", \"url\", or \"start\", \"end\" and \"sha256\"",
               "evidence does not say where in the source it stands");
}

static void read_evidence(RecordContext *context, const JsonNode *node, Evidence *out) {
    *out = (Evidence){.start = -1, .end = -1};
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, "evidence"))
        return;
    const JsonNode *source = reader_require(&reader, "source");
    if (source)
        record_id(context, source, "source", &out->source);
    record_pointer(context, &reader, "supports", &out->supports);
    record_text(context, &reader, "quote", &out->quote);
    read_range(context, &reader, out);
    read_selectors(context, &reader, out);
    record_text(context, &reader, "locator", &out->locator);
    record_url(context, &reader, "url", &out->url);
    check_place(context, &reader);
    record_audience(context, &reader);
    reader_end(&reader);
}

static void read_evidences(RecordContext *context, Reader *reader, Partnership *out) {
    const JsonNode *array = record_list(context, reader, "evidence", &out->evidence_count);
    Evidence *list = arena_array(context->arena, Evidence, out->evidence_count);
    for (guint i = 0; i < out->evidence_count; i++)
        read_evidence(context, json_node_item(array, i), &list[i]);
    out->evidence = list;
}

// --- the rest ---

// One id, or several.
static const char *const *read_ids(RecordContext *context, Reader *reader, const char *key,
                                   guint *read) {
    const JsonNode *node = reader_node(reader, key);
    guint count = 0;
    if (!node)
        return NULL;
    const JsonNode *array = NULL;
    if (!json_is_string(node->json))
        array = record_list(context, reader, key, &count);
    const char **list = arena_array(context->arena, const char *, count + 1);
    if (!array && json_is_string(node->json) && record_id(context, node, key, &list[0]))
        *read = 1;
    for (guint i = 0; i < count; i++)
        if (check_unique(context, array, i) &&
            record_id(context, json_node_item(array, i), key, &list[*read]))
            (*read)++;
    return list;
}

static void read_references(RecordContext *context, Reader *reader, Partnership *out) {
    out->same_as = read_ids(context, reader, "same_as", &out->same_as_count);
    out->part_of = read_ids(context, reader, "part_of", &out->part_of_count);
}

static void read_extracted(RecordContext *context, const JsonNode *node, Partnership *out) {
    Reader reader;
    if (!node || !reader_begin(&reader, context->diags, node, "extracted"))
        return;
    FactDate at = {0};
    double confidence;
    record_text(context, &reader, "by", &out->extracted_by);
    if (record_date(context, &reader, "at", &at))
        out->extracted_at = at.text;
    if (reader_number(&reader, "confidence", &confidence)) {
        if (confidence >= 0 && confidence <= 1)
            out->confidence = confidence;
        else
            json_error(context->diags, json_node_member(node, "confidence"), DIAG_WRONG_VALUE, NULL,
                       "\"confidence\" is not from 0 to 1");
    }
    reader_end(&reader);
}

static void read_heads(RecordContext *context, Reader *reader, Partnership *out) {
    const JsonNode *id = reader_require(reader, "id");
    if (id)
        record_id(context, id, "id", &out->id);
    if (reader_require(reader, "title"))
        record_text(context, reader, "title", &out->title);
    record_text(context, reader, "summary", &out->summary);
    check_alone(reader, "year", "date");
    record_date(context, reader, "date", &out->date);
    read_year(context, reader, &out->date);
    read_status(context, reader, out);
    check_future(context, reader, out);
    read_instrument(context, reader, out);
    read_venue(context, reader_object(reader, "venue"), out);
    reader_bool(reader, "umbrella", &out->umbrella);
    record_audience(context, reader);
    int words_of = WORDS_VOCABULARY;
    if (reader_keyword(reader, "words", word_kinds, &words_of))
        out->published_words = words_of == WORDS_PUBLISHED;
}

bool record_read_partnership(RecordContext *context, const JsonNode *node, bool is_line,
                             Partnership *out) {
    *out = (Partnership){.json = node->json, .confidence = NAN};
    guint errors_before = diags_errors(context->diags);
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, "partnership"))
        return false;
    context->root = node;
    if (is_line)
        reader_ignore(&reader, "record");
    read_heads(context, &reader, out);
    read_parties(context, &reader, out);
    read_sectors(context, &reader, out);
    read_amounts(context, &reader, out);
    read_quantities(context, &reader, out);
    read_commitments(context, &reader, out);
    read_evidences(context, &reader, out);
    read_references(context, &reader, out);
    record_read_merged(context, &reader, out);
    record_inferences(context, &reader, &out->inferences, &out->inference_count);
    read_extracted(context, reader_object(&reader, "extracted"), out);
    reader_end(&reader);
    record_doubt(context, node, out);
    return diags_errors(context->diags) == errors_before;
}
