// Shrinking composes the block again and again, each time with smaller type, into a flow of its own
// until it fits. What does not fit even then is split, like everything else: nothing is left out.
// What is cramped is noted while composing and told by the block that decides what becomes of them.
#include "page/overflow.h"

#include "page/page_state.h"

static const double SHRINK_STEP = 0.92, SHRINK_LEAST = 0.6;

// ---- a smaller theme

static void scale_type(TypeSpec *type, double factor) {
    type->style.size *= factor;
    type->style.letter_spacing *= factor;
    type->style.rise *= factor;
    type->leading *= factor;
    type->before *= factor;
    type->after *= factor;
}

const Theme *overflow_smaller_theme(Arena *arena, const Theme *theme, double factor) {
    Theme *copy = arena_memdup(arena, theme, sizeof *theme);
    for (guint i = 0; i < ROLE_COUNT; i++)
        scale_type(&copy->type[i], factor);
    copy->block_gap *= factor;
    copy->table.pad_x *= factor;
    copy->table.pad_y *= factor;
    copy->box.pad *= factor;
    return copy;
}

// ---- what has too little room

void overflow_note(Compose *compose, const JsonNode *node, const char *hint, const char *format,
                   ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    Cramped cramped = {.node = node,
                       .message = arena_strdup(compose->arena, message),
                       .hint = hint ? arena_strdup(compose->arena, hint) : NULL};
    g_array_append_val(page_state_cramped(compose->state), cramped);
}

static void report_cramped(Diags *diags, const Cramped *cramped, DiagSeverity severity) {
    Place place = cramped->node ? json_node_place(cramped->node) : (Place){0};
    diag_report(diags, severity, DIAG_OVERFLOW, cramped->node ? &place : NULL, cramped->hint,
                cramped->message);
}

// Tells of what was noted since the first-th and forgets it.
static void settle(Compose *compose, guint first, DiagSeverity severity) {
    GArray *noted = page_state_cramped(compose->state);
    for (guint i = first; i < noted->len; i++)
        report_cramped(compose->diags, &g_array_index(noted, Cramped, i), severity);
    g_array_set_size(noted, first);
}

// ---- the three ways

static void compose_split(Compose *compose, const Block *block) {
    block->kind->compose(compose, block); // notes are left to a block around it, or to the end
}

static double height_from(const Flow *flow, guint first) {
    double height = 0;
    for (guint i = first; i < flow_count(flow); i++)
        height += flow_nth(flow, i)->height + (i > first ? flow_nth(flow, i)->space_before : 0);
    return height;
}

static void compose_or_fail(Compose *compose, const Block *block) {
    guint noted = page_state_cramped(compose->state)->len;
    guint first = flow_count(compose->flow);
    block->kind->compose(compose, block);
    settle(compose, noted, DIAG_ERROR);
    double height = height_from(compose->flow, first), most = compose->page->height;
    if (height > most + 0.01)
        json_error(compose->diags, block->node, DIAG_OVERFLOW,
                   json_object_get(block->node->json, "height")
                       ? "lower its \"height\""
                       : "let it go on or become smaller: \"overflow\": \"split\" or \"shrink\"",
                   "content of %.0f pt does not fit a page of %.0f pt", height, most);
}

// A turn of shrinking: the block in a flow of its own.
static Compose compose_smaller(Compose *compose, const Block *block, double factor) {
    Compose inner = *compose;
    inner.flow = flow_new_inside(compose->flow, flow_width(compose->flow));
    inner.scale = compose->scale * factor;
    if (factor < 1)
        inner.theme = overflow_smaller_theme(compose->arena, compose->theme, factor);
    block->kind->compose(&inner, block);
    return inner;
}

static bool is_whole(const Compose *compose, const Flow *flow, guint noted_before) {
    return flow_height(flow) <= compose->page->height + 0.01 &&
           page_state_cramped(compose->state)->len == noted_before;
}

static void compose_shrunk(Compose *compose, const Block *block) {
    GArray *noted = page_state_cramped(compose->state);
    guint first = noted->len, errors = diags_errors(compose->diags);
    PageCounts *counts = page_state_counts(compose->state);
    Compose inner = compose_smaller(compose, block, 1);
    for (double factor = SHRINK_STEP; factor >= SHRINK_LEAST; factor *= SHRINK_STEP) {
        if (is_whole(compose, inner.flow, first) || diags_errors(compose->diags) > errors)
            break;
        g_array_set_size(noted, first);
        page_state_recount(compose->state, counts);
        inner = compose_smaller(compose, block, factor);
    }
    page_counts_free(counts);
    settle(compose, first, DIAG_WARNING);
    for (guint i = 0; i < flow_count(inner.flow); i++)
        flow_add(compose->flow, flow_nth(inner.flow, i));
    compose->gap_after = inner.gap_after;
}

void overflow_compose(Compose *compose, const Block *block) {
    static void (*const ways[])(Compose *, const Block *) = {
        [OVERFLOW_SPLIT] = compose_split,
        [OVERFLOW_SHRINK] = compose_shrunk,
        [OVERFLOW_ERROR] = compose_or_fail,
    };
    ways[block->overflow](compose, block);
}

void overflow_finish(Compose *compose) {
    settle(compose, 0, DIAG_WARNING);
}
