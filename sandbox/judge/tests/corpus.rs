//! Hostile programs get the verdicts that they should, and the judge goes on.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::path::Path;
use std::sync::Arc;

use arena_judge::Verdict;
use arena_problems::Language;
use support::{packed, request};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn every_hostile_program_gets_its_verdict_and_the_judge_goes_on() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let table = std::fs::read_to_string(folder.join("table.tsv")).unwrap();
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let pool = support::pool();
    assert!(pool.ready().await);
    let process = pool.process_id();
    let (functions, programs) = (packed(&support::functions()), packed(&support::programs()));
    let mut waiting = Vec::new();
    for (player, row) in (0..).zip(rows) {
        let [file, form, expected] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let code = std::fs::read_to_string(folder.join(file)).unwrap();
        let tests = match form {
            "function" => &functions,
            "stdin" => &programs,
            other => panic!("{other}"),
        };
        let mut request = request(Language::of_path(file).unwrap(), &code, tests);
        request.player = Uuid::from_u128(player);
        let pool = Arc::clone(&pool);
        let judged = tokio::spawn(async move { pool.judge(request).await });
        waiting.push((file.to_owned(), expected.to_owned(), judged));
    }
    assert!(waiting.len() >= 40);
    let mut wrong = Vec::new();
    for (file, expected, judged) in waiting {
        match judged.await.unwrap() {
            Ok(judgement) if judgement.verdict.as_str() == expected => {
                let text = format!("{judgement:?}");
                for ours in ["arena_guest", "arena:prelude", "harness"] {
                    assert!(!text.contains(ours), "{file} shows our frames: {text}");
                }
            }
            other => wrong.push(format!("{file}: expected {expected}, got {other:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for language in support::MAIN {
        let request = request(language, support::good(language), &functions);
        let judged = pool.judge(request).await.unwrap();
        assert_eq!(judged.verdict, Verdict::Accepted);
    }
    assert_eq!(
        pool.process_id(),
        process,
        "a program brought the judge down"
    );
}
