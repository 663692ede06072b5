// A table of commands behind one word: "accord", "accord facts". It prints the overview, and runs
// the command that is named.
#pragma once
#include "app/command.h"

typedef struct {
    const char *name;  // "accord", "accord facts"
    const char *about; // one line
    const Command *commands;
    guint count;
    const char *epilogue; // below the list of commands
} CommandGroup;

// argv[0] is the group's own word, argv[1] the command's. The command gets its name as argv[0],
// after the name of the group when that is not the program's. Gives an exit code.
int command_group_run(const CommandGroup *group, int argc, char **argv);
