//! What has been verified as it is: what a verification reads is hashed, and the hashes of the last green run are kept in the
//! target folder.
//!
//! A problem's verification is a function of its folder and of the judge: of its process, which holds the runtimes' recipes
//! and every limit, and of what asks it. When one of them changes, the hash does, and the problem is verified again. So it is
//! with the longest of the judge's own tests: they are functions of their program and of the judge's process.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::jobs::Output;
use crate::shell::{program, root};
use crate::web::collect;

/// What asks the judge's process: its own crates, and the command.
const ASKING: [&str; 6] = [
    "sandbox/judge/src",
    "sandbox/problems/src",
    "sandbox/problems/build.rs",
    "sandbox/runtimes/src",
    "gateway/node/src/operators.rs",
    "gateway/node/src/judging.rs",
];

const CATALOGUE: &str = "sandbox/problems/catalogue";

/// Whether problems that were verified as they are may be passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Memory {
    Trusted,
    /// All are verified afresh.
    Ignored,
}

/// Verifies the catalogue, but for what is remembered; tells how much that is.
pub(crate) fn verify(arena: &Path, judge: &Path, memory: Memory, output: &Output) -> Result<()> {
    let kept = root().join("target/verified");
    let problems = problems(judge)?;
    let remembered = match memory {
        Memory::Trusted => read(&kept),
        Memory::Ignored => BTreeSet::new(),
    };
    let changed: Vec<&Problem> = problems
        .iter()
        .filter(|problem| !remembered.contains(&problem.hash))
        .collect();
    let (all, same) = (problems.len(), problems.len() - changed.len());
    if same > 0 {
        output.say(&format!(
            "{same} of {all} unchanged since they were last verified, as is the judge; \
             `cargo xtask test --afresh` verifies all"
        ))?;
    }
    if !changed.is_empty() {
        let mut command = program(&arena.to_string_lossy());
        command.args(["problems", "verify"]);
        // All of them: as they are embedded.
        if same > 0 {
            command.args(changed.iter().map(|problem| &problem.folder));
        }
        output.run(&mut command)?;
    }
    let hashes: Vec<&str> = problems.iter().map(|one| one.hash.as_str()).collect();
    fs::write(&kept, hashes.join("\n")).with_context(|| format!("write {}", kept.display()))
}

/// The judge's tests that take longest and depend on nothing but two programs.
const LONG_TESTS: [&str; 4] = [
    "judge/corpus",
    "judge/rebuilt",
    "judge/compiled",
    "judge/steady",
];

/// Runs a test program, unless it is one of the long ones and was green as it is, with the judge as it is.
pub(crate) fn run_test(
    name: &str,
    programs: [&Path; 2],
    memory: Memory,
    output: &Output,
    run: impl FnOnce() -> Result<()>,
) -> Result<()> {
    if !LONG_TESTS.contains(&name) {
        return run();
    }
    let kept = root().join(format!("target/verified-{}", name.replace('/', "-")));
    unless_green(&kept, programs, memory, output, run)
}

fn unless_green(
    kept: &Path,
    programs: [&Path; 2],
    memory: Memory,
    output: &Output,
    run: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let hash = hash(&programs.map(Path::to_owned), "")?;
    if memory == Memory::Trusted && read(kept).contains(&hash) {
        return output.say(
            "unchanged since it was last green, as is the judge; `cargo xtask test --afresh` runs it",
        );
    }
    run()?;
    fs::write(kept, hash).with_context(|| format!("write {}", kept.display()))
}

struct Problem {
    folder: PathBuf,
    hash: String,
}

fn read(kept: &Path) -> BTreeSet<String> {
    // What is not there is not remembered.
    let text = fs::read_to_string(kept).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

fn problems(judge: &Path) -> Result<Vec<Problem>> {
    let mut paths = vec![judge.to_owned()];
    for asking in ASKING {
        collect(&root().join(asking), &mut paths)?;
    }
    let judge = hash(&paths, "")?;
    let mut folders = Vec::new();
    for entry in fs::read_dir(root().join(CATALOGUE))? {
        folders.push(entry?.path());
    }
    folders.retain(|folder| folder.is_dir());
    folders.sort();
    let problem = |folder: PathBuf| {
        let mut paths = Vec::new();
        collect(&folder, &mut paths)?;
        let hash = hash(&paths, &judge)?;
        Ok(Problem { folder, hash })
    };
    folders.into_iter().map(problem).collect()
}

/// A hash of the files' names and contents, on top of another.
fn hash(paths: &[PathBuf], beneath: &str) -> Result<String> {
    let mut paths: Vec<&PathBuf> = paths.iter().collect();
    paths.sort();
    let mut hasher = blake3::Hasher::new();
    hasher.update(beneath.as_bytes());
    for path in paths {
        let bytes = fs::read(path).with_context(|| format!("read {}", path.display()))?;
        for part in [path.to_string_lossy().as_bytes(), &bytes] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    }
    Ok(hasher.finalize().to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_changed_file_a_new_one_and_another_judge_change_the_hash() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        let hashed = |beneath: &str| {
            let mut paths = Vec::new();
            collect(home.path(), &mut paths).unwrap();
            hash(&paths, beneath).unwrap()
        };
        let mut seen = BTreeSet::new();
        fs::write(at("a"), "1").unwrap();
        seen.insert(hashed("judge"));
        assert_eq!(seen.len(), 1);
        assert!(!seen.insert(hashed("judge")), "nothing has changed");
        assert!(seen.insert(hashed("another judge")));
        fs::write(at("a"), "2").unwrap();
        assert!(seen.insert(hashed("judge")));
        fs::write(at("b"), "").unwrap();
        assert!(seen.insert(hashed("judge")));
    }

    #[test]
    fn a_long_test_is_passed_over_only_as_it_was_when_it_was_green() {
        let home = tempfile::tempdir().unwrap();
        let programs = ["test", "judge"].map(|name| home.path().join(name));
        let kept = home.path().join("kept");
        let run = |memory, outcome: Result<()>| {
            let mut runs = 0;
            let [test, judge] = &programs;
            let output = Output::new().unwrap();
            let result = unless_green(&kept, [test, judge], memory, &output, || {
                runs += 1;
                outcome
            });
            (runs, result.is_ok())
        };
        for program in &programs {
            fs::write(program, "1").unwrap();
        }
        let red = || Err(anyhow::anyhow!("red"));
        assert_eq!(run(Memory::Ignored, red()), (1, false));
        assert_eq!(run(Memory::Trusted, Ok(())), (1, true));
        assert_eq!(run(Memory::Trusted, red()), (0, true));
        assert_eq!(run(Memory::Ignored, Ok(())), (1, true));
        fs::write(&programs[1], "2").unwrap();
        assert_eq!(run(Memory::Trusted, red()), (1, false));
    }

    #[test]
    fn every_problem_has_a_hash_of_its_own() {
        let judge = root().join("Cargo.toml");
        let problems = problems(&judge).unwrap();
        let hashes: BTreeSet<&str> = problems.iter().map(|one| one.hash.as_str()).collect();
        assert!(problems.len() >= 60);
        assert_eq!(hashes.len(), problems.len());
    }
}
