// A map, up to an empty line, and foreign records, as JSON or as JSON Lines. Whatever both are,
// what they make is facts, or reported. Maps are a person's and small; records are anything.
#include "facts_checked.h"
#include "fuzz.h"

enum { BYTES_TRIED = 20000 };

static FactsMap *read_map(Diags *diags, const char *text, gsize length) {
    g_autoptr(Source) source = source_new("map.json", g_strndup(text, length), length);
    JsonDoc *doc = json_doc_parse(diags, source);
    return doc ? facts_map_read(diags, doc) : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(Diags) diags = diags_new();
    size = MIN(size, (size_t)BYTES_TRIED);
    const uint8_t *blank = size ? memmem(data, size, "\n\n", 2) : NULL;
    gsize length = blank ? (gsize)(blank - data) : size;
    g_autoptr(FactsMap) map = size ? read_map(diags, (const char *)data, length) : NULL;
    if (!map) {
        g_assert(size == 0 || diags_errors(diags) > 0);
        return 0;
    }
    if (blank)
        read_checked(diags, map, blank + 2, size - length - 2);
    return 0;
}
