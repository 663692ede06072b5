// The functions of the language by name, over the tables of their families.
#include "table/expression_tree.h"

#include "base/suggest.h"

#include <string.h>

static const Function *const FAMILIES[] = {
    MATH_FUNCTIONS, TYPE_FUNCTIONS, TEXT_FUNCTIONS,
    LIST_FUNCTIONS, TIME_FUNCTIONS, COLOUR_FUNCTIONS,
};

const Function *expression_find_function(const char *name) {
    for (gsize f = 0; f < G_N_ELEMENTS(FAMILIES); f++)
        for (const Function *function = FAMILIES[f]; function->name; function++)
            if (strcmp(function->name, name) == 0)
                return function;
    return NULL;
}

char *expression_suggest_function(const char *name) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_ptr_array_add(names, (gpointer) "if");
    for (gsize f = 0; f < G_N_ELEMENTS(FAMILIES); f++)
        for (const Function *function = FAMILIES[f]; function->name; function++)
            g_ptr_array_add(names, (gpointer)function->name);
    return suggest_hint(name, (const char *const *)names->pdata, names->len);
}
