// A library is opened by its soname, which changes when its functions do, so that what is opened
// is what the program was compiled for. Threads may open it at once: the system counts, and gives
// each the same handle. It is never closed, since its functions are kept.
#include "base/library.h"

#include <dlfcn.h>

bool library_open(Library *library, char **problem) {
    if (g_atomic_pointer_get(&library->handle))
        return true;
    void *handle = dlopen(library->file, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        *problem = g_strdup(dlerror());
        return false;
    }
    g_atomic_pointer_set(&library->handle, handle);
    return true;
}

void *library_function(Library *library, const char *name) {
    g_autofree char *problem = NULL;
    if (!library_open(library, &problem))
        g_error("%s", problem);
    void *function = dlsym(library->handle, name);
    if (!function)
        g_error("%s has no %s", library->file, name);
    return function;
}
