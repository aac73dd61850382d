//! How much of the processors each program has had.

use std::collections::BTreeMap;

/// The kernel counts in hundredths of a second.
const TICK_MS: f64 = 10.0;

/// Milliseconds of processor time by program.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(BTreeMap<String, f64>);

struct Stat {
    pid: u32,
    parent: u32,
    program: String,
    ms: f64,
}

impl Times {
    /// Of this process and all that it has started, under the names of their programs; a process in `named` under its own.
    pub(crate) fn now(named: &BTreeMap<u32, String>) -> Self {
        let mut ours = vec![std::process::id()];
        let all: Vec<Stat> = std::fs::read_dir("/proc")
            .unwrap()
            .filter_map(|entry| stat(&entry.ok()?.file_name().to_string_lossy()))
            .collect();
        let mut next = 0;
        while let Some(parent) = ours.get(next).copied() {
            let children = all.iter().filter(|stat| stat.parent == parent);
            ours.extend(children.map(|stat| stat.pid));
            next += 1;
        }
        let mut times = Self::default();
        for stat in all.into_iter().filter(|stat| ours.contains(&stat.pid)) {
            let name = if stat.pid == std::process::id() {
                "the players".to_owned()
            } else {
                named.get(&stat.pid).cloned().unwrap_or(stat.program)
            };
            *times.0.entry(name).or_default() += stat.ms;
        }
        times
    }

    /// What was had since `before`, in microseconds a command.
    pub(crate) fn since(&self, before: &Self, commands: f64) -> BTreeMap<String, f64> {
        let each = |(name, ms): (&String, &f64)| {
            let had = ms - before.0.get(name).copied().unwrap_or_default();
            (name.clone(), had * 1000.0 / commands)
        };
        self.0.iter().map(each).collect()
    }
}

/// A process by its number; none if it is gone or this is no number.
fn stat(pid: &str) -> Option<Stat> {
    let pid = pid.parse().ok()?;
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (head, rest) = text.rsplit_once(") ")?;
    let (_, program) = head.split_once('(')?;
    let fields: Vec<&str> = rest.split(' ').collect();
    let number = |index: usize| fields.get(index)?.parse::<f64>().ok();
    Some(Stat {
        pid,
        parent: fields.get(1)?.parse().ok()?,
        program: program.to_owned(),
        // Its own, in its code and in the kernel's, and of the children that it has waited for.
        ms: (number(11)? + number(12)? + number(13)? + number(14)?) * TICK_MS,
    })
}
