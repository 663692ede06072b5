// The commands. The clock, the locale, the environment and the terminal are read on this floor
// only.
#pragma once

// Exit codes (accord(1)).
enum {
    EXIT_DONE = 0,
    EXIT_SOME_FAILED = 1, // some reports failed
    EXIT_USAGE = 2,
    EXIT_INVALID = 3,  // invalid facts, layout or chart
    EXIT_EVIDENCE = 4, // the evidence gate failed
    EXIT_FOUND = 4,    // lint or verify found something
    EXIT_LOCKED = 5,
    EXIT_IO = 6,        // input or output failed
    EXIT_UNCHANGED = 10 // nothing changed, when asked for
};

// Runs the command line; gives the exit code.
int app_main(int argc, char **argv);
