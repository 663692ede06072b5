// The table of kinds, from the list in block_kinds.h.
#include "page/block_kinds.h"

#define BLOCK_KIND_ROW(kind) {#kind, kind##_read, kind##_compose},
const BlockKind block_kinds[] = {BLOCK_KIND_LIST(BLOCK_KIND_ROW){NULL, NULL, NULL}};
