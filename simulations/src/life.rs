//! One player's life: queue, accept, type, run, submit, give up, offer draws, talk, hang up, play again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use arena_edge::protocol::client::{ClientCommand, Code, Edit, Join, OfBattle, OneEdit, Say};
use arena_edge::protocol::server::{Refusal, ServerEvent, TopicFrame};
use arena_rules::ids::{PlayerId, command_id};
use rand::Rng;
use rand::rngs::StdRng;
use tokio::sync::mpsc::UnboundedSender;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::clock;
use crate::hands::{Hands, Told, millis};
use crate::programs::{Intent, Program, Programs};
use crate::sight::{Rated, Seen, Sight, Witness};

/// A battle that has not ended by then never will.
const BATTLE_WITHIN: Duration = Duration::from_secs(300);
/// How long the changes of ratings may take after the last battle.
const RATED_WITHIN: Duration = Duration::from_secs(45);
/// How long the other may think about a rematch.
const REMATCH_WITHIN: Duration = Duration::from_secs(4);
/// How often the player looks whether it is time to stop.
const LOOK: Duration = Duration::from_millis(250);

/// Rejections that a player of good will can run into, because things cross on their way.
const HARMLESS: &[&str] = &[
    "edits-too-often",
    "battle-over",
    "judging",
    "out-of-play",
    "time-up",
    "no-draw-offered",
    "draw-offered-already",
    "no-rematch-now",
    "rematch-agreed-already",
    "too-late-to-accept",
    "in-battle",
    "elsewhere",
    "already-queued",
    "not-queued",
    "run-pending",
];

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

    async fn step(&mut self, fight: &mut Fight, step: Step, memory: &mut Memory) {
        let battle_id = fight.battle;
        let of = OfBattle { battle_id };
        match step {
            Step::Type(intent) => {
                if let Some(program) = self.program(fight, intent) {
                    self.type_in(fight, program).await;
                }
            }
            Step::Run(intent) => {
                let Some(Program { language, text, .. }) = self.program(fight, intent) else {
                    return;
                };
                let code = Code {
                    battle_id,
                    language,
                    code: text,
                };
                self.hands.send(ClientCommand::Run(code)).await;
            }
            Step::Submit(intent) => self.submit(fight, intent, memory).await,
            Step::Say => {
                let text = "good luck – удачи – 加油".to_owned();
                self.hands
                    .send(ClientCommand::Say(Say { battle_id, text }))
                    .await;
            }
            Step::OfferDraw => {
                self.hands.send(ClientCommand::OfferDraw(of)).await;
            }
            Step::HangUp => {
                self.hands.hang_up();
                self.hands.witness.reconnects += 1;
            }
            Step::GiveUp => {
                self.hands.send(ClientCommand::GiveUp(of)).await;
                fight.next_step = clock::now() + Duration::from_secs(5);
            }
        }
    }

    fn program(&mut self, fight: &Fight, intent: Intent) -> Option<Program> {
        let (problem, languages) = (&fight.problem, &fight.languages);
        let found = self
            .programs
            .choose(problem, languages, intent, &mut self.dice);
        found.or_else(|| {
            self.programs
                .choose(problem, languages, Intent::Right, &mut self.dice)
        })
    }

    async fn type_in(&mut self, fight: &mut Fight, program: Program) {
        let at_ms = fight.started.map_or(0, |started| millis(started.elapsed()));
        let at_ms = u32::try_from(at_ms).unwrap_or(u32::MAX);
        let units = u32::try_from(program.text.encode_utf16().count()).unwrap_or(u32::MAX);
        let edit = OneEdit {
            at_ms,
            from: 0,
            to: fight.typed,
            insert: program.text,
        };
        let edit = Edit {
            battle_id: fight.battle,
            seq: fight.seq,
            language: program.language,
            edits: vec![edit],
        };
        self.hands.send(ClientCommand::Edit(edit)).await;
        // Taken for granted here; the rejection takes it back.
        fight.seq += 1;
        fight.typed = units;
    }

    async fn submit(&mut self, fight: &mut Fight, intent: Intent, memory: &mut Memory) {
        let Some(program) = self.program(fight, intent) else {
            let problem = &fight.problem;
            self.hands
                .violation(format!("no program is known for the problem `{problem}`"));
            fight.steps = VecDeque::from([Step::GiveUp]);
            return;
        };
        let sent = clock::now();
        let verdict = program.verdict;
        let code = Code {
            battle_id: fight.battle,
            language: program.language,
            code: program.text,
        };
        let me = PlayerId(self.hands.me());
        if self.dice.random_bool(0.25) {
            let key = Uuid::now_v7();
            let submission = command_id(me, key);
            memory
                .expected
                .insert(submission, Expected { verdict, sent });
            fight.awaited = Some(submission);
            let body = serde_json::json!({
                "battleId": code.battle_id, "language": code.language, "code": code.code,
            });
            let until = sent + Duration::from_secs(90);
            if let Err(code) = self.hands.submit_over_http(key, &body, until).await {
                fight.awaited = None;
                self.allow(&code, "a submission over HTTP");
            }
        } else {
            let id = self.hands.send(ClientCommand::Submit(code)).await;
            let submission = command_id(me, id);
            memory
                .expected
                .insert(submission, Expected { verdict, sent });
            fight.awaited = Some(submission);
        }
    }

    fn allow(&mut self, code: &str, what: &str) {
        if !HARMLESS.contains(&code) {
            self.hands.violation(format!("{what} was rejected: {code}"));
        }
    }

    async fn told(&mut self, place: Place, told: Told, memory: &mut Memory) -> Place {
        match told {
            Told::Event(frame) => self.event(place, *frame, memory).await,
            Told::Hidden { topic, v } => {
                self.note(&topic, v, 0, Sight::Hidden, None);
                place
            }
            Told::Ack(ClientCommand::Unfollow { topic }) => match place {
                Place::Fighting(mut fight)
                    if fight.topic == topic && fight.after == After::Unfollowing =>
                {
                    self.hands.follow(&topic, 0).await;
                    fight.after = After::Rereading(memory.reread);
                    Place::Fighting(fight)
                }
                other => other,
            },
            Told::Ack(_) => place,
            Told::Reject(command, id, refusal) => self.rejected(place, &command, id, &refusal),
        }
    }

    fn rejected(
        &mut self,
        place: Place,
        command: &ClientCommand,
        id: Uuid,
        refusal: &Refusal,
    ) -> Place {
        let name = serde_json::to_value(command).unwrap_or_default();
        let name = name["event"].as_str().unwrap_or_default().to_owned();
        self.allow(&refusal.code, &name);
        let soon = clock::now() + Duration::from_millis(100);
        match (place, command) {
            (Place::Queued { .. }, ClientCommand::Join(_)) if refusal.code != "already-queued" => {
                Place::Idle(soon)
            }
            (Place::Queued { .. }, ClientCommand::Leave {}) if refusal.code == "not-queued" => {
                Place::Idle(soon)
            }
            (Place::Fighting(mut fight), ClientCommand::Submit(_)) => {
                let submission = command_id(PlayerId(self.hands.me()), id);
                if fight.awaited == Some(submission) {
                    fight.awaited = None;
                }
                Place::Fighting(fight)
            }
            (Place::Fighting(mut fight), ClientCommand::Edit(edit))
                if edit.battle_id == fight.battle =>
            {
                fight.seq = edit.seq;
                Place::Fighting(fight)
            }
            (Place::Fighting(mut fight), ClientCommand::Rematch(_)) => {
                fight.after = After::Nothing;
                Place::Fighting(fight)
            }
            (other, _) => other,
        }
    }

    /// Remembers an event of a battle; read twice it must be the same.
    fn note(&mut self, topic: &str, v: u64, at_ms: i64, sight: Sight, exposed: Option<String>) {
        let battle = topic.strip_prefix("battle/");
        let Some(battle) = battle.and_then(|id| Uuid::parse_str(id).ok()) else {
            return;
        };
        let seen = self.hands.witness.battles.entry(battle).or_default();
        if let Some(exposed) = exposed {
            seen.exposed.push((clock::epoch_ms(), exposed));
        }
        let before = seen.events.get(&v);
        let deeper = before.is_none_or(|before| sight.depth() > before.sight.depth());
        let differs = before.is_some_and(|before| !before.sight.agrees(&sight));
        if deeper {
            seen.events.insert(v, Seen { at_ms, sight });
        }
        if differs {
            self.hands.violation(format!(
                "{topic}/{v} is another event when it is read again"
            ));
        }
    }

    async fn event(&mut self, place: Place, frame: TopicFrame, memory: &mut Memory) -> Place {
        let me = self.hands.me();
        let (sight, exposed) = Sight::of(&frame.event, me);
        self.note(&frame.topic, frame.v, frame.at_ms, sight, exposed);
        match frame.event {
            ServerEvent::MatchFound {
                battle_id, rated, ..
            } => self.matched(place, battle_id, rated).await,
            ServerEvent::Left { .. } => match place {
                Place::Queued { .. } => Place::Idle(clock::now()),
                other => other,
            },
            ServerEvent::RatingChanged { battle_id, changes } => {
                memory.unrated.remove(&battle_id);
                let rated = Rated {
                    battle: battle_id,
                    changes,
                };
                self.hands.witness.rated.push(rated);
                place
            }
            event => match place {
                Place::Fighting(mut fight) => {
                    if frame.topic == fight.topic {
                        self.of_battle(&mut fight, event, memory).await;
                    }
                    Place::Fighting(fight)
                }
                other => other,
            },
        }
    }

    async fn matched(&mut self, place: Place, battle: Uuid, rated: bool) -> Place {
        match &place {
            Place::Queued { since, .. } => {
                let took = millis(since.elapsed());
                self.hands.witness.latencies.matched.push(took);
            }
            Place::Fighting(fight) => {
                let topic = fight.topic.clone();
                self.hands.unfollow(&topic).await;
            }
            Place::Idle(_) => {}
        }
        let topic = format!("battle/{battle}");
        self.hands.follow(&topic, 0).await;
        let now = clock::now();
        Place::Fighting(Box::new(Fight {
            battle,
            topic,
            entered: now,
            rated,
            problem: String::new(),
            languages: Vec::new(),
            started: None,
            steps: VecDeque::new(),
            next_step: now,
            awaited: None,
            typed: 0,
            seq: 1,
            over: None,
            after: After::Nothing,
        }))
    }

    async fn of_battle(&mut self, fight: &mut Fight, event: ServerEvent, memory: &mut Memory) {
        let me = self.hands.me();
        if fight.over.is_some() {
            return;
        }
        match event {
            ServerEvent::Created { battle_id, .. } => {
                self.hands
                    .send(ClientCommand::Ready(OfBattle { battle_id }))
                    .await;
            }
            ServerEvent::Started { problem, .. } => {
                let languages = problem.languages.iter().map(|card| card.language.clone());
                fight.languages = languages.collect();
                fight.problem = problem.id.clone();
                fight.started = Some(clock::now());
                fight.next_step = clock::now();
                fight.steps = self.script();
            }
            ServerEvent::Judged {
                player_id,
                submission_id,
                result,
                ..
            } if player_id == me => {
                if fight.awaited == Some(submission_id) {
                    fight.awaited = None;
                }
                let Some(expected) = memory.expected.remove(&submission_id) else {
                    self.hands.violation(format!(
                        "a verdict on an unknown submission {submission_id}"
                    ));
                    return;
                };
                let took = millis(expected.sent.elapsed());
                self.hands.witness.latencies.verdict.push(took);
                let verdicts = &mut self.hands.witness.verdicts;
                *verdicts.entry(result.verdict.clone()).or_default() += 1;
                if result.verdict != expected.verdict {
                    let (found, due) = (&result.verdict, expected.verdict);
                    let problem = &fight.problem;
                    let what = format!("{problem}: {submission_id} got {found}, {due} was due");
                    self.hands.violation(what);
                }
            }
            ServerEvent::DrawOffered {
                player_id,
                battle_id,
            } if player_id != me && self.dice.random_bool(0.5) => {
                self.hands
                    .send(ClientCommand::AcceptDraw(OfBattle { battle_id }))
                    .await;
            }
            ServerEvent::Finished { battle_id, .. } => {
                // The session's topic may be ahead of the battle's.
                let mut rated = self.hands.witness.rated.iter();
                if fight.rated && !rated.any(|rated| rated.battle == battle_id) {
                    memory.unrated.insert(battle_id);
                }
                self.over(fight, memory, true).await;
            }
            ServerEvent::Aborted { .. } => self.over(fight, memory, false).await,
            _ => {}
        }
    }

    async fn over(&mut self, fight: &mut Fight, memory: &mut Memory, finished: bool) {
        fight.over = Some(clock::now());
        // The run is over when nobody listens.
        self.ended.send(fight.battle).ok();
        let battle_id = fight.battle;
        // Both players decide alike.
        match battle_id.as_u128() % 5 {
            0 if finished && !self.enough.is_cancelled() => {
                fight.after = After::Rematch;
                self.hands
                    .send(ClientCommand::Rematch(OfBattle { battle_id }))
                    .await;
            }
            1 | 2 => {
                memory.reread = self.hands.version(&fight.topic);
                fight.after = After::Unfollowing;
                let topic = fight.topic.clone();
                self.hands.unfollow(&topic).await;
            }
            _ => {}
        }
    }

    /// What the player does in a battle; the last step always leads to its end.
    fn script(&mut self) -> VecDeque<Step> {
        let mut steps = VecDeque::new();
        for _ in 0..self.dice.random_range(0..3) {
            let intent = match self.dice.random_range(0..10) {
                0..6 => Intent::Wrong,
                6..8 => Intent::Hostile,
                8 => Intent::Slow,
                _ => Intent::Right,
            };
            steps.push_back(Step::Type(intent));
            match self.dice.random_range(0..6) {
                0 => steps.push_back(Step::Run(intent)),
                1 => steps.push_back(Step::Say),
                2 => steps.push_back(Step::HangUp),
                _ => {}
            }
            steps.push_back(Step::Submit(intent));
            if self.dice.random_bool(0.15) {
                // Nothing waits for what was just sent.
                steps.push_back(Step::HangUp);
            }
        }
        match self.dice.random_range(0..10) {
            0 => steps.push_back(Step::GiveUp),
            1 => steps.push_back(Step::OfferDraw),
            _ => {}
        }
        steps.push_back(Step::Type(Intent::Right));
        steps.push_back(Step::Submit(Intent::Right));
        steps
    }
}
