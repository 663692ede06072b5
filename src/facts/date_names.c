// Names of months and seasons in several languages, as they stand in dates. Folded as fold.h does.
#include "facts/date_names.h"

#include "facts/comparable.h"
#include "facts/fold.h"

#include <string.h>

enum { WORD_BYTES = 64 };

static const struct {
    const char *word;
    int value;
} names[] = {
    {"jan", 1},        {"january", 1},
    {"janvier", 1},    {"enero", 1},
    {"januar", 1},     {"января", 1},
    {"январь", 1},     {"январе", 1},
    {"يناير", 1},      {"جنوری", 1},
    {"janeiro", 1},    {"gennaio", 1},
    {"ocak", 1},       {"januari", 1},
    {"stycznia", 1},   {"січня", 1},
    {"जनवरी", 1},      {"জানুয়ারি", 1},
    {"জানুয়ারী", 1},    {"ژانویه", 1},
    {"feb", 2},        {"february", 2},
    {"février", 2},    {"febrero", 2},
    {"februar", 2},    {"февраля", 2},
    {"февраль", 2},    {"феврале", 2},
    {"فبراير", 2},     {"فروری", 2},
    {"fevereiro", 2},  {"febbraio", 2},
    {"şubat", 2},      {"februari", 2},
    {"lutego", 2},     {"лютого", 2},
    {"फरवरी", 2},      {"फ़रवरी", 2},
    {"ফেব্রুয়ারি", 2},   {"ফেব্রুয়ারী", 2},
    {"فوریه", 2},      {"mar", 3},
    {"march", 3},      {"mars", 3},
    {"marzo", 3},      {"märz", 3},
    {"марта", 3},      {"март", 3},
    {"марте", 3},      {"مارس", 3},
    {"مارچ", 3},       {"março", 3},
    {"mart", 3},       {"maret", 3},
    {"maart", 3},      {"marca", 3},
    {"березня", 3},    {"मार्च", 3},
    {"মার্চ", 3},       {"apr", 4},
    {"april", 4},      {"avril", 4},
    {"abril", 4},      {"апреля", 4},
    {"апрель", 4},     {"апреле", 4},
    {"أبريل", 4},      {"اپریل", 4},
    {"aprile", 4},     {"nisan", 4},
    {"kwietnia", 4},   {"квітня", 4},
    {"अप्रैल", 4},       {"এপ্রিল", 4},
    {"آوریل", 4},      {"may", 5},
    {"mai", 5},        {"mayo", 5},
    {"мая", 5},        {"май", 5},
    {"мае", 5},        {"مايو", 5},
    {"مئی", 5},        {"maio", 5},
    {"maggio", 5},     {"mayıs", 5},
    {"mei", 5},        {"maja", 5},
    {"травня", 5},     {"मई", 5},
    {"মে", 5},         {"مه", 5},
    {"jun", 6},        {"june", 6},
    {"juin", 6},       {"junio", 6},
    {"juni", 6},       {"июня", 6},
    {"июнь", 6},       {"июне", 6},
    {"يونيو", 6},      {"جون", 6},
    {"junho", 6},      {"giugno", 6},
    {"haziran", 6},    {"czerwca", 6},
    {"червня", 6},     {"जून", 6},
    {"জুন", 6},         {"ژوئن", 6},
    {"jul", 7},        {"july", 7},
    {"juillet", 7},    {"julio", 7},
    {"juli", 7},       {"июля", 7},
    {"июль", 7},       {"июле", 7},
    {"يوليو", 7},      {"جولائی", 7},
    {"julho", 7},      {"luglio", 7},
    {"temmuz", 7},     {"lipca", 7},
    {"липня", 7},      {"जुलाई", 7},
    {"জুলাই", 7},       {"ژوئیه", 7},
    {"aug", 8},        {"august", 8},
    {"août", 8},       {"agosto", 8},
    {"августа", 8},    {"август", 8},
    {"августе", 8},    {"أغسطس", 8},
    {"اگست", 8},       {"ağustos", 8},
    {"agustus", 8},    {"augustus", 8},
    {"sierpnia", 8},   {"серпня", 8},
    {"अगस्त", 8},       {"আগস্ট", 8},
    {"اوت", 8},        {"sep", 9},
    {"sept", 9},       {"september", 9},
    {"septembre", 9},  {"septiembre", 9},
    {"сентября", 9},   {"сентябрь", 9},
    {"сентябре", 9},   {"سبتمبر", 9},
    {"ستمبر", 9},      {"setembro", 9},
    {"settembre", 9},  {"eylül", 9},
    {"września", 9},   {"вересня", 9},
    {"सितंबर", 9},      {"सितम्बर", 9},
    {"সেপ্টেম্বর", 9},   {"سپتامبر", 9},
    {"oct", 10},       {"october", 10},
    {"octobre", 10},   {"octubre", 10},
    {"oktober", 10},   {"октября", 10},
    {"октябрь", 10},   {"октябре", 10},
    {"أكتوبر", 10},    {"اکتوبر", 10},
    {"outubro", 10},   {"ottobre", 10},
    {"ekim", 10},      {"października", 10},
    {"жовтня", 10},    {"अक्टूबर", 10},
    {"अक्तूबर", 10},     {"অক্টোবর", 10},
    {"اکتبر", 10},     {"nov", 11},
    {"november", 11},  {"novembre", 11},
    {"noviembre", 11}, {"ноября", 11},
    {"ноябрь", 11},    {"ноябре", 11},
    {"نوفمبر", 11},    {"نومبر", 11},
    {"kasım", 11},     {"listopada", 11},
    {"листопада", 11}, {"नवंबर", 11},
    {"नवम्बर", 11},     {"নভেম্বর", 11},
    {"نوامبر", 11},    {"dec", 12},
    {"december", 12},  {"décembre", 12},
    {"diciembre", 12}, {"dezember", 12},
    {"декабря", 12},   {"декабрь", 12},
    {"декабре", 12},   {"ديسمبر", 12},
    {"دسمبر", 12},     {"dezembro", 12},
    {"dicembre", 12},  {"aralık", 12},
    {"desember", 12},  {"grudnia", 12},
    {"грудня", 12},    {"दिसंबर", 12},
    {"दिसम्बर", 12},    {"ডিসেম্বর", 12},
    {"دسامبر", 12},    {"spring", 21},
    {"printemps", 21}, {"весной", 21},
    {"весна", 21},     {"primavera", 21},
    {"frühling", 21},  {"frühjahr", 21},
    {"summer", 22},    {"été", 22},
    {"летом", 22},     {"лето", 22},
    {"verano", 22},    {"verão", 22},
    {"sommer", 22},    {"autumn", 23},
    {"fall", 23},      {"automne", 23},
    {"осенью", 23},    {"осень", 23},
    {"otoño", 23},     {"outono", 23},
    {"autunno", 23},   {"herbst", 23},
    {"winter", 24},    {"hiver", 24},
    {"зимой", 24},     {"зима", 24},
    {"invierno", 24},  {"inverno", 24},
};

static int find_name(const char *text, gsize length) {
    char word[WORD_BYTES];
    if (length >= sizeof word)
        return 0;
    memcpy(word, text, length);
    word[length] = '\0';
    FoldBuffer buffer;
    const char *folded = fold_begin(&buffer, word);
    int value = 0;
    for (guint i = 0; i < G_N_ELEMENTS(names) && !value; i++)
        if (names[i].word[0] == folded[0] && strcmp(names[i].word, folded) == 0)
            value = names[i].value;
    fold_end(&buffer);
    return value;
}

bool date_names_next(const char *text, gsize *at, DateName *out) {
    for (const char *p = text + *at; *p;) {
        const char *start = p;
        while (*p && comparable_is_letter(g_utf8_get_char(p)))
            p = g_utf8_next_char(p);
        int value = p > start ? find_name(start, (gsize)(p - start)) : 0;
        if (p == start)
            p = g_utf8_next_char(p);
        if (!value)
            continue;
        *at = (gsize)(p - text);
        *out = (DateName){(gsize)(start - text), (gsize)(p - text), value};
        return true;
    }
    return false;
}

static bool is_month(int value) {
    return value >= 1 && value <= 12;
}

bool date_names_beside(const char *text, gsize start, gsize end) {
    const char *behind = text + end + strspn(text + end, " "), *p = behind;
    while (*p && comparable_is_letter(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    if (p > behind && is_month(find_name(behind, (gsize)(p - behind))))
        return true;
    while (start > 0 && text[start - 1] == ' ')
        start--;
    const char *last = text + start, *first = last;
    for (const char *before = first; before > text; first = before) {
        before = g_utf8_prev_char(first);
        if (!comparable_is_letter(g_utf8_get_char(before)))
            break;
    }
    return first < last && is_month(find_name(first, (gsize)(last - first)));
}
