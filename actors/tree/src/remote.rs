//! Commands to actors in other processes: what travels, who carries it, and what is answered.
//!
//! It travels as bytes, MessagePack with field names. Whoever carries it needs to know nothing of the rules.

use std::time::Duration;

use arena_log::{CommandId, Epoch, Meta, ShardId, StreamId, Version};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::arena::Arena;
use crate::door::Door;
use crate::entity::Answer;
use crate::envelope::{Accepted, CommandError, Envelope};
use crate::machine::{BattleMachine, BookMachine, Machine, QueueMachine, SessionMachine};

/// The way to the owner of a shard in another process.
#[async_trait]
pub trait Elsewhere: Send + Sync + 'static {
    /// Asks once, and waits no longer than `within`. Cancel-safe: dropping it only gives the answer up.
    ///
    /// # Errors
    /// There was no answer; the question may have been heard.
    async fn ask(
        &self,
        shard: ShardId,
        question: Question,
        within: Duration,
    ) -> Result<Reply, NoReply>;
}

/// A command on its way to another process.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Which rules it is for: the machine's number, which never changes.
    pub machine: u8,
    pub stream: StreamId,
    pub command: CommandId,
    pub meta: Meta,
    pub body: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Whoever was asked does not have the shard.
    NotOwner,
    /// Whoever was asked does not know such a question: another version of this program.
    NotUnderstood,
    Answered {
        epoch: Epoch,
        body: Vec<u8>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoReply {
    #[error("nobody has the shard now")]
    NoResponder,
    #[error("no answer came in time")]
    TimedOut,
    #[error("the way to the other processes is down")]
    Disconnected,
    #[error("whoever has the shard has too much waiting")]
    Busy,
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
    /// Answers a question from another process, from what this one holds: it asks once and passes nothing on.
    pub async fn serve_remote(&self, question: Question) -> Reply {
        match question.machine {
            BattleMachine::CODE => serve(&self.doors.battles, question).await,
            SessionMachine::CODE => serve(&self.doors.sessions, question).await,
            QueueMachine::CODE => serve(&self.doors.queues, question).await,
            BookMachine::CODE => serve(&self.doors.book, question).await,
            unknown => {
                tracing::error!(
                    machine = unknown,
                    "asked for a machine that is not known here"
                );
                Reply::NotUnderstood
            }
        }
    }
}

async fn serve<M: Machine>(door: &Door<M>, question: Question) -> Reply {
    let Question {
        stream,
        command,
        meta,
        body,
        ..
    } = question;
    let envelope = match rmp_serde::from_slice(&body) {
        Ok(decoded) => Envelope {
            id: command,
            command: decoded,
            meta,
        },
        Err(error) => {
            tracing::error!(machine = M::NAME, %stream, %error, "a command from another process cannot be read");
            return Reply::NotUnderstood;
        }
    };
    match door.ask_here(stream, envelope).await {
        Answer::NotOwner => Reply::NotOwner,
        Answer::Given { epoch, result } => {
            let told = match result {
                Ok(Accepted { first, last, .. }) => Told::Accepted { first, last },
                Err(CommandError::Rejected(rejection)) => Told::Rejected(rejection),
                Err(CommandError::IdReused) => Told::IdReused,
                Err(CommandError::Busy { retry_after_ms }) => Told::Busy { retry_after_ms },
                Err(CommandError::Unavailable) => Told::Unavailable,
            };
            match rmp_serde::to_vec_named(&told) {
                Ok(body) => Reply::Answered { epoch, body },
                Err(error) => {
                    tracing::error!(machine = M::NAME, %stream, %error, "an answer cannot be written");
                    Reply::NotUnderstood
                }
            }
        }
    }
}

/// A command as it is sent to another process; none if it cannot be written.
pub(crate) fn question<M: Machine>(
    stream: StreamId,
    envelope: &Envelope<M::Command>,
) -> Option<Question> {
    let body = rmp_serde::to_vec_named(&envelope.command)
        .inspect_err(|error| {
            tracing::error!(machine = M::NAME, %stream, %error, "a command cannot be written");
        })
        .ok()?;
    Some(Question {
        machine: M::CODE,
        stream,
        command: envelope.id,
        meta: envelope.meta.clone(),
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
