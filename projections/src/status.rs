use arena_log::Positions;
use tokio::sync::watch;

use crate::projection::Projection;

/// How a projection stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// The projection.
    pub projection: Projection,
    /// What it has folded and committed.
    pub checkpoint: Positions,
    /// Events of the log that it has not folded yet, when it last looked.
    pub lag: u64,
    /// What it does.
    pub condition: Condition,
}

/// What a projection does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It has not looked at its checkpoint yet.
    Starting,
    /// Another process folds it; this one takes over when that one ends.
    StandingBy,
    /// It follows the log.
    Following,
    /// The log or the database is away: it tries again.
    Waiting {
        /// What is away.
        reason: String,
    },
    /// An event could not be folded: it stays where it is until another build is started.
    Halted {
        /// The event and what is wrong with it.
        reason: String,
    },
    /// The runner was stopped.
    Stopped,
}

/// The sender's side of a status; also writes the metrics.
#[derive(Debug)]
pub(crate) struct Reporter {
    projection: Projection,
    sender: watch::Sender<Status>,
}

impl Reporter {
    pub(crate) fn new(projection: Projection) -> Self {
        let status = Status {
            projection,
            checkpoint: Positions::start(),
            lag: 0,
            condition: Condition::Starting,
        };
        Self {
            projection,
            sender: watch::Sender::new(status),
        }
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<Status> {
        self.sender.subscribe()
    }

    /// Whether this process folds it.
    pub(crate) fn leads(&self, leads: bool) {
        metrics::gauge!("arena_projection_leads", "projection" => self.projection.name())
            .set(if leads { 1.0 } else { 0.0 });
        if leads {
            self.is(Condition::Starting);
        } else {
            // The leader says how far it is behind.
            self.lags(0);
            self.is(Condition::StandingBy);
        }
    }

    pub(crate) fn lags(&self, lag: u64) {
        #[allow(clippy::cast_precision_loss, reason = "a gauge")]
        metrics::gauge!("arena_projection_lag_events", "projection" => self.projection.name())
            .set(lag as f64);
        self.sender.send_if_modified(|status| {
            let changed = status.lag != lag;
            status.lag = lag;
            changed
        });
    }

    /// The checkpoint that was read. How far it is behind the log is not known yet.
    pub(crate) fn resumes(&self, checkpoint: &Positions) {
        self.sender
            .send_modify(|status| status.checkpoint = checkpoint.clone());
    }

    /// The checkpoint that was committed; `folded` events were new.
    pub(crate) fn reached(&self, checkpoint: &Positions, folded: u64) {
        metrics::counter!("arena_projection_events_total", "projection" => self.projection.name())
            .increment(folded);
        self.sender.send_modify(|status| {
            status.checkpoint = checkpoint.clone();
            status.condition = Condition::Following;
        });
    }

    /// It is at the log's end.
    pub(crate) fn follows(&self) {
        self.sender.send_if_modified(|status| {
            let changed = status.condition != Condition::Following;
            status.condition = Condition::Following;
            changed
        });
    }

    pub(crate) fn is(&self, condition: Condition) {
        let halted = if matches!(condition, Condition::Halted { .. }) {
            1.0
        } else {
            0.0
        };
        metrics::gauge!("arena_projection_halted", "projection" => self.projection.name())
            .set(halted);
        self.sender
            .send_modify(|status| status.condition = condition);
    }
}
