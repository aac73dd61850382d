//! What every transport must do, as checks that panic with the promise that was broken.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a check fails by panicking"
)]

mod commands;
mod commits;
mod reader;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use arena_log::{CommandId, Epoch, Meta, ShardId, StreamId};
use async_trait::async_trait;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use crate::{Bus, Outcome, Reply, Request, RequestError, Serving};

pub use reader::{Reader, Truth};

/// A transport under test.
#[async_trait]
pub trait Bench: Send + Sync {
    /// The buses of two processes that hear each other; where the bus is within one process, two clones.
    async fn pair(&self) -> (Bus, Bus);
}

/// A check on two buses that nobody else uses.
pub type Check = for<'a> fn(&'a dyn Bench) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

macro_rules! checks {
    ($($module:ident :: $name:ident),* $(,)?) => {
        /// Every check with its name, which is what it claims.
        pub const CHECKS: &[(&str, Check)] =
            &[$((stringify!($name), |bench| Box::pin($module::$name(bench)))),*];
    };
}

checks! {
    commits::followers_hear_their_stream_alone,
    commits::commits_arrive_in_order_and_none_is_lost_untold,
    commits::a_follower_in_the_same_process_hears_a_commit_once,
    commits::a_slow_follower_is_told_that_it_missed_something,
    commits::a_commit_of_any_size_is_noticed,
    commits::a_thousand_streams_are_followed_and_forgotten,
    commits::a_stream_is_followed_again_after_it_was_forgotten,
    commands::nobody_answers_for_a_shard_that_is_not_served,
    commands::a_command_and_its_answer_arrive_as_they_were_sent,
    commands::an_owner_that_is_none_any_more_says_so,
    commands::shards_are_served_apart,
    commands::a_command_without_an_answer_ends_at_its_deadline,
    commands::a_late_command_is_not_handed_out,
    commands::a_command_that_is_let_go_is_told,
    commands::a_full_queue_is_told,
    commands::a_retry_arrives_with_the_same_id,
    commands::the_last_to_serve_a_shard_has_it,
    commands::a_shard_that_is_let_go_answers_no_more,
    commands::a_command_that_is_too_large_is_refused,
}

/// How long anything may take before it counts as lost.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A command for a stream of the shard, with a second to live.
#[must_use]
pub fn request(shard: ShardId, body: &[u8]) -> Request {
    Request {
        machine: 1,
        stream: stream_of(shard),
        command: CommandId(Uuid::new_v4()),
        meta: Meta::new(Uuid::new_v4()),
        deadline: Instant::now() + Duration::from_secs(1),
        body: body.to_vec(),
    }
}

/// Asks with the same id until somebody serves the shard, as those who ask do.
///
/// # Errors
/// Anything but that nobody is there yet.
pub async fn ask(bus: &Bus, shard: ShardId, request: Request) -> Result<Reply, RequestError> {
    loop {
        match bus.request(shard, request.clone()).await {
            Err(RequestError::NoResponder(_)) if Instant::now() < request.deadline => {
                sleep(Duration::from_millis(2)).await;
            }
            answered => return answered,
        }
    }
}

/// Answers every command with its own body and an epoch, for ever.
pub async fn echo(mut serving: Serving, epoch: u64) {
    while let Some(asked) = serving.next().await {
        let body = asked.request.body;
        asked.responder.answer(answer(epoch, &body));
    }
}

/// An answer with a body.
#[must_use]
pub fn answer(epoch: u64, body: &[u8]) -> Reply {
    Reply {
        epoch: Epoch(epoch),
        result: Outcome::Answered(body.to_vec()),
    }
}

/// A fresh stream of a shard.
#[must_use]
pub fn stream_of(shard: ShardId) -> StreamId {
    loop {
        let stream = StreamId(Uuid::new_v4());
        if ShardId::of(stream) == shard {
            return stream;
        }
    }
}

/// A fresh stream.
#[must_use]
pub fn stream() -> StreamId {
    StreamId(Uuid::new_v4())
}
