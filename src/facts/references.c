// Ids of a whole run, which is all that grows with the number of records (ids.h). A record
// may refer to one that comes later or in another file, so references that lead nowhere yet are
// put aside, each id once, and looked at again in the end. Exact places are kept for the first
// few only: as many as can be printed.
#include "facts/references.h"

#include "base/suggest.h"

#include "base/file.h"
#include "base/json_text.h"
#include "base/text_hash.h"
#include "facts/ids.h"
#include "facts/umbrellas.h"

#include <string.h>

typedef struct {
    RecordSite site;
    char *digest; // of its content
} KnownSource;

// A reference to an id that was not known when it was read.
typedef struct {
    const char *id;
    RecordSite site;
    Place place; // owned; without a source when there are many
} Pending;

typedef struct {
    GHashTable *awaited; // id -> Pending
    GPtrArray *pending;  // in the order of reading
} Book;

typedef enum { BOOK_PARTNERSHIPS, BOOK_UMBRELLAS, BOOK_SOURCES, BOOK_COUNT } BookKind;

static const struct {
    DiagSeverity severity;
    const char *before, *after, *hint;
} lost[BOOK_COUNT] = {
    [BOOK_PARTNERSHIPS] = {DIAG_WARNING, "\"same_as\" leads to", "which is not here",
                           "is it in a file that was not read?"},
    [BOOK_UMBRELLAS] = {DIAG_WARNING, "\"part_of\" leads to",
                        "which is not here: no money of an umbrella is set off against its own",
                        "is it in a file that was not read?"},
    [BOOK_SOURCES] = {DIAG_ERROR, "evidence comes from the source", "which no file has", NULL},
};

struct References {
    Diags *diags;
    Arena *arena;
    GPtrArray *files;          // names, in the arena
    GHashTable *file_names;    // -> number from 1
    Ids *partnerships;         // the file of a place is a number of files
    GHashTable *sources;       // id -> KnownSource
    const char *latest_source; // that was looked for and is there
    const char *latest_file;   // that a place was in
    guint latest_number;       // of it
    Book books[BOOK_COUNT];
    Umbrellas *umbrellas;
};

References *references_new(Diags *diags) {
    References *references = g_new0(References, 1);
    references->diags = diags;
    references->arena = arena_new();
    references->files = g_ptr_array_new();
    references->file_names = g_hash_table_new(g_str_hash, g_str_equal);
    references->partnerships = ids_new();
    references->umbrellas = umbrellas_new();
    references->sources = g_hash_table_new(text_hash, g_str_equal);
    for (int i = 0; i < BOOK_COUNT; i++) {
        references->books[i].awaited = g_hash_table_new(text_hash, g_str_equal);
        references->books[i].pending = g_ptr_array_new();
    }
    return references;
}

static void book_clear(Book *book) {
    for (guint i = 0; i < book->pending->len; i++) {
        Pending *pending = g_ptr_array_index(book->pending, i);
        source_unref(pending->place.source);
    }
    g_ptr_array_unref(book->pending);
    g_hash_table_destroy(book->awaited);
}

void references_free(References *references) {
    if (!references)
        return;
    for (int i = 0; i < BOOK_COUNT; i++)
        book_clear(&references->books[i]);
    g_ptr_array_unref(references->files);
    g_hash_table_destroy(references->file_names);
    ids_free(references->partnerships);
    umbrellas_free(references->umbrellas);
    g_hash_table_destroy(references->sources);
    arena_free(references->arena);
    g_free(references);
}

// From 1; 0: there is none.
static guint number_of_file(const References *references, const char *name) {
    return GPOINTER_TO_UINT(g_hash_table_lookup(references->file_names, name));
}

const char *references_file(References *references, const char *name) {
    guint number = number_of_file(references, name);
    if (number)
        return g_ptr_array_index(references->files, number - 1);
    char *copy = arena_strdup(references->arena, name);
    g_ptr_array_add(references->files, copy);
    g_hash_table_insert(references->file_names, copy, GUINT_TO_POINTER(references->files->len));
    return copy;
}

static IdPlace pack_site(References *references, const RecordSite *site) {
    if (references->latest_file != site->file) {
        references->latest_file = references_file(references, site->file);
        references->latest_number = number_of_file(references, site->file) - 1;
    }
    return (IdPlace){.at = site->line ? site->line : site->index,
                     .file = references->latest_number & (G_MAXUINT32 >> 2),
                     .is_line = site->line != 0,
                     .is_member = site->is_member};
}

static RecordSite unpack_site(const References *references, const IdPlace *place) {
    return (RecordSite){.file = g_ptr_array_index(references->files, place->file),
                        .line = place->is_line ? place->at : 0,
                        .index = place->is_line ? 0 : place->at,
                        .is_member = place->is_member};
}

// Items count from 1. New string.
static char *site_text(const RecordSite *site) {
    return site->line ? g_strdup_printf("%s, line %u", site->file, site->line)
                      : g_strdup_printf("%s, item %u", site->file, site->index + 1);
}

// The line of the record that stands in the array of another one, at a site; 0: it does not.
static guint line_beside(const JsonNode *record, const RecordSite *site, const RecordSite *other) {
    guint line = 0, column;
    if (!record->parent || !json_is_array(record->parent->json) || other->line ||
        other->is_member != site->is_member || g_strcmp0(other->file, site->file) != 0)
        return 0;
    Place place = json_node_place(json_node_item(record->parent, other->index));
    if (place.source && place.source->text)
        source_locate(place.source, place.start, &line, &column);
    return line;
}

void references_report_double(References *references, const char *id, const JsonNode *record,
                              const RecordSite *site, const RecordSite *before) {
    RecordSite first = *before;
    if (!first.line && diags_wants(references->diags, DIAG_ERROR))
        first.line = line_beside(record, site, before);
    g_autofree char *where = site_text(&first);
    g_autofree char *hint = g_strconcat("the first is in ", where, NULL);
    json_error(references->diags, json_node_member(record, "id"), DIAG_DUPLICATE_ID, hint,
               "the id \"%s\" occurs twice", id);
}

bool references_has_partnership(const References *references, const char *id) {
    return ids_find(references->partnerships, id, NULL);
}

void references_put_partnership(References *references, const char *id, const RecordSite *site) {
    IdPlace place = pack_site(references, site);
    ids_put(references->partnerships, id, &place);
}

bool references_add_partnership(References *references, const char *id, const RecordSite *site,
                                RecordSite *before) {
    IdPlace place = pack_site(references, site), there;
    if (ids_add(references->partnerships, id, &place, &there))
        return true;
    *before = unpack_site(references, &there);
    return false;
}

// Of the members but "record", whatever their order. New string.
static char *content_digest(const JsonNode *record) {
    gsize length;
    g_autofree char *text = json_text_sorted(record->json, "record", &length);
    return file_sha256(text, length);
}

bool references_add_source(References *references, const char *id, const JsonNode *record,
                           const RecordSite *site, bool *is_new) {
    g_autofree char *digest = content_digest(record);
    KnownSource *known = g_hash_table_lookup(references->sources, id);
    *is_new = !known;
    if (!known) {
        known = arena_new0(references->arena, KnownSource);
        *known = (KnownSource){*site, arena_strdup(references->arena, digest)};
        g_hash_table_insert(references->sources, arena_strdup(references->arena, id), known);
        return true;
    }
    if (strcmp(known->digest, digest) == 0)
        return true;
    references_report_double(references, id, record, site, &known->site);
    return false;
}

// Copies the place, with its text when few are kept. The pointer dies with the record.
static void keep_place(References *references, const Book *book, const JsonNode *node,
                       Pending *pending) {
    if (!node || book->pending->len >= DIAGS_LIMIT)
        return;
    pending->place = json_node_place(node);
    pending->place.pointer = arena_strdup(references->arena, pending->place.pointer);
    source_ref(pending->place.source);
}

// Many records in a row name one source.
static bool is_source(References *references, const char *id) {
    if (references->latest_source && strcmp(references->latest_source, id) == 0)
        return true;
    gpointer kept;
    if (!g_hash_table_lookup_extended(references->sources, id, &kept, NULL))
        return false;
    references->latest_source = kept;
    return true;
}

static bool is_known(References *references, BookKind kind, const char *id) {
    return kind == BOOK_SOURCES ? is_source(references, id)
                                : references_has_partnership(references, id);
}

static bool is_awaited(References *references, BookKind kind, const char *id) {
    return is_known(references, kind, id) ||
           g_hash_table_contains(references->books[kind].awaited, id);
}

static void await(References *references, BookKind kind, const char *id, const JsonNode *node,
                  const RecordSite *site) {
    Book *book = &references->books[kind];
    Pending *pending = arena_new0(references->arena, Pending);
    pending->id = arena_strdup(references->arena, id);
    pending->site = *site;
    keep_place(references, book, node, pending);
    g_hash_table_insert(book->awaited, (gpointer)pending->id, pending);
    g_ptr_array_add(book->pending, pending);
}

// One id alone, or one of a list.
static const JsonNode *id_node(const JsonNode *record, const char *member, guint index) {
    const JsonNode *node = json_node_member(record, member);
    return node && json_is_array(node->json) ? json_node_item(node, index) : node;
}

void references_note(References *references, const Partnership *partnership, const JsonNode *record,
                     const RecordSite *site) {
    for (guint i = 0; i < partnership->evidence_count; i++) {
        const char *id = partnership->evidence[i].source;
        if (id && !is_awaited(references, BOOK_SOURCES, id)) {
            const JsonNode *item = json_node_item(json_node_member(record, "evidence"), i);
            await(references, BOOK_SOURCES, id, json_node_member(item, "source"), site);
        }
    }
    for (guint i = 0; i < partnership->same_as_count; i++) {
        const char *id = partnership->same_as[i];
        if (!is_awaited(references, BOOK_PARTNERSHIPS, id))
            await(references, BOOK_PARTNERSHIPS, id, id_node(record, "same_as", i), site);
    }
    for (guint i = 0; i < partnership->part_of_count; i++) {
        const char *id = partnership->part_of[i];
        if (!is_awaited(references, BOOK_UMBRELLAS, id))
            await(references, BOOK_UMBRELLAS, id, id_node(record, "part_of", i), site);
    }
}

void references_note_umbrella(References *references, const Partnership *partnership) {
    RecordSite site = partnership->site;
    if (partnership->part_of_count == 0 && !partnership->umbrella)
        return;
    site.file = references_file(references, site.file);
    umbrellas_note(references->umbrellas, partnership, &site);
}

static int compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// A source of nearly that id; of very many nobody looks. New string, or NULL.
static char *suggest_source(const References *references, const char *id) {
    enum { SOURCES_SEEN = 5000 };
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    GHashTableIter iter;
    gpointer name;
    if (g_hash_table_size(references->sources) > SOURCES_SEEN)
        return NULL;
    g_hash_table_iter_init(&iter, references->sources);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        g_ptr_array_add(names, name);
    g_ptr_array_sort(names, compare_names);
    return suggest_hint(id, (const char *const *)names->pdata, names->len);
}

static void report_pending(References *references, BookKind kind, const Pending *pending) {
    DiagSeverity severity = lost[kind].severity;
    if (!diags_wants(references->diags, severity)) {
        diag_count(references->diags, severity, DIAG_DANGLING_ID);
        return;
    }
    g_autofree char *message =
        g_strdup_printf("%s \"%s\", %s", lost[kind].before, pending->id, lost[kind].after);
    g_autofree char *near = kind == BOOK_SOURCES ? suggest_source(references, pending->id) : NULL;
    if (pending->place.source) {
        diag_report(references->diags, severity, DIAG_DANGLING_ID, &pending->place,
                    near ? near : lost[kind].hint, message);
        return;
    }
    g_autoptr(Source) name = source_new(pending->site.file, NULL, 0);
    g_autofree char *where = site_text(&pending->site);
    g_autofree char *hint = g_strconcat("it is in ", where, NULL);
    diag_report(references->diags, severity, DIAG_DANGLING_ID, &(Place){.source = name}, hint,
                message);
}

// --- umbrellas ---

// In the file of the site; said: what stands there.
static void warn_at(const References *references, const RecordSite *site, const char *said,
                    const char *message) {
    g_autofree char *where = site_text(site);
    g_autofree char *hint = g_strconcat(said, where, NULL);
    g_autoptr(Source) name = source_new(site->file, NULL, 0);
    diag_report(references->diags, DIAG_WARNING, DIAG_WRONG_VALUE, &(Place){.source = name}, hint,
                message);
}

// As UmbrellaRound asks. A record that is a part of itself alone is counted all the same.
static void report_round(void *data, const char *round, guint count, const RecordSite *site) {
    g_autofree char *message = g_strdup_printf(
        "\"part_of\" goes round in a circle, so that each would be a part of itself%s: %s",
        count > 1 ? " and no money of them is counted" : "", round);
    warn_at(data, site, "it begins in ", message);
}

// As UmbrellaPlain asks. Of ids that are not here something else is said.
static void report_plain(void *data, const char *whole, guint count, const char *part,
                         const RecordSite *site) {
    const References *references = data;
    if (!references_has_partnership(references, whole))
        return;
    g_autofree char *more =
        count == 1 ? g_strdup("") : g_strdup_printf(" (and %u more)", count - 1);
    g_autofree char *message = g_strdup_printf(
        "\"%s\" is a part of \"%s\", which does not say that it is an umbrella: what "
        "leaves umbrellas out takes its money in twice%s",
        part, whole, more);
    warn_at(references, site, "give that \"umbrella\": true; the part is in ", message);
}

// As UmbrellaExceeded asks.
static void report_excess(void *data, const UmbrellaExcess *excess) {
    g_autofree char *own = decimal_to_text(excess->own), *parts = decimal_to_text(excess->of_parts);
    g_autofree char *message = g_strdup_printf(
        "the parts of the umbrella \"%s\" hold %s %s%s%s, which is more than its own %s",
        excess->id, parts, excess->currency, excess->basis ? " " : "",
        excess->basis ? excess->basis : "", own);
    warn_at(data, &excess->site, "is each of them a part of it? It is in ", message);
}

static void report_umbrellas(References *references) {
    umbrellas_each_round(references->umbrellas, report_round, references);
    umbrellas_each_plain(references->umbrellas, report_plain, references);
    umbrellas_each_excess(references->umbrellas, report_excess, references);
}

void references_end(References *references, const FactsOptions *options) {
    report_umbrellas(references);
    for (BookKind kind = 0; kind < BOOK_COUNT; kind++) {
        const Book *book = &references->books[kind];
        for (guint i = 0; i < book->pending->len; i++) {
            const Pending *pending = g_ptr_array_index(book->pending, i);
            bool is_held = kind != BOOK_SOURCES && options->holds &&
                           options->holds(options->holds_data, pending->id);
            if (!is_held && !is_known(references, kind, pending->id))
                report_pending(references, kind, pending);
        }
    }
}
