// accord facts: a group of commands. Each has a row here and a file of its own.
#include "app/command_group.h"
#include "app/facts_command.h"

static const Command commands[] = {
    {"add", "put facts into a store; only what changed is written", facts_add},
    {"changes", "what is different from an earlier state", facts_changes},
    {"export", "write facts as JSON that can be read again", facts_export},
    {"list", "one line for each partnership, filtered", facts_list},
    {"map", "turn foreign JSON into facts", facts_map},
    {"merge", "which records are one partnership, and which may be", facts_merge},
    {"schema", "print a JSON Schema, or the tables of SQL", facts_schema},
    {"show", "all that is known about one partnership", facts_show},
    {"sql", "ask the facts a question in SQL", facts_sql},
};

static const CommandGroup group = {"accord facts", "Facts about partnerships: list, ask, convert.",
                                   commands, G_N_ELEMENTS(commands),
                                   "  accord facts COMMAND --help   what a command takes\n\n"
                                   "Manual: accord(1), accord-facts(5)\n"};

int command_facts(int argc, char **argv) {
    return command_group_run(&group, argc, argv);
}
