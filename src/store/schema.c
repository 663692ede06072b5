// The shape of the facts in SQL. What is named in schema_datasets is an interface, documented
// column by column in accord-facts(5); tables that end in _rows are its inside. `partnerships` is
// one wide table, a row for each fact with everything that charts ask for, filled while loading;
// views put its columns beside the rows of what a partnership has many of.
//
// Types: DECIMAL columns hold exact numbers (sql_decimal.h), BOOLEAN ones 0 and 1, days are text
// (2025-07-08). A fact's number counts from 1 in the order of loading; it is the lineage of rows.
#include "store/schema.h"

// What the views of pairs repeat from partnerships, after fact, id and title.
#define SHARED                                                                                     \
    "p.date, p.first, p.last, p.precision, p.year, p.decade, p.status, p.status_label, "           \
    "p.status_code, p.status_order, "                                                              \
    "p.instrument, p.partner, p.parties, p.amount_usd, p.umbrella, p.origin"

const char *const schema_statements[] = {
    "CREATE TABLE partnerships("
    "fact INTEGER PRIMARY KEY, id TEXT, title TEXT, summary TEXT,"
    "date TEXT, first TEXT, last TEXT, precision TEXT, approximate BOOLEAN, uncertain BOOLEAN,"
    "year INTEGER, decade INTEGER,"
    "sector TEXT, sector_label TEXT, sector_code TEXT, sectors TEXT, sector_count INTEGER, "
    "sector_as_published TEXT,"
    "status TEXT, status_label TEXT, status_code TEXT, status_order INTEGER, status_as_published "
    "TEXT,"
    "instrument TEXT, instrument_code TEXT,"
    "parties TEXT, party_count INTEGER, countries TEXT, partner TEXT, partner_country TEXT,"
    "venue TEXT, place TEXT, venue_country TEXT,"
    "amount DECIMAL, currency TEXT, basis TEXT, amount_usd DECIMAL, basis_usd TEXT,"
    "umbrella BOOLEAN, commitments INTEGER, evidence INTEGER,"
    "source TEXT, source_title TEXT, url TEXT, inferred TEXT, origin TEXT,"
    "extracted_by TEXT, extracted_at TEXT, confidence REAL)",

    "CREATE TABLE party_rows(fact INTEGER, position INTEGER, party TEXT, party_label TEXT,"
    "party_code TEXT,"
    "party_as_published TEXT, country TEXT, role TEXT, organisation TEXT, kind TEXT,"
    "PRIMARY KEY(fact, position)) WITHOUT ROWID",

    "CREATE TABLE sector_rows(fact INTEGER, position INTEGER, sector TEXT,"
    "sector_label TEXT, sector_code TEXT,"
    "sector_slot INTEGER, share REAL, PRIMARY KEY(fact, position)) WITHOUT ROWID",

    "CREATE TABLE amount_rows(fact INTEGER, position INTEGER, value DECIMAL, currency TEXT,"
    "basis TEXT, amount_date TEXT, amount_first TEXT, amount_last TEXT,"
    "PRIMARY KEY(fact, position)) WITHOUT ROWID",

    "CREATE TABLE quantity_rows(fact INTEGER, position INTEGER, label TEXT, value DECIMAL,"
    "unit TEXT, as_of TEXT, PRIMARY KEY(fact, position)) WITHOUT ROWID",

    "CREATE TABLE commitment_rows(fact INTEGER, position INTEGER, text TEXT, \"by\" TEXT,"
    "due TEXT, due_first TEXT, due_last TEXT, status TEXT, state TEXT, days_overdue INTEGER,"
    "PRIMARY KEY(fact, position)) WITHOUT ROWID",

    "CREATE TABLE evidence_rows(fact INTEGER, position INTEGER, supports TEXT, quote TEXT,"
    "source TEXT, \"start\" INTEGER, \"end\" INTEGER, sha256 TEXT, locator TEXT, url TEXT,"
    "PRIMARY KEY(fact, position)) WITHOUT ROWID",

    "CREATE TABLE inference_rows(fact INTEGER, source TEXT, field TEXT, reason TEXT)",

    "CREATE TABLE source_rows(loaded INTEGER PRIMARY KEY, number INTEGER, id TEXT UNIQUE,"
    "title TEXT, publisher TEXT, url TEXT, published TEXT, published_first TEXT, accessed TEXT,"
    "language TEXT, licence TEXT, attribution TEXT, captured TEXT, captured_sha256 TEXT,"
    "partnerships INTEGER)",

    "CREATE TABLE terms(vocabulary TEXT, position INTEGER, code TEXT, label TEXT, parent TEXT,"
    "kind TEXT, country TEXT, slot INTEGER, \"order\" INTEGER,"
    "PRIMARY KEY(vocabulary, code)) WITHOUT ROWID",

    "CREATE VIEW partnership_sectors AS SELECT s.fact, p.id, p.title, s.sector, s.sector_label,"
    "s.sector_code,"
    "s.sector_slot, s.position, s.share, " SHARED
    " FROM sector_rows s JOIN partnerships p ON p.fact = s.fact",

    "CREATE VIEW partnership_parties AS SELECT r.fact, p.id, p.title, r.party, r.party_label,"
    "r.party_code,"
    "r.party_as_published, r.country, r.role, r.organisation, r.kind, r.position,"
    "p.sector, p.sector_label, p.sector_code, " SHARED
    " FROM party_rows r JOIN partnerships p ON p.fact = r.fact",

    "CREATE VIEW commitments AS SELECT c.fact, p.id, p.title, c.position, c.text, c.\"by\","
    "c.due, c.due_first, c.due_last, c.status, c.state, c.days_overdue,"
    "p.year, p.sector, p.sector_code, p.partner"
    " FROM commitment_rows c JOIN partnerships p ON p.fact = c.fact",

    "CREATE VIEW amounts AS SELECT a.fact, p.id, p.title, a.position, a.value, a.currency,"
    "a.basis, coalesce(a.amount_date, p.date) AS date,"
    "CASE WHEN a.amount_date IS NULL THEN p.first ELSE a.amount_first END AS first,"
    "CASE WHEN a.amount_date IS NULL THEN p.last ELSE a.amount_last END AS last,"
    "p.year, p.sector, p.sector_code, p.status, p.status_code, p.umbrella, p.origin"
    " FROM amount_rows a JOIN partnerships p ON p.fact = a.fact",

    "CREATE VIEW quantities AS SELECT q.fact, p.id, p.title, q.position, q.label, q.value,"
    "q.unit, q.as_of, p.year, p.sector, p.sector_code"
    " FROM quantity_rows q JOIN partnerships p ON p.fact = q.fact",

    "CREATE VIEW evidence AS SELECT e.fact, p.id, p.title, e.position, e.supports, e.quote,"
    "e.source, s.title AS source_title, e.locator, coalesce(e.url, s.url) AS url,"
    "e.\"start\", e.\"end\", e.sha256"
    " FROM evidence_rows e JOIN partnerships p ON p.fact = e.fact"
    " LEFT JOIN source_rows s ON s.id = e.source",

    "CREATE VIEW inferences AS SELECT i.fact, p.id, i.source, i.field, i.reason"
    " FROM inference_rows i LEFT JOIN partnerships p ON p.fact = i.fact",

    "CREATE VIEW sources AS SELECT number, id, title, publisher, url, published,"
    "published_first, accessed, language, licence, attribution, captured, captured_sha256,"
    "partnerships FROM source_rows",

    // A term that no fact has is there with 0; a word that is no term comes after the terms.
    "CREATE VIEW sectors AS"
    " SELECT t.label AS sector, t.code AS sector_code, t.parent, t.slot, t.position, 1 AS known,"
    " (SELECT count(*) FROM sector_rows s WHERE s.sector_code = t.code) AS partnerships"
    " FROM terms t WHERE t.vocabulary = 'sectors'"
    " UNION ALL SELECT sector_label, sector_code, NULL, NULL, NULL, 0, count(*) FROM sector_rows"
    " WHERE sector_code NOT IN (SELECT code FROM terms WHERE vocabulary = 'sectors')"
    " GROUP BY sector_code",

    "CREATE VIEW statuses AS"
    " SELECT t.label AS status, t.code AS status_code, t.\"order\" AS status_order, t.position,"
    " 1 AS known, (SELECT count(*) FROM partnerships p WHERE p.status_code = t.code)"
    " AS partnerships FROM terms t WHERE t.vocabulary = 'statuses'"
    " UNION ALL SELECT status_label, status_code, NULL, NULL, 0, count(*) FROM partnerships"
    " WHERE status_code NOT IN (SELECT code FROM terms WHERE vocabulary = 'statuses')"
    " GROUP BY status_code",

    "CREATE VIEW parties AS SELECT party_label AS party, party_code, country, kind,"
    " count(DISTINCT fact) AS partnerships FROM party_rows GROUP BY party_code, country, kind",
    NULL,
};

// The order of facts by day; an index, so that handing them out needs no sorting.
#define DAY_OF(row) "coalesce(" row "first, " row "last)"

const char *const schema_finish[] = {
    // The first party of another country than the one that most facts share; when there is none,
    // the second party.
    "UPDATE partnerships SET (partner, partner_country) = (SELECT party, country FROM party_rows r"
    " WHERE r.fact = partnerships.fact AND (r.country IS NOT :home OR r.position > 1)"
    " ORDER BY r.country IS :home, r.position LIMIT 1)",

    // Of facts that came before their source.
    "UPDATE partnerships SET source_title = s.title, url = coalesce(partnerships.url, s.url)"
    " FROM source_rows s WHERE :late AND s.id = partnerships.source",

    "UPDATE commitment_rows SET state = CASE WHEN status <> 'open' THEN status"
    " WHEN due_last < :as_of THEN 'overdue' WHEN due_first <= :as_of THEN 'due' ELSE 'open' END",
    "UPDATE commitment_rows SET days_overdue = CAST(julianday(:as_of) - julianday(due_last) AS"
    " INTEGER) WHERE state = 'overdue'",
    "CREATE INDEX sector_rows_code ON sector_rows(sector_code)",
    "CREATE INDEX partnerships_day ON partnerships(" DAY_OF("") " IS NULL, " DAY_OF("") ", fact)",
    NULL,
};

#define BY_DATE DAY_OF("") " IS NULL, " DAY_OF("") ", fact"

const Dataset schema_datasets[] = {
    {"partnerships", BY_DATE},
    {"partnership_sectors", BY_DATE ", position"},
    {"partnership_parties", BY_DATE ", position"},
    {"commitments", "due_last IS NULL, due_last, fact, position"},
    {"amounts", BY_DATE ", position"},
    {"quantities", "fact, position"},
    {"evidence", "fact, position"},
    {"inferences", "fact IS NULL, fact, source, field"},
    {"sources", "number"},
    {"sectors", "known DESC, position, sector_code"},
    {"statuses", "known DESC, position, status_code"},
    {"parties", "partnerships DESC, party, country"},
    {NULL, NULL},
};
