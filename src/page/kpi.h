// Key figures: tiles with a label, a value and a note; of the blocks kpis and cover.
#pragma once
#include "page/spec.h"

// A series drawn below the value.
typedef struct {
    const JsonNode *data; // NULL: none
    FieldSpec field;      // numbers, in the order of the rows
    const JsonNode *alt;  // template: for those who do not see it; NULL: it is decoration
} KpiSparkline;

typedef struct {
    const JsonNode *when;  // or NULL: always
    const JsonNode *label; // template
    ValueSpec value;
    const char *format;          // of a number; or NULL
    const JsonNode *unit, *note; // templates, or NULL
    bool has_ink;
    InkRole ink;      // of the value
    ValueSpec delta;  // a difference that is shown with its sign; node NULL: none
    bool delta_since; // the difference is to the value in the earlier state of the facts
    const char *delta_format;
    const JsonNode *delta_text;
    int better; // 1: up, -1: down, 0: neither; decides whether a difference is good or bad
    KpiSparkline sparkline;
} KpiItem;

typedef enum { KPI_TILES, KPI_PLAIN } KpiLook;

typedef struct {
    guint count;
    KpiItem *items;
    gint64 columns; // in one line; 0: as many as fit well
    int look;       // KpiLook
} KpiSet;
enum { KPI_COLUMNS_MAX = 8 };

// Reads an array of items.
void kpi_read_items(BlockReader *context, const JsonNode *array, KpiSet *out);
// Adds lines of tiles.
void kpi_add(Compose *compose, const KpiSet *set);
