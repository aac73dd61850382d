// The arguments and answers of functions in C.
#include "calls.h"

#include <climits>
#include <cstdlib>
#include <cstring>

#include "host.h"
#include "json.h"

namespace {

template <class T>
T *grown(T *items, int room) {
    auto *moved = static_cast<T *>(std::realloc(items, sizeof(T) * static_cast<std::size_t>(room)));
    if (moved == nullptr) arena_::fail("memory", "no memory is left for the arguments");
    return moved;
}

template <class List, class Item>
List read_list(Item (*read)()) {
    List list = {nullptr, 0};
    int room = 0;
    arena_::enter();
    while (arena_::more()) {
        if (list.length == room) {
            room = room == 0 ? 8 : room * 2;
            list.items = grown(list.items, room);
        }
        list.items[list.length] = read();
        ++list.length;
    }
    return list;
}

template <class List, class Item>
void write_list(List list, void (*write)(Item)) {
    arena_::put('[');
    for (int i = 0; i < list.length; ++i) {
        if (i > 0) arena_::put(',');
        write(list.items[i]);
    }
    arena_::put(']');
}

}  // namespace

extern "C" {

void arena_open() { arena_::open(); }
void arena_argument() { arena_::argument(); }
void arena_all_taken() { arena_::all_taken(); }
void arena_close() { arena_::close(); }

long long arena_read_Int() { return arena_::take_int(LLONG_MIN, LLONG_MAX); }
double arena_read_Float() { return arena_::take_float(); }
bool arena_read_Bool() { return arena_::take_bool(); }

char *arena_read_String() {
    arena_::Text text = arena_::take_text();
    char *copy = grown<char>(nullptr, static_cast<int>(text.length) + 1);
    std::memcpy(copy, text.data, text.length);
    copy[text.length] = 0;
    return copy;
}

void arena_write_Int(long long value) { arena_::put_int(value); }
void arena_write_Float(double value) { arena_::put_float(value); }
void arena_write_Bool(bool value) { arena_::put_bool(value); }

void arena_write_String(char *value) {
    if (value == nullptr) {
        arena_::unfit("the answer holds a null pointer instead of a string");
    }
    arena_::put_text(value, std::strlen(value));
}

#define LIST(list, item)                                                        \
    list arena_read_##list() { return read_list<list>(arena_read_##item); }     \
    void arena_write_##list(list value) { write_list(value, arena_write_##item); }

#define LISTS(name)                              \
    LIST(name##List, name)                       \
    LIST(name##ListList, name##List)             \
    LIST(name##ListListList, name##ListList)     \
    LIST(name##ListListListList, name##ListListList)

LISTS(Int)
LISTS(Float)
LISTS(Bool)
LISTS(String)

}  // extern "C"
