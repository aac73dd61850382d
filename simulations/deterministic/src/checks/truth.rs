//! What the store has had, event for event, with the states that follow from it: what the checks compare with.

use std::collections::BTreeMap;
use std::time::Duration;

use arena_bus::ArenaEvent;
use arena_bus::codec::ArenaCodec;
use arena_log::{Epoch, EventCodec, OwnerId, Position, Recorded, ShardId, StreamId, Version};
use arena_rules::battle::{self, Battle};
use arena_rules::session::{self, Session};
use arena_rules::time::{Span, Time};

use crate::history::{Entry, Happened};

#[derive(Debug, Default)]
pub(super) struct Truth {
    streams: BTreeMap<StreamId, BTreeMap<Version, Recorded>>,
    shards: BTreeMap<ShardId, BTreeMap<Position, (StreamId, Version)>>,
    battles: BTreeMap<StreamId, Battle>,
    sessions: BTreeMap<StreamId, Session>,
    claims: BTreeMap<ShardId, BTreeMap<Epoch, OwnerId>>,
    /// The clocks of the processes at the beginning: the earliest and the latest.
    origins: Option<(Time, Time)>,
    /// How far they have been set since, all in all.
    set: Span,
    healed: Option<Duration>,
}

impl Truth {
    pub(super) fn note(&mut self, entry: &Entry) {
        match &entry.what {
            Happened::Stored(recorded) => self.stored(recorded),
            Happened::Claimed {
                owner,
                shard,
                epoch,
            } => {
                let claims = self.claims.entry(*shard).or_default();
                claims.entry(*epoch).or_insert(*owner);
            }
            Happened::Started { origin, .. } => {
                let (earliest, latest) = self.origins.unwrap_or((*origin, *origin));
                self.origins = Some((earliest.min(*origin), latest.max(*origin)));
            }
            Happened::ClockSet { by_ms, .. } => self.set.0 += by_ms.abs(),
            Happened::Healed => self.healed = Some(entry.at),
            _ => {}
        }
    }

    fn stored(&mut self, recorded: &Recorded) {
        let Recorded {
            stream,
            version,
            shard,
            position,
            ..
        } = *recorded;
        let places = self.shards.entry(shard).or_default();
        places.entry(position).or_insert((stream, version));
        let events = self.streams.entry(stream).or_default();
        events.entry(version).or_insert_with(|| recorded.clone());
        match event(recorded) {
            Some(ArenaEvent::Battle(event)) => {
                let battle = self.battles.entry(stream).or_default();
                *battle = battle::evolve(std::mem::take(battle), &event);
            }
            Some(ArenaEvent::Session(event)) => {
                let session = self.sessions.entry(stream).or_default();
                *session = session::evolve(std::mem::take(session), &event);
            }
            Some(ArenaEvent::Queue(_) | ArenaEvent::Book(_)) | None => {}
        }
    }

    /// The event at a version of a stream.
    pub(super) fn at(&self, stream: StreamId, version: Version) -> Option<&Recorded> {
        self.streams.get(&stream)?.get(&version)
    }

    /// The event at a position of a shard.
    pub(super) fn there(&self, shard: ShardId, position: Position) -> Option<&Recorded> {
        let (stream, version) = self.shards.get(&shard)?.get(&position)?;
        self.at(*stream, *version)
    }

    /// A stream's events in their order.
    pub(super) fn stream(&self, stream: StreamId) -> impl Iterator<Item = &Recorded> {
        self.streams
            .get(&stream)
            .into_iter()
            .flat_map(BTreeMap::values)
    }

    /// A stream's newest version.
    pub(super) fn version(&self, stream: StreamId) -> Version {
        let newest = self.streams.get(&stream).and_then(BTreeMap::last_key_value);
        newest.map_or(Version::ZERO, |(version, _)| *version)
    }

    /// A battle as the fold of all its events.
    pub(super) fn battle(&self, stream: StreamId) -> Option<&Battle> {
        self.battles.get(&stream)
    }

    pub(super) fn battles(&self) -> impl Iterator<Item = (&StreamId, &Battle)> {
        self.battles.iter()
    }

    pub(super) fn sessions(&self) -> impl Iterator<Item = (&StreamId, &Session)> {
        self.sessions.iter()
    }

    /// The claims of a shard that processes were told of, with who made each.
    pub(super) fn claims(
        &self,
        shard: ShardId,
    ) -> impl DoubleEndedIterator<Item = (Epoch, OwnerId)> {
        let claims = self.claims.get(&shard).into_iter().flatten();
        claims.map(|(epoch, owner)| (*epoch, *owner))
    }

    /// What a process's clock may show at a simulated time: at the earliest and at the latest. None before the first process.
    pub(super) fn clocks(&self, at: Duration) -> Option<(Time, Time)> {
        let (earliest, latest) = self.origins?;
        let passed = Span(i64::try_from(at.as_millis()).unwrap_or(i64::MAX));
        let Span(set) = self.set;
        Some((earliest + passed + Span(-set), latest + passed + Span(set)))
    }

    /// When all faults were over, if they are.
    pub(super) fn healed(&self) -> Option<Duration> {
        self.healed
    }
}

/// What a stored event says; none if it cannot be read.
pub(super) fn event(recorded: &Recorded) -> Option<ArenaEvent> {
    ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data).ok()
}
