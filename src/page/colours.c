// Sectors take the theme's categorical colours by the slot that the vocabulary gives them; statuses
// get darker the further on the way they are, words in a warm hue and deeds in the accent; what has
// stopped, and all others together, are grey. Labels and codes mean the same. The first to name a
// word keeps it.
#include "page/colours.h"

struct CategoryColours {
    Arena *arena;
    const Theme *theme;
    GHashTable *table; // name -> Colour *
};

static void set_colour(CategoryColours *colours, const char *name, Colour colour) {
    if (name && !g_hash_table_contains(colours->table, name))
        g_hash_table_insert(colours->table, (gpointer)name,
                            arena_memdup(colours->arena, &colour, sizeof colour));
}

// The theme's colours by slot; when they are used up, the same again in a paler tint.
static Colour slot_colour(const Theme *theme, guint slot) {
    guint turn = slot / theme->category_count;
    Colour colour = theme->categories[slot % theme->category_count];
    return colour_mix_rgb(colour, theme->inks[INK_PAPER], MIN(turn * 0.45, 0.8));
}

static void add_sectors(CategoryColours *colours, const Table *table) {
    for (guint row = 0; table && row < table->row_count; row++) {
        Value slot = table_value(table, "slot", row);
        if (slot.type != VALUE_NUMBER || slot.as.number < 0 || slot.as.number > 1000)
            continue;
        Colour colour = slot_colour(colours->theme, (guint)slot.as.number);
        set_colour(colours, table_string(table, "sector", row), colour);
        set_colour(colours, table_string(table, "sector_code", row), colour);
    }
}

// The orders of statuses on the way forward; suspended and cancelled follow.
enum { STATUS_SIGNED = 4, STATUS_COMPLETED = 7 };

static Colour grey_of(const Theme *theme) {
    return colour_mix_rgb(theme->inks[INK_MUTED], theme->inks[INK_PAPER], 0.35);
}

static bool has_hue(Colour ink) {
    Lch lch = colour_to_lch(ink);
    return lch.c > 20; // never of a NaN
}

// The ink of caution is dark enough for words; areas take a lively tone of its hue, lest all its
// tints be the same beige.
static Colour lively(Colour ink) {
    static const double lightness = 62, chroma = 60;
    Colour tone = colour_from_lch((Lch){.l = lightness, .c = chroma, .h = colour_to_lch(ink).h}, 1);
    tone.r = CLAMP(tone.r, 0, 1);
    tone.g = CLAMP(tone.g, 0, 1);
    tone.b = CLAMP(tone.b, 0, 1);
    return tone;
}

// What is said has the hue of caution, what is done the accent, so that the two differ in hue; each
// is darker than the one before, so that they differ in grey too. What has stopped is grey.
static Colour status_colour(const Theme *theme, double order) {
    static const double paleness[2][STATUS_COMPLETED + 1] = {
        {0.84, 0.84, 0.69, 0.55, 0.42, 0.44, 0.25, 0}, // of a theme in greys
        {0.68, 0.68, 0.46, 0.24, 0.02, 0.36, 0.22, 0},
    };
    if (order > STATUS_COMPLETED)
        return grey_of(theme);
    int step = (int)CLAMP(order, 0, STATUS_COMPLETED);
    Colour ink = theme->inks[step <= STATUS_SIGNED ? INK_WARN : INK_ACCENT];
    bool hued = has_hue(theme->inks[INK_WARN]);
    if (hued && step <= STATUS_SIGNED)
        ink = lively(ink);
    return colour_mix_rgb(ink, theme->inks[INK_PAPER], paleness[hued][step]);
}

static void add_statuses(CategoryColours *colours, const Table *table) {
    for (guint row = 0; table && row < table->row_count; row++) {
        Value order = table_value(table, "status_order", row);
        if (order.type != VALUE_NUMBER)
            continue;
        Colour colour = status_colour(colours->theme, order.as.number);
        set_colour(colours, table_string(table, "status", row), colour);
        set_colour(colours, table_string(table, "status_code", row), colour);
    }
}

static void add_terms(CategoryColours *colours, const CategoryColoursInput *input) {
    if (input->theme->category_count)
        add_sectors(colours, store_dataset(input->store, input->arena, "sectors", input->diags));
    add_statuses(colours, store_dataset(input->store, input->arena, "statuses", input->diags));
}

CategoryColours *category_colours_new(const CategoryColoursInput *input) {
    CategoryColours *colours = g_new(CategoryColours, 1);
    *colours = (CategoryColours){.arena = input->arena,
                                 .theme = input->theme,
                                 .table = g_hash_table_new(g_str_hash, g_str_equal)};
    for (const char *const *other = input->others; other && *other; other++)
        set_colour(colours, *other, grey_of(input->theme));
    set_colour(colours, "Other", grey_of(input->theme));
    if (!input->store)
        return colours;
    if (!input->languages)
        add_terms(colours, input);
    for (const char *const *tag = input->languages; tag && *tag; tag++)
        if (store_speak(input->store, *tag, NULL, input->diags))
            add_terms(colours, input);
    return colours;
}

void category_colours_free(CategoryColours *colours) {
    if (!colours)
        return;
    g_hash_table_unref(colours->table);
    g_free(colours);
}

bool category_colours_find(const CategoryColours *colours, Value category, Colour *out) {
    if (category.type != VALUE_STRING)
        return false;
    const Colour *colour = g_hash_table_lookup(colours->table, category.as.string);
    if (colour)
        *out = *colour;
    return colour != NULL;
}
