// Text in the roles of the theme: from words to paragraphs, from paragraphs to slabs.
#pragma once
#include "page/block.h"
#include "text/hyphenate.h"
#include "text/markdown.h"

// The style of a role in the block's language.
TextStyle typeset_style(const Compose *compose, TypeRole role);
Colour typeset_ink(const Compose *compose, InkRole ink);

typedef struct {
    TypeRole role;
    TextAlign align;
    double width; // of the box; 0: one line of any width
    int max_lines;
    const Colour *colour;   // NULL: the role's
    Hyphenator *hyphenator; // divides words at line ends; NULL: only where soft hyphens stand
    bool balanced;          // lines of like length: for titles
    bool plain_links;       // links without a line below them: for tables
    const char *mark;       // raised after the text (of typeset_linked); or NULL
} Typeset;
// The mark of a note, in sizes of the text it stands at.
#define TYPESET_MARK_SIZE 0.7
#define TYPESET_MARK_RISE 0.35
// One style throughout. NULL or "" gives NULL.
const Paragraph *typeset_text(const Compose *compose, const Typeset *how, const char *text);
const Paragraph *typeset_linked(const Compose *compose, const Typeset *how, const char *text,
                                const char *link);
// A plain template; NULL gives NULL.
const Paragraph *typeset_template(const Compose *compose, const Typeset *how, const JsonNode *node);
// Spans of Markdown; emphasis, code and links look as the theme says. None give NULL.
const Paragraph *typeset_spans(const Compose *compose, const Typeset *how,
                               const MarkdownSpan *spans, guint count);

typedef struct {
    double x;
    double before; // space before the first line
    guint tag;
    bool keep_with_next;  // its last line too
    const JsonNode *node; // for messages
    const Slab *beside;   // what stands beside the first line (a bullet, a number), or NULL
} ParagraphSlabs;
// Adds a paragraph to the flow, a slab a line; the first two and the last two lines stay together.
// NULL adds nothing.
void typeset_add(Compose *compose, const Paragraph *paragraph, const ParagraphSlabs *how);
// Adds spans to the flow as one slab under a tag of their own: a caption, a note. Their texts are
// cased as the role says; one without a text is nothing.
typedef struct {
    TypeRole role;
    TagKind tag;
    bool keep_with_next;
} WordsSlab;
void typeset_add_words(Compose *compose, const WordsSlab *how, TextSpan *spans, guint count);
// What stands where there is nothing: the template (Markdown is not read), or a word of the
// program's.
void typeset_empty(Compose *compose, const JsonNode *text, const JsonNode *node);
// "… and 12 more", kept with what stands before it: rows that a limit left out.
// "… and 55 more", in the words of the language.
const char *typeset_more_text(Compose *compose, guint left_out);
void typeset_more(Compose *compose, guint left_out, const JsonNode *node);

// A number in the digits of the report.
const char *typeset_number(Compose *compose, guint number);
// In text from right to left a part that stays together: without it a number after a name in Latin
// letters would go to the name's side (Unicode UAX #9, isolates). NULL for NULL.
const char *typeset_isolated(const Compose *compose, const char *text);
