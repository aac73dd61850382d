//! Several processes on one log in PostgreSQL.

use std::sync::Arc;
use std::time::Duration;

use arena_log::conformance::{self, Cluster, MEMBER_CHECKS, MemberLog};
use arena_log::mutant::Mutant;
use arena_log::postgres::OpenError;
use arena_log::testing::{TestDatabase, append, claim_all, postgres};
use arena_log::{
    About, EventLog, Membership, OwnerError, OwnerId, PostgresLog, PostgresOptions, Pulse, ShardId,
    StreamId, Version,
};
use async_trait::async_trait;
use futures_util::future::join_all;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

/// Long enough that nothing which is done within it takes so long.
const LEASE: Duration = Duration::from_secs(2);

pub(crate) struct PostgresCluster {
    database: TestDatabase,
    mutant: Option<Mutant>,
}

impl PostgresCluster {
    pub(crate) async fn new(mutant: Option<Mutant>) -> Self {
        Self {
            database: postgres().await,
            mutant,
        }
    }

    fn options(&self) -> PostgresOptions {
        PostgresOptions::new(self.database.url())
            .unwrap()
            .lease(LEASE)
    }

    async fn member(&self) -> PostgresLog {
        PostgresLog::open(self.options().member()).await.unwrap()
    }

    async fn admin(&self) -> PgConnection {
        PgConnection::connect(self.database.url()).await.unwrap()
    }
}

#[async_trait]
impl Cluster for PostgresCluster {
    async fn join(&self) -> Arc<dyn MemberLog> {
        let options = self.options().member();
        let options = match self.mutant {
            Some(mutant) => options.mutant(mutant),
            None => options,
        };
        Arc::new(PostgresLog::open(options).await.unwrap())
    }
}

pub(crate) fn pulse(name: &str) -> Pulse {
    Pulse {
        owner: OwnerId(Uuid::new_v4()),
        name: name.to_owned(),
        roles: Vec::new(),
        draining: false,
        seen_at_ms: 1000,
        about: About::default(),
    }
}

/// What is a member's business is refused with a sentence.
pub(crate) async fn refuses_members(log: &impl MemberLog) {
    let pulse = pulse("nobody");
    let refused = log.beat(&pulse).await.unwrap_err();
    assert_eq!(refused, OwnerError::Alone);
    assert_eq!(
        refused.to_string(),
        "this process is no member of a cluster: it has the event log alone, or only reads it"
    );
    let claimed = log.claim_free(pulse.owner, &[ShardId(1)]).await;
    assert_eq!(claimed, Err(OwnerError::Alone));
    let settled = log.settle(pulse.owner, &[ShardId(1)]).await;
    assert_eq!(settled, Err(OwnerError::Alone));
    assert!(log.roster().await.unwrap().members.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_promise_to_members_is_kept() {
    let checks = MEMBER_CHECKS.iter().map(async |(name, _)| {
        conformance::run_member(name, &PostgresCluster::new(None).await).await;
        println!("{name}");
    });
    join_all(checks).await;
}

#[tokio::test]
async fn a_log_that_is_held_alone_or_only_read_has_no_members() {
    let cluster = PostgresCluster::new(None).await;
    let log = PostgresLog::open(cluster.options()).await.unwrap();
    refuses_members(&log).await;
    let reader = PostgresLog::open(cluster.options().read_only())
        .await
        .unwrap();
    refuses_members(&reader).await;
    // It sees who is there and who owns what all the same.
    let (owner, _) = claim_all(&log).await;
    let roster = reader.roster().await.unwrap();
    assert!(
        roster
            .shards
            .values()
            .all(|state| state.owner == Some(owner))
    );
    log.heartbeat(owner, 1234).await.unwrap();
    let nodes = reader.nodes().await.unwrap();
    let seen: Vec<_> = nodes
        .iter()
        .map(|node| (node.owner, node.seen_at_ms, node.silent_ms))
        .collect();
    assert_eq!(seen, [(owner, 1234, None)]);
}

#[tokio::test]
async fn members_and_a_process_alone_keep_each_other_out_with_a_sentence() {
    let cluster = PostgresCluster::new(None).await;
    let alone = PostgresLog::open(cluster.options()).await.unwrap();
    let refused = PostgresLog::open(cluster.options().member())
        .await
        .unwrap_err();
    assert!(matches!(refused, OpenError::HeldAlone { .. }), "{refused}");
    let sentence = refused.to_string();
    assert!(
        sentence
            .starts_with("the event log is in use by a process that has it alone, \"arena-log ")
            && sentence.ends_with("stop that process, or start it as a member of the cluster too"),
        "{sentence}"
    );
    alone.close().await;

    let (one, two) = (cluster.member().await, cluster.member().await);
    let refused = PostgresLog::open(cluster.options()).await.unwrap_err();
    assert!(
        matches!(refused, OpenError::HeldByMembers { .. }),
        "{refused}"
    );
    let sentence = refused.to_string();
    assert!(
        sentence.starts_with("the event log is in use by the members of a cluster, \"arena-log "),
        "{sentence}"
    );
    assert_eq!(sentence.matches("\"arena-log ").count(), 2, "{sentence}");
    one.close().await;
    // One is enough to keep it out.
    let refused = PostgresLog::open(cluster.options()).await.unwrap_err();
    assert!(
        matches!(refused, OpenError::HeldByMembers { .. }),
        "{refused}"
    );
    two.close().await;
    PostgresLog::open(cluster.options()).await.unwrap();
}

#[tokio::test]
async fn a_member_whose_log_was_taken_alone_while_it_was_cut_off_stops_beating() {
    let cluster = PostgresCluster::new(None).await;
    let member = cluster.member().await;
    let pulse = pulse("cut off");
    member.beat(&pulse).await.unwrap();
    let mut admin = cluster.admin().await;
    // Whoever wants it alone waits at the door until the member's lock breaks.
    let alone = loop {
        let end = "select count(pg_terminate_backend(a.pid)) from pg_locks l \
            join pg_stat_activity a on a.pid = l.pid where l.locktype = 'advisory' \
            and a.datname = current_database() and l.mode = 'ShareLock'";
        let (opened, _) = tokio::join!(
            PostgresLog::open(cluster.options()),
            sqlx::query(end).execute(&mut admin)
        );
        if let Ok(alone) = opened {
            break alone;
        }
    };
    let refused = loop {
        match member.beat(&pulse).await {
            Ok(_) => tokio::task::yield_now().await,
            Err(OwnerError::Unavailable { .. }) => {}
            Err(refused) => break refused,
        }
    };
    assert!(matches!(refused, OwnerError::Held { .. }), "{refused}");
    let claimed = member.claim_free(pulse.owner, &[ShardId(3)]).await;
    assert!(
        matches!(claimed, Err(OwnerError::Held { .. })),
        "{claimed:?}"
    );
    alone.close().await;
    while let Err(OwnerError::Held { .. }) = member.beat(&pulse).await {
        tokio::task::yield_now().await;
    }
    member.beat(&pulse).await.unwrap();
}

#[tokio::test]
async fn the_dead_whom_no_shard_names_are_forgotten() {
    let cluster = PostgresCluster::new(None).await;
    let log = cluster.member().await;
    let [gateway, first, second] = ["gateway", "first", "second"].map(pulse);
    log.beat(&gateway).await.unwrap();
    log.beat(&first).await.unwrap();
    log.claim_free(first.owner, &[ShardId(1)]).await.unwrap();
    log.settle(first.owner, &[ShardId(1)]).await.unwrap();
    let mut admin = cluster.admin().await;
    let mut nodes = async || {
        let nodes = "select owner from node";
        let owners = sqlx::query_scalar::<_, Uuid>(nodes).fetch_all(&mut admin);
        let mut owners: Vec<_> = owners.await.unwrap().into_iter().map(OwnerId).collect();
        owners.sort();
        owners
    };
    let sorted = |owners: &[&Pulse]| {
        let mut owners: Vec<_> = owners.iter().map(|pulse| pulse.owner).collect();
        owners.sort();
        owners
    };
    while !log.roster().await.unwrap().members.is_empty() {
        tokio::time::sleep(LEASE / 10).await;
    }
    log.beat(&second).await.unwrap();
    assert_eq!(nodes().await, sorted(&[&first, &second]));
    // Still named as the one before.
    let taken = log.claim_free(second.owner, &[ShardId(1)]).await.unwrap();
    log.beat(&second).await.unwrap();
    assert_eq!(nodes().await, sorted(&[&first, &second]));
    log.settle(second.owner, &[ShardId(1)]).await.unwrap();
    log.release(second.owner, &taken.epochs(), 1000)
        .await
        .unwrap();
    log.beat(&second).await.unwrap();
    assert_eq!(nodes().await, sorted(&[&second]));
}

#[tokio::test]
async fn a_beat_that_hangs_fails_in_time_and_the_next_one_goes_over_a_fresh_connection() {
    let cluster = PostgresCluster::new(None).await;
    let log = cluster.member().await;
    let pulse = pulse("held up");
    log.beat(&pulse).await.unwrap();
    let mut admin = cluster.admin().await;
    let mut holding = admin.begin().await.unwrap();
    sqlx::query("select * from node for update")
        .execute(&mut *holding)
        .await
        .unwrap();
    let refused = tokio::time::timeout(LEASE, log.beat(&pulse)).await.unwrap();
    assert!(
        matches!(refused, Err(OwnerError::Unavailable { .. })),
        "{refused:?}"
    );
    // One that nobody waits for leaves nothing behind either.
    let mut dropped = log.beat(&pulse);
    assert!(futures_util::poll!(dropped.as_mut()).is_pending());
    drop(dropped);
    holding.rollback().await.unwrap();
    log.beat(&pulse).await.unwrap();
    let lines = "select count(*) from pg_stat_activity where datname = current_database() \
        and query like '%lease_until = greatest%' and query not like '%pg_stat_activity%'";
    // The server notices closed connections when it has done what they asked for.
    let count = async |admin: &mut PgConnection| {
        let count = sqlx::query_scalar::<_, i64>(lines).fetch_one(admin);
        count.await.unwrap()
    };
    while count(&mut admin).await != 1 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_beat_is_held_up_neither_by_appends_nor_by_a_claim() {
    let cluster = PostgresCluster::new(None).await;
    let log = cluster.member().await;
    let pulse = pulse("busy");
    log.beat(&pulse).await.unwrap();
    let shards: Vec<ShardId> = ShardId::all().collect();
    let claim = log.claim_free(pulse.owner, &shards).await.unwrap();
    let mut admin = cluster.admin().await;
    let mut holding = admin.begin().await.unwrap();
    sqlx::query("select * from shard for update")
        .execute(&mut *holding)
        .await
        .unwrap();
    let stream = StreamId(Uuid::new_v4());
    let epoch = claim.epoch(ShardId::of(stream)).unwrap();
    let mut stuck = log.append(append(stream, Version(0), epoch, &[b"x"]));
    assert!(futures_util::poll!(stuck.as_mut()).is_pending());
    let mut claiming = log.claim_free(pulse.owner, &shards);
    assert!(futures_util::poll!(claiming.as_mut()).is_pending());
    let roster = log.beat(&pulse).await.unwrap();
    assert_eq!(roster.members.len(), 1);
    holding.rollback().await.unwrap();
    assert_eq!(claiming.await.unwrap().shards.len(), shards.len());
    drop(stuck.await);
}

/// A database as the first version left it.
#[tokio::test]
async fn a_log_of_the_first_version_is_migrated_with_its_owners() {
    let cluster = PostgresCluster::new(None).await;
    let (owner, stream) = (Uuid::new_v4(), StreamId(Uuid::new_v4()));
    let shard = ShardId::of(stream);
    let mut admin = cluster.admin().await;
    let log = PostgresLog::open(cluster.options()).await.unwrap();
    let claim = log.claim(OwnerId(owner), &[shard]).await.unwrap();
    let epoch = claim.epoch(shard).unwrap();
    log.append(append(stream, Version(0), epoch, &[b"kept"]))
        .await
        .unwrap();
    log.heartbeat(OwnerId(owner), 7000).await.unwrap();
    log.close().await;
    for sql in [
        "alter table node drop column name, drop column roles, drop column draining, \
         drop column lease_until",
        "alter table shard drop column settled",
        "delete from arena_log_migrations where version = 2",
    ] {
        let undo = sqlx::query(AssertSqlSafe(sql));
        undo.execute(&mut admin).await.unwrap();
    }
    let log = cluster.member().await;
    let pulse = pulse("first member");
    log.beat(&pulse).await.unwrap();
    // Whoever had it alone has no lease.
    let claim = log.claim_free(pulse.owner, &[shard]).await.unwrap();
    assert_eq!(claim.previous_seen_at_ms(), Some(7000));
    assert_eq!(claim.shards[&shard].head.0, 1);
    assert!(claim.epoch(shard).unwrap() > epoch);
}
