// A quote becomes bit masks, one for each of its characters; the columns of the table of edit
// distances are kept as two bit vectors, and a column is worked out from the one before in a few
// operations a block. Where the passage begins is found by going back from its end with the quote
// reversed. Candidates of the large case: eight bytes of a quote, at every fourth place, are keys
// of a hash table with their first few places in the text.
#include "facts/approximate.h"

#include <stdbool.h>
#include <string.h>

enum {
    BLOCK = 64,
    CHANGES_SHARE = 5, // at most one character in so many is another
    SEED = 8,
    SEED_STEP = 4,
    SEED_PLACES = 4, // kept of each
    WINDOWS = 4,     // compared for each quote
    PROBES = 32      // of the table: keys made to collide are given up
};

typedef struct {
    guint length, blocks; // in characters, in blocks
    GHashTable *symbols;  // of characters beyond ASCII, from 1
    guint16 ascii[128];   // symbol, 0: not in the quote
    guint symbol_count;
    guint64 *masks; // of symbol s: blocks from s * blocks on
} Pattern;

typedef struct {
    guint64 plus, minus; // vertical differences
} Column;

// --- the quote as masks ---

static guint symbol_of(const Pattern *pattern, gunichar c) {
    return c < 0x80 ? pattern->ascii[c]
                    : GPOINTER_TO_UINT(g_hash_table_lookup(pattern->symbols, GUINT_TO_POINTER(c)));
}

static guint add_symbol(Pattern *pattern, gunichar c) {
    guint symbol = symbol_of(pattern, c);
    if (symbol)
        return symbol;
    symbol = ++pattern->symbol_count;
    if (c < 0x80)
        pattern->ascii[c] = (guint16)symbol;
    else
        g_hash_table_insert(pattern->symbols, GUINT_TO_POINTER(c), GUINT_TO_POINTER(symbol));
    return symbol;
}

static void pattern_init(Pattern *pattern, const char *text, bool reversed) {
    glong length = g_utf8_strlen(text, -1);
    *pattern = (Pattern){.length = (guint)length,
                         .blocks = (guint)(length + BLOCK - 1) / BLOCK,
                         .symbols = g_hash_table_new(NULL, NULL)};
    g_autofree guint *word = g_new(guint, pattern->length);
    for (guint i = 0; i < pattern->length; i++, text = g_utf8_next_char(text))
        word[reversed ? pattern->length - 1 - i : i] = add_symbol(pattern, g_utf8_get_char(text));
    pattern->masks = g_new0(guint64, (gsize)(pattern->symbol_count + 1) * pattern->blocks);
    for (guint i = 0; i < pattern->length; i++)
        pattern->masks[(gsize)word[i] * pattern->blocks + i / BLOCK] |= (guint64)1 << i % BLOCK;
}

static void pattern_clear(Pattern *pattern) {
    g_hash_table_destroy(pattern->symbols);
    g_free(pattern->masks);
}

// --- the columns ---

// One block of the next column. carry: the horizontal difference above it, -1 to 1; gives that at
// its last row.
static int advance_block(Column *column, guint64 equal, int carry, guint64 last) {
    guint64 plus = column->plus, minus = column->minus;
    guint64 vertical = equal | minus;
    if (carry < 0)
        equal |= 1;
    guint64 horizontal = (((equal & plus) + plus) ^ plus) | equal;
    guint64 up = minus | ~(horizontal | plus), down = plus & horizontal;
    int out = (up & last) != 0 ? 1 : (down & last) != 0 ? -1 : 0;
    up = up << 1 | (carry > 0);
    down = down << 1 | (carry < 0);
    column->plus = down | ~(vertical | up);
    column->minus = up & vertical;
    return out;
}

// Gives by how much the distance of the whole quote changes. top: 0 when a passage may begin
// anywhere, 1 when it begins at the start.
static int advance(const Pattern *pattern, Column *columns, gunichar c, int top) {
    const guint64 *masks = pattern->masks + (gsize)symbol_of(pattern, c) * pattern->blocks;
    int carry = top;
    for (guint b = 0; b + 1 < pattern->blocks; b++)
        carry = advance_block(&columns[b], masks[b], carry, (guint64)1 << (BLOCK - 1));
    guint64 last = (guint64)1 << (pattern->length - 1) % BLOCK;
    return advance_block(&columns[pattern->blocks - 1], masks[pattern->blocks - 1], carry, last);
}

static Column *new_columns(const Pattern *pattern) {
    Column *columns = g_new(Column, pattern->blocks);
    for (guint b = 0; b < pattern->blocks; b++)
        columns[b] = (Column){~(guint64)0, 0};
    return columns;
}

// The end of the best passage in [from, to) and its distance; G_MAXUINT when the text is empty.
static guint find_end(const Pattern *pattern, const char *from, const char *to, const char **end) {
    g_autofree Column *columns = new_columns(pattern);
    guint distance = pattern->length, best = G_MAXUINT;
    for (const char *p = from; p < to;) {
        distance = (guint)((int)distance + advance(pattern, columns, g_utf8_get_char(p), 0));
        p = g_utf8_next_char(p);
        if (distance < best) {
            best = distance;
            *end = p;
        }
    }
    return best;
}

// Where the passage that ends there begins. pattern: reversed.
static const char *find_start(const Pattern *pattern, const char *from, const char *end) {
    g_autofree Column *columns = new_columns(pattern);
    guint distance = pattern->length, best = G_MAXUINT, room = 2 * pattern->length;
    const char *start = end;
    for (const char *p = end; p > from && room > 0; room--) {
        p = g_utf8_find_prev_char(from, p);
        distance = (guint)((int)distance + advance(pattern, columns, g_utf8_get_char(p), 1));
        if (distance < best) {
            best = distance;
            start = p;
        }
    }
    return start;
}

static double score_of(const Pattern *pattern, guint distance) {
    if (distance > pattern->length / CHANGES_SHARE)
        return 0;
    return 1 - (double)distance / pattern->length;
}

// --- a search ---

typedef struct {
    Approximate *quotes;
    guint count;
    const char *text, *end;
} Search;

static void compare(const Search *search, Approximate *quote, const Pattern *pattern,
                    const char *from, const char *to) {
    const char *end = to;
    guint distance = find_end(pattern, from, to, &end);
    double score = distance == G_MAXUINT ? 0 : score_of(pattern, distance);
    if (score <= quote->score)
        return;
    Pattern reversed;
    pattern_init(&reversed, quote->text, /*reversed=*/true);
    quote->score = score;
    quote->start = (gsize)(find_start(&reversed, from, end) - search->text);
    quote->end = (gsize)(end - search->text);
    pattern_clear(&reversed);
}

// --- candidates for large texts ---

typedef struct {
    guint64 key;
    guint32 quote, offset;                    // in its bytes
    guint32 places[SEED_PLACES], place_count; // of the first seed with the key
} Seed;

typedef struct {
    GArray *seeds;
    gint32 *table; // open addressing; -1: free
    guint64 mask;
} Seeds;

static guint64 key_at(const char *text) {
    guint64 key;
    memcpy(&key, text, SEED);
    return key;
}

static guint64 slot_of(const Seeds *seeds, guint64 key) {
    return (key * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15)) >> 20 & seeds->mask;
}

// The first seed of the key, or the free slot where it belongs; NULL when there is none near.
static gint32 *find_slot(const Seeds *seeds, guint64 key) {
    guint64 slot = slot_of(seeds, key);
    for (guint probe = 0; probe < PROBES; probe++, slot = (slot + 1) & seeds->mask)
        if (seeds->table[slot] < 0 ||
            g_array_index(seeds->seeds, Seed, seeds->table[slot]).key == key)
            return &seeds->table[slot];
    return NULL;
}

static Seed *find_seed(const Seeds *seeds, guint64 key) {
    const gint32 *slot = find_slot(seeds, key);
    return slot && *slot >= 0 ? &g_array_index(seeds->seeds, Seed, *slot) : NULL;
}

static void add_seeds(Seeds *seeds, guint32 index, const char *text, gsize length) {
    for (gsize at = 0; at + SEED <= length; at += SEED_STEP) {
        Seed seed = {.key = key_at(text + at), .quote = index, .offset = (guint32)at};
        g_array_append_val(seeds->seeds, seed);
    }
}

static void fill_table(Seeds *seeds) {
    guint64 size = 1024;
    while (size < 2 * (guint64)seeds->seeds->len)
        size *= 2;
    seeds->mask = size - 1;
    seeds->table = g_new(gint32, size);
    memset(seeds->table, 0xFF, size * sizeof *seeds->table);
    for (guint i = 0; i < seeds->seeds->len; i++) {
        gint32 *slot = find_slot(seeds, g_array_index(seeds->seeds, Seed, i).key);
        if (slot && *slot < 0)
            *slot = (gint32)i;
    }
}

// A key that is everywhere says nothing: only its first places are kept.
static void find_places(const Seeds *seeds, const Search *search) {
    for (const char *p = search->text; p + SEED <= search->end; p++) {
        Seed *seed = find_seed(seeds, key_at(p));
        if (seed && seed->place_count < SEED_PLACES)
            seed->places[seed->place_count++] = (guint32)(p - search->text);
    }
}

typedef struct {
    guint32 begin, votes;
} Window;

static int by_begin(gconstpointer a, gconstpointer b) {
    guint32 left = ((const Window *)a)->begin, right = ((const Window *)b)->begin;
    return (left > right) - (left < right);
}

static int by_votes(gconstpointer a, gconstpointer b) {
    const Window *left = a, *right = b;
    if (left->votes != right->votes)
        return left->votes > right->votes ? -1 : 1;
    return by_begin(a, b);
}

// Where the quote would begin, going by each place that one of its seeds has.
static void collect_windows(const Seeds *seeds, guint first, guint last, GArray *windows) {
    for (guint i = first; i < last; i++) {
        const Seed *seed = &g_array_index(seeds->seeds, Seed, i);
        const Seed *head = find_seed(seeds, seed->key);
        for (guint n = 0; head && n < head->place_count; n++) {
            guint32 place = head->places[n];
            Window window = {place > seed->offset ? place - seed->offset : 0, 1};
            g_array_append_val(windows, window);
        }
    }
}

// Windows that begin within a quarter of the quote of one another are one.
static void join_windows(GArray *windows, guint32 slack) {
    guint kept = 0;
    g_array_sort(windows, by_begin);
    for (guint i = 0; i < windows->len; i++) {
        Window window = g_array_index(windows, Window, i);
        Window *last = kept ? &g_array_index(windows, Window, kept - 1) : NULL;
        if (last && window.begin - last->begin <= slack)
            last->votes++;
        else
            g_array_index(windows, Window, kept++) = window;
    }
    g_array_set_size(windows, kept);
    g_array_sort(windows, by_votes);
}

static const char *whole_character(const Search *search, gsize at) {
    const char *p = search->text + at;
    while (p < search->end && p > search->text && ((guchar)*p & 0xC0) == 0x80)
        p--;
    return p;
}

static void compare_windows(const Search *search, Approximate *quote, const GArray *windows) {
    gsize total = (gsize)(search->end - search->text), length = strlen(quote->text);
    gsize slack = length / 2;
    Pattern pattern;
    pattern_init(&pattern, quote->text, /*reversed=*/false);
    for (guint i = 0; i < MIN(windows->len, WINDOWS); i++) {
        gsize begin = g_array_index(windows, Window, i).begin;
        gsize end = MIN(total, begin + length + slack);
        compare(search, quote, &pattern, whole_character(search, begin - MIN(begin, slack)),
                end == total ? search->end : whole_character(search, end));
    }
    pattern_clear(&pattern);
}

static void search_candidates(const Search *search, const guint *left, guint left_count) {
    Seeds seeds = {.seeds = g_array_new(FALSE, FALSE, sizeof(Seed))};
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < left_count; i++) {
        const char *text = search->quotes[left[i]].text;
        g_array_append_val(starts, seeds.seeds->len);
        add_seeds(&seeds, i, text, strlen(text));
    }
    g_array_append_val(starts, seeds.seeds->len);
    fill_table(&seeds);
    find_places(&seeds, search);
    for (guint i = 0; i < left_count; i++) {
        g_autoptr(GArray) windows = g_array_new(FALSE, FALSE, sizeof(Window));
        Approximate *quote = &search->quotes[left[i]];
        collect_windows(&seeds, g_array_index(starts, guint, i),
                        g_array_index(starts, guint, i + 1), windows);
        join_windows(windows, (guint32)strlen(quote->text) / 4);
        compare_windows(search, quote, windows);
    }
    g_free(seeds.table);
    g_array_unref(seeds.seeds);
}

// --- all quotes ---

// True when the quote was compared with the whole text within what work is left.
static bool search_whole(const Search *search, Approximate *quote, guint64 *work) {
    guint64 steps = ((guint64)g_utf8_strlen(quote->text, -1) + BLOCK - 1) / BLOCK *
                    (guint64)(search->end - search->text);
    if (steps > *work)
        return false;
    *work -= steps;
    Pattern pattern;
    pattern_init(&pattern, quote->text, /*reversed=*/false);
    compare(search, quote, &pattern, search->text, search->end);
    pattern_clear(&pattern);
    return true;
}

void approximate_search(Approximate *quotes, guint count, const char *text, gsize length) {
    Search search = {quotes, count, text, text + length};
    guint64 work = MIN((guint64)length * APPROXIMATE_WORK, (guint64)APPROXIMATE_WORK_LIMIT);
    g_autofree guint *left = g_new(guint, count);
    guint left_count = 0;
    for (guint i = 0; i < count; i++) {
        glong characters = g_utf8_strlen(quotes[i].text, -1);
        quotes[i].score = 0;
        if (characters < APPROXIMATE_SHORTEST || characters > APPROXIMATE_LONGEST)
            continue;
        if (!search_whole(&search, &quotes[i], &work))
            left[left_count++] = i;
    }
    if (left_count)
        search_candidates(&search, left, left_count);
}
