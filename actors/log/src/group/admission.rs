//! The bound on what waits for the writer, by number and by bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How much is inside; an append counts from its admission until its answer.
#[derive(Debug)]
pub(crate) struct Admission {
    inside: AtomicUsize,
    bytes: AtomicUsize,
    max_inside: usize,
    max_bytes: usize,
}

/// One admitted append; leaves when it is dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    admission: Arc<Admission>,
    bytes: usize,
}

impl Admission {
    pub(crate) fn new(max_inside: usize, max_bytes: usize) -> Arc<Self> {
        let (inside, bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Arc::new(Self {
            inside,
            bytes,
            max_inside,
            max_bytes,
        })
    }

    /// Admits one append of so many bytes, unless it is one too many.
    pub(crate) fn admit(self: &Arc<Self>, bytes: usize) -> Option<Permit> {
        if !take(&self.inside, 1, self.max_inside) {
            return None;
        }
        if !take(&self.bytes, bytes, self.max_bytes) {
            self.inside.fetch_sub(1, Ordering::AcqRel);
            return None;
        }
        Some(Permit {
            admission: Arc::clone(self),
            bytes,
        })
    }
}

fn take(counter: &AtomicUsize, amount: usize, max: usize) -> bool {
    let fits = |inside: usize| inside.checked_add(amount).filter(|total| *total <= max);
    counter
        .fetch_update(Ordering::AcqRel, Ordering::Acquire, fits)
        .is_ok()
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.admission.inside.fetch_sub(1, Ordering::AcqRel);
        self.admission.bytes.fetch_sub(self.bytes, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_place_is_given_and_the_next_is_not() {
        let admission = Admission::new(2, 100);
        let first = admission.admit(10);
        let second = admission.admit(10);
        assert!(first.is_some() && second.is_some());
        assert!(admission.admit(10).is_none());
        drop(first);
        assert!(admission.admit(10).is_some());
    }

    #[test]
    fn bytes_are_bounded_to_the_last_one() {
        let admission = Admission::new(10, 100);
        let first = admission.admit(60);
        assert!(first.is_some());
        assert!(admission.admit(41).is_none());
        let rest = admission.admit(40);
        assert!(rest.is_some());
        drop(first);
        assert!(admission.admit(61).is_none());
        assert!(admission.admit(60).is_some());
    }
}
