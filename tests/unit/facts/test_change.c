// What changed between two states of a partnership: every field, pairs of commitments, materiality.
#include "../support.h"

#include "facts/change.h"
#include "facts/reread.h"

typedef struct {
    Vocabularies *vocabularies;
    Reread *reread;
    Arena *arena;
    GArray *changes;
    GString *text;
} ChangeFixture;

static int setup(void **state) {
    ChangeFixture *fixture = g_new0(ChangeFixture, 1);
    g_autoptr(Diags) diags = diags_new();
    fixture->vocabularies = vocabularies_load(diags, "data/vocabulary");
    assert_non_null(fixture->vocabularies);
    fixture->reread = reread_new(fixture->vocabularies);
    fixture->arena = arena_new();
    fixture->changes = g_array_new(FALSE, TRUE, sizeof(Change));
    fixture->text = g_string_new(NULL);
    *state = fixture;
    return 0;
}

static int teardown(void **state) {
    ChangeFixture *fixture = *state;
    reread_free(fixture->reread);
    arena_free(fixture->arena);
    vocabularies_free(fixture->vocabularies);
    g_array_unref(fixture->changes);
    g_string_free(fixture->text, TRUE);
    g_free(fixture);
    return 0;
}

// A record of these members, on top of what every one has. In ' for ".
static const Partnership *record(ChangeFixture *fixture, const char *members) {
    g_autofree char *json = g_strdup_printf("{'id':'a','title':'Mill','parties':['Pakistan','Russia"
                                            "'],'sectors':['steel']%s%s}",
                                            *members ? "," : "", members);
    g_strdelimit(json, "'", '"');
    const Partnership *partnership = reread_partnership(fixture->reread, json);
    assert_non_null(partnership);
    return partnership;
}

static void put(ChangeFixture *fixture, const char *name, const char *text) {
    if (text)
        g_string_append_printf(fixture->text, " %s=%s", name, text);
}

static void put_change(ChangeFixture *fixture, const Change *change) {
    g_string_append_printf(fixture->text, "%s", change_kind_name(change->kind));
    put(fixture, "field", change->field);
    put(fixture, "item", change->item);
    put(fixture, "words", change->words);
    g_string_append_printf(fixture->text, " %s -> %s", change->before ? change->before : "-",
                           change->after ? change->after : "-");
    put(fixture, "basis", change->basis);
    if (change->has_days)
        g_string_append_printf(fixture->text, " days=%d", (int)change->days);
    g_string_append_c(fixture->text, '\n');
}

static int day(const char *text) {
    Edtf date;
    assert_true(edtf_parse(text, &date, NULL));
    return date.first;
}

// Each Change a line.
static const char *compare(ChangeFixture *fixture, const char *before, const char *after) {
    const ChangeDays days = {day("2025-11-19"), day("2025-11-20")};
    g_array_set_size(fixture->changes, 0);
    g_string_truncate(fixture->text, 0);
    change_compare(record(fixture, before), record(fixture, after), &days, fixture->arena,
                   fixture->changes);
    for (guint i = 0; i < fixture->changes->len; i++)
        put_change(fixture, &g_array_index(fixture->changes, Change, i));
    return fixture->text->str;
}

static void the_same_is_no_change(void **state) {
    static const char all[] =
        "'status':'signed','date':'2025-07','amounts':[{'value':'10','currency':'USD'}],"
        "'commitments':[{'text':'Hand over','due':'2025-01'}]";
    assert_string_equal(compare(*state, all, all), "");
    // Other words for the same code, and another way to write a number.
    assert_string_equal(compare(*state,
                                "'status':'Completion','quantities':[{'label':'steel',"
                                "'value':500000,'unit':'t/a'}]",
                                "'status':'completed','quantities':[{'label':'steel','value':"
                                "'500000.0','unit':'t/a'}]"),
                        "");
    // Who extracted it, and in which order parties stand.
    assert_string_equal(compare(*state, "'extracted':{'by':'a'}", "'extracted':{'by':'b'}"), "");
}

static void plain_fields(void **state) {
    assert_string_equal(
        compare(*state, "'status':'discussed','date':'2025-07-08','summary':'Talks.'",
                "'status':'signed','date':'2025-07-18','instrument':'mou','summary':'Signed.',"
                "'umbrella':true,'venue':{'name':'Fair','place':'Yekaterinburg'}"),
        "revised field=status words=statuses discussed -> signed\n"
        "revised field=date 2025-07-08 -> 2025-07-18 days=10\n"
        "revised field=instrument words=instruments - -> memorandum-of-understanding\n"
        "revised field=venue - -> Fair\n"
        "revised field=place - -> Yekaterinburg\n"
        "revised field=umbrella - -> yes\n"
        "revised field=summary Talks. -> Signed.\n");
}

static void amounts_by_currency_and_basis(void **state) {
    assert_string_equal(
        compare(*state,
                "'amounts':[{'value':'1000000000000000000000.01','currency':'USD',"
                "'basis':'announced'},{'value':'5','currency':'EUR'}]",
                "'amounts':[{'value':'1000000000000000000000.02','currency':'USD',"
                "'basis':'announced'},{'value':'7','currency':'USD','basis':'committed'}]"),
        "revised field=amount 1000000000000000000000.01 USD -> 1000000000000000000000.02 USD"
        " basis=announced\n"
        "revised field=amount 5 EUR -> -\n"
        "revised field=amount - -> 7 USD basis=committed\n");
    // A sum in two parts is the same sum.
    assert_string_equal(compare(*state, "'amounts':[{'value':'10','currency':'USD'}]",
                                "'amounts':[{'value':'4','currency':'USD'},{'value':'6',"
                                "'currency':'USD'}]"),
                        "");
}

static void quantities_by_label_and_unit(void **state) {
    assert_string_equal(compare(*state,
                                "'quantities':[{'label':'steel','value':500000,'unit':'t/a'}]",
                                "'quantities':[{'label':'steel','value':700000,'unit':'t/a'},"
                                "{'label':'jobs','value':1200}]"),
                        "revised field=quantity item=steel 500000 t/a -> 700000 t/a\n"
                        "revised field=quantity item=jobs - -> 1200\n");
}

static void parties_sectors_and_sources(void **state) {
    ChangeFixture *fixture = *state;
    const ChangeDays days = {0, 0};
    const Partnership *before = reread_partnership(
        fixture->reread,
        "{\"id\":\"a\",\"title\":\"T\",\"parties\":[\"Pakistan\",\"Russia\"],"
        "\"sectors\":[\"steel\",\"energy\"],\"evidence\":[{\"source\":\"s1\",\"quote\":\"x\"}]}");
    const Partnership *after = reread_partnership(
        fixture->reread,
        "{\"id\":\"a\",\"title\":\"T\",\"parties\":[{\"name\":\"Pakistan\",\"role\":\"host\"},"
        "\"China\"],\"sectors\":[\"energy\",\"steel\"],"
        "\"evidence\":[{\"source\":\"s1\",\"quote\":\"x\"},{\"source\":\"s2\",\"quote\":\"y\"}]}");
    change_compare(before, after, &days, fixture->arena, fixture->changes);
    for (guint i = 0; i < fixture->changes->len; i++)
        put_change(fixture, &g_array_index(fixture->changes, Change, i));
    assert_string_equal(fixture->text->str,
                        "revised field=party words=parties Russia -> -\n"
                        "revised field=party words=parties - -> China\n"
                        "revised field=party.role item=Pakistan - -> host\n"
                        "revised field=sector.main words=sectors steel -> energy\n"
                        "revised field=source words=sources - -> s2\n");
}

static void quotes_of_the_same_source(void **state) {
    assert_string_equal(compare(*state, "'evidence':[{'source':'s1','quote':'x'}]",
                                "'evidence':[{'source':'s1','quote':'y'},"
                                "{'source':'s1','quote':'z'}]"),
                        "revised field=evidence 1 -> 2\n");
}

static void commitments_slip_and_fall_due(void **state) {
    // Moved later; moved earlier; kept.
    assert_string_equal(
        compare(*state, "'commitments':[{'text':'Hand over','by':'Russia','due':'2025-12-01'}]",
                "'commitments':[{'text':'Hand over','by':'Russia','due':'2026-03-01'}]"),
        "slipped field=commitment.due item=Hand over 2025-12-01 -> 2026-03-01 days=90\n");
    assert_string_equal(compare(*state, "'commitments':[{'text':'Hand over','due':'2026'}]",
                                "'commitments':[{'text':'Hand over','due':'2026-06'}]"),
                        "revised field=commitment.due item=Hand over 2026 -> 2026-06 days=-184\n");
    assert_string_equal(compare(*state, "'commitments':[{'text':'Hand over','due':'2026'}]",
                                "'commitments':[{'text':'Hand over','due':'2026','status':'met'}]"),
                        "revised field=commitment.status item=Hand over open -> met\n");
    // The day passed between the two days; it had passed before; it was met before it passed.
    static const char due[] = "'commitments':[{'text':'Hand over','due':'2025-11-19'}]";
    static const char past[] = "'commitments':[{'text':'Hand over','due':'2025-11-18'}]";
    assert_string_equal(compare(*state, due, due),
                        "overdue field=commitment.due item=Hand over - -> 2025-11-19 days=1\n");
    assert_string_equal(compare(*state, past, past), "");
    assert_string_equal(compare(*state, "", past), "revised field=commitment - -> Hand over\n");
}

static void commitments_are_paired_by_their_words(void **state) {
    assert_string_equal(
        compare(*state,
                "'commitments':[{'text':'Sign the final agreement on the mill','by':'Russia'},"
                "{'text':'Pay','by':'Pakistan'}]",
                "'commitments':[{'text':'Build a road','by':'Pakistan'},"
                "{'text':'Sign the final agreement on the new mill','by':'Russia'}]"),
        "revised field=commitment - -> Build a road\n"
        "revised field=commitment.text item=Sign the final agreement on the new mill"
        " Sign the final agreement on the mill -> Sign the final agreement on the new mill\n"
        "revised field=commitment Pay -> -\n");
    assert_string_equal(compare(*state, "'commitments':[{'text':'Pay','by':'Pakistan'}]",
                                "'commitments':[{'text':'Pay','by':'Russia'}]"),
                        "revised field=commitment.by item=Pay Pakistan -> Russia\n");
}

// As many as a record may have, none like another.
static void many_commitments_are_paired_in_bounded_time(void **state) {
    GString *before = g_string_new("'commitments':["), *after = g_string_new("'commitments':[");
    for (guint i = 0; i < FACTS_ITEMS_LIMIT; i++) {
        g_string_append_printf(before, "%s{'text':'old %u of the same words'}", i ? "," : "", i);
        g_string_append_printf(after, "%s{'text':'new %u of the same words'}", i ? "," : "", i);
    }
    g_string_append_c(before, ']');
    g_string_append_c(after, ']');
    compare(*state, before->str, after->str);
    assert_int_equal(((ChangeFixture *)*state)->changes->len, 2 * FACTS_ITEMS_LIMIT - 50);
    g_string_free(before, TRUE);
    g_string_free(after, TRUE);
}

static bool is_material(ChangeFixture *fixture, const Materiality *materiality, const char *before,
                        const char *after) {
    compare(fixture, before, after);
    assert_int_equal(fixture->changes->len, 1);
    return change_is_material(&g_array_index(fixture->changes, Change, 0), materiality);
}

static void materiality_leaves_small_things_out(void **state) {
    static const char million[] = "'amounts':[{'value':'1000000','currency':'USD'}]";
    static const char more[] = "'amounts':[{'value':'1009999','currency':'USD'}]";
    static const char percent[] = "'amounts':[{'value':'1010000','currency':'USD'}]";
    static const ChangeLeast least[] = {{"USD", {50000, 0}}};
    const Materiality dollars = {.least_count = 1, .least = least};
    assert_false(is_material(*state, &change_materiality, million, more));
    assert_true(is_material(*state, &change_materiality, million, percent));
    assert_true(is_material(*state, &change_materiality, "", million));
    assert_false(is_material(*state, &dollars, million, percent));
    assert_true(is_material(*state, &(Materiality){0}, million, more));
    assert_false(is_material(*state, &change_materiality, "'summary':'a'", "'summary':'b'"));
    assert_true(
        is_material(*state, &(Materiality){.wording = true}, "'summary':'a'", "'summary':'b'"));
    assert_true(is_material(*state, &(Materiality){.all = true}, "'summary':'a'", ""));
    assert_true(is_material(*state, &change_materiality, "'status':'signed'", ""));
}

// dues: ended by NULL; "" is none.
static CommitmentHistory follow_dues(ChangeFixture *fixture, const char *const *dues) {
    CommitmentHistory known = {0}, next = {0};
    const Partnership *before = NULL;
    for (; *dues; dues++) {
        g_autofree char *due = **dues ? g_strdup_printf(",'due':'%s'", *dues) : g_strdup("");
        g_autofree char *members = g_strdup_printf("'commitments':[{'text':'Hand over'%s}]", due);
        const Partnership *after = record(fixture, members);
        change_follow(before, &known, after, &next);
        known = next;
        before = after;
    }
    return known;
}

static void slippage_counts_over_revisions(void **state) {
    const char *dues[] = {"2025-12-01", "2026-02-01", "2026-01-01", "2026-06", NULL};
    CommitmentHistory known = follow_dues(*state, dues);
    assert_string_equal(known.first_due.text, "2025-12-01");
    assert_int_equal(known.slips, 2);
}

static void a_day_taken_away_and_given_later_has_slipped(void **state) {
    const char *dues[] = {"2025-06", "", "2027", NULL},
               *open[] = {"2025-06", "2025-06/..", "2027", NULL},
               *same[] = {"2025-06", "", "", "2025-06", NULL},
               *late[] = {"", "2025", "2024", "", "2025", NULL};
    assert_int_equal(follow_dues(*state, dues).slips, 1);
    assert_string_equal(follow_dues(*state, dues).first_due.text, "2025-06");
    assert_int_equal(follow_dues(*state, open).slips, 1);
    assert_int_equal(follow_dues(*state, same).slips, 0);
    assert_int_equal(follow_dues(*state, late).slips, 1);
}

static void kinds_have_names(void **state) {
    (void)state;
    for (int kind = 0; kind < CHANGE_KINDS; kind++)
        assert_int_equal(change_kind_of(change_kind_name((ChangeKind)kind)), kind);
    assert_int_equal(change_kind_of("reversed"), CHANGE_KINDS);
}

static void broken_records_are_none(void **state) {
    ChangeFixture *fixture = *state;
    assert_null(reread_partnership(fixture->reread, "{\"id\":"));
    assert_null(reread_partnership(fixture->reread, "{\"id\":\"a\"}"));
    assert_null(reread_source(fixture->reread, "[]"));
    assert_non_null(reread_source(fixture->reread, "{\"id\":\"s\",\"title\":\"A source\"}"));
    reread_forget(fixture->reread);
}

#define change_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        change_test(the_same_is_no_change),
        change_test(plain_fields),
        change_test(amounts_by_currency_and_basis),
        change_test(quantities_by_label_and_unit),
        change_test(parties_sectors_and_sources),
        change_test(quotes_of_the_same_source),
        change_test(commitments_slip_and_fall_due),
        change_test(commitments_are_paired_by_their_words),
        change_test(many_commitments_are_paired_in_bounded_time),
        change_test(materiality_leaves_small_things_out),
        change_test(slippage_counts_over_revisions),
        change_test(a_day_taken_away_and_given_later_has_slipped),
        change_test(kinds_have_names),
        change_test(broken_records_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
