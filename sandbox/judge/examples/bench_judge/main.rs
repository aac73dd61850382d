//! The judge's benchmarks; every comparison is a ratio of the same rounds, with its spread.
//!
//! `cargo xtask bench judge`, or `bench_judge PATH-OF-arena-judge-process [python|cpp|crowd]…`.
//! It needs `python3`, `g++` and `bwrap` (the package bubblewrap), and installs nothing.

mod cpp;
mod crowd;
mod measure;
mod native;
mod python;

use std::error::Error;

use arena_judge::JudgeProgram;
use arena_runtimes::CacheDirectory;

/// What a part of the benchmarks needs.
struct Setting {
    program: JudgeProgram,
    cores: usize,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let executable = arguments
        .next()
        .ok_or("give the judge process's executable")?;
    let wanted: Vec<_> = arguments.collect();
    native::require_bubblewrap()?;
    let setting = Setting {
        program: JudgeProgram {
            executable: std::path::absolute(executable)?,
            arguments: Vec::new(),
            cache: CacheDirectory::resolve(None)?,
        },
        cores: std::thread::available_parallelism()?.get(),
    };
    let wants = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    if wants("python") {
        python::measure(&setting).await?;
    }
    if wants("cpp") {
        cpp::measure(&setting).await?;
    }
    if wants("crowd") {
        crowd::measure(&setting).await?;
    }
    Ok(())
}
