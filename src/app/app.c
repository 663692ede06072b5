// The table of commands, and what the program sets before it runs one.
#include "app/app.h"

#include "app/command_group.h"
#include "pdf/pdf.h"
#include "store/store.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static const Command commands[] = {
    {"init", "write a small project to begin with", command_init},
    {"render", "make a report from a layout and facts", command_render},
    {"watch", "make a report again whenever a file it read changes", command_watch},
    {"check", "say what is wrong with facts, layouts and themes, and write nothing", command_check},
    {"chart", "draw one Vega-Lite specification", command_chart},
    {"facts", "list facts, ask them questions, convert them", command_facts},
    {"lint", "test a PDF against PDF/UA-1 and PDF/A-3", command_lint},
    {"verify", "make a report again from the files inside it, and compare", command_verify},
    {"explain", "say which facts made a printed figure, and what left others out", command_explain},
    {"run", "make the reports of a jobs file, those that changed", command_run_jobs},
    {"schedule", "print the timer or cron line that starts a jobs file every night",
     command_schedule},
    {"extract", "write out the files inside a report", command_extract},
    {"translate", "write the texts of a layout to be translated", command_translate},
};

static const CommandGroup program = {
    "accord", "Accord turns facts about partnerships into briefings in PDF.", commands,
    G_N_ELEMENTS(commands),
    "  accord COMMAND --help   what a command takes\n"
    "  accord --version        which program this is, and with which libraries\n\n"
    "Manual: accord(1), accord-chart(5), accord-facts(5), accord-jobs(5), accord-layout(5)\n"};

// The first line is for programs, the second for reports of what went wrong.
static void print_version(void) {
    printf("accord %s\n", ACCORD_VERSION);
    printf("with libharu %s, cairo %s, jansson %s, Pango %s, HarfBuzz %s, SQLite %s\n",
           pdf_libharu_version(), scene_cairo_version(), jansson_version_str(),
           text_pango_version(), text_harfbuzz_version(), store_sqlite_version());
}

int app_main(int argc, char **argv) {
    setlocale(LC_CTYPE, "C.UTF-8"); // file names and the terminal are UTF-8; numbers stay in C
    g_unsetenv("PANGO_LANGUAGE");   // fonts are chosen by the report's language, not the user's
    g_unsetenv("LANGUAGE");
    if (argc > 1 && (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)) {
        print_version();
        return EXIT_DONE;
    }
    return command_group_run(&program, argc, argv);
}
