#include <stdlib.h>
#include <string.h>

#include "arena.h"

void arena_reader_begin(struct arena_reader *reader, const char *text, size_t length)
{
    memset(reader, 0, sizeof *reader);
    reader->at = text;
    reader->end = text + length;
}

void arena_reader_end(struct arena_reader *reader)
{
    free(reader->text);
    reader->text = NULL;
}

static int hexadecimal(const char *at)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef0123456789ABCDEF";
        const char *digit = at[i] ? strchr(digits, at[i]) : NULL;
        if (!digit)
            return -1;
        value = value << 4 | (int)((digit - digits) % 16);
    }
    return value;
}

static size_t encode(char *to, uint32_t point)
{
    if (point < 0x80) {
        to[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        to[0] = (char)(0xc0 | point >> 6);
        to[1] = (char)(0x80 | (point & 0x3f));
        return 2;
    }
    if (point < 0x10000) {
        to[0] = (char)(0xe0 | point >> 12);
        to[1] = (char)(0x80 | (point >> 6 & 0x3f));
        to[2] = (char)(0x80 | (point & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | point >> 18);
    to[1] = (char)(0x80 | (point >> 12 & 0x3f));
    to[2] = (char)(0x80 | (point >> 6 & 0x3f));
    to[3] = (char)(0x80 | (point & 0x3f));
    return 4;
}

/* The text of "\\u" escapes at `at`, which may be a pair; moves past it. */
static bool escaped_point(struct arena_reader *reader, uint32_t *point)
{
    if (reader->end - reader->at < 4)
        return false;
    int unit = hexadecimal(reader->at);
    if (unit < 0)
        return false;
    reader->at += 4;
    *point = (uint32_t)unit;
    if (unit < 0xd800 || unit > 0xdbff || reader->end - reader->at < 6 || reader->at[0] != '\\' || reader->at[1] != 'u')
        return true;
    int low = hexadecimal(reader->at + 2);
    if (low < 0xdc00 || low > 0xdfff)
        return true;
    reader->at += 6;
    *point = 0x10000 + (((uint32_t)unit - 0xd800) << 10) + ((uint32_t)low - 0xdc00);
    return true;
}

static enum arena_kind read_string(struct arena_reader *reader)
{
    /* No escape is shorter than what it stands for. */
    const char *close = reader->at;
    while (close < reader->end && *close != '"')
        close += *close == '\\' ? 2 : 1;
    if (close >= reader->end)
        return ARENA_BAD;
    size_t needed = (size_t)(close - reader->at) + 1;
    if (needed > reader->capacity) {
        free(reader->text);
        reader->text = malloc(needed);
        reader->capacity = reader->text ? needed : 0;
        if (!reader->text)
            return ARENA_BAD;
    }
    char *to = reader->text;
    while (reader->at < close) {
        const char *plain = memchr(reader->at, '\\', (size_t)(close - reader->at));
        size_t length = (size_t)((plain ? plain : close) - reader->at);
        memcpy(to, reader->at, length);
        to += length;
        reader->at += length;
        if (!plain)
            break;
        char c = reader->at[1];
        reader->at += 2;
        uint32_t point = 0;
        switch (c) {
        case 'n': *to++ = '\n'; break;
        case 't': *to++ = '\t'; break;
        case 'r': *to++ = '\r'; break;
        case 'b': *to++ = '\b'; break;
        case 'f': *to++ = '\f'; break;
        case 'u':
            if (!escaped_point(reader, &point))
                return ARENA_BAD;
            to += encode(to, point);
            break;
        default: *to++ = c;
        }
    }
    *to = 0;
    reader->length = (size_t)(to - reader->text);
    reader->at = close + 1;
    return ARENA_STRING;
}

static enum arena_kind read_number(struct arena_reader *reader)
{
    const char *at = reader->at;
    bool negative = *at == '-';
    bool whole = true;
    uint64_t value = 0;
    at += negative;
    const char *first = at;
    for (; at < reader->end && *at >= '0' && *at <= '9'; at++) {
        whole = whole && value <= (INT64_MAX - 9) / 10;
        value = value * 10 + (uint64_t)(*at - '0');
    }
    if (at == first)
        return ARENA_BAD;
    if (whole && (at == reader->end || (*at != '.' && *at != 'e' && *at != 'E'))) {
        reader->integer = negative ? -(int64_t)value : (int64_t)value;
        reader->at = at;
        return ARENA_INTEGER;
    }
    /* The buffers of the judge end with a NUL. */
    char *end;
    reader->number = strtod(reader->at, &end);
    reader->at = end;
    return ARENA_DOUBLE;
}

static enum arena_kind word(struct arena_reader *reader, const char *name, enum arena_kind kind)
{
    size_t length = strlen(name);
    if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, name, length) != 0)
        return ARENA_BAD;
    reader->at += length;
    reader->boolean = name[0] == 't';
    return kind;
}

enum arena_kind arena_reader_next(struct arena_reader *reader)
{
    while (reader->at < reader->end && strchr(" \t\r\n,", *reader->at) && *reader->at)
        reader->at++;
    if (reader->at >= reader->end)
        return ARENA_END;
    switch (*reader->at) {
    case '[': reader->at++; return ARENA_LIST;
    case ']': reader->at++; return ARENA_LIST_END;
    case '"': reader->at++; return read_string(reader);
    case 't': return word(reader, "true", ARENA_BOOLEAN);
    case 'f': return word(reader, "false", ARENA_BOOLEAN);
    case 'n': return word(reader, "null", ARENA_NULL);
    default: return read_number(reader);
    }
}
