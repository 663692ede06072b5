// Every transform against what Vega-Lite and Vega give for the same data (vega/transforms.json).
#include "table_support.h"

static void run_case(Bench *bench, const json_t *datasets, const json_t *one) {
    const json_t *data = json_object_get(datasets, json_string_value(json_object_get(one, "data")));
    const json_t *transform = json_object_get(one, "transform");
    Table *table = table_from_json(bench->arena, (json_t *)data);
    g_autoptr(JsonDoc) doc = json_doc_wrap(json_incref((json_t *)transform), "transforms.json");
    const Table *result = transform_apply(&bench->context, table, json_doc_root(doc));
    json_t *rows = result ? encoded_rows(result) : json_null();
    assert_as_vega(transform, json_object_get(one, "expect"), rows);
}

static void gives_what_vega_gives(void **state) {
    (void)state;
    json_t *file = load_vega("transforms.json");
    const json_t *cases = json_object_get(file, "cases");
    assert_true(json_array_size(cases) > 200);
    for (size_t i = 0; i < json_array_size(cases); i++) {
        Bench bench = bench_open(json_string_value(json_object_get(file, "zone")));
        run_case(&bench, json_object_get(file, "datasets"), json_array_get(cases, i));
        assert_int_equal(diags_errors(bench.diags), 0);
        bench_close(&bench);
    }
    json_decref(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(gives_what_vega_gives)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
