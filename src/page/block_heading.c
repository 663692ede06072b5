// {"block": "heading", "text", "level"?, "numbered"?, "outline"?}: a title in the text, an entry in
// contents and outline. A heading of level 1 in the body starts a section of the structure.
#include "page/block_kinds.h"
#include "page/heading.h"
#include "page/spec.h"

typedef struct {
    const JsonNode *text;
    gint64 level; // 1 to 3
    bool numbered;
    bool outline; // stands in outline and contents
} HeadingSpec;

void *heading_read(BlockReader *context, Reader *reader) {
    HeadingSpec *spec = arena_new0(context->arena, HeadingSpec);
    spec->level = 1;
    spec->outline = true;
    spec->numbered = context->numbered_headings;
    spec_require_template(reader, "text", TEMPLATE_PLAIN, &spec->text);
    reader_integer(reader, "level", 1, HEADING_LEVELS, &spec->level);
    reader_bool(reader, "numbered", &spec->numbered);
    reader_bool(reader, "outline", &spec->outline);
    return spec;
}

void heading_compose(Compose *compose, const Block *block) {
    const HeadingSpec *spec = block->spec;
    Heading heading = {.text = template_expand(compose->scope, spec->text, TEMPLATE_PLAIN),
                       .level = (guint)spec->level,
                       .numbered = spec->numbered,
                       .outline = spec->outline,
                       .id = block->id,
                       .node = block->node};
    heading_add(compose, &heading);
}
