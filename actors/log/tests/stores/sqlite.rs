//! The log in SQLite.

use std::sync::Arc;

use arena_log::conformance::{self, Bench, Load};
use arena_log::limits::MAX_QUEUE;
use arena_log::mutant::Mutant;
use arena_log::sqlite::OpenError;
use arena_log::sqlite::fault::{Fault, Faults};
use arena_log::testing::{append, claim_all};
use arena_log::verify::verify;
use arena_log::{
    AppendError, Appended, EventLog, OwnerError, OwnerId, ShardId, SqliteLog, SqliteOptions,
    StreamId, Version,
};
use async_trait::async_trait;
use futures_util::future::join_all;
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) struct SqliteBench {
    folder: TempDir,
    mutant: Option<Mutant>,
}

impl SqliteBench {
    pub(crate) fn new(mutant: Option<Mutant>) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            mutant,
        }
    }

    fn options(&self) -> SqliteOptions {
        SqliteOptions::new(&self.folder.path().join("log.db"))
    }
}

#[async_trait]
impl Bench for SqliteBench {
    async fn open(&self) -> Arc<dyn EventLog> {
        let options = self.options().shared();
        let options = match self.mutant {
            Some(mutant) => options.mutant(mutant),
            None => options,
        };
        Arc::new(SqliteLog::open(options).await.unwrap())
    }
}

macro_rules! sqlite_tests {
    ($($name:ident),* $(,)?) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                conformance::run(stringify!($name), &SqliteBench::new(None)).await;
            }
        )*
    };
}

arena_log::for_each_conformance_check!(sqlite_tests);

#[tokio::test]
async fn a_second_process_is_refused_with_a_sentence_and_comes_in_after_the_first() {
    let bench = SqliteBench::new(None);
    let first = SqliteLog::open(bench.options()).await.unwrap();
    let refused = SqliteLog::open(bench.options()).await.unwrap_err();
    assert!(matches!(refused, OpenError::Held { .. }), "{refused}");
    let path = bench.folder.path().join("log.db");
    let sentence = format!(
        "the event log {} is in use by another process, process {}: stop that process, or use \
         another data folder",
        path.display(),
        std::process::id()
    );
    assert_eq!(refused.to_string(), sentence);
    first.close().await;
    SqliteLog::open(bench.options()).await.unwrap();
}

/// Set in `.cargo/config.toml`: with it, rows that one thread reads and another frees do not meet at
/// a lock.
#[tokio::test]
async fn sqlite_is_built_without_counting_its_memory() {
    let mut memory = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    let options = sqlx::query_scalar::<_, String>("pragma compile_options")
        .fetch_all(&mut memory)
        .await
        .unwrap();
    let wanted = "DEFAULT_MEMSTATUS=0";
    assert!(options.iter().any(|option| option == wanted), "{options:?}");
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let bench = SqliteBench::new(None);
    let path = bench.folder.path().join("missing").join("log.db");
    let refused = SqliteLog::open(SqliteOptions::new(&path))
        .await
        .unwrap_err();
    assert!(
        refused.to_string().contains(&path.display().to_string()),
        "{refused}"
    );
}

#[tokio::test]
async fn a_connection_that_is_lost_around_a_commit_leaves_nothing_in_doubt() {
    for fault in [Fault::BeforeCommit, Fault::AfterCommit] {
        let (bench, faults) = (SqliteBench::new(None), Faults::default());
        let log = SqliteLog::open(bench.options().faults(faults.clone()))
            .await
            .unwrap();
        let (_, claim) = claim_all(&log).await;
        let stream = StreamId(Uuid::new_v4());
        let epoch = claim.epoch(ShardId::of(stream)).unwrap();
        for version in 0..5 {
            faults.order(fault);
            let append = append(stream, Version(version), epoch, &[b"x"]);
            let stored = log.append(append).await.unwrap();
            assert!(
                matches!(stored, Appended::Stored { .. }),
                "{fault:?}: {stored:?}"
            );
            assert_eq!(stored.first_version(), Version(version + 1));
            assert!(faults.is_spent());
        }
        let events = log.read_stream(stream, Version::ZERO, 10).await.unwrap();
        assert_eq!(events.len(), 5);
        // Each loss raised the epoch; the claimed one stayed good.
        assert!(events[4].epoch > events[0].epoch);
        conformance::assert_sound(&log).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_queue_takes_so_many_appends_and_not_one_more() {
    let bench = SqliteBench::new(None);
    let log = SqliteLog::open(bench.options()).await.unwrap();
    let (_, claim) = claim_all(&log).await;
    let fresh = || {
        let stream = StreamId(Uuid::new_v4());
        append(
            stream,
            Version(0),
            claim.epoch(ShardId::of(stream)).unwrap(),
            &[b"x"],
        )
    };
    // While another connection writes, nothing is answered.
    let url = format!("sqlite://{}", bench.folder.path().join("log.db").display());
    let mut other = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("begin immediate")
        .execute(&mut other)
        .await
        .unwrap();
    let mut whole: Vec<_> = (0..MAX_QUEUE).map(|_| log.append(fresh())).collect();
    for waiting in &mut whole {
        assert!(futures_util::poll!(waiting.as_mut()).is_pending());
    }
    let refused = log.append(fresh()).await;
    assert_eq!(
        refused,
        Err(AppendError::Overloaded {
            capacity: MAX_QUEUE
        })
    );
    sqlx::query("rollback").execute(&mut other).await.unwrap();
    for stored in join_all(whole).await {
        stored.unwrap();
    }
    log.append(fresh()).await.unwrap();
    assert_eq!(log.heads().await.unwrap().total(), MAX_QUEUE as u64 + 1);
}

#[tokio::test]
async fn a_database_of_a_later_build_is_refused() {
    let bench = SqliteBench::new(None);
    SqliteLog::open(bench.options())
        .await
        .unwrap()
        .close()
        .await;
    let url = format!("sqlite://{}", bench.folder.path().join("log.db").display());
    let mut other = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("update arena_log_migrations set version = 99")
        .execute(&mut other)
        .await
        .unwrap();
    other.close().await.unwrap();
    let refused = SqliteLog::open(bench.options()).await.unwrap_err();
    assert!(matches!(refused, OpenError::Migrate(_)), "{refused}");
}

#[tokio::test]
async fn a_read_only_log_reads_beside_its_writer_and_refuses_the_rest() {
    let bench = SqliteBench::new(None);
    let missing = SqliteLog::open(bench.options().read_only())
        .await
        .unwrap_err();
    assert!(matches!(missing, OpenError::Open { .. }), "{missing}");

    let log = SqliteLog::open(bench.options()).await.unwrap();
    let (owner, claim) = claim_all(&log).await;
    let reader = SqliteLog::open(bench.options().read_only()).await.unwrap();
    log.heartbeat(owner, 1234).await.unwrap();
    let nodes = reader.nodes().await.unwrap();
    let seen: Vec<_> = nodes
        .iter()
        .map(|node| (node.owner, node.seen_at_ms))
        .collect();
    assert_eq!(seen, [(owner, 1234)]);
    let roster = reader.roster().await.unwrap();
    for (shard, state) in &roster.shards {
        let claimed = claim.epoch(*shard);
        assert_eq!((state.owner, Some(state.epoch)), (Some(owner), claimed));
    }
    let stream = StreamId(Uuid::new_v4());
    let append = append(
        stream,
        Version(0),
        claim.epoch(ShardId::of(stream)).unwrap(),
        &[b"x"],
    );
    log.append(append.clone()).await.unwrap();
    assert_eq!(
        reader
            .read_stream(stream, Version::ZERO, 10)
            .await
            .unwrap()
            .len(),
        1
    );
    conformance::assert_sound(&reader).await;
    assert_eq!(reader.append(append).await, Err(AppendError::ShuttingDown));
    let owner = OwnerId(Uuid::new_v4());
    let claim = reader.claim(owner, &[ShardId(1)]).await;
    assert_eq!(claim, Err(OwnerError::ShuttingDown));
    reader.close().await;
    log.close().await;
    let reader = SqliteLog::open(bench.options().read_only()).await.unwrap();
    assert_eq!(reader.heads().await.unwrap().total(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_only_log_is_verified_while_its_writer_writes() {
    let bench = SqliteBench::new(None);
    let writer = Arc::new(SqliteLog::open(bench.options()).await.unwrap());
    let reader = SqliteLog::open(bench.options().read_only()).await.unwrap();
    verify_beside(writer, &reader).await;
}

/// Verifies again and again until the writer is done.
pub(crate) async fn verify_beside(writer: Arc<dyn EventLog>, reader: &dyn EventLog) {
    let load = Load {
        appenders: 16,
        appends: 150,
        streams: 32,
        takeovers: 0,
    };
    let writing = tokio::spawn(load.run(vec![Arc::clone(&writer)], 5));
    let mut seen = Vec::new();
    while !writing.is_finished() {
        let report = verify(reader).await.unwrap();
        assert!(report.is_clean(), "{report}");
        seen.push(report.events);
    }
    writing.await.unwrap().assert_kept(reader).await;
    let all = writer.heads().await.unwrap().total();
    assert!(seen.is_sorted(), "{seen:?}");
    assert!(
        seen.iter().any(|events| (1..all).contains(events)),
        "{seen:?}"
    );
}
