// {"block": "conflicts", "data"?, "partnership"?, "sources"?, "sort"?, "limit"?, "more"?,
// "empty"?}: what the records of one partnership disagree on: the value that is shown, the one that
// is claimed too, and why it was not chosen. Both values cite the source that says so, where the
// data names it. "data" has the fields of the dataset "conflicts".
#include "page/block_kinds.h"
#include "page/conflict_words.h"
#include "page/table_spec.h"

typedef struct {
    TableSpec table; // its columns are made when composing, since their heads are words
    FieldSpec partnership;
    bool cited;
} ConflictsSpec;

// Codes by their labels, which are in the language of the report.
static const JsonNode *usual_data(BlockReader *context) {
    static const char sql[] = "SELECT fact, title, field, chosen_label AS chosen,"
                              " other_label AS other, rule, chosen_source, other_source"
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
    static const Keyword ways[] = {{"none", false}, {"notes", true}, {NULL, 0}};
    int way = true;
    reader_keyword(reader, "sources", ways, &way);
    spec->cited = way;
    spec->table.head = true;
    spec_data(reader, "data", &spec->table.data);
    if (!spec->table.data)
        spec->table.data = usual_data(context);
    table_read_rows(reader, context->arena, &spec->table);
    return spec;
}

static TableColumnSpec *add_column(Compose *compose, TableSpec *table, const FieldSpec *field,
                                   Word word, double share) {
    TableColumnSpec *column = &table->columns[table->column_count++];
    *column = table_column_of(field->name);
    column->field = *field;
    column->word = words_text(compose->words, word);
    if (share > 0)
        column->width = (Track){TRACK_FRACTION, share};
    return column;
}

void conflicts_compose(Compose *compose, const Block *block) {
    static const struct {
        const char *field;
        Word word;
        double share;
        const char *source;
        CellWords say;
    } columns[] = {{"field", WORD_FIELD, 1.2, NULL, conflict_field},
                   {"chosen", WORD_CHOSEN, 1.5, "chosen_source", conflict_value},
                   {"other", WORD_CLAIMED, 1.5, "other_source", conflict_value},
                   {"rule", WORD_RULE, 1, NULL, conflict_rule}};
    const ConflictsSpec *spec = block->spec;
    TableSpec table = spec->table;
    table.columns = arena_array(compose->arena, TableColumnSpec, G_N_ELEMENTS(columns) + 1);
    table.column_count = 0;
    if (spec->partnership.name)
        add_column(compose, &table, &spec->partnership, WORD_PARTNERSHIP, 2);
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
        const FieldSpec field = {columns[i].field, block->node};
        TableColumnSpec *column =
            add_column(compose, &table, &field, columns[i].word, columns[i].share);
        column->cites = spec->cited ? columns[i].source : NULL;
        column->say = columns[i].say;
    }
    table_add_data(compose, &table);
}
