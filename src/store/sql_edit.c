// Changes are kept in the order of their places, so that one walk makes the new text.
#include "store/sql_edit.h"

#include <stdbool.h>
#include <string.h>

typedef struct {
    gsize start, end;
    char *text; // owned
    bool is_behind;
} Edit;

static void clear_edit(void *edit) {
    g_free(((Edit *)edit)->text);
}

GArray *sql_edits_new(void) {
    GArray *edits = g_array_new(FALSE, FALSE, sizeof(Edit));
    g_array_set_clear_func(edits, clear_edit);
    return edits;
}

static bool comes_before(const Edit *a, const Edit *b) {
    return a->start < b->start || (a->start == b->start && !a->is_behind && b->is_behind);
}

static void add_edit(GArray *edits, Edit edit) {
    guint at = edits->len;
    while (at > 0 && comes_before(&edit, &g_array_index(edits, Edit, at - 1)))
        at--;
    g_array_insert_val(edits, at, edit);
}

void sql_edits_put(GArray *edits, gsize start, gsize end, const char *text) {
    add_edit(edits, (Edit){start, end, g_strdup(text), false});
}

void sql_edits_put_behind(GArray *edits, gsize at, const char *text) {
    add_edit(edits, (Edit){at, at, g_strdup(text), true});
}

GArray *sql_edits_join(const GArray *edits, const GArray *others) {
    GArray *both = sql_edits_new();
    const GArray *lists[] = {edits, others};
    for (guint list = 0; list < G_N_ELEMENTS(lists); list++)
        for (guint i = 0; i < lists[list]->len; i++) {
            Edit edit = g_array_index(lists[list], Edit, i);
            edit.text = g_strdup(edit.text);
            add_edit(both, edit);
        }
    return both;
}

char *sql_edits_apply(const GArray *edits, const char *text, gsize start, gsize end) {
    GString *out = g_string_new(NULL);
    gsize done = start;
    for (guint i = 0; i < edits->len; i++) {
        const Edit *edit = &g_array_index(edits, Edit, i);
        if (edit->start < done || edit->end > end)
            continue;
        g_string_append_len(out, text + done, (gssize)(edit->start - done));
        g_string_append(out, edit->text);
        done = edit->end;
    }
    g_string_append_len(out, text + done, (gssize)(end - done));
    return g_string_free(out, FALSE);
}

gsize sql_edits_origin(const GArray *edits, gsize byte) {
    gsize in = 0, out = 0; // the places reached in the text as it was and as it is
    for (guint i = 0; i < edits->len; i++) {
        const Edit *edit = &g_array_index(edits, Edit, i);
        gsize start = out + (edit->start - in), length = strlen(edit->text);
        if (byte < start)
            break;
        if (byte < start + length)
            return edit->start;
        in = edit->end;
        out = start + length;
    }
    return in + (byte - out);
}
