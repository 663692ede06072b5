// The structure tree, element by element in reading order, with a stack of object numbers: a tree
// may be deep, wide or, in a broken file, a circle, and qpdf keeps every handle until it is
// released.
#include "pdf/lint_private.h"

#include <string.h>

enum { ELEMENTS_LIMIT = 20 * 1000 * 1000 };

// An element to be looked at.
typedef struct {
    int number;         // of its object
    const char *parent; // standard type of the element around it; "" at the root
} Pending;

typedef struct {
    Lint *lint;
    GArray *stack;     // of Pending
    GHashTable *seen;  // object numbers
    GHashTable *notes; // ids
    guint heading;     // level of the last one; 0: none yet
    bool strong, weak; // H1 to H6, H
} Walk;

// ---- types

// The standard structure types of ISO 32000-1, 14.8.4.
static const char *const standard_types[] = {
    "Document", "Part",    "Art",   "Sect",      "Div",     "BlockQuote", "Caption",
    "TOC",      "TOCI",    "Index", "NonStruct", "Private", "P",          "H",
    "H1",       "H2",      "H3",    "H4",        "H5",      "H6",         "L",
    "LI",       "Lbl",     "LBody", "Table",     "TR",      "TH",         "TD",
    "THead",    "TBody",   "TFoot", "Span",      "Quote",   "Note",       "Reference",
    "BibEntry", "Code",    "Link",  "Annot",     "Ruby",    "RB",         "RT",
    "RP",       "Warichu", "WT",    "WP",        "Figure",  "Formula",    "Form"};

static bool is_standard(const char *type) {
    for (guint i = 0; i < G_N_ELEMENTS(standard_types); i++)
        if (strcmp(standard_types[i], type) == 0)
            return true;
    return false;
}

static void read_role_map(Lint *lint, qpdf_oh tree) {
    qpdf_data qpdf = lint->reader->qpdf;
    qpdf_oh map = lint_member(lint, tree, "/RoleMap");
    if (!qpdf_oh_is_dictionary(qpdf, map))
        return;
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    qpdf_oh_begin_dict_key_iter(qpdf, map);
    while (qpdf_oh_dict_more_keys(qpdf))
        g_ptr_array_add(keys, (void *)g_intern_string(qpdf_oh_dict_next_key(qpdf)));
    for (guint i = 0; i < keys->len; i++) {
        const char *key = keys->pdata[i], *to = lint_name(lint, lint_member(lint, map, key));
        if (is_standard(key + 1))
            lint_found(lint, LINT_UA_MAP_STANDARD, "%s", key + 1);
        else if (to)
            g_hash_table_insert(lint->roles, (void *)g_intern_string(key + 1), (void *)to);
    }
}

// The standard type that a type stands for; the type itself and reported when it is none.
static const char *standard_type(Lint *lint, const char *type, int number) {
    const char *at = type;
    for (guint steps = 0; !is_standard(at); steps++) {
        const char *next = g_hash_table_lookup(lint->roles, at);
        if (!next) {
            lint_found(lint, LINT_UA_UNMAPPED, "object %d: %s", number, type);
            return type;
        }
        if (steps > 100) {
            lint_found(lint, LINT_UA_MAP_CIRCLE, "%s", type);
            return type;
        }
        at = next;
    }
    return g_intern_string(at);
}

// ---- nesting

// What must stand in what.
static const struct {
    LintRule rule;
    const char *child;
    const char *parents[4];
} nestings[] = {
    {LINT_UA_TABLE_NESTING, "TR", {"Table", "THead", "TBody", "TFoot"}},
    {LINT_UA_TABLE_NESTING, "TH", {"TR"}},
    {LINT_UA_TABLE_NESTING, "TD", {"TR"}},
    {LINT_UA_TABLE_NESTING, "THead", {"Table"}},
    {LINT_UA_TABLE_NESTING, "TBody", {"Table"}},
    {LINT_UA_TABLE_NESTING, "TFoot", {"Table"}},
    {LINT_UA_LIST_NESTING, "LI", {"L"}},
    {LINT_UA_LIST_NESTING, "LBody", {"LI"}},
    {LINT_UA_TOC_NESTING, "TOCI", {"TOC"}},
};

// What may stand in a parent at all; others are free.
static const struct {
    LintRule rule;
    const char *parent;
    const char *children[6];
} contents[] = {
    {LINT_UA_TABLE_NESTING, "Table", {"TR", "THead", "TBody", "TFoot", "Caption"}},
    {LINT_UA_TABLE_NESTING, "TR", {"TH", "TD"}},
    {LINT_UA_LIST_NESTING, "L", {"LI", "Caption", "L"}},
    {LINT_UA_LIST_NESTING, "LI", {"Lbl", "LBody"}},
    {LINT_UA_TOC_NESTING, "TOC", {"TOCI", "TOC", "Caption"}},
};

static bool is_among(const char *type, const char *const *types, guint count) {
    for (guint i = 0; i < count && types[i]; i++)
        if (strcmp(types[i], type) == 0)
            return true;
    return false;
}

static void check_nesting(Walk *walk, const char *type, const Pending *element) {
    for (guint i = 0; i < G_N_ELEMENTS(nestings); i++)
        if (strcmp(nestings[i].child, type) == 0 &&
            !is_among(element->parent, nestings[i].parents, G_N_ELEMENTS(nestings[i].parents)))
            lint_found(walk->lint, nestings[i].rule, "object %d: %s in %s", element->number, type,
                       *element->parent ? element->parent : "the root");
    for (guint i = 0; i < G_N_ELEMENTS(contents); i++)
        if (strcmp(contents[i].parent, element->parent) == 0 &&
            !is_among(type, contents[i].children, G_N_ELEMENTS(contents[i].children)))
            lint_found(walk->lint, contents[i].rule, "object %d: %s in %s", element->number, type,
                       element->parent);
}

// ---- elements

static void check_heading(Walk *walk, const char *type, int number) {
    bool numbered = type[0] == 'H' && type[1] >= '1' && type[1] <= '6' && !type[2];
    if (strcmp(type, "H") != 0 && !numbered)
        return;
    *(numbered ? &walk->strong : &walk->weak) = true;
    if (walk->strong && walk->weak)
        lint_found(walk->lint, LINT_UA_HEADING_MIX, "object %d", number);
    if (!numbered)
        return;
    guint level = (guint)(type[1] - '0');
    if (walk->heading == 0 && level != 1)
        lint_found(walk->lint, LINT_UA_FIRST_HEADING, "object %d: %s", number, type);
    else if (level > walk->heading + 1)
        lint_found(walk->lint, LINT_UA_HEADING_SKIP, "object %d: %s after H%u", number, type,
                   walk->heading);
    walk->heading = level;
}

// An attribute of an element, whether A is a dictionary or a list of them.
static bool has_attribute(const Lint *lint, qpdf_oh element, const char *key) {
    qpdf_oh attributes = lint_member(lint, element, "/A");
    int count = pdf_reader_length(lint->reader, attributes);
    bool found = lint_has(lint, attributes, key);
    for (int i = 0; i < count && !found; i++)
        found = lint_has(lint, pdf_reader_item(lint->reader, attributes, i), key);
    return found;
}

static void check_note(Walk *walk, qpdf_oh element, int number) {
    g_autofree char *id =
        pdf_reader_text(walk->lint->reader, lint_member(walk->lint, element, "/ID"));
    if (!id || !*id)
        lint_found(walk->lint, LINT_UA_NOTE_ID, "object %d", number);
    else if (!g_hash_table_add(walk->notes, g_strdup(id)))
        lint_found(walk->lint, LINT_UA_NOTE_UNIQUE, "object %d: %s", number, id);
}

static void check_element(Walk *walk, qpdf_oh element, const char *type, int number) {
    Lint *lint = walk->lint;
    if ((strcmp(type, "Figure") == 0 || strcmp(type, "Formula") == 0) &&
        !lint_has(lint, element, "/Alt") && !lint_has(lint, element, "/ActualText"))
        lint_found(lint, LINT_UA_FIGURE_ALT, "object %d", number);
    if (strcmp(type, "TH") == 0 && !has_attribute(lint, element, "/Scope") &&
        !has_attribute(lint, element, "/Headers"))
        lint_found(lint, LINT_UA_TH_SCOPE, "object %d", number);
    if (strcmp(type, "Note") == 0)
        check_note(walk, element, number);
    check_heading(walk, type, number);
}

// ---- kids

static void add_mark(Lint *lint, int page, int mcid, const char *type) {
    gint64 *key = g_new(gint64, 1);
    *key = ((gint64)page << 32) | (guint32)mcid;
    if (g_hash_table_contains(lint->marks, key))
        lint_found(lint, LINT_UA_PARENT_TREE, "MCID %d of page object %d is in two elements", mcid,
                   page);
    g_hash_table_insert(lint->marks, key, (void *)type);
}

static int page_of(const Lint *lint, qpdf_oh object) {
    return pdf_reader_number(lint->reader, lint_member(lint, object, "/Pg"));
}

static void add_kid(Walk *walk, qpdf_oh element, qpdf_oh kid, const char *type) {
    Lint *lint = walk->lint;
    if (qpdf_oh_is_integer(lint->reader->qpdf, kid)) {
        add_mark(lint, page_of(lint, element), lint_integer(lint, kid, 0), type);
        return;
    }
    const char *kind = lint_name(lint, lint_member(lint, kid, "/Type"));
    if (g_strcmp0(kind, "MCR") == 0) {
        int page = page_of(lint, kid);
        add_mark(lint, page ? page : page_of(lint, element),
                 lint_integer(lint, lint_member(lint, kid, "/MCID"), 0), type);
    } else if (g_strcmp0(kind, "OBJR") == 0) {
        int number = pdf_reader_number(lint->reader, lint_member(lint, kid, "/Obj"));
        g_hash_table_insert(lint->annotated, GINT_TO_POINTER(number), (void *)type);
    } else if (lint_has(lint, kid, "/S")) {
        Pending pending = {pdf_reader_number(lint->reader, kid), type};
        if (pending.number == 0)
            lint_found(lint, LINT_UA_PARENT_TREE, "an element below object %d is no object",
                       pdf_reader_number(lint->reader, element));
        else
            g_array_append_val(walk->stack, pending);
    }
}

// Elements go onto the stack backwards, so that the first is taken first.
static void reverse_from(GArray *stack, guint first) {
    for (guint low = first, high = stack->len; low + 1 < high; low++, high--) {
        Pending kept = g_array_index(stack, Pending, low);
        g_array_index(stack, Pending, low) = g_array_index(stack, Pending, high - 1);
        g_array_index(stack, Pending, high - 1) = kept;
    }
}

static void add_kids(Walk *walk, qpdf_oh element, const char *type) {
    const PdfReader *reader = walk->lint->reader;
    qpdf_oh kids = lint_member(walk->lint, element, "/K");
    guint first = walk->stack->len;
    int count = pdf_reader_length(reader, kids);
    for (int i = 0; i < count; i++)
        add_kid(walk, element, pdf_reader_item(reader, kids, i), type);
    if (!qpdf_oh_is_array(reader->qpdf, kids) && !pdf_reader_is_null(reader, kids))
        add_kid(walk, element, kids, type);
    reverse_from(walk->stack, first);
}

// ---- the walk

static void visit(Walk *walk, const Pending *pending) {
    Lint *lint = walk->lint;
    if (!g_hash_table_add(walk->seen, GINT_TO_POINTER(pending->number))) {
        lint_found(lint, LINT_UA_PARENT_TREE, "object %d is met twice", pending->number);
        return;
    }
    qpdf_oh element = qpdf_get_object_by_id(lint->reader->qpdf, pending->number, 0);
    const char *type = lint_name(lint, lint_member(lint, element, "/S"));
    if (!type)
        return;
    type = standard_type(lint, type, pending->number);
    check_nesting(walk, type, pending);
    check_element(walk, element, type, pending->number);
    add_kids(walk, element, type);
}

static void walk_tree(Walk *walk) {
    while (walk->stack->len && g_hash_table_size(walk->seen) < ELEMENTS_LIMIT) {
        Pending pending = g_array_index(walk->stack, Pending, walk->stack->len - 1);
        g_array_set_size(walk->stack, walk->stack->len - 1);
        visit(walk, &pending);
        qpdf_oh_release_all(walk->lint->reader->qpdf);
    }
}

void lint_structure(Lint *lint) {
    qpdf_oh tree = lint_member(lint, pdf_reader_root(lint->reader), "/StructTreeRoot");
    if (pdf_reader_is_null(lint->reader, tree) || !lint_has(lint, tree, "/ParentTree")) {
        lint_found(lint, LINT_UA_STRUCTURE, "catalog");
        return;
    }
    read_role_map(lint, tree);
    Walk walk = {.lint = lint,
                 .stack = g_array_new(FALSE, FALSE, sizeof(Pending)),
                 .seen = g_hash_table_new(NULL, NULL),
                 .notes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    add_kids(&walk, tree, "");
    walk_tree(&walk);
    g_array_unref(walk.stack);
    g_hash_table_unref(walk.seen);
    g_hash_table_unref(walk.notes);
}
