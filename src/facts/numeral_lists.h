// Sizes that the lists of numeral_words.h share.
#pragma once

#define THOUSAND 1000LL
#define LAKH 100000LL
#define MILLION 1000000LL
#define CRORE 10000000LL
#define HUNDRED_MILLION 100000000LL
#define BILLION 1000000000LL
#define TRILLION 1000000000000LL
