// The functions that SQLite has or gets and PostgreSQL lacks, in the schema "accord". Sums are made
// by the server's own numeric, which is exact.
#include "store/postgres.h"
#include "store/sql_money.h"

#define READS " STABLE PARALLEL SAFE"
#define PURE " IMMUTABLE PARALLEL SAFE"

const char *const pq_setup[] = {
    "CREATE FUNCTION report_language() RETURNS text LANGUAGE sql" READS
    " AS $$ SELECT nullif(current_setting('accord.language', true), '') $$",
    "CREATE FUNCTION report_day() RETURNS text LANGUAGE sql" READS
    " AS $$ SELECT nullif(current_setting('accord.as_of', true), '') COLLATE \"C\" $$",
    "CREATE FUNCTION report_home() RETURNS text LANGUAGE sql" READS
    " AS $$ SELECT nullif(current_setting('accord.home', true), '') COLLATE \"C\" $$",
    "CREATE FUNCTION report_day_number() RETURNS bigint LANGUAGE sql" READS
    " AS $$ SELECT (nullif(current_setting('accord.as_of', true), '')::date"
    " - date '1970-01-01')::bigint $$",

    // Exact sums; of one currency only, where that is given.
    "CREATE AGGREGATE decimal_sum(numeric) (SFUNC = numeric_add, STYPE = numeric,"
    " COMBINEFUNC = numeric_add, MSFUNC = numeric_add, MINVFUNC = numeric_sub,"
    " MSTYPE = numeric, PARALLEL = SAFE)",
    "CREATE TYPE currency_sum AS (amount numeric, currency text)",
    "CREATE FUNCTION currency_add(state currency_sum, value numeric, currency text)"
    " RETURNS currency_sum LANGUAGE plpgsql" PURE " AS $$ BEGIN"
    " IF value IS NULL THEN RETURN state; END IF;"
    " currency := coalesce(currency, '(none)');"
    " IF state.currency IS NULL THEN RETURN (value, currency)::accord.currency_sum; END IF;"
    " IF state.currency <> currency THEN RAISE EXCEPTION USING ERRCODE = 'AC001', MESSAGE ="
    " format('amounts in %s and %s cannot be added up', state.currency, left(currency, 20));"
    " END IF; RETURN (state.amount + value, state.currency)::accord.currency_sum; END $$",
    "CREATE FUNCTION currency_result(state currency_sum) RETURNS numeric LANGUAGE sql" PURE
    " AS $$ SELECT state.amount $$",
    "CREATE AGGREGATE decimal_sum(numeric, text) (SFUNC = currency_add, STYPE = currency_sum,"
    " FINALFUNC = currency_result)",

    // Counting conditions, as where they are 0 and 1.
    "CREATE FUNCTION add_truth(state bigint, value boolean) RETURNS bigint LANGUAGE sql" PURE
    " AS $$ SELECT CASE WHEN value IS NULL THEN state"
    " ELSE coalesce(state, 0) + value::int END $$",
    "CREATE AGGREGATE sum(boolean) (SFUNC = add_truth, STYPE = bigint)",

    "CREATE FUNCTION with_commas(anyarray) RETURNS text LANGUAGE sql" PURE
    " AS $$ SELECT array_to_string($1, ',') $$",
    "CREATE AGGREGATE group_concat(text) (SFUNC = array_append, STYPE = text[],"
    " FINALFUNC = with_commas)",
    "CREATE AGGREGATE group_concat(bigint) (SFUNC = array_append, STYPE = bigint[],"
    " FINALFUNC = with_commas)",
    "CREATE FUNCTION join_text(state text, value text, separator text) RETURNS text LANGUAGE "
    "sql" PURE " AS $$ SELECT CASE WHEN value IS NULL THEN state WHEN state IS NULL THEN value"
    " ELSE state || coalesce(separator, '') || value END $$",
    "CREATE AGGREGATE group_concat(text, text) (SFUNC = join_text, STYPE = text)",
    "CREATE AGGREGATE total(numeric) (SFUNC = numeric_add, STYPE = numeric, INITCOND = '0')",

    "CREATE FUNCTION iif(boolean, anyelement, anyelement) RETURNS anyelement LANGUAGE sql" PURE
    " AS $$ SELECT CASE WHEN $1 THEN $2 ELSE $3 END $$",
    "CREATE FUNCTION iif(boolean, text, text) RETURNS text LANGUAGE sql" PURE
    " AS $$ SELECT CASE WHEN $1 THEN $2 ELSE $3 END $$",
    // Dates are text; 'now' is the day of the report.
    "CREATE FUNCTION day_of(text) RETURNS timestamp LANGUAGE sql" READS
    " AS $$ SELECT CASE WHEN $1 = 'now' THEN accord.report_day()::timestamp"
    " WHEN $1 ~ '^\\d{4}-\\d{2}-\\d{2}( \\d{2}:\\d{2}(:\\d{2})?)?$' THEN $1::timestamp END $$",
    "CREATE FUNCTION date_text(day text, VARIADIC changes text[] DEFAULT '{}') RETURNS text"
    " LANGUAGE plpgsql" READS
    " AS $$ DECLARE moment timestamp := accord.day_of(day); change text; BEGIN"
    " FOREACH change IN ARRAY changes LOOP"
    " IF change ~ '^start of (day|month|year)$' THEN"
    " moment := date_trunc(substr(change, 10), moment);"
    " ELSIF change ~ '^[+-]?\\d+ (day|month|year|hour|minute|second)s?$' THEN"
    " moment := moment + change::interval; ELSE RETURN NULL; END IF; END LOOP;"
    " RETURN to_char(moment, 'YYYY-MM-DD'); END $$",
    "CREATE FUNCTION julian_day(text) RETURNS double precision LANGUAGE sql" READS
    " AS $$ SELECT extract(epoch FROM accord.day_of($1))::double precision / 86400"
    " + 2440587.5 $$",
    "CREATE FUNCTION time_text(form text, day text) RETURNS text LANGUAGE sql" READS
    " AS $$ SELECT replace(replace(replace(replace(form, '%Y', to_char(accord.day_of(day),"
    " 'YYYY')), '%m', to_char(accord.day_of(day), 'MM')), '%d', to_char(accord.day_of(day),"
    " 'DD')), '%j', to_char(accord.day_of(day), 'DDD')) $$",
    NULL,
};

// The sums that SQL has, of one kind of state.
#define AGGREGATES(AGGREGATE, kind)                                                                \
    AGGREGATE("sum", "numeric", kind "_sum"), AGGREGATE("sum", "double precision", kind "_sum"),   \
        AGGREGATE("decimal_sum", "numeric", kind "_sum"),                                          \
        AGGREGATE("total", "numeric", kind "_total"),                                              \
        AGGREGATE("total", "double precision", kind "_total"),                                     \
        AGGREGATE("avg", "numeric", kind "_average"),                                              \
        AGGREGATE("avg", "double precision", kind "_average")

#define MONEY_AGGREGATE(name, number, final)                                                       \
    "CREATE AGGREGATE " name "(" number ", text, text, integer) (SFUNC = money_add,"               \
    " STYPE = money_state, FINALFUNC = " final ")"

#define JOIN_NUMBERS(number)                                                                       \
    "CREATE FUNCTION join_text(state text, value " number ", separator text) RETURNS text"         \
    " LANGUAGE sql" PURE " AS $$ SELECT accord.join_text(state, value::text, separator) $$",       \
        "CREATE AGGREGATE group_concat(" number ", text) (SFUNC = join_text, STYPE = text)"

// Sums of amounts as sql_money.h puts them: with currency, basis and the number of the sum. And
// what layouts say in SQLite's words.
static const char *const money_setup[] = {
    // "%05.1f": a flag, a width, a point with digits, and d, s, f or %.
    "CREATE FUNCTION print_text(form text, given text[]) RETURNS text LANGUAGE plpgsql" PURE
    " AS $$ DECLARE result text := ''; rest text := form; part text[]; value text;"
    " next integer := 1; BEGIN LOOP"
    " part := regexp_match(rest, '^([^%]*)%([-0,]*)([1-9][0-9]{0,3})?(\\.([0-9]{1,2}))?([dsf%])');"
    " IF part IS NULL THEN RETURN result || rest; END IF;"
    " rest := substr(rest, length(part[1]) + length(part[2]) + length(coalesce(part[3], ''))"
    " + length(coalesce(part[4], '')) + 3);"
    " IF part[6] = '%' THEN result := result || part[1] || '%'; CONTINUE; END IF;"
    " value := given[next]; next := next + 1;"
    " value := CASE part[6] WHEN 'd' THEN trunc(coalesce(value, '0')::numeric)::text"
    " WHEN 'f' THEN round(coalesce(value, '0')::numeric, coalesce(part[5], '6')::integer)::text"
    " ELSE coalesce(left(value, part[5]::integer), value, '') END;"
    " IF part[6] <> 's' AND part[2] LIKE '%,%' THEN"
    " value := regexp_replace(split_part(value, '.', 1), '(\\d)(?=(\\d{3})+$)', '\\1,', 'g')"
    " || substr(value, length(split_part(value, '.', 1)) + 1); END IF;"
    " IF length(value) < part[3]::integer THEN value := CASE"
    " WHEN part[2] LIKE '%-%' THEN rpad(value, part[3]::integer)"
    " WHEN part[2] LIKE '%0%' AND part[6] <> 's' AND value LIKE '-%'"
    " THEN '-' || lpad(substr(value, 2), part[3]::integer - 1, '0')"
    " WHEN part[2] LIKE '%0%' AND part[6] <> 's' THEN lpad(value, part[3]::integer, '0')"
    " ELSE lpad(value, part[3]::integer) END; END IF;"
    " result := result || part[1] || value; END LOOP; END $$",
    JOIN_NUMBERS("bigint"),
    JOIN_NUMBERS("numeric"),
    JOIN_NUMBERS("double precision"),
    "CREATE TYPE money_state AS (amount numeric, count bigint, currency text, basis text)",
    "CREATE FUNCTION money_add(state money_state, value numeric, currency text, basis text,"
    " call integer) RETURNS money_state LANGUAGE plpgsql" PURE " AS $$ BEGIN"
    " IF value IS NULL THEN RETURN state; END IF;"
    " IF value <> 0 AND currency <> state.currency THEN"
    " RAISE EXCEPTION USING ERRCODE = 'AC001', MESSAGE = format('amounts in %s and %s cannot be"
    " added up #%s', left(state.currency, 20), left(currency, 20), call); END IF;"
    " IF value <> 0 AND basis <> state.basis THEN"
    " RAISE EXCEPTION USING ERRCODE = 'AC001', MESSAGE = format('amounts on the bases %s and %s"
    " cannot be added up #%s', left(state.basis, 20), left(basis, 20), call); END IF;"
    " IF value = 0 THEN currency := NULL; basis := NULL; END IF;"
    " RETURN (coalesce(state.amount, 0) + value, coalesce(state.count, 0) + 1,"
    " coalesce(state.currency, currency), coalesce(state.basis, basis))::accord.money_state; END "
    "$$",
    "CREATE FUNCTION money_add(state money_state, value double precision, currency text,"
    " basis text, call integer) RETURNS money_state LANGUAGE sql" PURE
    " AS $$ SELECT accord.money_add(state, value::numeric, currency, basis, call) $$",
    "CREATE FUNCTION money_sum(state money_state) RETURNS numeric LANGUAGE sql" PURE
    " AS $$ SELECT state.amount $$",
    "CREATE FUNCTION money_total(state money_state) RETURNS numeric LANGUAGE sql" PURE
    " AS $$ SELECT coalesce(state.amount, 0) $$",
    "CREATE FUNCTION money_average(state money_state) RETURNS numeric LANGUAGE sql" PURE
    " AS $$ SELECT state.amount / state.count $$",
    AGGREGATES(MONEY_AGGREGATE, "money"),
    NULL,
};

static const char *const horizon_setup[] = {
    "CREATE FUNCTION report_horizon() RETURNS text LANGUAGE sql" READS
    " AS $$ SELECT nullif(current_setting('accord.horizon', true), '') COLLATE \"C\" $$",
    NULL,
};

#define COUNTED_AGGREGATE(name, number, final)                                                     \
    "CREATE AGGREGATE " name "(" number ", text, text, integer, integer) (SFUNC = counted_add,"    \
    " STYPE = counted_state, FINALFUNC = " final ")"

// The same sums with whether each amount counts, before the number of the sum: those that do and
// those that do not make none together.
static const char *const counted_setup[] = {
    "CREATE TYPE counted_state AS (money money_state, counted integer)",
    "CREATE FUNCTION counted_add(state counted_state, value numeric, currency text, basis text,"
    " counted integer, call integer) RETURNS counted_state LANGUAGE plpgsql" PURE " AS $$ BEGIN"
    " IF value IS NULL THEN RETURN state; END IF;"
    " IF value = 0 THEN counted := NULL; END IF;"
    " IF counted <> state.counted THEN RAISE EXCEPTION USING ERRCODE = 'AC001', MESSAGE ="
    " format('" SQL_MONEY_UMBRELLAS " cannot be added up #%s', call); END IF;"
    " RETURN (accord.money_add(state.money, value, currency, basis, call),"
    " coalesce(state.counted, counted))::accord.counted_state; END $$",
    "CREATE FUNCTION counted_add(state counted_state, value double precision, currency text,"
    " basis text, counted integer, call integer) RETURNS counted_state LANGUAGE sql" PURE
    " AS $$ SELECT accord.counted_add(state, value::numeric, currency, basis, counted, call) $$",
    "CREATE FUNCTION counted_sum(state counted_state) RETURNS numeric LANGUAGE sql" PURE
    " AS $$ SELECT (state.money).amount $$",
    "CREATE FUNCTION counted_total(state counted_state) RETURNS numeric LANGUAGE sql" PURE
    " AS $$ SELECT coalesce((state.money).amount, 0) $$",
    "CREATE FUNCTION counted_average(state counted_state) RETURNS numeric LANGUAGE sql" PURE
    " AS $$ SELECT (state.money).amount / (state.money).count $$",
    AGGREGATES(COUNTED_AGGREGATE, "counted"),
    NULL,
};

static const char *const repeats_setup[] = {
    "CREATE FUNCTION money_once(seen bigint, parts bigint, call integer) RETURNS integer"
    " LANGUAGE plpgsql" PURE " AS $$ BEGIN IF seen = parts THEN RETURN 1; END IF;"
    " RAISE EXCEPTION USING ERRCODE = 'AC001', MESSAGE ="
    " format('" SQL_MONEY_REPEATS " cannot be added up #%s', call); END $$",
    NULL,
};

const char *const *pq_setup_of(gint64 version) {
    switch (version) {
    case 6:
        return money_setup;
    case 7:
        return horizon_setup;
    case 12:
        return counted_setup;
    case 13:
        return repeats_setup;
    default:
        return NULL;
    }
}
