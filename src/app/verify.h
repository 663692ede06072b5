// A report made again from the files inside it.
#pragma once
#include "app/command.h"
#include "app/report_options.h"

// What to do with it once it is composed, with its trace; it lives during the call.
typedef struct {
    void (*use)(void *data, Report *report);
    void *data;
} RemadeReport;
// password: where it stands, or NULL. Gives an exit code; messages are printed.
int verify_remake(const char *path, const char *password, const CommonOptions *common,
                  const RemadeReport *remade);
