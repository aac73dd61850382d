//! What the actors of a process have to do, for operators.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arena_bus::work::Depth;

use crate::courier::Doors;
use crate::door::Door;
use crate::machine::Machine;

/// What there is to do at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    pub battles: Crowd,
    pub sessions: Crowd,
    pub queues: Crowd,
    pub book: Crowd,
    /// Submissions that wait for their verdicts.
    pub on_desk: u64,
    /// The queue of all judges, as the judge of this process saw it last; none where none works for others.
    pub judge_queue: Option<Depth>,
}

/// The actors of one machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    /// Actors that run.
    pub live: u64,
    /// Commands that wait for one of them, here or in another process.
    pub waiting: u64,
    /// The longest queue of one actor that a command has met since the look before.
    pub deepest: u64,
}

/// Looks at the load. Cheap to clone.
#[derive(Clone)]
pub struct Scales {
    pub(crate) doors: Doors,
    pub(crate) gauges: Arc<Gauges>,
}

impl Scales {
    /// The load now. Of two that look each sees the deepest queues since the other one's look.
    #[must_use]
    pub fn weigh(&self) -> Load {
        let Gauges {
            battles,
            sessions,
            queues,
            book,
            on_desk,
            judge_queue,
        } = self.gauges.as_ref();
        Load {
            battles: battles.crowd(&self.doors.battles),
            sessions: sessions.crowd(&self.doors.sessions),
            queues: queues.crowd(&self.doors.queues),
            book: book.crowd(&self.doors.book),
            on_desk: on_desk.load(Ordering::Relaxed),
            judge_queue: *judge_queue.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }
}

/// Where the actors write what they have to do.
#[derive(Debug, Default)]
pub(crate) struct Gauges {
    pub(crate) battles: Arc<Gauge>,
    pub(crate) sessions: Arc<Gauge>,
    pub(crate) queues: Arc<Gauge>,
    pub(crate) book: Arc<Gauge>,
    on_desk: AtomicU64,
    judge_queue: Mutex<Option<Depth>>,
}

impl Gauges {
    pub(crate) fn on_desk(&self, papers: usize) {
        self.on_desk.store(papers as u64, Ordering::Relaxed);
    }

    pub(crate) fn judge_queue(&self, depth: Depth) {
        let mut kept = self
            .judge_queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *kept = Some(depth);
    }
}

/// Of one machine.
#[derive(Debug, Default)]
pub(crate) struct Gauge {
    live: AtomicU64,
    deepest: AtomicU64,
}

impl Gauge {
    pub(crate) fn live(&self, actors: usize) {
        self.live.store(actors as u64, Ordering::Relaxed);
    }

    /// A command has met so many of one actor's, itself included.
    pub(crate) fn met(&self, waiting: usize) {
        self.deepest.fetch_max(waiting as u64, Ordering::Relaxed);
    }

    fn crowd<M: Machine>(&self, door: &Door<M>) -> Crowd {
        Crowd {
            live: self.live.load(Ordering::Relaxed),
            waiting: door.waiting() as u64,
            deepest: self.deepest.swap(0, Ordering::Relaxed),
        }
    }
}
