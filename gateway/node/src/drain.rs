//! The end of a process that was told to end: it takes its time, but not for ever, and not against a second word.

use std::time::Duration;

use anyhow::Context;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::sleep;

/// The longest that the whole end takes; after it the process is gone, and others take what it held.
pub(crate) const WITHIN: Duration = Duration::from_secs(60);

/// How an end went.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Drained<T> {
    Ended(T),
    /// It took too long.
    Late,
    /// The process was told again to end.
    Told,
}

/// Sees to it that `leaving` takes no longer than `within`, and ends at a second word.
pub(crate) async fn bounded<T>(
    leaving: impl Future<Output = T>,
    within: Duration,
    told_again: impl Future<Output = ()>,
) -> Drained<T> {
    tokio::select! {
        biased;
        ended = leaving => Drained::Ended(ended),
        () = told_again => Drained::Told,
        () = sleep(within) => Drained::Late,
    }
}

/// SIGTERM and Ctrl-C.
pub(crate) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    pub(crate) fn listen() -> anyhow::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate()).context("listen to SIGTERM")?,
            interrupt: signal(SignalKind::interrupt()).context("listen to Ctrl-C")?,
        })
    }

    /// Returns when one of them comes.
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_end_takes_a_minute_and_no_longer() {
        let minute = Duration::from_secs(60);
        let start = Instant::now();
        let just_in_time = async {
            sleep(minute).await;
            7
        };
        let drained = bounded(just_in_time, WITHIN, pending()).await;
        assert_eq!((drained, start.elapsed()), (Drained::Ended(7), minute));
        let start = Instant::now();
        let too_late = sleep(minute + Duration::from_millis(1));
        let drained = bounded(too_late, WITHIN, pending()).await;
        assert_eq!((drained, start.elapsed()), (Drained::Late, minute));
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_word_ends_it_at_once() {
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let drained = bounded(pending::<()>(), WITHIN, sleep(second)).await;
        assert_eq!((drained, start.elapsed()), (Drained::Told, second));
    }
}
