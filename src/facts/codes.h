// Codes of countries (ISO 3166-1 alpha-2, and the former ones of ISO 3166-3) and of currencies
// (ISO 4217, and former ones).
#pragma once
#include <stdbool.h>

// The form alone: two, or three, capital letters.
bool codes_is_country_form(const char *code);
bool codes_is_currency_form(const char *code);
// Assigned now or once. XK, which ISO leaves to users, is Kosovo.
bool codes_is_country(const char *code);
bool codes_is_currency(const char *code);
// did you mean "EUR"? of "EURO", "usd", ...; NULL when nothing is near. New string.
char *codes_suggest_currency(const char *word);
