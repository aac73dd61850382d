//! Invariant 7: a projection equals the fold of the log prefix at its checkpoint, however the
//! shards interleave and whatever is killed.

use std::sync::Arc;
use std::time::Duration;

use crate::support::shuffled::Shuffled;
use crate::support::world::World;
use crate::support::{
    Place, assert_same, databases, decode, dump_all, fold, postgres, small_batches, sqlite,
};
use arena_log::{Position, Positions, Recorded, ShardId};
use arena_projections::{Options, Projection, Store, catch_up, dump, rebuild};

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

/// Every projection is the fold of the log up to its checkpoint, also while somebody folds. Gives
/// the checkpoints' totals.
pub(crate) async fn assert_prefixes(world: &World, store: &Store, what: &str) -> Vec<u64> {
    let mut totals = Vec::new();
    for projection in Projection::ALL {
        let found = dump(store, projection).await.unwrap();
        let Some(positions) = checkpoint(&found) else {
            assert_eq!(found, "", "{what}: rows without a checkpoint");
            continue;
        };
        totals.push(positions.total());
        let prefix = sqlite().await;
        let log = Arc::new(Shuffled::up_to(&world.events, &positions));
        let (only, options) = ([projection], Options::default());
        rebuild(log, decode(), &prefix.store, &only, options)
            .await
            .unwrap();
        let expected = dump(&prefix.store, projection).await.unwrap();
        assert_same(&found, &expected, what);
    }
    totals
}

/// The checkpoint of a dump; none before the first fold.
pub(crate) fn checkpoint(dump: &str) -> Option<Positions> {
    let mut lines = dump.lines();
    lines.next()?;
    let mut positions = Positions::start();
    for line in lines {
        let words: Vec<&str> = line.split(' ').collect();
        let ["shard", shard, "position", position] = words[..] else {
            break;
        };
        let shard = ShardId(shard.parse().unwrap());
        positions.set(shard, Position(position.parse().unwrap()));
    }
    Some(positions)
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

/// Somebody's fold has its rows and its checkpoint's lock when the rebuild comes, and commits then.
#[tokio::test]
async fn a_rebuild_forgets_what_was_being_folded_when_it_began() {
    let world = World::played(14, 10, 30);
    let database = postgres().await;
    let log = Arc::new(Shuffled::in_order(&world.events));
    fold(log.clone(), &database.store, Options::default()).await;
    let expected = dump_all(&database.store).await;

    let Place::Url(url) = &database.place else {
        panic!("PostgreSQL has a URL")
    };
    let pool = sqlx::PgPool::connect(url).await.unwrap();
    let mut folding = pool.begin().await.unwrap();
    for statement in [
        "select 1 from projections.checkpoint where projection = 'battles' for update",
        "insert into projections.problem values ('folded-meanwhile', 1, 1, 1, 1)",
    ] {
        sqlx::query(statement).execute(&mut *folding).await.unwrap();
    }
    let store = database.store.clone();
    let rebuilding = tokio::spawn(async move {
        let only = [Projection::Battles];
        rebuild(log, decode(), &store, &only, Options::default()).await
    });
    let blocked = async {
        const WAITING: &str = "select count(*) from pg_stat_activity \
             where datname = current_database() and wait_event_type = 'Lock'";
        let waiting = || sqlx::query_scalar::<_, i64>(WAITING).fetch_one(&pool);
        while waiting().await.unwrap() == 0 {}
    };
    tokio::time::timeout(Duration::from_secs(60), blocked)
        .await
        .unwrap();
    folding.commit().await.unwrap();
    rebuilding.await.unwrap().unwrap();
    assert_same(&dump_all(&database.store).await, &expected, "rebuilt");
}

#[tokio::test]
async fn tables_that_are_ahead_of_the_log_are_folded_anew() {
    let world = World::played(15, 12, 60);
    let (earlier, _) = world.events.split_at(world.events.len() / 3);
    for database in databases().await {
        let whole = Arc::new(Shuffled::in_order(&world.events));
        for restored in [earlier, &[]] {
            let fresh = sqlite().await;
            let log = Arc::new(Shuffled::in_order(restored));
            fold(log.clone(), &fresh.store, Options::default()).await;
            let expected = dump_all(&fresh.store).await;
            fold(whole.clone(), &database.store, Options::default()).await;
            assert_ne!(dump_all(&database.store).await, expected);
            fold(log, &database.store, small_batches()).await;
            assert_same(&dump_all(&database.store).await, &expected, database.name);
        }
    }
}

#[tokio::test]
async fn an_event_that_is_delivered_twice_is_folded_once() {
    let world = World::played(16, 10, 40);
    let once = sqlite().await;
    let log = Arc::new(Shuffled::in_order(&world.events));
    fold(log, &once.store, Options::default()).await;
    let expected = dump_all(&once.store).await;
    let twice: Vec<Recorded> = world
        .events
        .iter()
        .flat_map(|event| [event.clone(), event.clone()])
        .collect();
    for options in [small_batches(), Options::default()] {
        let database = sqlite().await;
        let log = Arc::new(Shuffled::in_order(&twice));
        fold(log, &database.store, options).await;
        assert_same(&dump_all(&database.store).await, &expected, "twice");
    }
}
