//! What a player makes of what he is told.

use std::collections::VecDeque;
use std::time::Duration;

use arena_edge::protocol::client::{ClientCommand, OfBattle};
use arena_edge::protocol::server::{Refusal, ServerEvent, TopicFrame};
use arena_rules::ids::{PlayerId, command_id};
use rand::Rng;
use uuid::Uuid;

use super::{After, Fight, Life, Memory, Place};
use crate::clock;
use crate::hands::{Told, millis};
use crate::sight::{Rated, Seen, Sight};

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

impl Life {
    pub(super) fn allow(&mut self, code: &str, what: &str) {
        if !HARMLESS.contains(&code) {
            self.hands.violation(format!("{what} was rejected: {code}"));
        }
    }

    pub(super) async fn told(&mut self, place: Place, told: Told, memory: &mut Memory) -> Place {
        match told {
            Told::Event(frame) => self.event(place, *frame, memory).await,
            Told::Hidden { topic, v } => {
                self.note(&topic, v, 0, Sight::Hidden, None);
                place
            }
            Told::Ack {
                command: ClientCommand::Unfollow { topic },
                ..
            } => match place {
                Place::Fighting(mut fight)
                    if fight.topic == topic && fight.after == After::Unfollowing =>
                {
                    self.hands.follow(&topic, 0).await;
                    fight.after = After::Rereading(memory.reread);
                    Place::Fighting(fight)
                }
                other => other,
            },
            Told::Ack { .. } => place,
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
}
