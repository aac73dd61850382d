//! Guests and their sockets, many at a time.

use arena_edge::protocol::client::{ClientCommand, ClientFrame, Follow};
use arena_edge::protocol::codec::Format;
use arena_edge::protocol::server::{Answer, ServerFrame};
use arena_simulations::door::{Door, LoggedIn};
use arena_simulations::wire::{Greeting, Heard, Wire};
use futures_util::{StreamExt, stream};
use uuid::Uuid;

/// Requests and handshakes under way at a time.
const AT_A_TIME: usize = 64;

/// Registers `count` guests.
pub(crate) async fn guests(url: &str, count: usize) -> Vec<LoggedIn> {
    let guest = |_| async move { Door::new(url).unwrap().guest().await.unwrap() };
    let guests = stream::iter(0..count).map(guest);
    guests.buffer_unordered(AT_A_TIME).collect().await
}

/// Connects every guest and has each follow `topic`, or his own session.
pub(crate) async fn follow(url: &str, guests: &[LoggedIn], topic: Option<&str>) -> Vec<Wire> {
    let socket = Door::new(url).unwrap().socket_url().unwrap();
    let connect = |guest: &LoggedIn| {
        let (socket, token) = (socket.clone(), guest.access_token.clone());
        let topic = topic.map_or(format!("session/{}", guest.player.player_id), str::to_owned);
        async move {
            let wire = Wire::connect(&socket, Format::Json, &token, Greeting::Frame).await;
            let mut wire = wire.unwrap();
            until(&mut wire, |frame| matches!(frame, ServerFrame::Welcome(_))).await;
            command(&mut wire, ClientCommand::Follow(Follow { topic, after: 0 })).await;
            wire
        }
    };
    let wires: Vec<_> = guests.iter().map(connect).collect();
    stream::iter(wires)
        .buffer_unordered(AT_A_TIME)
        .collect()
        .await
}

/// Sends a command and waits for its `ack`.
pub(crate) async fn command(wire: &mut Wire, command: ClientCommand) {
    let id = Uuid::now_v7();
    wire.send(&ClientFrame { id, command }).await.unwrap();
    until(wire, |frame| match frame {
        ServerFrame::Answer(Answer::Ack { id: answered, .. }) => *answered == id,
        ServerFrame::Answer(Answer::Reject { data, .. }) => panic!("rejected: {}", data.message),
        ServerFrame::Topic(_) | ServerFrame::Hidden(_) | ServerFrame::Welcome(_) => false,
    })
    .await;
}

/// Reads frames until one is `wanted`.
pub(crate) async fn until(wire: &mut Wire, wanted: impl Fn(&ServerFrame) -> bool) -> ServerFrame {
    loop {
        match wire.hear().await {
            Heard::Frame(frame) if wanted(&frame) => return *frame,
            Heard::Frame(_) => {}
            Heard::Foreign(what) => panic!("a foreign frame: {what}"),
            Heard::Closed(code) => panic!("closed with {code}"),
            Heard::Gone => panic!("the connection is gone"),
        }
    }
}
