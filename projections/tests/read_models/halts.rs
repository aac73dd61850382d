//! A projection that cannot go on stays where it is and says why; the others go on.

use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::time::Duration;

use arena_log::{Encoded, ShardId, StreamId};
use arena_projections::{
    Condition, Fact, Options, Page, Projection, Queries, QueryError, Runner, Status, Store,
    StoreError, catch_up, dump,
};
use arena_rules::battle::Event;
use arena_rules::rating::{self, Source};
use arena_rules::time::Time;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::prefix::assert_prefixes;
use crate::support::shuffled::Shuffled;
use crate::support::world::{World, book_stream};
use crate::support::{
    Place, assert_same, codec, databases, decode, dump_all, fold, small_batches, sqlite,
};

/// Runs until every projection has halted or is at the log's end.
async fn settled(log: Shuffled, store: &Store, options: Options) -> Vec<Status> {
    let runner = Runner::new(Arc::new(log), decode(), store, options);
    let statuses = runner.statuses();
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner.run(stop.clone()));
    let mut settled = Vec::new();
    for mut status in statuses {
        let done = status.wait_for(|status| match status.condition {
            Condition::Halted { .. } => true,
            Condition::Following => status.lag == 0 && status.checkpoint.total() > 0,
            Condition::Starting
            | Condition::StandingBy
            | Condition::Waiting { .. }
            | Condition::Stopped => false,
        });
        let done = tokio::time::timeout(Duration::from_secs(60), done).await;
        settled.push(done.unwrap().unwrap().clone());
    }
    stop.cancel();
    running.await.unwrap();
    settled
}

fn halt(status: &Status) -> &str {
    match &status.condition {
        Condition::Halted { reason } => reason,
        other => panic!("{:?} is {other:?}", status.projection),
    }
}

fn with_poison(encoded: Encoded) -> (World, Source) {
    let mut world = World::played(3, 10, 40);
    let poison = world.record_raw(StreamId(Uuid::from_u128(13)), encoded);
    world.play(30);
    (world, poison)
}

#[tokio::test]
async fn an_unreadable_event_halts_right_before_it() {
    let unreadable = Encoded {
        kind: codec::POISON,
        schema: 1,
        data: Vec::new(),
    };
    let (world, poison) = with_poison(unreadable);
    for database in databases().await {
        let log = Shuffled::in_order(&world.events);
        for status in settled(log, &database.store, small_batches()).await {
            let reason = halt(&status);
            assert!(reason.contains("unknown kind 666"), "{reason}");
            let place = format!("(shard {}, position {})", poison.shard, poison.position);
            assert!(reason.contains(&place), "{reason}");
            assert!(reason.contains("00000000000d/1"), "{reason}");
            let at = status.checkpoint.get(ShardId(poison.shard));
            assert_eq!(at.0, poison.position - 1);
            assert!(status.lag > 0);
        }
        assert_prefixes(&world, &database.store, database.name).await;
    }
}

#[tokio::test]
async fn an_event_that_contradicts_the_battles_halts_them_alone() {
    let never_created = codec::battle(&Event::Started {
        at: Time(5),
        deadline: Time(6),
    });
    let (world, poison) = with_poison(never_created);
    for options in [small_batches(), Options::default()] {
        let database = sqlite().await;
        let log = Shuffled::seeded(&world.events, 2);
        let [ratings, battles, queues] = &settled(log, &database.store, options).await[..] else {
            panic!("three projections")
        };
        assert!(halt(battles).contains("never created"), "{battles:?}");
        // Nothing that the projection looks at lies between its checkpoint and the poison.
        let at = battles.checkpoint.get(ShardId(poison.shard)).0;
        assert!(at < poison.position);
        for other in [ratings, queues] {
            assert_eq!(other.condition, Condition::Following);
            assert_eq!(other.checkpoint.total(), world.events.len() as u64);
        }
        assert_prefixes(&world, &database.store, "before the poison").await;
    }
}

#[tokio::test]
async fn an_event_that_the_tables_refuse_halts_instead_of_being_tried_for_ever() {
    let mut world = World::uncorrected(3, 10, 40);
    world.settle();
    let twice = world
        .events
        .iter()
        .rfind(|event| event.stream == book_stream())
        .unwrap();
    let twice = Encoded {
        kind: twice.kind,
        schema: twice.schema,
        data: twice.data.clone(),
    };
    // The same battle in the book a second time.
    world.record_raw(book_stream(), twice);
    for database in databases().await {
        let log = Shuffled::in_order(&world.events);
        let statuses = settled(log, &database.store, small_batches()).await;
        assert!(halt(&statuses[0]).contains("damaged"), "{:?}", statuses[0]);
        assert_eq!(statuses[1].condition, Condition::Following);
        assert_prefixes(&world, &database.store, database.name).await;
    }
}

/// SQLite would store it as a null, PostgreSQL above every other rating.
#[tokio::test]
async fn a_rating_that_is_not_a_number_halts_the_ratings_alone() {
    let mut world = World::played(4, 10, 60);
    world.settle();
    let stored = world
        .events
        .iter_mut()
        .rfind(|event| event.stream == book_stream())
        .unwrap();
    let Ok(Some(Fact::Rating(mut entry))) = codec::decode(stored) else {
        panic!("no entry of the book")
    };
    let (rating::Event::RatingChanged { changes, .. }
    | rating::Event::RatingCorrected { changes, .. }) = &mut entry;
    changes[1].after.rating = f64::NAN;
    stored.data = codec::rating(&entry).data;
    let place = (stored.shard, stored.position);
    for database in databases().await {
        for options in [small_batches(), Options::default()] {
            let log = Shuffled::in_order(&world.events);
            let statuses = settled(log, &database.store, options).await;
            let reason = halt(&statuses[0]);
            assert!(reason.contains("is not a number"), "{reason}");
            let named = format!("(shard {}, position {})", place.0, place.1);
            assert!(reason.contains(&named), "{reason}");
            assert_eq!(statuses[1].condition, Condition::Following);
            assert_prefixes(&world, &database.store, database.name).await;
        }
    }
}

#[tokio::test]
async fn a_damaged_file_halts_instead_of_being_tried_for_ever() {
    const PAGE: u64 = 4096;
    let world = World::played(7, 10, 60);
    let (first, _) = world.events.split_at(world.events.len() / 2);
    let database = sqlite().await;
    let log = Arc::new(Shuffled::in_order(first));
    fold(log, &database.store, Options::default()).await;
    database.store.close().await;
    let Place::File(file) = &database.place else {
        panic!("SQLite has a file")
    };
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let root: i64 = sqlx::query_scalar("select rootpage from sqlite_schema where name = 'battle'")
        .fetch_one(&pool)
        .await
        .unwrap();
    pool.close().await;
    let opened = std::fs::File::options().write(true).open(file).unwrap();
    let page = u64::try_from(root).unwrap() - 1;
    opened.write_all_at(&[0xff; 4096], page * PAGE).unwrap();

    let store = database.place.open().await;
    let log = Shuffled::in_order(&world.events);
    let [ratings, battles, queues] = &settled(log, &store, Options::default()).await[..] else {
        panic!("three projections")
    };
    assert!(halt(battles).contains("malformed"), "{battles:?}");
    for other in [ratings, queues] {
        assert_eq!(other.condition, Condition::Following);
    }
    let asked = Queries::new(store).ended_battles(&Page::default()).await;
    assert!(
        matches!(asked, Err(QueryError::Store(StoreError::Damaged { .. }))),
        "{asked:?}"
    );
}

#[tokio::test]
async fn a_gap_in_a_shard_halts() {
    let mut world = World::uncorrected(6, 10, 30);
    let missing = world.events.len() / 2;
    let lost = world.events.remove(missing);
    if !world
        .events
        .iter()
        .any(|event| event.shard == lost.shard && event.position > lost.position)
    {
        panic!("nothing follows the gap");
    }
    let database = sqlite().await;
    let log = Shuffled::in_order(&world.events);
    for status in settled(log, &database.store, Options::default()).await {
        assert!(halt(&status).contains("follows position"), "{status:?}");
        let at = status.checkpoint.get(lost.shard);
        assert_eq!(at.0, lost.position.0 - 1);
    }
}

#[tokio::test]
async fn tables_of_an_older_fold_are_folded_anew() {
    let world = World::played(9, 10, 50);
    for database in databases().await {
        let log = Arc::new(Shuffled::in_order(&world.events));
        fold(log.clone(), &database.store, small_batches()).await;
        let expected = dump_all(&database.store).await;
        for statement in [
            "update checkpoint set version = 0",
            "update player set wins = wins + 1",
            "delete from problem",
            "update rating set rating = 1",
            "update queue_wait set tickets = 0",
        ] {
            execute(&database.place, statement).await;
        }
        assert_ne!(dump_all(&database.store).await, expected);
        fold(log, &database.store, small_batches()).await;
        assert_same(&dump_all(&database.store).await, &expected, database.name);
    }
}

#[tokio::test]
async fn tables_of_a_newer_fold_are_left_alone() {
    let world = World::played(9, 10, 20);
    let database = sqlite().await;
    let log = Arc::new(Shuffled::in_order(&world.events));
    fold(log.clone(), &database.store, Options::default()).await;
    execute(&database.place, "update checkpoint set version = 99").await;
    let before = dump(&database.store, Projection::Battles).await.unwrap();
    let refused = catch_up(log, decode(), &database.store, Options::default()).await;
    let error = refused.unwrap_err();
    assert!(!error.retryable);
    assert!(
        error.to_string().contains("start the newer build"),
        "{error}"
    );
    let after = dump(&database.store, Projection::Battles).await.unwrap();
    assert_same(&after, &before, "tables of a newer fold");
}

async fn execute(place: &Place, statement: &'static str) {
    match place {
        Place::File(file) => {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
            let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
            sqlx::query(statement).execute(&pool).await.unwrap();
            pool.close().await;
        }
        Place::Url(url) => {
            let pool = sqlx::PgPool::connect(url).await.unwrap();
            let mut connection = pool.acquire().await.unwrap();
            sqlx::query("set search_path to projections")
                .execute(&mut *connection)
                .await
                .unwrap();
            sqlx::query(statement)
                .execute(&mut *connection)
                .await
                .unwrap();
        }
    }
}
