// The examples of accord-facts(5) are facts without a problem.
#include "facts_support.h"

// The n-th literal display of the section EXAMPLES. New string.
static char *example(guint n) {
    g_autofree char *page = NULL;
    assert_true(g_file_get_contents("docs/accord-facts.5", &page, NULL, NULL));
    const char *start = strstr(page, ".Sh EXAMPLES");
    for (guint i = 0; i <= n; i++) {
        assert_non_null(start);
        start = strstr(start + 1, ".Bd -literal");
    }
    assert_non_null(start);
    start = strchr(start, '\n') + 1;
    const char *end = strstr(start, ".Ed");
    assert_non_null(end);
    return g_strndup(start, (gsize)(end - start));
}

static void assert_good(FactsFixture *fixture, guint n, const char *name, const char *records) {
    g_autofree char *text = example(n);
    read_text(fixture, name, text);
    assert_brief(fixture, "");
    assert_records(fixture, records);
}

static void short_forms(void **state) {
    assert_good(*state, 0, "f.json",
                "pk-cn-1 title=A dam date=2009(year,2009) party=Pakistan country=PK party=China "
                "country=CN sector=energy status=completed status_as_published=Completion "
                "amount=241589.54 currency=USD\n");
}

static void long_form(void **state) {
    assert_good(*state, 1, "f.json",
                "source news title=A report published=2025-07-09(day,2025)\n"
                "pk-ru-mill title=A new steel mill date=2025-07(month,2025) party=Pakistan "
                "country=PK role=host party=Russia country=RU sector=steel status=announced "
                "commitment=Sign the agreement by=Russia due=2025-22(season,2025) state=open "
                "evidence=news supports=/status quote=is to build\n");
}

static void lines(void **state) {
    assert_good(*state, 2, "f.jsonl",
                "source s title=A data set licence=CC BY 4.0\n"
                "s-17 title=Railway party=Pakistan country=PK\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        facts_test(short_forms),
        facts_test(long_form),
        facts_test(lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
