// Content streams: everything that paints stands in marked content that is an artifact or belongs
// to an element, and text is shown in fonts that can be read. Forms are read where they are used,
// since what is marked around them counts.
#include "pdf/lint_private.h"

#include "pdf/content_scan.h"

#include <string.h>

enum { CONTENT_DEPTH_LIMIT = 12, NESTING_LIMIT = 28, OPERANDS_LIMIT = 64 };

// A marked content sequence.
typedef enum { MARKED_OTHER, MARKED_ARTIFACT, MARKED_TAGGED } Marked;

typedef struct {
    const ContentCheck *check;
    Lint *lint;
    qpdf_oh resources;
    ContentScan scan;
    GArray *marked;          // of Marked
    GPtrArray *names;        // of the operands, interned
    guint artifacts, tagged; // open around what comes
    guint saved;             // of q
    bool mcid_next;          // the number that comes is an MCID
    int mcid;                // of the operands; -1: none
    const LintFont *font;
    GByteArray *shown; // the strings among the operands
} Content;

// ---- what paints

typedef enum {
    DOES_NOTHING,
    PAINTS,
    SHOWS_TEXT,
    SHOWS_FORM,
    BEGINS,
    ENDS,
    SAVES,
    RESTORES,
    SETS_FONT,
    SETS_CMYK,
    SETS_DEVICE,
    SETS_STATE,
    IMAGE_DATA
} Does;

static const struct {
    const char *name;
    Does does;
} operators[] = {
    {"b", PAINTS},         {"B", PAINTS},          {"b*", PAINTS},          {"B*", PAINTS},
    {"f", PAINTS},         {"F", PAINTS},          {"f*", PAINTS},          {"s", PAINTS},
    {"S", PAINTS},         {"sh", PAINTS},         {"EI", DOES_NOTHING},    {"Tj", SHOWS_TEXT},
    {"TJ", SHOWS_TEXT},    {"'", SHOWS_TEXT},      {"\"", SHOWS_TEXT},      {"Do", SHOWS_FORM},
    {"BMC", BEGINS},       {"BDC", BEGINS},        {"EMC", ENDS},           {"q", SAVES},
    {"Q", RESTORES},       {"Tf", SETS_FONT},      {"k", SETS_CMYK},        {"K", SETS_CMYK},
    {"rg", SETS_DEVICE},   {"RG", SETS_DEVICE},    {"gs", SETS_STATE},      {"ID", IMAGE_DATA},
    {"BI", PAINTS},        {"BT", DOES_NOTHING},   {"ET", DOES_NOTHING},    {"BX", DOES_NOTHING},
    {"EX", DOES_NOTHING},  {"c", DOES_NOTHING},    {"cm", DOES_NOTHING},    {"CS", DOES_NOTHING},
    {"cs", DOES_NOTHING},  {"d", DOES_NOTHING},    {"d0", DOES_NOTHING},    {"d1", DOES_NOTHING},
    {"DP", DOES_NOTHING},  {"g", DOES_NOTHING},    {"G", DOES_NOTHING},     {"h", DOES_NOTHING},
    {"i", DOES_NOTHING},   {"j", DOES_NOTHING},    {"J", DOES_NOTHING},     {"l", DOES_NOTHING},
    {"m", DOES_NOTHING},   {"M", DOES_NOTHING},    {"MP", DOES_NOTHING},    {"n", DOES_NOTHING},
    {"re", DOES_NOTHING},  {"ri", DOES_NOTHING},   {"SC", DOES_NOTHING},    {"sc", DOES_NOTHING},
    {"SCN", DOES_NOTHING}, {"scn", DOES_NOTHING},  {"T*", DOES_NOTHING},    {"Tc", DOES_NOTHING},
    {"Td", DOES_NOTHING},  {"TD", DOES_NOTHING},   {"TL", DOES_NOTHING},    {"Tm", DOES_NOTHING},
    {"Tr", DOES_NOTHING},  {"Ts", DOES_NOTHING},   {"Tw", DOES_NOTHING},    {"Tz", DOES_NOTHING},
    {"v", DOES_NOTHING},   {"w", DOES_NOTHING},    {"W", DOES_NOTHING},     {"W*", DOES_NOTHING},
    {"y", DOES_NOTHING},   {"true", DOES_NOTHING}, {"false", DOES_NOTHING}, {"null", DOES_NOTHING},
};

// -1: no operator.
static int find_operator(const ContentScan *scan) {
    for (guint i = 0; i < G_N_ELEMENTS(operators); i++)
        if (content_scan_is(scan, operators[i].name))
            return (int)i;
    return -1;
}

static const char *last_name(const Content *content) {
    return content->names->len ? content->names->pdata[content->names->len - 1] : NULL;
}

static qpdf_oh resource(const Content *content, const char *kind, const char *name) {
    g_autofree char *key = g_strconcat("/", name ? name : "", NULL);
    return lint_member(content->lint, lint_member(content->lint, content->resources, kind), key);
}

// ---- marked content

static void check_mcid(Content *content) {
    gint64 key = ((gint64)content->check->page << 32) | (guint32)content->mcid;
    if (content->check->depth == 0 && !g_hash_table_contains(content->lint->marks, &key))
        lint_found(content->lint, LINT_UA_PARENT_TREE, "%s: MCID %d is in no element",
                   content->check->place, content->mcid);
    if (content->artifacts)
        lint_found(content->lint, LINT_UA_TAGGED_INSIDE, "%s: MCID %d", content->check->place,
                   content->mcid);
}

// The MCID of a property list in the resources, -1 when there is none.
static int property_mcid(const Content *content) {
    const char *name = content->names->len > 1 ? last_name(content) : NULL;
    qpdf_oh properties = name ? resource(content, "/Properties", name)
                              : qpdf_oh_new_null(content->lint->reader->qpdf);
    return lint_integer(content->lint, lint_member(content->lint, properties, "/MCID"), -1);
}

static void begin_marked(Content *content) {
    const char *tag = content->names->len ? content->names->pdata[0] : "";
    Marked marked = MARKED_OTHER;
    if (content->mcid < 0 && content_scan_is(&content->scan, "BDC"))
        content->mcid = property_mcid(content);
    if (content->mcid >= 0) {
        marked = MARKED_TAGGED;
        check_mcid(content);
        content->tagged++;
    } else if (strcmp(tag, "Artifact") == 0) {
        marked = MARKED_ARTIFACT;
        if (content->tagged)
            lint_found(content->lint, LINT_UA_ARTIFACT_INSIDE, "%s", content->check->place);
        content->artifacts++;
    }
    g_array_append_val(content->marked, marked);
}

static void end_marked(Content *content) {
    if (content->marked->len == 0) {
        lint_found(content->lint, LINT_UA_PARENT_TREE, "%s: EMC without its beginning",
                   content->check->place);
        return;
    }
    Marked marked = g_array_index(content->marked, Marked, content->marked->len - 1);
    content->tagged -= marked == MARKED_TAGGED;
    content->artifacts -= marked == MARKED_ARTIFACT;
    g_array_set_size(content->marked, content->marked->len - 1);
}

static void check_painting(Content *content, const char *what) {
    if (!content->tagged && !content->artifacts)
        lint_found(content->lint, LINT_UA_UNMARKED, "%s: %s", content->check->place, what);
}

// ---- resources

static void show_form(Content *content) {
    qpdf_oh form = resource(content, "/XObject", last_name(content));
    check_painting(content, "Do");
    if (g_strcmp0(lint_name(content->lint, lint_member(content->lint, form, "/Subtype")), "Form") !=
            0 ||
        content->check->depth >= CONTENT_DEPTH_LIMIT)
        return;
    g_autoptr(GByteArray) data = pdf_reader_data(content->lint->reader, form);
    if (!data)
        return;
    int number = pdf_reader_number(content->lint->reader, form);
    bool own = lint_has(content->lint, form, "/StructParents");
    if (!g_hash_table_add(content->lint->forms, GINT_TO_POINTER(number))) {
        if (own)
            lint_found(content->lint, LINT_UA_FORM_MCID, "%s: object %d", content->check->place,
                       number);
        return; // what is in it was looked at
    }
    g_autofree char *place = g_strdup_printf("%s, form object %d", content->check->place, number);
    ContentCheck check = {.lint = content->lint,
                          .place = place,
                          .page = content->check->page,
                          .depth = content->check->depth + 1,
                          .tagged = content->tagged > 0,
                          .artifact = content->artifacts > 0};
    lint_content(&check, lint_member(content->lint, form, "/Resources"), data);
}

static void set_state(Content *content) {
    static const char *const blends[] = {
        "Normal",    "Compatible", "Multiply",   "Screen",    "Overlay",   "Darken",
        "Lighten",   "ColorDodge", "ColorBurn",  "HardLight", "SoftLight", "Difference",
        "Exclusion", "Hue",        "Saturation", "Color",     "Luminosity"};
    qpdf_oh state = resource(content, "/ExtGState", last_name(content));
    const char *transfer = lint_name(content->lint, lint_member(content->lint, state, "/TR2"));
    if (lint_has(content->lint, state, "/TR") || lint_has(content->lint, state, "/HTP") ||
        (transfer && strcmp(transfer, "Default") != 0))
        lint_found(content->lint, LINT_A_GSTATE, "%s", content->check->place);
    const char *blend = lint_name(content->lint, lint_member(content->lint, state, "/BM"));
    bool known = !blend;
    for (guint i = 0; i < G_N_ELEMENTS(blends) && !known; i++)
        known = strcmp(blends[i], blend) == 0;
    if (!known)
        lint_found(content->lint, LINT_A_BLEND, "%s: %s", content->check->place, blend);
}

static void check_colour(Content *content, bool cmyk) {
    if (cmyk || !content->lint->intent_rgb)
        lint_found(content->lint, LINT_A_COLOUR, "%s: %s", content->check->place,
                   (const char *)content->scan.text->data);
}

static void save(Content *content) {
    if (++content->saved > NESTING_LIMIT)
        lint_found(content->lint, LINT_A_LIMITS, "%s", content->check->place);
}

// ---- operators

static void do_operator(Content *content, Does does) {
    switch (does) {
    case DOES_NOTHING:
        break;
    case SHOWS_TEXT:
        lint_font_codes(content->lint, content->font, content->shown, content->check->place);
        check_painting(content, (const char *)content->scan.text->data);
        break;
    case PAINTS:
        check_painting(content, (const char *)content->scan.text->data);
        break;
    case SHOWS_FORM:
        show_form(content);
        break;
    case BEGINS:
        begin_marked(content);
        break;
    case ENDS:
        end_marked(content);
        break;
    case SAVES:
        save(content);
        break;
    case RESTORES:
        content->saved -= content->saved > 0;
        break;
    case SETS_FONT:
        content->font = lint_font(content->lint, resource(content, "/Font", last_name(content)));
        break;
    case SETS_CMYK:
    case SETS_DEVICE:
        check_colour(content, does == SETS_CMYK);
        break;
    case SETS_STATE:
        set_state(content);
        break;
    case IMAGE_DATA:
        content_scan_skip_image(&content->scan);
        break;
    }
}

static void forget_operands(Content *content) {
    g_ptr_array_set_size(content->names, 0);
    g_byte_array_set_size(content->shown, 0);
    content->mcid = -1;
    content->mcid_next = false;
}

static void take_operator(Content *content) {
    int index = find_operator(&content->scan);
    if (index < 0)
        lint_found(content->lint, LINT_A_OPERATOR, "%s: %.20s", content->check->place,
                   (const char *)content->scan.text->data);
    else
        do_operator(content, operators[index].does);
    forget_operands(content);
}

static void take_token(Content *content) {
    switch (content->scan.kind) {
    case SCAN_OPERATOR:
        take_operator(content);
        break;
    case SCAN_NAME:
        content->mcid_next = content_scan_is(&content->scan, "MCID");
        if (content->names->len < OPERANDS_LIMIT && content->scan.text->len < 128)
            g_ptr_array_add(content->names,
                            (void *)g_intern_string((const char *)content->scan.text->data));
        break;
    case SCAN_NUMBER:
        if (content->mcid_next)
            content->mcid = (int)CLAMP(content->scan.number, -1, 1e9);
        content->mcid_next = false;
        break;
    case SCAN_STRING:
        g_byte_array_append(content->shown, content->scan.text->data, content->scan.text->len);
        break;
    case SCAN_OPEN:
    case SCAN_CLOSE:
    case SCAN_END:
        break;
    }
}

void lint_content(const ContentCheck *check, qpdf_oh resources, const GByteArray *data) {
    Content content = {.check = check,
                       .lint = check->lint,
                       .resources = resources,
                       .marked = g_array_new(FALSE, FALSE, sizeof(Marked)),
                       .names = g_ptr_array_new(),
                       .shown = g_byte_array_new(),
                       .artifacts = check->artifact,
                       .tagged = check->tagged,
                       .mcid = -1};
    content_scan_begin(&content.scan, data);
    while (content_scan_next(&content.scan) != SCAN_END)
        take_token(&content);
    content_scan_end(&content.scan);
    g_array_unref(content.marked);
    g_ptr_array_unref(content.names);
    g_byte_array_unref(content.shown);
}
