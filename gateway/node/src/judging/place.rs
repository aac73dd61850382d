//! Where the judge is: in this process, or in others; and what the rest of the program needs of it either way.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::Context;
use arena_bus::Bus;
use arena_bus::work::{WorkOptions, WorkQueue};
use arena_edge::LanguageEntry;
use arena_judge::{JudgeProgram, Stop, TestsError, bring_tests};
use arena_problems::{Catalogue, Hash32, Language, Problem};
use arena_rules::matchmaking::Candidates;
use arena_rules::play;
use arena_runtimes::CacheDirectory;
use arena_tree::{Judge, Offered, RemoteJudge};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{ShelfJudge, languages, pool, program, python};
use crate::config::ServeArgs;
use crate::packages;
use crate::shelf::Shelf;

/// The settings that it takes.
pub(crate) struct Setup {
    data_dir: PathBuf,
    cache_dir: Option<PathBuf>,
    /// Programs that are judged at a time.
    pub(super) threads: usize,
    problems: Option<PathBuf>,
}

/// What the rest of the program needs of the judge, wherever that is.
pub(crate) struct Judging {
    pub(crate) judge: Arc<dyn Judge>,
    /// What players are shown of problems.
    pub(crate) shelf: Arc<Shelf>,
    /// The problems that can be played, as they change.
    pub(crate) candidates: watch::Receiver<Candidates>,
    pub(crate) languages: Arc<dyn Fn() -> Vec<LanguageEntry> + Send + Sync>,
    /// Whether battles can begin, or why not yet.
    pub(crate) playable: Arc<dyn Fn() -> Result<(), String> + Send + Sync>,
    /// How the judge is, if it is in this process.
    pub(crate) here: Option<Arc<dyn Fn() -> JudgeHere + Send + Sync>>,
    /// Whether every problem that can be judged here is; never where none is.
    pub(super) prepared: watch::Receiver<bool>,
}

/// How a judge in this process is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JudgeHere {
    /// Whether its sealed process takes work.
    pub(crate) is_up: bool,
    /// Languages that have a runtime.
    pub(crate) languages: usize,
    /// What waits for it.
    pub(crate) waiting: usize,
    /// Whether every problem that can be judged here is.
    pub(crate) is_prepared: bool,
}

impl Setup {
    pub(crate) fn of(args: &ServeArgs) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            data_dir: args.storage.data_dir.clone(),
            cache_dir: args.storage.cache_dir.clone(),
            threads: args.judge_threads.unwrap_or(cores),
            problems: args.problems.clone(),
        }
    }

    async fn shelf(
        &self,
        tasks: &TaskTracker,
        stop: &CancellationToken,
    ) -> anyhow::Result<Arc<Shelf>> {
        let catalogue = match &self.problems {
            Some(folder) => Catalogue::load(folder)?,
            None => Catalogue::embedded()?,
        };
        let shelf = Arc::new(Shelf::new(&catalogue));
        let watch = packages::watch(self.data_dir.clone(), shelf.clone(), stop.clone());
        tasks.spawn(watch.await?);
        Ok(shelf)
    }
}

/// Judges in this process: its sealed process is started, and the problems' tests come to the shelf.
///
/// # Errors
/// The sealed process does not start, or the problems cannot be read.
pub(crate) async fn local(
    setup: &Setup,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) -> anyhow::Result<Judging> {
    let cache = CacheDirectory::resolve(setup.cache_dir.as_deref())?;
    let program = program(cache)?;
    let pool = pool(program.clone(), setup.threads).context("start the judge")?;
    anyhow::ensure!(pool.ready().await, "the judge process did not start");
    for missing in pool.unsealed() {
        tracing::warn!(%missing, "this kernel lacks a part of the judge's seal");
    }
    let shelf = setup.shelf(tasks, stop).await?;
    let python = python(&pool.languages());
    let judge = Arc::new(ShelfJudge {
        pool,
        shelf: shelf.clone(),
    });

    let preparing = Stop::default();
    let (done, prepared) = watch::channel(false);
    tasks.spawn_blocking({
        let (shelf, stop, workshops) = (shelf.clone(), preparing.clone(), setup.threads);
        move || {
            fill(&shelf, &program, python, workshops, &stop);
            done.send_replace(true);
        }
    });
    tasks.spawn({
        let stop = stop.clone();
        async move {
            stop.cancelled().await;
            preparing.stop();
        }
    });

    let (waiting, known) = (shelf.candidates(), judge.clone());
    let (asked, all) = (judge.clone(), prepared.clone());
    let here = move || JudgeHere {
        is_up: asked.pool.is_up(),
        languages: asked
            .pool
            .languages()
            .iter()
            .filter(|status| status.runtime.is_ok())
            .count(),
        waiting: asked.pool.waiting(),
        is_prepared: *all.borrow(),
    };
    Ok(Judging {
        here: Some(Arc::new(here)),
        judge,
        candidates: shelf.candidates(),
        languages: Arc::new(move || languages(&known.pool)),
        playable: Arc::new(move || {
            let candidates = waiting.borrow();
            let playable = [&candidates.easy, &candidates.medium, &candidates.hard];
            if playable.iter().any(|problems| problems.is_empty()) {
                return Err("problems are still being prepared".to_owned());
            }
            Ok(())
        }),
        shelf,
        prepared,
    })
}

/// Leaves judging to other processes: nothing is started and no tests are made here.
///
/// # Errors
/// The problems cannot be read, or the bus is this process's own.
pub(crate) async fn remote(
    setup: &Setup,
    bus: &Bus,
    work: &WorkOptions,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) -> anyhow::Result<Judging> {
    let queue = Arc::new(WorkQueue::over(bus, work)?);
    let shelf = setup.shelf(tasks, stop).await?;
    let name = |language: &Language| play::Language(language.to_string());
    let offered = Offered::new(Language::all().iter().map(name));
    let offers = bus.offers().await.context("the connection to NATS ended")?;
    tasks.spawn({
        let (offered, shelf, stop) = (offered.clone(), shelf.clone(), stop.clone());
        let listen = offered.listen(offers, move |problem| shelf.knows(problem));
        async move {
            tokio::select! {
                () = listen => {}
                () = stop.cancelled() => {}
            }
        }
    });
    let (known, heard) = (offered.clone(), AtomicBool::new(false));
    let waiting = offered.problems();
    Ok(Judging {
        candidates: offered.problems(),
        languages: Arc::new(move || languages_offered(&known)),
        // Once judges were there their absence is no reason to send players away: what they submit waits.
        playable: Arc::new(move || {
            if *waiting.borrow() != Candidates::default() {
                heard.store(true, Ordering::Relaxed);
            }
            match heard.load(Ordering::Relaxed) {
                true => Ok(()),
                false => Err("no judge has been heard of yet".to_owned()),
            }
        }),
        here: None,
        judge: Arc::new(RemoteJudge {
            bus: bus.clone(),
            queue,
            offered,
        }),
        shelf,
        prepared: watch::channel(false).1,
    })
}

/// Every language that this build knows, as judges elsewhere have it.
fn languages_offered(offered: &Offered) -> Vec<LanguageEntry> {
    let playable = offered.playable();
    let entry = |language: &Language| {
        let name = language.to_string();
        let mut offers = playable.languages.iter();
        let offer = offers.find(|offer| offer.language.0 == name);
        let unavailable = match offer {
            Some(offer) => offer.unavailable.clone(),
            None => Some("no judge is there".to_owned()),
        };
        LanguageEntry {
            language: name,
            title: language.facts().title.clone(),
            version: offer.map_or_else(String::new, |offer| offer.version.clone()),
            unavailable,
        }
    };
    Language::all().iter().map(entry).collect()
}

/// Brings every problem's tests to the shelf: from the cache, or made in sealed processes.
fn fill(
    shelf: &Shelf,
    program: &JudgeProgram,
    python: anyhow::Result<Hash32>,
    workshops: usize,
    stop: &Stop,
) {
    let python = match python {
        Ok(python) => python,
        Err(reason) => {
            tracing::error!(%reason, "no problem can be played");
            return;
        }
    };
    let problems = shelf.problems();
    let ready = AtomicUsize::new(0);
    let done = |problem: &Problem, tests| match tests {
        Ok(tests) => {
            shelf.add(problem, tests);
            ready.fetch_add(1, Ordering::Relaxed);
        }
        Err(TestsError::Stopped(_)) => {}
        Err(error @ (TestsError::Problem { .. } | TestsError::Judge { .. })) => {
            tracing::error!(problem = %problem.id, %error, "the problem cannot be played");
        }
    };
    bring_tests(program, python, problems, workshops, stop, &done);
    tracing::info!(problems = ready.into_inner(), "problems are prepared");
}
