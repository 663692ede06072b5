// Files that are there, missing, too large, of the wrong kind; writing that is whole or not at all.
#include "../support.h"

#include "base/file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char *folder;
    Diags *diags;
} Fixture;

static int set_up(void **state) {
    Fixture *fixture = g_new0(Fixture, 1);
    fixture->folder = g_dir_make_tmp("accord-test-XXXXXX", NULL);
    fixture->diags = diags_new();
    *state = fixture;
    return fixture->folder ? 0 : -1;
}

static void remove_tree(const char *path) {
    GDir *dir = g_dir_open(path, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *child = g_build_filename(path, name, NULL);
        if (g_file_test(child, G_FILE_TEST_IS_DIR) && !g_file_test(child, G_FILE_TEST_IS_SYMLINK))
            remove_tree(child);
        else
            g_unlink(child);
    }
    if (dir)
        g_dir_close(dir);
    g_rmdir(path);
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    remove_tree(fixture->folder);
    g_free(fixture->folder);
    diags_free(fixture->diags);
    g_free(fixture);
    return 0;
}

static char *path_of(const Fixture *fixture, const char *name) {
    return g_build_filename(fixture->folder, name, NULL);
}

static void put(const char *path, const char *text) {
    assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void assert_content(const char *path, const char *expected) {
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, expected);
}

// Only `count` names are in the folder: nothing was left behind.
static void assert_names(const char *folder, guint count) {
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint found = 0;
    while (g_dir_read_name(dir))
        found++;
    assert_int_equal(found, count);
}

static mode_t mode_of(const char *path) {
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return status.st_mode & 07777;
}

static void reads_a_whole_file(void **state) {
    Fixture *f = *state;
    g_autofree char *path = path_of(f, "a.json");
    put(path, "{\"a\": 1}");
    g_autoptr(Source) source = file_read(f->diags, path, 8, NULL);
    assert_non_null(source);
    assert_string_equal(source->text, "{\"a\": 1}");
    assert_string_equal(source->name, path);
    assert_int_equal(source->length, 8);
    put(path, "");
    g_autoptr(Source) empty = file_read(f->diags, path, 8, NULL);
    assert_string_equal(empty->text, "");
    assert_int_equal(diags_kept(f->diags), 0);
}

static void reads_what_has_no_size(void **state) {
    Fixture *f = *state;
    g_autofree char *path = path_of(f, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    GString *sent = g_string_new(NULL);
    for (int i = 0; i < 300000; i++)
        g_string_append_c(sent, (char)('a' + i % 26));
    pid_t child = fork();
    if (child == 0) {
        int fd = open(path, O_WRONLY);
        bool sent_all = write(fd, sent->str, sent->len) == (ssize_t)sent->len;
        _exit(sent_all ? 0 : 1);
    }
    g_autoptr(Source) source = file_read(f->diags, path, 1 << 20, NULL);
    assert_int_equal(source->length, sent->len);
    assert_string_equal(source->text, sent->str);
    g_string_free(sent, TRUE);
}

static void refuses_more_than_the_limit(void **state) {
    Fixture *f = *state;
    g_autofree char *path = path_of(f, "a.json");
    put(path, "123456789");
    assert_null(file_read(f->diags, path, 8, NULL));
    g_autofree char *expected =
        g_strdup_printf("\"%s\" is larger than 8 bytes, which is the limit", path);
    assert_string_equal(nth_message(f->diags, 0), expected);
    assert_null(file_read(f->diags, "/dev/zero", 100000, NULL));
    assert_int_equal(diags_nth(f->diags, 1)->id, DIAG_TOO_LARGE);
}

static void says_why_a_file_cannot_be_read(void **state) {
    Fixture *f = *state;
    g_autofree char *missing = path_of(f, "missing.json");
    g_autoptr(Source) source = source_of("layout.json", "{\"facts\": \"missing.json\"}");
    Place at = {.source = source, .start = 10, .end = 24, .pointer = "/facts"};
    assert_null(file_read(f->diags, missing, 100, &at));
    assert_null(file_read(f->diags, f->folder, 100, NULL));
    g_autofree char *below = path_of(f, "plain/x.json");
    g_autofree char *plain = path_of(f, "plain");
    put(plain, "");
    assert_null(file_read(f->diags, below, 100, NULL));
    g_autofree char *first =
        g_strdup_printf("cannot read \"%s\": No such file or directory", missing);
    g_autofree char *second = g_strdup_printf("cannot read \"%s\": Is a directory", f->folder);
    g_autofree char *third = g_strdup_printf("cannot read \"%s\": Not a directory", below);
    assert_string_equal(nth_message(f->diags, 0), first);
    assert_string_equal(diags_nth(f->diags, 0)->place.pointer, "/facts");
    assert_string_equal(nth_message(f->diags, 1), second);
    assert_string_equal(nth_message(f->diags, 2), third);
}

static void says_that_permission_is_missing(void **state) {
    Fixture *f = *state;
    g_autofree char *path = path_of(f, "secret");
    g_autofree char *target = path_of(f, "new");
    put(path, "x");
    g_chmod(path, 0);
    g_chmod(f->folder, 0500);
    uid_t user = geteuid();
    if (user == 0) // root may do everything, so be somebody else meanwhile
        assert_int_equal(seteuid(65534), 0);
    assert_null(file_read(f->diags, path, 100, NULL));
    assert_false(file_write(f->diags, target, "x", 1));
    assert_int_equal(seteuid(user), 0);
    g_chmod(f->folder, 0700);
    g_autofree char *first = g_strdup_printf("cannot read \"%s\": Permission denied", path);
    g_autofree char *second = g_strdup_printf("cannot write \"%s\": Permission denied", target);
    assert_string_equal(nth_message(f->diags, 0), first);
    assert_string_equal(nth_message(f->diags, 1), second);
}

static void reads_standard_input(void **state) {
    Fixture *f = *state;
    g_autofree char *path = path_of(f, "in");
    put(path, "from stdin");
    int saved = dup(STDIN_FILENO);
    int fd = open(path, O_RDONLY);
    dup2(fd, STDIN_FILENO);
    close(fd);
    g_autoptr(Source) source = file_read(f->diags, "-", 100, NULL);
    assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0); // still open
    dup2(saved, STDIN_FILENO);
    close(saved);
    assert_string_equal(source->name, "<stdin>");
    assert_string_equal(source->text, "from stdin");
}

static void writes_new_files_and_folders(void **state) {
    Fixture *f = *state;
    g_autofree char *folder = path_of(f, "a/b");
    g_autofree char *path = path_of(f, "a/b/c.pdf");
    mode_t mask = umask(027);
    assert_true(file_write(f->diags, path, "one", 3));
    umask(mask);
    assert_content(path, "one");
    assert_int_equal(mode_of(path), 0640);
    assert_true(file_write(f->diags, path, "", 0));
    assert_content(path, "");
    assert_names(folder, 1);
    assert_int_equal(diags_kept(f->diags), 0);
}

static void replacing_keeps_mode_and_links(void **state) {
    Fixture *f = *state;
    g_autofree char *path = path_of(f, "report.pdf");
    g_autofree char *link = path_of(f, "latest.pdf");
    put(path, "old");
    g_chmod(path, 0600);
    assert_int_equal(symlink("report.pdf", link), 0);
    assert_true(file_write(f->diags, link, "new", 3));
    assert_content(path, "new");
    assert_int_equal(mode_of(path), 0600);
    assert_true(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
    assert_names(f->folder, 2);
}

static void a_reader_of_the_old_file_keeps_it(void **state) {
    Fixture *f = *state;
    g_autofree char *path = path_of(f, "report.pdf");
    put(path, "old");
    int fd = open(path, O_RDONLY);
    assert_true(file_write(f->diags, path, "new", 3));
    char text[4] = {0};
    assert_int_equal(read(fd, text, 3), 3);
    close(fd);
    assert_string_equal(text, "old");
}

static void a_folder_is_no_target(void **state) {
    Fixture *f = *state;
    assert_false(file_write(f->diags, f->folder, "x", 1));
    g_autofree char *expected = g_strdup_printf("cannot write \"%s\": Is a directory", f->folder);
    assert_string_equal(nth_message(f->diags, 0), expected);
    g_autofree char *plain = path_of(f, "plain");
    put(plain, "kept");
    g_autofree char *below = path_of(f, "plain/x");
    assert_false(file_write(f->diags, below, "x", 1));
    assert_non_null(strstr(nth_message(f->diags, 1), "Not a directory"));
    assert_content(plain, "kept");
    assert_false(file_write(f->diags, "", "x", 1));
}

static void a_full_disk_leaves_the_old_file(void **state) {
    Fixture *f = *state;
    g_autofree char *path = path_of(f, "report.pdf");
    put(path, "yesterday");
    struct rlimit limit, small = {.rlim_cur = 1000};
    getrlimit(RLIMIT_FSIZE, &limit);
    small.rlim_max = limit.rlim_max;
    void (*before)(int) = signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    g_autofree char *data = g_strnfill(100000, 'x');
    bool written = file_write(f->diags, path, data, 100000);
    setrlimit(RLIMIT_FSIZE, &limit);
    signal(SIGXFSZ, before);
    assert_false(written);
    assert_non_null(strstr(nth_message(f->diags, 0), "File too large"));
    assert_content(path, "yesterday");
    assert_names(f->folder, 1);
}

static void a_set_settles_together(void **state) {
    Fixture *f = *state;
    g_autofree char *first = path_of(f, "1"), *second = path_of(f, "new/2");
    put(first, "old");
    g_autoptr(FileSet) set = file_set_new(f->diags);
    assert_true(file_set_add(set, first, "one", 3));
    assert_true(file_set_add(set, second, "two", 3));
    assert_content(first, "old");
    assert_false(g_file_test(second, G_FILE_TEST_EXISTS));
    assert_true(file_set_settle(set));
    assert_content(first, "one");
    assert_content(second, "two");
    assert_names(f->folder, 2);
    assert_printed(f->diags, "");
}

static void a_set_that_fails_leaves_all_as_it_was(void **state) {
    Fixture *f = *state;
    g_autofree char *first = path_of(f, "1"), *folder = path_of(f, "2");
    put(first, "old");
    g_mkdir(folder, 0755);
    FileSet *set = file_set_new(f->diags);
    assert_true(file_set_add(set, first, "one", 3));
    assert_false(file_set_add(set, folder, "two", 3));
    assert_non_null(strstr(nth_message(f->diags, 0), "Is a directory"));
    file_set_free(set);
    assert_content(first, "old");
    assert_names(f->folder, 2);
    assert_names(folder, 0);
}

static void devices_are_written_straight(void **state) {
    Fixture *f = *state;
    assert_true(file_write(f->diags, "/dev/null", "x", 1));
    struct stat status;
    assert_int_equal(stat("/dev/null", &status), 0);
    assert_true(S_ISCHR(status.st_mode));
    assert_false(file_write(f->diags, "/dev/full", "x", 1));
    assert_string_equal(nth_message(f->diags, 0),
                        "cannot write \"/dev/full\": No space left on device");
}

static void writes_standard_output(void **state) {
    Fixture *f = *state;
    g_autofree char *path = path_of(f, "out");
    int saved = dup(STDOUT_FILENO);
    fflush(stdout);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    dup2(fd, STDOUT_FILENO);
    close(fd);
    bool written = file_write(f->diags, "-", "%PDF", 4);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    assert_true(written);
    assert_content(path, "%PDF");
}

static void names_are_relative_to_the_folder(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"layouts", "themes/slate.json", "layouts/themes/slate.json"},
        {"layouts/", "../data", "layouts/../data"},
        {".", "a.json", "a.json"},
        {"", "a.json", "a.json"},
        {"layouts", "/etc/x", "/etc/x"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = file_resolve(cases[i][0], cases[i][1]);
        assert_string_equal(path, cases[i][2]);
    }
}

static void names_are_told_from_the_folder(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"/srv/night", "/srv/night/out/a.pdf", "out/a.pdf"},
        {"/srv/night/", "/srv/night", "."},
        {"/srv/night", "/srv/nightly/a", "/srv/nightly/a"},
        {"/srv/night", "/srv/night/../a", "/srv/a"},
        {"/", "/a", "a"},
        {"night", "night/./themes//a.json", "themes/a.json"},
        {".", "a.json", "a.json"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *name = file_relative(cases[i][0], cases[i][1]);
        assert_string_equal(name, cases[i][2]);
    }
}

static void paths_stay_below_their_folder(void **state) {
    Fixture *f = *state;
    g_autofree char *folder = path_of(f, "in");
    g_autofree char *sibling = path_of(f, "inside");
    g_mkdir(folder, 0700);
    g_mkdir(sibling, 0700);
    g_autofree char *out = path_of(f, "in/out");
    g_autofree char *dangling = path_of(f, "in/dangling");
    g_autofree char *self = path_of(f, "in/self");
    assert_int_equal(symlink("..", out), 0);
    assert_int_equal(symlink("../nowhere", dangling), 0);
    assert_int_equal(symlink(".", self), 0);
    static const struct {
        const char *name;
        bool below;
    } cases[] = {
        {"in", true},
        {"in/", true},
        {"in/new.json", true},
        {"in/new/deep/x", true},
        {"in/./self/x", true},
        {"in/../in/x", true},
        {"inside", false},
        {"in/../inside", false},
        {"in/..", false},
        {"in/out/x", false},
        {"in/dangling", false},
        {"in/dangling/x", false},
        {"in/new/../../x", false},
        {"in/self/../../inside", false},
        {".", false},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat(f->folder, "/", cases[i].name, NULL);
        if (file_is_below(folder, path) != cases[i].below)
            fail_msg("%s", cases[i].name);
    }
    assert_true(file_is_below("/", "/etc"));
    assert_true(file_is_below(".", "src"));
    assert_false(file_is_below(".", "../x"));
    assert_false(file_is_below("src", "."));
    g_autofree char *hostile = g_strnfill(1 << 20, '/');
    assert_false(file_is_below(folder, hostile));
}

static void hashes_bytes(void **state) {
    (void)state;
    g_autofree char *empty = file_sha256(NULL, 0);
    g_autofree char *abc = file_sha256("abc", 3);
    assert_string_equal(empty, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(abc, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#define FILE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        FILE_TEST(reads_a_whole_file),
        FILE_TEST(reads_what_has_no_size),
        FILE_TEST(refuses_more_than_the_limit),
        FILE_TEST(says_why_a_file_cannot_be_read),
        FILE_TEST(says_that_permission_is_missing),
        FILE_TEST(reads_standard_input),
        FILE_TEST(writes_new_files_and_folders),
        FILE_TEST(replacing_keeps_mode_and_links),
        FILE_TEST(a_reader_of_the_old_file_keeps_it),
        FILE_TEST(a_folder_is_no_target),
        FILE_TEST(a_full_disk_leaves_the_old_file),
        FILE_TEST(a_set_settles_together),
        FILE_TEST(a_set_that_fails_leaves_all_as_it_was),
        FILE_TEST(devices_are_written_straight),
        FILE_TEST(writes_standard_output),
        FILE_TEST(names_are_relative_to_the_folder),
        FILE_TEST(names_are_told_from_the_folder),
        FILE_TEST(paths_stay_below_their_folder),
        FILE_TEST(hashes_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
