//! Players play at three processes while a script that follows from a seed kills, stops, cuts off and drains them, restarts
//! NATS and fails PostgreSQL over; in the end everything that players saw and everything in the log is looked through.
//!
//! `cargo xtask chaos` builds what it needs. Exits with 1 if anything was wrong; then the processes' logs are kept.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a run that cannot be made must fail"
)]

#[path = "../../tests/support/chaos.rs"]
mod chaos;
#[path = "../../tests/support/cluster.rs"]
mod cluster;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use arena_simulations::script::Script;
use arena_simulations::{Options, Tally, clock, run};
use chaos::Chaos;
use clap::Parser;
use cluster::{Cluster, Plan};
use tokio_util::sync::CancellationToken;

const PROCESSES: usize = 3;
/// Between two lines that tell how far it is.
const TELL_EVERY: Duration = Duration::from_secs(15);

/// Breaks an arena of three processes while players play.
#[derive(Debug, Parser)]
struct Args {
    /// Stop after so many minutes; three unless a number of kills is given.
    #[arg(long)]
    minutes: Option<f64>,
    /// Stop after so many kills.
    #[arg(long)]
    kills: Option<u64>,
    /// The faults follow from it, and the players' choices.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value_t = 16)]
    players: usize,
}

impl Args {
    fn is_enough(&self, kills: u64, start: Instant) -> bool {
        let minutes = match (self.minutes, self.kills) {
            (None, None) => Some(3.0),
            (minutes, _) => minutes,
        };
        let span = start.elapsed().as_secs_f64() / 60.0;
        self.kills.is_some_and(|enough| kills >= enough)
            || minutes.is_some_and(|enough| span >= enough)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    let start = clock::now();
    println!("seed {}: starting {PROCESSES} processes", args.seed);
    let plan = Plan::of(PROCESSES).with_standby();
    let mut chaos = Chaos::new(Cluster::start(plan).await);
    let acks = chaos.cluster.folder().join("acks.ndjson");
    let tally = Arc::new(Tally::default());
    let options = Options {
        urls: chaos.cluster.urls(),
        players: args.players,
        acks: Some(acks.clone()),
        seed: args.seed,
        rate: 5.0,
        tally: tally.clone(),
        ..Options::default()
    };
    let stop = CancellationToken::new();
    let playing = tokio::spawn(run(options, stop.clone()));
    let mut told = clock::now();
    for step in Script::new(args.seed, PROCESSES) {
        chaos.carry_out(step).await;
        if told.elapsed() >= TELL_EVERY {
            told = clock::now();
            tell(&chaos, &tally);
        }
        if args.is_enough(chaos.count("kill -9"), start) || playing.is_finished() {
            break;
        }
    }
    chaos.calm().await;
    stop.cancel();
    let report = playing.await.unwrap().unwrap();
    println!("{report}");
    println!("{}", chaos.verify(&acks));
    for (kind, count) in &chaos.counts {
        println!("  {kind:<28} {count:>6}");
    }
    for (how, count) in &chaos.ended {
        let what = format!("ended by itself, {how}");
        println!("  {what:<28} {count:>6}");
    }
    let violations = report.violations.len() + chaos.violations.len();
    for violation in &chaos.violations {
        println!("VIOLATION {violation}");
    }
    println!(
        "seed {}: {} kills, {} faults, {} battles, {} commands acknowledged, {violations} violations, {} s",
        args.seed,
        chaos.count("kill -9"),
        chaos.counts.values().sum::<u64>(),
        report.battles(),
        report.acknowledged,
        start.elapsed().as_secs()
    );
    if violations == 0 && report.battles() > 0 {
        return ExitCode::SUCCESS;
    }
    println!("logs: {}", chaos.keep_logs().unwrap().display());
    ExitCode::FAILURE
}

fn tell(chaos: &Chaos, tally: &Tally) {
    println!(
        "       {} kills, {} faults; {} battles, {} commands acknowledged",
        chaos.count("kill -9"),
        chaos.counts.values().sum::<u64>(),
        tally.battles.load(Ordering::Relaxed),
        tally.acknowledged.load(Ordering::Relaxed)
    );
}
