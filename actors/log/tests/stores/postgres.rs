//! The log in PostgreSQL.

use std::sync::Arc;
use std::time::Duration;

use arena_log::conformance::{self, Bench, CHECKS};
use arena_log::mutant::Mutant;
use arena_log::postgres::OpenError;
use arena_log::testing::{TestDatabase, append, claim_all, postgres};
use arena_log::{AppendError, EventLog, PostgresLog, PostgresOptions, ShardId, StreamId, Version};
use async_trait::async_trait;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

use crate::sqlite::verify_beside;

pub(crate) struct PostgresBench {
    database: TestDatabase,
    mutant: Option<Mutant>,
    writers: usize,
}

impl PostgresBench {
    pub(crate) async fn new(mutant: Option<Mutant>) -> Self {
        Self {
            database: postgres().await,
            mutant,
            writers: 1,
        }
    }

    pub(crate) fn options(&self) -> PostgresOptions {
        PostgresOptions::new(self.database.url())
            .unwrap()
            .writers(self.writers)
    }

    pub(crate) async fn sql(&self, sql: &str) {
        let mut admin = PgConnection::connect(self.database.url()).await.unwrap();
        sqlx::query(AssertSqlSafe(sql))
            .execute(&mut admin)
            .await
            .unwrap();
        admin.close().await.unwrap();
    }
}

#[async_trait]
impl Bench for PostgresBench {
    async fn open(&self) -> Arc<dyn EventLog> {
        let options = self.options().shared();
        let options = match self.mutant {
            Some(mutant) => options.mutant(mutant),
            None => options,
        };
        Arc::new(PostgresLog::open(options).await.unwrap())
    }
}

/// One test for all checks, since each test process has a server of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_check_of_the_contract_holds() {
    for (name, _) in CHECKS {
        println!("{name}");
        conformance::run(name, &PostgresBench::new(None).await).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_check_of_the_contract_holds_with_three_writers() {
    for (name, _) in CHECKS {
        println!("{name}");
        let bench = PostgresBench {
            writers: 3,
            ..PostgresBench::new(None).await
        };
        conformance::run(name, &bench).await;
    }
}

#[tokio::test]
async fn a_second_process_is_refused_with_a_sentence_and_comes_in_after_the_first() {
    let bench = PostgresBench::new(None).await;
    let first = PostgresLog::open(bench.options()).await.unwrap();
    let refused = PostgresLog::open(bench.options()).await.unwrap_err();
    assert!(matches!(refused, OpenError::Held { .. }), "{refused}");
    let sentence = refused.to_string();
    assert!(sentence.starts_with("the event log is in use by another process, \"arena-log "));
    assert!(
        sentence.ends_with("stop that process, or use another database"),
        "{sentence}"
    );
    first.close().await;
    PostgresLog::open(bench.options()).await.unwrap();
}

#[tokio::test]
async fn the_lock_is_taken_again_after_its_connection_was_lost() {
    let bench = PostgresBench::new(None).await;
    let log = PostgresLog::open(bench.options()).await.unwrap();
    let holders = "select pid from pg_locks where locktype = 'advisory' and granted \
        and database = (select oid from pg_database where datname = current_database())";
    let mut admin = PgConnection::connect(bench.database.url()).await.unwrap();
    let first: i32 = sqlx::query_scalar(holders)
        .fetch_one(&mut admin)
        .await
        .unwrap();
    bench
        .sql(&format!("select pg_terminate_backend({first})"))
        .await;
    while !matches!(
        sqlx::query_scalar::<_, i32>(holders).fetch_optional(&mut admin).await.unwrap(),
        Some(holder) if holder != first
    ) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let refused = PostgresLog::open(bench.options()).await.unwrap_err();
    assert!(matches!(refused, OpenError::Held { .. }), "{refused}");
    log.close().await;
}

#[tokio::test]
async fn a_server_that_became_read_only_is_unavailable_until_it_takes_writes_again() {
    let bench = PostgresBench::new(None).await;
    let options = bench.options().patience(Duration::from_millis(50));
    let log = PostgresLog::open(options).await.unwrap();
    let (_, claim) = claim_all(&log).await;
    let stream = StreamId(Uuid::new_v4());
    let epoch = claim.epoch(ShardId::of(stream)).unwrap();
    log.append(append(stream, Version(0), epoch, &[b"1"]))
        .await
        .unwrap();
    let mode = |mode: &str| {
        format!(
            "do $$ begin execute format('alter database %I set default_transaction_read_only = \
             {mode}', current_database()); end $$"
        )
    };
    bench.sql(&mode("on")).await;
    let end = "select pg_terminate_backend(pid) from pg_stat_activity where datname = \
        current_database() and pid <> pg_backend_pid()";
    bench.sql(end).await;
    let second = append(stream, Version(1), epoch, &[b"2"]);
    // The first answer may still wait for a lost connection to be settled.
    let refused = tokio::time::timeout(Duration::from_secs(1), log.append(second.clone())).await;
    if let Ok(answer) = refused {
        assert!(
            matches!(answer, Err(AppendError::Unavailable { .. })),
            "{answer:?}"
        );
    }
    let mut admin = PgConnection::connect(bench.database.url()).await.unwrap();
    for sql in ["set default_transaction_read_only = off", &mode("off")] {
        sqlx::query(AssertSqlSafe(sql))
            .execute(&mut admin)
            .await
            .unwrap();
    }
    let stored = loop {
        match log.append(second.clone()).await {
            Err(AppendError::Unavailable { .. }) => {}
            answer => break answer.unwrap(),
        }
    };
    assert_eq!(stored.first_version(), Version(2));
    conformance::assert_sound(&log).await;
}

#[tokio::test]
async fn a_read_only_log_reads_beside_its_writer_and_refuses_the_rest() {
    let bench = PostgresBench::new(None).await;
    let missing = PostgresLog::open(bench.options().read_only())
        .await
        .unwrap_err();
    assert!(
        matches!(missing, OpenError::Unavailable { .. }),
        "{missing}"
    );

    let log = PostgresLog::open(bench.options()).await.unwrap();
    let (_, claim) = claim_all(&log).await;
    let reader = PostgresLog::open(bench.options().read_only())
        .await
        .unwrap();
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
    assert_eq!(reader.append(append).await, Err(AppendError::ShuttingDown));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_only_log_is_verified_while_its_writer_writes() {
    let bench = PostgresBench::new(None).await;
    let writer = Arc::new(PostgresLog::open(bench.options()).await.unwrap());
    let reader = PostgresLog::open(bench.options().read_only())
        .await
        .unwrap();
    verify_beside(writer, &reader).await;
}
