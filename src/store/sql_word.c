// Words beside amounts in SQLite: of a group or a window, one_word(word) gives the first in the
// order of bytes, all_words(word) the first and the last with a sign between when they differ, and
// joint_word(word, ...) does that in a row; money_once(rows, different_rows, call) refuses a sum
// that takes a row in twice. NULL is no word. What leaves a window is counted off.
#include "store/sql_money.h"
#include "store/sqlite.h"

#include <string.h>

typedef struct {
    char *text;
    guint64 count;
} Word;

static void clear_word(void *word) {
    g_free(((Word *)word)->text);
}

// SQLite keeps a pointer to the words of a group.
static GArray *words_of(sqlite3_context *context) {
    GArray **slot = sqlite3_aggregate_context(context, sizeof *slot);
    if (!slot)
        return NULL;
    if (!*slot) {
        *slot = g_array_new(FALSE, FALSE, sizeof(Word));
        g_array_set_clear_func(*slot, clear_word);
    }
    return *slot;
}

static void change(sqlite3_context *context, sqlite3_value *value, bool add) {
    const char *text = (const char *)sqlite3_value_text(value);
    GArray *words = text ? words_of(context) : NULL;
    if (!words)
        return;
    for (guint i = 0; i < words->len; i++) {
        Word *known = &g_array_index(words, Word, i);
        if (strcmp(known->text, text) == 0) {
            known->count = add ? known->count + 1 : known->count - 1;
            return;
        }
    }
    Word fresh = {g_strdup(text), 1};
    g_array_append_val(words, fresh);
}

static void word_step(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    change(context, values[0], /*add=*/true);
}

static void word_inverse(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    change(context, values[0], /*add=*/false);
}

// The first and the last that are there; NULL: there is none.
static void find_ends(const GArray *words, const char *ends[2]) {
    ends[0] = ends[1] = NULL;
    for (guint i = 0; words && i < words->len; i++) {
        const Word *word = &g_array_index(words, Word, i);
        if (word->count == 0)
            continue;
        if (!ends[0] || strcmp(word->text, ends[0]) < 0)
            ends[0] = word->text;
        if (!ends[1] || strcmp(word->text, ends[1]) > 0)
            ends[1] = word->text;
    }
}

static void give(sqlite3_context *context, const char *first, const char *last) {
    if (!first)
        return;
    g_autofree char *both = strcmp(first, last) == 0
                                ? g_strdup(first)
                                : g_strconcat(first, SQL_MONEY_JOINT, last, NULL);
    sqlite3_result_text(context, both, -1, SQLITE_TRANSIENT);
}

static const GArray *words_so_far(sqlite3_context *context) {
    GArray **slot = sqlite3_aggregate_context(context, 0);
    return slot ? *slot : NULL;
}

static void one_value(sqlite3_context *context) {
    const char *ends[2];
    find_ends(words_so_far(context), ends);
    give(context, ends[0], ends[0]);
}

static void all_value(sqlite3_context *context) {
    const char *ends[2];
    find_ends(words_so_far(context), ends);
    give(context, ends[0], ends[1]);
}

static void free_words(sqlite3_context *context) {
    GArray **slot = sqlite3_aggregate_context(context, 0);
    if (slot && *slot)
        g_clear_pointer(slot, g_array_unref);
}

static void one_final(sqlite3_context *context) {
    one_value(context);
    free_words(context);
}

static void all_final(sqlite3_context *context) {
    all_value(context);
    free_words(context);
}

static void joint_word(sqlite3_context *context, int count, sqlite3_value **values) {
    const char *first = NULL, *last = NULL;
    for (int i = 0; i < count; i++) {
        const char *text = (const char *)sqlite3_value_text(values[i]);
        if (text && (!first || strcmp(text, first) < 0))
            first = text;
        if (text && (!last || strcmp(text, last) > 0))
            last = text;
    }
    give(context, first, last);
}

// As many rows as there are different ones: 1. Else the sum that they are of is refused.
static void money_once(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    if (sqlite3_value_int64(values[0]) == sqlite3_value_int64(values[1])) {
        sqlite3_result_int(context, 1);
        return;
    }
    g_autofree char *message =
        g_strdup_printf(SQL_MONEY_REPEATS " cannot be added up #%d", sqlite3_value_int(values[2]));
    sqlite3_result_error(context, message, -1);
}

int sqlite_add_words(SqliteEngine *sqlite) {
    static const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    int result = sqlite3_create_window_function(sqlite->db, "one_word", 1, flags, NULL, word_step,
                                                one_final, one_value, word_inverse, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_create_window_function(sqlite->db, "all_words", 1, flags, NULL, word_step,
                                                all_final, all_value, word_inverse, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_create_function_v2(sqlite->db, "joint_word", -1, flags, NULL, joint_word,
                                            NULL, NULL, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_create_function_v2(sqlite->db, "money_once", 3, flags, NULL, money_once,
                                            NULL, NULL, NULL);
    return result;
}
