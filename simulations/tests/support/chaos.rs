//! Carries a script of faults out on a cluster: what is broken is mended when its time has come, and a process that ends by
//! itself is started again, as an orchestrator would.

#![allow(
    dead_code,
    reason = "a test and a command, each of which needs a part of this"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use arena_simulations::clock;
use arena_simulations::door::Door;
use arena_simulations::script::{Fault, Loss, Service, Step};

use crate::cluster::{Cluster, Server};

/// A drain that takes longer has failed.
const DRAINED_WITHIN: Duration = Duration::from_secs(60);
/// How long an orchestrator waits before it starts again what has ended by itself.
const STARTED_AGAIN_AFTER: Duration = Duration::from_secs(1);
const READY_WITHIN: Duration = Duration::from_secs(120);
const LOOK_EVERY: Duration = Duration::from_millis(20);

pub(crate) struct Chaos {
    pub(crate) cluster: Cluster,
    mending: Vec<(Instant, Mending)>,
    /// How often each kind of fault was carried out.
    pub(crate) counts: BTreeMap<&'static str, u64>,
    /// How often processes ended by themselves, by how.
    pub(crate) ended: BTreeMap<String, u64>,
    /// What no process may do.
    pub(crate) violations: Vec<String>,
    started: Instant,
}

#[derive(Clone, Copy)]
enum Mending {
    Launch(usize),
    Thaw(usize),
    Mend(usize, Server),
}

impl Mending {
    fn process(self) -> usize {
        match self {
            Self::Launch(process) | Self::Thaw(process) | Self::Mend(process, _) => process,
        }
    }
}

impl Chaos {
    pub(crate) fn new(cluster: Cluster) -> Self {
        Self {
            cluster,
            mending: Vec::new(),
            counts: BTreeMap::new(),
            ended: BTreeMap::new(),
            violations: Vec::new(),
            started: clock::now(),
        }
    }

    /// Waits, and breaks something.
    pub(crate) async fn carry_out(&mut self, step: Step) {
        self.wait_until(clock::now() + step.after).await;
        // What is broken already is mended first.
        while let Some(at) = self.mended_at(step.fault.process()) {
            self.wait_until(at).await;
        }
        *self.counts.entry(step.fault.kind()).or_default() += 1;
        self.say(&step.fault.to_string());
        match step.fault {
            Fault::Kill { process, down } => {
                let arena = &mut self.cluster.nodes[process].arena;
                if arena.is_running() {
                    arena.kill();
                }
                self.mend_after(down, Mending::Launch(process));
            }
            Fault::Freeze { process, span } => {
                self.cluster.nodes[process].freeze();
                self.mend_after(span, Mending::Thaw(process));
            }
            Fault::Lose {
                process,
                service,
                loss,
                span,
            } => {
                let server = match service {
                    Service::Postgres => Server::Postgres,
                    Service::Nats => Server::Nats,
                };
                match loss {
                    Loss::Cut => self.cluster.nodes[process].cut(server),
                    Loss::Stall => self.cluster.nodes[process].stall(server),
                }
                self.mend_after(span, Mending::Mend(process, server));
            }
            Fault::RestartNats { down } => {
                for server in &self.cluster.nats {
                    server.kill();
                }
                tokio::time::sleep(down).await;
                for server in &mut self.cluster.nats {
                    server.restart().await;
                }
            }
            Fault::FailOver => self.cluster.postgres.fail_over().await,
            Fault::Roll => {
                // As a deployment does.
                self.all_are_ready().await;
                for process in 0..self.cluster.nodes.len() {
                    self.drain(process).await;
                    let arena = &mut self.cluster.nodes[process].arena;
                    arena.launch();
                    arena.is_ready().await;
                }
            }
        }
    }

    /// Mends everything, and waits until every process has what is meant for it.
    pub(crate) async fn calm(&mut self) {
        while let Some(at) = self.mended_at(None) {
            self.wait_until(at).await;
        }
        self.all_are_ready().await;
        self.cluster.is_settled(self.cluster.nodes.len()).await;
    }

    async fn all_are_ready(&mut self) {
        let start = clock::now();
        for url in self.cluster.urls() {
            let door = Door::new(&url).unwrap();
            while !door.is_ready().await {
                assert!(start.elapsed() < READY_WITHIN, "{url} does not get ready");
                self.wait_until(clock::now() + STARTED_AGAIN_AFTER).await;
            }
        }
    }

    /// Stops everything and has the log and the ratings looked through; what they said.
    pub(crate) fn verify(&mut self, acks: &Path) -> String {
        self.cluster.stop();
        let acks = acks.to_string_lossy();
        let mut said = String::new();
        let all: [&[&str]; 2] = [
            &["events", "verify", "--acks", &acks],
            &["ratings", "verify"],
        ];
        for arguments in all {
            let (code, out, err) = self.cluster.nodes[0].arena.ask(arguments);
            said.push_str(&out);
            if code != 0 {
                let what = arguments[..2].join(" ");
                self.violations.push(format!("{what} found: {out}{err}"));
            }
        }
        said
    }

    /// Copies what every process has said to a folder that stays.
    pub(crate) fn keep_logs(&self) -> std::io::Result<PathBuf> {
        let folder = tempfile::Builder::new().prefix("arena-chaos-").tempdir()?;
        for node in &self.cluster.nodes {
            let file = folder.path().join(format!("{}.log", node.name()));
            std::fs::write(file, node.arena.said())?;
        }
        Ok(folder.keep())
    }

    pub(crate) fn count(&self, kind: &str) -> u64 {
        self.counts.get(kind).copied().unwrap_or_default()
    }

    fn say(&self, what: &str) {
        let seconds = self.started.elapsed().as_secs();
        println!("{:>3}:{:02}  {what}", seconds / 60, seconds % 60);
    }

    fn mend_after(&mut self, span: Duration, mending: Mending) {
        self.mending.push((clock::now() + span, mending));
    }

    /// When the next thing of a process, or of any, is mended.
    fn mended_at(&self, process: Option<usize>) -> Option<Instant> {
        let of = self.mending.iter();
        of.filter(|(_, mending)| process.is_none_or(|process| process == mending.process()))
            .map(|(at, _)| *at)
            .min()
    }

    /// Mends what is due until then.
    async fn wait_until(&mut self, until: Instant) {
        loop {
            let now = clock::now();
            let due = self.mending.extract_if(.., |(at, _)| *at <= now);
            for (_, mending) in due.collect::<Vec<_>>() {
                self.mend(mending);
            }
            self.look_after();
            if now >= until {
                return;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    fn mend(&mut self, mending: Mending) {
        match mending {
            Mending::Launch(process) => {
                let arena = &mut self.cluster.nodes[process].arena;
                if !arena.is_running() {
                    arena.launch();
                }
            }
            Mending::Thaw(process) => self.cluster.nodes[process].thaw(),
            Mending::Mend(process, server) => self.cluster.nodes[process].mend(server),
        }
    }

    /// What has ended by itself, as one that finds no database at its start does, is started again after a while.
    fn look_after(&mut self) {
        for process in 0..self.cluster.nodes.len() {
            let node = &mut self.cluster.nodes[process];
            if let Some(status) = node.arena.ended() {
                let what = format!("{} ended by itself: {status}", node.name());
                self.say(&what);
                *self.ended.entry(status.to_string()).or_default() += 1;
                self.mend_after(STARTED_AGAIN_AFTER, Mending::Launch(process));
            }
        }
    }

    async fn drain(&mut self, process: usize) {
        let node = &mut self.cluster.nodes[process];
        let (name, start) = (node.name().to_owned(), clock::now());
        node.arena.signal("TERM");
        loop {
            if let Some(status) = node.arena.ended() {
                if !status.success() {
                    let what = format!("{name} was drained and ended with {status}");
                    self.violations.push(what);
                }
                return;
            }
            if start.elapsed() > DRAINED_WITHIN {
                self.violations.push(format!("{name} is not drained"));
                return node.arena.kill();
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}
