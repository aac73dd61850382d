//! `cargo xtask bench`: every benchmark, each a ratio within one run, with its spread.

use anyhow::Result;

use crate::arena;
use crate::shell::{cargo, run, step};

/// Package and example of each benchmark.
const BENCHMARKS: [(&str, &str); 3] = [
    ("arena-log", "bench_append"),
    ("arena-judge", "bench_judge"),
    ("arena-projections", "bench_rebuild"),
];

pub(crate) fn bench() -> Result<()> {
    arena::runtimes()?;
    for (package, example) in BENCHMARKS {
        step(&format!("{package}: {example}"));
        let features = if package == "arena-log" {
            &["--features", "testing"][..]
        } else {
            &[]
        };
        run(cargo()
            .args([
                "run",
                "--release",
                "--quiet",
                "--package",
                package,
                "--example",
                example,
            ])
            .args(features))?;
    }
    Ok(())
}
