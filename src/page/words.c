// Words by language. A row is a language; what it lacks would be a compile-time hole, so each row
// names every word.
#include "page/words.h"

#include <glib.h>
#include <string.h>

typedef struct {
    const char *language;
    const char *words[WORD_COUNT];
} Vocabulary;

static const Vocabulary vocabularies[] = {
    {"en",
     {[WORD_CONTENTS] = "Contents",
      [WORD_CONTINUED] = "continued",
      [WORD_TOTAL] = "Total",
      [WORD_SUBTOTAL] = "Subtotal",
      [WORD_OTHER] = "Other",
      [WORD_NOTHING] = "Nothing to show",
      [WORD_MORE] = "… and %s more",
      [WORD_SOURCE] = "Source",
      [WORD_COMMITMENT] = "Commitment",
      [WORD_BY] = "By",
      [WORD_DUE] = "Due",
      [WORD_STATE] = "State",
      [WORD_PARTNERSHIP] = "Partnership",
      [WORD_PARTNERSHIPS] = "partnerships:\xC2\xA0%s",
      [WORD_ACCESSED] = "accessed %s",
      [WORD_UNDATED] = "undated"}},
    {"fr",
     {[WORD_CONTENTS] = "Sommaire",
      [WORD_CONTINUED] = "suite",
      [WORD_TOTAL] = "Total",
      [WORD_SUBTOTAL] = "Sous-total",
      [WORD_OTHER] = "Autres",
      [WORD_NOTHING] = "Rien à afficher",
      [WORD_MORE] = "… et %s de plus",
      [WORD_SOURCE] = "Source",
      [WORD_COMMITMENT] = "Engagement",
      [WORD_BY] = "Par",
      [WORD_DUE] = "Échéance",
      [WORD_STATE] = "État",
      [WORD_PARTNERSHIP] = "Partenariat",
      [WORD_PARTNERSHIPS] = "partenariats\xC2\xA0:\xC2\xA0%s",
      [WORD_ACCESSED] = "consulté le %s",
      [WORD_UNDATED] = "sans date"}},
    {"ur",
     {[WORD_CONTENTS] = "فہرست",
      [WORD_CONTINUED] = "جاری",
      [WORD_TOTAL] = "کل",
      [WORD_SUBTOTAL] = "ذیلی کل",
      [WORD_OTHER] = "دیگر",
      [WORD_NOTHING] = "دکھانے کو کچھ نہیں",
      [WORD_MORE] = "… اور مزید %s",
      [WORD_SOURCE] = "ماخذ",
      [WORD_COMMITMENT] = "وعدہ",
      [WORD_BY] = "منجانب",
      [WORD_DUE] = "مقررہ تاریخ",
      [WORD_STATE] = "حالت",
      [WORD_PARTNERSHIP] = "شراکت",
      [WORD_PARTNERSHIPS] = "شراکتیں:\xC2\xA0%s",
      [WORD_ACCESSED] = "ملاحظہ %s",
      [WORD_UNDATED] = "بلا تاریخ"}},
    {"zh",
     {[WORD_CONTENTS] = "目录",
      [WORD_CONTINUED] = "续下页",
      [WORD_TOTAL] = "合计",
      [WORD_SUBTOTAL] = "小计",
      [WORD_OTHER] = "其他",
      [WORD_NOTHING] = "无内容",
      [WORD_MORE] = "……另有 %s 项",
      [WORD_SOURCE] = "来源",
      [WORD_COMMITMENT] = "承诺",
      [WORD_BY] = "承诺方",
      [WORD_DUE] = "期限",
      [WORD_STATE] = "状态",
      [WORD_PARTNERSHIP] = "合作项目",
      [WORD_PARTNERSHIPS] = "合作项目：%s",
      [WORD_ACCESSED] = "访问于 %s",
      [WORD_UNDATED] = "日期不详"}},
    {"ru",
     {[WORD_CONTENTS] = "Содержание",
      [WORD_CONTINUED] = "продолжение следует",
      [WORD_TOTAL] = "Итого",
      [WORD_SUBTOTAL] = "Подытог",
      [WORD_OTHER] = "Прочие",
      [WORD_NOTHING] = "Нет данных",
      [WORD_MORE] = "… и ещё %s",
      [WORD_SOURCE] = "Источник",
      [WORD_COMMITMENT] = "Обязательство",
      [WORD_BY] = "Кто",
      [WORD_DUE] = "Срок",
      [WORD_STATE] = "Состояние",
      [WORD_PARTNERSHIP] = "Партнёрство",
      [WORD_PARTNERSHIPS] = "партнёрства:\xC2\xA0%s",
      [WORD_ACCESSED] = "дата обращения: %s",
      [WORD_UNDATED] = "без даты"}},
    {"ar",
     {[WORD_CONTENTS] = "المحتويات",
      [WORD_CONTINUED] = "يتبع",
      [WORD_TOTAL] = "المجموع",
      [WORD_SUBTOTAL] = "المجموع الفرعي",
      [WORD_OTHER] = "أخرى",
      [WORD_NOTHING] = "لا شيء للعرض",
      [WORD_MORE] = "… و%s أخرى",
      [WORD_SOURCE] = "المصدر",
      [WORD_COMMITMENT] = "الالتزام",
      [WORD_BY] = "الجهة",
      [WORD_DUE] = "الموعد",
      [WORD_STATE] = "الحالة",
      [WORD_PARTNERSHIP] = "الشراكة",
      [WORD_PARTNERSHIPS] = "الشراكات:\xC2\xA0%s",
      [WORD_ACCESSED] = "اطُّلع عليه في %s",
      [WORD_UNDATED] = "بلا تاريخ"}},
};

static gsize primary_length(const char *language) {
    return language ? strcspn(language, "-_") : 0;
}

const char *page_word(const char *language, Word word) {
    gsize length = primary_length(language);
    for (guint i = 0; i < G_N_ELEMENTS(vocabularies); i++) {
        const Vocabulary *vocabulary = &vocabularies[i];
        if (strlen(vocabulary->language) == length &&
            g_ascii_strncasecmp(vocabulary->language, language, length) == 0)
            return vocabulary->words[word];
    }
    return vocabularies[0].words[word];
}
