// The text is cut into tokens: digits with separators, words that numbers are made of, and all
// else. A number is a run of the first two with nothing but a space or a hyphen between them. Its
// value is added up as it is said: units, then "hundred" on units, then a scale on both; scales
// that follow one another multiply (thousand million, lakh crore, 万亿).
#include "facts/numerals.h"

#include "facts/codes.h"
#include "facts/comparable.h"
#include "facts/fold.h"
#include "facts/numeral_digits.h"
#include "facts/numeral_words.h"

#include <string.h>

enum { WORD_BYTES = 64, TOKENS = 24 };

typedef struct {
    gsize start, end;
    const NumeralWord *word; // NULL: digits
    const char *of;          // the language whose word it is
    bool is_linked;          // has "and" before it in one word, as in Arabic
    NumeralDigits digits;
} Token;

// --- words ---

static bool is_ideograph(gunichar c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || c == 0x3007;
}

// Scripts without spaces: each character is a word.
static const char *word_end(const char *p) {
    if (is_ideograph(g_utf8_get_char(p)))
        return g_utf8_next_char(p);
    while (*p && comparable_is_letter(g_utf8_get_char(p)) && !is_ideograph(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    return p;
}

// UN is no one, and Arab countries are no thousand million.
static bool is_name(const char *word, const NumeralWord *found) {
    bool is_capital = g_ascii_isupper(word[0]);
    bool is_short = strlen(word) == 2 && g_ascii_isupper(word[1]);
    return is_capital &&
           ((is_short && found->kind == NUMERAL_UNIT) || strcmp(found->word, "arab") == 0);
}

static const NumeralWord *find_folded(const char *text, gsize length, const char *language,
                                      const char **of) {
    char word[WORD_BYTES];
    if (length >= sizeof word)
        return NULL;
    memcpy(word, text, length);
    word[length] = '\0';
    FoldBuffer buffer;
    const NumeralWord *found = numeral_word_find(fold_begin(&buffer, word), language, of);
    fold_end(&buffer);
    return found && !is_name(word, found) ? found : NULL;
}

// "M" of MUSD and "k" of kEUR: a scale written together with a currency.
static bool read_scale_of_code(const char *p, const char *end, Token *token) {
    static const NumeralWord thousand = {"k", NUMERAL_SCALE, 1000},
                             million = {"m", NUMERAL_SCALE, 1000000},
                             billion = {"b", NUMERAL_SCALE, 1000000000};
    char code[4];
    if (end - p != 4)
        return false;
    g_strlcpy(code, p + 1, sizeof code);
    token->word = *p == 'k' || *p == 'K' ? &thousand
                  : *p == 'M'            ? &million
                  : *p == 'B'            ? &billion
                                         : NULL;
    token->of = "";
    return token->word && codes_is_currency(code);
}

static const char *read_word(const char *p, const char *language, Token *token) {
    static const char waw[] = "و"; // "and", written together with the next word
    const char *end = word_end(p);
    if (read_scale_of_code(p, end, token))
        return p + 1;
    token->word = find_folded(p, (gsize)(end - p), language, &token->of);
    if (!token->word && g_str_has_prefix(p, waw)) {
        const char *rest = p + strlen(waw);
        gsize length = (gsize)(end - rest);
        token->word = rest < end ? find_folded(rest, length, language, &token->of) : NULL;
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
    case NUMERAL_MANY:
    case NUMERAL_LETTER:
        add_scale(sum, value);
        break;
    case NUMERAL_FRACTION:
        add_fraction(sum, (Decimal){token->word->value, 2}, is_linked);
        break;
    case NUMERAL_PLUS:
        add_units(sum, (Decimal){token->word->value, 2});
        break;
    case NUMERAL_LINK:
    case NUMERAL_POINT:
    case NUMERAL_MORE:
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
            add_units(&sum, token->digits.readings[MIN(reading, token->digits.count - 1)]);
        is_linked = token->word && token->word->kind == NUMERAL_LINK;
    }
    return sum;
}

// --- numbers ---

// Digits count as units of their own.
static bool is_kind(const Token *token, NumeralKind kind) {
    return token->word && token->word->kind == kind;
}

static void add_reading(Numeral *numeral, const Sum *sum, Decimal value, ReadingKind kind) {
    for (guint i = 0; i < numeral->reading_count; i++)
        if (decimal_compare(numeral->readings[i], value) == 0)
            return;
    if (sum->failed || numeral->reading_count == NUMERAL_READINGS)
        return;
    numeral->kinds[numeral->reading_count] = kind;
    numeral->readings[numeral->reading_count++] = value;
}

static void read_sum(Numeral *numeral, const Token *tokens, guint count, guint reading) {
    Sum sum = sum_tokens(tokens, count, reading);
    ReadingKind kind = reading == 0 ? READING_SURE : READING_SEPARATOR;
    Decimal value = sum.total;
    if (sum.has_fraction && sum.has_units)
        value = add(&sum, sum.total, times(&sum, sum.fraction, sum.last_scale));
    else if (sum.has_units || sum.has_part)
        value = sum.has_total ? add(&sum, sum.total, open_section(&sum)) : open_section(&sum);
    add_reading(numeral, &sum, value, kind);
    const Token *last = &tokens[count - 1];
    if (count == 2 && !tokens[0].word && is_kind(last, NUMERAL_LETTER))
        add_reading(numeral, &sum,
                    tokens[0].digits.readings[MIN(reading, tokens[0].digits.count - 1)],
                    READING_LETTER);
    numeral->has_scale = sum.has_total && !sum.failed;
    numeral->scale = sum.last_scale;
}

static bool is_scale(const Token *token) {
    return is_kind(token, NUMERAL_SCALE) || is_kind(token, NUMERAL_MANY);
}

static bool is_link(const Token *token) {
    return is_kind(token, NUMERAL_LINK) || is_kind(token, NUMERAL_POINT) ||
           is_kind(token, NUMERAL_MORE);
}

typedef struct {
    const char *text, *language;
    GArray *numerals;
    Token tokens[TOKENS];
    guint count;
} Run;

// --- scales without a number ---

// The word before a place, folded into a buffer of WORD_BYTES; "" when there is none.
static void word_before(const char *text, gsize at, char *word) {
    const char *end = text + at;
    while (end > text && (end[-1] == ' ' || end[-1] == '-'))
        end--;
    const char *start = end;
    for (const char *p = end; p > text; start = p) {
        p = g_utf8_prev_char(p);
        if (!comparable_is_letter(g_utf8_get_char(p)) ||
            (start < end && is_ideograph(g_utf8_get_char(p))))
            break;
    }
    gsize length = (gsize)(end - start);
    g_strlcpy(word, length < WORD_BYTES ? start : "", MIN(length + 1, (gsize)WORD_BYTES));
    g_autofree char *small = g_utf8_strdown(word, -1);
    g_strlcpy(word, small, WORD_BYTES);
}

// A scale alone is one of it where a language says so: "a million", "миллион", "百万", but not
// "millions", "several hundred thousand", "数百万".
static bool is_one(const char *text, const Token *tokens) {
    static const char *const articles[] = {"a", "an", "per", "le", "the", "el", NULL};
    static const char *const vague[] = {"несколько", "несколько", "عدة",     "بضعة", "بضع", "کئی",
                                        "چند",       "कई",        "数",      "數",   "几",  "幾",
                                        "多",        "上",        "several", NULL};
    const Token *first = &tokens[0];
    char word[WORD_BYTES];
    word_before(text, first->start, word);
    if (is_kind(first, NUMERAL_MANY) || g_strv_contains(vague, word))
        return false;
    if (g_ascii_isalpha(first->word->word[0]))
        return g_strv_contains(articles, word) || first->word->kind == NUMERAL_LETTER;
    return !(is_ideograph(g_utf8_get_char(first->word->word)) &&
             first->word->kind == NUMERAL_SCALE);
}

static bool lacks_number(const char *text, const Token *tokens) {
    return (is_scale(&tokens[0]) || is_kind(&tokens[0], NUMERAL_TIMES)) && !is_one(text, tokens);
}

// --- runs ---

// Where the language of the text is not known, a word of the number may tell what its comma is.
static void reorder(Token *tokens, guint count) {
    bool has_comma = false;
    for (guint i = 0; i < count; i++)
        has_comma = has_comma || (tokens[i].word && numeral_has_comma(tokens[i].of));
    for (guint i = 0; i < count && has_comma; i++)
        numeral_digits_order(&tokens[i].digits, "fr");
}

// مليارا before a noun is the dual, less its last letter: two of them. Behind a number it is one.
static bool is_dual(const char *text, const Token *token) {
    static const char *const duals[] = {"مليونا", "مليارا", "ألفا", NULL};
    static const char of[] = "من";
    const char *behind = text + token->end;
    if (!token->word || !g_strv_contains(duals, token->word->word) || *behind != ' ')
        return false;
    behind++;
    return comparable_is_letter(g_utf8_get_char(behind)) && !g_str_has_prefix(behind, of);
}

static void double_readings(Numeral *numeral) {
    Sum sum = {0};
    for (guint i = 0; i < numeral->reading_count; i++)
        numeral->readings[i] = add(&sum, numeral->readings[i], numeral->readings[i]);
}

// An English comma before three digits is no point; before a scale it may be: 1,234 million.
static bool is_certain(const Run *run, guint count) {
    bool is_english = run->language && g_ascii_strncasecmp(run->language, "en", 2) == 0;
    return is_english && count == 1 && run->tokens[0].digits.separator == ',';
}

// A number ends before links at its end, and a letter alone is no scale.
static void end_number(Run *run) {
    Token *tokens = run->tokens;
    guint count = run->count;
    while (count > 0 && is_link(&tokens[count - 1]))
        count--;
    if (count == 0 || (count == 1 && is_kind(&tokens[0], NUMERAL_LETTER)) ||
        lacks_number(run->text, tokens))
        return;
    if (!run->language)
        reorder(tokens, count);
    Numeral numeral = {.start = tokens[0].start, .end = tokens[count - 1].end};
    numeral.is_digits = count == 1 && !tokens[0].word;
    for (guint i = 0; i < count; i++)
        numeral.is_more = numeral.is_more || is_kind(&tokens[i], NUMERAL_MORE);
    for (guint reading = 0; reading < 2; reading++)
        if (reading == 0 || !is_certain(run, count))
            read_sum(&numeral, tokens, count, reading);
    if (count == 1 && is_dual(run->text, &tokens[0]))
        double_readings(&numeral);
    if (numeral.reading_count)
        g_array_append_val(run->numerals, numeral);
}

// Hundreds go on with what is below a hundred, tens with what is below ten; French also counts on
// from sixty and eighty, and Arabic says ten behind five.
static bool is_unit_pair(const Token *before, const Token *token, bool is_linked) {
    static const char ten[] = "عشر", twenty[] = "vingt";
    gint64 first = before->word->value, second = token->word->value;
    if (token->is_linked && first < 10) // five and twenty, as Arabic says it
        return second >= 20;
    if (first > 0 && first < 10 && g_str_has_prefix(token->word->word, ten))
        return true;
    if (!is_linked && (is_han_digit(before) || g_str_has_prefix(token->word->word, twenty)))
        return is_han_digit(token) || first == 4 || (first >= 100 && second < 100);
    if (first >= 100)
        return first % 100 == 0 && second > 0 && second < 100;
    bool is_french = first == 60 || g_str_has_prefix(before->word->word, twenty);
    return first >= 20 && first % 10 == 0 && second > 0 && second < (is_french ? 20 : 10);
}

// Whether the token goes on with the number that ends in `before`, with or without "and" or "a"
// between them. Two numbers side by side are two.
static bool goes_on(const Token *before, const Token *token, bool is_linked) {
    if (!token->word)
        return !is_linked && (is_scale(before) || is_kind(before, NUMERAL_PLUS));
    switch (token->word->kind) {
    case NUMERAL_UNIT:
        if (is_kind(before, NUMERAL_UNIT))
            return is_unit_pair(before, token, is_linked);
        return is_kind(before, NUMERAL_TIMES) || is_scale(before) || is_kind(before, NUMERAL_PLUS);
    case NUMERAL_TIMES: // 50 cents are no 5000
        return !is_linked && (before->word || !g_str_has_prefix(token->word->word, "cent"));
    case NUMERAL_SCALE:
    case NUMERAL_MANY:
        return !is_linked || is_kind(before, NUMERAL_FRACTION);
    case NUMERAL_LETTER:
        return !before->word && !is_linked;
    case NUMERAL_FRACTION:
    case NUMERAL_LINK:
        return true;
    case NUMERAL_PLUS:
        return false;
    case NUMERAL_MORE:
        return !is_linked;
    case NUMERAL_POINT:
        return !is_linked && (!before->word || is_kind(before, NUMERAL_UNIT));
    case NUMERAL_WHOLE:
        return is_scale(before);
    }
    return false;
}

static void end_run(Run *run) {
    if (run->count)
        end_number(run);
    run->count = 0;
}

// Whether the run ends in "point" and digits behind it.
static bool ends_in_places(const Run *run) {
    guint last = run->count;
    while (last > 0 && is_digit_word(&run->tokens[last - 1]))
        last--;
    return last > 0 && is_kind(&run->tokens[last - 1], NUMERAL_POINT);
}

// Four digits that may be a year, with no scale behind them: $1.2 billion 2024.
static bool is_year(const Run *run, const Token *token) {
    enum { YEAR_DIGITS = 4 };
    Token next = {0};
    const char *p = run->text + token->end;
    bool has_form = !token->word && token->end - token->start == YEAR_DIGITS &&
                    strspn(run->text + token->start, "0123456789") == YEAR_DIGITS &&
                    strchr("12", run->text[token->start]);
    p += strspn(p, " ");
    if (has_form && comparable_is_letter(g_utf8_get_char(p)))
        read_word(p, run->language, &next);
    return has_form && !next.word;
}

static bool belongs(const Run *run, const Token *token) {
    if (is_year(run, token))
        return false;
    if (is_digit_word(token) && ends_in_places(run))
        return true;
    guint last = run->count - 1;
    bool is_linked = token->is_linked;
    while (last > 0 && is_link(&run->tokens[last])) {
        is_linked = is_linked || !is_kind(&run->tokens[last], NUMERAL_MORE);
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

// ".5" where no number, word or point stands before it.
static bool is_bare_fraction(const char *text, const char *p) {
    if (*p != '.' || !g_ascii_isdigit(p[1]))
        return false;
    return p == text || p[-1] == ' ' || p[-1] == '$' || p[-1] == '(';
}

static bool read_bare_fraction(const char **p, Token *token) {
    gsize digits = strspn(*p + 1, "0123456789");
    g_autofree char *text = g_strdup_printf("0%.*s", (int)(digits + 1), *p);
    *p += digits + 1;
    token->digits.count = decimal_parse(text, &token->digits.readings[0]) ? 1 : 0;
    return token->digits.count > 0;
}

static bool read_token(const Run *run, const char **p, Token *token) {
    const char *start = *p, *text = run->text;
    *token = (Token){.start = (gsize)(start - text)};
    if (*start == '.') {
        bool is_read = read_bare_fraction(p, token);
        token->end = (gsize)(*p - text);
        return is_read;
    }
    if (g_ascii_isdigit(*start)) {
        bool is_name = is_in_name(text, start);
        *p = numeral_digits_read(text, start, run->language, &token->digits);
        token->end = (gsize)(*p - text);
        return token->digits.count > 0 && !is_name;
    }
    int thousandths = numeral_vulgar(start);
    if (thousandths) { // half a number, alone
        token->digits.readings[token->digits.count++] = (Decimal){thousandths, 3};
        *p = g_utf8_next_char(start);
    } else {
        *p = read_word(start, run->language, token);
    }
    token->end = (gsize)(*p - text);
    return token->digits.count > 0 || token->word != NULL;
}

GArray *numerals_find(const char *text, const char *language) {
    Run run = {
        .text = text, .language = language, .numerals = g_array_new(FALSE, FALSE, sizeof(Numeral))};
    for (const char *p = text; *p;) {
        Token token;
        bool is_text = g_ascii_isdigit(*p) || comparable_is_letter(g_utf8_get_char(p)) ||
                       numeral_vulgar(p) != 0 || is_bare_fraction(text, p);
        if (is_text || is_ideograph(g_utf8_get_char(p))) {
            if (read_token(&run, &p, &token))
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

bool numeral_says(const Numeral *numeral, Decimal value, ReadingKind *kind) {
    Decimal opposite = decimal_negate(value);
    for (guint i = 0; i < numeral->reading_count; i++)
        if (decimal_compare(numeral->readings[i], value) == 0 ||
            decimal_compare(numeral->readings[i], opposite) == 0) {
            *kind = numeral->kinds[i];
            return true;
        }
    return false;
}

bool numerals_contain(const GArray *numerals, Decimal value) {
    ReadingKind ignored;
    for (guint i = 0; i < numerals->len; i++)
        if (numeral_says(&g_array_index(numerals, Numeral, i), value, &ignored))
            return true;
    return false;
}
