// Members that several kinds of blocks read: data, formats, inks, values, fields.
#pragma once
#include "page/block.h"
#include "page/template.h"

// Each: true when the member is there and good; *out is untouched otherwise. spec_require_... also
// report that it is absent.
bool spec_require_template(Reader *reader, const char *key, TemplateMode mode,
                           const JsonNode **out);
// The name of a dataset or a data object; its form is checked here, its meaning by scope_data.
bool spec_data(Reader *reader, const char *key, const JsonNode **out);
bool spec_require_data(Reader *reader, const char *key, const JsonNode **out);
// As spec_data; when the member is absent, the dataset of that name.
void spec_data_or(BlockReader *context, Reader *reader, const char *key, const char *name,
                  const JsonNode **out);
bool spec_format(Reader *reader, const char *key, const char **out); // d3-format, d3-time-format
bool spec_ink(Reader *reader, const char *key, InkRole *out);        // a named colour of the theme
// A field of the block's data by name, with the node for messages.
typedef struct {
    const char *name; // NULL: none
    const JsonNode *node;
} FieldSpec;
bool spec_field(Reader *reader, const char *key, FieldSpec *out);
// Whether the table has the field (or none is named); reported with the nearest name when not.
bool spec_check_field(const Compose *compose, const Table *table, const FieldSpec *field);
// False and reported when the column has values, and none of them is a number: `what` then cannot
// be made of it ("a sum").
bool spec_check_numbers(const Compose *compose, const Table *table, const FieldSpec *field,
                        const char *what);
// The same for an operation (of aggregate_find) that needs numbers.
bool spec_check_operation(const Compose *compose, const Table *table, const FieldSpec *field,
                          int op);
// False and reported when an operation (of aggregate_find) over the field would put amounts of
// several currencies or bases together.
bool spec_check_money(const Compose *compose, const Table *table, const FieldSpec *field, int op);

// A value: a number, a template, or an aggregate of a dataset as
// {"data", "aggregate", "field"?}. "aggregate" is "count" when it is left out.
typedef struct {
    const JsonNode *node; // NULL: none
    const JsonNode *data; // of an aggregate; NULL: node is a number or a template
    int op;
    FieldSpec field;
} ValueSpec;
bool spec_value(Reader *reader, const char *key, ValueSpec *out);

// Blocks of a member that is one block or an array of them.
typedef struct {
    guint count;
    const Block *const *blocks;
} BlockList;
bool spec_blocks(BlockReader *context, const JsonNode *node, BlockList *out);
// The member "body", which must be there.
bool spec_body(BlockReader *context, Reader *reader, BlockList *out);
