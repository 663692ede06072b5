// A kind has a count for each member, its first places and its first samples. Kinds are rows of a
// table with the words for them. Kinds that lose an amount, a date or a record name more places,
// with the ids of the records, so that each can be looked up.
#include "facts/dirt.h"

#include "base/arena.h"

#include <string.h>

enum {
    PLACES = 3,
    LISTED_PLACES = 20, // of kinds that are `listed`
    SAMPLES = 3,
    SAMPLE_CHARS = 40,
    DETAILS = 12 // different ones are told apart; the rest is only counted
};

static const struct {
    DiagId id;
    const char *one, *many; // after the count
    bool by_sample;         // the samples say more than the members
    bool listed;            // the records are named
} kinds[DIRT_KINDS] = {
    [DIRT_CONTROL_KEPT] = {DIAG_UNCLEAN, "text holds control characters, which are kept",
                           "texts hold control characters, which are kept", false},
    [DIRT_CONTROL_REMOVED] = {DIAG_UNCLEAN, "text held control characters, which were taken out",
                              "texts held control characters, which were taken out", false},
    [DIRT_ENTITY_KEPT] = {DIAG_UNCLEAN, "text holds HTML entities, which are kept",
                          "texts hold HTML entities, which are kept", true},
    [DIRT_ENTITY_DECODED] = {DIAG_UNCLEAN, "text held HTML entities, which were decoded",
                             "texts held HTML entities, which were decoded", true},
    [DIRT_MOJIBAKE_KEPT] =
        {DIAG_UNCLEAN, "text seems to hold UTF-8 that was read as Latin letters, which is kept",
         "texts seem to hold UTF-8 that was read as Latin letters, which is kept", true},
    [DIRT_MOJIBAKE_REPAIRED] = {DIAG_UNCLEAN,
                                "text held UTF-8 that was read as Latin letters, which was put "
                                "right",
                                "texts held UTF-8 that was read as Latin letters, which was put "
                                "right",
                                true},
    [DIRT_REPLACEMENT] = {DIAG_UNCLEAN, "text has lost characters (U+FFFD)",
                          "texts have lost characters (U+FFFD)", false},
    [DIRT_DATE] = {DIAG_BAD_DATE, "date cannot be read and is left out",
                   "dates cannot be read and are left out", true, true},
    [DIRT_NUMBER] = {DIAG_BAD_AMOUNT, "number cannot be read and is left out",
                     "numbers cannot be read and are left out", true, true},
    [DIRT_SCALE] =
        {DIAG_BAD_AMOUNT,
         "number has a word like \"million\" behind what was matched, and is left out",
         "numbers have a word like \"million\" behind what was matched, and are left out", true,
         true},
    [DIRT_UNREAD] = {DIAG_WRONG_VALUE, "text is there that no rule reads, and is left out",
                     "texts are there that no rule reads, and are left out", true, true},
    [DIRT_PATTERN] = {DIAG_WRONG_VALUE,
                      "text takes the pattern of its rule too many steps, and is left out",
                      "texts take the pattern of their rule too many steps, and are left out", true,
                      true},
    [DIRT_LOST] = {DIAG_BAD_AMOUNT,
                   "text holds a number that none of the optional rules reads, and is left out",
                   "texts hold numbers that none of the optional rules reads, and are left out",
                   true, true},
    [DIRT_LACKING] = {DIAG_BAD_AMOUNT, "number lacks what belongs to it, and is left out",
                      "numbers lack what belongs to them, and are left out", true, true},
    [DIRT_ROUNDED] = {DIAG_BAD_AMOUNT, "number has more than nine places and is rounded",
                      "numbers have more than nine places and are rounded", true},
    [DIRT_NEGATIVE] = {DIAG_BAD_AMOUNT, "amount is negative, which is read as money taken back",
                       "amounts are negative, which is read as money taken back", true},
    [DIRT_LINK] = {DIAG_BAD_LINK, "link is no web address and is left out",
                   "links are no web addresses and are left out", true},
    [DIRT_COUNTRY] = {DIAG_UNKNOWN_TERM, "country is not known and is left out",
                      "countries are not known and are left out", true},
    [DIRT_TYPE] = {DIAG_WRONG_TYPE, "value has another type than its member and is left out",
                   "values have another type than their member and are left out", false},
    [DIRT_LONG] = {DIAG_TOO_LARGE, "text is too long and is left out",
                   "texts are too long and are left out", false},
    [DIRT_MANY] = {DIAG_TOO_LARGE, "item is more than the 1000 of a list and is left out",
                   "items are more than the 1000 of a list and are left out", false},
    [DIRT_REPEATED] = {DIAG_WRONG_VALUE, "item of a list is there twice and is taken once",
                       "items of lists are there twice and are taken once", true},
    [DIRT_TERM] = {DIAG_UNKNOWN_TERM, "word is in no vocabulary and is kept as it stands",
                   "words are in no vocabulary and are kept as they stand", true},
    [DIRT_DOUBT] = {DIAG_UNCLEAN, "record is doubtful", "records are doubtful", false},
    [DIRT_UNUSABLE] = {DIAG_UNUSABLE, "record makes no partnership and is left out",
                       "records make no partnership and are left out", true, true},
};

typedef struct {
    const char *detail;
    guint64 count;
} Tally;

typedef struct {
    guint64 number;
    const char *id; // or NULL
} RecordPlace;

typedef struct {
    guint64 count, record_count;
    guint64 last_place;
    guint tally_count, place_count, sample_count;
    Tally tallies[DETAILS];
    RecordPlace places[LISTED_PLACES];
    const char *samples[SAMPLES];
} Heap;

struct Dirt {
    Arena *arena;
    Heap heaps[DIRT_KINDS];
    RecordPlace record; // being read
};

Dirt *dirt_new(void) {
    Dirt *dirt = g_new0(Dirt, 1);
    dirt->arena = arena_new();
    return dirt;
}

void dirt_free(Dirt *dirt) {
    if (!dirt)
        return;
    arena_free(dirt->arena);
    g_free(dirt);
}

static void count_detail(Dirt *dirt, Heap *heap, const char *detail) {
    for (guint i = 0; i < heap->tally_count; i++) {
        if (strcmp(heap->tallies[i].detail, detail) != 0)
            continue;
        heap->tallies[i].count++;
        return;
    }
    if (heap->tally_count < DETAILS)
        heap->tallies[heap->tally_count++] = (Tally){arena_strdup(dirt->arena, detail), 1};
}

// New string.
static char *cut_sample(const char *sample) {
    if (strlen(sample) <= SAMPLE_CHARS || g_utf8_strlen(sample, -1) <= SAMPLE_CHARS)
        return g_strdup(sample);
    gsize length = (gsize)(g_utf8_offset_to_pointer(sample, SAMPLE_CHARS) - sample);
    return g_strdup_printf("%.*s…", (int)length, sample);
}

static void keep_sample(Dirt *dirt, Heap *heap, const char *sample) {
    if (!sample || heap->sample_count == SAMPLES)
        return;
    g_autofree char *cut = cut_sample(sample);
    for (guint i = 0; i < heap->sample_count; i++)
        if (strcmp(heap->samples[i], cut) == 0)
            return;
    heap->samples[heap->sample_count++] = arena_strdup(dirt->arena, cut);
}

void dirt_name(Dirt *dirt, guint64 place, const char *id) {
    dirt->record = (RecordPlace){place, id};
}

static void keep_place(Dirt *dirt, DirtKind kind, guint64 place) {
    Heap *heap = &dirt->heaps[kind];
    if (heap->record_count && heap->last_place == place)
        return;
    heap->record_count++;
    heap->last_place = place;
    if (heap->place_count == (kinds[kind].listed ? LISTED_PLACES : PLACES))
        return;
    const char *id = dirt->record.number == place ? dirt->record.id : NULL;
    g_autofree char *cut = id && kinds[kind].listed ? cut_sample(id) : NULL;
    heap->places[heap->place_count++] =
        (RecordPlace){place, cut ? arena_strdup(dirt->arena, cut) : NULL};
}

void dirt_add(Dirt *dirt, DirtKind kind, const char *detail, const char *sample, guint64 place) {
    Heap *heap = &dirt->heaps[kind];
    heap->count++;
    count_detail(dirt, heap, detail);
    if (kinds[kind].by_sample)
        keep_sample(dirt, heap, sample);
    keep_place(dirt, kind, place);
}

// ": 87 in summary, 9 in parties"; of whole records ": "title" is missing (12)".
static void append_details(GString *out, DirtKind kind, const Heap *heap) {
    guint64 rest = heap->count;
    for (guint i = 0; i < heap->tally_count; i++) {
        const Tally *tally = &heap->tallies[i];
        rest -= tally->count;
        g_string_append(out, i ? ", " : ": ");
        if (kind == DIRT_UNUSABLE || kind == DIRT_DOUBT)
            g_string_append_printf(out, "%s (%" G_GUINT64_FORMAT ")", tally->detail, tally->count);
        else
            g_string_append_printf(out, "%" G_GUINT64_FORMAT " in %s", tally->count, tally->detail);
    }
    if (rest)
        g_string_append_printf(out, ", %" G_GUINT64_FORMAT " more", rest);
}

static void append_samples(GString *out, const Heap *heap) {
    for (guint i = 0; i < heap->sample_count; i++)
        g_string_append_printf(out, "%s\"%s\"", i ? ", " : "; such as ", heap->samples[i]);
}

static void append_between(GString *out, guint i, guint count, bool more) {
    if (i)
        g_string_append(out, i + 1 == count && !more ? " and " : ", ");
}

// "first in lines 3, 40 and 91". New string.
static char *places_hint(const Heap *heap, const char *place_name) {
    bool more = heap->count > heap->place_count;
    GString *out = g_string_new(more ? "first in " : "in ");
    g_string_append(out, place_name);
    g_string_append(out, heap->place_count > 1 ? "s " : " ");
    for (guint i = 0; i < heap->place_count; i++) {
        append_between(out, i, heap->place_count, /*more=*/false);
        g_string_append_printf(out, "%" G_GUINT64_FORMAT, heap->places[i].number);
    }
    return g_string_free(out, FALSE);
}

// "CD-020 (line 20), line 21 and 7 more". New string.
static char *records_hint(const Heap *heap, const char *place_name) {
    guint64 rest = heap->record_count - heap->place_count;
    GString *out = g_string_new("in ");
    for (guint i = 0; i < heap->place_count; i++) {
        const RecordPlace *place = &heap->places[i];
        append_between(out, i, heap->place_count, rest > 0);
        if (place->id)
            g_string_append_printf(out, "%s (%s %" G_GUINT64_FORMAT ")", place->id, place_name,
                                   place->number);
        else
            g_string_append_printf(out, "%s %" G_GUINT64_FORMAT, place_name, place->number);
    }
    if (rest)
        g_string_append_printf(out, " and %" G_GUINT64_FORMAT " more", rest);
    return g_string_free(out, FALSE);
}

static void report_heap(DirtKind kind, const Heap *heap, Diags *diags, const DirtReport *report) {
    g_autoptr(GString) message = g_string_new(NULL);
    g_string_printf(message, "%" G_GUINT64_FORMAT " %s", heap->count,
                    heap->count == 1 ? kinds[kind].one : kinds[kind].many);
    append_details(message, kind, heap);
    append_samples(message, heap);
    g_autofree char *hint = kinds[kind].listed ? records_hint(heap, report->place_name)
                                               : places_hint(heap, report->place_name);
    g_autoptr(Source) source = source_new(report->file, NULL, 0);
    bool is_error = kind == DIRT_UNUSABLE && report->unusable_is_error;
    if (is_error) {
        g_autofree char *places = hint;
        hint = g_strdup_printf("%s; \"unusable\": \"skip\" in the map takes the others", places);
    }
    diag_report(diags, is_error ? DIAG_ERROR : DIAG_WARNING, kinds[kind].id,
                &(Place){.source = source}, hint, message->str);
}

void dirt_report(Dirt *dirt, Diags *diags, const DirtReport *report) {
    for (DirtKind kind = 0; kind < DIRT_KINDS; kind++) {
        if (dirt->heaps[kind].count)
            report_heap(kind, &dirt->heaps[kind], diags, report);
        dirt->heaps[kind] = (Heap){0};
    }
    arena_reset(dirt->arena);
}
