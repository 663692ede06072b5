// A double as the exact decimal that it was written as.
#pragma once
#include "base/decimal.h"

// The shortest decimal that reads back as the same double. False when that takes more than
// `digits` digits (at most 17), more than 9 places, or a whole part of more than 24 digits.
bool decimal_from_real(double value, int digits, Decimal *out);
