// What a map is made of, once read. Inside facts/ only.
#pragma once
#include "base/decimal.h"
#include "base/json_literals.h"
#include "facts/dirt.h"
#include "facts/map.h"
#include "facts/map_clean.h"
#include "facts/map_date.h"

// What a value has to become.
typedef enum {
    MAP_TEXT,
    MAP_DATE,    // EDTF
    MAP_DECIMAL, // a decimal string
    MAP_NUMBER,  // a JSON number: confidence
    MAP_BOOL,
    MAP_COUNTRY, // ISO 3166-1 alpha-2, also from a name that the parties vocabulary knows
    MAP_LINK     // http or https
} MapType;

typedef enum { MAP_VALUE, MAP_OBJECT, MAP_LIST } MapShape;

// Which words a text has to be one of.
typedef enum {
    MAP_ANY_WORD,
    MAP_BASES,    // of amounts
    MAP_PROMISES, // states of commitments
    MAP_CURRENCIES,
    MAP_SOURCES, // ids
    MAP_SECTORS, // of the vocabularies, from here on
    MAP_STATUSES,
    MAP_INSTRUMENTS
} MapWords;

// A member that facts have, in tables of map_fields.c that end with a NULL key.
typedef struct MapField {
    const char *key;
    MapShape shape;
    MapType type;                   // of a value; of the items of a list without members
    const struct MapField *members; // of an object, or of the items of a list; or NULL
    const char *const *any_of;      // an item of a list has one of these; or NULL
    const char *alone;              // an item may be this member alone; or NULL
    bool needed;                    // without it the object is left out
    MapWords words;
} MapField;

extern const MapField map_partnership_fields[];

// A JSON pointer, taken apart. A step that is "*" stands for each member of an object or array.
enum { MAP_STARS_LIMIT = 4 };

typedef struct {
    const JsonNode *node; // where it is written
    const char *text;
    const char **tokens; // unescaped; NULL for "*"
    guint count;
    guint stars;
    guint64 found;      // how often there was something
    guint64 tried;      // how often somebody looked
    guint alternatives; // of the first of a list: how many there are with it
} MapPointer;

// The keys that the stars of a pointer stand for: NULL for the items of an array.
typedef struct {
    guint count;
    const char *names[MAP_STARS_LIMIT];
} MapKeys;

// What an item or a record has to be: every condition holds.
typedef struct {
    MapPointer *pointer;
    GHashTable *words; // folded, of which the value is one; as keys and values
    bool nothing;      // or there is none
    bool is_except;    // the other way round
    guint64 matched;   // how often it was one of the words
    const char *other; // the first that was none of them; or NULL
    Arena *arena;      // of that
} MapCondition;

typedef struct {
    guint count;
    MapCondition *conditions;
} MapChoice;

typedef enum { RULE_FROM, RULE_CONSTANT, RULE_KEY, RULE_FIRST, RULE_JOIN } MapRuleKind;

// Where one value comes from and how it is read.
typedef struct MapRule {
    MapRuleKind kind;
    const MapField *field;
    bool of_record; // pointers begin at the record, not at the item; the key is the record's
    guint star;     // RULE_KEY: which of the keys, from 1; 0: the last
    guint count;
    MapPointer *from;      // RULE_FROM: `count` of them, the first that has something counts
    struct MapRule *parts; // RULE_FIRST, RULE_JOIN: `count` of them
    json_t *constant;      // RULE_CONSTANT
    const char *with;      // between joined parts
    GRegex *match;
    GHashTable *aliases; // folded word -> json_t (null: nothing); or NULL
    json_t *otherwise;   // for words that are no alias; NULL: the word itself
    guint format_count;
    const MapDateFormat *formats; // of dates; none: ISO 8601 and EDTF
    char point, group;            // of decimals: the decimal point, and what stands between groups
    Decimal times;
    json_t *absent; // when there is nothing
    bool required;  // when there is nothing, the record makes no partnership
    bool optional;  // a text that is not read is meant to be left out
    MapClean clean;
} MapRule;

typedef struct MapObject MapObject;
typedef struct MapList MapList;

typedef struct {
    const MapField *field;
    MapRule *rule;     // of a value
    MapObject *object; // of an object
    MapList *list;     // of a list
} MapMember;

struct MapObject {
    guint count;
    MapMember *members;
};

// One item: an object, or a value; in the map itself also a list, each item of which is one.
typedef struct {
    MapObject *object;
    MapRule *rule;
    MapList *list;
} MapItem;

struct MapList {
    const MapField *field;
    guint each_count;
    MapPointer *each; // all that they find is one list; none: the items stand in the map
    bool of_record;
    MapChoice choice;         // of the items of `each`
    const char *const *split; // separators of a string; NULL terminated, or NULL
    guint item_count;
    MapItem *items; // of `each`: the item, and, when there are two, the one for the first
};

typedef enum { UNUSABLE_ERROR, UNUSABLE_SKIP } MapUnusable;

struct FactsMap {
    char *path;
    JsonDoc *doc;
    Arena *arena;
    guint records_count;
    MapPointer *records; // of the arrays of records, or of records; none: the document
    MapChoice choice;    // of records
    bool published_words;
    MapUnusable unusable;
    MapClean clean;
    const JsonNode *sources; // an array of sources as in facts, or NULL
    MapObject *partnership;
    GPtrArray *pointers;   // MapPointer, the first of each list, for those that find nothing
    GPtrArray *conditions; // MapCondition, for words that never come
    guint64 record_count;  // mapped so far
    json_t *sample;        // the first record; owned; or NULL
    GArray *words;         // MapWord, as they stand in the map
};

// A text that the map itself gives to a member: a constant, an alias, a default.
typedef struct {
    MapWords words;
    const JsonNode *node;
} MapWord;

// map_rule.c: reads what stands in a map. NULL and reported when it is wrong.
typedef struct {
    FactsMap *map;
    Diags *diags;
    guint record_stars, item_stars; // how many keys records, and items of the list, stand under
} MapReading;
MapRule *map_read_rule(MapReading *reading, const JsonNode *node, const MapField *field);
bool map_is_rule(const JsonNode *node); // an object that says where a value comes from
bool map_read_clean(MapReading *reading, const JsonNode *node, MapClean *out);
bool map_read_within(Reader *reader, bool *of_record);
MapObject *map_read_object(MapReading *reading, const JsonNode *node, const MapField *fields,
                           const char *what);

// map_pointer.c: one pointer or several; of those that are alternatives one has to find something
// in some record, of the others each.
typedef enum { MAP_FIRST_COUNTS, MAP_EACH_COUNTS } MapPointersUse;
MapPointer *map_read_pointers(MapReading *reading, const JsonNode *node, const char *what,
                              MapPointersUse use, guint *count);
// The pointer that a member's key is. is_told: it is reported when it never finds anything.
bool map_read_key_pointer(MapReading *reading, const JsonNode *node, MapPointer *out, bool is_told);

// map_choice.c: "where" and "except".
void map_read_choice(MapReading *reading, Reader *reader, MapChoice *out);
bool map_choice_allows(const MapChoice *choice, const json_t *json);
// Warns of conditions none of whose words was ever there.
void map_report_unmatched(const FactsMap *map, Diags *diags);

// map_words.c: keeps such a text for later; and says, once all is read, which are not among those
// that facts know by themselves.
void map_note_word(FactsMap *map, const MapField *field, const JsonNode *node);
void map_check_words(const FactsMap *map, Diags *diags);

// What is to be said about a value, once it is known that no other rule reads it.
typedef struct MapNote {
    struct MapNote *next;
    DirtKind kind;
    const char *key, *sample;
} MapNote;

// A text that a rule for a number of a fixed list of items looked at.
typedef struct MapSum {
    struct MapSum *next;
    const char *text;
    bool is_read; // by one of the rules
} MapSum;

// Digits of the document that records stand in, once they are needed.
typedef struct {
    const JsonNode *root;
    JsonLiterals *found; // or NULL; owned by who made this
} MapDigits;

// What a record is mapped with.
typedef struct {
    const FactsMap *map;
    const Vocabularies *vocabularies;
    Arena *arena; // of the record
    Dirt *dirt;
    guint64 place; // of the record, for messages: its line or its number
    const json_t *record;
    const MapKeys *record_keys; // it stands under
    const MapKeys *item_keys;   // the item of a list stands under; or NULL
    const char *part;           // the list or object of the partnership that is being made; or NULL
    const char *missing;        // a required member that had nothing, as words; or NULL
    const char *missing_text;   // what stood there all the same; or NULL
    // Of the value that was looked for last:
    const char *unread; // the text that was found and not read; or NULL
    bool is_meant;      // the map says that this text is no value
    guint64 answered;   // how many texts are left out with a word, or as the map means it
    MapNote *held;      // while the rules of a "first" are tried: what they say, last first
    guint trying;       // how many of these are open
    MapDigits *digits;  // of the document
    MapSum *sums;       // of the list that is being made, last first
    bool counts_sums;   // the items of that list stand in the map
} MapRun;

// map_pointer.c: what is at a pointer, of several the first; NULL when there is nothing.
json_t *map_follow(MapPointer *pointer, const json_t *json);
// Hands on all that is there in its order, until it is told false. False: nothing is there; an
// empty list at a "*" is something.
typedef bool (*MapFound)(void *data, const json_t *json, const MapKeys *keys);
bool map_follow_all(MapPointer *pointer, const json_t *json, MapFound take, void *data);
// map_value.c:
// The value of a rule for an item of a record, as a new reference; NULL when there is none.
json_t *map_value(MapRun *run, const MapRule *rule, const json_t *item);
// A text was there and became nothing, which neither the map means nor anything else tells.
void map_note_unread(MapRun *run, const char *key, const char *text);
// map_record.c: a partnership as it would stand in a facts file; a new reference. NULL when a
// required member is missing, which run->missing names.
json_t *map_record(MapRun *run, const json_t *record);
// Warns of pointers that never found anything.
void map_report_unused(const FactsMap *map, Diags *diags);
