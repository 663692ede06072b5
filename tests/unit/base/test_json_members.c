// Structs are written as JSON and read again; what does not fit leaves fields as they are.
#include "../support.h"

#include "base/json_members.h"

typedef struct {
    const char *name, *nothing;
    gint64 run;
    guint64 bytes;
    guint pages;
    bool good;
    double seconds;
} Row;

static const JsonMember members[] = {
    JSON_MEMBER(Row, TEXT, name),       JSON_MEMBER(Row, TEXT, nothing),
    JSON_MEMBER(Row, INTEGER, run),     JSON_MEMBER_AS(Row, COUNT, "size", bytes),
    JSON_MEMBER(Row, SMALL, pages),     JSON_MEMBER(Row, FLAG, good),
    JSON_MEMBER(Row, SECONDS, seconds), {NULL, 0, 0}};

static const Row row = {"a \"b\"", NULL, -7, G_MAXINT64, G_MAXUINT, true, 1.2345};

static void structs_come_back(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    json_auto_t *json = json_object();
    json_members_set(json, members, &row);
    assert_null(json_object_get(json, "nothing"));
    assert_int_equal(json_integer_value(json_object_get(json, "size")), G_MAXINT64);
    Row out = {0};
    json_members_get(json, members, arena, &out);
    assert_string_equal(out.name, row.name);
    assert_null(out.nothing);
    assert_int_equal(out.run, -7);
    assert_true(out.bytes == row.bytes);
    assert_int_equal(out.pages, G_MAXUINT);
    assert_true(out.good);
    assert_float_equal(out.seconds, 1.235, 1e-9);
}

static void what_does_not_fit_is_left(void **state) {
    static const char text[] = "{\"name\": 5, \"run\": \"x\", \"size\": -1, \"pages\": 4294967296,"
                               " \"good\": 1, \"seconds\": null, \"other\": {}}";
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    json_auto_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    Row out = row;
    json_members_get(json, members, arena, &out);
    json_members_get(NULL, members, arena, &out);
    json_auto_t *before = json_object(), *after = json_object();
    json_members_set(before, members, &row);
    json_members_set(after, members, &out);
    assert_true(json_equal(before, after));
}

static void copies_keep_their_texts(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    char name[] = "first";
    Row copy = {.name = name};
    json_members_keep(members, arena, &copy);
    name[0] = 'F';
    assert_string_equal(copy.name, "first");
    assert_null(copy.nothing);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(structs_come_back),
                                       cmocka_unit_test(what_does_not_fit_is_left),
                                       cmocka_unit_test(copies_keep_their_texts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
