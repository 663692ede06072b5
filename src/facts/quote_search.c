// The quotes are sorted, so that the children of a node of their tree are a range of the list, and
// are made next to one another. Of each state the first visit is kept; in the end it is handed down
// the failure links, since a visit is a visit to all suffixes of the state: no lists of outputs.
#include "facts/quote_search.h"

#include <string.h>

// The states near the root are many steps' whole way: for them it is written out where each byte
// leads, failures followed.
enum { DENSE = 1024 };

typedef struct {
    guint32 children; // the first of them; their bytes stand in labels
    guint32 fail;
    guint32 first_visit; // end of it in the text, 0: none
    guint16 child_count;
} State;

typedef struct {
    guint32 low, high; // of the sorted quotes that pass through the state
} Range;

typedef struct {
    const Quote **sorted;
    GArray *states, *ranges, *depths;
    GByteArray *labels; // the byte that leads to a state
    guint32 *next;      // of the first DENSE states: where each byte leads
} Search;

static int compare_quotes(gconstpointer a, gconstpointer b) {
    const Quote *left = *(const Quote *const *)a, *right = *(const Quote *const *)b;
    int order = memcmp(left->text, right->text, MIN(left->length, right->length));
    return order ? order : (left->length > right->length) - (left->length < right->length);
}

static State *state_at(const Search *search, guint32 index) {
    return &g_array_index(search->states, State, index);
}

// The child of a state by a byte; 0 when there is none.
static guint32 child_of(const Search *search, guint32 index, guint8 byte) {
    const State *state = state_at(search, index);
    const guint8 *labels = search->labels->data + state->children;
    for (guint i = 0; i < state->child_count; i++)
        if (labels[i] == byte)
            return state->children + i;
    return 0;
}

static guint32 follow(const Search *search, guint32 index, guint8 byte) {
    while (index >= DENSE) {
        guint32 next = child_of(search, index, byte);
        if (next)
            return next;
        index = state_at(search, index)->fail;
    }
    return search->next[index * 256 + byte];
}

static void add_state(Search *search, guint32 parent, Range range, guint8 byte) {
    guint32 depth = g_array_index(search->depths, guint32, parent) + 1;
    State state = {0};
    g_array_append_val(search->states, state);
    g_array_append_val(search->ranges, range);
    g_array_append_val(search->depths, depth);
    g_byte_array_append(search->labels, &byte, 1);
    state_at(search, parent)->child_count++;
}

static guint8 byte_at(const Search *search, guint32 quote, guint32 depth) {
    return (guint8)search->sorted[quote]->text[depth];
}

static void add_children(Search *search, guint32 parent) {
    Range range = g_array_index(search->ranges, Range, parent);
    guint32 depth = g_array_index(search->depths, guint32, parent), low = range.low;
    while (low < range.high && search->sorted[low]->length == depth) // they end here
        low++;
    state_at(search, parent)->children = search->states->len;
    while (low < range.high) {
        guint8 byte = byte_at(search, low, depth);
        guint32 high = low + 1;
        while (high < range.high && byte_at(search, high, depth) == byte)
            high++;
        add_state(search, parent, (Range){low, high}, byte);
        low = high;
    }
}

// Where no child is, the way goes on from the state that failure leads to, which is nearer to the
// root and so written out already.
static void write_out(Search *search, guint32 index) {
    const State *state = state_at(search, index);
    guint32 *row = search->next + (gsize)index * 256;
    if (index > 0)
        memcpy(row, search->next + (gsize)state->fail * 256, 256 * sizeof *row);
    for (guint32 child = state->children; child < state->children + state->child_count; child++)
        row[search->labels->data[child]] = child;
}

// States are made level by level, so a failure link leads to one that is ready.
static void build(Search *search, guint count) {
    guint32 depth = 0;
    State root = {0};
    Range all = {0, count};
    g_array_append_val(search->states, root);
    g_array_append_val(search->ranges, all);
    g_array_append_val(search->depths, depth);
    g_byte_array_append(search->labels, (const guint8 *)"", 1);
    for (guint32 i = 0; i < search->states->len; i++) {
        add_children(search, i);
        if (i < DENSE)
            write_out(search, i);
        const State *state = state_at(search, i);
        for (guint32 child = state->children; i && child < state->children + state->child_count;
             child++)
            state_at(search, child)->fail =
                follow(search, state_at(search, i)->fail, search->labels->data[child]);
    }
}

static void scan(const Search *search, const char *text, gsize length) {
    guint32 index = 0;
    for (gsize i = 0; i < length; i++) {
        index = follow(search, index, (guint8)text[i]);
        State *state = state_at(search, index);
        if (!state->first_visit)
            state->first_visit = (guint32)(i + 1);
    }
}

static void spread_visits(const Search *search) {
    for (guint32 i = search->states->len - 1; i > 0; i--) {
        const State *state = state_at(search, i);
        State *suffix = state_at(search, state->fail);
        if (state->first_visit &&
            (!suffix->first_visit || state->first_visit < suffix->first_visit))
            suffix->first_visit = state->first_visit;
    }
}

// Each quote ends in the state whose depth is its length.
static void collect(const Search *search) {
    for (guint32 i = 1; i < search->states->len; i++) {
        guint32 depth = g_array_index(search->depths, guint32, i);
        Range range = g_array_index(search->ranges, Range, i);
        guint32 end = state_at(search, i)->first_visit;
        for (guint32 n = range.low; n < range.high && search->sorted[n]->length == depth; n++)
            ((Quote *)search->sorted[n])->found = end ? end - depth : QUOTE_NOWHERE;
    }
}

void quote_search(Quote *quotes, guint count, const char *text, gsize length) {
    if (count == 0)
        return;
    Search search = {.sorted = g_new(const Quote *, count),
                     .states = g_array_new(FALSE, FALSE, sizeof(State)),
                     .ranges = g_array_new(FALSE, FALSE, sizeof(Range)),
                     .depths = g_array_new(FALSE, FALSE, sizeof(guint32)),
                     .labels = g_byte_array_new(),
                     .next = g_new0(guint32, DENSE * 256)};
    for (guint i = 0; i < count; i++) {
        g_assert(quotes[i].length > 0);
        search.sorted[i] = &quotes[i];
    }
    qsort(search.sorted, count, sizeof *search.sorted, compare_quotes);
    build(&search, count);
    scan(&search, text, length);
    spread_visits(&search);
    collect(&search);
    g_free(search.next);
    g_byte_array_unref(search.labels);
    g_array_unref(search.depths);
    g_array_unref(search.ranges);
    g_array_unref(search.states);
    g_free(search.sorted);
}
