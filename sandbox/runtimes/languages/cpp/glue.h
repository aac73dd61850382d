// Calls the player's function, of whatever parameters: reads each from JSON, writes the answer.
//
// It is part of the precompiled header, so that no macro of the player's can change it. What
// follows the player's code is one line without a keyword: `arena_::Entry arena_entry{name};`
#pragma once
#include <limits>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "json.h"

namespace arena_ {

template <class T>
struct Json;

template <class T>
concept integer = std::is_integral_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, char> &&
                  !std::is_same_v<T, wchar_t> && !std::is_same_v<T, char8_t> &&
                  !std::is_same_v<T, char16_t> && !std::is_same_v<T, char32_t>;

template <integer T>
struct Json<T> {
    static T read() {
        using limits = std::numeric_limits<T>;
        constexpr auto widest = std::numeric_limits<long long>::max();
        constexpr bool fits = sizeof(T) < sizeof(long long) || std::is_signed_v<T>;
        return static_cast<T>(take_int(static_cast<long long>(limits::min()),
                                       fits ? static_cast<long long>(limits::max()) : widest));
    }
    static void write(T value) {
        if constexpr (std::is_signed_v<T>) {
            put_int(value);
        } else {
            put_unsigned(value);
        }
    }
};

template <class T>
    requires std::is_floating_point_v<T>
struct Json<T> {
    static T read() { return static_cast<T>(take_float()); }
    static void write(T value) { put_float(static_cast<double>(value)); }
};

template <>
struct Json<bool> {
    static bool read() { return take_bool(); }
    static void write(bool value) { put_bool(value); }
};

template <>
struct Json<std::string> {
    static std::string read() {
        Text text = take_text();
        return std::string(text.data, text.length);
    }
    static void write(const std::string &value) { put_text(value.data(), value.size()); }
};

template <class T>
struct Json<std::vector<T>> {
    static std::vector<T> read() {
        std::vector<T> items;
        enter();
        while (more()) items.push_back(Json<T>::read());
        return items;
    }
    static void write(const std::vector<T> &items) {
        put('[');
        bool first = true;
        for (const auto &item : items) {
            if (!first) put(',');
            first = false;
            Json<T>::write(item);
        }
        put(']');
    }
};

template <class T>
inline constexpr bool has_json = requires { sizeof(Json<T>); };

void enlist(void (*call)());

struct Entry {
    template <class Result, class... Parameters>
    Entry(Result (*function)(Parameters...)) {
        static_assert((has_json<std::remove_cvref_t<Parameters>> && ...),
                      "a parameter of the function is none of: an integer type, double, bool, "
                      "std::string, std::vector of these");
        static_assert(has_json<std::remove_cvref_t<Result>>,
                      "the function's result is none of: an integer type, double, bool, "
                      "std::string, std::vector of these");
        if constexpr ((has_json<std::remove_cvref_t<Parameters>> && ...) &&
                      has_json<std::remove_cvref_t<Result>>) {
            static auto target = function;
            enlist([] { call(target); });
        }
    }

    template <class Result, class... Parameters>
    static void call(Result (*function)(Parameters...)) {
        open();
        // Braces, so that the arguments are read in their order.
        std::tuple<std::remove_cvref_t<Parameters>...> values{take<Parameters>()...};
        all_taken();
        std::apply(
            [&](auto &...value) {
                Json<std::remove_cvref_t<Result>>::write(
                    function(static_cast<Parameters &&>(value)...));
            },
            values);
        close();
    }

    template <class Parameter>
    static std::remove_cvref_t<Parameter> take() {
        argument();
        return Json<std::remove_cvref_t<Parameter>>::read();
    }
};

}  // namespace arena_
