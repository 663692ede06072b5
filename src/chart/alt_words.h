// The sentences of alternative texts by language, with places {0} to {3} for names and numbers.
#pragma once
#include "base/format.h"

// X(NAME): docs in alt_words.c's English row.
#define ALT_WORDS(X)                                                                               \
    X(CHART) /* first: of marks without a word of their own */                                     \
    X(BARS)                                                                                        \
    X(STACKED_BARS)                                                                                \
    X(LINES)                                                                                       \
    X(AREAS)                                                                                       \
    X(HEAT_MAP)                                                                                    \
    X(POINTS)                                                                                      \
    X(BUBBLES)                                                                                     \
    X(RING)                                                                                        \
    X(TICKS)                                                                                       \
    X(RANGES)                                                                                      \
    X(TABLE)                                                                                       \
    X(BOXES)                                                                                       \
    X(TITLED)      /* {0} kind, {1} title */                                                       \
    X(MEASURED_BY) /* {0} kind, {1} measure, {2} dimension */                                      \
    X(AND)         /* {0} and {1} dimensions */                                                    \
    X(PLOTS)       /* {0} how many, {1} names */                                                   \
    X(PERIOD)      /* {0} first, {1} last */                                                       \
    X(ITEMS)       /* {0} how many */                                                              \
    X(TOTAL)       /* {0} */                                                                       \
    X(COUNT)       /* {0} how many categories */                                                   \
    X(HIGHEST)     /* {0} list */                                                                  \
    X(LOWEST)      /* {0} list */                                                                  \
    X(PEAK)        /* {0} where, {1} value */                                                      \
    X(VALUE)       /* {0} name, {1} value */                                                       \
    X(CELL)        /* {0} and {1} dimensions of a cell */                                          \
    X(NO_DATA)                                                                                     \
    X(VALUE_SHARE) /* {0} name, {1} value, {2} percent */                                          \
    X(PARTS)       /* {0} list */                                                                  \
    X(ALL)         /* {0} list */                                                                  \
    X(CHANGE)      /* {0} name, {1} value, {2} at, {3} value */                                    \
    X(CHANGE_TO)   /* {0} what CHANGE says, {1} at */                                              \
    X(RANGE)       /* {0} name, {1} from, {2} to */                                                \
    X(RISING)      /* {0} average, {1} until when, {2} average after it */                         \
    X(FALLING)                                                                                     \
    X(STEADY)                                                                                      \
    X(NOTHING) /* {0} list of times */                                                             \
    X(EMPTY)   /* {0} of {1} combinations */                                                       \
    X(MEDIANS) /* {0} list */                                                                      \
    X(SPREAD)  /* {0} measure, {1} from, {2} to */                                                 \
    X(MORE)    /* {0} how many */                                                                  \
    X(MILLION) /* {0} */                                                                           \
    X(BILLION) /* {0} */                                                                           \
    X(NETWORK)                                                                                     \
    X(FLOWS)                                                                                       \
    X(TIMELINE)                                                                                    \
    X(NODES)     /* {0} how many, {1} links */                                                     \
    X(CONNECTED) /* {0} list with numbers of links */                                              \
    X(LINK)      /* {0} and {1} ends, {2} weight */                                                \
    X(LEFT)      /* {0} nodes, {1} links */                                                        \
    X(STAGES)    /* {0} list */                                                                    \
    X(FLOW)      /* {0} from, {1} to, {2} value */                                                 \
    X(GATHERED)  /* {0} how many */                                                                \
    X(STATES)    /* {0} list with numbers */                                                       \
    X(NEXT)      /* {0} after, {1} when, {2} what */                                               \
    X(LAST)      /* {0} nothing comes after */                                                     \
    X(UNDATED)   /* {0} how many */                                                                \
    X(NO_PLACE)  /* {0} how many */                                                                \
    X(SEPARATOR) /* of a list */                                                                   \
    X(STOP)      /* of a sentence */

typedef enum {
#define ALT_ENUM(name) ALT_##name,
    ALT_WORDS(ALT_ENUM)
#undef ALT_ENUM
        ALT_WORD_COUNT
} AltWord;

// The language of the locale, or English.
const char *const *alt_words(const FormatLocale *locale);
