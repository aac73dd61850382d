//! The suite notices when a store breaks a promise: each mutant fails the check of its promise.

use std::sync::Arc;

use arena_log::conformance::{self, Bench};
use arena_log::mutant::Mutant;

use crate::memory::MemoryBench;
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
