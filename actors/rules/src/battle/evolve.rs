use super::command::Verdict;
use super::decide::too_early;
use super::event::{Event, FinishReason, JudgingReason};
use super::state::{Battle, Card, Phase, Place, Seat, Submission, SubmissionState};
use crate::ids::PlayerId;

/// `battle` after `event`. Total: an event that cannot follow leaves the state as it is but for the time, so that a
/// replay never fails; that `decide` produces no such event is a law.
#[must_use]
pub fn evolve(mut battle: Battle, event: &Event) -> Battle {
    battle.latest = battle.latest.max(event.at());
    match event {
        Event::Created {
            battle: id,
            mode,
            goal,
            difficulty,
            stakes,
            problem,
            parties,
            origin,
            accept_by,
            ..
        } => {
            battle.card = Some(Card {
                battle: *id,
                mode: *mode,
                goal: *goal,
                difficulty: *difficulty,
                stakes: *stakes,
                problem: problem.clone(),
                origin: origin.clone(),
            });
            battle.seats = parties
                .iter()
                .map(|party| Seat {
                    player: party.player,
                    standing: party.standing,
                    seen: party.seen.clone(),
                    ready: false,
                    place: Place::InPlay,
                    next_edit: 1,
                    edit_events: 0,
                    early_edits: 0,
                    edit_bytes: 0,
                    last_edit: None,
                    draw_offers: 0,
                    chat_lines: 0,
                    wants_rematch: false,
                })
                .collect();
            battle.phase = Phase::Waiting {
                accept_by: *accept_by,
            };
        }
        Event::Accepted { player, .. } => on_seat(&mut battle, *player, |seat| seat.ready = true),
        Event::CountdownStarted { starts_at, .. } => {
            battle.phase = Phase::Countdown {
                starts_at: *starts_at,
            };
        }
        Event::Started { at, deadline } => {
            battle.phase = Phase::Running {
                started_at: *at,
                deadline: *deadline,
            };
        }
        Event::Edited {
            at,
            player,
            first_seq,
            edits,
            ..
        } => {
            on_seat(&mut battle, *player, |seat| {
                seat.early_edits += u32::from(too_early(seat, *at).is_some());
                seat.next_edit = first_seq.saturating_add(edits.len() as u64);
                seat.edit_events += 1;
                seat.edit_bytes += edits.iter().map(|edit| edit.insert.len()).sum::<usize>();
                seat.last_edit = Some(*at);
            });
        }
        Event::Submitted {
            at,
            player,
            submission,
            language,
            code,
        } => {
            // As in chess: an offer lapses when the other side goes on playing.
            battle.draw_offered_by = battle.draw_offered_by.filter(|by| by == player);
            battle.submissions.push(Submission {
                id: *submission,
                player: *player,
                language: language.clone(),
                code: code.clone(),
                received_at: *at,
                state: SubmissionState::Pending,
                verdict: None,
            });
        }
        Event::Judged {
            submission,
            judgement,
            ..
        }
        | Event::VerdictCorrected {
            submission,
            judgement,
            ..
        } => {
            let judged = battle
                .submissions
                .iter_mut()
                .find(|known| known.id == *submission);
            if let Some(judged) = judged {
                judged.state = after(judgement.verdict);
                judged.verdict = Some(judgement.verdict);
            }
        }
        Event::DrawOffered { player, .. } => {
            battle.draw_offered_by = Some(*player);
            on_seat(&mut battle, *player, |seat| seat.draw_offers += 1);
        }
        Event::GaveUp { player, .. } => {
            on_seat(&mut battle, *player, |seat| seat.place = Place::GaveUp);
        }
        Event::Forfeited { player, .. } => {
            on_seat(&mut battle, *player, |seat| {
                seat.place = Place::Disconnected
            });
        }
        Event::JudgingStarted { reason, .. } => {
            battle.stopped = match reason {
                JudgingReason::Solved => None,
                JudgingReason::TimeUp
                | JudgingReason::LastOneStanding
                | JudgingReason::DrawAgreed => Some(*reason),
            };
            if let Phase::Running { started_at, .. } = battle.phase {
                battle.phase = Phase::Judging {
                    started_at,
                    reason: *reason,
                };
            }
        }
        Event::Extended { by, .. } => match &mut battle.phase {
            Phase::Waiting { accept_by } => *accept_by = *accept_by + *by,
            Phase::Countdown { starts_at } => *starts_at = *starts_at + *by,
            Phase::Running { deadline, .. } => *deadline = *deadline + *by,
            Phase::Absent
            | Phase::Judging { .. }
            | Phase::Finished { .. }
            | Phase::Aborted { .. } => {}
        },
        Event::Finished {
            at,
            outcome,
            reason,
            ..
        } => {
            let started_at = battle.started_at().unwrap_or(*at);
            battle.stopped = battle.stopped.or(stopped_by(*reason));
            battle.phase = Phase::Finished {
                started_at,
                at: *at,
                outcome: outcome.clone(),
                reason: *reason,
            };
        }
        Event::Aborted { at, reason, .. } => {
            let started_at = battle.started_at();
            battle.phase = Phase::Aborted {
                started_at,
                at: *at,
                reason: reason.clone(),
            };
        }
        Event::Said { player, .. } => on_seat(&mut battle, *player, |seat| seat.chat_lines += 1),
        Event::RematchOffered { player, .. } => {
            on_seat(&mut battle, *player, |seat| seat.wants_rematch = true);
        }
        Event::RematchAgreed { next, .. } => battle.rematch = Some(next.battle),
        Event::OutcomeCorrected { after, .. } => {
            if let Phase::Finished {
                outcome, reason, ..
            } = &mut battle.phase
            {
                outcome.clone_from(&after.outcome);
                *reason = after.reason;
            }
        }
    }
    battle
}

/// What had stopped a battle that finished at once for `reason`.
fn stopped_by(reason: FinishReason) -> Option<JudgingReason> {
    match reason {
        FinishReason::Solved | FinishReason::Unsolved => None,
        FinishReason::TimeUp => Some(JudgingReason::TimeUp),
        FinishReason::GaveUp | FinishReason::Disconnected => Some(JudgingReason::LastOneStanding),
        FinishReason::DrawAgreed => Some(JudgingReason::DrawAgreed),
    }
}

fn after(verdict: Verdict) -> SubmissionState {
    match verdict {
        Verdict::Accepted => SubmissionState::Accepted,
        Verdict::JudgeError => SubmissionState::Uncounted,
        Verdict::WrongAnswer
        | Verdict::TimeLimitExceeded
        | Verdict::MemoryLimitExceeded
        | Verdict::OutputLimitExceeded
        | Verdict::RuntimeError
        | Verdict::CompileError => SubmissionState::Refused,
    }
}

fn on_seat(battle: &mut Battle, player: PlayerId, change: impl FnOnce(&mut Seat)) {
    if let Some(seat) = battle.seats.iter_mut().find(|seat| seat.player == player) {
        change(seat);
    }
}
