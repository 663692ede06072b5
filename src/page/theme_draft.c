// Reads one theme file over what is known so far. Every object is closed; what a file does not say
// stays as it was. Lengths become points here; fonts and inks by name are resolved in theme.c.
#include "page/theme_draft.h"

#include "base/suggest.h"
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

bool theme_find_role(const char *word, TypeRole *out) {
    int found = find_word(role_words, word);
    if (found >= 0)
        *out = (TypeRole)found;
    return found >= 0;
}

const char *const *theme_ink_words(void) {
    return ink_words;
}

const char *const *theme_role_words(void) {
    return role_words;
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
        if (!json_read_string(diags, font, font->key, &family))
            continue;
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

// ---- tables and boxes

static void read_ink_role(Reader *reader, const char *key, InkRole *out) {
    const char *word;
    if (!reader_string(reader, key, &word) || theme_find_ink(word, out))
        return;
    g_autofree char *hint = suggest_hint(word, ink_words, INK_COUNT);
    json_error(reader->diags, reader_node(reader, key), DIAG_UNKNOWN_NAME, hint,
               "unknown ink \"%s\"", word);
}

static void read_table(Theme *theme, Diags *diags, const JsonNode *node) {
    Reader reader;
    if (!reader_begin(&reader, diags, node, "table"))
        return;
    reader_length(&reader, "pad_x", &theme->table.pad_x);
    reader_length(&reader, "pad_y", &theme->table.pad_y);
    reader_bool(&reader, "zebra", &theme->table.zebra);
    reader_bool(&reader, "row_rules", &theme->table.row_rules);
    reader_length(&reader, "head_rule", &theme->table.head_rule);
    read_ink_role(&reader, "head_ink", &theme->table.head_ink);
    reader_end(&reader);
}

static void read_box(Theme *theme, Diags *diags, const JsonNode *node) {
    Reader reader;
    if (!reader_begin(&reader, diags, node, "box"))
        return;
    reader_length(&reader, "radius", &theme->box.radius);
    reader_length(&reader, "pad", &theme->box.pad);
    reader_bool(&reader, "filled", &theme->box.filled);
    reader_length(&reader, "bar", &theme->box.bar);
    reader_end(&reader);
}

static void read_version(Reader *reader) {
    gint64 version;
    if (reader_require(reader, "theme"))
        reader_integer(reader, "theme", 1, 1, &version);
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
    read_fonts(draft, diags, reader_object(&reader, "fonts"));
    read_inks(draft, diags, reader_node(&reader, "inks"));
    read_roles(draft, diags, reader_node(&reader, "type"));
    reader_length(&reader, "block_gap", &draft->theme.block_gap);
    reader_length(&reader, "hairline", &draft->theme.hairline);
    read_table(&draft->theme, diags, reader_node(&reader, "table"));
    read_box(&draft->theme, diags, reader_node(&reader, "box"));
    const JsonNode *chart = reader_object(&reader, "chart");
    if (chart)
        g_ptr_array_add(draft->charts, (gpointer)chart);
    return reader_end(&reader);
}
