// Shared libraries that are opened when they are first used: those that only some commands need
// and that bring many others along.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
    const char *file; // "libpq.so.5"
    void *handle;     // of dlopen; NULL until it is open
} Library;

// Opens the library; it stays open. False when it cannot be opened, then *problem says why
// (g_free).
bool library_open(Library *library, char **problem);
// The address of a function of the library, which is opened. A library that is not there or lacks
// the function ends the program.
void *library_function(Library *library, const char *name);

// Defines a function that the library's header declares: it calls the library's own. Parameters and
// arguments stand in parentheses.
#define LIBRARY_FUNCTION(library, result, name, parameters, arguments)                             \
    result name parameters {                                                                       \
        static void *address;                                                                      \
        void *function = g_atomic_pointer_get(&address);                                           \
        if (!function) {                                                                           \
            function = library_function(library, #name);                                           \
            g_atomic_pointer_set(&address, function);                                              \
        }                                                                                          \
        return ((__typeof__(&name))function)arguments;                                             \
    }
