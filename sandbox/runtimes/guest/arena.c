#include "arena.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define OUTPUT_BUFFER (1u << 16)
#define ANSWER_START 256

static char failure[ARENA_ERROR_TEXT + 512];
static size_t failure_length;
static size_t failure_head;

static char *answer;
static size_t answer_length;
static size_t answer_capacity;
static size_t answer_limit;
static enum { ANSWER_FINE, ANSWER_TOO_LONG, ANSWER_NO_MEMORY } answer_state;

static const char *input_text = "";
static size_t input_length;
static FILE *input;

static char output_buffer[OUTPUT_BUFFER];
static char error_buffer[OUTPUT_BUFFER / 8];

static uint64_t pack(const char *text, size_t length)
{
    return (uint64_t)(uintptr_t)text << 32 | (uint64_t)length;
}

/* The judge's texts are NUL-terminated here, whatever they hold. */
char *ARENA_EXPORT(arena_buffer)(uint32_t length)
{
    char *buffer = malloc((size_t)length + 1);
    if (buffer)
        buffer[length] = 0;
    return buffer;
}

uint64_t arena_reply(const char *text)
{
    return pack(text, strlen(text));
}

void arena_failure_begin(const char *tag, const char *kind)
{
    int length = snprintf(failure, sizeof failure, "%.20s\n%.100s%s", tag, kind ? kind : "", kind ? "\n" : "");
    failure_length = failure_head = (size_t)length;
}

void arena_failure_add(const char *text, size_t length)
{
    size_t room = failure_head + ARENA_ERROR_TEXT - failure_length;
    if (length > room)
        length = room;
    memcpy(failure + failure_length, text, length);
    failure_length += length;
}

void arena_failure_add_line(const char *text)
{
    if (failure_length > failure_head)
        arena_failure_add("\n", 1);
    arena_failure_add(text, strlen(text));
}

uint64_t arena_failure_end(void)
{
    return pack(failure, failure_length);
}

uint64_t arena_missing(const char *entry)
{
    arena_failure_begin("missing", NULL);
    arena_failure_add(entry, strlen(entry));
    return arena_failure_end();
}

uint64_t arena_unfit(const char *reason)
{
    arena_failure_begin("unfit", NULL);
    arena_failure_add(reason, strlen(reason));
    return arena_failure_end();
}

static const char answer_tag[] = "value\n";
#define ANSWER_TAG_LENGTH (sizeof answer_tag - 1)

void arena_answer_begin(size_t limit)
{
    answer_limit = limit;
    answer_length = 0;
    answer_state = ANSWER_FINE;
    arena_answer_raw("", 0);
}

void arena_answer_raw(const char *text, size_t length)
{
    if (answer_state != ANSWER_FINE)
        return;
    if (length > answer_limit - answer_length) {
        answer_state = ANSWER_TOO_LONG;
        return;
    }
    size_t needed = ANSWER_TAG_LENGTH + answer_length + length;
    if (needed > answer_capacity || !answer) {
        size_t capacity = answer_capacity ? answer_capacity : ANSWER_START;
        while (capacity < needed)
            capacity *= 2;
        char *grown = realloc(answer, capacity);
        if (!grown) {
            answer_state = ANSWER_NO_MEMORY;
            return;
        }
        answer = grown;
        answer_capacity = capacity;
        memcpy(answer, answer_tag, ANSWER_TAG_LENGTH);
    }
    memcpy(answer + ANSWER_TAG_LENGTH + answer_length, text, length);
    answer_length += length;
}

bool arena_answer_room(void)
{
    return answer_state == ANSWER_FINE;
}

uint64_t arena_answer_end(void)
{
    switch (answer_state) {
    case ANSWER_FINE:
        return pack(answer, ANSWER_TAG_LENGTH + answer_length);
    case ANSWER_TOO_LONG:
        return arena_reply("overflow");
    case ANSWER_NO_MEMORY:
        return 0;
    }
    return 0;
}

void arena_answer_integer(int64_t value)
{
    char text[24];
    arena_answer_raw(text, (size_t)snprintf(text, sizeof text, "%" PRId64, value));
}

bool arena_answer_double(double value)
{
    char text[40];
    int length = 0;
    if (!isfinite(value))
        return false;
    for (int digits = 15; digits <= 17; digits++) {
        length = snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    if (!strpbrk(text, ".e")) {
        memcpy(text + length, ".0", 2);
        length += 2;
    }
    arena_answer_raw(text, (size_t)length);
    return true;
}

/* Bytes of the UTF-8 sequence at `at`, or 0 when it is none. */
static size_t sequence(const unsigned char *at, size_t left)
{
    if (at[0] < 0x80)
        return 1;
    size_t length = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    if (at[0] < 0xc2 || at[0] > 0xf4 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) || (at[0] == 0xf0 && at[1] < 0x90) ||
        (at[0] == 0xf4 && at[1] > 0x8f))
        return 0;
    return length;
}

bool arena_answer_string(const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text;
    const unsigned char *end = at + length;
    const unsigned char *plain = at;
    arena_answer_raw("\"", 1);
    while (at < end) {
        if (*at >= 0x20 && *at != '"' && *at != '\\') {
            size_t bytes = sequence(at, (size_t)(end - at));
            if (!bytes)
                return false;
            at += bytes;
            continue;
        }
        char escape[8];
        arena_answer_raw((const char *)plain, (size_t)(at - plain));
        arena_answer_raw(escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", *at));
        plain = ++at;
    }
    arena_answer_raw((const char *)plain, (size_t)(at - plain));
    arena_answer_raw("\"", 1);
    return true;
}

uint64_t arena_random(void)
{
    uint64_t value;
    if (getentropy(&value, sizeof value))
        abort();
    return value;
}

void arena_streams_begin(void)
{
    setvbuf(stdout, output_buffer, _IOFBF, sizeof output_buffer);
    setvbuf(stderr, error_buffer, _IOFBF, sizeof error_buffer);
}

void arena_input(const char *text, size_t length)
{
    input_text = text;
    input_length = length;
    input = NULL;
}

FILE *arena_stdin(void)
{
    if (!input)
        input = fmemopen((void *)input_text, input_length, "r");
    if (!input)
        abort();
    return input;
}

void arena_flush(void)
{
    fflush(stdout);
    fflush(stderr);
}

/* Processor time is the virtual clock too; the C library for WASI has none. */
clock_t clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (clock_t)now.tv_sec * CLOCKS_PER_SEC + (clock_t)(now.tv_nsec / (1000000000 / CLOCKS_PER_SEC));
}
