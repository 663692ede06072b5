// Lists of words in the languages that numerals are read in. Words before a number are compared
// from their end; those behind it at the beginning of each of the next few words, since a currency
// or a unit may come first ("3 million dollars or more").
#include "facts/number_words.h"

#include "facts/codes.h"
#include "facts/comparable.h"

#include <string.h>

enum { BEFORE_BYTES = 64, WORDS_BEHIND = 4, WORD_BYTES = 64 };

typedef struct {
    const char *words;
    Beside means;
} Phrase;

// In small letters; the longer ones first where one ends in another.
static const Phrase before[] = {
    {"rather than", BESIDE_NEGATION},
    {"other than", BESIDE_NEGATION},
    {"instead of", BESIDE_NEGATION},
    {"no longer", BESIDE_NEGATION},
    {"not", BESIDE_NEGATION},
    {"n't", BESIDE_NEGATION},
    {"never", BESIDE_NEGATION},
    {"nor", BESIDE_NEGATION},
    {"neither", BESIDE_NEGATION},
    {"au lieu de", BESIDE_NEGATION},
    {"plutôt que", BESIDE_NEGATION},
    {"pas", BESIDE_NEGATION},
    {"non", BESIDE_NEGATION},
    {"ni", BESIDE_NEGATION},
    {"en lugar de", BESIDE_NEGATION},
    {"en vez de", BESIDE_NEGATION},
    {"nicht", BESIDE_NEGATION},
    {"keine", BESIDE_NEGATION},
    {"statt", BESIDE_NEGATION},
    {"anstatt", BESIDE_NEGATION},
    {"не", BESIDE_NEGATION},
    {"ни", BESIDE_NEGATION},
    {"вместо", BESIDE_NEGATION},
    {"ليس", BESIDE_NEGATION},
    {"ليست", BESIDE_NEGATION},
    {"لا", BESIDE_NEGATION},
    {"بدلا من", BESIDE_NEGATION},
    {"بدلاً من", BESIDE_NEGATION},
    {"بدلًا من", BESIDE_NEGATION},
    {"نہ کہ", BESIDE_NEGATION},
    {"نه", BESIDE_NEGATION},
    {"而非", BESIDE_NEGATION},
    {"不是", BESIDE_NEGATION},
    {"并非", BESIDE_NEGATION},
    {"並非", BESIDE_NEGATION},
    {"没有", BESIDE_NEGATION},

    {"more than", BESIDE_BOUND},
    {"less than", BESIDE_BOUND},
    {"fewer than", BESIDE_BOUND},
    {"greater than", BESIDE_BOUND},
    {"higher than", BESIDE_BOUND},
    {"larger than", BESIDE_BOUND},
    {"lower than", BESIDE_BOUND},
    {"up to", BESIDE_BOUND},
    {"upto", BESIDE_BOUND},
    {"at least", BESIDE_BOUND},
    {"at most", BESIDE_BOUND},
    {"as much as", BESIDE_BOUND},
    {"as many as", BESIDE_BOUND},
    {"as high as", BESIDE_BOUND},
    {"maximum of", BESIDE_BOUND},
    {"minimum of", BESIDE_BOUND},
    {"in excess of", BESIDE_BOUND},
    {"excess of", BESIDE_BOUND},
    {"north of", BESIDE_BOUND},
    {"upwards of", BESIDE_BOUND},
    {"over", BESIDE_BOUND},
    {"above", BESIDE_BOUND},
    {"beyond", BESIDE_BOUND},
    {"exceeding", BESIDE_BOUND},
    {"exceeds", BESIDE_BOUND},
    {"exceed", BESIDE_BOUND},
    {"exceeded", BESIDE_BOUND},
    {"under", BESIDE_BOUND},
    {"below", BESIDE_BOUND},
    {"max", BESIDE_BOUND},
    {"min", BESIDE_BOUND},
    {">", BESIDE_BOUND},
    {"<", BESIDE_BOUND},
    {"≥", BESIDE_BOUND},
    {"≤", BESIDE_BOUND},
    {"plus de", BESIDE_BOUND},
    {"plus d'", BESIDE_BOUND},
    {"moins de", BESIDE_BOUND},
    {"moins d'", BESIDE_BOUND},
    {"au moins", BESIDE_BOUND},
    {"au plus", BESIDE_BOUND},
    {"jusqu'à", BESIDE_BOUND},
    {"más de", BESIDE_BOUND},
    {"menos de", BESIDE_BOUND},
    {"hasta", BESIDE_BOUND},
    {"al menos", BESIDE_BOUND},
    {"mehr als", BESIDE_BOUND},
    {"weniger als", BESIDE_BOUND},
    {"bis zu", BESIDE_BOUND},
    {"mindestens", BESIDE_BOUND},
    {"höchstens", BESIDE_BOUND},
    {"über", BESIDE_BOUND},
    {"unter", BESIDE_BOUND},
    {"более", BESIDE_BOUND},
    {"более чем", BESIDE_BOUND},
    {"больше", BESIDE_BOUND},
    {"свыше", BESIDE_BOUND},
    {"менее", BESIDE_BOUND},
    {"меньше", BESIDE_BOUND},
    {"до", BESIDE_BOUND},
    {"от", BESIDE_BOUND},
    {"أكثر من", BESIDE_BOUND},
    {"أقل من", BESIDE_BOUND},
    {"يزيد على", BESIDE_BOUND},
    {"يزيد عن", BESIDE_BOUND},
    {"تزيد على", BESIDE_BOUND},
    {"تتجاوز", BESIDE_BOUND},
    {"يتجاوز", BESIDE_BOUND},
    {"لا يقل عن", BESIDE_BOUND},
    {"لا تقل عن", BESIDE_BOUND},
    {"يصل إلى", BESIDE_BOUND},
    {"تصل إلى", BESIDE_BOUND},
    {"حتى", BESIDE_BOUND},
    {"بیش از", BESIDE_BOUND},
    {"کمتر از", BESIDE_BOUND},
    {"کم از کم", BESIDE_BOUND},
    {"زیادہ سے زیادہ", BESIDE_BOUND},
    {"से अधिक", BESIDE_BOUND},
    {"超过", BESIDE_BOUND},
    {"超過", BESIDE_BOUND},
    {"逾", BESIDE_BOUND},
    {"多于", BESIDE_BOUND},
    {"少于", BESIDE_BOUND},
    {"不到", BESIDE_BOUND},
    {"不足", BESIDE_BOUND},
    {"至少", BESIDE_BOUND},
    {"最多", BESIDE_BOUND},
    {"高达", BESIDE_BOUND},
    {"高達", BESIDE_BOUND},

    {"minus", BESIDE_MINUS},
    {"negative", BESIDE_MINUS},

    {"between", BESIDE_BETWEEN},
    {"from", BESIDE_BETWEEN},
    {"entre", BESIDE_BETWEEN},
    {"zwischen", BESIDE_BETWEEN},
    {"между", BESIDE_BETWEEN},
    {"بين", BESIDE_BETWEEN},
    {"ما بين", BESIDE_BETWEEN},
    {"بین", BESIDE_BETWEEN},

    {"百分之", BESIDE_PERCENT},

    {"phase", BESIDE_NAME},
    {"article", BESIDE_NAME},
    {"unit", BESIDE_NAME},
    {"units", BESIDE_NAME},
    {"chapter", BESIDE_NAME},
    {"page", BESIDE_NAME},
    {"no.", BESIDE_NAME},
    {"nos.", BESIDE_NAME},
    {"number", BESIDE_NAME},
    {"block", BESIDE_NAME},
    {"section", BESIDE_NAME},
    {"annex", BESIDE_NAME},
    {"table", BESIDE_NAME},
    {"figure", BESIDE_NAME},
    {"stage", BESIDE_NAME},
    {"round", BESIDE_NAME},
    {"goal", BESIDE_NAME},
    {"sdg", BESIDE_NAME},
    {"cop", BESIDE_NAME},
    {"resolution", BESIDE_NAME},
    {"version", BESIDE_NAME},
    {"vision", BESIDE_NAME},
    {"tel", BESIDE_NAME},
    {"tel.", BESIDE_NAME},
    {"phone", BESIDE_NAME},
    {"fax", BESIDE_NAME},
    {"#", BESIDE_NAME},
    {"№", BESIDE_NAME},
    {"étape", BESIDE_NAME},
    {"статья", BESIDE_NAME},
    {"этап", BESIDE_NAME},
    {"المادة", BESIDE_NAME},
    {"المرحلة", BESIDE_NAME},
    {"مرحلہ", BESIDE_NAME},
    {"第", BESIDE_NAME},

    {"in", BESIDE_YEAR},
    {"of", BESIDE_YEAR},
    {"by", BESIDE_YEAR},
    {"since", BESIDE_YEAR},
    {"until", BESIDE_YEAR},
    {"till", BESIDE_YEAR},
    {"during", BESIDE_YEAR},
    {"after", BESIDE_YEAR},
    {"before", BESIDE_YEAR},
    {"year", BESIDE_YEAR},
    {"fy", BESIDE_YEAR},
    {"en", BESIDE_YEAR},
    {"depuis", BESIDE_YEAR},
    {"im jahr", BESIDE_YEAR},
    {"seit", BESIDE_YEAR},
    {"desde", BESIDE_YEAR},
    {"в", BESIDE_YEAR},
    {"с", BESIDE_YEAR},
    {"к", BESIDE_YEAR},
    {"عام", BESIDE_YEAR},
    {"سنة", BESIDE_YEAR},
    {"سال", BESIDE_YEAR},
    {"سنہ", BESIDE_YEAR},
};

static const Phrase behind[] = {
    {"or more", BESIDE_BOUND},
    {"or less", BESIDE_BOUND},
    {"and above", BESIDE_BOUND},
    {"and more", BESIDE_BOUND},
    {"at most", BESIDE_BOUND},
    {"at least", BESIDE_BOUND},
    {"+", BESIDE_BOUND},
    {"ou plus", BESIDE_BOUND},
    {"ou moins", BESIDE_BOUND},
    {"au moins", BESIDE_BOUND},
    {"o más", BESIDE_BOUND},
    {"oder mehr", BESIDE_BOUND},
    {"или более", BESIDE_BOUND},
    {"и более", BESIDE_BOUND},
    {"أو أكثر", BESIDE_BOUND},
    {"على الأقل", BESIDE_BOUND},
    {"سے زائد", BESIDE_BOUND},
    {"سے زیادہ", BESIDE_BOUND},
    {"سے کم", BESIDE_BOUND},
    {"تک", BESIDE_BOUND},
    {"से अधिक", BESIDE_BOUND},
    {"से कम", BESIDE_BOUND},
    {"तक", BESIDE_BOUND},
    {"以上", BESIDE_BOUND},
    {"以下", BESIDE_BOUND},
    {"以内", BESIDE_BOUND},
    {"نہیں", BESIDE_NEGATION},
    {"کے بجائے", BESIDE_NEGATION},
    {"کی بجائے", BESIDE_NEGATION},
    {"नहीं", BESIDE_NEGATION},
    {"года", BESIDE_YEAR},
    {"году", BESIDE_YEAR},
    {"год", BESIDE_YEAR},
    {"г", BESIDE_YEAR},
    {"ء", BESIDE_YEAR},
    {"年", BESIDE_YEAR},
};

// Between two numbers. Those that also join what is no range count behind "between" alone.
static const struct {
    const char *words;
    bool needs_between;
} joins[] = {
    {"-", false},    {"to", false},  {"or", false},     {"~", false},  {"bis", false},
    {"oder", false}, {"à", false},   {"a", true},       {"ou", false}, {"до", false},
    {"или", false},  {"إلى", false}, {"الى", false},    {"أو", false}, {"تا", false},
    {"سے", false},   {"یا", false},  {"से", false},      {"至", false}, {"到", false},
    {"或", false},   {"and", true},  {"et", true},      {"y", true},   {"und", true},
    {"и", true},     {"و", true},    {"اور", true},     {"和", true},  {"与", true},
    {"- to", false}, {"/", false},   {"and/or", false},
};

// Kinds of units by their words, in small letters; one that ends in "*" stands for all words that
// begin so.
static const struct {
    const char *word, *kind;
} units[] = {
    {"%", "%"},
    {"‰", "‰"},
    {"per cent*", "%"},
    {"percent*", "%"},
    {"pct", "%"},
    {"pour cent", "%"},
    {"por ciento", "%"},
    {"prozent*", "%"},
    {"процент*", "%"},
    {"в процент*", "%"},
    {"في المئة", "%"},
    {"في المائة", "%"},
    {"بالمئة", "%"},
    {"بالمائة", "%"},
    {"فیصد", "%"},
    {"فی صد", "%"},
    {"درصد", "%"},
    {"प्रतिशत", "%"},
    {"个百分点", "%"},
    {"basis point*", "bp"},
    {"t", "t"},
    {"ton", "t"},
    {"tons", "t"},
    {"tonne*", "t"},
    {"tonnen", "t"},
    {"тонн*", "t"},
    {"طن", "t"},
    {"ٹن", "t"},
    {"吨", "t"},
    {"噸", "t"},
    {"kg", "kg"},
    {"kilogram*", "kg"},
    {"mw", "MW"},
    {"megawatt*", "MW"},
    {"мвт", "MW"},
    {"ميغاواط", "MW"},
    {"میگاواٹ", "MW"},
    {"兆瓦", "MW"},
    {"gw", "GW"},
    {"gigawatt*", "GW"},
    {"kw", "kW"},
    {"mwh", "MWh"},
    {"gwh", "GWh"},
    {"twh", "TWh"},
    {"kwh", "kWh"},
    {"km", "km"},
    {"kilomet*", "km"},
    {"kilomèt*", "km"},
    {"км", "km"},
    {"километр*", "km"},
    {"كيلومتر*", "km"},
    {"کلومیٹر", "km"},
    {"公里", "km"},
    {"千米", "km"},
    {"mile*", "mile"},
    {"metre*", "metre"},
    {"meter*", "metre"},
    {"mètre*", "metre"},
    {"hectare*", "ha"},
    {"ha", "ha"},
    {"гектар*", "ha"},
    {"公顷", "ha"},
    {"acre", "acre"},
    {"acres", "acre"},
    {"ایکڑ", "acre"},
    {"barrel*", "barrel"},
    {"bpd", "barrel"},
    {"baril*", "barrel"},
    {"баррел*", "barrel"},
    {"برميل", "barrel"},
    {"litre*", "litre"},
    {"liter*", "litre"},
    {"gallon*", "gallon"},
    {"people", "person"},
    {"person*", "person"},
    {"человек*", "person"},
    {"personnes", "person"},
    {"شخص", "person"},
    {"افراد", "person"},
    {"人", "person"},
    {"job", "job"},
    {"jobs", "job"},
    {"emploi*", "job"},
    {"worker*", "worker"},
    {"household*", "household"},
    {"famil*", "family"},
    {"home", "home"},
    {"homes", "home"},
    {"student*", "student"},
    {"patient*", "patient"},
    {"children", "child"},
    {"women", "woman"},
    {"year", "year"},
    {"years", "year"},
    {"month", "month"},
    {"months", "month"},
    {"week", "week"},
    {"weeks", "week"},
    {"day", "day"},
    {"days", "day"},
    {"hour", "hour"},
    {"hours", "hour"},
    {"ans", "year"},
    {"лет", "year"},
    {"سنوات", "year"},
    {"سال", "year"},
    {"mois", "month"},
    {"jours", "day"},
    {"car", "vehicle"},
    {"cars", "vehicle"},
    {"vehicle*", "vehicle"},
    {"bus", "vehicle"},
    {"buses", "vehicle"},
    {"tree", "tree"},
    {"trees", "tree"},
    {"share", "share"},
    {"shares", "share"},
    {"compan*", "company"},
    {"countries", "country"},
    {"country", "country"},
    {"pays", "country"},
    {"ممالک", "country"},
    {"دولة", "country"},
    {"projects", "project"},
    {"cents", "cent"},
    {"pence", "cent"},
    {"paisa", "cent"},
    {"paise", "cent"},
    {"kopeck*", "cent"},
    {"степен*", "degree"},
    {"degrees", "degree"},
    {"times", "times"},
    {"fold", "times"},
};

// --- places ---

static bool is_ideograph(gunichar c) {
    return c >= 0x4E00 && c <= 0x9FFF;
}

// Whether a word may begin behind a character: Chinese has no spaces, and in Arabic "and" and
// "from" are written with the next word.
static bool is_edge(gunichar before_c, gunichar first) {
    static const char joined[] = "وب";
    return !comparable_is_letter(before_c) || !comparable_is_letter(first) || is_ideograph(first) ||
           g_utf8_strchr(joined, -1, before_c) != NULL;
}

// "n't" ends a word, all others are words.
static bool ends_with(const char *words, const char *phrase) {
    gsize length = strlen(words), wanted = strlen(phrase);
    if (wanted > length || strcmp(words + length - wanted, phrase) != 0)
        return false;
    const char *at = words + length - wanted;
    return at == words || strcmp(phrase, "n't") == 0 ||
           is_edge(g_utf8_get_char(g_utf8_prev_char(at)), g_utf8_get_char(phrase));
}

static bool begins_with(const char *words, const char *phrase) {
    gsize length = strlen(phrase);
    bool is_open = phrase[length - 1] == '*';
    length -= is_open;
    if (strncmp(words, phrase, length) != 0)
        return false;
    gunichar last = g_utf8_get_char(g_utf8_prev_char(phrase + length));
    return is_open || !words[length] || !comparable_is_letter(last) || is_ideograph(last) ||
           !comparable_is_letter(g_utf8_get_char(words + length));
}

// --- before ---

// What stands before `end` in its sentence, in small letters. New string.
static char *words_before(const char *text, gsize end) {
    gsize start = end - MIN(end, (gsize)BEFORE_BYTES);
    while (start < end && ((guchar)text[start] & 0xC0) == 0x80)
        start++;
    for (gsize i = start; i + 1 < end; i++)
        if (strchr(";!?", text[i]) || (text[i] == '.' && text[i + 1] == ' ' && i + 2 < end))
            start = i + 1;
    return g_utf8_strdown(text + start, (gssize)(end - start));
}

static bool is_sign(gunichar c) {
    return g_unichar_type(c) == G_UNICODE_CURRENCY_SYMBOL;
}

static bool is_passed_over(const char *word) {
    static const char *const fillers[] = {"us",   "rs",    "rs.", "a",   "an",  "the", "yet",
                                          "some", "about", "un",  "une", "des", "de",  "d'",
                                          "les",  "la",    "los", "das", "die", "der", NULL};
    for (guint i = 0; fillers[i]; i++)
        if (strcmp(word, fillers[i]) == 0)
            return true;
    g_autofree char *code = g_ascii_strup(word, -1);
    return codes_is_currency(code);
}

// Takes spaces, and a sign or word that may stand between, from the end. False: none is left.
static bool strip_end(char *words) {
    g_strchomp(words);
    char *end = words + strlen(words);
    if (end == words)
        return false;
    char *last = g_utf8_prev_char(end);
    if (is_sign(g_utf8_get_char(last))) {
        *last = '\0';
        return true;
    }
    char *word = strrchr(words, ' ');
    word = word ? word + 1 : words;
    if (!is_passed_over(word))
        return false;
    *word = '\0';
    return true;
}

static Beside find_before(const char *words) {
    for (guint i = 0; i < G_N_ELEMENTS(before); i++)
        if (ends_with(words, before[i].words))
            return before[i].means;
    return BESIDE_NOTHING;
}

Beside number_words_before(const char *text, gsize end) {
    g_autofree char *words = words_before(text, end);
    do {
        g_strchomp(words);
        Beside found = find_before(words);
        if (found != BESIDE_NOTHING)
            return found;
    } while (strip_end(words));
    return BESIDE_NOTHING;
}

// --- behind ---

// A few words that begin at `start`, in small letters. New string.
static char *words_behind(const char *text, gsize start) {
    const char *end = text + start;
    for (guint i = 0; *end && i < BEFORE_BYTES && !strchr(".;:!?()[]", *end); i++)
        end = g_utf8_next_char(end);
    return g_utf8_strdown(text + start, end - text - (gssize)start);
}

static const char *next_word(const char *p) {
    gunichar c = g_utf8_get_char(p);
    if (!comparable_is_letter(c) || is_ideograph(c))
        return comparable_is_letter(c) || is_sign(c) ? g_utf8_next_char(p) : NULL;
    while (*p && comparable_is_letter(g_utf8_get_char(p)) && !is_ideograph(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    return p;
}

Beside number_words_behind(const char *text, gsize start) {
    g_autofree char *words = words_behind(text, start);
    const char *p = words;
    for (guint word = 0; p && word < WORDS_BEHIND; word++) {
        p += strspn(p, " -");
        for (guint i = 0; i < G_N_ELEMENTS(behind); i++)
            if (begins_with(p, behind[i].words) && (word == 0 || behind[i].means != BESIDE_YEAR))
                return behind[i].means;
        p = next_word(p);
    }
    return BESIDE_NOTHING;
}

// --- between ---

bool number_words_join(const char *text, gsize start, gsize end, gsize next) {
    if (next < end || next - end > BEFORE_BYTES)
        return false;
    g_autofree char *gap = g_utf8_strdown(text + end, (gssize)(next - end));
    while (strip_end(gap))
        continue;
    g_strchug(gap);
    for (guint i = 0; i < G_N_ELEMENTS(joins); i++)
        if (ends_with(gap, joins[i].words) && !strpbrk(gap, ".,;:()"))
            return !joins[i].needs_between || number_words_before(text, start) == BESIDE_BETWEEN;
    return false;
}

// --- units ---

static const char *find_unit(const char *words) {
    for (guint i = 0; i < G_N_ELEMENTS(units); i++)
        if (begins_with(words, units[i].word))
            return units[i].kind;
    return NULL;
}

const char *number_unit_behind(const char *text, gsize start) {
    g_autofree char *words = words_behind(text, start);
    return find_unit(words + strspn(words, " -"));
}

const char *number_unit_kind(const char *unit) {
    g_autofree char *words = g_utf8_strdown(unit, -1);
    return find_unit(words);
}
