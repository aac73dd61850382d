//! NATS loses a server of three, then all of them.

use arena_edge::protocol::server::ServerEvent;
use futures_util::future::join_all;
use serde_json::json;

use crate::cluster::Plan;
use crate::player::{Order, Said};
use crate::scene::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn without_nats_the_sockets_of_the_owner_play_on_and_everybody_else_later() {
    let mut scene = Scene::of(Plan::of(3).nats(3), 3).await;
    let (owner, _) = scene.part().await;
    let epoch = scene.epoch().await;

    // One of three is not missed.
    scene.cluster.nats[0].kill();
    for (text, by_bob) in [("one is dead", false), ("it is still dead", true)] {
        let order = scene.say(text);
        if by_bob {
            scene.bob.done(&order).await;
        } else {
            scene.ada.done(&order).await;
        }
        scene.ada.hears(text).await;
        scene.bob.hears(text).await;
    }

    // Without any, who is where the battle is plays on, and what he submits is judged.
    for server in &scene.cluster.nats[1..] {
        server.kill();
    }
    let own = scene.say("without any");
    assert_eq!(scene.ada.done(&own).await.refused, 0);
    let code = json!({ "battleId": scene.battle, "language": "python", "code": "print(" });
    let submission = Order::new("battle:submit", code);
    assert_eq!(scene.ada.done(&submission).await.refused, 0);
    let me = scene.ada.me();
    scene
        .ada
        .until(|event| matches!(event, ServerEvent::Judged { player_id, .. } if *player_id == me))
        .await;
    // Who is elsewhere is told that it cannot be done now.
    let order = scene.say("from elsewhere");
    let said = scene.bob.answer(&order).await;
    assert_eq!(said, Some(Said::Reject("unavailable".to_owned())));
    assert!(scene.logged(&scene.bob, &order).await.is_empty());

    // When it is back, the same command is done.
    join_all(scene.cluster.nats.iter_mut().map(|server| server.restart())).await;
    scene.bob.done(&order).await;
    scene.ada.hears("from elsewhere").await;
    scene.bob.hears("without any").await;
    assert_eq!(scene.logged(&scene.bob, &order).await.len(), 1);
    assert_eq!((scene.owner().await, scene.epoch().await), (owner, epoch));
    assert!(scene.ada.closed.is_empty() && scene.bob.closed.is_empty());
    scene.end().await;
}
