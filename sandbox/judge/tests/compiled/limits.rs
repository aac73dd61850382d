//! Programs that would keep the compiler busy for ever, and that compiling is always the same.

use std::sync::Arc;

use arena_judge::{Judge, Scope, Verdict};

use crate::{judge, language, program, refused, support};

#[test]
fn a_program_that_the_compiler_cannot_bear_is_refused_with_the_limit() {
    let huge = "#define A x = x * 77777 + y; y ^= x >> 3; x ^= y << 5;\n#define B A A A A A A A A\n\
        #define C B B B B B B B B\n#define D C C C C C C C C\n\
        int main(int argc, char **) { unsigned x = argc, y = 1; while (x) { D D D D D D D D D D D D D D D D D D D D D D D D D D D D D D D D } return y; }";
    let mut unnamed = Vec::new();
    for (what, code, limits) in [
        (
            "constexpr",
            "constexpr long f(int n) { long s = 0; for (int i = 0; i < n; i++) s ^= i; return s; }\nconstexpr long x = f(2000000000);\nint main() {}",
            &["step limit", "fuel"][..],
        ),
        (
            "templates",
            "template <int N> struct A { static constexpr long v = A<N - 1>::v + A<N - 2>::v; };\nint main() { return A<100000>::v; }",
            &["depth", "fuel"],
        ),
        (
            "template tree",
            "template <class A, class B> struct P {};\ntemplate <int N, class T> struct A { A<N - 1, P<T, int>> a; A<N - 1, P<int, T>> b; };\ntemplate <class T> struct A<0, T> {};\nint main() { return sizeof(A<40, int>); }",
            &["fuel", "memory"],
        ),
        (
            "macros",
            "#define A(x) x x x x x x x x\n#define B(x) A(A(A(x)))\n#define C(x) B(B(B(x)))\nint main() { C(;) }",
            &["fuel", "memory"],
        ),
        (
            "include",
            "#include \"solution.cpp\"\nint main() {}",
            &["nested too deeply"],
        ),
        (
            "array",
            "int a[1 << 29] = {1};\nint main() { return a[3]; }",
            &["memory", "limit", "large"],
        ),
        (
            "nesting",
            &format!(
                "int main() {{ return {}1{}; }}",
                "(".repeat(100_000),
                ")".repeat(100_000)
            ),
            &["nest"],
        ),
        (
            "one function",
            huge,
            &["bytes, more than its limit", "fuel"],
        ),
    ] {
        let message = refused("cpp", code, &program("", ""));
        if !limits.iter().any(|limit| message.contains(limit)) {
            unnamed.push(format!("{what}: {message}"));
        }
    }
    assert!(unnamed.is_empty(), "{}", unnamed.join("\n"));
}

#[test]
fn a_program_may_not_import_what_does_not_exist() {
    let code = "__attribute__((import_module(\"env\"), import_name(\"system\"))) int system_(const char *);\nint main() { return system_(\"ls\"); }";
    let message = refused("c", code, &program("", ""));
    assert!(
        message.contains("env.system, which does not exist here"),
        "{message}"
    );
    let forged = "__attribute__((import_module(\"wasi_snapshot_preview1\"), import_name(\"fd_write\"))) double fd(double);\nint main() { return fd(1); }";
    refused("c", forged, &program("", ""));
}

#[test]
fn compiling_is_the_same_each_time() {
    let code = "#include <bits/stdc++.h>\nint main() { std::map<std::string, int> m; for (std::string s; std::cin >> s;) ++m[s]; for (auto &[k, v] : m) std::cout << k << v << '\\n'; }";
    let first = judge().compile(language("cpp"), code).unwrap();
    for _ in 0..3 {
        assert!(judge().compile(language("cpp"), code).unwrap() == first);
    }
    let other = judge()
        .compile(language("c"), "int main() { return 0; }")
        .unwrap();
    assert!(other.1 < first.1, "{} {}", other.1, first.1);
}

#[test]
fn a_text_is_compiled_once() {
    let code = "#include <iostream>\nint main() { std::cout << \"compiled once\\n\"; }";
    let tests = program("", "compiled once\n");
    // A judge of its own: other tests compile too.
    let judge = Arc::new(Judge::load(&support::cache(), 1).unwrap());
    let judged = |code: &str| support::judge(&judge, language("cpp"), code, &tests, Scope::All);
    let before = judge.programs_made(language("cpp"));
    let first = judged(code).unwrap();
    assert_eq!(first.verdict, Verdict::Accepted);
    for _ in 0..3 {
        assert_eq!(judged(code).unwrap(), first);
    }
    assert_eq!(judge.programs_made(language("cpp")), before + 1);
    let refused = "int main() { return x; }";
    assert_eq!(judged(refused), judged(refused));
    assert_eq!(judge.programs_made(language("cpp")), before + 2);
}
