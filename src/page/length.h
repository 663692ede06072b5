// Lengths as layouts and themes write them. Inside the program all lengths are PDF points.
#pragma once
#include "base/json.h"

#define MM(millimetres) ((millimetres)*72 / 25.4) // in points

// Reads a length: "12mm", "3cm", "1in", "24pt", "80px" (1/96 in), or a number of points; never
// negative. False and reported when it is none; *points is then untouched.
bool layout_read_length(Diags *diags, const JsonNode *node, const char *what, double *points);
// The member of an open reader, when it is there.
bool reader_length(Reader *reader, const char *key, double *points);

// A share of a width or height: a length, "40%" of the whole (gaps included), "2fr" of what the
// others leave, or "auto" where the block allows it (as wide as its content).
typedef enum { TRACK_POINTS, TRACK_PERCENT, TRACK_FRACTION, TRACK_AUTO } TrackUnit;
typedef struct {
    TrackUnit unit;
    double size; // points, 0 to 100, or the fraction
} Track;

bool layout_read_track(Diags *diags, const JsonNode *node, const char *what, Track *out);
// The same for a member of an open reader.
bool reader_track(Reader *reader, const char *key, Track *out);
// Divides a width among tracks with a gap between neighbours, the way CSS grid does: fixed shares
// first, fractions take the rest; automatic tracks get the width in natural[] as far as there is
// room (natural may be NULL when no track is automatic). The sum never passes the width: when
// fixed tracks ask for more they all shrink alike.
void tracks_resolve(const Track *tracks, guint count, double width, double gap,
                    const double *natural, double *out);
