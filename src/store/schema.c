// The shape of the facts in SQL. What is named in DATASETS is an interface, documented
// column by column in accord-facts(5); tables that end in _rows are its inside. They hold codes and
// know no language and no day: views put labels, states and the partner beside them, for the
// session that asks (report_language(), report_day(), report_home()).
//
// One text serves both engines: {pieces} in braces differ (schema_expand). Decimals are exact, days
// are text (2025-07-08). A fact's number counts from 1 in the order of arrival; it is the lineage
// of rows, the first column of every key, and so what a cluster spreads the tables by.
#include "store/schema.h"

#include <string.h>

const TableShape schema_tables[STORED_COUNT] = {
    [STORED_FACTS] = {"fact_rows", 49, true},
    [STORED_PARTIES] = {"party_rows", 9, true},
    [STORED_SECTORS] = {"sector_rows", 6, true},
    [STORED_AMOUNTS] = {"amount_rows", 10, true},
    [STORED_QUANTITIES] = {"quantity_rows", 6, true},
    [STORED_COMMITMENTS] = {"commitment_rows", 12, true},
    [STORED_EVIDENCE] = {"evidence_rows", 13, true},
    [STORED_INFERENCES] = {"inference_rows", 4, true},
    [STORED_SOURCES] = {"source_rows", 18, false},
    [STORED_SOURCE_INFERENCES] = {"source_inference_rows", 4, false},
    [STORED_TERMS] = {"terms", 8, false},
    [STORED_LABELS] = {"labels", 4, false},
    [STORED_RECORDS] = {"records", 7, false},
    [STORED_CHANGES] = {"change_rows", 26, false},
    [STORED_MERGES] = {"merge_rows", 8, true},
    [STORED_CONFLICTS] = {"conflict_rows", 8, true},
    [STORED_PARTS] = {"part_rows", 3, true},
};

// A table of what a fact has many of.
#define PART(name, columns)                                                                        \
    "CREATE TABLE " name "(fact {integer} NOT NULL {part}, position {integer} NOT NULL, " columns  \
    ", PRIMARY KEY(fact, position)) {rowless}{spread}"

const char *const schema_statements[] = {
    // lead_ is the first party; other_ the first one of another country, else the second one.
    // _shown are the publisher's words, in records that are to keep them, else NULL.
    "CREATE TABLE fact_rows("
    "fact {key}, id {text} NOT NULL, title {text}, summary {text},"
    "date {text}, first {text}, last {text}, precision {text}, approximate {boolean},"
    "uncertain {boolean}, year {integer}, decade {integer},"
    "sector_shown {text}, sector_code {text}, sector_count {integer},"
    "sector_as_published {text}, status_shown {text}, status_code {text},"
    "status_as_published {text}, instrument_code {text}, party_count {integer},"
    "countries {text}, lead_shown {text}, lead_code {text}, lead_country {text},"
    "other_shown {text}, other_code {text}, other_country {text}, venue {text}, place {text}, "
    "venue_country {text},"
    "amount {decimal}, currency {text}, basis {text}, amount_usd {decimal}, basis_usd {text},"
    "umbrella {boolean}, commitments {integer}, evidence {integer}, verified {integer},"
    "source {text}, evidence_url {text}, inferred {text}, origin {text},"
    "extracted_by {text}, extracted_at {text}, confidence {real}) {spread}",

    PART("party_rows",
         "shown {text}, party_code {text}, party_as_published {text}, country {text}, role {text},"
         "organisation {text}, kind {text}"),
    PART("sector_rows", "shown {text}, sector_code {text}, sector_slot {integer}, share {real}"),
    PART("amount_rows", "value {decimal}, currency {text}, basis {text}, amount_date {text},"
                        "amount_first {text}, amount_last {text}"),
    PART("quantity_rows", "label {text}, value {decimal}, unit {text}, as_of {text}"),
    PART("commitment_rows", "text {text}, by_code {text}, due {text}, due_first {text},"
                            "due_last {text}, due_day {integer}, status {text}"),
    PART("evidence_rows",
         "supports {text}, quote {text}, source {text}, \"start\" {integer},"
         "\"end\" {integer}, sha256 {text}, locator {text}, url {text}, state {text},"
         "score {real}, number {text}"),
    PART("inference_rows", "field {text}, reason {text}"),

    "CREATE TABLE source_rows(loaded {integer} PRIMARY KEY, number {integer},"
    "id {text} NOT NULL UNIQUE, title {text}, publisher {text}, url {text}, published {text},"
    "published_first {text}, accessed {text}, language {text}, licence {text},"
    "attribution {text}, captured {text}, captured_sha256 {text}, partnerships {integer}, digest "
    "{text}, record {text})",

    "CREATE TABLE source_inference_rows(source {text} NOT NULL, position {integer} NOT NULL,"
    "field {text}, reason {text}, PRIMARY KEY(source, position)) {rowless}",

    "CREATE TABLE terms(vocabulary {text} NOT NULL, position {integer}, code {text} NOT NULL,"
    "parent {text}, kind {text}, country {text}, slot {integer}, \"order\" {integer},"
    "PRIMARY KEY(vocabulary, code)) {rowless}",

    // What was read, as JSON with sorted keys. Numbers stay with their ids for ever. The runs that
    // added it, changed it last, and withdrew it (0: it is there).
    "CREATE TABLE records(fact {key}, id {text} NOT NULL, added {integer} NOT NULL,"
    "changed {integer} NOT NULL, withdrawn {integer} NOT NULL, digest {text} NOT NULL,"
    "record {text} NOT NULL) {spread}",

    // Only labels that are not the code itself.
    "CREATE TABLE labels(vocabulary {text} NOT NULL, language {text} NOT NULL,"
    "code {text} NOT NULL, label {text}, PRIMARY KEY(vocabulary, language, code)) {rowless}",
    NULL,
};

const char *const schema_merging[] = {
    PART("merge_rows", "member {text}, title {text}, rule {text}, score {real}, source {text},"
                       "record {text}"),
    PART("conflict_rows", "field {text}, chosen {text}, other {text}, chosen_source {text},"
                          "other_source {text}, rule {text}"),
    // Umbrellas that a fact is a part of, by id.
    PART("part_rows", "whole {text}"),
    "CREATE INDEX part_rows_whole ON part_rows(whole, fact)",
    "ALTER TABLE fact_rows ADD COLUMN amount_converted {decimal}",
    "ALTER TABLE fact_rows ADD COLUMN converted_currency {text}",
    "ALTER TABLE amount_rows ADD COLUMN converted {decimal}",
    "ALTER TABLE amount_rows ADD COLUMN converted_currency {text}",
    NULL,
};

const char *const schema_history[] = {
    // What a record said before: from the run since until a run replaced or withdrew it.
    "CREATE TABLE revisions(fact {integer} NOT NULL, run {integer} NOT NULL,"
    "since {integer} NOT NULL, digest {text} NOT NULL, record {text} NOT NULL,"
    "PRIMARY KEY(fact, run)) {rowless}{spread}",
    "CREATE TABLE ingests(run {integer} PRIMARY KEY, as_of {text} NOT NULL,"
    "program {text} NOT NULL, added {integer} NOT NULL, changed {integer} NOT NULL,"
    "unchanged {integer} NOT NULL, withdrawn {integer} NOT NULL,"
    "sources_added {integer} NOT NULL, sources_changed {integer} NOT NULL)",
    "CREATE TABLE vocabulary_files(name {text} PRIMARY KEY, content {text} NOT NULL)",
    "CREATE TABLE settings(name {text} PRIMARY KEY, value {text})",
    "CREATE INDEX records_id ON records(id)",
    "CREATE INDEX fact_rows_id ON fact_rows(id)",
    "CREATE INDEX evidence_rows_source ON evidence_rows(source, fact, position)",
    NULL,
};

const char *const schema_ledger[] = {
    // What runs made of their reports (ledger.h).
    "CREATE TABLE runs(job {text} NOT NULL, run {integer} NOT NULL, as_of {text} NOT NULL,"
    "program {text} NOT NULL, started {text}, ended {text}, exit_code {integer} NOT NULL,"
    "facts_sha256 {text}, ingest {integer} NOT NULL, folder {text}, written {integer} NOT NULL,"
    "unchanged {integer} NOT NULL, failed {integer} NOT NULL, removed {integer} NOT NULL,"
    "PRIMARY KEY(job, run)) {rowless}",
    "CREATE TABLE run_reports(job {text} NOT NULL, run {integer} NOT NULL, name {text} NOT NULL,"
    "id {text} NOT NULL, \"key\" {text}, file {text}, layout {text}, status {text} NOT NULL,"
    "reason {text}, warnings {integer}, facts {integer}, pages {integer}, bytes {integer},"
    "sha256 {text}, inputs {text}, milliseconds {integer}, memory {integer},"
    "PRIMARY KEY(job, run, name)) {rowless}",
    NULL,
};

const char *const schema_shards[] = {
    // What machines that share a run have made of it so far (ledger.h).
    "CREATE TABLE run_shards(job {text} NOT NULL, round {text} NOT NULL, number {integer} NOT NULL,"
    "shards {integer} NOT NULL, as_of {text} NOT NULL, record {text} NOT NULL,"
    "PRIMARY KEY(job, round, number)) {rowless}",
    NULL,
};

const char *const schema_slippage[] = {
    // Of a commitment over its revisions: the day first given, how often it moved later, and how
    // far it is from there now. NULL in rows that were made before.
    "ALTER TABLE commitment_rows ADD COLUMN first_due {text}",
    "ALTER TABLE commitment_rows ADD COLUMN slips {integer}",
    "ALTER TABLE commitment_rows ADD COLUMN slipped_days {integer}",
    // The run that a source came with.
    "ALTER TABLE source_rows ADD COLUMN added {integer}",
    NULL,
};

const char *const schema_counting[] = {
    // Whether there is an umbrella is asked before amounts are added up.
    "CREATE INDEX fact_rows_umbrella ON fact_rows(fact) WHERE umbrella",
    NULL,
};

const char *const schema_comparing[] = {
    "CREATE INDEX records_changed ON records(changed)",
    "CREATE INDEX revisions_run ON revisions(run)",
    NULL,
};

// --- views ---

#define LABELS(alias, list, word)                                                                  \
    " LEFT JOIN labels " alias " ON " alias ".vocabulary = '" list "' AND " alias                  \
    ".language = report_language() AND " alias ".code = " word

// The partner is a party of another country than the one that most facts share; where there is
// none, the second party.
#define IS_ABROAD "f.lead_country IS DISTINCT FROM report_home()"
#define PARTNER "CASE WHEN " IS_ABROAD " THEN f.lead_code ELSE f.other_code END"
#define PARTNER_SHOWN "CASE WHEN " IS_ABROAD " THEN f.lead_shown ELSE f.other_shown END"
#define PARTNER_COUNTRY "CASE WHEN " IS_ABROAD " THEN f.lead_country ELSE f.other_country END"

#define SECTOR_LABEL LABELS("ls", "sectors", "f.sector_code")
#define STATUS_LABEL                                                                               \
    LABELS("lt", "statuses", "f.status_code")                                                      \
    " LEFT JOIN terms t ON t.vocabulary = 'statuses' AND t.code = f.status_code"
#define INSTRUMENT_LABEL LABELS("li", "instruments", "f.instrument_code")
#define PARTNER_LABEL LABELS("lp", "parties", PARTNER)
#define BASIS_LABEL(alias, word) LABELS(alias, "bases", word)
#define USD_LABEL BASIS_LABEL("lu", "f.basis_usd")
#define FIRST_SOURCE " LEFT JOIN source_rows fs ON fs.id = f.source"

// What the report's day knows of: not facts of a later day.
#define PRESENT "{present}"

// The same of a row of a fact.
#define IS_PRESENT(row)                                                                            \
    "(report_horizon() IS NULL OR EXISTS(SELECT 1 FROM fact_rows f WHERE f.fact = " row            \
    ".fact AND " PRESENT "))"

// Money is counted once: not that of an umbrella when its parts, or parts of these, have money on
// the same basis among the facts, in the same currency or, for sums of what is converted, in any;
// nor that of one of which nothing says what its parts are. A part names the umbrella by its id, or
// by that of a record that was merged into it. Where there are no parts at all, which is found out
// once, only what calls itself an umbrella is looked at.
#define HAS_PARTS                                                                                  \
    "(EXISTS(SELECT 1 FROM part_rows w WHERE w.whole = f.id) OR EXISTS(SELECT 1 FROM merge_rows m" \
    " JOIN part_rows w ON w.whole = m.member AND w.fact <> m.fact WHERE m.fact = f.fact))"
#define BELOW                                                                                      \
    "WITH RECURSIVE below(fact) AS (SELECT f.fact UNION SELECT w.fact FROM below b"                \
    " JOIN fact_rows g ON g.fact = b.fact LEFT JOIN merge_rows m ON m.fact = g.fact"               \
    " JOIN part_rows w ON w.whole IN (g.id, m.member))"
#define COUNTED_WHERE(is_same)                                                                     \
    "CASE WHEN f.umbrella IS NOT TRUE AND NOT EXISTS(SELECT 1 FROM part_rows) THEN 1"              \
    " WHEN NOT " HAS_PARTS " THEN CASE WHEN f.umbrella THEN 0 ELSE 1 END"                          \
    " WHEN EXISTS(" BELOW " SELECT 1 FROM below b JOIN amount_rows wa ON wa.fact = b.fact"         \
    " WHERE b.fact <> f.fact AND " is_same ") THEN 0 ELSE 1 END AS "
#define ON_BASIS(basis) "wa.basis IS NOT DISTINCT FROM " basis
#define COUNTED(currency, basis)                                                                   \
    COUNTED_WHERE("wa.currency = " currency " AND " ON_BASIS(basis)) "counted"
#define COUNTED_CONVERTED(basis) COUNTED_WHERE(ON_BASIS(basis)) "counted_converted"

// Labels of a fact's rows, joined in their order.
#define JOINED(table, list, word)                                                                  \
    "(SELECT {joined} FROM (SELECT coalesce(r.shown, l.label, r." word ") AS label, r.position"    \
    " FROM " table " r" LABELS("l", list, "r." word) " WHERE r.fact = f.fact"                      \
                                                     " ORDER BY r.position) AS joined)"
#define SECTOR "coalesce(f.sector_shown, ls.label, f.sector_code)"
#define STATUS "coalesce(f.status_shown, lt.label, f.status_code)"
#define STATUS_COLUMNS                                                                             \
    STATUS " AS status, coalesce(lt.label, f.status_code) AS status_label, f.status_code,"         \
           "t.\"order\" AS status_order"
#define PARTIES JOINED("party_rows", "parties", "party_code")
#define PARTNER_NAME "coalesce(" PARTNER_SHOWN ", lp.label, " PARTNER ")"

// Of a value of conflicts; those of other fields have none.
#define CLAIM_LABEL(alias, word)                                                                   \
    " LEFT JOIN labels " alias " ON " alias                                                        \
    ".vocabulary = CASE c.field WHEN '/status' THEN 'statuses' WHEN '/instrument' THEN"            \
    " 'instruments' END AND " alias ".language = report_language() AND " alias ".code = " word

#define BASIS_USD "f.basis_usd, coalesce(lu.label, f.basis_usd) AS basis_usd_label"

// What the views of pairs repeat from partnerships, after fact, id and title.
#define SHARED                                                                                     \
    "f.date, f.first, f.last, f.precision, f.year, f.decade, " STATUS_COLUMNS                      \
    ", coalesce(li.label, f.instrument_code) AS instrument, f.instrument_code, " PARTNER_NAME      \
    " AS partner, " PARTNER " AS partner_code, " PARTIES " AS parties, f.amount_usd, " BASIS_USD   \
    ", f.umbrella, " COUNTED("f.currency", "f.basis") ", f.origin"
#define SHARED_LABELS STATUS_LABEL INSTRUMENT_LABEL PARTNER_LABEL USD_LABEL
#define MAIN_SECTOR SECTOR " AS sector, f.sector_code"
#define SECTOR_LABELLED                                                                            \
    SECTOR " AS sector, coalesce(ls.label, f.sector_code) AS sector_label, f.sector_code"

const char *const schema_views[] = {
    "CREATE VIEW partnerships AS SELECT f.fact, f.id, f.title, f.summary,"
    "f.date, f.first, f.last, f.precision, f.approximate, f.uncertain, f.year, "
    "f.decade," SECTOR_LABELLED ", CASE WHEN f.sector_count = 1 THEN " SECTOR " ELSE " JOINED(
        "sector_rows", "sectors",
        "sector_code") " END AS sectors,"
                       "f.sector_count, f.sector_as_published," STATUS_COLUMNS
                       ", f.status_as_published, coalesce(li.label, f.instrument_code) AS "
                       "instrument,"
                       "f.instrument_code, " PARTIES
                       " AS parties, f.party_count, f.countries, " PARTNER_NAME
                       " AS partner, " PARTNER " AS partner_code, " PARTNER_COUNTRY
                       " AS partner_country, f.venue, f.place, f.venue_country,"
                       "f.amount, f.currency, f.basis,"
                       "coalesce(lb.label, f.basis) AS basis_label, f.amount_usd, " BASIS_USD
                       ", f.umbrella, " COUNTED(
                           "f.currency",
                           "f.basis") ","
                                      "f.amount_converted, f.converted_currency," COUNTED_CONVERTED(
                                          "f.basis") ", f.commitments,"
                                                     "f.evidence, f.verified, f.source, fs.title "
                                                     "AS source_title, "
                                                     "coalesce(f.evidence_url, "
                                                     "fs.url) AS url,"
                                                     "f.inferred, f.origin, f.extracted_by, "
                                                     "f.extracted_at, "
                                                     "f.confidence"
                                                     " FROM fact_rows f" SECTOR_LABEL SHARED_LABELS
                                                         BASIS_LABEL("lb", "f.basis") FIRST_SOURCE
    " WHERE " PRESENT,

    "CREATE VIEW partnership_sectors AS SELECT r.fact, f.id, f.title,"
    "coalesce(r.shown, lr.label, r.sector_code) AS sector,"
    "coalesce(lr.label, r.sector_code) AS sector_label, r.sector_code,"
    "r.sector_slot, r.position, r.share, " SHARED
    " FROM sector_rows r JOIN fact_rows f ON f.fact = r.fact" LABELS(
        "lr", "sectors", "r.sector_code") SHARED_LABELS " WHERE " PRESENT,

    "CREATE VIEW partnership_parties AS SELECT r.fact, f.id, f.title,"
    "coalesce(r.shown, lr.label, r.party_code) AS party,"
    "coalesce(lr.label, r.party_code) AS party_label, r.party_code,"
    "r.party_as_published, r.country, r.role, r.organisation, r.kind, r.position, " SECTOR_LABELLED
    ", " SHARED
    " FROM party_rows r JOIN fact_rows f ON f.fact = r.fact" LABELS("lr", "parties", "r.party_code")
        SECTOR_LABEL SHARED_LABELS " WHERE " PRESENT,

    "CREATE VIEW commitments AS SELECT c.fact, c.id, c.title, c.position, c.text, c.\"by\","
    "c.due, c.due_first, c.due_last, c.status, c.state,"
    "coalesce(lw.label, c.state) AS state_label,"
    "CASE WHEN c.state = 'overdue' THEN report_day_number() - c.due_day END AS days_overdue,"
    "c.first_due, c.slips, c.slipped_days,"
    "c.year, c.sector, c.sector_code, c.partner, c.partner_code FROM (SELECT r.fact, f.id, "
    "f.title, r.position,"
    "r.text, coalesce(lr.label, r.by_code) AS \"by\", r.due, r.due_first, r.due_last, r.due_day,"
    "r.status, CASE WHEN r.status <> 'open' THEN r.status"
    " WHEN r.due_last < report_day() THEN 'overdue'"
    " WHEN r.due_first <= report_day() THEN 'due' ELSE 'open' END AS state,"
    "coalesce(r.first_due, r.due) AS first_due, coalesce(r.slips, 0) AS slips,"
    "coalesce(r.slipped_days, CASE WHEN r.due_day IS NOT NULL THEN 0 END) AS slipped_days,"
    "f.year, " MAIN_SECTOR ", " PARTNER_NAME " AS partner, " PARTNER " AS partner_code"
    " FROM commitment_rows r JOIN fact_rows f ON f.fact = r.fact" LABELS("lr", "parties",
                                                                         "r.by_code")
        SECTOR_LABEL PARTNER_LABEL " WHERE " PRESENT ") AS c" LABELS("lw", "states", "c.state"),

    "CREATE VIEW amounts AS SELECT a.fact, f.id, f.title, a.position, a.value, a.currency,"
    "a.basis, coalesce(lb.label, a.basis) AS basis_label, coalesce(a.amount_date, f.date) AS date,"
    "CASE WHEN a.amount_date IS NULL THEN f.first ELSE a.amount_first END AS first,"
    "CASE WHEN a.amount_date IS NULL THEN f.last ELSE a.amount_last END AS last,"
    "f.year, " MAIN_SECTOR ", " STATUS " AS status, f.status_code,"
    "f.umbrella, " COUNTED("a.currency",
                           "a.basis") ", a.converted, "
                                      "a.converted_currency," COUNTED_CONVERTED(
                                          "a.basis") ", f.origin"
                                                     " FROM amount_rows a JOIN "
                                                     "fact_rows f ON f.fact = "
                                                     "a.fact" SECTOR_LABEL STATUS_LABEL BASIS_LABEL(
                                                         "lb", "a.basis") " WHERE"
                                                                          " " PRESENT,

    "CREATE VIEW quantities AS SELECT q.fact, f.id, f.title, q.position, q.label, q.value,"
    "q.unit, q.as_of, f.year, " MAIN_SECTOR
    " FROM quantity_rows q JOIN fact_rows f ON f.fact = q.fact" SECTOR_LABEL " WHERE " PRESENT,

    "CREATE VIEW evidence AS SELECT e.fact, f.id, f.title, e.position, e.supports, e.quote,"
    "e.source, s.title AS source_title, e.locator, coalesce(e.url, s.url) AS url,"
    "e.\"start\", e.\"end\", e.sha256, e.state, e.score, e.number"
    " FROM evidence_rows e JOIN fact_rows f ON f.fact = e.fact"
    " LEFT JOIN source_rows s ON s.id = e.source WHERE " PRESENT,

    "CREATE VIEW merges AS SELECT m.fact, f.id, m.position, m.member, m.title, m.rule, m.score,"
    "m.source, s.title AS source_title, s.url AS url, m.record"
    " FROM merge_rows m JOIN fact_rows f ON f.fact = m.fact"
    " LEFT JOIN source_rows s ON s.id = m.source WHERE " PRESENT,

    "CREATE VIEW conflicts AS SELECT c.fact, f.id, f.title, c.position, c.field, c.chosen, c.other,"
    "coalesce(lc.label, c.chosen) AS chosen_label, coalesce(lo.label, c.other) AS other_label,"
    "c.chosen_source, c.other_source, cs.title AS chosen_title, os.title AS other_title, c.rule,"
    "f.year, " MAIN_SECTOR " FROM conflict_rows c JOIN fact_rows f ON f.fact = c.fact"
    " LEFT JOIN source_rows cs ON cs.id = c.chosen_source"
    " LEFT JOIN source_rows os ON os.id = c.other_source" CLAIM_LABEL("lc", "c.chosen")
        CLAIM_LABEL("lo", "c.other") SECTOR_LABEL " WHERE " PRESENT,

    "CREATE VIEW inferences AS SELECT i.fact, f.id, {null_text} AS source, i.field, i.reason"
    " FROM inference_rows i JOIN fact_rows f ON f.fact = i.fact WHERE " PRESENT
    " UNION ALL SELECT {null_integer}, {null_text}, source, field, reason"
    " FROM source_inference_rows",

    // How many facts use a source is known, unless some of them are of a later day.
    "CREATE VIEW sources AS SELECT s.number, s.id, s.title, s.publisher, s.url, s.published,"
    "s.published_first, s.accessed, s.language, s.licence, s.attribution, s.captured,"
    "s.captured_sha256, CASE WHEN report_horizon() IS NULL THEN s.partnerships"
    " ELSE coalesce(u.facts, 0) END AS partnerships FROM source_rows s"
    " LEFT JOIN (SELECT e.source, count(DISTINCT e.fact) AS facts FROM evidence_rows e"
    " JOIN fact_rows f ON f.fact = e.fact WHERE report_horizon() IS NOT NULL AND " PRESENT
    " GROUP BY e.source) AS u ON u.source = s.id",

    // A term that no fact has is there with 0; a word that is no term comes after the terms.
    "CREATE VIEW sectors AS"
    " SELECT coalesce(l.label, t.code) AS sector, t.code AS sector_code, t.parent, t.slot,"
    " t.position, 1 AS known,"
    " (SELECT count(*) FROM sector_rows s WHERE s.sector_code = t.code AND " IS_PRESENT(
        "s") ") AS partnerships"
             " FROM terms t" LABELS("l", "sectors",
                                    "t.code") " WHERE t.vocabulary = 'sectors'"
                                              " UNION ALL SELECT sector_code, sector_code, "
                                              "{null_text}, {null_integer}, "
                                              "{null_integer},"
                                              " 0, count(*) FROM sector_rows s"
                                              " WHERE sector_code NOT IN (SELECT code FROM terms "
                                              "WHERE vocabulary = 'sectors')"
                                              " AND " IS_PRESENT("s") " GROUP BY sector_code",

    "CREATE VIEW statuses AS"
    " SELECT coalesce(l.label, t.code) AS status, t.code AS status_code,"
    " t.\"order\" AS status_order, t.position, 1 AS known,"
    " (SELECT count(*) FROM fact_rows f WHERE f.status_code = t.code AND " PRESENT
    ") AS partnerships"
    " FROM terms t" LABELS(
        "l", "statuses",
        "t.code") " WHERE t.vocabulary = 'statuses'"
                  " UNION ALL SELECT status_code, status_code, {null_integer}, {null_integer}, 0, "
                  "count(*)"
                  " FROM fact_rows f"
                  " WHERE status_code NOT IN (SELECT code FROM terms WHERE vocabulary = 'statuses')"
                  " AND " PRESENT " GROUP BY status_code",

    "CREATE VIEW parties AS SELECT coalesce(l.label, r.party_code) AS party, r.party_code,"
    " r.country, r.kind, count(DISTINCT r.fact) AS partnerships FROM party_rows r" LABELS(
        "l", "parties", "r.party_code") " WHERE " IS_PRESENT("r") " GROUP BY l.label, "
                                                                  "r.party_code, r.country, r.kind",
    NULL,
};

// --- changes ---

// What is withdrawn has no rows any more: title, date, sector, status and partner are here. words:
// the vocabulary whose codes old and new are.
const char schema_change_rows[] =
    "CREATE TEMP TABLE change_rows(fact {integer}, position {integer}, kind {text},"
    "kind_order {integer}, id {text}, title {text}, field {text}, item {text}, words {text},"
    "old {text}, new {text}, old_value {decimal}, new_value {decimal}, difference {decimal},"
    "percent {real}, unit {text}, basis {text}, days {integer}, material {boolean},"
    "date {text}, first {text}, last {text}, year {integer}, sector_code {text},"
    "status_code {text}, partner_code {text})";

#define CHANGE_LABEL(alias, word)                                                                  \
    " LEFT JOIN labels " alias " ON " alias ".vocabulary = c.words AND " alias                     \
    ".language = report_language() AND " alias ".code = c." word
#define CHANGE_SOURCE(alias, word)                                                                 \
    " LEFT JOIN source_rows " alias " ON c.words = 'sources' AND " alias ".id = c." word

const char schema_changes[] =
    "CREATE {changes_view} changes AS SELECT c.fact, c.kind, c.id,"
    "coalesce(f.title, c.title) AS title, c.field, c.item,"
    "coalesce(lo.label, so.title, c.old) AS old, coalesce(ln.label, sn.title, c.new) AS new,"
    "c.old_value, c.new_value, c.difference, c.percent, c.unit, c.basis,"
    "coalesce(lb.label, c.basis) AS basis_label, c.days, c.material,"
    "coalesce(f.date, c.date) AS date, coalesce(f.first, c.first) AS first,"
    "coalesce(f.last, c.last) AS last, coalesce(f.year, c.year) AS year,"
    "coalesce(f.sector_shown, ls.label, f.sector_code, c.sector_code) AS sector,"
    "coalesce(f.sector_code, c.sector_code) AS sector_code,"
    "coalesce(f.status_shown, lt.label, f.status_code, c.status_code) AS status,"
    "coalesce(f.status_code, c.status_code) AS status_code,"
    "coalesce(" PARTNER_SHOWN ", lp.label, " PARTNER ", c.partner_code) AS partner,"
    "coalesce(" PARTNER ", c.partner_code) AS partner_code,"
    "c.kind_order, c.position FROM {changes} c LEFT JOIN fact_rows f ON f.fact = c.fact" LABELS(
        "ls", "sectors", "coalesce(f.sector_code, c.sector_code)")
        LABELS("lt", "statuses", "coalesce(f.status_code, c.status_code)")
            LABELS("lp", "parties", "coalesce(" PARTNER ", c.partner_code)")
                BASIS_LABEL("lb", "c.basis") CHANGE_LABEL("lo", "old") CHANGE_LABEL("ln", "new")
                    CHANGE_SOURCE("so", "old") CHANGE_SOURCE("sn", "new");

// The order of facts by day; an index, so that handing them out needs no sorting.
#define DAY_OF(row) "coalesce(" row "first, " row "last)"

const char *const schema_indexes[] = {
    "CREATE INDEX sector_rows_code ON sector_rows(sector_code)",
    "CREATE INDEX fact_rows_day ON fact_rows((" DAY_OF("") " IS NULL), (" DAY_OF("") "), fact)",
    NULL,
};

// By first use: the fact, then the place in its evidence (a fact has at most a thousand). What no
// fact uses comes after, as it was loaded.
#define NUMBERED                                                                                   \
    " FROM (SELECT s.id, coalesce(u.facts, 0) AS facts,"                                           \
    " row_number() OVER (ORDER BY u.first_use IS NULL, u.first_use, s.loaded) AS number"           \
    " FROM source_rows s LEFT JOIN (SELECT source, count(DISTINCT fact) AS facts,"                 \
    " min(fact * 10000 + position) AS first_use FROM evidence_rows GROUP BY source) AS u"          \
    " ON u.source = s.id) AS n"
#define IS_MISNUMBERED                                                                             \
    "n.id = source_rows.id AND (source_rows.number IS DISTINCT FROM n.number"                      \
    " OR source_rows.partnerships IS DISTINCT FROM n.facts)"

const char schema_number_sources[] =
    "UPDATE source_rows SET number = n.number, partnerships = n.facts" NUMBERED
    " WHERE " IS_MISNUMBERED;
const char schema_misnumbered_source[] =
    "SELECT n.id" NUMBERED " JOIN source_rows ON " IS_MISNUMBERED " LIMIT 1";

#define BY_DATE DAY_OF("") " IS NULL, " DAY_OF("") ", fact"

// Name, order of rows, whether it is a list, whether its rows have facts.
#define DATASETS(X)                                                                                \
    X("partnerships", BY_DATE, false, true)                                                        \
    X("partnership_sectors", BY_DATE ", position", false, true)                                    \
    X("partnership_parties", BY_DATE ", position", false, true)                                    \
    X("commitments", "due_last IS NULL, due_last, fact, position", false, true)                    \
    X("amounts", BY_DATE ", position", false, true)                                                \
    X("quantities", "fact, position", false, true)                                                 \
    X("evidence", "fact, position", false, true)                                                   \
    X("inferences", "fact IS NULL, fact, source, field", false, true)                              \
    X("merges", "fact, position", false, true)                                                     \
    X("conflicts", "fact, position", false, true)                                                  \
    X("sources", "number", false, false)                                                           \
    X("sectors", "known DESC, position, sector_code", true, false)                                 \
    X("statuses", "known DESC, position, status_code", true, false)                                \
    X("parties", "partnerships DESC, party, country", false, false)                                \
    X("changes", "kind_order, " BY_DATE ", id, position", false, true)

#define ROW(name, order, is_list, has_facts) {name, order, is_list, has_facts},
static const Dataset datasets[] = {DATASETS(ROW)};
#undef ROW

#define NAME(name, order, is_list, has_facts) name,
const char *const schema_dataset_names[] = {DATASETS(NAME) NULL};
#undef NAME

const Dataset *schema_dataset(const char *name) {
    for (guint i = 0; i < G_N_ELEMENTS(datasets); i++)
        if (g_ascii_strcasecmp(datasets[i].name, name) == 0)
            return &datasets[i];
    return NULL;
}

// --- engines ---

static const char *find_piece(const EngineClass *engine, const char *key, gsize length) {
    for (guint i = 0; engine->pieces[i]; i += 2)
        if (strlen(engine->pieces[i]) == length && strncmp(engine->pieces[i], key, length) == 0)
            return engine->pieces[i + 1];
    g_assert_not_reached();
}

// A statement with its {pieces} in the engine's words. New string.
static char *schema_expand(const EngineClass *engine, const char *statement) {
    GString *out = g_string_new(NULL);
    const char *open = strchr(statement, '{');
    for (; open; open = strchr(statement, '{')) {
        gsize length = strcspn(open + 1, "}");
        g_string_append_len(out, statement, open - statement);
        g_string_append(out, find_piece(engine, open + 1, length));
        statement = open + length + 2;
    }
    g_string_append(out, statement);
    return g_string_free(out, FALSE);
}

bool schema_run(Engine *engine, const char *const *statements) {
    for (guint i = 0; statements[i]; i++) {
        g_autofree char *expanded = schema_expand(engine->class, statements[i]);
        g_autofree char *sql =
            engine->class->looks_up ? schema_look_up(expanded) : g_steal_pointer(&expanded);
        if (!engine_script(engine, sql))
            return false;
    }
    return true;
}
