// The built-in look, under every theme: one plain face in quiet greys. A theme file need only say
// where it differs.
#include "page/theme_draft.h"

#define HEX(r, g, b)                                                                               \
    { (r) / 255.0, (g) / 255.0, (b) / 255.0, 1 }

static const Colour ink_defaults[INK_COUNT] = {
    [INK_PAPER] = HEX(255, 255, 255),          [INK_TEXT] = HEX(0x1f, 0x24, 0x2b),
    [INK_MUTED] = HEX(0x5f, 0x68, 0x73),       [INK_ACCENT] = HEX(0x1f, 0x5a, 0x7a),
    [INK_ACCENT_SOFT] = HEX(0xe3, 0xee, 0xf4), [INK_RULE] = HEX(0xc9, 0xcf, 0xd6),
    [INK_PANEL] = HEX(0xf4, 0xf6, 0xf8),       [INK_GOOD] = HEX(0x2f, 0x7d, 0x4f),
    [INK_WARN] = HEX(0xa8, 0x68, 0x00),        [INK_BAD] = HEX(0xb3, 0x2d, 0x2e),
};

typedef struct {
    const char *font;
    double size;
    int weight;
    double leading; // times the size
    double before, after;
    InkRole ink;
    bool italic, uppercase, tabular;
    double tracking; // ems
} RoleDefault;

// clang-format off
static const RoleDefault role_defaults[ROLE_COUNT] = {
    [ROLE_BODY]        = {"text",    9.5, 400, 1.45,  0, 6, INK_TEXT,   false, false, false, 0},
    [ROLE_LEAD]        = {"text",   11.5, 400, 1.45,  0, 8, INK_TEXT,   false, false, false, 0},
    [ROLE_SMALL]       = {"text",    8,   400, 1.4,   0, 4, INK_MUTED,  false, false, false, 0},
    [ROLE_KICKER]      = {"data",    8,   600, 1.3,   0, 4, INK_ACCENT, false, true,  false, 0.08},
    [ROLE_TITLE]       = {"display", 26,  700, 1.15,  0, 6, INK_TEXT,   false, false, false, 0},
    [ROLE_SUBTITLE]    = {"display", 13,  400, 1.35,  0, 8, INK_MUTED,  false, false, false, 0},
    [ROLE_H1]          = {"display", 15,  700, 1.25, 20, 7, INK_TEXT,   false, false, false, 0},
    [ROLE_H2]          = {"display", 11.5,600, 1.3,  15, 5, INK_TEXT,   false, false, false, 0},
    [ROLE_H3]          = {"display", 9.5, 600, 1.35, 11, 3, INK_TEXT,   false, false, false, 0},
    [ROLE_QUOTE]       = {"text",    9.5, 400, 1.45,  0, 6, INK_TEXT,   true,  false, false, 0},
    [ROLE_CODE]        = {"mono",    8.5, 400, 1.4,   0, 6, INK_TEXT,   false, false, false, 0},
    [ROLE_CAPTION]     = {"data",    8.5, 600, 1.35,  0, 5, INK_TEXT,   false, false, false, 0},
    [ROLE_NOTE]        = {"data",    7.5, 400, 1.4,   4, 0, INK_MUTED,  false, false, false, 0},
    [ROLE_LABEL]       = {"data",    7.5, 500, 1.3,   0, 2, INK_MUTED,  false, false, false, 0},
    [ROLE_TABLE]       = {"data",    8,   400, 1.35,  0, 0, INK_TEXT,   false, false, true,  0},
    [ROLE_TABLE_HEAD]  = {"data",    7.5, 600, 1.3,   0, 0, INK_MUTED,  false, false, true,  0},
    [ROLE_TABLE_GROUP] = {"data",    8,   600, 1.35,  0, 0, INK_TEXT,   false, false, true,  0},
    [ROLE_TABLE_TOTAL] = {"data",    8,   600, 1.35,  0, 0, INK_TEXT,   false, false, true,  0},
    [ROLE_KPI_VALUE]   = {"display", 22,  600, 1.1,   0, 2, INK_ACCENT, false, false, true,  0},
    [ROLE_KPI_LABEL]   = {"data",    7.5, 500, 1.3,   0, 2, INK_MUTED,  false, false, false, 0},
    [ROLE_KPI_NOTE]    = {"data",    7,   400, 1.3,   0, 0, INK_MUTED,  false, false, false, 0},
    [ROLE_TOC1]        = {"text",    9.5, 600, 1.3,   5, 0, INK_TEXT,   false, false, true,  0},
    [ROLE_TOC2]        = {"text",    9,   400, 1.3,   2, 0, INK_TEXT,   false, false, true,  0},
    [ROLE_RUNNING]     = {"data",    7.5, 400, 1.3,   0, 0, INK_MUTED,  false, false, true,  0},
};
// clang-format on

static void init_roles(RoleDraft *roles) {
    for (guint i = 0; i < ROLE_COUNT; i++) {
        const RoleDefault *from = &role_defaults[i];
        roles[i] = (RoleDraft){.font = from->font,
                               .size = from->size,
                               .weight = from->weight,
                               .italic = from->italic,
                               .uppercase = from->uppercase,
                               .tabular = from->tabular,
                               .leading_is_factor = true,
                               .leading = from->leading,
                               .tracking_is_factor = true,
                               .tracking = from->tracking,
                               .before = from->before,
                               .after = from->after,
                               .ink.other = (int)from->ink};
    }
}

static const Theme plain = {
    .name = THEME_PLAIN,
    .block_gap = 12,
    .hairline = 0.5,
    .strong = 600,
    .table = {.pad_x = 4,
              .pad_y = 2.5,
              .zebra_ink = INK_PANEL,
              .row_rules = true,
              .head_rule = 0.8,
              .head_ink = INK_ACCENT,
              .head_fill = INK_PANEL,
              .total_rule = 0.75,
              .total_ink = INK_TEXT,
              .group_gap = 0.6,
              .chip_pad = 4,
              .chip_radius = 2.5,
              .chip_tint = 0.84,
              .swatch = 0.75,
              .bar_width = 44,
              .spark_width = 90,
              .spark_line = 0.8},
    .box = {.radius = 3,
            .pad = 9,
            .filled = true,
            .ink = INK_PANEL,
            .bar_ink = INK_ACCENT,
            .border_ink = INK_RULE},
    .kpi = {.boxed = true,
            .gap = 9,
            .min_width = 86,
            .rule = 0.5,
            .rule_gap = 6,
            .rule_ink = INK_RULE,
            .value_gap = 2,
            .note_gap = 2,
            .unit_gap = 3,
            .spark_height = 20,
            .spark_line = 1.1},
    .callout = {.bar = 2.5, .tint = 0.9},
    .quote = {.bar = 2, .gap = 10, .ink = INK_ACCENT},
    .cover = {.bar = 3,
              .bar_length = 46,
              .bar_gap = 12,
              .measure = 0.86,
              .place = 0.28,
              .meta_gap = 8,
              .band_pad = 26,
              .band_ink = INK_ACCENT,
              .band_text = INK_PAPER},
    .heading = {.gap = 5, .ink = INK_RULE},
    .list = {.indent = 1.5, .marker = 0.55},
    .timeline = {.line = 0.8, .dot = 6.5, .gap = 9, .axis_gap = 11},
    .toc = {.dots = true, .indent = 12},
};

void theme_draft_init(ThemeDraft *draft) {
    *draft = (ThemeDraft){0};
    for (guint i = 0; i < INK_COUNT; i++)
        draft->inks[i] = (InkDraft){.colour = ink_defaults[i], .other = -1};
    init_roles(draft->roles);
    draft->fonts = g_hash_table_new(g_str_hash, g_str_equal);
    draft->font_nodes = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(draft->fonts, (gpointer) "text", (gpointer) "sans-serif");
    g_hash_table_insert(draft->fonts, (gpointer) "display", (gpointer) "sans-serif");
    g_hash_table_insert(draft->fonts, (gpointer) "data", (gpointer) "sans-serif");
    g_hash_table_insert(draft->fonts, (gpointer) "mono", (gpointer) "monospace");
    draft->charts = g_array_new(FALSE, FALSE, sizeof(ChartDraft));
    draft->looks = g_ptr_array_new();
    draft->theme = plain;
}

void theme_draft_clear(ThemeDraft *draft) {
    g_hash_table_unref(draft->fonts);
    g_hash_table_unref(draft->font_nodes);
    g_array_unref(draft->charts);
    g_ptr_array_unref(draft->looks);
}
