// How the messages of a run are weighed and which are said again.
#pragma once
#include "base/diag.h"

// From now on a warning is an error.
void diags_set_strict(Diags *diags, bool is_strict);
// Takes messages whose texts and places are in the set off the list, and adds the others to it
// (strings, owned): counts stay. So that what two readings of a file say is printed once.
void diags_hide_known(Diags *diags, GHashTable *known);
// Says what another list says, and notes the files that it noted.
void diag_repeat(Diags *to, const Diagnostic *record);
void diags_repeat_files(Diags *to, const Diags *from);
