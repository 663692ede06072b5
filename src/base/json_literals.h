// Numbers of a JSON document by the digits that they are written with, which a double may not hold:
// 12345678901234567.89 is one of nine thousand decimals that read back as the same.
#pragma once
#include "base/json.h"

typedef struct JsonLiterals JsonLiterals;

// The numbers with a fraction or an exponent that stand at or below the root of the document, which
// outlives them. Takes time in proportion to its text, once.
JsonLiterals *json_literals_new(const JsonNode *root);
void json_literals_free(JsonLiterals *literals); // accepts NULL
// The digits of such a number as they stand in the text, not ended by a NUL. NULL when the document
// has no text or the number is not of it.
const char *json_literals_find(const JsonLiterals *literals, const json_t *number, gsize *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(JsonLiterals, json_literals_free)
