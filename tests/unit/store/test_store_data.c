// The facts that come with the program, counted twice: in SQL, and here straight from the JSON with
// nothing of facts/ or store/. Sums are compared to the cent.
#include "store_support.h"

#include <jansson.h>

typedef struct {
    GHashTable *cells; // "sector year" -> Cell
    GHashTable *sectors;
    gint64 partnerships, parties;
} Count;

typedef struct {
    gint64 count, cents;
    bool has_amount;
} Cell;

// Of "12", "12.3" or "12.34".
static gint64 cents_of(const char *text) {
    const char *point = strchr(text, '.');
    gint64 cents = g_ascii_strtoll(text, NULL, 10) * 100;
    if (point && point[1])
        cents += (point[1] - '0') * 10;
    if (point && point[1] && point[2])
        cents += point[2] - '0';
    assert_true(!point || strlen(point) <= 3);
    return cents;
}

// The dollars on one basis: committed if any, else announced, else disbursed.
static bool dollars(const json_t *record, gint64 *cents) {
    static const char *const bases[] = {"committed", "announced", "disbursed"};
    const json_t *amounts = json_object_get(record, "amounts");
    for (guint b = 0; b < G_N_ELEMENTS(bases); b++) {
        bool found = false;
        size_t i;
        json_t *amount;
        *cents = 0;
        json_array_foreach(amounts, i, amount) {
            if (strcmp(json_string_value(json_object_get(amount, "currency")), "USD") != 0 ||
                g_strcmp0(json_string_value(json_object_get(amount, "basis")), bases[b]) != 0)
                continue;
            found = true;
            *cents += cents_of(json_string_value(json_object_get(amount, "value")));
        }
        if (found)
            return true;
    }
    return false;
}

// The year of the first day; of "../D" that of D.
static int year_of(const char *date) {
    int year = 0;
    for (const char *p = g_str_has_prefix(date, "../") ? date + 3 : date; p && year < 1000; p++)
        year = year * 10 + (*p == 'X' ? 0 : *p - '0');
    return year;
}

static Cell *cell_of(GHashTable *table, char *key) {
    Cell *cell = g_hash_table_lookup(table, key);
    if (!cell) {
        cell = g_new0(Cell, 1);
        g_hash_table_insert(table, g_strdup(key), cell);
    }
    g_free(key);
    return cell;
}

static void add_to(Cell *cell, bool has_amount, gint64 cents) {
    cell->count++;
    cell->has_amount = cell->has_amount || has_amount;
    cell->cents += has_amount ? cents : 0;
}

static void count_partnership(Count *count, const json_t *record) {
    gint64 cents = 0;
    bool has_amount = dollars(record, &cents);
    int year = year_of(json_string_value(json_object_get(record, "date")));
    const json_t *sectors = json_object_get(record, "sectors");
    const char *main_sector = json_string_value(json_array_get(sectors, 0));
    count->partnerships++;
    count->parties += (gint64)json_array_size(json_object_get(record, "parties"));
    add_to(cell_of(count->cells, g_strdup_printf("%s %d", main_sector, year)), has_amount, cents);
    size_t i;
    json_t *sector;
    json_array_foreach(sectors, i, sector)
        cell_of(count->sectors, g_strdup(json_string_value(sector)))
            ->count++;
}

static void count_lines(Count *count, const char *path) {
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        json_t *record = json_loads(*line, 0, NULL);
        if (g_strcmp0(json_string_value(json_object_get(record, "record")), "partnership") == 0)
            count_partnership(count, record);
        json_decref(record);
    }
}

static void count_document(Count *count, const char *path) {
    json_t *root = json_load_file(path, 0, NULL);
    size_t i;
    json_t *record;
    json_array_foreach(json_object_get(root, "partnerships"), i, record)
        count_partnership(count, record);
    json_decref(root);
}

static Count count_all(void) {
    Count count = {g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                   g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free), 0, 0};
    count_lines(&count, "data/facts/aiddata-pakistan.jsonl");
    count_lines(&count, "data/facts/worldbank-pakistan.jsonl");
    count_document(&count, "data/facts/press.json");
    return count;
}

static int setup(void **state) {
    StoreFixture *fixture = fixture_new();
    static const StoreOptions options = {0};
    fixture_load(fixture, &options, "data/facts");
    *state = fixture;
    return 0;
}

static gint64 cents_of_value(Value value) {
    if (value.type != VALUE_DECIMAL)
        return -1;
    g_autofree char *text = decimal_to_text(*value.as.decimal);
    return cents_of(text);
}

static void sectors_and_years_agree_to_the_cent(void **state) {
    Count count = count_all();
    const Table *table =
        query(*state, "SELECT sector_code, year, count(*) AS n, decimal_sum(amount_usd) AS usd, "
                      "group_concat(fact) AS all_facts FROM partnerships GROUP BY 1, 2");
    assert_non_null(table);
    assert_int_equal(table->row_count, g_hash_table_size(count.cells));
    for (guint i = 0; i < table->row_count; i++) {
        g_autofree char *key =
            g_strdup_printf("%s %d", table_value(table, "sector_code", i).as.string,
                            (int)table_value(table, "year", i).as.number);
        const Cell *cell = g_hash_table_lookup(count.cells, key);
        if (!cell)
            fail_msg("%s is not in the files", key);
        assert_int_equal((gint64)table_value(table, "n", i).as.number, cell->count);
        assert_int_equal(table->lineage[i]->count, cell->count);
        assert_int_equal(cents_of_value(table_value(table, "usd", i)),
                         cell->has_amount ? cell->cents : -1);
    }
    g_hash_table_destroy(count.cells);
    g_hash_table_destroy(count.sectors);
}

static void pairs_agree(void **state) {
    Count count = count_all();
    const Table *table = query(*state, "SELECT sector_code, partnerships FROM sectors WHERE "
                                       "partnerships > 0");
    assert_int_equal(table->row_count, g_hash_table_size(count.sectors));
    for (guint i = 0; i < table->row_count; i++) {
        const Cell *cell =
            g_hash_table_lookup(count.sectors, table_value(table, "sector_code", i).as.string);
        assert_non_null(cell);
        assert_int_equal((gint64)table_value(table, "partnerships", i).as.number, cell->count);
    }
    table = query(*state, "SELECT (SELECT count(*) FROM partnerships) AS a, (SELECT count(*) FROM "
                          "partnership_parties) AS b, (SELECT sum(share) FROM "
                          "partnership_sectors) AS c");
    assert_int_equal((gint64)value_to_number(table_value(table, "a", 0)), count.partnerships);
    assert_int_equal((gint64)value_to_number(table_value(table, "b", 0)), count.parties);
    assert_float_equal(value_to_number(table_value(table, "c", 0)), count.partnerships, 1e-6);
    g_hash_table_destroy(count.cells);
    g_hash_table_destroy(count.sectors);
}

// The totals that data/README.md states for the two data sets.
static void totals_are_those_of_the_publishers(void **state) {
    assert_query(*state,
                 "SELECT origin, count(*) AS n, decimal_sum(amount_usd) AS usd FROM partnerships "
                 "GROUP BY origin ORDER BY origin",
                 "origin n usd\n"
                 "'aiddata-gcof-1' 151 41329527640.86d\n"
                 "'press' 12 null\n"
                 "'worldbank-projects' 394 40892390000d\n");
    assert_query(*state,
                 "SELECT count(*) AS n, decimal_sum(amount_usd) AS usd FROM partnerships WHERE "
                 "umbrella",
                 "n usd\n6 18563426017.07d\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sectors_and_years_agree_to_the_cent),
        cmocka_unit_test(pairs_agree),
        cmocka_unit_test(totals_are_those_of_the_publishers),
    };
    return cmocka_run_group_tests(tests, setup, fixture_end);
}
