// Which currency stands beside a number: "$1.2 bn", "Rs. 120 crore", "1,2 milliard d'euros",
// "PKR 5m", "12亿美元".
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef enum {
    CURRENCY_UNSAID, // none, or none that is known
    CURRENCY_OTHER,  // one that cannot be the currency asked for
    CURRENCY_SAME    // it, or a sign or name that may mean it: "$" may be AUD, "Rs" may be INR
} CurrencyMention;

// text: in its comparable form (comparable.h); the number stands at [start, end). code: ISO 4217.
CurrencyMention currency_mention(const char *text, gsize start, gsize end, const char *code);
