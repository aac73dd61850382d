//! The way in to the actors of one machine: admission, the way to whichever process has the shard, and patience while an
//! actor comes back or a shard moves.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use arena_bus::{Outcome, Reply, RequestError};
use arena_log::{Epoch, SHARDS, ShardId, StreamId};
use arena_rules::time::Time;
use ractor::ActorRef;
use tokio::sync::{Semaphore, oneshot};
use tokio::time::Instant;

use crate::entity::{Answer, Ask};
use crate::envelope::{Accepted, CommandError, Envelope};
use crate::family::{Leaving, Message};
use crate::holdings::Holdings;
use crate::limits;
use crate::machine::Machine;
use crate::remote::{self, Elsewhere};

/// Cheap to clone; all clones share one bound.
pub(crate) struct Door<M: Machine> {
    family: ActorRef<Message<M>>,
    waiting: Arc<Semaphore>,
    ways: Arc<Ways>,
}

/// Where shards are.
pub(crate) struct Ways {
    holdings: Arc<Holdings>,
    elsewhere: Option<Arc<dyn Elsewhere>>,
    /// The newest epoch of each shard that was heard of: whoever speaks under an older one is ignored.
    epochs: [AtomicU64; SHARDS],
}

impl Ways {
    pub(crate) fn new(holdings: Arc<Holdings>, elsewhere: Option<Arc<dyn Elsewhere>>) -> Self {
        Self {
            holdings,
            elsewhere,
            epochs: std::array::from_fn(|_| AtomicU64::new(0)),
        }
    }

    /// Whether nobody has spoken for the shard under a newer epoch.
    fn is_newest(&self, shard: ShardId, epoch: Epoch) -> bool {
        let newest = self.epochs.get(shard.index());
        newest.is_none_or(|newest| newest.fetch_max(epoch.0, Ordering::Relaxed) <= epoch.0)
    }
}

impl<M: Machine> Clone for Door<M> {
    fn clone(&self) -> Self {
        Self {
            family: self.family.clone(),
            waiting: self.waiting.clone(),
            ways: self.ways.clone(),
        }
    }
}

impl<M: Machine> Door<M> {
    pub(crate) fn new(family: ActorRef<Message<M>>, ways: Arc<Ways>) -> Self {
        Self {
            family,
            waiting: Arc::new(Semaphore::new(limits::WAITING)),
            ways,
        }
    }

    /// Asks the actor of `stream`, wherever it is, and waits for its answer, trying again while it is down or moves.
    pub(crate) async fn ask(
        &self,
        stream: StreamId,
        envelope: Envelope<M::Command>,
    ) -> Result<Accepted, CommandError<M::Rejection>> {
        let deadline = Instant::now() + limits::COMMAND_DEADLINE;
        let mut pause = limits::FIRST_RETRY;
        for tries in 0_u32.. {
            let patience = if tries == 0 {
                limits::FIRST_REMOTE_ANSWER_WITHIN
            } else {
                limits::REMOTE_ANSWER_WITHIN
            };
            let until = deadline.min(Instant::now() + patience);
            let longest = match self.ask_anywhere(stream, &envelope, until).await {
                Answer::Given {
                    result: Err(CommandError::Unavailable),
                    ..
                } => limits::LAST_RETRY,
                Answer::Given { result, .. } => return result,
                Answer::NotOwner => limits::LAST_RETRY_OF_MOVING,
            };
            pause = pause.min(longest);
            if Instant::now() + pause >= deadline {
                break;
            }
            tokio::time::sleep(jittered(pause, &envelope, tries)).await;
            pause *= 2;
        }
        Err(CommandError::Unavailable)
    }

    async fn ask_anywhere(
        &self,
        stream: StreamId,
        envelope: &Envelope<M::Command>,
        until: Instant,
    ) -> Answer<M::Rejection> {
        if self.is_here(stream) {
            match self.ask_here(stream, envelope.clone()).await {
                Answer::NotOwner => {}
                given @ Answer::Given { .. } => return given,
            }
        }
        let Some(elsewhere) = &self.ways.elsewhere else {
            return Answer::NotOwner;
        };
        let Ok(_permit) = self.waiting.try_acquire() else {
            return Answer::busy();
        };
        let Some(request) = remote::request::<M>(stream, envelope, until) else {
            return Answer::unavailable();
        };
        let shard = ShardId::of(stream);
        let Reply { epoch, result } = match elsewhere.ask(shard, request).await {
            Ok(reply) => reply,
            Err(RequestError::NoResponder(_)) => return Answer::NotOwner,
            Err(RequestError::Busy(_)) => return Answer::busy(),
            Err(
                RequestError::TimedOut(_)
                | RequestError::Unanswered(_)
                | RequestError::Disconnected(_),
            ) => return Answer::unavailable(),
            Err(error @ RequestError::TooLarge { .. }) => {
                tracing::error!(machine = M::NAME, %stream, %error, "a command cannot be sent to another process");
                return Answer::unavailable();
            }
        };
        match result {
            Outcome::NotOwner => Answer::NotOwner,
            Outcome::Answered(_) if !self.ways.is_newest(shard, epoch) => Answer::NotOwner,
            Outcome::Answered(body) => {
                let result = remote::understood::<M>(stream, &body);
                result.map_or_else(Answer::unavailable, |result| Answer::Given {
                    epoch,
                    result,
                })
            }
        }
    }

    /// Whether the actor of `stream` is this process's.
    pub(crate) fn is_here(&self, stream: StreamId) -> bool {
        let shard = ShardId::of(stream);
        let held = self.ways.holdings.open(shard);
        held.is_some_and(|held| self.ways.is_newest(shard, held.epoch))
    }

    /// Asks the actor of `stream` in this process, once.
    pub(crate) async fn ask_here(
        &self,
        stream: StreamId,
        envelope: Envelope<M::Command>,
    ) -> Answer<M::Rejection> {
        let Ok(permit) = self.waiting.clone().try_acquire_owned() else {
            return Answer::busy();
        };
        let (reply, answer) = oneshot::channel();
        let command = envelope.id;
        // The supervisor stamps the time when it admits the command to the actor's own queue.
        let ask = Ask {
            envelope,
            received: Time(0),
            reply,
            permits: [Some(permit), None],
        };
        if self.family.cast(Message::Ask { stream, ask }).is_err() {
            return Answer::unavailable();
        }
        answer.await.unwrap_or_else(|_| {
            tracing::warn!(machine = M::NAME, %stream, %command, "a command has no answer: its actor ended before it could give one");
            Answer::unavailable()
        })
    }

    /// What `look` finds in the state of `stream`'s actor; none while the actor is down or not this process's.
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

    /// Commands that wait behind this door.
    pub(crate) fn waiting(&self) -> usize {
        limits::WAITING.saturating_sub(self.waiting.available_permits())
    }

    /// Brings the actor of `stream` back, so that its timers run.
    pub(crate) fn revive(&self, stream: StreamId) {
        self.family.cast(Message::Revive { stream }).ok();
    }

    /// Ends the actors of a shard; returns when they have ended.
    pub(crate) async fn let_go(&self, shard: ShardId, epoch: Epoch, leaving: Leaving) {
        let (done, gone) = oneshot::channel();
        let message = Message::LetGo {
            shard,
            epoch,
            leaving,
            done,
        };
        if self.family.cast(message).is_ok() {
            // Dropped without an answer: the family is down, and its actors with it.
            gone.await.ok();
        }
    }

    /// Gateways have died: every actor that runs looks whether that changes anything for it.
    pub(crate) fn sweep(&self) {
        self.family.cast(Message::Sweep).ok();
    }
}

/// Between half and the whole of a pause, so that those who wait for the same thing do not come at the same time. It follows
/// from the command and the try: nothing here is left to chance.
fn jittered<C>(pause: Duration, envelope: &Envelope<C>, tries: u32) -> Duration {
    let (id, _) = envelope.id.0.as_u64_pair();
    let spread = id.rotate_right(tries.wrapping_mul(7)) % 1_024;
    pause / 2 + (pause / 2) * u32::try_from(spread).unwrap_or(0) / 1_024
}
