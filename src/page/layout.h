// A layout: the checked model of layouts/*.json. Pure data; block specs belong to their kinds.
#pragma once
#include "page/block.h"
#include "page/theme.h"

typedef struct {
    const JsonNode *left, *center, *right; // templates, or NULL
    bool skip_first, rule;
} RunningHead;

typedef enum { PARAM_STRING, PARAM_NUMBER, PARAM_INTEGER, PARAM_YEAR, PARAM_DATE, PARAM_BOOLEAN } ParamType;
typedef struct {
    const char *name, *description;
    ParamType type;
    Value value; // the default, or what the command line said
} LayoutParam;

typedef struct {
    const char *path, *folder; // of the file
    const JsonNode *title, *subtitle, *author, *subject, *classification; // templates, or NULL
    const char *language;
    bool rtl;
    double page_width, page_height;
    double margin_top, margin_right, margin_bottom, margin_left;
    const char *theme_path; // resolved
    const JsonNode *theme_node;
    guint facts_count;
    const char *const *facts; // resolved paths
    guint param_count;
    LayoutParam *params;
    const JsonNode *data; // object of datasets, or NULL
    RunningHead header, footer;
    guint block_count;
    const Block *const *body;
} Layout;

typedef struct {
    const char *name, *value;
} ParamAssignment; // --param name=value

// Reads and checks all that can be checked without data; every problem is reported. NULL on errors.
// Documents that were read are added to `documents` (JsonDoc *), which the caller frees last.
Layout *layout_load(Arena *arena, Diags *diags, const char *path,
                    const ParamAssignment *assignments, guint assignment_count,
                    GPtrArray *documents);
// Reads a length: "12mm", "3cm", "1in", "24pt", "80px" (1/96 in), or a number of points.
bool layout_read_length(Diags *diags, const JsonNode *node, const char *what, double *points);
