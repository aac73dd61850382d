//! A program that is kept running: started again when it ends by itself, ended by a signal of its own. It ends with this one,
//! however this one ends.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// The pause before a program that ended is started again; it doubles while it goes on ending.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LAST_PAUSE: Duration = Duration::from_secs(30);
/// A program that ran so long starts again after the first pause.
const CALM: Duration = Duration::from_secs(60);
/// Lines of a log that are shown when its program has ended.
const TAIL: usize = 15;

/// How a program is started, where it writes, and how it ends well.
pub(crate) struct Recipe {
    pub(crate) name: String,
    /// The program and what it is told.
    pub(crate) words: Vec<OsString>,
    /// What it may do less than this program, as options of `setpriv`.
    pub(crate) privileges: &'static [&'static str],
    pub(crate) environment: Vec<(&'static str, String)>,
    pub(crate) log: PathBuf,
    /// The signal that ends it well, by its name.
    pub(crate) last: &'static str,
    /// After so long without an end it is killed.
    pub(crate) ends_within: Duration,
}

/// What is to become of programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    Run,
    End,
    Kill,
}

/// Programs that end together.
pub(crate) struct Group {
    order: watch::Sender<Order>,
    tasks: JoinSet<()>,
}

/// A program that was started.
pub(crate) struct Kept {
    name: String,
    log: PathBuf,
    deaths: watch::Receiver<u32>,
}

impl Group {
    pub(crate) fn new() -> Self {
        Self {
            order: watch::Sender::new(Order::Run),
            tasks: JoinSet::new(),
        }
    }

    /// Starts a program with a fresh log, and keeps it running.
    pub(crate) fn start(&mut self, recipe: Recipe) -> Result<Kept> {
        File::create(&recipe.log).with_context(|| format!("write {}", recipe.log.display()))?;
        let child = recipe.spawn()?;
        let (died, deaths) = watch::channel(0);
        let kept = Kept {
            name: recipe.name.clone(),
            log: recipe.log.clone(),
            deaths,
        };
        self.tasks
            .spawn(keep(recipe, child, self.order.subscribe(), died));
        Ok(kept)
    }

    /// Lets the programs end; returns when they have.
    pub(crate) async fn end(&mut self) {
        self.order.send_if_modified(|order| {
            let earlier = *order < Order::End;
            *order = Order::End.max(*order);
            earlier
        });
        while self.tasks.join_next().await.is_some() {}
    }

    /// Ends them without any more ado.
    pub(crate) fn kill(&self) {
        self.order.send_replace(Order::Kill);
    }
}

impl Kept {
    /// Waits until the program does what `is_ready` looks for.
    pub(crate) async fn is<Look: Future<Output = bool>>(
        &mut self,
        is_ready: impl Fn() -> Look,
        within: Duration,
    ) -> Result<()> {
        let look = async {
            while !is_ready().await {
                sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::select! {
            looked = timeout(within, look) => match looked {
                Ok(()) => return Ok(()),
                Err(_) => eprintln!("{} is not ready after {} s", self.name, within.as_secs()),
            },
            Ok(()) = self.deaths.changed() => {}
        }
        bail!("{} did not start; see {}", self.name, self.log.display());
    }
}

impl Recipe {
    fn spawn(&self) -> Result<Child> {
        let log = File::options().append(true).open(&self.log)?;
        // The system ends it when this program is gone; what ends this program's group ends it not.
        let mut command = Command::new("setpriv");
        command
            .args(self.privileges)
            .args(["--pdeathsig", self.last, "--"])
            .args(&self.words)
            .envs(self.environment.iter().map(|(name, value)| (*name, value)))
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        command
            .spawn()
            .with_context(|| format!("start {}", self.name))
    }

    /// Says that it has ended, and what it wrote last.
    fn tell(&self, status: std::io::Result<ExitStatus>) {
        let how = match status {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        };
        eprintln!("\n{} has ended ({how}). It wrote last:", self.name);
        for line in tail(&self.log) {
            eprintln!("    {line}");
        }
    }

    async fn end(&self, child: &mut Child, order: &mut watch::Receiver<Order>) {
        if let Some(pid) = child.id() {
            let told = Command::new("sh")
                .args(["-c", "kill -s \"$0\" \"$1\"", self.last, &pid.to_string()])
                .status()
                .await;
            if let Err(error) = told {
                eprintln!("{}: {error}", self.name);
            }
        }
        tokio::select! {
            _ = child.wait() => return,
            _ = order.wait_for(|order| *order == Order::Kill) => {}
            () = sleep(self.ends_within) => {
                eprintln!("{} does not end and is killed", self.name);
            }
        }
        if let Err(error) = child.kill().await {
            eprintln!("{}: {error}", self.name);
        }
    }
}

async fn keep(
    recipe: Recipe,
    mut child: Child,
    mut order: watch::Receiver<Order>,
    died: watch::Sender<u32>,
) {
    let mut pause = FIRST_PAUSE;
    loop {
        let since = Instant::now();
        let ended = tokio::select! {
            status = child.wait() => Some(status),
            _ = order.wait_for(|order| *order != Order::Run) => None,
        };
        let Some(status) = ended else {
            return recipe.end(&mut child, &mut order).await;
        };
        recipe.tell(status);
        died.send_modify(|deaths| *deaths += 1);
        if since.elapsed() >= CALM {
            pause = FIRST_PAUSE;
        }
        child = loop {
            tokio::select! {
                () = sleep(pause) => {}
                _ = order.wait_for(|order| *order != Order::Run) => return,
            }
            pause = (pause * 2).min(LAST_PAUSE);
            match recipe.spawn() {
                Ok(child) => break child,
                Err(error) => eprintln!("{error:#}"),
            }
        };
        eprintln!("{} is started again", recipe.name);
    }
}

fn tail(log: &Path) -> Vec<String> {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.iter().skip(lines.len().saturating_sub(TAIL));
    last.map(|line| (*line).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn recipe(folder: &Path, script: &str) -> Recipe {
        Recipe {
            name: "a script".to_owned(),
            words: ["sh", "-c", script].map(OsString::from).into(),
            privileges: &[],
            environment: vec![("FOLDER", folder.display().to_string())],
            log: folder.join("log"),
            last: "TERM",
            ends_within: Duration::from_secs(30),
        }
    }

    fn lines(log: &Path) -> usize {
        std::fs::read_to_string(log).unwrap().lines().count()
    }

    #[tokio::test]
    async fn a_program_that_ends_by_itself_is_started_again_and_ends_well_when_told() {
        let folder = tempfile::tempdir().unwrap();
        // The first life ends at once, the second waits for its last signal.
        let script = "trap 'echo ended well; exit 0' TERM; echo started\n\
                      [ -e $FOLDER/once ] || { touch $FOLDER/once; exit 3; }\n\
                      while :; do sleep 0.01; done";
        let recipe = recipe(folder.path(), script);
        let log = recipe.log.clone();
        let mut group = Group::new();
        let mut kept = group.start(recipe).unwrap();
        let twice = || {
            let started = lines(&log);
            async move { started == 2 }
        };
        let refused = kept.is(twice, Duration::from_secs(60)).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.starts_with("a script did not start"), "{refused}");
        kept.is(twice, Duration::from_secs(60)).await.unwrap();
        group.end().await;
        let text = std::fs::read_to_string(&log).unwrap();
        assert_eq!(text, "started\nstarted\nended well\n");
    }

    #[tokio::test]
    async fn a_program_that_does_not_end_is_killed_at_the_second_word() {
        let folder = tempfile::tempdir().unwrap();
        let script = "trap '' TERM; echo started; while :; do sleep 0.01; done";
        let mut group = Group::new();
        let mut kept = group.start(recipe(folder.path(), script)).unwrap();
        let log = folder.path().join("log");
        let started = || {
            let started = lines(&log);
            async move { started == 1 }
        };
        kept.is(started, Duration::from_secs(60)).await.unwrap();
        group.kill();
        timeout(Duration::from_secs(20), group.end()).await.unwrap();
    }

    #[test]
    fn the_end_of_a_log_is_its_last_lines() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        assert_eq!(tail(&log), Vec::<String>::new());
        let all: Vec<String> = (0..40).map(|line| format!("line {line}")).collect();
        std::fs::write(&log, all.join("\n")).unwrap();
        assert_eq!(tail(&log), all[40 - TAIL..]);
    }
}
