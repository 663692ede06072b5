// Installed fonts by family, weight and slant, without fontconfig's rules. Inside text/ only.
#pragma once
#include <fontconfig/fontconfig.h>
#include <glib.h>
#include <stdbool.h>

typedef struct FontNames FontNames;

// NULL when fontconfig's file is not of the common form; then its rules decide alone.
FontNames *font_names_new(void);
void font_names_free(FontNames *names); // accepts NULL
// Whether a family of that name is installed. False with names NULL.
bool font_names_has(const FontNames *names, const char *family);
// The one font of that name, weight (100 to 900) and slant, of normal width and for English, as
// Pango would choose it; *file is interned. False when there is none or are several,
// or when a rule of the user's has a say in it.
bool font_names_find(const FontNames *names, const char *family, int weight, bool italic,
                     const char **file, int *index);
