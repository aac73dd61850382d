//! From the import to what judging again says when the package is another.

use std::fs;
use std::path::Path;

use arena_log::testing::PostgresServer;
use serde_json::{Value, json};

use crate::player::{Player, battle, rated, winner};
use crate::sources::{
    OTHERS, copy, import, in_capitals, is_listed, is_titled, of_its_own, of_more, package, read,
    sources,
};
use crate::support::Arena;

/// Right on the samples alone.
const HALF: &str = "\
n = int(input())
heights = list(map(int, input().split()))
print(*((4, 2) if n == 5 else (1, 2)))
";

fn again(arena: &Arena) -> (i32, Value) {
    let (code, out, err) = arena.ask(&["judge", "again", "--all", "--json"]);
    let told = serde_json::from_str(&out);
    let told = told.unwrap_or_else(|error| panic!("{error}\n{out}\n{err}"));
    (code, told)
}

async fn played(database_url: Option<String>) {
    let home = tempfile::tempdir().unwrap();
    let problems = home.path().join("problems");
    for problem in OTHERS {
        let catalogue = sources().join("problems/catalogue");
        copy(&catalogue.join(problem), &problems.join(problem));
    }
    let easy = home.path().join("easy");
    copy(&problems, &easy);
    copy(
        &sources().join("problems/catalogue/two-sum"),
        &easy.join("two-sum"),
    );
    let mut arena = Arena::start_with(database_url, Some(easy)).await;
    arena.stop();
    let lanterns = package("2025-09/lanternpair");
    let (code, out, err) = import(&arena, &lanterns, &[]);
    assert_eq!(code, 0, "{out}{err}");
    arena.start_again(Some(problems.clone())).await;

    let mut players = [
        Player::register(&arena, "wick").await,
        Player::register(&arena, "flame").await,
    ];
    let more = of_more(home.path());
    on_lanterns(&mut arena, &mut players, [&lanterns, &more], &problems).await;

    // Beside the running arena, which takes it up.
    let bunting = of_its_own(home.path());
    let (code, out, err) = import(&arena, &bunting, &[]);
    assert_eq!(code, 0, "{out}{err}");
    is_listed(&arena, "bunting", true).await;
    on_bunting(&mut players, &bunting).await;
    for player in &players {
        rated(player, 2).await;
    }

    // What is taken away is not offered any more, and what was judged with it is missing, not the same.
    let data = arena.folder().join("data/problems");
    fs::rename(data.join("bunting"), home.path().join("away")).unwrap();
    is_listed(&arena, "bunting", false).await;
    let (code, told) = again(&arena);
    assert_eq!(code, 2, "{told:#}");
    assert_eq!(told["same"], 3, "those of the lanterns: {told:#}");
    let findings = told["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 2, "{told:#}");
    for finding in findings {
        assert_eq!(
            (&finding["problem"], &finding["compared"]),
            (&"bunting".into(), &"not-here".into()),
            "{finding:#}"
        );
        let gone = "the problem bunting is neither in the catalogue nor imported any more";
        assert_eq!(finding["now"]["reason"], gone);
    }
    fs::rename(home.path().join("away"), data.join("bunting")).unwrap();
    is_listed(&arena, "bunting", true).await;
    let (code, told) = again(&arena);
    assert_eq!((code, &told["same"]), (0, &5.into()), "{told:#}");
    assert_eq!(told["findings"], json!([]));
    arena.stop();

    let events = arena.check(&["events", "verify"]);
    assert!(events.contains("whole\n"), "{events}");
    arena.check(&["ratings", "verify"]);
    replaced(&arena, &in_capitals(home.path(), &bunting));
    // The verdicts are repeated with what was kept; with what there is now they cannot be.
    fs::remove_dir_all(data.join("bunting")).unwrap();
    let told = arena.check(&["judge", "again", "--all"]);
    let first = told.lines().next().unwrap();
    assert_eq!(first, "5 submissions: 5 the same, 0 differ");
    assert_eq!(told.matches("not judged as of today").count(), 2, "{told}");
    assert!(told.contains("nor imported any more"), "{told}");
    assert_eq!(arena.check(&["events", "verify"]), events);
    arena.check(&["ratings", "verify"]);
}

/// Everything that a player is told on a package with a validator of its own.
async fn on_lanterns(
    arena: &mut Arena,
    players: &mut [Player; 2],
    [package, other]: [&Path; 2],
    problems: &Path,
) {
    let battle = battle(players, "lanternpair").await;
    let [one, two] = players;
    let wrong = read(package, "submissions/wrong_answer/neighbours.py");
    let right = read(package, "submissions/accepted/sort.py");
    let ran = one.run(battle, &right).await;
    assert_eq!(
        (&*ran.verdict, ran.tests_passed, ran.tests_total),
        ("AC", 2, 2)
    );
    let ran = one.run(battle, &wrong).await;
    assert_eq!((&*ran.verdict, ran.tests_total), ("WA", 2));

    let result = two.verdict(battle, &wrong).await;
    let told = result.explanation.unwrap();
    assert_eq!(
        (&*result.verdict, told.test, told.sample),
        ("WA", Some(1), Some(true))
    );
    let message = "Lanterns 1 and 2 are 10 cm apart; there is a nearer pair.";
    let told_message = told.message.as_deref().unwrap();
    assert!(told_message.contains(message), "{told_message}");
    assert_eq!(told.input.as_deref(), Some("5\n20 30 8 29 42\n"));
    assert_eq!(told.actual.as_deref(), Some("1 2\n"));

    let result = one.verdict(battle, HALF).await;
    let told = result.explanation.unwrap();
    assert_eq!(
        (&*result.verdict, result.tests_total, told.sample),
        ("WA", 6, Some(false))
    );
    assert!(result.tests_passed >= 2, "{}", result.tests_passed);
    let secret = (told.input, told.expected, told.actual, told.message);
    assert_eq!(secret, (None, None, None, None));

    // Another takes its place, and the arena is started again: this battle goes on with what it began with.
    let (code, out, err) = import(arena, other, &["--replace"]);
    assert_eq!(code, 0, "{out}{err}");
    is_titled(arena, "lanternpair", "Lantern Pairs").await;
    assert_eq!(one.run(battle, &right).await.verdict, "AC");
    arena.stop();
    arena.start_again(Some(problems.to_owned())).await;
    for player in [&mut *one, &mut *two] {
        player.come_back(battle).await;
        let title = player.problem().await.title.clone();
        assert_eq!(title, "Lantern Pair");
    }
    let result = one.verdict(battle, &right).await;
    assert_eq!((&*result.verdict, result.tests_passed), ("AC", 6));
    let solver = one.me();
    for player in [&mut *one, &mut *two] {
        assert_eq!(winner(player).await, Some(solver));
    }
    rated(one, 1).await;
    rated(two, 1).await;
    let (code, out, err) = import(arena, package, &["--replace"]);
    assert_eq!(code, 0, "{out}{err}");
    is_titled(arena, "lanternpair", "Lantern Pair").await;
}

/// The default validator with flags that count spaces.
async fn on_bunting(players: &mut [Player; 2], package: &Path) {
    let battle = battle(players, "bunting").await;
    let [one, two] = players;
    let wrong = read(package, "submissions/wrong_answer/trailing.py");
    let result = one.verdict(battle, &wrong).await;
    let told = result.explanation.unwrap();
    assert_eq!(
        (&*result.verdict, told.test, told.sample),
        ("WA", Some(1), Some(true))
    );
    assert_eq!(told.expected.as_deref(), Some("g  a  l  F\n"));
    assert_eq!(told.actual.as_deref(), Some("g  a  l  F  \n"));
    let right = read(package, "submissions/accepted/join.py");
    let result = two.verdict(battle, &right).await;
    assert_eq!(result.verdict, "AC");
    assert_eq!(winner(one).await, Some(two.me()));
}

/// Another package of the same id: what would change is told, and nothing is.
fn replaced(arena: &Arena, other: &Path) {
    let (code, _, err) = import(arena, other, &[]);
    assert_eq!(code, 2);
    assert!(err.contains("is imported already: --replace"), "{err}");
    let (code, told) = again(arena);
    assert_eq!((code, &told["same"]), (0, &5.into()), "{told:#}");
    let (code, out, err) = import(arena, other, &["--replace"]);
    assert_eq!(code, 0, "{out}{err}");

    let (code, told) = again(arena);
    assert_eq!(code, 1, "{told:#}");
    assert_eq!(
        (&told["differ"], &told["same"]),
        (&0.into(), &5.into()),
        "the tests of then are kept: {told:#}"
    );
    let findings = told["findings"].as_array().unwrap();
    let changed = |finding: &&Value| finding["verdict"] != finding["now"]["verdict"];
    let changed: Vec<&Value> = findings.iter().filter(changed).collect();
    assert_eq!(changed.len(), 1, "{told:#}");
    assert_eq!(
        (&changed[0]["verdict"], &changed[0]["now"]["verdict"]),
        (&"AC".into(), &"WA".into())
    );
    let why = json!(["the problem bunting is another"]);
    assert_eq!(changed[0]["now"]["why"], why);
    assert_eq!(told["battles"].as_array().unwrap().len(), 1, "{told:#}");
    assert_eq!(told["applied"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_is_imported_played_rated_and_judged_again_on_sqlite() {
    played(None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_is_imported_played_rated_and_judged_again_on_postgresql() {
    let server = PostgresServer::start().await;
    let database = server.database().await;
    played(Some(database.url().to_owned())).await;
}
