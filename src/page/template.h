// Texts with {{path | format}}: d3-format for numbers, d3-time-format for dates (EDTF strings keep
// their precision). A missing value is an error that names it, unless a text to take its place
// follows: {{path ?? text}}, {{path | format ?? text}}. Words that go with a number come after its
// format: {{path | format | one: # day; other: # days}} (plural_forms.h). \{{ is a {{ that stands
// as it is.
#pragma once
#include "page/scope.h"

typedef enum {
    TEMPLATE_PLAIN,
    TEMPLATE_MARKDOWN, // values are escaped
    TEMPLATE_RUNNING   // plain, and {{page}} and {{pages}} may stand
} TemplateMode;

// The expanded text in the scope's arena; "" and reported on errors. node is the string in the
// layout; NULL node gives NULL. {{page}} and {{pages}} may stand in TEMPLATE_RUNNING only: they
// come out as the private-use characters TEMPLATE_PAGE and TEMPLATE_PAGES.
const char *template_expand(Scope *scope, const JsonNode *node, TemplateMode mode);
// A string literal as a template at a place; used for params given on the command line and tests.
const char *template_expand_text(Scope *scope, const char *text, const Place *place,
                                 TemplateMode mode);
// A value by a format: NULL format prints it plainly (numbers locale-free, dates as EDTF for
// people). A value that the format does not fit is printed plainly; null gives "".
const char *template_format_value(Scope *scope, Value value, const char *format);
// Whether a value can be printed by the format; if not, *problem says "cannot be used on a text".
bool template_format_fits(Scope *scope, Value value, const char *format, const char **problem);
// What to do about a format with another currency's sign than "$"; NULL: it has none.
const char *template_sign_hint(const char *format);
// {{ref.ID}} says what another block is called (mentions.h); a link, in Markdown.
// Reports malformed {{...}} and formats without values: for loading. True when nothing is wrong.
bool template_check(Diags *diags, const JsonNode *node, TemplateMode mode);
// Reports the names in a text that mean nothing here; what is malformed was reported when the
// layout was read.
void template_check_names(Scope *scope, const JsonNode *node);
// A member of an open reader that is a template, checked. True when it is there and good.
bool reader_template(Reader *reader, const char *key, TemplateMode mode, const JsonNode **out);

#define TEMPLATE_PAGE "\xEE\x80\x80"  // U+E000
#define TEMPLATE_PAGES "\xEE\x80\x81" // U+E001
