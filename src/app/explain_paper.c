// Words are put one after the other; one that does not fit begins a new line. A word longer than a
// line is broken where the line ends, as a terminal would.
#include "app/explain_paper.h"

#include "base/cells.h"

#include <string.h>

enum { TEXT_CHARACTERS = 100, WIDTH_LEAST = 30 };

void paper_begin(Paper *paper, guint indent) {
    paper->column = 0;
    paper->indent = indent;
}

guint paper_width_of(const char *text) {
    guint width = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        width += cells_of_char(g_utf8_get_char(p));
    return width;
}

// On one line; without what a terminal would take for more than text. New string.
static char *clean(const Paper *paper, const char *text) {
    GString *out = g_string_new(NULL);
    glong count = 0;
    bool was_space = false;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (cells_turns_direction(c))
            continue;
        bool is_space = g_unichar_iscntrl(c) || g_unichar_isspace(c);
        if (is_space && was_space)
            continue;
        was_space = is_space;
        bool is_mark = g_unichar_iszerowidth(c); // stays with its letter
        if (!is_mark && ++count > TEXT_CHARACTERS && !paper->look->whole) {
            g_string_append(out, "…");
            break;
        }
        g_string_append_unichar(out, is_space ? ' ' : c);
    }
    return g_string_free(out, FALSE);
}

static void break_line(Paper *paper) {
    while (paper->out->len && paper->out->str[paper->out->len - 1] == ' ')
        g_string_truncate(paper->out, paper->out->len - 1);
    g_string_append_printf(paper->out, "\n%*s", (int)paper->indent, "");
    paper->column = paper->indent;
}

// A word with the spaces before it.
static void put_word(Paper *paper, const char *word, gsize length) {
    guint width = 0, room = MAX(paper->look->width, WIDTH_LEAST);
    g_autofree char *text = g_strndup(word, length);
    width = paper_width_of(text);
    if (paper->look->width && paper->column + width > room && paper->column > paper->indent) {
        break_line(paper);
        const char *first = text + strspn(text, " ");
        width = paper_width_of(first);
        g_string_append(paper->out, first);
    } else {
        g_string_append(paper->out, text);
    }
    paper->column += width;
}

static void put_ink(Paper *paper, PaperInk ink, bool begins) {
    static const char *const codes[PAPER_KINDS] = {
        [PAPER_PLAIN] = "", [PAPER_STRONG] = "\033[1m", [PAPER_WEAK] = "\033[2m"};
    if (paper->look->coloured && *codes[ink])
        g_string_append(paper->out, begins ? codes[ink] : "\033[0m");
}

static void put_words(Paper *paper, PaperInk ink, const char *text) {
    put_ink(paper, ink, /*begins=*/true);
    while (*text) {
        gsize spaces = strspn(text, " "), length = spaces + strcspn(text + spaces, " ");
        put_word(paper, text, length);
        text += length;
    }
    put_ink(paper, ink, /*begins=*/false);
}

void paper_put(Paper *paper, PaperInk ink, const char *before, const char *text,
               const char *after) {
    if (!text)
        return;
    g_autofree char *cleaned = clean(paper, text);
    g_autofree char *whole = g_strconcat(before, cleaned, after, NULL);
    put_words(paper, ink, whole);
}

void paper_print(Paper *paper, PaperInk ink, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    put_words(paper, ink, text);
}

void paper_pad(Paper *paper, guint column) {
    for (; paper->column < column; paper->column++)
        g_string_append_c(paper->out, ' ');
}

void paper_end(Paper *paper) {
    g_string_append_c(paper->out, '\n');
    paper->column = 0;
}
