//! What waits to be sent to one client: bounded, so that a client which does not read costs nobody else anything.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::limits;
use crate::topics::Topic;

/// Frames of one topic, encoded, in the order of their versions; the last of them has version `last`. Shared by all who
/// are sent the same.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) topic: Topic,
    pub(crate) frames: Vec<Bytes>,
    pub(crate) first: u64,
    pub(crate) last: u64,
}

/// The sending side, for feeds. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Outbox {
    batches: mpsc::Sender<Arc<Batch>>,
    slow: CancellationToken,
}

impl Outbox {
    /// The two sides, and the token that is cancelled when the client turns out to be too slow.
    pub(crate) fn new() -> (Self, mpsc::Receiver<Arc<Batch>>, CancellationToken) {
        let (batches, waiting) = mpsc::channel(limits::OUTBOUND_FRAMES);
        let slow = CancellationToken::new();
        (
            Self {
                batches,
                slow: slow.clone(),
            },
            waiting,
            slow,
        )
    }

    /// Hands a batch over without waiting; false if the connection is gone or too slow (and then told to go).
    pub(crate) fn push(&self, batch: Arc<Batch>) -> bool {
        match self.batches.try_send(batch) {
            Ok(()) => true,
            Err(mpsc::error::TrySendError::Full(_)) => {
                self.slow.cancel();
                false
            }
            Err(mpsc::error::TrySendError::Closed(_)) => false,
        }
    }
}
