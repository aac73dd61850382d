//! Commands of operators: problems, events, ratings, keys.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use arena_bus::codec::{ArenaCodec, name};
use arena_judge::{
    Judge, JudgeRequest, Priority, Scope, load_tests, render_judgement, render_verifications,
    verify_problems,
};
use arena_log::verify::{verify, verify_acks};
use arena_log::{EventCodec, StreamId, Version};
use arena_problems::{Catalogue, Language, Problem};
use arena_runtimes::CacheDirectory;
use arena_tree::{Clock, SystemClock};

use crate::config::StorageArgs;
use crate::{judging, storage};

/// Verification lets programs run far beyond the players' limits.
const VERIFY_BACKSTOP_SECONDS: u64 = 600;
const PAGE: usize = 1_000;

/// Verifies problems and prints the table; an error if any is unsound.
pub(crate) fn verify_catalogue(
    folders: &[PathBuf],
    cache: Option<&Path>,
    details: bool,
) -> anyhow::Result<()> {
    let cache = CacheDirectory::resolve(cache)?;
    let mut problems = Vec::new();
    for folder in folders {
        problems.push(Problem::load(folder)?);
    }
    if folders.is_empty() {
        let catalogue = Catalogue::embedded()?;
        problems.extend(catalogue.iter().map(|problem| Problem::clone(problem)));
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let judge = Judge::load(&cache, threads)?.with_backstop_seconds(VERIFY_BACKSTOP_SECONDS);
    for status in judge.languages() {
        if let Err(reason) = &status.runtime {
            bail!("{} cannot be verified: {reason}", status.language);
        }
    }
    let progress = |done: &arena_judge::Verification| {
        let state = if done.findings.is_empty() {
            "ok"
        } else {
            "FAILS"
        };
        eprintln!("{} {state}", done.id);
    };
    let verified = verify_problems(&judge, &cache, &problems, threads, &progress);
    print!("{}", render_verifications(&verified, details));
    let unsound = verified
        .iter()
        .filter(|one| !one.findings.is_empty())
        .count();
    if unsound > 0 {
        bail!("{unsound} of {} problems are unsound", verified.len());
    }
    Ok(())
}

/// Judges one file in the sealed process, as a submission would be; an error if it is not accepted.
pub(crate) async fn judge_file(
    language: &str,
    problem: &Path,
    file: &Path,
    json: bool,
    cache: Option<&Path>,
) -> anyhow::Result<()> {
    let cache = CacheDirectory::resolve(cache)?;
    let language: Language = language.parse()?;
    let problem = Problem::load(problem)?;
    let code = std::fs::read(file).with_context(|| format!("read {}", file.display()))?;
    let Ok(code) = String::from_utf8(code) else {
        bail!("{} is not UTF-8", file.display())
    };
    let generating = cache.clone();
    let tests = tokio::task::spawn_blocking(move || -> anyhow::Result<_> {
        Ok(load_tests(
            &Judge::load(&generating, 1)?,
            &generating,
            &problem,
        )?)
    });
    let tests = tests.await??;
    let pool = judging::pool(cache, 1)?;
    anyhow::ensure!(pool.ready().await, "the judge process did not start");
    let request = JudgeRequest {
        player: uuid::Uuid::nil(),
        priority: Priority::Submission,
        language,
        code: code.into(),
        tests: Arc::new(tests),
        scope: Scope::All,
    };
    let judgement = pool.judge(request).await?;
    if json {
        println!("{}", serde_json::to_string_pretty(&judgement)?);
    } else {
        print!("{}", render_judgement(&judgement));
    }
    Ok(())
}

/// Checks the log's invariants, and acknowledgements if there are any.
pub(crate) async fn verify_events(
    storage: &StorageArgs,
    acks: Option<&Path>,
) -> anyhow::Result<()> {
    let log = storage::log(storage).await?;
    let report = verify(log.as_ref()).await?;
    println!(
        "{} events of {} appends in {} streams",
        report.events, report.appends, report.streams
    );
    for violation in &report.violations {
        println!("violated: {violation}");
    }
    let mut wrong = report.violation_count;
    if let Some(path) = acks {
        let file = File::open(path).with_context(|| format!("open {}", path.display()))?;
        let found = verify_acks(log.as_ref(), BufReader::new(file)).await?;
        println!("{} acknowledgements looked up", found.acks);
        for missing in &found.missing {
            println!("missing: {missing}");
        }
        wrong += found.missing_count;
    }
    log.close().await;
    if wrong > 0 {
        bail!("the log is not whole: {wrong} findings");
    }
    println!("whole");
    Ok(())
}

/// Prints a stream, one JSON object a line.
pub(crate) async fn show(storage: &StorageArgs, stream: StreamId) -> anyhow::Result<()> {
    let log = storage::log(storage).await?;
    let mut out = std::io::stdout().lock();
    let mut after = Version::ZERO;
    loop {
        let page = log.read_stream(stream, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.version;
        for recorded in page {
            let event = ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data)?;
            let line = serde_json::json!({
                "v": recorded.version.0,
                "recordedAtMs": recorded.recorded_at_ms,
                "kind": name(recorded.kind),
                "command": recorded.command.0,
                "event": format!("{event:?}"),
            });
            writeln!(out, "{line}")?;
        }
    }
    log.close().await;
    Ok(())
}

/// Computes all ratings anew and compares.
pub(crate) async fn verify_ratings(storage: &StorageArgs) -> anyhow::Result<()> {
    let log = storage::log(storage).await?;
    let report = arena_projections::verify_ratings(log.clone(), storage::decode()).await?;
    log.close().await;
    println!(
        "{} entries, {} changes of {} players agree within {:e}; {} battles wait for the book",
        report.entries,
        report.changes,
        report.players,
        arena_projections::TOLERANCE,
        report.waiting
    );
    Ok(())
}

/// Makes a new signing key.
pub(crate) async fn rotate_keys(storage: &StorageArgs) -> anyhow::Result<()> {
    let now_ms = SystemClock.now().0;
    let accounts = storage::accounts(storage, Default::default(), now_ms).await?;
    println!("signing with {}", accounts.rotate_keys(now_ms)?);
    accounts.close().await;
    Ok(())
}
