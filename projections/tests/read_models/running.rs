//! A runner follows the log, waits for what is away, and stops when it is told to.

use std::sync::Arc;
use std::time::Duration;

use arena_log::{Append, CommandId, EventLog, MemoryLog, Meta, NewEvent, Recorded, Version};
use arena_projections::{Condition, Options, Runner, Status};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::prefix::assert_prefixes;
use crate::support::shuffled::Shuffled;
use crate::support::world::World;
use crate::support::{decode, dump_all, fold, sqlite};

const LONG: Duration = Duration::from_secs(3600);
const SOON: Duration = Duration::from_secs(60);

/// Appends events one by one, as their actors would have.
async fn append(log: &MemoryLog, claim: &arena_log::Claim, events: &[Recorded]) {
    for event in events {
        let append = Append {
            stream: event.stream,
            expected: Version(event.version.0 - 1),
            command: CommandId(Uuid::new_v4()),
            epoch: claim.epoch(event.shard).unwrap(),
            recorded_at_ms: event.recorded_at_ms,
            meta: Meta::new(event.stream.0),
            events: vec![NewEvent {
                id: event.id,
                kind: event.kind,
                schema: event.schema,
                data: event.data.clone(),
            }],
        };
        log.append(append).await.unwrap();
    }
}

async fn reaches(statuses: &mut [watch::Receiver<Status>], events: usize) {
    for status in statuses {
        let there = status.wait_for(|status| {
            status.checkpoint.total() == events as u64 && status.condition == Condition::Following
        });
        tokio::time::timeout(SOON, there).await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn news_wakes_the_runner_long_before_its_poll() {
    let world = World::played(1, 10, 30);
    let database = sqlite().await;
    let log = Arc::new(MemoryLog::new());
    let (_, claim) = arena_log::testing::claim_all(&*log).await;
    let options = Options {
        poll: LONG,
        retry: LONG,
        ..Options::default()
    };
    let runner = Runner::new(log.clone(), decode(), &database.store, options);
    let mut statuses = runner.statuses();
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner.run(stop.clone()));
    let mut appended = 0;
    for part in world.events.chunks(world.events.len() / 5) {
        append(&log, &claim, part).await;
        appended += part.len();
        reaches(&mut statuses, appended).await;
    }
    stop.cancel();
    tokio::time::timeout(SOON, running).await.unwrap().unwrap();
    for status in statuses {
        assert_eq!(status.borrow().condition, Condition::Stopped);
    }

    let whole = sqlite().await;
    let log = Arc::new(Shuffled::in_order(&world.events));
    fold(log, &whole.store, Options::default()).await;
    assert_eq!(
        dump_all(&database.store).await,
        dump_all(&whole.store).await
    );
}

#[tokio::test]
async fn the_poll_finds_what_no_news_told_of() {
    let world = World::played(2, 10, 20);
    let (first, second) = world.events.split_at(world.events.len() / 2);
    let database = sqlite().await;
    let log = Arc::new(Shuffled::in_order(first));
    let options = Options {
        poll: Duration::from_millis(10),
        retry: LONG,
        ..Options::default()
    };
    let runner = Runner::new(log.clone(), decode(), &database.store, options);
    let mut statuses = runner.statuses();
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner.run(stop.clone()));
    reaches(&mut statuses, first.len()).await;
    log.add_quietly(second);
    reaches(&mut statuses, world.events.len()).await;
    stop.cancel();
    running.await.unwrap();
}

#[tokio::test]
async fn a_log_that_is_away_is_waited_for() {
    let world = World::played(2, 10, 20);
    let database = sqlite().await;
    let log = Arc::new(MemoryLog::new());
    let (_, claim) = arena_log::testing::claim_all(&*log).await;
    append(&log, &claim, &world.events).await;
    log.set_away(true);
    let options = Options {
        poll: LONG,
        retry: Duration::from_millis(10),
        ..Options::default()
    };
    let runner = Runner::new(log.clone(), decode(), &database.store, options);
    let mut statuses = runner.statuses();
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner.run(stop.clone()));
    for status in &mut statuses {
        let waits = status.wait_for(|status| matches!(status.condition, Condition::Waiting { .. }));
        tokio::time::timeout(SOON, waits).await.unwrap().unwrap();
    }
    log.set_away(false);
    reaches(&mut statuses, world.events.len()).await;
    stop.cancel();
    running.await.unwrap();
}

#[tokio::test]
async fn a_database_that_was_away_is_caught_up_with() {
    let world = World::played(2, 10, 60);
    let mut server = arena_log::testing::PostgresServer::start().await;
    let database = server.database().await;
    let store = arena_projections::Store::postgres(database.url())
        .await
        .unwrap();
    let (first, second) = world.events.split_at(world.events.len() / 2);
    let log = Arc::new(Shuffled::in_order(first));
    let options = Options {
        poll: Duration::from_millis(10),
        retry: Duration::from_millis(50),
        ..Options::default()
    };
    let runner = Runner::new(log.clone(), decode(), &store, options);
    let mut statuses = runner.statuses();
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner.run(stop.clone()));
    reaches(&mut statuses, first.len()).await;
    server.kill();
    log.add_quietly(second);
    for status in &mut statuses {
        let waits = status.wait_for(|status| matches!(status.condition, Condition::Waiting { .. }));
        tokio::time::timeout(SOON, waits).await.unwrap().unwrap();
    }
    server.restart().await;
    reaches(&mut statuses, world.events.len()).await;
    stop.cancel();
    running.await.unwrap();

    let whole = sqlite().await;
    fold(
        Arc::new(Shuffled::in_order(&world.events)),
        &whole.store,
        Options::default(),
    )
    .await;
    assert_eq!(dump_all(&store).await, dump_all(&whole.store).await);
}

/// The server is killed again and again while the log is folded batch by batch.
#[tokio::test]
async fn a_database_killed_in_the_middle_of_folds_holds_the_fold_of_a_prefix() {
    const KILLS: usize = 4;
    let world = World::played(23, 12, 150);
    let mut server = arena_log::testing::PostgresServer::start().await;
    let database = server.database().await;
    let store = arena_projections::Store::postgres(database.url())
        .await
        .unwrap();
    let options = Options {
        rest: Duration::ZERO,
        batch_events: 1,
        retry: Duration::from_millis(20),
        ..Options::default()
    };
    let log = Arc::new(Shuffled::seeded(&world.events, 23));
    let runner = Runner::new(log, decode(), &store, options);
    let mut statuses = runner.statuses();
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner.run(stop.clone()));
    let whole = world.events.len();
    let mut seen = Vec::new();
    for kill in 1..=KILLS {
        let so_far = (whole * kill / (KILLS + 1)) as u64;
        let battles = &mut statuses[1];
        let there = battles.wait_for(|status| status.checkpoint.total() >= so_far);
        tokio::time::timeout(SOON, there).await.unwrap().unwrap();
        server.kill();
        server.restart().await;
        seen.extend(assert_prefixes(&world, &store, &format!("kill {kill}")).await);
    }
    assert!(
        seen.iter().any(|total| *total < whole as u64),
        "every kill came too late"
    );
    reaches(&mut statuses, whole).await;
    stop.cancel();
    running.await.unwrap();
    assert_prefixes(&world, &store, "the end").await;
}
