// Which records are parts of which, to find those that are parts of themselves, those whose whole
// is no umbrella, and umbrellas with less money than their parts. Inside facts/ only.
#pragma once
#include "facts/facts.h"

typedef struct Umbrellas Umbrellas;

Umbrellas *umbrellas_new(void);
void umbrellas_free(Umbrellas *umbrellas);
// Notes what a partnership is a part of, and an umbrella, with its money; merged ones as they are
// handed on.
void umbrellas_note(Umbrellas *umbrellas, const Partnership *partnership, const RecordSite *site);
// Calls back with each round: "a", "b", "a", of how many records it is, and where the first stands.
typedef void UmbrellaRound(void *data, const char *round, guint count, const RecordSite *site);
void umbrellas_each_round(Umbrellas *umbrellas, UmbrellaRound *call, void *data);
// Calls back with each id that records say to be a part of, though no umbrella bears it: how many
// they are, and the first one. It may be the id of no record at all.
typedef void UmbrellaPlain(void *data, const char *whole, guint count, const char *part,
                           const RecordSite *site);
void umbrellas_each_plain(const Umbrellas *umbrellas, UmbrellaPlain *call, void *data);
// Calls back with each umbrella whose parts hold more money than itself, in one currency on one
// basis (NULL: none is said): those that are parts of nothing else.
typedef struct {
    const char *id, *currency, *basis;
    Decimal own, of_parts;
    RecordSite site;
} UmbrellaExcess;
typedef void UmbrellaExceeded(void *data, const UmbrellaExcess *excess);
void umbrellas_each_excess(const Umbrellas *umbrellas, UmbrellaExceeded *call, void *data);
