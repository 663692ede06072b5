// Commands that a run starts when it has something to say: no shell, a time limit, and a word on
// what came of it.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
    const char *const *argv; // NULL at the end; the program is looked for on PATH without a slash
    const char *folder;      // where it runs
    guint limit_s;
} HookCommand;

enum { HOOK_OUTPUT_LIMIT = 4096 }; // bytes kept of what it prints: the last ones

typedef enum {
    HOOK_EXITED,   // code is its exit status
    HOOK_KILLED,   // by the signal in code
    HOOK_TOO_LONG, // it was ended at the limit, with all processes of its group
    HOOK_NOT_RUN   // code is the errno that says why
} HookEnd;

typedef struct {
    HookEnd end;
    int code;
    char *output; // of both its outputs, valid UTF-8; owned
} HookResult;

// Runs the command in a process group of its own, with input as its standard input, a file that it
// may read more than once, and waits for it. Processes that it leaves behind are left alone.
void hook_run(const HookCommand *command, GBytes *input, HookResult *result);
bool hook_is_good(const HookResult *result); // it exited with 0
// "exited with 3", "was ended after 60 s", ...: new string.
char *hook_describe(const HookCommand *command, const HookResult *result);
void hook_result_clear(HookResult *result);
