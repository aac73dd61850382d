//! One event to many spectators. A player of a live battle says a line; each spectator notes when it arrives. The same
//! client does the same with node's `ws`, which writes each line to a file and syncs it, as the arena's log does, and
//! once more with a `ws` that only sends it on.

use std::time::{Duration, Instant};

use arena_edge::protocol::client::{ClientCommand, ClientFrame, Join, OfBattle, Say};
use arena_edge::protocol::server::{ServerEvent, ServerFrame};
use arena_log::testing::spread;
use arena_simulations::clock;
use arena_simulations::wire::{Socket, Wire};
use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinSet;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::peer::Peer;
use crate::sockets;
use crate::support::Arena;

/// The first round warms up and does not count; a player may say a hundred lines in a battle.
const ROUNDS: usize = 7;
const LINES: usize = 24;
const ARRIVES_WITHIN: Duration = Duration::from_secs(30);

/// A server with its audience: whoever speaks is heard by all who watch.
struct Stage {
    name: &'static str,
    speakers: Vec<SplitSink<Socket, Message>>,
    arrivals: Receiver<(String, Instant)>,
    audience: usize,
    tasks: JoinSet<()>,
    /// Of each round that counts.
    medians: Vec<f64>,
    p99s: Vec<f64>,
}

pub(crate) async fn measure(count: usize) {
    let arena = Arena::start(None).await;
    let url = arena.url();
    let (players, battle) = battle(&url).await;
    let guests = sockets::guests(&url, count).await;
    let topic = format!("battle/{battle}");
    let watching = sockets::follow(&url, &guests, Some(&topic)).await;
    let watching = watching.into_iter().map(Wire::into_socket).collect();
    let at_arena = Stage::new("the arena", players, watching);

    let folder = tempfile::tempdir().unwrap();
    let durable = Peer::start(Some(&folder.path().join("lines")));
    let plain = Peer::start(None);
    let at_durable = peer_stage("ws, durable", &durable, count).await;
    let at_plain = peer_stage("ws, not durable", &plain, count).await;

    let mut stages = [at_arena, at_durable, at_plain];
    for round in 0..=ROUNDS {
        for stage in &mut stages {
            let times = stage.play(round, battle).await;
            if round > 0 {
                stage.medians.push(milliseconds(&times, 0.5));
                stage.p99s.push(milliseconds(&times, 0.99));
            }
        }
    }
    println!("{ROUNDS} rounds of {LINES} lines to {count} spectators; median [lowest–highest]");
    for stage in &stages {
        let (median, p99) = (spread(&stage.medians, 2), spread(&stage.p99s, 2));
        println!("{:<16} p50 {median} ms   p99 {p99} ms", stage.name);
    }
    let [arena, durable, plain] = &stages;
    for (peer, target) in [(durable, " (target ≤ 1)"), (plain, "")] {
        let pairs = arena.p99s.iter().zip(&peer.p99s);
        let ratios: Vec<f64> = pairs.map(|(ours, theirs)| ours / theirs).collect();
        println!(
            "p99, the arena / {:<16} {}{target}",
            peer.name,
            spread(&ratios, 2)
        );
    }
    println!();
}

impl Stage {
    fn new(name: &'static str, speakers: Vec<Socket>, watching: Vec<Socket>) -> Self {
        let (arrived, arrivals) = channel(watching.len().max(1));
        let audience = watching.len();
        let mut tasks = JoinSet::new();
        for socket in watching {
            tasks.spawn(watch(socket, arrived.clone()));
        }
        let mut halves = Vec::new();
        for socket in speakers {
            let (half, mut heard) = socket.split();
            // Read, so that pings are answered.
            tasks.spawn(async move { while let Some(Ok(_)) = heard.next().await {} });
            halves.push(half);
        }
        Self {
            name,
            speakers: halves,
            arrivals,
            audience,
            tasks,
            medians: Vec::new(),
            p99s: Vec::new(),
        }
    }

    /// Says one line after the other, each when the one before has come to everybody; how long each took to each.
    async fn play(&mut self, round: usize, battle: Uuid) -> Vec<Duration> {
        let mut times = Vec::with_capacity(LINES * self.audience);
        for line in 0..LINES {
            let text = format!("round {round} line {line}: a match that many people watch");
            let say = Say {
                battle_id: battle,
                text: text.clone(),
            };
            let frame = ClientFrame {
                id: Uuid::now_v7(),
                command: ClientCommand::Say(say),
            };
            let message = Message::text(serde_json::to_string(&frame).unwrap());
            let speaker = line % self.speakers.len();
            let start = clock::now();
            self.speakers[speaker].send(message).await.unwrap();
            for _ in 0..self.audience {
                let next = tokio::time::timeout(ARRIVES_WITHIN, self.arrivals.recv());
                let (heard, at) = next.await.expect("a line is lost").unwrap();
                assert_eq!(heard, text, "{}", self.name);
                times.push(at - start);
            }
            assert!(self.tasks.try_join_next().is_none(), "a connection ended");
        }
        times
    }
}

/// Notes when each line arrives.
async fn watch(mut socket: Socket, arrived: Sender<(String, Instant)>) {
    const TEXT: &str = "\"text\":\"";
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(frame) = message else {
            continue;
        };
        let now = clock::now();
        let Some((_, rest)) = frame.split_once(TEXT) else {
            continue;
        };
        let line = rest.split('"').next().unwrap_or_default().to_owned();
        if arrived.send((line, now)).await.is_err() {
            return;
        }
    }
}

/// Two guests in a battle that has begun.
async fn battle(url: &str) -> (Vec<Socket>, Uuid) {
    let guests = sockets::guests(url, 2).await;
    let mut wires = sockets::follow(url, &guests, None).await;
    for wire in &mut wires {
        let join = Join {
            difficulty: "hard".to_owned(),
            mode: "1v1".to_owned(),
            goal: None,
            language: None,
            rating_range: None,
        };
        sockets::command(wire, ClientCommand::Join(join)).await;
    }
    let mut found = Uuid::nil();
    for wire in &mut wires {
        let frame = sockets::until(wire, |frame| match frame {
            ServerFrame::Topic(frame) => matches!(frame.event, ServerEvent::MatchFound { .. }),
            ServerFrame::Answer(_) | ServerFrame::Hidden(_) | ServerFrame::Welcome(_) => false,
        });
        if let ServerFrame::Topic(frame) = frame.await
            && let ServerEvent::MatchFound { battle_id, .. } = frame.event
        {
            found = battle_id;
        }
    }
    for wire in &mut wires {
        let ready = ClientCommand::Ready(OfBattle { battle_id: found });
        sockets::command(wire, ready).await;
    }
    (wires.into_iter().map(Wire::into_socket).collect(), found)
}

async fn peer_stage(name: &'static str, peer: &Peer, count: usize) -> Stage {
    let mut sockets = Vec::new();
    for _ in 0..count {
        sockets.push(connect_async(peer.url()).await.unwrap().0);
    }
    let (speaker, _) = connect_async(peer.url()).await.unwrap();
    Stage::new(name, vec![speaker], sockets)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an index below the length"
)]
fn milliseconds(times: &[Duration], quantile: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let index = ((sorted.len() - 1) as f64 * quantile) as usize;
    sorted[index].as_secs_f64() * 1000.0
}
