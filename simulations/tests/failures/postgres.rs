//! PostgreSQL is down, then fails over to its synchronous standby.

use crate::cluster::Plan;
use crate::player::Said;
use crate::scene::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn without_postgresql_nothing_is_acknowledged_and_play_goes_on_when_it_is_back() {
    let mut scene = Scene::of(Plan::of(3).with_standby(), 3).await;
    scene.part().await;
    let before = scene.say("before");
    scene.ada.done(&before).await;

    scene.cluster.postgres.kill();
    let orders = [scene.say("while it is down"), scene.say("he too")];
    scene.ada.send(&orders[0]);
    scene.bob.send(&orders[1]);
    for (player, order) in [&mut scene.ada, &mut scene.bob].into_iter().zip(&orders) {
        let said = player.heard(order).await;
        assert_eq!(said, Some(Said::Reject("unavailable".to_owned())));
    }
    scene.cluster.postgres.restart().await;
    // The same commands are done now.
    scene.ada.done(&orders[0]).await;
    scene.bob.done(&orders[1]).await;
    scene.bob.hears("while it is down").await;

    // The old primary is fenced, in the middle of whatever it does, and the standby has all that was acknowledged.
    let during = scene.say("while it fails over");
    scene.ada.send(&during);
    scene.cluster.postgres.fail_over().await;
    if !matches!(scene.ada.heard(&during).await, Some(Said::Ack(_))) {
        scene.ada.done(&during).await;
    }
    let order = scene.say("on the other one");
    scene.bob.done(&order).await;
    scene.ada.hears("on the other one").await;
    assert_eq!(scene.logged(&scene.ada, &during).await.len(), 1);
    // All the while the sockets stay.
    assert!(scene.ada.closed.is_empty() && scene.bob.closed.is_empty());
    scene.cluster.is_settled(3).await;
    scene.end().await;
}
