// libpq, opened when a server is first spoken to: it brings LDAP, Kerberos and TLS along, which
// take longer to load than most commands take. Its functions are called by their own names.
#pragma once
#include <stdbool.h>

// To be called before any function of libpq. False and *failure (owned) when it is not there.
bool postgres_library_open(char **failure);
