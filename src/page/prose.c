// Markdown blocks come as a flat list; indents follow from their depth. The structure of lists (L,
// LI, Lbl, LBody) is opened and closed by comparing the level of an item with what is open.
// Footnotes are numbered through the report; each belongs to the line that has its first mark.
#include "page/prose.h"

#include "base/suggest.h"
#include "page/heading.h"
#include "page/page_state.h"
#include "page/panel.h"
#include "page/table_model.h"
#include "page/typeset.h"
#include "text/markdown_notes.h"

#include <string.h>

typedef struct {
    Compose *compose;
    const Prose *prose;
    const TypeSpec *type;
    double indent;  // points per depth
    int open_lists; // each with an open LI and LBody
    double gap;     // to the next block
    bool first;
    const MarkdownBlock *blocks;
    guint note_count, notes_before; // of the text, and of the report before it
    bool *noted;                    // by their numbers in the text
} Writer;

// ---- footnotes

// A text's marks say the numbers that the report gives; spans are copied where they have any.
static const MarkdownSpan *numbered_spans(const Writer *writer, const MarkdownBlock *block) {
    Arena *arena = writer->compose->arena;
    if (!writer->note_count)
        return block->spans;
    MarkdownSpan *spans =
        arena_memdup(arena, block->spans, block->span_count * sizeof *block->spans);
    for (guint i = 0; i < block->span_count; i++)
        if (spans[i].note)
            spans[i].text =
                typeset_number(writer->compose, writer->notes_before + (guint)spans[i].note);
    return spans;
}

// A note's paragraphs, below each other, its number before the first.
static Slab *make_note(Writer *writer, const MarkdownBlock *block, int number) {
    static const double indent = 11, gap = 2; // points
    Compose *compose = writer->compose;
    double width = flow_width(page_state_flow(compose->state)); // at the foot of the page
    Typeset how = {.role = ROLE_NOTE, .width = MAX(width - indent, 1)};
    Typeset for_number = {.role = ROLE_NOTE, .width = width};
    guint tag = tag_open(flow_tags(compose->flow), TAG_NOTE);
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    const char *text = typeset_number(compose, writer->notes_before + (guint)number);
    slab_paragraph(&builder, typeset_text(compose, &for_number, text), 0, 0, tag);
    for (; block; block = block->next) {
        if (block->kind != MARKDOWN_NOTE || block->level != number || !block->span_count)
            continue;
        const Paragraph *paragraph =
            typeset_spans(compose, &how, numbered_spans(writer, block), block->span_count);
        builder.height +=
            slab_paragraph(&builder, paragraph, compose->rtl ? 0 : indent, builder.height, tag);
    }
    tag_close(flow_tags(compose->flow));
    builder.height += gap;
    Slab slab = slab_end(&builder);
    slab.order = writer->notes_before + (guint)number;
    return arena_memdup(compose->arena, &slab, sizeof slab);
}

// Finds how many notes the text has; they are made when their marks are met.
static void begin_notes(Writer *writer, const MarkdownBlock *blocks) {
    for (const MarkdownBlock *block = blocks; block; block = block->next)
        if (block->kind == MARKDOWN_NOTE)
            writer->note_count = MAX(writer->note_count, (guint)block->level);
    writer->notes_before = page_state_notes(writer->compose->state, writer->note_count);
    writer->blocks = blocks;
    writer->noted = arena_array(writer->compose->arena, bool, writer->note_count + 1);
}

static void add_note(Writer *writer, GPtrArray *notes, int number) {
    if (number < 1 || (guint)number > writer->note_count || writer->noted[number])
        return;
    writer->noted[number] = true;
    g_ptr_array_add(notes, make_note(writer, writer->blocks, number));
}

static void give_notes(Writer *writer, Slab *slab, const GPtrArray *notes) {
    if (notes->len == 0)
        return;
    slab->notes = arena_memdup(writer->compose->arena, notes->pdata, notes->len * sizeof(Slab *));
    slab->note_count = notes->len;
}

// The notes whose marks stand in the slab's lines, which were set of the block's spans.
static void add_notes_of_slab(Writer *writer, const MarkdownBlock *block, const Slab *slab,
                              GPtrArray *notes) {
    for (guint i = 0; i < slab->item_count; i++) {
        if (slab->items[i].kind != PLACED_TEXT)
            continue;
        const TextLine *line = slab->items[i].as.text.line;
        for (guint k = 0; k < line->run_count; k++)
            if (line->runs[k].span < block->span_count)
                add_note(writer, notes, block->spans[line->runs[k].span].note);
    }
}

// All marks of the block, wherever they stand: in a heading, or in the cells of a table.
static void add_notes_of_block(Writer *writer, const MarkdownBlock *block, GPtrArray *notes) {
    for (guint i = 0; i < block->span_count; i++)
        add_note(writer, notes, block->spans[i].note);
    for (guint i = 0; i < block->row_count * block->column_count; i++)
        for (guint k = 0; k < block->cells[i].span_count; k++)
            add_note(writer, notes, block->cells[i].spans[k].note);
}

// Gives the block's notes to the slabs from the first-th on.
static void attach_notes(Writer *writer, const MarkdownBlock *block, guint first) {
    Flow *flow = writer->compose->flow;
    if (!writer->note_count || block->kind == MARKDOWN_NOTE || flow_count(flow) == first)
        return;
    for (guint i = first; i < flow_count(flow); i++) {
        g_autoptr(GPtrArray) notes = g_ptr_array_new();
        if (block->kind != MARKDOWN_TABLE && block->kind != MARKDOWN_HEADING)
            add_notes_of_slab(writer, block, flow_nth(flow, i), notes);
        if (i + 1 == flow_count(flow))
            add_notes_of_block(writer, block, notes);
        give_notes(writer, flow_nth(flow, i), notes);
    }
}

// ---- structure of lists

static void close_lists(Writer *writer, int level) {
    TagTree *tags = flow_tags(writer->compose->flow);
    for (; writer->open_lists > level; writer->open_lists--) {
        tag_close(tags); // LBody
        tag_close(tags); // LI
        tag_close(tags); // L
    }
}

// Opens the item's LI at its level and gives the tag for its marker; LBody is left open.
static guint open_item(Writer *writer, int level) {
    TagTree *tags = flow_tags(writer->compose->flow);
    close_lists(writer, level);
    if (writer->open_lists == level) {
        tag_close(tags); // LBody and LI of the item before
        tag_close(tags);
        tag_open(tags, TAG_LI);
    }
    guint label = 0;
    for (; writer->open_lists < level || !label;) {
        if (writer->open_lists < level) {
            tag_open(tags, TAG_L);
            tag_open(tags, TAG_LI);
            writer->open_lists++;
        }
        if (writer->open_lists == level) {
            label = tag_open(tags, TAG_LBL);
            tag_close(tags);
        }
        tag_open(tags, TAG_LBODY);
    }
    return label;
}

// ---- blocks

static double measure_of(const Writer *writer) {
    double width = flow_width(writer->compose->flow);
    return writer->prose->width > 0 ? MIN(width, writer->prose->width) : width;
}

static double text_width_at(const Writer *writer, double indent) {
    return MAX(measure_of(writer) - indent, writer->type->style.size);
}

// The left edge of lines of that indent.
static double left_edge(const Writer *writer, double indent) {
    return writer->compose->rtl ? flow_width(writer->compose->flow) - measure_of(writer) : indent;
}

static const Paragraph *set_block(const Writer *writer, const MarkdownBlock *block, TypeRole role,
                                  double indent) {
    Typeset how = {.role = role,
                   .align = writer->prose->align,
                   .hyphenator = writer->prose->hyphenator,
                   .width = text_width_at(writer, indent),
                   .colour = writer->prose->colour};
    return typeset_spans(writer->compose, &how, numbered_spans(writer, block), block->span_count);
}

static void add_paragraph(Writer *writer, const Paragraph *paragraph, double indent,
                          const Slab *beside) {
    TagTree *tags = flow_tags(writer->compose->flow);
    guint tag = tag_open(tags, TAG_P);
    ParagraphSlabs how = {.x = left_edge(writer, indent),
                          .before = writer->first ? 0 : writer->gap,
                          .tag = tag,
                          .node = writer->prose->node,
                          .beside = beside};
    typeset_add(writer->compose, paragraph, &how);
    tag_close(tags);
}

static void put_paragraph(Writer *writer, const MarkdownBlock *block) {
    double indent = writer->indent * block->depth;
    if (block->depth == 0)
        close_lists(writer, 0);
    add_paragraph(writer, set_block(writer, block, writer->prose->role, indent), indent, NULL);
    writer->gap = writer->type->after;
}

// The mark of a note would stand in contents and outline too.
static void report_mark_in_heading(const Writer *writer) {
    Place place = writer->prose->node ? json_node_place(writer->prose->node) : (Place){0};
    diag_warning(writer->compose->diags, DIAG_UNSUPPORTED, writer->prose->node ? &place : NULL,
                 "put the mark into the text below", "a heading does not show marks of footnotes");
}

static void put_heading(Writer *writer, const MarkdownBlock *block) {
    g_autoptr(GString) text = g_string_new(NULL);
    close_lists(writer, 0);
    for (guint i = 0; i < block->span_count; i++) {
        if (block->spans[i].note)
            report_mark_in_heading(writer);
        else
            g_string_append(text, block->spans[i].text);
    }
    Heading heading = {.text = text->str,
                       .level = (guint)block->level,
                       .outline = true,
                       .node = writer->prose->node};
    guint first = flow_count(writer->compose->flow);
    heading_add(writer->compose, &heading);
    if (writer->first && flow_count(writer->compose->flow) > first)
        flow_nth(writer->compose->flow, first)->space_before = 0;
    writer->gap = writer->compose->gap_after;
}

// The bullet or number, ending a little before the text.
static Slab marker_slab(const Writer *writer, const char *text, double indent, guint tag) {
    Compose *compose = writer->compose;
    Colour colour =
        writer->prose->colour ? *writer->prose->colour : typeset_ink(compose, INK_MUTED);
    Typeset how = {.role = writer->prose->role, .colour = &colour};
    const Paragraph *marker = typeset_text(compose, &how, text);
    double space = writer->type->style.size * writer->compose->theme->list.marker;
    double x =
        compose->rtl ? flow_width(compose->flow) - indent + space : indent - space - marker->width;
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    slab_paragraph(&builder, marker, MAX(x, 0), 0, tag);
    return slab_end(&builder);
}

static void put_list_item(Writer *writer, const MarkdownBlock *block) {
    double indent = writer->indent * block->depth;
    const Paragraph *paragraph = set_block(writer, block, writer->prose->role, indent);
    if (!block->marker) {
        close_lists(writer, block->level);
        add_paragraph(writer, paragraph, indent, NULL);
        return;
    }
    if (writer->open_lists > 0)
        writer->gap = writer->type->after * 0.5;
    guint label = open_item(writer, block->level);
    Slab marker = marker_slab(writer, block->marker, indent, label);
    add_paragraph(writer, paragraph, indent, &marker);
    writer->gap = writer->type->after;
}

// A bar beside each line of a quote.
static void add_bars(Writer *writer, guint first, double x) {
    Compose *compose = writer->compose;
    for (guint i = first; i < flow_count(compose->flow); i++) {
        Slab *slab = flow_nth(compose->flow, i);
        double above = i > first ? slab->space_before : 0;
        SlabBuilder builder;
        slab_begin(&builder, compose->arena);
        slab_rect(&builder, &(PlacedBox){x, -above, 1.5, slab->height + above},
                  typeset_ink(compose, INK_RULE), 0);
        slab_put(&builder, slab, 0, 0);
        Slab with_bar = slab_end(&builder);
        slab->items = with_bar.items;
        slab->item_count = with_bar.item_count;
    }
}

static void put_quote(Writer *writer, const MarkdownBlock *block) {
    double indent = writer->indent * block->depth;
    Compose *compose = writer->compose;
    TagTree *tags = flow_tags(compose->flow);
    if (block->depth == block->level) // in no list
        close_lists(writer, 0);
    guint first = flow_count(compose->flow);
    tag_open(tags, TAG_BLOCKQUOTE);
    add_paragraph(writer, set_block(writer, block, ROLE_QUOTE, indent), indent, NULL);
    tag_close(tags);
    double bar = indent - writer->indent + 2;
    add_bars(writer, first, compose->rtl ? flow_width(compose->flow) - bar - 1.5 : bar);
    writer->gap = writer->type->after;
}

static void put_code(Writer *writer, const MarkdownBlock *block) {
    Compose *compose = writer->compose;
    Panel panel = panel_of_theme(compose);
    panel.filled = true;
    panel.bar = 0;
    panel.pad = MIN(panel.pad, 7);
    Compose inner = *compose;
    inner.flow = flow_new_inside(compose->flow, panel_inner_width(compose, &panel));
    inner.taken += 2 * panel.pad;
    Typeset how = {.role = ROLE_CODE, .width = flow_width(inner.flow)};
    guint tag = tag_open(flow_tags(compose->flow), TAG_CODE);
    ParagraphSlabs slabs = {.tag = tag, .node = writer->prose->node};
    const char *text = block->span_count ? block->spans[0].text : " ";
    typeset_add(&inner, typeset_text(compose, &how, text), &slabs);
    tag_close(flow_tags(compose->flow));
    guint first = flow_count(compose->flow);
    panel_add(compose, &panel, inner.flow);
    if (!writer->first && flow_count(compose->flow) > first)
        flow_nth(compose->flow, first)->space_before = writer->gap;
    writer->gap = MAX(writer->type->after, panel.pad);
}

static void put_rule(Writer *writer, const MarkdownBlock *block) {
    Compose *compose = writer->compose;
    SlabBuilder builder;
    if (block->depth == 0)
        close_lists(writer, 0);
    slab_begin(&builder, compose->arena);
    slab_rule(&builder, 0, 0, flow_width(compose->flow), typeset_ink(compose, INK_RULE),
              compose->theme->hairline);
    Slab slab = slab_end(&builder);
    slab.space_before = writer->first ? 0 : writer->gap + writer->type->after;
    flow_add(compose->flow, &slab);
    writer->gap = 2 * writer->type->after;
}

// ---- tables

static TextAlign align_of(char letter) {
    return letter == 'r' ? TEXT_ALIGN_END : letter == 'c' ? TEXT_ALIGN_CENTER : TEXT_ALIGN_START;
}

static void put_table(Writer *writer, const MarkdownBlock *block) {
    Arena *arena = writer->compose->arena;
    guint columns = block->column_count;
    TableModel model = {.column_count = columns,
                        .row_count = block->row_count ? block->row_count - 1 : 0,
                        .node = writer->prose->node};
    model.columns = arena_array(arena, TableColumn, columns);
    model.rows = arena_array(arena, TableRow, model.row_count);
    TableCell *cells = arena_array(arena, TableCell, (gsize)columns * block->row_count);
    for (guint i = 0; i < columns * block->row_count; i++)
        cells[i] = (TableCell){.spans = numbered_spans(writer, &block->cells[i]),
                               .span_count = block->cells[i].span_count};
    for (guint i = 0; i < columns; i++)
        model.columns[i] = (TableColumn){
            .head = cells[i], .width = {TRACK_AUTO, 0}, .align = align_of(block->column_align[i])};
    for (guint i = 0; i < model.row_count; i++)
        model.rows[i].cells = cells + (gsize)columns * (i + 1);
    if (block->depth == 0)
        close_lists(writer, 0);
    guint first = flow_count(writer->compose->flow);
    table_add(writer->compose, &model);
    if (!writer->first && flow_count(writer->compose->flow) > first)
        flow_nth(writer->compose->flow, first)->space_before = writer->gap;
    writer->gap = MAX(writer->type->after, writer->compose->theme->block_gap);
}

// ---- the text

static void put_note(Writer *writer, const MarkdownBlock *block) {
    (void)writer; // at the foot of a page: attach_notes
    (void)block;
}

typedef void (*PutBlock)(Writer *writer, const MarkdownBlock *block);
static const PutBlock put_block[] = {
    [MARKDOWN_PARAGRAPH] = put_paragraph, [MARKDOWN_HEADING] = put_heading,
    [MARKDOWN_LIST_ITEM] = put_list_item, [MARKDOWN_QUOTE] = put_quote,
    [MARKDOWN_CODE] = put_code,           [MARKDOWN_RULE] = put_rule,
    [MARKDOWN_TABLE] = put_table,         [MARKDOWN_NOTE] = put_note,
};

// ---- what is cited at the end

static bool has_lines(const MarkdownBlock *block) {
    return block->kind == MARKDOWN_PARAGRAPH || block->kind == MARKDOWN_LIST_ITEM ||
           block->kind == MARKDOWN_QUOTE;
}

static MarkdownBlock *with_spans(Arena *arena, const MarkdownBlock *block, const Cited *cited) {
    MarkdownBlock *longer = arena_memdup(arena, block, sizeof *block);
    MarkdownSpan *spans =
        arena_array(arena, MarkdownSpan, (gsize)block->span_count + cited->span_count);
    for (guint i = 0; i < block->span_count; i++)
        spans[i] = block->spans[i];
    for (guint i = 0; i < cited->span_count; i++)
        spans[block->span_count + i] = cited->spans[i];
    longer->spans = spans;
    longer->span_count += cited->span_count;
    return longer;
}

// The block that ends the text; what are footnotes stands after it.
static const MarkdownBlock *last_block(const MarkdownBlock *block) {
    const MarkdownBlock *last = NULL;
    for (; block; block = block->next)
        if (block->kind != MARKDOWN_NOTE)
            last = block;
    return last;
}

// The notes belong to the last line of the text.
static void give_cited(Compose *compose, const Cited *cited) {
    Slab *slab = flow_nth(compose->flow, flow_count(compose->flow) - 1);
    const Slab **notes =
        arena_array(compose->arena, const Slab *, (gsize)slab->note_count + cited->note_count);
    for (guint i = 0; i < slab->note_count; i++)
        notes[i] = slab->notes[i];
    for (guint i = 0; i < cited->note_count; i++)
        notes[slab->note_count + i] = cited->notes[i];
    slab->notes = notes;
    slab->note_count += cited->note_count;
}

static void put_block_of(Writer *writer, const MarkdownBlock *block) {
    guint first = flow_count(writer->compose->flow);
    put_block[block->kind](writer, block);
    attach_notes(writer, block, first);
    writer->first = false;
}

// After a table or code they stand in a line of their own.
static void put_cited(Writer *writer, const Cited *cited, bool own_line) {
    MarkdownBlock line = {.kind = MARKDOWN_PARAGRAPH};
    if (cited->span_count == 0)
        return;
    Cited rest = *cited; // without the blank that parts them from a text
    rest.spans++;
    rest.span_count--;
    if (own_line)
        put_block_of(writer, with_spans(writer->compose->arena, &line, &rest));
    give_cited(writer->compose, cited);
}

void prose_add(Compose *compose, const Prose *prose, const char *markdown) {
    Place place = prose->node ? json_node_place(prose->node) : (Place){0};
    const TypeSpec *type = &compose->theme->type[prose->role];
    Writer writer = {.compose = compose,
                     .prose = prose,
                     .type = type,
                     .indent = type->style.size * compose->theme->list.indent,
                     .first = true};
    const MarkdownBlock *block =
        markdown_parse(compose->arena, compose->diags, prose->node ? &place : NULL, markdown);
    Cited cited = prose->cite ? cite_sources(compose, prose->cite) : (Cited){0};
    const MarkdownBlock *last = last_block(block);
    bool own_line = last && !has_lines(last);
    begin_notes(&writer, block);
    for (; block; block = block->next)
        put_block_of(&writer, block == last && !own_line && cited.span_count
                                  ? with_spans(compose->arena, block, &cited)
                                  : block);
    if (last)
        put_cited(&writer, &cited, own_line);
    close_lists(&writer, 0);
    compose->gap_after = MAX(type->after, writer.gap);
}

// Marks without a note, and notes without a mark, of the text that is printed: the layout's or its
// translation.
static void check_notes(const Compose *compose, const JsonNode *node, const char *markdown) {
    if (!strstr(markdown, "[^"))
        return;
    node = translation_of(scope_translation(compose->scope), compose->diags, node);
    MarkdownUnmatched found = markdown_find_unmatched(markdown);
    const char *const *names = (const char *const *)found.names->pdata;
    for (guint i = 0; i < found.marks->len; i++) {
        const char *mark = found.marks->pdata[i],
                   *near = suggest_nearest(mark, names, found.names->len);
        g_autofree char *hint =
            near ? g_strdup_printf("did you mean [^%s]?", near)
                 : g_strdup_printf("end the text with a line \"[^%s]: ...\"", mark);
        json_warning(compose->diags, node, DIAG_UNKNOWN_NAME, hint,
                     "the mark [^%s] has no note; it is printed as it stands", mark);
    }
    for (guint i = 0; i < found.notes->len; i++)
        json_warning(compose->diags, node, DIAG_UNKNOWN_NAME,
                     "set its mark where it belongs in the same text",
                     "the note [^%s] has no mark; it is left out", (char *)found.notes->pdata[i]);
    markdown_unmatched_clear(&found);
}

void prose_add_template(Compose *compose, const Prose *prose, const JsonNode *node) {
    if (!node)
        return;
    Prose with_node = *prose;
    with_node.node = node;
    const char *markdown = template_expand(compose->scope, node, TEMPLATE_MARKDOWN);
    check_notes(compose, node, markdown);
    prose_add(compose, &with_node, markdown);
}
