// Printing tables. The text form measures each cell once to know the columns' widths and then
// writes; JSON is written by hand, since a decimal is a JSON number with more digits than a double.
#include "table/table_print.h"

#include "base/cells.h"

#include <math.h>
#include <string.h>

enum { CELL_WIDTH = 60, GAP = 2 };

// ---- JSON

// Escapes what JSON asks for, and control characters beyond.
static void append_json_string(GString *out, const char *text) {
    g_string_append_c(out, '"');
    for (const char *p = text; *p; p++) {
        unsigned char byte = (unsigned char)*p;
        if (byte == '"' || byte == '\\') {
            g_string_append_c(out, '\\');
            g_string_append_c(out, *p);
        } else if (byte < 0x20 || byte == 0x7F) {
            g_string_append_printf(out, "\\u%04x", byte);
        } else {
            g_string_append_c(out, *p);
        }
    }
    g_string_append_c(out, '"');
}

static void append_json(GString *out, Value value, Arena *arena) {
    if (value.type == VALUE_STRING || value.type == VALUE_TIME) {
        append_json_string(out, value_to_string(value, arena));
    } else if (value.type == VALUE_DECIMAL) {
        g_autofree char *text = decimal_to_text(*value.as.decimal);
        g_string_append(out, text);
    } else if (value.type == VALUE_NUMBER && isfinite(value.as.number)) {
        g_string_append(out, value_to_string(value, arena));
    } else if (value.type == VALUE_BOOL) {
        g_string_append(out, value.as.boolean ? "true" : "false");
    } else if (value.type == VALUE_JSON) {
        char *text = json_dumps(value.as.json, JSON_COMPACT | JSON_ENCODE_ANY);
        g_string_append(out, text ? text : "null");
        free(text);
    } else {
        g_string_append(out, "null");
    }
}

static void append_object(GString *out, const Table *table, guint row, Arena *arena) {
    const char *separator = "";
    g_string_append_c(out, '{');
    for (guint c = 0; c < table->column_count; c++) {
        Value value = table->columns[c].values[row];
        if (value.type == VALUE_UNDEFINED)
            continue;
        g_string_append(out, separator);
        append_json_string(out, table->columns[c].name);
        g_string_append_c(out, ':');
        append_json(out, value, arena);
        separator = ",";
    }
    g_string_append_c(out, '}');
}

char *table_print_json(const Table *table) {
    GString *out = g_string_new("[");
    g_autoptr(Arena) arena = arena_new();
    for (guint row = 0; row < table->row_count; row++) {
        g_string_append(out, row ? ",\n " : "\n ");
        append_object(out, table, row, arena);
        arena_reset(arena);
    }
    g_string_append(out, table->row_count ? "\n]\n" : "]\n");
    return g_string_free(out, FALSE);
}

// ---- text

static int char_width(gunichar c) {
    return (int)cells_of_char(c);
}

static bool is_control(gunichar c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

// The cell as it is printed, at most CELL_WIDTH wide. Its width goes to *width.
static char *cell_text(Value value, Arena *arena, int *width) {
    bool empty = value_is_nullish(value);
    g_autofree char *exact =
        value.type == VALUE_DECIMAL ? decimal_to_text(*value.as.decimal) : NULL;
    const char *text = empty ? "" : exact ? exact : value_to_string(value, arena);
    GString *out = g_string_new(NULL);
    gsize cut = 0; // where the text ends when it has to make room for the ellipsis
    *width = 0;
    for (; *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        if (cells_turns_direction(c))
            continue;
        c = is_control(c) ? ' ' : c;
        if (*width + char_width(c) > CELL_WIDTH) {
            g_string_truncate(out, cut);
            g_string_append(out, "…");
            *width = CELL_WIDTH;
            break;
        }
        if (*width + char_width(c) <= CELL_WIDTH - 1)
            cut = out->len + (gsize)g_unichar_to_utf8(c, NULL);
        *width += char_width(c);
        g_string_append_unichar(out, c);
    }
    return g_string_free(out, FALSE);
}

typedef struct {
    char **cells; // the name first, then a cell a row
    int *widths;
    int width;
    bool right;
} TextColumn;

static TextColumn measure(const Table *table, const Column *column, Arena *arena) {
    gsize count = (gsize)table->row_count + 1;
    TextColumn text = {g_new(char *, count), g_new(int, count), 0, table->row_count > 0};
    text.cells[0] = cell_text(value_string(column->name), arena, &text.widths[0]);
    text.width = text.widths[0];
    for (guint row = 0; row < table->row_count; row++) {
        Value value = column->values[row];
        text.cells[row + 1] = cell_text(value, arena, &text.widths[row + 1]);
        text.width = MAX(text.width, text.widths[row + 1]);
        if (!value_is_number(value) && !value_is_nullish(value))
            text.right = false;
    }
    return text;
}

static void append_spaces(GString *out, int count) {
    for (int i = 0; i < count; i++)
        g_string_append_c(out, ' ');
}

static void append_line(GString *out, const TextColumn *columns, guint column_count, gsize line) {
    for (guint c = 0; c < column_count; c++) {
        int space = columns[c].width - columns[c].widths[line];
        if (columns[c].right)
            append_spaces(out, space);
        g_string_append(out, columns[c].cells[line]);
        if (c + 1 == column_count)
            break;
        append_spaces(out, GAP + (columns[c].right ? 0 : space));
    }
    while (out->len && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    g_string_append_c(out, '\n');
}

static void append_rule(GString *out, const TextColumn *columns, guint column_count) {
    for (guint c = 0; c < column_count; c++) {
        for (int i = 0; i < columns[c].width; i++)
            g_string_append(out, "─");
        append_spaces(out, c + 1 < column_count ? GAP : 0);
    }
    g_string_append_c(out, '\n');
}

static void clear_column(TextColumn *column, guint row_count) {
    for (gsize i = 0; i <= row_count; i++)
        g_free(column->cells[i]);
    g_free(column->cells);
    g_free(column->widths);
}

char *table_print_text(const Table *table) {
    GString *out = g_string_new(NULL);
    g_autoptr(Arena) arena = arena_new();
    g_autofree TextColumn *columns = g_new(TextColumn, table->column_count);
    for (guint c = 0; c < table->column_count; c++) {
        columns[c] = measure(table, &table->columns[c], arena);
        arena_reset(arena);
    }
    append_line(out, columns, table->column_count, 0);
    append_rule(out, columns, table->column_count);
    for (guint row = 0; row < table->row_count; row++)
        append_line(out, columns, table->column_count, (gsize)row + 1);
    for (guint c = 0; c < table->column_count; c++)
        clear_column(&columns[c], table->row_count);
    return g_string_free(out, FALSE);
}
