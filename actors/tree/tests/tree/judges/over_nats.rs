//! Processes without a judge and judges, which die, over a real NATS server in real time.

use std::sync::Arc;
use std::time::Duration;

use arena_bus::Bus;
use arena_bus::conformance::PATIENCE;
use arena_bus::work::{DeadLetter, Work, WorkId, WorkOptions, WorkQueue};
use arena_rules::battle::{Judgement, Verdict};
use arena_rules::ids::{BattleId, PlayerId, SubmissionId};
use arena_rules::play::Language;
use arena_tree::arena::RunError;
use arena_tree::judge::service::{QueueService, serve_runs};
use arena_tree::{Judge, JudgeRefusal, JudgeRequest, limits};
use async_trait::async_trait;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use uuid::Uuid;

use super::{submitted, verdicts};
use crate::cluster::{Cluster, Node};
use crate::world::WordJudge;

/// A judge that falls silent is noticed quickly.
pub fn options() -> WorkOptions {
    WorkOptions {
        ack_wait: Duration::from_secs(1),
        ..WorkOptions::default()
    }
}

/// A judge's process, as far as others see it: it may end at any moment.
struct Judging {
    service: JoinHandle<()>,
    runs: JoinHandle<()>,
    stop: watch::Sender<bool>,
}

impl Judging {
    /// Its verdicts take the way over the node's bus.
    async fn start(node: &Node, judge: Arc<dyn Judge>) -> Self {
        let bus = node.world.arena.bus();
        let service = QueueService {
            arena: node.world.arena.clone(),
            judge: judge.clone(),
            queue: WorkQueue::open(&bus, &options()).await.unwrap(),
            slots: 2,
        };
        let (stop, stopped) = watch::channel(false);
        let until = |mut stopped: watch::Receiver<bool>| async move {
            stopped.wait_for(|stopped| *stopped).await.ok();
        };
        Self {
            service: tokio::spawn(service.run(until(stopped.clone()))),
            runs: tokio::spawn(serve_runs(bus, judge, until(stopped))),
            stop,
        }
    }

    /// Ends it in the middle of whatever it does.
    async fn kill(self) {
        self.service.abort();
        self.runs.abort();
        self.service.await.ok();
        self.runs.await.ok();
    }

    /// Ends it as an operator does.
    async fn stop(self) {
        self.stop.send_replace(true);
        self.service.await.unwrap();
        self.runs.await.unwrap();
    }
}

/// A judge of another release.
struct Ignorant;

#[async_trait]
impl Judge for Ignorant {
    fn admits(&self, _: PlayerId, _: &Language) -> Result<(), JudgeRefusal> {
        Ok(())
    }

    async fn judge(&self, request: JudgeRequest) -> Result<Judgement, JudgeRefusal> {
        Err(JudgeRefusal::NoSuchProblem {
            problem: request.problem.id.0,
        })
    }
}

/// Two processes without a judge.
async fn processes() -> (Cluster, [Node; 2]) {
    let cluster = Cluster::over_nats().await;
    let nodes = [
        cluster.add_without_judge(options()).await,
        cluster.add_without_judge(options()).await,
    ];
    cluster.settled(&nodes.iter().collect::<Vec<_>>()).await;
    (cluster, nodes)
}

async fn verdict(node: &Node, battle: BattleId, submission: SubmissionId) -> Verdict {
    let world = &node.world;
    let verdict = world.until("a verdict", async |_| {
        let verdicts = verdicts(world, battle).await;
        let found = verdicts.iter().find(|(of, _)| *of == submission);
        found.map(|(_, verdict)| *verdict)
    });
    timeout(PATIENCE, verdict).await.expect("no verdict came")
}

/// Returns when the judge has been asked so often.
async fn asked(node: &Node, judge: &WordJudge, times: usize) {
    let asked = async |_: &arena_tree::Arena| {
        (judge.asked.load(std::sync::atomic::Ordering::SeqCst) >= times).then_some(())
    };
    let asked = node.world.until("a question to the judge", asked);
    timeout(PATIENCE, asked).await.expect("no judge was asked");
}

async fn run(node: &Node, battle: BattleId, player: PlayerId) -> Result<Verdict, RunError> {
    let (language, code) = (Language("python".to_owned()), "right".to_owned());
    let ran = node.world.arena.run(battle, player, language, code).await;
    ran.map(|judgement| judgement.verdict)
}

fn queue(bus: &Bus) -> WorkQueue {
    WorkQueue::over(bus, &options()).unwrap()
}

#[tokio::test]
async fn what_is_queued_twice_or_by_two_owners_has_one_verdict_and_runs_need_a_judge() {
    let (cluster, [first, second]) = processes().await;
    let (battle, [ada, _], _) = first.world.running().await;
    let refused = run(&first, battle, ada).await;
    let unavailable = matches!(
        refused,
        Err(RunError::Refused(JudgeRefusal::Unavailable { .. }))
    );
    assert!(unavailable, "{refused:?}");

    let stream = arena_bus::streams::battle(battle);
    let (owner, other) = if first.has(stream) {
        (first, second)
    } else {
        (second, first)
    };
    let words = Arc::new(WordJudge::default());
    let judging = Judging::start(&other, words.clone()).await;
    // The server may not know of the judge yet.
    let ran = owner
        .world
        .until("a run", async |_| run(&owner, battle, ada).await.ok());
    let ran = timeout(PATIENCE, ran).await.expect("no judge has run it");
    assert_eq!(ran, Verdict::Accepted);

    let submission = submitted(&other.world, battle, ada, "wrong").await;
    assert_eq!(
        verdict(&other, battle, submission).await,
        Verdict::WrongAnswer
    );
    // Whoever queues it again, and however often, adds nothing.
    let queue = queue(&other.world.arena.bus());
    let before = words.asked.load(std::sync::atomic::Ordering::SeqCst);
    let card = other
        .world
        .arena
        .battle_state(battle)
        .await
        .unwrap()
        .card
        .unwrap();
    let work = Work {
        battle,
        submission,
        player: ada,
        language: Language("python".to_owned()),
        code: "right".to_owned(),
        problem: card.problem,
    };
    for attempt in 2..=4 {
        let id = WorkId {
            submission: submission.0,
            attempt,
        };
        let body = work.clone().into_bytes().unwrap();
        queue.submit(id, body).await.unwrap();
    }
    asked(&other, &words, before + 3).await;

    // The owner dies while the judge is at it; its successor queues it again, and finds it there.
    let slower = submitted(&other.world, battle, ada, "slower").await;
    asked(&other, &words, before + 4).await;
    cluster.kill(owner).await;
    assert_eq!(verdict(&other, battle, slower).await, Verdict::Accepted);
    judging.stop().await;
    assert_eq!(
        verdicts(&other.world, battle).await,
        [
            (submission, Verdict::WrongAnswer),
            (slower, Verdict::Accepted)
        ]
    );
    let depth = queue.depth().await.unwrap();
    assert_eq!((depth.waiting, depth.taken), (0, 0));
}

#[tokio::test]
async fn judges_that_die_are_followed_by_others_until_three_have_died_over_it() {
    let (_cluster, [node, other]) = processes().await;
    let (battle, [ada, bob], _) = node.world.running().await;
    let judge = || Arc::new(WordJudge::default());
    let (victim, heir) = (judge(), judge());
    let killed = Judging::start(&other, victim.clone()).await;
    let survived = submitted(&node.world, battle, ada, "first never").await;
    asked(&node, &victim, 1).await;
    killed.kill().await;
    heir.asked.store(1, std::sync::atomic::Ordering::SeqCst);
    let judging = Judging::start(&other, heir).await;
    assert_eq!(verdict(&node, battle, survived).await, Verdict::WrongAnswer);
    judging.stop().await;

    let poison = submitted(&node.world, battle, bob, "never").await;
    let (mut victims, mut closed) = (Vec::new(), None);
    while closed.is_none() {
        let victim = judge();
        let killed = Judging::start(&other, victim.clone()).await;
        closed = tokio::select! {
            () = asked(&node, &victim, 1) => None,
            verdict = verdict(&node, battle, poison) => Some(verdict),
        };
        killed.kill().await;
        victims.push(victim);
    }
    assert_eq!(closed, Some(Verdict::JudgeError));
    let asked = |judge: &Arc<WordJudge>| judge.asked.load(std::sync::atomic::Ordering::SeqCst);
    let tries: usize = victims.iter().map(asked).sum();
    assert!((1..=3).contains(&tries), "{tries}");
    // The last one died as it put the dead letter aside, or did not.
    let judging = Judging::start(&other, judge()).await;
    let queue = queue(&node.world.arena.bus());
    let empty = async |_: &arena_tree::Arena| {
        let depth = queue.depth().await.ok()?;
        (depth.waiting + depth.taken == 0).then_some(())
    };
    let empty = node.world.until("the end of the queue", empty);
    timeout(PATIENCE, empty)
        .await
        .expect("it stays in the queue");
    judging.stop().await;
    let dead: Vec<DeadLetter> = queue.dead(10).await.unwrap();
    let ids: Vec<Uuid> = dead.iter().map(|dead| dead.id.submission).collect();
    assert_eq!(ids, [poison.0]);
    let state = node.world.arena.battle_state(battle).await.unwrap();
    assert!(!state.is_over(), "the battle goes on");
    assert_eq!(verdicts(&node.world, battle).await.len(), 2);
}

#[tokio::test]
async fn a_submission_outlives_the_queue_and_all_that_it_had_stored() {
    let (mut cluster, [node, other]) = processes().await;
    let (battle, [ada, bob], _) = node.world.running().await;
    // The queue is made by the first judge.
    Judging::start(&other, Arc::new(WordJudge::default()))
        .await
        .stop()
        .await;
    let kept = submitted(&node.world, battle, ada, "wrong").await;
    let waits = async |submission: SubmissionId| {
        let queue = queue(&node.world.arena.bus());
        let waiting = async |_: &arena_tree::Arena| {
            let depth = queue.depth().await.ok()?;
            (depth.waiting == 1).then_some(())
        };
        let waiting = node.world.until("work in the queue", waiting);
        timeout(PATIENCE, waiting)
            .await
            .expect("nothing was queued");
        submission
    };
    waits(kept).await;
    let nats = cluster.nats.as_mut().unwrap();
    nats.kill();
    nats.restart().await;
    let judging = Judging::start(&other, Arc::new(WordJudge::default())).await;
    assert_eq!(verdict(&node, battle, kept).await, Verdict::WrongAnswer);
    judging.stop().await;

    let lost = submitted(&node.world, battle, bob, "wrong").await;
    waits(lost).await;
    let nats = cluster.nats.as_mut().unwrap();
    nats.kill();
    nats.forget();
    nats.restart().await;
    let judging = Judging::start(&other, Arc::new(WordJudge::default())).await;
    assert_eq!(verdict(&node, battle, lost).await, Verdict::WrongAnswer);
    judging.stop().await;
    assert_eq!(verdicts(&node.world, battle).await.len(), 2);
}

#[tokio::test]
async fn a_judge_that_lacks_the_problem_leaves_it_to_another_and_at_last_it_does_not_count() {
    let (_cluster, [node, other]) = processes().await;
    let (battle, [ada, bob], _) = node.world.running().await;
    let ignorant = Judging::start(&other, Arc::new(Ignorant)).await;
    let submission = submitted(&node.world, battle, ada, "wrong").await;
    // A process's own questions never come back to it.
    let knowing = Judging::start(&other, Arc::new(WordJudge::default())).await;
    assert_eq!(
        verdict(&node, battle, submission).await,
        Verdict::WrongAnswer
    );
    assert_eq!(
        run(&node, battle, ada).await,
        Ok(Verdict::Accepted),
        "half of the judges can"
    );
    knowing.stop().await;

    let hopeless = submitted(&node.world, battle, bob, "wrong").await;
    let card = node
        .world
        .arena
        .battle_state(battle)
        .await
        .unwrap()
        .card
        .unwrap();
    let id = WorkId {
        submission: hopeless.0,
        attempt: limits::MOST_ATTEMPTS,
    };
    let work = Work {
        battle,
        submission: hopeless,
        player: bob,
        language: Language("python".to_owned()),
        code: "wrong".to_owned(),
        problem: card.problem,
    };
    let queue = queue(&node.world.arena.bus());
    queue.submit(id, work.into_bytes().unwrap()).await.unwrap();
    assert_eq!(verdict(&node, battle, hopeless).await, Verdict::JudgeError);
    ignorant.stop().await;
}
