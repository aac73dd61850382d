//! Three NATS servers that are one: any may be lost, and the work that was queued is there, and everybody is reached.

use std::time::Duration;

use arena_bus::Bus;
use arena_bus::conformance::PATIENCE;
use arena_bus::testing::NatsServer;
use arena_bus::work::{Submitted, WorkId, WorkOptions, WorkQueue};
use arena_log::OwnerId;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

const POLL: Duration = Duration::from_millis(20);

async fn connect(servers: &[NatsServer]) -> Bus {
    let urls: Vec<String> = servers
        .iter()
        .map(|server| format!("nats://{}", server.address()))
        .collect();
    let options = NatsServer::options_for(&urls.join(","));
    Bus::connect(&options, OwnerId(Uuid::new_v4()))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_was_queued_outlives_the_server_that_led_it() {
    let mut servers = NatsServer::cluster(3).await;
    let (owner, judge) = (connect(&servers).await, connect(&servers).await);
    let options = WorkOptions {
        replicas: 3,
        // What was given to somebody whose connection broke is given again.
        ack_wait: Duration::from_secs(1),
        ..WorkOptions::default()
    };
    let queue = WorkQueue::open(&owner, &options).await.unwrap();
    let judges = WorkQueue::open(&judge, &options).await.unwrap();
    let mut worker = judges.worker();
    let id = WorkId {
        submission: Uuid::from_u128(1),
        attempt: 1,
    };
    submit(&queue, id).await;
    let leader = NatsServer::leader(&servers, "ARENA_JUDGE").await;
    servers[leader].kill();
    assert_eq!(submit(&queue, id).await, Submitted::Known);
    // Nobody had taken it when the server died that would have given it.
    let job = timeout(PATIENCE, worker.next()).await;
    let job = job.expect("a job was lost");
    assert_eq!((job.id, job.body()), (id, b"code".as_slice()));
    job.done().await.unwrap();
    servers[leader].restart().await;
    let next = WorkId { attempt: 2, ..id };
    assert_eq!(submit(&queue, next).await, Submitted::Queued);
}

/// Queues it, once the servers that are left have agreed on who leads.
async fn submit(queue: &WorkQueue, id: WorkId) -> Submitted {
    let submitted = async {
        loop {
            if let Ok(submitted) = queue.submit(id, b"code".to_vec()).await {
                return submitted;
            }
            sleep(POLL).await;
        }
    };
    let submitted = timeout(PATIENCE, submitted).await;
    submitted.expect("nothing can be queued").submitted
}
