// Views whose labels are looked up give what those give that join them.
#include "store_support.h"

#include "store/private.h"

static const char facts[] =
    PARTNERSHIP("a", "\"parties\":[{\"name\":\"Pakistan\",\"country\":\"PK\"},"
                     "{\"name\":\"Russia\",\"country\":\"RU\"}],\"sectors\":[\"steel\","
                     "\"energy\"],\"year\":2020,\"amounts\":[{\"value\":\"10\",\"currency\":"
                     "\"USD\",\"basis\":\"committed\"}],\"status\":\"completed\","
                     "\"commitments\":[{\"text\":\"A mill\",\"by\":\"Russia\",\"due\":\"2021\"}]")
        PARTNERSHIP("b", "\"parties\":[\"Nobody known\"],\"sector\":\"health\","
                         "\"year\":2021,\"status\":\"signed\",\"instrument\":\"loan\"")
            PARTNERSHIP("c", "\"parties\":[\"Pakistan\"],\"year\":2022,\"quantities\":["
                             "{\"label\":\"mills\",\"value\":2}]");

static int setup(void **state) {
    return fixture_begin(state, facts);
}

static gint64 count(Engine *engine, const char *format, const char *name, const char *other) {
    g_autoptr(GString) sql = g_string_new(format);
    g_string_replace(sql, "{a}", name, 0);
    g_string_replace(sql, "{b}", other, 0);
    gint64 value = engine_integer(engine, sql->str, NULL, 0);
    if (engine->error.message)
        fail_msg("%s: %s", sql->str, engine->error.message);
    return value;
}

// The view under another name, as the schema writes it. New string.
static char *make_joined(Engine *engine, const char *statement, char **name) {
    const char *begin = statement + strlen("CREATE VIEW ");
    *name = g_strndup(begin, strcspn(begin, " "));
    g_autofree char *sql = g_strdup_printf("CREATE TEMP VIEW joined_%s", begin);
    const char *const statements[] = {sql, NULL};
    if (!schema_run(engine, statements))
        fail_msg("%s: %s", *name, engine->error.message);
    return g_strdup_printf("joined_%s", *name);
}

static void test_same_rows(void **state) {
    const StoreFixture *fixture = *state;
    Engine *engine = fixture->store->engine;
    guint compared = 0;
    assert_true(engine_script(engine, "PRAGMA query_only = 0"));
    for (guint i = 0; schema_views[i]; i++) {
        g_autofree char *name = NULL;
        g_autofree char *joined = make_joined(engine, schema_views[i], &name);
        static const char missing[] =
            "SELECT count(*) FROM (SELECT * FROM {a} EXCEPT SELECT * FROM {b})";
        gint64 rows = count(engine, "SELECT count(*) FROM {a}", name, joined);
        assert_int_equal(rows, count(engine, "SELECT count(*) FROM {b}", name, joined));
        assert_int_equal(count(engine, missing, name, joined), 0);
        assert_int_equal(count(engine, missing, joined, name), 0);
        compared += rows > 0;
    }
    assert_int_equal(compared, 9);
}

static void test_text(void **state) {
    (void)state;
    g_autofree char *made =
        schema_look_up("CREATE VIEW v AS SELECT f.a, coalesce(ls.label, f.ls.label, f.b) AS b,"
                       " t.\"order\" FROM fact_rows f LEFT JOIN labels ls ON ls.code = f.b AND"
                       " ls.kind = (1) LEFT JOIN terms t ON t.code = f.c WHERE ls.label > ''");
    assert_string_equal(
        made, "CREATE VIEW v AS SELECT f.a, coalesce((SELECT ls.label FROM labels ls WHERE ls.code"
              " = f.b AND ls.kind = (1)), f.ls.label, f.b) AS b, (SELECT t.\"order\" FROM terms t"
              " WHERE t.code = f.c) FROM fact_rows f WHERE (SELECT ls.label FROM labels ls WHERE"
              " ls.code = f.b AND ls.kind = (1)) > ''");
    static const char *const left[] = {
        "CREATE TABLE t(a)",
        "CREATE VIEW v AS SELECT u.n FROM s LEFT JOIN (SELECT 1 AS n) AS u ON u.n = s.n",
        "CREATE VIEW v AS SELECT l.label, count(*) FROM s LEFT JOIN labels l ON l.code = s.code"
        " GROUP BY l.label",
        "CREATE VIEW v AS SELECT p.x FROM s LEFT JOIN party_rows p ON p.fact = s.fact",
    };
    for (guint i = 0; i < G_N_ELEMENTS(left); i++) {
        g_autofree char *same = schema_look_up(left[i]);
        assert_string_equal(same, left[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same_rows, setup, fixture_end),
        cmocka_unit_test(test_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
