// A report in another language than its layout is written in: a translation file names each text
// of the layout and what stands in its place. The layout stays as it is, readable in its own
// language; the same text means the same wherever it stands. docs: accord-layout(5),
// data/schema/translation.schema.json.
#pragma once
#include "base/json.h"

typedef struct Translation Translation;

// Reads and checks a file; NULL when something is wrong, all of it reported. Documents are added
// to `documents`, which the caller frees last.
Translation *translation_load(Arena *arena, Diags *diags, const char *path, const Place *at,
                              GPtrArray *documents);
// Reports a translation to another language than that of the tag; fr-CA and fr are one.
void translation_check_language(const Translation *translation, Diags *diags, const char *tag);
const char *translation_theme(const Translation *translation); // a path or a name, or NULL
const JsonNode *translation_theme_node(const Translation *translation);

// What stands in place of a text of the layout: the text itself where there is nothing to
// translate, and where a translation is missing, which is warned of once. Translation NULL gives
// the text.
const JsonNode *translation_of(Translation *translation, Diags *diags, const JsonNode *text);
// The same for a text without a node; NULL when there is none, which is not reported.
const char *translation_find(const Translation *translation, const char *text);
// A chart's specification with its titles, texts and values in place of those translated, and
// without a description that is not; titles and texts without a translation are warned of once. The
// specification itself when there is no translation.
const JsonNode *translation_of_chart(Translation *translation, Diags *diags, const JsonNode *spec,
                                     const char *language, Arena *arena);

// ---- what there is to translate

// Whether there are letters outside of {{...}}.
bool translation_has_words(const char *text);
// Adds the titles and texts of a chart's specification to `texts`, each that is not in `listed`.
void translation_list_chart(const JsonNode *spec, GHashTable *listed, GPtrArray *texts);
