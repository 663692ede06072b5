// Line starts are found once, when the first message needs them, and then searched by halves.
#include "base/source.h"

#include <string.h>

Source *source_new(const char *name, char *text, gsize length) {
    Source *source = g_new0(Source, 1);
    source->name = g_strdup(name);
    source->text = text;
    source->length = length;
    source->first_line = 1;
    source->references = 1;
    return source;
}

Source *source_ref(Source *source) {
    source->references++;
    return source;
}

void source_unref(Source *source) {
    if (!source || --source->references > 0)
        return;
    g_free(source->name);
    g_free(source->text);
    if (source->line_starts)
        g_array_unref(source->line_starts);
    g_free(source);
}

static void find_lines(Source *source) {
    if (source->line_starts)
        return;
    source->line_starts = g_array_new(FALSE, FALSE, sizeof(gsize));
    gsize start = 0;
    g_array_append_val(source->line_starts, start);
    for (;;) {
        const char *end = memchr(source->text + start, '\n', source->length - start);
        if (!end)
            return;
        start = (gsize)(end - source->text) + 1;
        g_array_append_val(source->line_starts, start);
    }
}

// The index of the line that holds the offset.
static guint find_line(Source *source, gsize offset) {
    find_lines(source);
    guint low = 0, high = source->line_starts->len;
    while (high - low > 1) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(source->line_starts, gsize, middle) <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void source_line(Source *source, gsize offset, gsize *start, gsize *end) {
    guint line = find_line(source, offset);
    *start = g_array_index(source->line_starts, gsize, line);
    *end = line + 1 < source->line_starts->len
               ? g_array_index(source->line_starts, gsize, line + 1) - 1
               : source->length;
    if (*end > *start && source->text[*end - 1] == '\r')
        (*end)--;
}

void source_locate(Source *source, gsize offset, guint *line, guint *column) {
    offset = MIN(offset, source->length);
    guint index = find_line(source, offset);
    gsize start = g_array_index(source->line_starts, gsize, index);
    if (start == 0 && offset >= 3 && memcmp(source->text, "\xEF\xBB\xBF", 3) == 0)
        start = 3; // a byte order mark is no character
    guint count = 1;
    for (gsize i = start; i < offset; i++) // UTF-8: count the bytes that begin a character
        count += ((unsigned char)source->text[i] & 0xC0) != 0x80;
    *line = source->first_line + index;
    *column = count;
}
