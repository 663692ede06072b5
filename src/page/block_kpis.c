// {"block": "kpis", "items", "columns"?, "look"?}: key figures in tiles, or "plain" below a rule.
#include "page/block_kinds.h"
#include "page/kpi.h"

void *kpis_read(BlockReader *context, Reader *reader) {
    static const Keyword looks[] = {{"tiles", KPI_TILES}, {"plain", KPI_PLAIN}, {NULL, 0}};
    KpiSet *set = arena_new0(context->arena, KpiSet);
    reader_require(reader, "items");
    const JsonNode *items = reader_array(reader, "items");
    if (items)
        kpi_read_items(context, items, set);
    reader_integer(reader, "columns", 1, KPI_COLUMNS_MAX, &set->columns);
    reader_keyword(reader, "look", looks, &set->look);
    return set;
}

void kpis_compose(Compose *compose, const Block *block) {
    kpi_add(compose, block->spec);
}
