// {"block": "table", ...}: the members are in table_spec.c.
#include "page/block_kinds.h"
#include "page/table_spec.h"

void *table_read(BlockReader *context, Reader *reader) {
    TableSpec *spec = arena_new0(context->arena, TableSpec);
    table_read_columns(reader, context->arena, spec);
    table_read_rows(reader, context->arena, spec);
    return spec;
}

void table_compose(Compose *compose, const Block *block) {
    table_add_data(compose, block->spec);
}
