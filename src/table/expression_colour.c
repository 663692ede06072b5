// Functions of colours: rgb(), hsl(), lab() and hcl() give CSS text, luminance() and contrast() are
// WCAG 2's.
#include "table/term.h"

#include "base/colour.h"

#include <math.h>

static bool colour_arg(Evaluation *e, Term term, Colour *out) {
    if (colour_parse(term_to_text(e, term), out))
        return true;
    term_fail(e, "a text is no colour");
    return false;
}

static int to_byte(double share) {
    return (int)floor(CLAMP(isnan(share) ? 0 : share, 0, 1) * 255 + 0.5);
}

static Term css_text(Evaluation *e, Colour c) {
    int r = to_byte(c.r), g = to_byte(c.g), b = to_byte(c.b);
    if (!(c.a < 1))
        return term_text(arena_printf(e->arena, "rgb(%d, %d, %d)", r, g, b));
    const char *alpha = value_to_string(value_number(MAX(c.a, 0)), e->arena);
    return term_text(arena_printf(e->arena, "rgba(%d, %d, %d, %s)", r, g, b, alpha));
}

static double alpha_arg(const Term *args, guint count) {
    return count > 3 ? term_to_number(args[3]) : 1;
}

static Term call_rgb(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    Colour colour;
    if (count < 3)
        return colour_arg(e, args[0], &colour) ? css_text(e, colour) : term_undefined();
    colour = (Colour){term_to_number(args[0]) / 255, term_to_number(args[1]) / 255,
                      term_to_number(args[2]) / 255, alpha_arg(args, count)};
    return css_text(e, colour);
}

static Term call_hsl(Evaluation *e, const Function *function, const Term *args, guint count) {
    if (count < 3)
        return call_rgb(e, function, args, count);
    Hsl hsl = {term_to_number(args[0]), term_to_number(args[1]), term_to_number(args[2])};
    return css_text(e, colour_from_hsl(hsl, alpha_arg(args, count)));
}

static Term call_lab(Evaluation *e, const Function *function, const Term *args, guint count) {
    if (count < 3)
        return call_rgb(e, function, args, count);
    Lab lab = {term_to_number(args[0]), term_to_number(args[1]), term_to_number(args[2])};
    return css_text(e, colour_from_lab(lab, alpha_arg(args, count)));
}

static Term call_hcl(Evaluation *e, const Function *function, const Term *args, guint count) {
    if (count < 3)
        return call_rgb(e, function, args, count);
    Lch lch = {term_to_number(args[2]), term_to_number(args[1]), term_to_number(args[0])};
    return css_text(e, colour_from_lch(lch, alpha_arg(args, count)));
}

static Term call_luminance(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function, (void)count;
    Colour colour;
    if (!colour_arg(e, args[0], &colour))
        return term_undefined();
    return term_number(colour_luminance(colour));
}

static Term call_contrast(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function, (void)count;
    Colour a, b;
    if (!colour_arg(e, args[0], &a) || !colour_arg(e, args[1], &b))
        return term_undefined();
    return term_number(colour_contrast(a, b));
}

const Function COLOUR_FUNCTIONS[] = {
    {.name = "contrast", .min_args = 2, .call = call_contrast},
    {.name = "hcl", .min_args = 1, .call = call_hcl},
    {.name = "hsl", .min_args = 1, .call = call_hsl},
    {.name = "lab", .min_args = 1, .call = call_lab},
    {.name = "luminance", .min_args = 1, .call = call_luminance},
    {.name = "rgb", .min_args = 1, .call = call_rgb},
    {.name = NULL},
};
