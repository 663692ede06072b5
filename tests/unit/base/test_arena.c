// Memory handed out is zeroed, aligned, and apart from all other.
#include "../support.h"

#include "base/arena.h"

#include <stdalign.h>

static void memory_is_zeroed_aligned_and_apart(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    unsigned char *pieces[2000];
    for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
        size_t size = i % 97;
        pieces[i] = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        for (size_t at = 0; at < size; at++)
            assert_int_equal(pieces[i][at], 0);
        memset(pieces[i], (int)(i % 251) + 1, size);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++)
        for (size_t at = 0; at < i % 97; at++)
            assert_int_equal(pieces[i][at], i % 251 + 1);
}

static void large_requests_get_a_block_of_their_own(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    char *before = arena_strdup(arena, "before");
    unsigned char *large = arena_alloc(arena, 10 << 20);
    char *after = arena_strdup(arena, "after");
    assert_int_equal(large[0] | large[(10 << 20) - 1], 0);
    memset(large, 0xAA, 10 << 20);
    assert_string_equal(before, "before");
    assert_string_equal(after, "after");
    assert_in_range(arena_used(arena), 10 << 20, (10 << 20) + 4096);
}

static void reset_gives_zeroed_memory_again(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    for (int round = 0; round < 100; round++) {
        for (int i = 0; i < 50; i++) {
            unsigned char *piece = arena_alloc(arena, 1000);
            for (int at = 0; at < 1000; at++)
                assert_int_equal(piece[at], 0);
            memset(piece, 0xFF, 1000);
        }
        arena_reset(arena);
        assert_int_equal(arena_used(arena), 0);
    }
    arena_reset(arena);
}

static void texts_are_copied(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    char text[] = "abc";
    char *copy = arena_strdup(arena, text), *part = arena_strndup(arena, text, 2);
    text[0] = 'x';
    assert_string_equal(copy, "abc");
    assert_string_equal(part, "ab");
    assert_string_equal(arena_strndup(arena, NULL, 0), "");
    assert_null(arena_strdup(arena, NULL));
    assert_string_equal(arena_printf(arena, "%d-%s", 7, "seven"), "7-seven");
    int numbers[] = {1, 2, 3};
    assert_memory_equal(arena_memdup(arena, numbers, sizeof numbers), numbers, sizeof numbers);
}

static void arrays_have_room_for_all(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    double *numbers = arena_array(arena, double, 1000);
    for (int i = 0; i < 1000; i++)
        numbers[i] = i;
    assert_true(arena_used(arena) >= 8000);
    assert_non_null(arena_array(arena, double, 0));
    arena_free(NULL);
}

static void note(void *letter) {
    static char order[8];
    char *at = order + strlen(order);
    *at = *(char *)letter;
    if (*at == '?') // shows what was noted, and starts over
        g_strlcpy(letter, order, 8), memset(order, 0, sizeof order);
}

static void owned_things_go_last_come_first(void **state) {
    (void)state;
    char a = 'a', b = 'b', seen[8] = "?";
    Arena *arena = arena_new();
    arena_own(arena, &a, note);
    arena_own(arena, &b, note);
    arena_reset(arena);
    arena_own(arena, &a, note);
    arena_free(arena);
    note(seen);
    assert_string_equal(seen, "baa?");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
        cmocka_unit_test(large_requests_get_a_block_of_their_own),
        cmocka_unit_test(reset_gives_zeroed_memory_again),
        cmocka_unit_test(texts_are_copied),
        cmocka_unit_test(arrays_have_room_for_all),
        cmocka_unit_test(owned_things_go_last_come_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
