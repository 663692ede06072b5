// An entry is a path, or {"path", "map"} for facts that are foreign JSON. A map with a dot in it is
// a path as well, else it is the name of a shipped one.
#include "facts/facts_named.h"

#include "base/file.h"

#include <string.h>

static bool read_entry(Diags *diags, const JsonNode *node, const char **path, const char **map) {
    Reader reader;
    *map = "";
    if (!json_is_object(node->json))
        return json_read_string(diags, node, "facts", path);
    if (!reader_begin(&reader, diags, node, "facts"))
        return false;
    bool has_path = reader_require(&reader, "path") && reader_string(&reader, "path", path);
    reader_string(&reader, "map", map);
    return reader_end(&reader) && has_path;
}

static const char *resolve(Arena *arena, const char *folder, const char *name) {
    g_autofree char *path = file_resolve(folder, name);
    return arena_strdup(arena, path);
}

void facts_named_read(Arena *arena, Diags *diags, const JsonNode *node, const char *folder,
                      FactsNamed *out) {
    size_t count = node ? json_node_size(node) : 0;
    const char **paths = arena_array(arena, const char *, count + 1);
    const char **maps = arena_array(arena, const char *, count + 1);
    const JsonNode **nodes = arena_array(arena, const JsonNode *, count + 1);
    guint good = 0;
    for (size_t i = 0; i < count; i++) {
        const char *path, *map;
        const JsonNode *item = json_node_item(node, i);
        if (!read_entry(diags, item, &path, &map))
            continue;
        paths[good] = resolve(arena, folder, path);
        maps[good] = strchr(map, '.') ? resolve(arena, folder, map) : map;
        nodes[good++] = item;
    }
    paths[good] = maps[good] = NULL;
    nodes[good] = NULL;
    *out = (FactsNamed){good, paths, maps, nodes};
}
