//! What an import keeps, whatever comes in between, and what it lets nobody play.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use arena_simulations::clock;

use crate::sources::{OTHERS, copy, import, in_capitals, is_listed, package, read, sources};
use crate::support::{self, Arena};

fn arena(arguments: &[&str], data: &Path) -> (i32, String, String) {
    let output = Command::new(support::program())
        .args(arguments)
        .arg("--data-dir")
        .arg(data)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn an_import_that_is_killed_leaves_the_old_or_the_new_and_the_next_tidies_up() {
    let home = tempfile::tempdir().unwrap();
    let first = package("legacy/bunting");
    let (data, other) = (home.path().join("data"), in_capitals(home.path(), &first));
    let (code, out, err) = arena(&["problems", "import", first.to_str().unwrap()], &data);
    assert_eq!(code, 0, "{out}{err}");
    let folder = data.join("problems");
    let beside = || {
        let names = fs::read_dir(&folder).unwrap();
        let mut names = names.map(|entry| entry.unwrap().file_name());
        names.any(|name| name.to_string_lossy().starts_with(".import-"))
    };
    let answers = [&first, &other].map(|path| read(path, "data/secret/2-case.ans"));
    let mut left = 0;
    for round in 0..6 {
        let path = if round % 2 == 0 { &other } else { &first };
        let mut importing = Command::new(support::program())
            .args(["problems", "import", "--replace", path.to_str().unwrap()])
            .arg("--data-dir")
            .arg(&data)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while !beside() && importing.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        // A little later each time, so that it is met in different parts.
        let start = clock::now();
        while start.elapsed() < Duration::from_micros(400 * round) {
            std::thread::yield_now();
        }
        drop(importing.kill());
        importing.wait().unwrap();
        left += u32::from(beside());
        let to = home.path().join(format!("out-{round}"));
        let target = to.to_str().unwrap();
        let (code, _, err) = arena(&["problems", "export", "bunting", "--to", target], &data);
        assert_eq!(code, 0, "{err}");
        assert!(answers.contains(&read(&to, "data/secret/2-case.ans")));
        let solved = read(&to, "submissions/accepted/join.py").contains("upper");
        let capitals = read(&to, "data/secret/2-case.ans") == answers[1];
        assert_eq!(solved, capitals, "half of one and half of the other");
    }
    assert!(left > 0, "none was killed half-way");
    let again = ["problems", "import", "--replace", first.to_str().unwrap()];
    let (code, out, err) = arena(&again, &data);
    assert_eq!(code, 0, "{out}{err}");
    assert!(!beside());
}

#[test]
fn what_was_not_seen_to_work_is_kept_and_not_played() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let lanterns = package("2025-09/lanternpair");
    let foreign = "submissions/accepted/Sort.java";
    let validator = "output_validator/judge.py";
    let unverified = "1 program is unverified; --replace --accept-unverified plays it all the same";
    // A submission in a language that is not there; a validator in one that judges nothing; no solution that runs.
    type Change = fn(&Path);
    let cases: [(&str, Change, &str, bool); 3] = [
        (
            "foreign",
            |path| fs::write(path.join("submissions/accepted/Sort.java"), "class Sort {}").unwrap(),
            unverified,
            true,
        ),
        (
            "judged",
            |path| {
                let folder = path.join("output_validator");
                fs::remove_file(folder.join("judge.py")).unwrap();
                fs::write(folder.join("judge.js"), "process.exit(42);\n").unwrap();
            },
            "output_validator/judge.js judges outputs, and validators in javascript are not run here",
            false,
        ),
        (
            "unsolved",
            |path| {
                for file in ["sort.py", "sort.js"] {
                    fs::remove_file(path.join("submissions/accepted").join(file)).unwrap();
                }
                fs::write(path.join("submissions/accepted/Sort.java"), "class Sort {}").unwrap();
            },
            "none of its accepted submissions can be run here",
            false,
        ),
    ];
    assert!(!lanterns.join(foreign).exists() && lanterns.join(validator).exists());
    for (name, change, reason, may_be) in cases {
        let path = home.path().join(name);
        copy(&lanterns, &path);
        change(&path);
        let path = path.to_str().unwrap();
        let (code, out, err) = arena(&["problems", "import", path], &data);
        assert_eq!(code, 2, "{out}{err}");
        let last = out.lines().last().unwrap();
        assert_eq!(last, format!("it is not played: {reason}"), "{out}");
        let facts = read(&data, &format!("problems/{name}/arena.toml"));
        assert!(facts.contains(reason), "{facts}");
        let accepting = [
            "problems",
            "import",
            path,
            "--replace",
            "--accept-unverified",
        ];
        let (code, out, err) = arena(&accepting, &data);
        assert_eq!(code, if may_be { 0 } else { 2 }, "{out}{err}");
        assert_eq!(out.contains("it is not played"), !may_be, "{out}");
        let (code, out, err) = arena(&["problems", "list"], &data);
        assert_eq!(code, 0, "{err}");
        let line = out.lines().find(|line| line.starts_with(name)).unwrap();
        assert_eq!(line.ends_with("  played"), may_be, "{line}");
    }
}

#[test]
fn a_package_is_as_hard_as_was_said_until_something_else_is_and_goes_when_it_is_removed() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let bunting = package("legacy/bunting");
    let bunting = bunting.to_str().unwrap();
    for (more, difficulty) in [
        (&[][..], "medium"),
        (&["--replace", "--difficulty", "hard"], "hard"),
        (&["--replace"], "hard"),
    ] {
        let arguments = [&["problems", "import", bunting], more].concat();
        let (code, out, err) = arena(&arguments, &data);
        assert_eq!(code, 0, "{out}{err}");
        let (_, out, _) = arena(&["problems", "list"], &data);
        let line = out
            .lines()
            .find(|line| line.starts_with("bunting "))
            .unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(
            words,
            ["bunting", difficulty, "imported", "Bunting", "played"]
        );
    }
    let remove = ["problems", "remove", "bunting"];
    let (code, out, err) = arena(&remove, &data);
    assert_eq!(code, 0, "{out}{err}");
    let left = fs::read_dir(data.join("problems")).unwrap().count();
    assert_eq!(left, 0);
    let (code, _, err) = arena(&remove, &data);
    assert_eq!(code, 1);
    assert!(err.contains("bunting is not imported into"), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_never_takes_the_place_of_a_problem_of_the_catalogue() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("two_sum");
    copy(&package("legacy/bunting"), &path);
    let (code, _, err) = arena(
        &["problems", "import", path.to_str().unwrap()],
        &home.path().join("data"),
    );
    assert_eq!(code, 1);
    let refusal = "two-sum is the id of a problem of the catalogue: rename the package's folder\n";
    assert_eq!(err, refusal);
    assert!(!home.path().join("data").exists());
    // Nor of one in the operator's own folder, which the import cannot know.
    let problems = home.path().join("problems");
    let catalogue = sources().join("problems/catalogue");
    for problem in OTHERS {
        copy(&catalogue.join(problem), &problems.join(problem));
    }
    let own = problems.join("bunting");
    copy(&catalogue.join("two-sum"), &own);
    let manifest = read(&own, "problem.toml").replace("\"two-sum\"", "\"bunting\"");
    fs::write(own.join("problem.toml"), manifest).unwrap();
    let arena = Arena::start_with(None, Some(problems)).await;
    let (code, out, err) = import(&arena, &package("legacy/bunting"), &[]);
    assert_eq!(code, 0, "{out}{err}");
    let lanterns = package("2025-09/lanternpair");
    let (code, out, err) = import(&arena, &lanterns, &[]);
    assert_eq!(code, 0, "{out}{err}");
    // Packages are looked at in the order of their ids, so bunting has been.
    is_listed(&arena, "lanternpair", true).await;
    let url = format!("{}/api/problems?limit=100", arena.url());
    let listed = reqwest::get(&url).await.unwrap().text().await.unwrap();
    assert_eq!(listed.matches("\"bunting\"").count(), 1, "{listed}");
    assert!(!listed.contains("\"Bunting\""), "{listed}");
}
