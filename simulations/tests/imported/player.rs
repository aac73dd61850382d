//! A registered player in rated battles.

use std::sync::Arc;
use std::time::Duration;

use arena_edge::protocol::codec::Format;
use arena_edge::protocol::server::{
    AckData, Answer, ProblemCard, RunResult, ServerEvent, ServerFrame,
};
use arena_simulations::clock;
use arena_simulations::door::{Door, LoggedIn};
use arena_simulations::wire::{Greeting, Heard, Wire};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::Arena;

pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Player {
    door: Door,
    login: LoggedIn,
    wire: Wire,
    events: Vec<ServerEvent>,
}

impl Player {
    pub(crate) async fn register(arena: &Arena, name: &str) -> Self {
        let door = Door::new(&arena.url()).unwrap();
        let login = door.register(name, "nine wooden ladders").await.unwrap();
        let wire = connect(&door, &login).await;
        let mut player = Self {
            door,
            login,
            wire,
            events: Vec::new(),
        };
        player.follow(&format!("session/{}", player.me())).await;
        player
    }

    /// After a restart of the arena.
    pub(crate) async fn come_back(&mut self, battle: Uuid) {
        self.wire = connect(&self.door, &self.login).await;
        self.events.clear();
        self.follow(&format!("session/{}", self.me())).await;
        self.follow(&format!("battle/{battle}")).await;
    }

    /// What the battle that began is on.
    pub(crate) async fn problem(&mut self) -> Arc<ProblemCard> {
        self.until(|event| match event {
            ServerEvent::Started { problem, .. } => Some(problem.clone()),
            _ => None,
        })
        .await
    }

    async fn follow(&mut self, topic: &str) {
        let follow = json!({ "topic": topic, "after": 0 });
        self.say("topic:follow", follow).await;
    }

    pub(crate) fn me(&self) -> Uuid {
        self.login.player.player_id
    }

    pub(crate) async fn frame(&mut self) -> ServerFrame {
        let heard = tokio::time::timeout(PATIENCE, self.wire.hear()).await;
        let Heard::Frame(frame) = heard.unwrap() else {
            panic!("the connection is gone")
        };
        if let ServerFrame::Topic(frame) = &*frame {
            self.events.push(frame.event.clone());
        }
        *frame
    }

    /// What is acknowledged; until the battle is there, following it is asked for again.
    pub(crate) async fn say(&mut self, event: &str, data: Value) -> Option<AckData> {
        loop {
            let frame = json!({ "id": Uuid::new_v4(), "event": event, "data": data });
            self.wire.send_value(&frame).await.unwrap();
            let answer = loop {
                if let ServerFrame::Answer(answer) = self.frame().await {
                    break answer;
                }
            };
            match answer {
                Answer::Ack { data, .. } => return data,
                Answer::Reject { data, .. } => assert_eq!(data.code, "no-such-battle", "{event}"),
            }
        }
    }

    pub(crate) async fn until<T>(&mut self, wanted: impl Fn(&ServerEvent) -> Option<T>) -> T {
        let mut looked = 0;
        loop {
            if let Some(found) = self.events[looked..].iter().find_map(&wanted) {
                return found;
            }
            looked = self.events.len();
            self.frame().await;
        }
    }

    pub(crate) async fn verdict(&mut self, battle: Uuid, code: &str) -> RunResult {
        let body = json!({ "battleId": battle, "language": "python", "code": code });
        let key = Uuid::new_v4();
        let submitted = self.door.submit(&self.login.access_token, key, &body).await;
        let submission = submitted.unwrap().submission_id;
        self.until(|event| match event {
            ServerEvent::Judged {
                submission_id,
                result,
                ..
            } if *submission_id == submission => Some(result.clone()),
            _ => None,
        })
        .await
    }

    pub(crate) async fn run(&mut self, battle: Uuid, code: &str) -> RunResult {
        let body = json!({ "battleId": battle, "language": "python", "code": code });
        match self.say("battle:run", body).await {
            Some(AckData::Ran(result)) => *result,
            other => panic!("{other:?}"),
        }
    }
}

async fn connect(door: &Door, login: &LoggedIn) -> Wire {
    let url = door.socket_url().unwrap();
    let wire = Wire::connect(&url, Format::Json, &login.access_token, Greeting::Header);
    wire.await.unwrap()
}

/// Brings both into an easy battle that is rated and runs on `problem`.
pub(crate) async fn battle(players: &mut [Player; 2], problem: &str) -> Uuid {
    for player in &mut *players {
        player.events.clear();
        let join = json!({ "difficulty": "easy", "mode": "1v1" });
        player.say("matchmaking:join", join).await;
    }
    let mut battles = Vec::new();
    for player in &mut *players {
        let (battle, rated) = player
            .until(|event| match event {
                ServerEvent::MatchFound {
                    battle_id, rated, ..
                } => Some((*battle_id, *rated)),
                _ => None,
            })
            .await;
        assert!(rated);
        player.follow(&format!("battle/{battle}")).await;
        player
            .say("battle:ready", json!({ "battleId": battle }))
            .await;
        battles.push(battle);
    }
    for player in players {
        let card = player.problem().await;
        assert_eq!((&*card.id, &*card.form), (problem, "stdin"), "{card:?}");
        assert_eq!(card.samples.len(), 2, "{card:?}");
    }
    assert_eq!(battles[0], battles[1]);
    battles[0]
}

pub(crate) async fn winner(player: &mut Player) -> Option<Uuid> {
    player
        .until(|event| match event {
            ServerEvent::Finished { winner_id, .. } => Some(*winner_id),
            _ => None,
        })
        .await
}

pub(crate) async fn rated(player: &Player, battles: u64) {
    let start = clock::now();
    loop {
        let profile = player.door.profile(player.me()).await.unwrap();
        // Battles and ratings are folded apart: one may be there before the other.
        if profile.battles == battles && (profile.rating - 1500.0).abs() > 1.0 {
            return;
        }
        assert!(start.elapsed() < PATIENCE, "{profile:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
