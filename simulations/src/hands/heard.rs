//! What a player makes of what comes over his connection.

use std::time::Duration;

use arena_edge::close;
use arena_edge::protocol::client::{ClientCommand, ClientFrame, Follow};
use arena_edge::protocol::server::{AckData, Answer, Refusal, ServerFrame};
use arena_rules::ids::{PlayerId, command_id, named_id};
use uuid::Uuid;

use super::{AGAIN, Hands, Told, Welcome, millis};
use crate::clock;
use crate::run::AckLine;
use crate::wire::Heard;

/// How often a topic that is not there yet is asked for again.
const FOLLOW_AGAIN: Duration = Duration::from_millis(200);

impl Hands {
    pub(super) async fn heard(&mut self, heard: Heard) -> Option<Told> {
        match heard {
            Heard::Frame(frame) => {
                if let Some(line) = &mut self.line {
                    line.heard = clock::now();
                }
                self.frame(*frame).await
            }
            Heard::Foreign(text) => {
                let text: String = text.chars().take(200).collect();
                self.violation(format!("a frame outside the protocol: {text}"));
                None
            }
            Heard::Closed(close::GOING_AWAY) => {
                self.end_line();
                self.gateways.is_sent_on(&mut self.dice);
                None
            }
            Heard::Closed(code) => {
                self.lost();
                match code {
                    close::TOKEN => self.refresh().await,
                    close::LOGIN_ENDED.. => {
                        self.violation(format!("closed for good with {code}"));
                        self.dead = true;
                    }
                    _ => {}
                }
                None
            }
            Heard::Gone => {
                self.lost();
                None
            }
        }
    }

    async fn frame(&mut self, frame: ServerFrame) -> Option<Told> {
        match frame {
            ServerFrame::Welcome(_) => {
                self.gateways.is_in();
                let topics: Vec<String> = self.topics.keys().cloned().collect();
                if let Some(line) = &mut self.line {
                    line.welcome = Welcome::Resuming(topics.iter().cloned().collect());
                }
                for topic in topics {
                    self.ask_for(&topic);
                }
                self.flush().await;
                None
            }
            ServerFrame::Topic(frame) => self
                .advance(&frame.topic, frame.v, Some(frame.at_ms))
                .then(|| Told::Event(Box::new(frame))),
            ServerFrame::Hidden(frame) => {
                self.advance(&frame.topic, frame.v, None)
                    .then_some(Told::Hidden {
                        topic: frame.topic,
                        v: frame.v,
                    })
            }
            ServerFrame::Answer(Answer::Ack { id, data }) => self.acknowledged(id, data),
            ServerFrame::Answer(Answer::Reject { id, data }) => self.rejected(id, data),
        }
    }

    /// Whether the event is the topic's next one.
    fn advance(&mut self, topic: &str, v: u64, at_ms: Option<i64>) -> bool {
        let Some(known) = self.topics.get_mut(topic) else {
            // Under way when it was unfollowed.
            return false;
        };
        let expected = known.version + 1;
        let live = at_ms.filter(|at_ms| *at_ms > known.since_ms);
        known.version = v;
        if v != expected {
            self.violation(format!("{topic}: version {expected} was due, {v} came"));
        }
        if let Some(at_ms) = live {
            let late = clock::epoch_ms() - at_ms;
            let late = u64::try_from(late).unwrap_or(0);
            self.witness.latencies.delivery.push(late);
        }
        true
    }

    fn acknowledged(&mut self, id: Uuid, data: Option<AckData>) -> Option<Told> {
        let index = self.waiting.iter().position(|known| known.frame.id == id)?;
        let known = self.waiting.remove(index);
        match &known.frame.command {
            ClientCommand::Follow(follow) => {
                if let Some(topic) = self.topics.get_mut(&follow.topic) {
                    topic.since_ms = clock::epoch_ms();
                }
                self.goes_on(&follow.topic);
                return None;
            }
            ClientCommand::Unfollow { .. } | ClientCommand::Run(_) => {}
            _ => self
                .witness
                .latencies
                .ack
                .push(millis(known.first.elapsed())),
        }
        if let Some(AckData::Stored { topic, v }) = data {
            self.record(id, &topic, v);
        }
        Some(Told::Ack {
            id,
            command: known.frame.command,
            asked: known.first,
        })
    }

    pub(super) fn record(&mut self, id: Uuid, topic: &str, version: u64) {
        // A battle's stream has the battle's id, a session's one made of its name.
        let battle = topic.strip_prefix("battle/");
        let stream = match battle {
            Some(battle) => Uuid::parse_str(battle).ok(),
            None => Some(named_id(topic)),
        };
        let Some(stream) = stream else {
            self.violation(format!("an ack of the topic {topic}"));
            return;
        };
        let command = command_id(PlayerId(self.me()), id);
        let line = AckLine {
            stream,
            version,
            command,
        };
        // Nobody collects them once the run is over.
        self.acks.send(line).ok();
    }

    fn rejected(&mut self, id: Option<Uuid>, refusal: Refusal) -> Option<Told> {
        *self
            .witness
            .rejects
            .entry(refusal.code.clone())
            .or_default() += 1;
        let found = self
            .waiting
            .iter()
            .position(|known| Some(known.frame.id) == id);
        let Some(index) = found else {
            if refusal.code != "token-expired" {
                let Refusal { code, message, .. } = refusal;
                self.violation(format!(
                    "a reject of nothing that was sent: {code} {message}"
                ));
            }
            return None;
        };
        let again = AGAIN.contains(&refusal.code.as_str());
        if again {
            let wait = Duration::from_millis(refusal.retry_after_ms.unwrap_or(200).min(2_000));
            let known = &mut self.waiting[index];
            (known.sent, known.owed) = (None, None);
            known.not_before = clock::now() + wait;
            return None;
        }
        let known = self.waiting.remove(index);
        if let ClientCommand::Follow(follow) = &known.frame.command {
            let followed = self.topics.contains_key(&follow.topic);
            if followed && refusal.code == "no-such-battle" {
                let again = ClientFrame {
                    id: Uuid::now_v7(),
                    command: known.frame.command.clone(),
                };
                self.push(again, FOLLOW_AGAIN);
            } else if followed {
                let Follow { topic, after } = follow;
                let code = refusal.code;
                self.violation(format!("{topic} after {after} was refused: {code}"));
                self.goes_on(topic);
            }
            return None;
        }
        Some(Told::Reject(known.frame.command, known.frame.id, refusal))
    }
}
