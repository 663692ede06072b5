// Words of sources become terms: by code, alias and label, whatever their case and spacing.
#include "facts_support.h"

static const char *code_of(const Vocabularies *vocabularies, VocabularyKind kind,
                           const char *word) {
    const Term *term = vocabulary_find(vocabularies, kind, word);
    return term ? term->code : NULL;
}

static void finds_by_code_alias_and_label(void **state) {
    const Vocabularies *words = ((FactsFixture *)*state)->vocabularies;
    assert_string_equal(code_of(words, VOCABULARY_STATUSES, "completed"), "completed");
    assert_string_equal(code_of(words, VOCABULARY_STATUSES, "Completion"), "completed");
    assert_string_equal(code_of(words, VOCABULARY_STATUSES, "  pipeline:\tPLEDGE "), "announced");
    assert_string_equal(code_of(words, VOCABULARY_PARTIES, "ISLAMIC  REPUBLIC OF PAKISTAN"),
                        "Pakistan");
    assert_string_equal(code_of(words, VOCABULARY_PARTIES, "پاکستان"), "Pakistan");
    assert_string_equal(code_of(words, VOCABULARY_PARTIES, "ПАКИСТАН"), "Pakistan");
    assert_string_equal(code_of(words, VOCABULARY_SECTORS, "能源"), "energy");
    assert_null(code_of(words, VOCABULARY_SECTORS, "alchemy"));
    assert_null(code_of(words, VOCABULARY_SECTORS, ""));
}

static void compares_after_composition(void **state) {
    const Vocabularies *words = ((FactsFixture *)*state)->vocabularies;
    // e and a combining acute accent, against é.
    assert_string_equal(code_of(words, VOCABULARY_SECTORS, "e\xCC\x81nergie"),
                        code_of(words, VOCABULARY_SECTORS, "Énergie"));
    assert_non_null(code_of(words, VOCABULARY_SECTORS, "Énergie"));
}

static void long_words_are_looked_up_too(void **state) {
    const Vocabularies *words = ((FactsFixture *)*state)->vocabularies;
    g_autofree char *spaces = g_strnfill(5000, ' ');
    g_autofree char *word = g_strconcat(spaces, "Pakistan", spaces, NULL);
    assert_string_equal(code_of(words, VOCABULARY_PARTIES, word), "Pakistan");
    g_autofree char *nothing = g_strnfill(70000, 'x');
    assert_null(code_of(words, VOCABULARY_PARTIES, nothing));
}

static void labels_fall_back(void **state) {
    const Vocabularies *words = ((FactsFixture *)*state)->vocabularies;
    const Term *steel = vocabulary_find(words, VOCABULARY_SECTORS, "steel");
    assert_string_equal(term_label(steel, "en"), "Steel");
    assert_string_equal(term_label(steel, "en-GB"), "Steel");
    assert_string_equal(term_label(steel, "zh-Hans"), term_label(steel, "zh"));
    assert_string_not_equal(term_label(steel, "zh"), "Steel");
    assert_string_equal(term_label(steel, "tlh"), "Steel");
    assert_string_equal(term_label(steel, NULL), "Steel");
    assert_string_equal(steel->parent, "industry");
    assert_true(steel->slot >= 0);
}

static void statuses_are_in_order(void **state) {
    const Vocabularies *words = ((FactsFixture *)*state)->vocabularies;
    assert_int_equal(vocabulary_size(words, VOCABULARY_STATUSES), 9);
    for (guint i = 1; i < 9; i++)
        assert_true(vocabulary_nth(words, VOCABULARY_STATUSES, i)->order >
                    vocabulary_nth(words, VOCABULARY_STATUSES, i - 1)->order);
    assert_null(vocabulary_nth(words, VOCABULARY_STATUSES, 9));
}

static void suggests_the_nearest(void **state) {
    const Vocabularies *words = ((FactsFixture *)*state)->vocabularies;
    g_autofree char *hint = vocabulary_suggest(words, VOCABULARY_SECTORS, "agricluture");
    assert_string_equal(hint, "did you mean \"agriculture\"?");
    assert_null(vocabulary_suggest(words, VOCABULARY_SECTORS, "qqqqqqqq"));
}

// Loads the fixture's folder as vocabularies, which must fail unless nothing is expected.
static void assert_load(FactsFixture *fixture, const char *text, const char *expected) {
    write_text(fixture, "sectors.json", text);
    g_autoptr(Vocabularies) loaded = vocabularies_load(fixture->diags, fixture->folder);
    assert_true((loaded != NULL) == (*expected == '\0'));
    assert_brief(fixture, expected);
}

static void missing_files_are_empty(void **state) {
    FactsFixture *fixture = *state;
    g_autoptr(Vocabularies) none = vocabularies_load(fixture->diags, "data/no-such-folder");
    assert_non_null(none);
    assert_int_equal(vocabulary_size(none, VOCABULARY_SECTORS), 0);
    assert_null(vocabulary_find(none, VOCABULARY_SECTORS, "steel"));
    assert_brief(fixture, "");
}

static void a_small_vocabulary_loads(void **state) {
    assert_load(*state,
                "{\"vocabulary\": \"sectors\", \"terms\": [{\"code\": \"a\", \"label\": {}}]}", "");
}

static void ambiguous_aliases_are_reported(void **state) {
    assert_load(*state,
                "{\"vocabulary\": \"sectors\", \"terms\": [\n"
                "{\"code\": \"a\", \"aliases\": [\"A\", \"One\"]},\n"
                "{\"code\": \"b\", \"aliases\": [\"ONE\"], \"parent\": \"c\"}]}",
                "3 <\"ONE\"> /terms/1/aliases/0 error duplicate-id: \"ONE\" already means \"a\"\n"
                "3 <\"c\"> /terms/1/parent error dangling-id: \"parent\" is \"c\", which is the "
                "code of no term\n");
}

static void wrong_terms_are_reported(void **state) {
    assert_load(
        *state,
        "{\"vocabulary\": \"statuses\", \"terms\": [7,\n"
        "{\"label\": {\"en\": 1}, \"slot\": -2, \"colour\": \"red\"}]}",
        "1 <\"statuses\"> /vocabulary error wrong-value: \"vocabulary\" is \"statuses\", expected "
        "one of: sectors\n"
        "1 <7> /terms/0 error wrong-type: term is a number, expected an object\n"
        "2 <{\"label\": {\"en\": 1}, \"sl...> /terms/1 error missing-key: term lacks \"code\"\n"
        "2 <-2> /terms/1/slot error wrong-value: \"slot\" is -2, expected a whole number from 0 to "
        "999\n"
        "2 <1> /terms/1/label/en error wrong-type: \"en\" is a number, expected a string\n"
        "2 <\"colour\"> /terms/1/colour error unknown-key: unknown key \"colour\" in term (allowed "
        "here: code, parent, kind, country, slot, order, description, label, aliases)\n");
}

static void what_is_no_vocabulary_is_reported(void **state) {
    assert_load(*state, "[]",
                "1 <[]>  error wrong-type: vocabulary is an array, expected an object\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        facts_test(finds_by_code_alias_and_label),
        facts_test(compares_after_composition),
        facts_test(long_words_are_looked_up_too),
        facts_test(labels_fall_back),
        facts_test(statuses_are_in_order),
        facts_test(suggests_the_nearest),
        facts_test(missing_files_are_empty),
        facts_test(a_small_vocabulary_loads),
        facts_test(ambiguous_aliases_are_reported),
        facts_test(wrong_terms_are_reported),
        facts_test(what_is_no_vocabulary_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
