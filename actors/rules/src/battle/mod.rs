//! A battle: created → accepted by all → countdown → running → judging the last submissions → finished or aborted.
//!
//! The first accepted submission wins, by the order in which submissions were received: the version of the submission's
//! event is that order, not the moment at which a verdict comes back. A battle therefore waits for the verdicts that are
//! still pending from before its winning moment.

mod command;
mod correct;
mod decide;
mod event;
mod evolve;
pub mod limits;
mod outcome;
mod rejection;
mod state;
mod view;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod table;

pub use command::{Command, Corrected, Judgement, Keystroke, Setup, Verdict};
pub use decide::{decide, may_run};
pub use event::{
    AbortReason, End, Event, FinishReason, JudgingReason, Origin, Outcome, Party, Summary,
};
pub use evolve::evolve;
pub use rejection::Rejection;
pub use state::{Battle, Card, Phase, Place, Seat, Submission, SubmissionState};
pub use view::{Audience, Sight, view};
