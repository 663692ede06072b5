// Looked for from the front to the back once. What is not ended reaches to the end of the document,
// as browsers have it. "<" before anything but a letter, "/", "!" or "?" is a character.
#include "facts/html_markup.h"

#include <stdbool.h>
#include <string.h>

typedef struct {
    char *at, *end;
} Rest;

static bool begins(const Rest *rest, const char *what) {
    gsize length = strlen(what);
    return (gsize)(rest->end - rest->at) >= length &&
           g_ascii_strncasecmp(rest->at, what, length) == 0;
}

static void blank(Rest *rest, gsize count) {
    char *to = rest->at + MIN(count, (gsize)(rest->end - rest->at));
    for (; rest->at < to; rest->at++)
        if (*rest->at != '\n')
            *rest->at = ' ';
}

static void blank_to(Rest *rest, const char *mark) {
    while (rest->at < rest->end && !begins(rest, mark))
        blank(rest, 1);
    blank(rest, strlen(mark));
}

// Up to ">", which may stand in the quotes of an attribute too.
static void blank_tag(Rest *rest) {
    char quote = 0, before = 0;
    while (rest->at < rest->end) {
        char c = *rest->at;
        blank(rest, 1);
        if (quote ? c == quote : c == '>') {
            if (!quote)
                return;
            quote = 0;
        } else if (!quote && (c == '"' || c == '\'') && before == '=') {
            quote = c;
        }
        before = g_ascii_isspace(c) ? before : c;
    }
}

// The name ends there: "<style>", not "<styled>".
static bool begins_element(const Rest *rest, const char *tag) {
    gsize length = strlen(tag);
    return begins(rest, tag) &&
           (rest->at + length == rest->end || !g_ascii_isalnum(rest->at[length]));
}

static bool blank_element(Rest *rest) {
    static const struct {
        const char *begin, *end;
    } unread[] = {{"<script", "</script"}, {"<style", "</style"}, {"<template", "</template"}};
    for (guint i = 0; i < G_N_ELEMENTS(unread); i++) {
        if (!begins_element(rest, unread[i].begin))
            continue;
        blank_to(rest, unread[i].end);
        blank_tag(rest);
        return true;
    }
    return false;
}

static bool is_tag(const Rest *rest) {
    char next = rest->at + 1 < rest->end ? rest->at[1] : ' ';
    return g_ascii_isalpha(next) || strchr("/!?", next);
}

static void blank_markup(Rest *rest) {
    if (begins(rest, "<!--"))
        blank_to(rest, "-->");
    else if (blank_element(rest))
        return;
    else if (is_tag(rest))
        blank_tag(rest);
    else
        rest->at++;
}

// False: it is none of these.
static bool replace_reference(Rest *rest) {
    static const struct {
        const char *name;
        char character;
    } references[] = {{"&nbsp;", ' '}, {"&#160;", ' '}, {"&amp;", '&'},   {"&lt;", '<'},
                      {"&gt;", '>'},   {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''}};
    for (guint i = 0; i < G_N_ELEMENTS(references); i++) {
        if (!begins(rest, references[i].name))
            continue;
        char *at = rest->at;
        blank(rest, strlen(references[i].name));
        *at = references[i].character;
        return true;
    }
    return false;
}

void html_blank_markup(char *text, gsize length) {
    Rest rest = {text, text + length};
    while (rest.at < rest.end) {
        if (*rest.at == '<')
            blank_markup(&rest);
        else if (*rest.at != '&' || !replace_reference(&rest))
            rest.at++;
    }
}
