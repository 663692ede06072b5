// Hooks: what they are given, what is kept of them, and that none of them holds a run up.
#include "../support.h"

#include "job/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

static void run_in(const char *folder, const char *const *argv, const char *input, guint limit_s,
                   HookResult *result) {
    g_autoptr(GBytes) bytes = g_bytes_new(input, strlen(input));
    HookCommand command = {argv, folder, limit_s};
    hook_run(&command, bytes, result);
}

static void run_shell(const char *script, const char *input, guint limit_s, HookResult *result) {
    const char *const argv[] = {"sh", "-c", script, NULL};
    run_in("/", argv, input, limit_s, result);
}

static void input_and_output(void **state) {
    (void)state;
    HookResult result;
    run_shell("cat; echo; echo trouble >&2; cat /dev/stdin", "{\"event\": \"change\"}", 10,
              &result);
    assert_true(hook_is_good(&result));
    assert_string_equal(result.output, "{\"event\": \"change\"}\ntrouble\n{\"event\": \"change\"}");
    hook_result_clear(&result);
}

// No shell reads the arguments.
static void arguments_are_words(void **state) {
    (void)state;
    HookResult result;
    const char *const argv[] = {"/bin/echo", "$(id)", "a b", "; false", "%s", NULL};
    run_in("/", argv, "", 10, &result);
    assert_string_equal(result.output, "$(id) a b ; false %s\n");
    hook_result_clear(&result);
}

static void folder_of_the_run(void **state) {
    (void)state;
    HookResult result;
    const char *const argv[] = {"pwd", NULL};
    run_in("/usr", argv, "", 10, &result);
    assert_string_equal(result.output, "/usr\n");
    hook_result_clear(&result);
}

static void assert_described(HookResult *result, guint limit_s, const char *expected) {
    HookCommand command = {.limit_s = limit_s};
    g_autofree char *text = hook_describe(&command, result);
    assert_string_equal(text, expected);
    assert_false(hook_is_good(result));
    hook_result_clear(result);
}

static void failures(void **state) {
    (void)state;
    HookResult result;
    run_shell("echo no route >&2; exit 3", "", 10, &result);
    assert_string_equal(result.output, "no route\n");
    assert_described(&result, 10, "exited with 3");
    run_shell("kill -9 $$", "", 10, &result);
    assert_described(&result, 10, "was ended by signal 9");
    const char *const missing[] = {"/nonexistent/program", NULL};
    run_in("/", missing, "", 10, &result);
    assert_int_equal(result.code, ENOENT);
    assert_described(&result, 10, "cannot be run: No such file or directory");
    const char *const fine[] = {"true", NULL};
    run_in("/nonexistent", fine, "", 10, &result);
    assert_described(&result, 10, "cannot be run: No such file or directory");
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// It and what it started are ended.
static void too_long(void **state) {
    (void)state;
    HookResult result;
    double start = now();
    run_shell("sleep 300 & echo $!; wait", "", 1, &result);
    assert_true(now() - start < 20);
    pid_t below = (pid_t)g_ascii_strtoll(result.output, NULL, 10);
    assert_true(below > 1);
    assert_described(&result, 1, "was ended after 1 s");
    for (guint i = 0; i < 100 && kill(below, 0) == 0; i++) // until its parent has taken it
        g_usleep(20000);
    g_autofree char *path = g_strdup_printf("/proc/%d/stat", below);
    g_autofree char *stat_text = NULL;
    if (g_file_get_contents(path, &stat_text, NULL, NULL))
        assert_non_null(strstr(stat_text, ") Z "));
}

// One that leaves a process behind, with its output still open, does not hold the run up.
static void left_behind(void **state) {
    (void)state;
    HookResult result;
    double start = now();
    run_shell("sleep 15 & echo done", "", 60, &result);
    assert_true(now() - start < 10);
    assert_string_equal(result.output, "done\n");
    hook_result_clear(&result);
}

static void much_output(void **state) {
    (void)state;
    HookResult result;
    run_shell("yes hello | head -c 3000000; printf '\\377 the last words'", "", 60, &result);
    assert_true(strlen(result.output) <= HOOK_OUTPUT_LIMIT + 2);
    assert_true(g_utf8_validate(result.output, -1, NULL));
    assert_true(g_str_has_suffix(result.output, "\uFFFD the last words"));
    hook_result_clear(&result);
}

// Input of any length is there whole, whether it is read or not.
static void much_input(void **state) {
    (void)state;
    HookResult result;
    g_autofree char *input = g_strnfill(5000000, 'x');
    run_shell("wc -c", input, 60, &result);
    assert_string_equal(result.output, "5000000\n");
    hook_result_clear(&result);
    run_shell("exit 0", input, 60, &result);
    assert_true(hook_is_good(&result));
    hook_result_clear(&result);
}

// A signal that the run ignores or blocks is as it should be in the command.
static void signals_are_reset(void **state) {
    (void)state;
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    signal(SIGPIPE, SIG_IGN);
    HookResult result;
    run_shell("grep -E 'Sig(Blk|Ign)' /proc/self/status | cut -c 17-", "", 10, &result);
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    // The first 31; the C library keeps 32 and 33 to itself.
    guint64 blocked = g_ascii_strtoull(result.output, NULL, 16);
    guint64 ignored = g_ascii_strtoull(strchr(result.output, '\n'), NULL, 16);
    assert_int_equal((blocked | ignored) & 0x7fffffff, 0);
    hook_result_clear(&result);
}

static guint open_descriptors(void) {
    guint count = 0;
    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static void descriptors_are_closed(void **state) {
    (void)state;
    guint before = open_descriptors();
    HookResult result;
    int ours = open("/", O_RDONLY | O_CLOEXEC);
    assert_true(ours >= 0);
    g_autofree char *script = g_strdup_printf("test ! -e /proc/self/fd/%d", ours);
    run_shell(script, "", 10, &result);
    assert_true(hook_is_good(&result));
    close(ours);
    hook_result_clear(&result);
    const char *const missing[] = {"/nonexistent/program", NULL};
    run_in("/", missing, "", 10, &result);
    hook_result_clear(&result);
    assert_int_equal(open_descriptors(), before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(input_and_output),  cmocka_unit_test(arguments_are_words),
        cmocka_unit_test(folder_of_the_run), cmocka_unit_test(failures),
        cmocka_unit_test(too_long),          cmocka_unit_test(left_behind),
        cmocka_unit_test(much_output),       cmocka_unit_test(much_input),
        cmocka_unit_test(signals_are_reset), cmocka_unit_test(descriptors_are_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
