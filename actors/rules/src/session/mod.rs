//! A player's session: presence, the place where the player is (lobby, queue or battle), and the grace after a
//! disconnection. There is one session a player, for as long as the player exists; it is the one door to the queue, so
//! that nobody waits in two queues or meets himself.

mod decide;
mod event;
pub mod limits;
mod rejection;
mod state;

#[cfg(test)]
mod tests;

pub use decide::{Command, decide};
pub use event::{Event, Invitation};
pub use rejection::Rejection;
pub use state::{Leaving, Place, Session, evolve};
