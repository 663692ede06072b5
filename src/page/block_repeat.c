// {"block": "repeat", "for": {"data", "by"?, "as"?}, "body", "limit"?, "empty"?}: the body once for
// each row, or with "by" once for each value of a field. In the body the row is called "row" or
// what "as" says ({{p.title}}); with "by" there are {{s.key}} and the dataset "s.rows".
#include "page/block_kinds.h"
#include "page/spec.h"
#include "page/typeset.h"
#include "table/group.h"

#include <string.h>

enum { REPEAT_LIMIT = 10000 }; // turns

typedef struct {
    const JsonNode *data;
    FieldSpec by;
    const char *as;
    gint64 limit; // 0: all
    BlockList body;
    const JsonNode *empty;
    const JsonNode *node;
} RepeatSpec;

static void read_for(RepeatSpec *spec, Diags *diags, const JsonNode *node) {
    Reader reader;
    if (!reader_begin(&reader, diags, node, "\"for\" of a repetition"))
        return;
    spec_require_data(&reader, "data", &spec->data);
    spec_field(&reader, "by", &spec->by);
    reader_string(&reader, "as", &spec->as);
    reader_end(&reader);
}

void *repeat_read(BlockReader *context, Reader *reader) {
    RepeatSpec *spec = arena_new0(context->arena, RepeatSpec);
    spec->as = "row";
    spec->limit = 0;
    spec->node = reader_require(reader, "for");
    if (spec->node)
        read_for(spec, context->diags, spec->node);
    reader_integer(reader, "limit", 1, REPEAT_LIMIT, &spec->limit);
    reader_template(reader, "empty", TEMPLATE_PLAIN, &spec->empty);
    spec_body(context, reader, &spec->body);
    return spec;
}

// One turn, in a scope of its own. The first slab keeps the distance of blocks to what stands
// before it.
static void compose_turn(Compose *compose, const RepeatSpec *spec, Scope *scope, bool first) {
    Compose inner = *compose;
    inner.scope = scope;
    guint before = flow_count(compose->flow);
    block_compose_list(&inner, spec->body.blocks, spec->body.count);
    if (!first && flow_count(compose->flow) > before) {
        Slab *slab = flow_nth(compose->flow, before);
        slab->space_before = MAX(slab->space_before, compose->gap_after);
    }
    compose->gap_after = inner.gap_after;
}

// How many turns are made; more than the program makes is an error, never cut in silence.
static guint turns_of(Compose *compose, const RepeatSpec *spec, guint count) {
    if (spec->limit)
        return (guint)MIN(spec->limit, count);
    if (count > REPEAT_LIMIT)
        json_error(compose->diags, spec->node, DIAG_TOO_LARGE, "give a \"limit\"",
                   "a repetition of %u turns, more than %d", count, REPEAT_LIMIT);
    return MIN(count, REPEAT_LIMIT);
}

static void repeat_rows(Compose *compose, const RepeatSpec *spec, const Table *table) {
    guint turns = turns_of(compose, spec, table->row_count);
    for (guint row = 0; row < turns; row++) {
        Scope *scope = scope_push(compose->scope);
        scope_set_row(scope, spec->as, table, row);
        compose_turn(compose, spec, scope, row == 0);
    }
}

static void repeat_groups(Compose *compose, const RepeatSpec *spec, const Table *table) {
    Arena *arena = compose->arena;
    Groups groups = groups_make(arena, table, &spec->by.name, 1, GROUP_BY_TEXT);
    const char *key = arena_printf(arena, "%s.key", spec->as);
    const char *rows = arena_printf(arena, "%s.rows", spec->as);
    guint turns = turns_of(compose, spec, groups.count);
    for (guint g = 0; g < turns; g++) {
        Scope *scope = scope_push(compose->scope);
        const guint *members = group_rows(&groups, g);
        scope_set(scope, key, table_value(table, spec->by.name, members[0]));
        scope_set_table(scope, rows, table_pick(arena, table, members, group_size(&groups, g)));
        compose_turn(compose, spec, scope, g == 0);
    }
}

void repeat_compose(Compose *compose, const Block *block) {
    const RepeatSpec *spec = block->spec;
    const Table *table = scope_data(compose->scope, spec->data);
    if (!table || !spec_check_field(compose, table, &spec->by))
        return;
    if (table->row_count == 0 && spec->empty)
        typeset_empty(compose, spec->empty, block->node);
    else if (spec->by.name)
        repeat_groups(compose, spec, table);
    else
        repeat_rows(compose, spec, table);
}
