// The encoding of one unit: definitions by channel, as Vega-Lite initializes them.
#pragma once
#include "chart/def.h"

typedef struct {
    const Def *channel[CHANNEL_COUNT]; // NULL: not encoded. detail and order: see below
    guint detail_count, order_count, silent_count;
    const Def *const *detail;
    const Def *const *silent; // fields of tooltips and links: nothing shows them, but they group
    const Def *const *order;  // fields
    const char *order_sort;   // {"sort": "descending"} without a field; or NULL
} Encoding;

// Channels that the mark does not have are reported as warnings and left out, as Vega-Lite does.
Encoding *encoding_read(Chart *chart, json_t *json, Mark mark, bool filled);

// Calls back for each field of the encoding, conditional ones included, in channel order.
typedef void (*EncodingVisit)(void *data, const Def *field, Channel channel);
void encoding_each_field(const Encoding *encoding, EncodingVisit visit, void *data);
bool encoding_is_aggregate(const Encoding *encoding);
const Def *encoding_field(const Encoding *encoding, Channel channel); // def_field of it
// Whether x or y has an offset channel inside its bands, and whether that offset is a measure.
bool encoding_has_nested_offset(const Encoding *encoding, Channel channel);
bool encoding_has_measured_offset(const Encoding *encoding, Channel channel);
// The columns that part a line, area or trail into several. The array is in the arena.
guint encoding_path_groups(Chart *chart, const Encoding *encoding, Mark mark,
                           const char *const **columns);
