#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod laws;

use serde_json::{Value, json};

use super::{Checker, MAX_EXCERPT_BYTES, MAX_VALUE_DEPTH, MismatchReason};
use crate::test_set::Output;

const FLOAT: Checker = Checker::Float {
    absolute: 1e-6,
    relative: 1e-3,
};
const ALL: [Checker; 4] = [
    Checker::Exact,
    Checker::Whitespace,
    FLOAT,
    Checker::Unordered,
];

fn values(checker: Checker, expected: Value, actual: Value) -> bool {
    checker
        .check(&Output::Value(expected), &Output::Value(actual))
        .is_ok()
}

fn texts(checker: Checker, expected: &str, actual: &str) -> bool {
    checker
        .check(&Output::Text(expected.into()), &Output::Text(actual.into()))
        .is_ok()
}

fn mismatch(checker: Checker, expected: Value, actual: Value) -> String {
    checker
        .check(&Output::Value(expected), &Output::Value(actual))
        .unwrap_err()
        .to_string()
}

fn text_mismatch(checker: Checker, expected: &str, actual: &str) -> String {
    let (expected, actual) = (Output::Text(expected.into()), Output::Text(actual.into()));
    checker.check(&expected, &actual).unwrap_err().to_string()
}

fn nested(depth: usize) -> Value {
    (0..depth).fold(json!(1), |inner, _| json!([inner]))
}

#[test]
fn numbers_are_compared_by_value_and_never_with_other_kinds() {
    let table = [
        (json!(1), json!(1.0), true),
        (json!(0), json!(-0.0), true),
        (json!(0.5), json!(0.5), true),
        (
            json!(9_007_199_254_740_993_i64),
            json!(9_007_199_254_740_992.0),
            false,
        ),
        (json!(u64::MAX), json!(18_446_744_073_709_551_616.0), false),
        (json!(u64::MAX), json!(u64::MAX), true),
        (json!(1), json!(true), false),
        (json!(0), json!(false), false),
        (json!(true), json!(true), true),
        (json!(1), json!("1"), false),
        (json!(0), json!(null), false),
        (json!(""), json!(null), false),
        (json!([]), json!(null), false),
        (json!([]), json!({}), false),
        (json!([1]), json!({"0": 1}), false),
        (json!([1, [2, "x"]]), json!([1.0, [2.0, "x"]]), true),
        (json!([1, 2]), json!([1, 2, 3]), false),
        (json!([1, 2]), json!([1]), false),
        (json!([1, 2]), json!([2, 1]), false),
        (json!("é"), json!("e\u{301}"), false),
    ];
    for (expected, actual, same) in table {
        let name = format!("{expected} {actual}");
        assert_eq!(
            values(Checker::Exact, expected.clone(), actual.clone()),
            same,
            "{name}"
        );
        // One element more or less decides for a list's only element too.
        let (expected, actual) = (json!([expected]), json!([actual]));
        assert_eq!(
            values(Checker::Unordered, expected, actual),
            same,
            "unordered {name}"
        );
    }
}

#[test]
fn exact_text_forgives_one_final_newline_only() {
    for (expected, actual, same) in [
        ("6\n", "6", true),
        ("6", "6\n", true),
        ("", "\n", true),
        ("6\n", "6\n\n", false),
        ("6\n", "6 \n", false),
        ("6\n", " 6\n", false),
        ("6\n7\n", "6\r\n7\n", false),
        ("6\n", "", false),
        ("", "6", false),
    ] {
        assert_eq!(
            texts(Checker::Exact, expected, actual),
            same,
            "{expected:?} {actual:?}"
        );
    }
}

#[test]
fn whitespace_compares_tokens() {
    for (expected, actual, same) in [
        ("1 2\n3\n", "1\t2 3", true),
        ("1 2\n3\n", "\n\n1\r\n2   3 \n\n", true),
        ("1 2", "12", false),
        ("1 2", "1 2 3", false),
        ("1 2", "1", false),
        ("1", "1.0", false),
        ("yes", "Yes", false),
        ("", " \n", true),
    ] {
        assert_eq!(
            texts(Checker::Whitespace, expected, actual),
            same,
            "{expected:?} {actual:?}"
        );
    }
}

#[test]
fn float_accepts_either_tolerance_up_to_its_edge() {
    for (expected, actual, same) in [
        (json!(0.0), json!(1e-6), true),
        (json!(0.0), json!(1.1e-6), false),
        (json!(1000.0), json!(1000.9), true),
        (json!(1000.0), json!(1001.1), false),
        (json!(-1000), json!(-1000.9), true),
        (json!(1000), json!(-1000), false),
        (json!(f64::MAX), json!(f64::MAX), true),
        (json!(f64::MAX), json!(-f64::MAX), false),
        (json!([1.0, [2.0]]), json!([1, [2.000_000_1]]), true),
        (json!([1.0, "a"]), json!([1.0, "b"]), false),
        (json!(1.0), json!(true), false),
        (json!(1.0), json!("1.0"), false),
        (json!(1.0), json!(null), false),
    ] {
        let name = format!("{expected} {actual}");
        assert_eq!(values(FLOAT, expected, actual), same, "{name}");
    }
    for (expected, actual, same) in [
        ("1.5 x\n", "1.5000001  x", true),
        ("1e3", "1000", true),
        ("1000", "1000.9", true),
        ("x", "y", false),
        ("x", "1", false),
        ("1", "nan", false),
        ("1", "NaN", false),
        ("1", "inf", false),
        ("1e308", "1e309", false),
        ("1.0", "1.0 2.0", false),
    ] {
        assert_eq!(
            texts(FLOAT, expected, actual),
            same,
            "{expected:?} {actual:?}"
        );
    }
}

#[test]
fn nan_and_infinity_are_never_within_a_tolerance() {
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(!super::close(1.0, odd, 0.5, 0.5));
        assert!(!super::close(odd, 1.0, 0.5, 0.5));
        assert!(!super::close(odd, odd, 0.5, 0.5));
    }
}

#[test]
fn unordered_counts_how_often() {
    for (expected, actual, same) in [
        (json!([1, 2, 2]), json!([2, 1, 2]), true),
        (json!([1, 2, 2]), json!([2, 1, 1]), false),
        (json!([1, 2]), json!([2, 1, 1]), false),
        (json!([]), json!([]), true),
        (json!([[1, 2], [3]]), json!([[3], [1, 2]]), true),
        (json!([[1, 2], [3]]), json!([[3], [2, 1]]), false),
        (json!(["ab", "c"]), json!(["a", "bc"]), false),
        (json!([["a"], []]), json!([[], ["a"]]), true),
        (json!([1]), json!(1), false),
        (json!([1]), json!({"0": 1}), false),
    ] {
        let name = format!("{expected} {actual}");
        assert_eq!(values(Checker::Unordered, expected, actual), same, "{name}");
    }
    for (expected, actual, same) in [
        ("a\nb\n", "b\na", true),
        ("a\nb\n", "b  \r\na\n", true),
        ("a\nb\n", "a\nb\nb\n", false),
        ("a b\n", "b a\n", false),
        ("a\n", " a\n", false),
        ("", "\n", true),
        ("a\n\nb\n", "a\nb\n", false),
    ] {
        assert_eq!(
            texts(Checker::Unordered, expected, actual),
            same,
            "{expected:?} {actual:?}"
        );
    }
}

#[test]
fn nesting_is_bounded_at_its_edge() {
    for checker in ALL {
        let deepest = nested(MAX_VALUE_DEPTH);
        assert!(values(checker, deepest.clone(), deepest), "{checker:?}");
        let deeper = Output::Value(nested(MAX_VALUE_DEPTH + 1));
        let mismatch = checker.check(&deeper, &deeper).unwrap_err();
        assert_eq!(mismatch.reason, MismatchReason::TooDeep, "{checker:?}");
    }
}

#[test]
fn a_value_is_not_a_text() {
    for checker in ALL {
        let (value, text) = (Output::Value(json!("1")), Output::Text("1".into()));
        for (expected, actual) in [(&value, &text), (&text, &value)] {
            let mismatch = checker.check(expected, actual).unwrap_err();
            assert_eq!(mismatch.reason, MismatchReason::OtherForm);
        }
    }
}

#[test]
fn mismatches_name_the_first_place() {
    assert_eq!(
        mismatch(
            Checker::Exact,
            json!([[1], [2, 3], [0]]),
            json!([[1], [2, 4], [9]])
        ),
        "at [1][1]: expected 3, found 4"
    );
    assert_eq!(
        mismatch(Checker::Exact, json!([[1], [2]]), json!([[1], []])),
        "at [1]: expected 1 elements, found 0"
    );
    assert_eq!(
        mismatch(Checker::Exact, json!(1), json!("a")),
        "expected 1, found \"a\""
    );
    assert_eq!(
        mismatch(Checker::Unordered, json!([3, 1]), json!([1, 2])),
        "at [1]: unexpected 2"
    );
    assert_eq!(
        mismatch(Checker::Unordered, json!([3, 1]), json!([1])),
        "missing 3"
    );
    assert_eq!(
        text_mismatch(Checker::Exact, "a\nb\n", "a\nc\n"),
        "at line 2: expected \"b\", found \"c\""
    );
    assert_eq!(
        text_mismatch(Checker::Whitespace, "a b", "a"),
        "at token 2: missing \"b\""
    );
    assert_eq!(
        text_mismatch(Checker::Whitespace, "a", "a b"),
        "at token 2: unexpected \"b\""
    );
    assert_eq!(
        text_mismatch(Checker::Unordered, "a\nb", "b\nx\na"),
        "at line 2: unexpected \"x\""
    );
}

#[test]
fn excerpts_are_bounded_and_end_between_characters() {
    let long: String = "ü".repeat(1_000_000);
    for text in [&long, &long[..MAX_EXCERPT_BYTES], &format!("x{long}")] {
        let MismatchReason::Different { found, .. } = Checker::Exact
            .check(&Output::Value(json!(0)), &Output::Value(json!(text)))
            .unwrap_err()
            .reason
        else {
            panic!("another reason");
        };
        assert!(found.len() <= MAX_EXCERPT_BYTES + "…".len(), "{found}");
        assert!(
            format!("\"{text}").starts_with(found.trim_end_matches(['…', '"'])),
            "{found}"
        );
        assert!(found.len() + 2 >= MAX_EXCERPT_BYTES, "{found}");
    }
    let wide: Vec<_> = (0..1_000_000).collect();
    let found = mismatch(Checker::Exact, json!(0), json!(wide));
    assert!(found.len() < 2 * MAX_EXCERPT_BYTES, "{found}");
}

/// Quadratic comparison of these would take hours.
#[test]
fn huge_answers_take_near_linear_time() {
    let many = 300_000;
    let rising: Vec<_> = (0..many).map(|i| json!([i, "x"])).collect();
    let falling: Vec<_> = rising.iter().rev().cloned().collect();
    assert!(values(Checker::Unordered, json!(rising), json!(falling)));
    assert!(!values(Checker::Exact, json!(rising), json!(falling)));
    let equal = json!(vec![7; 1_000_000]);
    assert!(values(Checker::Unordered, equal.clone(), equal));

    let rising: String = (0..many).map(|i| format!("line {i}\n")).collect();
    let falling: String = (0..many).rev().map(|i| format!("line {i}\n")).collect();
    assert!(texts(Checker::Unordered, &rising, &falling));
    assert!(texts(
        Checker::Whitespace,
        &rising,
        &rising.replace('\n', " ")
    ));
    assert!(texts(FLOAT, &rising, &rising));
    assert!(!texts(Checker::Exact, &rising, &falling));
}
