//! From a player's command to its event at a player of another gateway, of another process, at a steady rate.

use std::time::Duration;

use arena_log::testing::spread;

use crate::cluster::{Cluster, Plan};
use crate::crowd::{Crowd, Mood, Note};
use crate::{BATTLES, quantile_ms};

const ROUNDS: usize = 5;
const PROCESSES: usize = 3;
const RATE: f64 = 500.0;
/// A player may say a hundred lines, the round that warms up included.
const ROUND: Duration = Duration::from_secs(12);

pub(crate) async fn measure() {
    let mut cluster = Cluster::start(Plan::of(PROCESSES).direct()).await;
    let mut crowd = Crowd::of(BATTLES, &cluster.urls()).await;
    cluster.is_settled(PROCESSES).await;
    let every = Duration::from_secs_f64(2.0 * BATTLES as f64 / RATE);
    let (mut medians, mut p99s, mut acks, mut rates) = (vec![], vec![], vec![], vec![]);
    for round in 0..=ROUNDS {
        crowd.forget();
        crowd.wants(Mood::Every(every));
        tokio::time::sleep(ROUND).await;
        crowd.wants(Mood::Quiet);
        tokio::time::sleep(Duration::from_secs(1)).await;
        let (mut events, mut answers) = (Vec::new(), Vec::new());
        for note in crowd.notes() {
            match note {
                Note::Heard {
                    player,
                    from,
                    asked_ns,
                    at,
                } if player % PROCESSES != from => {
                    events.push((at - crowd.began).saturating_sub(Duration::from_nanos(asked_ns)));
                }
                Note::Said { asked, at, .. } => answers.push(at - asked),
                Note::Lost { battle } => panic!("battle {battle} is lost"),
                Note::Refused => panic!("a line was refused"),
                Note::Heard { .. } | Note::Begun | Note::InVain { .. } => {}
            }
        }
        // The first warms up.
        if round > 0 {
            medians.push(quantile_ms(&mut events, 0.5));
            p99s.push(quantile_ms(&mut events, 0.99));
            acks.push(quantile_ms(&mut answers, 0.99));
            rates.push(answers.len() as f64 / ROUND.as_secs_f64());
        }
    }
    println!(
        "{ROUNDS} rounds of {} s, {BATTLES} battles at {PROCESSES} processes, {} commands/s",
        ROUND.as_secs(),
        spread(&rates, 0)
    );
    println!(
        "command to event at another gateway   p50 {} ms   p99 {} ms (target p99 ≤ 20)",
        spread(&medians, 1),
        spread(&p99s, 1)
    );
    println!(
        "command to its acknowledgement                     p99 {} ms",
        spread(&acks, 1)
    );
    crowd.leave().await;
    cluster.stop();
    println!();
}
