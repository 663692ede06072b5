// Reading one record: a partnership or a source from its JSON object. Inside facts/ only.
#pragma once
#include "facts/dirt.h"
#include "facts/facts.h"

typedef struct {
    Diags *diags;
    const Vocabularies *vocabularies;
    Arena *arena;         // of the record; strings are borrowed from the JSON
    const JsonNode *root; // of the record: JSON pointers in it start here
    GHashTable *unknown;  // words already reported, one set of owned strings for the run
    const Term *audience; // the narrowest so far in the run, or NULL
    const char *today;    // see FactsOptions; or NULL
    Dirt *dirt;           // of a mapped record: counts what is said of texts and words; or NULL
    guint64 place;        // of a mapped record, for dirt
} RecordContext;

// False when something in the record is wrong (all of it is reported). Keys "record" are allowed
// when is_line. The id is set even then, when there is one.
bool record_read_partnership(RecordContext *context, const JsonNode *node, bool is_line,
                             Partnership *out);
bool record_read_source(RecordContext *context, const JsonNode *node, bool is_line,
                        FactSource *out);

extern const Keyword record_bases[];               // of amounts: "announced", ...
extern const Keyword record_commitment_statuses[]; // "open", ...

// --- values, in record_values.c. Each: true when the key is there and good. ---

// A string that is not empty and within the limit; control characters are a warning.
bool record_text(RecordContext *context, Reader *reader, const char *key, const char **out);
bool record_check_text(RecordContext *context, const JsonNode *node, const char *what,
                       const char **out);
bool record_id(RecordContext *context, const JsonNode *node, const char *what, const char **out);
bool record_date(RecordContext *context, Reader *reader, const char *key, FactDate *out);
bool record_url(RecordContext *context, Reader *reader, const char *key, const char **out);
bool record_country(RecordContext *context, Reader *reader, const char *key, const char **out);
bool record_currency(RecordContext *context, Reader *reader, const char *key, const char **out);
bool record_language(RecordContext *context, Reader *reader, const char *key, const char **out);
bool record_sha256(RecordContext *context, Reader *reader, const char *key, const char **out);
// A JSON pointer to something that is in the record.
bool record_pointer(RecordContext *context, Reader *reader, const char *key, const char **out);
// What is at the JSON pointer, or NULL. *malformed: when it is no pointer at all.
json_t *record_follow(json_t *json, const char *pointer, bool *malformed);
// The code of a term; an unknown word is kept and reported, once in a run.
const char *record_term(RecordContext *context, const JsonNode *node, VocabularyKind kind,
                        const char *word);
// "audience": who may read what the reader is open on.
void record_audience(RecordContext *context, Reader *reader);
// The array, when it is one and within the limit; *count is 0 else.
const JsonNode *record_list(RecordContext *context, Reader *reader, const char *key, guint *count);
void record_inferences(RecordContext *context, Reader *reader, const Inference **out, guint *count);

// --- what a merged record was merged from, in record_merged.c ---

void record_read_merged(RecordContext *context, Reader *reader, Partnership *out);

// --- what may be a slip, in record_doubts.c: warnings about a record that was read ---

void record_doubt(RecordContext *context, const JsonNode *record, const Partnership *out);

// --- numbers, in record_numbers.c ---

// A decimal string, or an integer; one below 0 is a warning.
bool record_amount(RecordContext *context, const JsonNode *node, const char *what, Decimal *out);
// The same, or a number with a fraction, and without the warning.
bool record_quantity(RecordContext *context, const JsonNode *node, const char *what, Decimal *out);
// An amount, or a number with a fraction (short forms).
bool record_loose_amount(RecordContext *context, const JsonNode *node, const char *what,
                         Decimal *out);

// --- what was meant, in record_suggest.c: new strings, or NULL ---

// The date as EDTF, the number as a decimal string.
char *record_suggest_date(const char *text);
char *record_suggest_number(const char *text);

// A string of the input as a message shows it: cut when long. New string.
char *record_shorten(const char *text);
