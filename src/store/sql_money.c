// Amounts by the names of their columns: those of the documented tables, and those that a question
// gives by AS to one of them or to a formula over one ("sum(amount) / 1e9 AS bn").
#include "store/sql_money.h"

#include "store/sql_token.h"

#include <string.h>

enum { CALLS_LIMIT = 64 };

static const struct {
    const char *name, *currency, *basis;
} kinds[] = {{"amount", "currency", "basis"},
             {"value", "currency", "basis"},
             {"amount_converted", "converted_currency", "basis"},
             {"converted", "converted_currency", "basis"}};

// A sum and what is put before its closing parenthesis.
typedef struct {
    gsize start, end; // of the name
    gsize at;         // of the parenthesis
    bool has_currency;
    char *currency, *basis; // what says them; owned; NULL: nothing does
    guint number;           // from 1
    bool is_dropped;
} Call;

struct SqlMoney {
    const char *sql;
    GArray *tokens;    // of SqlToken
    GHashTable *names; // of columns with amounts -> index of kinds
    GArray *calls;
};

static const SqlToken *token_at(const SqlMoney *money, guint index) {
    return &g_array_index(money->tokens, SqlToken, MIN(index, money->tokens->len - 1));
}

static bool is_word(const SqlMoney *money, guint index, const char *word) {
    return sql_token_is_word(token_at(money, index), word);
}

static bool is_sign(const SqlMoney *money, guint index, const char *sign) {
    return sql_token_is_sign(money->sql, token_at(money, index), sign);
}

static bool is_one_of(const char *word, const char *const *words, guint count) {
    for (guint i = 0; word && i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

// The index of the kind of amounts that the token names as a column; -1: none.
static int kind_at(const SqlMoney *money, guint index) {
    const SqlToken *token = token_at(money, index);
    gpointer kind;
    if (!token->word || is_sign(money, index + 1, "(") || is_sign(money, index + 1, ".") ||
        !g_hash_table_lookup_extended(money->names, token->word, NULL, &kind))
        return -1;
    return GPOINTER_TO_INT(kind);
}

static bool is_sum(const SqlMoney *money, guint index) {
    static const char *const sums[] = {"sum", "total", "avg", "decimal_sum"};
    const SqlToken *token = token_at(money, index);
    return token->kind == TOKEN_WORD && is_sign(money, index + 1, "(") &&
           is_one_of(token->word, sums, G_N_ELEMENTS(sums));
}

// The comma at the level of a call's arguments, from an index on; the call's end when there is
// none.
static guint comma_of(const SqlMoney *money, guint from, guint close) {
    for (guint i = from; i < close; i++) {
        if (is_sign(money, i, ","))
            return i;
        if (is_sign(money, i, "("))
            i = sql_token_close(money->sql, money->tokens, i);
    }
    return close;
}

static bool holds_word(const SqlMoney *money, guint from, guint to, const char *word) {
    for (guint i = from; i < to; i++)
        if (token_at(money, i)->word && strcmp(token_at(money, i)->word, word) == 0)
            return true;
    return false;
}

// --- sums ---

// "a." before a name, as it is written. New string.
static char *qualifier(const SqlMoney *money, guint index) {
    const SqlToken *name = token_at(money, index);
    if (index < 2 || !is_sign(money, index - 1, ".") || !token_at(money, index - 2)->word)
        return g_strdup("");
    gsize start = token_at(money, index - 2)->start;
    return g_strndup(money->sql + start, name->start - start);
}

// The one name of amounts between two tokens; 0 when there is none, or when it stands in a sum of
// its own or in another question.
static guint find_amount(const SqlMoney *money, guint from, guint to) {
    for (guint i = from; i < to; i++) {
        if (is_word(money, i, "select"))
            return 0;
        if (is_sum(money, i) || (is_word(money, i, "count") && is_sign(money, i + 1, "(")))
            i = sql_token_close(money->sql, money->tokens, i + 1);
        else if (kind_at(money, i) >= 0)
            return i;
    }
    return 0;
}

// The name in sum(sum(amount)) OVER (), which is over groups: the first of them speaks for each.
static guint find_inner(const SqlMoney *money, guint from, guint to) {
    if (!is_sum(money, from) || sql_token_close(money->sql, money->tokens, from + 1) + 1 != to)
        return 0;
    guint last = to - 2, first = from + 2;
    bool is_plain = last == first || (last == first + 2 && is_sign(money, first + 1, "."));
    return is_plain && kind_at(money, last) >= 0 ? last : 0;
}

// "a.currency", over groups "one_word(a.currency)"; NULL where the sum looks at it by itself. New.
static char *column_beside(const SqlMoney *money, guint amount, const char *column, bool is_inner) {
    g_autofree char *before = qualifier(money, amount);
    return g_strconcat(is_inner ? "one_word(" : "", before, column, is_inner ? ")" : "", NULL);
}

// What is put before the parenthesis. New string.
static char *text_of(const Call *call) {
    const char *currency = call->currency ? call->currency : "NULL";
    const char *basis = call->basis ? call->basis : "NULL";
    return call->has_currency ? g_strdup_printf(", %s, %u", basis, call->number)
                              : g_strdup_printf(", %s, %s, %u", currency, basis, call->number);
}

static void add_call(SqlMoney *money, guint index) {
    guint close = sql_token_close(money->sql, money->tokens, index + 1),
          comma = comma_of(money, index + 2, close);
    bool has_currency = comma < close;
    guint inner = find_inner(money, index + 2, comma);
    guint amount = inner ? inner : find_amount(money, index + 2, comma);
    if (!amount || is_word(money, index + 2, "distinct") ||
        token_at(money, close)->kind == TOKEN_END || money->calls->len == CALLS_LIMIT ||
        (has_currency &&
         (!is_word(money, index, "decimal_sum") || comma_of(money, comma + 1, close) < close)))
        return;
    int kind = kind_at(money, amount);
    const char *currency = kinds[kind].currency, *basis = kinds[kind].basis;
    Call call = {.start = token_at(money, index)->start,
                 .end = token_at(money, close)->end,
                 .at = token_at(money, close)->start,
                 .has_currency = has_currency,
                 .number = money->calls->len + 1};
    if (!has_currency && !holds_word(money, index, comma, currency))
        call.currency = column_beside(money, amount, currency, inner != 0);
    if (!holds_word(money, index, comma, basis))
        call.basis = column_beside(money, amount, basis, inner != 0);
    call.is_dropped = !call.currency && !call.basis;
    g_array_append_val(money->calls, call);
}

// --- names ---

// Formulas whose result is an amount when an amount is put in.
static bool keeps_amounts(const SqlMoney *money, guint index) {
    static const char *const words[] = {"sum",      "total", "avg",  "decimal_sum", "min",
                                        "max",      "round", "abs",  "coalesce",    "ifnull",
                                        "cast",     "as",    "real", "numeric",     "integer",
                                        "distinct", "text"};
    static const char *const signs[] = {"(", ")", ",", ".", "*", "/", "+", "-"};
    const SqlToken *token = token_at(money, index);
    if (token->kind == TOKEN_NUMBER || token->kind == TOKEN_PARAM)
        return true;
    if (token->word) // a name before a point, or one of the functions
        return is_sign(money, index + 1, ".") || is_one_of(token->word, words, G_N_ELEMENTS(words));
    for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
        if (is_sign(money, index, signs[i]))
            return true;
    return false;
}

// The kind of what stands between two tokens: a formula over one name of amounts; -1: something
// else. What FILTER and OVER say does not matter.
static int kind_of_formula(const SqlMoney *money, guint from, guint to) {
    int found = -1;
    for (guint i = from; i < to; i++) {
        int kind = kind_at(money, i);
        if ((is_word(money, i, "filter") || is_word(money, i, "over")) &&
            is_sign(money, i + 1, "(")) {
            i = sql_token_close(money->sql, money->tokens, i + 1);
        } else if (kind >= 0) {
            if (found >= 0)
                return -1;
            found = kind;
        } else if (!keeps_amounts(money, i)) {
            return -1;
        }
    }
    return found;
}

// The first token of the column whose AS is at the index.
static guint column_start(const SqlMoney *money, guint as) {
    guint depth = 0, i = as;
    for (; i > 0; i--) {
        if (is_sign(money, i - 1, ")"))
            depth++;
        else if (is_sign(money, i - 1, "(") && depth-- == 0)
            return i;
        if (depth == 0 && (is_sign(money, i - 1, ",") || is_word(money, i - 1, "select") ||
                           is_word(money, i - 1, "distinct")))
            return i;
    }
    return 0;
}

static void add_name(SqlMoney *money, guint as) {
    const SqlToken *name = token_at(money, as + 1);
    if (!name->word || is_sign(money, as + 2, "("))
        return;
    int kind = kind_of_formula(money, column_start(money, as), as);
    if (kind >= 0 && !g_hash_table_contains(money->names, name->word))
        g_hash_table_insert(money->names, g_strdup(name->word), GINT_TO_POINTER(kind));
}

// --- all of it ---

static void clear_call(void *call) {
    g_free(((Call *)call)->currency);
    g_free(((Call *)call)->basis);
}

SqlMoney *sql_money_read(const char *sql) {
    gsize bad;
    SqlMoney *money = g_new0(SqlMoney, 1);
    money->sql = sql;
    money->tokens = sql_tokens_cut(sql, &bad);
    money->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    money->calls = g_array_new(FALSE, FALSE, sizeof(Call));
    g_array_set_clear_func(money->calls, clear_call);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        g_hash_table_insert(money->names, g_strdup(kinds[i].name), GUINT_TO_POINTER(i));
    for (guint i = 0; bad == G_MAXSIZE && i < money->tokens->len; i++)
        if (is_word(money, i, "as"))
            add_name(money, i);
    for (guint i = 0; bad == G_MAXSIZE && i < money->tokens->len; i++)
        if (is_sum(money, i))
            add_call(money, i);
    return money;
}

void sql_money_free(SqlMoney *money) {
    if (!money)
        return;
    g_array_unref(money->tokens);
    g_array_unref(money->calls);
    g_hash_table_destroy(money->names);
    g_free(money);
}

static int compare_calls(gconstpointer a, gconstpointer b) {
    gsize left = (*(Call *const *)a)->at, right = (*(Call *const *)b)->at;
    return (left > right) - (left < right);
}

// The calls in the order of their closing parentheses. Free the array.
static GPtrArray *live_calls(const SqlMoney *money) {
    GPtrArray *calls = g_ptr_array_new();
    for (guint i = 0; i < money->calls->len; i++)
        if (!g_array_index(money->calls, Call, i).is_dropped)
            g_ptr_array_add(calls, &g_array_index(money->calls, Call, i));
    g_ptr_array_sort(calls, compare_calls);
    return calls;
}

char *sql_money_guarded(const SqlMoney *money) {
    g_autoptr(GPtrArray) calls = live_calls(money);
    gsize done = 0;
    if (calls->len == 0)
        return NULL;
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < calls->len; i++) {
        const Call *call = g_ptr_array_index(calls, i);
        g_string_append_len(out, money->sql + done, (gssize)(call->at - done));
        g_autofree char *put = text_of(call);
        g_string_append(out, put);
        done = call->at;
    }
    g_string_append(out, money->sql + done);
    return g_string_free(out, FALSE);
}

// One of the two is not known: it is NULL from now on; without both there is nothing to put in.
static void drop_column(Call *call, gsize byte) {
    gsize first = call->currency ? strlen(call->currency) : strlen("NULL");
    bool is_currency = !call->has_currency && byte < strlen(", ") + first;
    g_clear_pointer(is_currency ? &call->currency : &call->basis, g_free);
    call->is_dropped = !call->currency && !call->basis;
}

bool sql_money_drop(SqlMoney *money, gsize byte) {
    g_autoptr(GPtrArray) calls = live_calls(money);
    gsize added = 0;
    for (guint i = 0; i < calls->len; i++) {
        Call *call = g_ptr_array_index(calls, i);
        g_autofree char *put = text_of(call);
        if (byte >= call->at + added && byte < call->at + added + strlen(put)) {
            drop_column(call, byte - call->at - added);
            return true;
        }
        added += strlen(put);
    }
    return false;
}

void sql_money_drop_all(SqlMoney *money) {
    for (guint i = 0; i < money->calls->len; i++)
        g_array_index(money->calls, Call, i).is_dropped = true;
}

char *sql_money_column(const SqlMoney *money, const char *name) {
    GString *out = g_string_new(name);
    for (guint i = 0; i < money->calls->len; i++) {
        g_autofree char *put = text_of(&g_array_index(money->calls, Call, i));
        g_string_replace(out, put, "", 0);
    }
    return g_string_free(out, FALSE);
}

bool sql_money_place(const SqlMoney *money, guint number, gsize *start, gsize *end) {
    if (number < 1 || number > money->calls->len)
        return false;
    const Call *call = &g_array_index(money->calls, Call, number - 1);
    *start = call->start;
    *end = call->end;
    return true;
}

bool sql_money_words(const SqlMoney *money, const char *column, const char **currency,
                     const char **basis) {
    g_autofree char *lower = g_ascii_strdown(column, -1);
    gpointer kind;
    if (!g_hash_table_lookup_extended(money->names, lower, NULL, &kind))
        return false;
    *currency = kinds[GPOINTER_TO_INT(kind)].currency;
    *basis = kinds[GPOINTER_TO_INT(kind)].basis;
    return true;
}
