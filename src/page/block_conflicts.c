// {"block": "conflicts", "data"?, "partnership"?, "sort"?, "limit"?, "more"?, "empty"?}: what the
// records of one partnership disagree on: the value that is shown, the one that is claimed too, and
// why it was not chosen. "data" has the fields of the dataset "conflicts".
#include "page/block_kinds.h"
#include "page/table_spec.h"

typedef struct {
    TableSpec table; // its columns are made when composing, since their heads are words
    FieldSpec partnership;
} ConflictsSpec;

// JSON pointers of members are shown as their names.
static const JsonNode *usual_data(BlockReader *context) {
    static const char sql[] =
        "SELECT fact, title, replace(substr(field, 2), '_', ' ') AS field, chosen, other, rule"
        " FROM conflicts ORDER BY fact, position";
    JsonDoc *doc = json_doc_wrap(json_pack("{s:s}", "sql", sql), "conflicts");
    g_ptr_array_add(context->documents, doc);
    return json_doc_root(doc);
}

void *conflicts_read(BlockReader *context, Reader *reader) {
    ConflictsSpec *spec = arena_new0(context->arena, ConflictsSpec);
    const JsonNode *partnership = reader_node(reader, "partnership");
    spec->partnership = (FieldSpec){"title", reader->node};
    if (partnership && json_is_false(partnership->json))
        spec->partnership = (FieldSpec){0};
    else
        spec_field(reader, "partnership", &spec->partnership);
    spec->table.head = true;
    spec_data(reader, "data", &spec->table.data);
    if (!spec->table.data)
        spec->table.data = usual_data(context);
    table_read_rows(reader, context->arena, &spec->table);
    return spec;
}

static void add_column(Compose *compose, TableSpec *table, const FieldSpec *field, Word word,
                       double share) {
    TableColumnSpec *column = &table->columns[table->column_count++];
    *column = table_column_of(field->name);
    column->field = *field;
    column->word = words_text(compose->words, word);
    if (share > 0)
        column->width = (Track){TRACK_FRACTION, share};
}

void conflicts_compose(Compose *compose, const Block *block) {
    static const struct {
        const char *field;
        Word word;
        double share;
    } columns[] = {{"field", WORD_FIELD, 0},
                   {"chosen", WORD_CHOSEN, 1.5},
                   {"other", WORD_CLAIMED, 1.5},
                   {"rule", WORD_RULE, 1}};
    const ConflictsSpec *spec = block->spec;
    TableSpec table = spec->table;
    table.columns = arena_array(compose->arena, TableColumnSpec, G_N_ELEMENTS(columns) + 1);
    table.column_count = 0;
    if (spec->partnership.name)
        add_column(compose, &table, &spec->partnership, WORD_PARTNERSHIP, 2);
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
        const FieldSpec field = {columns[i].field, block->node};
        add_column(compose, &table, &field, columns[i].word, columns[i].share);
    }
    table_add_data(compose, &table);
}
