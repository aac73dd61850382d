//! A process is cut off, from PostgreSQL or from the other processes, while everybody else is not.

use std::time::Duration;

use arena_log::testing::Break;
use arena_simulations::door::Door;

use crate::cluster::{Plan, Server};
use crate::player::Said;
use crate::scene::Scene;

const SENT_WITHIN: Duration = Duration::from_secs(30);
const HEARD_WITHIN: Duration = Duration::from_secs(5);
/// The code with which a process that may not speak sends its connections to others.
const CUT_OFF: u16 = 4003;

#[tokio::test(flavor = "multi_thread")]
async fn a_process_cut_off_from_postgresql_stops_by_itself_and_its_late_write_is_fenced() {
    let mut scene = Scene::of(Plan::of(3), 3).await;
    let (owner, _) = scene.part().await;
    let epoch = scene.epoch().await;
    let node = &scene.cluster.nodes[owner];
    let said = node.arena.said().len();
    let order = scene.say("stuck on the way");
    let way = node.ways(Server::Postgres).next().unwrap();
    way.order(b"stuck on the way", Break::Hold);
    scene.ada.send(&order);
    let sent = tokio::time::timeout(SENT_WITHIN, way.is_spent()).await;
    sent.unwrap();
    node.stall(Server::Postgres);
    node.has_said_after(said, &["no sign of life was taken for", "all actors stop"])
        .await;
    let door = Door::new(&node.url()).unwrap();
    assert!(!door.is_ready().await);

    // Others go on, and what it wrote arrives too late.
    scene.cluster.is_settled(2).await;
    let meanwhile = scene.say("meanwhile");
    scene.bob.done(&meanwhile).await;
    let way = scene.cluster.nodes[owner].ways(Server::Postgres).next();
    way.unwrap().deliver().await;
    let logged = scene.logged(&scene.ada, &order).await;
    assert!(logged.iter().all(|recorded| recorded.epoch > epoch));

    // Its players are told nothing that is not so, and are sent to the others.
    match scene.ada.heard(&order).await {
        Some(Said::Reject(code)) => assert_eq!(code, "unavailable"),
        None => {}
        Some(Said::Ack(version)) => panic!("acknowledged as {version:?}"),
    }
    scene.ada.done(&order).await;
    scene.ada.hears("meanwhile").await;
    scene.bob.hears("stuck on the way").await;
    assert_eq!(scene.ada.closed, [CUT_OFF]);
    let logged = scene.logged(&scene.ada, &order).await;
    assert_eq!(logged.len(), 1, "{logged:?}");
    assert!(logged[0].epoch > epoch, "{logged:?}");

    // It takes part again.
    scene.cluster.nodes[owner].mend(Server::Postgres);
    scene.cluster.is_settled(3).await;
    let door = Door::new(&scene.cluster.nodes[owner].url()).unwrap();
    assert!(door.is_ready().await);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_cut_off_from_the_others_keeps_its_shards_and_plays_on_with_its_own() {
    let mut scene = Scene::of(Plan::of(3), 3).await;
    let (owner, _) = scene.part().await;
    let epoch = scene.epoch().await;
    scene.cluster.nodes[owner].cut(Server::Nats);
    let own = scene.say("from its own");
    let done = scene.ada.done(&own).await;
    assert_eq!(done.refused, 0);
    // Whoever is elsewhere is told that it cannot be done now…
    let order = scene.say("from elsewhere");
    let said = scene.bob.answer(&order).await;
    assert_eq!(said, Some(Said::Reject("unavailable".to_owned())));
    assert!(scene.logged(&scene.bob, &order).await.is_empty());
    // …and that it is done, under the same id, once it can be.
    scene.cluster.nodes[owner].mend(Server::Nats);
    scene.bob.done(&order).await;
    scene.ada.hears("from elsewhere").await;
    scene.bob.hears("from its own").await;

    // Only what it says is lost: what it is asked it does once, however often it is asked.
    for way in scene.cluster.nodes[owner].ways(Server::Nats) {
        way.stall_requests(true);
    }
    let order = scene.say("done, and the answer lost");
    scene.bob.send(&order);
    // A connection that is not answered is given up after a while, and the question with it.
    let heard = scene.ada.hears("done, and the answer lost");
    let done = tokio::time::timeout(HEARD_WITHIN, heard).await.is_ok();
    println!("done while the answer was lost: {done}");
    for way in scene.cluster.nodes[owner].ways(Server::Nats) {
        way.stall_requests(false);
    }
    if !matches!(scene.bob.heard(&order).await, Some(Said::Ack(_))) {
        scene.bob.done(&order).await;
    }
    scene.bob.hears("done, and the answer lost").await;
    assert_eq!(scene.logged(&scene.bob, &order).await.len(), 1);

    // Only what it is told is lost.
    for way in scene.cluster.nodes[owner].ways(Server::Nats) {
        way.stall_answers(true);
    }
    let order = scene.say("not heard for a while");
    scene.bob.send(&order);
    let own = scene.say("from its own again");
    scene.ada.done(&own).await;
    for way in scene.cluster.nodes[owner].ways(Server::Nats) {
        way.stall_answers(false);
    }
    if !matches!(scene.bob.heard(&order).await, Some(Said::Ack(_))) {
        scene.bob.done(&order).await;
    }
    scene.ada.hears("not heard for a while").await;

    // All the while nobody took what it has, and no socket was closed.
    assert_eq!(scene.epoch().await, epoch);
    assert!(scene.ada.closed.is_empty() && scene.bob.closed.is_empty());
    scene.end().await;
}
