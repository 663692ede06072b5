// A number and a unit: those of ten (kB, MB, GB, TB) and of two (KiB, MiB, GiB, TiB), IEC 80000-13.
#include "job/jobs_size.h"

#include <string.h>

static const struct {
    const char *name;
    double bytes;
} units[] = {{"B", 1},         {"kB", 1e3},           {"MB", 1e6},
             {"GB", 1e9},      {"TB", 1e12},          {"KiB", 1024},
             {"MiB", 1048576}, {"GiB", 1073741824.0}, {"TiB", 1099511627776.0}};

static const double LEAST = 4096, MOST = 1e15;

static bool parse_size(const char *text, double *out) {
    char *end;
    double number = g_ascii_strtod(text, &end);
    if (end == text || (gsize)(end - text) != strspn(text, "0123456789."))
        return false;
    end += strspn(end, " ");
    for (guint i = 0; i < G_N_ELEMENTS(units); i++)
        if (strcmp(end, units[i].name) == 0) {
            *out = number * units[i].bytes;
            return true;
        }
    return false;
}

bool jobs_size_read(Reader *reader, const char *key, guint64 *out) {
    const JsonNode *node = reader_node(reader, key);
    double bytes = -1;
    if (!node)
        return false;
    bool is_size = json_is_integer(node->json);
    if (is_size)
        bytes = (double)json_integer_value(node->json);
    else if (json_is_string(node->json))
        is_size = parse_size(json_string_value(node->json), &bytes);
    if (is_size && bytes >= LEAST && bytes <= MOST) {
        *out = (guint64)bytes;
        return true;
    }
    json_error(reader->diags, node, DIAG_WRONG_VALUE, "such as 500000, \"500 kB\" or \"2 GiB\"",
               is_size ? "\"%s\" is out of range, expected 4096 bytes to 1000 TB"
                       : "\"%s\" is no size, expected a number of bytes, or a number and its unit",
               key);
    return false;
}
