//! NATS is killed, stopped, cut off, and delivers twice, late, or nonsense.

use std::time::Duration;

use arena_bus::conformance::{PATIENCE, Reader, answer, ask, echo, request, stream};
use arena_bus::testing::NatsServer;
use arena_bus::{Bus, Link, NatsOptions, RequestError, Serving};
use arena_log::testing::{Break, Proxy};
use arena_log::{OwnerId, ShardId};
use futures_util::StreamExt;
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

use crate::suite::connect;

const SHARD: ShardId = ShardId(17);

async fn until_link(bus: &Bus, link: Link) {
    let start = Instant::now();
    while bus.link() != link {
        assert!(start.elapsed() < PATIENCE, "the link is never {link:?}");
        sleep(Duration::from_millis(5)).await;
    }
}

/// Asks until it is answered again.
async fn until_answered(bus: &Bus) {
    let start = Instant::now();
    while ask(bus, SHARD, request(SHARD, b"x")).await != Ok(answer(1, b"x")) {
        assert!(
            start.elapsed() < PATIENCE,
            "commands are never answered again"
        );
        sleep(Duration::from_millis(5)).await;
    }
}

async fn connect_with(options: &NatsOptions) -> Bus {
    Bus::connect(options, OwnerId(Uuid::new_v4()))
        .await
        .unwrap()
}

/// The options for a way through the proxy.
fn through(proxy: &Proxy) -> NatsOptions {
    let url = proxy.url("postgres://x/y");
    let address = url.trim_start_matches("postgres://postgres@");
    let (address, _) = address.split_once('/').unwrap();
    NatsServer::options_for(&format!("nats://{address}"))
}

async fn take(serving: &mut Serving) -> arena_bus::Asked {
    timeout(PATIENCE, serving.next()).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_and_started_again_loses_nothing_untold() {
    let mut server = NatsServer::start().await;
    let (owner, other) = (connect(&server).await, connect(&server).await);
    let (truth, mut reader) = Reader::settled(&owner, &other, stream()).await;
    let _echo = tokio::spawn(echo(owner.serve(SHARD), 1));
    until_answered(&other).await;
    for _ in 0..2 {
        server.kill();
        until_link(&owner, Link::Disconnected).await;
        until_link(&other, Link::Disconnected).await;
        let refused = other.request(SHARD, request(SHARD, b"x")).await;
        assert_eq!(refused, Err(RequestError::Disconnected(SHARD)));
        // Nobody hears of these.
        owner.publish(truth.commit());
        owner.publish(truth.commit());
        server.restart().await;
        reader.reach(truth.newest()).await;
        until_link(&owner, Link::Connected).await;
        until_answered(&other).await;
        reader.settle(&owner).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_command_is_told_at_once_that_the_server_died() {
    let server = NatsServer::start().await;
    let (owner, other) = (connect(&server).await, connect(&server).await);
    let mut serving = owner.serve(SHARD);
    let mut sent = request(SHARD, b"x");
    sent.deadline += Duration::from_secs(60);
    let (answered, _asked) = tokio::join!(ask(&other, SHARD, sent), async {
        let asked = take(&mut serving).await;
        server.kill();
        asked
    });
    assert_eq!(answered, Err(RequestError::Disconnected(SHARD)));
}

/// Connections that survive a server's stop, so that what was sent before is delivered after it.
fn patient(server: &NatsServer) -> NatsOptions {
    server.options().ping_every(Duration::from_secs(60))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_a_stopped_server_delivers_late_is_dropped() {
    let server = NatsServer::start().await;
    let owner = connect_with(&patient(&server)).await;
    let other = connect_with(&patient(&server)).await;
    let mut serving = owner.serve(SHARD);
    let first = ask(&other, SHARD, request(SHARD, b"first"));
    let (answered, ()) = tokio::join!(first, async {
        take(&mut serving).await.responder.answer(answer(1, b""));
    });
    assert_eq!(answered, Ok(answer(1, b"")));

    server.stop();
    let refused = other.request(SHARD, request(SHARD, b"late")).await;
    assert_eq!(refused, Err(RequestError::TimedOut(SHARD)));
    server.resume();
    let next = ask(&other, SHARD, request(SHARD, b"in time"));
    let (answered, body) = tokio::join!(next, async {
        let asked = take(&mut serving).await;
        asked.responder.answer(answer(1, b""));
        asked.request.body
    });
    assert_eq!(body, b"in time");
    assert_eq!(answered, Ok(answer(1, b"")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_command_of_a_process_is_dropped_too_when_it_is_late() {
    let server = NatsServer::start().await;
    let owner = connect_with(&patient(&server)).await;
    let other = connect_with(&patient(&server)).await;
    let mut serving = owner.serve(SHARD);
    // The subscription holds when another process is answered.
    let third = connect(&server).await;
    let (answered, ()) = tokio::join!(ask(&third, SHARD, request(SHARD, b"x")), async {
        take(&mut serving).await.responder.answer(answer(1, b""));
    });
    assert_eq!(answered, Ok(answer(1, b"")));

    server.stop();
    let refused = other.request(SHARD, request(SHARD, b"late")).await;
    assert_eq!(refused, Err(RequestError::TimedOut(SHARD)));
    server.resume();
    let next = ask(&other, SHARD, request(SHARD, b"in time"));
    let (_, body) = tokio::join!(next, async { take(&mut serving).await.request.body });
    assert_eq!(body, b"in time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_server_is_noticed_and_followers_read_the_log_after_it() {
    let server = NatsServer::start().await;
    let (owner, other) = (connect(&server).await, connect(&server).await);
    let (truth, mut reader) = Reader::settled(&owner, &other, stream()).await;
    server.stop();
    until_link(&owner, Link::Disconnected).await;
    until_link(&other, Link::Disconnected).await;
    owner.publish(truth.commit());
    server.resume();
    reader.reach(truth.newest()).await;
    let _echo = tokio::spawn(echo(owner.serve(SHARD), 1));
    until_answered(&other).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_is_cut_off_hears_of_it_and_catches_up() {
    let server = NatsServer::start().await;
    let proxy = Proxy::before(server.address()).await;
    let (owner, other) = (connect(&server).await, connect_with(&through(&proxy)).await);
    let (truth, mut reader) = Reader::settled(&owner, &other, stream()).await;
    let mut serving = owner.serve(SHARD);
    proxy.let_in(false);
    // The next ping finds nobody.
    proxy.order(b"PING", Break::BeforeRequest);
    until_link(&other, Link::Disconnected).await;
    assert_eq!(owner.link(), Link::Connected);
    owner.publish(truth.commit());
    let refused = other.request(SHARD, request(SHARD, b"cut off")).await;
    assert_eq!(refused, Err(RequestError::Disconnected(SHARD)));
    proxy.let_in(true);
    reader.reach(truth.newest()).await;
    until_link(&other, Link::Connected).await;
    // What was refused is not carried out later.
    let next = ask(&other, SHARD, request(SHARD, b"back"));
    let (_, body) = tokio::join!(next, async { take(&mut serving).await.request.body });
    assert_eq!(body, b"back");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_delivered_twice_is_heard_once_and_nonsense_makes_followers_read() {
    let server = NatsServer::start().await;
    // A busy machine's late pings would be a cut of their own.
    let owner = connect_with(&patient(&server)).await;
    let other = connect_with(&patient(&server)).await;
    let (truth, mut reader) = Reader::settled(&owner, &other, stream()).await;
    // A third party that repeats what it hears.
    let raw = async_nats::connect(server.address().to_string())
        .await
        .unwrap();
    let commit = truth.commit();
    let subject = format!("arena.v1.evt.{}", commit.stream);
    let mut heard = raw.subscribe(subject.clone()).await.unwrap();
    raw.flush().await.unwrap();
    let message = loop {
        owner.publish(commit.clone());
        match timeout(Duration::from_millis(100), heard.next()).await {
            Ok(message) => break message.unwrap(),
            Err(_) => continue,
        }
    };
    reader.reach(truth.newest()).await;
    for _ in 0..3 {
        raw.publish(subject.clone(), message.payload.clone())
            .await
            .unwrap();
    }
    raw.publish(subject.clone(), "nonsense".into())
        .await
        .unwrap();
    raw.flush().await.unwrap();
    assert!(
        reader.hear().await.is_none(),
        "a commit was heard twice, or nonsense was not told"
    );
    owner.publish(truth.commit());
    assert!(reader.hear().await.is_some());

    // A command that is delivered twice arrives twice with one id: who carries it out knows what to do.
    let mut serving = owner.serve(SHARD);
    // Both know of each other, and the server of both, before anything is counted.
    tokio::join!(until_answered(&other), async {
        take(&mut serving).await.responder.answer(answer(1, b"x"));
    });
    let mut commands = raw.subscribe("arena.v1.cmd.17").await.unwrap();
    // Flushed is not yet heard: what the server answers after it has the subscription.
    let nobody = raw.request("nobody.listens", "".into()).await;
    assert!(nobody.is_err());
    let sent = request(SHARD, b"x");
    let (answered, ids) = tokio::join!(ask(&other, SHARD, sent.clone()), async {
        let command = timeout(PATIENCE, commands.next()).await.unwrap().unwrap();
        raw.publish_with_headers("arena.v1.cmd.17", command.headers.unwrap(), command.payload)
            .await
            .unwrap();
        let nonsense = raw.publish("arena.v1.cmd.17", "nonsense".into()).await;
        nonsense.unwrap();
        let (one, two) = (take(&mut serving).await, take(&mut serving).await);
        let ids = [one.request.command, two.request.command];
        one.responder.answer(answer(1, b"one"));
        two.responder.answer(answer(1, b"two"));
        ids
    });
    assert_eq!(ids, [sent.command; 2]);
    assert!(answered.is_ok(), "{answered:?}");
}
