//! Histories made by hand, for the checks' own tests.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use arena_bus::codec::ArenaCodec;
use arena_bus::{ArenaEvent, streams};
use arena_log::{
    Append, AppendError, Appended, CommandId, Epoch, EventCodec, EventId, Meta, NewEvent, OwnerId,
    Recorded, ShardId, StreamId, Version,
};
use arena_rules::battle::{
    self, Battle, Event, FinishReason, Judgement, Origin, Outcome, Party, Summary, Verdict,
};
use arena_rules::ids::{BattleId, ConnectionId, PlayerId, SubmissionId};
use arena_rules::play::{
    Difficulty, Goal, Language, Mode, ProblemId, ProblemRef, Stakes, Standing,
};
use arena_rules::time::{Span, Time};
use uuid::Uuid;

use super::{Invariant, Violation};
use crate::history::{Answer, Asked, FinalLog, Happened, History, Kind, Seen};

const START: Time = Time(1_700_000_000_000);

pub(super) fn player(number: u128) -> PlayerId {
    PlayerId(Uuid::from_u128(number))
}

pub(super) fn owner(number: u128) -> OwnerId {
    OwnerId(Uuid::from_u128(number))
}

pub(super) fn submission(number: u128) -> SubmissionId {
    SubmissionId(Uuid::from_u128(number))
}

pub(super) fn the_battle() -> BattleId {
    BattleId(Uuid::from_u128(100))
}

pub(super) fn judgement(verdict: Verdict) -> Judgement {
    Judgement {
        verdict,
        tests_passed: 0,
        tests_total: 3,
        fuel_used: 1,
        fuel_limit: 2,
        memory_peak_bytes: 3,
        explanation: None,
        runtime_hash: String::new(),
        tests_hash: String::new(),
        limits_hash: String::new(),
    }
}

fn python() -> Language {
    Language("python".to_owned())
}

fn problem() -> ProblemRef {
    ProblemRef {
        id: ProblemId("two-sum".to_owned()),
        hash: String::new(),
    }
}

/// What happens, and what the store has of it.
#[derive(Debug)]
pub(super) struct Scene {
    history: History,
    pub(super) log: FinalLog,
    commands: u128,
}

impl Default for Scene {
    fn default() -> Self {
        let mut scene = Self {
            history: History::default(),
            log: FinalLog::default(),
            commands: 1_000,
        };
        scene.passes(0);
        scene.happens(Happened::Started {
            node: 0,
            owner: owner(1),
            origin: START,
        });
        scene
    }
}

impl Scene {
    pub(super) fn at(&self) -> Duration {
        self.log.at
    }

    pub(super) fn now(&self) -> Time {
        self.log.now
    }

    pub(super) fn passes(&mut self, millis: u64) {
        self.log.at += Duration::from_millis(millis);
        self.log.now = START + Span(i64::try_from(self.log.at.as_millis()).unwrap());
    }

    pub(super) fn happens(&mut self, what: Happened) {
        self.history.note(self.log.at, what);
    }

    /// Everything is healed, and a minute passes.
    pub(super) fn heals(&mut self) {
        self.happens(Happened::Healed);
        self.passes(60_000);
    }

    pub(super) fn check(&self, invariant: Invariant) -> Result<(), Violation> {
        invariant.check(&self.history, &self.log)
    }

    /// What a player may say at any time of a battle.
    pub(super) fn hello(&self) -> Event {
        Event::Said {
            at: self.now(),
            player: player(1),
            text: "hello".to_owned(),
        }
    }

    /// A battle's next event, as it would be stored.
    pub(super) fn next(&mut self, stream: StreamId, event: Event) -> Recorded {
        self.next_of(stream, ArenaEvent::Battle(event))
    }

    pub(super) fn next_of(&mut self, stream: StreamId, event: ArenaEvent) -> Recorded {
        self.commands += 1;
        let shard = ShardId::of(stream);
        let encoded = ArenaCodec::encode(&event).unwrap();
        let version = self.log.stream(stream).last().map(|event| event.version);
        Recorded {
            stream,
            version: version.unwrap_or_default().next(),
            shard,
            position: self.log.heads.get(shard).next(),
            epoch: Epoch(1),
            command: CommandId(Uuid::from_u128(self.commands)),
            part: 0,
            parts: 1,
            kind: encoded.kind,
            schema: encoded.schema,
            data: encoded.data,
            id: EventId(Uuid::from_u128(self.commands)),
            recorded_at_ms: self.now().0,
            meta: Meta::new(Uuid::nil()),
        }
    }

    pub(super) fn stores(&mut self, event: Recorded) {
        self.log.heads.set(event.shard, event.position);
        self.log.events.push(event.clone());
        self.happens(Happened::Stored(event));
    }

    fn adds(&mut self, stream: StreamId, event: &Event) {
        let event = self.next(stream, event.clone());
        self.stores(event);
    }

    pub(super) fn created_battle(&mut self) -> StreamId {
        let stream = streams::battle(the_battle());
        let party = |number| Party {
            player: player(number),
            standing: Standing::Registered,
            seen: Vec::new(),
        };
        let created = Event::Created {
            at: self.now(),
            battle: the_battle(),
            mode: Mode::OneOnOne,
            goal: Goal::Fastest,
            difficulty: Difficulty::Easy,
            stakes: Stakes::Rated,
            problem: problem(),
            parties: vec![party(1), party(2)],
            origin: Origin::Paired {
                tickets: Vec::new(),
            },
            accept_by: self.now() + Span::seconds(20),
        };
        self.adds(stream, &created);
        stream
    }

    /// A battle of players 1 and 2 that has just begun, with its fourth event.
    pub(super) fn started_battle(&mut self) -> StreamId {
        let stream = self.created_battle();
        let at = self.now();
        for number in [1, 2] {
            let player = player(number);
            self.adds(stream, &Event::Accepted { at, player });
        }
        let deadline = at + Span::minutes(10);
        self.adds(stream, &Event::Started { at, deadline });
        stream
    }

    /// Player 1 submits.
    pub(super) fn submits(&mut self, stream: StreamId, number: u128, code: &str) -> Event {
        let submitted = Event::Submitted {
            at: self.now(),
            player: player(1),
            submission: submission(number),
            language: python(),
            code: code.to_owned(),
        };
        self.adds(stream, &submitted);
        submitted
    }

    pub(super) fn judged(&mut self, stream: StreamId, number: u128, verdict: Verdict) {
        let judged = Event::Judged {
            at: self.now(),
            player: player(1),
            submission: submission(number),
            judgement: judgement(verdict),
        };
        self.adds(stream, &judged);
    }

    /// The battle ends because one of its players has given up.
    pub(super) fn finished(&mut self, stream: StreamId, winner: PlayerId) -> Event {
        self.finishes(stream, winner, None, FinishReason::GaveUp)
    }

    pub(super) fn finishes(
        &mut self,
        stream: StreamId,
        winner: PlayerId,
        submission: Option<SubmissionId>,
        reason: FinishReason,
    ) -> Event {
        let finished = Event::Finished {
            at: self.now(),
            outcome: Outcome::Won {
                winner,
                submission,
                language: submission.map(|_| python()),
            },
            reason,
            summary: Summary {
                battle: the_battle(),
                mode: Mode::OneOnOne,
                goal: Goal::Fastest,
                difficulty: Difficulty::Easy,
                stakes: Stakes::Rated,
                problem: problem(),
                players: vec![player(1), player(2)],
                started_at: Some(START),
            },
        };
        self.adds(stream, &finished);
        finished
    }

    pub(super) fn event(&self, stream: StreamId, version: u64) -> Event {
        let mut events = self.log.stream(stream);
        let event = events
            .find(|event| event.version == Version(version))
            .unwrap();
        match ArenaCodec::decode(event.kind, event.schema, &event.data).unwrap() {
            ArenaEvent::Battle(event) => event,
            other => unreachable!("{other:?} in a battle"),
        }
    }

    pub(super) fn fold(&self, stream: StreamId) -> Battle {
        let newest = self.log.stream(stream).count() as u64;
        let events = (1..=newest).map(|version| self.event(stream, version));
        events.fold(Battle::default(), |battle, event| {
            battle::evolve(battle, &event)
        })
    }

    fn append(event: &Recorded) -> Append {
        Append {
            stream: event.stream,
            expected: Version(event.version.0 - 1),
            command: event.command,
            epoch: event.epoch,
            recorded_at_ms: event.recorded_at_ms,
            meta: event.meta.clone(),
            events: vec![NewEvent {
                id: event.id,
                kind: event.kind,
                schema: event.schema,
                data: event.data.clone(),
            }],
        }
    }

    fn tells(&mut self, event: &Recorded, answer: Result<Appended, AppendError>) {
        self.happens(Happened::Told {
            owner: owner(1),
            append: Self::append(event),
            answer,
        });
    }

    pub(super) fn acknowledges(&mut self, event: &Recorded) {
        let stored = Appended::Stored {
            first_version: event.version,
            first_position: event.position,
        };
        self.tells(event, Ok(stored));
    }

    pub(super) fn refuses(&mut self, event: &Recorded, error: AppendError) {
        self.tells(event, Err(error));
    }

    pub(super) fn asks(&mut self, player: PlayerId, id: Uuid, stream: StreamId, fingerprint: u64) {
        self.happens(Happened::Asked(Asked {
            player,
            node: 0,
            id,
            stream,
            fingerprint,
            kind: Kind::Other("say"),
        }));
    }

    pub(super) fn asks_to_submit(&mut self, id: Uuid, stream: StreamId, number: u128) {
        self.happens(Happened::Asked(Asked {
            player: player(1),
            node: 0,
            id,
            stream,
            fingerprint: 1,
            kind: Kind::Submit {
                submission: submission(number),
            },
        }));
    }

    pub(super) fn accepts(&mut self, player: PlayerId, id: Uuid, stream: StreamId, version: u64) {
        let (first, last) = (Version(version), Version(version));
        self.answers(player, id, stream, Answer::Accepted { first, last });
    }

    pub(super) fn answers(&mut self, player: PlayerId, id: Uuid, stream: StreamId, answer: Answer) {
        self.happens(Happened::Answered {
            player,
            id,
            stream,
            answer,
        });
    }

    pub(super) fn follows(&mut self, player: PlayerId, stream: StreamId, after: u64) {
        self.happens(Happened::Followed {
            connection: ConnectionId(player.0),
            player,
            stream,
            after: Version(after),
        });
    }

    pub(super) fn shows(&mut self, player: PlayerId, stream: StreamId, version: u64, seen: Seen) {
        self.happens(Happened::Saw {
            connection: ConnectionId(player.0),
            player,
            stream,
            version: Version(version),
            seen,
        });
    }
}
