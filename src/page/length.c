// Lengths and shares. A length is a number and a unit; everything becomes points here, once, so
// that no other file knows of millimetres. Shares are divided as CSS grid divides its tracks.
#include "page/length.h"

#include "base/format.h"
#include "table/value.h"

#include <math.h>
#include <string.h>

static const double LENGTH_MAX = 14400; // points: the largest page of PDF 1.7 (200 inches)

typedef struct {
    const char *name;
    double points;
} LengthUnit;

static const LengthUnit units[] = {
    {"mm", MM(1)}, {"cm", MM(10)}, {"in", 72}, {"pt", 1}, {"px", 0.75},
};

// The number at the start of the text and where it ends; plain decimals only.
static bool split_number(const char *text, double *number, const char **rest) {
    gsize digits = strspn(text, "0123456789");
    gsize length = digits;
    if (text[length] == '.') {
        gsize places = strspn(text + length + 1, "0123456789");
        if (places == 0)
            return false;
        length += 1 + places;
    }
    if (digits == 0 || length > 24)
        return false;
    g_autofree char *copy = g_strndup(text, length);
    *number = number_from_text(copy);
    *rest = text + length;
    return isfinite(*number);
}

static bool parse_length(const char *text, double *points) {
    double number;
    const char *unit;
    if (!split_number(text, &number, &unit))
        return false;
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        if (strcmp(unit, units[i].name) == 0) {
            *points = number * units[i].points;
            return true;
        }
    }
    return false;
}

static bool parse_share(const char *text, Track *out) {
    double number;
    const char *unit;
    if (strcmp(text, "auto") == 0) {
        *out = (Track){TRACK_AUTO, 0};
        return true;
    }
    if (!split_number(text, &number, &unit))
        return false;
    if (strcmp(unit, "%") == 0 && number <= 100)
        *out = (Track){TRACK_PERCENT, number};
    else if (strcmp(unit, "fr") == 0 && number > 0 && number <= 1000)
        *out = (Track){TRACK_FRACTION, number};
    else
        return false;
    return true;
}

// What was found, as a message shows it; new string.
static char *found_text(const JsonNode *node) {
    if (json_is_string(node->json))
        return g_strdup_printf("\"%s\"", json_string_value(node->json));
    if (json_is_number(node->json))
        return number_to_string(json_number_value(node->json));
    return g_strdup(json_type_name(node->json));
}

// did you mean "45mm"?: for a length or share that has blanks, or a comma in its number; new
// string.
static char *closed_up_hint(const JsonNode *node) {
    const char *text = json_string_value(node->json);
    g_autofree char *close = g_strdup(text ? text : "");
    double ignored;
    Track track;
    g_strstrip(g_strdelimit(close, ",", '.'));
    gsize kept = 0;
    for (const char *p = close; *p; p++)
        if (*p != ' ')
            close[kept++] = *p;
    close[kept] = '\0';
    bool good = parse_length(close, &ignored) || parse_share(close, &track);
    return good && strcmp(close, text) != 0 ? g_strdup_printf("did you mean \"%s\"?", close) : NULL;
}

static bool wrong_length(Diags *diags, const JsonNode *node, const char *what,
                         const char *expected) {
    bool typed = json_is_string(node->json) || json_is_number(node->json);
    g_autofree char *found = found_text(node), *hint = closed_up_hint(node);
    json_error(diags, node, typed ? DIAG_WRONG_VALUE : DIAG_WRONG_TYPE, hint,
               "\"%s\" is %s, expected %s", what, found, expected);
    return false;
}

static bool node_length(const JsonNode *node, double *points) {
    double value = -1;
    if (json_is_number(node->json))
        value = json_number_value(node->json);
    else if (!json_is_string(node->json) || !parse_length(json_string_value(node->json), &value))
        return false;
    if (!(value >= 0 && value <= LENGTH_MAX))
        return false;
    *points = value;
    return true;
}

bool layout_read_length(Diags *diags, const JsonNode *node, const char *what, double *points) {
    return node_length(node, points) ||
           wrong_length(diags, node, what,
                        "a length such as \"12mm\", \"3cm\", \"1in\" or \"24pt\"");
}

bool reader_length(Reader *reader, const char *key, double *points) {
    const JsonNode *node = reader_node(reader, key);
    return node && layout_read_length(reader->diags, node, key, points);
}

bool layout_read_track(Diags *diags, const JsonNode *node, const char *what, Track *out) {
    double points;
    if (json_is_string(node->json) && parse_share(json_string_value(node->json), out))
        return true;
    if (node_length(node, &points)) {
        *out = (Track){TRACK_POINTS, points};
        return true;
    }
    return wrong_length(diags, node, what,
                        "a length, \"40%\" of the whole, \"2fr\" of the rest, or \"auto\"");
}

bool reader_track(Reader *reader, const char *key, Track *out) {
    const JsonNode *node = reader_node(reader, key);
    return node && layout_read_track(reader->diags, node, key, out);
}

static double fixed_share(const Track *track, double width) {
    switch (track->unit) {
    case TRACK_POINTS:
        return track->size;
    case TRACK_PERCENT:
        return track->size / 100 * width;
    case TRACK_FRACTION:
    case TRACK_AUTO:
        break;
    }
    return 0;
}

// Automatic tracks take their natural widths from `room`; when that is too little each is cut in
// proportion. Gives what they took.
static double resolve_automatic(const Track *tracks, guint count, double room,
                                const double *natural, double *out) {
    double wanted = 0;
    for (guint i = 0; i < count; i++)
        if (tracks[i].unit == TRACK_AUTO)
            wanted += natural ? natural[i] : 0;
    double scale = wanted > room && wanted > 0 ? room / wanted : 1;
    for (guint i = 0; i < count; i++)
        if (tracks[i].unit == TRACK_AUTO)
            out[i] = (natural ? natural[i] : 0) * scale;
    return wanted * scale;
}

void tracks_resolve(const Track *tracks, guint count, double width, double gap,
                    const double *natural, double *out) {
    double room = MAX(width - gap * (count > 0 ? count - 1 : 0), 0);
    double fixed = 0, fractions = 0;
    for (guint i = 0; i < count; i++) {
        out[i] = fixed_share(&tracks[i], width);
        fixed += out[i];
        fractions += tracks[i].unit == TRACK_FRACTION ? tracks[i].size : 0;
    }
    if (fixed > room) {
        for (guint i = 0; i < count; i++)
            out[i] *= room / fixed;
        fixed = room;
    }
    double rest = room - fixed;
    rest -= resolve_automatic(tracks, count, rest, natural, out);
    for (guint i = 0; i < count; i++)
        if (tracks[i].unit == TRACK_FRACTION)
            out[i] = rest * tracks[i].size / fractions;
}
