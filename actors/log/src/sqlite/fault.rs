//! Faults on order, for tests: a connection that is lost around a commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// When the connection is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Before the commit: nothing is stored.
    BeforeCommit,
    /// After the commit, before its answer: everything is stored.
    AfterCommit,
}

/// The fault that the next commit meets.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<AtomicU8>);

const NONE: u8 = 0;
const BEFORE: u8 = 1;
const AFTER: u8 = 2;

impl Faults {
    /// Orders one.
    pub fn order(&self, fault: Fault) {
        let code = match fault {
            Fault::BeforeCommit => BEFORE,
            Fault::AfterCommit => AFTER,
        };
        self.0.store(code, Ordering::SeqCst);
    }

    /// Whether the ordered one has happened.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.0.load(Ordering::SeqCst) == NONE
    }

    pub(super) fn meets(&self, fault: Fault) -> bool {
        let code = match fault {
            Fault::BeforeCommit => BEFORE,
            Fault::AfterCommit => AFTER,
        };
        self.0
            .compare_exchange(code, NONE, Ordering::SeqCst, Ordering::SeqCst)
            .is_ok()
    }
}
