// All words that the program itself writes into reports. The texts stand in strings files,
// layouts/i18n/LANG.json (docs: accord-layout(5), data/schema/i18n.schema.json); en.json is also
// built into the program, so that English needs no file.
//
// To add a word: a row here and in the schema, and the text in each layouts/i18n/*.json. The lint
// "i18n" names what is missing, and so does loading a file, by file and key.
//
// A text may hold places {0} to {3}. A text that counts something may be an object of forms by the
// plural categories of CLDR ("zero", "one", "two", "few", "many", "other"; "other" must be there).
#pragma once
#include "base/format.h"
#include "base/json.h"
#include "base/plural.h"

// X(NAME, "key"): members of "report". What blocks print.
#define REPORT_WORDS(X)                                                                            \
    X(CONTENTS, "contents")                                                                        \
    X(CONTINUED, "continued") /* at the foot of a table that goes on */                            \
    X(TOTAL, "total")                                                                              \
    X(SUBTOTAL, "subtotal")                                                                        \
    X(TOTAL_COUNT, "count") /* names of other totals */                                            \
    X(MISSING, "missing")                                                                          \
    X(DISTINCT, "distinct")                                                                        \
    X(PRODUCT, "product")                                                                          \
    X(MEAN, "mean")                                                                                \
    X(MEDIAN, "median")                                                                            \
    X(FIRST_QUARTILE, "first_quartile")                                                            \
    X(THIRD_QUARTILE, "third_quartile")                                                            \
    X(MINIMUM, "minimum")                                                                          \
    X(MAXIMUM, "maximum")                                                                          \
    X(VARIANCE, "variance")                                                                        \
    X(DEVIATION, "deviation")                                                                      \
    X(STANDARD_ERROR, "standard_error")                                                            \
    X(LOWER_BOUND, "lower_bound")                                                                  \
    X(UPPER_BOUND, "upper_bound")                                                                  \
    X(OTHER, "other")                                                                              \
    X(NOTHING, "nothing")       /* where a table has no rows */                                    \
    X(MORE, "more")             /* {0} how many a limit left out */                                \
    X(SOURCE, "source")         /* head of a column of source numbers */                           \
    X(COMMITMENT, "commitment") /* heads of the commitments table */                               \
    X(BY, "by")                                                                                    \
    X(DUE, "due")                                                                                  \
    X(STATE, "state")                                                                              \
    X(PARTNERSHIP, "partnership")                                                                  \
    X(PARTNERSHIPS, "partnerships") /* {0} how many, of a source */                                \
    X(ACCESSED, "accessed")         /* {0} date */                                                 \
    X(UNDATED, "undated")                                                                          \
    X(FIGURE, "figure")   /* {0} number, before a caption and in texts */                          \
    X(TABLE, "table")     /* likewise */                                                           \
    X(SECTION, "section") /* {0} number, of a heading, in texts */                                 \
    X(FIGURES, "figures") /* head of a list of them */                                             \
    X(TABLES, "tables")                                                                            \
    X(FIELD, "field") /* heads of the conflicts table */                                           \
    X(CHOSEN, "chosen")                                                                            \
    X(CLAIMED, "claimed")                                                                          \
    X(RULE, "rule")                                                                                \
    X(RULE_STATUS, "rule_status") /* why a value was chosen */                                     \
    X(RULE_PRECISION, "rule_precision")                                                            \
    X(RULE_EVIDENCE, "rule_evidence")                                                              \
    X(RULE_RANK, "rule_rank")                                                                      \
    X(RULE_SOURCE, "rule_source")                                                                  \
    X(RULE_STAGE, "rule_stage")                                                                    \
    X(RULE_READING, "rule_reading")                                                                \
    X(THOUSAND, "thousand") /* {0} number: units of lakh and crore */                              \
    X(LAKH, "lakh")                                                                                \
    X(CRORE, "crore")                                                                              \
    X(STATE_OPEN, "state_open") /* of a commitment */                                              \
    X(STATE_DUE, "state_due")                                                                      \
    X(STATE_OVERDUE, "state_overdue")                                                              \
    X(STATE_MET, "state_met")                                                                      \
    X(STATE_DROPPED, "state_dropped")                                                              \
    X(CHANGES_SINCE, "changes_since") /* {0} date */                                               \
    X(CHANGES_NONE, "changes_none")   /* {0} date */                                               \
    X(CHANGES_NO_EARLIER, "changes_no_earlier")                                                    \
    X(CHANGES_LEFT_OUT, "changes_left_out") /* {0} how many changes do not matter */               \
    X(CHANGES_NEW, "changes_new")           /* a group of changes */                               \
    X(CHANGES_REVISED, "changes_revised")                                                          \
    X(CHANGES_SLIPPED, "changes_slipped") /* commitments whose day moved later */                  \
    X(CHANGES_OVERDUE, "changes_overdue")                                                          \
    X(CHANGES_VERIFIED, "changes_verified")                                                        \
    X(CHANGES_WITHDRAWN, "changes_withdrawn")                                                      \
    X(FIELD_STATUS, "field_status") /* what changed */                                             \
    X(FIELD_DATE, "field_date")                                                                    \
    X(FIELD_AMOUNT, "field_amount")                                                                \
    X(FIELD_PARTY, "field_party")                                                                  \
    X(FIELD_SECTOR, "field_sector")                                                                \
    X(FIELD_EVIDENCE, "field_evidence")                                                            \
    X(FIELD_INSTRUMENT, "field_instrument")                                                        \
    X(FIELD_VENUE, "field_venue")                                                                  \
    X(FIELD_TITLE, "field_title")                                                                  \
    X(FIELD_SUMMARY, "field_summary")                                                              \
    X(FIELD_RECORD, "field_record")       /* where no more can be said */                          \
    X(DAYS_LATER, "days_later")           /* {0} how many days a date moved */                     \
    X(DAYS_OVERDUE, "days_overdue")       /* {0} how many */                                       \
    X(DELTA_SINCE, "delta_since")         /* {0} date, after a difference */                       \
    X(BASIS_ANNOUNCED, "basis_announced") /* of an amount */                                       \
    X(BASIS_COMMITTED, "basis_committed")                                                          \
    X(BASIS_DISBURSED, "basis_disbursed")                                                          \
    X(UNVERIFIED_LEFT_OUT, "unverified_left_out") /* {0} what PARTNERSHIPS says, of figures */     \
    X(UNVERIFIED_COUNTED, "unverified_counted")   /* likewise */

// Members of "alt": sentences of the alternative texts of charts. Numbers and names come in as they
// are; sentences are best put so that they do not depend on grammatical number ("Total: 5").
#define ALT_WORDS(X)                                                                               \
    X(CHART, "chart") /* first: of marks without a word of their own */                            \
    X(BARS, "bars")                                                                                \
    X(STACKED_BARS, "stacked_bars")                                                                \
    X(LINES, "lines")                                                                              \
    X(AREAS, "areas")                                                                              \
    X(HEAT_MAP, "heat_map")                                                                        \
    X(POINTS, "points")                                                                            \
    X(BUBBLES, "bubbles")                                                                          \
    X(RING, "ring")                                                                                \
    X(TICKS, "ticks")                                                                              \
    X(RANGES, "ranges")                                                                            \
    X(TABLE, "table")                                                                              \
    X(BOXES, "boxes")                                                                              \
    X(TITLED, "titled")           /* {0} kind, {1} title */                                        \
    X(MEASURED_BY, "measured_by") /* {0} kind, {1} measure, {2} dimension */                       \
    X(AND, "and")                 /* {0} and {1} dimensions */                                     \
    X(PLOTS, "plots")             /* {0} how many, {1} names */                                    \
    X(PERIOD, "period")           /* {0} first, {1} last */                                        \
    X(ITEMS, "items")             /* {0} how many */                                               \
    X(TOTAL, "total")             /* {0} */                                                        \
    X(COUNT, "count")             /* {0} how many categories */                                    \
    X(HIGHEST, "highest")         /* {0} list */                                                   \
    X(LOWEST, "lowest")           /* {0} list */                                                   \
    X(PEAK, "peak")               /* {0} where, {1} value */                                       \
    X(VALUE, "value")             /* {0} name, {1} value */                                        \
    X(CELL, "cell")               /* {0} and {1} dimensions of a cell */                           \
    X(NO_DATA, "no_data")                                                                          \
    X(VALUE_SHARE, "value_share") /* {0} name, {1} value, {2} percent */                           \
    X(PARTS, "parts")             /* {0} list */                                                   \
    X(ALL, "all")                 /* {0} list */                                                   \
    X(CHANGE, "change")           /* {0} name, {1} value, {2} at, {3} value */                     \
    X(CHANGE_TO, "change_to")     /* {0} what CHANGE says, {1} at */                               \
    X(RANGE, "range")             /* {0} name, {1} from, {2} to */                                 \
    X(RISING, "rising")           /* {0} average, {1} until when, {2} average after it */          \
    X(FALLING, "falling")                                                                          \
    X(STEADY, "steady")                                                                            \
    X(NOTHING, "nothing") /* {0} list of times */                                                  \
    X(EMPTY, "empty")     /* {0} of {1} combinations */                                            \
    X(MEDIANS, "medians") /* {0} list */                                                           \
    X(SPREAD, "spread")   /* {0} measure, {1} from, {2} to */                                      \
    X(MORE, "more")       /* {0} how many */                                                       \
    X(NETWORK, "network")                                                                          \
    X(FLOWS, "flows")                                                                              \
    X(TIMELINE, "timeline")                                                                        \
    X(NODES, "nodes")         /* {0} how many, {1} links */                                        \
    X(CONNECTED, "connected") /* {0} list with numbers of links */                                 \
    X(LINK, "link")           /* {0} and {1} ends, {2} weight */                                   \
    X(LEFT, "left")           /* {0} nodes, {1} links */                                           \
    X(STAGES, "stages")       /* {0} list */                                                       \
    X(FLOW, "flow")           /* {0} from, {1} to, {2} value */                                    \
    X(GATHERED, "gathered")   /* {0} how many */                                                   \
    X(STATES, "states")       /* {0} list with numbers */                                          \
    X(NEXT, "next")           /* {0} after, {1} when, {2} what */                                  \
    X(LAST, "last")           /* {0} nothing comes after */                                        \
    X(UNDATED, "undated")     /* {0} how many */                                                   \
    X(NO_PLACE, "no_place")   /* {0} how many */                                                   \
    X(SEPARATOR, "separator") /* of a list */                                                      \
    X(STOP, "stop")           /* of a sentence */

typedef enum {
#define WORD_ENUM(name, key) WORD_##name,
    REPORT_WORDS(WORD_ENUM)
#undef WORD_ENUM
#define WORD_ENUM(name, key) ALT_##name,
        ALT_WORDS(WORD_ENUM)
#undef WORD_ENUM
            WORD_COUNT
} Word;

typedef struct Words Words;

typedef struct {
    Arena *arena; // of the words
    Diags *diags;
    GPtrArray *documents; // JsonDoc * read on the way, freed last by the caller
    const char *language; // BCP 47 tag: the file sought is that of the tag, else of its language
    const char *path;     // the file to read in place of a search; or NULL
    const char *folder;   // whose folder i18n is looked in first, or NULL
    const char *shipped;  // layouts as they are shipped, with their folder i18n; or NULL
    const Place *at;      // where the language or path was named, or NULL
} WordsInput;

// NULL when there is no such language or its file is wrong, reported. A file may extend another
// language and hold only what differs.
const Words *words_load(const WordsInput *input);
// English as it is built in.
const Words *words_built_in(Arena *arena);

// The text; of a text with forms the one for many.
const char *words_text(const Words *words, Word word);
// The form of the text that goes with a number of things, with the number, as it is printed, in
// place of {0}. In the arena.
const char *words_count(const Words *words, Word word, double count, const char *printed,
                        Arena *arena);
// Numbers and dates as the language writes them: its own of base/format.h, or of its file.
const FormatLocale *words_locale(const Words *words);
// BCP 47 tag as it was asked for.
const char *words_language(const Words *words);
// How the language counts. Words NULL: as English.
PluralRule words_plural_rule(const Words *words);
