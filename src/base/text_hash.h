// Hashes of texts that anybody may have written, for tables that must stay fast whatever the texts:
// keyed, and by another key in each process. Nothing that is put out may depend on them, nor on the
// order of a table that is made with them.
#pragma once
#include <glib.h>

// For GHashTable, in place of g_str_hash.
guint text_hash(gconstpointer text);
guint text_hash_bytes(gconstpointer bytes, gsize length);
// SipHash-1-3 of Jean-Philippe Aumasson and Daniel J. Bernstein (2012).
guint64 text_hash_keyed(const guint64 key[2], gconstpointer bytes, gsize length);
