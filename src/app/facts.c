// accord facts: a group of commands. Each has a row here and a file of its own.
#include "app/facts_command.h"
#include "base/suggest.h"

#include <stdio.h>
#include <string.h>

static const Command commands[] = {
    {"add", "put facts into a store; only what changed is written", facts_add},
    {"export", "write facts as JSON that can be read again", facts_export},
    {"list", "one line for each partnership, filtered", facts_list},
    {"map", "turn foreign JSON into facts", facts_map},
    {"schema", "print a JSON Schema, or the tables of SQL", facts_schema},
    {"show", "all that is known about one partnership", facts_show},
    {"sql", "ask the facts a question in SQL", facts_sql},
};

static void print_overview(FILE *stream) {
    fputs("Facts about partnerships: list, ask, convert.\n\n"
          "Usage: accord facts COMMAND [OPTION...]\n\nCommands:\n",
          stream);
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        fprintf(stream, "  %-8s %s\n", commands[i].name, commands[i].summary);
    fputs("\n  accord facts COMMAND --help   what a command takes\n\n"
          "Manual: accord(1), accord-facts(5)\n",
          stream);
}

static int unknown_command(const char *name) {
    const char *names[G_N_ELEMENTS(commands)];
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        names[i] = commands[i].name;
    g_autofree char *hint = suggest_hint(name, names, G_N_ELEMENTS(commands));
    return command_usage_error("facts", "unknown command \"%s\"%s%s", name, hint ? "; " : "",
                               hint ? hint : "");
}

static int run_command(const Command *command, int argc, char **argv) {
    g_autofree char *name = g_strconcat("facts ", command->name, NULL);
    g_autofree char **inner = g_new0(char *, (gsize)argc + 1);
    memcpy(inner, argv, (gsize)argc * sizeof *argv);
    inner[0] = name;
    return command->run(argc, inner);
}

int command_facts(int argc, char **argv) {
    if (argc < 2) {
        print_overview(stderr);
        return EXIT_USAGE;
    }
    const char *first = argv[1];
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0) {
        print_overview(stdout);
        return EXIT_DONE;
    }
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        if (strcmp(commands[i].name, first) == 0)
            return run_command(&commands[i], argc - 1, argv + 1);
    return unknown_command(first);
}
