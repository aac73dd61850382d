//! Submissions that other processes judge: first against a queue that does as a test says, then over NATS.

mod over_nats;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use arena_bus::work::{Place, Submitted, WorkError};
use arena_log::OwnerId;
use arena_rules::battle::{self, Event, Judgement, Phase, Verdict};
use arena_rules::ids::{BattleId, PlayerId, SubmissionId, named_id};
use arena_rules::play::Language;
use arena_tree::clock::TokioClock;
use arena_tree::tree::Tree;
use arena_tree::{Envelope, Job, Judge, JudgeRefusal, JudgeRequest, SubmissionQueue};
use async_trait::async_trait;
use uuid::Uuid;

use crate::world::{START, TroubledLog, World, config, submit};

/// Takes note of what is queued.
#[derive(Default)]
struct FakeQueue {
    attempts: Mutex<Vec<u32>>,
    /// What it answers first; after that it takes everything.
    answers: Mutex<VecDeque<Result<Submitted, WorkError>>>,
    holds: AtomicBool,
}

#[async_trait]
impl SubmissionQueue for FakeQueue {
    async fn submit(&self, _: &Job, attempt: u32) -> Result<Place, WorkError> {
        self.attempts.lock().unwrap().push(attempt);
        let answer = self.answers.lock().unwrap().pop_front();
        let submitted = answer.unwrap_or(Ok(Submitted::Queued))?;
        Ok(Place {
            submitted,
            sequence: 1,
        })
    }

    async fn holds(&self, _: &Job, _: u32, _: Place) -> Result<bool, WorkError> {
        Ok(self.holds.load(Ordering::SeqCst))
    }
}

struct Elsewhere(Arc<FakeQueue>);

#[async_trait]
impl Judge for Elsewhere {
    fn admits(&self, _: PlayerId, _: &Language) -> Result<(), JudgeRefusal> {
        Ok(())
    }

    async fn judge(&self, _: JudgeRequest) -> Result<Judgement, JudgeRefusal> {
        panic!("nothing is judged here")
    }

    fn queue(&self) -> Option<Arc<dyn SubmissionQueue>> {
        Some(self.0.clone())
    }
}

impl FakeQueue {
    fn answering<const N: usize>(answers: [Result<Submitted, WorkError>; N]) -> Arc<Self> {
        Arc::new(Self {
            answers: Mutex::new(answers.into()),
            ..Self::default()
        })
    }

    fn attempts(&self) -> Vec<u32> {
        self.attempts.lock().unwrap().clone()
    }
}

async fn world(queue: &Arc<FakeQueue>) -> World {
    let (log, judge) = (Arc::new(TroubledLog::default()), Arc::default());
    let clock = TokioClock::starting_at(START);
    let mut config = config(&log, &judge, clock, OwnerId(Uuid::new_v4()));
    config.judge = Arc::new(Elsewhere(queue.clone()));
    let tree = Tree::start(config).await.unwrap();
    World::of(log, judge, tree)
}

/// Tells a battle what a judge elsewhere found.
async fn tell(world: &World, battle: BattleId, submission: SubmissionId, verdict: Verdict) {
    let judgement = Judgement {
        verdict,
        tests_passed: 1,
        tests_total: 1,
        fuel_used: 1,
        fuel_limit: 2,
        memory_peak_bytes: 3,
        explanation: None,
        runtime_hash: String::new(),
        tests_hash: String::new(),
        limits_hash: String::new(),
    };
    let command = battle::Command::Judge {
        submission,
        judgement,
    };
    let told = Envelope::effect(submission.0, named_id("verdict"), submission.0, command);
    world.arena.battle(battle, told).await.unwrap();
}

/// Submits, and says under which id.
async fn submitted(world: &World, battle: BattleId, player: PlayerId, code: &str) -> SubmissionId {
    let command = submit(player, code);
    let battle::Command::Submit { submission, .. } = &command else {
        panic!("{command:?}")
    };
    let submission = *submission;
    world.battle(battle, player, command).await.unwrap();
    submission
}

/// Every verdict that the log has of a battle.
async fn verdicts(world: &World, battle: BattleId) -> Vec<(SubmissionId, Verdict)> {
    let events = world.battle_events(battle).await.into_iter();
    let judged = events.filter_map(|event| match event {
        Event::Judged {
            submission,
            judgement,
            ..
        } => Some((submission, judgement.verdict)),
        _ => None,
    });
    judged.collect()
}

async fn later(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

#[tokio::test(start_paused = true)]
async fn work_that_the_queue_has_lost_is_queued_again_until_the_battle_has_the_verdict() {
    let queue = FakeQueue::answering([]);
    let world = world(&queue).await;
    let (battle, [ada, _], _) = world.running().await;
    let submission = submitted(&world, battle, ada, "wrong").await;
    later(5_900).await;
    assert_eq!(
        queue.attempts(),
        [1],
        "it looks after five seconds, and waits one"
    );
    later(200).await;
    assert_eq!(queue.attempts(), [1, 2]);
    queue.holds.store(true, Ordering::SeqCst);
    later(60_000).await;
    assert_eq!(queue.attempts(), [1, 2], "what waits is not queued again");
    tell(&world, battle, submission, Verdict::WrongAnswer).await;
    queue.holds.store(false, Ordering::SeqCst);
    later(60_000).await;
    assert_eq!(queue.attempts(), [1, 2], "the battle has it");
    assert_eq!(
        verdicts(&world, battle).await,
        [(submission, Verdict::WrongAnswer)]
    );
}

#[tokio::test(start_paused = true)]
async fn a_queue_that_is_away_or_full_is_asked_until_it_takes_the_submission() {
    let refused = || {
        Err(WorkError::Refused {
            reason: "full".to_owned(),
        })
    };
    let away = [
        Err(WorkError::Disconnected),
        refused(),
        Err(WorkError::Unconfirmed),
    ];
    let queue = FakeQueue::answering(away);
    queue.holds.store(true, Ordering::SeqCst);
    let world = world(&queue).await;
    let (battle, [ada, _], _) = world.running().await;
    submitted(&world, battle, ada, "wrong").await;
    later(60_000).await;
    assert_eq!(queue.attempts(), [1; 4]);
    let state = world.arena.battle_state(battle).await.unwrap();
    assert!(matches!(state.phase, Phase::Running { .. }), "it waits");
    assert_eq!(state.pending().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_was_queued_before_and_is_gone_is_followed_by_the_next_at_once() {
    let queue = FakeQueue::answering([Ok(Submitted::Known), Ok(Submitted::Known)]);
    let world = world(&queue).await;
    let (battle, [ada, _], _) = world.running().await;
    submitted(&world, battle, ada, "wrong").await;
    later(2_200).await;
    assert_eq!(queue.attempts(), [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn what_no_queue_can_hold_does_not_count() {
    let queue = FakeQueue::answering([Err(WorkError::TooLarge { bytes: 2_000_000 })]);
    let world = world(&queue).await;
    let (battle, [ada, _], _) = world.running().await;
    let submission = submitted(&world, battle, ada, "wrong").await;
    later(1_000).await;
    assert_eq!(
        verdicts(&world, battle).await,
        [(submission, Verdict::JudgeError)]
    );
}

#[tokio::test(start_paused = true)]
async fn a_battle_that_is_over_has_nothing_queued_any_more() {
    let queue = FakeQueue::answering([]);
    let world = world(&queue).await;
    let (battle, [ada, bob], _) = world.running().await;
    let winning = submitted(&world, battle, ada, "right").await;
    submitted(&world, battle, bob, "right").await;
    tell(&world, battle, winning, Verdict::Accepted).await;
    world.is_over(battle).await;
    later(60_000).await;
    assert_eq!(queue.attempts(), [1, 1]);
}
