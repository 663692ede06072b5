// The bare text of a number, before sign, symbol, groups and padding: ASCII digits with a point, an
// exponent or letters, as its type has it. For number_format.c alone.
#pragma once
#include "base/digits.h"

// The longest bodies are the binary form of 1.8e308 and the positional form of 5e-324.
enum { BODY_MAX = 1152, NO_SI = 99 };

typedef struct {
    char text[BODY_MAX]; // no NUL
    int length;
    int si; // the power of ten whose SI letter follows, or NO_SI
} NumberBody;

typedef struct {
    char letter;
    // Writes a value that is not negative and not NaN. NULL for type c.
    void (*put)(NumberBody *body, double value, int precision);
    bool has_tail;    // what follows the whole digits is not grouped
    bool significant; // precision counts significant digits, not places
    bool percent;
    bool radix; // "#" puts 0b, 0o, 0x in front
} NumberType;

// NULL when the letter is none of d3's types; n is not among them.
const NumberType *number_type_find(char letter);

void number_body_start(NumberBody *body); // empty
// JavaScript's String(value), of any value.
void number_body_put_value(NumberBody *body, double value);
// 1234.5, with zeros where the digits do not reach the point.
void number_body_put_positional(NumberBody *body, const Digits *digits);
// Positional or with an exponent, as toPrecision chooses.
void number_body_put_general(NumberBody *body, const Digits *digits, int precision);
// 1.2000 becomes 1.2, 1.00e+3 becomes 1e+3.
void number_body_trim(NumberBody *body);
bool number_body_is_zero(const NumberBody *body, const NumberType *type);

// The exponent of the SI prefix, -24 to 24, for a number of this exponent.
int si_exponent(int exponent);
