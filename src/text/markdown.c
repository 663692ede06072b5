// Markdown as a flat list of blocks. cmark-gfm parses; its tree is walked by events, without
// recursion, with a stack of the quotes and list items that are open. Inlines become spans: text
// is collected as long as its style stays the same.
#include "text/markdown.h"

#include "text/markdown_limits.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <string.h>

// A quote or list item that is open.
typedef struct {
    bool is_quote;
    const char *marker; // of an item, until a block has taken it
} Container;

typedef struct {
    bool is_ordered;
    int number;
    char delimiter;
} OpenList;

typedef struct {
    Arena *arena;
    Diags *diags;
    const Place *place;
    GArray *containers; // Container, outermost first
    GArray *lists;      // OpenList, outermost first
    int quote_depth;
    bool depth_reported;
    // The inlines: what is open, and the span being collected.
    int strong, emphasis, strikethrough, code;
    const char *link;
    int mark; // of the footnote whose mark is being read
    int note; // the footnote that is open, or 0; they come last, in the order of their marks
    int note_count;
    GString *text;
    MarkdownSpan span; // style of text
    GArray *spans;     // MarkdownSpan, of the block being read
    GArray *cells;     // MarkdownBlock, of the table being read
    const MarkdownBlock *first;
    const MarkdownBlock **tail;
} Walker;

static MarkdownSpan style_now(const Walker *w) {
    return (MarkdownSpan){.strong = w->strong > 0,
                          .emphasis = w->emphasis > 0,
                          .code = w->code > 0,
                          .strikethrough = w->strikethrough > 0,
                          .link = w->link,
                          .note = w->mark};
}

static bool same_style(const MarkdownSpan *a, const MarkdownSpan *b) {
    return a->strong == b->strong && a->emphasis == b->emphasis && a->code == b->code &&
           a->strikethrough == b->strikethrough && a->note == b->note &&
           !g_strcmp0(a->link, b->link);
}

static void end_span(Walker *w) {
    if (!w->text->len)
        return;
    w->span.text = arena_strndup(w->arena, w->text->str, w->text->len);
    g_array_append_val(w->spans, w->span);
    g_string_truncate(w->text, 0);
}

static void add_text(Walker *w, const char *text, gsize length) {
    MarkdownSpan style = style_now(w);
    if (!same_style(&style, &w->span))
        end_span(w);
    w->span = style;
    g_string_append_len(w->text, text, (gssize)length);
}

static void take_spans(Walker *w, MarkdownBlock *block) {
    end_span(w);
    block->span_count = w->spans->len;
    block->spans = arena_memdup(w->arena, w->spans->data, w->spans->len * sizeof(MarkdownSpan));
    g_array_set_size(w->spans, 0);
}

static int list_depth(const Walker *w) {
    return (int)w->containers->len - w->quote_depth;
}

static Container *top_container(const Walker *w) {
    guint depth = w->containers->len;
    return depth ? &g_array_index(w->containers, Container, depth - 1) : NULL;
}

static MarkdownBlock *append_block(Walker *w, MarkdownKind kind) {
    MarkdownBlock *block = arena_new0(w->arena, MarkdownBlock);
    block->kind = w->note && kind != MARKDOWN_TABLE ? MARKDOWN_NOTE : kind;
    block->level = w->note;
    block->depth = MIN((int)w->containers->len, MARKDOWN_DEPTH_LIMIT);
    *w->tail = block;
    w->tail = &block->next;
    return block;
}

// Items whose marker no paragraph took (their text is code, or another list) get it alone.
static void append_waiting_items(Walker *w, guint count) {
    int level = 0;
    for (guint i = 0; i < count; i++) {
        Container *container = &g_array_index(w->containers, Container, i);
        level += !container->is_quote;
        if (!container->marker)
            continue;
        MarkdownBlock *block = append_block(w, MARKDOWN_LIST_ITEM);
        if (!w->note)
            block->level = MIN(level, MARKDOWN_DEPTH_LIMIT);
        block->depth = MIN((int)i + 1, MARKDOWN_DEPTH_LIMIT);
        block->marker = g_steal_pointer(&container->marker);
    }
}

// A block that is neither a list item nor a quote, whatever it stands in.
static MarkdownBlock *append_plain(Walker *w, MarkdownKind kind) {
    append_waiting_items(w, w->containers->len);
    return append_block(w, kind);
}

// A paragraph, or what it is by the container it stands in.
static void append_paragraph(Walker *w) {
    Container *container = top_container(w);
    MarkdownBlock *block;
    if (!container || container->is_quote) {
        block = append_plain(w, container ? MARKDOWN_QUOTE : MARKDOWN_PARAGRAPH);
        if (!w->note)
            block->level = MIN(w->quote_depth, MARKDOWN_DEPTH_LIMIT);
    } else {
        append_waiting_items(w, w->containers->len - 1);
        block = append_block(w, MARKDOWN_LIST_ITEM);
        if (!w->note)
            block->level = MIN(list_depth(w), MARKDOWN_DEPTH_LIMIT);
        block->marker = g_steal_pointer(&container->marker);
    }
    take_spans(w, block);
}

static void push_container(Walker *w, Container container) {
    g_array_append_val(w->containers, container);
    if (w->containers->len <= MARKDOWN_DEPTH_LIMIT || w->depth_reported)
        return;
    w->depth_reported = true;
    diag_warning(w->diags, DIAG_TOO_LARGE, w->place, "nest lists and quotes less deeply",
                 "Markdown is nested deeper than %d levels; what is deeper is set at that level",
                 MARKDOWN_DEPTH_LIMIT);
}

static void pop_container(Walker *w) {
    g_array_set_size(w->containers, w->containers->len - 1);
}

static void exit_paragraph(Walker *w, cmark_node *node) {
    (void)node;
    append_paragraph(w);
}

static void exit_heading(Walker *w, cmark_node *node) {
    MarkdownBlock *block = append_plain(w, MARKDOWN_HEADING);
    if (!w->note)
        block->level = cmark_node_get_heading_level(node);
    take_spans(w, block);
}

static void enter_rule(Walker *w, cmark_node *node) {
    (void)node;
    append_plain(w, MARKDOWN_RULE);
}

// Adds the text of a leaf block without its last newline.
static void add_block_text(Walker *w, cmark_node *node) {
    const char *text = cmark_node_get_literal(node);
    gsize length = strlen(text);
    while (length > 0 && text[length - 1] == '\n')
        length--;
    add_text(w, text, length);
}

static void enter_code_block(Walker *w, cmark_node *node) {
    w->code++;
    add_block_text(w, node);
    w->code--;
    take_spans(w, append_plain(w, MARKDOWN_CODE));
}

static void enter_html_block(Walker *w, cmark_node *node) {
    add_block_text(w, node);
    append_paragraph(w);
}

static void enter_list(Walker *w, cmark_node *node) {
    OpenList list = {.is_ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST,
                     .number = cmark_node_get_list_start(node),
                     .delimiter = cmark_node_get_list_delim(node) == CMARK_PAREN_DELIM ? ')' : '.'};
    g_array_append_val(w->lists, list);
}

static void exit_list(Walker *w, cmark_node *node) {
    (void)node;
    g_array_set_size(w->lists, w->lists->len - 1);
}

static void enter_item(Walker *w, cmark_node *node) {
    (void)node;
    OpenList *list = &g_array_index(w->lists, OpenList, w->lists->len - 1);
    const char *marker = "•";
    if (list->is_ordered)
        marker = arena_printf(w->arena, "%d%c", list->number++, list->delimiter);
    push_container(w, (Container){.marker = marker});
}

static void exit_item(Walker *w, cmark_node *node) {
    (void)node;
    append_waiting_items(w, w->containers->len);
    pop_container(w);
}

static void enter_quote(Walker *w, cmark_node *node) {
    (void)node;
    w->quote_depth++;
    push_container(w, (Container){.is_quote = true});
}

static void exit_quote(Walker *w, cmark_node *node) {
    (void)node;
    w->quote_depth--;
    pop_container(w);
}

static void exit_cell(Walker *w, cmark_node *node) {
    (void)node;
    MarkdownBlock cell = {.kind = MARKDOWN_PARAGRAPH};
    take_spans(w, &cell);
    g_array_append_val(w->cells, cell);
}

static const char *column_align(Walker *w, cmark_node *table, guint columns) {
    const uint8_t *given = cmark_gfm_extensions_get_table_alignments(table);
    char *align = arena_alloc(w->arena, columns + 1);
    for (guint i = 0; i < columns; i++)
        align[i] = given && given[i] ? (char)given[i] : 'l';
    return align;
}

static void exit_table(Walker *w, cmark_node *node) {
    guint columns = cmark_gfm_extensions_get_table_columns(node);
    MarkdownBlock *block = append_plain(w, MARKDOWN_TABLE);
    block->column_count = columns;
    block->row_count = columns ? w->cells->len / columns : 0;
    block->column_align = column_align(w, node, columns);
    block->cells = arena_memdup(w->arena, w->cells->data, w->cells->len * sizeof(MarkdownBlock));
    g_array_set_size(w->cells, 0);
}

static void enter_text(Walker *w, cmark_node *node) {
    const char *text = cmark_node_get_literal(node);
    add_text(w, text, strlen(text));
}

static void enter_code(Walker *w, cmark_node *node) {
    w->code++;
    enter_text(w, node);
    w->code--;
}

static void enter_soft_break(Walker *w, cmark_node *node) {
    (void)node;
    add_text(w, " ", 1);
}

static void enter_hard_break(Walker *w, cmark_node *node) {
    (void)node;
    add_text(w, "\n", 1);
}

static void enter_strong(Walker *w, cmark_node *node) {
    (void)node;
    w->strong++;
}

static void exit_strong(Walker *w, cmark_node *node) {
    (void)node;
    w->strong--;
}

static void enter_emphasis(Walker *w, cmark_node *node) {
    (void)node;
    w->emphasis++;
}

static void exit_emphasis(Walker *w, cmark_node *node) {
    (void)node;
    w->emphasis--;
}

static void enter_strikethrough(Walker *w, cmark_node *node) {
    (void)node;
    w->strikethrough++;
}

static void exit_strikethrough(Walker *w, cmark_node *node) {
    (void)node;
    w->strikethrough--;
}

static void enter_link(Walker *w, cmark_node *node) {
    const char *url = cmark_node_get_url(node);
    if (markdown_link_is_allowed(url))
        w->link = arena_strdup(w->arena, url);
    else
        diag_warning(w->diags, DIAG_BAD_LINK, w->place,
                     "write a full address, or \"#\" and the id of a block",
                     "link \"%.200s\" is not http, https, mailto or \"#id\"; its text is kept",
                     url);
}

static void exit_link(Walker *w, cmark_node *node) {
    (void)node;
    w->link = NULL;
}

static void enter_image(Walker *w, cmark_node *node) {
    diag_warning(w->diags, DIAG_UNSUPPORTED, w->place, "use a block of kind \"image\"",
                 "image \"%.200s\" in Markdown is not shown; its description is",
                 cmark_node_get_url(node));
}

static void enter_note_mark(Walker *w, cmark_node *node) {
    const char *number = cmark_node_get_literal(node); // cmark's, in the order of first marks
    w->mark = (int)g_ascii_strtoll(number, NULL, 10);
    add_text(w, number, strlen(number));
    w->mark = 0;
}

static void enter_note(Walker *w, cmark_node *node) {
    (void)node;
    w->note = ++w->note_count;
}

static void exit_note(Walker *w, cmark_node *node) {
    (void)node;
    w->note = 0;
}

typedef void Visit(Walker *w, cmark_node *node);

// What is done at a node, by the name cmark-gfm gives its kind. Kinds not listed (document, table
// rows) need nothing.
static const struct {
    const char *name;
    Visit *enter, *exit;
} KINDS[] = {
    {"text", enter_text, NULL},
    {"softbreak", enter_soft_break, NULL},
    {"linebreak", enter_hard_break, NULL},
    {"paragraph", NULL, exit_paragraph},
    {"table_cell", NULL, exit_cell},
    {"table", NULL, exit_table},
    {"strong", enter_strong, exit_strong},
    {"emph", enter_emphasis, exit_emphasis},
    {"strikethrough", enter_strikethrough, exit_strikethrough},
    {"code", enter_code, NULL},
    {"html_inline", enter_text, NULL},
    {"link", enter_link, exit_link},
    {"image", enter_image, NULL},
    {"list", enter_list, exit_list},
    {"item", enter_item, exit_item},
    {"block_quote", enter_quote, exit_quote},
    {"heading", NULL, exit_heading},
    {"code_block", enter_code_block, NULL},
    {"html_block", enter_html_block, NULL},
    {"thematic_break", enter_rule, NULL},
    {"footnote_reference", enter_note_mark, NULL},
    {"footnote_definition", enter_note, exit_note},
};

// cmark-gfm has no names for footnotes.
static const char *type_name(cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_FOOTNOTE_REFERENCE)
        return "footnote_reference";
    return type == CMARK_NODE_FOOTNOTE_DEFINITION ? "footnote_definition"
                                                  : cmark_node_get_type_string(node);
}

static void visit(Walker *w, cmark_node *node, bool is_enter) {
    const char *name = type_name(node);
    for (guint i = 0; i < G_N_ELEMENTS(KINDS); i++) {
        if (strcmp(KINDS[i].name, name) != 0)
            continue;
        Visit *action = is_enter ? KINDS[i].enter : KINDS[i].exit;
        if (action)
            action(w, node);
        return;
    }
}

static cmark_node *parse_tree(const char *text) {
    static const char *const EXTENSIONS[] = {"table", "strikethrough", "autolink"};
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_FOOTNOTES);
    for (guint i = 0; i < G_N_ELEMENTS(EXTENSIONS); i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(EXTENSIONS[i]));
    cmark_parser_feed(parser, text, strlen(text));
    cmark_node *tree = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return tree;
}

static void walk(Walker *w, cmark_node *tree) {
    cmark_iter *iter = cmark_iter_new(tree);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
        visit(w, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
    cmark_iter_free(iter);
}

const MarkdownBlock *markdown_parse(Arena *arena, Diags *diags, const Place *place,
                                    const char *text) {
    if (!markdown_check_limits(diags, place, text))
        return NULL;
    g_autoptr(GArray) containers = g_array_new(FALSE, FALSE, sizeof(Container));
    g_autoptr(GArray) lists = g_array_new(FALSE, FALSE, sizeof(OpenList));
    g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(MarkdownSpan));
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(MarkdownBlock));
    g_autoptr(GString) collected = g_string_new(NULL);
    Walker walker = {.arena = arena,
                     .diags = diags,
                     .place = place,
                     .containers = containers,
                     .lists = lists,
                     .text = collected,
                     .spans = spans,
                     .cells = cells,
                     .tail = &walker.first};
    cmark_node *tree = parse_tree(text);
    walk(&walker, tree);
    cmark_node_free(tree);
    return walker.first;
}
