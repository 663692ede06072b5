// Facts in SQL: in SQLite's memory, in a file of SQLite, or in PostgreSQL. Tables and flat views
// made for charts; their columns are an interface, documented in accord-facts(5). Queries of
// layouts are read only and bounded.
#pragma once
#include "base/kept.h"
#include "facts/facts.h"
#include "table/table.h"

typedef struct Store Store;

typedef struct {
    const char *language; // of labels: BCP 47; NULL: en
    const char *as_of;    // ISO date: decides what is overdue; NULL: store_told_day, else the last
                          // day in the facts
    guint64 steps_limit;  // of one query; 0: STORE_STEPS_LIMIT
    bool many_languages;  // labels of all languages are kept, for store_speak
    const Rates *rates;   // what amounts are converted with; NULL: none. They outlive the store
    bool keep_records;    // however large they are: for facts that others are compared with
    // Of a store that lasts: gives the program's own vocabularies, when they are needed to find out
    // what changed; NULL: there are none. They must outlive the store.
    const Vocabularies *(*vocabularies)(void *data);
    void *vocabularies_data;
} StoreOptions;

const char *store_sqlite_version(void);

// NULL and reported on failure.
Store *store_open(Diags *diags, const StoreOptions *options, const Vocabularies *vocabularies);
void store_close(Store *store); // accepts NULL

// Whether the address of a store is that of a server, and no file's.
bool store_is_server(const char *address);

// The address without what is secret in it. New string.
char *store_address_shown(const char *address);

// A store that lasts, only to be read, all of it as it was at one moment: address is the path of a
// file, or postgresql://... NULL and reported on failure.
Store *store_open_at(Diags *diags, const char *address, const StoreOptions *options);

// From now on labels are in that language (BCP 47; NULL: en), and the day is as_of (NULL: as it
// was): of a store that lasts, or one in memory that was opened for many languages. False and
// reported on failure.
bool store_speak(Store *store, const char *language, const char *as_of, Diags *diags);
const char *store_language(const Store *store); // of labels
// Whether its connection, file or disk went away; all that is asked fails then.
bool store_is_lost(const Store *store);
// Whether facts dated later than the day as_of are shown; they are not, unless this said so. False
// and reported on failure.
bool store_keep_later(Store *store, bool keep, Diags *diags);
// The country whose facts these are: of a partnership with it the partner is another party. NULL:
// that of most facts again. False and reported on failure.
bool store_set_home(Store *store, const char *country, Diags *diags);
// *tied: another country that as many facts share as the one of most facts, or NULL.
const char *store_home(const Store *store, const char **tied);
guint store_left_out(Store *store); // how many facts are not shown for their date

// A sink for facts_read that fills the store in one transaction, ended by store_ready.
FactsSink store_sink(Store *store);
// Ends loading: indexes and derived columns. False and reported on failure.
bool store_ready(Store *store, Diags *diags);

// Called for each record as it was read, as a line of JSON with its end; false ends it.
typedef bool StoreLine(void *data, const char *text, gsize length);
// All records as they were read, sources first, as JSON Lines that facts_read reads again. False
// when a call said so, when reading failed, or when a store in memory did not keep all of them,
// which it does up to STORE_EXPORT_LIMIT.
bool store_each_record(Store *store, StoreLine *line, void *data);
// The same in one piece; NULL also when they are larger than STORE_EXPORT_LIMIT.
enum { STORE_EXPORT_LIMIT = 64 << 20 };
GBytes *store_export(Store *store);

// Between records of a store that lasts, read again, and a sink: puts back what was found of their
// evidence, which is no part of a record. Finds all of it out in one go. may_move: records may have
// been taken apart, parts of them withheld, and others merged from the rest.
typedef struct StoreFindings StoreFindings;
StoreFindings *store_findings_new(Store *from, bool may_move); // which must outlive it
// Hands on to inner, from now on.
FactsSink store_findings_sink(StoreFindings *findings, const FactsSink *inner);
void store_findings_free(StoreFindings *findings); // accepts NULL

// A file that belongs to the vocabulary that the facts were read with, in a store that lasts.
typedef struct {
    const char *name;
    GBytes *content;
} StoreFile;
// The files of a vocabulary other than the program's own, by name; a GArray of StoreFile, freed
// before the store. Empty for a store in memory.
GArray *store_vocabulary(Store *store);

// Whether a store that lasts is sound: the file, each record and revision against its digest, and
// each row against what its record makes, which takes the words that the facts were added with;
// under others, or another version of the program, that is left out with a warning. False and
// reported, record by record, when it is not.
bool store_examine(Store *store, const char *program, Diags *diags);

enum {
    STORE_ROWS_LIMIT = 1000000,    // rows of one query
    STORE_STEPS_LIMIT = 200000000, // virtual machine steps of one query: about ten seconds
    STORE_SQL_LIMIT = 100000       // bytes of one statement
};

// From now on answers to queries are kept there, and found: for facts that one report after the
// other asks. kept must outlive the store.
void store_share_kept(Store *store, Kept *kept);

// A named dataset: one of the documented views ("partnerships", "partnership_sectors",
// "partnership_parties", "commitments", "quantities", "evidence", "sources", ...), by day where
// rows have one. NULL when there is none of that name (not reported).
const Table *store_dataset(Store *store, Arena *arena, const char *name, Diags *diags);
// Their names for suggestions, NULL terminated.
const char *const *store_dataset_names(void);

typedef struct {
    const char *name;
    Value value;
} StoreParam;
// One SELECT. Parameters are bound as :name. Refused: anything that writes, attaches, or loads;
// more than one statement. node: the string in the layout, for messages; may be NULL.
// Integers and reals come as numbers; text as strings; columns declared BOOLEAN as booleans;
// columns declared DECIMAL, columns whose every value is a result of decimal_sum(), and integers
// beyond 2^53 as decimals. A column named "fact" or ending in "_facts" (numbers joined by commas)
// gives the rows' lineage and is left out of the table. SQL's 'now' is the day as_of.
// NULL and reported when the query is refused, fails, or passes a limit.
const Table *store_query(Store *store, Arena *arena, const char *sql, const StoreParam *params,
                         guint param_count, const JsonNode *node, Diags *diags);

// The id of a fact by its number in lineages (from 1, in the order of loading), or NULL.
const char *store_fact_id(Store *store, guint32 fact);
// The first and last day with facts as ISO dates, and how many there are; false when empty. Facts
// that are not shown do not count.
bool store_span(Store *store, Arena *arena, const char **first, const char **last, guint *count);
// The day that was given when facts were last added with one (--as-of), when it is later than the
// last day in the facts: what a store that lasts speaks of unless it is told another. Else NULL.
const char *store_told_day(const Store *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreFindings, store_findings_free)
