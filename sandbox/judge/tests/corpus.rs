//! Hostile programs get the verdicts that they should, and the judge goes on.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::path::Path;
use std::sync::{Arc, Mutex};

use arena_judge::{Judge, Scope, Verdict};
use arena_problems::Language;

#[test]
fn every_hostile_program_gets_its_verdict_and_the_judge_goes_on() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let table = std::fs::read_to_string(folder.join("table.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    assert!(rows.len() >= 40);
    let judge = Arc::new(Judge::load(&support::cache(), 2).unwrap());
    let (functions, programs) = (support::functions(), support::programs());
    let queue = Mutex::new(rows.iter());
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                loop {
                    let Some(row) = queue.lock().unwrap().next() else {
                        return;
                    };
                    let [file, form, expected] = row[..] else {
                        panic!("{row:?}")
                    };
                    let code = std::fs::read_to_string(folder.join(file)).unwrap();
                    let language = Language::of_path(file).unwrap();
                    let tests = if form == "stdin" {
                        &programs
                    } else {
                        &functions
                    };
                    match support::judge(&judge, language, &code, tests, Scope::All) {
                        Ok(judgement) if judgement.verdict.as_str() == expected => {
                            let text = format!("{judgement:?}");
                            for ours in ["arena_guest", "arena:prelude", "harness"] {
                                assert!(!text.contains(ours), "{file} shows our frames: {text}");
                            }
                        }
                        other => wrong
                            .lock()
                            .unwrap()
                            .push(format!("{file}: expected {expected}, got {other:?}")),
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for &language in Language::ALL {
        let code = support::good(language);
        let judged = support::judge(&judge, language, code, &functions, Scope::All).unwrap();
        assert_eq!(judged.verdict, Verdict::Accepted);
    }
}
