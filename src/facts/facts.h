// The partnership model: facts read from JSON files, folders, JSON Lines and standard input,
// checked, and handed on one record at a time, so that memory does not grow with the input.
// docs: accord-facts(5), data/schema/facts.schema.json.
#pragma once
#include "base/decimal.h"
#include "base/edtf.h"
#include "base/json.h"
#include "facts/map.h"
#include "facts/vocabulary.h"

// What is over a limit is reported as too large; the record is left out.
enum {
    FACTS_ID_LIMIT = 200,      // characters of an id, as the schema says
    FACTS_TEXT_LIMIT = 65536,  // characters of any other string: a title of a treaty has 20,000
    FACTS_ITEMS_LIMIT = 1000,  // items of one list in a record: a treaty has 267 parties
    FACTS_FOLDER_DEPTH = 16,   // folders in folders; also ends loops of symbolic links
    FACTS_FILES_LIMIT = 100000 // below one path
};

typedef struct {
    const char *text; // as written, EDTF; NULL: no date
    Edtf edtf;
} FactDate;

typedef struct {
    const char *name;         // canonical, by the parties vocabulary; else as written
    const char *as_published; // as written
    const char *country;      // ISO 3166-1 alpha-2, or NULL
    const char *organisation; // body within the party that acts, or NULL
    const char *role;         // IATI organisation role or "host", ...; or NULL
} Party;

typedef struct {
    Decimal value;        // below 0: money that was taken back
    const char *currency; // ISO 4217
    const char *basis;    // announced, committed, disbursed; NULL: not said
    FactDate date;        // may lack
} Amount;

typedef struct {
    const char *label;
    Decimal value;
    const char *unit;
    FactDate as_of;
} Quantity;

typedef struct {
    const char *text, *by; // by: a party's name, or NULL
    FactDate due;
    const char *status; // open, met, dropped
} Commitment;

// What came of looking a claim up in the captured text of its source (evidence.h).
typedef enum {
    EVIDENCE_UNCHECKED,   // nobody looked
    EVIDENCE_EXACT,       // byte by byte
    EVIDENCE_NORMALISED,  // but for white space, quotation marks, dashes, digit shapes
    EVIDENCE_FUZZY,       // nearly
    EVIDENCE_MISSING,     // not in the text
    EVIDENCE_UNAVAILABLE, // there is no text
    EVIDENCE_STATES
} EvidenceState;

typedef enum {
    NUMBER_NONE,      // the claim is no number and no date
    NUMBER_FOUND,     // it stands in the passage
    NUMBER_PARTLY,    // of a date: some of year, month and day
    NUMBER_ABSENT,    // and the record does not say that it was concluded
    NUMBER_ELSEWHERE, // not there, but in other evidence of the same claim
    NUMBER_INFERRED,  // not there, but the record says from what it was concluded
    NUMBER_STATES
} NumberState;

typedef struct {
    const char *source;          // id
    const char *supports;        // JSON pointer inside the partnership
    const char *quote;           // or NULL
    const char *prefix, *suffix; // what stands before and after the quote, or NULL
    gint64 start, end;           // of the passage in the captured text, or -1
    bool in_characters;          // start and end count characters, not bytes
    const char *sha256;          // of that passage, or NULL
    const char *locator, *url;   // record number and address within the source, or NULL
    struct {
        EvidenceState state;
        double score; // 0 to 1
        NumberState number;
    } finding;
} Evidence;

typedef struct {
    const char *field, *from; // JSON pointer; why the value may be believed
} Inference;

// One of the records that a partnership was merged from (merge.h).
typedef struct {
    const char *id, *title;
    const char *rule;   // "first", "id", "same_as", "list", "similar"
    const char *source; // of its first evidence, or NULL
    double score;       // of the rule "similar", 0 to 1; else NaN
    const json_t *json; // the record as it was, or NULL
} MergedRecord;

// A value that records of one partnership disagree on.
typedef struct {
    const char *field;                        // JSON pointer: "/date", "/amounts", ...
    const char *chosen, *other;               // as text
    const char *chosen_source, *other_source; // ids, or NULL
    const char *rule;                         // that chose
} Conflict;

// Where a record stands, cheaper than a Place: kept for each of them.
typedef struct {
    const char *file; // lives as long as the reading
    guint line;       // of a JSON Lines file; else 0
    guint index;      // in the array of a JSON file
    bool is_member;   // that array is a member of the file's object
} RecordSite;

typedef struct {
    const json_t *json; // the record as read
    const char *id, *title, *summary;
    RecordSite site;
    FactDate date;
    bool published_words; // sectors, status and parties are shown as their publisher wrote them
    const char *status;   // code, or as written when unknown
    const char *status_as_published, *sector_as_published;
    const char *instrument; // code, or as written when unknown; NULL: not said
    struct {
        const char *name, *place, *country;
    } venue;
    bool umbrella; // its amounts are counted again in other records
    guint party_count, sector_count, amount_count, quantity_count, commitment_count, evidence_count,
        inference_count, same_as_count, part_of_count, merged_count, conflict_count;
    const Party *parties;
    const char *const *sectors;      // codes, the first is the main one
    const char *const *sector_words; // the same as written
    const Amount *amounts;
    const Quantity *quantities;
    const Commitment *commitments;
    const Evidence *evidence;
    const Inference *inferences;
    const char *const *same_as;
    const char *const *part_of; // ids of the umbrellas that its amounts are counted in too
    const MergedRecord *merged; // the first gave the id and the title
    const Conflict *conflicts;
    const char *extracted_by, *extracted_at;
    double confidence; // 0 to 1; NaN: not said
} Partnership;

enum { SOURCE_RANKS = 100 }; // of sources, from 1

typedef struct {
    const json_t *json; // the record as read
    const char *id, *title, *publisher, *url, *language, *licence, *attribution;
    FactDate published, accessed;
    const char *text;                     // path of the captured text, or NULL
    const char *captured_sha256;          // or NULL
    gint64 captured_bytes, captured_part; // -1: not said
    gint64 rank; // 1 outranks 2, where records that are merged differ; 0: none
    guint inference_count;
    const Inference *inferences; // fields are JSON pointers inside the source
} FactSource;

// Where records go. The record and its strings live only during the call. False stops reading.
typedef struct {
    bool (*source)(void *data, const FactSource *source);
    bool (*partnership)(void *data, const Partnership *partnership);
    void *data;
} FactsSink;

// Counts of what was read.
typedef struct {
    guint64 files, sources, partnerships, bytes;
    const Term *audience; // the narrowest of any record or part of one; NULL: none is named
} FactsSummary;

typedef struct MergePlan MergePlan; // merge.h
typedef struct Rates Rates;         // rates.h

// Called now and then on long reads; total is 0 when it is not known. May be NULL.
typedef void (*FactsProgress)(void *data, const FactsSummary *so_far, guint64 total_bytes);

typedef struct {
    Diags *diags;
    const Vocabularies *vocabularies; // may be empty ones, never NULL
    FactsProgress progress;
    void *progress_data;
    // Merges records of one partnership; NULL: an id that comes again is an error.
    MergePlan *merge;
    bool take_apart;       // merged records are handed on as what they were merged from
    FactsMap *const *maps; // one for each path, or NULL for facts as they are; NULL: no maps
    const char *today;     // ISO day: what happened later is warned of; NULL: nothing is
    const Rates *rates;    // an amount without one is an error; NULL: nothing is converted
    // Whether a partnership is there already where the records go, so that a reference to it leads
    // somewhere; NULL: none is.
    bool (*holds)(void *data, const char *id);
    void *holds_data;
} FactsOptions;

// Reads paths: a .json file (one facts object, or an array of partnerships), a .jsonl / .ndjson
// file, a folder (all such files below it, by name), or "-" (JSON or JSON Lines, told apart by
// looking). Every problem is reported; a record with an error is not handed on. Afterwards ids that
// occur twice and references to no source are reported too. False when there was any error.
// With a map the files hold foreign records: an array of them, an object with such an array, or
// one a line. What is unclean in them is counted and reported by kind.
bool facts_read(const FactsOptions *options, const char *const *paths, guint path_count,
                const FactsSink *sink, FactsSummary *summary);
