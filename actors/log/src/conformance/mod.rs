//! What every store must do, as checks that panic with the promise that was broken.
//!
//! A store brings a [`Bench`]; [`run`] takes it through one [`Check`] on a fresh log. Mutants of
//! the store (see [`crate::mutant`]) must fail.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a check fails by panicking"
)]

mod appends;
mod attack;
mod limits;
mod membership;
mod nodes;
mod ownership;
mod reads;
mod siege;
mod snapshots;
mod succession;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use async_trait::async_trait;

use crate::contract::EventLog;
use crate::ids::StreamId;
use crate::verify::verify;
use uuid::Uuid;

pub use attack::{Ledger, Load};
pub use membership::{Cluster, MEMBER_CHECKS, MemberCheck, MemberLog, run_member};
pub use siege::{Ground, Siege, Toll};

/// One fresh log of the store under test.
#[async_trait]
pub trait Bench: Send + Sync {
    /// Another handle on the same log, as another process would have, without the lock that keeps
    /// processes apart.
    async fn open(&self) -> Arc<dyn EventLog>;
}

/// A check on a fresh log.
pub type Check = for<'a> fn(&'a dyn Bench) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

macro_rules! checks {
    ($($module:ident :: $name:ident),* $(,)?) => {
        /// Every check with its name, which is what it claims.
        pub const CHECKS: &[(&str, Check)] =
            &[$((stringify!($name), |bench| Box::pin($module::$name(bench)))),*];

        /// Calls a macro with the names of all checks.
        #[macro_export]
        macro_rules! for_each_conformance_check {
            ($callback:ident) => { $callback! { $($name),* } };
        }
    };
}

checks! {
    appends::what_was_appended_is_read_back_byte_for_byte,
    appends::a_stale_version_is_refused_with_the_actual_one,
    appends::a_future_version_is_refused_with_the_actual_one,
    appends::a_retried_command_gets_its_first_answer_and_changes_nothing,
    appends::a_command_may_change_two_streams_once_each,
    appends::one_of_many_appends_to_one_version_wins,
    appends::losers_are_refused_alone,
    appends::concurrent_appends_leave_no_gap,
    appends::a_dropped_append_holds_up_nobody,
    appends::a_closed_log_refuses_and_an_opened_one_has_everything,
    limits::an_append_holds_so_many_events_and_not_one_more,
    limits::an_event_holds_so_many_bytes_and_not_one_more,
    limits::an_append_holds_so_many_bytes_and_not_one_more,
    limits::an_append_without_events_is_refused,
    limits::metadata_is_bounded_to_the_last_byte,
    ownership::an_unclaimed_shard_takes_nothing,
    ownership::a_claim_fences_the_epochs_before_it,
    ownership::a_released_shard_takes_nothing_until_it_is_claimed,
    ownership::a_release_by_a_former_owner_changes_nothing,
    ownership::a_release_that_comes_after_the_next_claim_changes_nothing,
    ownership::a_claim_knows_when_the_former_owner_was_last_seen,
    reads::a_stream_is_read_in_pages,
    reads::shards_are_read_in_order_without_gaps,
    reads::a_read_asks_for_the_shards_it_wants,
    reads::a_read_is_bounded_by_bytes,
    reads::news_come_after_an_append_is_visible,
    reads::readers_never_see_a_gap_while_others_write,
    snapshots::the_newest_snapshot_is_kept,
    snapshots::a_snapshot_is_bounded_to_the_last_byte,
    attack::owners_that_fight_never_break_the_log,
}

/// Runs one check by its name, and verifies the log that it leaves behind.
///
/// # Panics
/// When the check fails, or there is none of that name.
pub async fn run(name: &str, bench: &dyn Bench) {
    let (_, check) = CHECKS
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap_or_else(|| panic!("no check is called {name}"));
    check(bench).await;
    assert_sound(&*bench.open().await).await;
}

/// Verifies a whole log.
///
/// # Panics
/// When an invariant does not hold.
pub async fn assert_sound(log: &dyn EventLog) {
    let report = verify(log).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

/// A stream of its own.
fn stream() -> StreamId {
    StreamId(Uuid::new_v4())
}
