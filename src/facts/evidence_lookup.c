// All claims of a source in its text, in the order of what counts more: a range whose digest or
// words are right; the quote with what stands around it; the quote alone; both again in comparable
// form; and what is nearest. Each of these is one pass over the text for all claims that are still
// open.
#include "base/file.h"
#include "facts/approximate.h"
#include "facts/comparable.h"
#include "facts/evidence_private.h"
#include "facts/quote_search.h"

#include <string.h>

// Of a passage, kept for people to read; how often and how far a quote that begins inside a word is
// looked for again; how many parts a quote may have, how short and how far from one another.
enum { ELIDED_PARTS = 4, ELIDED_BYTES = 8, ELIDED_GAP = 500 };
enum { WORD_BYTES = 64, FOUND_CHARACTERS = 400, AGAIN = 64, AGAIN_BYTES = 1 << 20 };

typedef struct {
    Arena *arena;
    const ClaimSource *source;
    const Source *text;
    bool is_captured; // the text has the digest that the source gives
    Comparable *form; // of the text; NULL until it is needed
} Lookup;

static void settle(Claim *claim, EvidenceState state, gsize start, gsize end) {
    claim->out.state = state;
    claim->out.score = 1;
    claim->out.start = (gint64)start;
    claim->out.end = (gint64)end;
}

static bool is_open(const Claim *claim) {
    return claim->out.state == EVIDENCE_UNCHECKED;
}

static Claim *nth_claim(const Lookup *lookup, guint index) {
    return g_ptr_array_index(lookup->source->claims, index);
}

// --- ranges ---

typedef struct {
    gint64 character;
    gint64 *byte; // out
} Position;

static int by_character(gconstpointer a, gconstpointer b) {
    gint64 left = ((const Position *)a)->character, right = ((const Position *)b)->character;
    return (left > right) - (left < right);
}

// Characters to bytes, all in one pass; those beyond the text become -1.
static void convert_positions(const Lookup *lookup, GArray *positions) {
    const char *text = lookup->text->text;
    gint64 character = -1;
    guint next = 0;
    g_array_sort(positions, by_character);
    for (gsize i = 0; i <= lookup->text->length && next < positions->len; i++) {
        if (i < lookup->text->length && ((guchar)text[i] & 0xC0) == 0x80)
            continue;
        character++;
        for (; next < positions->len &&
               g_array_index(positions, Position, next).character == character;
             next++)
            *g_array_index(positions, Position, next).byte = (gint64)i;
    }
    for (; next < positions->len; next++)
        *g_array_index(positions, Position, next).byte = -1;
}

static void convert_ranges(const Lookup *lookup) {
    g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(Position));
    for (guint i = 0; i < lookup->source->claims->len; i++) {
        Claim *claim = nth_claim(lookup, i);
        if (!claim->in_characters)
            continue;
        Position start = {claim->start, &claim->start}, end = {claim->end, &claim->end};
        g_array_append_val(positions, start);
        g_array_append_val(positions, end);
    }
    convert_positions(lookup, positions);
}

static bool has_digest(const char *bytes, gsize length, const char *sha256) {
    g_autofree char *digest = file_sha256(bytes, length);
    return strcmp(digest, sha256) == 0;
}

// Whether the bytes there are what is claimed: by digest, by the quote, or since the text is known
// to be the one that the range was taken from.
static bool proves(const Lookup *lookup, const Claim *claim, const char *bytes, gsize length) {
    if (claim->sha256)
        return has_digest(bytes, length, claim->sha256);
    if (claim->out.quote)
        return strlen(claim->out.quote) == length && memcmp(bytes, claim->out.quote, length) == 0;
    return lookup->is_captured;
}

static void look_at_range(const Lookup *lookup, Claim *claim) {
    gsize start = (gsize)claim->start, end = (gsize)claim->end;
    if (claim->start < 0 || claim->end < 0 || end > lookup->text->length) {
        claim->out.note = "the range is not in the text";
        return;
    }
    if (end - start > EVIDENCE_RANGE_LIMIT)
        claim->out.note = "the range is longer than 65536 bytes";
    else if (proves(lookup, claim, lookup->text->text + start, end - start))
        settle(claim, EVIDENCE_EXACT, start, end);
    else
        claim->out.note = claim->sha256      ? "the digest of the range is another one"
                          : claim->out.quote ? "the range holds other words"
                                             : "nothing says that the text is the captured one";
}

static void look_at_ranges(const Lookup *lookup) {
    convert_ranges(lookup);
    for (guint i = 0; i < lookup->source->claims->len; i++) {
        Claim *claim = nth_claim(lookup, i);
        bool has_range = claim->end >= 0 || claim->in_characters;
        if (has_range)
            look_at_range(lookup, claim);
        if (is_open(claim) && !claim->out.quote)
            claim->out.state = EVIDENCE_MISSING;
    }
}

// --- quotes ---

// A quote to look for, alone or with what stands around it.
typedef struct {
    Claim *claim;
    bool has_context;
    char *text;   // owned
    gsize before; // bytes of the text before the quote
} Wanted;

static void clear_wanted(void *data) {
    g_free(((Wanted *)data)->text);
}

static void want(GArray *list, Claim *claim, bool has_context, bool comparable) {
    const char *prefix = has_context && claim->prefix ? claim->prefix : "";
    const char *suffix = has_context && claim->suffix ? claim->suffix : "";
    g_autofree char *raw = g_strconcat(prefix, claim->out.quote, suffix, NULL);
    Wanted wanted = {.claim = claim, .has_context = has_context, .before = strlen(prefix)};
    if (comparable) {
        g_autofree char *before = comparable_text(prefix);
        wanted.before = strlen(before);
        wanted.text = comparable_text(raw);
    } else {
        wanted.text = g_steal_pointer(&raw);
    }
    if (*wanted.text)
        g_array_append_val(list, wanted);
    else
        g_free(wanted.text);
}

// What is still open: with what stands around it, or alone.
static GArray *list_wanted(const Lookup *lookup, bool has_context, bool comparable) {
    GArray *list = g_array_new(FALSE, FALSE, sizeof(Wanted));
    g_array_set_clear_func(list, clear_wanted);
    for (guint i = 0; i < lookup->source->claims->len; i++) {
        Claim *claim = nth_claim(lookup, i);
        if (is_open(claim) && (!has_context || claim->prefix || claim->suffix))
            want(list, claim, has_context, comparable);
    }
    return list;
}

static Quote *search_wanted(const GArray *list, const char *text, gsize length) {
    Quote *quotes = g_new0(Quote, MAX(list->len, 1));
    for (guint i = 0; i < list->len; i++) {
        const char *wanted = g_array_index(list, Wanted, i).text;
        quotes[i] = (Quote){.text = wanted, .length = strlen(wanted), .found = QUOTE_NOWHERE};
    }
    quote_search(quotes, list->len, text, length);
    return quotes;
}

static void note_context(Claim *claim, bool has_context) {
    if (!has_context && (claim->prefix || claim->suffix))
        claim->out.note = "the words before and after it are other ones";
}

// Whether a passage begins in the middle of a word or number: "agreed" of "disagreed", "3 million"
// of "13 million". Scripts whose words grow at the front, or have no spaces, are let be.
static bool is_cut(const char *text, gsize at) {
    if (at == 0)
        return false;
    gunichar first = g_utf8_get_char_validated(text + at, -1);
    const char *before = g_utf8_find_prev_char(text, text + at);
    gunichar last = before ? g_utf8_get_char_validated(before, -1) : 0;
    if ((gint32)first < 0 || (gint32)last < 0)
        return false;
    if (g_ascii_isdigit((int)MIN(first, 0x7Fu)) && first < 0x80)
        return last < 0x80 && g_ascii_isdigit((int)last);
    GUnicodeScript script = g_unichar_get_script(first);
    bool grows = script == G_UNICODE_SCRIPT_LATIN || script == G_UNICODE_SCRIPT_CYRILLIC ||
                 script == G_UNICODE_SCRIPT_GREEK;
    bool is_capital = g_unichar_isupper(first) && g_unichar_islower(last);
    return grows && g_unichar_isalpha(first) && g_unichar_isalpha(last) && !is_capital &&
           g_unichar_get_script(last) == script;
}

// The place of a quote that begins a word, at or behind the one that was found.
static gsize find_whole(const char *text, gsize length, const Quote *quote, Claim *claim) {
    gsize at = quote->found, limit = MIN(length, quote->found + AGAIN_BYTES);
    for (guint i = 0; i < AGAIN && is_cut(text, at); i++) {
        const char *next = memmem(text + at + 1, limit - at - 1, quote->text, quote->length);
        if (!next)
            break;
        at = (gsize)(next - text);
    }
    claim->is_cut = is_cut(text, at);
    return claim->is_cut ? QUOTE_NOWHERE : at;
}

static void search_exactly(const Lookup *lookup, bool has_context) {
    g_autoptr(GArray) list = list_wanted(lookup, has_context, /*comparable=*/false);
    g_autofree Quote *quotes = search_wanted(list, lookup->text->text, lookup->text->length);
    for (guint i = 0; i < list->len; i++) {
        const Wanted *wanted = &g_array_index(list, Wanted, i);
        if (quotes[i].found == QUOTE_NOWHERE)
            continue;
        gsize found = wanted->before ? quotes[i].found
                                     : find_whole(lookup->text->text, lookup->text->length,
                                                  &quotes[i], wanted->claim);
        if (found == QUOTE_NOWHERE)
            continue;
        gsize start = found + wanted->before;
        settle(wanted->claim, EVIDENCE_EXACT, start, start + strlen(wanted->claim->out.quote));
        note_context(wanted->claim, wanted->has_context);
    }
}

// Where the quote stands inside what was found with its context. The space between them belongs to
// neither.
static gsize find_inside(const Wanted *wanted, const char *quote) {
    gsize from = wanted->before ? wanted->before - 1 : 0;
    const char *at = strstr(wanted->text + from, quote);
    return at ? (gsize)(at - wanted->text) : wanted->before;
}

static bool is_literal(const Lookup *lookup, const char *quote, gsize start, gsize end) {
    return strlen(quote) == end - start &&
           memcmp(lookup->text->text + start, quote, end - start) == 0;
}

static Comparable *make_form(Lookup *lookup) {
    if (!lookup->form)
        lookup->form = comparable_new(lookup->text->text, lookup->text->length);
    return lookup->form;
}

// The first letter in the other case: a quote may begin where a sentence does not.
static void turn_first_letters(GArray *list) {
    for (guint i = list->len; i-- > 0;) {
        Wanted *wanted = &g_array_index(list, Wanted, i);
        gunichar first = g_utf8_get_char(wanted->text);
        gunichar turned =
            g_unichar_isupper(first) ? g_unichar_tolower(first) : g_unichar_toupper(first);
        char bytes[6];
        int length = g_unichar_to_utf8(turned, bytes);
        if (turned != first && length == g_unichar_to_utf8(first, NULL))
            memcpy(wanted->text, bytes, (gsize)length);
        else
            g_array_remove_index(list, i);
    }
}

static void search_comparable(Lookup *lookup, bool has_context, bool is_turned) {
    g_autoptr(GArray) list = list_wanted(lookup, has_context, /*comparable=*/true);
    if (is_turned)
        turn_first_letters(list);
    if (list->len == 0)
        return;
    const Comparable *form = make_form(lookup);
    g_autofree Quote *quotes = search_wanted(list, form->text, form->length);
    for (guint i = 0; i < list->len; i++) {
        const Wanted *wanted = &g_array_index(list, Wanted, i);
        if (quotes[i].found == QUOTE_NOWHERE)
            continue;
        if (!wanted->before)
            quotes[i].found = find_whole(form->text, form->length, &quotes[i], wanted->claim);
        if (quotes[i].found == QUOTE_NOWHERE)
            continue;
        g_autofree char *quote = comparable_text(wanted->claim->out.quote);
        gsize inside = is_turned ? 0 : find_inside(wanted, quote);
        gsize start = quotes[i].found + inside, end = start + strlen(quote);
        comparable_range(form, &start, &end);
        bool is_exact = is_literal(lookup, wanted->claim->out.quote, start, end);
        settle(wanted->claim, is_exact ? EVIDENCE_EXACT : EVIDENCE_NORMALISED, start, end);
        note_context(wanted->claim, wanted->has_context);
    }
}

// --- quotes with something left out ---

// The parts of a quote in its comparable form, less brackets and spaces beside the points between
// them; NULL: it has one part, or one that is too short to say anything.
static char **split_elided(const char *quote) {
    g_auto(GStrv) parts = g_strsplit(quote, "...", ELIDED_PARTS + 1);
    guint count = g_strv_length(parts);
    for (guint i = 0; i < count; i++) {
        char *part = g_strstrip(parts[i]);
        gsize length = strlen(part);
        if (i + 1 < count && length && strchr("[(", part[length - 1]))
            part[length - 1] = '\0';
        if (i > 0 && *part && strchr("])", *part))
            memmove(part, part + 1, strlen(part));
        g_strstrip(part);
        if (strlen(part) < ELIDED_BYTES)
            return NULL;
    }
    return count > 1 && count <= ELIDED_PARTS ? g_steal_pointer(&parts) : NULL;
}

static bool ends_sentence(const char *text, gsize length) {
    for (gsize i = 0; i < length; i++)
        if ((strchr(".!?", text[i]) && (i + 1 == length || text[i + 1] == ' ')) ||
            g_str_has_prefix(text + i, "。") || g_str_has_prefix(text + i, "।"))
            return true;
    return false;
}

// The end of all parts when they follow one another from `at` on, each in the sentence of the
// one before and none beginning inside a word; QUOTE_NOWHERE: they do not.
static gsize follow_parts(const Comparable *form, gsize at, char **parts) {
    gsize end = at + strlen(parts[0]);
    if (is_cut(form->text, at))
        return QUOTE_NOWHERE;
    for (guint i = 1; parts[i]; i++) {
        gsize length = strlen(parts[i]), limit = MIN(form->length, end + ELIDED_GAP + length);
        const char *next = memmem(form->text + end, limit - end, parts[i], length);
        if (!next || is_cut(form->text, (gsize)(next - form->text)) ||
            ends_sentence(form->text + end, (gsize)(next - form->text) - end))
            return QUOTE_NOWHERE;
        end = (gsize)(next - form->text) + length;
    }
    return end;
}

static void settle_elided(Lookup *lookup, Claim *claim, gsize at, char **parts) {
    const Comparable *form = lookup->form;
    gsize limit = MIN(form->length, at + AGAIN_BYTES), length = strlen(parts[0]);
    for (guint i = 0; i < AGAIN; i++) {
        gsize start = at, end = follow_parts(form, at, parts);
        if (end != QUOTE_NOWHERE) {
            comparable_range(form, &start, &end);
            settle(claim, EVIDENCE_NORMALISED, start, end);
            claim->out.note = "words are left out of the quote";
            return;
        }
        const char *next = memmem(form->text + at + 1, limit - at - 1, parts[0], length);
        if (!next)
            return;
        at = (gsize)(next - form->text);
    }
}

typedef struct {
    Claim *claim;
    char **parts;
} Elided;

static void clear_elided(void *data) {
    g_strfreev(((Elided *)data)->parts);
}

static GArray *list_elided(const Lookup *lookup) {
    GArray *list = g_array_new(FALSE, FALSE, sizeof(Elided));
    g_array_set_clear_func(list, clear_elided);
    for (guint i = 0; i < lookup->source->claims->len; i++) {
        Claim *claim = nth_claim(lookup, i);
        if (!is_open(claim))
            continue;
        g_autofree char *quote = comparable_text(claim->out.quote);
        Elided elided = {claim, split_elided(quote)};
        if (elided.parts)
            g_array_append_val(list, elided);
    }
    return list;
}

// "signed a pact ... with the bank": all first parts at once, then what follows each.
static void search_elided(Lookup *lookup) {
    g_autoptr(GArray) list = list_elided(lookup);
    if (list->len == 0)
        return;
    const Comparable *form = make_form(lookup);
    g_autofree Quote *quotes = g_new0(Quote, list->len);
    for (guint i = 0; i < list->len; i++) {
        const char *first = g_array_index(list, Elided, i).parts[0];
        quotes[i] = (Quote){.text = first, .length = strlen(first), .found = QUOTE_NOWHERE};
    }
    quote_search(quotes, list->len, form->text, form->length);
    for (guint i = 0; i < list->len; i++) {
        const Elided *elided = &g_array_index(list, Elided, i);
        if (quotes[i].found != QUOTE_NOWHERE)
            settle_elided(lookup, elided->claim, quotes[i].found, elided->parts);
    }
}

// --- what is nearest ---

// Letters whose lower case has as many bytes; the others stay as they are.
static void lower_in_place(char *text) {
    for (char *p = text, *next; *p; p = next) {
        next = g_utf8_next_char(p);
        char bytes[6];
        gunichar c = g_unichar_tolower(g_utf8_get_char(p));
        int length = g_unichar_to_utf8(c, bytes);
        if (length == next - p)
            memcpy(p, bytes, (gsize)length);
    }
}

static bool is_in_word(const char *text, gsize at) {
    return (guchar)text[at] >= 0x80 || g_ascii_isalnum(text[at]);
}

// What is nearest may end in the middle of what a person would compare: to whole words, and to as
// many bytes as the quote has. At most a word longer than that.
static void widen(const Source *text, const char *quote, gsize *start, gsize *end) {
    gsize from = *start, to = MIN(text->length, MAX(*end, *start + strlen(quote)));
    gsize first = from - MIN(from, WORD_BYTES), last = MIN(text->length, to + WORD_BYTES);
    const char *line = memchr(text->text + *end, '\n', to - *end);
    if (line)
        to = (gsize)(line - text->text);
    while (from > first && is_in_word(text->text, from - 1) && is_in_word(text->text, from))
        from--;
    while (to > *end && to < last && is_in_word(text->text, to) && is_in_word(text->text, to - 1))
        to++;
    bool is_cut = (from > 0 && ((guchar)text->text[from] & 0xC0) == 0x80) ||
                  (to < text->length && ((guchar)text->text[to] & 0xC0) == 0x80);
    if (is_cut)
        return;
    *start = from;
    *end = to;
}

static void search_nearly(Lookup *lookup) {
    g_autoptr(GPtrArray) open = g_ptr_array_new();
    for (guint i = 0; i < lookup->source->claims->len; i++)
        if (is_open(nth_claim(lookup, i)))
            g_ptr_array_add(open, nth_claim(lookup, i));
    if (open->len == 0)
        return;
    g_autofree Approximate *quotes = g_new0(Approximate, open->len);
    for (guint i = 0; i < open->len; i++) {
        char *quote = comparable_text(((Claim *)g_ptr_array_index(open, i))->out.quote);
        lower_in_place(quote);
        quotes[i].text = quote;
    }
    Comparable *form = make_form(lookup);
    lower_in_place(form->text);
    approximate_search(quotes, open->len, form->text, form->length);
    for (guint i = 0; i < open->len; i++) {
        Claim *claim = g_ptr_array_index(open, i);
        g_free((char *)quotes[i].text);
        claim->out.state = EVIDENCE_MISSING;
        if (quotes[i].score <= 0)
            continue;
        comparable_range(form, &quotes[i].start, &quotes[i].end);
        widen(lookup->text, claim->out.quote, &quotes[i].start, &quotes[i].end);
        settle(claim, EVIDENCE_FUZZY, quotes[i].start, quotes[i].end);
        claim->out.score = quotes[i].score;
        if (claim->is_cut)
            claim->out.note = "it begins in the middle of a word";
        else if (quotes[i].score >= 1)
            claim->out.note = "upper and lower case differ";
    }
}

// --- where it was found ---

static int by_start(gconstpointer a, gconstpointer b) {
    const Claim *left = *(const Claim *const *)a, *right = *(const Claim *const *)b;
    return (left->out.start > right->out.start) - (left->out.start < right->out.start);
}

static void count_lines(const Lookup *lookup) {
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    for (guint i = 0; i < lookup->source->claims->len; i++)
        if (nth_claim(lookup, i)->out.start >= 0)
            g_ptr_array_add(found, nth_claim(lookup, i));
    g_ptr_array_sort(found, by_start);
    guint line = 1, page = 1;
    gint64 at = 0;
    for (guint i = 0; i < found->len; i++) {
        Claim *claim = g_ptr_array_index(found, i);
        for (; at < claim->out.start; at++) {
            line += lookup->text->text[at] == '\n';
            page += lookup->text->text[at] == '\f';
        }
        claim->out.line = line;
        claim->out.page = page;
    }
}

static void keep_found(const Lookup *lookup, Claim *claim) {
    const char *words = lookup->text->text + claim->out.start;
    g_autofree char *valid = g_utf8_make_valid(words, (gssize)(claim->out.end - claim->out.start));
    const char *cut =
        g_utf8_offset_to_pointer(valid, MIN(g_utf8_strlen(valid, -1), (glong)FOUND_CHARACTERS));
    claim->out.found = arena_strndup(lookup->arena, valid, (gsize)(cut - valid));
}

// Keeps the passage and looks for the number in it. What a quote alone says is no evidence.
static void finish_claim(const Lookup *lookup, Claim *claim) {
    if (claim->out.start < 0)
        return;
    const Passage passage = {.text = lookup->text->text,
                             .length = lookup->text->length,
                             .start = (gsize)claim->out.start,
                             .end = (gsize)claim->out.end,
                             .language = lookup->source->language};
    keep_found(lookup, claim);
    claim->out.number = evidence_number(&claim->claimed, &passage, &claim->out.against);
    if (claim->out.state <= EVIDENCE_VERIFIED)
        evidence_find_orphans(claim->orphans, claim->orphan_count, &passage);
}

void evidence_lookup(const ClaimSource *source, Source *text, Arena *arena) {
    Lookup lookup = {.arena = arena, .source = source, .text = text};
    lookup.is_captured = source->sha256 && has_digest(text->text, text->length, source->sha256);
    look_at_ranges(&lookup);
    evidence_text_strip(text);
    for (int has_context = 1; has_context >= 0; has_context--) {
        search_exactly(&lookup, has_context != 0);
        search_comparable(&lookup, has_context != 0, /*is_turned=*/false);
    }
    search_comparable(&lookup, /*has_context=*/false, /*is_turned=*/true);
    search_elided(&lookup);
    search_nearly(&lookup);
    comparable_free(lookup.form);
    count_lines(&lookup);
    for (guint i = 0; i < source->claims->len; i++) {
        Claim *claim = nth_claim(&lookup, i);
        finish_claim(&lookup, claim);
        claim->out.is_other_text = source->sha256 && !lookup.is_captured;
        if (claim->out.is_other_text && !claim->out.note)
            claim->out.note = "the text is not the one that was captured";
    }
}
