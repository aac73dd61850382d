//! The judge process: its seal, and that killing it loses nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::io::Write;
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arena_judge::limits::MAX_CODE_BYTES;
use arena_judge::{JudgeError, JudgeProgram, Pool, PoolConfig, Priority, Scope, Verdict};
use arena_problems::Language;
use arena_runtimes::CacheDirectory;
use serde_json::json;
use support::{EXECUTABLE, packed, request};
use uuid::Uuid;

#[test]
fn no_part_of_the_seal_is_open_to_a_process_that_wears_it() {
    let output = Command::new(EXECUTABLE)
        .arg("probe")
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    let attempts: Vec<_> = text
        .lines()
        .filter(|line| !line.starts_with("note:"))
        .collect();
    assert!(attempts.len() > 50, "{text}");
    let open: Vec<_> = attempts
        .iter()
        .filter(|line| !line.ends_with(": ok"))
        .collect();
    assert!(open.is_empty(), "{open:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pool_judges_both_languages_as_the_judge_itself_does() {
    let pool = support::pool();
    let tests = support::functions();
    let sent = packed(&tests);
    let judge = Arc::new(arena_judge::Judge::load(&support::cache(), 1).unwrap());
    for language in support::MAIN {
        let code = support::good(language);
        let judged = pool.judge(request(language, code, &sent)).await.unwrap();
        assert_eq!(judged.verdict, Verdict::Accepted);
        assert_eq!(
            judged,
            support::judge(&judge, language, code, &tests, Scope::All).unwrap()
        );
    }
    assert!(pool.languages().iter().all(|status| status.runtime.is_ok()));
    for length in [0, MAX_CODE_BYTES + 1] {
        let refused = pool
            .judge(request(Language::PYTHON, &"x".repeat(length), &sent))
            .await;
        assert_eq!(refused, Err(JudgeError::CodeLength(length)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killing_the_judge_process_ten_times_in_a_row_loses_nothing() {
    let pool = support::pool();
    let tests = packed(&support::functions());
    assert!(pool.ready().await);
    let code = "def double(n):\n    for _ in range(1000000):\n        pass\n    return n * 2\n";
    let mut waiting = Vec::new();
    for player in 0..40 {
        let (pool, mut request) = (Arc::clone(&pool), request(Language::PYTHON, code, &tests));
        request.player = Uuid::from_u128(player);
        waiting.push(tokio::spawn(async move { pool.judge(request).await }));
    }
    for _ in 0..10 {
        // Killed while it judges: once it is up and something has been sent.
        let process = loop {
            match pool.process_id() {
                Some(process) if pool.waiting() < 40 => break process,
                _ => tokio::task::yield_now().await,
            }
        };
        support::kill(&pool, process).await;
    }
    for judged in waiting {
        assert_eq!(judged.await.unwrap().unwrap().verdict, Verdict::Accepted);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_three_faults_a_submission_closes_as_je_and_the_judge_goes_on() {
    let mut broken = PoolConfig::new(support::program(support::cache()), 2);
    // Every call is interrupted at once, as if it had run into the wall-clock backstop.
    broken.patience = 0;
    let pool = Pool::start(broken).unwrap();
    let tests = packed(&support::functions());
    for _ in 0..2 {
        let judged = pool
            .judge(request(Language::PYTHON, support::GOOD_PYTHON, &tests))
            .await
            .unwrap();
        assert_eq!(judged.verdict, Verdict::JudgeError);
        assert_eq!(judged.tests_total, 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_who_floods_the_queue_delays_nobody_elses_submission() {
    let mut config = PoolConfig::new(support::program(support::cache()), 2);
    config.player_limit = 1000;
    config.run_waits = Duration::from_secs(600);
    let pool = Arc::new(Pool::start(config).unwrap());
    let tests = packed(&support::functions());
    assert!(pool.ready().await);
    let slow = "def double(n):\n    for _ in range(200000):\n        pass\n    return n * 2\n";
    for priority in [Priority::Submission, Priority::Run] {
        let finished = Arc::new(AtomicUsize::new(0));
        let flood: Vec<_> = (0..60)
            .map(|_| {
                let (pool, finished) = (Arc::clone(&pool), Arc::clone(&finished));
                let mut request = request(Language::PYTHON, slow, &tests);
                request.priority = priority;
                tokio::spawn(async move {
                    let judged = pool.judge(request).await.unwrap();
                    finished.fetch_add(1, Ordering::SeqCst);
                    judged
                })
            })
            .collect();
        while finished.load(Ordering::SeqCst) < 2 {
            tokio::task::yield_now().await;
        }
        let mut one = request(Language::PYTHON, support::GOOD_PYTHON, &tests);
        one.player = Uuid::from_u128(2);
        let before = finished.load(Ordering::SeqCst);
        assert_eq!(pool.judge(one).await.unwrap().verdict, Verdict::Accepted);
        let meanwhile = finished.load(Ordering::SeqCst) - before;
        assert!(meanwhile <= 8, "{meanwhile} of the flood went first");
        for judged in flood {
            assert_eq!(judged.await.unwrap().verdict, Verdict::Accepted);
        }
    }
}

/// Runs a judge process that is sent these bytes and then nothing; whether it ended well.
fn greeted_with(bytes: &[u8]) -> bool {
    let (mut ours, theirs) = UnixStream::pair().unwrap();
    let mut child = Command::new(EXECUTABLE)
        .env_clear()
        .stdin(Stdio::from(OwnedFd::from(theirs)))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It may be gone before it has read all.
    ours.write_all(bytes).ok();
    ours.shutdown(Shutdown::Write).unwrap();
    child.wait().unwrap().success()
}

fn frame(message: &serde_json::Value) -> Vec<u8> {
    let body = rmp_serde::to_vec_named(message).unwrap();
    let mut frame = u32::try_from(body.len()).unwrap().to_le_bytes().to_vec();
    frame.extend(body);
    frame
}

#[test]
fn a_judge_process_that_is_greeted_wrongly_ends() {
    let configure = json!({"configure": {
        "cache": support::cache().path(),
        "role": {"players": {"threads": 1, "patience": 1}},
    }});
    assert!(greeted_with(&frame(&configure)), "the right greeting");
    let forget = json!({"forget_tests": {"tests": "00".repeat(32)}});
    let load = json!({"load_tests": {"tests": [1, 2, 3]}});
    let wrong: [Vec<u8>; 8] = [
        Vec::new(),
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        vec![255; 64],
        vec![0; 64],
        frame(&forget),
        frame(&configure)[..20].to_vec(),
        [frame(&configure), frame(&configure)].concat(),
        [frame(&configure), frame(&load)].concat(),
    ];
    for bytes in wrong {
        assert!(!greeted_with(&bytes), "{bytes:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_speak_nonsense_are_replaced_and_nothing_is_lost() {
    let home = tempfile::tempdir().unwrap();
    let ready = frame(&json!({"ready": {"languages": [], "unsealed": []}}));
    let unknown = frame(&json!({"fault": {"task": 99, "reason": "no such task"}}));
    let too_long = [0, 0, 0, 127].to_vec();
    let nonsense = [
        Vec::new(),
        b"nonsense".to_vec(),
        frame(&json!({"made": {"task": 0, "tests": []}})),
        [ready.clone(), ready.clone()].concat(),
        [ready.clone(), unknown].concat(),
        [ready, too_long].concat(),
    ];
    for (index, bytes) in nonsense.iter().enumerate() {
        std::fs::write(home.path().join(index.to_string()), bytes).unwrap();
    }
    // Each start says the next nonsense, until there is no more.
    let script = format!(
        "cd {}; for f in [0-9]; do if [ -e $f ]; then /bin/cat $f >&0; exec /bin/rm $f; fi; done; exec {EXECUTABLE}",
        home.path().display()
    );
    let mut program = support::program(support::cache());
    program.executable = "/bin/sh".into();
    program.arguments = vec!["-c".into(), script.into()];
    let pool = Pool::start(PoolConfig::new(program, 2)).unwrap();
    let tests = packed(&support::functions());
    let judged = loop {
        let judged = pool
            .judge(request(Language::PYTHON, support::GOOD_PYTHON, &tests))
            .await
            .unwrap();
        // A process that was ready and failed counts against what it was given.
        if judged.verdict != Verdict::JudgeError {
            break judged;
        }
    };
    assert_eq!(judged.verdict, Verdict::Accepted);
    assert!(!home.path().join("5").exists());
}

/// A pool whose process never gets ready, so that everything waits.
fn stuck(queue_limit: usize, player_limit: usize) -> (Arc<Pool>, tempfile::TempDir) {
    let home = tempfile::tempdir().unwrap();
    let cache = CacheDirectory::open(home.path()).unwrap();
    let program = JudgeProgram {
        executable: "/bin/cat".into(),
        arguments: Vec::new(),
        cache,
    };
    let mut config = PoolConfig::new(program, 2);
    config.queue_limit = queue_limit;
    config.player_limit = player_limit;
    config.run_waits = std::time::Duration::from_millis(20);
    (Arc::new(Pool::start(config).unwrap()), home)
}

#[tokio::test]
async fn a_full_queue_says_when_to_come_again_and_a_dropped_request_makes_room() {
    let (pool, _home) = stuck(3, 2);
    let tests = packed(&support::functions());
    let of = |player: u128| {
        let mut request = request(Language::PYTHON, support::GOOD_PYTHON, &tests);
        request.player = Uuid::from_u128(player);
        request
    };
    let spawn = |player| {
        let (pool, request) = (Arc::clone(&pool), of(player));
        tokio::spawn(async move { pool.judge(request).await })
    };
    let first = [spawn(1), spawn(1)];
    while pool.waiting() < 2 {
        tokio::task::yield_now().await;
    }
    assert!(
        matches!(pool.judge(of(1)).await, Err(JudgeError::Busy { .. })),
        "the player's share"
    );
    let third = spawn(2);
    while pool.waiting() < 3 {
        tokio::task::yield_now().await;
    }
    let full = pool.judge(of(3)).await;
    assert!(matches!(full, Err(JudgeError::Busy { retry_after_ms }) if retry_after_ms > 0));
    third.abort();
    while pool.waiting() > 2 {
        tokio::task::yield_now().await;
    }
    let fourth = spawn(3);
    while pool.waiting() < 3 {
        tokio::task::yield_now().await;
    }
    drop(pool);
    for stopped in first.into_iter().chain([fourth]) {
        stopped.abort();
    }
}

#[tokio::test]
async fn a_run_whose_turn_does_not_come_is_refused_and_submissions_wait_on() {
    let (pool, _home) = stuck(8, 4);
    let tests = packed(&support::functions());
    let submission = request(Language::PYTHON, support::GOOD_PYTHON, &tests);
    let mut run = submission.clone();
    run.priority = Priority::Run;
    let waiting = tokio::spawn({
        let pool = Arc::clone(&pool);
        async move { pool.judge(submission).await }
    });
    while pool.waiting() < 1 {
        tokio::task::yield_now().await;
    }
    let refused = pool.judge(run).await;
    assert!(matches!(refused, Err(JudgeError::Busy { retry_after_ms }) if retry_after_ms > 0));
    assert_eq!(pool.waiting(), 1, "the submission alone");
    assert!(!waiting.is_finished());
    waiting.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_that_is_not_built_is_listed_and_refused_with_the_reason() {
    let home = tempfile::tempdir().unwrap();
    let pool = {
        let program = support::program(CacheDirectory::open(home.path()).unwrap());
        Pool::start(PoolConfig::new(program, 2)).unwrap()
    };
    assert!(pool.ready().await);
    let tests = packed(&support::functions());
    let refused = pool
        .judge(request(Language::PYTHON, support::GOOD_PYTHON, &tests))
        .await;
    match refused {
        Err(JudgeError::Unavailable {
            language: Language::PYTHON,
            reason,
        }) => {
            assert!(reason.contains("not built"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
    assert!(
        pool.languages()
            .iter()
            .all(|status| status.runtime.is_err())
    );
}
