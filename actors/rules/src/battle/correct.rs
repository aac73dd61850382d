//! Corrections: other verdicts in the place of recorded ones, by events of their own.

use super::command::{Corrected, Verdict};
use super::event::{End, Event};
use super::evolve::evolve;
use super::outcome::Ending;
use super::rejection::Rejection;
use super::state::{Battle, Phase, SubmissionState};
use crate::ids::CorrectionId;
use crate::time::Time;

/// The verdicts that change, and the end if it changes with them. Verdicts that are recorded already are passed over.
///
/// Who solved first is still decided by the order in which submissions were received. Where no accepted one is left, what
/// stopped the battle decides; one that was stopped by a solution alone is a draw.
pub(super) fn correct(
    battle: &Battle,
    correction: CorrectionId,
    verdicts: Vec<Corrected>,
    at: Time,
) -> Result<Vec<Event>, Rejection> {
    let card = battle.card.as_ref().ok_or(Rejection::NoSuchBattle)?;
    let Phase::Finished {
        at: finished_at,
        outcome,
        reason,
        ..
    } = battle.phase.clone()
    else {
        return Err(Rejection::NotFinished);
    };
    let (mut corrected, mut events) = (battle.clone(), Vec::new());
    for Corrected {
        submission,
        judgement,
    } in verdicts
    {
        let known = corrected
            .submission(submission)
            .ok_or(Rejection::NoSuchSubmission)?;
        let unjudged = known.state == SubmissionState::Uncounted;
        if unjudged || judgement.verdict == Verdict::JudgeError {
            return Err(Rejection::NoVerdict { submission });
        }
        if known.verdict == Some(judgement.verdict) {
            continue;
        }
        let event = Event::VerdictCorrected {
            at,
            correction,
            player: known.player,
            submission,
            before: known.verdict,
            judgement,
        };
        corrected = evolve(corrected, &event);
        events.push(event);
    }
    if events.is_empty() {
        return Err(Rejection::NothingToCorrect);
    }
    let ending = Ending::new(&corrected, at).ok_or(Rejection::NoSuchBattle)?;
    let (before, after) = (End { outcome, reason }, ending.corrected()?);
    if before != after {
        events.push(Event::OutcomeCorrected {
            at,
            correction,
            before,
            after,
            finished_at,
            summary: battle.summary(card),
        });
    }
    Ok(events)
}
