// Where facts come from: documents, arrays, lines, folders, standard input; and what holds between
// the records of a run.
#include "facts_support.h"

#include <fcntl.h>
#include <unistd.h>

#define LINE(id)                                                                                   \
    "{\"record\":\"partnership\",\"id\":\"" id "\",\"title\":\"T\",\"parties\":[\"X\"]}\n"
#define ITEM(id) "{\"id\":\"" id "\",\"title\":\"T\",\"parties\":[\"X\"]}"
#define SHOWN(id) id " title=T party=X\n"

static void arrays_hold_partnerships(void **state) {
    FactsFixture *fixture = *state;
    read_text(fixture, "f.json",
              "[" ITEM("a") ",\n {\"record\":\"source\",\"id\":\"s\"}, 7,\n"
                            " {\"record\":\"deal\"}]");
    assert_brief(fixture, "2 <7> /2 error wrong-type: partnership is a number, expected an object\n"
                          "3 <\"deal\"> /3/record error wrong-value: \"record\" is \"deal\", "
                          "expected one of: source, partnership\n");
    assert_records(fixture, SHOWN("a") "source s\n");
}

static void documents_say_what_they_are(void **state) {
    FactsFixture *fixture = *state;
    read_text(fixture, "f.json", "{\"facts\": 2, \"partnership\": []}");
    assert_brief(fixture,
                 "1 <2> /facts error wrong-value: \"facts\" is 2, expected 1\n"
                 "1 <{\"facts\": 2, \"partnershi...>  error missing-key: facts lacks "
                 "\"partnerships\"\n"
                 "1 <\"partnership\"> /partnership error unknown-key: unknown key \"partnership\" "
                 "in facts (did you mean \"partnerships\"?)\n");
}

static void lines_survive_their_neighbours(void **state) {
    FactsFixture *fixture = *state;
    read_text(fixture, "f.ndjson",
              "\xEF\xBB\xBF" LINE("a") "\r\n   \n{\"record\":\"partnership\",\n" LINE(
                  "b") "[1]\n{\"id\":\"c\"}\n" LINE("d") "{\"record\":\"partnership\",\"id\":\"e");
    assert_brief(fixture, "4 <> - error syntax: expected string or '}', found the end of the text\n"
                          "6 <[1]>  error wrong-type: record is an array, expected an object\n"
                          "7 <{\"id\":\"c\"}>  error missing-key: record lacks \"record\"\n"
                          "9 <\"e> - error syntax: premature end of input: \"e\n");
    assert_records(fixture, SHOWN("a") SHOWN("b") SHOWN("d"));
}

static void bytes_that_are_no_text(void **state) {
    FactsFixture *fixture = *state;
    static const char bytes[] = LINE("a") "{\"a\":\"\0\"}\n{\"b\":\"\xFF\"}\n" LINE("c");
    write_bytes(fixture, "f.jsonl", bytes, sizeof bytes - 1);
    read_path(fixture, "f.jsonl");
    assert_int_equal(diags_errors(fixture->diags), 2);
    assert_int_equal(diags_nth(fixture->diags, 0)->id, DIAG_ENCODING);
    assert_int_equal(diags_nth(fixture->diags, 1)->id, DIAG_ENCODING);
    assert_records(fixture, SHOWN("a") SHOWN("c"));
}

static void folders_are_read_by_name(void **state) {
    FactsFixture *fixture = *state;
    write_text(fixture, "all/b.jsonl", LINE("b"));
    write_text(fixture, "all/a/z.json", "[" ITEM("z") "]");
    write_text(fixture, "all/a/c.ndjson", LINE("c"));
    write_text(fixture, "all/.hidden.jsonl", LINE("hidden"));
    write_text(fixture, "all/notes.txt", "no facts");
    read_path(fixture, "all");
    assert_brief(fixture, "");
    assert_records(fixture, SHOWN("c") SHOWN("z") SHOWN("b"));
    assert_int_equal(fixture->summary.files, 3);
}

static void empty_and_missing_places_are_said(void **state) {
    FactsFixture *fixture = *state;
    write_text(fixture, "none/readme.txt", "");
    read_path(fixture, "none");
    assert_true(fixture->good);
    assert_int_equal(diags_warnings(fixture->diags), 1);
    assert_int_equal(diags_nth(fixture->diags, 0)->id, DIAG_EMPTY);
    read_path(fixture, "no-such.json");
    assert_false(fixture->good);
    assert_true(diags_has(fixture->diags, DIAG_FILE));
}

static void a_loop_of_links_ends(void **state) {
    FactsFixture *fixture = *state;
    write_text(fixture, "loop/a.jsonl", LINE("a"));
    g_autofree char *link = g_build_filename(fixture->folder, "loop", "again", NULL);
    assert_int_equal(symlink(".", link), 0);
    read_path(fixture, "loop");
    assert_false(fixture->good);
    assert_true(diags_has(fixture->diags, DIAG_TOO_LARGE));
}

static void other_names_are_told_apart_by_looking(void **state) {
    FactsFixture *fixture = *state;
    read_text(fixture, "lines.txt", "\n \n" LINE("a") LINE("b"));
    read_text(fixture, "object.txt", "{\"facts\":1,\n\"partnerships\":[" ITEM("c") "]}\n");
    read_text(fixture, "one-line.txt", "{\"facts\":1,\"partnerships\":[" ITEM("d") "]}");
    read_text(fixture, "array.txt", "\n[" ITEM("e") "]");
    read_text(fixture, "single-line", LINE("f"));
    assert_brief(fixture, "");
    assert_records(fixture, SHOWN("a") SHOWN("b") SHOWN("c") SHOWN("d") SHOWN("e") SHOWN("f"));
}

static void places_in_what_was_told_apart(void **state) {
    FactsFixture *fixture = *state;
    read_text(fixture, "object.txt", "\n{\"facts\":1,\n\"partnerships\":[7]}\n");
    read_text(fixture, "lines.txt", "\n" LINE("a") "{\"record\":7}\n");
    read_text(fixture, "empty.txt", "\n \n");
    assert_brief(fixture,
                 "3 <7> /partnerships/0 error wrong-type: partnership is a number, expected an "
                 "object\n"
                 "3 <7> /record error wrong-type: \"record\" is a number, expected one of: source, "
                 "partnership\n"
                 "1 <> - error syntax: the text is empty, expected JSON\n");
}

static void standard_input_is_read(void **state) {
    FactsFixture *fixture = *state;
    write_text(fixture, "f", LINE("a") "{\n");
    g_autofree char *path = g_build_filename(fixture->folder, "f", NULL);
    int saved = dup(STDIN_FILENO);
    int file = open(path, O_RDONLY);
    assert_true(file >= 0 && dup2(file, STDIN_FILENO) >= 0);
    const char *paths[] = {"-"};
    FactsOptions options = {.diags = fixture->diags, .vocabularies = fixture->vocabularies};
    FactsSink sink = {record_source, record_partnership, fixture};
    assert_false(facts_read(&options, paths, 1, &sink, NULL));
    assert_records(fixture, SHOWN("a"));
    assert_string_equal(diags_nth(fixture->diags, 0)->place.source->name, "<stdin>");
    close(file);
    dup2(saved, STDIN_FILENO);
    close(saved);
}

static void an_id_belongs_to_one_record(void **state) {
    FactsFixture *fixture = *state;
    write_text(fixture, "f/1.jsonl", LINE("a") LINE("a"));
    write_text(fixture, "f/2.json", "[" ITEM("b") "," ITEM("a") "]");
    read_path(fixture, "f");
    g_autofree char *brief = brief_messages(fixture->diags);
    g_autofree char *prefix = g_strconcat(fixture->folder, "/", NULL);
    g_auto(GStrv) parts = g_strsplit(brief, prefix, -1);
    g_autofree char *shown = g_strjoinv("", parts);
    assert_string_equal(shown, "2 <\"a\"> /id error duplicate-id: the id \"a\" occurs twice (the "
                               "first is in f/1.jsonl, line 1)\n"
                               "1 <\"a\"> /1/id error duplicate-id: the id \"a\" occurs twice (the "
                               "first is in f/1.jsonl, line 1)\n");
    assert_records(fixture, SHOWN("a") SHOWN("b"));
}

static void a_source_may_be_given_again(void **state) {
    FactsFixture *fixture = *state;
    read_text(fixture, "f.jsonl",
              "{\"record\":\"source\",\"id\":\"s\",\"title\":\"T\"}\n"
              "{\"title\":\"T\", \"id\":\"s\", \"record\":\"source\"}\n");
    assert_brief(fixture, "");
    assert_records(fixture, "source s title=T\n");
    read_text(fixture, "g.jsonl",
              "{\"record\":\"source\",\"id\":\"s\",\"title\":\"T\"}\n"
              "{\"record\":\"source\",\"id\":\"s\",\"title\":\"U\"}\n");
    assert_int_equal(diags_errors(fixture->diags), 1);
    assert_string_equal(nth_message(fixture->diags, 0), "the id \"s\" occurs twice");
}

#define EVIDENCE(id, source)                                                                       \
    "{\"record\":\"partnership\",\"id\":\"" id "\",\"title\":\"T\",\"parties\":[\"X\"],"           \
    "\"evidence\":[{\"source\":\"" source "\",\"quote\":\"q\"}]}\n"

static void references_may_lead_forward(void **state) {
    FactsFixture *fixture = *state;
    write_text(fixture, "f/1.jsonl",
               EVIDENCE("a", "late") "{\"record\":\"partnership\",\"id\":\"b\",\"title\":\"T\","
                                     "\"parties\":[\"X\"],\"same_as\":\"c\"}\n");
    write_text(fixture, "f/2.jsonl", "{\"record\":\"source\",\"id\":\"late\"}\n" LINE("c"));
    read_path(fixture, "f");
    assert_brief(fixture, "");
    assert_int_equal(fixture->summary.partnerships, 3);
}

static void references_to_nothing_are_said_once(void **state) {
    FactsFixture *fixture = *state;
    read_text(
        fixture, "f.jsonl",
        EVIDENCE("a", "lost") EVIDENCE(
            "b",
            "lost") "{\"record\":\"partnership\",\"id\":\"c\",\"title\":\"T\",\"parties\":[\"X\"],"
                    "\"same_as\":[\"a\",\"elsewhere\"]}\n");
    assert_false(fixture->good);
    assert_brief(
        fixture,
        "3 <\"elsewhere\"> /same_as/1 warning dangling-id: \"same_as\" leads to "
        "\"elsewhere\", which is not here (is it in a file that was not read?)\n"
        "1 <\"lost\"> /evidence/0/source error dangling-id: evidence comes from the source "
        "\"lost\", which no file has\n");
}

static void many_problems_are_counted(void **state) {
    FactsFixture *fixture = *state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 2000; i++)
        g_string_append_printf(text,
                               "{\"record\":\"partnership\",\"id\":\"%d\",\"title\":\"T\","
                               "\"parties\":[\"X\"],\"sector\":\"word %d\",\"evidence\":"
                               "[{\"source\":\"s%d\",\"quote\":\"q\"}]}\n",
                               i, i, i);
    read_text(fixture, "f.jsonl", text->str);
    assert_int_equal(diags_errors(fixture->diags), 2000);
    assert_int_equal(diags_warnings(fixture->diags), 2000);
    assert_int_equal(diags_kept(fixture->diags), 2 * DIAGS_LIMIT);
    assert_int_equal(fixture->summary.partnerships, 2000);
}

static bool stop_at_two(void *data, const Partnership *partnership) {
    (void)partnership;
    return ++*(int *)data < 2;
}

static void the_sink_may_stop(void **state) {
    FactsFixture *fixture = *state;
    write_text(fixture, "f/1.jsonl", LINE("a") LINE("b") LINE("c"));
    write_text(fixture, "f/2.jsonl", LINE("d"));
    g_autofree char *path = g_build_filename(fixture->folder, "f", NULL);
    const char *paths[] = {path};
    int count = 0;
    FactsOptions options = {.diags = fixture->diags, .vocabularies = fixture->vocabularies};
    FactsSink sink = {.partnership = stop_at_two, .data = &count};
    assert_true(facts_read(&options, paths, 1, &sink, &fixture->summary));
    assert_int_equal(count, 2);
}

typedef struct {
    int calls;
    guint64 bytes, total;
} Told;

static void note_progress(void *data, const FactsSummary *so_far, guint64 total_bytes) {
    Told *told = data;
    told->calls++;
    assert_true(so_far->bytes > told->bytes);
    told->bytes = so_far->bytes;
    told->total = total_bytes;
}

static void long_reads_tell_how_far_they_are(void **state) {
    FactsFixture *fixture = *state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; text->len < 5 << 20; i++)
        g_string_append_printf(text,
                               "{\"record\":\"partnership\",\"id\":\"%d\",\"title\":\"%0999d\","
                               "\"parties\":[\"X\"]}\n",
                               i, i);
    write_text(fixture, "f.jsonl", text->str);
    g_autofree char *path = g_build_filename(fixture->folder, "f.jsonl", NULL);
    const char *paths[] = {path};
    Told told = {0};
    FactsOptions options = {.diags = fixture->diags,
                            .vocabularies = fixture->vocabularies,
                            .progress = note_progress,
                            .progress_data = &told};
    FactsSink sink = {0};
    assert_true(facts_read(&options, paths, 1, &sink, &fixture->summary));
    assert_in_range(told.calls, 4, 5);
    assert_int_equal(told.total, text->len);
    assert_int_equal(fixture->summary.bytes, text->len);
}

static void hostile_texts_end(void **state) {
    FactsFixture *fixture = *state;
    g_autofree char *deep = g_strnfill(100000, '[');
    g_autoptr(GString) pointer = g_string_new("{\"record\":\"partnership\",\"id\":\"a\",\"title\":"
                                              "\"T\",\"parties\":[\"X\"],\"inferred\":[");
    for (int i = 0; i < 1000; i++) {
        g_string_append(pointer,
                        i ? ",{\"from\":\"f\",\"field\":\"" : "{\"from\":\"f\",\"field\":\"");
        for (int k = 0; k < 500; k++)
            g_string_append(pointer, "/parties/0");
        g_string_append(pointer, "\"}");
    }
    g_string_append(pointer, "]}\n");
    write_text(fixture, "f/deep.json", deep);
    write_text(fixture, "f/deep.jsonl", deep);
    write_text(fixture, "f/pointer.jsonl", pointer->str);
    read_path(fixture, "f");
    assert_int_equal(diags_errors(fixture->diags), 1002);
    assert_records(fixture, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        facts_test(arrays_hold_partnerships),
        facts_test(documents_say_what_they_are),
        facts_test(lines_survive_their_neighbours),
        facts_test(bytes_that_are_no_text),
        facts_test(folders_are_read_by_name),
        facts_test(empty_and_missing_places_are_said),
        facts_test(a_loop_of_links_ends),
        facts_test(other_names_are_told_apart_by_looking),
        facts_test(places_in_what_was_told_apart),
        facts_test(standard_input_is_read),
        facts_test(an_id_belongs_to_one_record),
        facts_test(a_source_may_be_given_again),
        facts_test(references_may_lead_forward),
        facts_test(references_to_nothing_are_said_once),
        facts_test(many_problems_are_counted),
        facts_test(the_sink_may_stop),
        facts_test(long_reads_tell_how_far_they_are),
        facts_test(hostile_texts_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
