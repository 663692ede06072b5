// Tags of languages. What is written from right to left is a short list, since scripts are seldom
// named in tags.
#include "page/language.h"

#include <string.h>

bool language_is_tag(const char *tag) {
    gsize length = strcspn(tag, "-_");
    bool good = length >= 2 && length <= 8;
    for (gsize i = 0; i < length; i++)
        good = good && g_ascii_isalpha(tag[i]);
    for (const char *part = tag + length; *part && good; part += 1 + length) {
        length = strcspn(part + 1, "-_");
        good = length >= 1 && length <= 8;
        for (gsize i = 1; i <= length; i++)
            good = good && g_ascii_isalnum(part[i]);
    }
    return good;
}

bool language_is_rtl(const char *tag) {
    static const char *const languages[] = {"ur", "ar", "fa", "he",      "ps",  "sd",
                                            "ug", "yi", "dv", "ku-Arab", "ckb", "pnb"};
    for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
        gsize length = strlen(languages[i]);
        if (g_ascii_strncasecmp(tag, languages[i], length) == 0 && strchr("-_", tag[length]))
            return true;
    }
    return false;
}

bool language_is_same(const char *a, const char *b) {
    gsize length = strcspn(a, "-_");
    return length == strcspn(b, "-_") && g_ascii_strncasecmp(a, b, length) == 0;
}
