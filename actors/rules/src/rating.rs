//! Ratings: Glicko-2 with fractional rating periods, and the book that applies every rated battle once.
//!
//! Formulas: Mark E. Glickman, "Example of the Glicko-2 system" (2013); the fraction of a period enters in its step 6 as
//! φ* = √(φ² + t·σ²) with t periods since the player's last change.

mod book;
mod glicko;
mod ledger;

pub use book::{Book, CHANGES_PER_EVENT, Command, Event, Rejection, Source, decide, evolve};
pub use glicko::{PROVISIONAL_DEVIATION, Rating, RatingChange, rate};
pub use ledger::{Ledger, TOLERANCE};
