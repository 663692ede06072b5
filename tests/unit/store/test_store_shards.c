// Machines that share a run: the one that completes it is told, whatever the order, and rounds keep
// apart.
#include "store_support.h"

#include "store/ingest.h"
#include "store/ledger.h"

typedef struct {
    StoreFixture *base;
    char *folder, *address;
} Ledgers;

// A store as facts are added to it, here none: runs write into one that is there.
static void make_store(Ledgers *l) {
    const IngestOptions how = {.as_of = "2026-01-02", .program = "test"};
    IngestCounts counts;
    Ingest *ingest = ingest_begin(l->base->diags, l->address, l->base->vocabularies, &how);
    assert_non_null(ingest);
    assert_true(ingest_end(ingest, /*good=*/true, &counts));
}

static int set_up(void **state) {
    Ledgers *l = g_new0(Ledgers, 1);
    l->base = fixture_new();
    if (suite_address()) {
        l->address = fixture_database();
    } else {
        l->folder = g_dir_make_tmp("accord-test-XXXXXX", NULL);
        l->address = g_build_filename(l->folder, "runs.db", NULL);
    }
    make_store(l);
    *state = l;
    return 0;
}

static int tear_down(void **state) {
    Ledgers *l = *state;
    if (l->folder)
        g_unlink(l->address);
    if (l->folder)
        g_rmdir(l->folder);
    fixture_free(l->base);
    g_free(l->folder);
    g_free(l->address);
    g_free(l);
    return 0;
}

// The records of the round joined by commas when this shard completes it, "" when it does not.
static const char *end(Ledgers *l, const char *round, const char *as_of, gint64 number,
                       const char *record) {
    const LedgerShard shard = {.job = "nightly",
                               .round = round,
                               .as_of = as_of,
                               .program = "test",
                               .number = number,
                               .count = 3,
                               .record = record};
    GPtrArray *records = NULL;
    if (!ledger_end_shard(l->base->diags, l->address, &shard, &records))
        fail_msg("%s", nth_message(l->base->diags, 0));
    if (!records)
        return "";
    g_ptr_array_add(records, NULL);
    g_autofree char *joined = g_strjoinv(",", (char **)records->pdata);
    g_ptr_array_unref(records);
    return arena_strdup(l->base->arena, joined);
}

static void the_last_is_told(void **state) {
    Ledgers *l = *state;
    assert_string_equal(end(l, "r", "2026-01-02", 3, "{c}"), "");
    assert_string_equal(end(l, "r", "2026-01-02", 1, "{a}"), "");
    assert_string_equal(end(l, "r", "2026-01-02", 2, "{b'é\\\"}"), "{a},{b'é\\\"},{c}");
    assert_string_equal(end(l, "r", "2026-01-02", 1, "{again}"), "{again},{b'é\\\"},{c}");
}

static void rounds_keep_apart(void **state) {
    Ledgers *l = *state;
    assert_string_equal(end(l, "r", "2026-01-02", 1, "a"), "");
    assert_string_equal(end(l, "s", "2026-01-02", 2, "b"), "");
    assert_string_equal(end(l, "s", "2026-01-02", 3, "c"), "");
    assert_string_equal(end(l, "r", "2026-01-02", 2, "B"), "");
    assert_string_equal(end(l, "s", "2026-01-02", 1, "A"), "A,b,c");
}

static void earlier_days_are_forgotten(void **state) {
    Ledgers *l = *state;
    end(l, "r", "2026-01-02", 1, "a");
    end(l, "r", "2026-01-02", 2, "b");
    assert_string_equal(end(l, "t", "2026-01-03", 1, "x"), "");
    assert_string_equal(end(l, "r", "2026-01-02", 3, "c"), "");
}

static void a_store_that_cannot_be_had(void **state) {
    Ledgers *l = *state;
    const LedgerShard shard = {.job = "j",
                               .round = "r",
                               .as_of = "d",
                               .program = "p",
                               .number = 1,
                               .count = 1,
                               .record = "x"};
    GPtrArray *records = NULL;
    assert_false(ledger_end_shard(l->base->diags, "/proc/none/x.db", &shard, &records));
    assert_null(records);
    assert_true(diags_errors(l->base->diags) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_last_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rounds_keep_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(earlier_days_are_forgotten, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_store_that_cannot_be_had, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
