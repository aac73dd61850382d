//! What a process says of its roles.

use arena_edge::RoleReport;
use serde_json::json;

use crate::world::{World, fetch};

#[tokio::test]
async fn a_process_is_ready_when_all_of_its_roles_are_and_says_how_each_is() {
    let world = World::new().await;
    let battles = RoleReport::ready("battles", "holding").with("shards", 256_usize);
    let judge = RoleReport::ready("judge", "judging");
    *world.common.roles.lock().unwrap() = vec![battles.clone(), judge];
    let told = json!({
        "ready": true, "draining": false,
        "roles": {
            "battles": {"ready": true, "state": "holding", "shards": 256},
            "judge": {"ready": true, "state": "judging"},
        },
    });
    for path in ["/ready", "/health"] {
        let answer = world.ask(fetch(path)).await;
        assert_eq!((answer.status, &answer.body), (200, &told), "{path}");
    }
    let judge = RoleReport::not_ready("judge", "starting", "its process does not answer");
    let projector = RoleReport::not_ready("projector", "halted", "an event of tomorrow");
    *world.common.roles.lock().unwrap() = vec![battles, judge, projector];
    let answer = world.ask(fetch("/ready")).await;
    assert_eq!(answer.refusal(), (503, "not-ready"));
    let detail = "judge: its process does not answer; projector: an event of tomorrow";
    assert_eq!(answer.body["detail"], detail);
    let roles = json!({
        "battles": {"ready": true, "state": "holding", "shards": 256},
        "judge": {"ready": false, "state": "starting", "reason": "its process does not answer"},
        "projector": {"ready": false, "state": "halted", "reason": "an event of tomorrow"},
    });
    assert_eq!(answer.body["roles"], roles);
    assert_eq!(answer.body["ready"], false);
    // It is alive all the same.
    let answer = world.ask(fetch("/health")).await;
    assert_eq!((answer.status, &answer.body["roles"]), (200, &roles));
}

#[tokio::test]
async fn a_process_that_is_drained_is_not_ready_whatever_its_roles_say() {
    let world = World::new().await;
    *world.common.roles.lock().unwrap() = vec![RoleReport::ready("gateway", "open")];
    world.edge.drain(std::time::Duration::ZERO).await;
    let answer = world.ask(fetch("/ready")).await;
    assert_eq!(answer.refusal(), (503, "not-ready"));
    assert_eq!(answer.body["detail"], "the server is stopping");
    assert_eq!(answer.body["draining"], true);
    assert_eq!(answer.body["roles"]["gateway"]["state"], "open");
}
