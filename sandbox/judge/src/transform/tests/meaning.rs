//! What TypeScript means.

use super::{code, first_line, refusal};

#[test]
fn types_leave_nothing_behind() {
    for (source, expected) in [
        ("let a: number = 1 as any;", "let a = 1;\n"),
        ("let a = <T,>(x: T): x is T => x!;", "let a = (x) => x;\n"),
        ("interface A { b: string }\ntype C = A[];", ""),
        (
            "declare const process: any; declare function require(name: string): any;",
            "",
        ),
        (
            "import type { A } from 'a'; import { type B } from 'b'; import C from 'c'; let c: C;",
            "let c;\n",
        ),
        (
            "const a = { b: 1 } satisfies object;",
            "const a = { b: 1 };\n",
        ),
        ("let a = <number>b;", "let a = b;\n"),
        (
            "function f(a: string): void; function f(a: any) {}",
            "function f(a) {}\n",
        ),
        (
            "abstract class A { abstract b(): void; private c?: string; declare d: number }",
            "class A {\nc;\n}\n",
        ),
        ("f<number>(a < b, c > d);", "f(a < b, c > d);\n"),
        (
            "class A<T> implements B { get c(this: A<T>): T { return 1 } }",
            "class A {\nget c() {\nreturn 1;\n}\n}\n",
        ),
    ] {
        assert_eq!(code(source), expected, "{source}");
    }
}

#[test]
fn what_is_new_stays_new() {
    let source = "a ??= b?.c;\nclass A {\n#b = 1;\nstatic {}\n}\nlet c = 1_0n ** 2n;\n";
    let printed = "a ??= b?.c;\nclass A {\n#b = 1;\nstatic {}\n}\nlet c = 10n ** 2n;\n";
    assert_eq!(code(source), printed);
}

#[test]
fn enums_namespaces_and_parameter_properties_become_code() {
    let numbers = code("enum A { B, C = 5, D }");
    assert!(
        numbers.contains("A[A[\"B\"] = 0] = \"B\"") && numbers.contains("A[A[\"D\"] = 6] = \"D\"")
    );
    let texts = code("enum A { B = 'x', C = B, D = `${B}y` }");
    assert!(
        texts.contains("A[\"C\"] = \"x\"") && texts.contains("A[\"D\"] = \"xy\""),
        "{texts}"
    );
    let space = code("namespace A { export const b = 1; export function c() { return b } }");
    assert!(
        space.contains("_A.b = 1") && space.contains("_A.c = c"),
        "{space}"
    );
    let class = code("class A { constructor(private readonly b: number) {} }");
    assert_eq!(
        class,
        "class A {\nb;\nconstructor(b) {\nthis.b = b;\n}\n}\n"
    );
}

#[test]
fn imports_are_required_before_the_program() {
    for (source, expected) in [
        (
            "import * as fs from 'fs'; fs;",
            "const fs = require(\"fs\");",
        ),
        (
            "import fs from 'node:fs'; fs;",
            "const fs = require(\"node:fs\");",
        ),
        (
            "import { a, b as c } from 'x'; a(c);",
            "const { a: a, b: c } = require(\"x\");",
        ),
        (
            "import { default as a } from 'x'; a;",
            "const a = require(\"x\");",
        ),
        (
            "import a, { b } from 'x'; a(b);",
            "const a = require(\"x\"), { b: b } = require(\"x\");",
        ),
        ("import 'x';", "require(\"x\");"),
        (
            "import { \"a b\" as c } from 'x'; c;",
            "const { \"a b\": c } = require(\"x\");",
        ),
        (
            "import a from 'x\\n\\u2028\"'; a;",
            "const a = require(\"x\\n\u{2028}\\\"\");",
        ),
        ("import unused from 'x';", ""),
    ] {
        assert_eq!(first_line(source), expected, "{source}");
    }
    assert_eq!(
        code("import fs = require('fs'); fs;"),
        "const fs = require(\"fs\");\nfs;\n"
    );
}

#[test]
fn exports_are_declarations_or_the_module() {
    for (source, expected) in [
        ("export function f(): void {}", "function f() {}\n"),
        (
            "export const f = 1; export class A {}",
            "const f = 1;\nclass A {}\n",
        ),
        ("export default function f() {}", "function f() {}\n"),
        (
            "export default function () {}",
            "module.exports = function() {};\n",
        ),
        ("export default class {}", "module.exports = class {};\n"),
        (
            "export default (a: number) => a;",
            "module.exports = (a) => a;\n",
        ),
        ("export default interface A {}", ""),
        ("export type { A }; type A = 1; export {};", ""),
        (
            "let g = 1; export { g as f };",
            "let g = 1;\nmodule.exports[\"f\"] = g;",
        ),
        ("export = 1;", "module.exports = 1;\n"),
        (
            "export enum A {}",
            "let A = function(A) {\nreturn A;\n}({});\n",
        ),
    ] {
        assert_eq!(
            code(source).trim_end_matches(['\n', ';']),
            expected.trim_end_matches(['\n', ';']),
            "{source}"
        );
    }
}

#[test]
fn a_program_that_awaits_is_a_function_of_its_own() {
    let source = "for await (const line of lines) {}";
    assert_eq!(first_line(source), "(async () => {");
    assert_eq!(code(source), "for await (const line of lines) {}\n\n})();");
    assert_eq!(first_line("const f = async () => { await 1; };"), "");
}

#[test]
fn mistakes_are_shown_where_they_are() {
    let found = refusal("let a: number = 1;\nlet b: numb er = 2;\n");
    assert_eq!(
        found,
        "solution.ts:2:12: Expected a semicolon or an implicit semicolon after a statement, but \
         found none\n    let b: numb er = 2;\n               ^"
    );
    let twice = refusal("let a = 1;\nlet a = 2;");
    assert!(twice.contains("`a` has already been declared"), "{twice}");
}

#[test]
fn what_is_not_available_is_said_in_a_sentence() {
    for (source, reason) in [
        ("@a class B {}", "1:1: decorators are not available here"),
        (
            "let a = import.meta;",
            "1:9: import.meta is not available here",
        ),
        (
            "export * from 'a';",
            "1:1: there is no other module to export from",
        ),
        (
            "export { a } from 'a';",
            "1:1: there is no other module to export from",
        ),
        (
            "namespace A { export let b = 1; }",
            "a namespace can only export constants",
        ),
        ("a = 1 } b", "1:7:"),
        ("a = 'b", "1:5:"),
        ("a = `b", "1:5:"),
        ("a = /b", "1:5:"),
        ("/* a", "1:1:"),
        ("f(\u{1f600}", "1:3:"),
    ] {
        let found = refusal(source);
        assert!(
            found.starts_with("solution.ts:1:") && found.contains(reason),
            "{source}: {found}"
        );
    }
}
