// Two passes. The first reads the facts, leaves out the records and parts that are for narrower
// audiences and writes a draft, remembering the ids it left out and what they cite. The second goes
// through the draft, line by line, and leaves out what only those records cite and what points to
// them. Memory grows with the ids left out, not with the facts.
#include "facts/audience.h"

#include "base/lines.h"
#include "base/text_hash.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const Term *audience_term(const Vocabularies *vocabularies, const char *word) {
    const Term *found = vocabulary_find(vocabularies, VOCABULARY_AUDIENCES, word);
    guint count = found ? 0 : vocabulary_size(vocabularies, VOCABULARY_AUDIENCES);
    for (guint i = 0; i < count; i++) {
        const Term *term = vocabulary_nth(vocabularies, VOCABULARY_AUDIENCES, i);
        if (!found || term->order > found->order)
            found = term;
    }
    return found;
}

typedef struct {
    Diags *diags;
    const Vocabularies *vocabularies;
    const Term *level;
    FILE *out;
    const char *path; // of out
    // Ids: left out; cited by what was left out; cited by what was not. Owned strings.
    GHashTable *withheld, *cited_withheld, *cited;
    AudienceWithheld *count;
} Clearing;

static bool is_withheld(const Clearing *clearing, const json_t *object) {
    const char *word = json_string_value(json_object_get(object, "audience"));
    const Term *term = word ? audience_term(clearing->vocabularies, word) : NULL;
    return word && (!term || term->order > clearing->level->order);
}

static bool report_output(Diags *diags, const char *path) {
    diag_error(diags, DIAG_FILE, NULL, NULL, "\"%s\" cannot be written: %s", path,
               g_strerror(errno));
    return false;
}

static bool write_line(const Clearing *clearing, const json_t *object) {
    if (json_dumpf(object, clearing->out, JSON_COMPACT) == 0 && fputc('\n', clearing->out) != EOF)
        return true;
    return report_output(clearing->diags, clearing->path);
}

static void remember(GHashTable *set, const char *id) {
    if (!g_hash_table_contains(set, id))
        g_hash_table_add(set, g_strdup(id));
}

// ---- pointers into lists that got shorter

// What a pointer such as "/amounts/2/value" means once items are gone: itself, another (new
// string), or NULL when it pointed to one of them. gone[i]: whether item i of the list is.
static char *moved_pointer(const char *pointer, const char *list, const bool *gone, size_t count) {
    size_t length = strlen(list);
    if (pointer[0] != '/' || strncmp(pointer + 1, list, length) != 0 || pointer[length + 1] != '/')
        return g_strdup(pointer);
    char *rest = NULL;
    guint64 index = g_ascii_strtoull(pointer + length + 2, &rest, 10);
    if (rest == pointer + length + 2 || index >= count)
        return g_strdup(pointer);
    if (gone[index])
        return NULL;
    guint64 before = 0;
    for (guint64 i = 0; i < index; i++)
        before += gone[i];
    return g_strdup_printf("/%s/%" G_GUINT64_FORMAT "%s", list, index - before, rest);
}

// Moves the pointers under `key` of the items of a list; items that point to what is gone go too.
static void move_pointers(json_t *record, const char *items, const char *key, const char *list,
                          const bool *gone, size_t count) {
    json_t *array = json_object_get(record, items);
    for (size_t i = json_array_size(array); i-- > 0;) {
        json_t *item = json_array_get(array, i);
        const char *pointer = json_string_value(json_object_get(item, key));
        if (!pointer)
            continue;
        g_autofree char *moved = moved_pointer(pointer, list, gone, count);
        if (moved)
            json_object_set_new(item, key, json_string(moved));
        else
            json_array_remove(array, i);
    }
}

typedef bool (*IsGone)(const Clearing *clearing, const json_t *item);

// Takes items out of a list of the record; gives how many.
static guint take_out(const Clearing *clearing, json_t *record, const char *list, IsGone is_gone) {
    json_t *array = json_object_get(record, list);
    size_t size = json_array_size(array);
    g_autofree bool *gone = g_new0(bool, size + 1);
    guint taken = 0;
    for (size_t i = 0; i < size; i++)
        taken += gone[i] = is_gone(clearing, json_array_get(array, i));
    if (taken == 0)
        return 0;
    for (size_t i = size; i-- > 0;)
        if (gone[i])
            json_array_remove(array, i);
    move_pointers(record, "evidence", "supports", list, gone, size);
    move_pointers(record, "inferred", "field", list, gone, size);
    if (json_array_size(array) == 0)
        json_object_del(record, list);
    return taken;
}

// ---- the first pass

static const char *const part_lists[] = {"evidence", "amounts", "quantities", "commitments"};

static void note_cited(GHashTable *set, const Partnership *partnership) {
    for (guint i = 0; i < partnership->evidence_count; i++)
        remember(set, partnership->evidence[i].source);
}

// --- records that were merged before ---

static bool mentions_audience(const json_t *json) {
    const char *key;
    json_t *value;
    size_t index;
    if (json_object_get(json, "audience"))
        return true;
    json_object_foreach((json_t *)json, key, value) {
        if (mentions_audience(value))
            return true;
    }
    json_array_foreach(json, index, value) {
        if (mentions_audience(value))
            return true;
    }
    return false;
}

static bool supports_conflict(const Clearing *clearing, const json_t *evidence) {
    (void)clearing;
    const char *pointer = json_string_value(json_object_get(evidence, "supports"));
    return pointer && g_str_has_prefix(pointer, "/conflicts/");
}

// What a record was merged from, and the values that were not chosen, may be for fewer readers than
// the rest of it.
static void forget_merging(const Clearing *clearing, json_t *line) {
    if (!json_object_get(line, "merged") || !mentions_audience(line))
        return;
    json_object_del(line, "merged");
    if (json_object_get(line, "conflicts"))
        clearing->count->parts += take_out(clearing, line, "evidence", supports_conflict);
    json_object_del(line, "conflicts");
}

static json_t *as_line(const json_t *record, const char *kind) {
    json_t *line = json_deep_copy(record);
    json_object_set_new(line, "record", json_string(kind));
    return line;
}

static bool draft_source(void *data, const FactSource *source) {
    Clearing *clearing = data;
    if (is_withheld(clearing, source->json)) {
        remember(clearing->withheld, source->id);
        clearing->count->records++;
        return true;
    }
    json_t *line = as_line(source->json, "source");
    bool good = write_line(clearing, line);
    json_decref(line);
    return good;
}

static bool draft_partnership(void *data, const Partnership *partnership) {
    Clearing *clearing = data;
    if (is_withheld(clearing, partnership->json)) {
        remember(clearing->withheld, partnership->id);
        note_cited(clearing->cited_withheld, partnership);
        clearing->count->records++;
        return true;
    }
    json_t *line = as_line(partnership->json, "partnership");
    forget_merging(clearing, line);
    for (guint i = 0; i < G_N_ELEMENTS(part_lists); i++)
        clearing->count->parts += take_out(clearing, line, part_lists[i], is_withheld);
    const json_t *item;
    size_t index;
    json_array_foreach(json_object_get(line, "evidence"), index, item) {
        remember(clearing->cited, json_string_value(json_object_get(item, "source")));
    }
    bool good = write_line(clearing, line);
    json_decref(line);
    return good;
}

// ---- the second pass

static bool cites_withheld(const Clearing *clearing, const json_t *evidence) {
    const char *source = json_string_value(json_object_get(evidence, "source"));
    return source && g_hash_table_contains(clearing->withheld, source);
}

static bool names_withheld(const Clearing *clearing, const json_t *id) {
    const char *text = json_string_value(id);
    return text && g_hash_table_contains(clearing->withheld, text);
}

static void clear_partnership(const Clearing *clearing, json_t *record) {
    clearing->count->parts += take_out(clearing, record, "evidence", cites_withheld);
    const json_t *same_as = json_object_get(record, "same_as");
    if (json_is_array(same_as))
        take_out(clearing, record, "same_as", names_withheld);
    else if (same_as && names_withheld(clearing, same_as))
        json_object_del(record, "same_as");
    const json_t *part_of = json_object_get(record, "part_of");
    if (json_is_array(part_of))
        take_out(clearing, record, "part_of", names_withheld);
    else if (part_of && names_withheld(clearing, part_of))
        json_object_del(record, "part_of");
}

// A source that only withheld partnerships cite would say what they are about.
static bool is_uncited(const Clearing *clearing, const json_t *record) {
    const char *id = json_string_value(json_object_get(record, "id"));
    return g_hash_table_contains(clearing->cited_withheld, id) &&
           !g_hash_table_contains(clearing->cited, id);
}

static bool clear_line(const Clearing *clearing, const char *text, gsize length) {
    json_t *record = json_loadb(text, length, 0, NULL);
    bool is_source = g_strcmp0(json_string_value(json_object_get(record, "record")), "source") == 0;
    bool good = true;
    if (is_source && is_uncited(clearing, record)) {
        clearing->count->records++;
    } else {
        if (!is_source)
            clear_partnership(clearing, record);
        good = write_line(clearing, record);
    }
    json_decref(record);
    return good;
}

static bool clear_draft(const Clearing *clearing, const char *draft) {
    g_autoptr(LineReader) lines = line_reader_open(clearing->diags, draft, NULL);
    const char *text;
    gsize length;
    guint line;
    bool good = lines != NULL;
    while (good && line_reader_next(lines, &text, &length, &line))
        good = clear_line(clearing, text, length);
    return good;
}

// ---- both

static bool open_output(Clearing *clearing, const char *path) {
    clearing->path = path;
    clearing->out = fopen(path, "we");
    return clearing->out || report_output(clearing->diags, path);
}

static bool close_output(Clearing *clearing) {
    return fclose(clearing->out) == 0 || report_output(clearing->diags, clearing->path);
}

static bool write_draft(Clearing *clearing, const FactsOptions *options, const char *const *paths,
                        guint path_count, const char *draft) {
    if (!open_output(clearing, draft))
        return false;
    FactsSink sink = {draft_source, draft_partnership, clearing};
    bool good = facts_read(options, paths, path_count, &sink, NULL);
    return close_output(clearing) && good;
}

static bool write_cleared(Clearing *clearing, const char *draft, const char *output) {
    if (!open_output(clearing, output))
        return false;
    bool good = clear_draft(clearing, draft);
    return close_output(clearing) && good;
}

static GHashTable *new_set(void) {
    return g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL);
}

bool audience_clear(const FactsOptions *options, const Term *level, const char *const *paths,
                    guint path_count, const char *output, AudienceWithheld *withheld) {
    g_autofree char *draft = g_strdup_printf("%s.draft", output);
    *withheld = (AudienceWithheld){0};
    Clearing clearing = {.diags = options->diags,
                         .vocabularies = options->vocabularies,
                         .level = level,
                         .withheld = new_set(),
                         .cited_withheld = new_set(),
                         .cited = new_set(),
                         .count = withheld};
    bool good = write_draft(&clearing, options, paths, path_count, draft) &&
                write_cleared(&clearing, draft, output);
    unlink(draft);
    g_hash_table_destroy(clearing.withheld);
    g_hash_table_destroy(clearing.cited_withheld);
    g_hash_table_destroy(clearing.cited);
    return good;
}
