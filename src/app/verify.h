// A report made again from the files inside it.
#pragma once
#include "app/command.h"
#include "app/report_options.h"

// What to do with it once it is composed, with its trace; it lives during the call.
typedef struct {
    void (*use)(void *data, Report *report, const ReportInput *input, bool linearize);
    void *data;
    bool trace; // take down what made each figure
} RemadeReport;
// Where the files of a report stood, as its record says: names to paths, all below one folder.
// NULL: it has none, or no good one. New.
GHashTable *verify_paths(const GPtrArray *files);
// The same of the files that extract wrote, by their record, render.json.
int verify_remake_record(const char *path, const CommonOptions *common, const RemadeReport *remade);
bool verify_is_record(const char *path);
// password: where it stands, or NULL. Gives an exit code; messages are printed.
int verify_remake(const char *path, const char *password, const CommonOptions *common,
                  const RemadeReport *remade);
