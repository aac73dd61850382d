//! Commands to actors in other processes: what travels, who carries it, and what is answered.
//!
//! It travels as bytes, MessagePack with field names. Whoever carries it needs to know nothing of the rules.

use arena_bus::{Bus, Outcome, Reply, Request, RequestError};
use arena_log::{Epoch, ShardId, StreamId, Version};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::arena::Arena;
use crate::door::Door;
use crate::entity::Answer;
use crate::envelope::{Accepted, CommandError, Envelope};
use crate::machine::{BattleMachine, BookMachine, Machine, QueueMachine, SessionMachine};

/// The way to the owner of a shard in another process.
#[async_trait]
pub trait Elsewhere: Send + Sync + 'static {
    /// Asks once, and waits no longer than until the request's deadline. Cancel-safe: dropping it only gives the answer up.
    ///
    /// # Errors
    /// There was no answer; the request may have been heard.
    async fn ask(&self, shard: ShardId, request: Request) -> Result<Reply, RequestError>;
}

#[async_trait]
impl Elsewhere for Bus {
    async fn ask(&self, shard: ShardId, request: Request) -> Result<Reply, RequestError> {
        self.request(shard, request).await
    }
}

/// What became of a command, as it travels.
#[derive(Debug, Serialize, Deserialize)]
enum Told<R> {
    Accepted { first: Version, last: Version },
    Rejected(R),
    IdReused,
    Busy { retry_after_ms: u64 },
    Unavailable,
}

impl Arena {
    /// Answers a request from another process, from what this one holds: it asks once and passes nothing on. None for what is
    /// not understood: it comes from another version of this program.
    pub async fn serve_remote(&self, request: Request) -> Option<Reply> {
        match request.machine {
            BattleMachine::CODE => serve(&self.doors.battles, request).await,
            SessionMachine::CODE => serve(&self.doors.sessions, request).await,
            QueueMachine::CODE => serve(&self.doors.queues, request).await,
            BookMachine::CODE => serve(&self.doors.book, request).await,
            unknown => {
                tracing::error!(
                    machine = unknown,
                    "asked for a machine that is not known here"
                );
                None
            }
        }
    }
}

async fn serve<M: Machine>(door: &Door<M>, request: Request) -> Option<Reply> {
    let Request {
        stream,
        command: id,
        meta,
        body,
        ..
    } = request;
    let command = rmp_serde::from_slice(&body)
        .inspect_err(|error| {
            tracing::error!(machine = M::NAME, %stream, %error, "a command from another process cannot be read");
        })
        .ok()?;
    let (epoch, result) = match door.ask_here(stream, Envelope { id, command, meta }).await {
        Answer::NotOwner => (Epoch::ZERO, Outcome::NotOwner),
        Answer::Given { epoch, result } => {
            let told = match result {
                Ok(Accepted { first, last, .. }) => Told::Accepted { first, last },
                Err(CommandError::Rejected(rejection)) => Told::Rejected(rejection),
                Err(CommandError::IdReused) => Told::IdReused,
                Err(CommandError::Busy { retry_after_ms }) => Told::Busy { retry_after_ms },
                Err(CommandError::Unavailable) => Told::Unavailable,
            };
            let body = rmp_serde::to_vec_named(&told)
                .inspect_err(|error| {
                    tracing::error!(machine = M::NAME, %stream, %error, "an answer cannot be written");
                })
                .ok()?;
            (epoch, Outcome::Answered(body))
        }
    };
    Some(Reply { epoch, result })
}

/// A command as it is sent to another process; none if it cannot be written.
pub(crate) fn request<M: Machine>(
    stream: StreamId,
    envelope: &Envelope<M::Command>,
    deadline: Instant,
) -> Option<Request> {
    let body = rmp_serde::to_vec_named(&envelope.command)
        .inspect_err(|error| {
            tracing::error!(machine = M::NAME, %stream, %error, "a command cannot be written");
        })
        .ok()?;
    Some(Request {
        machine: M::CODE,
        stream,
        command: envelope.id,
        meta: envelope.meta.clone(),
        deadline,
        body,
    })
}

/// What another process has answered; none if it cannot be read.
pub(crate) fn understood<M: Machine>(
    stream: StreamId,
    body: &[u8],
) -> Option<Result<Accepted, CommandError<M::Rejection>>> {
    let told: Told<M::Rejection> = rmp_serde::from_slice(body)
        .inspect_err(|error| {
            tracing::error!(machine = M::NAME, %stream, %error, "an answer from another process cannot be read");
        })
        .ok()?;
    Some(match told {
        Told::Accepted { first, last } => Ok(Accepted {
            stream,
            first,
            last,
        }),
        Told::Rejected(rejection) => Err(CommandError::Rejected(rejection)),
        Told::IdReused => Err(CommandError::IdReused),
        Told::Busy { retry_after_ms } => Err(CommandError::Busy { retry_after_ms }),
        Told::Unavailable => Err(CommandError::Unavailable),
    })
}
