// Overview, help and the running of a command by its name, alike for the program and for groups of
// commands in it.
#include "app/command_group.h"

#include "base/suggest.h"

#include <stdio.h>
#include <string.h>

static void print_overview(const CommandGroup *group, FILE *stream) {
    fprintf(stream, "%s\n\nUsage: %s COMMAND [OPTION...]\n\nCommands:\n", group->about,
            group->name);
    for (guint i = 0; i < group->count; i++)
        fprintf(stream, "  %-8s %s\n", group->commands[i].name, group->commands[i].summary);
    fprintf(stream, "\n%s", group->epilogue);
}

static int unknown_command(const CommandGroup *group, const char *name) {
    g_autofree const char **names = g_new(const char *, group->count);
    for (guint i = 0; i < group->count; i++)
        names[i] = group->commands[i].name;
    g_autofree char *hint = suggest_hint(name, names, group->count);
    fprintf(stderr, "%s: unknown command \"%s\"%s%s\n%s --help lists the commands\n", group->name,
            name, hint ? "; " : "", hint ? hint : "", group->name);
    return EXIT_USAGE;
}

// "facts list" of the group "accord facts". New string.
static char *full_name(const CommandGroup *group, const char *name) {
    const char *inner = strchr(group->name, ' ');
    return inner ? g_strconcat(inner + 1, " ", name, NULL) : g_strdup(name);
}

static int run_command(const CommandGroup *group, int argc, char **argv) {
    for (guint i = 0; i < group->count; i++) {
        if (strcmp(group->commands[i].name, argv[0]) != 0)
            continue;
        g_autofree char *name = full_name(group, argv[0]);
        g_autofree char **inner = g_new0(char *, (gsize)argc + 1);
        memcpy(inner, argv, (gsize)argc * sizeof *argv);
        inner[0] = name;
        return group->commands[i].run(argc, inner);
    }
    return unknown_command(group, argv[0]);
}

static int run_help(const CommandGroup *group, int argc, char **argv) {
    if (argc < 2) {
        print_overview(group, stdout);
        return EXIT_DONE;
    }
    char help[] = "--help";
    char *help_argv[] = {argv[1], help, NULL};
    return run_command(group, 2, help_argv);
}

int command_group_run(const CommandGroup *group, int argc, char **argv) {
    if (argc < 2) {
        print_overview(group, stderr);
        return EXIT_USAGE;
    }
    const char *first = argv[1];
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || strcmp(first, "help") == 0)
        return run_help(group, argc - 1, argv + 1);
    return run_command(group, argc - 1, argv + 1);
}
