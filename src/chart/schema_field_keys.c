// The members of the field charts' marks, channels and configuration.
#include "chart/schema_keys.h"

#include <stddef.h>

#define COMMON_KEYS                                                                                \
    KEY("type", "s"), KEY("color", "s0oe"), KEY("clip", "b"), KEY("aria", "-"),                    \
        KEY("description", "-"), KEY("tooltip", "-"), KEY("cursor", "-"), KEY("href", "-")

static const SchemaKey NETWORK_KEYS[] = {COMMON_KEYS,
                                         KEY("maxNodes", "n"),
                                         KEY("maxLinks", "n"),
                                         KEY("minWeight", "n"),
                                         KEY("halo", "s0"),
                                         OBJECT("node", "o", MARK),
                                         OBJECT("link", "bo0", MARK),
                                         OBJECT("label", "bo0", MARK),
                                         END};
static const SchemaKey SANKEY_KEYS[] = {COMMON_KEYS,
                                        KEY("maxNodes", "n"),
                                        KEY("other", "s"),
                                        KEY("missing", "s"),
                                        KEY("nodeWidth", "n"),
                                        KEY("nodePadding", "n"),
                                        KEY("values", "b"),
                                        TESTED("valueFormat", "s", NONE, NUMBER_FORMAT),
                                        KEY("halo", "s0"),
                                        OBJECT("node", "o", MARK),
                                        OBJECT("link", "o", MARK),
                                        OBJECT("label", "bo0", MARK),
                                        OBJECT("head", "bo0", MARK),
                                        END};
static const SchemaKey TIMELINE_KEYS[] = {COMMON_KEYS,
                                          KEY("asOf", "snoe0"),
                                          TESTED("dateFormat", "s", NONE, TIME_FORMAT),
                                          WORDS("pointAt", "s", "start|end"),
                                          KEY("laneHeight", "n"),
                                          KEY("laneMax", "n"),
                                          KEY("gap", "n"),
                                          KEY("halo", "s0"),
                                          OBJECT("span", "bo0", MARK),
                                          OBJECT("point", "bo0", MARK),
                                          OBJECT("label", "bo0", MARK),
                                          OBJECT("rule", "bo0", MARK),
                                          OBJECT("date", "bo0", MARK),
                                          END};
static const SchemaKey CONFIG_NETWORK_KEYS[] = {KEY("sizeRange", "a"), KEY("widthRange", "a"), END};
static const SchemaKey NO_KEYS[] = {END};
static const SchemaKey END_KEYS[] = {KEY("field", "s"), KEY("title", "sa0"),
                                     WORDS("type", "s", "nominal|ordinal"), END};
static const SchemaKey STAGE_KEYS[] = {OBJECT("sort", "sao0", SORT), END};

const SchemaRow SCHEMA_FIELD_ROWS[SCHEMA_COUNT] = {
    [SCHEMA_NETWORK] = {"network", NETWORK_KEYS, SCHEMA_NONE},
    [SCHEMA_SANKEY] = {"sankey", SANKEY_KEYS, SCHEMA_NONE},
    [SCHEMA_TIMELINE] = {"timeline", TIMELINE_KEYS, SCHEMA_NONE},
    [SCHEMA_CONFIG_NETWORK] = {"configuration of networks", CONFIG_NETWORK_KEYS, SCHEMA_NETWORK},
    [SCHEMA_CONFIG_SANKEY] = {"configuration of sankeys", NO_KEYS, SCHEMA_SANKEY},
    [SCHEMA_CONFIG_TIMELINE] = {"configuration of timelines", NO_KEYS, SCHEMA_TIMELINE},
    [SCHEMA_END_FIELD] = {"end of links", END_KEYS, SCHEMA_NONE},
    [SCHEMA_STAGE] = {"stage", STAGE_KEYS, SCHEMA_END_FIELD},
};
