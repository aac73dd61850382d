//! The log in memory behind the databases' writers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use arena_log::conformance::{self, Bench, Cluster, MEMBER_CHECKS, MemberLog};
use arena_log::mutant::Mutant;
use arena_log::testing::{append, claim_all};
use arena_log::{
    AppendError, Appended, DistantLog, EventLog, Fate, Lost, MemoryLog, Sent, ShardId, StreamId,
    Version, Way,
};
use async_trait::async_trait;
use uuid::Uuid;

/// Nothing is lost, and nothing takes time.
#[derive(Debug)]
struct Calm;

#[async_trait]
impl Way for Calm {
    async fn there(&self, _: Sent) -> Fate {
        Fate::Arrives
    }

    async fn back(&self, _: Sent) -> Result<(), Lost> {
        Ok(())
    }
}

fn calm() -> Arc<dyn Way> {
    Arc::new(Calm)
}

struct DistantBench(MemoryLog);

#[async_trait]
impl Bench for DistantBench {
    async fn open(&self) -> Arc<dyn EventLog> {
        Arc::new(DistantLog::over(&self.0, &calm(), 2))
    }
}

macro_rules! distant_tests {
    ($($name:ident),* $(,)?) => {
        $(
            #[tokio::test]
            async fn $name() {
                conformance::run(stringify!($name), &DistantBench(MemoryLog::new())).await;
            }
        )*
    };
}

arena_log::for_each_conformance_check!(distant_tests);

struct DistantCluster(MemoryLog);

#[async_trait]
impl Cluster for DistantCluster {
    async fn join(&self) -> Arc<dyn MemberLog> {
        Arc::new(DistantLog::over(&self.0, &calm(), 2))
    }
}

#[tokio::test(start_paused = true)]
async fn every_promise_to_members_is_kept() {
    for (name, _) in MEMBER_CHECKS {
        println!("{name}");
        conformance::run_member(name, &DistantCluster(MemoryLog::for_members())).await;
    }
}

/// The first append has this fate, or its answer is lost.
#[derive(Debug)]
struct Troubled {
    first: Option<Fate>,
    appends: AtomicU32,
}

#[async_trait]
impl Way for Troubled {
    async fn there(&self, sent: Sent) -> Fate {
        let first = sent == Sent::Append && self.appends.fetch_add(1, Ordering::SeqCst) == 0;
        self.first.filter(|_| first).unwrap_or(Fate::Arrives)
    }

    async fn back(&self, sent: Sent) -> Result<(), Lost> {
        let first = sent == Sent::Append && self.appends.load(Ordering::SeqCst) == 1;
        if first && self.first.is_none() {
            return Err(Lost);
        }
        Ok(())
    }
}

async fn appended(
    first: Option<Fate>,
    mutant: Option<Mutant>,
) -> (MemoryLog, StreamId, Result<Appended, AppendError>) {
    let memory = mutant.map_or_else(MemoryLog::new, MemoryLog::with_mutant);
    let appends = AtomicU32::new(0);
    let way: Arc<dyn Way> = Arc::new(Troubled { first, appends });
    let log = DistantLog::over(&memory, &way, 1);
    let (_, claim) = claim_all(&log).await;
    let stream = StreamId(Uuid::from_u128(1));
    let epoch = claim.epoch(ShardId::of(stream)).unwrap();
    let answer = log.append(append(stream, Version(0), epoch, &[b"x"])).await;
    tokio::time::sleep(Duration::from_secs(10)).await;
    (memory, stream, answer)
}

#[tokio::test(start_paused = true)]
async fn what_a_lost_connection_left_in_doubt_is_stored_once() {
    let late = Fate::LostAndLate(Duration::from_secs(5));
    for first in [None, Some(Fate::Lost), Some(late)] {
        let (memory, stream, answer) = appended(first, None).await;
        assert!(
            matches!(answer, Ok(Appended::Stored { .. })),
            "{first:?}: {answer:?}"
        );
        let stored = memory.read_stream(stream, Version(0), 10).await.unwrap();
        assert_eq!(stored.len(), 1, "{first:?}");
        conformance::assert_sound(&memory).await;
    }
}
