//! The dev loop, in plain Rust: `cargo xtask up`, `cargo xtask test`, `cargo xtask bench`, `cargo xtask simulate`.

#[cfg(test)]
mod architecture;
mod arena;
mod bench;
mod binaries;
mod chaos;
mod jobs;
mod kept;
#[cfg(test)]
mod licences;
mod servers;
mod several;
mod shell;
mod simulate;
mod test;
mod tools;
mod up;
mod verified;
mod web;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask up [--listen ADDR] [--data-dir DIR]   build what is missing and run the whole arena
cargo xtask up --processes N [the same]           run it as N processes over a PostgreSQL and a NATS of its own
cargo xtask test [--no-browser] [--afresh]        install or find what the tests need, and run them all;
                                                  afresh: unchanged problems are verified again too
cargo xtask bench [append|replay|judge|projections|gateway|cluster]…
                                                  measure, in release: all, or those named
cargo xtask chaos [--minutes M|--kills K] [--seed S] [--players N]
                                                  break an arena of three processes while players play
cargo xtask simulate [--seeds N] [--seed S] …     run simulated arenas; --help says more";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.split_first() {
        Some((command, rest)) if command == "up" => up::up(rest),
        Some((command, rest)) if command == "test" => test::test(rest),
        Some((command, rest)) if command == "chaos" => chaos::chaos(rest),
        Some((command, rest)) if command == "bench" => bench::bench(rest),
        Some((command, rest)) if command == "simulate" => simulate::simulate(rest),
        Some(_) | None => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
