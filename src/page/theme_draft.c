// Reads one theme file over what is known so far. Every object is closed; what a file does not say
// stays as it was. Lengths become points here; fonts and inks by name are resolved in theme.c.
#include "page/theme_draft.h"

#include "base/suggest.h"
#include "page/language.h"
#include "page/length.h"

#include <math.h>
#include <string.h>

enum { TYPE_MIN = 4, TYPE_MAX = 200 }; // points of type

// ---- words

#define WORD(name, word) word,
static const char *const ink_words[] = {INK_LIST(WORD) NULL};
static const char *const role_words[] = {ROLE_LIST(WORD) NULL};
#undef WORD

static int find_word(const char *const *words, const char *word) {
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

char *theme_ink_hint(const char *word) {
    g_autofree char *hint = suggest_hint_or_list(word, ink_words, INK_COUNT);
    return *word == '#' ? g_strconcat("a theme gives colours to inks; ", hint, NULL)
                        : g_steal_pointer(&hint);
}

const char *theme_ink_name(InkRole ink) {
    return ink_words[ink];
}

const char *theme_role_name(TypeRole role) {
    return role_words[role];
}

bool theme_find_ink(const char *word, InkRole *out) {
    int found = find_word(ink_words, word);
    if (found >= 0)
        *out = (InkRole)found;
    return found >= 0;
}

// ---- inks

static void read_ink(Diags *diags, const JsonNode *node, const char *what, InkDraft *out) {
    const char *text;
    InkRole other;
    Colour colour;
    if (!json_read_string(diags, node, what, &text))
        return;
    if (theme_find_ink(text, &other)) {
        *out = (InkDraft){.other = (int)other, .node = node};
    } else if (colour_parse(text, &colour) && colour.a >= 1) {
        *out = (InkDraft){.colour = colour, .other = -1, .node = node};
    } else {
        g_autofree char *hint = suggest_hint(text, ink_words, INK_COUNT);
        json_error(
            diags, node, DIAG_WRONG_VALUE, hint,
            "\"%s\" is \"%s\", expected an opaque colour such as \"#1f5a7a\" or an ink's name",
            what, text);
    }
}

static void read_inks(ThemeDraft *draft, Diags *diags, const JsonNode *node) {
    Reader reader;
    if (!reader_begin(&reader, diags, node, "inks"))
        return;
    for (guint i = 0; i < INK_COUNT; i++) {
        const JsonNode *ink = reader_node(&reader, ink_words[i]);
        if (ink)
            read_ink(diags, ink, ink_words[i], &draft->inks[i]);
    }
    reader_end(&reader);
}

// ---- fonts and roles

static void read_fonts(ThemeDraft *draft, Diags *diags, const JsonNode *node) {
    if (!node)
        return;
    JsonMembers members;
    json_members_begin(&members, node);
    const JsonNode *font;
    while ((font = json_members_next(&members))) {
        const char *family;
        if (!json_is_string(font->json)) {
            json_error(diags, font, DIAG_WRONG_TYPE,
                       "write families in one string with commas: \"Lato, Noto Sans\"",
                       "font \"%s\" is %s, expected a string", font->key,
                       json_type_name(font->json));
            continue;
        }
        family = json_string_value(font->json);
        if (!*family)
            json_error(diags, font, DIAG_WRONG_VALUE, NULL, "font \"%s\" names no family",
                       font->key);
        g_hash_table_insert(draft->fonts, (gpointer)font->key, (gpointer)family);
        g_hash_table_insert(draft->font_nodes, (gpointer)font->key, (gpointer)font);
    }
}

// A number is a factor of the type size, a string a length.
static void read_relative(Reader *reader, const char *key, int max, bool *is_factor, double *out) {
    const JsonNode *node = reader_node(reader, key);
    if (!node)
        return;
    if (json_is_number(node->json)) {
        *is_factor = true;
        *out = json_number_value(node->json);
        if (fabs(*out) > max)
            json_error(reader->diags, node, DIAG_WRONG_VALUE, NULL,
                       "\"%s\" is more than %d times the size of the type", key, max);
    } else if (layout_read_length(reader->diags, node, key, out)) {
        *is_factor = false;
    }
}

static void read_size(Reader *reader, double *size) {
    const JsonNode *node = reader_node(reader, "size");
    double points;
    if (!node || !layout_read_length(reader->diags, node, "size", &points))
        return;
    if (points < TYPE_MIN || points > TYPE_MAX)
        json_error(reader->diags, node, DIAG_WRONG_VALUE, NULL,
                   "\"size\" is %.1f pt, expected %d to %d pt", points, TYPE_MIN, TYPE_MAX);
    else
        *size = points;
}

static void read_role_font(Reader *reader, RoleDraft *role) {
    const JsonNode *font = reader_node(reader, "font");
    const JsonNode *family = reader_node(reader, "family");
    if (font && json_read_string(reader->diags, font, "font", &role->font)) {
        role->family = NULL;
        role->font_node = font;
    }
    if (family && json_read_string(reader->diags, family, "family", &role->family))
        role->font_node = family;
}

static void read_role(Diags *diags, const JsonNode *node, RoleDraft *role) {
    Reader reader;
    if (!reader_begin(&reader, diags, node, "type role"))
        return;
    gint64 weight = role->weight;
    read_role_font(&reader, role);
    read_size(&reader, &role->size);
    if (reader_integer(&reader, "weight", 100, 900, &weight))
        role->weight = (int)weight;
    reader_bool(&reader, "italic", &role->italic);
    reader_bool(&reader, "uppercase", &role->uppercase);
    reader_bool(&reader, "small_caps", &role->small_caps);
    reader_bool(&reader, "tabular", &role->tabular);
    read_relative(&reader, "leading", 4, &role->leading_is_factor, &role->leading);
    if (role->leading <= 0)
        json_error(diags, node, DIAG_WRONG_VALUE, NULL, "\"leading\" leaves lines no height");
    read_relative(&reader, "tracking", 1, &role->tracking_is_factor, &role->tracking);
    reader_length(&reader, "before", &role->before);
    reader_length(&reader, "after", &role->after);
    const JsonNode *ink = reader_node(&reader, "ink");
    if (ink)
        read_ink(diags, ink, "ink", &role->ink);
    reader_end(&reader);
}

static void read_roles(ThemeDraft *draft, Diags *diags, const JsonNode *node) {
    Reader reader;
    if (!reader_begin(&reader, diags, node, "type"))
        return;
    for (guint i = 0; i < ROLE_COUNT; i++) {
        const JsonNode *role = reader_node(&reader, role_words[i]);
        if (role)
            read_role(diags, role, &draft->roles[i]);
    }
    reader_end(&reader);
}

// ---- what surrounds words: tables, boxes, covers, ...

static void read_ink_role(Reader *reader, const char *key, InkRole *out) {
    const char *word;
    if (!reader_string(reader, key, &word) || theme_find_ink(word, out))
        return;
    g_autofree char *hint = theme_ink_hint(word);
    json_error(reader->diags, reader_node(reader, key), DIAG_UNKNOWN_NAME, hint,
               "unknown ink \"%s\"", word);
}

typedef enum { SPOT_LENGTH, SPOT_FACTOR, SPOT_FLAG, SPOT_INK } SpotKind;

// A member of a group: where it is kept. Factors are numbers from 0 to `most`.
typedef struct {
    const char *group, *key;
    SpotKind kind;
    gsize offset;
    double most;
} Spot;

#define SPOT(kind, group, key, most)                                                               \
    { #group, #key, SPOT_##kind, offsetof(Theme, group.key), most }
static const Spot spots[] = {
    SPOT(LENGTH, table, pad_x, 0),
    SPOT(LENGTH, table, pad_y, 0),
    SPOT(FLAG, table, zebra, 0),
    SPOT(INK, table, zebra_ink, 0),
    SPOT(FLAG, table, row_rules, 0),
    SPOT(LENGTH, table, head_rule, 0),
    SPOT(INK, table, head_ink, 0),
    SPOT(FLAG, table, head_filled, 0),
    SPOT(INK, table, head_fill, 0),
    SPOT(LENGTH, table, total_rule, 0),
    SPOT(INK, table, total_ink, 0),
    SPOT(FACTOR, table, group_gap, 4),
    SPOT(LENGTH, table, chip_pad, 0),
    SPOT(LENGTH, table, chip_radius, 0),
    SPOT(FACTOR, table, chip_tint, 1),
    SPOT(FACTOR, table, swatch, 1),
    SPOT(LENGTH, table, bar_width, 0),
    SPOT(LENGTH, table, spark_width, 0),
    SPOT(LENGTH, table, spark_line, 0),
    SPOT(LENGTH, box, radius, 0),
    SPOT(LENGTH, box, pad, 0),
    SPOT(FLAG, box, filled, 0),
    SPOT(INK, box, ink, 0),
    SPOT(LENGTH, box, bar, 0),
    SPOT(INK, box, bar_ink, 0),
    SPOT(LENGTH, box, border, 0),
    SPOT(INK, box, border_ink, 0),
    SPOT(FLAG, kpi, boxed, 0),
    SPOT(LENGTH, kpi, gap, 0),
    SPOT(LENGTH, kpi, min_width, 0),
    SPOT(LENGTH, kpi, rule, 0),
    SPOT(LENGTH, kpi, rule_gap, 0),
    SPOT(INK, kpi, rule_ink, 0),
    SPOT(LENGTH, kpi, value_gap, 0),
    SPOT(LENGTH, kpi, note_gap, 0),
    SPOT(LENGTH, kpi, unit_gap, 0),
    SPOT(LENGTH, kpi, spark_height, 0),
    SPOT(LENGTH, kpi, spark_line, 0),
    SPOT(LENGTH, callout, bar, 0),
    SPOT(FACTOR, callout, tint, 1),
    SPOT(LENGTH, quote, bar, 0),
    SPOT(LENGTH, quote, gap, 0),
    SPOT(INK, quote, ink, 0),
    SPOT(LENGTH, cover, bar, 0),
    SPOT(LENGTH, cover, bar_length, 0),
    SPOT(LENGTH, cover, bar_gap, 0),
    SPOT(FACTOR, cover, measure, 1),
    SPOT(FACTOR, cover, place, 0.8),
    SPOT(LENGTH, cover, meta_gap, 0),
    SPOT(FLAG, cover, band, 0),
    SPOT(FLAG, cover, whole, 0),
    SPOT(LENGTH, cover, band_pad, 0),
    SPOT(INK, cover, band_ink, 0),
    SPOT(INK, cover, band_text, 0),
    SPOT(LENGTH, heading, rule, 0),
    SPOT(LENGTH, heading, gap, 0),
    SPOT(INK, heading, ink, 0),
    SPOT(FLAG, heading, below, 0),
    SPOT(FACTOR, list, indent, 10),
    SPOT(FACTOR, list, marker, 10),
    SPOT(LENGTH, timeline, line, 0),
    SPOT(LENGTH, timeline, dot, 0),
    SPOT(LENGTH, timeline, gap, 0),
    SPOT(LENGTH, timeline, axis_gap, 0),
    SPOT(LENGTH, row, min_width, 0),
    SPOT(FLAG, toc, dots, 0),
    SPOT(LENGTH, toc, indent, 0),
};
#undef SPOT

static void read_factor(Reader *reader, const char *key, double most, double *out) {
    double value;
    if (!reader_number(reader, key, &value))
        return;
    if (value >= 0 && value <= most)
        *out = value;
    else
        json_error(reader->diags, reader_node(reader, key), DIAG_WRONG_VALUE, NULL,
                   "\"%s\" is %g, expected 0 to %g", key, value, most);
}

static void read_spot(Reader *reader, const Spot *spot, Theme *theme) {
    void *place = (char *)theme + spot->offset;
    switch (spot->kind) {
    case SPOT_LENGTH:
        reader_length(reader, spot->key, place);
        break;
    case SPOT_FACTOR:
        read_factor(reader, spot->key, spot->most, place);
        break;
    case SPOT_FLAG:
        reader_bool(reader, spot->key, place);
        break;
    case SPOT_INK:
        read_ink_role(reader, spot->key, place);
        break;
    }
}

static void read_group(Theme *theme, Diags *diags, const JsonNode *node, const char *group) {
    Reader reader;
    if (!reader_begin(&reader, diags, node, group))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(spots); i++)
        if (strcmp(spots[i].group, group) == 0)
            read_spot(&reader, &spots[i], theme);
    reader_end(&reader);
}

static void read_groups(Theme *theme, Reader *reader) {
    const char *group = NULL; // the rows of a group follow each other
    for (guint i = 0; i < G_N_ELEMENTS(spots); i++) {
        if (group && strcmp(group, spots[i].group) == 0)
            continue;
        group = spots[i].group;
        read_group(theme, reader->diags, reader_node(reader, group), group);
    }
}

static void read_version(Reader *reader) {
    gint64 version;
    if (reader_require(reader, "theme"))
        reader_integer(reader, "theme", 1, 1, &version);
}

// What a theme says in general, and of a language.
static void read_look(ThemeDraft *draft, Reader *reader) {
    Diags *diags = reader->diags;
    read_fonts(draft, diags, reader_object(reader, "fonts"));
    read_inks(draft, diags, reader_node(reader, "inks"));
    read_roles(draft, diags, reader_node(reader, "type"));
    reader_length(reader, "block_gap", &draft->theme.block_gap);
    reader_length(reader, "hairline", &draft->theme.hairline);
    reader_length(reader, "mark_line", &draft->theme.mark_line);
    gint64 strong = draft->theme.strong;
    if (reader_integer(reader, "strong", 100, 900, &strong))
        draft->theme.strong = (int)strong;
    read_groups(&draft->theme, reader);
    const JsonNode *chart = reader_object(reader, "chart");
    const ChartDraft made = {chart, draft->inks[INK_ACCENT],
                             g_hash_table_lookup(draft->fonts, "text"),
                             g_hash_table_lookup(draft->fonts, "data")};
    if (chart)
        g_array_append_val(draft->charts, made);
}

bool theme_draft_read_look(ThemeDraft *draft, Diags *diags, const JsonNode *look) {
    Reader reader;
    if (!reader_begin(&reader, diags, look, "the look in a language"))
        return false;
    read_look(draft, &reader);
    return reader_end(&reader);
}

static void read_languages(ThemeDraft *draft, Diags *diags, const JsonNode *node) {
    JsonMembers members;
    const JsonNode *look;
    if (!node)
        return;
    json_members_begin(&members, node);
    while ((look = json_members_next(&members))) {
        if (strcmp(look->key, "$comment") == 0)
            continue;
        if (language_is_tag(look->key))
            g_ptr_array_add(draft->looks, (gpointer)look);
        else
            json_error(diags, look, DIAG_WRONG_VALUE, NULL, "\"%s\" is not the tag of a language",
                       look->key);
    }
}

bool theme_draft_read(ThemeDraft *draft, Arena *arena, Diags *diags, const JsonNode *root,
                      const char **extends) {
    Reader reader;
    if (!reader_begin(&reader, diags, root, "theme"))
        return false;
    read_version(&reader);
    if (reader_string(&reader, "name", &draft->theme.name))
        draft->theme.name = arena_strdup(arena, draft->theme.name);
    const char *ignored = NULL;
    reader_string(&reader, "description", &ignored);
    reader_string(&reader, "extends", extends);
    read_look(draft, &reader);
    read_languages(draft, diags, reader_object(&reader, "languages"));
    return reader_end(&reader);
}
