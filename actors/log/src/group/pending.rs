//! An append on its way through the writer.

use tokio::sync::oneshot;

use crate::contract::{AppendError, Appended};
use crate::ids::EventId;

use super::admission::Permit;
use super::plan::Entry;

/// An append that waits for its answer.
pub(crate) struct Pending {
    pub(super) entry: Entry,
    reply: oneshot::Sender<Result<Appended, AppendError>>,
    /// It was sent over a connection that was lost before the answer came.
    pub(super) in_doubt: bool,
    permit: Permit,
}

impl Pending {
    pub(crate) fn new(
        entry: Entry,
        reply: oneshot::Sender<Result<Appended, AppendError>>,
        permit: Permit,
    ) -> Self {
        Self {
            entry,
            reply,
            in_doubt: false,
            permit,
        }
    }

    pub(super) fn answer(self, answer: Result<Appended, AppendError>) {
        drop(self.permit);
        // A caller that has gone away does not want the answer.
        drop(self.reply.send(answer));
    }

    pub(super) fn fenced(self) {
        let append = &self.entry.append;
        let (shard, epoch) = (self.entry.shard, append.epoch);
        tracing::warn!(stream = %append.stream, command = %append.command, %shard, %epoch, "an append is refused: the shard is not held under its epoch any more");
        self.answer(Err(AppendError::Fenced { shard, epoch }));
    }

    pub(super) fn unavailable(self, reason: &str) {
        self.answer(Err(AppendError::Unavailable {
            reason: reason.to_owned(),
        }));
    }

    pub(super) fn first_id(&self) -> Option<EventId> {
        self.entry.append.events.first().map(|event| event.id)
    }
}
