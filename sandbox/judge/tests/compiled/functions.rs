//! Functions: their arguments and answers, of every type.

use arena_judge::{Judgement, Verdict};
use arena_problems::{Checker, Form, Input, Output, Parameter, Signature, Test, TestSet};
use serde_json::{Value, json};

use crate::{accepted, run, support};

/// The function `echo` gives back what it is given: these values.
pub(crate) fn echo(ty: &str, values: &[Value]) -> TestSet {
    let signature = Signature {
        function: "echo".into(),
        parameters: vec![Parameter {
            name: "value".into(),
            ty: ty.parse().unwrap(),
        }],
        returns: ty.parse().unwrap(),
    };
    let test = |(index, value): (usize, &Value)| Test {
        name: format!("test {index}"),
        input: Input::Arguments(json!([value])),
        expected: Output::Value(value.clone()),
        sample: index == 0,
    };
    let tests = values.iter().enumerate().map(test).collect();
    let form = Form::Function(signature);
    TestSet::new(form, Checker::Exact, support::limits(), tests).unwrap()
}

fn c_type(ty: &str) -> String {
    match ty {
        "int" => "long long".into(),
        "float" => "double".into(),
        "bool" => "bool".into(),
        "string" => "char *".into(),
        list => list_in_words(list),
    }
}

fn list_in_words(ty: &str) -> String {
    match ty
        .strip_prefix("list<")
        .and_then(|rest| rest.strip_suffix('>'))
    {
        Some(item) => format!("{}List", list_in_words(item)),
        None => format!("{}{}", ty[..1].to_uppercase(), &ty[1..]),
    }
}

fn cpp_type(ty: &str) -> String {
    match ty
        .strip_prefix("list<")
        .and_then(|rest| rest.strip_suffix('>'))
    {
        Some(item) => format!("vector<{}>", cpp_type(item)),
        None if ty == "int" => "long long".into(),
        None if ty == "float" => "double".into(),
        None => ty.into(),
    }
}

#[test]
fn values_of_every_type_come_back_as_they_went_in() {
    let widest = (1_i64 << 53) - 1;
    let cases: &[(&str, Vec<Value>)] = &[
        (
            "int",
            vec![json!(0), json!(-7), json!(widest), json!(-widest)],
        ),
        (
            "float",
            vec![
                json!(0.1),
                json!(-2.5),
                json!(1e300),
                json!(5e-324),
                json!(0.30000000000000004),
                json!(1.7976931348623157e308),
                json!(123456.789),
                json!(2),
            ],
        ),
        ("bool", vec![json!(true), json!(false)]),
        (
            "string",
            vec![
                json!(""),
                json!("a\"b\\c\n\t\r\u{1}/"),
                json!("žluťoučký 🐎 漢字"),
                json!("\u{7f}\u{80}\u{ffff}"),
            ],
        ),
        ("list<int>", vec![json!([1, 2, 3]), json!([]), json!([-1])]),
        ("list<bool>", vec![json!([true, false, true]), json!([])]),
        ("list<float>", vec![json!([0.5, -1e-9])]),
        ("list<string>", vec![json!(["a", "", "ü\"]["])]),
        ("list<list<int>>", vec![json!([[1], [], [2, 3]]), json!([])]),
        (
            "list<list<list<string>>>",
            vec![json!([[["x", "y"], []], []])],
        ),
        (
            "list<list<list<list<int>>>>",
            vec![json!([[[[1, 2], [3]], []], [[[]]]])],
        ),
        (
            "list<list<list<list<bool>>>>",
            vec![json!([[[[true], [false, true]]]])],
        ),
    ];
    for (ty, values) in cases {
        let tests = echo(ty, values);
        let (cpp, c) = (cpp_type(ty), c_type(ty));
        let head = "#include <bits/stdc++.h>\nusing namespace std;\n";
        accepted(
            "cpp",
            &format!("{head}{cpp} echo({cpp} value) {{ return value; }}"),
            &tests,
        );
        let reference = format!("{head}const {cpp} &echo(const {cpp} &value) {{ return value; }}");
        accepted("cpp", &reference, &tests);
        let c = format!("#include <arena.h>\n{c} echo({c} value) {{ return value; }}");
        accepted("c", &c, &tests);
    }
}

#[test]
fn smaller_integers_fit_what_fits() {
    let code = |ty: &str| format!("{ty} echo({ty} value) {{ return value; }}");
    for ty in [
        "int",
        "unsigned",
        "short",
        "unsigned long long",
        "int64_t",
        "size_t",
    ] {
        accepted("cpp", &code(ty), &echo("int", &[json!(7), json!(32_000)]));
    }
    let judged = run(
        "cpp",
        &code("int"),
        &echo("int", &[json!(5_000_000_000_i64)]),
    );
    assert_eq!(kind(&judged), "argument type");
    let text = format!("{judged:?}");
    assert!(text.contains("declare it as long long"), "{text}");
    let judged = run("cpp", &code("int"), &echo("string", &[json!("a")]));
    assert!(format!("{judged:?}").contains("the function takes an int, there is a string"));
    let two = "int echo(int a, int b) { return a + b; }";
    let judged = run("cpp", two, &echo("int", &[json!(1)]));
    assert_eq!(kind(&judged), "argument type");
}

fn kind(judged: &Judgement) -> String {
    assert_eq!(judged.verdict, Verdict::RuntimeError, "{judged:?}");
    judged.first_failing.as_ref().unwrap().kind.clone().unwrap()
}

#[test]
fn what_a_function_prints_is_no_answer() {
    let tests = echo("int", &[json!(4), json!(5)]);
    let cpp = "#include <iostream>\nlong long echo(long long v) { std::cout << 99 << std::endl; std::cerr << \"value\\n1\"; return v; }\nint main() { return 3; }";
    accepted("cpp", cpp, &tests);
    let c = "#include <stdio.h>\nlong long echo(long long v) { printf(\"value\\n99\"); return v; }\nint main(void) { return 3; }";
    accepted("c", c, &tests);
}

#[test]
fn nothing_of_one_test_is_left_in_the_next() {
    let code = "static long long calls = 0;\nlong long echo(long long v) { return calls++ == 0 ? v : -1; }";
    let tests = echo("int", &[json!(4), json!(5), json!(6)]);
    accepted("cpp", code, &tests);
    accepted("c", code, &tests);
}

#[test]
fn an_answer_without_a_json_form_is_wrong() {
    for (ty, code) in [
        ("float", "double echo(double v) { return v / 0; }"),
        (
            "string",
            "#include <string>\nstd::string echo(std::string) { return \"\\xff\"; }",
        ),
    ] {
        let value = if ty == "float" { json!(1) } else { json!("a") };
        let judged = run("cpp", code, &echo(ty, &[value]));
        assert_eq!(judged.verdict, Verdict::WrongAnswer, "{judged:?}");
    }
    let null = "char *echo(char *v) { return 0; }";
    let judged = run("c", null, &echo("string", &[json!("a")]));
    assert_eq!(judged.verdict, Verdict::WrongAnswer, "{judged:?}");
}

#[test]
fn macros_of_the_player_do_not_reach_the_glue() {
    let code = "#include <bits/stdc++.h>\n#define int long long\n#define vector broken\n#define Json 3\nusing namespace std;\nint echo(int v) { return v; }";
    accepted("cpp", code, &echo("int", &[json!(9_000_000_000_i64)]));
}
