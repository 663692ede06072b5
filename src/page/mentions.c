// Two tables of places, of this pass and of the one before, and the list of what was said in this
// one. A pass is the last when each thing said is what the finished pass would say.
#include "page/mentions.h"

#include "base/suggest.h"

#include <string.h>

typedef enum { FORM_TEXT, FORM_NUMBER, FORM_TITLE, FORM_PAGE } Form;

typedef struct {
    MentionTarget target;
    const char *page; // as printed; NULL: not known yet
} Found;

typedef struct {
    const char *id, *said;
    Form form;
    bool has_place;
    Place place; // borrowed: of the layout's documents
} Said;

struct Mentions {
    Arena *arena;
    GHashTable *now, *before; // id -> Found
    GHashTable *longest;      // id -> the most characters that its page ever took
    GArray *said;             // of Said
    const GArray *entries[MENTION_LISTS], *entries_before[MENTION_LISTS];
    bool listed[MENTION_LISTS]; // the entries of the pass before were asked for
    bool again;                 // asked for
    guint pass;                 // from 1
};

static void release(void *data) {
    Mentions *mentions = data;
    g_hash_table_unref(mentions->now);
    g_hash_table_unref(mentions->before);
    g_hash_table_unref(mentions->longest);
    g_array_unref(mentions->said);
}

Mentions *mentions_new(Arena *arena) {
    Mentions *mentions = arena_new0(arena, Mentions);
    mentions->arena = arena;
    mentions->now = g_hash_table_new(g_str_hash, g_str_equal);
    mentions->before = g_hash_table_new(g_str_hash, g_str_equal);
    mentions->longest = g_hash_table_new(g_str_hash, g_str_equal);
    mentions->said = g_array_new(FALSE, FALSE, sizeof(Said));
    arena_own(arena, mentions, release);
    return mentions;
}

void mentions_begin(Mentions *mentions) {
    GHashTable *spare = mentions->before;
    mentions->before = mentions->now;
    mentions->now = spare;
    g_hash_table_remove_all(spare);
    g_array_set_size(mentions->said, 0);
    for (guint i = 0; i < MENTION_LISTS; i++) {
        mentions->entries_before[i] = mentions->entries[i];
        mentions->entries[i] = NULL;
        mentions->listed[i] = false;
    }
    mentions->again = false;
    mentions->pass++;
}

void mentions_add(Mentions *mentions, const MentionTarget *target) {
    if (g_hash_table_contains(mentions->now, target->id))
        return;
    Found *found = arena_new0(mentions->arena, Found);
    found->target = *target;
    g_hash_table_insert(mentions->now, (gpointer)target->id, found);
}

void mentions_set_page(Mentions *mentions, const char *id, const char *page) {
    mentions_add(mentions, &(MentionTarget){.id = id});
    Found *found = g_hash_table_lookup(mentions->now, id);
    guint length = (guint)g_utf8_strlen(page, -1);
    guint longest = GPOINTER_TO_UINT(g_hash_table_lookup(mentions->longest, id));
    found->page = page;
    if (length > longest)
        g_hash_table_insert(mentions->longest, (gpointer)id, GUINT_TO_POINTER(length));
}

// ---- saying

// "ID", "ID.number", "ID.title", "ID.page"; an id may hold dots, and those that are known go first.
static const char *split_path(Mentions *mentions, const char *path, Form *form) {
    static const struct {
        const char *suffix;
        Form form;
    } forms[] = {{".number", FORM_NUMBER}, {".title", FORM_TITLE}, {".page", FORM_PAGE}};
    *form = FORM_TEXT;
    if (g_hash_table_contains(mentions->now, path) || g_hash_table_contains(mentions->before, path))
        return path;
    for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
        if (!g_str_has_suffix(path, forms[i].suffix))
            continue;
        *form = forms[i].form;
        return arena_strndup(mentions->arena, path, strlen(path) - strlen(forms[i].suffix));
    }
    return path;
}

// A page in the room of the longest that was ever said of the place.
static const char *in_its_room(const Mentions *mentions, const char *id, const char *page) {
    enum { FREE_PASSES = 3 };
    guint longest = GPOINTER_TO_UINT(g_hash_table_lookup(mentions->longest, id));
    if (mentions->pass <= FREE_PASSES)
        return page;
    g_autoptr(GString) text = g_string_new(NULL);
    for (glong i = g_utf8_strlen(page, -1); i < (glong)longest; i++)
        g_string_append(text, "\xE2\x80\x87"); // as wide as a figure
    g_string_append(text, page);
    return arena_strdup(mentions->arena, text->str);
}

static const char *form_of(const Mentions *mentions, const Found *found, Form form) {
    switch (form) {
    case FORM_TEXT:
        return found->target.text;
    case FORM_NUMBER:
        return found->target.number;
    case FORM_TITLE:
        return found->target.title;
    case FORM_PAGE:
        return found->page ? in_its_room(mentions, found->target.id, found->page) : NULL;
    }
    return NULL;
}

static const char *known(Mentions *mentions, const char *id, Form form) {
    const Found *now = g_hash_table_lookup(mentions->now, id);
    const Found *before = g_hash_table_lookup(mentions->before, id);
    const char *said = now && form != FORM_PAGE ? form_of(mentions, now, form) : NULL;
    if (!said && before)
        said = form_of(mentions, before, form);
    return said ? said : "00"; // for the time being
}

const char *mentions_say(Mentions *mentions, const char *path, const Place *place,
                         const char **id) {
    Said said = {.has_place = place != NULL};
    if (place)
        said.place = *place;
    said.id = arena_strdup(mentions->arena, split_path(mentions, path, &said.form));
    said.said = known(mentions, said.id, said.form);
    g_array_append_val(mentions->said, said);
    *id = said.id;
    return said.said;
}

// ---- lists

void mentions_set_entries(Mentions *mentions, const GArray *entries, guint list) {
    mentions->entries[list] = entries;
}

const GArray *mentions_entries(Mentions *mentions, guint list) {
    mentions->listed[list] = mentions->entries_before[list] != NULL;
    return mentions->entries_before[list];
}

static bool same_entries(const GArray *a, const GArray *b) {
    if (a->len != b->len)
        return false;
    for (guint i = 0; i < a->len; i++) {
        const SlabMark *left = &g_array_index(a, SlabMark, i);
        const SlabMark *right = &g_array_index(b, SlabMark, i);
        if (left->level != right->level || g_strcmp0(left->title, right->title) != 0 ||
            g_strcmp0(left->destination, right->destination) != 0)
            return false;
    }
    return true;
}

// ---- the end of a pass

void mentions_again(Mentions *mentions) {
    mentions->again = true;
}

static char *hint_for(const Mentions *mentions, const char *id) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, mentions->now);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        g_ptr_array_add(names, name);
    g_ptr_array_sort(names, (GCompareFunc)(void (*)(void))g_strcmp0);
    return suggest_hint(id, (const char *const *)names->pdata, names->len);
}

// What is said of a place that is not there, or that has nothing of the kind to say.
static bool report_wrong(const Mentions *mentions, Diags *diags, const Said *said) {
    const Found *found = g_hash_table_lookup(mentions->now, said->id);
    const Place *place = said->has_place ? &said->place : NULL;
    if (!found) {
        g_autofree char *hint = hint_for(mentions, said->id);
        diag_error(diags, DIAG_DANGLING_ID, place, hint,
                   "\"%s\" is the id of no block that stands in the report", said->id);
        return true;
    }
    if (form_of(mentions, found, said->form))
        return false;
    diag_error(
        diags, DIAG_WRONG_VALUE, place,
        said->form == FORM_TITLE
            ? "give it a \"caption\""
            : "give it a \"caption\" and \"numbered\": true, or say its page: {{ref.ID.page}}",
        "\"%s\" has no %s", said->id, said->form == FORM_TITLE ? "title" : "number");
    return true;
}

static void report_unsettled(const Mentions *mentions, Diags *diags, const Said *said) {
    const Found *found = g_hash_table_lookup(mentions->now, said->id);
    diag_warning(diags, DIAG_DANGLING_ID, said->has_place ? &said->place : NULL,
                 "set \"break\": \"page\" or \"keep\" near it",
                 "the page of \"%s\" depends on how long its own number is: it says %s, and is %s",
                 said->id, said->said, form_of(mentions, found, said->form));
}

static bool is_right(const Mentions *mentions, const Said *said) {
    const Found *found = g_hash_table_lookup(mentions->now, said->id);
    const char *so = found ? form_of(mentions, found, said->form) : NULL;
    return so && strcmp(so, said->said) == 0;
}

bool mentions_end(Mentions *mentions, Diags *diags) {
    bool wrong = false, unsettled = mentions->again;
    for (guint i = 0; i < mentions->said->len; i++) {
        const Said *said = &g_array_index(mentions->said, Said, i);
        if (is_right(mentions, said))
            continue;
        wrong |= report_wrong(mentions, diags, said);
        unsettled = true;
        if (!wrong && mentions->pass == MENTION_PASSES)
            report_unsettled(mentions, diags, said);
    }
    for (guint i = 0; i < MENTION_LISTS; i++)
        if (mentions->listed[i])
            unsettled |= !same_entries(mentions->entries[i], mentions->entries_before[i]);
    return unsettled && !wrong && mentions->pass < MENTION_PASSES;
}
