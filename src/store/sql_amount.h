// What the amounts of an expression are in: for each a currency and a basis, and whether its money
// counts, as SQL that can stand beside the expression. Inside store/ only.
#pragma once
#include "store/sql_money.h"
#include "store/sql_tree.h"

// WORD_COUNTED: the number 1, or 0 where the money is that of other rows too. WORD_ROW: the number
// of what the amount belongs to, by which it is known again when a join repeats it; NULL of sums.
typedef enum { WORD_CURRENCY, WORD_BASIS, WORD_COUNTED, WORD_ROW, WORD_COUNT } AmountWordKind;

// Both NULL: nothing says it, or the question itself takes care of it.
typedef struct {
    const char *sql;
    const char *constant; // a text or a parameter, where it is the same in all rows
} AmountWord;

typedef enum {
    AMOUNT_NONE,
    AMOUNT_RATIO, // of amounts that may be in two currencies, which its word tells
    AMOUNT_KNOWN,
    AMOUNT_LOST // it holds amounts, and what they are in cannot be said
} AmountKind;

typedef struct {
    AmountKind kind;
    AmountWord words[WORD_COUNT];
    bool is_scaled;        // by something else than a power of ten
    bool is_sum;           // of several partnerships
    SqlMoneyTraits traits; // but is_dollars, which the words say
} SqlAmount;

// What is known of a word where an expression stands: a condition compares it.
typedef struct AmountGiven AmountGiven;
struct AmountGiven {
    const char *sql, *constant;
    const AmountGiven *next;
};

typedef struct {
    const SqlSelect *select;
    bool is_grouped; // names are those of groups
    const AmountGiven *given;
} AmountPlace;

typedef struct {
    SqlTree tree;
    Arena *arena;
    GArray *edits;            // of the question
    bool is_remote;           // in PostgreSQL's words
    bool has_counted;         // WORD_COUNTED is asked for
    bool has_row;             // WORD_ROW is
    struct SelectNote *notes; // by the number of the SELECT (sql_place.c)
    struct Companion *companions;
    guint companion_count; // numbers used up
    guint depth, steps;    // both are bounded
    bool is_circular;      // a question was found to be made of itself
} AmountWork;

// sql_amount.c
void sql_traits_add(SqlMoneyTraits *traits, const SqlMoneyTraits *more);
SqlAmount sql_amount_of(AmountWork *work, const AmountPlace *place, Span span);
// What an aggregate adds up or compares, and where its argument stands.
SqlAmount sql_amount_of_argument(AmountWork *work, const SqlSelect *select, const SqlCall *call);
const char *sql_amount_word(const AmountWord *word); // constant or SQL; NULL: neither

// sql_place.c: names, and what WHERE and GROUP BY say of them.
SqlAmount sql_amount_of_column(AmountWork *work, const AmountPlace *place,
                               const SqlColumnRef *column);
Span sql_place_where(const SqlText *text, const SqlSelect *select); // its condition
// What stands behind "group", "having" or the like; empty: nothing.
Span sql_place_clause(const SqlText *text, const SqlSelect *select, const char *word);
// What a condition says, before next.
const AmountGiven *sql_place_given(AmountWork *work, const SqlSelect *select, Span condition,
                                   const AmountGiven *next);
// Whether a word is the same in all rows of a group.
bool sql_place_is_key(AmountWork *work, const SqlSelect *select, const char *word);
// Its keys as they can be compared with words; of texts.
const GPtrArray *sql_place_keys(AmountWork *work, const SqlSelect *select);
// Whether the span names the word.
bool sql_place_mentions(AmountWork *work, Span span, const char *word);
// The words of a group as one: "EUR + USD" for several; 0 where one of them is.
const char *sql_place_all_words(AmountWork *work, const char *word, guint kind);
// An output as it can be compared with words.
const char *sql_place_output(AmountWork *work, const SqlSelect *select, guint output);
const char *sql_place_copy(AmountWork *work, Span span); // in the arena

// sql_companion.c: an output of a question, its words being names of outputs, which are added where
// there are none.
SqlAmount sql_amount_of_output(AmountWork *work, const SqlQuery *query, guint output);
// The question as SQL, with what was added to it; in the arena.
const char *sql_companion_copy(AmountWork *work, const SqlQuery *query);
// "*" that would take in columns that were added is written out. False: it cannot be.
bool sql_companion_hide(AmountWork *work);
#define SQL_COMPANION "accord_word_"
