//! The actors of the arena and their one supervision tree.
//!
//! An actor here is only: recover by replay, decide, append with the expected version, evolve, publish. Its rules are pure
//! functions of another crate; its memory is its stream in the log. Nothing is announced before it is durable.
//!
//! It knows the rules, the log, the bus and ractor. It knows nothing of sockets, HTTP, databases or wasmtime.
//!
//! Reading order: [`tree`] (the whole wiring), [`arena`] (what the gateway calls), [`machine`] (what runs in an actor),
//! `entity` and `family` (the actor and its supervisor), [`holdings`], `household` and `warden` (which shards are this process's,
//! and what happens when they come and go), [`shards`] and [`remote`] (what it takes to be one of several), `revival` (what was
//! live comes back), `effects` and `courier` (what one stream's events ask of another), [`judge`] and `desk` (verdicts),
//! `corrections` (of what is recorded), [`load`] (what operators are told).

pub mod arena;
pub mod clock;
mod corrections;
mod courier;
mod desk;
mod door;
mod effects;
mod entity;
mod envelope;
mod family;
pub mod holdings;
mod household;
mod index;
pub mod judge;
pub mod limits;
pub mod load;
pub mod machine;
pub mod mutant;
mod pages;
mod reception;
mod remote;
mod revival;
mod root;
pub mod shards;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tree;
mod warden;
mod world;

pub use arena::Arena;
pub use clock::{Clock, SystemClock};
pub use corrections::{CorrectionError, Corrector, battle_events};
pub use envelope::{Accepted, CommandError, Envelope};
pub use judge::{
    Job, Judge, JudgeRefusal, JudgeRequest, Offered, Playable, Priority, RemoteJudge,
    SubmissionQueue,
};
pub use remote::Elsewhere;
pub use shards::{Member, Shards, SharedLog};
pub use tree::{TreeConfig, TreeError};
