//! Commands around the languages' runtimes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use arena_judge::{JudgeError, JudgeRequest, LanguageStatus, Priority, Scope, Verdict, prepare};
use arena_problems::{Checker, Form, Hash32, Input, Language, Limits, Output, Test, TestSet};
use arena_runtimes::CacheDirectory;

use crate::judging;
use crate::operators::Answer;

/// What every self-test prints.
const GREETING: &str = "Hello, world!\n";

/// Builds and compiles the runtimes of these languages, or of all; whether all could be. One that
/// cannot be built keeps nobody from the others.
pub(crate) fn build(names: &[String], cache: Option<&Path>) -> anyhow::Result<Answer> {
    let cache = CacheDirectory::resolve(cache)?;
    let chosen: Vec<Language> = if names.is_empty() {
        Language::all().to_vec()
    } else {
        let parsed = names.iter().map(|name| name.parse());
        parsed.collect::<Result<_, _>>()?
    };
    let mut failed = 0;
    for language in chosen {
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
    let program = judging::program(CacheDirectory::resolve(cache)?)?;
    for status in program.languages().context("start the judge")? {
        println!("{}", line(&status));
    }
    Ok(())
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

/// What is bundled in the runtimes, a line each.
pub(crate) fn licences() -> String {
    let mut text = String::new();
    for &language in Language::all() {
        for notice in &language.facts().licences.notice {
            let (name, version, licence) = (&notice.name, &notice.version, &notice.licence);
            text.push_str(&format!("{language}: {name} {version}, {licence}\n"));
        }
    }
    text
}
