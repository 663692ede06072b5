// What the store is made of. Inside store/ only.
#pragma once
#include "base/kept.h"
#include "facts/reread.h"
#include "store/changes.h"
#include "store/engine.h"
#include "store/home.h"
#include "store/row_writer.h"
#include "store/schema.h"
#include "store/sql_money.h"
#include "store/store.h"
#include "store/why.h"

enum { ROW_LIMIT = 64, ROW_DAYS = 8, ROW_OWNED = 8 };

// The row that is being put together.
typedef struct {
    SqlValue values[ROW_LIMIT];
    char days[ROW_DAYS][16];
    char *owned[ROW_OWNED];
    guint day_count, owned_count;
} RowBuffer;

// A statement with its values.
typedef struct {
    const char *sql;
    const SqlValue *values;
    guint value_count;
} SqlQuestion;

// Of all amounts of the facts. Names are of two of them that differ, "EUR" and "USD"; equal or
// NULL: there is only one.
typedef struct {
    const char *currencies[2], *bases[2], *units[2];
    gint64 several;      // partnerships with amounts on the basis of "amount" in another currency
    const char *example; // the id of one of them
} StoreMoney;

struct Store {
    Engine *engine;
    Arena *arena;
    const Vocabularies *vocabularies;
    const Rates *rates;           // or NULL
    const char *language, *as_of; // as_of NULL until store_ready when it was not given
    const char *told_day;         // of store_told_day
    const char *languages;        // those with labels, with spaces between; NULL: language alone
    const char *home;             // as told to the engine: the country whose facts they are
    const char *most_shared;      // by most facts
    const char *tied;             // another country that as many facts share; or NULL
    const char *latest;           // the last first day of a fact; "" when none is known
    bool keeps_later;             // facts of days after as_of are shown too
    guint64 steps_limit;
    GHashTable *lists;  // "language day name" to Table: short datasets that were asked for
    RowBuffer *row;     // while loading
    RowWriter *writer;  // of a store in memory, until it is ready; else NULL
    HomeCounts *homes;  // likewise
    guint32 last_fact;  // the highest number
    guint32 fact_count; // facts there are
    guint last_source;  // the highest number of a source
    gsize record_bytes; // of records that are kept in memory
    bool is_lasting;    // in a file or on a server
    char *failure;      // the first one while loading; owned
    bool is_busy;       // that was another's lock
    bool is_ready;

    // The earlier state (changes.h).
    bool has_earlier, are_changes_known;
    guint changes_asked;
    StoreEarlier compared;
    Store *earlier; // other facts, or those of the run once somebody asked for them; owned
    bool is_of_run; // the earlier state is one of this store
    Store *(*read_earlier)(void *data, Diags *diags); // other facts not yet asked for; or NULL
    void *read_data;
    const Materiality *materiality;
    const Vocabularies *(*find_vocabularies)(void *data);
    void *find_data;
    Vocabularies *own_vocabularies; // that came with a store that lasts
    bool keeps_records;             // all of them, whatever their size

    // What the amounts of the facts are in, once somebody asked (money.c).
    bool is_money_known, are_umbrellas_known, has_umbrellas;
    StoreMoney money;
    GHashTable *amounts; // question to SqlMoney: what is known of those that were asked

    Kept *kept; // answers of queries, with what else is kept; or NULL
    guint64 kept_number;
};

// store.c
// Calls line for each record that sql gives, as store_each_record does.
bool store_each_line(Store *store, const char *kind, const SqlQuestion *question, StoreLine *line,
                     void *data);
typedef bool StoreRecords(Store *store, StoreLine *line, void *data);
// What `records` gives, in one piece; NULL when that is larger than STORE_EXPORT_LIMIT.
GBytes *store_export_by(Store *store, StoreRecords *records);

// answers.c
// The key of an answer, whose bytes the caller unrefs; false: none is kept.
bool answer_key(const Store *store, const StoreQuestion *question, KeptKey *out);
// NULL: it was not kept.
const Table *answer_find(const Store *store, const KeptKey *key, Arena *arena);
// Keeps a table that is alone in its arena, which is taken over, and gives it as answer_find would.
const Table *answer_keep(const Store *store, const KeptKey *key, Table *answer, Arena *arena);

// money.c
const StoreMoney *store_money(Store *store);
// Whether the facts have amounts in several currencies, or quantities in several units.
bool store_has_several(Store *store, bool is_quantity);
// Whether an umbrella or a part of one is among the facts: only then money may count twice.
bool store_has_umbrellas(Store *store);

// row.c
// Keeps the first failure of the engine; false when there is or was one.
bool store_check(Store *store, bool good);
bool store_flush(Store *store);

// terms.c
void store_load_terms(Store *store, const char *const *languages);
// Of any label, and English; NULL terminated. They live as long as the vocabularies.
GPtrArray *store_list_languages(const Vocabularies *vocabularies);
// Of all terms and labels and the version of the program, which makes rows with them. New string.
char *store_words_digest(const Vocabularies *vocabularies, const char *program);

// load.c
// histories: of its commitments; NULL: they are new.
bool store_put_partnership(Store *store, gint64 fact, const Partnership *partnership,
                           const CommitmentHistory *histories);

// A record as JSON without "record", keys sorted, and the digest of that, which is empty unless it
// is asked for.
typedef struct {
    char *text, *digest;
} RecordText;
typedef enum { RECORD_PLAIN, RECORD_DIGESTED } RecordUse;
RecordText record_text_new(const json_t *record, RecordUse use);
void record_text_clear(RecordText *record);
typedef struct {
    gint64 loaded, run; // its number; the run that it came with
} SourcePlace;
bool store_put_source(Store *store, const SourcePlace *place, const FactSource *source,
                      const RecordText *record);
bool store_put_record(Store *store, gint64 fact, const char *id, gint64 run,
                      const RecordText *record);

// store.c
Store *store_new(const StoreOptions *options, const Vocabularies *vocabularies);
bool store_check_day(Diags *diags, const char *as_of);
char *store_read_text(Store *store, const char *sql); // of one statement; new string or NULL
gint64 store_read_integer(Store *store, const char *sql);
// Tells the engine language, day and home. False: store->failure.
bool store_tell_session(Store *store);

// The vocabularies that the facts were read with; NULL when they cannot be had.
const Vocabularies *store_vocabularies(Store *store);

// slippage.c: of the commitments of a fact, by its revisions; NULL: nothing came before. Lives as
// long as what reread holds.
const CommitmentHistory *slippage_of(Store *store, Reread *reread, gint64 fact,
                                     const Partnership *partnership);

// earlier.c: other facts, read now if they were not before. NULL when there are none, and reported
// when they cannot be read.
Store *store_need_earlier(Store *store, Diags *diags);

// changes.c: makes the rows of the dataset "changes", once. False and reported.
bool store_need_changes(Store *store, Diags *diags);

// migrate.c: brings tables and views to the newest version; the engine is in a transaction.
typedef struct {
    gint64 version;
    const char *const *const *statements; // lists, ended by NULL
} Migration;
bool migrate_run(Engine *engine, const Migration *migrations, guint count, const char *program);
// False and engine->error when the store is newer than the program, or no store.
bool migrate_check(Engine *engine, gint64 *version);
extern const Migration store_migrations[];
extern const guint store_migration_count;

// address.c: an engine for --store. NULL and reported, also of a file that is not there unless it
// may be made.
typedef enum { STORE_READ, STORE_WRITE, STORE_MAKE } StoreAccess;
Engine *address_open(Diags *diags, const char *address, StoreAccess access);
// For writing that is not kept: in place of a file that is not there, one in memory.
Engine *address_open_to_try(Diags *diags, const char *address);
// What to do about a failure of the store there; NULL: its message says it.
const char *address_hint(const char *address, SqlFault fault);

// query_errors.c: a failed question as a message at its place in the layout.
typedef struct {
    const char *sql;
    const JsonNode *node; // or NULL
    Diags *diags;
    Store *store;
    const SqlMoney *money; // its sums of amounts; or NULL
    const char *counts;    // of the rows behind a sum that is refused; or NULL
} QueryText;
void query_report(const QueryText *query, DiagSeverity severity); // the engine's error
void query_error(const QueryText *query, DiagId id, const char *hint, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
// A few words of the SQL for a message. New string.
char *query_excerpt(const QueryText *query, gsize start, gsize end);
// At bytes [start, end) of the SQL.
void query_report_at(const QueryText *query, DiagSeverity severity, DiagId id, gsize start,
                     gsize end, const char *hint, const char *message);
void query_error_at(const QueryText *query, DiagId id, gsize start, gsize end, const char *hint,
                    const char *message);

// The number of the sum that a refusal is of, the end of its message: "... cannot be added up #2".
bool query_mixed_call(const char *message, guint *number);

// query_params.c: the parameter of a name, or NULL; all that the SQL names given to the engine,
// false and reported when one is not known or has no form in SQL.
const StoreParam *query_param(const StoreQuestion *question, const char *name);
bool query_bind(const QueryText *query, Arena *arena, Cursor *cursor,
                const StoreQuestion *question);

// query_warnings.c: before the question is asked.
void query_warn_of_sql(const QueryText *query);
// label_warnings.c: of texts that no label is equal to; code_warnings.c: likewise no code, of the
// comparisons of sql_compare.h.
void query_warn_of_words(const QueryText *query, const StoreQuestion *question);
void query_warn_of_codes(const QueryText *query, const GArray *comparisons);
// Whether SQL that selects 1 where something is the word $1 finds a row.
bool query_has_word(const QueryText *query, const char *sql, const char *word);

// query_warnings.c: of amounts that are compared over several currencies, or come several times in
// a window; counts: the rows of each, as query_append_count says them.
void query_warn_of_aside(const QueryText *query, const SqlAside *aside, const char *counts);
// query_twice.c: money that counts several times.
// "2 rows with 5 EUR" of a row of sql_money_counting; of currencies and bases "EUR: 2 rows".
void query_append_count(GString *out, Cursor *cursor, SqlMoneyCount kind);
// The message of a sum that the engine refused, saying that, as one that is made; counts: such rows
// or NULL. New string; NULL: it is of another kind.
char *query_twice_message(const char *said, const char *call, const char *counts,
                          bool is_converted);
const char *query_twice_hint(const char *said, bool is_converted); // NULL: likewise
// Of the columns of sums whose rows are umbrellas and others, which adding them up would mix.
void query_warn_of_umbrellas(const QueryText *query, const Table *table);

// query_amounts.c: amounts of a result get the words beside them; columns that are there for that
// alone are dropped.
void query_note_amounts(const SqlMoney *money, Table *table);
// False and reported when a number is made of amounts in several currencies. Warns of amounts of
// which it cannot be said what they are in.
bool query_check_amounts(const QueryText *query, Table *table);
