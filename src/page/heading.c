// A heading is its lines kept together and kept with what follows, the mark that leads outline,
// contents and links to it, and the section of the structure that it opens.
#include "page/heading.h"

#include "page/page_state.h"
#include "page/typeset.h"

#include <string.h>

bool heading_is(const Block *block) {
    return strcmp(block->kind->name, "heading") == 0;
}

static TypeRole heading_role(guint level) {
    static const TypeRole roles[HEADING_LEVELS] = {ROLE_H1, ROLE_H2, ROLE_H3};
    return roles[MIN(level, HEADING_LEVELS) - 1];
}

// Sections stand directly in the document; in rows and boxes a heading opens none.
static void open_section(TagTree *tags) {
    if (tag_current(tags) && tag_nth(tags, tag_current(tags))->kind == TAG_SECT)
        tag_close(tags);
    if (tag_current(tags) == 0)
        tag_open(tags, TAG_SECT);
}

static const Paragraph *set_heading(Compose *compose, const Heading *heading, const char *number) {
    Typeset how = {
        .role = heading_role(heading->level), .width = flow_width(compose->flow), .balanced = true};
    if (!number)
        return typeset_text(compose, &how, heading->text);
    return typeset_text(compose, &how,
                        arena_printf(compose->arena, "%s\xE2\x80\x82%s", number, heading->text));
}

static const char *outline_title(Compose *compose, const Heading *heading, const char *number) {
    if (!number)
        return arena_strdup(compose->arena, heading->text);
    return arena_printf(compose->arena, "%s %s", number, heading->text);
}

static void name_place(Compose *compose, const Heading *heading, const char *id,
                       const char *number) {
    MentionTarget target = {.id = id, .number = number};
    target.text = target.title = arena_strdup(compose->arena, heading->text);
    if (number) {
        g_autoptr(GString) text = g_string_new(words_text(compose->words, WORD_SECTION));
        g_string_replace(text, "{0}", number, 1);
        target.text = arena_strdup(compose->arena, text->str);
    }
    mentions_add(page_state_mentions(compose->state), &target);
}

static double rule_of(const Compose *compose, const Heading *heading, bool below) {
    const Theme *theme = compose->theme;
    return heading->level == 1 && theme->heading.below == below ? theme->heading.rule : 0;
}

// The rule of the theme, across the column; kept with what follows.
static void add_rule(Compose *compose, double thickness, double before, double gap) {
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    slab_rule(&builder, 0, thickness / 2, flow_width(compose->flow),
              typeset_ink(compose, compose->theme->heading.ink), thickness);
    builder.height = thickness + gap;
    Slab slab = slab_end(&builder);
    slab.space_before = before;
    slab.keep_with_next = true;
    flow_add(compose->flow, &slab);
}

void heading_add(Compose *compose, const Heading *heading) {
    if (!heading->text || !*heading->text)
        return;
    const TypeSpec *type = &compose->theme->type[heading_role(heading->level)];
    TagTree *tags = flow_tags(compose->flow);
    const char *number =
        heading->numbered ? page_state_number(compose->state, heading->level) : NULL;
    if (heading->level == 1)
        open_section(tags);
    guint tag = tag_open(tags, (TagKind)(TAG_H1 + MIN(heading->level, 6) - 1));
    guint first = flow_count(compose->flow);
    double above = rule_of(compose, heading, /*below=*/false);
    double below = rule_of(compose, heading, /*below=*/true);
    if (above > 0)
        add_rule(compose, above, type->before, compose->theme->heading.gap);
    ParagraphSlabs how = {.before = above > 0 ? 0 : type->before,
                          .tag = tag,
                          .keep_with_next = true,
                          .node = heading->node};
    typeset_add(compose, set_heading(compose, heading, number), &how);
    tag_close(tags);
    if (below > 0)
        add_rule(compose, below, compose->theme->heading.gap, 0);
    for (guint i = first; i < flow_count(compose->flow); i++)
        flow_nth(compose->flow, i)->keep_with_next = true;
    Slab *top = flow_nth(compose->flow, first);
    top->outline_level = heading->outline ? heading->level : 0;
    top->outline_title = outline_title(compose, heading, number);
    top->destination = heading->id ? heading->id : page_state_anchor(compose->state, heading->text);
    name_place(compose, heading, top->destination, number);
    compose->gap_after = type->after;
}
