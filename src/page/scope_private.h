// What the files of the scope share: names bound in a chain of scopes.
#pragma once
#include "page/scope.h"

typedef enum { BINDING_VALUE, BINDING_TABLE, BINDING_ROW, BINDING_DATASET } BindingKind;
typedef enum { DATASET_FRESH, DATASET_MAKING, DATASET_READY, DATASET_FAILED } DatasetState;

typedef struct Name Name;
struct Name {
    const char *name;
    BindingKind kind;
    Value value;
    const Table *table; // of a table, a row, a dataset that is ready
    guint row;
    const JsonNode *node; // of a dataset: where its data comes from
    DatasetState state;
    Name *next;
};

struct Scope {
    Scope *parent; // NULL: outermost
    const ScopeOptions *options;
    Name *names;               // the latest first
    struct Mentions *mentions; // of the outermost; or NULL
    Scope *earlier; // of an outermost scope (scope_earlier); NULL: not made, or there is none
    bool is_earlier_known;
    const Lineage *unverified; // of an outermost scope (scope_verified.h)
    bool is_unverified_known;
    const void *summed; // of an outermost scope: MoneySet that the last value was made of; or NULL
    // Of an outermost scope: those over the same facts in languages of blocks, one after another.
    Scope *twin;
    const char *speaks; // the language that its store is asked in; NULL: as the store is
    // Of a scope in a block with a language of its own and all in it: the twin that stands in the
    // place of the outermost; or NULL.
    Scope *outermost;
};

Scope *scope_root(Scope *scope);
// Takes over the parameters and the definitions of datasets of an outermost scope.
void scope_take_names(Scope *into, const Scope *from);
// Lets the store speak the language of an outermost scope. False and reported on failure.
bool scope_speak(Scope *scope);
// The innermost binding of exactly this name (length bytes); NULL when there is none.
Name *scope_find(const Scope *scope, const char *name, gsize length);
// The table of a binding of a dataset or a table; NULL when it failed (reported).
const Table *scope_dataset(Scope *scope, Name *name);
// A dataset by name: bound, or of the store. *known tells a failed one from none at all.
const Table *scope_named_table(Scope *scope, const char *name, bool *known);
// The data of a checked object, without memory of it.
const Table *scope_make_data(Scope *scope, const JsonNode *node, const char *name);
// The parameters that a SQL text names, with their values. False and reported when one is unknown.
bool scope_sql_params(Scope *scope, const JsonNode *sql, GArray *params); // of StoreParam
