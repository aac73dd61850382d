//! What an idle session costs: the growth of the arena's own memory, divided by the sessions.

use std::time::Duration;

use arena_simulations::wire::Heard;
use tokio::task::JoinSet;

use crate::sockets;
use crate::support::Arena;

/// Memory is read until two readings, so far apart, differ by less than a hundredth…
const SETTLING: Duration = Duration::from_secs(2);
/// …or so often.
const READINGS: usize = 30;

pub(crate) async fn measure(count: usize) {
    let arena = Arena::start(None).await;
    let (pid, url) = (arena.pid(), arena.url());
    let guests = sockets::guests(&url, count).await;
    let before = settled(pid).await;
    let wires = sockets::follow(&url, &guests, None).await;
    // They answer pings as long as they are read.
    let mut reading = JoinSet::new();
    for mut wire in wires {
        reading.spawn(async move {
            while let Heard::Frame(_) | Heard::Foreign(_) = wire.hear().await {}
        });
    }
    let after = settled(pid).await;
    assert!(
        reading.try_join_next().is_none(),
        "a session ended while it was idle"
    );
    let each = (after - before) / count as f64;
    println!("{count} idle sessions, each followed by its player's socket, on SQLite");
    println!("resident memory before              {before:.0} KiB");
    println!("resident memory with all of them    {after:.0} KiB");
    println!("an idle session with its actor      {each:.1} KiB (target ≤ 20, aim 14)");
    println!();
}

async fn settled(pid: u32) -> f64 {
    let mut last = resident_kib(pid);
    for _ in 0..READINGS {
        tokio::time::sleep(SETTLING).await;
        let now = resident_kib(pid);
        if (now - last).abs() < last / 100.0 {
            return now;
        }
        last = now;
    }
    last
}

/// Private memory of a process, without mapped files.
fn resident_kib(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("RssAnon:"));
    let value = line.and_then(|line| line.split_whitespace().nth(1));
    value.unwrap().parse().unwrap()
}
