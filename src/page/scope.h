// What names mean in a layout: parameters, datasets, and the variable of each repetition. Datasets
// are made when first asked for, once.
#pragma once
#include "base/plural.h"
#include "page/trace.h"
#include "page/translation.h"
#include "store/store.h"
#include "table/transform.h"

typedef struct Scope Scope;
struct Mentions;

// The outermost scope. as_of: ISO date, from the command line or the facts' last day.
typedef struct {
    Arena *arena;
    Diags *diags;
    Store *store; // NULL: no named datasets and no SQL
    const FormatLocale *locale;
    PluralRule plural;  // how the language counts
    const char *folder; // of the layout: where "url" may point
    const char *as_of;
    Trace *trace;             // what is printed is taken down there; NULL: nowhere
    bool rtl;                 // the report is written from right to left
    const char *language;     // that the store is asked in again after a block in another; or NULL
    Translation *translation; // of texts; NULL: they stand as they are
    bool counts_unverified;   // key figures count facts whose evidence was not found
} ScopeOptions;
// Knows as_of, and of the store facts.count, facts.later, facts.first and facts.last.
Scope *scope_new(const ScopeOptions *options);

// Names may hold dots: scope_set(scope, "s.key", ...) goes before a member of "s".
void scope_set(Scope *scope, const char *name, Value value); // a parameter or built-in
void scope_define(Scope *scope, const char *name, const JsonNode *data_spec); // "data" of a layout
// A scope inside another, for one turn of a repetition. In the arena; nothing to free.
Scope *scope_push(Scope *parent);
// The same for blocks in a language or direction of their own: their numbers and dates, {{lang}},
// the labels in all datasets, and no translation. tag NULL: only the direction is another.
typedef struct {
    const char *tag;
    const FormatLocale *locale;
    PluralRule plural;
    bool rtl;
} ScopeLanguage;
Scope *scope_push_language(Scope *parent, const ScopeLanguage *language);
// The same for the blocks of a file in a folder of its own, which paths are relative to.
Scope *scope_push_in(Scope *parent, const char *folder);
void scope_set_table(Scope *scope, const char *name, const Table *table);
// A row of a table under a name: "p" makes p.title, p.year, ...
void scope_set_row(Scope *scope, const char *name, const Table *table, guint row);

Arena *scope_arena(const Scope *scope);
Diags *scope_diags(const Scope *scope);
const FormatLocale *scope_locale(const Scope *scope);
PluralRule scope_plural(const Scope *scope);
Store *scope_store(const Scope *scope);
Trace *scope_trace(const Scope *scope); // or NULL
bool scope_is_rtl(const Scope *scope);
Translation *scope_translation(const Scope *scope); // or NULL
// What texts say of other blocks (mentions.h); NULL until blocks are composed.
void scope_set_mentions(Scope *scope, struct Mentions *mentions);
struct Mentions *scope_mentions(const Scope *scope);

// The outermost scope as it would be over the earlier state of the facts (store/changes.h): the
// same parameters and datasets. What fails in it is not reported. NULL when there is no such state.
Scope *scope_earlier(Scope *scope);

// The dataset of a node: a name as string, or a Vega-Lite data object (name, values, url, sequence,
// sql) with "transform". NULL and reported when it fails; the failure of a named dataset is
// reported once. In SQL, :name is a parameter and :p_id the field id of the row p.
const Table *scope_data(Scope *scope, const JsonNode *data);
// Makes all datasets that were not asked for yet, for what they report.
void scope_make_datasets(Scope *scope);
const Table *scope_find_table(Scope *scope, const char *name); // NULL, not reported
const char *const *scope_data_names(Scope *scope);             // for suggestions; NULL terminated
// The value of a path:
//   name                    a parameter or built-in
//   name.count              rows of a dataset
//   name.OP.field           an aggregate over it: name.sum.amount_usd, name.distinct.sector
//   name.first.field, name.last.field
//   p.field                 of the row of a repetition
//   name.field              of a dataset with one row
// False when it names nothing; then *problem says what in the arena and *hint may suggest; *problem
// is NULL when a dataset failed, which is reported already.
// Undefined values are given as null.
bool scope_value(Scope *scope, const char *path, Value *out, const char **problem,
                 const char **hint);
// Warns at the place (NULL: without one) when the last value of scope_value is a sum of money that
// may be more than is meant, or that the format (or NULL) prints with another currency's sign.
void scope_warn_of_sum(Scope *scope, const Place *place, const char *format);
TransformContext scope_transform_context(Scope *scope); // with find_param on this scope
// Whether a "when" predicate holds ({"param": "p.year"} stands for a field); NULL node: true.
bool scope_test(Scope *scope, const JsonNode *when);

// The row of the innermost repetition of rows around, and its table; NULL: there is none.
const Table *scope_repeated_row(const Scope *scope, guint *row);

// Reports every field that a chart's specification, a transform or a predicate names and neither
// the table nor anything in the node itself makes. False when there was one. Parts that name a
// dataset as their data are checked against that one; table: for the rest, or NULL.
bool scope_check_fields(Scope *scope, const Table *table, const JsonNode *spec);
