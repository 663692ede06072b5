// What names mean in a layout: parameters, datasets, and the variable of each repetition. Datasets
// are made when first asked for, once.
#pragma once
#include "store/store.h"
#include "table/transform.h"

typedef struct Scope Scope;

// The outermost scope. as_of: ISO date, from the command line or the facts' last day.
typedef struct {
    Arena *arena;
    Diags *diags;
    Store *store;
    const FormatLocale *locale;
    const char *folder; // of the layout: where "url" may point
    const char *as_of;
} ScopeOptions;
Scope *scope_new(const ScopeOptions *options);

void scope_set(Scope *scope, const char *name, Value value);     // a parameter or built-in
void scope_define(Scope *scope, const char *name, const JsonNode *data_spec); // "data" of a layout
// A scope inside another, for one turn of a repetition.
Scope *scope_push(Scope *parent);
void scope_set_table(Scope *scope, const char *name, const Table *table);
// A row of a table under a name: "p" makes p.title, p.year, ...
void scope_set_row(Scope *scope, const char *name, const Table *table, guint row);

Arena *scope_arena(const Scope *scope);
Diags *scope_diags(const Scope *scope);
const FormatLocale *scope_locale(const Scope *scope);

// The dataset of a node: a name as string, or a Vega-Lite data object (name, values, url, sequence,
// sql) with "transform". NULL and reported when it fails.
const Table *scope_data(Scope *scope, const JsonNode *data);
const Table *scope_find_table(Scope *scope, const char *name); // NULL, not reported
const char *const *scope_data_names(Scope *scope); // for suggestions
// The value of a path:
//   name                    a parameter or built-in
//   name.count              rows of a dataset
//   name.OP.field           an aggregate over it: name.sum.amount_usd, name.distinct.sector
//   name.first.field, name.last.field
//   p.field                 of the row of a repetition
// False when it names nothing; then *problem says what in the arena and *hint may suggest.
bool scope_value(Scope *scope, const char *path, Value *out, const char **problem,
                 const char **hint);
TransformContext scope_transform_context(Scope *scope); // with find_param on this scope
// Whether a "when" predicate holds ({"param": "p.year"} stands for a field); NULL node: true.
bool scope_test(Scope *scope, const JsonNode *when);
