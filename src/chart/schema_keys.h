// Which members each object of a specification may have, of which types, and which of them Accord
// does not draw. After Vega-Lite's own JSON schema.
#pragma once

typedef enum {
    SCHEMA_NONE,
    SCHEMA_VIEW,
    SCHEMA_TOP,
    SCHEMA_SIZE,
    SCHEMA_PADDING,
    SCHEMA_AUTOSIZE,
    SCHEMA_ROW_COLUMN,
    SCHEMA_REPEAT,
    SCHEMA_RESOLVE,
    SCHEMA_RESOLVE_CHANNELS,
    SCHEMA_VIEW_FRAME,
    SCHEMA_MARK,
    SCHEMA_BAND_SIZE,
    SCHEMA_ENCODING,
    SCHEMA_FIELD,
    SCHEMA_POSITION,
    SCHEMA_SECONDARY,
    SCHEMA_MARK_PROPERTY,
    SCHEMA_TEXT,
    SCHEMA_ORDER,
    SCHEMA_FACET_FIELD,
    SCHEMA_FACET,
    SCHEMA_CONDITION,
    SCHEMA_FIELD_REPEAT,
    SCHEMA_BIN,
    SCHEMA_TIME_UNIT,
    SCHEMA_SORT,
    SCHEMA_IMPUTE,
    SCHEMA_SCALE,
    SCHEMA_AXIS,
    SCHEMA_LEGEND,
    SCHEMA_HEADER,
    SCHEMA_TITLE,
    SCHEMA_DATA,
    SCHEMA_FORMAT,
    SCHEMA_PARAM,
    SCHEMA_CONFIG,
    SCHEMA_CONFIG_AXIS,
    SCHEMA_CONFIG_LEGEND,
    SCHEMA_CONFIG_HEADER,
    SCHEMA_CONFIG_MARK,
    SCHEMA_CONFIG_STYLE,
    SCHEMA_CONFIG_VIEW,
    SCHEMA_CONFIG_SCALE,
    SCHEMA_CONFIG_RANGE,
    SCHEMA_CONFIG_TITLE,
    SCHEMA_CONFIG_COMPOSITION,
    SCHEMA_NETWORK,
    SCHEMA_SANKEY,
    SCHEMA_TIMELINE,
    SCHEMA_CONFIG_NETWORK,
    SCHEMA_CONFIG_SANKEY,
    SCHEMA_CONFIG_TIMELINE,
    SCHEMA_END_FIELD,
    SCHEMA_STAGE,
    SCHEMA_INTERVAL,
    SCHEMA_INTERPOLATE,
    SCHEMA_AGGREGATE,
    SCHEMA_SHAPE,
    SCHEMA_COUNT
} SchemaKind;

typedef enum {
    TEST_NONE,
    TEST_AGGREGATE,
    TEST_TIME_UNIT,
    TEST_SCHEME,
    TEST_SHAPE,
    TEST_NUMBER_FORMAT,
    TEST_TIME_FORMAT
} SchemaTest;

// types: letters of what the value may be: n(umber), s(tring), b(oolean), 0 (null), a(rray),
// o(bject), e: {"expr": ...}, c: {"condition": ...}; * anything; - read by no one on paper;
// ! not supported.
typedef struct {
    const char *name, *types;
    const char *words; // that a string may be, parted by |; NULL: any
    SchemaKind child;  // of an object, and of the objects in an array
    SchemaTest test;   // of a string, where words are too many to list
} SchemaKey;

typedef struct {
    const char *what; // "an axis"
    const SchemaKey *keys;
    SchemaKind base; // has further keys; SCHEMA_NONE
} SchemaRow;

// Views and encodings, guides and configuration, field charts: each has the rows that the others
// have not.
extern const SchemaRow SCHEMA_VIEW_ROWS[SCHEMA_COUNT], SCHEMA_GUIDE_ROWS[SCHEMA_COUNT],
    SCHEMA_FIELD_ROWS[SCHEMA_COUNT];

// ---- for the tables ----
#define KEY(name, types)                                                                           \
    { name, types, NULL, SCHEMA_NONE, TEST_NONE }
#define WORDS(name, types, words)                                                                  \
    { name, types, words, SCHEMA_NONE, TEST_NONE }
#define OBJECT(name, types, child)                                                                 \
    { name, types, NULL, SCHEMA_##child, TEST_NONE }
#define BOTH(name, types, words, child)                                                            \
    { name, types, words, SCHEMA_##child, TEST_NONE }
#define TESTED(name, types, child, test)                                                           \
    { name, types, NULL, SCHEMA_##child, TEST_##test }
#define END                                                                                        \
    { NULL, NULL, NULL, SCHEMA_NONE, TEST_NONE }

#define ALIGNS "left|center|right"
#define BASELINES "alphabetic|top|middle|bottom|line-top|line-bottom"
#define CAPS "butt|round|square"
#define JOINS "miter|round|bevel"
#define ANCHORS "start|middle|end"
#define SIDES "left|right|top|bottom"
#define FORMAT_TYPES "number|time|utc"
#define RESOLVES "shared|independent"
#define DIRECTIONS "horizontal|vertical"
#define ORDERS "ascending|descending"
#define SORT_CHANNELS                                                                              \
    "x|y|color|fill|stroke|strokeWidth|size|shape|fillOpacity|strokeOpacity|opacity|text"
#define SORTS                                                                                      \
    ORDERS "|" SORT_CHANNELS "|-x|-y|-color|-fill|-stroke|-strokeWidth|-size|-shape|-fillOpacity|" \
           "-strokeOpacity|-opacity|-text"
#define STACKS "zero|center|normalize"
#define WEIGHTS "normal|bold|bolder|lighter|100|200|300|400|500|600|700|800|900"
#define FONT_STYLES "normal|italic|oblique"
#define INTERVALS "millisecond|second|minute|hour|day|week|month|quarter|year"
#define OVERLAPS "parity|greedy"
#define CURVES                                                                                     \
    "basis|basis-open|basis-closed|bundle|cardinal|cardinal-open|cardinal-closed|catmull-rom|"     \
    "linear|linear-closed|monotone|natural|step|step-before|step-after"
#define COLOUR_SPACES "rgb|lab|hcl|hcl-long|hsl|hsl-long|cubehelix|cubehelix-long"
#define TYPES "quantitative|ordinal|temporal|nominal|geojson"
