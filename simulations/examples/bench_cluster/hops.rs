//! What each hop of a command costs: the time it adds, from differences between answers that went so far and no further, and
//! the processor time of each process on its way.

use std::collections::BTreeMap;
use std::time::Duration;

use arena_log::testing::{fsync_ms, spread};

use crate::cluster::{Cluster, Plan};
use crate::crowd::{Crowd, Mood, Note};
use crate::processors::Times;
use crate::quantile_ms;

const ROUNDS: usize = 5;
const BATTLES: usize = 16;
/// Few enough that no command waits for another.
const QUIET_EVERY: Duration = Duration::from_millis(400);
const QUIET: Duration = Duration::from_secs(5);
/// As many as a busy arena has.
const BUSY_BATTLES: usize = 200;
const BUSY_EVERY: Duration = Duration::from_millis(800);
const BUSY: Duration = Duration::from_secs(12);

/// Medians of one round, in milliseconds.
#[derive(Default)]
struct Medians {
    refused: Vec<f64>,
    acknowledged: Vec<f64>,
    heard: Vec<f64>,
}

pub(crate) async fn measure() {
    let everything = Plan::of(1).direct();
    let here = medians(everything).await;
    let apart = || {
        Plan::of(0)
            .and("battles,judge,projector")
            .and("gateway")
            .and("gateway")
            .direct()
    };
    let there = medians(apart()).await;
    println!(
        "{ROUNDS} rounds, {BATTLES} battles, {:.0} commands/s; medians, ms; the owner is the gateway's process | another process",
        2.0 * BATTLES as f64 / QUIET_EVERY.as_secs_f64()
    );
    let row = |name: &str, here: &[f64], there: &[f64]| {
        println!(
            "{name:<44} {:>18} | {:>18}",
            spread(here, 2),
            spread(there, 2)
        );
    };
    row(
        "socket, gateway, actor; refused",
        &here.refused,
        &there.refused,
    );
    row(
        "  and appended; acknowledged",
        &here.acknowledged,
        &there.acknowledged,
    );
    row(
        "  and published; heard at the other's socket",
        &here.heard,
        &there.heard,
    );
    let minus = |more: &[f64], less: &[f64]| -> Vec<f64> {
        more.iter()
            .zip(less)
            .map(|(more, less)| more - less)
            .collect()
    };
    println!(
        "gateway → NATS → owner and back     {} ms",
        spread(&minus(&there.refused, &here.refused), 2)
    );
    println!(
        "append: group commit and fsync      {} ms",
        spread(&minus(&here.acknowledged, &here.refused), 2)
    );
    println!(
        "publish → NATS → gateway, after ack {} ms",
        spread(&minus(&there.heard, &there.acknowledged), 2)
    );
    println!(
        "an fsync of this disk               {:.2} ms",
        fsync_ms(std::env::temp_dir().as_path())
    );
    costs(apart()).await;
    println!();
}

async fn medians(plan: Plan) -> Medians {
    let mut cluster = Cluster::start(plan).await;
    let urls = gateways(&cluster);
    let mut crowd = Crowd::of(BATTLES, &urls).await;
    let mut medians = Medians::default();
    for round in 0..=ROUNDS {
        let mut refused = Vec::new();
        for note in during(&mut crowd, Mood::InVain(QUIET_EVERY), QUIET).await {
            if let Note::InVain { asked, at } = note {
                refused.push(at - asked);
            }
        }
        let (mut acknowledged, mut heard) = (Vec::new(), Vec::new());
        for note in during(&mut crowd, Mood::Every(QUIET_EVERY), QUIET).await {
            match note {
                Note::Said { asked, at, .. } => acknowledged.push(at - asked),
                Note::Heard { asked_ns, at, .. } => {
                    heard.push((at - crowd.began).saturating_sub(Duration::from_nanos(asked_ns)));
                }
                Note::Begun | Note::InVain { .. } | Note::Lost { .. } | Note::Refused => {}
            }
        }
        if round > 0 {
            medians.refused.push(quantile_ms(&mut refused, 0.5));
            medians
                .acknowledged
                .push(quantile_ms(&mut acknowledged, 0.5));
            medians.heard.push(quantile_ms(&mut heard, 0.5));
        }
    }
    crowd.leave().await;
    cluster.stop();
    medians
}

/// Processor time of each process, without what it has while nobody says anything.
async fn costs(plan: Plan) {
    let mut cluster = Cluster::start(plan).await;
    let urls = gateways(&cluster);
    let mut crowd = Crowd::of(BUSY_BATTLES, &urls).await;
    let names = ["the owner", "gateways", "gateways"];
    let pids: BTreeMap<u32, String> = cluster
        .nodes
        .iter()
        .zip(names)
        .map(|(node, name)| (node.arena.pid(), name.to_owned()))
        .collect();
    let mut costs: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for round in 0..=ROUNDS {
        let before = Times::now(&pids);
        during(&mut crowd, Mood::Quiet, BUSY).await;
        let idle = Times::now(&pids);
        let notes = during(&mut crowd, Mood::Every(BUSY_EVERY), BUSY).await;
        let busy = Times::now(&pids);
        let said = notes
            .iter()
            .filter(|note| matches!(note, Note::Said { .. }))
            .count() as f64;
        let rest = idle.since(&before, said);
        for (name, cost) in busy.since(&idle, said) {
            let alone = rest.get(&name).copied().unwrap_or_default();
            if round > 0 {
                costs.entry(name).or_default().push(cost - alone);
            }
        }
    }
    let rate = 2.0 * BUSY_BATTLES as f64 / BUSY_EVERY.as_secs_f64();
    println!(
        "processor time a command at {rate:.0} commands/s, each heard at two sockets of two gateways:"
    );
    for (name, costs) in costs {
        println!("    {name:<16} {} µs", spread(&costs, 0));
    }
    crowd.leave().await;
    cluster.stop();
}

/// Where players come in.
fn gateways(cluster: &Cluster) -> Vec<String> {
    let urls = cluster.urls();
    match &urls[..] {
        [_, gateways @ ..] if !gateways.is_empty() => gateways.to_vec(),
        _ => urls,
    }
}

async fn during(crowd: &mut Crowd, mood: Mood, span: Duration) -> Vec<Note> {
    crowd.forget();
    crowd.wants(mood);
    tokio::time::sleep(span).await;
    let notes = crowd.notes();
    crowd.wants(Mood::Quiet);
    notes
}
