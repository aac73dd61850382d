/*
 * What every guest made of C source needs to talk to the judge: buffers that the judge fills,
 * replies, arguments read from JSON and answers written as JSON.
 *
 * A reply is a tag line and a body; it is returned as (address << 32 | length). None of this is
 * trusted by the judge, which shares the memory with the program.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define ARENA_EXPORT(name) __attribute__((export_name(#name))) name

/* What a player's file is called in messages, before the language's extension. */
#define ARENA_FILE_STEM "solution"

/* Lists in answers may nest so deep; a list that contains itself nests deeper. */
#define ARENA_ANSWER_DEPTH 100

/* Most bytes of an error's text. */
#define ARENA_ERROR_TEXT 8192

/* A reply whose text lives as long as the program. */
uint64_t arena_reply(const char *text);

/* "missing" with the name of the function that there is none of. */
uint64_t arena_missing(const char *entry);

/*
 * A failure in parts: started with its tag ("error", "syntax" or "unfit") and, for "error", its
 * kind; then any text. Needs no memory of the heap, so that an exhausted one can be reported.
 * What is longer than ARENA_ERROR_TEXT is cut.
 */
void arena_failure_begin(const char *tag, const char *kind);
void arena_failure_add(const char *text, size_t length);
void arena_failure_add_line(const char *text);
uint64_t arena_failure_end(void);

/* An answer as JSON, of at most `limit` bytes; a longer one ends as "overflow". */
void arena_answer_begin(size_t limit);
void arena_answer_raw(const char *text, size_t length);
void arena_answer_integer(int64_t value);
/* False when it is not a finite number. Written so that reading it gives the same double. */
bool arena_answer_double(double value);
/* False when it is not UTF-8. */
bool arena_answer_string(const char *text, size_t length);
/* The reply, or 0 when there is no memory for it. */
uint64_t arena_answer_end(void);
/* False when no more can be written, so that a caller can stop early. */
bool arena_answer_room(void);

/* Why a value is no answer. */
uint64_t arena_unfit(const char *reason);

enum arena_kind {
    ARENA_BAD,
    ARENA_END,
    ARENA_LIST,
    ARENA_LIST_END,
    ARENA_NULL,
    ARENA_BOOLEAN,
    ARENA_INTEGER,
    ARENA_DOUBLE,
    ARENA_STRING,
};

/* Reads the judge's JSON piece by piece; there are no objects in it. */
struct arena_reader {
    const char *at;
    const char *end;
    /* The string of the last piece, until the next one. */
    char *text;
    size_t length;
    size_t capacity;
    int64_t integer;
    double number;
    bool boolean;
};

void arena_reader_begin(struct arena_reader *reader, const char *text, size_t length);
enum arena_kind arena_reader_next(struct arena_reader *reader);
void arena_reader_end(struct arena_reader *reader);

/* Bytes of the host's random source. */
uint64_t arena_random(void);

/* What a program reads, and the stream that arena_stdin opens of it: one for each text. */
void arena_input(const char *text, size_t length);
FILE *arena_stdin(void);

/* Buffers standard output and standard error; arena_flush writes what they hold. */
void arena_streams_begin(void);
void arena_flush(void);

#endif
