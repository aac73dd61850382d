//! What bringing a long battle back costs: `cargo run --release -p arena-tree --example bench_replay`.
//!
//! A battle of 10,000 events, five times as long as the rules let two players make one, is written through the codec to
//! SQLite and to a PostgreSQL server of its own, while other battles are written too. Each round starts the actors anew and
//! asks for the battle, whose actor reads and folds its stream first; beside it the driver alone reads the same rows. The
//! stores take turns, so that a noisy machine disturbs both alike.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run must fail")]

mod battle;

use std::sync::Arc;
use std::time::Duration;

use arena_bus::{Bus, streams};
use arena_log::testing::{PlainReader, PostgresServer, claim_all, fsync_ms, spread};
use arena_log::{EventLog, OwnerId, PostgresLog, PostgresOptions, SqliteLog, SqliteOptions};
use arena_rules::battle::Judgement;
use arena_rules::ids::PlayerId;
use arena_rules::matchmaking::{Candidates, Pool};
use arena_rules::play::{Goal, Language, Mode};
use arena_tree::tree::Tree;
use arena_tree::{Judge, JudgeRefusal, JudgeRequest, SystemClock, TreeConfig};
use async_trait::async_trait;
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

const ROUNDS: usize = 21;
const EVENTS: usize = 10_000;
const TARGET_MS: u32 = 50;

#[tokio::main]
async fn main() {
    // In a task of its own, as the gateway's are.
    tokio::spawn(run()).await.unwrap();
}

async fn run() {
    let rounds = std::env::args()
        .nth(1)
        .map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let server = PostgresServer::start().await;
    let mut stores = [
        Store::sqlite(&SqliteOptions::new(&folder.path().join("log.db"))).await,
        Store::postgres(&PostgresOptions::new(server.database().await.url()).unwrap()).await,
    ];
    let appends = battle::appends(EVENTS);
    let bytes: usize = appends.iter().map(arena_log::Append::bytes).sum();
    println!("{EVENTS} events, {:.1} MB of payloads", bytes as f64 / 1e6);
    for store in &stores {
        let (_, claim) = claim_all(&*store.log).await;
        battle::write(&*store.log, &claim, &appends).await;
    }

    let mut fsync = Vec::new();
    // The first round warms up and does not count.
    for round in 0..=rounds {
        let fsynced = fsync_ms(folder.path());
        for store in &mut stores {
            let (read, replay) = (store.read_ms().await, store.replay_ms().await);
            if round > 0 {
                store.reads.push(read);
                store.replays.push(replay);
            }
        }
        if round > 0 {
            fsync.push(fsynced);
        }
    }
    println!("{rounds} rounds; median [lowest–highest]");
    println!(
        "fsync of 8 KiB                      {} ms",
        spread(&fsync, 3)
    );
    for store in stores {
        store.print();
        store.log.close().await;
    }
}

/// A log with the battle in it.
struct Store {
    name: &'static str,
    log: Arc<dyn EventLog>,
    plain: PlainReader,
    reads: Vec<f64>,
    replays: Vec<f64>,
}

impl Store {
    async fn sqlite(options: &SqliteOptions) -> Self {
        let log = Arc::new(SqliteLog::open(options.clone()).await.unwrap());
        Self::new("SQLite", log, PlainReader::sqlite(options).await)
    }

    async fn postgres(options: &PostgresOptions) -> Self {
        let log = Arc::new(PostgresLog::open(options.clone()).await.unwrap());
        Self::new("PostgreSQL", log, PlainReader::postgres(options).await)
    }

    fn new(name: &'static str, log: Arc<dyn EventLog>, plain: PlainReader) -> Self {
        Self {
            name,
            log,
            plain,
            reads: Vec::new(),
            replays: Vec::new(),
        }
    }

    /// The driver alone.
    async fn read_ms(&mut self) -> f64 {
        let start = Instant::now();
        let rows = self.plain.rows(streams::battle(battle::id())).await;
        let read = start.elapsed();
        assert_eq!(rows, EVENTS);
        ms(read)
    }

    /// From no actor to one that has recovered and answered.
    async fn replay_ms(&self) -> f64 {
        let tree = Tree::start(config(self.log.clone())).await.unwrap();
        let start = Instant::now();
        let state = tree.arena.battle_state(battle::id()).await;
        let replayed = start.elapsed();
        battle::assert_whole(&state.unwrap());
        tree.stop().await;
        ms(replayed)
    }

    fn print(&self) {
        let Self {
            name,
            reads,
            replays,
            ..
        } = self;
        let ratios: Vec<f64> = replays.iter().zip(reads).map(|(a, b)| a / b).collect();
        println!("{name:10} plain read of the rows   {} ms", spread(reads, 1));
        println!(
            "{name:10} replay                   {} ms (target ≤ {TARGET_MS})",
            spread(replays, 1)
        );
        println!("{name:10} replay / plain read      {}", spread(&ratios, 2));
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn config(log: Arc<dyn EventLog>) -> TreeConfig {
    let (_, candidates) = watch::channel(Candidates::default());
    TreeConfig {
        log,
        bus: Bus::default(),
        judge: Arc::new(NoJudge),
        clock: Arc::new(SystemClock),
        owner: OwnerId(Uuid::new_v4()),
        candidates,
        pool: Pool {
            mode: Mode::OneOnOne,
            goal: Goal::Fastest,
        },
    }
}

/// The battle is over: nothing waits for a verdict.
struct NoJudge;

#[async_trait]
impl Judge for NoJudge {
    fn admits(&self, _: PlayerId, _: &Language) -> Result<(), JudgeRefusal> {
        Ok(())
    }

    async fn judge(&self, _: JudgeRequest) -> Result<Judgement, JudgeRefusal> {
        Err(JudgeRefusal::Unavailable {
            reason: "there is none".to_owned(),
        })
    }
}
