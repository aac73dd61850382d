//! Players as load and as witnesses, for a running arena.

use std::path::PathBuf;
use std::process::ExitCode;

use arena_simulations::{Options, run};
use clap::Parser;
use tokio_util::sync::CancellationToken;

/// Plays battles against a running arena through its HTTP and WebSocket doors, and checks from the outside that each ended
/// as the rules say. Ends with a table; exits with 1 if anything was wrong.
///
/// Start the arena with wide limits for this: `arena serve --registrations-per-hour 1000000 --guests-per-hour 1000000
/// --requests-per-second 100000`.
#[derive(Debug, Parser)]
struct Args {
    /// The arena's address; of several gateways all of them, with commas or one after another. Players are spread over them, and
    /// go to another one when theirs is gone.
    #[arg(
        long = "url",
        value_delimiter = ',',
        default_value = "http://127.0.0.1:8080"
    )]
    urls: Vec<String>,
    /// How many players; every fifth is a guest.
    #[arg(long, default_value_t = 20)]
    players: usize,
    /// Stop when so many battles have ended.
    #[arg(long, default_value_t = 50)]
    battles: usize,
    /// Write every acknowledgement to this file, for `arena events verify --acks`.
    #[arg(long)]
    acks: Option<PathBuf>,
    /// The players' choices follow from it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Steps of one player a second, on average.
    #[arg(long, default_value_t = 2.0)]
    rate: f64,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    let options = Options {
        urls: args.urls,
        players: args.players,
        battles: args.battles,
        acks: args.acks,
        seed: args.seed,
        rate: args.rate,
        progress: true,
        ..Options::default()
    };
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stopping.cancel();
        }
    });
    let report = run(options, stop).await?;
    println!("{report}");
    Ok(if report.violations.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
