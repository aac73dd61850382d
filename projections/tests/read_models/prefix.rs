//! Invariant 7: a projection equals the fold of the log prefix at its checkpoint, however the
//! shards interleave and whatever is killed.

use std::sync::Arc;
use std::time::Duration;

use crate::support::shuffled::Shuffled;
use crate::support::world::World;
use crate::support::{
    assert_same, databases, decode, dump_all, fold, postgres, small_batches, sqlite,
};
use arena_log::Positions;
use arena_projections::{Condition, Options, Projection, Runner, Store, catch_up, dump, rebuild};
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn every_interleaving_of_the_shards_gives_the_same_tables() {
    for seed in 0..12 {
        let world = World::played(seed, 12, 60);
        let plain = sqlite().await;
        let log = Arc::new(Shuffled::in_order(&world.events));
        fold(log, &plain.store, Options::default()).await;
        let expected = dump_all(&plain.store).await;
        assert!(expected.lines().count() > 200, "the world is too small");
        for shuffle in 0..3 {
            let shuffled = sqlite().await;
            let log = Arc::new(Shuffled::seeded(&world.events, shuffle));
            let options = Options {
                batch_events: [1, 70, usize::MAX][usize::try_from(shuffle).unwrap()],
                batch_bytes: [usize::MAX, usize::MAX, 9_000][usize::try_from(shuffle).unwrap()],
                ..Options::default()
            };
            fold(log, &shuffled.store, options).await;
            let found = dump_all(&shuffled.store).await;
            assert_same(
                &found,
                &expected,
                &format!("seed {seed}, shuffle {shuffle}"),
            );
        }
    }
}

#[tokio::test]
async fn both_databases_hold_the_same_model() {
    let world = World::played(77, 20, 150);
    let [lite, pg] = databases().await;
    fold(
        Arc::new(Shuffled::seeded(&world.events, 1)),
        &lite.store,
        small_batches(),
    )
    .await;
    fold(
        Arc::new(Shuffled::seeded(&world.events, 2)),
        &pg.store,
        small_batches(),
    )
    .await;
    let (lite, pg) = (dump_all(&lite.store).await, dump_all(&pg.store).await);
    assert_same(&lite, &pg, "sqlite and postgres");
}

#[tokio::test]
async fn a_rebuild_gives_the_same_tables_twice() {
    let world = World::played(5, 15, 100);
    for database in databases().await {
        let log = Arc::new(Shuffled::seeded(&world.events, 9));
        fold(log.clone(), &database.store, small_batches()).await;
        let first = dump_all(&database.store).await;
        for _ in 0..2 {
            for projection in Projection::ALL {
                let options = Options::default();
                rebuild(
                    log.clone(),
                    decode(),
                    &database.store,
                    &[projection],
                    options,
                )
                .await
                .unwrap();
            }
            let again = dump_all(&database.store).await;
            assert_same(&again, &first, database.name);
        }
    }
}

/// Gives the runner up at ever later moments, each in the middle of something, and looks at what
/// is there.
#[tokio::test]
async fn a_run_given_up_anywhere_leaves_the_fold_of_a_prefix() {
    let world = World::played(21, 12, 80);
    for database in databases().await {
        let mut checkpoints = Vec::new();
        for given_up in 0_u64.. {
            assert!(given_up < 10_000, "the log is never folded");
            let log = Arc::new(Shuffled::seeded(&world.events, given_up));
            let run = catch_up(log, decode(), &database.store, small_batches());
            let moment = Duration::from_micros(200 + 700 * given_up);
            // Dropping the future gives it up.
            let ended = tokio::time::timeout(moment, run).await.is_ok();
            let what = format!("{}, given up {given_up}", database.name);
            checkpoints.extend(assert_prefixes(&world, &database.store, &what).await);
            if ended {
                break;
            }
        }
        checkpoints.dedup();
        assert!(checkpoints.len() > 5, "no prefix was ever seen");
    }
}

/// Every projection is the fold of the log up to its checkpoint. Gives the checkpoints' totals.
pub(crate) async fn assert_prefixes(world: &World, store: &Store, what: &str) -> Vec<u64> {
    let mut totals = Vec::new();
    for (projection, positions) in stored(store).await {
        totals.push(positions.total());
        let prefix = sqlite().await;
        let log = Arc::new(Shuffled::up_to(&world.events, &positions));
        let (only, options) = ([projection], Options::default());
        rebuild(log, decode(), &prefix.store, &only, options)
            .await
            .unwrap();
        let expected = dump(&prefix.store, projection).await.unwrap();
        let found = dump(store, projection).await.unwrap();
        assert_same(&found, &expected, what);
    }
    totals
}

/// The checkpoints as a runner finds them.
pub(crate) async fn stored(store: &Store) -> Vec<(Projection, Positions)> {
    let nothing_new = Arc::new(Shuffled::in_order(&[]));
    let runner = Runner::new(nothing_new, decode(), store, Options::default());
    let statuses = runner.statuses();
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner.run(stop.clone()));
    let mut stored = Vec::new();
    for mut status in statuses {
        let status = status
            .wait_for(|status| status.condition == Condition::Following)
            .await
            .unwrap();
        stored.push((status.projection, status.checkpoint.clone()));
    }
    stop.cancel();
    running.await.unwrap();
    stored
}

#[tokio::test]
async fn two_runners_on_one_database_fold_every_event_once() {
    let world = World::played(8, 15, 120);
    let once = sqlite().await;
    let log = Arc::new(Shuffled::in_order(&world.events));
    fold(log, &once.store, Options::default()).await;
    let expected = dump_all(&once.store).await;
    let shared = postgres().await;
    let other = shared.place.open().await;
    let (first, second) = tokio::join!(
        catch_up(
            Arc::new(Shuffled::seeded(&world.events, 1)),
            decode(),
            &shared.store,
            small_batches()
        ),
        catch_up(
            Arc::new(Shuffled::seeded(&world.events, 2)),
            decode(),
            &other,
            small_batches()
        ),
    );
    first.unwrap();
    second.unwrap();
    assert_same(&dump_all(&shared.store).await, &expected, "two runners");
}
