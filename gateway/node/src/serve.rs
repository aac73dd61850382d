//! `arena serve`: the whole arena in one process. Everything is put together here and nowhere else.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Context;
use arena_accounts::Accounts;
use arena_bus::Bus;
use arena_edge::{Edge, EdgeConfig, EdgeParts, http};
use arena_judge::{JudgeProgram, Stop, TestsError, bring_tests};
use arena_log::OwnerId;
use arena_problems::{Catalogue, Hash32, Problem};
use arena_projections::{Options, Queries, Runner, Store};
use arena_rules::matchmaking::Pool;
use arena_rules::play::{Goal, Mode};
use arena_runtimes::CacheDirectory;
use arena_tree::tree::Tree;
use arena_tree::{Clock, SystemClock, TreeConfig};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::assets;
use crate::config::ServeArgs;
use crate::judging::{self, ShelfJudge};
use crate::packages;
use crate::shelf::Shelf;
use crate::storage;

/// How often accounts look for revocations of other processes and prune what has expired.
const ACCOUNTS_UPKEEP: Duration = Duration::from_secs(2);
/// The longest that a stop waits for connections to end.
const STOP_WITHIN: Duration = Duration::from_secs(30);

pub(crate) async fn serve(args: ServeArgs) -> anyhow::Result<()> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let metrics = PrometheusBuilder::new()
        .install_recorder()
        .context("install metrics")?;
    let log = storage::log(&args.storage).await?;
    let limits = arena_accounts::options::Limits {
        guests_per_address_hour: args.guests_per_hour,
        registrations_per_address_hour: args.registrations_per_hour,
        ..Default::default()
    };
    let accounts = storage::accounts(&args.storage, limits, clock.now().0).await?;
    let accounts = Arc::new(accounts);
    let read_models = storage::read_models(&args.storage).await?;

    let cache = CacheDirectory::resolve(args.storage.cache_dir.as_deref())?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = args.judge_threads.unwrap_or(cores);
    let program = judging::program(cache)?;
    let pool = judging::pool(program.clone(), threads).context("start the judge")?;
    anyhow::ensure!(pool.ready().await, "the judge process did not start");
    for missing in pool.unsealed() {
        tracing::warn!(%missing, "this kernel lacks a part of the judge's seal");
    }
    let catalogue = match &args.problems {
        Some(folder) => Catalogue::load(folder)?,
        None => Catalogue::embedded()?,
    };
    let shelf = Arc::new(Shelf::new(&catalogue));
    let python = judging::python(&pool.languages());
    let judging = Arc::new(ShelfJudge {
        pool,
        shelf: shelf.clone(),
    });

    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    let data_dir = args.storage.data_dir.clone();
    tasks.spawn(packages::watch(data_dir, shelf.clone(), stop.clone()).await?);
    let preparing = Stop::default();
    tasks.spawn_blocking({
        let (shelf, stop) = (shelf.clone(), preparing.clone());
        move || fill(&shelf, &program, python, threads, &stop)
    });
    tasks.spawn({
        let stop = stop.clone();
        async move {
            stop.cancelled().await;
            preparing.stop();
        }
    });
    let mut tree = Tree::start(TreeConfig {
        log: log.clone(),
        bus: Bus::default(),
        judge: judging.clone(),
        clock: clock.clone(),
        owner: OwnerId(Uuid::new_v4()),
        candidates: shelf.candidates(),
        pool: Pool {
            mode: Mode::OneOnOne,
            goal: Goal::Fastest,
        },
    })
    .await
    .context("start the actors")?;
    let runner = Runner::new(
        log.clone(),
        storage::decode(),
        &read_models,
        Options::default(),
    );
    tasks.spawn(runner.run(stop.clone()));
    tasks.spawn(keep_accounts(accounts.clone(), clock.clone(), stop.clone()));

    let edge = edge(
        &args,
        &tree,
        &accounts,
        &read_models,
        &shelf,
        &judging,
        metrics,
    )?;
    let listener = TcpListener::bind(args.listen)
        .await
        .with_context(|| format!("listen on {} (choose another with --listen)", args.listen))?;
    let address = listener.local_addr()?;
    let app = http::router(edge.clone(), assets::router());
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let server =
        axum::serve(listener, app).with_graceful_shutdown(edge.stopping().cancelled_owned());
    let server = tokio::spawn(server.into_future());
    tracing::info!(%address, "the arena is open");
    // The line that scripts and people wait for.
    println!("listening on http://{address}");

    let fell = tokio::select! {
        signal = stop_signal() => { signal?; false }
        () = tree.stopped() => true,
    };
    tracing::info!("stopping");
    let closing = async {
        edge.stop().await;
        server
            .await
            .context("the server panicked")?
            .context("serve")
    };
    match tokio::time::timeout(STOP_WITHIN, closing).await {
        Ok(closed) => closed?,
        Err(_) => tracing::warn!("some connections did not end in time"),
    }
    if !fell {
        tree.stop().await;
    }
    stop.cancel();
    tasks.close();
    tasks.wait().await;
    log.close().await;
    accounts.close().await;
    read_models.close().await;
    anyhow::ensure!(
        !fell,
        "the actors stopped by themselves; the log above says why"
    );
    Ok(())
}

fn edge(
    args: &ServeArgs,
    tree: &Tree,
    accounts: &Arc<Accounts>,
    read_models: &Store,
    shelf: &Arc<Shelf>,
    judging: &Arc<ShelfJudge>,
    metrics: PrometheusHandle,
) -> anyhow::Result<Edge> {
    let (trusted_proxies, forwarded_header) = args.proxies()?;
    let config = EdgeConfig {
        allowed_origins: args.origins()?,
        trusted_proxies,
        forwarded_header,
        secure_cookies: args.secure_cookies,
        requests_per_second: args.requests_per_second,
    };
    let (cards, known, listed) = (shelf.clone(), judging.clone(), shelf.clone());
    let (languages, waiting) = (judging.clone(), shelf.candidates());
    Ok(Edge::new(EdgeParts {
        arena: tree.arena.clone(),
        accounts: accounts.clone(),
        queries: Queries::new(read_models.clone()),
        problem_cards: Arc::new(move |problem| {
            cards.card(problem, &judging::languages(&known.pool))
        }),
        problem_list: Arc::new(move || listed.entries()),
        languages: Arc::new(move || judging::languages(&languages.pool)),
        metrics: Arc::new(move || metrics.render()),
        ready: Arc::new(move || {
            let candidates = waiting.borrow();
            let playable = [&candidates.easy, &candidates.medium, &candidates.hard];
            if playable.iter().any(|problems| problems.is_empty()) {
                return Err("problems are still being prepared".to_owned());
            }
            Ok(())
        }),
        config,
    }))
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

async fn keep_accounts(accounts: Arc<Accounts>, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let mut upkeep = tokio::time::interval(ACCOUNTS_UPKEEP);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = upkeep.tick() => {
                if let Err(error) = accounts.maintain(clock.now().0).await {
                    tracing::warn!(error = &error as &dyn std::error::Error, "accounts' upkeep is tried again");
                }
            }
        }
    }
}

/// Returns on SIGTERM or Ctrl-C.
async fn stop_signal() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("listen to SIGTERM")?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted.context("listen to Ctrl-C"),
        _ = terminate.recv() => Ok(()),
    }
}
