// A scanner for SVG path data. Each command is a row: how many numbers it takes and what it adds.
// Relative commands are made absolute before. Elliptic arcs become Bézier curves after the SVG
// implementation notes (end point to centre parameters).
#include "scene/path.h"

#include <math.h>
#include <string.h>

typedef struct {
    const char *p;
    Outline *out;
    Point at, start;
    Point control; // last control point, for the smooth commands
    char previous; // upper case letter of the command before
} PathReader;

static void skip_space(PathReader *r) {
    while (*r->p && strchr(" \t\r\n\f", *r->p))
        r->p++;
}

static void skip_comma(PathReader *r) {
    skip_space(r);
    if (*r->p == ',')
        r->p++;
    skip_space(r);
}

static const char *skip_digits(const char *p) {
    while (g_ascii_isdigit(*p))
        p++;
    return p;
}

// The end of the number at p, or NULL: strtod would also take "inf", hexadecimal and more.
static const char *number_end(const char *p) {
    if (*p == '+' || *p == '-')
        p++;
    const char *whole = p;
    p = skip_digits(p);
    gsize digits = (gsize)(p - whole);
    if (*p == '.') {
        const char *fraction = p + 1;
        p = skip_digits(fraction);
        digits += (gsize)(p - fraction);
    }
    if (digits == 0)
        return NULL;
    if (*p != 'e' && *p != 'E')
        return p;
    const char *exponent = p[1] == '+' || p[1] == '-' ? p + 2 : p + 1;
    return g_ascii_isdigit(*exponent) ? skip_digits(exponent) : p;
}

static bool read_number(PathReader *r, double *out) {
    const char *end = number_end(r->p);
    if (!end || end - r->p > 60)
        return false;
    char digits[64] = "";
    memcpy(digits, r->p, (size_t)(end - r->p));
    *out = g_ascii_strtod(digits, NULL);
    r->p = end;
    skip_comma(r);
    return isfinite(*out);
}

// A flag of an arc is one digit and may stand against the next number.
static bool read_flag(PathReader *r, double *out) {
    if (*r->p != '0' && *r->p != '1')
        return false;
    *out = *r->p++ == '1';
    skip_comma(r);
    return true;
}

// ---- commands; v holds absolute numbers ----

static void add_move(PathReader *r, const double *v) {
    r->at = r->start = (Point){v[0], v[1]};
    outline_move(r->out, v[0], v[1]);
}

static void add_line_to(PathReader *r, Point to) {
    r->at = to;
    outline_line(r->out, to.x, to.y);
}

static void add_line(PathReader *r, const double *v) {
    add_line_to(r, (Point){v[0], v[1]});
}

static void add_horizontal(PathReader *r, const double *v) {
    add_line_to(r, (Point){v[0], r->at.y});
}

static void add_vertical(PathReader *r, const double *v) {
    add_line_to(r, (Point){r->at.x, v[0]});
}

static void add_close(PathReader *r, const double *v) {
    (void)v;
    outline_close(r->out);
    r->at = r->start;
}

static void add_cubic_to(PathReader *r, Point control1, Point control2, Point to) {
    outline_curve(r->out, control1, control2, to);
    r->control = control2;
    r->at = to;
}

static void add_cubic(PathReader *r, const double *v) {
    add_cubic_to(r, (Point){v[0], v[1]}, (Point){v[2], v[3]}, (Point){v[4], v[5]});
}

// The last control point mirrored, if the command before was of the same kind.
static Point mirrored(const PathReader *r, const char *kinds) {
    if (!r->previous || !strchr(kinds, r->previous))
        return r->at;
    return (Point){2 * r->at.x - r->control.x, 2 * r->at.y - r->control.y};
}

static void add_smooth_cubic(PathReader *r, const double *v) {
    add_cubic_to(r, mirrored(r, "CS"), (Point){v[0], v[1]}, (Point){v[2], v[3]});
}

static void add_quadratic_to(PathReader *r, Point control, Point to) {
    outline_quadratic(r->out, control, to);
    r->control = control;
    r->at = to;
}

static void add_quadratic(PathReader *r, const double *v) {
    add_quadratic_to(r, (Point){v[0], v[1]}, (Point){v[2], v[3]});
}

static void add_smooth_quadratic(PathReader *r, const double *v) {
    add_quadratic_to(r, mirrored(r, "QT"), (Point){v[0], v[1]});
}

typedef struct {
    double rx, ry, cosine, sine; // radii and rotation
    Point centre;
} Ellipse;

// A point of the unit circle on the ellipse.
static Point on_ellipse(const Ellipse *e, double x, double y) {
    x *= e->rx;
    y *= e->ry;
    return (Point){e->centre.x + e->cosine * x - e->sine * y,
                   e->centre.y + e->sine * x + e->cosine * y};
}

static void add_ellipse(PathReader *r, const Ellipse *e, double from, double turn) {
    int pieces = (int)CLAMP(ceil(fabs(turn) / (G_PI / 2) - 1e-9), 1, 8);
    double part = turn / pieces, reach = 4.0 / 3 * tan(part / 4);
    for (int i = 0; i < pieces; i++) {
        double a = from + i * part, b = a + part;
        outline_curve(r->out, on_ellipse(e, cos(a) - reach * sin(a), sin(a) + reach * cos(a)),
                      on_ellipse(e, cos(b) + reach * sin(b), sin(b) - reach * cos(b)),
                      on_ellipse(e, cos(b), sin(b)));
    }
}

// SVG 1.1, F.6.5: v is rx, ry, rotation, large, sweep, x, y.
static void add_arc(PathReader *r, const double *v) {
    Ellipse e = {fabs(v[0]), fabs(v[1]), cos(v[2] * G_PI / 180), sin(v[2] * G_PI / 180), {0, 0}};
    Point from = r->at, to = {v[5], v[6]};
    double dx = (from.x - to.x) / 2, dy = (from.y - to.y) / 2;
    double x = e.cosine * dx + e.sine * dy, y = -e.sine * dx + e.cosine * dy;
    if (e.rx < 1e-12 || e.ry < 1e-12 || (dx == 0 && dy == 0)) {
        add_line_to(r, to);
        return;
    }
    double size = x * x / (e.rx * e.rx) + y * y / (e.ry * e.ry);
    if (size > 1) { // too small to reach: just large enough
        e.rx *= sqrt(size);
        e.ry *= sqrt(size);
        size = 1;
    }
    double k = sqrt(fmax(0, 1 / size - 1)) * ((v[3] != 0) == (v[4] != 0) ? -1 : 1);
    double cx = k * y * e.rx / e.ry, cy = -k * x * e.ry / e.rx;
    e.centre = (Point){e.cosine * cx - e.sine * cy + (from.x + to.x) / 2,
                       e.sine * cx + e.cosine * cy + (from.y + to.y) / 2};
    double start = atan2((y - cy) / e.ry, (x - cx) / e.rx);
    double turn = atan2((-y - cy) / e.ry, (-x - cx) / e.rx) - start;
    if (v[4] != 0 && turn < 0)
        turn += 2 * G_PI;
    if (v[4] == 0 && turn > 0)
        turn -= 2 * G_PI;
    add_ellipse(r, &e, start, turn);
    r->at = to;
}

typedef struct {
    char letter;
    const char *numbers; // 'x' and 'y' are places, '.' a plain number, 'f' a flag
    void (*add)(PathReader *reader, const double *values);
} Command;

static const Command commands[] = {
    {'M', "xy", add_move},        {'L', "xy", add_line},
    {'H', "x", add_horizontal},   {'V', "y", add_vertical},
    {'C', "xyxyxy", add_cubic},   {'S', "xyxy", add_smooth_cubic},
    {'Q', "xyxy", add_quadratic}, {'T', "xy", add_smooth_quadratic},
    {'A', "...ffxy", add_arc},    {'Z', "", add_close},
};

static const Command *find_command(char letter) {
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        if (commands[i].letter == g_ascii_toupper(letter))
            return &commands[i];
    return NULL;
}

static bool read_values(PathReader *r, const Command *command, bool relative, double *values) {
    for (guint i = 0; command->numbers[i]; i++) {
        char kind = command->numbers[i];
        if (!(kind == 'f' ? read_flag(r, &values[i]) : read_number(r, &values[i])))
            return false;
        if (relative && kind == 'x')
            values[i] += r->at.x;
        if (relative && kind == 'y')
            values[i] += r->at.y;
    }
    return true;
}

// One letter and all groups of numbers after it.
static bool read_command(PathReader *r) {
    bool relative = g_ascii_islower(*r->p);
    const Command *command = find_command(*r->p++);
    skip_space(r);
    do {
        double values[7];
        if (!command || !read_values(r, command, relative, values) ||
            r->out->steps->len > PATH_STEPS_LIMIT)
            return false;
        command->add(r, values);
        r->previous = command->letter;
        if (command->letter == 'M') // more places after a move are lines
            command = find_command('L');
    } while (*command->numbers && *r->p && !g_ascii_isalpha(*r->p));
    return true;
}

bool path_parse(const char *data, Outline *outline) {
    if (strlen(data) > PATH_LENGTH_LIMIT)
        return false;
    PathReader reader = {.p = data, .out = outline};
    skip_space(&reader);
    bool first = true;
    while (*reader.p) {
        if (first && g_ascii_toupper(*reader.p) != 'M')
            return false;
        first = false;
        if (!read_command(&reader))
            return false;
        skip_space(&reader);
    }
    return true;
}
