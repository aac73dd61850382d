//! A world for the tree: a log that can be held up, a judge that reads its verdict from the code, a paused clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arena_bus::codec::ArenaCodec;
use arena_bus::{ArenaEvent, Bus, streams};
use arena_log::{EventCodec, EventLog, OwnerId, Positions, StreamId};
use arena_rules::battle::{self, Judgement, Phase, Verdict};
use arena_rules::ids::{BattleId, ConnectionId, GatewayId, PlayerId, TicketId};
use arena_rules::matchmaking::{Candidates, Pool};
use arena_rules::play::{Goal, Language, Mode, ProblemId, ProblemRef, Standing, Wish};
use arena_rules::session::{self, Place, Session};
use arena_rules::time::Time;
use arena_tree::clock::TokioClock;
use arena_tree::tree::Tree;
use arena_tree::{Accepted, Arena, CommandError, Envelope, TreeConfig};
use arena_tree::{Judge, JudgeRefusal, JudgeRequest};
use async_trait::async_trait;
use tokio::sync::watch;
use uuid::Uuid;

pub use crate::log::TroubledLog;

pub const START: Time = Time(1_700_000_000_000);

/// Its verdict is the code's first word; `never` has none, `first never` none at the first try, `panic` is a fault then.
#[derive(Default)]
pub struct WordJudge {
    pub asked: AtomicUsize,
}

#[async_trait]
impl Judge for WordJudge {
    fn admits(&self, _: PlayerId, _: &Language) -> Result<(), JudgeRefusal> {
        Ok(())
    }

    async fn judge(&self, request: JudgeRequest) -> Result<Judgement, JudgeRefusal> {
        let tries = self.asked.fetch_add(1, Ordering::SeqCst);
        let verdict = match &*request.code {
            "never" => std::future::pending().await,
            "first never" if tries == 0 => std::future::pending().await,
            "panic" => {
                assert!(tries > 0, "the test wanted it");
                Verdict::Accepted
            }
            "slow" => {
                tokio::time::sleep(Duration::from_secs(1)).await;
                Verdict::Accepted
            }
            "slower" => {
                tokio::time::sleep(Duration::from_secs(3)).await;
                Verdict::Accepted
            }
            "right" => Verdict::Accepted,
            _ => Verdict::WrongAnswer,
        };
        Ok(Judgement {
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
        })
    }
}

pub struct World {
    pub log: Arc<TroubledLog>,
    pub judge: Arc<WordJudge>,
    pub tree: Tree,
    pub arena: Arena,
}

fn problem(name: &str) -> ProblemRef {
    ProblemRef {
        id: ProblemId(name.to_owned()),
        hash: "0".repeat(64),
    }
}

impl World {
    pub async fn new() -> Self {
        Self::on(Arc::new(TroubledLog::default()), Arc::default(), START).await
    }

    /// A life of the process that begins at `start` on what the log holds.
    pub async fn on(log: Arc<TroubledLog>, judge: Arc<WordJudge>, start: Time) -> Self {
        let clock = TokioClock::starting_at(start);
        let owner = OwnerId(Uuid::new_v4());
        let tree = Tree::start(config(&log, &judge, clock, owner))
            .await
            .unwrap();
        Self::of(log, judge, tree)
    }

    pub fn of(log: Arc<TroubledLog>, judge: Arc<WordJudge>, tree: Tree) -> Self {
        let arena = tree.arena.clone();
        Self {
            log,
            judge,
            tree,
            arena,
        }
    }

    pub async fn battle(
        &self,
        battle: BattleId,
        player: PlayerId,
        command: battle::Command,
    ) -> Result<Accepted, CommandError<battle::Rejection>> {
        let envelope = Envelope::of_player(player, Uuid::new_v4(), 1, command);
        self.arena.battle(battle, envelope).await
    }

    pub async fn session(&self, player: PlayerId, command: session::Command) -> Accepted {
        let envelope = Envelope::of_player(player, Uuid::new_v4(), 1, command);
        self.arena.session(player, envelope).await.unwrap()
    }

    pub async fn connect(&self, player: PlayerId) -> ConnectionId {
        let connection = ConnectionId(Uuid::new_v4());
        let command = session::Command::Connect {
            player,
            standing: Standing::Registered,
            connection,
            gateway: GatewayId(self.arena.gateway().0),
        };
        self.session(player, command).await;
        connection
    }

    pub async fn join(&self, player: PlayerId) {
        let command = session::Command::Join {
            pool: pool(),
            ticket: TicketId(Uuid::new_v4()),
            wish: Wish::Easy,
            own_range: None,
        };
        self.session(player, command).await;
    }

    /// Time goes on until `found` finds something; in a paused runtime that takes no time at all.
    pub async fn until<T>(&self, what: &str, mut found: impl AsyncFnMut(&Arena) -> Option<T>) -> T {
        for _ in 0..100_000 {
            if let Some(found) = found(&self.arena).await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("never came: {what}");
    }

    pub async fn session_when(
        &self,
        player: PlayerId,
        wanted: impl Fn(&Session) -> bool,
    ) -> Session {
        self.until("a session", async |arena| {
            arena
                .session_state(player)
                .await
                .filter(|session| wanted(session))
        })
        .await
    }

    pub async fn phase_when(&self, battle: BattleId, wanted: impl Fn(&Phase) -> bool) -> Phase {
        self.until("a phase", async |arena| {
            let state = arena.battle_state(battle).await?;
            wanted(&state.phase).then_some(state.phase)
        })
        .await
    }

    pub async fn is_over(&self, battle: BattleId) -> Phase {
        self.phase_when(battle, |phase| {
            matches!(phase, Phase::Finished { .. } | Phase::Aborted { .. })
        })
        .await
    }

    /// Two players who have come from the lobby to a running battle, and a connection of each.
    pub async fn running(&self) -> (BattleId, [PlayerId; 2], [ConnectionId; 2]) {
        self.running_of([1, 2]).await
    }

    pub async fn running_of(
        &self,
        players: [u128; 2],
    ) -> (BattleId, [PlayerId; 2], [ConnectionId; 2]) {
        let players = players.map(|number| PlayerId(Uuid::from_u128(number)));
        let connections = [
            self.connect(players[0]).await,
            self.connect(players[1]).await,
        ];
        for player in players {
            self.join(player).await;
        }
        let mut battles = Vec::new();
        for player in players {
            let session = self
                .session_when(player, |session| {
                    matches!(session.place, Place::Battle { .. })
                })
                .await;
            let Place::Battle { battle, .. } = session.place else {
                panic!("{:?}", session.place)
            };
            battles.push(battle);
        }
        assert_eq!(battles[0], battles[1]);
        for player in players {
            let ready = battle::Command::Ready { player };
            self.battle(battles[0], player, ready).await.unwrap();
        }
        self.phase_when(battles[0], |phase| matches!(phase, Phase::Running { .. }))
            .await;
        (battles[0], players, connections)
    }

    /// All events of the log, shard by shard.
    pub async fn events(&self) -> Vec<(StreamId, ArenaEvent)> {
        let (mut read, mut events) = (Positions::start(), Vec::new());
        loop {
            let page = self.log.read_shards(&read, 10_000).await.unwrap();
            if page.is_empty() {
                // Shard by shard, however they were read.
                events.sort_by_key(|(place, _, _)| *place);
                return events
                    .into_iter()
                    .map(|(_, stream, event)| (stream, event))
                    .collect();
            }
            for event in page {
                read.set(event.shard, event.position);
                let decoded = ArenaCodec::decode(event.kind, event.schema, &event.data).unwrap();
                events.push(((event.shard, event.position), event.stream, decoded));
            }
        }
    }

    pub async fn battle_events(&self, battle: BattleId) -> Vec<battle::Event> {
        let stream = streams::battle(battle);
        let events = self.events().await.into_iter();
        let own = events.filter(|(of, _)| *of == stream);
        own.filter_map(|(_, event)| match event {
            ArenaEvent::Battle(event) => Some(event),
            ArenaEvent::Session(_) | ArenaEvent::Queue(_) | ArenaEvent::Book(_) => None,
        })
        .collect()
    }
}

pub fn config(
    log: &Arc<TroubledLog>,
    judge: &Arc<WordJudge>,
    clock: TokioClock,
    owner: OwnerId,
) -> TreeConfig {
    let candidates = Candidates {
        easy: vec![problem("two-sum"), problem("other")],
        medium: Vec::new(),
        hard: Vec::new(),
    };
    // The sender may go: what was sent last stays.
    let (_, candidates) = watch::channel(candidates);
    TreeConfig {
        log: log.clone(),
        bus: Bus::default(),
        judge: judge.clone(),
        clock: Arc::new(clock),
        owner,
        candidates,
        pool: pool(),
    }
}

pub fn pool() -> Pool {
    Pool {
        mode: Mode::OneOnOne,
        goal: Goal::Fastest,
    }
}

pub fn submit(player: PlayerId, code: &str) -> battle::Command {
    battle::Command::Submit {
        player,
        submission: arena_rules::ids::SubmissionId(Uuid::new_v4()),
        language: Language("python".to_owned()),
        code: code.to_owned(),
    }
}

/// Runs a life of the process in a runtime of its own and kills it: whatever its actors were doing is gone.
pub fn life<T>(during: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(during)
}
