//! The socket's door, and what closes it.

use arena_edge::close;
use arena_edge::limits::{FRAME_BYTES, READABLE_FRAME_BYTES};
use arena_rules::play::Wish;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use uuid::Uuid;

use super::client::{Client, Refused, battle};
use super::world::{POOL, World, fetch, post};

#[tokio::test]
async fn pages_of_other_sites_get_no_socket() {
    let world = World::new().await;
    let address = world.listen().await;
    let own = format!("http://{address}");
    for (origin, taken) in [
        (own.as_str(), true),
        ("https://friend.example", true),
        ("https://elsewhere.example", false),
        ("null", false),
    ] {
        let connected = Client::connect(address, &[("origin", origin)]).await;
        assert_eq!(
            connected.err(),
            (!taken).then_some(Refused(403)),
            "{origin}"
        );
    }
}

#[tokio::test]
async fn subprotocols_are_negotiated_or_refused() {
    let world = World::new().await;
    let address = world.listen().await;
    let offer = |offer: &'static str| async move {
        Client::connect(address, &[("sec-websocket-protocol", offer)]).await
    };
    assert!(offer("arena.v1.msgpack, arena.v1.json").await.is_ok());
    assert_eq!(offer("chat").await.err(), Some(Refused(400)));
}

#[tokio::test]
async fn a_socket_is_authenticated_by_its_request_or_by_its_first_frame() {
    let world = World::new().await;
    let address = world.listen().await;
    let guest = world.guest().await;
    let (_, welcome) = Client::enter(address, guest.token()).await;
    assert_eq!(welcome["data"]["playerId"], guest.player().to_string());
    assert_eq!(welcome["data"]["guest"], true);

    let mut client = Client::connect(address, &[]).await.unwrap();
    assert_eq!(
        client.say("matchmaking:leave", json!({})).await,
        "not-authenticated"
    );
    let token = json!({ "token": guest.token() });
    assert_eq!(client.say("session:authenticate", token).await, "ack");
    client.event("session:welcome").await;

    let mut client = Client::connect(address, &[]).await.unwrap();
    let token = json!({ "token": "e30.e30.e30" });
    assert_eq!(
        client.say("session:authenticate", token).await,
        "token-invalid"
    );
    assert_eq!(client.closed().await, close::TOKEN);

    let bearer = [("authorization", "Bearer e30.e30.e30")];
    assert_eq!(
        Client::connect(address, &bearer).await.err(),
        Some(Refused(401))
    );
}

#[tokio::test]
async fn frames_that_are_too_large_are_refused_or_close_the_socket() {
    let world = World::new().await;
    let address = world.listen().await;
    let guest = world.guest().await;
    let (mut client, _) = Client::enter(address, guest.token()).await;
    client.raw(Message::text(" ".repeat(FRAME_BYTES + 1))).await;
    let answer = client.frame().await;
    assert_eq!(answer["data"]["code"], "frame-too-large");
    assert_eq!(
        client.say("matchmaking:leave", json!({})).await,
        "not-queued"
    );

    // Only the header comes: its length alone decides.
    let mut header = vec![0x81, 0xff];
    header.extend((READABLE_FRAME_BYTES as u64 + 1).to_be_bytes());
    header.extend([0; 4]);
    client.bytes(&header).await;
    assert_eq!(client.closed().await, close::TOO_LARGE);
}

#[tokio::test]
async fn text_that_is_no_text_closes_the_socket_with_why() {
    let world = World::new().await;
    let address = world.listen().await;
    let guest = world.guest().await;
    let (mut client, _) = Client::enter(address, guest.token()).await;
    let frame = Frame::message(vec![b'"', 0xff, 0xfe, b'"'], OpCode::Data(Data::Text), true);
    client.raw(Message::Frame(frame)).await;
    assert_eq!(client.closed().await, close::NOT_TEXT);
}

#[tokio::test]
async fn a_login_that_ends_closes_its_sockets() {
    let world = World::new().await;
    let address = world.listen().await;
    let guest = world.guest().await;
    let (mut client, _) = Client::enter(address, guest.token()).await;
    let out = post("/api/auth/logout").bearer(guest.token());
    assert_eq!(world.ask(out).await.status, 204);
    assert_eq!(client.closed().await, close::LOGIN_ENDED);
}

#[tokio::test]
async fn a_server_that_stops_says_goodbye() {
    let world = World::new().await;
    let address = world.listen().await;
    let guest = world.guest().await;
    let (mut client, _) = Client::enter(address, guest.token()).await;
    let (code, ()) = tokio::join!(client.closed(), world.edge.stop());
    assert_eq!(code, close::GOING_AWAY);
}

#[tokio::test]
async fn a_server_that_is_drained_sends_its_players_away_one_by_one() {
    let world = World::new().await;
    let address = world.listen().await;
    let mut clients = JoinSet::new();
    for _ in 0..12 {
        let guest = world.guest().await;
        let (mut client, _) = Client::enter(address, guest.token()).await;
        clients.spawn(async move { (client.closed().await, Instant::now()) });
    }
    let began = Instant::now();
    let over = Duration::from_secs(1);
    world.edge.drain(over).await;
    let mut gone = Vec::new();
    while let Some(client) = clients.join_next().await {
        let (code, at) = client.unwrap();
        assert_eq!(code, close::GOING_AWAY);
        gone.push(at.duration_since(began));
    }
    let (first, last) = (gone.iter().min().unwrap(), gone.iter().max().unwrap());
    assert!(*last - *first > over / 10, "{gone:?}");
    // Nobody else is taken, and what is asked without a socket is still answered.
    assert_eq!(
        Client::connect(address, &[]).await.err(),
        Some(Refused(503))
    );
    assert_eq!(world.ask(fetch("/ready")).await.status, 503);
    assert_eq!(world.ask(fetch("/api/battles")).await.status, 200);
}

#[tokio::test]
async fn the_ninth_connection_of_a_player_is_told_to_stay_away() {
    let world = World::new().await;
    let address = world.listen().await;
    let guest = world.guest().await;
    let mut clients = Vec::new();
    for _ in 0..8 {
        clients.push(Client::enter(address, guest.token()).await);
    }
    let bearer = format!("Bearer {}", guest.token());
    let ninth = Client::connect(address, &[("authorization", &bearer)]).await;
    assert_eq!(ninth.unwrap().closed().await, close::TOO_MANY_CONNECTIONS);
}

#[tokio::test]
async fn a_topic_is_resumed_after_any_version_and_sent_once() {
    let world = World::new().await;
    let address = world.listen().await;
    let guests = [world.guest().await, world.guest().await];
    let (mut one, _) = Client::enter(address, guests[0].token()).await;
    let (mut two, _) = Client::enter(address, guests[1].token()).await;
    let battle = battle(&mut one, &mut two).await;
    one.event("battle:started").await;
    let topic = format!("battle/{battle}");
    let versions = |client: &Client| -> Vec<u64> {
        let frames = client.frames.iter().filter(|frame| frame["topic"] == topic);
        frames.map(|frame| frame["v"].as_u64().unwrap()).collect()
    };
    let seen = versions(&one);
    let newest = seen.len() as u64;
    assert_eq!(seen, (1..=newest).collect::<Vec<_>>());

    let (mut again, welcome) = Client::enter(address, guests[0].token()).await;
    let resume = welcome["data"]["resume"].as_array().unwrap();
    assert!(resume.contains(&json!(topic)), "{welcome}");
    assert_eq!(again.follow(&topic, newest + 5).await, "version-ahead");
    assert_eq!(again.follow(&topic, newest - 2).await, "ack");
    again.event("battle:started").await;
    let say = json!({ "battleId": battle, "text": "good luck" });
    assert_eq!(two.say("chat:say", say).await, "ack");
    again.event("chat:said").await;
    assert_eq!(
        versions(&again),
        (newest - 1..=newest + 1).collect::<Vec<_>>()
    );

    // A session is its player's alone.
    let foreign = format!("session/{}", guests[0].player());
    assert_eq!(two.follow(&foreign, 0).await, "forbidden-topic");
}

#[tokio::test]
async fn a_queue_shows_each_his_own_place_and_the_usual_wait() {
    let world = World::new().await;
    let address = world.listen().await;
    let guests = [world.guest().await, world.guest().await];
    let (mut one, _) = Client::enter(address, guests[0].token()).await;
    let (mut two, _) = Client::enter(address, guests[1].token()).await;
    let wish = json!({ "difficulty": "easy", "mode": "1v1" });
    assert_eq!(one.say("matchmaking:join", wish.clone()).await, "ack");
    assert_eq!(one.follow("queue/1v1-fastest", 0).await, "ack");
    let own = one.event("matchmaking:queued").await;
    assert_eq!(
        (&own["v"], &own["data"]["expectedWaitMs"]),
        (&json!(1), &Value::Null)
    );
    assert_eq!(two.follow("queue/1v1-fastest", 0).await, "ack");
    let foreign = two.frame().await;
    assert_eq!(foreign, json!({ "topic": "queue/1v1-fastest", "v": 1 }));

    assert_eq!(two.say("matchmaking:join", wish).await, "ack");
    while world
        .queries
        .expected_wait(POOL, Wish::Any)
        .await
        .unwrap()
        .is_none()
    {
        tokio::task::yield_now().await;
    }
    let guest = world.guest().await;
    let (mut three, _) = Client::enter(address, guest.token()).await;
    let any = json!({ "difficulty": "any", "mode": "1v1" });
    assert_eq!(three.say("matchmaking:join", any).await, "ack");
    assert_eq!(three.follow("queue/1v1-fastest", 0).await, "ack");
    let own = three.event("matchmaking:queued").await;
    assert!(own["data"]["expectedWaitMs"].is_u64(), "{own}");
}

#[tokio::test]
async fn a_command_is_carried_out_once_on_whichever_connection_it_comes() {
    let world = World::new().await;
    let address = world.listen().await;
    let guest = world.guest().await;
    let (mut one, _) = Client::enter(address, guest.token()).await;
    let (mut two, _) = Client::enter(address, guest.token()).await;
    let id = Uuid::new_v4();
    let wish = json!({ "difficulty": "easy", "mode": "1v1" });
    one.send(id, "matchmaking:join", wish.clone()).await;
    two.send(id, "matchmaking:join", wish).await;
    let answers = [one.answer(id).await, two.answer(id).await];
    assert_eq!(answers[0]["event"], "ack");
    assert_eq!(answers[0], answers[1]);
    let other = json!({ "difficulty": "hard", "mode": "1v1" });
    one.send(id, "matchmaking:join", other).await;
    assert_eq!(one.answer(id).await["data"]["code"], "id-reused");
}
