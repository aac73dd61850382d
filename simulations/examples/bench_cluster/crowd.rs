//! Players of live battles, who talk and submit nothing: the judge has nothing to do. Each says a line when the conductor wants
//! it, comes back to another gateway when its own is gone, and notes how long everything took.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use arena_edge::protocol::client::{ClientCommand, Join, OfBattle, Say};
use arena_edge::protocol::codec::Format;
use arena_edge::protocol::server::ServerEvent;
use arena_simulations::clock;
use arena_simulations::door::Door;
use arena_simulations::gateways::Gateways;
use arena_simulations::hands::{Hands, Told};
use futures_util::{StreamExt, stream};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use uuid::Uuid;

/// Requests under way at a time while guests come in.
const AT_A_TIME: usize = 32;
/// The rules let a player say a hundred lines in a battle.
pub(crate) const LINES: u32 = 95;
/// How often a player looks what is wanted of him, while he has nothing to do.
const LOOK_EVERY: Duration = Duration::from_millis(100);
const BEGUN_WITHIN: Duration = Duration::from_secs(180);

/// What the players do.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mood {
    Quiet,
    /// One line each, as soon as this is heard.
    Once(u32),
    /// A line each time that this has passed, whatever became of the one before.
    Every(Duration),
    /// A line as soon as the one before is acknowledged.
    Eager,
    /// A command each time that this has passed, that the battle refuses: nothing is appended.
    InVain(Duration),
    /// The battles are given up, and others begun.
    Again(u32),
    Leave,
}

/// What a player noted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Note {
    /// A player's battle has begun.
    Begun,
    /// A line was acknowledged.
    Said {
        player: usize,
        battle: Uuid,
        asked: Instant,
        at: Instant,
    },
    /// A command was refused as it had to be.
    InVain { asked: Instant, at: Instant },
    /// Another player's line arrived; the gateway that its player was at in the beginning.
    Heard {
        player: usize,
        from: usize,
        asked_ns: u64,
        at: Instant,
    },
    /// A battle ended that nobody wanted to end.
    Lost { battle: Uuid },
    /// A line was refused for good.
    Refused,
}

/// The players, and what they note.
pub(crate) struct Crowd {
    mood: watch::Sender<Mood>,
    notes: mpsc::UnboundedReceiver<Note>,
    tasks: JoinSet<Departed>,
    players: usize,
    times: u32,
    pub(crate) began: Instant,
}

/// What is left of a player.
#[derive(Debug)]
pub(crate) struct Departed {
    pub(crate) resumed_ms: Vec<u64>,
    pub(crate) rejects: BTreeMap<String, u64>,
    pub(crate) violations: Vec<String>,
}

impl Crowd {
    /// So many battles with two players each, all of them begun.
    pub(crate) async fn of(battles: usize, urls: &[String]) -> Self {
        let players = 2 * battles;
        let began = clock::now();
        let (mood, wanted) = watch::channel(Mood::Quiet);
        let (noted, notes) = mpsc::unbounded_channel();
        let mut tasks = JoinSet::new();
        let guests = (0..players).map(|player| async move {
            let door = Door::new(&urls[player % urls.len()]).unwrap();
            loop {
                if let Ok(login) = door.guest().await {
                    return (player, login);
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        });
        let mut guests = stream::iter(guests).buffer_unordered(AT_A_TIME);
        while let Some((player, login)) = guests.next().await {
            let gateways = Gateways::new(urls, player).unwrap();
            let dice = StdRng::seed_from_u64(player as u64);
            let (acks, _) = mpsc::unbounded_channel();
            let format = [Format::Json, Format::Msgpack][player / urls.len() % 2];
            let talker = Talker {
                hands: Hands::new(gateways, login, format, acks, dice),
                player,
                gateway: player % urls.len(),
                wanted: wanted.clone(),
                noted: noted.clone(),
                began,
                fight: None,
                done: 0,
            };
            tasks.spawn(talker.live());
        }
        let mut crowd = Self {
            mood,
            notes,
            tasks,
            players,
            times: 0,
            began,
        };
        crowd.have_begun().await;
        crowd
    }

    async fn have_begun(&mut self) {
        let begun = async {
            let mut begun = 0;
            while begun < self.players {
                if let Some(Note::Begun) = self.notes.recv().await {
                    begun += 1;
                }
            }
        };
        let begun = tokio::time::timeout(BEGUN_WITHIN, begun).await;
        begun.expect("not every battle has begun");
    }

    /// Gives every battle up and begins as many others, so that everybody has all lines before him.
    pub(crate) async fn again(&mut self) {
        self.times += 1;
        self.mood.send_replace(Mood::Again(self.times));
        self.have_begun().await;
        self.mood.send_replace(Mood::Quiet);
    }

    pub(crate) fn wants(&mut self, mood: Mood) {
        self.mood.send_replace(mood);
    }

    /// Has every player say one line; each must be acknowledged. When each was, and of which battle.
    pub(crate) async fn once(&mut self, within: Duration) -> Vec<(usize, Uuid, Instant)> {
        self.forget();
        self.times += 1;
        self.mood.send_replace(Mood::Once(self.times));
        let mut said = BTreeMap::new();
        let all = async {
            while said.len() < self.players {
                match self.notes.recv().await {
                    Some(Note::Said {
                        player, battle, at, ..
                    }) => drop(said.insert(player, (battle, at))),
                    Some(Note::Lost { battle }) => panic!("battle {battle} is lost"),
                    Some(Note::Refused) => panic!("a line was refused"),
                    Some(Note::Begun | Note::Heard { .. } | Note::InVain { .. }) => {}
                    None => panic!("no player is left"),
                }
            }
        };
        let all = tokio::time::timeout(within, all).await;
        all.expect("a line was not acknowledged");
        self.mood.send_replace(Mood::Quiet);
        said.into_iter()
            .map(|(player, (battle, at))| (player, battle, at))
            .collect()
    }

    /// Throws away what has been noted so far.
    pub(crate) fn forget(&mut self) {
        while self.notes.try_recv().is_ok() {}
    }

    /// What was noted since it was asked for last.
    pub(crate) fn notes(&mut self) -> Vec<Note> {
        std::iter::from_fn(|| self.notes.try_recv().ok()).collect()
    }

    /// Sends everybody away.
    pub(crate) async fn leave(mut self) -> Vec<Departed> {
        self.mood.send_replace(Mood::Leave);
        let mut departed = Vec::new();
        while let Some(one) = self.tasks.join_next().await {
            departed.push(one.unwrap());
        }
        departed
    }
}

struct Talker {
    hands: Hands,
    player: usize,
    /// Where he came in.
    gateway: usize,
    wanted: watch::Receiver<Mood>,
    noted: mpsc::UnboundedSender<Note>,
    began: Instant,
    fight: Option<Fight>,
    /// The last number that was obeyed.
    done: u32,
}

struct Fight {
    battle: Uuid,
    topic: String,
    begun: bool,
    given_up: bool,
    lines: u32,
    unanswered: u32,
    next: Instant,
    /// When something was asked in vain.
    asked: Instant,
}

impl Talker {
    async fn live(mut self) -> Departed {
        self.join().await;
        loop {
            let mood = *self.wanted.borrow();
            if matches!(mood, Mood::Leave) || self.hands.dead {
                let witness = self.hands.witness;
                return Departed {
                    resumed_ms: witness.latencies.resumed,
                    rejects: witness.rejects,
                    violations: witness.violations,
                };
            }
            let next = self.obey(mood).await;
            if let Some(told) = self.hands.next(next).await {
                self.hear(told).await;
            }
        }
    }

    async fn join(&mut self) {
        let join = Join {
            difficulty: "hard".to_owned(),
            mode: "1v1".to_owned(),
            goal: None,
            language: None,
            rating_range: None,
        };
        self.hands.send(ClientCommand::Join(join)).await;
    }

    /// Does what is wanted now; when to look again.
    async fn obey(&mut self, mood: Mood) -> Instant {
        let now = clock::now();
        let later = now + LOOK_EVERY;
        let Some(fight) = self.fight.as_mut().filter(|fight| fight.begun) else {
            return later;
        };
        let (talks, next) = match mood {
            Mood::Once(number) if number != self.done => {
                self.done = number;
                (true, later)
            }
            Mood::Every(pause) | Mood::InVain(pause) => {
                if now < fight.next {
                    return fight.next.min(later);
                }
                let first = fight.next + pause < now;
                // The first of many comes at a moment of his own.
                let phase = pause.mul_f64(self.player as f64 * 0.618 % 1.0);
                fight.next = if first {
                    now + phase
                } else {
                    fight.next + pause
                };
                (!first, fight.next.min(later))
            }
            Mood::Eager => (fight.unanswered == 0, later),
            Mood::Again(number) if number != self.done => {
                self.done = number;
                fight.given_up = true;
                let battle_id = fight.battle;
                let give_up = ClientCommand::GiveUp(OfBattle { battle_id });
                self.hands.send(give_up).await;
                (false, later)
            }
            Mood::Quiet | Mood::Once(_) | Mood::Again(_) | Mood::Leave => (false, later),
        };
        if talks && matches!(mood, Mood::InVain(_)) {
            let battle_id = fight.battle;
            fight.asked = now;
            let accept = ClientCommand::AcceptDraw(OfBattle { battle_id });
            self.hands.send(accept).await;
        } else if talks && fight.lines < LINES {
            fight.lines += 1;
            fight.unanswered += 1;
            let (battle_id, asked) = (fight.battle, self.began.elapsed().as_nanos());
            let text = format!("{} {asked}", self.gateway);
            self.hands
                .send(ClientCommand::Say(Say { battle_id, text }))
                .await;
        }
        next
    }

    async fn hear(&mut self, told: Told) {
        let player = self.player;
        match told {
            Told::Event(frame) => match frame.event {
                ServerEvent::MatchFound { battle_id, .. } => self.enter(battle_id).await,
                ServerEvent::Left { .. } => self.join().await,
                ServerEvent::Said {
                    player_id, text, ..
                } if player_id != self.hands.me() => {
                    if let Some((from, asked_ns)) = text.split_once(' ') {
                        self.note(Note::Heard {
                            player,
                            from: from.parse().unwrap(),
                            asked_ns: asked_ns.parse().unwrap(),
                            at: clock::now(),
                        });
                    }
                }
                ServerEvent::Created { battle_id, .. } => {
                    let ready = ClientCommand::Ready(OfBattle { battle_id });
                    self.hands.send(ready).await;
                }
                ServerEvent::Started { .. } => {
                    if let Some(fight) = &mut self.fight {
                        fight.begun = true;
                        self.note(Note::Begun);
                    }
                }
                ServerEvent::Finished { .. } | ServerEvent::Aborted { .. } => {
                    self.end(&frame.topic).await;
                }
                _ => {}
            },
            Told::Ack {
                command: ClientCommand::Say(say),
                asked,
                ..
            } => {
                if let Some(fight) = &mut self.fight {
                    fight.unanswered = fight.unanswered.saturating_sub(1);
                }
                self.note(Note::Said {
                    player,
                    battle: say.battle_id,
                    asked,
                    at: clock::now(),
                });
            }
            Told::Reject(ClientCommand::Say(_), ..) => self.note(Note::Refused),
            Told::Reject(ClientCommand::AcceptDraw(_), ..) => {
                if let Some(Fight { asked, .. }) = self.fight {
                    let at = clock::now();
                    self.note(Note::InVain { asked, at });
                }
            }
            // The session has not heard of the end yet.
            Told::Reject(ClientCommand::Join(_), _, refusal) if self.fight.is_none() => {
                if refusal.code != "already-queued" {
                    tokio::time::sleep(LOOK_EVERY).await;
                    self.join().await;
                }
            }
            Told::Hidden { .. } | Told::Ack { .. } | Told::Reject(..) => {}
        }
    }

    async fn enter(&mut self, battle: Uuid) {
        let topic = format!("battle/{battle}");
        self.hands.follow(&topic, 0).await;
        self.fight = Some(Fight {
            battle,
            topic,
            begun: false,
            given_up: false,
            lines: 0,
            unanswered: 0,
            next: clock::now(),
            asked: clock::now(),
        });
    }

    async fn end(&mut self, topic: &str) {
        let Some(fight) = self.fight.take_if(|fight| fight.topic == topic) else {
            return;
        };
        // One who accepted too late is no loss: they are matched again.
        let wanted = fight.given_up || matches!(*self.wanted.borrow(), Mood::Again(_));
        if fight.begun && !wanted {
            let battle = fight.battle;
            self.note(Note::Lost { battle });
        }
        if let Mood::Again(number) = *self.wanted.borrow() {
            self.done = number;
        }
        self.hands.unfollow(topic).await;
        self.join().await;
    }

    fn note(&self, note: Note) {
        // Nobody collects them once the crowd is gone.
        self.noted.send(note).ok();
    }
}
