//! Problems' own programs: tests are made and problems verified in sealed processes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/problem.rs"]
mod problem;
mod support;

use std::os::unix::fs::symlink;
use std::sync::Mutex;

use arena_judge::{
    JudgeProgram, Stop, TestsError, Verification, bring_tests, render_verifications,
    verify_problems,
};
use arena_problems::{Hash32, Language, PackedTests, Problem};
use arena_runtimes::CacheDirectory;
use problem::Folder;

/// A cache with the built runtimes and no tests.
fn fresh_cache() -> (CacheDirectory, tempfile::TempDir) {
    let home = tempfile::tempdir().unwrap();
    let built = support::cache();
    symlink(built.runtimes(), home.path().join("runtimes")).unwrap();
    symlink(built.artifacts(), home.path().join("artifacts")).unwrap();
    (CacheDirectory::open(home.path()).unwrap(), home)
}

fn python(program: &JudgeProgram) -> Hash32 {
    let languages = program.languages().unwrap();
    let mut statuses = languages.iter();
    let status = statuses.find(|status| status.language == Language::PYTHON);
    status.unwrap().runtime.clone().unwrap()
}

type Brought = Vec<(String, Result<PackedTests, TestsError>)>;

fn bring(program: &JudgeProgram, problems: &[Problem], workshops: usize, stop: &Stop) -> Brought {
    let brought = Mutex::new(Vec::new());
    let hash = python(&support::program(program.cache.clone()));
    bring_tests(
        program,
        hash,
        problems,
        workshops,
        stop,
        &|problem, tests| {
            brought
                .lock()
                .unwrap()
                .push((problem.id.to_string(), tests));
        },
    );
    let mut brought = brought.into_inner().unwrap();
    brought.sort_by(|a, b| a.0.cmp(&b.0));
    brought
}

fn verify(problems: &[Problem]) -> Vec<Verification> {
    let (cache, _home) = fresh_cache();
    let program = support::program(cache);
    verify_problems(&program, python(&program), problems, 2, &|_| ())
}

/// A program that is this shell script.
fn script(cache: CacheDirectory, text: String) -> JudgeProgram {
    JudgeProgram {
        executable: "/bin/sh".into(),
        arguments: vec!["-c".into(), text.into()],
        cache,
    }
}

#[test]
fn tests_are_made_once_and_come_from_the_cache_afterwards() {
    let (cache, home) = fresh_cache();
    let problems = [Folder::sound("one").load(), Folder::sound("two").load()];
    let program = support::program(cache.clone());
    let made = bring(&program, &problems, 2, &Stop::default());
    let sets: Vec<_> = made
        .iter()
        .map(|(_, tests)| tests.as_ref().unwrap().unpack().unwrap())
        .collect();
    assert_eq!((sets[0].tests.len(), sets[0].sample_count()), (22, 2));
    // The two have the same sources, so the same tests.
    assert_eq!(sets[0], sets[1]);

    // No process could make them now.
    let nothing = script(cache, "exit 1".into());
    assert_eq!(bring(&nothing, &problems, 2, &Stop::default()), made);

    for entry in std::fs::read_dir(home.path().join("tests")).unwrap() {
        let path = entry.unwrap().path();
        let mut bytes = std::fs::read(&path).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        std::fs::write(&path, bytes).unwrap();
    }
    assert_eq!(
        bring(&program, &problems, 2, &Stop::default()),
        made,
        "damaged tests are made again"
    );
}

#[test]
fn a_problem_that_fails_is_named_with_file_and_line_and_holds_no_other() {
    let failing = Folder::sound("failing").replace(
        "generator.py",
        "rng = random.Random(seed)\n    sizes",
        "raise KeyError('oops')\n    sizes",
    );
    let refused = Folder::sound("refused").replace("validator.py", "if not input", "if input");
    let endless = Folder::sound("endless").replace(
        "solutions/reference.py",
        "return sum",
        "return 'x' + sum",
    );
    let sound = Folder::sound("sound");
    let problems = [failing, refused, endless, sound].map(|folder| folder.load());
    let (cache, _home) = fresh_cache();
    let brought = bring(&support::program(cache), &problems, 1, &Stop::default());
    let text = |index: usize| match &brought[index] {
        (name, Err(error @ TestsError::Problem { .. })) => (name.as_str(), error.to_string()),
        other => panic!("{other:?}"),
    };
    let (name, error) = text(0);
    assert_eq!(name, "endless");
    assert!(
        error.starts_with("endless/solutions/reference.py: input 1: Traceback"),
        "{error}"
    );
    let (name, error) = text(1);
    assert_eq!(name, "failing");
    assert!(
        error.starts_with("failing/generator.py: Traceback"),
        "{error}"
    );
    assert!(error.contains("File \"generator.py\", line 5"), "{error}");
    assert!(error.ends_with("KeyError: 'oops'"), "{error}");
    let (name, error) = text(2);
    assert_eq!(name, "refused");
    assert_eq!(error, "refused/validator.py: refuses \"sample 1\": empty");
    assert!(brought[3].1.is_ok(), "{brought:?}");
}

#[test]
fn a_workshop_that_is_killed_starts_again_and_nothing_is_lost() {
    let (cache, home) = fresh_cache();
    let mark = home.path().join("killed");
    let program = script(
        cache,
        format!(
            "if [ ! -e {0} ]; then : > {0}; kill -9 $$; fi; exec {1}",
            mark.display(),
            support::EXECUTABLE
        ),
    );
    let brought = bring(
        &program,
        &[Folder::sound("one").load()],
        1,
        &Stop::default(),
    );
    assert!(mark.exists());
    assert!(brought[0].1.is_ok(), "{brought:?}");
}

#[test]
fn a_judge_that_cannot_start_is_not_held_against_the_problem() {
    let (cache, _home) = fresh_cache();
    let program = script(cache, "echo 'no such luck' >&2; exit 3".into());
    let brought = bring(
        &program,
        &[Folder::sound("one").load()],
        1,
        &Stop::default(),
    );
    match &brought[0].1 {
        Err(error @ TestsError::Judge { .. }) => {
            let text = error.to_string();
            assert!(text.contains("exit status: 3: no such luck"), "{text}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_generator_that_never_ends_is_called_off_at_once() {
    let endless = Folder::sound("endless").replace(
        "generator.py",
        "    rng = random.Random(seed)\n    sizes",
        "    while True: pass\n    sizes",
    );
    let (cache, home) = fresh_cache();
    let mark = home.path().join("started");
    let program = script(
        cache,
        format!(": > {}; exec {}", mark.display(), support::EXECUTABLE),
    );
    let stop = Stop::default();
    let problems = [endless.load(), Folder::sound("next").load()];
    std::thread::scope(|scope| {
        let bringing = scope.spawn(|| bring(&program, &problems, 1, &stop));
        while !mark.exists() {
            std::thread::yield_now();
        }
        stop.stop();
        for (name, tests) in bringing.join().unwrap() {
            assert!(
                matches!(tests, Err(TestsError::Stopped(_))),
                "{name}: {tests:?}"
            );
        }
    });
}

#[test]
fn a_sound_problem_is_found_sound() {
    let verified = verify(&[Folder::sound("sum-up").load()]);
    assert_eq!(verified[0].findings, []);
    assert_eq!((verified[0].tests, verified[0].solutions.len()), (22, 6));
    let table = render_verifications(&verified, true);
    for line in table.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let naive = table
        .lines()
        .find(|line| line.contains("naive.py"))
        .unwrap();
    assert_eq!(
        naive.split_whitespace().collect::<Vec<_>>()[..9].join(" "),
        "naive.py must get TLE gets TLE 180.0M of 60M"
    );
}

#[test]
fn everything_that_a_problem_promises_is_verified() {
    let sound = |name: &str| Folder::sound(name);
    let cases = [
        (
            sound("a").replace("solutions/reference.py", "return sum(", "return 0 * sum("),
            "solutions/reference.py",
            "gets WA on test 1 (sample 1)",
        ),
        (
            sound("b").replace("brute.py", "total = 0", "total = 1"),
            "solutions/reference.py",
            "disagrees with brute.py on small(0)",
        ),
        (
            sound("c").replace(
                "solutions/reference.js",
                "return sum;",
                "return sum + (numbers.length === 3);",
            ),
            "solutions/reference.js",
            "disagrees with brute.py on small(",
        ),
        (
            sound("d").replace("solutions/wrong_first.py", "[1:]", ""),
            "solutions/wrong_first.py",
            "gets AC, not WA",
        ),
        (
            sound("e").replace("solutions/naive.js", "let j = 0", "let j = i"),
            "solutions/naive.js",
            "gets WA within 3 times the limit",
        ),
        (
            sound("f").replace("problem.toml", "javascript = 80", "javascript = 30"),
            "solutions/reference.js",
            "more than a third of the limit",
        ),
        (
            sound("g").replace("generator.py", "rng.randint(1, 5))]}", "0)]}"),
            "validator.py",
            "refuses small(0)",
        ),
        (
            sound("h").replace(
                "generator.py",
                "def small(seed):\n    rng",
                "def small(seed):\n    rgn",
            ),
            "generator.py",
            "NameError",
        ),
        (
            sound("i").replace("generator.py", "range(20)", "range(19)"),
            "generator.py",
            "20 to 100 secret cases, found 19",
        ),
    ];
    let problems: Vec<_> = cases.iter().map(|(folder, ..)| folder.load()).collect();
    let verified = verify(&problems);
    for ((_, path, message), found) in cases.iter().zip(&verified) {
        let finding = found.findings.first();
        let finding = finding.unwrap_or_else(|| panic!("{}: nothing was found", found.id));
        assert_eq!(finding.path, *path, "{}: {finding}", found.id);
        assert!(finding.message.contains(message), "{}: {finding}", found.id);
        let table = render_verifications(&verified, false);
        assert!(
            table.contains(&format!("\n{}/{path}: ", found.id)),
            "{table}"
        );
    }
}
