// The logo of a cover: beside its title, or above its words.
#pragma once
#include "page/block.h"
#include "page/flow.h"
#include "page/image_shelf.h"

typedef enum { LOGO_END, LOGO_START, LOGO_ABOVE } LogoPlace;

typedef struct {
    SizedImage sized;
    const JsonNode *alt; // template; NULL: it shows nothing that the words do not say
    int at;              // LogoPlace
    bool plate;          // it stands on a field of paper where the cover has a band
} CoverLogo;

#define COVER_LOGO_GAP 16.0 // points towards the words

// NULL when there is none, or reported.
CoverLogo *cover_logo_read(BlockReader *context, const JsonNode *node);
// What it takes of the cover, its plate included.
PlacedBox cover_logo_size(const Compose *compose, const CoverLogo *logo, bool on_band);
void cover_logo_put(Compose *compose, const CoverLogo *logo, SlabBuilder *builder,
                    const PlacedBox *box, bool on_band);
