// Dates as texts, read as V8's Date.parse reads them: first as ISO 8601, and what is left over by
// the lenient rules that browsers grew (https://tc39.es/ecma262/#sec-date.parse leaves them open):
// numbers go to the time when a colon stands near, to the day otherwise; words name months, zones,
// am or pm.
#include "base/datetime.h"

#include <math.h>
#include <string.h>

enum { NONE = -1, SIGNIFICANT_MAX = 9 };

typedef enum { TOKEN_END, TOKEN_NUMBER, TOKEN_WORD, TOKEN_SYMBOL, TOKEN_SPACE } TokenKind;
typedef enum { WORD_OTHER, WORD_MONTH, WORD_HALF_DAY, WORD_ZONE, WORD_TIME } WordKind;

typedef struct {
    TokenKind kind;
    int length; // bytes
    int value;  // of a number, or of a known word
    WordKind word;
    char symbol;
} Token;

// Known words are told by their first three letters; only months may be longer.
static const struct {
    char name[4];
    WordKind kind;
    int value;
} words[] = {
    {"jan", WORD_MONTH, 1},   {"feb", WORD_MONTH, 2},    {"mar", WORD_MONTH, 3},
    {"apr", WORD_MONTH, 4},   {"may", WORD_MONTH, 5},    {"jun", WORD_MONTH, 6},
    {"jul", WORD_MONTH, 7},   {"aug", WORD_MONTH, 8},    {"sep", WORD_MONTH, 9},
    {"oct", WORD_MONTH, 10},  {"nov", WORD_MONTH, 11},   {"dec", WORD_MONTH, 12},
    {"am", WORD_HALF_DAY, 0}, {"pm", WORD_HALF_DAY, 12}, {"ut", WORD_ZONE, 0},
    {"utc", WORD_ZONE, 0},    {"z", WORD_ZONE, 0},       {"gmt", WORD_ZONE, 0},
    {"cdt", WORD_ZONE, -5},   {"cst", WORD_ZONE, -6},    {"edt", WORD_ZONE, -4},
    {"est", WORD_ZONE, -5},   {"mdt", WORD_ZONE, -6},    {"mst", WORD_ZONE, -7},
    {"pdt", WORD_ZONE, -7},   {"pst", WORD_ZONE, -8},    {"t", WORD_TIME, 0},
};

typedef struct {
    const char *p; // behind `next`
    Token next;
    // What was read so far.
    int day_part[3], day_count, month_by_name;
    int time_part[4], time_count, half_day; // hour, minute, second, millisecond
    int zone_sign, zone_hour, zone_minute;  // sign 0: no zone
    bool is_iso;
} Parser;

static Token scan_number(const char *p) {
    Token token = {.kind = TOKEN_NUMBER};
    int significant = 0;
    for (; g_ascii_isdigit(p[token.length]); token.length++) {
        if ((significant > 0 || p[token.length] != '0') && significant++ < SIGNIFICANT_MAX)
            token.value = token.value * 10 + (p[token.length] - '0');
    }
    return token;
}

static int space_length(const char *p) {
    if (g_ascii_isspace(*p))
        return 1;
    // The no-break spaces that browsers write before "PM".
    return g_str_has_prefix(p, "\u00a0") ? 2 : g_str_has_prefix(p, "\u202f") ? 3 : 0;
}

static bool is_word_byte(const char *p) {
    return (unsigned char)*p >= 'A' && !space_length(p);
}

static Token scan_word(const char *p) {
    Token token = {.kind = TOKEN_WORD};
    while (is_word_byte(p + token.length))
        token.length++;
    char start[4] = "";
    for (int i = 0; i < MIN(token.length, 3); i++)
        start[i] = g_ascii_tolower(p[i]);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(start, words[i].name) != 0)
            continue;
        if (token.length <= 3 || words[i].kind == WORD_MONTH) {
            token.word = words[i].kind;
            token.value = words[i].value;
        }
    }
    return token;
}

// A remark in parentheses counts as one symbol.
static Token scan_symbol(const char *p) {
    Token token = {.kind = TOKEN_SYMBOL, .length = 1, .symbol = *p};
    if (*p != '(')
        return token;
    for (int depth = 1; depth > 0 && p[token.length]; token.length++)
        depth += (p[token.length] == '(') - (p[token.length] == ')');
    return token;
}

static Token scan(const char *p) {
    if (!*p)
        return (Token){.kind = TOKEN_END};
    if (g_ascii_isdigit(*p))
        return scan_number(p);
    if (space_length(p))
        return (Token){.kind = TOKEN_SPACE, .length = space_length(p)};
    return is_word_byte(p) ? scan_word(p) : scan_symbol(p);
}

static Token advance(Parser *parser) {
    Token token = parser->next;
    parser->next = scan(parser->p);
    parser->p += parser->next.length;
    return token;
}

static bool at_symbol(const Parser *parser, char symbol) {
    return parser->next.kind == TOKEN_SYMBOL && parser->next.symbol == symbol;
}

static bool skip_symbol(Parser *parser, char symbol) {
    if (!at_symbol(parser, symbol))
        return false;
    advance(parser);
    return true;
}

static bool is_sign(const Token *token) {
    return token->kind == TOKEN_SYMBOL && (token->symbol == '+' || token->symbol == '-');
}

// Whether a number of so many digits between the limits comes next.
static bool at_fixed(const Parser *parser, int length, int min, int max) {
    const Token *next = &parser->next;
    return next->kind == TOKEN_NUMBER && next->length == length && next->value >= min &&
           next->value <= max;
}

static bool add_day_part(Parser *parser, int value) {
    if (parser->day_count == 3)
        return false;
    parser->day_part[parser->day_count++] = value;
    return true;
}

static bool add_time_part(Parser *parser, int value) {
    if (parser->time_count == 4)
        return false;
    parser->time_part[parser->time_count++] = value;
    return true;
}

// A number that can be the next part of a time that was begun.
static bool time_expects(const Parser *parser, int value) {
    static const int limits[] = {0, 60, 60, 1000, 0};
    return value < limits[parser->time_count];
}

static void close_time(Parser *parser) {
    parser->time_count = 4;
}

// The digits of a fraction of a second as milliseconds: ".5" is 500, ".123456" is 123.
static int milliseconds(const Token *token) {
    int value = token->value, length = MIN(token->length, SIGNIFICANT_MAX);
    for (; length < 3; length++)
        value *= 10;
    for (; length > 3; length--)
        value /= 10;
    return value;
}

static void set_zone(Parser *parser, int hours) {
    parser->zone_sign = hours < 0 ? -1 : 1;
    parser->zone_hour = ABS(hours);
    parser->zone_minute = 0;
}

// ISO 8601 comes in three outcomes: it was one, it cannot be one nor anything else, or the lenient
// rules must go on from here.
typedef enum { ISO_DONE, ISO_WRONG, ISO_NOT } IsoResult;

static bool read_iso_clock(Parser *parser) {
    if (!at_fixed(parser, 2, 0, 24))
        return false;
    int limit = parser->next.value == 24 ? 0 : 59; // 24:00 is midnight of the next day
    add_time_part(parser, advance(parser).value);
    if (!skip_symbol(parser, ':') || !at_fixed(parser, 2, 0, limit))
        return false;
    add_time_part(parser, advance(parser).value);
    if (!skip_symbol(parser, ':'))
        return true;
    if (!at_fixed(parser, 2, 0, limit))
        return false;
    add_time_part(parser, advance(parser).value);
    if (!skip_symbol(parser, '.'))
        return true;
    if (parser->next.kind != TOKEN_NUMBER || (limit == 0 && parser->next.value > 0))
        return false;
    Token fraction = advance(parser);
    return add_time_part(parser, milliseconds(&fraction));
}

static bool read_iso_offset(Parser *parser) {
    parser->zone_sign = advance(parser).symbol == '-' ? -1 : 1;
    if (at_fixed(parser, 4, 0, 2359) && parser->next.value % 100 < 60) {
        int value = advance(parser).value;
        parser->zone_hour = value / 100;
        parser->zone_minute = value % 100;
        return true;
    }
    if (!at_fixed(parser, 2, 0, 23))
        return false;
    parser->zone_hour = advance(parser).value;
    if (!skip_symbol(parser, ':') || !at_fixed(parser, 2, 0, 59))
        return false;
    parser->zone_minute = advance(parser).value;
    return true;
}

static bool read_iso_time(Parser *parser) {
    if (!read_iso_clock(parser))
        return false;
    if (parser->next.kind == TOKEN_WORD && parser->next.word == WORD_ZONE &&
        parser->next.length == 1) {
        advance(parser);
        set_zone(parser, 0);
    } else if (is_sign(&parser->next) && !read_iso_offset(parser)) {
        return false;
    }
    return parser->next.kind == TOKEN_END;
}

// The year, with a sign only when it has six digits. *sign is kept when no year follows it.
static bool read_iso_year(Parser *parser, Token *sign) {
    if (!is_sign(&parser->next)) {
        if (!at_fixed(parser, 4, 0, 9999))
            return false;
        return add_day_part(parser, advance(parser).value);
    }
    *sign = advance(parser);
    bool negative = sign->symbol == '-';
    if (!at_fixed(parser, 6, negative ? 1 : 0, 999999))
        return false;
    int year = advance(parser).value;
    return add_day_part(parser, negative ? -year : year);
}

static IsoResult read_iso(Parser *parser, Token *sign) {
    if (!read_iso_year(parser, sign))
        return ISO_NOT;
    if (skip_symbol(parser, '-')) {
        if (!at_fixed(parser, 2, 1, 12))
            return ISO_NOT;
        add_day_part(parser, advance(parser).value);
        if (skip_symbol(parser, '-')) {
            if (!at_fixed(parser, 2, 1, 31))
                return ISO_NOT;
            add_day_part(parser, advance(parser).value);
        }
    }
    if (parser->next.kind == TOKEN_WORD && parser->next.word == WORD_TIME) {
        advance(parser);
        if (!read_iso_time(parser))
            return ISO_WRONG;
    } else if (parser->next.kind != TOKEN_END) {
        return ISO_NOT;
    } else {
        set_zone(parser, 0);
    }
    parser->is_iso = true;
    return ISO_DONE;
}

// A number before a colon is a part of the time.
static bool read_clock_number(Parser *parser, int value) {
    if (skip_symbol(parser, ':')) // "10::30" leaves the minutes out
        return parser->time_count == 0 && add_time_part(parser, value) && add_time_part(parser, 0);
    skip_symbol(parser, '.');
    return add_time_part(parser, value);
}

static bool read_fraction(Parser *parser, int value) {
    if (parser->next.kind != TOKEN_NUMBER || !add_time_part(parser, value))
        return false;
    Token fraction = advance(parser);
    add_time_part(parser, milliseconds(&fraction));
    close_time(parser);
    return true;
}

// The last part of a time, after which a space, a zone or the end must stand.
static bool read_last_time_part(Parser *parser, int value) {
    add_time_part(parser, value);
    close_time(parser);
    const Token *next = &parser->next;
    bool zulu = next->kind == TOKEN_WORD && next->word == WORD_ZONE && next->length == 1;
    return next->kind == TOKEN_END || next->kind == TOKEN_SPACE || zulu || is_sign(next);
}

static bool read_loose_number(Parser *parser, int value) {
    if (skip_symbol(parser, ':'))
        return read_clock_number(parser, value);
    if (skip_symbol(parser, '.') && time_expects(parser, value))
        return read_fraction(parser, value);
    if (parser->zone_hour != NONE && parser->zone_minute == NONE && value < 60) {
        parser->zone_minute = value;
        return true;
    }
    if (time_expects(parser, value))
        return read_last_time_part(parser, value);
    if (!add_day_part(parser, value))
        return false;
    skip_symbol(parser, '-');
    return true;
}

// Words that mean nothing may stand only before the first number, and not touch it.
static bool read_loose_word(Parser *parser, const Token *word, bool number_seen) {
    if (word->word == WORD_HALF_DAY && parser->time_count > 0) {
        parser->half_day = word->value;
    } else if (word->word == WORD_MONTH) {
        parser->month_by_name = word->value;
        skip_symbol(parser, '-');
    } else if (word->word == WORD_ZONE && number_seen) {
        set_zone(parser, word->value);
    } else {
        return !number_seen && parser->next.kind != TOKEN_NUMBER;
    }
    return true;
}

// +5, +05, +0530; of +05:30 the minutes follow as a number.
static bool read_loose_offset(Parser *parser, char sign) {
    Token token = {.length = 0};
    if (parser->next.kind == TOKEN_NUMBER)
        token = advance(parser);
    parser->zone_sign = sign == '-' ? -1 : 1;
    parser->zone_hour = token.value;
    parser->zone_minute = 0;
    if (at_symbol(parser, ':')) {
        parser->zone_minute = NONE;
    } else if (token.length == 3 || token.length == 4) {
        parser->zone_hour = token.value / 100;
        parser->zone_minute = token.value % 100;
    } else {
        return token.length == 1 || token.length == 2;
    }
    return true;
}

static bool read_loose_symbol(Parser *parser, const Token *token, bool *number_seen) {
    bool is_utc = parser->zone_hour == 0 && parser->zone_minute == 0;
    if (is_sign(token) && (is_utc || parser->time_count > 0)) {
        *number_seen = true;
        return read_loose_offset(parser, token->symbol);
    }
    bool disturbs = is_sign(token) || token->symbol == ')';
    return !(disturbs && *number_seen);
}

static bool read_loosely(Parser *parser, Token token) {
    bool number_seen = parser->day_count > 0, good = true;
    for (; good && token.kind != TOKEN_END; token = advance(parser)) {
        if (token.kind == TOKEN_NUMBER) {
            number_seen = true;
            good = read_loose_number(parser, token.value);
        } else if (token.kind == TOKEN_WORD) {
            good = read_loose_word(parser, &token, number_seen);
        } else if (token.kind == TOKEN_SYMBOL) {
            good = read_loose_symbol(parser, &token, &number_seen);
        }
    }
    return good;
}

static bool is_day(int value) {
    return value >= 1 && value <= 31;
}

// Which of the numbers is the year is told by where they stand and whether they can be a day.
static bool resolve_day(Parser *parser, CivilTime *civil) {
    int *part = parser->day_part;
    if (parser->day_count == 0)
        return false;
    while (parser->day_count < 3)
        part[parser->day_count++] = 1;
    bool year_first = parser->is_iso || !is_day(part[0]);
    if (parser->month_by_name) {
        civil->month = parser->month_by_name;
        civil->year = year_first ? part[0] : part[1];
        civil->day = year_first ? part[1] : part[0];
    } else {
        civil->year = year_first ? part[0] : part[2];
        civil->month = year_first ? part[1] : part[0];
        civil->day = year_first ? part[2] : part[1];
    }
    if (!parser->is_iso && civil->year >= 0 && civil->year < 100)
        civil->year += civil->year < 50 ? 2000 : 1900;
    return civil->month >= 1 && civil->month <= 12 && is_day(civil->day);
}

static bool resolve_time(Parser *parser, CivilTime *civil) {
    int *part = parser->time_part;
    if (parser->half_day != NONE) {
        if (part[0] > 12)
            return false;
        part[0] = part[0] % 12 + parser->half_day;
    }
    bool midnight = part[0] == 24 && !part[1] && !part[2] && !part[3];
    if ((part[0] > 23 && !midnight) || part[1] > 59 || part[2] > 59 || part[3] > 999)
        return false;
    civil->hour = part[0];
    civil->minute = part[1];
    civil->second = part[2];
    civil->millisecond = part[3];
    return true;
}

static double resolve(Parser *parser, GTimeZone *zone) {
    CivilTime civil = {0};
    if (!resolve_day(parser, &civil) || !resolve_time(parser, &civil))
        return NAN;
    if (!parser->zone_sign)
        return instant_from_civil(&civil, zone);
    double offset_min = MAX(parser->zone_hour, 0) * 60.0 + MAX(parser->zone_minute, 0);
    double local_ms = instant_from_civil(&civil, NULL);
    double instant_ms = local_ms - parser->zone_sign * offset_min * 60000;
    return fabs(instant_ms) <= INSTANT_MAX ? instant_ms : NAN;
}

double instant_parse(const char *text, GTimeZone *zone) {
    Parser parser = {.p = text, .half_day = NONE, .zone_hour = NONE, .zone_minute = NONE};
    advance(&parser);
    Token sign = {.kind = TOKEN_END};
    IsoResult iso = read_iso(&parser, &sign);
    if (iso == ISO_WRONG)
        return NAN;
    if (iso == ISO_NOT) {
        Token first = sign.kind != TOKEN_END && parser.day_count == 0 ? sign : advance(&parser);
        if (!read_loosely(&parser, first))
            return NAN;
    }
    return resolve(&parser, zone);
}
