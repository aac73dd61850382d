//! The judge process by itself: what `arena` runs under a hidden subcommand, for tests and
//! benchmarks. With `probe` it seals itself in the same way and tries to get out.

use std::process::ExitCode;

#[path = "judge_process/probe.rs"]
mod probe;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("probe") => probe::main(),
        _ => arena_judge::judge_process_main(),
    }
}
