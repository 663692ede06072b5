// The cardinal rules of CLDR 44 for numbers of things. n is the number, and its last one and two
// digits decide in most languages.
#include "base/plural.h"

#include <math.h>
#include <stdbool.h>

typedef struct {
    double n;
    int last, last_two; // digits
    bool whole;
} Operands;

static PluralForm east_slavic(const Operands *o) {
    if (!o->whole)
        return PLURAL_OTHER;
    bool teen = o->last_two >= 11 && o->last_two <= 14;
    if (o->last == 1 && !teen)
        return PLURAL_ONE;
    return o->last >= 2 && o->last <= 4 && !teen ? PLURAL_FEW : PLURAL_MANY;
}

static PluralForm polish(const Operands *o) {
    if (!o->whole)
        return PLURAL_OTHER;
    bool teen = o->last_two >= 12 && o->last_two <= 14;
    if (o->n == 1)
        return PLURAL_ONE;
    return o->last >= 2 && o->last <= 4 && !teen ? PLURAL_FEW : PLURAL_MANY;
}

static PluralForm czech(const Operands *o) {
    if (!o->whole)
        return PLURAL_MANY;
    if (o->n == 1)
        return PLURAL_ONE;
    return o->n >= 2 && o->n <= 4 ? PLURAL_FEW : PLURAL_OTHER;
}

static PluralForm arabic(const Operands *o) {
    if (!o->whole)
        return PLURAL_OTHER;
    if (o->n <= 2)
        return o->n == 0 ? PLURAL_ZERO : o->n == 1 ? PLURAL_ONE : PLURAL_TWO;
    if (o->last_two >= 3 && o->last_two <= 10)
        return PLURAL_FEW;
    return o->last_two >= 11 ? PLURAL_MANY : PLURAL_OTHER;
}

PluralForm plural_form(PluralRule rule, double count) {
    double n = isfinite(count) ? fabs(count) : 0;
    Operands o = {
        .n = n, .last = (int)fmod(n, 10), .last_two = (int)fmod(n, 100), .whole = n == floor(n)};
    switch (rule) {
    case PLURAL_RULE_ONE:
        return n == 1 ? PLURAL_ONE : PLURAL_OTHER;
    case PLURAL_RULE_NONE:
        return PLURAL_OTHER;
    case PLURAL_RULE_ZERO_ONE:
        return n < 2 ? PLURAL_ONE : PLURAL_OTHER;
    case PLURAL_RULE_EAST_SLAVIC:
        return east_slavic(&o);
    case PLURAL_RULE_POLISH:
        return polish(&o);
    case PLURAL_RULE_CZECH:
        return czech(&o);
    case PLURAL_RULE_ARABIC:
        return arabic(&o);
    }
    return PLURAL_OTHER;
}

const char *plural_name(PluralForm form) {
    static const char *const names[PLURAL_COUNT] = {"zero", "one", "two", "few", "many", "other"};
    return names[form];
}
