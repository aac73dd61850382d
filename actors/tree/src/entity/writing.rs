//! How an actor's decision becomes events: appended, folded, published.

use arena_bus::Committed;
use arena_bus::codec::ArenaCodec;
use arena_log::{Append, AppendError, Appended, EventCodec, NewEvent, Position, Version};
use arena_rules::time::Time;

use super::memory::Remembered;
use super::{Entity, Failure, Live};
use crate::envelope::{Accepted, CommandError, Envelope, event_id};
use crate::limits;
use crate::machine::Machine;
use crate::mutant::{self, Mutant};

pub(super) enum Stored {
    Yes(Accepted),
    /// The stream has moved on: fold it and decide again.
    Behind,
}

impl<M: Machine> Entity<M> {
    pub(super) fn accepted(&self, first: Version, parts: u16) -> Accepted {
        let last = Version(first.0 + u64::from(parts.max(1)) - 1);
        Accepted {
            stream: self.stream,
            first,
            last,
        }
    }

    pub(super) async fn append(
        &self,
        live: &mut Live<M>,
        envelope: &Envelope<M::Command>,
        events: Vec<M::Event>,
        received: Time,
    ) -> Result<Stored, Failure<M::Rejection>> {
        let mut new = Vec::with_capacity(events.len());
        for (part, event) in events.iter().enumerate() {
            let encoded = ArenaCodec::encode(&M::wrap(event.clone()))
                .map_err(|error| Failure::Lost(error.into()))?;
            new.push(NewEvent {
                id: event_id(self.stream, envelope.id, part, received),
                kind: encoded.kind,
                schema: encoded.schema,
                data: encoded.data,
            });
        }
        let append = Append {
            stream: self.stream,
            expected: live.memory.version(),
            command: envelope.id,
            epoch: self.epoch,
            recorded_at_ms: received.0,
            meta: envelope.meta.clone(),
            events: new,
        };
        if self.held().is_none() {
            return Err(Failure::Lost(self.let_go()));
        }
        if mutant::is(Mutant::PublishesFirst) {
            self.world.bus.publish(Committed {
                stream: self.stream,
                events: append
                    .clone()
                    .recorded(append.expected.next(), Position::ZERO)
                    .into(),
            });
        }
        match self.world.log.append(append.clone()).await {
            Ok(Appended::Stored {
                first_version,
                first_position,
            }) => {
                let parts = u16::try_from(events.len()).unwrap_or(u16::MAX);
                // As the log has them, without reading them again.
                let committed = append.recorded(first_version, first_position);
                let remembered = Remembered {
                    first: first_version,
                    parts,
                    fingerprint: envelope.meta.fingerprint,
                    at_ms: received.0,
                };
                live.memory.take(&events, envelope.id, remembered);
                self.world.bus.publish(Committed {
                    stream: self.stream,
                    events: committed.into(),
                });
                live.memory.keep(&self.world.log).await;
                Ok(Stored::Yes(self.accepted(first_version, parts)))
            }
            Ok(Appended::Duplicate { .. }) | Err(AppendError::Conflict { .. }) => {
                Ok(Stored::Behind)
            }
            Err(AppendError::Overloaded { .. }) => {
                let retry_after_ms = limits::RETRY_WHEN_FULL_MS;
                Err(Failure::Command(CommandError::Busy { retry_after_ms }))
            }
            Err(AppendError::Unavailable { .. } | AppendError::ShuttingDown) => {
                Err(Failure::Command(CommandError::Unavailable))
            }
            Err(error @ AppendError::Fenced { .. }) => {
                self.world.fenced(self.shard, self.epoch);
                Err(Failure::Lost(error.into()))
            }
            Err(error @ (AppendError::TooLarge(_) | AppendError::Abandoned)) => {
                Err(Failure::Lost(error.into()))
            }
        }
    }
}
