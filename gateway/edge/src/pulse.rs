//! What the whole process tells its connections: that it may answer again after it could not, or that they have to go.
//!
//! A process whose signs of life are not taken any more may not answer: others may have its shards by now, and may have
//! taken its connections out of their sessions. Nothing that is said by its memory goes out then, and its sockets stay: the
//! database may be away for everybody. Once it lives again, every connection enters its session again. If others answer
//! while it cannot, it alone is cut off, and its players are sent to them.

use std::sync::Arc;
use std::time::Duration;

use arena_rules::ids::{ConnectionId, PlayerId, effect_id, named_id};
use arena_rules::session;
use arena_tree::holdings::Holdings;
use arena_tree::{Arena, CommandError, Envelope};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::limits;
use crate::presence::Presence;

/// How often is looked whether the process lives.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// A look that comes so much later than it should follows a sleep of the whole process, whatever it finds.
const SLEPT: Duration = Duration::from_secs(2);
/// Between two questions whether others answer.
const ASK_EVERY: Duration = Duration::from_secs(2);

/// What connections are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Stay. A new number says that the process lives again, or has slept: enter the session again.
    Stay { life: u64 },
    /// Go, each at a moment of its own until then.
    Go { why: Why, until: Instant },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The process is drained.
    Stops,
    /// Others answer, this process may not.
    CutOff,
}

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct Pulse {
    holdings: Arc<Holdings>,
    signal: Arc<watch::Sender<Signal>>,
}

impl Pulse {
    pub(crate) fn new(holdings: Arc<Holdings>) -> Self {
        let signal = watch::Sender::new(Signal::Stay { life: 0 });
        Self {
            holdings,
            signal: Arc::new(signal),
        }
    }

    pub(crate) fn signals(&self) -> watch::Receiver<Signal> {
        self.signal.subscribe()
    }

    /// Whether the process may answer now.
    pub(crate) fn is_alive(&self) -> bool {
        self.holdings.is_alive()
    }

    /// Whether new connections are taken.
    pub(crate) fn is_open(&self) -> bool {
        self.is_alive() && matches!(*self.signal.borrow(), Signal::Stay { .. })
    }

    pub(crate) fn is_draining(&self) -> bool {
        let stops = Why::Stops;
        matches!(*self.signal.borrow(), Signal::Go { why, .. } if why == stops)
    }

    /// Sends everybody away within `over`.
    pub(crate) fn drain(&self, over: Duration) {
        let until = Instant::now() + over;
        let why = Why::Stops;
        self.signal.send_replace(Signal::Go { why, until });
    }

    /// Looks at the process's life until `stop`.
    pub(crate) async fn run(self, arena: Arena, presence: Presence, stop: CancellationToken) {
        let mut watcher = Watcher {
            pulse: self,
            arena,
            presence,
            silent_since: None,
            asked: Instant::now(),
            life: 0,
        };
        stop.run_until_cancelled(watcher.watch()).await;
    }
}

struct Watcher {
    pulse: Pulse,
    arena: Arena,
    presence: Presence,
    silent_since: Option<Instant>,
    asked: Instant,
    life: u64,
}

impl Watcher {
    async fn watch(&mut self) {
        // A member is not alive before its first sign of life, and has no connections then.
        while !self.pulse.is_alive() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        loop {
            let before = Instant::now();
            tokio::time::sleep(LOOK_EVERY).await;
            let slept = before.elapsed() >= SLEPT;
            match (self.pulse.is_alive(), self.silent_since) {
                (true, None) if slept => self.live_again(before),
                (true, None) => {}
                (true, Some(since)) => self.live_again(since),
                (false, None) => {
                    tracing::warn!(
                        "this process has given no sign of life for too long: it answers nothing until one is taken"
                    );
                    self.silent_since = Some(Instant::now());
                }
                (false, Some(since)) => self.look_at_others(since).await,
            }
        }
    }

    fn live_again(&mut self, since: Instant) {
        let away_ms = since.elapsed().as_millis();
        tracing::warn!(away_ms, "this process may answer again");
        self.silent_since = None;
        self.life += 1;
        let life = self.life;
        self.pulse.signal.send_if_modified(|signal| {
            let stays = !matches!(
                signal,
                Signal::Go {
                    why: Why::Stops,
                    ..
                }
            );
            if stays {
                *signal = Signal::Stay { life };
            }
            stays
        });
    }

    /// If the owner of one player's session answers, the database is not away for everybody.
    async fn look_at_others(&mut self, since: Instant) {
        if since.elapsed() < limits::OTHERS_TAKE_OVER || self.asked.elapsed() < ASK_EVERY {
            return;
        }
        self.asked = Instant::now();
        let Some(player) = self.presence.anybody() else {
            return;
        };
        if !self.is_answered(player).await || self.pulse.is_alive() {
            return;
        }
        self.pulse.signal.send_if_modified(|signal| {
            let stays = matches!(signal, Signal::Stay { .. });
            if stays {
                tracing::warn!(
                    "other processes answer and this one may not: its connections are sent to them"
                );
                let until = Instant::now() + limits::CUT_OFF_GO_WITHIN;
                *signal = Signal::Go {
                    why: Why::CutOff,
                    until,
                };
            }
            stays
        });
    }

    /// Asks for something that changes nothing: to end a connection that there never was.
    async fn is_answered(&self, player: PlayerId) -> bool {
        let connection = ConnectionId(Uuid::new_v4());
        let id = effect_id(connection.0, named_id("anybody there"));
        let command = session::Command::Disconnect { connection };
        let envelope = Envelope::effect(connection.0, id, connection.0, command);
        match self.arena.session(player, envelope).await {
            Ok(_) | Err(CommandError::Rejected(_) | CommandError::IdReused) => true,
            Err(CommandError::Busy { .. } | CommandError::Unavailable) => false,
        }
    }
}
