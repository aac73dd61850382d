//! A stream read in pages, several at a time when it is long.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_log::{EventLog, ReadError, Recorded, StreamId, Version};
use tokio::task::JoinSet;

use crate::limits;

/// Reads ahead once a page was full: versions have no gaps, so it is known where the next pages begin.
pub(crate) struct Pages {
    log: Arc<dyn EventLog>,
    stream: StreamId,
    /// Pages are wanted from here on.
    after: Version,
    /// Up to here they were asked for.
    asked: Version,
    reading: JoinSet<(Version, Result<Vec<Recorded>, ReadError>)>,
    /// What came before its turn, by the version after which it begins.
    early: BTreeMap<Version, Vec<Recorded>>,
}

impl Pages {
    pub(crate) fn after(log: Arc<dyn EventLog>, stream: StreamId, after: Version) -> Self {
        let mut pages = Self {
            log,
            stream,
            after,
            asked: after,
            reading: JoinSet::new(),
            early: BTreeMap::new(),
        };
        pages.ask();
        pages
    }

    /// The next page; none at the end of the stream.
    ///
    /// # Errors
    /// The log cannot be read.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Recorded>>, PageError> {
        loop {
            if let Some(page) = self.early.remove(&self.after) {
                return Ok(self.turn(page));
            }
            match self.reading.join_next().await {
                Some(read) => {
                    let (after, page) = read?;
                    self.early.insert(after, page?);
                }
                // What was asked for begins elsewhere.
                None => self.ask_anew(),
            }
        }
    }

    fn turn(&mut self, page: Vec<Recorded>) -> Option<Vec<Recorded>> {
        let last = page.last()?;
        self.after = last.version;
        if page.len() >= limits::RECOVERY_PAGE {
            while self.reading.len() + self.early.len() < limits::RECOVERY_AHEAD {
                self.ask();
            }
        } else {
            // The end, or a page that was cut for its size.
            self.ask_anew();
        }
        Some(page)
    }

    fn ask(&mut self) {
        let (log, stream, after) = (self.log.clone(), self.stream, self.asked);
        self.asked = after.plus(limits::RECOVERY_PAGE as u64);
        self.reading.spawn(async move {
            let page = log.read_stream(stream, after, limits::RECOVERY_PAGE);
            (after, page.await)
        });
    }

    fn ask_anew(&mut self) {
        self.reading.abort_all();
        self.reading = JoinSet::new();
        self.early.clear();
        self.asked = self.after;
        self.ask();
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum PageError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("read a page: {0}")]
    Task(#[from] tokio::task::JoinError),
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use arena_log::testing::{append, claim_all};
    use arena_log::{MemoryLog, ShardId};
    use uuid::Uuid;

    use super::*;

    const MEGABYTE: usize = arena_log::limits::MAX_EVENT_BYTES;

    /// A stream of events with so many bytes each.
    async fn stream(sizes: impl IntoIterator<Item = usize>) -> (Arc<MemoryLog>, StreamId) {
        let (log, stream) = (Arc::new(MemoryLog::new()), StreamId(Uuid::new_v4()));
        let (_, claim) = claim_all(&*log).await;
        let epoch = claim.epoch(ShardId::of(stream)).unwrap();
        for (version, bytes) in sizes.into_iter().enumerate() {
            let append = append(stream, Version(version as u64), epoch, &[&vec![7; bytes]]);
            log.append(append).await.unwrap();
        }
        (log, stream)
    }

    async fn read(log: Arc<MemoryLog>, stream: StreamId, after: u64) -> Vec<u64> {
        let mut pages = Pages::after(log, stream, Version(after));
        let mut versions = Vec::new();
        while let Some(page) = pages.next().await.unwrap() {
            versions.extend(page.iter().map(|event| event.version.0));
        }
        versions
    }

    #[tokio::test]
    async fn every_event_comes_once_in_order_whatever_the_length() {
        let page = limits::RECOVERY_PAGE;
        for length in [0, 1, page - 1, page, page + 1, 4 * page, 5 * page + 7] {
            let (log, stream) = stream(vec![1; length]).await;
            for after in [0, 1, length / 2, length] {
                let expected: Vec<u64> = (after as u64 + 1..=length as u64).collect();
                assert_eq!(read(log.clone(), stream, after as u64).await, expected);
            }
        }
    }

    #[tokio::test]
    async fn pages_that_are_cut_for_their_size_leave_no_gap() {
        let page = limits::RECOVERY_PAGE;
        let small = |count| vec![1; count];
        // The third page is cut while the ones after it are being read.
        let sizes = [small(2 * page), vec![MEGABYTE; 40], small(3 * page)].concat();
        let length = sizes.len() as u64;
        let (log, stream) = stream(sizes).await;
        assert_eq!(read(log, stream, 0).await, (1..=length).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn a_log_that_is_away_is_an_error_and_no_end() {
        let (log, stream) = stream(vec![1; 5]).await;
        let mut pages = Pages::after(log.clone(), stream, Version::ZERO);
        assert_eq!(pages.next().await.unwrap().unwrap().len(), 5);
        log.set_away(true);
        assert!(matches!(pages.next().await, Err(PageError::Read(_))));
    }
}
