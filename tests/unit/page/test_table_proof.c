// Tables of every length, proved by looking at the placed pages: no row is lost, doubled, cut or
// out of order, heads and names of groups stand on every page, nothing leaves a page, and neither a
// heading, a total nor a note is parted from the rows. Rows have 1 to 60 lines, of which a page
// holds about 20. In turn they are set from right to left, under heads of several levels, with bars
// and lines of numbers, up to a limit, and to shrink. ACCORD_PROOF=all tries every length with
// every combination (some minutes).
#include "place_support.h"

#include <stdlib.h>

enum { ROWS_MAX = 300, ROWS_CLOSELY = 48, GROUP_ROWS = 7, WITH_COUNT = 16, LIMIT = 30 };

// What a table has besides its rows.
typedef enum { WITH_HEAD = 1, WITH_TOTAL = 2, WITH_GROUPS = 4, WITH_NOTE = 8 } With;

// What else is asked of it.
typedef enum { PLAIN, RIGHT_TO_LEFT, HEAD_LEVELS, DRAWN_CELLS, LIMITED, SHRINKING, WAYS } Way;

typedef struct {
    Fixture *fixture;
    TextEngine *engine;
    const Theme *theme;
    guint rows;
    guint with; // With, or'ed
    Way way;
    bool is_long;
} Proof;

static guint shown_rows(const Proof *proof) {
    return proof->way == LIMITED ? MIN(proof->rows, LIMIT) : proof->rows;
}

// Some tables begin with a row taller than a page, some with a tall one.
static guint lines_of(const Proof *proof, guint row) {
    static const guint shifts[] = {0, 40, 11};
    guint n = row + shifts[proof->rows % G_N_ELEMENTS(shifts)];
    if (n % 89 == 40)
        return 60; // taller than a page
    return n % 23 == 11 ? 14 : n % 5 == 2 ? 3 : 1;
}

// ---- placing

static char *make_rows(const Proof *proof) {
    GString *rows = g_string_new(NULL);
    for (guint i = 0; i < proof->rows; i++) {
        g_string_append_printf(rows, "%s{\"t\": \"", i ? "," : "");
        for (guint k = 0; k < lines_of(proof, i); k++)
            g_string_append_printf(rows, "%s%u.%u", k ? "\\n" : "", i, k);
        g_string_append_printf(rows, "\", \"n\": %u, \"g\": \"Group %u\", \"s\": [1, %u, 2]}", i,
                               i / GROUP_ROWS, i);
    }
    return g_string_free(rows, FALSE);
}

static const struct {
    const char *layout, *table, *column, *columns; // members, and more columns
} ways[WAYS] = {
    [PLAIN] = {"", "", "", ""},
    [RIGHT_TO_LEFT] = {"\"dir\": \"rtl\", ", "", "", ""},
    [HEAD_LEVELS] = {"", "", ", \"under\": [\"Top\", \"Middle\"]",
                     ", {\"field\": \"n\", \"title\": \"M\", \"under\": \"Top\"}"},
    [DRAWN_CELLS] = {"", "", "",
                     ", {\"field\": \"n\", \"title\": \"B\", \"as\": \"bar\"}, "
                     "{\"field\": \"s\", \"title\": \"S\", \"as\": \"sparkline\"}"},
    [LIMITED] = {"", ", \"limit\": 30, \"more\": true", "", ""},
    [SHRINKING] = {"", ", \"overflow\": \"shrink\"", "", ""},
};

static char *make_layout(const Proof *proof) {
    g_autofree char *rows = make_rows(proof);
    return g_strdup_printf(
        "{\"layout\": 1, %s\"page\": {\"size\": {\"width\": \"105mm\", \"height\": "
        "\"148mm\"}, \"margin\": \"20mm\"}, \"body\": ["
        "{\"block\": \"text\", \"text\": \"Before.\"}, {\"block\": \"heading\", \"text\": "
        "\"Heading\"},"
        "{\"block\": \"table\", \"data\": {\"values\": [%s]}, \"empty\": \"Nothing.\","
        " \"head\": %s%s%s%s, \"columns\": [{\"field\": \"t\", \"title\": \"Words\","
        " \"width\": \"1fr\"%s}, {\"field\": \"n\", \"title\": \"N\"%s%s}%s]}]}",
        ways[proof->way].layout, rows, proof->with & WITH_HEAD ? "true" : "false",
        proof->with & WITH_GROUPS ? ", \"group_by\": \"g\"" : "",
        proof->with & WITH_NOTE ? ", \"note\": \"The note\"" : "", ways[proof->way].table,
        ways[proof->way].column, ways[proof->way].column,
        proof->with & WITH_TOTAL ? ", \"total\": \"sum\"" : "", ways[proof->way].columns);
}

static const PlacedDocument *place(const Proof *proof, Arena *arena, GPtrArray *documents) {
    g_autofree char *text = make_layout(proof);
    Diags *diags = proof->fixture->diags;
    const char *path = fixture_file(proof->fixture, "layout.json", text);
    Layout *layout = layout_load(arena, diags, path, NULL, 0, documents);
    assert_printed(diags, "");
    assert_non_null(layout);
    PageInput input = {.arena = arena,
                       .diags = diags,
                       .engine = proof->engine,
                       .layout = layout,
                       .theme = proof->theme,
                       .as_of = "2025-11-20",
                       .producer = "test",
                       .long_rows = proof->is_long ? 1 : G_MAXUINT};
    const PlacedDocument *document = page_place(&input);
    assert_printed(diags, "");
    assert_non_null(document);
    return document;
}

// ---- looking

// What was seen so far, over all pages.
typedef struct {
    const Proof *proof;
    guint row, line; // of the next line of the table's first column
    guint totals, notes, page_count;
    // Of the page being looked at.
    guint page, heads, levels, continued, rows_seen;
    bool after_heading; // the heading stands on it, and nothing after it yet
    double bottom;      // of what stands last
    char *group;        // name that stands last
} Look;

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_msg("%u rows, with %u, way %d, page %u of %u, row %u, line %u: %s",               \
                     look->proof->rows, look->proof->with, look->proof->way, look->page + 1,       \
                     look->page_count, look->row, look->line, #condition);                         \
    } while (0)

static void see_line(Look *look, const PlacedItem *item, guint row, guint line) {
    REQUIRE(row == look->row && line == look->line);
    REQUIRE(item->y >= look->bottom - 0.01);
    REQUIRE(look->continued == 0);
    if (look->proof->with & WITH_HEAD)
        REQUIRE(look->heads == 1 && look->levels == (look->proof->way == HEAD_LEVELS ? 2 : 0));
    if (line > 0 && lines_of(look->proof, row) < 20) // kept whole
        REQUIRE(look->rows_seen > 0);
    if (look->proof->with & WITH_GROUPS) {
        g_autofree char *name = g_strdup_printf("Group %u", row / GROUP_ROWS);
        REQUIRE(look->group && strcmp(look->group, name) == 0);
    }
    look->rows_seen++;
    look->bottom = item->y + item->height;
    look->line++;
    if (look->line == lines_of(look->proof, row)) {
        look->line = 0;
        look->row++;
    }
}

static void see_other(Look *look, const PlacedItem *item, const char *text) {
    if (strcmp(text, "Words") == 0) {
        REQUIRE(look->rows_seen == 0 && look->heads == 0);
        look->heads++;
    } else if (strcmp(text, "Top") == 0 || strcmp(text, "Middle") == 0) {
        REQUIRE(look->rows_seen == 0 && look->levels < 2);
        look->levels++;
    } else if (g_str_has_prefix(text, "Group ")) {
        REQUIRE(item->y >= look->bottom - 0.01);
        g_free(look->group);
        look->group = g_strdup(text);
    } else if (strcmp(text, "continued") == 0) {
        REQUIRE(look->rows_seen > 0);
        look->continued++;
    } else if (strcmp(text, "Total") == 0) {
        REQUIRE(look->row == shown_rows(look->proof) && look->rows_seen > 0);
        look->totals++;
    } else if (strcmp(text, "The note") == 0) {
        REQUIRE(look->row == shown_rows(look->proof) &&
                (look->rows_seen > 0 || look->proof->rows == 0));
        look->notes++;
    }
    bool is_head = look->rows_seen == 0 && (look->heads || look->levels);
    look->bottom = MAX(look->bottom, is_head ? 0 : item->y + item->height);
}

// A row ends in a number beside its first line: that is no line of the first column.
static void see_item(Look *look, const PlacedItem *item) {
    static const double margin = 20 * 72 / 25.4;
    g_autofree char *text = item_text(item);
    const double bottom_edge = 148 * 72 / 25.4 - margin;
    guint row, line;
    if (item->kind == PLACED_TEXT)
        REQUIRE(item->y >= margin - 0.1 && item->y + item->height <= bottom_edge + 0.1);
    if (!*text)
        return;
    if (strcmp(text, "Heading") == 0)
        look->after_heading = true;
    else if (item->tag != TAG_ARTIFACT)
        look->after_heading = false;
    if (sscanf(text, "%u.%u", &row, &line) == 2)
        see_line(look, item, row, line);
    else if (!g_ascii_isdigit(*text))
        see_other(look, item, text);
}

static void look_at_page(Look *look, const PlacedPage *placed, bool last) {
    g_autoptr(Arena) arena = arena_new();
    PlacedPage page = placed_page_items(placed, arena);
    look->heads = look->levels = look->continued = look->rows_seen = 0;
    look->bottom = 0;
    g_clear_pointer(&look->group, g_free);
    for (guint i = 0; i < page.item_count; i++)
        see_item(look, &page.items[i]);
    REQUIRE(!look->after_heading);
    REQUIRE(look->continued == (last || look->rows_seen == 0 ? 0 : 1));
    look->page++;
}

static void look_at(const Proof *proof, const PlacedDocument *document) {
    Look state = {.proof = proof, .page_count = document->page_count}, *look = &state;
    for (guint p = 0; p < document->page_count; p++)
        look_at_page(look, &document->pages[p], p + 1 == document->page_count);
    REQUIRE(look->row == shown_rows(proof) && look->line == 0);
    REQUIRE(look->totals == (proof->rows && proof->with & WITH_TOTAL ? 1 : 0));
    REQUIRE(look->notes == (proof->with & WITH_NOTE ? 1 : 0));
    g_free(look->group);
}

static char *printed(const PlacedDocument *document) {
    json_t *json = placed_to_json(document);
    char *text = json_dumps(json, 0);
    json_decref(json);
    return text;
}

static void prove(Proof *proof) {
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func(fixture_free_document);
    const PlacedDocument *document = place(proof, arena, documents);
    look_at(proof, document);
    if (proof->rows % 20 != 7)
        return;
    Proof other = *proof; // set when it is drawn: the same pages
    other.is_long = !proof->is_long;
    char *now = printed(document), *later = printed(place(&other, arena, documents));
    assert_string_equal(now, later);
    free(now);
    free(later);
}

static void every_length_is_placed_whole(void **state) {
    Fixture *f = *state;
    g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func(fixture_free_document);
    bool all = g_strcmp0(g_getenv("ACCORD_PROOF"), "all") == 0;
    Proof proof = {.fixture = f, .engine = text_engine_new()};
    proof.theme = theme_load(f->arena, f->diags, proof.engine, NULL, NULL, documents);
    for (proof.rows = 0; proof.rows <= ROWS_MAX; proof.rows++)
        for (proof.with = 0; proof.with < WITH_COUNT; proof.with++) {
            bool turn = (proof.rows + proof.with) % WITH_COUNT == 0;
            if (!all && proof.rows > ROWS_CLOSELY && !turn)
                continue;
            proof.is_long = (proof.rows + proof.with) % 3 == 0;
            proof.way = (proof.rows + proof.with / 3) % WAYS;
            for (guint way = 0; way < (all ? WAYS : 1); way++, proof.way = (proof.way + 1) % WAYS)
                prove(&proof);
        }
    text_engine_free(proof.engine);
}

int main(void) {
    const struct CMUnitTest tests[] = {PAGE_TEST(every_length_is_placed_whole)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
