//! `arena judge again`: judges what the log holds once more, with what it was judged with, and says what differs. Where the
//! problem, the runtime or the judge's limits are others now, it says what judging with them would change; and only when it
//! is told to, it appends that as corrections.

mod bench;
mod compare;
mod correct;
mod report;
mod select;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use arena_log::EventLog;
use arena_problems::Catalogue;
use arena_rules::ids::{BattleId, SubmissionId};
use arena_rules::play::ProblemId;
use arena_runtimes::CacheDirectory;
use arena_tree::{Corrector, SystemClock};
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

use crate::config::{AgainArgs, WhichArgs};
use crate::operators::Answer;
use crate::{judging, packages, storage};
use bench::Bench;
use compare::Finding;
use correct::{Applied, Plan};
use report::Report;
use select::Selected;

/// How often the progress is told.
const TELLS_EVERY: Duration = Duration::from_secs(2);
/// Battles that are read ahead of the judge, for each of its threads; so much code is in memory at a time.
const BATTLES_PER_THREAD: usize = 2;

const ALONE: &str = "corrections need the log alone: stop the arena first";

/// What is judged again.
#[derive(Clone, Debug)]
pub(crate) enum Which {
    Submission(SubmissionId),
    Battle(BattleId),
    Problem(ProblemId),
    All,
}

impl From<&WhichArgs> for Which {
    fn from(args: &WhichArgs) -> Self {
        match args {
            WhichArgs {
                submission: Some(id),
                ..
            } => Self::Submission(SubmissionId(*id)),
            WhichArgs {
                battle: Some(id), ..
            } => Self::Battle(BattleId(*id)),
            WhichArgs {
                problem: Some(id), ..
            } => Self::Problem(ProblemId(id.clone())),
            WhichArgs { .. } => Self::All,
        }
    }
}

/// What one battle came to.
struct Judged {
    place: usize,
    findings: Vec<Finding>,
    plan: Option<Plan>,
}

/// Whether everything is as it was: no difference, and nothing that would change.
pub(crate) async fn judge_again(args: &AgainArgs) -> anyhow::Result<Answer> {
    let (storage, which) = (&args.storage, Which::from(&args.which));
    let mut log = storage::log_to_read(storage).await?;
    let mut corrector = None;
    if args.apply {
        log.close().await;
        // From before the first look on: what is corrected is what was judged.
        log = storage::log(storage).await.context(ALONE)?;
        let claimed = Corrector::claim(log.clone(), Arc::new(SystemClock)).await;
        corrector = Some(claimed.context(ALONE)?);
    }
    let selected = select::battles(log.as_ref(), &which).await?;
    let cache = CacheDirectory::resolve(storage.cache_dir.as_deref())?;
    let catalogue = match &args.problems {
        Some(folder) => Catalogue::load(folder)?,
        None => Catalogue::embedded()?,
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let program = judging::program(cache)?;
    let pool = judging::pool(program.clone(), threads).context("start the judge")?;
    anyhow::ensure!(pool.ready().await, "the judge process did not start");
    let imported = packages::imported(&storage.data_dir)?;
    let bench = Arc::new(Bench::new(pool, program, catalogue, imported));

    let (findings, plans) = judge_all(&log, &bench, selected, threads, &which).await?;
    let mut report = Report::of(findings, plans);
    report.preview(&log).await?;
    if let Some(corrector) = corrector {
        report.applied = Some(Applied::now(&log, &corrector, report.plans()).await?);
    }
    log.close().await;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report.json())?);
    } else {
        print!("{report}");
    }
    report.answer()
}

/// Judges battle by battle, some at a time; the order of what comes back is that of the selection.
async fn judge_all(
    log: &Arc<dyn EventLog>,
    bench: &Arc<Bench>,
    selected: Selected,
    threads: usize,
    which: &Which,
) -> anyhow::Result<(Vec<Finding>, Vec<Plan>)> {
    let total = selected.submissions;
    let waiting = Arc::new(Mutex::new(selected.battles.into_iter().enumerate()));
    let (done, mut judged) = mpsc::channel(threads * BATTLES_PER_THREAD);
    let mut tasks = JoinSet::new();
    for _ in 0..threads * BATTLES_PER_THREAD {
        let (log, bench, which) = (log.clone(), bench.clone(), which.clone());
        let (waiting, done) = (waiting.clone(), done.clone());
        tasks.spawn(async move {
            loop {
                let Some((place, battle)) = waiting.lock().await.next() else {
                    return Ok(());
                };
                let (findings, plan) = correct::judge_battle(&log, &bench, battle, &which).await?;
                let one = Judged {
                    place,
                    findings,
                    plan,
                };
                if done.send(one).await.is_err() {
                    return Ok::<(), anyhow::Error>(());
                }
            }
        });
    }
    drop(done);
    let mut in_order = BTreeMap::new();
    let (mut count, mut tick) = (0, tokio::time::interval(TELLS_EVERY));
    tick.tick().await;
    loop {
        tokio::select! {
            one = judged.recv() => match one {
                Some(Judged { place, findings, plan }) => {
                    count += findings.len();
                    in_order.insert(place, (findings, plan));
                }
                None => break,
            },
            _ = tick.tick() => eprintln!("{count} of {total} submissions judged again"),
        }
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    let (findings, plans): (Vec<_>, Vec<_>) = in_order.into_values().unzip();
    let findings = findings.into_iter().flatten().collect();
    Ok((findings, plans.into_iter().flatten().collect()))
}
