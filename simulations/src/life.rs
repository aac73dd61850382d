//! One player's life: queue, accept, type, run, submit, give up, offer draws, talk, hang up, play again.

mod steps;
mod told;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use arena_edge::protocol::client::{ClientCommand, Join};
use rand::Rng;
use rand::rngs::StdRng;
use tokio::sync::mpsc::UnboundedSender;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::clock;
use crate::hands::Hands;
use crate::programs::{Intent, Programs};
use crate::sight::Witness;

/// A battle that has not ended by then never will.
const BATTLE_WITHIN: Duration = Duration::from_secs(300);
/// How long the changes of ratings may take after the last battle.
const RATED_WITHIN: Duration = Duration::from_secs(45);
/// How long the other may think about a rematch.
const REMATCH_WITHIN: Duration = Duration::from_secs(4);
/// How often the player looks whether it is time to stop.
const LOOK: Duration = Duration::from_millis(250);

pub(crate) struct Life {
    pub(crate) hands: Hands,
    pub(crate) programs: Arc<Programs>,
    pub(crate) dice: StdRng,
    /// The mean pause between two steps.
    pub(crate) pause: Duration,
    /// Told of every battle that ended.
    pub(crate) ended: UnboundedSender<Uuid>,
    /// When it is cancelled, the player finishes what is under way and goes.
    pub(crate) enough: CancellationToken,
}

enum Place {
    /// Joins at the instant.
    Idle(Instant),
    Queued {
        since: Instant,
        leaving: bool,
    },
    Fighting(Box<Fight>),
}

struct Fight {
    battle: Uuid,
    topic: String,
    entered: Instant,
    rated: bool,
    problem: String,
    languages: Vec<String>,
    started: Option<Instant>,
    steps: VecDeque<Step>,
    next_step: Instant,
    /// The submission whose verdict is awaited.
    awaited: Option<Uuid>,
    typed: u32,
    seq: u64,
    /// The end was seen.
    over: Option<Instant>,
    after: After,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Nothing,
    /// A rematch was asked for.
    Rematch,
    /// The battle is to be read again from its beginning, once its following has ended.
    Unfollowing,
    /// …until this version.
    Rereading(u64),
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Type(Intent),
    Run(Intent),
    Submit(Intent),
    Say,
    OfferDraw,
    HangUp,
    GiveUp,
}

struct Expected {
    verdict: &'static str,
    sent: Instant,
}

/// What the player keeps in mind over all battles.
#[derive(Default)]
struct Memory {
    expected: BTreeMap<Uuid, Expected>,
    unrated: BTreeSet<Uuid>,
    reread: u64,
    idle_since: Option<Instant>,
}

impl Life {
    /// Lives until it is enough, and tells what was seen.
    pub(crate) async fn live(mut self) -> Witness {
        let mut place = Place::Idle(clock::now());
        let mut memory = Memory::default();
        loop {
            if self.hands.dead || self.is_done(&place, &mut memory) {
                return self.hands.witness;
            }
            place = self.act(place, &mut memory).await;
            let now = clock::now();
            let until = match &place {
                Place::Fighting(fight) if fight.awaited.is_none() && fight.over.is_none() => {
                    fight.next_step.clamp(now, now + LOOK)
                }
                Place::Fighting(_) | Place::Idle(_) | Place::Queued { .. } => {
                    now + LOOK.min(self.pause)
                }
            };
            let until = until.max(now + Duration::from_millis(1));
            if let Some(told) = self.hands.next(until).await {
                place = self.told(place, told, &mut memory).await;
            }
        }
    }

    fn is_done(&mut self, place: &Place, memory: &mut Memory) -> bool {
        if !matches!(place, Place::Idle(_)) || !self.enough.is_cancelled() {
            memory.idle_since = None;
            return false;
        }
        let since = *memory.idle_since.get_or_insert_with(clock::now);
        if memory.unrated.is_empty() {
            return true;
        }
        let late = since.elapsed() > RATED_WITHIN;
        if late {
            let battles = &memory.unrated;
            self.hands
                .violation(format!("no change of rating for {battles:?}"));
        }
        late
    }

    async fn act(&mut self, place: Place, memory: &mut Memory) -> Place {
        let now = clock::now();
        let enough = self.enough.is_cancelled();
        match place {
            Place::Idle(at) if !enough && now >= at => {
                let difficulty = ["easy", "easy", "medium", "any"][self.dice.random_range(0..4)];
                let join = Join {
                    difficulty: difficulty.to_owned(),
                    mode: "1v1".to_owned(),
                    goal: None,
                    language: None,
                    rating_range: None,
                };
                self.hands.send(ClientCommand::Join(join)).await;
                Place::Queued {
                    since: now,
                    leaving: false,
                }
            }
            Place::Queued {
                since,
                leaving: false,
            } if enough => {
                self.hands.send(ClientCommand::Leave {}).await;
                Place::Queued {
                    since,
                    leaving: true,
                }
            }
            Place::Fighting(fight) => self.fight(fight, memory, now).await,
            other => other,
        }
    }

    async fn fight(&mut self, mut fight: Box<Fight>, memory: &mut Memory, now: Instant) -> Place {
        if now - fight.entered > BATTLE_WITHIN && fight.over.is_none() {
            let battle = fight.battle;
            self.hands
                .violation(format!("battle {battle} does not end"));
            self.hands.dead = true;
            return Place::Idle(now);
        }
        if let Some(over) = fight.over {
            return self.afterwards(fight, over, memory, now).await;
        }
        let free = fight.started.is_some() && fight.awaited.is_none();
        if free && now >= fight.next_step {
            let step = fight
                .steps
                .pop_front()
                .unwrap_or(Step::Submit(Intent::Right));
            self.step(&mut fight, step, memory).await;
            let pause = self.pause.as_secs_f64() * self.dice.random_range(0.2..1.8);
            fight.next_step = clock::now() + Duration::from_secs_f64(pause);
        }
        Place::Fighting(fight)
    }

    async fn afterwards(
        &mut self,
        mut fight: Box<Fight>,
        over: Instant,
        memory: &mut Memory,
        now: Instant,
    ) -> Place {
        let waited = now - over;
        match fight.after {
            After::Rematch if waited < REMATCH_WITHIN => return Place::Fighting(fight),
            After::Unfollowing if waited < Duration::from_secs(2) => return Place::Fighting(fight),
            After::Unfollowing => {
                let topic = fight.topic.clone();
                self.hands.follow(&topic, 0).await;
                fight.after = After::Rereading(memory.reread);
                return Place::Fighting(fight);
            }
            After::Rereading(last) if self.hands.version(&fight.topic) < last => {
                if waited < Duration::from_secs(60) {
                    return Place::Fighting(fight);
                }
                let topic = &fight.topic;
                let what = format!("{topic} cannot be read again up to {last}");
                self.hands.violation(what);
            }
            After::Rematch | After::Nothing | After::Rereading(_) => {}
        }
        self.hands.unfollow(&fight.topic).await;
        Place::Idle(now)
    }
}
