// {"block": "commitments", "data"?, "what"?, "by"?, "due"?, "state"?, "partnership"?, "sort"?,
// "limit"?, "more"?, "empty"?}: who promised what by when, and where that stands on the day of the
// report. The members name fields; those of the dataset "commitments" are the default, and
// "partnership": false leaves the partnership's title out.
#include "page/block_kinds.h"
#include "page/fact_words.h"
#include "page/table_spec.h"

typedef struct {
    TableSpec table; // its columns are made when composing, since their heads are words
    FieldSpec what, by, due, state, partnership;
} CommitmentsSpec;

// A field's name, or false for none.
static void read_optional(Reader *reader, const char *key, FieldSpec *out) {
    const JsonNode *node = reader_node(reader, key);
    if (node && json_is_false(node->json))
        *out = (FieldSpec){0};
    else
        spec_field(reader, key, out);
}

void *commitments_read(BlockReader *context, Reader *reader) {
    CommitmentsSpec *spec = arena_new0(context->arena, CommitmentsSpec);
    spec->what = (FieldSpec){"text", reader->node};
    spec->by = (FieldSpec){"by", reader->node};
    spec->due = (FieldSpec){"due", reader->node};
    spec->state = (FieldSpec){"state", reader->node};
    spec->partnership = (FieldSpec){"title", reader->node};
    spec->table.head = true;
    spec_data_or(context, reader, "data", "commitments", &spec->table.data);
    spec_field(reader, "what", &spec->what);
    read_optional(reader, "by", &spec->by);
    read_optional(reader, "due", &spec->due);
    read_optional(reader, "state", &spec->state);
    read_optional(reader, "partnership", &spec->partnership);
    table_read_rows(reader, context->arena, &spec->table);
    return spec;
}

static const InkRule state_inks[] = {
    {"met", INK_GOOD},   {"done", INK_GOOD}, {"kept", INK_GOOD},       {"completed", INK_GOOD},
    {"open", INK_TEXT},  {"due", INK_WARN},  {"overdue", INK_BAD},     {"missed", INK_BAD},
    {"broken", INK_BAD}, {"late", INK_BAD},  {"cancelled", INK_MUTED}, {"withdrawn", INK_MUTED},
};

static void add_column(Compose *compose, TableSpec *table, const FieldSpec *field, Word word) {
    if (!field->name)
        return;
    TableColumnSpec *column = &table->columns[table->column_count++];
    *column = table_column_of(field->name);
    column->field = *field;
    column->word = words_text(compose->words, word);
}

static const char *say_state(const Compose *compose, const Table *table, guint row,
                             const char *text) {
    (void)table, (void)row;
    return fact_state(compose, text);
}

void commitments_compose(Compose *compose, const Block *block) {
    const CommitmentsSpec *spec = block->spec;
    TableSpec table = spec->table;
    table.columns = arena_array(compose->arena, TableColumnSpec, 5);
    table.column_count = 0;
    add_column(compose, &table, &spec->what, WORD_COMMITMENT);
    add_column(compose, &table, &spec->by, WORD_BY);
    add_column(compose, &table, &spec->partnership, WORD_PARTNERSHIP);
    add_column(compose, &table, &spec->due, WORD_DUE);
    if (spec->state.name) {
        add_column(compose, &table, &spec->state, WORD_STATE);
        TableColumnSpec *state = &table.columns[table.column_count - 1];
        state->look = CELL_CHIP;
        state->say = say_state;
        state->inks = state_inks;
        state->ink_count = G_N_ELEMENTS(state_inks);
    }
    table_add_data(compose, &table);
}
