// Codes as one sorted text each, searched by halves: every code takes its letters and one space.
#include "facts/codes.h"

#include "base/suggest.h"

#include <glib.h>
#include <string.h>

static const char countries[] =
    "AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN "
    "BO BQ BR BS BT BU BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CS CT CU CV CW CX "
    "CY CZ DD DE DJ DK DM DO DY DZ EC EE EG EH ER ES ET FI FJ FK FM FO FQ FR FX GA GB GD GE "
    "GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU HV ID IE IL IM IN IO IQ "
    "IR IS IT JE JM JO JP JT KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV "
    "LY MA MC MD ME MF MG MH MI MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF "
    "NG NH NI NL NO NP NQ NR NT NU NZ OM PA PC PE PF PG PH PK PL PM PN PR PS PT PU PW PY PZ "
    "QA RE RH RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SU SV SX SY SZ "
    "TC TD TF TG TH TJ TK TL TM TN TO TP TR TT TV TW TZ UA UG UM US UY UZ VA VC VD VE VG VI "
    "VN VU WF WK WS XK YD YE YT YU ZA ZM ZR ZW ";

static const char currencies[] =
    "ADP AED AFA AFN ALK ALL AMD ANG AOA AOK AON AOR ARA ARP ARS ARY ATS AUD AWG AYM AZM AZN "
    "BAD BAM BBD BDT BEC BEF BEL BGL BGN BHD BIF BMD BND BOB BOP BOV BRB BRC BRE BRL BRN BRR "
    "BSD BTN BUK BWP BYB BYN BYR BZD CAD CDF CHC CHE CHF CHW CLF CLP CNY COP COU CRC CSD CSK "
    "CUC CUP CVE CYP CZK DDM DEM DJF DKK DOP DZD ECS ECV EEK EGP ERN ESA ESB ESP ETB EUR FIM "
    "FJD FKP FRF GBP GEK GEL GHC GHP GHS GIP GMD GNE GNF GNS GQE GRD GTQ GWE GWP GYD HKD HNL "
    "HRD HRK HTG HUF IDR IEP ILP ILR ILS INR IQD IRR ISJ ISK ITL JMD JOD JPY KES KGS KHR KMF "
    "KPW KRW KWD KYD KZT LAJ LAK LBP LKR LRD LSL LSM LTL LTT LUC LUF LUL LVL LVR LYD MAD MAF "
    "MDL MGA MGF MKD MLF MMK MNT MOP MRO MRU MTL MTP MUR MVQ MVR MWK MXN MXP MXV MYR MZE MZM "
    "MZN NAD NGN NIC NIO NLG NOK NPR NZD OMR PAB PEH PEI PEN PES PGK PHP PKR PLN PLZ PTE PYG "
    "QAR RHD ROK ROL RON RSD RUB RUR RWF SAR SBD SCR SDD SDG SDP SEK SGD SHP SIT SKK SLE SLL "
    "SOS SRD SRG SSP STD STN SUR SVC SYP SZL THB TJR TJS TMM TMT TND TOP TPE TRL TRY TTD TWD "
    "TZS UAH UAK UGS UGX USD USN USS UYI UYN UYP UYU UYW UZS VEB VED VEF VES VNC VND VUV WST "
    "XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XEU XFO XFU XOF XPD XPF XPT XSU XTS XUA XXX YDD "
    "YER YUD YUM YUN ZAL ZAR ZMK ZMW ZRN ZRZ ZWC ZWD ZWG ZWL ZWN ZWR ";

static bool is_form(const char *code, gsize length) {
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isupper(code[i]))
            return false;
    return code[length] == '\0';
}

bool codes_is_country_form(const char *code) {
    return is_form(code, 2);
}

bool codes_is_currency_form(const char *code) {
    return is_form(code, 3);
}

// In a text of `count` codes of `length` letters.
static bool contains(const char *codes, gsize count, const char *code, gsize length) {
    gsize low = 0, high = count;
    while (low < high) {
        gsize middle = low + (high - low) / 2;
        int order = memcmp(code, codes + middle * (length + 1), length);
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

bool codes_is_country(const char *code) {
    return codes_is_country_form(code) && contains(countries, sizeof countries / 3, code, 2);
}

bool codes_is_currency(const char *code) {
    return codes_is_currency_form(code) && contains(currencies, sizeof currencies / 4, code, 3);
}

// What people write for the currencies that are written about most, and these themselves: of a word
// that is none, the nearest of them is told.
static const struct {
    const char *word, *code;
} currency_words[] = {
    {"USD", "USD"},          {"EUR", "EUR"},    {"GBP", "GBP"},      {"CNY", "CNY"},
    {"JPY", "JPY"},          {"PKR", "PKR"},    {"INR", "INR"},      {"RUB", "RUB"},
    {"AED", "AED"},          {"SAR", "SAR"},    {"CHF", "CHF"},      {"CAD", "CAD"},
    {"AUD", "AUD"},          {"DOLLAR", "USD"}, {"DOLLARS", "USD"},  {"US DOLLAR", "USD"},
    {"US$", "USD"},          {"$", "USD"},      {"EURO", "EUR"},     {"EUROS", "EUR"},
    {"\xE2\x82\xAC", "EUR"}, {"POUND", "GBP"},  {"STERLING", "GBP"}, {"\xC2\xA3", "GBP"},
    {"RMB", "CNY"},          {"YUAN", "CNY"},   {"RENMINBI", "CNY"}, {"YEN", "JPY"},
    {"RUPEE", "PKR"},        {"RUPEES", "PKR"}, {"RS", "PKR"},       {"ROUBLE", "RUB"},
    {"RUBLE", "RUB"},        {"DIRHAM", "AED"}, {"RIYAL", "SAR"},    {"FRANC", "CHF"}};

static const char *code_of_word(const char *word) {
    for (guint i = 0; i < G_N_ELEMENTS(currency_words); i++)
        if (strcmp(currency_words[i].word, word) == 0)
            return currency_words[i].code;
    return NULL;
}

char *codes_suggest_currency(const char *word) {
    const char *names[G_N_ELEMENTS(currency_words)];
    g_autofree char *upper = g_ascii_strup(word, -1);
    for (guint i = 0; i < G_N_ELEMENTS(currency_words); i++)
        names[i] = currency_words[i].word;
    g_strstrip(upper);
    const char *code = codes_is_currency(upper) ? upper : code_of_word(upper);
    const char *near = code ? NULL : suggest_nearest(upper, names, G_N_ELEMENTS(names));
    if (near)
        code = code_of_word(near);
    return code ? g_strdup_printf("did you mean \"%s\"?", code) : NULL;
}
