// Records that came under a new id and are those of another that is there already: their money
// would count twice. Inside store/ only.
#pragma once
#include "store/private.h"

// Warns of facts with numbers beyond `last` that have title, parties, date and amount of one up to
// it. False: store->failure.
bool renamed_warn(Store *store, gint64 last, Diags *diags);
