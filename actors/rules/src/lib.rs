//! The rules of the arena as pure functions.
//!
//! Every machine here has the same shape: `decide(&State, Command, now) -> Result<Vec<Event>, Rejection>` says what
//! happens, `evolve(State, &Event) -> State` says what that means. A state is a fold of its events and of nothing else.
//!
//! This crate knows no clock, no randomness, no IO and no other crate of the workspace: `now`, ids and ratings come in
//! with the commands.
//!
//! Reading order: [`ids`], [`time`], [`battle`], [`matchmaking`], [`session`], [`rating`].

pub mod battle;
pub mod ids;
pub mod matchmaking;
pub mod mutant;
pub mod play;
pub mod rating;
pub mod session;
pub mod time;
