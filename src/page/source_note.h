// Sources as notes at the foot of a page: short, once on each page that cites them.
#pragma once
#include "page/block.h"

// The note of a source by its number, the same for all that cite it: "[3] Title. Publisher, date."
// NULL when there is no such source.
const Slab *source_note(Compose *compose, guint number);
// How a text cites it: "[3]"; in the arena.
const char *source_note_mark(Compose *compose, guint number);
