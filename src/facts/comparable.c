// The form is made segment by segment: a character and the marks that stand on it. Space is held
// back until something follows. Every few hundred bytes of the original the state is kept as a
// mark, so that a place in the form is led back to the original by making a short piece again: a
// table of all places would be four times the text.
#include "facts/comparable.h"

#include <string.h>

enum { MARK_DISTANCE = 512, SEGMENT_MARKS = 32, WORD_BYTES = 32 };

typedef struct {
    guint32 at, origin; // in the form; in the original
    guint32 gap_start;  // of the space held back
    bool has_gap;
} Mark;

// Making goes on from a state; while `out` is NULL bytes are only counted.
typedef struct {
    const char *from;
    gsize length;
    GByteArray *out;
    Mark now;
} Maker;

// --- single characters ---

// The ASCII shapes of marks that are written in many ways; sorted.
static const struct {
    gunichar c;
    const char *shape;
} shapes[] = {
    {0x60, "'"},    {0xAB, "\""},   {0xB4, "'"},    {0xBB, "\""},   {0x60C, ","},   {0x66A, "%"},
    {0x66B, "."},   {0x66C, ","},   {0x6D4, "."},   {0x2010, "-"},  {0x2011, "-"},  {0x2012, "-"},
    {0x2013, "-"},  {0x2014, "-"},  {0x2015, "-"},  {0x2018, "'"},  {0x2019, "'"},  {0x201A, "'"},
    {0x201B, "'"},  {0x201C, "\""}, {0x201D, "\""}, {0x201E, "\""}, {0x201F, "\""}, {0x2026, "..."},
    {0x2032, "'"},  {0x2033, "\""}, {0x2039, "'"},  {0x203A, "'"},  {0x2212, "-"},  {0x300C, "\""},
    {0x300D, "\""}, {0x300E, "\""}, {0x300F, "\""}, {0x301D, "\""}, {0x301E, "\""}, {0x301F, "\""},
    {0xFE58, "-"},  {0xFE63, "-"},  {0xFF02, "\""}, {0xFF05, "%"},  {0xFF07, "'"},  {0xFF0C, ","},
    {0xFF0D, "-"},  {0xFF0E, "."},
};

static const char *shape_of(gunichar c) {
    guint low = 0, high = G_N_ELEMENTS(shapes);
    while (low < high) {
        guint middle = (low + high) / 2;
        if (shapes[middle].c == c)
            return shapes[middle].shape;
        if (shapes[middle].c < c)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

// Soft hyphens, joiners, direction marks, byte order marks: what a copy loses unseen.
static bool is_invisible(gunichar c) {
    return g_unichar_type(c) == G_UNICODE_FORMAT || c == 0x34F || (c >= 0xFE00 && c <= 0xFE0F);
}

static bool is_space(gunichar c) {
    return g_unichar_isspace(c) || c == 0x85 || c == 0xB;
}

static bool joins(gunichar c) {
    return g_unichar_combining_class(c) != 0 || g_unichar_ismark(c) ||
           (c >= 0x1160 && c <= 0x11FF); // vowels and finals of Hangul
}

// The character at p, U+FFFD for a byte that begins none; *next is behind it.
static gunichar read_character(const char *p, const char *end, const char **next) {
    if ((guchar)*p < 0x80) {
        *next = p + 1;
        return (guchar)*p;
    }
    gunichar c = g_utf8_get_char_validated(p, end - p);
    if ((gint32)c < 0) {
        *next = p + 1;
        return 0xFFFD;
    }
    *next = g_utf8_next_char(p);
    return c;
}

// --- the form ---

static void put(Maker *maker, const char *text, gsize length) {
    gsize gap = maker->now.has_gap && maker->now.at > 0;
    if (maker->out && gap)
        g_byte_array_append(maker->out, (const guint8 *)" ", 1);
    if (maker->out)
        g_byte_array_append(maker->out, (const guint8 *)text, (guint)length);
    maker->now.at += (guint32)(gap + length);
    maker->now.has_gap = false;
}

// Ligatures, letters in the shapes that PDFs of Arabic hold, wide ones, and units in one character.
static bool is_shaped(gunichar c) {
    return (c >= 0xFB00 && c <= 0xFB06) || (c >= 0xFB50 && c <= 0xFDFF) ||
           (c >= 0xFE70 && c <= 0xFEFC) || (c >= 0xFF01 && c <= 0xFF5E) ||
           (c >= 0x3371 && c <= 0x33DF) || c == 0x2116;
}

static void put_character(Maker *maker, gunichar c);

static bool put_letters(Maker *maker, gunichar c) {
    gunichar letters[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    gsize count = g_unichar_fully_decompose(c, TRUE, letters, G_N_ELEMENTS(letters));
    if (count == 1 && letters[0] == c)
        return false;
    for (gsize i = 0; i < count; i++)
        if (!is_shaped(letters[i]))
            put_character(maker, letters[i]);
    return true;
}

static void put_character(Maker *maker, gunichar c) {
    char bytes[6];
    if (is_shaped(c) && put_letters(maker, c))
        return;
    const char *shape = shape_of(c);
    int digit = c > 0x7F ? g_unichar_digit_value(c) : -1;
    if (shape)
        put(maker, shape, strlen(shape));
    else if (digit >= 0)
        put(maker, &"0123456789"[digit], 1);
    else if (!is_invisible(c))
        put(maker, bytes, (gsize)g_unichar_to_utf8(c ? c : 0xFFFD, bytes));
}

static void hold_gap(Maker *maker) {
    if (!maker->now.has_gap)
        maker->now.gap_start = maker->now.origin;
    maker->now.has_gap = true;
}

// The end of the segment that begins at p.
static const char *segment_end(const char *p, const char *end, gunichar *first, guint *count) {
    const char *next, *after;
    *first = read_character(p, end, &next);
    for (*count = 1; next < end && (guchar)*next >= 0x80 && *count < SEGMENT_MARKS; ++*count) {
        if (!joins(read_character(next, end, &after)))
            break;
        next = after;
    }
    return next;
}

static void put_segment(Maker *maker, const char *p, const char *next) {
    g_autofree char *valid = g_utf8_make_valid(p, next - p);
    g_autofree char *composed = g_utf8_normalize(valid, -1, G_NORMALIZE_NFC);
    for (const char *c = composed; *c; c = g_utf8_next_char(c))
        put_character(maker, g_utf8_get_char(c));
}

// Han, kana and Hangul syllables, Arabic, Cyrillic and Latin letters that are NFC alone and have
// no other shape; the others take the slow way.
static bool is_own_form(gunichar c) {
    return (c >= 0xC0 && c <= 0x17F) || (c >= 0x400 && c <= 0x482) ||
           (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x621 && c <= 0x64A) ||
           (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) ||
           (c >= 0xAC00 && c <= 0xD7A3);
}

// A hyphen between letters at the end of a line, before a small letter: the word goes on behind
// it. Where it does; NULL: no such hyphen.
static const char *skip_hyphen(const Maker *maker, const char *p, const char *end) {
    const char *next;
    gunichar hyphen = read_character(p, end, &next);
    if ((hyphen != '-' && hyphen != 0xAD && hyphen != 0x2010) || p == maker->from)
        return NULL;
    bool is_in_word = g_ascii_isalpha(p[-1]) || (guchar)p[-1] >= 0x80;
    const char *line = next;
    while (next < end && g_ascii_isspace(*next))
        next++;
    if (!is_in_word || next == end || !memchr(line, '\n', (gsize)(next - line)))
        return NULL;
    const char *ignored;
    return g_unichar_islower(read_character(next, end, &ignored)) ? next : NULL;
}

// --- numbers of notes ---

// The superscript digits at p, behind them; p itself when there are none.
static const char *skip_superscripts(const char *p, const char *end) {
    for (const char *next; p < end; p = next) {
        gunichar c = read_character(p, end, &next);
        if (c != 0xB9 && c != 0xB2 && c != 0xB3 && !(c >= 0x2070 && c <= 0x2079 && c != 0x2071))
            break;
    }
    return p;
}

static gsize letters_before(const Maker *maker, const char *p) {
    const char *start = p;
    while (start > maker->from && p - start < WORD_BYTES && g_ascii_isalpha(start[-1]))
        start--;
    return (gsize)(p - start);
}

// Words that numbers are glued to where the note was raised.
static bool is_sum_word(const char *start, gsize length) {
    static const char *const words[] = {"million",  "billion", "trillion", "thousand", "crore",
                                        "lakh",     "dollars", "euros",    "rupees",   "pounds",
                                        "millions", "percent", "yuan",     "tonnes",   "people"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strlen(words[i]) == length && strncmp(words[i], start, length) == 0)
            return true;
    return false;
}

// Behind the number of a note, which stands on a word or number: million¹², million[12], and glued
// to a word of sums, million12. km² and CO₂ have none. p when there is none.
static const char *skip_note(const Maker *maker, const char *p, const char *end) {
    enum { SHORT_UNIT = 2, NOTE_DIGITS = 3 };
    if (p == maker->from || g_ascii_isspace(p[-1]))
        return p;
    gsize letters = letters_before(maker, p);
    const char *behind = skip_superscripts(p, end);
    if (behind > p)
        return letters > SHORT_UNIT || g_ascii_isdigit(p[-1]) || strchr(".,;\"')", p[-1]) ? behind
                                                                                          : p;
    const char *digits = p + (*p == '[');
    for (behind = digits;
         behind < end && behind - digits <= NOTE_DIGITS && g_ascii_isdigit(*behind);)
        behind++;
    gsize count = (gsize)(behind - digits);
    if (count == 0 || count > NOTE_DIGITS)
        return p;
    if (*p == '[')
        return behind < end && *behind == ']' ? behind + 1 : p;
    bool goes_on = behind < end && (g_ascii_isalnum(*behind) || (guchar)*behind >= 0x80);
    return !goes_on && is_sum_word(p - letters, letters) ? behind : p;
}

// Takes one segment.
static void make_segment(Maker *maker) {
    const char *p = maker->from + maker->now.origin, *end = maker->from + maker->length;
    gunichar first;
    guint count;
    const char *behind = skip_hyphen(maker, p, end);
    if (behind) {
        maker->now.origin = (guint32)(behind - maker->from);
        return;
    }
    const char *note = skip_note(maker, p, end);
    if (note > p) {
        maker->now.origin = (guint32)(note - maker->from);
        return;
    }
    const char *next = segment_end(p, end, &first, &count);
    if (count == 1 && is_space(first))
        hold_gap(maker);
    else if (count == 1 && (first < 0x80 || is_own_form(first)))
        first < 0x80 ? put_character(maker, first) : put(maker, p, (gsize)(next - p));
    else
        put_segment(maker, p, next);
    maker->now.origin = (guint32)(next - maker->from);
}

// Plain letters and digits that no mark follows, at one go.
static void make_plain(Maker *maker, gsize limit) {
    const char *p = maker->from + maker->now.origin, *end = maker->from + limit, *start = p;
    while (p + 1 < end && (g_ascii_isalnum(*p) || *p == ',' || *p == '.') && (guchar)p[1] < 0x80 &&
           !(g_ascii_isdigit(*p) && p > maker->from && g_ascii_isalpha(p[-1])))
        p++;
    if (p > start)
        put(maker, start, (gsize)(p - start));
    maker->now.origin += (guint32)(p - start);
}

Comparable *comparable_new(const char *from, gsize length) {
    g_assert(length <= COMPARABLE_TEXT_LIMIT);
    Comparable *comparable = g_new0(Comparable, 1);
    comparable->from = from;
    comparable->from_length = length;
    comparable->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
    Maker maker = {.from = from, .length = length, .out = g_byte_array_sized_new((guint)length)};
    for (gsize next_mark = 0; maker.now.origin < length;) {
        if (maker.now.origin >= next_mark) {
            g_array_append_val(comparable->marks, maker.now);
            next_mark = maker.now.origin + MARK_DISTANCE;
        }
        make_plain(&maker, MIN(length, next_mark));
        if (maker.now.origin < length)
            make_segment(&maker);
    }
    comparable->length = maker.out->len;
    g_byte_array_append(maker.out, (const guint8 *)"", 1);
    comparable->text = (char *)g_byte_array_free(maker.out, FALSE);
    return comparable;
}

void comparable_free(Comparable *comparable) {
    if (!comparable)
        return;
    g_array_unref(comparable->marks);
    g_free(comparable->text);
    g_free(comparable);
}

bool comparable_is_letter(gunichar c) {
    return g_unichar_isalpha(c) || g_unichar_ismark(c);
}

char *comparable_text(const char *from) {
    Comparable *comparable = comparable_new(from, strlen(from));
    char *text = g_steal_pointer(&comparable->text);
    comparable_free(comparable);
    return text;
}

// --- the way back ---

// The last mark at or before a byte of the form.
static Mark find_mark(const Comparable *comparable, gsize at) {
    guint low = 0, high = comparable->marks->len;
    while (low + 1 < high) {
        guint middle = (low + high) / 2;
        if (g_array_index(comparable->marks, Mark, middle).at <= at)
            low = middle;
        else
            high = middle;
    }
    return high ? g_array_index(comparable->marks, Mark, low) : (Mark){0};
}

// What of the original made the byte `at` of the form: [*start, *end).
static void find_origin(const Comparable *comparable, gsize at, gsize *start, gsize *end) {
    Maker maker = {.from = comparable->from, .length = comparable->from_length};
    maker.now = find_mark(comparable, at);
    *start = *end = comparable->from_length;
    while (maker.now.origin < maker.length) {
        Mark before = maker.now;
        make_segment(&maker);
        if (maker.now.at <= at)
            continue;
        bool is_gap = before.has_gap && before.at > 0 && before.at == at;
        *start = is_gap ? before.gap_start : before.origin;
        *end = is_gap ? before.origin : maker.now.origin;
        return;
    }
}

void comparable_range(const Comparable *comparable, gsize *start, gsize *end) {
    gsize first, last, ignored;
    find_origin(comparable, *start, &first, &ignored);
    find_origin(comparable, *end > *start ? *end - 1 : *start, &ignored, &last);
    *start = first;
    *end = last;
}
