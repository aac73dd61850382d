//! A process stops where it is (SIGSTOP) with commands in hand, others take over, and it goes on (SIGCONT): it can neither write
//! nor answer, and says so in its log.

use std::time::Duration;

use arena_log::testing::Break;

use crate::cluster::{Plan, Server};
use crate::player::{Order, Said};
use crate::scene::{Scene, logged_id};

const SENT_WITHIN: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_sleeps_past_its_lease_can_neither_write_nor_answer() {
    let mut scene = Scene::of(Plan::of(3), 3).await;
    its_append_is_refused(&mut scene).await;
    scene.cluster.is_settled(3).await;
    its_answer_is_not_sent(&mut scene).await;
    scene.cluster.is_settled(3).await;
    scene.end().await;
}

/// It falls asleep when its append is on the way, and the append arrives when others have taken over.
async fn its_append_is_refused(scene: &mut Scene) {
    let (sleeper, _) = scene.part().await;
    let epoch = scene.epoch().await;
    let held = scene.say("on its way when it fell asleep");
    let way = scene.cluster.nodes[sleeper].ways(Server::Postgres).next();
    let way = way.unwrap();
    way.order(b"on its way when it fell asleep", Break::Hold);
    scene.ada.send(&held);
    let sent = tokio::time::timeout(SENT_WITHIN, way.is_spent()).await;
    sent.unwrap();
    let awake = scene.cluster.nodes[sleeper].arena.said().len();
    scene.cluster.nodes[sleeper].freeze();
    // The machine takes this for it.
    let late = scene.say("said to a sleeper");
    scene.ada.send(&late);

    scene.cluster.is_settled(2).await;
    let meanwhile = scene.say("meanwhile");
    scene.bob.done(&meanwhile).await;
    let way = scene.cluster.nodes[sleeper].ways(Server::Postgres).next();
    way.unwrap().deliver().await;
    // The log has refused it: nothing of it is there.
    assert!(scene.logged(&scene.ada, &held).await.is_empty());

    let node = &scene.cluster.nodes[sleeper];
    node.thaw();
    let command = logged_id(&scene.ada, &held).to_string();
    for words in [
        &["no sign of life was taken for", "all actors stop"][..],
        &["an append is refused", &command],
        &["answer", &command],
    ] {
        println!("{}", node.has_said_after(awake, words).await);
    }
    for order in [held, late] {
        answered_by_the_new_owner(scene, &order).await;
        let logged = scene.logged(&scene.ada, &order).await;
        assert_eq!(logged.len(), 1, "{logged:?}");
        assert!(logged[0].epoch > epoch, "{logged:?}");
    }
}

/// It falls asleep when the log has taken its append, before it has heard so.
async fn its_answer_is_not_sent(scene: &mut Scene) {
    let (sleeper, _) = scene.part().await;
    let epoch = scene.epoch().await;
    let stall_answers = |scene: &Scene, stalled| {
        for way in scene.cluster.nodes[sleeper].ways(Server::Postgres) {
            way.stall_answers(stalled);
        }
    };
    let order = scene.say("written and not answered");
    stall_answers(scene, true);
    scene.ada.send(&order);
    let written = async {
        while scene.logged(&scene.ada, &order).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(SENT_WITHIN, written).await.unwrap();
    let awake = scene.cluster.nodes[sleeper].arena.said().len();
    scene.cluster.nodes[sleeper].freeze();
    scene.cluster.is_settled(2).await;
    stall_answers(scene, false);
    let node = &scene.cluster.nodes[sleeper];
    node.thaw();
    let command = logged_id(&scene.ada, &order).to_string();
    let said = node.has_said_after(awake, &["answer", &command]).await;
    println!("{said}");
    answered_by_the_new_owner(scene, &order).await;
    let logged = scene.logged(&scene.ada, &order).await;
    assert_eq!(logged.len(), 1, "{logged:?}");
    assert_eq!(logged[0].epoch, epoch);
    scene.bob.hears("written and not answered").await;
}

/// Whatever Ada is told where she is, now or when she asks again with the same id, is what the log has.
async fn answered_by_the_new_owner(scene: &mut Scene, order: &Order) {
    let mut said = scene.ada.heard(order).await;
    if !matches!(said, Some(Said::Ack(_))) {
        println!("not by the one that slept: {said:?}");
        scene.ada.done(order).await;
        said = scene.ada.answer(order).await;
    }
    let logged = scene.logged(&scene.ada, order).await;
    let version = logged.first().map(|recorded| recorded.version.0);
    assert_eq!(said, Some(Said::Ack(version)));
}
