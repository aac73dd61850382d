//! The log in memory.

use std::sync::Arc;

use arena_log::conformance::{self, Bench, Cluster, MEMBER_CHECKS, MemberLog};
use arena_log::mutant::Mutant;
use arena_log::testing::{append, claim_all};
use arena_log::{AppendError, EventLog, MemoryLog, Positions, ReadError, ShardId, StreamId};
use async_trait::async_trait;
use uuid::Uuid;

use crate::members::refuses_members;

pub(crate) struct MemoryBench(Arc<MemoryLog>);

impl MemoryBench {
    pub(crate) fn new(mutant: Option<Mutant>) -> Self {
        Self(Arc::new(
            mutant.map_or_else(MemoryLog::new, MemoryLog::with_mutant),
        ))
    }
}

#[async_trait]
impl Bench for MemoryBench {
    async fn open(&self) -> Arc<dyn EventLog> {
        self.0.reopen();
        Arc::<MemoryLog>::clone(&self.0)
    }
}

macro_rules! memory_tests {
    ($($name:ident),* $(,)?) => {
        $(
            #[tokio::test]
            async fn $name() {
                conformance::run(stringify!($name), &MemoryBench::new(None)).await;
            }
        )*
    };
}

arena_log::for_each_conformance_check!(memory_tests);

pub(crate) struct MemoryCluster(MemoryLog);

impl MemoryCluster {
    pub(crate) fn new(mutant: Option<Mutant>) -> Self {
        Self(mutant.map_or_else(MemoryLog::for_members, MemoryLog::for_members_with_mutant))
    }
}

#[async_trait]
impl Cluster for MemoryCluster {
    async fn join(&self) -> Arc<dyn MemberLog> {
        Arc::new(self.0.another())
    }
}

#[tokio::test(start_paused = true)]
async fn every_promise_to_members_is_kept() {
    for (name, _) in MEMBER_CHECKS {
        println!("{name}");
        conformance::run_member(name, &MemoryCluster::new(None)).await;
    }
}

#[tokio::test]
async fn a_log_that_is_held_alone_has_no_members() {
    refuses_members(&MemoryLog::new()).await;
}

#[tokio::test]
async fn a_log_that_is_away_stores_nothing_and_comes_back() {
    let log = MemoryLog::new();
    let (_, claim) = claim_all(&log).await;
    let stream = StreamId(Uuid::new_v4());
    let epoch = claim.epoch(ShardId::of(stream)).unwrap();
    let append = append(stream, arena_log::Version(0), epoch, &[b"x"]);
    log.set_away(true);
    let refused = log.append(append.clone()).await.unwrap_err();
    assert!(matches!(refused, AppendError::Unavailable { .. }) && refused.is_retryable());
    let refused = log.read_shards(&Positions::start(), 1).await.unwrap_err();
    assert!(matches!(refused, ReadError::Unavailable { .. }));
    log.set_away(false);
    assert_eq!(log.heads().await.unwrap(), Positions::start());
    log.append(append).await.unwrap();
}
