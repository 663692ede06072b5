// accord check --sources: claims looked up in captured texts.
#pragma once
#include "app/command.h"
#include "app/report_options.h"
#include "facts/evidence.h"

typedef struct {
    char *sources;          // folder; NULL: no check of evidence
    char *format;           // text, json or sarif; NULL: text
    char *require;          // exact, normalised, fuzzy or none; NULL: normalised
    const char *vocabulary; // folder, or NULL
    const char *map;        // how foreign facts become ours, or NULL
    bool strict;            // a warning is an error
} EvidenceOptions;
#define EVIDENCE_OPTION_ENTRIES(options)                                                           \
    {"require",                                                                                    \
     0,                                                                                            \
     0,                                                                                            \
     G_OPTION_ARG_STRING,                                                                          \
     &(options)->require,                                                                          \
     "With --sources, the worst that passes: exact, normalised (default), fuzzy, none",            \
     "STATE"},                                                                                     \
    {                                                                                              \
        "format", 0, 0, G_OPTION_ARG_STRING, &(options)->format,                                   \
            "With --sources: text (default), json or sarif", "FORMAT"                              \
    }

void evidence_options_clear(EvidenceOptions *options);
// False when an option is malformed; then *problem says how (g_free).
bool evidence_options_check(const EvidenceOptions *options, char **problem);
// Checks the claims of all these facts together and prints the outcome. Gives an exit code.
int check_evidence(const EvidenceOptions *options, const CommonOptions *common,
                   const char *const *paths, guint path_count);
