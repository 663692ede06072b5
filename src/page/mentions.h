// What texts say of other blocks: {{ref.ID}} is "Figure 3", {{ref.ID.page}} the page it is on.
// Pages are known once a report is placed, so a report that says any is placed again with what the
// time before found, until nothing that it says is wrong. That ends: from the fourth time on a page
// takes the room of the longest that was ever said, so that places stay where they are; after
// MENTION_PASSES it is over, and what is still not right is a warning.
#pragma once
#include "base/json.h"
#include "page/flow.h"

enum { MENTION_PASSES = 6 };

typedef struct Mentions Mentions;

typedef struct {
    const char *id;
    const char *text;   // "Figure 3", "Section 2.1", the title of a heading; or NULL
    const char *number; // "3"; or NULL
    const char *title;  // of a heading, or a caption; or NULL
} MentionTarget;

Mentions *mentions_new(Arena *arena); // released with the arena
// Begins a pass: what the one before found is known from now on.
void mentions_begin(Mentions *mentions);
// A place that texts may speak of; of two with one id the first counts. What it holds is kept.
void mentions_add(Mentions *mentions, const MentionTarget *target);
// The page that a place has come to, as it is printed.
void mentions_set_page(Mentions *mentions, const char *id, const char *page);
// What a path after "ref." says as far as it is known; in the arena. *id: the place it leads to.
const char *mentions_say(Mentions *mentions, const char *path, const Place *place, const char **id);
// What contents list; the array is kept. mentions_entries: those of the pass before, or NULL.
void mentions_set_entries(Mentions *mentions, const GArray *entries, guint list);
const GArray *mentions_entries(Mentions *mentions, guint list); // of SlabMark
enum { MENTION_LISTS = 3 };

// Asks for another pass in any case.
void mentions_again(Mentions *mentions);
// Ends a pass. True: something that was said is not so, the report is to be placed again. What
// leads nowhere is reported.
bool mentions_end(Mentions *mentions, Diags *diags);
