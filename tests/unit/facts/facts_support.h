// What the facts tests share: texts read as files of a folder of their own, and what came out as
// text: each record a line with all its members, each message as it is printed.
#pragma once
#include "../support.h"

#include "base/file.h"
#include "facts/facts.h"

#include <glib/gstdio.h>
#include <math.h>

typedef struct {
    char *folder; // of the files
    Vocabularies *vocabularies;
    Diags *diags;
    GString *records; // a line for each record that was handed on
    FactsSummary summary;
    bool good;
} FactsFixture;

static inline void put(GString *out, const char *name, const char *text) {
    if (text)
        g_string_append_printf(out, " %s=%s", name, text);
}

static inline void put_date(GString *out, const char *name, const FactDate *date) {
    if (date->text)
        g_string_append_printf(out, " %s=%s(%s,%d)", name, date->text,
                               edtf_precision_name(date->edtf.precision), date->edtf.year);
}

static inline void put_decimal(GString *out, const char *name, Decimal value) {
    g_autofree char *text = decimal_to_text(value);
    put(out, name, text);
}

static inline void put_parties(GString *out, const Partnership *p) {
    for (guint i = 0; i < p->party_count; i++) {
        const Party *party = &p->parties[i];
        put(out, "party", party->name);
        if (strcmp(party->name, party->as_published) != 0)
            put(out, "published", party->as_published);
        put(out, "country", party->country);
        put(out, "organisation", party->organisation);
        put(out, "role", party->role);
    }
}

static inline void put_numbers(GString *out, const Partnership *p) {
    for (guint i = 0; i < p->amount_count; i++) {
        put_decimal(out, "amount", p->amounts[i].value);
        put(out, "currency", p->amounts[i].currency);
        put(out, "basis", p->amounts[i].basis);
        put_date(out, "on", &p->amounts[i].date);
    }
    for (guint i = 0; i < p->quantity_count; i++) {
        put(out, "quantity", p->quantities[i].label);
        put_decimal(out, "value", p->quantities[i].value);
        put(out, "unit", p->quantities[i].unit);
        put_date(out, "as_of", &p->quantities[i].as_of);
    }
}

static inline void put_claims(GString *out, const Partnership *p) {
    for (guint i = 0; i < p->commitment_count; i++) {
        put(out, "commitment", p->commitments[i].text);
        put(out, "by", p->commitments[i].by);
        put_date(out, "due", &p->commitments[i].due);
        put(out, "state", p->commitments[i].status);
    }
    for (guint i = 0; i < p->evidence_count; i++) {
        const Evidence *evidence = &p->evidence[i];
        put(out, "evidence", evidence->source);
        put(out, "supports", evidence->supports);
        put(out, "quote", evidence->quote);
        put(out, "locator", evidence->locator);
        put(out, "url", evidence->url);
        if (evidence->start >= 0)
            g_string_append_printf(out, " range=%d-%d", (int)evidence->start, (int)evidence->end);
    }
    for (guint i = 0; i < p->inference_count; i++) {
        put(out, "inferred", p->inferences[i].field);
        put(out, "from", p->inferences[i].from);
    }
    for (guint i = 0; i < p->same_as_count; i++)
        put(out, "same_as", p->same_as[i]);
}

static inline bool record_partnership(void *data, const Partnership *p) {
    GString *out = ((FactsFixture *)data)->records;
    g_string_append(out, p->id);
    put(out, "title", p->title);
    put_date(out, "date", &p->date);
    put_parties(out, p);
    for (guint i = 0; i < p->sector_count; i++)
        put(out, "sector", p->sectors[i]);
    put(out, "sector_as_published", p->sector_as_published);
    put(out, "status", p->status);
    put(out, "status_as_published", p->status_as_published);
    put(out, "instrument", p->instrument);
    put(out, "venue", p->venue.name);
    put(out, "place", p->venue.place);
    put(out, "at", p->venue.country);
    put_numbers(out, p);
    put(out, "summary", p->summary);
    put_claims(out, p);
    put(out, "umbrella", p->umbrella ? "true" : NULL);
    put(out, "extracted_by", p->extracted_by);
    put(out, "extracted_at", p->extracted_at);
    if (!isnan(p->confidence))
        g_string_append_printf(out, " confidence=%.2f", p->confidence);
    g_string_append_c(out, '\n');
    return true;
}

static inline bool record_source(void *data, const FactSource *source) {
    GString *out = ((FactsFixture *)data)->records;
    g_string_append_printf(out, "source %s", source->id);
    put(out, "title", source->title);
    put(out, "publisher", source->publisher);
    put(out, "url", source->url);
    put_date(out, "published", &source->published);
    put(out, "language", source->language);
    put(out, "text", source->text);
    put(out, "licence", source->licence);
    if (source->captured_sha256)
        g_string_append_printf(out, " captured=%.4s,%d,%d", source->captured_sha256,
                               (int)source->captured_bytes, (int)source->captured_part);
    g_string_append_c(out, '\n');
    return true;
}

static inline int fixture_setup(void **state) {
    FactsFixture *fixture = g_new0(FactsFixture, 1);
    fixture->folder = g_dir_make_tmp("accord-facts-XXXXXX", NULL);
    fixture->diags = diags_new();
    fixture->vocabularies = vocabularies_load(fixture->diags, "data/vocabulary");
    fixture->records = g_string_new(NULL);
    *state = fixture;
    return fixture->vocabularies && fixture->folder ? 0 : -1;
}

static inline void remove_tree(const char *path) {
    GDir *dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        remove_tree(inner);
    }
    if (dir)
        g_dir_close(dir);
    g_remove(path);
}

static inline int fixture_teardown(void **state) {
    FactsFixture *fixture = *state;
    remove_tree(fixture->folder);
    g_free(fixture->folder);
    diags_free(fixture->diags);
    vocabularies_free(fixture->vocabularies);
    g_string_free(fixture->records, TRUE);
    g_free(fixture);
    return 0;
}

static inline void write_bytes(const FactsFixture *fixture, const char *name, const char *text,
                               gsize length) {
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    assert_int_equal(g_mkdir_with_parents(folder, 0755), 0);
    assert_true(g_file_set_contents(path, text, (gssize)length, NULL));
}

static inline void write_text(const FactsFixture *fixture, const char *name, const char *text) {
    write_bytes(fixture, name, text, strlen(text));
}

// Reads a file or folder of the fixture's folder.
static inline void read_path(FactsFixture *fixture, const char *name) {
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    const char *paths[] = {path};
    FactsOptions options = {.diags = fixture->diags, .vocabularies = fixture->vocabularies};
    FactsSink sink = {record_source, record_partnership, fixture};
    fixture->good = facts_read(&options, paths, 1, &sink, &fixture->summary);
}

static inline void read_text(FactsFixture *fixture, const char *name, const char *text) {
    write_text(fixture, name, text);
    read_path(fixture, name);
}

// The messages without the folder's name.
static inline void assert_messages(const FactsFixture *fixture, const char *expected) {
    char *printed = diags_to_text(fixture->diags);
    g_autofree char *prefix = g_strconcat(fixture->folder, "/", NULL);
    g_auto(GStrv) parts = g_strsplit(printed, prefix, -1);
    g_autofree char *shown = g_strjoinv("", parts);
    assert_string_equal(shown, expected);
    free(printed);
}

// The text that a place points at, its beginning when it is long.
static inline char *shown_span(const Place *place) {
    if (!place->source || !place->source->text)
        return g_strdup("-");
    gsize length = MIN(place->end - place->start, 24);
    return g_strdup_printf("%.*s%s", (int)length, place->source->text + place->start,
                           place->end - place->start > length ? "..." : "");
}

// Each message on a line: "line <text at its place> pointer severity id: message (hint)".
static inline char *brief_messages(const Diags *diags) {
    static const char *const severities[] = {"note", "warning", "error"};
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < diags_kept(diags); i++) {
        const Diagnostic *record = diags_nth(diags, i);
        const Place *place = &record->place;
        guint line = 0, column;
        if (place->source && place->source->text)
            source_locate(place->source, place->start, &line, &column);
        g_autofree char *span = shown_span(place);
        g_string_append_printf(out, "%u <%s> %s %s %s: %s", line, span,
                               place->pointer ? place->pointer : "-", severities[record->severity],
                               diag_name(record->id), record->message);
        if (record->hint)
            g_string_append_printf(out, " (%s)", record->hint);
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

static inline void assert_brief(const FactsFixture *fixture, const char *expected) {
    g_autofree char *brief = brief_messages(fixture->diags);
    assert_string_equal(brief, expected);
}

static inline void assert_records(const FactsFixture *fixture, const char *expected) {
    assert_string_equal(fixture->records->str, expected);
}

#define facts_test(function)                                                                       \
    cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
