// Running heads and feet: what stands on every page above and below the column.
#pragma once
#include "page/layout.h"

// Expands the templates of head and foot once for the document. page: where they
// stand. banner: what stands alone in the middle of the first and the last line of every page, who
// may read it; or NULL.
typedef struct Running Running;
Running *running_new(Compose *compose, const Layout *layout, const PageGeometry *page,
                     const char *banner);
// Adds a page's head and foot; number counts from 1.
void running_add(const Running *running, guint number, guint count, GArray *items);
