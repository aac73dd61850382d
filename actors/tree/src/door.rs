//! The way in to the actors of one machine: admission, and patience while an actor comes back.

use std::sync::Arc;

use arena_log::StreamId;
use arena_rules::time::Time;
use ractor::ActorRef;
use tokio::sync::{Semaphore, oneshot};

use crate::entity::Ask;
use crate::envelope::{Accepted, CommandError, Envelope};
use crate::family::Message;
use crate::limits;
use crate::machine::Machine;

/// Cheap to clone; all clones share one bound.
pub(crate) struct Door<M: Machine> {
    family: ActorRef<Message<M>>,
    waiting: Arc<Semaphore>,
}

impl<M: Machine> Clone for Door<M> {
    fn clone(&self) -> Self {
        Self {
            family: self.family.clone(),
            waiting: self.waiting.clone(),
        }
    }
}

impl<M: Machine> Door<M> {
    pub(crate) fn new(family: ActorRef<Message<M>>) -> Self {
        Self {
            family,
            waiting: Arc::new(Semaphore::new(limits::WAITING)),
        }
    }

    /// Asks the actor of `stream` and waits for its answer, trying again while the actor is down.
    pub(crate) async fn ask(
        &self,
        stream: StreamId,
        envelope: Envelope<M::Command>,
    ) -> Result<Accepted, CommandError<M::Rejection>> {
        let deadline = tokio::time::Instant::now() + limits::COMMAND_DEADLINE;
        let mut pause = limits::FIRST_RETRY;
        loop {
            let answer = self.ask_once(stream, envelope.clone()).await;
            let down = matches!(answer, Err(CommandError::Unavailable));
            if !down || tokio::time::Instant::now() + pause >= deadline {
                return answer;
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(limits::LAST_RETRY);
        }
    }

    async fn ask_once(
        &self,
        stream: StreamId,
        envelope: Envelope<M::Command>,
    ) -> Result<Accepted, CommandError<M::Rejection>> {
        let Ok(permit) = self.waiting.clone().try_acquire_owned() else {
            let retry_after_ms = limits::RETRY_WHEN_FULL_MS;
            return Err(CommandError::Busy { retry_after_ms });
        };
        let (reply, answer) = oneshot::channel();
        // The supervisor stamps the time when it admits the command to the actor's own queue.
        let ask = Ask {
            envelope,
            received: Time(0),
            reply,
            permits: [Some(permit), None],
        };
        if self.family.cast(Message::Ask { stream, ask }).is_err() {
            return Err(CommandError::Unavailable);
        }
        answer.await.unwrap_or(Err(CommandError::Unavailable))
    }

    /// What `look` finds in the state of `stream`'s actor; none while the actor is down.
    pub(crate) async fn inspect<T: Send + 'static>(
        &self,
        stream: StreamId,
        look: impl FnOnce(&M::State, Time) -> T + Send + 'static,
    ) -> Option<T> {
        let permit = self.waiting.clone().try_acquire_owned().ok()?;
        let (found, answer) = oneshot::channel();
        let look = Box::new(move |state: &M::State, now| {
            found.send(look(state, now)).ok();
            drop(permit);
        });
        self.family.cast(Message::Inspect { stream, look }).ok()?;
        answer.await.ok()
    }

    /// Brings the actor of `stream` back, so that its timers run.
    pub(crate) fn revive(&self, stream: StreamId) {
        self.family.cast(Message::Revive { stream }).ok();
    }
}
