// What Markdown may be: limits that keep cmark-gfm's work and memory in proportion to the text.
#pragma once
#include "base/diag.h"

// False and reported when the text is too large or too deeply nested to be parsed.
bool markdown_check_limits(Diags *diags, const Place *place, const char *text);
