//! A player's socket may be at any gateway, and a gateway may lose its right to speak.

use std::time::Duration;

use arena_edge::close;
use arena_rules::ids::PlayerId;
use serde_json::json;
use uuid::Uuid;

use super::client::{Client, Refused, battle};
use super::nodes::{Node, Nodes, Part};

async fn two() -> (Nodes, Node, Node) {
    let nodes = Nodes::new().await;
    let first = nodes.add(Part::Battles, None).await;
    let second = nodes.add(Part::Battles, None).await;
    nodes.settled(&[&first, &second]).await;
    (nodes, first, second)
}

fn versions(client: &Client, topic: &str) -> Vec<u64> {
    let frames = client.frames.iter().filter(|frame| frame["topic"] == topic);
    frames.map(|frame| frame["v"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn a_socket_that_moves_to_another_gateway_resumes_where_it_was() {
    let (_nodes, first, second) = two().await;
    let guests = [first.world.guest().await, second.world.guest().await];
    let (mut one, _) = Client::enter(first.address, guests[0].token()).await;
    let (mut two, _) = Client::enter(second.address, guests[1].token()).await;
    // Each follows his session wherever that is; then the battle.
    let battle = battle(&mut one, &mut two).await;
    let topic = format!("battle/{battle}");
    one.event("battle:started").await;
    let id = Uuid::new_v4();
    let say = json!({ "battleId": battle, "text": "first" });
    one.send(id, "chat:say", say.clone()).await;
    let answer = one.answer(id).await;
    assert_eq!(answer["event"], "ack", "{answer}");
    while !one.frames.iter().any(|frame| frame["event"] == "chat:said") {
        let frame = one.frame().await;
        one.frames.push(frame);
    }
    let seen = versions(&one, &topic);
    let newest = seen.len() as u64;
    assert_eq!(seen, (1..=newest).collect::<Vec<_>>());
    drop(one);
    for text in ["while you were away", "and more"] {
        let say = json!({ "battleId": battle, "text": text });
        assert_eq!(two.say("chat:say", say).await, "ack");
    }

    let (mut one, welcome) = Client::enter(second.address, guests[0].token()).await;
    assert!(
        welcome["data"]["resume"]
            .as_array()
            .unwrap()
            .contains(&json!(topic))
    );
    assert_eq!(one.follow(&topic, newest).await, "ack");
    // What was answered is answered again the same, and not done again.
    one.send(id, "chat:say", say).await;
    assert_eq!(one.answer(id).await, answer);
    let say = json!({ "battleId": battle, "text": "back" });
    assert_eq!(two.say("chat:say", say).await, "ack");
    while versions(&one, &topic).len() < 3 {
        let frame = one.frame().await;
        one.frames.push(frame);
    }
    assert_eq!(
        versions(&one, &topic),
        (newest + 1..=newest + 3).collect::<Vec<_>>()
    );
}

/// Waits until the player has so many connections, as the log has it.
async fn connections(node: &Node, player: Uuid, wanted: usize) {
    loop {
        let session = node.world.tree.arena.session_state(PlayerId(player)).await;
        if session.is_some_and(|session| session.connections.len() == wanted) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_process_without_a_lease_answers_nothing_and_enters_its_sessions_again_after() {
    let (nodes, first, second) = two().await;
    let guest = first.world.guest().await;
    let (mut client, _) = Client::enter(first.address, guest.token()).await;
    first.cut(true);
    // The others take it for dead, and its connection out of the session.
    connections(&second, guest.player(), 0).await;
    let id = Uuid::new_v4();
    let wish = json!({ "difficulty": "easy", "mode": "1v1" });
    client.send(id, "matchmaking:join", wish.clone()).await;
    assert_eq!(client.answer(id).await["data"]["code"], "unavailable");
    assert_eq!(
        Client::connect(first.address, &[]).await.err(),
        Some(Refused(503))
    );
    first.cut(false);
    connections(&second, guest.player(), 1).await;
    nodes.settled(&[&first, &second]).await;
    // Asked again, the owner gives the answer that was not sent.
    let answer = loop {
        client.send(id, "matchmaking:join", wish.clone()).await;
        let answer = client.answer(id).await;
        if answer["data"]["code"] != "unavailable" {
            break answer;
        }
    };
    assert_eq!(answer["event"], "ack", "{answer}");
    drop(client);
    connections(&second, guest.player(), 0).await;
}

#[tokio::test]
async fn a_process_that_alone_is_cut_off_sends_its_players_to_the_others() {
    let (_nodes, first, second) = two().await;
    let guest = first.world.guest().await;
    let (mut client, _) = Client::enter(first.address, guest.token()).await;
    first.cut(true);
    assert_eq!(client.closed().await, close::UNAVAILABLE);
    let (client, _) = Client::enter(second.address, guest.token()).await;
    connections(&second, guest.player(), 1).await;
    // It is one of several again, and takes players.
    first.cut(false);
    loop {
        let bearer = format!("Bearer {}", guest.token());
        let taken = Client::connect(first.address, &[("authorization", &bearer)]).await;
        if taken.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    drop(client);
}

#[tokio::test]
async fn sockets_stay_when_the_database_is_away_for_everybody() {
    let (nodes, first, second) = two().await;
    let guest = first.world.guest().await;
    let (mut client, _) = Client::enter(first.address, guest.token()).await;
    first.cut(true);
    second.cut(true);
    // Longer than others would need to take over, and to be asked whether they have.
    tokio::time::sleep(Duration::from_secs(13)).await;
    first.cut(false);
    second.cut(false);
    nodes.settled(&[&first, &second]).await;
    connections(&second, guest.player(), 1).await;
    let wish = json!({ "difficulty": "easy", "mode": "1v1" });
    let id = Uuid::new_v4();
    loop {
        client.send(id, "matchmaking:join", wish.clone()).await;
        let answer = client.answer(id).await;
        if answer["event"] == "ack" {
            return;
        }
        assert_eq!(answer["data"]["code"], "unavailable");
    }
}
