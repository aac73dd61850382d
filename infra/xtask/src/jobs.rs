//! Jobs that run a few at a time, each with its output kept together and shown when it ends.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};

use crate::shell::{Stopwatch, step};

/// Where a job's programs write.
pub(crate) struct Output(File);

impl Output {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self(
            tempfile::tempfile().context("a file for a job's output")?,
        ))
    }

    /// Runs a program to its end with both its outputs here; an error says how it ended.
    pub(crate) fn run(&self, command: &mut Command) -> Result<()> {
        let [out, err] = [self.0.try_clone()?, self.0.try_clone()?];
        crate::shell::run(command.stdout(out).stderr(err))
    }

    /// Writes a line of our own.
    pub(crate) fn say(&self, line: &str) -> Result<()> {
        writeln!(&self.0, "{line}").context("write a job's output")
    }

    fn into_text(self) -> Result<String> {
        let Self(mut file) = self;
        let mut bytes = Vec::new();
        file.rewind()?;
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// What a job does, with a place for what its programs write.
type Work<'a> = Box<dyn FnOnce(&Output) -> Result<()> + Send + 'a>;

/// Something to be run.
pub(crate) struct Job<'a> {
    pub(crate) name: String,
    pub(crate) work: Work<'a>,
}

impl<'a> Job<'a> {
    pub(crate) fn new(
        name: impl Into<String>,
        work: impl FnOnce(&Output) -> Result<()> + Send + 'a,
    ) -> Self {
        Self {
            name: name.into(),
            work: Box::new(work),
        }
    }
}

/// How a job ended.
pub(crate) struct Ended {
    pub(crate) name: String,
    pub(crate) output: String,
    pub(crate) result: Result<()>,
}

/// Runs the jobs, `at_once` at a time, in the order that they are in; none is left out when one fails. Each one's output is
/// shown as soon as it ends.
pub(crate) fn run_all(jobs: Vec<Job<'_>>, at_once: usize) -> Vec<Ended> {
    let count = jobs.len();
    let jobs = Mutex::new(jobs.into_iter());
    let ended: Mutex<Vec<Ended>> = Mutex::default();
    let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).next();
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                while let Some(job) = next() {
                    let watch = Stopwatch::start();
                    let one = carry_out(job);
                    let mut ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
                    ended.push(one);
                    if let Some(one) = ended.last() {
                        show(one, ended.len(), count, &watch);
                    }
                }
            });
        }
    });
    ended.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn carry_out(job: Job<'_>) -> Ended {
    let Job { name, work } = job;
    let (output, result) = match Output::new() {
        Ok(output) => {
            let result = work(&output);
            match output.into_text() {
                Ok(text) => (text, result),
                Err(error) => (String::new(), result.and(Err(error))),
            }
        }
        Err(error) => (String::new(), Err(error)),
    };
    Ended {
        name,
        output,
        result,
    }
}

fn show(one: &Ended, done: usize, count: usize, watch: &Stopwatch) {
    let how = match &one.result {
        Ok(()) => String::new(),
        Err(error) => format!("  FAILED: {error:#}"),
    };
    step(&format!(
        "[{done}/{count}] {} ({} s){how}",
        one.name,
        watch.seconds()
    ));
    print!("{}", one.output);
    // Who reads it may have gone away, which the jobs need not care about.
    std::io::stdout().flush().ok();
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::sync::Barrier;

    use super::*;
    use crate::shell::program;

    #[test]
    fn a_failure_is_told_with_what_was_written_and_stops_no_other_job() {
        let shell = |script: &'static str| {
            Job::new(script, move |output: &Output| {
                output.run(program("sh").args(["-c", script]))
            })
        };
        let jobs = vec![shell("echo out; echo err >&2; exit 3"), shell("echo fine")];
        let ended = run_all(jobs, 1);
        assert_eq!(ended[0].output, "out\nerr\n");
        let error = format!("{:#}", ended[0].result.as_ref().unwrap_err());
        assert!(error.contains("exit status: 3"), "{error}");
        assert_eq!(ended[1].output, "fine\n");
        assert!(ended[1].result.is_ok());
    }

    #[test]
    fn as_many_run_at_once_as_may() {
        let together = Barrier::new(3);
        let meet = || {
            Job::new("meets the others", |_: &Output| {
                together.wait();
                Ok(())
            })
        };
        let ended = run_all((0..6).map(|_| meet()).collect(), 3);
        assert!(ended.iter().all(|one| one.result.is_ok()));
        assert_eq!(ended.len(), 6);
    }
}
