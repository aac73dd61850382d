/* Arguments and answers as values of Janet's. */
#include "values.h"

#include <string.h>

/* Nothing is collected between Janet's own safe points, so a half-read list needs no root. */
bool read_value(struct arena_reader *reader, enum arena_kind kind, Janet *value)
{
    switch (kind) {
    case ARENA_LIST: {
        JanetArray *list = janet_array(0);
        Janet item;
        while ((kind = arena_reader_next(reader)) != ARENA_LIST_END) {
            if (!read_value(reader, kind, &item))
                return false;
            janet_array_push(list, item);
        }
        *value = janet_wrap_array(list);
        return true;
    }
    case ARENA_NULL: *value = janet_wrap_nil(); return true;
    case ARENA_BOOLEAN: *value = janet_wrap_boolean(reader->boolean); return true;
    case ARENA_INTEGER: *value = janet_wrap_number((double)reader->integer); return true;
    case ARENA_DOUBLE: *value = janet_wrap_number(reader->number); return true;
    case ARENA_STRING: *value = janet_stringv((const uint8_t *)reader->text, (int32_t)reader->length); return true;
    case ARENA_LIST_END:
    case ARENA_BAD:
    case ARENA_END: return false;
    }
    return false;
}

static const char *put_list(const Janet *items, int32_t count, int depth);

const char *put_value(Janet value, int depth)
{
    switch (janet_type(value)) {
    case JANET_BOOLEAN:
        arena_answer_raw(janet_unwrap_boolean(value) ? "true" : "false", janet_unwrap_boolean(value) ? 4 : 5);
        return NULL;
    case JANET_NUMBER: {
        double number = janet_unwrap_number(value);
        if (number >= -9007199254740992.0 && number <= 9007199254740992.0 && number == (double)(int64_t)number)
            arena_answer_integer((int64_t)number);
        else if (!arena_answer_double(number))
            return "the answer holds a number that is not finite";
        return NULL;
    }
    case JANET_STRING: {
        JanetString text = janet_unwrap_string(value);
        bool fits = arena_answer_string((const char *)text, (size_t)janet_string_length(text));
        return fits ? NULL : "the answer holds a string that is not UTF-8";
    }
    case JANET_BUFFER: {
        JanetBuffer *text = janet_unwrap_buffer(value);
        bool fits = arena_answer_string((const char *)text->data, (size_t)text->count);
        return fits ? NULL : "the answer holds a buffer that is not UTF-8";
    }
    case JANET_ARRAY:
        return put_list(janet_unwrap_array(value)->data, janet_unwrap_array(value)->count, depth);
    case JANET_TUPLE:
        return put_list(janet_unwrap_tuple(value), janet_tuple_length(janet_unwrap_tuple(value)), depth);
    case JANET_ABSTRACT:
        if (janet_is_int(value) == JANET_INT_S64) {
            arena_answer_integer(janet_unwrap_s64(value));
            return NULL;
        }
        if (janet_is_int(value) == JANET_INT_U64 && janet_unwrap_u64(value) <= INT64_MAX) {
            arena_answer_integer((int64_t)janet_unwrap_u64(value));
            return NULL;
        }
        return "the answer holds a value that is no plain data";
    case JANET_NIL: return depth ? "the answer holds a nil" : "the function returned nil";
    case JANET_KEYWORD:
    case JANET_SYMBOL: return "the answer holds a keyword or a symbol; a string was expected";
    case JANET_TABLE:
    case JANET_STRUCT: return "the answer holds a table or a struct; a list was expected";
    case JANET_FUNCTION:
    case JANET_CFUNCTION: return "the answer holds a function";
    case JANET_FIBER:
    case JANET_POINTER: return "the answer holds a value that is no plain data";
    }
    return "the answer holds a value that is no plain data";
}

static const char *put_list(const Janet *items, int32_t count, int depth)
{
    if (depth == ARENA_ANSWER_DEPTH)
        return "the answer is nested too deeply, or a list in it holds itself";
    arena_answer_raw("[", 1);
    for (int32_t i = 0; i < count && arena_answer_room(); i++) {
        if (i)
            arena_answer_raw(",", 1);
        const char *reason = put_value(items[i], depth + 1);
        if (reason)
            return reason;
    }
    arena_answer_raw("]", 1);
    return NULL;
}
