//! How old a command is. A message may wait in a client that has lost its server, in a server that was stopped, or in a
//! socket, and arrive minutes later; its deadline says what was left when it was sent. So its receiver asks the sender what
//! its clock says now, and remembers the difference for a while: every command's age is then known without clocks that agree.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arena_log::OwnerId;
use bytes::Bytes;
use tokio::time::Instant;

use super::line::Line;
use crate::wire::{self, CommandHead, Topic};

/// How long a difference is believed: clocks that run apart by 500 ppm differ by 15 ms then.
const BELIEVED: Duration = Duration::from_secs(30);
/// A process that does not say its time within this is not asked again for [`MUTE`]. The difference is known as exactly.
const PATIENCE: Duration = Duration::from_millis(300);
/// How long the commands of a process that did not answer are dropped unasked.
const MUTE: Duration = Duration::from_secs(1);
/// Processes that are remembered, at most.
const MAX_PEERS: usize = 4096;

#[derive(Debug, Default)]
pub(super) struct Clocks {
    peers: Mutex<HashMap<OwnerId, Arc<tokio::sync::Mutex<Peer>>>>,
}

#[derive(Debug, Default, Clone, Copy)]
enum Peer {
    #[default]
    Unknown,
    /// At least `ahead_ms` ahead of this process's clock; the truth is less than [`PATIENCE`] away.
    Known {
        ahead_ms: i128,
        at: Instant,
    },
    Mute {
        at: Instant,
    },
}

impl Clocks {
    /// The deadline of a command on this process's clock; none if it has passed, or if nobody can tell because its sender does
    /// not answer: then nobody waits for the command either.
    pub(super) async fn deadline(&self, line: &Line, head: &CommandHead) -> Option<Instant> {
        let peer = self.peer(head.from);
        let mut peer = peer.lock().await;
        let is_fresh = match *peer {
            Peer::Unknown => false,
            Peer::Known { at, .. } => at.elapsed() < BELIEVED,
            Peer::Mute { at } => at.elapsed() < MUTE,
        };
        if !is_fresh {
            *peer = compare(line, head.from).await;
        }
        let Peer::Known { ahead_ms, .. } = *peer else {
            return None;
        };
        let theirs = i128::from(line.now_ms()) + ahead_ms;
        let age = u64::try_from(theirs - i128::from(head.sent_ms)).unwrap_or(0);
        let left = head.left.checked_sub(Duration::from_millis(age))?;
        (!left.is_zero()).then(|| Instant::now() + left)
    }

    fn peer(&self, process: OwnerId) -> Arc<tokio::sync::Mutex<Peer>> {
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        if peers.len() >= MAX_PEERS {
            // They are asked again, should they still be there.
            peers.clear();
        }
        Arc::clone(peers.entry(process).or_default())
    }
}

/// Asks a process for its time. It was at least this when the answer arrived.
async fn compare(line: &Line, process: OwnerId) -> Peer {
    let until = Instant::now() + PATIENCE;
    let answer = line
        .ask(Topic::Clock(process), None, Bytes::new(), until)
        .await
        .map_err(|error| error.to_string())
        .and_then(|bytes| wire::decode_clock(process, &bytes).map_err(|error| error.to_string()));
    let at = Instant::now();
    match answer {
        Ok(theirs) => Peer::Known {
            ahead_ms: i128::from(theirs) - i128::from(line.now_ms()),
            at,
        },
        Err(error) => {
            tracing::debug!(%process, error, "a process that sent commands does not say its time");
            Peer::Mute { at }
        }
    }
}
