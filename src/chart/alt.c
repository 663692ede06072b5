#include "chart/alt.h"
const char *alt_text(View *root) {
    const char *given = js_string(root->chart->spec, "description");
    return given ? arena_strdup(root->chart->arena, given) : NULL;
}
