//! Every process is drained and started again, one after another, while players talk: what they notice of it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use arena_log::testing::spread;
use arena_simulations::clock;

use crate::cluster::{Cluster, Plan};
use crate::crowd::{Crowd, Mood, Note};
use crate::{BATTLES, quantile_ms};

const ROUNDS: usize = 3;
const PROCESSES: usize = 3;
/// A line of a player; his opponent's comes in between.
const EVERY: Duration = Duration::from_millis(1_000);
/// Before and after the restarts.
const STEADY: Duration = Duration::from_secs(5);

pub(crate) async fn measure() {
    let mut cluster = Cluster::start(Plan::of(PROCESSES).direct()).await;
    let mut crowd = Crowd::of(BATTLES, &cluster.urls()).await;
    let (mut longest, mut usual, mut steady, mut lengths) = (vec![], vec![], vec![], vec![]);
    let (mut lines, mut lost, mut refused) = (0, 0, 0);
    for round in 0..ROUNDS {
        if round > 0 {
            crowd.again().await;
        }
        cluster.is_settled(PROCESSES).await;
        crowd.forget();
        crowd.wants(Mood::Every(EVERY));
        tokio::time::sleep(STEADY).await;
        let begin = clock::now();
        for process in 0..PROCESSES {
            drain(&mut cluster, process).await;
            let arena = &mut cluster.nodes[process].arena;
            arena.launch();
            arena.is_ready().await;
            cluster.is_settled(PROCESSES).await;
        }
        let end = clock::now();
        tokio::time::sleep(STEADY).await;
        crowd.wants(Mood::Quiet);
        // What is under way is answered.
        tokio::time::sleep(STEADY).await;
        let mut seen = Seen::default();
        for note in crowd.notes() {
            seen.take(note, begin, end);
        }
        let mut pauses: Vec<Duration> = seen.longest.into_values().collect();
        longest.push(quantile_ms(&mut pauses, 1.0));
        usual.push(quantile_ms(&mut pauses, 0.5));
        steady.push(quantile_ms(&mut seen.steady, 0.99));
        lengths.push((end - begin).as_secs_f64());
        lines += seen.lines;
        lost += seen.lost;
        refused += seen.refused;
        println!(
            "round {round}: {} players, longest pause of one: p50 {:.0} ms, p99 {:.0} ms, longest {:.0} ms; {} lines, {} lost battles, {} failed commands, {:.0} s",
            pauses.len(),
            usual[round],
            quantile_ms(&mut pauses, 0.99),
            longest[round],
            seen.lines,
            seen.lost,
            seen.refused,
            lengths[round]
        );
    }
    let mut resumed = Vec::new();
    let mut rejects: BTreeMap<String, u64> = BTreeMap::new();
    let mut violations = Vec::new();
    for one in crowd.leave().await {
        resumed.extend(one.resumed_ms.into_iter().map(Duration::from_millis));
        violations.extend(one.violations);
        for (code, count) in one.rejects {
            *rejects.entry(code).or_default() += count;
        }
    }
    println!(
        "{ROUNDS} rolling restarts of {PROCESSES} processes under {BATTLES} live battles, a line of each player a second"
    );
    println!(
        "the longest pause of any player    {} ms (target ≤ 500)",
        spread(&longest, 0)
    );
    println!(
        "the median player's longest pause  {} ms",
        spread(&usual, 0)
    );
    println!(
        "p99 of a line without restarts     {} ms",
        spread(&steady, 1)
    );
    println!(
        "from the loss of a connection until its topics go on: p50 {:.0}, p99 {:.0}, longest {:.0} ms of {}",
        quantile_ms(&mut resumed, 0.5),
        quantile_ms(&mut resumed, 0.99),
        quantile_ms(&mut resumed, 1.0),
        resumed.len()
    );
    println!(
        "lines {lines}, lost battles {lost} (target 0), failed commands {refused} (target 0), told to come again {rejects:?}"
    );
    println!(
        "a restart of all three takes       {} s",
        spread(&lengths, 0)
    );
    assert!(violations.is_empty(), "{violations:?}");
    cluster.stop();
    println!();
}

#[derive(Default)]
struct Seen {
    longest: BTreeMap<usize, Duration>,
    steady: Vec<Duration>,
    lines: usize,
    lost: usize,
    refused: usize,
}

impl Seen {
    fn take(&mut self, note: Note, begin: Instant, end: Instant) {
        match note {
            Note::Said {
                player, asked, at, ..
            } => {
                self.lines += 1;
                let took = at - asked;
                if at < begin || asked > end {
                    self.steady.push(took);
                } else {
                    let longest = self.longest.entry(player).or_default();
                    *longest = took.max(*longest);
                }
            }
            Note::Lost { .. } => self.lost += 1,
            Note::Refused => self.refused += 1,
            Note::Begun | Note::Heard { .. } | Note::InVain { .. } => {}
        }
    }
}

async fn drain(cluster: &mut Cluster, process: usize) {
    let arena = &mut cluster.nodes[process].arena;
    arena.signal("TERM");
    loop {
        if let Some(status) = arena.ended() {
            return assert!(status.success(), "{status}");
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
