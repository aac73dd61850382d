//! Verifies problem folders and prints the table: `cargo run -p arena-judge --example verify -- DIR...`

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use arena_judge::{Judge, render_verifications, verify_problems};
use arena_problems::{Language, Problem};
use arena_runtimes::{CacheDirectory, build};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let cache = CacheDirectory::resolve(None)?;
    for &language in Language::ALL {
        build(&cache, language, &mut |step| {
            eprintln!("{language}: {step}")
        })?;
    }
    let mut problems = Vec::new();
    let mut sound = true;
    for folder in std::env::args().skip(1) {
        match Problem::load(Path::new(&folder)) {
            Ok(problem) => problems.push(problem),
            Err(error) => {
                sound = false;
                eprintln!("{error}");
            }
        }
    }
    let threads = 2;
    let judge = Judge::load(&cache, threads)?.with_backstop_seconds(600);
    let progress = |verification: &arena_judge::Verification| {
        let state = if verification.findings.is_empty() {
            "ok"
        } else {
            "FAILS"
        };
        eprintln!("{} {state}", verification.id);
    };
    let verifications = verify_problems(&judge, &cache, &problems, threads, &progress);
    print!("{}", render_verifications(&verifications, true));
    sound &= verifications
        .iter()
        .all(|verification| verification.findings.is_empty());
    Ok(if sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
