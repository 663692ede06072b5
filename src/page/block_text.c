// {"block": "text", "text", "role"?, "align"?, "width"?, "columns"?, "gap"?,
// "hyphenate"?, "sources"?, "data"?}: running text in Markdown with {{...}}. The measure may be
// narrower than the column, since long lines are hard to read.
#include "page/block_kinds.h"
#include "page/columns.h"
#include "page/length.h"
#include "page/page_state.h"
#include "page/prose.h"
#include "page/spec.h"

#include <string.h>

typedef struct {
    const JsonNode *text;
    int role;  // TypeRole
    int align; // TextAlign
    Track width;
    bool hyphenate; // where lines are justified
    gint64 columns;
    double gap; // between columns
    CiteSpec cite;
} TextSpec;

static const double COLUMN_GAP = 17; // points: 6 mm

static const Keyword roles[] = {{"body", ROLE_BODY},   {"lead", ROLE_LEAD}, {"small", ROLE_SMALL},
                                {"quote", ROLE_QUOTE}, {"note", ROLE_NOTE}, {NULL, 0}};
static const Keyword aligns[] = {{"start", TEXT_ALIGN_START},
                                 {"center", TEXT_ALIGN_CENTER},
                                 {"end", TEXT_ALIGN_END},
                                 {"justify", TEXT_ALIGN_JUSTIFY},
                                 {NULL, 0}};

void *text_read(BlockReader *context, Reader *reader) {
    TextSpec *spec = arena_new0(context->arena, TextSpec);
    spec->role = ROLE_BODY;
    spec->align = TEXT_ALIGN_START;
    spec->width = (Track){TRACK_PERCENT, 100};
    spec_require_template(reader, "text", TEMPLATE_MARKDOWN, &spec->text);
    reader_keyword(reader, "role", roles, &spec->role);
    reader_keyword(reader, "align", aligns, &spec->align);
    reader_track(reader, "width", &spec->width);
    spec->hyphenate = true;
    reader_bool(reader, "hyphenate", &spec->hyphenate);
    spec->columns = 1;
    spec->gap = COLUMN_GAP;
    reader_integer(reader, "columns", 1, TEXT_COLUMNS_MAX, &spec->columns);
    reader_length(reader, "gap", &spec->gap);
    cite_read(reader, &spec->cite);
    return spec;
}

// Justified lines of a language whose words are divided need its patterns; without them the gaps
// between words would be too wide, and lines are ragged.
static void divide(Compose *compose, const TextSpec *spec, Prose *prose) {
    const char *language = compose->language;
    if (prose->align != TEXT_ALIGN_JUSTIFY || !spec->hyphenate || !hyphenation_is_usual(language))
        return;
    prose->hyphenator = page_state_hyphenator(compose->state, language);
    if (prose->hyphenator)
        return;
    prose->align = TEXT_ALIGN_START;
    g_autofree char *hint = g_strdup_printf("install hyphen-%.*s, or say \"hyphenate\": false",
                                            (int)strcspn(language, "-_"), language);
    diag_warning(compose->diags, DIAG_MISSING_FONT, NULL, hint,
                 "there are no hyphenation patterns for \"%s\"; its text is not justified",
                 language);
}

static void add_text(Compose *compose, const TextSpec *spec) {
    Prose prose = {
        .role = (TypeRole)spec->role, .align = (TextAlign)spec->align, .cite = &spec->cite};
    divide(compose, spec, &prose);
    tracks_resolve(&spec->width, 1, flow_width(compose->flow), 0, NULL, &prose.width);
    prose_add_template(compose, &prose, spec->text);
}

static void add_columns(Compose *compose, const Block *block) {
    const TextSpec *spec = block->spec;
    guint count = (guint)spec->columns;
    Compose inner = *compose;
    inner.flow = flow_new_inside(compose->flow, columns_width(compose, count, spec->gap));
    add_text(&inner, spec);
    columns_add(compose, inner.flow, &(ColumnsStyle){count, spec->gap, block->keep});
    compose->gap_after = MAX(inner.gap_after, compose->theme->block_gap);
}

void text_compose(Compose *compose, const Block *block) {
    const TextSpec *spec = block->spec;
    if (spec->columns > 1)
        add_columns(compose, block);
    else
        add_text(compose, spec);
}
