//! Commands of operators: problems, events, ratings, keys.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, bail};
use arena_bus::codec::{ArenaCodec, name};
use arena_judge::{
    JudgeProgram, JudgeRequest, Priority, Scope, Soundness, Stop, TestsError, Verdict,
    Verification, bring_tests, render_judgement, render_verifications, verify_problems,
};
use arena_log::verify::{verify, verify_acks};
use arena_log::{EventCodec, StreamId, Version};
use arena_problems::{Catalogue, Hash32, Language, PackedTests, Problem};
use arena_projections::VerifyError;
use arena_runtimes::CacheDirectory;
use arena_tree::{Clock, SystemClock};

use crate::config::StorageArgs;
use crate::{judging, storage};

const PAGE: usize = 1_000;

/// What a command says by its exit code: 0, 1; and 2 when it could not find out.
pub(crate) enum Answer {
    Yes,
    No,
}

impl Answer {
    pub(crate) fn of(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

/// The exit code of a command that answers a question; says what was in its way.
pub(crate) fn exit_code(answer: anyhow::Result<Answer>) -> ExitCode {
    match answer {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("arena: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Verifies problems and prints the table; whether all are sound.
pub(crate) fn verify_catalogue(
    folders: &[PathBuf],
    cache: Option<&Path>,
    details: bool,
) -> anyhow::Result<Answer> {
    let program = judging::program(CacheDirectory::resolve(cache)?)?;
    let mut problems = Vec::new();
    // Every folder's mistake is told, not only the first one's.
    let mut broken = 0;
    for folder in folders {
        match Problem::load(folder) {
            Ok(problem) => problems.push(problem),
            Err(error) => {
                eprintln!("{error}");
                broken += 1;
            }
        }
    }
    if folders.is_empty() {
        let catalogue = Catalogue::embedded()?;
        problems.extend(catalogue.iter().map(|problem| Problem::clone(problem)));
    }
    let languages = program.languages().context("start the judge")?;
    let python = judging::python(&languages)?;
    let workshops = std::thread::available_parallelism().map_or(1, usize::from);
    let progress = |done: &Verification| {
        eprintln!("{} {}", done.id, done.soundness().as_str());
    };
    let verified = verify_problems(&program, python, &problems, workshops, &progress);
    if !verified.is_empty() {
        print!("{}", render_verifications(&verified, details));
    }
    let of = |soundness| {
        let verified = verified.iter();
        verified.filter(|one| one.soundness() == soundness).count()
    };
    let (unsound, unverified) = (of(Soundness::Unsound) + broken, of(Soundness::Unverified));
    let all = verified.len() + broken;
    if unsound > 0 {
        eprintln!("{unsound} of {all} problems are unsound");
    } else if unverified > 0 {
        bail!("{unverified} of {all} problems have programs in languages that are not there");
    }
    Ok(Answer::of(unsound == 0))
}

/// Judges one file in the sealed process, as a submission would be; whether it is accepted.
pub(crate) async fn judge_file(
    language: &str,
    problem: &Path,
    file: &Path,
    json: bool,
    cache: Option<&Path>,
) -> anyhow::Result<Answer> {
    let program = judging::program(CacheDirectory::resolve(cache)?)?;
    let language: Language = language.parse()?;
    let problem = Problem::load(problem)?;
    let code = read_program(file)?;
    let tests = tokio::task::spawn_blocking({
        let program = program.clone();
        move || -> anyhow::Result<PackedTests> {
            let languages = program.languages().context("start the judge")?;
            Ok(tests_of(&program, judging::python(&languages)?, &problem)?)
        }
    });
    let tests = tests.await??;
    let pool = judging::pool(program, 1)?;
    let request = JudgeRequest {
        player: uuid::Uuid::nil(),
        priority: Priority::Submission,
        language,
        code: code.into(),
        tests: Arc::new(tests),
        scope: Scope::All,
    };
    let judged = pool.judge(request).await;
    let judgement = judged.with_context(|| format!("judge {}", file.display()))?;
    if json {
        println!("{}", serde_json::to_string_pretty(&judgement)?);
    } else {
        print!("{}", render_judgement(&judgement));
    }
    if judgement.verdict == Verdict::JudgeError {
        bail!("the judge failed on {}", file.display());
    }
    Ok(Answer::of(judgement.verdict == Verdict::Accepted))
}

fn read_program(file: &Path) -> anyhow::Result<String> {
    let name = file.display();
    let code = std::fs::read(file).with_context(|| format!("read {name}"))?;
    String::from_utf8(code).map_err(|error| {
        let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + sound.iter().filter(|&&byte| byte == b'\n').count();
        anyhow::anyhow!("{name}:{line}: is not UTF-8")
    })
}

pub(crate) fn tests_of(
    program: &JudgeProgram,
    python: Hash32,
    problem: &Problem,
) -> Result<PackedTests, TestsError> {
    let brought = Mutex::new(Err(TestsError::Stopped(problem.id.clone())));
    bring_tests(
        program,
        python,
        [problem],
        1,
        &Stop::default(),
        &|_, tests| {
            *brought.lock().unwrap_or_else(PoisonError::into_inner) = tests;
        },
    );
    brought.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Checks the log's invariants, and acknowledgements if there are any.
pub(crate) async fn verify_events(
    storage: &StorageArgs,
    acks: Option<&Path>,
) -> anyhow::Result<Answer> {
    let log = storage::log_to_read(storage).await?;
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
        println!("not whole: {wrong} findings");
    } else {
        println!("whole");
    }
    Ok(Answer::of(wrong == 0))
}

/// Prints a stream, one JSON object a line.
pub(crate) async fn show(storage: &StorageArgs, stream: StreamId) -> anyhow::Result<()> {
    let log = storage::log_to_read(storage).await?;
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
pub(crate) async fn verify_ratings(storage: &StorageArgs) -> anyhow::Result<Answer> {
    let log = storage::log_to_read(storage).await?;
    let verified = arena_projections::verify_ratings(log.clone(), storage::decode()).await;
    log.close().await;
    let report = match verified {
        Ok(report) => report,
        Err(error @ VerifyError::Differs { .. }) => {
            println!("differs: {error}");
            return Ok(Answer::No);
        }
        Err(error @ (VerifyError::Read(_) | VerifyError::Unreadable { .. })) => {
            return Err(error.into());
        }
    };
    println!(
        "{} battles and {} corrections, {} changes of {} players agree within {:e}; {} battles wait for the book",
        report.entries,
        report.corrections,
        report.changes,
        report.players,
        arena_projections::TOLERANCE,
        report.waiting
    );
    if report.corrections_waiting > 0 {
        println!(
            "{} corrected battles wait for the book: stop the arena and run `arena judge again --all --apply`",
            report.corrections_waiting
        );
    }
    Ok(Answer::Yes)
}

/// Makes a new signing key.
pub(crate) async fn rotate_keys(storage: &StorageArgs) -> anyhow::Result<()> {
    let now_ms = SystemClock.now().0;
    let accounts = storage::accounts(storage, Default::default(), now_ms).await?;
    let key = accounts.rotate_keys(now_ms).await?;
    let seconds = (key.signs_from_ms - now_ms) / 1000;
    println!("{} signs in {seconds} s, in every process", key.kid);
    accounts.close().await;
    Ok(())
}
