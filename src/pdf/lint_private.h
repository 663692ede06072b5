// What the files of lint share.
#pragma once
#include "pdf/lint.h"

typedef struct {
    const PdfReader *reader;
    LintReport *report;
    GHashTable *roles;     // of the role map: name -> standard name, interned
    GHashTable *marks;     // (page object << 32 | MCID) -> interned type of the element
    GHashTable *annotated; // object number of an annotation -> interned type of the element
    GHashTable *fonts;     // object number -> LintFont
    GHashTable *forms;     // object numbers of forms seen with tagged content
    bool intent_rgb;       // the output intent is for RGB
} Lint;

void lint_found(Lint *lint, LintRule rule, const char *format, ...) G_GNUC_PRINTF(3, 4);
// Shorter words for the reader's.
qpdf_oh lint_member(const Lint *lint, qpdf_oh object, const char *key);
bool lint_has(const Lint *lint, qpdf_oh object, const char *key);
// A name without its slash, interned; NULL of anything else.
const char *lint_name(const Lint *lint, qpdf_oh object);
int lint_integer(const Lint *lint, qpdf_oh object, int otherwise);

void lint_file(Lint *lint);      // header, trailer, catalog, metadata, intents, attachments
void lint_structure(Lint *lint); // elements; fills marks and annotated
void lint_pages(Lint *lint);     // annotations and content

// A font as content uses it.
typedef struct LintFont LintFont;
const LintFont *lint_font(Lint *lint, qpdf_oh font);
void lint_font_free(void *font);
// Checks the codes of a string shown in it. place: for the finding.
void lint_font_codes(Lint *lint, const LintFont *font, const GByteArray *text, const char *place);

// Reads a content stream of a page or form. marked: all of it is within tagged content or an
// artifact.
typedef struct {
    Lint *lint;
    const char *place;
    int page; // object number
    guint depth;
    bool tagged, artifact;
} ContentCheck;
void lint_content(const ContentCheck *check, qpdf_oh resources, const GByteArray *content);
