// State of a document being composed. Colours and citations are looked up in the store once, when
// first asked for.
#include "page/page_state.h"

#include "page/citations.h"
#include "page/colours.h"

#include <string.h>

// A block that was put off.
typedef struct {
    guint index; // of the slab that stands for it
    guint tag;   // that holds its structure
    const Block *block;
    Compose compose; // as it was
} Deferred;

struct PageState {
    Arena *arena;
    Flow *flow;
    Scope *scope;
    const Theme *theme;
    guint language_count;
    const PageLanguage *languages;
    GHashTable *hyphenators;   // tag to Hyphenator, NULL where there is none
    PageGeometry *geometry;    // of pages from here on
    const PageGeometry *pages; // as the layout says, and turned
    guint numbers[6];
    guint notes;         // footnotes so far
    GArray *cramped;     // of Cramped
    GHashTable *anchors; // names in use to the last number put after them
    GArray *deferred;    // of Deferred
    guint series[SERIES_COUNT];
    GArray *entries[SERIES_COUNT]; // of SlabMark; of headings (SERIES_NONE) when all are known
    bool known;                    // entries are complete
    bool late;                     // something was numbered after what stands below it
    Mentions *mentions;
    GHashTable *source_notes; // source_note.c's key -> Slab
    CategoryColours *colours; // NULL until asked for
    Citations *citations;     // NULL until asked for
};

static void free_entries(void *entries) {
    g_array_unref(entries);
}

static void state_release(void *data) {
    PageState *state = data;
    g_hash_table_unref(state->source_notes);
    g_hash_table_unref(state->anchors);
    g_hash_table_unref(state->hyphenators);
    g_array_unref(state->deferred);
    g_array_unref(state->cramped);
    category_colours_free(state->colours);
    citations_free(state->citations);
}

static void free_hyphenator(void *hyphenator) {
    if (hyphenator)
        hyphenator_free(hyphenator);
}

PageState *page_state_new(Arena *arena, Flow *flow, Scope *scope, const Theme *theme,
                          Mentions *mentions) {
    PageState *state = arena_new0(arena, PageState);
    *state = (PageState){.arena = arena,
                         .flow = flow,
                         .scope = scope,
                         .theme = theme,
                         .mentions = mentions,
                         .source_notes = g_hash_table_new(g_str_hash, g_str_equal),
                         .anchors = g_hash_table_new(g_str_hash, g_str_equal),
                         .hyphenators =
                             g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_hyphenator),
                         .cramped = g_array_new(FALSE, TRUE, sizeof(Cramped)),
                         .deferred = g_array_new(FALSE, TRUE, sizeof(Deferred))};
    for (guint i = 0; i < SERIES_COUNT; i++) {
        state->entries[i] = g_array_new(FALSE, FALSE, sizeof(SlabMark));
        arena_own(arena, state->entries[i], free_entries); // mentions know them longer
    }
    arena_own(arena, state, state_release);
    return state;
}

void page_state_set_languages(PageState *state, const PageLanguage *languages, guint count) {
    state->languages = languages;
    state->language_count = count;
}

const PageLanguage *page_state_language(const PageState *state, const char *tag) {
    for (guint i = 0; i < state->language_count; i++)
        if (strcmp(state->languages[i].tag, tag) == 0)
            return &state->languages[i];
    return &state->languages[0];
}

Flow *page_state_flow(const PageState *state) {
    return state->flow;
}

// ---- pages

void page_state_set_geometry(PageState *state, PageGeometry *current, const PageGeometry pages[2]) {
    state->geometry = current;
    state->pages = pages;
    *current = pages[0];
    flow_turn(state->flow, &pages[0]);
}

void page_state_turn(PageState *state, bool landscape) {
    bool lies = state->pages[0].page_width > state->pages[0].page_height;
    const PageGeometry *page = &state->pages[lies != landscape];
    *state->geometry = *page;
    flow_turn(state->flow, page);
}

// ---- headings

const char *page_state_number(PageState *state, guint level) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_return_val_if_fail(level >= 1 && level <= G_N_ELEMENTS(state->numbers), "");
    state->numbers[level - 1]++;
    for (guint i = level; i < G_N_ELEMENTS(state->numbers); i++)
        state->numbers[i] = 0;
    for (guint i = 0; i < level; i++)
        if (state->numbers[i])
            g_string_append_printf(text, "%s%u", text->len ? "." : "", state->numbers[i]);
    return arena_strdup(state->arena, text->str);
}

guint page_state_notes(PageState *state, guint count) {
    guint before = state->notes;
    state->notes += count;
    return before;
}

// Letters and digits of any script in lower case, joined by hyphens.
static char *slug_of(const char *text) {
    GString *slug = g_string_new(NULL);
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (g_unichar_isalnum(c) || g_unichar_ismark(c))
            g_string_append_unichar(slug, g_unichar_tolower(c));
        else if (slug->len && slug->str[slug->len - 1] != '-')
            g_string_append_c(slug, '-');
    }
    if (slug->len && slug->str[slug->len - 1] == '-')
        g_string_truncate(slug, slug->len - 1);
    if (!slug->len)
        g_string_append(slug, "section");
    return g_string_free(slug, FALSE);
}

const char *page_state_anchor(PageState *state, const char *text) {
    g_autofree char *slug = slug_of(text);
    const char *name = arena_strdup(state->arena, slug);
    guint used = GPOINTER_TO_UINT(g_hash_table_lookup(state->anchors, slug));
    while (g_hash_table_contains(state->anchors, name))
        name = arena_printf(state->arena, "%s-%u", slug, ++used);
    g_hash_table_insert(state->anchors, (gpointer)name, GUINT_TO_POINTER(1));
    if (used) // where to go on when the text comes again
        g_hash_table_insert(state->anchors, arena_strdup(state->arena, slug),
                            GUINT_TO_POINTER(used));
    return name;
}

GArray *page_state_cramped(const PageState *state) {
    return state->cramped;
}

// ---- blocks put off

// In a second pass those of the first, since there nothing is put off.
const GArray *page_state_entries(const PageState *state, Series series) {
    const GArray *before = mentions_entries(state->mentions, series);
    return before ? before : state->known ? state->entries[series] : NULL;
}

bool page_state_defer(Compose *compose, const Block *block) {
    PageState *state = compose->state;
    if (page_state_entries(state, SERIES_NONE))
        return false;
    if (compose->flow != state->flow) {
        json_error(compose->diags, block->node, DIAG_WRONG_VALUE, NULL,
                   "contents cannot stand in this place, only in the body, a row or a box");
        return true;
    }
    TagTree *tags = flow_tags(state->flow);
    Deferred deferred = {.index = flow_count(state->flow),
                         .tag = tag_open(tags, TAG_DIV),
                         .block = block,
                         .compose = *compose};
    deferred.compose.page = flow_page(state->flow);
    tag_close(tags);
    g_array_append_val(state->deferred, deferred);
    flow_add(state->flow, &(Slab){.deferred = true});
    return true;
}

static void collect_headings(PageState *state) {
    for (guint i = 0; i < flow_count(state->flow); i++) {
        const Slab *slab = flow_nth(state->flow, i);
        SlabMark top = {.level = slab->outline_level,
                        .title = slab->outline_title,
                        .destination = slab->destination};
        if (top.level)
            g_array_append_val(state->entries[SERIES_NONE], top);
        for (guint k = 0; k < slab->mark_count; k++)
            if (slab->marks[k].level)
                g_array_append_val(state->entries[SERIES_NONE], slab->marks[k]);
    }
}

// From the last to the first, so that the places of those before stay what they are.
void page_state_finish(Compose *compose) {
    PageState *state = compose->state;
    TagTree *tags = flow_tags(state->flow);
    collect_headings(state);
    state->known = true;
    for (guint i = state->deferred->len; i > 0; i--) {
        const Deferred *deferred = &g_array_index(state->deferred, Deferred, i - 1);
        Compose inner = deferred->compose;
        inner.flow = flow_new_inside(state->flow, inner.page->width);
        tag_enter(tags, deferred->tag);
        overflow_compose(&inner, deferred->block);
        tag_close(tags);
        flow_replace(state->flow, deferred->index, inner.flow);
    }
    for (guint i = 0; i < SERIES_COUNT; i++)
        mentions_set_entries(state->mentions, state->entries[i], i);
    if (state->late)
        mentions_again(state->mentions);
}

// ---- numbers

guint page_state_count(PageState *state, Series series) {
    state->late |= state->known;
    return ++state->series[series];
}

void page_state_list(PageState *state, Series series, const MentionTarget *target) {
    SlabMark entry = {.level = 1,
                      .title = arena_printf(state->arena, "%s\xE2\x80\x82%s", target->text,
                                            target->title ? target->title : ""),
                      .destination = target->id};
    g_array_append_val(state->entries[series], entry);
}

Mentions *page_state_mentions(PageState *state) {
    return state->mentions;
}

struct PageCounts {
    guint numbers[6], notes, series[SERIES_COUNT], entries[SERIES_COUNT];
    GHashTable *anchors;
};

static GHashTable *copy_names(GHashTable *names) {
    GHashTable *copy = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter iter;
    gpointer name, value;
    g_hash_table_iter_init(&iter, names);
    while (g_hash_table_iter_next(&iter, &name, &value))
        g_hash_table_insert(copy, name, value);
    return copy;
}

PageCounts *page_state_counts(const PageState *state) {
    PageCounts *counts = g_new0(PageCounts, 1);
    memcpy(counts->numbers, state->numbers, sizeof counts->numbers);
    memcpy(counts->series, state->series, sizeof counts->series);
    counts->notes = state->notes;
    for (guint i = 0; i < SERIES_COUNT; i++)
        counts->entries[i] = state->entries[i]->len;
    counts->anchors = copy_names(state->anchors);
    return counts;
}

void page_state_recount(PageState *state, const PageCounts *counts) {
    memcpy(state->numbers, counts->numbers, sizeof counts->numbers);
    memcpy(state->series, counts->series, sizeof counts->series);
    state->notes = counts->notes;
    for (guint i = 0; i < SERIES_COUNT; i++)
        g_array_set_size(state->entries[i], counts->entries[i]);
    g_hash_table_unref(state->anchors);
    state->anchors = copy_names(counts->anchors);
}

void page_counts_free(PageCounts *counts) {
    g_hash_table_unref(counts->anchors);
    g_free(counts);
}

// ---- colours

bool page_state_find_colour(void *data, const char *field, Value category, Colour *out) {
    PageState *state = data;
    (void)field; // one word means one thing throughout a report
    if (!state->colours) {
        guint count = state->language_count;
        const char **others = arena_array(state->arena, const char *, count + 1);
        const char **tags = arena_array(state->arena, const char *, count + 1);
        for (guint i = 0; i < count; i++) {
            others[i] = words_text(state->languages[i].words, WORD_OTHER);
            tags[i] = state->languages[i].tag;
        }
        others[count] = tags[count] = NULL;
        CategoryColoursInput input = {.arena = state->arena,
                                      .diags = scope_diags(state->scope),
                                      .theme = state->theme,
                                      .store = scope_store(state->scope),
                                      .others = others,
                                      .languages = count > 1 ? tags : NULL};
        state->colours = category_colours_new(&input);
    }
    return category_colours_find(state->colours, category, out);
}

GHashTable *page_state_source_notes(PageState *state) {
    return state->source_notes;
}

Hyphenator *page_state_hyphenator(PageState *state, const char *language) {
    gpointer found = NULL;
    if (!g_hash_table_lookup_extended(state->hyphenators, language, NULL, &found)) {
        found = hyphenator_new(language);
        g_hash_table_insert(state->hyphenators, arena_strdup(state->arena, language), found);
    }
    return found;
}

Citations *page_state_citations(PageState *state) {
    if (!state->citations)
        state->citations =
            citations_new(state->arena, scope_store(state->scope), scope_diags(state->scope));
    return state->citations;
}
