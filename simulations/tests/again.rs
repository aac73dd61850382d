//! What was judged is judged again the same; and what a problem that was put right changes is corrected by events of its
//! own, never by editing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use arena_log::testing::PostgresServer;
use arena_simulations::door::Door;
use arena_simulations::{Options, clock, run};
use serde_json::Value;
use support::Arena;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// One of each difficulty, functions that return a number: their folders and the functions' names.
const PROBLEMS: [(&str, &str); 3] = [
    ("stair-mosaics", "stair_mosaics"),
    ("ship-capacity", "ship_capacity"),
    ("palindrome-partition-minimum-cuts", "cheapest_cuts"),
];
const BATTLES: usize = 12;
const LISTS_WITHIN: Duration = Duration::from_secs(20);

fn copied(folder: &Path) -> PathBuf {
    let catalogue = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sandbox/problems/catalogue");
    for (problem, _) in PROBLEMS {
        let (from, to) = (catalogue.join(problem), folder.join(problem));
        fs::create_dir_all(to.join("solutions")).unwrap();
        for sub in ["", "solutions"] {
            for entry in fs::read_dir(from.join(sub)).unwrap() {
                let entry = entry.unwrap();
                if entry.file_type().unwrap().is_file() {
                    fs::copy(entry.path(), to.join(sub).join(entry.file_name())).unwrap();
                }
            }
        }
    }
    folder.to_owned()
}

/// The same problems, but that the right answer is one more: whatever was accepted is wrong.
fn turned(folder: &Path) -> PathBuf {
    copied(folder);
    for (problem, function) in PROBLEMS {
        let reference = folder.join(problem).join("solutions/reference.py");
        let mut text = fs::read_to_string(&reference).unwrap();
        text.push_str(&format!(
            "\n\n_before = {function}\n\n\ndef {function}(*arguments):\n    return _before(*arguments) + 1\n"
        ));
        fs::write(&reference, text).unwrap();
        let samples = folder.join(problem).join("samples.json");
        let mut cases: Vec<Value> =
            serde_json::from_str(&fs::read_to_string(&samples).unwrap()).unwrap();
        for case in &mut cases {
            case["output"] = (case["output"].as_i64().unwrap() + 1).into();
        }
        fs::write(&samples, serde_json::to_string(&cases).unwrap()).unwrap();
    }
    folder.to_owned()
}

fn again(arena: &Arena, arguments: &[&str], problems: &Path) -> (i32, Value) {
    let problems = problems.to_str().unwrap();
    let mut all = vec!["judge", "again", "--json", "--problems", problems];
    all.extend(arguments);
    let (code, out, err) = arena.ask(&all);
    let told = serde_json::from_str(&out);
    (
        code,
        told.unwrap_or_else(|error| panic!("{error}\n{out}\n{err}")),
    )
}

fn events(arena: &Arena) -> String {
    let told = arena.check(&["events", "verify"]);
    assert!(told.contains("whole\n"), "{told}");
    told
}

async fn played_and_judged_again(database_url: Option<String>) {
    let home = tempfile::tempdir().unwrap();
    let same = copied(&home.path().join("same"));
    let other = turned(&home.path().join("other"));
    let mut arena = Arena::start_with(database_url, Some(same.clone())).await;
    let options = Options {
        urls: vec![arena.url()],
        players: 6,
        battles: BATTLES,
        acks: None,
        seed: 7,
        rate: 5.0,
        ..Options::default()
    };
    let report = run(options, CancellationToken::new()).await.unwrap();
    assert!(report.battles() >= 2, "{report}");

    // Beside the running arena, which nothing is corrected in.
    let (code, told) = again(&arena, &["--all"], &same);
    let submissions = told["submissions"].as_u64().unwrap();
    assert_eq!((code, &told["differ"]), (0, &0.into()), "{told:#}");
    assert!(
        submissions > 0 && told["same"].as_u64().unwrap() > 0,
        "{told:#}"
    );
    for finding in told["findings"].as_array().unwrap() {
        assert_eq!(finding["compared"], "no-verdict", "{finding:#}");
    }
    let other_path = other.to_str().unwrap();
    let apply = [
        "judge",
        "again",
        "--all",
        "--apply",
        "--problems",
        other_path,
    ];
    let (code, _, complaint) = arena.ask(&apply);
    assert_eq!(code, 2);
    assert!(complaint.contains("stop the arena first"), "{complaint}");
    arena.stop();
    let before = events(&arena);

    // With the problems as they are now: what would change.
    let (code, preview) = again(&arena, &["--all"], &other);
    assert_eq!(code, 1, "{preview:#}");
    assert_eq!(preview["submissions"], submissions);
    assert_eq!(preview["differ"], 0, "the tests of then are in the cache");
    let battles = preview["battles"].as_array().unwrap();
    let turned: Vec<&Value> = battles
        .iter()
        .filter(|one| one.get("after").is_some())
        .collect();
    assert!(!turned.is_empty(), "{preview:#}");
    for battle in &turned {
        assert_eq!(battle["before"]["outcome"], "won", "{battle:#}");
        assert_ne!(battle["after"]["reason"], "solved", "{battle:#}");
    }
    let ratings = preview["ratings"].as_array().unwrap();
    assert!(!ratings.is_empty(), "{preview:#}");
    assert_eq!(events(&arena), before, "nothing was changed by asking");

    let (code, applied) = again(&arena, &["--all", "--apply"], &other);
    assert_eq!(code, 0, "{applied:#}");
    let counts = &applied["applied"];
    assert_eq!(counts["outcomes"], turned.len(), "{counts}");
    assert_eq!(counts["ratings"], ratings.len(), "{counts}");
    assert!(counts["verdicts"].as_u64().unwrap() >= turned.len() as u64);
    let after = events(&arena);
    assert_ne!(after, before);
    let verified = arena.check(&["ratings", "verify"]);
    assert!(verified.contains(" 1 corrections"), "{verified}");

    // The second time there is nothing left to do.
    let (code, twice) = again(&arena, &["--all", "--apply"], &other);
    assert_eq!(code, 0, "{twice:#}");
    let none = serde_json::json!({ "verdicts": 0, "outcomes": 0, "ratings": 0 });
    assert_eq!(twice["applied"], none);
    assert_eq!(events(&arena), after);
    let (code, told) = again(&arena, &["--all"], &other);
    assert_eq!(
        (code, &told["battles"]),
        (0, &Value::Array(vec![])),
        "{told:#}"
    );

    // One battle and one submission alone.
    let battle = turned[0]["battleId"].as_str().unwrap();
    let (code, told) = again(&arena, &["--battle", battle], &other);
    assert_eq!(code, 0, "{told:#}");
    let corrected = applied["findings"].as_array().unwrap().iter();
    let mut corrected =
        corrected.filter(|one| one["battleId"] == *battle && one["now"]["verdict"] == "WA");
    let submission = corrected.next().unwrap()["submissionId"].as_str().unwrap();
    let (code, told) = again(&arena, &[submission], &other);
    assert_eq!(
        (code, &told["submissions"], &told["same"]),
        (0, &1.into(), &1.into()),
        "{told:#}"
    );

    // The arena goes on from there; with problems that the players know how to solve.
    arena.start_again(Some(same)).await;
    let door = Door::new(&arena.url()).unwrap();
    for change in ratings {
        let player: Uuid = change["playerId"].as_str().unwrap().parse().unwrap();
        let due = change["after"].as_f64().unwrap();
        let start = clock::now();
        loop {
            let profile = door.profile(player).await.unwrap();
            if (profile.rating - due).abs() < 1e-6 {
                break;
            }
            assert!(
                start.elapsed() < LISTS_WITHIN,
                "{player}: {profile:?}, due {due}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    let options = Options {
        urls: vec![arena.url()],
        players: 4,
        battles: 2,
        acks: None,
        seed: 8,
        rate: 5.0,
        ..Options::default()
    };
    let more = run(options, CancellationToken::new()).await.unwrap();
    assert!(more.battles() >= 2, "{more}");
    arena.stop();
    events(&arena);
    let verified = arena.check(&["ratings", "verify"]);
    assert!(verified.contains("0 battles wait"), "{verified}");
}

#[tokio::test(flavor = "multi_thread")]
async fn verdicts_are_repeated_and_corrected_on_sqlite() {
    played_and_judged_again(None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn verdicts_are_repeated_and_corrected_on_postgresql() {
    let server = PostgresServer::start().await;
    let database = server.database().await;
    played_and_judged_again(Some(database.url().to_owned())).await;
}

#[test]
fn what_is_not_in_the_log_is_said_to_be_missing() {
    let home = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(support::program())
        .args(["judge", "again", "--all", "--data-dir"])
        .arg(home.path())
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        complaint.contains("there is no event log at"),
        "{complaint}"
    );
}
