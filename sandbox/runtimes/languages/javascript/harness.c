/*
 * The judge's side of the JavaScript guest: runs a player's program on QuickJS-ng and reports what
 * it did. The program has a realm of its own; ours holds only what the scripts here build. Nothing here
 * is trusted by the host and no secret is kept here: the program shares this memory.
 *
 * The host calls arena_buffer to place text, arena_prepare once, then arena_call for each input.
 * Replies are a tag line and a body; they are returned as (address << 32 | length).
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "quickjs.h"
#include "buffer.h"
#include "inspect.h"
#include "prelude.h"
#include "tools.h"

#define EXPORT(name) __attribute__((export_name(#name))) name
#define FILE_NAME "solution.js"
#define ERROR_TEXT_LIMIT 8192
#define ERROR_FRAMES 12
/* Of the 8 MiB that the linker gives; the rest is for the harness and for C without checks. */
#define STACK_LIMIT (6u << 20)
#define OUTPUT_BUFFER 8192

static JSRuntime *runtime;
static JSContext *ours;
static JSContext *players;
static JSValue program;
static JSValue function;
static JSValue run_timers;
static JSValue clear_timers;
static bool is_program;
static uint32_t answer_limit;
static const char *input_text;
static size_t input_length;
static JSValue rejection;
static bool rejected;

/* Kept apart from the heap, so that an exhausted heap can still be reported. */
static char error_reply[ERROR_TEXT_LIMIT + 512];
static char *long_reply;

static uint64_t pack(const char *text, size_t length)
{
    return (uint64_t)(uintptr_t)text << 32 | (uint64_t)length;
}

static uint64_t reply(const char *text)
{
    return pack(text, strlen(text));
}

static uint64_t long_body(const char *tag, const char *body, size_t length)
{
    size_t tag_length = strlen(tag);
    free(long_reply);
    long_reply = malloc(tag_length + 1 + length);
    if (!long_reply)
        return reply("error\nInternalError\nInternalError: out of memory");
    memcpy(long_reply, tag, tag_length);
    long_reply[tag_length] = '\n';
    memcpy(long_reply + tag_length + 1, body, length);
    return pack(long_reply, tag_length + 1 + length);
}

static void append(size_t *at, const char *text, size_t length)
{
    size_t room = sizeof error_reply - *at;
    if (length > room)
        length = room;
    memcpy(error_reply + *at, text, length);
    *at += length;
}

/* A property as text, or NULL; swallows whatever a getter throws. */
static const char *text_of(JSValueConst object, const char *property, size_t *length)
{
    JSValue value = JS_GetPropertyStr(players, object, property);
    const char *text = NULL;
    if (JS_IsException(value))
        JS_FreeValue(players, JS_GetException(players));
    else if (!JS_IsUndefined(value) && !JS_IsNull(value)) {
        text = JS_ToCStringLen(players, length, value);
        if (!text)
            JS_FreeValue(players, JS_GetException(players));
    }
    JS_FreeValue(players, value);
    return text;
}

/* Appends the player's own lines of a stack trace. */
static void append_frames(size_t *at, const char *stack, size_t length)
{
    const char *end = stack + length;
    int frames = 0;
    while (stack < end && frames < ERROR_FRAMES) {
        const char *line_end = memchr(stack, '\n', (size_t)(end - stack));
        if (!line_end)
            line_end = end;
        size_t line = (size_t)(line_end - stack);
        if (line < 512 && memmem(stack, line, FILE_NAME, sizeof FILE_NAME - 1)) {
            append(at, "\n", 1);
            append(at, stack, line);
            frames++;
        }
        stack = line_end + 1;
    }
}

/* "<tag>\n[kind\n]text" for a thrown value, which it frees. */
static uint64_t failure(const char *tag, JSValue error, bool with_kind)
{
    size_t at = 0, length;
    const char *text;
    append(&at, tag, strlen(tag));
    append(&at, "\n", 1);
    if (JS_IsError(error)) {
        const char *name = text_of(error, "name", &length);
        size_t shown = name ? length : 5;
        if (shown > 100)
            shown = 100;
        const char *known = name ? name : "Error";
        if (with_kind) {
            for (size_t i = 0; i < shown; i++)
                append(&at, known[i] == '\n' ? " " : &known[i], 1);
            append(&at, "\n", 1);
        }
        append(&at, known, shown);
        if (name)
            JS_FreeCString(players, name);
        text = text_of(error, "message", &length);
        if (text && length) {
            append(&at, ": ", 2);
            append(&at, text, length > ERROR_TEXT_LIMIT / 2 ? ERROR_TEXT_LIMIT / 2 : length);
        }
        if (text)
            JS_FreeCString(players, text);
        text = text_of(error, "stack", &length);
        if (text) {
            append_frames(&at, text, length);
            JS_FreeCString(players, text);
        }
    } else {
        if (with_kind)
            append(&at, "thrown value\n", 13);
        append(&at, "Uncaught ", 9);
        text = JS_ToCStringLen(players, &length, error);
        if (text) {
            append(&at, text, length > ERROR_TEXT_LIMIT ? ERROR_TEXT_LIMIT : length);
            JS_FreeCString(players, text);
        } else {
            JS_FreeValue(players, JS_GetException(players));
            append(&at, "a value that cannot be shown", 28);
        }
    }
    JS_FreeValue(players, error);
    return pack(error_reply, at);
}

static uint64_t exception(const char *tag)
{
    return failure(tag, JS_GetException(players), strcmp(tag, "error") == 0);
}

static void flush(void)
{
    fflush(stdout);
    fflush(stderr);
}

/* What prelude.js may ask for. */

static JSValue script(const char *text, size_t length)
{
    return JS_Eval(ours, text, length, "arena:prelude", JS_EVAL_TYPE_GLOBAL);
}

/* The function of one of the other scripts, by its name. */
static JSValue native_load(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
    (void)self;
    const char *name = argc > 0 ? JS_ToCString(ctx, argv[0]) : NULL;
    if (!name)
        return JS_EXCEPTION;
    JSValue made = JS_UNDEFINED;
    if (strcmp(name, "inspect") == 0)
        made = script(inspect_js, sizeof inspect_js - 1);
    else if (strcmp(name, "buffer") == 0)
        made = script(buffer_js, sizeof buffer_js - 1);
    else if (strcmp(name, "tools") == 0)
        made = script(tools_js, sizeof tools_js - 1);
    JS_FreeCString(ctx, name);
    return made;
}

static JSValue native_write(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
    int32_t fd = 1;
    size_t length;
    (void)self;
    if (argc < 2 || JS_ToInt32(ctx, &fd, argv[0]))
        return JS_EXCEPTION;
    const char *text = JS_ToCStringLen(ctx, &length, argv[1]);
    if (!text)
        return JS_EXCEPTION;
    fwrite(text, 1, length, fd == 2 ? stderr : stdout);
    JS_FreeCString(ctx, text);
    return JS_UNDEFINED;
}

static JSValue native_read(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
    (void)self;
    (void)argc;
    (void)argv;
    return JS_NewStringLen(ctx, input_text ? input_text : "", input_length);
}

/* Standard input as an ArrayBuffer of the player's realm. */
static JSValue native_bytes(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
    (void)ctx;
    (void)self;
    (void)argc;
    (void)argv;
    return JS_NewArrayBufferCopy(players, (const uint8_t *)(input_text ? input_text : ""), input_length);
}

/* The bytes of a text in UTF-8, likewise. */
static JSValue native_encode(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
    size_t length;
    (void)self;
    const char *text = argc > 0 ? JS_ToCStringLen(ctx, &length, argv[0]) : NULL;
    if (!text)
        return JS_EXCEPTION;
    JSValue buffer = JS_NewArrayBufferCopy(players, (const uint8_t *)text, length);
    JS_FreeCString(ctx, text);
    return buffer;
}

/* A part of an ArrayBuffer: (buffer, offset, length), or NULL with an exception. */
static const char *part_of(JSContext *ctx, int argc, JSValueConst *argv, size_t *length)
{
    size_t size;
    int64_t offset = 0, count = 0;
    const uint8_t *bytes = argc > 2 ? JS_GetArrayBuffer(ctx, &size, argv[0]) : NULL;
    if (argc < 3 || JS_ToInt64(ctx, &offset, argv[1]) || JS_ToInt64(ctx, &count, argv[2]))
        return NULL;
    if (count == 0) {
        JS_FreeValue(ctx, JS_GetException(ctx));
        *length = 0;
        return "";
    }
    if (!bytes || offset < 0 || count < 0 || (uint64_t)offset > size || (uint64_t)count > size - (uint64_t)offset) {
        JS_ThrowRangeError(players, "there are not so many bytes");
        return NULL;
    }
    *length = (size_t)count;
    return (const char *)bytes + offset;
}

static JSValue native_decode(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
    size_t length;
    (void)self;
    const char *bytes = part_of(ctx, argc, argv, &length);
    return bytes ? JS_NewStringLen(ctx, bytes, length) : JS_EXCEPTION;
}

static JSValue native_write_bytes(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
    int32_t fd = 1;
    size_t length;
    (void)self;
    if (argc < 4 || JS_ToInt32(ctx, &fd, argv[0]))
        return JS_EXCEPTION;
    const char *bytes = part_of(ctx, argc - 1, argv + 1, &length);
    if (!bytes)
        return JS_EXCEPTION;
    fwrite(bytes, 1, length, fd == 2 ? stderr : stdout);
    return JS_UNDEFINED;
}

/* Whether the program reads and prints, rather than being called. */
static JSValue native_program(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
    (void)self;
    (void)argc;
    (void)argv;
    return JS_NewBool(ctx, is_program);
}

static JSValue native_exit(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
    int32_t code = 0;
    (void)self;
    if (argc > 0 && JS_ToInt32(ctx, &code, argv[0]))
        return JS_EXCEPTION;
    flush();
    _Exit(code & 0xff);
}

static JSValue native_now(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
    struct timespec now;
    (void)self;
    (void)argc;
    (void)argv;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return JS_NewFloat64(ctx, (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6);
}

static JSValue native_sleep(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
    double ms = 0;
    (void)self;
    if (argc > 0 && JS_ToFloat64(ctx, &ms, argv[0]))
        return JS_EXCEPTION;
    if (ms > 0) {
        struct timespec span = {(time_t)(ms / 1e3), (long)((ms - (double)(int64_t)(ms / 1e3) * 1e3) * 1e6)};
        nanosleep(&span, NULL);
    }
    return JS_UNDEFINED;
}

static JSValue native_fail(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
    (void)self;
    const char *text = argc > 0 ? JS_ToCString(ctx, argv[0]) : NULL;
    JSValue error = JS_ThrowTypeError(players, "%.200s", text ? text : "failed");
    if (text)
        JS_FreeCString(ctx, text);
    return error;
}

static void track_rejection(JSContext *ctx, JSValueConst promise, JSValueConst reason,
                            bool is_handled, void *opaque)
{
    (void)promise;
    (void)opaque;
    if (is_handled) {
        if (rejected) {
            JS_FreeValue(ctx, rejection);
            rejection = JS_UNDEFINED;
            rejected = false;
        }
    } else if (!rejected) {
        rejection = JS_DupValue(ctx, reason);
        rejected = true;
    }
}

/* Runs microtasks until there are none; false when one threw. */
static bool drain(void)
{
    JSContext *ctx;
    int status;
    while ((status = JS_ExecutePendingJob(runtime, &ctx)) > 0)
        ;
    return status == 0;
}

static JSValue native_drain(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
    (void)self;
    (void)argc;
    (void)argv;
    if (!drain() || rejected)
        return JS_NewBool(ctx, false);
    return JS_NewBool(ctx, true);
}

static void provide(JSValue natives, const char *name, JSCFunction *call, int arguments)
{
    JS_SetPropertyStr(ours, natives, name, JS_NewCFunction(ours, call, name, arguments));
}

/* Runs microtasks and timers to the end; the reply of a failure, or 0. */
static uint64_t settle(JSValueConst awaited)
{
    JSValue result = JS_Call(ours, run_timers, JS_UNDEFINED, 1, &awaited);
    bool failed = JS_IsException(result);
    JS_FreeValue(ours, result);
    if (failed)
        return exception("error");
    if (rejected && JS_IsUndefined(awaited)) {
        rejected = false;
        JSValue reason = rejection;
        rejection = JS_UNDEFINED;
        return failure("error", reason, true);
    }
    return 0;
}

static bool start(void)
{
    setvbuf(stdout, NULL, _IOFBF, OUTPUT_BUFFER);
    setvbuf(stderr, NULL, _IOFBF, OUTPUT_BUFFER);
    runtime = JS_NewRuntime();
    if (!runtime)
        return false;
    JS_SetMaxStackSize(runtime, STACK_LIMIT);
    JS_SetHostPromiseRejectionTracker(runtime, track_rejection, NULL);
    ours = JS_NewContext(runtime);
    players = JS_NewContext(runtime);
    if (!ours || !players)
        return false;
    program = function = rejection = JS_UNDEFINED;
    JSValue natives = JS_NewObject(ours);
    provide(natives, "write", native_write, 2);
    provide(natives, "read", native_read, 0);
    provide(natives, "load", native_load, 1);
    provide(natives, "bytes", native_bytes, 0);
    provide(natives, "encode", native_encode, 1);
    provide(natives, "decode", native_decode, 3);
    provide(natives, "writeBytes", native_write_bytes, 4);
    provide(natives, "program", native_program, 0);
    provide(natives, "exit", native_exit, 1);
    provide(natives, "now", native_now, 0);
    provide(natives, "sleep", native_sleep, 1);
    provide(natives, "fail", native_fail, 1);
    provide(natives, "drain", native_drain, 0);
    JSValue arguments[] = {natives, JS_GetGlobalObject(players)};
    JSValue loop = JS_Call(ours, script(prelude_js, sizeof prelude_js - 1), JS_UNDEFINED, 2, arguments);
    run_timers = JS_GetPropertyStr(ours, loop, "run");
    clear_timers = JS_GetPropertyStr(ours, loop, "clear");
    return JS_IsFunction(ours, run_timers);
}

static JSValue find_entry(const char *entry)
{
    char source[256];
    snprintf(source, sizeof source,
             "typeof %s === 'function' ? %s : typeof module === 'object' && module ? "
             "(typeof module.exports === 'function' ? module.exports : module.exports.%s) : undefined",
             entry, entry, entry);
    return JS_Eval(players, source, strlen(source), "arena:entry", JS_EVAL_TYPE_GLOBAL);
}

char *EXPORT(arena_buffer)(uint32_t length)
{
    char *buffer = malloc((size_t)length + 1);
    if (buffer)
        buffer[length] = 0;
    return buffer;
}

/* `code` and `entry` are NUL-terminated buffers of arena_buffer. */
uint64_t EXPORT(arena_prepare)(int32_t stdin_form, const char *code, uint32_t code_length, const char *entry,
                               uint32_t limit)
{
    answer_limit = limit;
    is_program = stdin_form != 0;
    if (!start())
        return reply("error\nInternalError\nInternalError: out of memory");
    JSValue compiled = JS_Eval(players, code, code_length, FILE_NAME,
                               JS_EVAL_TYPE_GLOBAL | JS_EVAL_FLAG_COMPILE_ONLY);
    if (JS_IsException(compiled))
        return exception("syntax");
    if (is_program) {
        program = compiled;
        return reply("ready");
    }
    JSValue value = JS_EvalFunction(players, compiled);
    uint64_t failed = JS_IsException(value) ? exception("error") : settle(JS_UNDEFINED);
    JS_FreeValue(players, value);
    if (!failed) {
        function = find_entry(entry);
        if (JS_IsException(function))
            JS_FreeValue(players, JS_GetException(players));
    }
    flush();
    if (failed)
        return failed;
    if (!JS_IsFunction(players, function))
        return long_body("missing", entry, strlen(entry));
    return reply("ready");
}

static uint64_t answer(JSValue value)
{
    JSValue json = JS_JSONStringify(players, value, JS_UNDEFINED, JS_UNDEFINED);
    JS_FreeValue(players, value);
    if (JS_IsException(json))
        return exception("unfit");
    if (JS_IsUndefined(json))
        return reply("unfit\nthe returned value is not an answer (undefined or a function)");
    size_t length;
    const char *text = JS_ToCStringLen(players, &length, json);
    JS_FreeValue(players, json);
    if (!text)
        return exception("error");
    uint64_t packed = length > answer_limit ? reply("overflow") : long_body("value", text, length);
    JS_FreeCString(players, text);
    return packed;
}

static uint64_t call_function(const char *text, size_t length)
{
    JSValue arguments = JS_ParseJSON(players, text, length, "input");
    if (JS_IsException(arguments))
        return exception("error");
    int64_t count = 0;
    JS_GetLength(players, arguments, &count);
    JSValue *list = calloc((size_t)count + 1, sizeof *list);
    if (!list)
        return reply("error\nInternalError\nInternalError: out of memory");
    for (int64_t i = 0; i < count; i++)
        list[i] = JS_GetPropertyInt64(players, arguments, i);
    JSValue value = JS_Call(players, function, JS_UNDEFINED, (int)count, list);
    for (int64_t i = 0; i < count; i++)
        JS_FreeValue(players, list[i]);
    free(list);
    JS_FreeValue(players, arguments);
    if (JS_IsException(value))
        return exception("error");
    if (!JS_IsPromise(value))
        return answer(value);
    uint64_t failed = settle(value);
    if (failed)
        return failed;
    rejected = false;
    JSValue result = JS_PromiseResult(players, value);
    switch (JS_PromiseState(players, value)) {
    case JS_PROMISE_FULFILLED:
        return answer(result);
    case JS_PROMISE_REJECTED:
        return failure("error", result, true);
    default:
        return reply("error\nError\nError: the returned promise never settles");
    }
}

static uint64_t call_program(void)
{
    JSValue value = JS_EvalFunction(players, program);
    program = JS_UNDEFINED;
    if (JS_IsException(value))
        return exception("error");
    JS_FreeValue(players, value);
    uint64_t failed = settle(JS_UNDEFINED);
    return failed ? failed : reply("done");
}

/* `text` is a NUL-terminated buffer of arena_buffer; it is freed. */
uint64_t EXPORT(arena_call)(char *text, uint32_t length)
{
    uint64_t packed;
    JS_UpdateStackTop(runtime);
    if (is_program) {
        input_text = text;
        input_length = length;
        packed = call_program();
    } else {
        packed = call_function(text, length);
        JS_FreeValue(ours, JS_Call(ours, clear_timers, JS_UNDEFINED, 0, NULL));
    }
    flush();
    if (!is_program)
        free(text);
    return packed;
}
