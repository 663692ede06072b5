// What a text says not to be: "never promised 55 million dollars". Inside facts/ only.
#pragma once

// The text with what follows a denial in its clause replaced by spaces, byte by byte. In English;
// in French, German and Russian by their plainest words. text: in its comparable form
// (comparable.h). Linear in it. New string.
char *denial_blank(const char *text);
