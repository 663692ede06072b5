// Blocks in a language of their own see the same facts with the labels of their language: a twin of
// the outermost scope, whose datasets are made anew while the store speaks it.
#include "page/scope_private.h"

#include <string.h>

static bool is_of_facts(const Name *name) {
    return strcmp(name->name, "as_of") == 0 || g_str_has_prefix(name->name, "facts.");
}

// In the order of the first binding, since the latest hides those before.
static void take_from(Scope *into, const Name *name) {
    if (!name)
        return;
    take_from(into, name->next);
    if (name->kind == BINDING_VALUE && !is_of_facts(name))
        scope_set(into, name->name, name->value);
    else if (name->kind == BINDING_DATASET)
        scope_define(into, name->name, name->node);
}

void scope_take_names(Scope *into, const Scope *from) {
    take_from(into, from->names);
}

// The outermost scope of the report, which holds the twins.
static Scope *first_scope(Scope *scope) {
    while (scope->parent)
        scope = scope->parent;
    return scope;
}

static Scope *make_twin(Scope *first, const ScopeLanguage *language) {
    ScopeOptions options = *first->options;
    options.locale = language->locale;
    options.plural = language->plural;
    options.rtl = language->rtl;
    options.translation = NULL;
    Scope *twin = scope_new(&options);
    scope_take_names(twin, first);
    scope_set(twin, "lang", value_string(language->tag));
    twin->speaks = language->tag;
    twin->mentions = first->mentions;
    twin->twin = first->twin;
    first->twin = twin;
    return twin;
}

static Scope *find_twin(Scope *first, const ScopeLanguage *language) {
    for (Scope *twin = first->twin; twin; twin = twin->twin)
        if (strcmp(twin->speaks, language->tag) == 0)
            return twin;
    return make_twin(first, language);
}

Scope *scope_push_language(Scope *parent, const ScopeLanguage *language) {
    Scope *scope = scope_push(parent);
    ScopeOptions *options =
        arena_memdup(parent->options->arena, parent->options, sizeof *parent->options);
    options->rtl = language->rtl;
    scope->options = options;
    if (!language->tag)
        return scope;
    options->locale = language->locale;
    options->plural = language->plural;
    options->translation = NULL;
    Scope *first = first_scope(parent);
    bool is_own = g_strcmp0(first->options->language, language->tag) == 0;
    scope->outermost = is_own ? first : find_twin(first, language);
    return scope;
}

bool scope_speak(Scope *scope) {
    Store *store = scope->options->store;
    Scope *root = scope_root(scope);
    const char *language = root->speaks ? root->speaks : scope->options->language;
    return !language || store_speak(store, language, NULL, scope->options->diags);
}
