// Vocabularies: lists of terms with labels in several languages and aliases
// (data/vocabulary/*.json): sectors, statuses, instruments, parties, audiences; and what bases
// of amounts and states of commitments are called.
#pragma once
#include "base/arena.h"
#include "base/json.h"

typedef enum {
    VOCABULARY_SECTORS,
    VOCABULARY_STATUSES,
    VOCABULARY_INSTRUMENTS,
    VOCABULARY_PARTIES,
    VOCABULARY_AUDIENCES,
    VOCABULARY_BASES,
    VOCABULARY_STATES,
    VOCABULARY_COUNT
} VocabularyKind;

typedef struct {
    const char *language, *text;
} Label;

typedef struct {
    const char *code;    // of a party: its canonical name
    const char *parent;  // code, or NULL
    const char *kind;    // of a party: country, organisation, subnational; or NULL
    const char *country; // of a party: ISO 3166-1 alpha-2; or NULL
    int slot;            // colour slot, -1: none
    int order;      // of a status: how far along; of an audience: how narrow; from 1; 0: not said
    guint position; // in the list
    guint label_count;
    const Label *labels;
} Term;

typedef struct Vocabularies Vocabularies;

// Reads sectors.json, statuses.json, ... of a folder. A missing file is an empty vocabulary; a
// wrong one is reported. NULL on errors.
Vocabularies *vocabularies_load(Diags *diags, const char *folder);
// The same from files that were read already.
typedef struct {
    const char *name; // "sectors.json"
    const char *text;
    gsize length;
} VocabularyFile;
Vocabularies *vocabularies_parse(Diags *diags, const VocabularyFile *files, guint count);
void vocabularies_free(Vocabularies *vocabularies); // accepts NULL
// By code or alias, else by a label in any language; case and white space folded, NFC. NULL when
// unknown.
const Term *vocabulary_find(const Vocabularies *vocabularies, VocabularyKind kind,
                            const char *word);
guint vocabulary_size(const Vocabularies *vocabularies, VocabularyKind kind);
const Term *vocabulary_nth(const Vocabularies *vocabularies, VocabularyKind kind, guint index);
// "did you mean ...?" with the nearest code or alias; NULL when none is near. New string.
char *vocabulary_suggest(const Vocabularies *vocabularies, VocabularyKind kind, const char *word);
// The singular for messages: "sector", "status", "instrument", "party", "audience".
const char *vocabulary_noun(VocabularyKind kind);
// In the language, else in the language without its region ("zh" for "zh-Hans"), else in English,
// else the code.
const char *term_label(const Term *term, const char *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Vocabularies, vocabularies_free)
