//! `cargo xtask bench`: every benchmark, each a ratio within one run, with its spread.

use anyhow::{Result, bail};

use crate::shell::{cargo, program, root, run, step};
use crate::{arena, tools, web};

/// A benchmark: an example of the workspace, built in release.
struct Benchmark {
    name: &'static str,
    example: &'static str,
    /// A program beside it that it drives.
    drives: Option<&'static str>,
}

const BENCHMARKS: [Benchmark; 6] = [
    Benchmark {
        name: "append",
        example: "bench_append",
        drives: None,
    },
    Benchmark {
        name: "replay",
        example: "bench_replay",
        drives: None,
    },
    Benchmark {
        name: "judge",
        example: "bench_judge",
        drives: Some("arena-judge-process"),
    },
    Benchmark {
        name: "projections",
        example: "bench_rebuild",
        drives: None,
    },
    // It finds the arena beside itself.
    Benchmark {
        name: "gateway",
        example: "bench_gateway",
        drives: None,
    },
    // As above.
    Benchmark {
        name: "cluster",
        example: "bench_cluster",
        drives: None,
    },
];

/// Runs the benchmarks of these names, or all.
pub(crate) fn bench(names: &[String]) -> Result<()> {
    let known = BENCHMARKS.map(|benchmark| benchmark.name);
    if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
        bail!(
            "there is no benchmark {name}: choose from {}",
            known.join(", ")
        );
    }
    tools::ensure_for_benchmarks()?;
    web::build()?;
    web::install(&root().join("simulations/peers"))?;
    step("compiling in release");
    run(cargo().args(["build", "--release", "--workspace", "--bins", "--examples"]))?;
    let release = root().join("target/release");
    arena::prepare_all(&release.join("arena"))?;
    for benchmark in BENCHMARKS {
        if !names.is_empty() && !names.iter().any(|name| name == benchmark.name) {
            continue;
        }
        step(benchmark.name);
        let example = release.join("examples").join(benchmark.example);
        let driven = benchmark.drives.map(|driven| release.join(driven));
        run(program(&example.to_string_lossy()).args(driven))?;
    }
    Ok(())
}
