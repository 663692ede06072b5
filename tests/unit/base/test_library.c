// Libraries that are opened when they are used: the C library's own mathematics stands for them.
#include "../support.h"

#include "base/library.h"

static void a_function_is_the_library_s_own(void **state) {
    (void)state;
    Library library = {.file = "libm.so.6"};
    double (*root)(double) = (double (*)(double))library_function(&library, "sqrt");
    assert_true(root(16) == 4);
    g_autofree char *problem = NULL;
    assert_true(library_open(&library, &problem)); // again
    assert_null(problem);
}

static void a_missing_library_is_named_each_time(void **state) {
    (void)state;
    Library library = {.file = "libnobody-has-this.so.7"};
    for (int i = 0; i < 2; i++) {
        g_autofree char *problem = NULL;
        assert_false(library_open(&library, &problem));
        assert_non_null(strstr(problem, "libnobody-has-this.so.7"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_function_is_the_library_s_own),
        cmocka_unit_test(a_missing_library_is_named_each_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
