// Names of months and seasons. Inside facts/ only.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
    gsize start, end; // bytes of the text
    int value;        // months from 1 to 12, seasons from 21, spring, to 24
} DateName;
// The next one from *at on, which moves behind it. False: there is no more.
bool date_names_next(const char *text, gsize *at, DateName *out);
// Whether the name of a month stands right behind `end` or right before `start`.
bool date_names_beside(const char *text, gsize start, gsize end);
