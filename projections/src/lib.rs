//! Read models of the event log: ratings, leaderboards, players, battles, problems.
//!
//! A projection is a fold of the log up to a checkpoint, one position a shard; its tables and its
//! checkpoint are committed together, so what a query sees is always the fold of a prefix. Shards
//! have no order between them, so a projection either gives the same tables however they
//! interleave, or folds one stream alone.
//!
//! It knows the events of the rules and the log's contract. It knows nothing of how events are
//! stored (a [`Decode`] comes in), of actors, of names (accounts have them) and of HTTP.
//!
//! In reading order: what is folded ([`Fact`]), the projections ([`Projection`]), where they are
//! kept ([`Store`]), what drives them ([`Runner`]), what is asked of them ([`Queries`]), and how
//! ratings and rebuilds are checked and corrected ([`verify_ratings`], [`rating_corrections`], [`dump`]).

mod battles;
mod checkpoint;
mod convoy;
mod correct;
mod dump;
mod fact;
mod fold;
mod history;
mod lane;
mod leadership;
mod projection;
mod queries;
mod queues;
mod ratings;
mod reader;
mod runner;
mod status;
mod store;
mod verify;

pub use arena_rules::rating::TOLERANCE;
pub use correct::{RatingCorrections, rating_corrections};
pub use dump::dump;
pub use fact::{Decode, DecodeError, Fact};
pub use projection::Projection;
pub use queries::{
    BattleEntry, BattleState, Board, BoardEntry, CurrentRating, DEFAULT_LIMIT, HistoryEntry,
    LanguageWins, MAX_BULK, MAX_LIMIT, MIN_LIMIT, Outcome, Page, Paged, ProblemStats, Profile,
    Queries, QueryError, Rated, RatedAfter, RatingPoint, RatingsState, Seat,
};
pub use runner::{CatchUpError, Options, Runner, catch_up, rebuild};
pub use status::{Condition, Status};
pub use store::{Store, StoreError};
pub use verify::{Difference, Entry, RatingReport, VerifyError, verify_ratings};
