// A message is a line and those after it that are indented. So many different ones are remembered
// that a long night's memory stays small; what comes after them is told each time.
#include "app/run_messages.h"

#include <string.h>

enum { MESSAGES_LIMIT = 10000 };

void run_messages_init(RunMessages *messages) {
    messages->counts = g_hash_table_new(g_str_hash, g_str_equal);
    messages->order = g_ptr_array_new_with_free_func(g_free);
}

void run_messages_clear(RunMessages *messages) {
    g_clear_pointer(&messages->counts, g_hash_table_unref);
    g_clear_pointer(&messages->order, g_ptr_array_unref);
}

// Where the next message begins.
static const char *end_of_message(const char *text) {
    do {
        text += strcspn(text, "\n");
        text += *text == '\n';
    } while (*text == ' ');
    return text;
}

static bool is_new(RunMessages *messages, const char *message) {
    gpointer known, count;
    if (g_hash_table_lookup_extended(messages->counts, message, &known, &count)) {
        count = GUINT_TO_POINTER(GPOINTER_TO_UINT(count) + 1);
        g_hash_table_insert(messages->counts, known, count);
        return false;
    }
    if (messages->order->len < MESSAGES_LIMIT) {
        char *kept = g_strdup(message);
        g_ptr_array_add(messages->order, kept);
        g_hash_table_insert(messages->counts, kept, GUINT_TO_POINTER(1));
    }
    return true;
}

char *run_messages_new(RunMessages *messages, const char *text) {
    g_autoptr(GString) out = g_string_new(NULL);
    while (*text) {
        const char *end = end_of_message(text);
        g_autofree char *message = g_strndup(text, (gsize)(end - text));
        if (is_new(messages, message))
            g_string_append(out, message);
        text = end;
    }
    return g_strdup(out->str);
}

char *run_messages_summary(const RunMessages *messages) {
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < messages->order->len; i++) {
        const char *message = messages->order->pdata[i];
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(messages->counts, message));
        if (count > 1)
            g_string_append_printf(out, "%.*s (in %u reports)\n", (int)strcspn(message, "\n"),
                                   message, count);
    }
    return g_strdup(out->str);
}
