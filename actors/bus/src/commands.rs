//! Commands between processes: what is asked of the owner of a shard, and what it answers.

use std::fmt;

use arena_log::{CommandId, Epoch, Meta, ShardId, StreamId};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

/// Commands that wait for one shard's owner to take them, at most; more are answered with [`RequestError::Busy`].
pub const SERVE_QUEUE: usize = 256;

/// A command for a stream; what it says is known to the actors alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Which kind of actor the stream belongs to.
    pub machine: u8,
    pub stream: StreamId,
    /// A retry has the id of its first try.
    pub command: CommandId,
    pub meta: Meta,
    /// When nobody waits for the answer any more. A command is not handed out after it.
    pub deadline: Instant,
    pub body: Vec<u8>,
}

/// An owner's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The epoch under which it was given; whoever knows of a higher one ignores the reply.
    pub epoch: Epoch,
    pub result: Outcome,
}

/// What became of the command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The actor's answer, in a form that only actors know.
    Answered(Vec<u8>),
    /// Somebody else owns the shard by now; the command has changed nothing.
    NotOwner,
}

/// Why there is no reply. After `TimedOut`, `Disconnected` and `Unanswered` the command may have been carried out: it is tried
/// again with the same id, until its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    #[error("nobody serves shard {0}")]
    NoResponder(ShardId),
    #[error("no answer from the owner of shard {0} before the deadline")]
    TimedOut(ShardId),
    #[error("the connection to NATS is down; shard {0} was asked for")]
    Disconnected(ShardId),
    #[error("the owner of shard {0} has more commands waiting than it takes")]
    Busy(ShardId),
    #[error("the owner of shard {0} let the command go without an answer")]
    Unanswered(ShardId),
    #[error("a command of {bytes} bytes is more than the {limit} that one message holds")]
    TooLarge { bytes: usize, limit: usize },
}

/// What an owner sends back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    Reply(Reply),
    Busy,
    Unanswered,
}

impl Answer {
    pub(crate) fn into_result(self, shard: ShardId) -> Result<Reply, RequestError> {
        match self {
            Self::Reply(reply) => Ok(reply),
            Self::Busy => Err(RequestError::Busy(shard)),
            Self::Unanswered => Err(RequestError::Unanswered(shard)),
        }
    }
}

/// A command that has arrived, and the way back to whoever waits.
#[derive(Debug)]
pub struct Asked {
    pub request: Request,
    pub responder: Responder,
}

/// Answers one command; dropped without an answer it says that there is none.
pub struct Responder {
    way: Option<Way>,
}

/// The way that an answer takes.
pub(crate) enum Way {
    /// Whoever asked lives in this process.
    Here(oneshot::Sender<Answer>),
    /// Somewhere else: the connection's own sender takes it.
    Away(Box<dyn FnOnce(Answer) + Send>),
}

impl Responder {
    pub(crate) fn new(way: Way) -> Self {
        Self { way: Some(way) }
    }

    /// Sends the answer; whoever asked may have gone.
    pub fn answer(mut self, reply: Reply) {
        self.send(Answer::Reply(reply));
    }

    fn send(&mut self, answer: Answer) {
        match self.way.take() {
            Some(Way::Here(waiting)) => drop(waiting.send(answer)),
            Some(Way::Away(send)) => send(answer),
            None => {}
        }
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        self.send(Answer::Unanswered);
    }
}

impl fmt::Debug for Responder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Responder")
    }
}

/// Puts a command into a shard's queue; a full one is told to whoever asked.
pub(crate) fn enqueue(queue: &mpsc::Sender<Asked>, asked: Asked) {
    match queue.try_send(asked) {
        Ok(()) => {}
        Err(mpsc::error::TrySendError::Full(mut asked)) => asked.responder.send(Answer::Busy),
        // The shard has just been let go: the responder says so as it is dropped.
        Err(mpsc::error::TrySendError::Closed(asked)) => drop(asked),
    }
}
