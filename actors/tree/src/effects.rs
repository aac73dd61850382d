//! What the events of one stream ask of others. Pure: the same event always asks the same.
//!
//! An effect is sent until it is answered, with an id that follows from its event, so that it happens once.

use arena_bus::{ArenaEvent, streams};
use arena_log::StreamId;
use arena_rules::battle::{self, Event as Battle, Setup, Summary};
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::matchmaking::{self, Event as Queue, Pool};
use arena_rules::play::Stakes;
use arena_rules::rating::{self, Event as Book, RatingChange, Source};
use arena_rules::session::{self, Event as Session, Invitation};

/// A command to another stream.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Effect {
    Battle(BattleId, battle::Command),
    Session(PlayerId, session::Command),
    Queue(Pool, matchmaking::Command),
    Book(rating::Command),
}

impl Effect {
    /// The stream that it is sent to.
    #[must_use]
    pub(crate) fn target(&self) -> StreamId {
        match self {
            Self::Battle(battle, _) => streams::battle(*battle),
            Self::Session(player, _) => streams::session(*player),
            Self::Queue(pool, _) => streams::queue(*pool),
            Self::Book(_) => streams::book(),
        }
    }
}

/// Effects that do not depend on each other.
pub(crate) type Stage = Vec<Effect>;

/// The effects of `event`, recorded at `source`: each stage begins when the one before it has been answered.
#[must_use]
pub(crate) fn effects(event: &ArenaEvent, source: Source) -> Vec<Stage> {
    match event {
        ArenaEvent::Battle(event) => of_battle(event, source),
        ArenaEvent::Session(event) => of_session(event),
        ArenaEvent::Queue(event) => of_queue(event),
        ArenaEvent::Book(event) => of_book(event),
    }
}

fn of_battle(event: &Battle, source: Source) -> Vec<Stage> {
    match event {
        Battle::Finished {
            at,
            outcome,
            summary,
            ..
        } => {
            let mut effects = leave(summary);
            if summary.stakes == Stakes::Rated {
                effects.push(Effect::Book(rating::Command::Enter {
                    source,
                    at: *at,
                    outcome: outcome.clone(),
                    summary: summary.clone(),
                }));
            }
            vec![effects]
        }
        Battle::Aborted { summary, .. } => vec![leave(summary)],
        Battle::RematchAgreed { next, .. } => create(next, &[]),
        Battle::Created { .. }
        | Battle::Accepted { .. }
        | Battle::CountdownStarted { .. }
        | Battle::Started { .. }
        | Battle::Edited { .. }
        | Battle::Submitted { .. }
        | Battle::Judged { .. }
        | Battle::DrawOffered { .. }
        | Battle::GaveUp { .. }
        | Battle::Forfeited { .. }
        | Battle::JudgingStarted { .. }
        | Battle::Extended { .. }
        | Battle::Said { .. }
        | Battle::RematchOffered { .. }
        // The book is corrected from the whole log, not from one battle.
        | Battle::VerdictCorrected { .. }
        | Battle::OutcomeCorrected { .. } => Vec::new(),
    }
}

fn of_session(event: &Session) -> Vec<Stage> {
    match event {
        Session::QueueEntered { pool, ticket, .. } => {
            let command = matchmaking::Command::Join {
                pool: *pool,
                ticket: ticket.clone(),
            };
            vec![vec![Effect::Queue(*pool, command)]]
        }
        Session::LeaveAsked {
            pool,
            ticket,
            reason,
            ..
        } => {
            let command = matchmaking::Command::Leave {
                ticket: *ticket,
                reason: *reason,
            };
            vec![vec![Effect::Queue(*pool, command)]]
        }
        Session::GraceExpired { player, battle, .. } => {
            let forfeit = battle::Command::Forfeit { player: *player };
            vec![vec![Effect::Battle(*battle, forfeit)]]
        }
        Session::Connected { .. }
        | Session::Disconnected { .. }
        | Session::QueueLeft { .. }
        | Session::BattleEntered { .. }
        | Session::BattleLeft { .. }
        | Session::GraceExtended { .. }
        | Session::Rated { .. }
        | Session::RatingCorrected { .. } => Vec::new(),
    }
}

fn of_queue(event: &Queue) -> Vec<Stage> {
    match event {
        Queue::Paired {
            battle, tickets, ..
        } => create(battle, tickets),
        Queue::Left {
            ticket,
            player,
            reason,
            ..
        } => {
            let command = session::Command::TicketReturned {
                ticket: *ticket,
                reason: *reason,
            };
            vec![vec![Effect::Session(*player, command)]]
        }
        Queue::Joined { .. } => Vec::new(),
    }
}

fn of_book(event: &Book) -> Vec<Stage> {
    match event {
        Book::RatingChanged {
            battle, changes, ..
        } => {
            let rate = |player| {
                let command = session::Command::Rate {
                    battle: *battle,
                    changes: changes.clone(),
                };
                Effect::Session(player, command)
            };
            vec![changes.iter().map(|change| rate(change.player)).collect()]
        }
        Book::RatingCorrected {
            correction,
            changes,
            ..
        } => {
            let correct = |change: &RatingChange| {
                let command = session::Command::CorrectRating {
                    correction: *correction,
                    change: *change,
                };
                Effect::Session(change.player, command)
            };
            vec![changes.iter().map(correct).collect()]
        }
    }
}

/// The battle first, so that whoever is invited finds it.
fn create(setup: &Setup, tickets: &[arena_rules::ids::TicketId]) -> Vec<Stage> {
    let players: Vec<PlayerId> = setup.parties.iter().map(|party| party.player).collect();
    let invite = |(index, player): (usize, &PlayerId)| {
        let invitation = Invitation {
            battle: setup.battle,
            difficulty: setup.difficulty,
            stakes: setup.stakes,
            players: players.clone(),
            ticket: tickets.get(index).copied(),
        };
        Effect::Session(*player, session::Command::Enter(invitation))
    };
    let created = Effect::Battle(setup.battle, battle::Command::Create(setup.clone()));
    let invited = players.iter().enumerate().map(invite).collect();
    vec![vec![created], invited]
}

fn leave(summary: &Summary) -> Stage {
    let problem = summary.started_at.map(|_| summary.problem.id.clone());
    let leave = |player: &PlayerId| {
        let command = session::Command::LeaveBattle {
            battle: summary.battle,
            problem: problem.clone(),
        };
        Effect::Session(*player, command)
    };
    summary.players.iter().map(leave).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "tests")]
    use arena_rules::battle::{Origin, Party};
    use arena_rules::matchmaking::Reasons;
    use arena_rules::play::{Difficulty, Goal, Mode, ProblemId, ProblemRef, Standing};
    use arena_rules::time::Time;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_battle_is_there_before_anybody_is_invited_to_it() {
        let party = |number| Party {
            player: PlayerId(Uuid::from_u128(number)),
            standing: Standing::Guest,
            seen: Vec::new(),
        };
        let battle = Setup {
            battle: BattleId(Uuid::from_u128(7)),
            mode: Mode::OneOnOne,
            goal: Goal::Fastest,
            difficulty: Difficulty::Easy,
            stakes: Stakes::Casual,
            problem: ProblemRef {
                id: ProblemId("two-sum".to_owned()),
                hash: String::new(),
            },
            parties: vec![party(1), party(2)],
            origin: Origin::Paired {
                tickets: Vec::new(),
            },
        };
        let paired = Queue::Paired {
            at: Time(0),
            tickets: Vec::new(),
            battle,
            reasons: Reasons {
                distance: 0.0,
                ranges: Vec::new(),
                waited_ms: Vec::new(),
            },
        };
        let source = Source {
            shard: 0,
            position: 1,
        };
        let stages = effects(&ArenaEvent::Queue(paired), source);
        let [created, invited] = &stages[..] else {
            panic!("{stages:?}")
        };
        assert!(matches!(created[..], [Effect::Battle(..)]));
        assert!(matches!(
            invited[..],
            [Effect::Session(..), Effect::Session(..)]
        ));
    }
}
