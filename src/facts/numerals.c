// The text is cut into tokens: digits with separators, words that numbers are made of, and all
// else. A number is a run of the first two with nothing but a space or a hyphen between them. Its
// value is added up as it is said: units, then "hundred" on units, then a scale on both; scales
// that follow one another multiply (thousand million, lakh crore, 万亿).
#include "facts/numerals.h"

#include "facts/fold.h"
#include "facts/numeral_words.h"

#include <string.h>

enum { WORD_BYTES = 64, GROUPS = 12, TOKENS = 24 };

typedef struct {
    gsize start, end;
    const NumeralWord *word; // NULL: digits
    bool is_linked;          // has "and" before it in one word, as in Arabic
    guint count;
    Decimal digits[2]; // readings
} Token;

// --- digits ---

typedef struct {
    const char *start[GROUPS];
    gsize length[GROUPS];
    char separator[GROUPS]; // before the group
    guint count;
} Groups;

static bool is_separator(const char *p) {
    return (*p == '.' || *p == ',' || *p == '\'' || *p == ' ' || *p == '_') &&
           g_ascii_isdigit(p[1]);
}

static const char *read_groups(const char *p, Groups *groups) {
    groups->count = 0;
    for (char separator = 0;; separator = *p++) {
        gsize length = strspn(p, "0123456789");
        guint n = groups->count++;
        groups->start[n] = p;
        groups->length[n] = length;
        groups->separator[n] = separator;
        p += length;
        if (groups->count == GROUPS || !is_separator(p))
            return p;
    }
}

// Whether the first `count` groups are one integer: thousands by threes, or the Indian way.
static bool is_grouped(const Groups *groups, guint count) {
    bool threes = groups->length[0] <= 3, indian = groups->length[0] <= 2;
    for (guint i = 1; i < count; i++) {
        bool is_last = i + 1 == count;
        if (groups->separator[i] != groups->separator[1])
            return false;
        threes = threes && groups->length[i] == 3;
        indian = indian && groups->length[i] == (is_last ? 3 : 2);
    }
    return threes || (indian && groups->separator[1] == ',');
}

static bool read_decimal(const Groups *groups, guint whole, guint count, Decimal *out) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < count; i++) {
        if (i == whole)
            g_string_append_c(text, '.');
        g_string_append_len(text, groups->start[i], (gssize)groups->length[i]);
    }
    return decimal_parse(text->str, out);
}

// The readings of the first `count` groups; false when they are no one number.
static bool read_grouping(const Groups *groups, guint count, Token *token) {
    char last = groups->separator[count - 1];
    token->count = 0;
    if ((count == 1 || is_grouped(groups, count)) &&
        read_decimal(groups, count, count, &token->digits[token->count]))
        token->count++;
    bool is_point = count > 1 && (last == '.' || last == ',');
    bool is_other = count == 2 || (count > 2 && groups->separator[1] != last);
    if (is_point && is_other && (count == 2 || is_grouped(groups, count - 1)) &&
        read_decimal(groups, count - 1, count, &token->digits[token->count]))
        token->count++;
    return token->count > 0;
}

// Whether a series goes on behind the groups: 17.09.2025, 10,20,30.
static bool is_series(const Groups *groups, guint count) {
    return count > 1 && count < groups->count &&
           groups->separator[count] == groups->separator[count - 1];
}

// ½ and its like, in thousandths; 0 when there is none at p.
static int find_vulgar(const char *p) {
    static const struct {
        gunichar c;
        int thousandths;
    } vulgar[] = {{0xBC, 250},   {0xBD, 500},   {0xBE, 750},   {0x2155, 200},
                  {0x2156, 400}, {0x2157, 600}, {0x2158, 800}, {0x215B, 125},
                  {0x215C, 375}, {0x215D, 625}, {0x215E, 875}};
    gunichar c = (guchar)*p < 0x80 ? 0 : g_utf8_get_char(p);
    for (guint i = 0; c && i < G_N_ELEMENTS(vulgar); i++)
        if (vulgar[i].c == c)
            return vulgar[i].thousandths;
    return 0;
}

// Adds the fraction behind the digits, with or without a space: 1½. Behind it.
static const char *read_vulgar(const char *p, Token *token) {
    const char *at = *p == ' ' ? p + 1 : p;
    int thousandths = find_vulgar(at);
    if (!thousandths)
        return p;
    for (guint i = 0; i < token->count; i++)
        if (!decimal_add(token->digits[i], (Decimal){thousandths, 3}, &token->digits[i]))
            return p;
    return g_utf8_next_char(at);
}

// As many groups as make one number; the rest begins another.
static const char *read_digits(const char *text, const char *p, Token *token) {
    Groups groups;
    const char *end = read_groups(p, &groups);
    bool is_in_series = p - text >= 2 && (p[-1] == '.' || p[-1] == ',') && g_ascii_isdigit(p[-2]);
    if (is_in_series)
        groups.count = 1;
    for (guint count = groups.count; count > 0; count--)
        if (!is_series(&groups, count) && read_grouping(&groups, count, token))
            return groups.start[count - 1] + groups.length[count - 1];
    return end;
}

// --- words ---

static bool is_letter(gunichar c) {
    return g_unichar_isalpha(c) || g_unichar_ismark(c);
}

static bool is_ideograph(gunichar c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || c == 0x3007;
}

// Scripts without spaces: each character is a word.
static const char *word_end(const char *p) {
    if (is_ideograph(g_utf8_get_char(p)))
        return g_utf8_next_char(p);
    while (*p && is_letter(g_utf8_get_char(p)) && !is_ideograph(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    return p;
}

static const NumeralWord *find_folded(const char *text, gsize length) {
    char word[WORD_BYTES];
    if (length >= sizeof word)
        return NULL;
    memcpy(word, text, length);
    word[length] = '\0';
    FoldBuffer buffer;
    const NumeralWord *found = numeral_word_find(fold_begin(&buffer, word));
    fold_end(&buffer);
    return found;
}

static const char *read_word(const char *p, Token *token) {
    static const char waw[] = "و"; // "and", written together with the next word
    const char *end = word_end(p);
    token->word = find_folded(p, (gsize)(end - p));
    if (!token->word && g_str_has_prefix(p, waw)) {
        const char *rest = p + strlen(waw);
        token->word = rest < end ? find_folded(rest, (gsize)(end - rest)) : NULL;
        token->is_linked = token->word != NULL;
    }
    return end;
}

// --- values ---

typedef struct {
    Decimal total, part, units; // closed by scales; by "hundred"; open
    bool has_units, has_part, has_total;
    Decimal last_scale, fraction; // of "a million and a half"
    bool has_fraction, failed;
} Sum;

static Decimal add(Sum *sum, Decimal a, Decimal b) {
    Decimal out = a;
    sum->failed = sum->failed || !decimal_add(a, b, &out);
    return out;
}

static Decimal times(Sum *sum, Decimal a, Decimal b) {
    Decimal out = a;
    sum->failed = sum->failed || !decimal_multiply(a, b, &out);
    return out;
}

static void add_units(Sum *sum, Decimal value) {
    sum->units = sum->has_units ? add(sum, sum->units, value) : value;
    sum->has_units = true;
}

static void add_times(Sum *sum, Decimal factor) {
    Decimal value = sum->has_units ? times(sum, sum->units, factor) : factor;
    sum->part = sum->has_part ? add(sum, sum->part, value) : value;
    sum->has_part = true;
    sum->has_units = false;
}

static Decimal open_section(Sum *sum) {
    if (!sum->has_part)
        return sum->units;
    return sum->has_units ? add(sum, sum->part, sum->units) : sum->part;
}

static void add_scale(Sum *sum, Decimal scale) {
    if (!sum->has_units && !sum->has_part && sum->has_total) {
        sum->total = times(sum, sum->total, scale);
    } else {
        Decimal section = decimal_from_integer(1);
        if (sum->has_units || sum->has_part)
            section = open_section(sum);
        section = times(sum, section, scale);
        sum->total = sum->has_total ? add(sum, sum->total, section) : section;
    }
    sum->has_total = true;
    sum->has_units = sum->has_part = sum->has_fraction = false;
    sum->last_scale = scale;
}

// "half", "three quarters", "un demi" (which is no one and a half), "two and a half".
static void add_fraction(Sum *sum, Decimal value, bool is_linked) {
    if (sum->has_total && !sum->has_units && !sum->has_part) {
        sum->fraction = value;
        sum->has_fraction = true;
    }
    if (!sum->has_units || is_linked)
        add_units(sum, value);
    else
        sum->units = times(sum, sum->units, value);
}

// quatre-vingts: four twenties.
static bool is_score(const Token *token, const Sum *sum) {
    return g_str_has_prefix(token->word->word, "vingt") && sum->has_units &&
           decimal_compare(sum->units, decimal_from_integer(4)) == 0;
}

static void add_word(Sum *sum, const Token *token, bool is_linked) {
    Decimal value = decimal_from_integer(token->word->value);
    switch (token->word->kind) {
    case NUMERAL_UNIT:
    case NUMERAL_WHOLE:
        if (is_score(token, sum))
            sum->units = times(sum, sum->units, value);
        else
            add_units(sum, value);
        break;
    case NUMERAL_TIMES:
        add_times(sum, value);
        break;
    case NUMERAL_SCALE:
    case NUMERAL_LETTER:
        add_scale(sum, value);
        break;
    case NUMERAL_FRACTION:
        add_fraction(sum, (Decimal){token->word->value, 2}, is_linked);
        break;
    case NUMERAL_LINK:
    case NUMERAL_POINT:
        break;
    }
}

// The how-manyth digit behind "point".
static void add_place(Sum *sum, Decimal digit, int place) {
    add_units(sum, (Decimal){digit.coefficient, place});
}

// 二〇二五 is 2025.
static bool is_han_digit(const Token *token) {
    return token->word && token->word->kind == NUMERAL_UNIT && token->word->value < 10 &&
           is_ideograph(g_utf8_get_char(token->word->word));
}

// Zero to nine, as they are said one by one behind "point".
static bool is_digit_word(const Token *token) {
    return token->word && token->word->kind == NUMERAL_UNIT && token->word->value < 10;
}

static Sum sum_tokens(const Token *tokens, guint count, guint reading) {
    Sum sum = {0};
    bool is_linked = false;
    int place = 0; // of the next digit behind "point"; 0: none was said
    for (guint i = 0; i < count; i++) {
        const Token *token = &tokens[i];
        if (place && is_digit_word(token)) {
            add_place(&sum, decimal_from_integer(token->word->value), place++);
            continue;
        }
        place = token->word && token->word->kind == NUMERAL_POINT;
        if (i > 0 && is_han_digit(token) && is_han_digit(&tokens[i - 1]))
            sum.units = times(&sum, sum.units, decimal_from_integer(10));
        if (token->word)
            add_word(&sum, token, is_linked || token->is_linked);
        else
            add_units(&sum, token->digits[MIN(reading, token->count - 1)]);
        is_linked = token->word && token->word->kind == NUMERAL_LINK;
    }
    return sum;
}

// --- numbers ---

static void add_reading(Numeral *numeral, const Sum *sum, Decimal value) {
    for (guint i = 0; i < numeral->reading_count; i++)
        if (decimal_compare(numeral->readings[i], value) == 0)
            return;
    if (!sum->failed && numeral->reading_count < NUMERAL_READINGS)
        numeral->readings[numeral->reading_count++] = value;
}

static void read_sum(Numeral *numeral, const Token *tokens, guint count, guint reading) {
    Sum sum = sum_tokens(tokens, count, reading);
    if (sum.has_fraction && sum.has_units)
        add_reading(numeral, &sum, add(&sum, sum.total, times(&sum, sum.fraction, sum.last_scale)));
    Decimal value = sum.total;
    if (sum.has_units || sum.has_part)
        value = sum.has_total ? add(&sum, sum.total, open_section(&sum)) : open_section(&sum);
    add_reading(numeral, &sum, value);
    const NumeralWord *last = tokens[count - 1].word;
    if (count == 2 && !tokens[0].word && last && last->kind == NUMERAL_LETTER)
        add_reading(numeral, &sum, tokens[0].digits[MIN(reading, tokens[0].count - 1)]);
}

static bool is_link(const Token *token) {
    return token->word && (token->word->kind == NUMERAL_LINK || token->word->kind == NUMERAL_POINT);
}

// A number ends before links at its end, and a letter alone is no scale.
static void end_number(GArray *numerals, const Token *tokens, guint count) {
    while (count > 0 && is_link(&tokens[count - 1]))
        count--;
    if (count == 0 || (count == 1 && tokens[0].word && tokens[0].word->kind == NUMERAL_LETTER))
        return;
    Numeral numeral = {.start = tokens[0].start, .end = tokens[count - 1].end};
    for (guint reading = 0; reading < 2; reading++)
        read_sum(&numeral, tokens, count, reading);
    if (numeral.reading_count)
        g_array_append_val(numerals, numeral);
}

// The kind of what stands before; digits count as units of their own.
static bool is_kind(const Token *token, NumeralKind kind) {
    return token->word && token->word->kind == kind;
}

static bool is_unit_pair(const Token *before, const Token *token, bool is_linked) {
    gint64 first = before->word->value, second = token->word->value;
    if (token->is_linked && first < 10) // five and twenty, as Arabic says it
        return second >= 20;
    if (!is_linked && (is_han_digit(before) || g_str_has_prefix(token->word->word, "vingt")))
        return is_han_digit(token) || first == 4;
    return first >= 20 && first % 10 == 0 && second < first && second % 100 < 20;
}

// Whether the token goes on with the number that ends in `before`, with or without "and" or "a"
// between them. Two numbers side by side are two.
static bool goes_on(const Token *before, const Token *token, bool is_linked) {
    if (!token->word)
        return !is_linked && is_kind(before, NUMERAL_SCALE);
    switch (token->word->kind) {
    case NUMERAL_UNIT:
        if (is_kind(before, NUMERAL_UNIT))
            return is_unit_pair(before, token, is_linked);
        return is_kind(before, NUMERAL_TIMES) || is_kind(before, NUMERAL_SCALE);
    case NUMERAL_TIMES:
    case NUMERAL_SCALE:
        return !is_linked || is_kind(before, NUMERAL_FRACTION);
    case NUMERAL_LETTER:
        return !before->word && !is_linked;
    case NUMERAL_FRACTION:
    case NUMERAL_LINK:
        return true;
    case NUMERAL_POINT:
        return !is_linked && (!before->word || is_kind(before, NUMERAL_UNIT));
    case NUMERAL_WHOLE:
        return is_kind(before, NUMERAL_SCALE);
    }
    return false;
}

typedef struct {
    GArray *numerals;
    Token tokens[TOKENS];
    guint count;
} Run;

static void end_run(Run *run) {
    end_number(run->numerals, run->tokens, run->count);
    run->count = 0;
}

// Whether the run ends in "point" and digits behind it.
static bool ends_in_places(const Run *run) {
    guint last = run->count;
    while (last > 0 && is_digit_word(&run->tokens[last - 1]))
        last--;
    return last > 0 && is_kind(&run->tokens[last - 1], NUMERAL_POINT);
}

static bool belongs(const Run *run, const Token *token) {
    if (is_digit_word(token) && ends_in_places(run))
        return true;
    guint last = run->count - 1;
    bool is_linked = token->is_linked;
    while (last > 0 && is_link(&run->tokens[last])) {
        is_linked = true;
        last--;
    }
    return goes_on(&run->tokens[last], token, is_linked);
}

static void take_token(Run *run, const Token *token) {
    if (run->count == TOKENS || (run->count && !belongs(run, token)))
        end_run(run);
    if (run->count == 0 && is_link(token)) // a number does not begin with "and"
        return;
    run->tokens[run->count++] = *token;
}

// Digits that belong to a name (COP30, A4), but not to a currency.
static bool is_in_name(const char *text, const char *p) {
    static const char *const currencies[] = {"rs",  "usd", "us",  "eur", "gbp", "pkr", "inr",
                                             "cny", "rmb", "rub", "aed", "sar", "chf", "jpy"};
    const char *start = p;
    while (start > text && g_ascii_isalnum(start[-1]))
        start--;
    gsize length = (gsize)(p - start);
    for (guint i = 0; i < G_N_ELEMENTS(currencies); i++)
        if (strlen(currencies[i]) == length &&
            g_ascii_strncasecmp(start, currencies[i], length) == 0)
            return false;
    return length > 0 && g_ascii_isalpha(p[-1]);
}

static bool read_token(const char *text, const char **p, Token *token) {
    const char *start = *p;
    *token = (Token){.start = (gsize)(start - text)};
    if (g_ascii_isdigit(*start)) {
        bool is_name = is_in_name(text, start);
        *p = read_vulgar(read_digits(text, start, token), token);
        token->end = (gsize)(*p - text);
        return token->count > 0 && !is_name;
    }
    int thousandths = find_vulgar(start);
    if (thousandths) { // half a number, alone
        token->digits[token->count++] = (Decimal){thousandths, 3};
        *p = g_utf8_next_char(start);
    } else {
        *p = read_word(start, token);
    }
    token->end = (gsize)(*p - text);
    return token->count > 0 || token->word != NULL;
}

GArray *numerals_find(const char *text) {
    Run run = {.numerals = g_array_new(FALSE, FALSE, sizeof(Numeral))};
    for (const char *p = text; *p;) {
        Token token;
        bool is_text = g_ascii_isdigit(*p) || is_letter(g_utf8_get_char(p)) || find_vulgar(p) != 0;
        if (is_text || is_ideograph(g_utf8_get_char(p))) {
            if (read_token(text, &p, &token))
                take_token(&run, &token);
            else
                end_run(&run);
            continue;
        }
        if (*p != ' ' && *p != '-')
            end_run(&run);
        p = g_utf8_next_char(p);
    }
    end_run(&run);
    return run.numerals;
}

bool numeral_says(const Numeral *numeral, Decimal value) {
    Decimal opposite = decimal_negate(value);
    for (guint i = 0; i < numeral->reading_count; i++)
        if (decimal_compare(numeral->readings[i], value) == 0 ||
            decimal_compare(numeral->readings[i], opposite) == 0)
            return true;
    return false;
}

bool numerals_contain(const GArray *numerals, Decimal value) {
    for (guint i = 0; i < numerals->len; i++)
        if (numeral_says(&g_array_index(numerals, Numeral, i), value))
            return true;
    return false;
}
