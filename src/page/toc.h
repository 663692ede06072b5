// Contents: entries for the headings of a report, once all of them are known.
#pragma once
#include "page/page_state.h"

// Puts the entries of every table of contents into the body's flow, where it stands.
void toc_fill(Compose *compose);
