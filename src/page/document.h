// What a JSON document is, by what stands at its root: for commands that are given the wrong one.
#pragma once
#include "base/json.h"

typedef enum {
    DOCUMENT_UNKNOWN,
    DOCUMENT_LAYOUT,
    DOCUMENT_THEME,
    DOCUMENT_FACTS,
    DOCUMENT_MAP, // of foreign JSON to facts
    DOCUMENT_JOBS,
    DOCUMENT_RATES,       // of exchange
    DOCUMENT_TRANSLATION, // of the texts of a layout
    DOCUMENT_WORDS,       // of the program in a language
    DOCUMENT_PAIRS,       // of records that are one partnership
    DOCUMENT_VOCABULARY,
    DOCUMENT_CHART, // Vega-Lite
    DOCUMENT_VEGA   // which Accord does not draw
} DocumentKind;

DocumentKind document_kind(const JsonNode *root);
// True unless the root plainly is of another kind than wanted; then it is reported, with the
// command that takes it.
bool document_expect(Diags *diags, const JsonNode *root, DocumentKind wanted);
// The same by the suffix of a path: .jsonl and .ndjson hold facts.
bool document_expect_name(Diags *diags, const char *path, DocumentKind wanted);
// The same for a file that is read later; one that cannot be read is left to its reader.
bool document_expect_file(Diags *diags, const char *path, DocumentKind wanted);
