// Rows on their way to an engine by a thread: all arrive as they were given, in their order, and
// the first that fails ends it. And the home of facts, which is counted as they come.
#include "store_support.h"

#include "store/home.h"
#include "store/private.h"
#include "store/row_writer.h"

enum { MANY = 20000, LONG = 300 << 10 };

static Engine *memory_engine(void) {
    static const SqliteOptions memory = {.writable = true, .create = true};
    char *failure = NULL;
    Engine *engine = engine_sqlite_open(&memory, &failure);
    assert_non_null(engine);
    assert_true(schema_run(engine, schema_statements));
    return engine;
}

static bool put_label(RowWriter *writer, guint number, const char *label) {
    g_autofree char *code = g_strdup_printf("code %06u", number);
    const SqlValue values[] = {sql_text("sectors"), sql_text(number % 2 ? "en" : ""),
                               sql_text(code), sql_text(label)};
    return row_writer_put(writer, STORED_LABELS, values, G_N_ELEMENTS(values));
}

static gint64 count(Engine *engine, const char *sql) {
    gint64 value = engine_integer(engine, sql, NULL, 0);
    assert_null(engine->error.message);
    return value;
}

static void test_all_arrive(void **state) {
    (void)state;
    Engine *engine = memory_engine();
    RowWriter *writer = row_writer_new(engine);
    for (guint i = 0; i < MANY; i++) {
        g_autofree char *label = g_strdup_printf("\xd9\x84 %u", i);
        assert_true(put_label(writer, i, i % 3 ? label : i % 2 ? "" : NULL));
    }
    assert_true(row_writer_end(writer));
    assert_int_equal(count(engine, "SELECT count(*) FROM labels"), MANY);
    assert_int_equal(count(engine, "SELECT count(*) FROM labels WHERE language = ''"), MANY / 2);
    assert_int_equal(count(engine, "SELECT count(*) FROM labels WHERE label IS NULL"), 3334);
    assert_int_equal(count(engine, "SELECT count(*) FROM labels WHERE label = ''"), 3333);
    assert_int_equal(count(engine, "SELECT count(*) FROM labels WHERE label = '\xd9\x84 ' ||"
                                   " CAST(substr(code, 6) AS INTEGER)"),
                     MANY - 6667);
    engine_close(engine);
}

static void test_long_text(void **state) {
    (void)state;
    Engine *engine = memory_engine();
    RowWriter *writer = row_writer_new(engine);
    g_autofree char *text = g_strnfill(LONG, 'x');
    for (guint i = 0; i < 5; i++)
        assert_true(put_label(writer, i, text));
    assert_true(row_writer_end(writer));
    assert_int_equal(count(engine, "SELECT sum(length(label)) FROM labels"), 5 * LONG);
    engine_close(engine);
}

static void test_none(void **state) {
    (void)state;
    Engine *engine = memory_engine();
    assert_true(row_writer_end(row_writer_new(engine)));
    assert_true(row_writer_end(NULL));
    assert_int_equal(count(engine, "SELECT count(*) FROM labels"), 0);
    engine_close(engine);
}

// The key of the second row is there already; what comes after it is not written.
static void test_failure(void **state) {
    (void)state;
    for (guint before = 1; before < MANY; before += MANY - 2) {
        Engine *engine = memory_engine();
        RowWriter *writer = row_writer_new(engine);
        bool good = true;
        for (guint i = 0; i < before; i++)
            good = good && put_label(writer, i, "a");
        good = good && put_label(writer, 0, "again");
        for (guint i = before; good && i < 2 * MANY; i++)
            good = put_label(writer, i, "b");
        assert_false(good);
        assert_false(row_writer_end(writer));
        assert_non_null(strstr(engine->error.message, "UNIQUE"));
        engine_clear(engine);
        assert_int_equal(count(engine, "SELECT count(*) FROM labels"), before);
        engine_close(engine);
    }
}

// ---- homes

static const char *const homes[][3] = {
    // facts, home, tied
    {"", NULL, NULL},
    {PARTNERSHIP("a", "\"parties\":[\"Nobody\"],\"year\":2020"), NULL, NULL},
    {PARTNERSHIP("a", "\"parties\":[{\"name\":\"X\",\"country\":\"FR\"}],\"year\":2020"), "FR",
     NULL},
    {PARTNERSHIP("a", "\"parties\":[{\"name\":\"X\",\"country\":\"FR\"},"
                      "{\"name\":\"Y\",\"country\":\"DE\"}],\"year\":2020")
         PARTNERSHIP("b", "\"parties\":[{\"name\":\"X\",\"country\":\"FR\"},"
                          "{\"name\":\"Y\",\"country\":\"DE\"}],\"year\":2021"),
     "FR", "DE"},
    {PARTNERSHIP("a", "\"parties\":[{\"name\":\"X\",\"country\":\"FR\"},"
                      "{\"name\":\"Z\",\"country\":\"FR\"}],\"year\":2020")
         PARTNERSHIP("b", "\"parties\":[{\"name\":\"Y\",\"country\":\"DE\"}],\"year\":2021"),
     "DE", NULL},
    {PARTNERSHIP("a", "\"parties\":[{\"name\":\"P\",\"country\":\"US\"},"
                      "{\"name\":\"Q\",\"country\":\"IT\"}],\"year\":2020")
         PARTNERSHIP("b", "\"parties\":[{\"name\":\"Q\",\"country\":\"IT\"},"
                          "{\"name\":\"R\",\"country\":\"JP\"}],\"year\":2021")
             PARTNERSHIP("c", "\"parties\":[{\"name\":\"Q\",\"country\":\"IT\"}],\"year\":2022"),
     "IT", NULL},
};

static void test_home(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(homes); i++) {
        void *made = NULL;
        fixture_begin(&made, homes[i][0]);
        StoreFixture *fixture = made;
        const char *tied, *home = store_home(fixture->store, &tied);
        g_auto(StoreHome) found = home_find(fixture->store->engine);
        if (g_strcmp0(home, homes[i][1]) != 0 || g_strcmp0(tied, homes[i][2]) != 0)
            fail_msg("%u: %s, tied %s", i, home, tied);
        assert_true(g_strcmp0(home, found.country) == 0 && g_strcmp0(tied, found.tied) == 0);
        fixture_free(fixture);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_arrive), cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_none),       cmocka_unit_test(test_failure),
        cmocka_unit_test(test_home),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
