// The tables and views of the store, the same for every engine. Inside store/ only.
#pragma once
#include "store/engine.h"

// Tables that rows are put into, values in the order of the columns.
typedef enum {
    STORED_FACTS,
    STORED_PARTIES,
    STORED_SECTORS,
    STORED_AMOUNTS,
    STORED_QUANTITIES,
    STORED_COMMITMENTS,
    STORED_EVIDENCE,
    STORED_INFERENCES,
    STORED_SOURCES,
    STORED_SOURCE_INFERENCES,
    STORED_TERMS,
    STORED_LABELS,
    STORED_RECORDS,
    STORED_CHANGES, // of the session, never of the store
    STORED_MERGES,
    STORED_CONFLICTS,
    STORED_PARTS,
    STORED_COUNT
} StoredTable;

typedef struct {
    const char *name;
    guint columns;
    bool is_of_fact; // its rows are found by the column fact
} TableShape;
extern const TableShape schema_tables[STORED_COUNT];

extern const char *const schema_statements[];  // that make tables; NULL terminated
extern const char *const schema_merging[];     // what facts were merged from
extern const char *const schema_history[];     // of a store that lasts: runs, revisions
extern const char *const schema_ledger[];      // of a store that lasts: what runs made
extern const char *const schema_shards[];      // of a store that lasts: runs on many machines
extern const char *const schema_slippage[];    // later columns of these tables
extern const char *const schema_counting[];    // of one: whether there are umbrellas
extern const char *const schema_comparing[];   // of a store that lasts: indexes by run
extern const char *const schema_views[];       // that make views; NULL terminated
extern const char *const schema_indexes[];     // NULL terminated
extern const char schema_number_sources[];     // when all facts are there
extern const char schema_misnumbered_source[]; // the id of one that has another number or count
// The changes since an earlier state: a table, where the engine keeps them in one, and the view.
extern const char schema_change_rows[];
extern const char schema_changes[];

// Runs them all, their {pieces} in the engine's words; false and engine->error on failure.
bool schema_run(Engine *engine, const char *const *statements);

// A statement that makes a view, with its labels looked up in place of joined (schema_lookups.c).
// New string.
char *schema_look_up(const char *statement);

// A view with documented columns, and the order in which its rows are handed out as a dataset.
typedef struct {
    const char *name, *order;
    bool is_list;   // of the vocabulary: short, and what all reports of a store ask for
    bool has_facts; // of each row, in its column "fact"
} Dataset;
const Dataset *schema_dataset(const char *name); // case does not matter, as in SQL; or NULL
extern const char *const schema_dataset_names[]; // NULL terminated
// Its columns with spaces between, schema_columns.c; "" for another name.
const char *schema_columns(const char *dataset);
bool schema_has_column(const char *dataset, const char *name);
