// Ids in little memory: each is found with the place that it was given last, and no other is.
#include "../support.h"

#include "facts/ids.h"

#include <string.h>

enum { MANY = 100000 };

static void each_of_many_is_found_where_it_stands(void **state) {
    (void)state;
    Ids *ids = ids_new();
    for (guint i = 0; i < MANY; i++) {
        g_autofree char *id = g_strdup_printf("F-%u", i);
        assert_false(ids_find(ids, id, NULL));
        ids_put(ids, id, &(IdPlace){.at = i, .file = i & 7, .is_line = i % 2});
    }
    assert_int_equal(ids_count(ids), MANY);
    for (guint i = 0; i < MANY; i++) {
        g_autofree char *id = g_strdup_printf("F-%u", i);
        IdPlace place;
        assert_true(ids_find(ids, id, &place));
        assert_int_equal(place.at, i);
        assert_int_equal(place.file, i & 7);
        assert_int_equal(place.is_line, i % 2);
    }
    assert_false(ids_find(ids, "F-100000", NULL));
    assert_false(ids_find(ids, "F-", NULL));
    ids_free(ids);
}

static void an_id_that_comes_again_is_there_once(void **state) {
    (void)state;
    Ids *ids = ids_new();
    IdPlace place;
    ids_put(ids, "a", &(IdPlace){.at = 1});
    ids_put(ids, "a", &(IdPlace){.at = 2, .is_member = 1});
    assert_int_equal(ids_count(ids), 1);
    assert_true(ids_find(ids, "a", &place));
    assert_int_equal(place.at, 2);
    assert_true(place.is_member);
    ids_free(ids);
}

static void adding_tells_where_an_id_stands_already(void **state) {
    (void)state;
    Ids *ids = ids_new();
    IdPlace before = {0};
    assert_true(ids_add(ids, "a", &(IdPlace){.at = 1}, &before));
    assert_false(ids_add(ids, "a", &(IdPlace){.at = 2}, &before));
    assert_int_equal(before.at, 1);
    assert_true(ids_find(ids, "a", &before));
    assert_int_equal(before.at, 1);
    assert_int_equal(ids_count(ids), 1);
    ids_free(ids);
}

// 200 characters of four bytes are the longest that a record may have; the empty one is no id of a
// record, but one all the same.
static void ids_of_any_length_are_told_apart(void **state) {
    (void)state;
    Ids *ids = ids_new();
    char id[1024] = "";
    for (guint length = 0; length < sizeof id - 1; length++) {
        ids_put(ids, id, &(IdPlace){.at = length});
        id[length] = 'x';
    }
    memset(id, 0, sizeof id);
    for (guint length = 0; length < sizeof id - 1; length++) {
        IdPlace place;
        assert_true(ids_find(ids, id, &place));
        assert_int_equal(place.at, length);
        id[length] = 'x';
    }
    assert_false(ids_find(ids, id, NULL));
    ids_free(ids);
}

// "Aa" and "B@" have one sum, so that each of 2^16 ids of such pairs has the hash of all others.
static char *colliding_id(guint number) {
    GString *out = g_string_new("F-");
    for (guint bit = 0; bit < 16; bit++)
        g_string_append(out, number >> bit & 1 ? "Aa" : "B@");
    return g_string_free(out, FALSE);
}

static double seconds_to_keep(char **all) {
    g_autoptr(GTimer) timer = g_timer_new();
    Ids *ids = ids_new();
    for (guint i = 0; all[i]; i++) {
        assert_false(ids_find(ids, all[i], NULL));
        ids_put(ids, all[i], &(IdPlace){.at = i});
    }
    for (guint i = 0; all[i]; i++) {
        IdPlace place;
        assert_true(ids_find(ids, all[i], &place));
        assert_int_equal(place.at, i);
    }
    ids_free(ids);
    return g_timer_elapsed(timer, NULL);
}

// Two thousand million comparisons, if they stood one behind the other.
static void ids_made_to_collide_are_told_apart_as_fast(void **state) {
    (void)state;
    enum { COLLIDING = 1 << 16 };
    char **bad = g_new0(char *, COLLIDING + 1), **good = g_new0(char *, COLLIDING + 1);
    for (guint i = 0; i < COLLIDING; i++) {
        bad[i] = colliding_id(i);
        good[i] = g_strdup_printf("F-%032u", i);
        assert_int_equal(g_str_hash(bad[i]), g_str_hash(bad[0]));
    }
    assert_true(seconds_to_keep(bad) < 30 * seconds_to_keep(good));
    g_strfreev(bad);
    g_strfreev(good);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_of_many_is_found_where_it_stands),
        cmocka_unit_test(an_id_that_comes_again_is_there_once),
        cmocka_unit_test(adding_tells_where_an_id_stands_already),
        cmocka_unit_test(ids_of_any_length_are_told_apart),
        cmocka_unit_test(ids_made_to_collide_are_told_apart_as_fast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
