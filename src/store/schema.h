// The tables and views of the store. Inside store/ only.
#pragma once
#include <glib.h>

extern const char *const schema_statements[]; // that make tables and views; NULL terminated
extern const char *const schema_finish[];     // that fill derived columns, run once after loading;
                                              // :as_of and :home are bound where they occur

// A view with documented columns, and the order in which its rows are handed out as a dataset.
typedef struct {
    const char *name, *order;
} Dataset;
extern const Dataset schema_datasets[]; // ends with a NULL name
