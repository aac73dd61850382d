//! Exceptions, caught and not.

use arena_judge::Verdict;

use crate::{accepted, failed, program, run};

/// Each line of the output is one way of throwing and catching.
const CAUGHT: &str = r#"
#include <bits/stdc++.h>
using namespace std;

struct Own { int value; };
struct Loud { ~Loud() { cout << "destroyed\n"; } };
struct Base { virtual ~Base() = default; };
struct Derived : Base {};
// What is kept here is not optimised away.
void *volatile kept_outside;

template <class F>
void shows(const char *name, F f) {
    try {
        f();
        cout << name << ": nothing\n";
    } catch (const exception &error) {
        cout << name << ": " << error.what() << '\n';
    } catch (int number) {
        cout << name << ": int " << number << '\n';
    } catch (const Own &own) {
        cout << name << ": own " << own.value << '\n';
    } catch (...) {
        cout << name << ": something\n";
    }
}

int main() {
    shows("int", [] { throw 7; });
    shows("runtime_error", [] { throw runtime_error("broken"); });
    shows("custom", [] { throw Own{8}; });
    shows("vector", [] { vector<int> v(3); cout << v.at(3); });
    shows("map", [] { map<int, int> m; cout << m.at(1); });
    shows("stoi", [] { cout << stoi("x"); });
    shows("rethrow", [] { try { throw runtime_error("again"); } catch (...) { throw; } });
    shows("destructor", [] { Loud loud; throw 1; });
    shows("bad_alloc", [] { kept_outside = new char[2000000000]; });
    shows("bad_cast", [] { Base base; cout << &dynamic_cast<Derived &>(base); });
    shows("any", [] { any a = 1; cout << any_cast<string>(a); });
    shows("variant", [] { variant<int, string> v = 1; cout << get<string>(v); });
    shows("optional", [] { optional<int> o; cout << o.value(); });
    shows("function", [] { function<void()> f; f(); });
    shows("exception_ptr", [] {
        exception_ptr kept;
        try { throw runtime_error("kept"); } catch (...) { kept = current_exception(); }
        rethrow_exception(kept);
    });
    shows("substr", [] { cout << string("abc").substr(5); });
    long long sum = 0;
    for (int i = 0; i < 100000; i++) {
        try { if (i % 2) throw i; sum += 1; } catch (int n) { sum += n; }
    }
    cout << sum << '\n';
    cout << uncaught_exceptions() << '\n';
}
"#;

const SHOWN: &str = "int: int 7
runtime_error: broken
custom: own 8
vector: vector
map: map::at:  key not found
stoi: stoi: no conversion
rethrow: again
destroyed
destructor: int 1
bad_alloc: std::bad_alloc
bad_cast: std::bad_cast
any: bad any cast
variant: bad_variant_access
optional: bad_optional_access
function: std::bad_function_call
exception_ptr: kept
substr: basic_string
2500050000
0
";

#[test]
fn exceptions_are_thrown_and_caught() {
    accepted("cpp", CAUGHT, &program("", SHOWN));
}

#[test]
fn an_exception_that_nobody_catches_ends_the_program_with_its_words() {
    for (body, kind, what) in [
        (
            "throw std::out_of_range(\"far\");",
            "std::out_of_range",
            "far",
        ),
        (
            "throw std::runtime_error(\"why\");",
            "std::runtime_error",
            "why",
        ),
        (
            "std::vector<int> v; v.at(1);",
            "std::out_of_range",
            "vector",
        ),
        (
            "std::optional<int> o; return o.value();",
            "std::bad_optional_access",
            "bad_optional_access",
        ),
    ] {
        let code = format!("#include <bits/stdc++.h>\nint main() {{ {body} }}");
        let (found, text) = failed("cpp", &code);
        assert_eq!(found, kind, "{text}");
        let words =
            format!("terminate called after throwing an instance of '{kind}'\n  what():  {what}");
        assert_eq!(text, words);
    }
    let (kind, text) = failed("cpp", "struct Own {};\nint main() { throw Own(); }");
    assert_eq!(kind, "another exception");
    assert_eq!(text, "terminate called after throwing an instance of 'Own'");
    let (kind, text) = failed("cpp", "int main() { throw 3; }");
    assert_eq!(kind, "another exception");
    assert_eq!(text, "terminate called after throwing an instance of 'int'");
}

#[test]
fn exceptions_of_globals_and_through_noexcept_end_the_program_too() {
    let global = "#include <stdexcept>\nint f() { throw std::logic_error(\"early\"); }\nint x = f();\nint main() {}";
    assert_eq!(failed("cpp", global).0, "std::logic_error");
    let noexcept = "#include <stdexcept>\nvoid f() noexcept { throw std::logic_error(\"no\"); }\nint main() { f(); }";
    assert_eq!(failed("cpp", noexcept).0, "terminate");
    let nothing = "#include <exception>\nint main() { std::terminate(); }";
    assert_eq!(failed("cpp", nothing).0, "terminate");
}

#[test]
fn memory_that_cannot_be_had_is_the_memory_limit() {
    for code in [
        "#include <vector>\nint main() { std::vector<int> v; for (;;) v.push_back(1); }",
        "#include <vector>\nvolatile int at = 7; int main() { std::vector<long long> v(500000000); v[at] = at; return (int)v[at + 1]; }",
        "int *volatile kept; int main() { for (;;) kept = new int[1000]{1}; }",
        "#include <new>\nint main() { throw std::bad_alloc(); }",
        "int big[45000000]; int main() { big[5] = 1; return big[6]; }",
    ] {
        let judged = run("cpp", code, &program("", "x"));
        assert_eq!(judged.verdict, Verdict::MemoryLimit, "{judged:?}\n{code}");
    }
    let caught = "#include <iostream>\n#include <new>\n#include <vector>\nint main() { std::vector<std::vector<int>> all; try { for (;;) all.emplace_back(1000, 1); } catch (const std::bad_alloc &) { all.clear(); std::cout << \"caught\\n\"; } }";
    accepted("cpp", caught, &program("", "caught\n"));
    let c = "#include <stdlib.h>\nchar *volatile kept;\nint main(void) { for (;;) { kept = malloc(1 << 20); if (!kept) abort(); *kept = 1; } }";
    let judged = run("c", c, &program("", "x"));
    assert_eq!(judged.verdict, Verdict::MemoryLimit, "{judged:?}");
}
