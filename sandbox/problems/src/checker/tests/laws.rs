//! What holds of every value.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ALL, Checker, texts, values};

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3..4i64).prop_map(Value::from),
        (-3..4i32).prop_map(|n| json!(f64::from(n) / 2.0)),
        any::<f64>().prop_map(|x| json!(x)),
        any::<u64>().prop_map(Value::from),
        "[ab]{0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[ab]", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn small_lists() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(
        prop_oneof![
            (0..3i64).prop_map(Value::from),
            Just(json!(1.0)),
            Just(json!([1]))
        ],
        0..5,
    )
}

/// The definition of equal multisets, element by element.
fn same_multiset(expected: &[Value], actual: &[Value]) -> bool {
    let mut rest: Vec<_> = actual.to_vec();
    expected.iter().all(|wanted| {
        let place = rest
            .iter()
            .position(|v| values(Checker::Exact, wanted.clone(), v.clone()));
        place.map(|index| rest.remove(index)).is_some()
    }) && rest.is_empty()
}

fn has_object(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(values) => values.iter().any(has_object),
        _ => false,
    }
}

proptest! {
    #[test]
    fn every_value_without_objects_equals_itself(value in any_value()) {
        prop_assume!(!has_object(&value));
        for checker in ALL {
            prop_assert!(values(checker, value.clone(), value.clone()), "{:?} {}", checker, value);
        }
    }

    #[test]
    fn exact_is_symmetric_and_within_every_other_checker(a in any_value(), b in any_value()) {
        let same = values(Checker::Exact, a.clone(), b.clone());
        prop_assert_eq!(same, values(Checker::Exact, b.clone(), a.clone()));
        if same {
            for checker in ALL {
                prop_assert!(values(checker, a.clone(), b.clone()));
            }
        }
    }

    #[test]
    fn unordered_agrees_with_its_definition(a in small_lists(), b in small_lists()) {
        let found = values(Checker::Unordered, json!(a), json!(b));
        prop_assert_eq!(found, same_multiset(&a, &b));
    }

    #[test]
    fn unordered_accepts_every_permutation(
        (list, shuffled) in prop::collection::vec(any_value(), 0..8)
            .prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle()))
    ) {
        prop_assert!(values(Checker::Unordered, json!(list), json!(shuffled)));
        let lines = |l: &[Value]| l.iter().map(|v| format!("{v}\n")).collect::<String>();
        prop_assert!(texts(Checker::Unordered, &lines(&list), &lines(&shuffled)));
    }

    #[test]
    fn a_wider_tolerance_accepts_at_least_as_much(a in -1e3..1e3f64, b in -1e3..1e3f64, t in 1e-9..0.4f64) {
        let narrow = Checker::Float { absolute: t, relative: 0.0 };
        let wide = Checker::Float { absolute: 2.0 * t, relative: 0.0 };
        prop_assert!(!values(narrow, json!(a), json!(b)) || values(wide, json!(a), json!(b)));
        prop_assert!(values(narrow, json!(a), json!(a + t / 2.0)));
        prop_assert!(!values(narrow, json!(a), json!(a + 2.0 * t)));
    }

    #[test]
    fn no_text_makes_a_checker_panic(a in any::<String>(), b in any::<String>()) {
        for checker in ALL {
            prop_assert!(texts(checker, &a, &a));
            let _ = texts(checker, &a, &b);
        }
    }
}
