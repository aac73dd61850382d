//! A process dies: others take its shards, and its players come back at them.

use std::time::Duration;

use crate::cluster::Plan;
use crate::scene::Scene;

/// Others should have claimed within 6 s; a loaded machine may take its time.
const TAKEN_OVER_WITHIN: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn the_battles_of_a_process_that_dies_go_on_at_the_others() {
    let mut scene = Scene::of(Plan::of(3), 3).await;
    let (owner, _) = scene.part().await;
    let epoch = scene.epoch().await;
    let before = scene.say("before");
    scene.ada.done(&before).await;
    scene.bob.hears("before").await;

    scene.cluster.nodes[owner].arena.kill();
    let order = scene.say("while it is dead");
    let done = scene.bob.done(&order).await;
    println!("answered again after {done:?}");
    assert!(done.took < TAKEN_OVER_WITHIN, "{done:?}");
    // She resumes by version at another one.
    scene.ada.hears("while it is dead").await;
    assert_eq!(scene.ada.closed, [0]);
    assert_ne!(scene.owner().await, owner);
    assert!(scene.epoch().await > epoch);

    // One that comes back fills up again, while they play.
    scene.cluster.nodes[owner].arena.launch();
    scene.cluster.is_settled(3).await;
    let after = scene.say("after");
    scene.bob.done(&after).await;
    for said in ["before", "while it is dead", "after"] {
        scene.ada.hears(said).await;
        scene.bob.hears(said).await;
        let heard = (scene.ada.heard_say(said), scene.bob.heard_say(said));
        assert_eq!(heard, (1, 1), "{said}");
    }
    scene.end().await;
}
