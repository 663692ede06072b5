// PostgreSQL as an engine. Inside store/ only.
#pragma once
#include "store/engine.h"

// An address as libpq takes it: postgresql://... NULL and *failure (owned) when there is no
// connection.
Engine *engine_postgres_open(const char *address, char **failure);
