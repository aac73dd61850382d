//! One arena of several nodes in one thread, on a clock of its own: what a seed decides happens, and nothing else.
//!
//! The processes are real: their trees of actors, ownership, the writers that settle what a lost connection left in doubt, the
//! bus's memory of what it has missed. Simulated are what they stand on, the store, the network, the judges and the players, and
//! time.
//!
//! Reading order: [`Plan`] (what a seed decides), `fault` and `trouble` (what goes wrong), `arena` and `life` (processes),
//! `store`, `network`, `judge`, `gateway` and `projector` (what is around them), `player`, [`history`] (what has happened),
//! [`checks`] (whether it may), `sweep` and `minimise` (many seeds, and how little it takes).
#![cfg(feature = "testing")]

mod arena;
mod bug;
pub mod checks;
mod dice;
mod fault;
mod gate;
mod gateway;
pub mod history;
mod judge;
mod life;
mod minimise;
mod network;
mod plan;
mod player;
mod projector;
mod run;
mod sky;
pub mod standings;
mod store;
mod sweep;
mod table;
mod totals;
mod trace;
mod trouble;

pub use bug::Bug;
pub use fault::{Condition, Fault, Moment, Sleep, What};
pub use plan::{Length, Plan};
pub use run::{Outcome, Wrong, run};
pub use sweep::{Found, Manner, Sweep};
pub use totals::Totals;
