//! A stored form for tests: each event a tuple in MessagePack, as costly to read as the real one.

use arena_log::{Encoded, Recorded, pack, unpack};
use arena_projections::{DecodeError, Fact};
use arena_rules::battle::{
    AbortReason, Event, FinishReason, Judgement, JudgingReason, Origin, Outcome, Party, Summary,
};
use arena_rules::ids::{BattleId, PlayerId, SubmissionId, TicketId};
use arena_rules::play::{Difficulty, Goal, Mode, ProblemRef, Stakes};
use arena_rules::rating::{RatingChange, Source};
use arena_rules::time::Time;
use arena_rules::{battle, matchmaking, rating};

const CREATED: u16 = 1;
const STARTED: u16 = 2;
const JUDGED: u16 = 3;
const JUDGING_STARTED: u16 = 4;
const FINISHED: u16 = 5;
const ABORTED: u16 = 6;
/// Events of battles that no projection folds.
const OTHER: u16 = 7;
const PAIRED: u16 = 8;
const RATING_CHANGED: u16 = 9;
/// A kind that no build knows.
pub const POISON: u16 = 666;

type CreatedForm = (
    Time,
    BattleId,
    Mode,
    Goal,
    Difficulty,
    Stakes,
    ProblemRef,
    Vec<Party>,
    Origin,
    Time,
);

pub fn battle(event: &battle::Event) -> Encoded {
    match event {
        Event::Created {
            at,
            battle,
            mode,
            goal,
            difficulty,
            stakes,
            problem,
            parties,
            origin,
            accept_by,
        } => {
            let form = (
                at, battle, mode, goal, difficulty, stakes, problem, parties, origin, accept_by,
            );
            pack(CREATED, 1, &form)
        }
        Event::Started { at, deadline } => pack(STARTED, 1, &(at, deadline)),
        Event::Judged {
            at,
            player,
            submission,
            judgement,
        } => pack(JUDGED, 1, &(at, player, submission, judgement)),
        Event::JudgingStarted { at, reason } => pack(JUDGING_STARTED, 1, &(at, reason)),
        Event::Finished {
            at,
            outcome,
            reason,
            summary,
        } => pack(FINISHED, 1, &(at, outcome, reason, summary)),
        Event::Aborted {
            at,
            reason,
            summary,
        } => pack(ABORTED, 1, &(at, reason, summary)),
        Event::Submitted { at, code, .. } => pack(OTHER, 1, &(at, code)),
        Event::Edited { at, edits, .. } => pack(OTHER, 1, &(at, edits)),
        Event::Accepted { at, .. }
        | Event::CountdownStarted { at, .. }
        | Event::DrawOffered { at, .. }
        | Event::GaveUp { at, .. }
        | Event::Forfeited { at, .. }
        | Event::Extended { at, .. }
        | Event::Said { at, .. }
        | Event::RematchOffered { at, .. }
        | Event::RematchAgreed { at, .. } => pack(OTHER, 1, at),
    }
    .unwrap()
}

pub fn queue(event: &matchmaking::Event) -> Encoded {
    match event {
        matchmaking::Event::Paired {
            at,
            tickets,
            battle,
            reasons,
        } => pack(PAIRED, 1, &(at, tickets, battle, reasons)),
        matchmaking::Event::Joined { at, .. } | matchmaking::Event::Left { at, .. } => {
            pack(OTHER, 1, at)
        }
    }
    .unwrap()
}

pub fn rating(event: &rating::Event) -> Encoded {
    let rating::Event::RatingChanged {
        at,
        source,
        battle,
        changes,
    } = event;
    pack(RATING_CHANGED, 1, &(at, source, battle, changes)).unwrap()
}

pub fn decode(recorded: &Recorded) -> Result<Option<Fact>, DecodeError> {
    read(recorded).map_err(DecodeError::new)
}

fn read(recorded: &Recorded) -> Result<Option<Fact>, arena_log::DecodeError> {
    let Recorded {
        kind, schema, data, ..
    } = recorded;
    let battle = |event| Some(Fact::Battle(BattleId(recorded.stream.0), event));
    Ok(match *kind {
        CREATED => {
            let (
                at,
                id,
                mode,
                goal,
                difficulty,
                stakes,
                problem,
                parties,
                origin,
                accept_by,
            ): CreatedForm = unpack(*kind, *schema, data)?;
            battle(Event::Created {
                at,
                battle: id,
                mode,
                goal,
                difficulty,
                stakes,
                problem,
                parties,
                origin,
                accept_by,
            })
        }
        STARTED => {
            let (at, deadline): (Time, Time) = unpack(*kind, *schema, data)?;
            battle(Event::Started { at, deadline })
        }
        JUDGED => {
            let (at, player, submission, judgement): (Time, PlayerId, SubmissionId, Judgement) =
                unpack(*kind, *schema, data)?;
            battle(Event::Judged {
                at,
                player,
                submission,
                judgement,
            })
        }
        JUDGING_STARTED => {
            let (at, reason): (Time, JudgingReason) = unpack(*kind, *schema, data)?;
            battle(Event::JudgingStarted { at, reason })
        }
        FINISHED => {
            let (at, outcome, reason, summary): (Time, Outcome, FinishReason, Summary) =
                unpack(*kind, *schema, data)?;
            battle(Event::Finished {
                at,
                outcome,
                reason,
                summary,
            })
        }
        ABORTED => {
            let (at, reason, summary): (Time, AbortReason, Summary) = unpack(*kind, *schema, data)?;
            battle(Event::Aborted {
                at,
                reason,
                summary,
            })
        }
        PAIRED => {
            type Form = (Time, Vec<TicketId>, battle::Setup, matchmaking::Reasons);
            let (at, tickets, battle, reasons): Form = unpack(*kind, *schema, data)?;
            Some(Fact::Queue(matchmaking::Event::Paired {
                at,
                tickets,
                battle,
                reasons,
            }))
        }
        RATING_CHANGED => {
            let (at, source, battle, changes): (Time, Source, BattleId, Vec<RatingChange>) =
                unpack(*kind, *schema, data)?;
            Some(Fact::Rating(rating::Event::RatingChanged {
                at,
                source,
                battle,
                changes,
            }))
        }
        OTHER => None,
        kind => return Err(arena_log::DecodeError::UnknownKind { kind }),
    })
}
