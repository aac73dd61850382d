//! Hostile programs get the verdicts that they should, alone and eight at a time beside honest
//! ones, for which nothing changes; and the judge goes on.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use arena_judge::{JudgeRequest, Judgement, Pool, PoolConfig, Verdict};
use arena_problems::{Language, PackedTests};
use support::{packed, request};
use uuid::Uuid;

/// Programs judged at the same time in the crowd.
const CROWD: usize = 8;

/// The fewest hostile programs that the corpus has.
const FEWEST: usize = 120;

struct Hostile {
    file: String,
    expected: String,
    request: JudgeRequest,
}

/// The corpus, from its table: file, form, verdict.
fn corpus(functions: &Arc<PackedTests>, programs: &Arc<PackedTests>) -> Vec<Hostile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let table = std::fs::read_to_string(folder.join("table.tsv")).unwrap();
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let read = |(player, row): (u128, &str)| {
        let [file, form, expected] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let code = std::fs::read_to_string(folder.join(file)).unwrap();
        let tests = match form {
            "function" => functions,
            "stdin" => programs,
            other => panic!("{other}"),
        };
        let mut request = request(Language::of_path(file).unwrap(), &code, tests);
        request.player = Uuid::from_u128(player);
        Hostile {
            file: file.to_owned(),
            expected: expected.to_owned(),
            request,
        }
    };
    (0..).zip(rows).map(read).collect()
}

fn pool(workers: usize) -> Arc<Pool> {
    let config = PoolConfig::new(support::program(support::cache()), workers);
    Arc::new(Pool::start(config).unwrap())
}

/// What is wrong with a verdict on a hostile program.
fn complaint(hostile: &Hostile, judged: &Judgement) -> Option<String> {
    let Hostile { file, expected, .. } = hostile;
    let text = format!("{judged:?}");
    let ours = ["arena_guest", "arena:prelude", "harness"];
    if judged.verdict.as_str() != expected {
        Some(format!("{file}: expected {expected}, got {text}"))
    } else if ours.iter().any(|ours| text.contains(ours)) {
        Some(format!("{file} shows our frames: {text}"))
    } else {
        None
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_programs_get_their_verdicts_alone_and_in_a_crowd_and_move_nobody_elses() {
    let (functions, programs) = (packed(&support::functions()), packed(&support::programs()));
    let corpus = corpus(&functions, &programs);
    assert!(corpus.len() >= FEWEST, "{}", corpus.len());
    let honest = support::honest(&functions, &programs);

    let alone = pool(1);
    assert!(alone.ready().await);
    let process = alone.process_id();
    let mut wrong = Vec::new();
    let mut verdicts = BTreeMap::new();
    for hostile in &corpus {
        let judged = alone.judge(hostile.request.clone()).await.unwrap();
        wrong.extend(complaint(hostile, &judged));
        verdicts.insert(hostile.file.clone(), judged);
    }
    let mut undisturbed = Vec::new();
    for request in &honest {
        let judged = alone.judge(request.clone()).await.unwrap();
        assert_eq!(judged.verdict, Verdict::Accepted, "{}", request.code);
        undisturbed.push(judged);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(alone.process_id(), process, "a program ended the judge");
    drop(alone);

    let crowd = pool(CROWD);
    assert!(crowd.ready().await);
    let process = crowd.process_id();
    let mut waiting = Vec::new();
    for (index, hostile) in corpus.iter().enumerate() {
        let beside = index % honest.len();
        let mut kind = honest[beside].clone();
        kind.player = Uuid::from_u128(u128::MAX - u128::try_from(index).unwrap());
        for request in [hostile.request.clone(), kind] {
            let crowd = Arc::clone(&crowd);
            let judged = tokio::spawn(async move { crowd.judge(request).await });
            waiting.push((index, beside, judged));
        }
    }
    for pair in waiting.chunks_mut(2) {
        let [(index, _, hostile), (_, beside, kind)] = pair else {
            panic!("a hostile program and an honest one")
        };
        let file = &corpus[*index].file;
        let judged = hostile.await.unwrap().unwrap();
        assert_eq!(judged, verdicts[file], "{file}");
        let judged = kind.await.unwrap().unwrap();
        assert_eq!(judged, undisturbed[*beside], "an honest one beside {file}");
    }
    assert_eq!(crowd.process_id(), process, "a program ended the judge");
}
