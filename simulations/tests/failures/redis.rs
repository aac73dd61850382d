//! Redis is down: lists come from the database, limits are each process's own, and play goes on.

use std::time::Duration;

use arena_simulations::clock;
use serde_json::Value;

use crate::cluster::Plan;
use crate::scene::Scene;

const NOTICED_WITHIN: Duration = Duration::from_secs(60);

async fn get(url: &str, path: &str) -> Value {
    let answer = reqwest::get(format!("{url}{path}")).await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    answer.json().await.unwrap()
}

/// Waits until the process counts those who are connected at all gateways, or only its own.
async fn counts(url: &str, everywhere: bool) -> Value {
    let start = clock::now();
    loop {
        let presence = get(url, "/api/presence").await;
        if presence["everywhere"] == everywhere {
            return presence;
        }
        assert!(start.elapsed() < NOTICED_WITHIN, "{presence}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_lists_come_from_the_database_and_play_goes_on() {
    let mut scene = Scene::of(Plan::of(2).with_redis(), 2).await;
    scene.part().await;
    let urls = scene.cluster.urls();
    let start = clock::now();
    while counts(&urls[0], true).await["players"] != 2 {
        assert!(start.elapsed() < NOTICED_WITHIN);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let board = get(&urls[0], "/api/leaderboards").await;

    scene.cluster.redis.as_ref().unwrap().kill();
    for url in &urls {
        // Each counts the one player that it has.
        assert_eq!(counts(url, false).await["players"], 1);
        assert_eq!(get(url, "/api/leaderboards").await, board);
    }
    let order = scene.say("nobody misses it");
    assert_eq!(scene.bob.done(&order).await.refused, 0);
    scene.ada.hears("nobody misses it").await;

    scene.cluster.redis.as_mut().unwrap().restart().await;
    for url in &urls {
        counts(url, true).await;
    }
    assert!(scene.ada.closed.is_empty() && scene.bob.closed.is_empty());
    scene.end().await;
}
