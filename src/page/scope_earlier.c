// The same names over other facts: parameters are taken over, datasets are made anew.
#include "page/scope_private.h"
#include "store/changes.h"

static void free_diags(void *diags) {
    diags_free(diags);
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
    options.language = NULL;
    options.diags = diags_new();
    arena_own(options.arena, options.diags, free_diags);
    Scope *earlier = scope_new(&options);
    scope_take_names(earlier, root);
    return earlier;
}

Scope *scope_earlier(Scope *scope) {
    Scope *root = scope_root(scope);
    if (!root->is_earlier_known)
        root->earlier = make(root);
    root->is_earlier_known = true;
    return root->earlier;
}
