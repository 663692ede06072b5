// Most texts are clean, which one pass over their bytes tells. The others go through three steps in
// this order, each of which hands on a text: entities (HTML's character references, HTML 4.01,
// 24.2 to 24.4), mojibake, control characters.
//
// Mojibake is UTF-8 whose bytes were each taken for a character of Windows-1252 (or Latin-1): what
// was é is Ã©. A run of characters that are bytes again and make UTF-8 is put right. To leave text
// alone that was meant, a pair counts alone only when it gives a letter of Latin-1 (its first byte
// is C2 or C3) and in company else; and a text stays whole in which that would give characters that
// mean nothing, or letters of another script in one word with Latin ones that are left.
#include "facts/map_clean.h"

#include <string.h>

// ---- looking

static gsize bytes_of(unsigned char lead) {
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// Whether a byte may begin something unclean: controls, "&", and the leads of C1 controls, of
// Latin-1 letters and of U+FFFD.
static bool is_suspect(unsigned char c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == '&' || c == 0x7F ||
           c == 0xC2 || c == 0xC3 || c == 0xE2 || c == 0xEF;
}

static bool is_suspicious(const char *text) {
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        if (is_suspect(*p))
            return true;
    return false;
}

static bool is_control(gunichar c) {
    bool is_override = c == 0x202D || c == 0x202E; // of the direction of text
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0) ||
           is_override;
}

// ---- entities

enum { SAMPLE_BEFORE = 12, SAMPLE_AFTER = 24 };

typedef struct {
    const char *name;
    gunichar character;
} Entity;

// Of HTML 4.01: the characters of Latin-1 in their order from U+00A0 on, and those beyond it that
// texts hold.
static const char *const latin_entities[] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",
    "copy",   "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn",
    "sup2",   "sup3",   "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",
    "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
    "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
    "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde",
    "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",
    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

static const Entity other_entities[] = {
    {"amp", '&'},       {"lt", '<'},        {"gt", '>'},        {"quot", '"'},
    {"apos", '\''},     {"OElig", 0x152},   {"oelig", 0x153},   {"Scaron", 0x160},
    {"scaron", 0x161},  {"Yuml", 0x178},    {"circ", 0x2C6},    {"tilde", 0x2DC},
    {"ensp", 0x2002},   {"emsp", 0x2003},   {"thinsp", 0x2009}, {"zwnj", 0x200C},
    {"zwj", 0x200D},    {"lrm", 0x200E},    {"rlm", 0x200F},    {"ndash", 0x2013},
    {"mdash", 0x2014},  {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"sbquo", 0x201A},
    {"ldquo", 0x201C},  {"rdquo", 0x201D},  {"bdquo", 0x201E},  {"dagger", 0x2020},
    {"Dagger", 0x2021}, {"bull", 0x2022},   {"hellip", 0x2026}, {"permil", 0x2030},
    {"prime", 0x2032},  {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"euro", 0x20AC},
    {"trade", 0x2122},  {"minus", 0x2212},
};

enum { ENTITY_LENGTH = 10, LATIN_FIRST = 0xA0, UNICODE_LAST = 0x10FFFF };

static gunichar named_entity(const char *name, gsize length) {
    for (guint i = 0; i < G_N_ELEMENTS(other_entities); i++)
        if (strlen(other_entities[i].name) == length &&
            strncmp(other_entities[i].name, name, length) == 0)
            return other_entities[i].character;
    for (guint i = 0; i < G_N_ELEMENTS(latin_entities); i++)
        if (strlen(latin_entities[i]) == length && strncmp(latin_entities[i], name, length) == 0)
            return LATIN_FIRST + i;
    return 0;
}

static gunichar numbered_entity(const char *digits, gsize length) {
    bool hexadecimal = *digits == 'x' || *digits == 'X';
    char *end;
    guint64 value = g_ascii_strtoull(digits + hexadecimal, &end, hexadecimal ? 16 : 10);
    bool starts = hexadecimal ? g_ascii_isxdigit(digits[1]) : g_ascii_isdigit(*digits);
    if (!starts || end != digits + length || value > UNICODE_LAST || value == 0)
        return 0;
    return g_unichar_validate((gunichar)value) ? (gunichar)value : 0xFFFD;
}

// The character that the entity at text ("&...;") stands for, and its length; 0 when it is none.
static gunichar entity_at(const char *text, gsize *length) {
    gsize inner = 0;
    while (inner < ENTITY_LENGTH && (g_ascii_isalnum(text[1 + inner]) || text[1 + inner] == '#'))
        inner++;
    if (inner == 0 || text[1 + inner] != ';')
        return 0;
    *length = inner + 2;
    return text[1] == '#' ? numbered_entity(text + 2, inner - 1) : named_entity(text + 1, inner);
}

static const char *find_entity(const char *text) {
    gsize length;
    for (; (text = strchr(text, '&')); text++)
        if (entity_at(text, &length))
            return text;
    return NULL;
}

static void decode_entities(GString *text) {
    g_autofree char *from = g_strdup(text->str);
    g_string_truncate(text, 0);
    for (const char *p = from; *p;) {
        gsize length = 0;
        gunichar character = *p == '&' ? entity_at(p, &length) : 0;
        if (character) {
            g_string_append_unichar(text, character);
            p += length;
        } else {
            g_string_append_c(text, *p++);
        }
    }
}

// ---- mojibake

// Windows-1252 from 0x80 to 0x9F; what it leaves open is Latin-1's control character.
static const gunichar windows[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                     0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                     0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                     0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

// The byte that a character was, or 0.
static unsigned char byte_of(gunichar c) {
    if (c >= 0x80 && c <= 0xFF)
        return (unsigned char)c;
    for (guint i = 0; i < G_N_ELEMENTS(windows); i++)
        if (windows[i] == c)
            return (unsigned char)(0x80 + i);
    return 0;
}

// The character whose UTF-8 the characters at text are the bytes of; *end: behind them. 0 when
// they are not.
static gunichar repaired_at(const char *text, const char **end) {
    char bytes[5] = {(char)byte_of(g_utf8_get_char(text)), 0};
    unsigned char lead = (unsigned char)bytes[0];
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    gsize count = bytes_of(lead);
    const char *p = g_utf8_next_char(text);
    for (gsize i = 1; i < count; i++, p = g_utf8_next_char(p)) {
        unsigned char byte = *p ? byte_of(g_utf8_get_char(p)) : 0;
        if ((byte & 0xC0) != 0x80)
            return 0;
        bytes[i] = (char)byte;
    }
    *end = p;
    gunichar c = g_utf8_get_char_validated(bytes, (gssize)count);
    return c == (gunichar)-1 || c == (gunichar)-2 || is_control(c) ? 0 : c;
}

// Whether a pair stands for itself: it gives a letter of Latin-1, or another pair follows.
static bool is_telling(const char *text, const char *end, bool in_company) {
    unsigned char lead = byte_of(g_utf8_get_char(text));
    const char *next;
    return in_company || lead == 0xC2 || lead == 0xC3 || bytes_of(lead) > 2 ||
           (*end && repaired_at(end, &next));
}

// What a word holds once it is put right.
typedef struct {
    bool has_foreign, has_rest; // letters that are not Latin; Latin ones beyond ASCII, as before
} RepairedWord;

static bool is_foreign(gunichar c) {
    return g_unichar_isalpha(c) && g_unichar_get_script(c) != G_UNICODE_SCRIPT_LATIN;
}

// Whether a character may stand in the word: bytes that were never UTF-8 now and then make it, but
// then of no meaning, or beside others that do not.
static bool is_likely(RepairedWord *word, gunichar c, bool is_repaired) {
    if (is_repaired && (!g_unichar_isdefined(c) || g_unichar_type(c) == G_UNICODE_PRIVATE_USE))
        return false;
    if (g_unichar_isspace(c))
        *word = (RepairedWord){false, false};
    word->has_foreign = word->has_foreign || (is_repaired && is_foreign(c));
    word->has_rest = word->has_rest || (!is_repaired && byte_of(c) && g_unichar_isalpha(c));
    return !word->has_foreign || !word->has_rest;
}

// Appends the text put right; gives the first place that was, or NULL. *likely: that it is right.
static const char *repair(const char *text, GString *out, bool *likely) {
    const char *first = NULL;
    bool in_company = false;
    RepairedWord word = {false, false};
    *likely = true;
    while (*text) {
        const char *next = g_utf8_next_char(text);
        gunichar c = (unsigned char)*text < 0x80 ? 0 : repaired_at(text, &next);
        in_company = c && is_telling(text, next, in_company);
        if (!in_company) {
            c = g_utf8_get_char(text);
            next = g_utf8_next_char(text);
        }
        g_string_append_unichar(out, c);
        *likely = is_likely(&word, c, in_company) && *likely;
        first = in_company && !first ? text : first;
        text = next;
    }
    return first;
}

// Some characters before a place and some from it on, in the arena.
static const char *sample_at(Arena *arena, const char *text, const char *place) {
    const char *start = place, *end = place;
    for (int i = 0; i < SAMPLE_BEFORE && start > text; i++)
        start = g_utf8_prev_char(start);
    for (int i = 0; i < SAMPLE_AFTER && *end; i++)
        end = g_utf8_next_char(end);
    return arena_strndup(arena, start, (gsize)(end - start));
}

// Looks, and puts right when told to.
static void repair_mojibake(Arena *arena, GString *text, bool wanted, MapStains *stains) {
    g_autoptr(GString) out = g_string_new(NULL);
    bool likely;
    const char *found = repair(text->str, out, &likely);
    stains->mojibake = found != NULL;
    stains->mojibake_repaired = found && wanted && likely;
    if (found)
        stains->mojibake_sample = sample_at(arena, text->str, found);
    if (stains->mojibake_repaired)
        g_string_assign(text, out->str);
}

// ---- control characters

static bool treat_controls(GString *text, CleanControls treatment) {
    bool found = false;
    g_autofree char *from = g_strdup(text->str);
    g_string_truncate(text, 0);
    for (const char *p = from; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        bool is_bad = is_control(c);
        found = found || is_bad;
        if (!is_bad || treatment == CLEAN_KEEP)
            g_string_append_unichar(text, c);
        else if (treatment == CLEAN_SPACE)
            g_string_append_c(text, ' ');
    }
    return found;
}

// ---- all of it

// Without white space at its ends, in place where that can be. *length: what is left.
static const char *trim(const char *text, gsize *length) {
    while (g_ascii_isspace(*text))
        text++;
    *length = strlen(text);
    while (*length && g_ascii_isspace(text[*length - 1]))
        (*length)--;
    return text;
}

const char *map_clean(Arena *arena, const char *text, const MapClean *clean, MapStains *stains) {
    gsize length;
    *stains = (MapStains){0};
    text = trim(text, &length);
    if (text[length])
        text = arena_strndup(arena, text, length);
    if (!is_suspicious(text))
        return text;
    g_autoptr(GString) work = g_string_new(text);
    const char *entity = find_entity(work->str);
    stains->entity = entity != NULL;
    if (entity)
        stains->entity_sample = sample_at(arena, work->str, entity);
    if (entity && clean->entities)
        decode_entities(work);
    repair_mojibake(arena, work, clean->mojibake, stains);
    stains->control = treat_controls(work, clean->controls);
    stains->replacement = strstr(work->str, "\xEF\xBF\xBD") != NULL;
    if (strcmp(work->str, text) == 0)
        return text;
    char *out = arena_strndup(arena, work->str, work->len);
    return g_strstrip(out);
}
