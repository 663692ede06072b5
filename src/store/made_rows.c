// Rows of a table stand one behind the other in one array of values, their texts in an arena.
#include "store/made_rows.h"

typedef struct {
    Engine engine; // first
    Arena *arena;
    GArray *values[STORED_COUNT]; // SqlValue
} MadeRows;

static MadeRows *self(Engine *engine) {
    return (MadeRows *)engine;
}

static void close_engine(Engine *engine) {
    for (guint table = 0; table < STORED_COUNT; table++)
        g_array_unref(self(engine)->values[table]);
    arena_free(self(engine)->arena);
    g_free(engine);
}

static bool put_row(Engine *engine, guint table, const SqlValue *values, guint count) {
    MadeRows *rows = self(engine);
    for (guint i = 0; i < count; i++) {
        SqlValue value = values[i];
        if (value.type == SQL_TEXT)
            value.text = arena_strndup(rows->arena, value.text, value.length);
        g_array_append_val(rows->values[table], value);
    }
    return true;
}

Engine *made_rows_new(void) {
    static const EngineClass class = {.name = "rows", .close = close_engine, .put = put_row};
    MadeRows *rows = g_new0(MadeRows, 1);
    rows->engine.class = &class;
    rows->arena = arena_new();
    for (guint table = 0; table < STORED_COUNT; table++)
        rows->values[table] = g_array_new(FALSE, FALSE, sizeof(SqlValue));
    return &rows->engine;
}

guint made_rows_count(Engine *engine, StoredTable table) {
    return self(engine)->values[table]->len / schema_tables[table].columns;
}

const SqlValue *made_row(Engine *engine, StoredTable table, guint index) {
    return &g_array_index(self(engine)->values[table], SqlValue,
                          index * schema_tables[table].columns);
}

void made_rows_forget(Engine *engine) {
    MadeRows *rows = self(engine);
    for (guint table = 0; table < STORED_COUNT; table++)
        g_array_set_size(rows->values[table], 0);
    arena_reset(rows->arena);
}
