//! Players as load and as witnesses: they come through the real doors, play, and check what they see against the rules.
//!
//! Nothing imports this crate. It knows the wire protocol, the rules' arithmetic of ratings and the problems' own
//! solutions; it knows no database and nothing of the inside of the arena.
//!
//! Reading order: [`door`] (HTTP), [`wire`] (WebSocket), [`gateways`] and [`hands`] (a connection that comes back),
//! `programs` (what is submitted), `life` (one player), [`sight`] (what was seen), `judgement` and `chains` (whether it is
//! what the rules give), [`run`](mod@run), [`report`]. [`script`] is what happens meanwhile to an arena of several
//! processes.

mod chains;
pub mod clock;
pub mod door;
pub mod gateways;
pub mod hands;
mod judgement;
mod life;
mod programs;
pub mod report;
pub mod run;
pub mod script;
pub mod sight;
pub mod wire;

pub use report::Report;
pub use run::{Options, Tally, run};
