// What of an HTML document is no text for its reader. Inside facts/ only.
#pragma once
#include <glib.h>

// Overwrites tags, comments, scripts and styles with blanks, and the references of ASCII characters
// with these, in place: bytes and lines stay where they are
// (https://html.spec.whatwg.org/multipage/parsing.html).
void html_blank_markup(char *text, gsize length);
