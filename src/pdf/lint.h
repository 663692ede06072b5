// Whether a PDF keeps what it promises: the conditions of PDF/UA-1 (ISO 14289-1, numbered as in the
// Matterhorn Protocol 1.1) and of PDF/A-3 (ISO 19005-3) that a program can check. Passing is no
// proof: what asks for judgement (is the alternative text good?) is left to people.
#pragma once
#include "pdf/reader.h"

// X(NAME, "standard", "id or clause", "what is wrong")
#define LINT_LIST(X)                                                                               \
    X(UA_ARTIFACT_INSIDE, "UA", "01-003", "an artifact stands inside tagged content")              \
    X(UA_TAGGED_INSIDE, "UA", "01-004", "tagged content stands inside an artifact")                \
    X(UA_UNMARKED, "UA", "01-005", "content is neither tagged nor an artifact")                    \
    X(UA_SUSPECTS, "UA", "01-007", "the document says that its tags are suspect")                  \
    X(UA_UNMAPPED, "UA", "02-001", "a structure type is not standard and is mapped to none")       \
    X(UA_MAP_CIRCLE, "UA", "02-003", "the role map goes round in a circle")                        \
    X(UA_MAP_STANDARD, "UA", "02-004", "a standard structure type is mapped to another")           \
    X(UA_XMP, "UA", "06-001", "there is no XMP metadata")                                          \
    X(UA_IDENTIFIED, "UA", "06-002", "XMP does not name PDF/UA-1")                                 \
    X(UA_TITLE, "UA", "06-003", "XMP has no dc:title")                                             \
    X(UA_SHOW_TITLE, "UA", "07-001", "viewers are not asked to show the title")                    \
    X(UA_TABLE_NESTING, "UA", "09-004", "parts of a table are nested wrongly")                     \
    X(UA_LIST_NESTING, "UA", "09-005", "parts of a list are nested wrongly")                       \
    X(UA_TOC_NESTING, "UA", "09-006", "parts of contents are nested wrongly")                      \
    X(UA_LANGUAGE, "UA", "11-006", "the document does not say its language")                       \
    X(UA_FIGURE_ALT, "UA", "13-004", "a figure has neither Alt nor ActualText")                    \
    X(UA_FIRST_HEADING, "UA", "14-002", "the first heading is not H1")                             \
    X(UA_HEADING_SKIP, "UA", "14-003", "a heading level is skipped")                               \
    X(UA_HEADING_MIX, "UA", "14-007", "H and numbered headings are mixed")                         \
    X(UA_TH_SCOPE, "UA", "15-003", "a header cell has neither Scope nor headers")                  \
    X(UA_NOTE_ID, "UA", "19-003", "a note has no ID")                                              \
    X(UA_NOTE_UNIQUE, "UA", "19-004", "two notes have one ID")                                     \
    X(UA_FILE_NAMES, "UA", "21-001", "an attached file lacks F or UF")                             \
    X(UA_XFA, "UA", "25-001", "there is an XFA form")                                              \
    X(UA_READABLE, "UA", "26-002", "protection keeps assistive programs from reading")             \
    X(UA_ANNOTATION, "UA", "28-002", "an annotation is not in the structure")                      \
    X(UA_TRAPNET, "UA", "28-007", "there is a TrapNet annotation")                                 \
    X(UA_TABS, "UA", "28-008", "a page with annotations has no tab order by structure")            \
    X(UA_LINK_ELEMENT, "UA", "28-011", "a link annotation is not in a Link element")               \
    X(UA_LINK_CONTENTS, "UA", "28-012", "a link annotation has no Contents")                       \
    X(UA_REFERENCE_XOBJECT, "UA", "30-001", "there is a reference XObject")                        \
    X(UA_FORM_MCID, "UA", "30-002", "a form XObject with tagged content is used twice")            \
    X(UA_GID_MAP, "UA", "31-006", "an embedded CIDFontType2 has no CIDToGIDMap")                   \
    X(UA_EMBEDDED, "UA", "31-009", "a font is not embedded")                                       \
    X(UA_TO_UNICODE, "UA", "31-027", "a font or code does not map to Unicode")                     \
    X(UA_UNICODE_VALUE, "UA", "31-028", "a code maps to U+0000, U+FEFF or U+FFFE")                 \
    X(UA_NOTDEF, "UA", "31-030", "a .notdef glyph is shown")                                       \
    X(UA_PARENT_TREE, "UA", "7.1", "marked content and structure do not agree")                    \
    X(UA_STRUCTURE, "UA", "7.1-tree", "there is no structure tree, or it is not marked as such")   \
    X(A_SYNTAX, "A-3", "6.1", "the file has syntax errors")                                        \
    X(A_HEADER, "A-3", "6.1.2", "the header is not %PDF-1.n and a line of four high bytes")        \
    X(A_TRAILER_ID, "A-3", "6.1.3-1", "the trailer has no ID")                                     \
    X(A_ENCRYPTED, "A-3", "6.1.3-2", "the file is encrypted")                                      \
    X(A_AFTER_END, "A-3", "6.1.3-3", "there are bytes after the end of the file")                  \
    X(A_EXTERNAL, "A-3", "6.1.7.1", "a stream lies outside the file")                              \
    X(A_FILTER, "A-3", "6.1.7.2", "a stream has a filter that is not allowed")                     \
    X(A_LIMITS, "A-3", "6.1.13", "q and Q are nested more than 28 deep")                           \
    X(A_OPERATOR, "A-3", "6.2.2", "a content stream has an operator that does not exist")          \
    X(A_INTENT, "A-3", "6.2.3", "there is no output intent with a sound profile")                  \
    X(A_COLOUR, "A-3", "6.2.4.3", "device colours are used that the output intent is not for")     \
    X(A_GSTATE, "A-3", "6.2.5", "a graphics state has a transfer function or halftone")            \
    X(A_IMAGE, "A-3", "6.2.8", "an image is interpolated or has alternates")                       \
    X(A_XOBJECT, "A-3", "6.2.9", "there is a PostScript or reference XObject")                     \
    X(A_BLEND, "A-3", "6.2.10", "a blend mode is not standard")                                    \
    X(A_EMBEDDED, "A-3", "6.2.11.4.1", "a font is not embedded")                                   \
    X(A_UNICODE, "A-3", "6.2.11.7.2", "a font has no ToUnicode map")                               \
    X(A_NOTDEF, "A-3", "6.2.11.8", "a .notdef glyph is shown")                                     \
    X(A_ANNOTATION_KIND, "A-3", "6.3.1", "there is an annotation of a kind that is not allowed")   \
    X(A_ANNOTATION_FLAGS, "A-3", "6.3.2", "an annotation is hidden or not printed")                \
    X(A_FORM, "A-3", "6.4.1", "a form asks viewers to make appearances")                           \
    X(A_ACTION, "A-3", "6.5.1", "there is an action that is not allowed")                          \
    X(A_TRIGGER, "A-3", "6.5.2", "the catalog or a page has additional actions")                   \
    X(A_XMP, "A-3", "6.6.2.1", "there is no XMP metadata, or it is compressed")                    \
    X(A_IDENTIFIED, "A-3", "6.6.4", "XMP does not name PDF/A-3 and its level")                     \
    X(A_MARKED, "A-3", "6.7.2.2", "the document is not marked as tagged")                          \
    X(A_LANGUAGE, "A-3", "6.7.4", "a language is not written as BCP 47 asks")                      \
    X(A_FILE_NAMES, "A-3", "6.8-1", "an attached file lacks F, UF, type or date")                  \
    X(A_FILE_RELATION, "A-3", "6.8-2", "an attached file has no AFRelationship")                   \
    X(A_FILE_ASSOCIATED, "A-3", "6.8-3", "an attached file is associated with nothing")            \
    X(A_ALTERNATES, "A-3", "6.10", "there are alternate presentations")                            \
    X(A_REQUIREMENTS, "A-3", "6.11", "the document has requirements")

typedef enum {
#define LINT_ENUM(name, standard, clause, text) LINT_##name,
    LINT_LIST(LINT_ENUM)
#undef LINT_ENUM
        LINT_COUNT
} LintRule;

const char *lint_standard(LintRule rule); // "UA" or "A-3"
const char *lint_clause(LintRule rule);
const char *lint_text(LintRule rule);

typedef struct {
    guint count; // of findings; 0: passed
    char *first; // where: "page 3, object 12"; or NULL
} LintResult;

// One result a rule. Level A and PDF/UA are asked for where the document claims them or is tagged.
typedef struct {
    LintResult results[LINT_COUNT];
} LintReport;

LintReport *lint_check(const PdfReader *reader);
void lint_report_free(LintReport *report);     // accepts NULL
guint lint_failures(const LintReport *report); // rules that found something

G_DEFINE_AUTOPTR_CLEANUP_FUNC(LintReport, lint_report_free)
