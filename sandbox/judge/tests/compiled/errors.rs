//! Programs that do not compile, and programs that fail while they run.

use serde_json::json;

use crate::functions::echo;
use crate::language;
use crate::{accepted, failed, program, refused, run};

#[test]
fn messages_name_the_players_lines() {
    let code = "#include <iostream>\nint main() {\n    int x = y;\n}\n";
    let message = refused("cpp", code, &program("", ""));
    let place = "solution.cpp:3:13: error: use of undeclared identifier 'y'";
    assert!(message.starts_with(place), "{message}");
    assert!(message.contains("int x = y;"), "{message}");
    let message = refused(
        "c",
        "int main(void) {\n    return z;\n}\n",
        &program("", ""),
    );
    assert!(message.starts_with("solution.c:2:12: error: "), "{message}");
    // The lines of a function too, whatever it ends with.
    for end in ["", "\n", " \\", " // x \\", "\n/* end */"] {
        let code = format!("long long echo(long long v) {{\n  return w;\n}}{end}");
        let message = refused("cpp", &code, &echo("int", &[json!(1)]));
        assert!(
            message.starts_with("solution.cpp:2:10: error: "),
            "{message}"
        );
        assert!(!message.contains("Entry"), "{message}");
    }
}

#[test]
fn what_is_missing_or_twice_is_said_in_a_sentence() {
    let number = echo("int", &[json!(1)]);
    for (name, code, tests, sentence) in [
        (
            "cpp",
            "int x;",
            &program("", ""),
            "the program defines no function main",
        ),
        (
            "c",
            "int x;",
            &program("", ""),
            "the program defines no function main",
        ),
        (
            "cpp",
            "int f();\nint main() { return f(); }",
            &program("", ""),
            "undefined symbol: f()",
        ),
        (
            "cpp",
            "int main() {}\nint main() {}",
            &program("", ""),
            "redefinition of 'main'",
        ),
        (
            "cpp",
            "int main() { return 0; }",
            &number,
            "the program defines no function echo",
        ),
        (
            "c",
            "int main(void) { return 0; }",
            &number,
            "the program defines no function echo",
        ),
        (
            "cpp",
            "int echo(int v) { return v; ",
            &number,
            "a brace is missing",
        ),
        (
            "cpp",
            "int echo(int v) { return v; }\nint echo(long v) { return v; }",
            &number,
            "must be one function",
        ),
        (
            "cpp",
            "template <class T> T echo(T v) { return v; }",
            &number,
            "must be one function",
        ),
        (
            "cpp",
            "int echo(char *v) { return 1; }",
            &number,
            "a parameter of the function is none of",
        ),
        (
            "cpp",
            "void echo(int v) {}",
            &number,
            "the function's result is none of",
        ),
        (
            "c",
            "int echo(long long v) { return 1; }",
            &number,
            "declare the function as: long long echo(long long value)",
        ),
        (
            "c",
            "double echo(void) { return 1; }",
            &echo("string", &[json!("")]),
            "declare the function as: char * echo(char * value)",
        ),
    ] {
        let message = refused(name, code, tests);
        assert!(message.contains(sentence), "{code}\n{message}");
    }
}

#[test]
fn nothing_of_the_machine_can_be_included() {
    for line in [
        "#include \"/etc/passwd\"",
        "#include </etc/passwd>",
        "#include \"../../../../etc/passwd\"",
        "#include \"/proc/self/environ\"",
        "const char text[] = {\n#embed \"/etc/passwd\"\n};",
        "asm(\".incbin \\\"/etc/passwd\\\"\");",
        "#if __has_include(\"/etc/passwd\")\n#else\n#error not there\n#endif",
        "#if __has_embed(\"/etc/passwd\")\n#else\n#error not there\n#endif",
    ] {
        for name in ["c", "cpp"] {
            let message = refused(name, &format!("{line}\nint main() {{}}"), &program("", ""));
            assert!(!message.contains("root:"), "{message}");
        }
    }
}

#[test]
fn what_ends_a_program_has_a_kind() {
    let volatile = "#include <cstdio>\n#include <cstdlib>\n#include <cassert>\n#include <climits>\nvolatile int zero = 0, one = 1, seven = 7, least = INT_MIN;\n";
    for (body, kind) in [
        ("return seven / zero;", "division by zero"),
        ("return seven % zero;", "division by zero"),
        ("return least / -one;", "integer overflow"),
        ("abort();", "abort"),
        ("assert(zero);", "abort"),
        ("__builtin_trap();", "abort"),
        (
            "return *(volatile int *)(0x7ffffff0u + zero);",
            "out of bounds",
        ),
        (
            "((int (*)(double, int))(void *)(one + 1))(1.0, 1);",
            "bad function pointer",
        ),
        ("return 3;", "exit"),
        ("exit(4);", "exit"),
    ] {
        let (found, text) = failed("cpp", &format!("{volatile}int main() {{ {body} }}"));
        assert_eq!(found, kind, "{text}\n{body}");
    }
    let (kind, _) = failed(
        "c",
        "int main(void) { volatile int z = 0, s = 7; return s % z; }",
    );
    assert_eq!(kind, "division by zero");
}

#[test]
fn a_stack_that_is_used_up_is_said_so() {
    for code in [
        "int f(int n) { volatile int a[100]; a[n % 100] = n; return n < 0 ? 0 : f(n + 1) + a[n % 100]; }\nint main() { return f(0); }",
        "volatile int end = 0;\nint f(int n) { return n == end ? 0 : f(n + 1) * 3 + f(n + 2); }\nint main() { return f(1); }",
        "volatile int at = 9;\nint main() { volatile int a[20000000]; a[at] = 1; return a[at + 1]; }",
    ] {
        for name in ["c", "cpp"] {
            let (kind, text) = failed(name, code);
            assert_eq!(kind, "stack overflow", "{text}\n{code}");
        }
    }
    let deep = "#include <iostream>\nint f(int n) { return n == 0 ? 0 : f(n - 1) + 1; }\nint main() { int n; std::cin >> n; std::cout << f(n) << '\\n'; }";
    accepted("cpp", deep, &program("100000\n", "100000\n"));
}

#[test]
fn a_program_has_a_clock_seeded_randomness_and_nothing_else() {
    let code = "#include <bits/stdc++.h>\n#include <unistd.h>\nextern char **environ;\nusing namespace std;\n\
        int main(int argc, char **) {\n\
        FILE *f = fopen(\"/etc/passwd\", \"r\"); FILE *g = fopen(\"out.txt\", \"w\");\n\
        clock_t from = clock(); double x = 1; for (int i = 0; i < 10000000; i++) x = x * 1.0000001 + 1;\n\
        random_device seed;\n\
        bool threads = true; try { thread t([] {}); t.join(); } catch (const system_error &) { threads = false; }\n\
        cout << (f || g) << argc << (environ && *environ) << threads << (clock() > from) << (x > 0) << (time(0) > 1700000000) << '\\n';\n\
        cerr << seed() << '\\n'; }";
    accepted("cpp", code, &program("", "0000111\n"));
    let bytes = || serde_json::to_vec(&run("cpp", code, &program("", ""))).unwrap();
    assert_eq!(bytes(), bytes());
}

#[test]
fn the_greetings_of_both_languages_are_accepted() {
    for name in ["c", "cpp"] {
        let hello = &language(name).facts().hello.program;
        accepted(name, hello, &program("", "Hello, world!\n"));
        let starter = &language(name).facts().starter.program;
        accepted(name, starter, &program("", ""));
    }
}
