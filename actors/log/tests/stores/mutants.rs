//! The suite notices when a store breaks a promise: each mutant fails the check of its promise.

use std::sync::Arc;

use arena_log::conformance::{self, Bench, Cluster};
use arena_log::mutant::Mutant;
use futures_util::future::join_all;

use crate::members::PostgresCluster;
use crate::memory::{MemoryBench, MemoryCluster};
use crate::postgres::PostgresBench;
use crate::sqlite::SqliteBench;

/// The checks that must notice, for each broken promise. What only a lost connection shows
/// (`NoEpochBump`) is in `postgres_faults`.
const NOTICED: &[(Mutant, &[&str])] = &[
    (
        Mutant::NoFence,
        &[
            "a_claim_fences_the_epochs_before_it",
            "a_released_shard_takes_nothing_until_it_is_claimed",
        ],
    ),
    (
        Mutant::NoVersionCheck,
        &[
            "a_stale_version_is_refused_with_the_actual_one",
            "a_future_version_is_refused_with_the_actual_one",
        ],
    ),
    (
        Mutant::NoDeduplication,
        &["a_retried_command_gets_its_first_answer_and_changes_nothing"],
    ),
    (
        Mutant::NoReleaseEpoch,
        &["a_release_that_comes_after_the_next_claim_changes_nothing"],
    ),
];

async fn notices(name: &'static str, bench: Arc<dyn Bench>) -> bool {
    let check = tokio::spawn(async move { conformance::run(name, &*bench).await });
    check.await.is_err_and(|error| error.is_panic())
}

macro_rules! every_mutant_is_noticed {
    ($bench:expr) => {
        for (mutant, checks) in NOTICED {
            for check in *checks {
                let bench: Arc<dyn Bench> = Arc::new($bench(Some(*mutant)));
                assert!(notices(check, bench).await, "{mutant:?} passes {check}");
            }
        }
    };
}

#[tokio::test]
async fn every_mutant_in_memory_is_noticed() {
    every_mutant_is_noticed!(MemoryBench::new);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mutant_in_sqlite_is_noticed() {
    every_mutant_is_noticed!(SqliteBench::new);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mutant_in_postgres_is_noticed() {
    let database = async |mutant| PostgresBench::new(mutant).await;
    for (mutant, checks) in NOTICED {
        for check in *checks {
            let bench: Arc<dyn Bench> = Arc::new(database(Some(*mutant)).await);
            assert!(notices(check, bench).await, "{mutant:?} passes {check}");
        }
    }
}

/// The checks of what members are promised that must notice, and one that must not: what it does
/// works but for the promise.
const MEMBERS_NOTICE: &[(Mutant, &[&str], &str)] = &[
    (
        Mutant::NoLease,
        &[
            "only_what_is_free_is_claimed",
            "a_lease_that_was_renewed_late_keeps_what_nobody_took",
        ],
        "a_roster_renews_nothing",
    ),
    (
        Mutant::NoClaimEpoch,
        &["a_claim_after_the_lease_fences_the_former_owner"],
        "a_roster_renews_nothing",
    ),
    (
        Mutant::ProcessClock,
        &["no_process_clock_decides_a_lease"],
        "a_member_takes_nothing_from_the_living_by_an_unconditional_claim",
    ),
];

async fn member_notices(name: &'static str, cluster: Arc<dyn Cluster>) -> bool {
    let check = tokio::spawn(async move { conformance::run_member(name, &*cluster).await });
    check.await.is_err_and(|error| error.is_panic())
}

/// Each mutant with each check, and whether that notices it.
fn members_notice() -> impl Iterator<Item = (Mutant, &'static str, bool)> {
    MEMBERS_NOTICE.iter().flat_map(|(mutant, checks, works)| {
        let noticing = checks.iter().map(|check| (*mutant, *check, true));
        noticing.chain([(*mutant, *works, false)])
    })
}

#[tokio::test(start_paused = true)]
async fn every_mutant_of_membership_in_memory_is_noticed() {
    for (mutant, check, noticing) in members_notice() {
        let cluster = Arc::new(MemoryCluster::new(Some(mutant)));
        let noticed = member_notices(check, cluster).await;
        assert_eq!(noticed, noticing, "{mutant:?} in {check}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mutant_of_membership_in_postgres_is_noticed() {
    let looking = members_notice().map(async |(mutant, check, noticing)| {
        let cluster = Arc::new(PostgresCluster::new(Some(mutant)).await);
        let noticed = member_notices(check, cluster).await;
        assert_eq!(noticed, noticing, "{mutant:?} in {check}");
    });
    join_all(looking).await;
}
