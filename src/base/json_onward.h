// Parsing that goes on after a mistake, so that one is not all that is told of a text.
#pragma once
#include "base/json.h"

// json_doc_parse, but a key that an object has twice is reported as the error that it is and the
// last of its values stands, so that the rest of the text can be looked at too.
JsonDoc *json_doc_parse_onward(Diags *diags, Source *source);
