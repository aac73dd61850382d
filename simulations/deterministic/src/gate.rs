//! The border of a process's life. While it is shut the process is as good as stopped: nothing comes in or goes out. Once it
//! is over nothing ever does.

use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

#[derive(Debug, Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Open,
    Shut,
    Over,
}

impl Gate {
    /// Returns when something may pass. Never, when the life is over.
    pub(crate) async fn pass(&self) {
        loop {
            let changed = self.changed.notified();
            match self.state() {
                State::Open => return,
                State::Shut => changed.await,
                State::Over => std::future::pending().await,
            }
        }
    }

    /// Returns when the life is over.
    pub(crate) async fn over(&self) {
        loop {
            let changed = self.changed.notified();
            if self.is_over() {
                return;
            }
            changed.await;
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.state() == State::Over
    }

    pub(crate) fn is_open(&self) -> bool {
        self.state() == State::Open
    }

    pub(crate) fn shut(&self) {
        self.set(State::Shut);
    }

    pub(crate) fn open(&self) {
        self.set(State::Open);
    }

    pub(crate) fn end(&self) {
        self.set(State::Over);
    }

    fn state(&self) -> State {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, to: State) {
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if *state != State::Over {
                *state = to;
            }
        }
        self.changed.notify_waiters();
    }
}
