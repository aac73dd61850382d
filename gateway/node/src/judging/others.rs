//! This process's judge at work for others.

use arena_bus::Bus;
use arena_bus::judges::{Offer, OfferedLanguage};
use arena_bus::work::{WorkOptions, WorkQueue};
use arena_log::OwnerId;
use arena_rules::play::Language;
use arena_tree::Arena;
use arena_tree::judge::service::{QueueService, announce, serve_runs};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{Judging, Setup};

/// The judge at work; to be stopped before the tree whose arena it uses.
pub(crate) struct ForOthers {
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// Lets a judge that is [`super::local`] work for all processes too: it takes submissions from the queue, runs code on samples,
/// and says what it can judge. Submissions are taken once the problems are prepared.
///
/// # Errors
/// The bus is this process's own.
pub(crate) fn serve_queue(
    judging: &Judging,
    setup: &Setup,
    arena: Arena,
    bus: &Bus,
    owner: OwnerId,
    work: &WorkOptions,
) -> anyhow::Result<ForOthers> {
    // JetStream may be away, or still choosing who leads: who takes work makes the queue, and asks until it is there.
    let queue = WorkQueue::over(bus, work)?;
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    let offer = {
        let (languages, candidates) = (judging.languages.clone(), judging.candidates.clone());
        move || Offer {
            from: owner,
            languages: languages()
                .into_iter()
                .map(|entry| OfferedLanguage {
                    language: Language(entry.language),
                    version: entry.version,
                    unavailable: entry.unavailable,
                })
                .collect(),
            problems: candidates.borrow().clone(),
        }
    };
    tasks.spawn(announce(bus.clone(), offer, stop.clone().cancelled_owned()));
    let runs = serve_runs(
        bus.clone(),
        judging.judge.clone(),
        stop.clone().cancelled_owned(),
    );
    tasks.spawn(runs);
    let service = QueueService {
        arena,
        judge: judging.judge.clone(),
        queue,
        slots: setup.threads * 2,
    };
    let (mut prepared, stopped) = (judging.prepared.clone(), stop.clone());
    tasks.spawn(async move {
        let ready = stopped
            .run_until_cancelled(prepared.wait_for(|prepared| *prepared))
            .await;
        if ready.is_some_and(|ready| ready.is_ok()) {
            service.run(stopped.cancelled_owned()).await;
        }
    });
    tasks.close();
    Ok(ForOthers { tasks, stop })
}

impl ForOthers {
    /// Ends what was begun, or gives it back to the queue.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.tasks.wait().await;
    }
}
