//! The judges' queue on JetStream.

use std::time::Duration;

use arena_bus::Bus;
use arena_bus::conformance::PATIENCE;
use arena_bus::testing::NatsServer;
use arena_bus::work::{Job, Submitted, WorkError, WorkId, WorkOptions, WorkQueue, Worker};
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

use crate::suite::connect;

const SILENCE: Duration = Duration::from_secs(1);

fn options() -> WorkOptions {
    WorkOptions {
        ack_wait: SILENCE,
        max_deliveries: 3,
        max_bytes: 1024 * 1024,
        ..WorkOptions::default()
    }
}

async fn open(bus: &Bus) -> WorkQueue {
    WorkQueue::open(bus, &options()).await.unwrap()
}

fn id(attempt: u32) -> WorkId {
    WorkId {
        submission: Uuid::from_u128(7),
        attempt,
    }
}

async fn submit(queue: &WorkQueue, attempt: u32, body: Vec<u8>) -> Result<Submitted, WorkError> {
    let place = queue.submit(id(attempt), body).await;
    place.map(|place| place.submitted)
}

async fn take(worker: &mut Worker) -> Job {
    timeout(PATIENCE, worker.next())
        .await
        .expect("a job was lost")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_attempt_is_judged_once() {
    let server = NatsServer::start().await;
    let (owner, judge) = (connect(&server).await, connect(&server).await);
    let (queue, judges) = (open(&owner).await, open(&judge).await);
    for (attempt, expected) in [
        (1, Submitted::Queued),
        (1, Submitted::Known),
        (2, Submitted::Queued),
        (1, Submitted::Known),
    ] {
        let body = attempt.to_string().into_bytes();
        assert_eq!(submit(&queue, attempt, body).await, Ok(expected));
    }
    let mut workers = [judges.worker(), judges.worker()];
    for (attempt, worker) in [1, 2].into_iter().zip(&mut workers) {
        let job = take(worker).await;
        assert_eq!(
            (job.id, job.deliveries, job.body()),
            (id(attempt), 1, attempt.to_string().as_bytes())
        );
        job.done().await.unwrap();
    }
    // A marker is the next thing that anybody gets.
    queue.submit(id(3), Vec::new()).await.unwrap();
    let [mut one, mut two] = workers;
    let job = tokio::select! {
        job = one.next() => job,
        job = two.next() => job,
    };
    assert_eq!(job.id, id(3));
    assert_eq!(Bus::default().link(), arena_bus::Link::InProcess);
    let refused = WorkQueue::open(&Bus::default(), &options()).await;
    assert_eq!(refused.err(), Some(WorkError::InProcess));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_of_a_judge_that_was_killed_is_given_to_another() {
    let server = NatsServer::start().await;
    let (owner, victim, judge) = (
        connect(&server).await,
        connect(&server).await,
        connect(&server).await,
    );
    let queue = open(&owner).await;
    let mut killed = open(&victim).await.worker();
    queue.submit(id(1), b"code".to_vec()).await.unwrap();
    let job = take(&mut killed).await;
    // Its connection ends in the middle, with all that it holds.
    drop((job, killed, victim));
    let mut worker = open(&judge).await.worker();
    let job = take(&mut worker).await;
    assert_eq!(
        (job.id, job.deliveries, job.body()),
        (id(1), 2, &b"code"[..])
    );
    job.done().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_takes_long_stays_with_its_judge() {
    let server = NatsServer::start().await;
    let bus = connect(&server).await;
    let queue = open(&bus).await;
    let (mut slow, mut idle) = (queue.worker(), queue.worker());
    queue.submit(id(1), Vec::new()).await.unwrap();
    let job = take(&mut slow).await;
    let stolen = tokio::select! {
        () = job.keep(sleep(3 * SILENCE)) => None,
        job = idle.next() => Some(job.id),
    };
    assert_eq!(stolen, None);
    job.done().await.unwrap();
    // The other still waits, and gets what comes.
    queue.submit(id(2), Vec::new()).await.unwrap();
    assert_eq!(take(&mut idle).await.id, id(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_nobody_ends_is_handed_out_as_spent_and_can_be_put_aside() {
    let server = NatsServer::start().await;
    let bus = connect(&server).await;
    let queue = open(&bus).await;
    let mut worker = queue.worker();
    queue.submit(id(1), b"poison".to_vec()).await.unwrap();
    for deliveries in 1..=4 {
        let job = take(&mut worker).await;
        assert_eq!((job.id, job.deliveries), (id(1), deliveries));
        assert_eq!(job.is_spent(), deliveries > 3);
        match deliveries {
            4 => job.bury("three judges").await.unwrap(),
            _ => job.again(Duration::ZERO).await.unwrap(),
        }
    }
    queue.submit(id(2), b"given up".to_vec()).await.unwrap();
    let job = take(&mut worker).await;
    assert_eq!(job.id, id(2), "the first is in the queue no more");
    job.bury("no such\nlanguage").await.unwrap();
    let dead: Vec<_> = queue.dead(10).await.unwrap();
    let dead: Vec<_> = dead
        .into_iter()
        .map(|dead| (dead.id, dead.body, dead.reason))
        .collect();
    let letter = |attempt, body: &[u8], reason: &str| (id(attempt), body.to_vec(), reason.into());
    assert_eq!(
        dead,
        [
            letter(1, b"poison", "three judges"),
            letter(2, b"given up", "no such language")
        ]
    );
    assert_eq!(queue.dead(1).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_submitted_sees_whether_it_is_still_there() {
    let mut server = NatsServer::start().await;
    let bus = connect(&server).await;
    let queue = open(&bus).await;
    let mut worker = queue.worker();
    let place = queue.submit(id(1), b"code".to_vec()).await.unwrap();
    assert_eq!(queue.holds(id(1), place).await, Ok(true));
    let job = take(&mut worker).await;
    assert_eq!(queue.holds(id(1), place).await, Ok(true), "with a judge");
    job.done().await.unwrap();
    assert_eq!(queue.holds(id(1), place).await, Ok(false));
    let known = queue.submit(id(1), b"code".to_vec()).await.unwrap();
    assert_eq!(known.submitted, Submitted::Known);
    assert_eq!(queue.holds(id(1), known).await, Ok(false));

    // The server comes back without what it had stored.
    let place = queue.submit(id(2), b"lost".to_vec()).await.unwrap();
    server.kill();
    server.forget();
    server.restart().await;
    until_connected(&bus).await;
    assert_eq!(queue.holds(id(2), place).await, Ok(false));
    let other = WorkQueue::over(&bus, &options()).unwrap();
    let taken = tokio::spawn(async move { take(&mut worker).await });
    let start = Instant::now();
    while let Err(error) = other.submit(id(3), b"code".to_vec()).await {
        assert!(start.elapsed() < PATIENCE, "nobody made it anew: {error}");
        sleep(Duration::from_millis(20)).await;
    }
    let job = taken.await.unwrap();
    assert_eq!(job.id, id(3));
    assert_eq!(
        queue.holds(id(2), place).await,
        Ok(false),
        "another's place"
    );
    job.done().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_passed_on_has_its_tries_before_it() {
    let server = NatsServer::start().await;
    let bus = connect(&server).await;
    let queue = open(&bus).await;
    let mut worker = queue.worker();
    queue.submit(id(1), b"code".to_vec()).await.unwrap();
    take(&mut worker).await.again(Duration::ZERO).await.unwrap();
    let job = take(&mut worker).await;
    assert_eq!(job.deliveries, 2);
    let place = job.pass_on().await.unwrap();
    let resent = queue.submit(id(2), b"code".to_vec()).await.unwrap();
    assert_eq!(
        (resent.submitted, resent.sequence),
        (Submitted::Known, place.sequence),
        "whoever sends it again finds it there"
    );
    let job = take(&mut worker).await;
    assert_eq!(
        (job.id, job.deliveries, job.body()),
        (id(2), 1, &b"code"[..])
    );
    job.done().await.unwrap();
    let depth = queue.depth().await.unwrap();
    assert_eq!((depth.waiting, depth.taken), (0, 0));
}

async fn until_connected(bus: &Bus) {
    let start = Instant::now();
    while bus.link() != arena_bus::Link::Connected {
        assert!(start.elapsed() < PATIENCE);
        sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn work_outlives_the_server_and_judges_wait_for_it() {
    let mut server = NatsServer::start().await;
    let bus = connect(&server).await;
    let queue = open(&bus).await;
    let mut worker = queue.worker();
    queue.submit(id(1), b"kept".to_vec()).await.unwrap();
    take(&mut worker).await.done().await.unwrap();
    queue.submit(id(2), b"kept".to_vec()).await.unwrap();
    server.kill();
    let start = Instant::now();
    while bus.link() == arena_bus::Link::Connected {
        assert!(start.elapsed() < PATIENCE);
        sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(
        queue.submit(id(3), Vec::new()).await,
        Err(WorkError::Disconnected)
    );
    let waiting = tokio::spawn(async move { take(&mut worker).await });
    server.restart().await;
    let job = waiting.await.unwrap();
    assert_eq!((job.id, job.body()), (id(2), &b"kept"[..]));
    job.done().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_refuses_and_drops_nothing() {
    let server = NatsServer::start().await;
    let bus = connect(&server).await;
    let queue = open(&bus).await;
    let body = vec![1; 300_000];
    for attempt in 1..=3 {
        assert_eq!(
            submit(&queue, attempt, body.clone()).await,
            Ok(Submitted::Queued)
        );
    }
    let refused = queue.submit(id(4), body.clone()).await;
    assert!(
        matches!(refused, Err(WorkError::Refused { .. })),
        "{refused:?}"
    );
    let large = queue.submit(id(5), vec![1; 2_000_000]).await;
    assert!(
        matches!(large, Err(WorkError::TooLarge { bytes: 2_000_000 })),
        "{large:?}"
    );
    let mut worker = queue.worker();
    for attempt in 1..=3 {
        let job = take(&mut worker).await;
        assert_eq!(job.id, id(attempt));
        job.done().await.unwrap();
    }
    assert_eq!(submit(&queue, 4, body).await, Ok(Submitted::Queued));
}
