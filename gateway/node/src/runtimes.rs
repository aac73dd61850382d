//! Commands around the languages' runtimes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use arena_judge::{JudgeError, JudgeRequest, LanguageStatus, Priority, Scope, Verdict, prepare};
use arena_problems::{Checker, Form, Hash32, Input, Language, Limits, Output, Test, TestSet};
use arena_runtimes::{CacheDirectory, Notice, StaleBuild};

use crate::judging;
use crate::operators::Answer;

/// What every self-test prints.
const GREETING: &str = "Hello, world!\n";

/// Builds and compiles the runtimes of these languages, or of all; whether all could be. One that
/// cannot be built keeps nobody from the others.
pub(crate) fn build(names: &[String], cache: Option<&Path>) -> anyhow::Result<Answer> {
    let cache = CacheDirectory::resolve(cache)?;
    let mut failed = 0;
    for language in chosen(names)? {
        let mut progress = |step: &str| eprintln!("{language}: {step}");
        match prepare(&cache, language, &mut progress) {
            Ok(()) => eprintln!("{language}: ready"),
            Err(error) => {
                eprintln!("{language}: {error}");
                failed += 1;
            }
        }
    }
    Ok(Answer::of(failed == 0))
}

/// Prints every language as the judge has it.
pub(crate) fn list(cache: Option<&Path>) -> anyhow::Result<()> {
    let cache = CacheDirectory::resolve(cache)?;
    let stale = arena_runtimes::stale_builds(&cache)?;
    let program = judging::program(cache)?;
    for status in program.languages().context("start the judge")? {
        println!("{}", line(&status));
    }
    if !stale.is_empty() {
        println!("{}: see `arena runtimes clean`", total(&stale));
    }
    Ok(())
}

/// What removing the builds of other versions would remove.
pub(crate) fn would_clean(cache: Option<&Path>) -> anyhow::Result<String> {
    let stale = arena_runtimes::stale_builds(&CacheDirectory::resolve(cache)?)?;
    let mut text = builds(&stale);
    text.push_str(&format!("{}\n", total(&stale)));
    if !stale.is_empty() {
        text.push_str(
            "nothing is removed yet: `arena runtimes clean --yes` removes them. `arena judge again` uses only the runtimes of \
             this version; another version that shares this cache would build its own again\n",
        );
    }
    Ok(text)
}

/// Removes the builds of other versions, and tells which.
pub(crate) fn clean(cache: Option<&Path>) -> anyhow::Result<String> {
    let removed = arena_runtimes::remove_stale_builds(&CacheDirectory::resolve(cache)?)?;
    Ok(format!(
        "{}removed: {}\n",
        builds(&removed),
        total(&removed)
    ))
}

fn builds(stale: &[StaleBuild]) -> String {
    let line = |build: &StaleBuild| format!("{} {}\n", build.hash, mebibytes(build.bytes));
    stale.iter().map(line).collect()
}

fn total(stale: &[StaleBuild]) -> String {
    let bytes = stale.iter().map(|build| build.bytes).sum();
    let count = stale.len();
    format!(
        "{count} builds that no language of this version uses, {}",
        mebibytes(bytes)
    )
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes.div_ceil(1 << 20))
}

fn line(status: &LanguageStatus) -> String {
    let state = match &status.runtime {
        Ok(hash) => hash.to_string(),
        Err(reason) => format!("unavailable: {reason}"),
    };
    let name = status.language.as_str();
    format!("{name:12} {:36} {state}", status.version)
}

/// Judges every language's own greeting; whether all that are there can greet.
pub(crate) async fn test(cache: Option<&Path>) -> anyhow::Result<Answer> {
    let program = judging::program(CacheDirectory::resolve(cache)?)?;
    let pool = judging::pool(program, 1)?;
    anyhow::ensure!(pool.ready().await, "the judge process did not start");
    let tests = Arc::new(greeting()?.pack(Hash32([0; 32]))?);
    let mut wrong = 0;
    for &language in Language::all() {
        let judged = pool.judge(JudgeRequest {
            player: uuid::Uuid::nil(),
            priority: Priority::Submission,
            language,
            code: language.facts().hello.program.as_str().into(),
            tests: tests.clone(),
            scope: Scope::All,
        });
        match judged.await {
            Ok(judgement) if judgement.verdict == Verdict::Accepted => println!("{language}: ok"),
            Ok(judgement) => {
                println!("{language}: {}", arena_judge::render_judgement(&judgement));
                wrong += 1;
            }
            Err(JudgeError::Unavailable { reason, .. }) => println!("{language}: {reason}"),
            Err(error) => anyhow::bail!("{language}: {error}"),
        }
    }
    Ok(Answer::of(wrong == 0))
}

fn greeting() -> anyhow::Result<TestSet> {
    let test = Test {
        name: "greeting".into(),
        input: Input::Text(String::new()),
        expected: Output::Text(GREETING.into()),
        sample: true,
    };
    let limits = Limits {
        fuel: BTreeMap::from([(Language::PYTHON, 10_000_000_000)]),
        memory_bytes: 256 << 20,
        output_bytes: 64 << 10,
    };
    Ok(TestSet::new(
        Form::Stdin,
        Checker::Exact,
        limits,
        vec![test],
    )?)
}

/// What is bundled in the runtimes, a line each with the files of the licence's texts.
pub(crate) fn licences(names: &[String]) -> anyhow::Result<String> {
    let mut text = String::new();
    for (language, notice) in notices(names)? {
        let files = arena_runtimes::licence_files(language, notice).join(", ");
        text.push_str(&format!("{}: {files}\n", headline(language, notice)));
    }
    Ok(text)
}

/// The texts of the licences, as they were shipped with what is bundled.
pub(crate) fn licence_texts(names: &[String], cache: Option<&Path>) -> anyhow::Result<String> {
    let cache = CacheDirectory::resolve(cache)?;
    let mut shown = String::new();
    for (language, notice) in notices(names)? {
        for file in arena_runtimes::licence_texts(&cache, language, notice)? {
            let (name, text) = (&file.name, file.text.trim_end());
            let headline = headline(language, notice);
            shown.push_str(&format!("==> {headline}: {name}\n\n{text}\n\n"));
        }
    }
    Ok(shown)
}

fn headline(language: Language, notice: &Notice) -> String {
    let (name, version, licence) = (&notice.name, &notice.version, &notice.licence);
    format!("{language}: {name} {version}, {licence}")
}

/// What is bundled for these languages, or for all: their own and that of the runtimes that they use.
fn notices(names: &[String]) -> anyhow::Result<Vec<(Language, &'static Notice)>> {
    let named = chosen(names)?;
    let meant = |language: &Language| {
        named
            .iter()
            .any(|named| named == language || named.runtime() == *language)
    };
    let languages = Language::all().iter().copied().filter(meant);
    let of = |language: Language| {
        let notices = &language.facts().licences.notice;
        notices.iter().map(move |notice| (language, notice))
    };
    Ok(languages.flat_map(of).collect())
}

fn chosen(names: &[String]) -> anyhow::Result<Vec<Language>> {
    if names.is_empty() {
        return Ok(Language::all().to_vec());
    }
    let parsed = names.iter().map(|name| name.parse());
    Ok(parsed.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn licences_are_listed_with_the_files_of_their_texts() {
        let listed = licences(&["typescript".into()]).unwrap();
        for line in [
            "typescript: oxc 0.146.0, MIT: typescript/oxc/1-MIT.txt\n",
            "javascript: QuickJS-ng 0.16.2, MIT: javascript/quickjs-ng/1-LICENSE\n",
        ] {
            assert!(listed.contains(line), "{listed}");
        }
        assert!(!listed.contains("python"));
        let all = licences(&[]).unwrap();
        assert!(all.contains("python: SQLite ") && all.contains("ruby: OpenSSL "));
        assert!(licences(&["cobol".into()]).is_err());
    }

    #[test]
    fn builds_of_other_versions_are_told_first_and_removed_only_then() {
        let home = tempfile::tempdir().unwrap();
        let hash = "0".repeat(64);
        let folder = home.path().join("runtimes").join(&hash);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("runtime.wasm"), b"old").unwrap();
        let line = format!("{hash} 1 MiB\n");
        let told = would_clean(Some(home.path())).unwrap();
        assert!(told.starts_with(&line) && told.contains("`arena runtimes clean --yes`"));
        assert!(folder.exists());
        let removed = clean(Some(home.path())).unwrap();
        assert!(removed.starts_with(&line), "{removed}");
        assert!(!folder.exists());
        let nothing = would_clean(Some(home.path())).unwrap();
        assert!(nothing.starts_with("0 builds"), "{nothing}");
    }

    #[test]
    fn texts_of_a_runtime_that_is_not_built_are_not_invented() {
        let home = tempfile::tempdir().unwrap();
        let error = licence_texts(&["lua".into()], Some(home.path())).unwrap_err();
        let wanted = "the licence texts of lua are not there: run `arena runtimes build lua`";
        assert_eq!(error.to_string(), wanted);
    }
}
