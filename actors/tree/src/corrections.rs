//! Corrections, appended to a log that no process serves: a claim of its own keeps everybody else out, the rules decide,
//! and what follows elsewhere is delivered by the courier at the next start.
//!
//! It gives no heartbeat and releases nothing, so that the process that serves the log next learns of the one before it as
//! if nobody had been in between: no battle loses time.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_bus::codec::ArenaCodec;
use arena_bus::streams;
use arena_log::{
    Append, AppendError, Appended, Claim, CommandId, DecodeError, EncodeError, EventCodec,
    EventLog, Meta, NewEvent, OwnerError, OwnerId, ReadError, ShardId, StreamId, Version,
};
use arena_rules::battle::{self, Corrected};
use arena_rules::ids::{BattleId, CorrectionId, PlayerId, effect_id, named_id};
use arena_rules::rating::{self, Rating, Source};
use uuid::Uuid;

use crate::clock::Clock;
use crate::envelope::event_id;
use crate::machine::{BattleMachine, BookMachine, Machine};

const PAGE: usize = 1_000;

/// The right to correct a log.
pub struct Corrector {
    log: Arc<dyn EventLog>,
    claim: Claim,
    clock: Arc<dyn Clock>,
}

/// A correction that was not made; nothing of it is in the log.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionError {
    #[error(transparent)]
    Claim(#[from] OwnerError),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error(transparent)]
    Encode(#[from] EncodeError),
    #[error("stream {stream}, version {version}: this is none of its events")]
    Stray { stream: StreamId, version: Version },
    #[error(transparent)]
    Append(#[from] AppendError),
    #[error("correct battle {battle}: {rejection}")]
    Battle {
        battle: BattleId,
        rejection: battle::Rejection,
    },
    #[error("correct the book: {0}")]
    Book(rating::Rejection),
}

impl Corrector {
    /// Claims every shard, which fences whoever had the log before.
    ///
    /// # Errors
    /// Another process serves the log, or the log is away.
    pub async fn claim(
        log: Arc<dyn EventLog>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, CorrectionError> {
        let shards: Vec<ShardId> = ShardId::all().collect();
        let claim = log.claim(OwnerId(Uuid::new_v4()), &shards).await?;
        Ok(Self { log, claim, clock })
    }

    /// Corrects verdicts of a finished battle, and its outcome with them. Nothing is appended, and nothing comes back, when
    /// they are these already.
    ///
    /// # Errors
    /// See [`CorrectionError`].
    pub async fn battle(
        &self,
        battle: BattleId,
        verdicts: Vec<Corrected>,
    ) -> Result<Vec<battle::Event>, CorrectionError> {
        let command = |correction| battle::Command::Correct {
            correction,
            verdicts,
        };
        match self
            .correct::<BattleMachine>(streams::battle(battle), command)
            .await?
        {
            Ok(events) => Ok(events),
            Err(battle::Rejection::NothingToCorrect) => Ok(Vec::new()),
            Err(rejection) => Err(CorrectionError::Battle { battle, rejection }),
        }
    }

    /// Puts recomputed ratings in the place of those in the book that differ; `sources` are the corrected outcomes that they
    /// follow from. Nothing is appended when none differs.
    ///
    /// # Errors
    /// See [`CorrectionError`].
    pub async fn ratings(
        &self,
        sources: Vec<Source>,
        ratings: BTreeMap<PlayerId, Rating>,
    ) -> Result<Vec<rating::Event>, CorrectionError> {
        let command = |correction| rating::Command::Correct {
            correction,
            sources,
            ratings,
        };
        match self
            .correct::<BookMachine>(streams::book(), command)
            .await?
        {
            Ok(events) => Ok(events),
            Err(rating::Rejection::NothingToCorrect) => Ok(Vec::new()),
            Err(rejection) => Err(CorrectionError::Book(rejection)),
        }
    }

    /// The id follows from the version that the correction is decided on, so that one which is sent again is recognised.
    async fn correct<M: Machine>(
        &self,
        stream: StreamId,
        command: impl FnOnce(CorrectionId) -> M::Command,
    ) -> Result<Result<Vec<M::Event>, M::Rejection>, CorrectionError> {
        let mut state = M::State::default();
        let version = each::<M>(self.log.as_ref(), stream, |event| {
            state = M::evolve(std::mem::take(&mut state), &event);
        })
        .await?;
        let id = effect_id(stream.0, named_id(&format!("correction/{version}")));
        let now = self.clock.now();
        let events = match M::decide(&state, command(CorrectionId(id)), now) {
            Ok(events) => events,
            Err(rejection) => return Ok(Err(rejection)),
        };
        let shard = ShardId::of(stream);
        let epoch = self.claim.epoch(shard).ok_or(OwnerError::ShuttingDown)?;
        let mut new = Vec::with_capacity(events.len());
        for (part, event) in events.iter().enumerate() {
            let encoded = ArenaCodec::encode(&M::wrap(event.clone()))?;
            new.push(NewEvent {
                id: event_id(stream, CommandId(id), part, now),
                kind: encoded.kind,
                schema: encoded.schema,
                data: encoded.data,
            });
        }
        let append = Append {
            stream,
            expected: version,
            command: CommandId(id),
            epoch,
            recorded_at_ms: now.0,
            meta: Meta::new(id),
            events: new,
        };
        match self.log.append(append).await? {
            Appended::Stored { .. } | Appended::Duplicate { .. } => Ok(Ok(events)),
        }
    }
}

/// Everything that has happened in a battle; nothing if there is none.
///
/// # Errors
/// The stream cannot be read.
pub async fn battle_events(
    log: &dyn EventLog,
    battle: BattleId,
) -> Result<Vec<battle::Event>, CorrectionError> {
    let mut events = Vec::new();
    let stream = streams::battle(battle);
    each::<BattleMachine>(log, stream, |event| events.push(event)).await?;
    Ok(events)
}

/// Hands out the stream's events in order; the version of the last one.
async fn each<M: Machine>(
    log: &dyn EventLog,
    stream: StreamId,
    mut take: impl FnMut(M::Event),
) -> Result<Version, CorrectionError> {
    let mut at = Version::ZERO;
    loop {
        let page = log.read_stream(stream, at, PAGE).await?;
        if page.is_empty() {
            return Ok(at);
        }
        for recorded in page {
            at = recorded.version;
            let event = ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data)?;
            let version = at;
            take(M::unwrap(event).ok_or(CorrectionError::Stray { stream, version })?);
        }
    }
}
