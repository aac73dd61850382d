//! A thread that is fit to run guests.

use std::io;

use crate::limits::THREAD_STACK_BYTES;

/// Runs `work` on a thread of its own with the stack that guests need.
pub(crate) fn on_big_stack<R: Send>(work: impl FnOnce() -> R + Send) -> io::Result<R> {
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(THREAD_STACK_BYTES);
        let thread = builder.spawn_scoped(scope, work)?;
        thread
            .join()
            .map_err(|_| io::Error::other("a judge thread panicked"))
    })
}
