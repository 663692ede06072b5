// Rows of long tables that are set twice: once for their height, and again when their page is
// drawn. Between the two a row costs a few bytes. The first time it is noted which rows show a
// glyph for the first time, so that whoever embeds fonts need not set all rows a third time.
#include "page/table_setter.h"

#include <string.h>

typedef struct {
    const TableRow *row;
    guint tag;
    bool striped;
} LaterRow;

struct LaterRows {
    PlacedLater source;
    Arena *scratch; // of the row being measured
    GArray *rows;   // of LaterRow: the parts
    // Glyphs seen, a bit each.
    GHashTable *faces; // FontFace to GByteArray
    const FontFace *recent;
    GByteArray *recent_bits;
};

static void later_release(void *data) {
    LaterRows *later = data;
    arena_free(later->scratch);
    g_array_unref(later->rows);
    g_hash_table_unref(later->faces);
}

// As PlacedLater asks.
static void set_part(const void *data, guint part, Arena *arena, GArray *items) {
    TableSetter *setter = (TableSetter *)data; // its store of known texts may grow
    const LaterRow *row = &g_array_index(setter->later->rows, LaterRow, part);
    RowPlace place = {.arena = arena, .row = row->row, .tag = row->tag, .striped = row->striped};
    Slab slab = table_set_row(setter, &place);
    g_array_append_vals(items, slab.items, slab.item_count);
}

LaterRows *later_rows_new(TableSetter *setter) {
    LaterRows *later = arena_new0(setter->compose.arena, LaterRows);
    later->source = (PlacedLater){.data = setter, .set = set_part};
    later->scratch = arena_new();
    later->rows = g_array_new(FALSE, FALSE, sizeof(LaterRow));
    later->faces = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_byte_array_unref);
    arena_own(setter->compose.arena, later, later_release);
    return later;
}

// ---- glyphs seen for the first time

static GByteArray *bits_of(LaterRows *later, const FontFace *face) {
    if (later->recent == face)
        return later->recent_bits;
    GByteArray *bits = g_hash_table_lookup(later->faces, face);
    if (!bits) {
        bits = g_byte_array_new();
        g_hash_table_insert(later->faces, (gpointer)face, bits);
    }
    later->recent = face;
    later->recent_bits = bits;
    return bits;
}

static bool note_glyph(GByteArray *bits, guint glyph) {
    guint byte = glyph / 8, length = bits->len;
    guint8 bit = (guint8)(1 << glyph % 8);
    if (byte >= length) {
        g_byte_array_set_size(bits, byte + 1);
        memset(bits->data + length, 0, bits->len - length);
    }
    bool is_new = !(bits->data[byte] & bit);
    bits->data[byte] |= bit;
    return is_new;
}

static bool note_line(LaterRows *later, const TextLine *line) {
    bool any = false;
    for (guint i = 0; i < line->run_count; i++) {
        const GlyphRun *run = &line->runs[i];
        GByteArray *bits = bits_of(later, run->face);
        for (guint k = 0; k < run->glyph_count; k++)
            any |= note_glyph(bits, run->glyphs[k].glyph);
    }
    return any;
}

static bool note_glyphs(LaterRows *later, const Slab *slab) {
    bool any = false;
    for (guint i = 0; i < slab->item_count; i++)
        if (slab->items[i].kind == PLACED_TEXT)
            any |= note_line(later, slab->items[i].as.text.line);
    return any;
}

// ---- rows

// Links within the document are checked while it is placed, and pictures are drawn together.
static bool can_wait(const Slab *slab) {
    for (guint i = 0; i < slab->item_count; i++) {
        const PlacedItem *item = &slab->items[i];
        if (item->kind == PLACED_SCENE || item->kind == PLACED_IMAGE ||
            (item->kind == PLACED_LINK && item->as.link.destination))
            return false;
    }
    return true;
}

bool later_rows_add(TableSetter *setter, const RowPlace *place, double most, Slab *slab) {
    LaterRows *later = setter->later;
    RowPlace here = *place;
    here.arena = later->scratch;
    Slab set = table_set_row(setter, &here);
    bool good = place->row->kind == ROW_DATA && set.height <= most + 0.01 && can_wait(&set);
    if (good) {
        LaterRow row = {.row = place->row, .tag = place->tag, .striped = place->striped};
        slab->height = set.height;
        slab->later = &later->source;
        slab->later_tag = place->tag;
        slab->part = later->rows->len;
        slab->tells = note_glyphs(later, &set);
        g_array_append_val(later->rows, row);
        flow_add(setter->compose.flow, slab);
    }
    arena_reset(later->scratch);
    return good;
}
