// Sizes in bytes as people write them: 500000, "500 kB", "2 GiB".
#pragma once
#include "base/json.h"

// True when the key is there and good; *out is untouched otherwise.
bool jobs_size_read(Reader *reader, const char *key, guint64 *out);
