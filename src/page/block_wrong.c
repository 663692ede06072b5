// A block whose grammar is wrong is left out, so that nothing asks for the names, datasets and
// fields in it; whoever mends it would hear of those only then. They are sought in its JSON as it
// stands: texts with {{names}} anywhere, fields where the object around them says of what dataset.
// What a repetition holds is left alone, since its names are known only in there.
#include "page/block_wrong.h"

#include "page/spec.h"
#include "page/template.h"

#include <string.h>

typedef struct {
    Compose *compose;
    const Table *table; // of the fields here; NULL: not known
    guint depth;
} Search;

enum { DEPTH_MAX = 64 };

static void search(Search around, const JsonNode *node);

static void check_field(const Search *here, const JsonNode *node) {
    FieldSpec field = {.name = json_string_value(node->json), .node = node};
    if (here->table && field.name)
        spec_check_field(here->compose, here->table, &field);
}

// Fields stand in strings, and in lists of them.
static void check_fields(const Search *here, const JsonNode *node) {
    check_field(here, node);
    for (size_t i = 0; json_is_array(node->json) && i < json_node_size(node); i++)
        check_field(here, json_node_item(node, i));
}

static bool is_one_of(const char *key, const char *const *names) {
    for (; key && *names; names++)
        if (strcmp(key, *names) == 0)
            return true;
    return false;
}

// What names fields: of a column, a figure, a table.
static bool holds_fields(const JsonNode *node) {
    static const char *const names[] = {"field", "group_by", "sort", "columns", NULL};
    static const char *const of_column[] = {"link", "note", NULL};
    const JsonNode *above = node->parent ? node->parent->parent : NULL;
    return is_one_of(node->key, names) ||
           (above && is_one_of(above->key, (const char *const[]){"columns", NULL}) &&
            is_one_of(node->key, of_column));
}

// Other grammars, and what is not said yet.
static bool is_closed(const JsonNode *parent, const JsonNode *node) {
    static const char *const names[] = {"data", "transform", "when", "file", "layout", NULL};
    bool repeats =
        g_strcmp0(json_string_value(json_object_get(parent->json, "block")), "repeat") == 0;
    return is_one_of(node->key, names) ||
           (repeats && is_one_of(node->key, (const char *const[]){"body", NULL}));
}

static void search_member(const Search *here, const JsonNode *parent, const JsonNode *node) {
    if (is_closed(parent, node))
        return;
    if (strcmp(node->key, "spec") == 0) {
        if (json_is_object(node->json))
            scope_check_fields(here->compose->scope, here->table, node);
        return;
    }
    if (holds_fields(node))
        check_fields(here, node);
    if (!holds_fields(node) || !json_is_string(node->json))
        search(*here, node);
}

static void search_object(Search here, const JsonNode *node) {
    const JsonNode *data = json_node_member(node, "data"), *member;
    if (json_node_member(node, "block"))
        here.table = NULL;
    if (data && (json_is_string(data->json) || json_is_object(data->json)))
        here.table = scope_data(here.compose->scope, data);
    JsonMembers members;
    json_members_begin(&members, node);
    while ((member = json_members_next(&members)))
        search_member(&here, node, member);
}

static void search(Search around, const JsonNode *node) {
    if (++around.depth > DEPTH_MAX)
        return;
    if (json_is_object(node->json))
        search_object(around, node);
    else if (json_is_string(node->json))
        template_check_names(around.compose->scope, node);
    for (size_t i = 0; json_is_array(node->json) && i < json_node_size(node); i++)
        search(around, json_node_item(node, i));
}

static void wrong_compose(Compose *compose, const Block *block) {
    search((Search){.compose = compose}, block->node);
}

const Block *block_wrong(Arena *arena, const JsonNode *node) {
    static const BlockKind wrong = {.name = "", .compose = wrong_compose};
    Block *block = arena_new0(arena, Block);
    *block = (Block){.kind = &wrong, .node = node};
    return block;
}
