// File names from any text: what a name of a file must not be on the systems that people copy
// reports to, and what a path must not do.
#pragma once
#include <glib.h>
#include <stdbool.h>

enum { FILE_NAME_LIMIT = 255 }; // bytes of one name: NAME_MAX of Linux file systems

typedef enum {
    FILE_NAME_SPACES,
    FILE_NAME_HYPHENS // in place of spaces
} FileNameStyle;

// One name, never a path, of any text; new string. Invalid UTF-8 becomes U+FFFD; the form is NFC.
// Control characters and those that turn the direction of writing are left out; / \ < > : " | ? *
// become -; white space becomes one space or hyphen. Spaces, dots and hyphens are taken off the
// front, spaces and dots off the end, so that no name is hidden, is an option, or is . or ..
// Names of devices (CON, LPT1, ...) get a _ behind. A name without anything left is "unnamed-" and
// a digest of the text; one that is too long is cut between characters, and ~, a digest of the
// whole and the extension stand at its end, so that different texts stay apart.
char *file_name_make(const char *text, FileNameStyle style);

// The same for names that a file system may take for one: case apart, in NFC. New string.
char *file_name_fold(const char *path);
