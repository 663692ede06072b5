// Plural categories of CLDR (https://cldr.unicode.org/index/cldr-spec/plural-rules), by rules that
// languages share: a strings file names its rule.
#pragma once

// X(NAME, "name")
#define PLURAL_RULE_LIST(X)                                                                        \
    X(ONE, "one")                 /* one: 1; English, German, Urdu */                              \
    X(NONE, "none")               /* Chinese, Japanese, Indonesian */                              \
    X(ZERO_ONE, "zero-one")       /* one: below 2; French, Portuguese, Persian */                  \
    X(EAST_SLAVIC, "east-slavic") /* Russian, Ukrainian */                                         \
    X(POLISH, "polish")                                                                            \
    X(CZECH, "czech") /* Czech, Slovak */                                                          \
    X(ARABIC, "arabic")

typedef enum {
#define PLURAL_RULE_ENUM(name, text) PLURAL_RULE_##name,
    PLURAL_RULE_LIST(PLURAL_RULE_ENUM)
#undef PLURAL_RULE_ENUM
} PluralRule;

typedef enum {
    PLURAL_ZERO,
    PLURAL_ONE,
    PLURAL_TWO,
    PLURAL_FEW,
    PLURAL_MANY,
    PLURAL_OTHER,
    PLURAL_COUNT
} PluralForm;

// The category of a number of things as it is printed without fractions; one with fractions is of
// the category that the rule gives to fractions.
PluralForm plural_form(PluralRule rule, double count);
const char *plural_name(PluralForm form); // "zero", "one", ...
