// Layouts made at random, with a fixed seed: on the placed pages nothing is lost, doubled or
// clipped, no two lines, images or charts overlap, and blocks keep their order. Every word is a
// number of its own, so that each can be found again. LAYOUTS in the environment: how many, in
// place of a few hundred; FIRST: the first seed; SHOW: each layout on standard error.
#include "place_support.h"

enum {
    LAYOUTS = 250,
    WORDS_MAX = 8000,
    DEPTH_MAX = 3,
    BLOCKS_MAX = 9,
    WORD_LENGTH = 5,
    SOURCES = 5
};

typedef struct {
    GRand *random;
    Fixture *files; // where parts are written
    GString *out;
    guint parts, headings, pictures; // so far: files of parts, ids of headings, images and charts
    bool may_fail;                   // a block says "overflow": "error"
    guint words;                     // so far
    guint firsts;                    // blocks of the body so far
    guint first_word[BLOCKS_MAX + 1];
    guint notes; // footnotes of this text
    bool rtl;
} Maker;

// ---- facts, whose sources are cited

// Without a word that could be one of the layouts'. New string.
static char *make_facts(void) {
    GString *out = g_string_new("{\"facts\": 1, \"sources\": [");
    for (guint i = 1; i <= SOURCES; i++)
        g_string_append_printf(out,
                               "%s{\"id\": \"s%u\", \"title\": \"Report %u on the dams of the "
                               "north\", \"publisher\": \"Ministry\", \"published\": "
                               "\"2025-01-0%u\"}",
                               i > 1 ? ", " : "", i, i, i);
    g_string_append(out, "], \"partnerships\": [");
    for (guint i = 1; i <= SOURCES; i++)
        g_string_append_printf(
            out,
            "%s{\"id\": \"p%u\", \"title\": \"Dam %u\", \"parties\": [\"Pakistan\", "
            "\"China\"], \"sector\": \"energy\", \"date\": \"2024-05-0%u\", \"status\": "
            "\"agreed\", \"evidence\": [{\"source\": \"s%u\", \"quote\": \"it is so\"}]}",
            i > 1 ? ", " : "", i, i, i, i);
    g_string_append(out, "]}");
    return g_string_free(out, FALSE);
}

static void open_facts(Fixture *f, const Vocabularies *vocabularies) {
    StoreOptions options = {.language = "en", .as_of = "2025-11-20"};
    f->store = store_open(f->diags, &options, vocabularies);
    g_autofree char *text = make_facts();
    const char *path = fixture_file(f, "facts.json", text);
    FactsOptions facts = {.diags = f->diags, .vocabularies = vocabularies};
    FactsSink sink = store_sink(f->store);
    FactsSummary summary;
    assert_true(facts_read(&facts, &path, 1, &sink, &summary));
    assert_true(store_ready(f->store, f->diags));
}

// ---- layouts

static guint pick(Maker *maker, guint below) {
    return (guint)g_rand_int_range(maker->random, 0, (gint32)below);
}

static void put(Maker *maker, const char *text) {
    g_string_append(maker->out, text);
}

static void put_words(Maker *maker, guint count) {
    for (guint i = 0; i < count && maker->words + 60 < WORDS_MAX; i++)
        g_string_append_printf(maker->out, "%sx%04u", i ? " " : "", maker->words++);
}

static void put_string(Maker *maker, const char *key, guint count) {
    g_string_append_printf(maker->out, ", \"%s\": \"", key);
    put_words(maker, count);
    put(maker, "\"");
}

// The sources of one fact, or of all, as notes at the foot of the page.
static void put_sources(Maker *maker) {
    guint fact = pick(maker, SOURCES + 3);
    if (fact < SOURCES)
        g_string_append_printf(maker->out,
                               ", \"data\": {\"sql\": \"SELECT title, fact FROM partnerships "
                               "WHERE id = 'p%u'\"}, \"sources\": \"notes\"",
                               fact + 1);
    else if (fact == SOURCES)
        put(maker, ", \"data\": \"partnerships\", \"sources\": \"notes\"");
}

// ---- kinds of blocks, without what all of them share

static void make_block(Maker *maker, guint depth);

static void make_heading(Maker *maker, guint depth) {
    (void)depth;
    g_string_append_printf(maker->out, "\"block\": \"heading\", \"id\": \"h%u\", \"level\": %u",
                           maker->headings++, 1 + pick(maker, 3));
    put_string(maker, "text", 1 + pick(maker, 12));
}

// Paragraphs, lists, quotes, code, and footnotes outside of columns.
static void make_text(Maker *maker, guint depth) {
    static const char *const starts[] = {"", "", "- ", "1. ", "> ", "```\\n"};
    guint paragraphs = 1 + pick(maker, 4), notes = 0;
    bool refers = maker->headings && pick(maker, 4) == 0; // to the page of a heading so far
    put(maker, "\"block\": \"text\"");
    if (pick(maker, 4) == 0)
        g_string_append_printf(maker->out, ", \"columns\": %u", 2 + pick(maker, 2));
    put_sources(maker);
    put(maker, ", \"text\": \"");
    for (guint i = 0; i < paragraphs; i++) {
        const char *start = starts[pick(maker, G_N_ELEMENTS(starts))];
        put(maker, start);
        put_words(maker, 1 + pick(maker, pick(maker, 6) ? 40 : 400));
        if (refers && *start != '`')
            g_string_append_printf(maker->out, " {{ref.h%u.page}}", pick(maker, maker->headings));
        if (depth == 0 && pick(maker, 3) == 0 && *start != '`')
            g_string_append_printf(maker->out, "[^%u]", ++notes);
        put(maker, *start == '`' ? "\\n```\\n\\n" : "\\n\\n");
    }
    for (guint i = 1; i <= notes; i++) {
        g_string_append_printf(maker->out, "[^%u]: ", i);
        put_words(maker, 1 + pick(maker, 30));
        put(maker, "\\n\\n");
    }
    put(maker, "\"");
}

static void make_list(Maker *maker, guint depth) {
    guint count = 1 + pick(maker, 12);
    (void)depth;
    put(maker, "\"block\": \"list\", \"items\": [");
    for (guint i = 0; i < count; i++) {
        put(maker, i ? ", \"" : "\"");
        put_words(maker, 1 + pick(maker, 30));
        put(maker, "\"");
    }
    put(maker, "]");
}

static void make_quote(Maker *maker, guint depth) {
    (void)depth;
    put(maker, "\"block\": \"quote\"");
    put_string(maker, "text", 1 + pick(maker, 60));
    put_string(maker, "by", 1 + pick(maker, 3));
    put_sources(maker);
}

static void put_conflict(Maker *maker) {
    static const char *const fields[] = {"status", "date", "title"};
    g_string_append_printf(maker->out, "\"field\": \"%s\"", fields[pick(maker, 3)]);
    put_string(maker, "title", 1 + pick(maker, 8));
    put_string(maker, "chosen", 1 + pick(maker, 20));
    put_string(maker, "other", 1 + pick(maker, 20));
    g_string_append_printf(maker->out,
                           ", \"rule\": \"source\", \"chosen_source\": \"s%u\", "
                           "\"other_source\": \"s%u\"}",
                           1 + pick(maker, SOURCES), 1 + pick(maker, SOURCES));
}

static void make_conflicts(Maker *maker, guint depth) {
    guint count = 1 + pick(maker, pick(maker, 4) ? 4 : 30);
    (void)depth;
    put(maker, "\"block\": \"conflicts\", \"data\": {\"values\": [");
    for (guint i = 0; i < count; i++) {
        put(maker, i ? ", {" : "{");
        put_conflict(maker);
    }
    put(maker, "]}");
}

static void make_table(Maker *maker, guint depth) {
    guint rows = 1 + pick(maker, pick(maker, 4) ? 8 : 60), columns = 1 + pick(maker, 3);
    (void)depth;
    put(maker, "\"block\": \"table\", \"data\": {\"values\": [");
    for (guint i = 0; i < rows; i++) {
        g_string_append_printf(maker->out, "%s{\"g\": \"g\"", i ? ", " : "");
        for (guint k = 0; k < columns; k++) {
            char key[] = {(char)('a' + k), '\0'};
            put_string(maker, key, 1 + pick(maker, pick(maker, 9) ? 4 : 60));
        }
        put(maker, "}");
    }
    put(maker, "]}, \"columns\": [\"g\"");
    for (guint k = 0; k < columns; k++)
        g_string_append_printf(maker->out, ", {\"field\": \"%c\", \"title\": \"-\"}", 'a' + (int)k);
    put(maker, "]");
}

static void make_timeline(Maker *maker, guint depth) {
    guint count = 1 + pick(maker, 8);
    (void)depth;
    put(maker, "\"block\": \"timeline\", \"text\": \"t\", \"data\": {\"values\": [");
    for (guint i = 0; i < count; i++) {
        g_string_append_printf(maker->out, "%s{\"date\": \"%u\"", i ? ", " : "", 2000 + i);
        put_string(maker, "title", 1 + pick(maker, 12));
        put_string(maker, "t", 1 + pick(maker, 40));
        put(maker, "}");
    }
    put(maker, "]}");
}

static void make_body(Maker *maker, guint depth) {
    guint count = 1 + pick(maker, 3);
    put(maker, "[");
    for (guint i = 0; i < count; i++) {
        put(maker, i ? ", " : "");
        make_block(maker, depth + 1);
    }
    put(maker, "]");
}

static void make_row(Maker *maker, guint depth) {
    guint count = 1 + pick(maker, 3);
    g_string_append_printf(maker->out, "\"block\": \"row\", \"align\": \"%s\", \"cells\": [",
                           pick(maker, 2) ? "top" : "middle");
    for (guint i = 0; i < count; i++) {
        put(maker, i ? ", " : "");
        make_body(maker, depth);
    }
    put(maker, "]");
}

static void make_box(Maker *maker, guint depth) {
    put(maker, "\"block\": \"box\"");
    put_string(maker, "title", 1 + pick(maker, 4));
    put(maker, ", \"body\": ");
    make_body(maker, depth);
}

static void make_callout(Maker *maker, guint depth) {
    put(maker, "\"block\": \"callout\"");
    put_string(maker, "title", 1 + pick(maker, 4));
    put_sources(maker);
    put(maker, ", \"body\": ");
    make_body(maker, depth);
}

static void make_spacer(Maker *maker, guint depth) {
    (void)depth;
    g_string_append_printf(maker->out, "\"block\": \"spacer\", \"height\": %u", pick(maker, 90));
}

static void make_rule(Maker *maker, guint depth) {
    (void)maker, (void)depth;
    put(maker, "\"block\": \"rule\"");
}

static void make_image(Maker *maker, guint depth) {
    (void)depth;
    maker->pictures++;
    g_string_append_printf(maker->out,
                           "\"block\": \"image\", \"file\": \"seal.svg\", \"alt\": \"a seal\", "
                           "\"%s\": %u",
                           pick(maker, 2) ? "width" : "height", 20 + pick(maker, 160));
}

// Some give way.
static void make_chart(Maker *maker, guint depth) {
    guint height = 60 + pick(maker, 240);
    (void)depth;
    maker->pictures++;
    g_string_append_printf(
        maker->out,
        "\"block\": \"chart\", \"alt\": \"bars\", \"height\": %u, \"min_height\": %u, \"data\": "
        "{\"values\": [{\"n\": 3}]}, \"spec\": {\"mark\": \"bar\", \"encoding\": {\"x\": "
        "{\"field\": "
        "\"n\", \"type\": \"quantitative\", \"axis\": null}}}",
        height, pick(maker, 3) ? 50 + pick(maker, height - 50) : height);
}

// The blocks of a file of their own.
static void make_include(Maker *maker, guint depth) {
    GString *layout = maker->out;
    g_autofree char *name = g_strdup_printf("part%u.json", maker->parts++);
    maker->out = g_string_new("{\"layout\": 1, \"body\": ");
    make_body(maker, depth);
    put(maker, "}");
    fixture_file(maker->files, name, maker->out->str);
    g_string_free(maker->out, TRUE);
    maker->out = layout;
    g_string_append_printf(maker->out, "\"block\": \"include\", \"layout\": \"%s\"", name);
}

static void make_overflow(Maker *maker) {
    if (pick(maker, 3) == 0) {
        put(maker, ", \"overflow\": \"error\"");
        maker->may_fail = true;
    } else {
        put(maker, ", \"overflow\": \"shrink\"");
    }
}

static void make_block(Maker *maker, guint depth) {
    static void (*const kinds[])(Maker *, guint) = {
        make_heading, make_text,     make_text,    make_list,   make_quote, make_conflicts,
        make_table,   make_timeline, make_rule,    make_spacer, make_image, make_chart,
        make_row,     make_box,      make_callout, make_include};
    guint leaves = G_N_ELEMENTS(kinds) - 4;
    put(maker, "{");
    kinds[pick(maker, depth < DEPTH_MAX ? G_N_ELEMENTS(kinds) : leaves)](maker, depth);
    if (pick(maker, 5) == 0)
        put(maker, ", \"keep\": true");
    if (pick(maker, 7) == 0)
        put(maker, ", \"keep_with_next\": true");
    if (pick(maker, 12) == 0)
        put(maker, ", \"break\": \"page\"");
    if (pick(maker, 8) == 0)
        make_overflow(maker);
    if (pick(maker, 14) == 0)
        put(maker, pick(maker, 2) ? ", \"dir\": \"rtl\"" : ", \"lang\": \"ur\"");
    if (pick(maker, 5) == 0)
        put_string(maker, "caption", 1 + pick(maker, 12));
    if (pick(maker, 6) == 0)
        put_string(maker, "note", 1 + pick(maker, 12));
    put(maker, "}");
}

// Pages lie from here on, or stand again.
static void put_turn(Maker *maker) {
    static const char *const ways[] = {"landscape", "portrait"};
    g_string_append_printf(maker->out, "{\"block\": \"page_break\", \"orientation\": \"%s\"}, ",
                           ways[pick(maker, 2)]);
}

static char *make_layout(Maker *maker) {
    guint count = 1 + pick(maker, BLOCKS_MAX - 1);
    g_string_printf(maker->out, "\"lang\": \"%s\", \"page\": {\"size\": \"%s\"}, \"body\": [",
                    pick(maker, 5) ? "en" : "ur", pick(maker, 2) ? "A5" : "A4");
    fixture_file(maker->files, "seal.svg",
                 "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='40'/>");
    maker->words = maker->firsts = 0;
    for (guint i = 0; i < count; i++) {
        maker->first_word[maker->firsts++] = maker->words;
        put(maker, i ? ", " : "");
        if (pick(maker, 6) == 0)
            put_turn(maker);
        make_block(maker, 0);
    }
    put(maker, "]");
    return g_strdup(maker->out->str);
}

// ---- what is to be seen on the pages

typedef struct {
    guint times, page;
    double y;
} Seen;

// False when a word was broken, where a column is narrower than it: then words cannot be told.
static bool see_words(const PlacedItem *item, guint page, Seen *seen) {
    g_autofree char *text = item_text(item);
    for (const char *at = text; (at = strchr(at, 'x')); at++) {
        if (at > text && g_ascii_isalpha(at[-1]))
            continue;                                   // a word of the program's own
        g_autofree char *digits = g_strndup(at + 1, 4); // the mark of a note may follow
        guint word = (guint)g_ascii_strtoull(digits, NULL, 10);
        if (strspn(digits, "0123456789") != 4)
            return false;
        assert_true(word < WORDS_MAX);
        if (seen[word].times++ == 0)
            seen[word] = (Seen){1, page, item->y};
    }
    return true;
}

static bool overlap(const PlacedItem *a, const PlacedItem *b) {
    static const double slack = 1.5; // points: line boxes of unlike sizes touch
    return a->x + slack < b->x + b->width && b->x + slack < a->x + a->width &&
           a->y + slack < b->y + b->height && b->y + slack < a->y + a->height;
}

static bool is_picture(const PlacedItem *item) {
    return item->kind == PLACED_IMAGE || item->kind == PLACED_SCENE;
}

static void check_place(const PlacedPage *page, const PlacedItem *item) {
    static const double slack = 0.1;
    g_autofree char *text = item_text(item);
    if (item->x < -slack || right_of(item) > page->width + slack || item->y < -slack ||
        item->y + item->height > page->height + slack)
        fail_msg("\"%s\" at %g, %g, %g wide and %g high, is not on its page of %g by %g", text,
                 item->x, item->y, item->width, item->height, page->width, page->height);
}

// On the page, and on nothing else.
static void check_picture(const PlacedPage *page, guint index) {
    const PlacedItem *item = &page->items[index];
    check_place(page, item);
    for (guint k = 0; k < page->item_count; k++) {
        const PlacedItem *other = &page->items[k];
        g_autofree char *text = item_text(other);
        bool solid = is_picture(other) || strlen(text) >= WORD_LENGTH;
        if (k != index && solid && overlap(item, other))
            fail_msg("a picture at %g, %g, %g by %g, lies on item %u at %g, %g, %g by %g", item->x,
                     item->y, item->width, item->height, k, other->x, other->y, other->width,
                     other->height);
    }
}

static bool check_page(const PlacedPage *page, guint number, Seen *seen, guint *pictures) {
    bool whole = true;
    for (guint i = 0; i < page->item_count; i++) {
        const PlacedItem *item = &page->items[i];
        *pictures += is_picture(item);
        if (is_picture(item))
            check_picture(page, i);
        if (item->kind != PLACED_TEXT)
            continue;
        check_place(page, item);
        if (item->tag != TAG_ARTIFACT)
            whole &= see_words(item, number, seen);
        for (guint k = i + 1; k < page->item_count; k++)
            if (page->items[k].kind == PLACED_TEXT && overlap(item, &page->items[k])) {
                g_autofree char *one = item_text(item), *two = item_text(&page->items[k]);
                if (strlen(one) < WORD_LENGTH || strlen(two) < WORD_LENGTH)
                    continue; // letters of a word in a column that is narrower than one letter
                fail_msg("on page %u \"%s\" lies on \"%s\"", number + 1, one, two);
            }
    }
    return whole;
}

static void check_words(const Maker *maker, const Seen *seen) {
    for (guint i = 0; i < maker->words; i++)
        if (seen[i].times != 1)
            fail_msg("x%04u stands %u times", i, seen[i].times);
}

// The first word of a block is not above that of the block before.
static void check_order(const Maker *maker, const Seen *seen) {
    for (guint i = 1; i < maker->firsts; i++) {
        const Seen *before = &seen[maker->first_word[i - 1]], *now = &seen[maker->first_word[i]];
        if (maker->first_word[i] >= maker->words ||
            maker->first_word[i] == maker->first_word[i - 1])
            continue;
        assert_true(now->page > before->page || (now->page == before->page && now->y > before->y));
    }
}

static void check_layout(guint seed, Store *store, guint *checked) {
    void *state = NULL;
    Maker maker = {.random = g_rand_new_with_seed(seed), .out = g_string_new(NULL)};
    fixture_begin(&state);
    Fixture *f = maker.files = state;
    f->store = store;
    g_autofree char *members = make_layout(&maker);
    if (g_getenv("SHOW"))
        fprintf(stderr, "layout %u {\"layout\": 1, %s}\n", seed, members);
    Placed placed = place_without_check(f, members);
    if (!placed.document) { // too tall for a page, where that was said to be an error
        char *said = diags_to_text(f->diags);
        if (!maker.may_fail || !strstr(said, "[overflow]"))
            fail_msg("layout %u cannot be placed: %s", seed, said);
        free(said);
    }
    if (placed.document && diags_warnings(f->diags) == 0) { // words that were cut are said
        Seen *seen = arena_array(f->arena, Seen, WORDS_MAX);
        bool whole = true;
        guint pictures = 0;
        for (guint p = 0; p < placed.document->page_count; p++)
            whole &= check_page(&placed.document->pages[p], p, seen, &pictures);
        assert_int_equal(pictures, maker.pictures);
        if (whole) {
            check_words(&maker, seen);
            check_order(&maker, seen);
            (*checked)++;
        }
    }
    placed_clear(&placed);
    fixture_end(&state);
    g_string_free(maker.out, TRUE);
    g_rand_free(maker.random);
}

static void pages_of_random_layouts_are_whole(void **state) {
    const char *wanted = g_getenv("LAYOUTS"), *first = g_getenv("FIRST");
    guint count = wanted ? (guint)g_ascii_strtoull(wanted, NULL, 10) : LAYOUTS;
    guint checked = 0, from = first ? (guint)g_ascii_strtoull(first, NULL, 10) : 0;
    Fixture *f = *state;
    g_autoptr(Vocabularies) vocabularies = vocabularies_load(f->diags, "data/vocabulary");
    open_facts(f, vocabularies);
    for (guint seed = from; seed < from + count; seed++)
        check_layout(seed, f->store, &checked);
    store_close(f->store);
    assert_true(checked > count / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {PAGE_TEST(pages_of_random_layouts_are_whole)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
