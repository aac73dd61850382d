/*
 * The judge's side of the Lua guest: runs a player's program and reports what it did.
 *
 * Answers and arguments are moved without metamethods: what the program does to a metatable cannot
 * run while an answer is written.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"

#define FILE_NAME ARENA_FILE_STEM ".lua"
#define ERROR_FRAMES 12
#define KIND_ERROR "error"
#define KIND_STACK "stack overflow"
#define KIND_MEMORY "not enough memory"

static lua_State *state;
static bool is_program;
static size_t answer_limit;
static const char *input_text;
static size_t input_length;
static int chunk_reference;
static int function_reference;
/* Whether the message of the error that ended the program is already in the failure's text. */
static bool explained;

static uint64_t out_of_memory(void)
{
    return arena_reply("error\n" KIND_MEMORY "\n" KIND_MEMORY);
}

/* Adds the player's own frames. */
static void add_traceback(lua_State *L)
{
    lua_Debug frame;
    int shown = 0;
    for (int level = 0; shown < ERROR_FRAMES && lua_getstack(L, level, &frame); level++) {
        char line[LUA_IDSIZE + 160];
        lua_getinfo(L, "Slnt", &frame);
        if (strcmp(frame.source, "@" FILE_NAME) != 0)
            continue;
        if (*frame.what == 'm')
            snprintf(line, sizeof line, "\t%s:%d: in main chunk", frame.short_src, frame.currentline);
        else if (frame.name)
            snprintf(line, sizeof line, "\t%s:%d: in %s '%.100s'", frame.short_src, frame.currentline,
                     *frame.namewhat ? frame.namewhat : "function", frame.name);
        else
            snprintf(line, sizeof line, "\t%s:%d: in function <%s:%d>", frame.short_src, frame.currentline,
                     frame.short_src, frame.linedefined);
        if (shown++ == 0)
            arena_failure_add_line("stack traceback:");
        arena_failure_add_line(line);
    }
}

/* Called where an error happened that nothing in the program catches. */
static int explain(lua_State *L)
{
    size_t length;
    explained = false;
    if (lua_type(L, 1) != LUA_TSTRING && luaL_callmeta(L, 1, "__tostring") && lua_type(L, -1) == LUA_TSTRING)
        lua_replace(L, 1);
    const char *text = lua_tolstring(L, 1, &length);
    bool stack = text && memmem(text, length, "stack overflow", 14);
    arena_failure_begin("error", stack ? KIND_STACK : KIND_ERROR);
    if (text)
        arena_failure_add(text, length > ARENA_ERROR_TEXT / 2 ? ARENA_ERROR_TEXT / 2 : length);
    else {
        arena_failure_add("(error object is a ", 19);
        text = luaL_typename(L, 1);
        arena_failure_add(text, strlen(text));
        arena_failure_add(" value)", 7);
    }
    add_traceback(L);
    explained = true;
    return 1;
}

/* The reply for a status that is not LUA_OK. */
static uint64_t failed(int status)
{
    if (status == LUA_ERRMEM)
        return out_of_memory();
    if (explained)
        return arena_failure_end();
    size_t length;
    const char *text = lua_type(state, -1) == LUA_TSTRING ? lua_tolstring(state, -1, &length) : NULL;
    arena_failure_begin("error", KIND_ERROR);
    if (text)
        arena_failure_add(text, length);
    else
        arena_failure_add_line("an error while its message was being made");
    return arena_failure_end();
}

static int not_here(lua_State *L)
{
    return luaL_error(L, "%s is not available here", lua_tostring(L, lua_upvalueindex(1)));
}

static void remove_function(lua_State *L, const char *library, const char *name)
{
    lua_getglobal(L, library);
    lua_pushfstring(L, "%s.%s", library, name);
    lua_pushcclosure(L, not_here, 1);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
}

/* All libraries; what needs files or processes says that there are none. */
static void open_libraries(lua_State *L)
{
    luaL_openlibs(L);
    remove_function(L, "os", "execute");
    remove_function(L, "os", "tmpname");
    remove_function(L, "io", "popen");
    remove_function(L, "io", "tmpfile");
    remove_function(L, "package", "loadlib");
    lua_getglobal(L, "package");
    lua_getfield(L, -1, "searchers");
    for (int searcher = 2; searcher <= 4; searcher++) {
        lua_pushnil(L);
        lua_rawseti(L, -2, searcher);
    }
    lua_pushliteral(L, "");
    lua_setfield(L, -3, "path");
    lua_pushliteral(L, "");
    lua_setfield(L, -3, "cpath");
    lua_pop(L, 2);
}

/* Past a byte order mark and a first line that begins with '#', whose end stays. */
static const char *code_start(const char *code, size_t length)
{
    if (length >= 3 && memcmp(code, "\xef\xbb\xbf", 3) == 0) {
        code += 3;
        length -= 3;
    }
    if (length > 0 && *code == '#') {
        const char *end = memchr(code, '\n', length);
        return end ? end : code + length;
    }
    return code;
}

/* Pushes the next value of the reader. */
static void push_value(lua_State *L, struct arena_reader *reader, enum arena_kind kind)
{
    luaL_checkstack(L, 4, "nested arguments");
    switch (kind) {
    case ARENA_LIST: {
        lua_newtable(L);
        lua_Integer index = 0;
        while ((kind = arena_reader_next(reader)) != ARENA_LIST_END) {
            push_value(L, reader, kind);
            lua_rawseti(L, -2, ++index);
        }
        return;
    }
    case ARENA_NULL: lua_pushnil(L); return;
    case ARENA_BOOLEAN: lua_pushboolean(L, reader->boolean); return;
    case ARENA_INTEGER: lua_pushinteger(L, reader->integer); return;
    case ARENA_DOUBLE: lua_pushnumber(L, reader->number); return;
    case ARENA_STRING: lua_pushlstring(L, reader->text, reader->length); return;
    case ARENA_LIST_END:
    case ARENA_BAD:
    case ARENA_END: break;
    }
    luaL_error(L, "the arguments cannot be read");
}

/* Writes the value on top of the stack; returns why it is no answer, or NULL. */
static const char *put_value(lua_State *L, int depth)
{
    size_t length;
    const char *text;
    switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN:
        text = lua_toboolean(L, -1) ? "true" : "false";
        arena_answer_raw(text, strlen(text));
        return NULL;
    case LUA_TNUMBER:
        if (lua_isinteger(L, -1))
            arena_answer_integer(lua_tointeger(L, -1));
        else if (!arena_answer_double(lua_tonumber(L, -1)))
            return "the answer holds a number that is not finite";
        return NULL;
    case LUA_TSTRING:
        text = lua_tolstring(L, -1, &length);
        return arena_answer_string(text, length) ? NULL : "the answer holds a string that is not UTF-8";
    case LUA_TTABLE: break;
    case LUA_TNIL: return depth ? "the answer holds a nil" : "the function returned nil";
    default:
        return lua_isfunction(L, -1) ? "the answer holds a function" : "the answer holds a value that is no plain data";
    }
    if (depth == ARENA_ANSWER_DEPTH || !lua_checkstack(L, 4))
        return "the answer is nested too deeply, or a table in it holds itself";
    lua_Unsigned count = lua_rawlen(L, -1), keys = 0;
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        lua_pop(L, 1);
        if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 1 || (lua_Unsigned)lua_tointeger(L, -1) > count ||
            ++keys > count) {
            lua_pop(L, 1);
            return "the answer holds a table that is not a list: its keys are not 1, 2, 3, ...";
        }
    }
    if (keys != count)
        return "the answer holds a list with a gap";
    arena_answer_raw("[", 1);
    for (lua_Unsigned i = 1; i <= count && arena_answer_room(); i++) {
        if (i > 1)
            arena_answer_raw(",", 1);
        lua_rawgeti(L, -1, (lua_Integer)i);
        text = put_value(L, depth + 1);
        lua_pop(L, 1);
        if (text)
            return text;
    }
    arena_answer_raw("]", 1);
    return NULL;
}

/* The protected parts; each takes nothing and leaves its reply in `outcome`. */
static uint64_t outcome;

static int start(lua_State *L)
{
    open_libraries(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, chunk_reference);
    luaL_unref(L, LUA_REGISTRYINDEX, chunk_reference);
    lua_call(L, 0, 0);
    outcome = arena_reply("done");
    return 0;
}

static int find_entry(lua_State *L)
{
    lua_pushglobaltable(L);
    lua_pushstring(L, input_text);
    if (lua_rawget(L, -2) != LUA_TFUNCTION) {
        outcome = arena_missing(input_text);
        return 0;
    }
    function_reference = luaL_ref(L, LUA_REGISTRYINDEX);
    outcome = arena_reply("ready");
    return 0;
}

static int call_function(lua_State *L)
{
    struct arena_reader reader;
    int count = 0;
    arena_reader_begin(&reader, input_text, input_length);
    lua_rawgeti(L, LUA_REGISTRYINDEX, function_reference);
    enum arena_kind kind = arena_reader_next(&reader);
    while ((kind = arena_reader_next(&reader)) != ARENA_LIST_END) {
        push_value(L, &reader, kind);
        count++;
    }
    arena_reader_end(&reader);
    lua_call(L, count, 1);
    arena_answer_begin(answer_limit);
    const char *reason = put_value(L, 0);
    outcome = reason ? arena_unfit(reason) : arena_answer_end();
    if (!outcome)
        outcome = out_of_memory();
    return 0;
}

static uint64_t protected(lua_CFunction part)
{
    explained = false;
    lua_settop(state, 0);
    lua_pushcfunction(state, explain);
    lua_pushcfunction(state, part);
    int status = lua_pcall(state, 0, 0, 1);
    arena_flush();
    return status == LUA_OK ? outcome : failed(status);
}

/* `code` and `entry` are NUL-terminated buffers of arena_buffer. */
uint64_t ARENA_EXPORT(arena_prepare)(int32_t stdin_form, const char *code, uint32_t code_length, const char *entry,
                                     uint32_t limit)
{
    arena_streams_begin();
    is_program = stdin_form != 0;
    answer_limit = limit;
    input_text = "";
    state = luaL_newstate();
    if (!state)
        return out_of_memory();
    const char *begin = code_start(code, code_length);
    size_t length = code_length - (size_t)(begin - code);
    int status = luaL_loadbufferx(state, begin, length, "@" FILE_NAME, "t");
    if (status == LUA_ERRMEM)
        return out_of_memory();
    if (status != LUA_OK) {
        /* What is nested too deeply is no error of syntax for Lua, and has no place. */
        arena_failure_begin("syntax", NULL);
        arena_failure_add_line(lua_tostring(state, -1));
        return arena_failure_end();
    }
    chunk_reference = luaL_ref(state, LUA_REGISTRYINDEX);
    if (is_program)
        return arena_reply("ready");
    uint64_t ran = protected(start);
    if (ran != arena_reply("done"))
        return ran;
    input_text = entry;
    return protected(find_entry);
}

/* `text` is a NUL-terminated buffer of arena_buffer; a function's is freed. */
uint64_t ARENA_EXPORT(arena_call)(char *text, uint32_t length)
{
    input_text = text;
    input_length = length;
    if (is_program) {
        arena_input(text, length);
        return protected(start);
    }
    uint64_t reply = protected(call_function);
    free(text);
    return reply;
}
