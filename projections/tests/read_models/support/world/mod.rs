//! Battles played by the real rules with random players, as a log.

mod corrections;
mod sessions;
mod steps;

use std::collections::BTreeMap;

use arena_bus::streams;
use arena_log::{
    CommandId, Encoded, Epoch, EventId, Meta, Position, Recorded, SHARDS, ShardId, StreamId,
    Version,
};
use arena_projections::Fact;
use arena_rules::battle::{self, Battle, Command, Origin, Outcome, Party, Setup};
use arena_rules::ids::{BattleId, PlayerId, TicketId};
use arena_rules::matchmaking::{self, Reasons};
use arena_rules::play::{Difficulty, Goal, Mode, ProblemId, ProblemRef, Stakes, Standing};
use arena_rules::rating::{self, Book, Ledger, Source};
use arena_rules::session::{self, Invitation, Session};
use arena_rules::time::{Span, Time};
use rand::prelude::*;
use rand::rngs::StdRng;
use uuid::Uuid;

use self::sessions::POOL;
use super::codec;

const LIVE: usize = 12;
const DAY_MS: i64 = 86_400_000;

/// A log in the making.
pub struct World {
    rng: StdRng,
    now: Time,
    players: Vec<PlayerId>,
    edits: usize,
    live: Vec<(BattleId, Battle)>,
    /// Some of those that have finished and may be corrected.
    finished: Vec<(BattleId, Battle)>,
    ledger: Ledger,
    /// Corrected outcomes that the book does not know yet.
    corrected: Vec<(Source, BattleId, Outcome)>,
    versions: BTreeMap<StreamId, u64>,
    heads: [u64; SHARDS],
    book: Book,
    sessions: BTreeMap<PlayerId, Session>,
    unentered: BTreeMap<u8, Vec<rating::Command>>,
    /// Every event in the order in which it happened.
    pub events: Vec<Recorded>,
    /// The same as facts, with their streams and versions.
    pub facts: Vec<(StreamId, Version, Fact)>,
    /// Whether verdicts turn out otherwise.
    pub corrects: bool,
    /// Whether `facts` are kept: a large world needs the memory.
    pub keeps_facts: bool,
}

pub fn book_stream() -> StreamId {
    streams::book()
}

fn queue_stream() -> StreamId {
    streams::queue(POOL)
}

impl World {
    /// `edits` is about how many edits there are between other events.
    pub fn new(seed: u64, players: usize, edits: usize) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let players = (0..players)
            .map(|_| PlayerId(Uuid::from_u128(rng.random())))
            .collect();
        Self {
            rng,
            now: Time(1_790_000_000_000),
            players,
            edits,
            live: Vec::new(),
            finished: Vec::new(),
            ledger: Ledger::default(),
            corrected: Vec::new(),
            versions: BTreeMap::new(),
            heads: [0; SHARDS],
            book: Book::default(),
            sessions: BTreeMap::new(),
            unentered: BTreeMap::new(),
            events: Vec::new(),
            facts: Vec::new(),
            corrects: true,
            keeps_facts: true,
        }
    }

    /// A world in which this many battles have been begun and, but for a few, ended.
    pub fn played(seed: u64, players: usize, battles: usize) -> Self {
        let mut world = Self::new(seed, players, 1);
        world.play(battles);
        world
    }

    /// One in which every verdict stands.
    pub fn uncorrected(seed: u64, players: usize, battles: usize) -> Self {
        let mut world = Self::new(seed, players, 1);
        world.corrects = false;
        world.play(battles);
        world
    }

    pub fn play(&mut self, battles: usize) {
        let mut begun = 0;
        while begun < battles || self.live.len() > LIVE / 4 {
            if begun < battles && self.live.len() < LIVE {
                self.begin();
                begun += 1;
                // Nobody plays for a day, or the clock is set back.
                match self.rng.random_range(0..100) {
                    0 | 1 => self.now = self.now + Span(DAY_MS),
                    2 => self.now = self.now + Span(-DAY_MS / 24),
                    _ => {}
                }
            }
            let index = self.rng.random_range(0..self.live.len());
            self.step(index);
            if self.live[index].1.is_over() {
                self.part(index);
                let ended = self.live.swap_remove(index);
                self.keep_for_correction(ended);
            }
            if self.corrects && self.rng.random_bool(0.02) {
                self.correct();
            }
            if self.corrects && self.rng.random_bool(0.02) {
                self.correct_book();
            }
            if self.rng.random_bool(0.1) {
                self.enter();
            }
            let pause = *[0, 0, 40, 700].choose(&mut self.rng).unwrap();
            self.now = self.now + Span(pause);
        }
    }

    /// The book enters what it has not yet.
    pub fn settle(&mut self) {
        while self.enter() {}
        self.correct_book();
    }

    fn begin(&mut self) {
        let seats = if self.rng.random_bool(0.05) { 3 } else { 2 };
        // Some play much more than others.
        let most = self.players.len();
        let few = (most / 10).max(seats);
        let among = if self.rng.random_bool(0.3) { few } else { most };
        let players: Vec<PlayerId> = self.players[..among]
            .choose_multiple(&mut self.rng, seats)
            .copied()
            .collect();
        let rated = seats == 2 && self.rng.random_bool(0.8);
        let battle = BattleId(Uuid::from_u128(self.rng.random()));
        let tickets: Vec<TicketId> = players.iter().map(|player| self.join(*player)).collect();
        let setup = Setup {
            battle,
            mode: Mode::OneOnOne,
            goal: Goal::Fastest,
            difficulty: *Difficulty::ALL.choose(&mut self.rng).unwrap(),
            stakes: if rated { Stakes::Rated } else { Stakes::Casual },
            problem: ProblemRef {
                id: ProblemId(format!("problem-{}", self.rng.random_range(0..9))),
                hash: "0".repeat(64),
            },
            parties: players
                .iter()
                .map(|player| Party {
                    player: *player,
                    standing: Standing::Registered,
                    seen: Vec::new(),
                })
                .collect(),
            origin: Origin::Paired {
                tickets: tickets.clone(),
            },
        };
        let paired = matchmaking::Event::Paired {
            at: self.now,
            tickets: tickets.clone(),
            battle: setup.clone(),
            reasons: Reasons {
                distance: 1.0,
                ranges: vec![50.0, 50.0],
                waited_ms: vec![self.rng.random_range(0..90_000), 0],
            },
        };
        let encoded = codec::queue(&paired);
        self.record(queue_stream(), encoded, Fact::Queue(paired));
        self.live.push((battle, Battle::default()));
        let index = self.live.len() - 1;
        let invitation = Invitation {
            battle,
            difficulty: setup.difficulty,
            stakes: setup.stakes,
            players: players.clone(),
            ticket: None,
        };
        assert!(self.decide(index, Command::Create(setup)));
        for (player, ticket) in players.into_iter().zip(tickets) {
            let enter = session::Command::Enter(Invitation {
                ticket: Some(ticket),
                ..invitation.clone()
            });
            self.session(player, enter);
        }
    }

    fn decide(&mut self, index: usize, command: Command) -> bool {
        let (id, state) = &self.live[index];
        let (id, mut state) = (*id, state.clone());
        let Ok(events) = battle::decide(&state, command, self.now) else {
            return false;
        };
        for event in events {
            state = battle::evolve(state, &event);
            let encoded = codec::battle(&event);
            let source = self.record(StreamId(id.0), encoded, Fact::Battle(id, event.clone()));
            if let battle::Event::Finished { summary, .. }
            | battle::Event::Aborted { summary, .. } = &event
            {
                let problem = summary.started_at.map(|_| summary.problem.id.clone());
                for player in &summary.players {
                    let leave = session::Command::LeaveBattle {
                        battle: id,
                        problem: problem.clone(),
                    };
                    self.session(*player, leave);
                }
            }
            if let battle::Event::Finished {
                at,
                outcome,
                summary,
                ..
            } = event
                && summary.stakes == Stakes::Rated
            {
                let entry = rating::Command::Enter {
                    source,
                    at,
                    outcome,
                    summary,
                };
                self.unentered.entry(source.shard).or_default().push(entry);
            }
        }
        self.live[index].1 = state;
        true
    }

    /// The book enters one battle of a random shard; false when there is none.
    fn enter(&mut self) -> bool {
        let shards: Vec<u8> = self.unentered.keys().copied().collect();
        let Some(shard) = shards.choose(&mut self.rng) else {
            return false;
        };
        let queue = self.unentered.get_mut(shard).unwrap();
        let command = queue.remove(0);
        if let rating::Command::Enter {
            at,
            outcome,
            summary,
            ..
        } = &command
        {
            let players = [summary.players[0], summary.players[1]];
            self.ledger.enter(*at, summary.battle, players, outcome);
        }
        if queue.is_empty() {
            self.unentered.remove(shard);
        }
        for event in rating::decide(&self.book, command, self.now).unwrap() {
            self.book = rating::evolve(std::mem::take(&mut self.book), &event);
            self.rated(event);
        }
        true
    }

    /// Adds a raw event, such as one that nobody can read.
    pub fn record_raw(&mut self, stream: StreamId, encoded: Encoded) -> Source {
        let shard = ShardId::of(stream);
        self.heads[shard.index()] += 1;
        let version = self.versions.entry(stream).or_default();
        *version += 1;
        let position = Position(self.heads[shard.index()]);
        self.events.push(Recorded {
            stream,
            version: Version(*version),
            shard,
            position,
            epoch: Epoch(1),
            command: CommandId(Uuid::from_u128(self.rng.random())),
            part: 0,
            parts: 1,
            kind: encoded.kind,
            schema: encoded.schema,
            data: encoded.data,
            id: EventId(Uuid::from_u128(self.rng.random())),
            recorded_at_ms: self.now.0,
            meta: Meta::new(stream.0),
        });
        Source {
            shard: shard.0,
            position: position.0,
        }
    }

    fn record(&mut self, stream: StreamId, encoded: Encoded, fact: Fact) -> Source {
        let source = self.record_raw(stream, encoded);
        if self.keeps_facts {
            let version = Version(self.versions[&stream]);
            self.facts.push((stream, version, fact));
        }
        source
    }
}
