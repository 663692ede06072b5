// From a jobs file to its reports: rows of a matrix from SQL and lists, names from templates, and
// names that are hostile, too many or the same.
#include "../page/page_support.h"

#include "job/plan.h"

static const char facts[] =
    "{\"facts\": 1, \"sources\": [{\"id\": \"s\", \"title\": \"S\"}], \"partnerships\": ["
    "{\"id\": \"a\", \"title\": \"A\", \"parties\": [\"Pakistan\", \"China\"],"
    " \"sector\": \"energy\", \"date\": \"2020-05-01\", \"status\": \"signed\","
    " \"evidence\": [{\"source\": \"s\", \"quote\": \"q\"}]},"
    "{\"id\": \"b\", \"title\": \"B/../c\", \"parties\": [\"Pakistan\", \"China\"],"
    " \"sector\": \"water\", \"date\": \"2021-05-01\", \"status\": \"signed\","
    " \"evidence\": [{\"source\": \"s\", \"quote\": \"q\"}]}]}";

typedef struct {
    Fixture *fixture;
    Vocabularies *vocabularies;
    Store *store;
} Facts;

static Store *open_facts(void *data) {
    Facts *have = data;
    if (have->store)
        return have->store;
    Diags *diags = have->fixture->diags;
    const char *path = fixture_file(have->fixture, "facts.json", facts);
    StoreOptions options = {.as_of = "2026-01-02"};
    have->vocabularies = vocabularies_load(diags, "data/vocabulary");
    have->store = store_open(diags, &options, have->vocabularies);
    FactsOptions how = {.diags = diags, .vocabularies = have->vocabularies};
    FactsSink sink = store_sink(have->store);
    assert_true(facts_read(&how, &path, 1, &sink, NULL));
    assert_true(store_ready(have->store, diags));
    return have->store;
}

// The reports of a jobs file with these, each as "id[key] file layout params;"; NULL on errors.
static const char *plan(Fixture *f, const char *reports) {
    const char *text =
        arena_printf(f->arena, "{\"jobs\": 1, \"out\": \"out\", \"reports\": [%s]}", reports);
    const char *path = fixture_file(f, "nightly.json", text);
    const JobsFile *jobs = jobs_file_load(f->arena, f->diags, path, f->documents);
    if (!jobs)
        return NULL;
    Facts have = {.fixture = f};
    PlanInput input = {f->arena, f->diags, jobs, "2026-01-02", open_facts, &have};
    g_autoptr(GPtrArray) planned = g_ptr_array_new();
    bool good = plan_reports(&input, planned);
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < planned->len; i++) {
        const PlannedReport *one = planned->pdata[i];
        g_autofree char *layout = g_path_get_basename(one->layout);
        g_string_append_printf(out, "%s[%s] %s %s", one->report->id, one->key ? one->key : "",
                               one->file, layout);
        for (guint p = 0; one->params[p]; p++)
            g_string_append_printf(out, " %s", one->params[p]);
        g_string_append(out, one->theme ? arena_printf(f->arena, " %s;\n", one->theme) : ";\n");
    }
    store_close(have.store);
    vocabularies_free(have.vocabularies);
    return good ? arena_strdup(f->arena, out->str) : NULL;
}

#define REPORT(file, more) "{\"id\": \"r\", \"layout\": \"l.json\", \"file\": \"" file "\"" more "}"
#define MATRIX(file, matrix) REPORT(file, ", \"matrix\": " matrix)

static void assert_plan(Fixture *f, const char *reports, const char *expected) {
    const char *planned = plan(f, reports);
    if (!planned)
        assert_printed(f->diags, "");
    assert_string_equal(planned, expected);
}

static void assert_refused(Fixture *f, const char *reports, const char *words) {
    assert_null(plan(f, reports));
    char *text = diags_to_text(f->diags);
    if (!strstr(text, words))
        fail_msg("no \"%s\" in\n%s", words, text);
    free(text);
}

static void without_a_matrix(void **state) {
    assert_plan(*state, REPORT("daily.pdf", ""), "r[] daily.pdf l.json;\n");
    assert_plan(
        *state,
        REPORT("{{as_of}}/by {{who}}/Daily.pdf", ", \"params\": {\"who\": \"me & you\", \"n\": 3}"),
        "r[] 2026-01-02/by me-&-you/Daily.pdf l.json who=me & you n=3;\n");
    assert_plan(*state, REPORT("{{as_of | %d/%m/%Y}}/con.pdf", ""),
                "r[] 02-01-2026/con_.pdf l.json;\n");
}

static void rows_from_sql(void **state) {
    assert_plan(*state,
                MATRIX("sector-{{sector}}.pdf", "{\"sql\": \"SELECT DISTINCT sector AS sector FROM "
                                                "partnership_sectors ORDER BY 1\"}"),
                "r[sector=Energy] sector-Energy.pdf l.json sector=Energy;\n"
                "r[sector=Water and sanitation] sector-Water-and-sanitation.pdf l.json "
                "sector=Water and sanitation;\n");
    assert_plan(*state,
                MATRIX("{{n}}.pdf", "{\"sql\": \"SELECT count(*) AS n, :as_of AS day FROM "
                                    "partnerships\"}"),
                "r[n=2,day=2026-01-02] 2.pdf l.json n=2 day=2026-01-02;\n");
    assert_plan(*state, MATRIX("{{n}}.pdf", "{\"sql\": \"SELECT 1 AS n WHERE false\"}"), "");
}

static void rows_from_lists(void **state) {
    assert_plan(*state,
                MATRIX("{{lang}}.pdf", "{\"list\": [{\"lang\": \"en\", \"n\": 1}, {\"lang\": "
                                       "\"fr\", \"n\": 2}]}"),
                "r[lang=en,n=1] en.pdf l.json lang=en n=1;\n"
                "r[lang=fr,n=2] fr.pdf l.json lang=fr n=2;\n");
    assert_plan(*state, MATRIX("{{year}}.pdf", "{\"list\": [2024, 2025], \"as\": \"year\"}"),
                "r[year=2024] 2024.pdf l.json year=2024;\n"
                "r[year=2025] 2025.pdf l.json year=2025;\n");
}

static void products(void **state) {
    assert_plan(*state,
                MATRIX("{{b}}/{{a}}.pdf", "{\"lists\": {\"a\": [1, 2], \"b\": [\"x\", \"y\"]}}"),
                "r[a=1,b=x] x/1.pdf l.json a=1 b=x;\n"
                "r[a=1,b=y] y/1.pdf l.json a=1 b=y;\n"
                "r[a=2,b=x] x/2.pdf l.json a=2 b=x;\n"
                "r[a=2,b=y] y/2.pdf l.json a=2 b=y;\n");
    assert_plan(*state,
                MATRIX("{{s}}-{{l}}.pdf", "{\"sql\": \"SELECT 'q' AS s\", \"lists\": {\"l\": "
                                          "[\"en\", \"ur\"]}}"),
                "r[s=q,l=en] q-en.pdf l.json s=q l=en;\n"
                "r[s=q,l=ur] q-ur.pdf l.json s=q l=ur;\n");
}

// A column may choose the layout; it is a parameter when the layout has one of its name.
static void layouts_and_themes(void **state) {
    Fixture *f = *state;
    fixture_file(f, "b.en.json", "{\"layout\": 1, \"params\": {\"lang\": {}}}");
    fixture_file(f, "b.fr.json", "{\"layout\": 1, \"params\": {}}");
    const char *report = "{\"id\": \"r\", \"layout\": \"b.{{lang}}.json\", \"theme\": "
                         "\"{{theme}}.json\", \"file\": \"x.{{lang}}.pdf\", \"matrix\": {\"list\": "
                         "[{\"lang\": \"en\", \"theme\": \"t\"}, {\"lang\": \"fr\", \"theme\": "
                         "\"../u\"}]}}";
    const char *planned = plan(f, report);
    assert_non_null(planned);
    assert_non_null(strstr(planned, "r[lang=en,theme=t] x.en.pdf b.en.json lang=en "));
    assert_non_null(strstr(planned, "r[lang=fr,theme=../u] x.fr.pdf b.fr.json "));
    assert_null(strstr(planned, "lang=fr "));
    assert_non_null(strstr(planned, "/u.json;\n")); // the dots and the slash are gone
    assert_null(strstr(planned, "/../u.json"));
}

static void hostile_values(void **state) {
    assert_plan(*state,
                MATRIX("by/{{v}}.pdf",
                       "{\"list\": [\"../../etc/passwd\", \"/abs\", \"..\", \"a\\u0001b\\u202e\", "
                       "\"NUL\", \"cafe\\u0301 du\\nnord\", \".\", \"\\u200b\"], \"as\": \"v\"}"),
                "r[v=../../etc/passwd] by/etc-passwd.pdf l.json v=../../etc/passwd;\n"
                "r[v=/abs] by/abs.pdf l.json v=/abs;\n"
                "r[v=..] by/unnamed-5ec1f7e7.pdf l.json v=..;\n"
                "r[v=a%01b\u202e] by/ab.pdf l.json v=a\x01"
                "b\u202e;\n"
                "r[v=NUL] by/NUL_.pdf l.json v=NUL;\n"
                "r[v=cafe\u0301 du%0Anord] by/café-du-nord.pdf l.json v=cafe\u0301 du\nnord;\n"
                "r[v=.] by/unnamed-cdb4ee2a.pdf l.json v=.;\n"
                "r[v=\u200b] by/unnamed-f4e48e66.pdf l.json v=\u200b;\n");
}

// A template in a value is text.
static void values_are_not_expanded(void **state) {
    assert_plan(*state, MATRIX("{{v}}.pdf", "{\"list\": [\"{{as_of}}\"], \"as\": \"v\"}"),
                "r[v={{as_of}}] {{as_of}}.pdf l.json v={{as_of}};\n");
}

static void rows_that_lack_a_value(void **state) {
    Fixture *f = *state;
    assert_plan(
        f,
        MATRIX("{{v}}.pdf",
               "{\"list\": [{\"v\": \"a\"}, {\"v\": null}, {\"v\": \"\"}, {\"v\": \"b\"}]}"),
        "r[v=a] a.pdf l.json v=a;\nr[v=b] b.pdf l.json v=b;\n");
    assert_int_equal(diags_warnings(f->diags), 2);
    assert_string_equal(nth_message(f->diags, 0),
                        "row 2 of the matrix has no value in \"v\"; no report is made of it");
}

static void the_same_file_twice(void **state) {
    Fixture *f = *state;
    assert_refused(f, MATRIX("x.pdf", "{\"list\": [1, 2], \"as\": \"n\"}"),
                   "\"x.pdf\" of r[n=2] is the file of r[n=1] too");
    assert_refused(f, MATRIX("{{n}}.pdf", "{\"list\": [\"Steel\", \"STEEL\"], \"as\": \"n\"}"),
                   "\"STEEL.pdf\" of r[n=STEEL] is the file of r[n=Steel] too");
    assert_refused(f, MATRIX("{{n}}.pdf", "{\"list\": [\"a/b\", \"a:b\"], \"as\": \"n\"}"),
                   "\"a-b.pdf\" of r[n=a:b] is the file of r[n=a/b] too");
    assert_refused(f, MATRIX("{{n}}.pdf", "{\"list\": [\"é\", \"e\\u0301\"], \"as\": \"n\"}"),
                   "is the file of r[n=é] too");
}

static void files_and_folders(void **state) {
    Fixture *f = *state;
    assert_refused(f,
                   REPORT("a.pdf", "") ", {\"id\": \"s\", \"layout\": \"l.json\", \"file\": "
                                       "\"A.pdf/b.pdf\"}",
                   "\"A.pdf/b.pdf\" of s is the file of another report, or of the run itself too");
    assert_refused(f, REPORT("index.html/b.pdf", ""), "or of the run itself");
}

static void mistakes(void **state) {
    Fixture *f = *state;
    assert_refused(f, MATRIX("{{x}}.pdf", "{}"), "the matrix says no rows");
    assert_refused(f, MATRIX("{{x}}.pdf", "{\"list\": [1]}"), "a list of values needs a name");
    assert_refused(f, MATRIX("{{x}}.pdf", "{\"lists\": {\"x\": 3}}"), "expected an array");
    assert_refused(f, MATRIX("{{x}}.pdf", "{\"lists\": {\"x\": [{\"a\": 1}]}}"),
                   "expected an array of texts and numbers");
    assert_refused(f, MATRIX("{{x}}.pdf", "{\"sql\": \"SELECT count(*) FROM partnerships\"}"),
                   "cannot be the name of a parameter");
    assert_refused(f, MATRIX("{{x}}.pdf", "{\"sql\": \"DELETE FROM partnerships\"}"), "");
    assert_refused(f, MATRIX("{{x}}.pdf", "{\"list\": [{\"x\": 1}], \"lists\": {\"x\": [2]}}"),
                   "another part of the matrix has a column \"x\"");
    assert_refused(f, MATRIX("{{x}}.pdf", "{\"lsit\": []}"), "did you mean \"list\"?");
    assert_refused(f, MATRIX("{{sectr}}.pdf", "{\"list\": [1], \"as\": \"sector\"}"), "sectr");
    assert_refused(f, MATRIX("{{as_of}}.pdf", "{\"list\": [1], \"as\": \"as_of\"}"),
                   "cannot be the name of a parameter");
}

#define WIDE(n)                                                                                    \
    MATRIX(                                                                                        \
        "{{a}}-{{b}}-{{c}}.pdf",                                                                   \
        "{\"sql\": \"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " n  \
        ") SELECT i AS a FROM n\", \"lists\": {\"b\": [1, 2], \"c\": [1, 2]}}")

static void too_many(void **state) {
    Fixture *f = *state;
    assert_refused(f, WIDE("2501"), "the matrix has 10004 rows");
    diags_free(f->diags);
    f->diags = diags_new();
    const char *planned = plan(f, WIDE("2500"));
    assert_non_null(planned);
    assert_non_null(strstr(planned, "r[a=2500,b=2,c=2] 2500-2-2.pdf"));
}

static void long_names(void **state) {
    Fixture *f = *state;
    g_autofree char *letters = g_strnfill(400, 'x');
    const char *report = arena_printf(
        f->arena, MATRIX("{{v}} of {{as_of}}.pdf", "{\"list\": [\"%s1\", \"%s2\"], \"as\": \"v\"}"),
        letters, letters);
    const char *planned = plan(f, report);
    assert_non_null(planned);
    for (const char *at = planned; (at = strstr(at, "] ")); at++)
        assert_true(strcspn(at + 2, "\n") > 255 && strstr(at, ".pdf") - at - 2 + 4 <= 255);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(without_a_matrix),
        PAGE_TEST(rows_from_sql),
        PAGE_TEST(rows_from_lists),
        PAGE_TEST(products),
        PAGE_TEST(layouts_and_themes),
        PAGE_TEST(hostile_values),
        PAGE_TEST(values_are_not_expanded),
        PAGE_TEST(rows_that_lack_a_value),
        PAGE_TEST(the_same_file_twice),
        PAGE_TEST(files_and_folders),
        PAGE_TEST(mistakes),
        PAGE_TEST(too_many),
        PAGE_TEST(long_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
