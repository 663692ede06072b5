// Which records are parts of which, to find those that are parts of themselves. Inside facts/ only.
#pragma once
#include "facts/facts.h"

typedef struct Umbrellas Umbrellas;

Umbrellas *umbrellas_new(void);
void umbrellas_free(Umbrellas *umbrellas);
// Notes what a partnership is a part of.
void umbrellas_note(Umbrellas *umbrellas, const Partnership *partnership, const RecordSite *site);
// Calls back with each round: "a", "b", "a", of how many records it is, and where the first stands.
typedef void UmbrellaRound(void *data, const char *round, guint count, const RecordSite *site);
void umbrellas_each_round(Umbrellas *umbrellas, UmbrellaRound *call, void *data);
