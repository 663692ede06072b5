// Records that are read again stand one a line, so that the line a message points to is the record,
// and its id is found there.
#include "job/retold.h"

#include "base/diag_weigh.h"
#include "base/json.h"
#include "store/store.h"

#include <string.h>

// The id of the record that a place is in. New string or NULL.
static char *record_id(const Place *place) {
    gsize start, end;
    if (!place->source->text)
        return NULL;
    source_line(place->source, place->start, &start, &end);
    json_t *record = json_loadb(place->source->text + start, end - start, 0, NULL);
    char *id = g_strdup(json_string_value(json_object_get(record, "id")));
    json_decref(record);
    return id;
}

static void retell(const Diagnostic *record, Diags *to, Source *store) {
    g_autofree char *id = record_id(&record->place);
    g_autofree char *message =
        id ? g_strdup_printf("\"%s\": %s", id, record->message) : g_strdup(record->message);
    const Place place = {.source = store, .pointer = record->place.pointer};
    diag_report(to, record->severity, record->id, &place, record->hint, message);
}

void retold_pass_on(const Diags *from, Diags *to, const char *path, const char *address) {
    g_autofree char *shown = store_address_shown(address);
    g_autoptr(Source) store = source_new(shown, NULL, 0);
    for (guint i = 0; i < diags_kept(from); i++) {
        const Diagnostic *record = diags_nth(from, i);
        const Source *source = record->place.source;
        if (source && strcmp(source->name, path) == 0)
            retell(record, to, store);
        else
            diag_repeat(to, record);
    }
    const GPtrArray *files = diags_files(from);
    for (guint i = 0; i < files->len; i++)
        if (strcmp(files->pdata[i], path) != 0)
            diags_note_file(to, files->pdata[i]);
}
