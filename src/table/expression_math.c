// Functions of numbers and of types. JavaScript's Math where it differs from C: round goes up at
// halves, pow of 1 to infinity is NaN, min and max give NaN when any argument is NaN.
#include "table/term.h"

#include <math.h>

static Term call_math(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)count;
    return term_number(function->math(term_to_number(args[0])));
}

static double js_round(double x) {
    double below = floor(x);
    return x - below >= 0.5 ? below + 1 : below;
}

static Term call_atan2(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    return term_number(atan2(term_to_number(args[0]), term_to_number(args[1])));
}

static Term call_pow(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    double base = term_to_number(args[0]), exponent = term_to_number(args[1]);
    if (isnan(exponent) || (fabs(base) == 1 && isinf(exponent)))
        return term_number(NAN);
    return term_number(pow(base, exponent));
}

static Term call_hypot(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function;
    double length = 0;
    for (guint i = 0; i < count; i++)
        length = hypot(length, term_to_number(args[i]));
    return term_number(length);
}

static Term extreme(const Term *args, guint count, double sign) {
    double best = -sign * INFINITY;
    for (guint i = 0; i < count; i++) {
        double number = term_to_number(args[i]);
        if (isnan(number))
            return term_number(NAN);
        if (sign * number > sign * best)
            best = number;
    }
    return term_number(best);
}

static Term call_max(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function;
    return extreme(args, count, 1);
}

static Term call_min(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function;
    return extreme(args, count, -1);
}

static Term call_clamp(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    Term upper = extreme((Term[]){args[2], args[0]}, 2, -1);
    return extreme((Term[]){args[1], upper}, 2, 1);
}

static bool is_number(Term term) {
    return term.kind == TERM_VALUE && value_is_number(term.value);
}

static Term call_is_nan(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    return term_bool(is_number(args[0]) && isnan(term_to_number(args[0])));
}

static Term call_is_finite(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    return term_bool(is_number(args[0]) && isfinite(term_to_number(args[0])));
}

const Function MATH_FUNCTIONS[] = {
    {.name = "abs", .min_args = 1, .call = call_math, .math = fabs},
    {.name = "acos", .min_args = 1, .call = call_math, .math = acos},
    {.name = "asin", .min_args = 1, .call = call_math, .math = asin},
    {.name = "atan", .min_args = 1, .call = call_math, .math = atan},
    {.name = "atan2", .min_args = 2, .call = call_atan2},
    {.name = "ceil", .min_args = 1, .call = call_math, .math = ceil},
    {.name = "clamp", .min_args = 3, .call = call_clamp},
    {.name = "cos", .min_args = 1, .call = call_math, .math = cos},
    {.name = "exp", .min_args = 1, .call = call_math, .math = exp},
    {.name = "floor", .min_args = 1, .call = call_math, .math = floor},
    {.name = "hypot", .min_args = 1, .call = call_hypot},
    {.name = "isFinite", .min_args = 1, .call = call_is_finite},
    {.name = "isNaN", .min_args = 1, .call = call_is_nan},
    {.name = "log", .min_args = 1, .call = call_math, .math = log},
    {.name = "max", .min_args = 0, .call = call_max},
    {.name = "min", .min_args = 0, .call = call_min},
    {.name = "pow", .min_args = 2, .call = call_pow},
    {.name = "round", .min_args = 1, .call = call_math, .math = js_round},
    {.name = "sin", .min_args = 1, .call = call_math, .math = sin},
    {.name = "sqrt", .min_args = 1, .call = call_math, .math = sqrt},
    {.name = "tan", .min_args = 1, .call = call_math, .math = tan},
    {.name = NULL},
};

// --- types ---

static Term is_of_type(const Term *args, ValueType type) {
    return term_bool(args[0].kind == TERM_VALUE && args[0].value.type == type);
}

static Term call_is_array(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    return term_bool(term_is_list(args[0]));
}

static Term call_is_boolean(Evaluation *e, const Function *function, const Term *args,
                            guint count) {
    (void)e, (void)function, (void)count;
    return is_of_type(args, VALUE_BOOL);
}

static Term call_is_date(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    return is_of_type(args, VALUE_TIME);
}

static Term call_is_defined(Evaluation *e, const Function *function, const Term *args,
                            guint count) {
    (void)e, (void)function, (void)count;
    return term_bool(!is_of_type(args, VALUE_UNDEFINED).value.as.boolean);
}

static Term call_is_number(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    return term_bool(is_number(args[0]) && args[0].value.type != VALUE_TIME);
}

static Term call_is_object(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    return term_bool(args[0].kind != TERM_VALUE || args[0].value.type == VALUE_JSON ||
                     args[0].value.type == VALUE_TIME);
}

static Term call_is_regexp(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    return term_bool(args[0].kind == TERM_REGEXP);
}

static Term call_is_string(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    return term_bool(term_is_text(args[0]));
}

static Term call_is_valid(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    return term_bool(args[0].kind != TERM_VALUE || value_is_valid(args[0].value));
}

static bool is_missing(Term term) { // null, undefined and ""
    return term_is_nullish(term) || (term_is_text(term) && term.value.as.string[0] == '\0');
}

static Term call_to_boolean(Evaluation *e, const Function *function, const Term *args,
                            guint count) {
    (void)e, (void)function, (void)count;
    return args[0].kind == TERM_VALUE ? term_of(value_as_bool(args[0].value)) : term_bool(true);
}

static Term call_to_date(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function, (void)count;
    if (args[0].kind == TERM_VALUE)
        return term_of(value_as_time(args[0].value, e->context->zone));
    return term_time(NAN);
}

static Term call_to_number(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    if (is_missing(args[0]))
        return term_of(value_null());
    return args[0].kind == TERM_VALUE ? term_of(value_as_number(args[0].value))
                                      : term_number(term_to_number(args[0]));
}

static Term call_to_string(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function, (void)count;
    return is_missing(args[0]) ? term_of(value_null()) : term_text(term_to_text(e, args[0]));
}

const Function TYPE_FUNCTIONS[] = {
    {.name = "isArray", .min_args = 1, .call = call_is_array},
    {.name = "isBoolean", .min_args = 1, .call = call_is_boolean},
    {.name = "isDate", .min_args = 1, .call = call_is_date},
    {.name = "isDefined", .min_args = 1, .call = call_is_defined},
    {.name = "isNumber", .min_args = 1, .call = call_is_number},
    {.name = "isObject", .min_args = 1, .call = call_is_object},
    {.name = "isRegExp", .min_args = 1, .call = call_is_regexp},
    {.name = "isString", .min_args = 1, .call = call_is_string},
    {.name = "isValid", .min_args = 1, .call = call_is_valid},
    {.name = "toBoolean", .min_args = 1, .call = call_to_boolean},
    {.name = "toDate", .min_args = 1, .call = call_to_date},
    {.name = "toNumber", .min_args = 1, .call = call_to_number},
    {.name = "toString", .min_args = 1, .call = call_to_string},
    {.name = NULL},
};
