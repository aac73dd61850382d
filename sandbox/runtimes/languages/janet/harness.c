/*
 * The judge's side of the Janet guest: runs a player's program and reports what it did.
 *
 * A program is read form by form: each is compiled and run before the next, which may use its
 * macros. So only what does not parse is found before anything runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "janet.h"
#include "values.h"

#define FILE_NAME ARENA_FILE_STEM ".janet"
#define ERROR_FRAMES 12
#define KIND_ERROR "error"
#define KIND_STACK "stack overflow"
#define KIND_COMPILE "compile error"
#define MEMORY_STATUS 70

static bool is_program;
static size_t answer_limit;
static const char *code;
static int32_t code_length;
static const char *input_text;
static size_t input_length;
static JanetTable *core;
static JanetTable *environment;
static JanetFunction *function;

/* Janet cannot go on without memory, and a program cannot catch that. */
void arena_out_of_memory(void)
{
    arena_flush();
    static const char text[] = "out of memory\n";
    write(2, text, sizeof text - 1);
    _Exit(MEMORY_STATUS);
}

static void add_place(const char *name, JanetSourceMapping place)
{
    char line[160];
    snprintf(line, sizeof line, "  in %.80s [" FILE_NAME "] on line %d, column %d", name, (int)place.line,
             (int)place.column);
    arena_failure_add_line(line);
}

/* Adds the player's own frames, the innermost fiber's first. */
static void add_frames(JanetFiber *fiber)
{
    JanetFiber *fibers[ERROR_FRAMES];
    int count = 0, shown = 0;
    for (; fiber; fiber = fiber->child) {
        if (count == ERROR_FRAMES)
            memmove(fibers, fibers + 1, sizeof fibers - sizeof *fibers), count--;
        fibers[count++] = fiber;
    }
    while (count--) {
        fiber = fibers[count];
        for (int32_t at = fiber->frame; at > 0 && shown < ERROR_FRAMES;) {
            JanetStackFrame *frame = (JanetStackFrame *)(fiber->data + at - JANET_FRAME_SIZE);
            at = frame->prevframe;
            if (!frame->func || !frame->pc)
                continue;
            JanetFuncDef *def = frame->func->def;
            if (!def->source || !def->sourcemap || strcmp((const char *)def->source, FILE_NAME) != 0)
                continue;
            add_place(def->name ? (const char *)def->name : "<anonymous>", def->sourcemap[frame->pc - def->bytecode]);
            shown++;
        }
    }
}

/* The reply for a fiber that did not run to its end. */
static uint64_t failed(JanetFiber *fiber, JanetSignal signal, Janet value)
{
    bool plain = janet_checktype(value, JANET_STRING);
    JanetString text = plain ? janet_unwrap_string(value) : janet_formatc("%q", value);
    size_t length = (size_t)janet_string_length(text);
    bool stack = plain && strcmp((const char *)text, KIND_STACK) == 0;
    arena_failure_begin("error", stack ? KIND_STACK : KIND_ERROR);
    arena_failure_add_line(signal == JANET_SIGNAL_ERROR ? "error: " : "a signal that nothing handles: ");
    arena_failure_add((const char *)text, length > ARENA_ERROR_TEXT / 2 ? ARENA_ERROR_TEXT / 2 : length);
    add_frames(fiber);
    return arena_failure_end();
}

static uint64_t not_compiled(JanetCompileResult *result, JanetParser *parser)
{
    char place[64];
    bool known = result->error_mapping.line > 0;
    snprintf(place, sizeof place, FILE_NAME ":%d:%d: compile error: ",
             known ? (int)result->error_mapping.line : (int)parser->line,
             known ? (int)result->error_mapping.column : (int)parser->column);
    arena_failure_begin(is_program ? "error" : "syntax", is_program ? KIND_COMPILE : NULL);
    arena_failure_add_line(place);
    arena_failure_add((const char *)result->error, (size_t)janet_string_length(result->error));
    if (result->macrofiber)
        add_frames(result->macrofiber);
    return arena_failure_end();
}

static uint64_t not_parsed(JanetParser *parser)
{
    char text[200];
    snprintf(text, sizeof text, FILE_NAME ":%d:%d: parse error: %.100s", (int)parser->line, (int)parser->column,
             janet_parser_error(parser));
    arena_failure_begin("syntax", NULL);
    arena_failure_add_line(text);
    return arena_failure_end();
}

static JanetSignal run(JanetFunction *thunk, int32_t count, const Janet *arguments, JanetFiber **fiber, Janet *value)
{
    *fiber = janet_fiber(thunk, 64, count, arguments);
    if (!*fiber) {
        char text[120];
        snprintf(text, sizeof text, "the function takes %d parameters, and there are %d", (int)thunk->def->arity,
                 (int)count);
        *value = janet_cstringv(text);
        return JANET_SIGNAL_ERROR;
    }
    (*fiber)->env = environment;
    janet_gcroot(janet_wrap_fiber(*fiber));
    JanetSignal signal = janet_continue(*fiber, janet_wrap_nil(), value);
    janet_gcunroot(janet_wrap_fiber(*fiber));
    return signal;
}

/* Compiles and runs all that the parser has; 0 when it went well. */
static uint64_t evaluate(JanetParser *parser, JanetString where)
{
    while (janet_parser_has_more(parser)) {
        JanetCompileResult result = janet_compile(janet_parser_produce(parser), environment, where);
        if (result.status != JANET_COMPILE_OK)
            return not_compiled(&result, parser);
        JanetFiber *fiber;
        Janet value;
        JanetSignal signal = run(janet_thunk(result.funcdef), 0, NULL, &fiber, &value);
        if (signal != JANET_SIGNAL_OK)
            return failed(fiber, signal, value);
    }
    return 0;
}

/* Reads the code; runs it too when there is an environment. The failure's reply, or 0. */
static uint64_t read_code(void)
{
    JanetParser *parser = janet_abstract(&janet_parser_type, sizeof(JanetParser));
    janet_parser_init(parser);
    janet_gcroot(janet_wrap_abstract(parser));
    JanetString where = janet_cstring(FILE_NAME);
    janet_gcroot(janet_wrap_string(where));
    int32_t at = 0;
    /* A first line that begins with "#!" is a comment already. */
    for (;;) {
        if (environment) {
            uint64_t reply = evaluate(parser, where);
            if (reply)
                return reply;
        } else {
            while (janet_parser_has_more(parser))
                janet_parser_produce(parser);
        }
        switch (janet_parser_status(parser)) {
        case JANET_PARSE_DEAD:
            janet_gcunroot(janet_wrap_abstract(parser));
            return 0;
        case JANET_PARSE_ERROR: return not_parsed(parser);
        case JANET_PARSE_ROOT:
        case JANET_PARSE_PENDING:
            if (at == code_length)
                janet_parser_eof(parser);
            else
                janet_parser_consume(parser, (uint8_t)code[at++]);
        }
    }
}

/* A program's function `main` is called with its arguments, of which the first is its name. */
static uint64_t run_main(void)
{
    JanetFiber *fiber;
    Janet value, name = janet_cstringv(FILE_NAME);
    janet_resolve(environment, janet_csymbol("main"), &value);
    if (!janet_checktype(value, JANET_FUNCTION))
        return 0;
    JanetSignal signal = run(janet_unwrap_function(value), 1, &name, &fiber, &value);
    return signal == JANET_SIGNAL_OK ? 0 : failed(fiber, signal, value);
}

/* Takes away the names of what was not compiled in: they would stand for nil. */
static void remove_missing(void)
{
    Janet key_of_value = janet_ckeywordv("value"), key_of_reference = janet_ckeywordv("ref");
    for (int32_t i = 0; i < core->capacity; i++) {
        JanetKV *entry = core->data + i;
        if (!janet_checktype(entry->key, JANET_SYMBOL) || !janet_checktype(entry->value, JANET_TABLE))
            continue;
        JanetTable *binding = janet_unwrap_table(entry->value);
        if (janet_checktype(janet_table_rawget(binding, key_of_value), JANET_NIL) &&
            janet_checktype(janet_table_rawget(binding, key_of_reference), JANET_NIL))
            janet_table_remove(core, entry->key);
    }
}

static void make_core(void)
{
    if (janet_init())
        arena_out_of_memory();
    core = janet_core_env(NULL);
    janet_gcroot(janet_wrap_table(core));
    remove_missing();
}

/* Once, before any program is known; guests start from the memory that there is then. */
void ARENA_EXPORT(arena_snapshot)(void)
{
    make_core();
}

void ARENA_EXPORT(arena_start)(void)
{
}

static uint64_t run_code(void)
{
    environment = janet_table(0);
    environment->proto = core;
    janet_gcroot(janet_wrap_table(environment));
    int32_t flags = JANET_FILE_READ | JANET_FILE_NOT_CLOSEABLE;
    janet_def(environment, "stdin", janet_makefile(arena_stdin(), flags), NULL);
    Janet paths;
    janet_resolve(environment, janet_csymbol("module/paths"), &paths);
    if (janet_checktype(paths, JANET_ARRAY))
        janet_unwrap_array(paths)->count = 0;
    janet_rng_seed(janet_default_rng(), (uint32_t)arena_random());
    janet_table_put(environment, janet_ckeywordv("current-file"), janet_cstringv(FILE_NAME));
    uint64_t reply = read_code();
    return reply || !is_program ? reply : run_main();
}

/* The name as the problem has it, or as Janet's users write it: with dashes. */
static bool find_entry(const char *entry)
{
    char dashed[128];
    Janet value;
    janet_resolve(environment, janet_csymbol(entry), &value);
    if (!janet_checktype(value, JANET_FUNCTION)) {
        snprintf(dashed, sizeof dashed, "%s", entry);
        for (char *at = dashed; *at; at++)
            if (*at == '_')
                *at = '-';
        janet_resolve(environment, janet_csymbol(dashed), &value);
    }
    if (!janet_checktype(value, JANET_FUNCTION))
        return false;
    function = janet_unwrap_function(value);
    janet_gcroot(value);
    return true;
}

static uint64_t call_function(void)
{
    struct arena_reader reader;
    Janet arguments, value;
    JanetFiber *fiber;
    arena_reader_begin(&reader, input_text, input_length);
    bool understood = read_value(&reader, arena_reader_next(&reader), &arguments);
    arena_reader_end(&reader);
    if (!understood || !janet_checktype(arguments, JANET_ARRAY))
        return arena_reply("error\n" KIND_ERROR "\nthe arguments cannot be read");
    JanetArray *list = janet_unwrap_array(arguments);
    JanetSignal signal = run(function, list->count, list->data, &fiber, &value);
    if (signal != JANET_SIGNAL_OK)
        return failed(fiber, signal, value);
    arena_answer_begin(answer_limit);
    const char *reason = put_value(value, 0);
    uint64_t reply = reason ? arena_unfit(reason) : arena_answer_end();
    if (!reply)
        arena_out_of_memory();
    return reply;
}

/* `text` and `entry` are NUL-terminated buffers of arena_buffer. */
uint64_t ARENA_EXPORT(arena_prepare)(int32_t stdin_form, const char *text, uint32_t length, const char *entry,
                                     uint32_t limit)
{
    arena_streams_begin();
    is_program = stdin_form != 0;
    answer_limit = limit;
    code = text;
    code_length = (int32_t)length;
    input_text = "";
    if (!core)
        make_core();
    uint64_t reply = read_code();
    if (!reply && !is_program)
        reply = run_code();
    arena_flush();
    if (reply)
        return reply;
    return is_program || find_entry(entry) ? arena_reply("ready") : arena_missing(entry);
}

/* `text` is a NUL-terminated buffer of arena_buffer; a function's is freed. */
uint64_t ARENA_EXPORT(arena_call)(char *text, uint32_t length)
{
    input_text = text;
    input_length = length;
    if (is_program)
        arena_input(text, length);
    uint64_t reply = is_program ? run_code() : call_function();
    if (is_program && !reply)
        reply = arena_reply("done");
    arena_flush();
    if (!is_program)
        free(text);
    return reply;
}
