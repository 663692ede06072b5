// The list of what is wrong. Records are kept as data up to a limit for each severity, so that
// warnings never crowd out errors; what is beyond is counted. A record equal to a kept one is
// counted too, since whoever reported it must see that something is wrong, but kept once.
// Printing is in diag_print.c.
#include "base/diag_weigh.h"

#include <string.h>

enum { SEVERITIES = DIAG_ERROR + 1 };

struct Diags {
    GPtrArray *kept;            // of Diagnostic, in the order of reports
    guint reported[SEVERITIES]; // all of them
    guint held[SEVERITIES];     // kept
    guint left_out[SEVERITIES]; // beyond the limit
    bool seen[DIAG_COUNT];
    bool is_strict;
    GPtrArray *files;     // of char *
    GHashTable *file_set; // the same strings
};

static const struct {
    const char *name, *meaning;
} diag_texts[DIAG_COUNT] = {
#define DIAG_TEXT(name, id, text) [DIAG_##name] = {id, text},
    DIAG_LIST(DIAG_TEXT)
#undef DIAG_TEXT
};

static void diagnostic_free(gpointer data) {
    Diagnostic *record = data;
    source_unref(record->place.source);
    g_free((char *)record->place.pointer);
    g_free(record->message);
    g_free(record->hint);
    g_free(record);
}

Diags *diags_new(void) {
    Diags *diags = g_new0(Diags, 1);
    diags->kept = g_ptr_array_new_with_free_func(diagnostic_free);
    diags->files = g_ptr_array_new_with_free_func(g_free);
    diags->file_set = g_hash_table_new(g_str_hash, g_str_equal);
    return diags;
}

void diags_free(Diags *diags) {
    if (!diags)
        return;
    g_ptr_array_unref(diags->kept);
    g_hash_table_unref(diags->file_set);
    g_ptr_array_unref(diags->files);
    g_free(diags);
}

void diags_note_file(Diags *diags, const char *path) {
    if (strcmp(path, "-") == 0 || g_hash_table_contains(diags->file_set, path))
        return;
    char *copy = g_strdup(path);
    g_ptr_array_add(diags->files, copy);
    g_hash_table_add(diags->file_set, copy);
}

const GPtrArray *diags_files(const Diags *diags) {
    return diags->files;
}

void diags_set_strict(Diags *diags, bool is_strict) {
    diags->is_strict = is_strict;
}

static DiagSeverity weigh(const Diags *diags, DiagSeverity severity) {
    return diags->is_strict && severity == DIAG_WARNING ? DIAG_ERROR : severity;
}

bool diags_wants(const Diags *diags, DiagSeverity severity) {
    severity = weigh(diags, severity);
    return diags->held[severity] < DIAGS_LIMIT;
}

// A file that is read twice is two sources with one name.
static bool same_source(const Source *a, const Source *b) {
    if (a == b || !a || !b)
        return a == b;
    return a->first_line == b->first_line && strcmp(a->name, b->name) == 0;
}

static bool same_place(const Place *a, const Place *b) {
    return a->start == b->start && a->end == b->end && same_source(a->source, b->source) &&
           g_strcmp0(a->pointer, b->pointer) == 0;
}

// The first line tells the sources of one file apart that are read line by line.
static char *key_of(const Diagnostic *record) {
    const Place *place = &record->place;
    return g_strdup_printf("%s\n%lu\n%zu\n%s\n%s", place->source ? place->source->name : "",
                           place->source ? (unsigned long)place->source->first_line : 0,
                           place->start, place->pointer ? place->pointer : "", record->message);
}

void diags_hide_known(Diags *diags, GHashTable *known) {
    for (guint i = 0; i < diags->kept->len;) {
        char *key = key_of(g_ptr_array_index(diags->kept, i));
        if (g_hash_table_add(known, key))
            i++;
        else
            g_ptr_array_remove_index(diags->kept, i);
    }
}

static bool is_kept(const Diags *diags, DiagId id, const Place *place, const char *message) {
    for (guint i = 0; i < diags->kept->len; i++) {
        const Diagnostic *record = g_ptr_array_index(diags->kept, i);
        if (record->id == id && same_place(&record->place, place) &&
            strcmp(record->message, message) == 0)
            return true;
    }
    return false;
}

static void keep(Diags *diags, const Diagnostic *record) {
    Diagnostic *copy = g_memdup2(record, sizeof *record);
    if (copy->place.source)
        source_ref(copy->place.source);
    copy->place.pointer = g_strdup(record->place.pointer);
    copy->message = g_strdup(record->message);
    copy->hint = g_strdup(record->hint);
    g_ptr_array_add(diags->kept, copy);
    diags->held[record->severity]++;
}

void diag_report(Diags *diags, DiagSeverity severity, DiagId id, const Place *place,
                 const char *hint, const char *message) {
    static const Place nowhere = {0};
    place = place ? place : &nowhere;
    severity = weigh(diags, severity);
    diags->reported[severity]++;
    diags->seen[id] = true;
    if (is_kept(diags, id, place, message))
        return;
    if (!diags_wants(diags, severity)) {
        diags->left_out[severity]++;
        return;
    }
    keep(diags, &(Diagnostic){.id = id,
                              .severity = severity,
                              .place = *place,
                              .message = (char *)message,
                              .hint = (char *)hint});
}

void diag_count(Diags *diags, DiagSeverity severity, DiagId id) {
    severity = weigh(diags, severity);
    diags->reported[severity]++;
    diags->left_out[severity]++;
    diags->seen[id] = true;
}

void diag_error(Diags *diags, DiagId id, const Place *place, const char *hint, const char *format,
                ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    diag_report(diags, DIAG_ERROR, id, place, hint, message);
}

void diag_warning(Diags *diags, DiagId id, const Place *place, const char *hint, const char *format,
                  ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    diag_report(diags, DIAG_WARNING, id, place, hint, message);
}

guint diags_errors(const Diags *diags) {
    return diags->reported[DIAG_ERROR];
}

guint diags_warnings(const Diags *diags) {
    return diags->reported[DIAG_WARNING];
}

guint diags_left_out(const Diags *diags, DiagSeverity severity) {
    return diags->left_out[severity];
}

bool diags_has(const Diags *diags, DiagId id) {
    return diags->seen[id];
}

guint diags_kept(const Diags *diags) {
    return diags->kept->len;
}

const Diagnostic *diags_nth(const Diags *diags, guint index) {
    return index < diags->kept->len ? g_ptr_array_index(diags->kept, index) : NULL;
}

const char *diag_name(DiagId id) {
    return diag_texts[id].name;
}

const char *diag_meaning(DiagId id) {
    return diag_texts[id].meaning;
}

void diag_repeat(Diags *to, const Diagnostic *record) {
    diag_report(to, record->severity, record->id, &record->place, record->hint, record->message);
}

void diags_repeat_files(Diags *to, const Diags *from) {
    for (guint i = 0; i < from->files->len; i++)
        diags_note_file(to, from->files->pdata[i]);
}
