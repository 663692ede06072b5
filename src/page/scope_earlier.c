// The same names over other facts: parameters are taken over, datasets are made anew.
#include "page/scope_private.h"
#include "store/changes.h"

#include <string.h>

static void free_diags(void *diags) {
    diags_free(diags);
}

static bool is_of_facts(const Name *name) {
    return strcmp(name->name, "as_of") == 0 || g_str_has_prefix(name->name, "facts.");
}

// In the order of the first binding, since the latest hides those before.
static void take_names(Scope *earlier, const Name *name) {
    if (!name)
        return;
    take_names(earlier, name->next);
    if (name->kind == BINDING_VALUE && !is_of_facts(name))
        scope_set(earlier, name->name, name->value);
    else if (name->kind == BINDING_DATASET)
        scope_define(earlier, name->name, name->node);
}

static Scope *make(Scope *root) {
    Store *store = scope_store(root);
    const StoreEarlier *state = store ? store_earlier(store) : NULL;
    Store *facts = state ? store_earlier_facts(store, scope_diags(root)) : NULL;
    if (!facts)
        return NULL;
    ScopeOptions options = *root->options;
    options.store = facts;
    options.as_of = state->as_of;
    options.trace = NULL;
    options.diags = diags_new();
    arena_own(options.arena, options.diags, free_diags);
    Scope *earlier = scope_new(&options);
    take_names(earlier, root->names);
    return earlier;
}

Scope *scope_earlier(Scope *scope) {
    Scope *root = scope_root(scope);
    if (!root->is_earlier_known)
        root->earlier = make(root);
    root->is_earlier_known = true;
    return root->earlier;
}
