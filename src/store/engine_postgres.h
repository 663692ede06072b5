// PostgreSQL as an engine. Inside store/ only.
#pragma once
#include "store/engine.h"

// An address as libpq takes it: postgresql://... NULL, *failure (owned) and *fault when there is no
// connection, or none that a store can be used by.
Engine *engine_postgres_open(const char *address, char **failure, SqlFault *fault);
