//! Events as clients see them.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_rules::battle::{
    AbortReason, Audience, Battle, Event as BattleEvent, FinishReason, Judgement, JudgingReason,
    Outcome, Sight, view,
};
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::matchmaking::limits::FIRST_RANGE;
use arena_rules::matchmaking::{Event as QueueEvent, LeaveReason, Pool, Ticket};
use arena_rules::play::{ProblemRef, Stakes};
use arena_rules::rating::RatingChange;
use arena_rules::session::Event as SessionEvent;
use uuid::Uuid;

use crate::protocol::client::OneEdit;
use crate::protocol::server::{
    Explanation, PlayerCard, ProblemCard, RatingStep, RunResult, ServerEvent,
};

/// What a render needs beside the event.
pub(crate) struct Surroundings<'a> {
    pub(crate) cards: &'a BTreeMap<PlayerId, PlayerCard>,
    pub(crate) problem: &'a dyn Fn(&ProblemRef) -> Option<Arc<ProblemCard>>,
}

impl Surroundings<'_> {
    fn card(&self, player: PlayerId) -> PlayerCard {
        self.cards
            .get(&player)
            .cloned()
            .unwrap_or_else(|| PlayerCard {
                player_id: player.0,
                name: "[gone]".to_owned(),
                guest: false,
            })
    }
}

/// `event` for `audience`; none if it is hidden. `battle` is the state as it is now.
pub(crate) fn battle_event(
    event: &BattleEvent,
    audience: Audience,
    battle: &Battle,
    around: &Surroundings<'_>,
) -> Option<ServerEvent> {
    let sight = view(event, audience, battle);
    if sight == Sight::Hidden {
        return None;
    }
    let card = battle.card.as_ref()?;
    let battle_id = card.battle.0;
    Some(match event {
        BattleEvent::Created {
            difficulty,
            mode,
            goal,
            stakes,
            parties,
            accept_by,
            ..
        } => ServerEvent::Created {
            battle_id,
            difficulty: difficulty.to_string(),
            mode: mode.to_string(),
            goal: goal.to_string(),
            rated: *stakes == Stakes::Rated,
            players: parties
                .iter()
                .map(|party| around.card(party.player))
                .collect(),
            accept_by_ms: accept_by.0,
        },
        BattleEvent::Accepted { player, .. } => ServerEvent::Accepted {
            battle_id,
            player_id: player.0,
        },
        BattleEvent::CountdownStarted { starts_at, .. } => ServerEvent::Countdown {
            battle_id,
            starts_at_ms: starts_at.0,
        },
        BattleEvent::Started { at, deadline } => ServerEvent::Started {
            battle_id,
            problem: (around.problem)(&card.problem)?,
            starts_at_ms: at.0,
            deadline_ms: deadline.0,
        },
        BattleEvent::Edited {
            player,
            first_seq,
            language,
            edits,
            ..
        } => ServerEvent::Edited {
            battle_id,
            player_id: player.0,
            seq: *first_seq,
            language: language.0.clone(),
            edits: edits.iter().map(OneEdit::from).collect(),
        },
        BattleEvent::Submitted {
            player,
            submission,
            language,
            code,
            ..
        } => ServerEvent::Submitted {
            battle_id,
            player_id: player.0,
            submission_id: submission.0,
            language: language.0.clone(),
            code: (sight == Sight::Whole).then(|| code.clone()),
        },
        BattleEvent::Judged {
            player,
            submission,
            judgement,
            ..
        } => {
            if sight == Sight::Whole {
                ServerEvent::Judged {
                    battle_id,
                    player_id: player.0,
                    submission_id: submission.0,
                    result: run_result(judgement),
                }
            } else {
                ServerEvent::Progress {
                    battle_id,
                    player_id: player.0,
                    tests_passed: judgement.tests_passed,
                    tests_total: judgement.tests_total,
                }
            }
        }
        BattleEvent::DrawOffered { player, .. } => ServerEvent::DrawOffered {
            battle_id,
            player_id: player.0,
        },
        BattleEvent::GaveUp { player, .. } => {
            let reason = "gave-up".to_owned();
            ServerEvent::PlayerLeft {
                battle_id,
                player_id: player.0,
                reason,
            }
        }
        BattleEvent::Forfeited { player, .. } => {
            let reason = "disconnected".to_owned();
            ServerEvent::PlayerLeft {
                battle_id,
                player_id: player.0,
                reason,
            }
        }
        BattleEvent::JudgingStarted { reason, .. } => ServerEvent::Judging {
            battle_id,
            reason: judging_reason(*reason).to_owned(),
        },
        BattleEvent::Extended { by, .. } => ServerEvent::Extended {
            battle_id,
            by_ms: by.0,
        },
        BattleEvent::Finished {
            outcome, reason, ..
        } => finished(battle_id, outcome, *reason),
        BattleEvent::Aborted { reason, .. } => {
            let (reason, players) = aborted(reason);
            let player_ids = players.iter().map(|player| player.0).collect();
            ServerEvent::Aborted {
                battle_id,
                reason: reason.to_owned(),
                player_ids,
            }
        }
        BattleEvent::Said { player, text, .. } => ServerEvent::Said {
            battle_id,
            player_id: player.0,
            text: text.clone(),
        },
        BattleEvent::RematchOffered { player, .. } => ServerEvent::RematchOffered {
            battle_id,
            player_id: player.0,
        },
        BattleEvent::RematchAgreed { next, .. } => ServerEvent::RematchAgreed {
            battle_id,
            next_battle_id: next.battle.0,
        },
        BattleEvent::VerdictCorrected {
            player,
            submission,
            before,
            judgement,
            ..
        } => ServerEvent::VerdictCorrected {
            battle_id,
            player_id: player.0,
            submission_id: submission.0,
            before: before.map(|verdict| verdict.code().to_owned()),
            result: Box::new(run_result(judgement)),
        },
        BattleEvent::OutcomeCorrected { after, .. } => {
            let (outcome, winner_id, submission_id, language) = ended(&after.outcome);
            ServerEvent::OutcomeCorrected {
                battle_id,
                outcome: outcome.to_owned(),
                winner_id,
                submission_id,
                language,
                reason: finish_reason(after.reason).to_owned(),
            }
        }
    })
}

/// A session's event for its own player; none if it says nothing to him.
pub(crate) fn session_event(
    event: &SessionEvent,
    expected_wait_ms: Option<u64>,
    around: &Surroundings<'_>,
) -> Option<ServerEvent> {
    Some(match event {
        SessionEvent::QueueEntered { pool, ticket, .. } => queued(*pool, ticket, expected_wait_ms),
        SessionEvent::QueueLeft { ticket, reason, .. } => ServerEvent::Left {
            ticket_id: ticket.0,
            reason: leave_reason(*reason).to_owned(),
        },
        SessionEvent::BattleEntered { invitation, .. } => ServerEvent::MatchFound {
            battle_id: invitation.battle.0,
            difficulty: invitation.difficulty.to_string(),
            rated: invitation.stakes == Stakes::Rated,
            players: invitation
                .players
                .iter()
                .map(|player| around.card(*player))
                .collect(),
        },
        SessionEvent::Rated {
            battle, changes, ..
        } => rated(*battle, changes),
        SessionEvent::RatingCorrected { change, .. } => ServerEvent::RatingCorrected {
            change: step(change),
        },
        SessionEvent::Connected { .. }
        | SessionEvent::Disconnected { .. }
        | SessionEvent::LeaveAsked { .. }
        | SessionEvent::BattleLeft { .. }
        | SessionEvent::GraceExpired { .. }
        | SessionEvent::GraceExtended { .. } => return None,
    })
}

/// A queue's event for `player`; none if it is about others.
pub(crate) fn queue_event(
    event: &QueueEvent,
    expected_wait_ms: Option<u64>,
    player: PlayerId,
) -> Option<ServerEvent> {
    match event {
        QueueEvent::Joined { pool, ticket, .. } if ticket.player == player => {
            Some(queued(*pool, ticket, expected_wait_ms))
        }
        QueueEvent::Left {
            ticket,
            player: who,
            reason,
            ..
        } if *who == player => {
            let reason = leave_reason(*reason).to_owned();
            Some(ServerEvent::Left {
                ticket_id: ticket.0,
                reason,
            })
        }
        QueueEvent::Joined { .. } | QueueEvent::Left { .. } | QueueEvent::Paired { .. } => None,
    }
}

/// The players whose names a session's event shows.
pub(crate) fn players_of(event: &SessionEvent) -> Vec<PlayerId> {
    match event {
        SessionEvent::BattleEntered { invitation, .. } => invitation.players.clone(),
        SessionEvent::Connected { .. }
        | SessionEvent::Disconnected { .. }
        | SessionEvent::QueueEntered { .. }
        | SessionEvent::LeaveAsked { .. }
        | SessionEvent::QueueLeft { .. }
        | SessionEvent::BattleLeft { .. }
        | SessionEvent::GraceExpired { .. }
        | SessionEvent::GraceExtended { .. }
        | SessionEvent::Rated { .. }
        | SessionEvent::RatingCorrected { .. } => Vec::new(),
    }
}

pub(crate) fn run_result(judgement: &Judgement) -> RunResult {
    let explanation = judgement.explanation.as_deref();
    RunResult {
        verdict: judgement.verdict.code().to_owned(),
        tests_passed: judgement.tests_passed,
        tests_total: judgement.tests_total,
        fuel_used: judgement.fuel_used,
        fuel_limit: judgement.fuel_limit,
        memory_peak_bytes: judgement.memory_peak_bytes,
        explanation: explanation.and_then(|json| serde_json::from_str::<Explanation>(json).ok()),
    }
}

fn queued(pool: Pool, ticket: &Ticket, expected_wait_ms: Option<u64>) -> ServerEvent {
    ServerEvent::Queued {
        ticket_id: ticket.id.0,
        difficulty: ticket.wish.to_string(),
        mode: pool.mode.to_string(),
        goal: pool.goal.to_string(),
        rating_range: first_range(ticket),
        expected_wait_ms,
    }
}

fn finished(battle_id: Uuid, outcome: &Outcome, reason: FinishReason) -> ServerEvent {
    let (name, winner_id, submission_id, language) = ended(outcome);
    ServerEvent::Finished {
        battle_id,
        outcome: name.to_owned(),
        winner_id,
        submission_id,
        language,
        reason: finish_reason(reason).to_owned(),
    }
}

type Ended = (&'static str, Option<Uuid>, Option<Uuid>, Option<String>);

/// The outcome's name, the winner, the submission that decided and its language.
fn ended(outcome: &Outcome) -> Ended {
    match outcome {
        Outcome::Won {
            winner,
            submission,
            language,
        } => (
            "won",
            Some(winner.0),
            submission.map(|submission| submission.0),
            language.as_ref().map(|language| language.0.clone()),
        ),
        Outcome::Draw => ("draw", None, None, None),
    }
}

fn step(change: &RatingChange) -> RatingStep {
    RatingStep {
        player_id: change.player.0,
        before: change.before.rating,
        after: change.after.rating,
        deviation: change.after.deviation,
        provisional: change.after.is_provisional(),
    }
}

fn rated(battle: BattleId, changes: &[RatingChange]) -> ServerEvent {
    ServerEvent::RatingChanged {
        battle_id: battle.0,
        changes: changes.iter().map(step).collect(),
    }
}

fn first_range(ticket: &Ticket) -> (f64, f64) {
    let range = ticket
        .own_range
        .map_or(FIRST_RANGE, |own| own.min(FIRST_RANGE));
    (ticket.rating - range, ticket.rating + range)
}

fn leave_reason(reason: LeaveReason) -> &'static str {
    match reason {
        LeaveReason::Asked => "asked",
        LeaveReason::Disconnected => "disconnected",
        LeaveReason::Lapsed => "lapsed",
    }
}

fn judging_reason(reason: JudgingReason) -> &'static str {
    match reason {
        JudgingReason::TimeUp => "time-up",
        JudgingReason::Solved => "solved",
        JudgingReason::LastOneStanding => "last-one-standing",
        JudgingReason::DrawAgreed => "draw-agreed",
    }
}

fn finish_reason(reason: FinishReason) -> &'static str {
    match reason {
        FinishReason::Solved => "solved",
        FinishReason::TimeUp => "time-up",
        FinishReason::GaveUp => "gave-up",
        FinishReason::Disconnected => "disconnected",
        FinishReason::DrawAgreed => "draw-agreed",
        FinishReason::Unsolved => "unsolved",
    }
}

fn aborted(reason: &AbortReason) -> (&'static str, &[PlayerId]) {
    match reason {
        AbortReason::NotAccepted { players } => ("not-accepted", players),
        AbortReason::Declined { player } => ("declined", std::slice::from_ref(player)),
        AbortReason::NobodySubmitted => ("nobody-submitted", &[]),
    }
}
