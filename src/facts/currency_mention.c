// A sign, a code or a name is looked for directly before the number, and up to a few words behind
// it; what stands before counts first. Each says all the currencies that it may mean, and an
// adjective before a name ("Indian rupees") leaves those of its country. Names are those of the
// languages that numerals are read in.
#include "facts/currency_mention.h"

#include "facts/codes.h"
#include "facts/comparable.h"

#include <string.h>

enum { WORD_BYTES = 64, WORDS_BEHIND = 4, ABBREVIATION = 4 };

#define DOLLARS                                                                                    \
    "USD AUD CAD NZD HKD SGD TWD BND FJD JMD TTD BBD BSD BZD BMD KYD GYD SRD NAD LRD XCD SBD ZWD " \
    "ZWL"
#define PESOS "MXN ARS CLP COP CUP DOP PHP UYU"
#define RUPEES "PKR INR LKR NPR MUR SCR"
#define POUNDS "GBP EGP LBP SYP SDG SSP FKP GIP SHP IEP CYP"
#define RIALS "SAR QAR OMR YER IRR"
#define DINARS "KWD IQD JOD BHD TND DZD LYD RSD"
#define DIRHAMS "AED MAD"
#define ROUBLES "RUB RUR BYN"
#define FRANCS "CHF FRF BEF LUF XAF XOF XPF CDF DJF GNF KMF RWF BIF"
#define KRONER "SEK NOK DKK ISK"
#define YUAN "CNY"

typedef struct {
    const char *word, *codes;
} Row;

// As they are written, the longer ones first.
static const Row signs[] = {
    {"NT$", "TWD"},
    {"HK$", "HKD"},
    {"NZ$", "NZD"},
    {"AU$", "AUD"},
    {"CA$", "CAD"},
    {"US $", "USD"},
    {"US$", "USD"},
    {"A$", "AUD"},
    {"C$", "CAD"},
    {"S$", "SGD"},
    {"R$", "BRL"},
    {"$US", "USD"},
    {"$", DOLLARS " " PESOS},
    {"＄", DOLLARS},
    {"€", "EUR"},
    {"£", POUNDS},
    {"¥", "JPY CNY"},
    {"￥", "JPY CNY"},
    {"₹", "INR"},
    {"₨", RUPEES},
    {"Rs", RUPEES},
    {"RS", RUPEES},
    {"RMB", YUAN},
    {"₽", "RUB"},
    {"₺", "TRY"},
    {"₩", "KRW KPW"},
    {"₫", "VND"},
    {"₦", "NGN"},
    {"₪", "ILS"},
    {"₸", "KZT"},
    {"₴", "UAH"},
    {"₼", "AZN"},
    {"₾", "GEL"},
    {"฿", "THB"},
    {"₱", "PHP"},
    {"৳", "BDT"},
    {"Tk", "BDT"},
    {"kr", KRONER},
    {"Dh", DIRHAMS},
    {"GH₵", "GHS"},
    {"₵", "GHS"},
    {"Rp", "IDR"},
    {"SFr", "CHF"},
    {"Fr", FRANCS},
    {"KSh", "KES"},
    {"Ksh", "KES"},
    {"TSh", "TZS"},
    {"USh", "UGX"},
    {"RM", "MYR"},
    {"zł", "PLN"},
    {"Kč", "CZK"},
    {"S/", "PEN"},
    {"₡", "CRC"},
    {"₲", "PYG"},
    {"₮", "MNT"},
    {"₭", "LAK"},
    {"៛", "KHR"},
    {"֏", "AMD"},
};

// In small letters; one that ends in "*" stands for all words that begin so.
static const Row names[] = {
    {"dollar", DOLLARS},
    {"dólares", DOLLARS},
    {"dólar", DOLLARS},
    {"доллар*", DOLLARS},
    {"долл", DOLLARS},
    {"دولار*", DOLLARS},
    {"دلار", DOLLARS},
    {"ڈالر*", DOLLARS},
    {"डॉलर", DOLLARS},
    {"euro", "EUR"},
    {"евро", "EUR"},
    {"يورو", "EUR"},
    {"یورو", "EUR"},
    {"यूरो", "EUR"},
    {"pound", POUNDS},
    {"sterling", "GBP"},
    {"livre", POUNDS},
    {"libras", POUNDS},
    {"pfund", POUNDS},
    {"фунт*", POUNDS},
    {"جنيه*", POUNDS},
    {"پاؤنڈ", POUNDS},
    {"پوند", POUNDS},
    {"yen", "JPY"},
    {"йен*", "JPY"},
    {"иен*", "JPY"},
    {"ين", "JPY"},
    {"yuan", YUAN},
    {"renminbi", YUAN},
    {"rmb", YUAN},
    {"юан*", YUAN},
    {"يوان", YUAN},
    {"یوآن", YUAN},
    {"یوان", YUAN},
    {"rupee", RUPEES},
    {"rupie", RUPEES},
    {"rupien", RUPEES},
    {"roupie", RUPEES},
    {"rupia", RUPEES},
    {"рупи*", RUPEES},
    {"روبية", RUPEES},
    {"روپے", RUPEES},
    {"روپیہ", RUPEES},
    {"روپیے", RUPEES},
    {"روپیه", RUPEES},
    {"रुपय*", RUPEES},
    {"रुपए", RUPEES},
    {"ruble", ROUBLES},
    {"rouble", ROUBLES},
    {"rubel", ROUBLES},
    {"rublo", ROUBLES},
    {"рубл*", ROUBLES},
    {"руб", ROUBLES},
    {"روبل", ROUBLES},
    {"dirham", DIRHAMS},
    {"дирхам*", DIRHAMS},
    {"درهم*", DIRHAMS},
    {"درہم", DIRHAMS},
    {"riyal", RIALS},
    {"rial", RIALS},
    {"риал*", RIALS},
    {"ريال*", RIALS},
    {"ریال", RIALS},
    {"dinar", DINARS},
    {"динар*", DINARS},
    {"دينار*", DINARS},
    {"دینار", DINARS},
    {"franc", FRANCS},
    {"franken", "CHF"},
    {"франк*", FRANCS},
    {"peso", PESOS},
    {"taka", "BDT"},
    {"ringgit", "MYR"},
    {"baht", "THB"},
    {"rand", "ZAR"},
    {"naira", "NGN"},
    {"tenge", "KZT"},
    {"afghani", "AFN AFA"},
    {"lira", "TRY TRL ITL SYP LBP"},
    {"krone", KRONER},
    {"kronor", KRONER},
    {"kroner", KRONER},
    {"hryvnia", "UAH"},
    {"shilling", "KES TZS UGX SOS"},
    {"won", "KRW KPW"},
    {"sdr", "XDR"},
    {"kina", "PGK"},
    {"zloty", "PLN"},
    {"złoty", "PLN"},
    {"zlote", "PLN"},
    {"złotych", "PLN"},
    {"forint", "HUF"},
    {"birr", "ETB"},
    {"cedi", "GHS"},
    {"reais", "BRL"},
    {"lari", "GEL"},
    {"som", "KGS UZS"},
    {"manat", "AZN TMT"},
    {"tugrik", "MNT"},
    {"kyat", "MMK"},
    {"kip", "LAK"},
    {"riel", "KHR"},
    {"dong", "VND"},
    {"rupiah", "IDR"},
    {"shekel", "ILS"},
    {"koruna", "CZK SKK"},
    {"korun", "CZK SKK"},
    {"crown", "CZK SEK NOK DKK"},
    {"leu", "RON MDL"},
    {"lei", "RON MDL"},
    {"lev", "BGN"},
    {"leva", "BGN"},
    {"kuna", "HRK"},
    {"dram", "AMD"},
    {"kwacha", "ZMW MWK"},
    {"pula", "BWP"},
    {"metical", "MZN"},
    {"meticais", "MZN"},
    {"kwanza", "AOA"},
    {"leone", "SLE SLL"},
    {"dalasi", "GMD"},
    {"ouguiya", "MRU MRO"},
    {"ariary", "MGA"},
    {"nakfa", "ERN"},
    {"lempira", "HNL"},
    {"quetzal", "GTQ"},
    {"quetzales", "GTQ"},
    {"colones", "CRC SVC"},
    {"bolívar", "VES VEF"},
    {"bolivares", "VES VEF"},
    {"bolívares", "VES VEF"},
    {"guaraní", "PYG"},
    {"guaraníes", "PYG"},
    {"guarani", "PYG"},
    {"soles", "PEN"},
    {"boliviano", "BOB"},
    {"gourde", "HTG"},
    {"vatu", "VUV"},
    {"tala", "WST"},
    {"ngultrum", "BTN"},
    {"rufiyaa", "MVR"},
    {"pataca", "MOP"},
    {"somoni", "TJS"},
    {"maloti", "LSL"},
    {"тенге", "KZT"},
    {"гривен*", "UAH"},
    {"сум", "UZS"},
    {"сумов", "UZS"},
    {"сомов", "KGS"},
    {"টাকা", "BDT"},
    {"ডলার", DOLLARS},
    {"टका", "BDT"},
};

// Chinese and Japanese, where no space ends a word; the longer ones first.
static const Row ideographs[] = {
    {"美元", "USD"},     {"欧元", "EUR"},       {"歐元", "EUR"},   {"日元", "JPY"},
    {"日圆", "JPY"},     {"人民币", YUAN},      {"人民幣", YUAN},  {"港元", "HKD"},
    {"英镑", "GBP"},     {"卢比", RUPEES},      {"盧比", RUPEES},  {"卢布", ROUBLES},
    {"迪拉姆", DIRHAMS}, {"里亚尔", RIALS},     {"ドル", DOLLARS}, {"ユーロ", "EUR"},
    {"ルピー", RUPEES},  {"ルーブル", ROUBLES}, {"円", "JPY"},     {"元", YUAN},
};

// What narrows a name.
static const Row adjectives[] = {
    {"us", "USD"},
    {"u.s", "USD"},
    {"american", "USD"},
    {"américains", "USD"},
    {"estadounidenses", "USD"},
    {"американск*", "USD"},
    {"أمريكي*", "USD"},
    {"امریکی", "USD"},
    {"आमेरिकी", "USD"},
    {"australian", "AUD"},
    {"canadian", "CAD"},
    {"hong", "HKD"},
    {"kong", "HKD"},
    {"singapore", "SGD"},
    {"taiwan", "TWD"},
    {"zealand", "NZD"},
    {"pakistan*", "PKR"},
    {"пакистанск*", "PKR"},
    {"پاکستانی", "PKR"},
    {"indian", "INR"},
    {"индийск*", "INR"},
    {"بھارتی", "INR"},
    {"lanka*", "LKR"},
    {"nepal*", "NPR"},
    {"mauritian", "MUR"},
    {"chinese", "CNY"},
    {"british", "GBP"},
    {"egyptian", "EGP"},
    {"lebanese", "LBP"},
    {"syrian", "SYP"},
    {"sudanese", "SDG SSP"},
    {"swiss", "CHF"},
    {"saudi", "SAR"},
    {"qatari", "QAR"},
    {"omani", "OMR"},
    {"yemeni", "YER"},
    {"iranian", "IRR"},
    {"emirati", "AED"},
    {"uae", "AED"},
    {"moroccan", "MAD"},
    {"kuwaiti", "KWD"},
    {"iraqi", "IQD"},
    {"jordanian", "JOD"},
    {"bahraini", "BHD"},
    {"russian", "RUB RUR"},
    {"российск*", "RUB RUR"},
    {"belarusian", "BYN"},
    {"turkish", "TRY TRL"},
    {"swedish", "SEK"},
    {"norwegian", "NOK"},
    {"danish", "DKK"},
    {"kenyan", "KES"},
    {"mexican", "MXN"},
    {"korean", "KRW KPW"},
    {"brazilian", "BRL"},
    {"polish", "PLN"},
    {"czech", "CZK"},
    {"romanian", "RON"},
    {"zambian", "ZMW"},
    {"malawian", "MWK"},
    {"tanzanian", "TZS"},
    {"ugandan", "UGX"},
    {"jamaican", "JMD"},
    {"namibian", "NAD"},
    {"colombian", "COP"},
    {"chilean", "CLP"},
    {"argentine", "ARS"},
    {"philippine", "PHP"},
};

static const char *const fillers[] = {"of", "in", "de", "d", "des", "en", "di", "new", NULL};

// --- words ---

static bool matches(const char *word, const char *pattern) {
    gsize length = strlen(pattern);
    if (pattern[length - 1] == '*')
        return strncmp(word, pattern, length - 1) == 0;
    if (strncmp(word, pattern, length) != 0)
        return false;
    const char *rest = word + length;
    return strcmp(rest, "") == 0 || strcmp(rest, "s") == 0;
}

static const char *find_word(const Row *rows, gsize count, const char *word) {
    for (gsize i = 0; i < count; i++)
        if (matches(word, rows[i].word))
            return rows[i].codes;
    return NULL;
}

static bool is_filler(const char *word) {
    for (guint i = 0; fillers[i]; i++)
        if (strcmp(word, fillers[i]) == 0)
            return true;
    return false;
}

static bool has_code(const char *codes, const char *code) {
    return strstr(codes, code) != NULL;
}

// Whether both may be the one asked for: a name of many, an adjective or NULL.
static CurrencyMention compare(const char *codes, const char *adjective, const char *code) {
    bool fits = has_code(codes, code) && (!adjective || has_code(adjective, code));
    return fits ? CURRENCY_SAME : CURRENCY_OTHER;
}

// --- before the number ---

// Whether the sign stands right before `end` and is no end of a longer word.
static bool ends_with_sign(const char *text, gsize end, const char *sign) {
    gsize length = strlen(sign);
    if (length > end || memcmp(text + end - length, sign, length) != 0)
        return false;
    const char *before = end > length ? g_utf8_find_prev_char(text, text + end - length) : NULL;
    return !before || !comparable_is_letter(g_utf8_get_char(before));
}

static const char *find_sign_before(const char *text, gsize end) {
    for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
        if (ends_with_sign(text, end, signs[i].word))
            return signs[i].codes;
    return NULL;
}

// The letters that end there, in a buffer of WORD_BYTES; "" when there are none or too many.
static void word_before(const char *text, gsize end, char *word) {
    const char *start = text + end;
    for (const char *p = start; p > text; start = p) {
        p = g_utf8_prev_char(p);
        if (!comparable_is_letter(g_utf8_get_char(p)))
            break;
    }
    gsize length = (gsize)(text + end - start);
    g_strlcpy(word, length < WORD_BYTES ? start : "", MIN(length + 1, (gsize)WORD_BYTES));
}

// A point belongs to an abbreviation, as of "Rs. 5 million", or ends the sentence before: "in USD.
// Two million euros".
static CurrencyMention look_before(const char *text, gsize start, const char *code) {
    while (start > 0 && text[start - 1] == ' ')
        start--;
    bool has_point = start > 0 && text[start - 1] == '.';
    start -= has_point;
    const char *codes = find_sign_before(text, start);
    char word[WORD_BYTES];
    word_before(text, start, word);
    bool is_code = codes_is_currency(word);
    bool ends_sentence = has_point && (is_code || g_utf8_strlen(word, -1) > ABBREVIATION);
    if (ends_sentence)
        return CURRENCY_UNSAID;
    if (!codes && is_code)
        codes = word;
    g_autofree char *small = g_utf8_strdown(word, -1);
    if (!codes && *small)
        codes = find_word(names, G_N_ELEMENTS(names), small);
    return codes ? compare(codes, NULL, code) : CURRENCY_UNSAID;
}

// --- behind it ---

static const char *find_prefix(const Row *rows, gsize count, const char *p, bool whole) {
    for (gsize i = 0; i < count; i++) {
        gsize length = strlen(rows[i].word);
        if (strncmp(p, rows[i].word, length) == 0 &&
            !(whole && comparable_is_letter(g_utf8_get_char(p + length))))
            return rows[i].codes;
    }
    return NULL;
}

// The next word, with points inside it ("U.S."), in a buffer of WORD_BYTES. Behind it, or NULL.
static const char *word_at(const char *p, char *word) {
    const char *start = p;
    while (*p && (comparable_is_letter(g_utf8_get_char(p)) || (*p == '.' && g_ascii_isalpha(p[1]))))
        p = g_utf8_next_char(p);
    gsize length = (gsize)(p - start);
    if (length == 0 || length >= WORD_BYTES)
        return NULL;
    g_strlcpy(word, start, length + 1);
    return p;
}

// Behind a number that ends in an abbreviation (1,2 Mrd. Euro) a point is no end of a sentence.
static const char *skip_point(const char *text, gsize end) {
    char word[WORD_BYTES];
    word_before(text, end, word);
    bool is_short = *word && g_utf8_strlen(word, -1) <= ABBREVIATION;
    return text + end + (is_short && text[end] == '.');
}

static CurrencyMention look_behind(const char *text, gsize end_of_number, const char *code) {
    const char *adjective = NULL, *p = skip_point(text, end_of_number);
    for (guint i = 0; i < WORDS_BEHIND; i++) {
        p += strspn(p, " -'");
        char word[WORD_BYTES];
        const char *codes = find_prefix(signs, G_N_ELEMENTS(signs), p, /*whole=*/true);
        if (!codes)
            codes = find_prefix(ideographs, G_N_ELEMENTS(ideographs), p, /*whole=*/false);
        const char *end = codes ? NULL : word_at(p, word);
        if (!codes && end && codes_is_currency(word))
            codes = word;
        g_autofree char *small = end ? g_utf8_strdown(word, -1) : g_strdup("");
        if (!codes && *small)
            codes = find_word(names, G_N_ELEMENTS(names), small);
        if (codes)
            return compare(codes, adjective, code);
        const char *narrow = *small ? find_word(adjectives, G_N_ELEMENTS(adjectives), small) : NULL;
        if (!end || !(narrow || is_filler(small)))
            return CURRENCY_UNSAID;
        adjective = narrow ? narrow : adjective;
        p = end;
    }
    return CURRENCY_UNSAID;
}

CurrencyMention currency_mention(const char *text, gsize start, gsize end, const char *code) {
    if (!codes_is_currency_form(code))
        return CURRENCY_UNSAID;
    CurrencyMention before = look_before(text, start, code);
    return before != CURRENCY_UNSAID ? before : look_behind(text, end, code);
}
