//! Commands and those who answer them.

use std::time::Duration;

use arena_log::{Epoch, Meta, ShardId};
use futures_util::future::join_all;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use super::{Bench, PATIENCE, answer, ask, echo, request};
use crate::commands::SERVE_QUEUE;
use crate::wire::MAX_PAYLOAD_BYTES;
use crate::{Asked, Outcome, Reply, RequestError, Serving};

const SHARD: ShardId = ShardId(17);
const OTHER: ShardId = ShardId(18);

/// The next command of a shard.
async fn take(serving: &mut Serving) -> Asked {
    timeout(PATIENCE, serving.next())
        .await
        .expect("a command was lost")
        .expect("the shard is served")
}

pub(super) async fn nobody_answers_for_a_shard_that_is_not_served(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let _serving = owner.serve(OTHER);
    let refused = other.request(SHARD, request(SHARD, b"x")).await;
    assert_eq!(refused, Err(RequestError::NoResponder(SHARD)));
}

pub(super) async fn a_command_and_its_answer_arrive_as_they_were_sent(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let mut serving = owner.serve(SHARD);
    let mut sent = request(SHARD, b"a command");
    sent.meta = Meta {
        causation: Some(Uuid::new_v4()),
        actor: Some(Uuid::new_v4()),
        traceparent: Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".to_owned()),
        fingerprint: Some(u64::MAX),
        ..sent.meta
    };
    let asking = ask(&other, SHARD, sent.clone());
    let answering = async {
        let Asked { request, responder } = take(&mut serving).await;
        // Deadlines travel as what is left, so that they differ by the way.
        let off = sent.deadline.max(request.deadline) - sent.deadline.min(request.deadline);
        assert!(
            off < Duration::from_millis(500),
            "the deadline moved by {off:?}"
        );
        assert_eq!(
            crate::Request {
                deadline: sent.deadline,
                ..request
            },
            sent
        );
        responder.answer(answer(7, b"an answer"));
    };
    let (answered, ()) = tokio::join!(asking, answering);
    assert_eq!(answered, Ok(answer(7, b"an answer")));
}

pub(super) async fn an_owner_that_is_none_any_more_says_so(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let mut serving = owner.serve(SHARD);
    let reply = Reply {
        epoch: Epoch(8),
        result: Outcome::NotOwner,
    };
    let asking = ask(&other, SHARD, request(SHARD, b"x"));
    let answering = async { take(&mut serving).await.responder.answer(reply.clone()) };
    let (answered, ()) = tokio::join!(asking, answering);
    assert_eq!(answered, Ok(reply));
}

pub(super) async fn shards_are_served_apart(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let (one, two) = (owner.serve(SHARD), other.serve(OTHER));
    let _one = tokio::spawn(echo(one, 1));
    let _two = tokio::spawn(echo(two, 2));
    for bus in [&owner, &other] {
        let answered = ask(bus, SHARD, request(SHARD, b"a")).await;
        assert_eq!(answered, Ok(answer(1, b"a")));
        let answered = ask(bus, OTHER, request(OTHER, b"b")).await;
        assert_eq!(answered, Ok(answer(2, b"b")));
    }
}

pub(super) async fn a_command_without_an_answer_ends_at_its_deadline(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let mut serving = owner.serve(SHARD);
    let sent = request(SHARD, b"x");
    let deadline = sent.deadline;
    let (answered, asked) = tokio::join!(ask(&other, SHARD, sent), take(&mut serving));
    assert_eq!(answered, Err(RequestError::TimedOut(SHARD)));
    assert!(Instant::now() >= deadline, "given up before its deadline");
    // Too late, and nobody minds.
    asked.responder.answer(answer(1, b"late"));
    let over = request(SHARD, b"over");
    let over = crate::Request {
        deadline: Instant::now(),
        ..over
    };
    let refused = other.request(SHARD, over).await;
    assert_eq!(refused, Err(RequestError::TimedOut(SHARD)));
}

pub(super) async fn a_late_command_is_not_handed_out(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let mut serving = owner.serve(SHARD);
    // It arrives, and waits in the queue for longer than anybody waits for it.
    let answered = ask(&other, SHARD, request(SHARD, b"late")).await;
    assert_eq!(answered, Err(RequestError::TimedOut(SHARD)));
    let sent = request(SHARD, b"in time");
    let (_, asked) = tokio::join!(ask(&other, SHARD, sent), async {
        let asked = take(&mut serving).await;
        assert_eq!(asked.request.body, b"in time");
        asked.responder.answer(answer(1, b""));
    });
    let () = asked;
}

pub(super) async fn a_command_that_is_let_go_is_told(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let mut serving = owner.serve(SHARD);
    let asking = ask(&other, SHARD, request(SHARD, b"x"));
    let (answered, ()) = tokio::join!(asking, async { drop(take(&mut serving).await) });
    assert_eq!(answered, Err(RequestError::Unanswered(SHARD)));
}

pub(super) async fn a_full_queue_is_told(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let mut serving = owner.serve(SHARD);
    // The first shows that the shard is reached.
    let first = ask(&other, SHARD, request(SHARD, b"x"));
    let (_, asked) = tokio::join!(first, async {
        take(&mut serving).await.responder.answer(answer(1, b""));
    });
    let () = asked;
    let many = (0..SERVE_QUEUE + 10).map(|_| other.request(SHARD, request(SHARD, b"x")));
    let answers = join_all(many).await;
    let busy = Err(RequestError::Busy(SHARD));
    let refused = answers.iter().filter(|answer| **answer == busy).count();
    assert_eq!(refused, 10, "{answers:?}");
}

pub(super) async fn a_retry_arrives_with_the_same_id(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let mut serving = owner.serve(SHARD);
    let sent = request(SHARD, b"x");
    for epoch in [1, 2] {
        let asking = ask(&other, SHARD, sent.clone());
        let (answered, id) = tokio::join!(asking, async {
            let Asked { request, responder } = take(&mut serving).await;
            responder.answer(answer(epoch, b""));
            request.command
        });
        assert_eq!((answered, id), (Ok(answer(epoch, b"")), sent.command));
    }
}

pub(super) async fn the_last_to_serve_a_shard_has_it(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let mut former = owner.serve(SHARD);
    let latter = owner.serve(SHARD);
    assert!(former.next().await.is_none(), "two have the shard");
    drop(former);
    let _echo = tokio::spawn(echo(latter, 2));
    let answered = ask(&other, SHARD, request(SHARD, b"x")).await;
    assert_eq!(answered, Ok(answer(2, b"x")));
}

pub(super) async fn a_shard_that_is_let_go_answers_no_more(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let serving = owner.serve(SHARD);
    let answering = tokio::spawn(echo(serving, 1));
    let answered = ask(&other, SHARD, request(SHARD, b"x")).await;
    assert_eq!(answered, Ok(answer(1, b"x")));
    answering.abort();
    drop(answering.await);
    let start = Instant::now();
    // The server may hear of it a moment later; until then nobody answers either.
    loop {
        match other.request(SHARD, request(SHARD, b"x")).await {
            Err(RequestError::NoResponder(_)) => break,
            Err(RequestError::TimedOut(_) | RequestError::Unanswered(_)) => {}
            other => panic!("a shard that was let go: {other:?}"),
        }
        assert!(start.elapsed() < PATIENCE, "it is still served");
    }
    // And the next owner's process has it.
    let _echo = tokio::spawn(echo(other.serve(SHARD), 2));
    for bus in [&owner, &other] {
        let answered = ask(bus, SHARD, request(SHARD, b"x")).await;
        assert_eq!(answered, Ok(answer(2, b"x")));
    }
}

pub(super) async fn a_command_that_is_too_large_is_refused(bench: &dyn Bench) {
    let (owner, other) = bench.pair().await;
    let _echo = tokio::spawn(echo(owner.serve(SHARD), 1));
    let large = vec![1; MAX_PAYLOAD_BYTES - 1000];
    let answered = ask(&other, SHARD, request(SHARD, &large)).await;
    assert_eq!(answered, Ok(answer(1, &large)));
    let larger = vec![1; MAX_PAYLOAD_BYTES + 1];
    let refused = ask(&other, SHARD, request(SHARD, &larger)).await;
    assert!(
        matches!(refused, Err(RequestError::TooLarge { .. })),
        "{:?}",
        refused.map(|_| "answered")
    );
}
