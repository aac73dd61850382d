#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use arena_log::{About, Epoch, Position, ShardId};
use serde_json::{Value, json};

use super::*;

const NOW_MS: i64 = 1_700_000_100_000;

fn known(number: u128, name: &str, silent_ms: u64, left_ms: Option<u64>) -> Known {
    Known {
        owner: OwnerId(Uuid::from_u128(number)),
        name: name.to_owned(),
        roles: vec!["battles".to_owned(), "gateway".to_owned()],
        draining: false,
        about: About::default(),
        seen_at_ms: NOW_MS - 40_000,
        silent_ms: Some(silent_ms),
        lease_left_ms: left_ms,
    }
}

fn told(port: u16, live: u64) -> About {
    let crowd = Crowd {
        live,
        waiting: 3 * live,
        deepest: 2,
    };
    let told = Told {
        address: Some(SocketAddr::from(([127, 0, 0, 1], port))),
        started_at_ms: Some(NOW_MS - 90_000),
        version: "0.1.0".to_owned(),
        states: BTreeMap::from([
            ("battles".to_owned(), "holding".to_owned()),
            ("gateway".to_owned(), "waiting".to_owned()),
        ]),
        lag_events: Some(12),
        actors: BTreeMap::from([("battles".to_owned(), crowd)]),
        on_desk: 5,
        judge_queue: Some(Queue {
            waiting: 7,
            taken: 4,
        }),
    };
    told.about()
}

/// Shards in turn to these owners, under rising epochs; what is left over is nobody's.
fn roster(owners: &[(u128, usize)]) -> Roster {
    let mut all = owners
        .iter()
        .flat_map(|(owner, count)| std::iter::repeat_n(OwnerId(Uuid::from_u128(*owner)), *count));
    let state = |shard: ShardId| {
        let owner = all.next();
        let state = ShardState {
            owner,
            epoch: Epoch(u64::from(shard.0) / 50 + 1),
            head: Position(2),
            lease_left_ms: None,
        };
        (shard, state)
    };
    Roster {
        shards: ShardId::all().map(state).collect(),
        ..Roster::default()
    }
}

fn several() -> Report {
    let mut leaving = known(2, "arena-8082", 400, Some(4_600));
    (leaving.draining, leaving.about) = (true, told(8082, 10));
    let mut alive = known(3, "arena-8081", 1_234, Some(3_766));
    alive.about = told(8081, 120);
    let mut left = known(4, "arena-8080", 7_500_000, None);
    left.draining = true;
    let gone = known(1, "arena-8083", 71_000, None);
    Report::of(
        &[gone, leaving, alive, left],
        &roster(&[(1, 50), (2, 6), (3, 180)]),
        NOW_MS,
    )
}

#[test]
fn people_see_who_is_there_who_has_what_and_how_much_there_is_to_do() {
    let expected = "\
processes: 1 alive, 1 draining, 1 gone, 1 left
shards:    186 held, 50 expired, 20 free; 512 events

NAME        STATE     LAST BEAT  LEASE  SHARDS  EPOCHS  ADDRESS         ROLES            ID
arena-8081  alive     1.2 s ago  3.7 s     180     2–5  127.0.0.1:8081  battles,gateway  00000000-0000-0000-0000-000000000003
arena-8082  draining  0.4 s ago  4.6 s       6       2  127.0.0.1:8082  battles,gateway  00000000-0000-0000-0000-000000000002
arena-8083  gone      1 min ago      –      50       1  –               battles,gateway  00000000-0000-0000-0000-000000000001
arena-8080  left        2 h ago      –       0       –  –               battles,gateway  00000000-0000-0000-0000-000000000004

NAME        BATTLES  SESSIONS  QUEUES  BOOK  WAITING/8192  DEEPEST/64  ON DESK  JUDGES' QUEUE  LAG
arena-8081      120         0       0     0           360           2        5            7+4   12
arena-8082       10         0       0     0            30           2        5            7+4   12

arena-8081: gateway is waiting

arena-8082: gateway is waiting
";
    assert_eq!(several().to_string(), expected);
}

#[test]
fn programs_get_the_same_under_names_that_stay() {
    let report = serde_json::to_value(several()).unwrap();
    let names = |value: &Value| -> Vec<String> {
        let members = value.as_object().unwrap();
        members.keys().cloned().collect()
    };
    assert_eq!(names(&report), ["limits", "mode", "nodes", "shards"]);
    assert_eq!(report["mode"], "several");
    let shards = json!({"held": 186, "expired": 50, "free": 20, "events": 512});
    assert_eq!(report["shards"], shards);
    assert_eq!(report["limits"], json!({"waiting": 8192, "deepest": 64}));
    let alive = json!({
        "id": "00000000-0000-0000-0000-000000000003",
        "name": "arena-8081",
        "state": "alive",
        "roles": ["battles", "gateway"],
        "address": "127.0.0.1:8081",
        "version": "0.1.0",
        "startedAtMs": NOW_MS - 90_000,
        "leaseLeftMs": 3_766,
        "silentMs": 1_234,
        "shards": {"count": 180, "lowestEpoch": 2, "highestEpoch": 5},
        "load": {
            "states": {"battles": "holding", "gateway": "waiting"},
            "actors": {"battles": {"live": 120, "waiting": 360, "deepest": 2}},
            "submissionsOnDesk": 5,
            "judgeQueue": {"waiting": 7, "taken": 4},
            "projectionLagEvents": 12,
        },
    });
    assert_eq!(report["nodes"][0], alive);
    let gone = json!({
        "id": "00000000-0000-0000-0000-000000000001",
        "name": "arena-8083",
        "state": "gone",
        "roles": ["battles", "gateway"],
        "address": null,
        "version": null,
        "startedAtMs": null,
        "leaseLeftMs": null,
        "silentMs": 71_000,
        "shards": {"count": 50, "lowestEpoch": 1, "highestEpoch": 1},
        "load": null,
    });
    assert_eq!(report["nodes"][2], gone);
}

#[test]
fn a_process_that_has_the_log_alone_shows_itself() {
    let mut node = known(1, "", 0, None);
    (node.silent_ms, node.roles) = (None, Vec::new());
    node.seen_at_ms = NOW_MS - 700;
    let mine = roster(&[(1, 256)]);
    let report = Report::of(&[node.clone()], &mine, NOW_MS);
    let text = report.to_string();
    let first = "this arena is one process, which has the log alone; it runs\n\
                 shards:    256 held, 0 expired, 0 free; 512 events\n";
    assert!(text.starts_with(first), "{text}");
    assert!(text.contains("alive  0.7 s ago"), "{text}");
    // Killed: it has everything, and nobody has heard of it for a while.
    node.seen_at_ms = NOW_MS - 60_000;
    let report = Report::of(&[node.clone()], &mine, NOW_MS);
    assert_eq!(
        (report.nodes[0].state, report.shards.expired),
        (State::Gone, 256)
    );
    // Stopped: it gave everything up.
    let report = Report::of(&[node], &roster(&[]), NOW_MS);
    assert_eq!((report.nodes.len(), report.shards.free), (0, 256));
    assert!(report.to_string().contains("it has ended\n"));
}

#[test]
fn who_had_the_log_alone_long_ago_is_not_shown_among_members() {
    let mut before = known(9, "", 0, None);
    before.silent_ms = None;
    let member = known(1, "arena-1", 100, Some(4_900));
    let report = Report::of(&[before, member], &roster(&[(1, 256)]), NOW_MS);
    assert_eq!((report.mode, report.nodes.len()), (Mode::Several, 1));
    let nothing = Report::of(&[], &roster(&[]), NOW_MS).to_string();
    assert!(nothing.starts_with("nobody has opened"), "{nothing}");
}
