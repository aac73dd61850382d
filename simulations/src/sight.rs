//! What one player saw: versions, events without their texts, times.

use std::collections::BTreeMap;

use arena_edge::protocol::server::{RatingStep, ServerEvent};
use uuid::Uuid;

/// An event of a battle as one client saw it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sight {
    Hidden,
    Created {
        rated: bool,
        players: Vec<Uuid>,
    },
    Started {
        problem: String,
        deadline_ms: i64,
    },
    Edited {
        player: Uuid,
    },
    Submitted {
        player: Uuid,
        submission: Uuid,
    },
    Judged {
        player: Uuid,
        submission: Uuid,
        verdict: String,
    },
    Progress {
        player: Uuid,
        passed: u32,
        total: u32,
    },
    DrawOffered {
        player: Uuid,
    },
    Left {
        player: Uuid,
        reason: String,
    },
    Judging {
        reason: String,
    },
    Extended {
        by_ms: i64,
    },
    Finished {
        winner: Option<Uuid>,
        submission: Option<Uuid>,
        outcome: String,
        reason: String,
    },
    Aborted {
        reason: String,
    },
    /// Anything that decides nothing, by its name and its player.
    Other {
        name: &'static str,
        player: Option<Uuid>,
    },
}

/// One event of one topic.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) at_ms: i64,
    pub(crate) sight: Sight,
}

/// A battle as one player saw it, by version.
#[derive(Debug, Default)]
pub(crate) struct BattleSeen {
    pub(crate) events: BTreeMap<u64, Seen>,
    /// Something of the opponent's that is nobody else's while the battle is on, with the time of its arrival.
    pub(crate) exposed: Vec<(i64, String)>,
}

/// One rated battle's changes, in the order in which the player was told.
#[derive(Clone, Debug)]
pub(crate) struct Rated {
    pub(crate) battle: Uuid,
    pub(crate) changes: Vec<RatingStep>,
}

/// All that one player brings home.
#[derive(Debug, Default)]
pub struct Witness {
    pub player: Uuid,
    pub(crate) battles: BTreeMap<Uuid, BattleSeen>,
    pub(crate) rated: Vec<Rated>,
    pub violations: Vec<String>,
    pub(crate) verdicts: BTreeMap<String, u64>,
    pub rejects: BTreeMap<String, u64>,
    pub latencies: Latencies,
    pub reconnects: u64,
}

/// Milliseconds.
#[derive(Debug, Default)]
pub struct Latencies {
    /// From joining to the match.
    pub matched: Vec<u64>,
    /// From a command to its `ack`, however often the connection was lost meanwhile.
    pub ack: Vec<u64>,
    /// From the loss of a connection until each of its topics goes on.
    pub resumed: Vec<u64>,
    /// From a submission to its verdict.
    pub verdict: Vec<u64>,
    /// From an event's time to its arrival, while nothing had to be caught up with.
    pub delivery: Vec<u64>,
}

impl BattleSeen {
    /// The version of the end and its event.
    pub(crate) fn end(&self) -> Option<(u64, &Seen)> {
        let mut ends = self.events.iter().filter(|(_, seen)| seen.sight.is_end());
        ends.next().map(|(version, seen)| (*version, seen))
    }
}

impl Sight {
    pub(crate) fn is_end(&self) -> bool {
        matches!(self, Self::Finished { .. } | Self::Aborted { .. })
    }

    /// Whether two clients' sights can be of the same event.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Hidden, _) | (_, Self::Hidden) => true,
            (Self::Judged { player, .. }, Self::Progress { player: same, .. })
            | (Self::Progress { player, .. }, Self::Judged { player: same, .. }) => player == same,
            (one, two) => one == two,
        }
    }

    /// How much is seen; of two sights of one event the one that shows more counts.
    pub(crate) fn depth(&self) -> u8 {
        match self {
            Self::Hidden => 0,
            Self::Progress { .. } => 1,
            _ => 2,
        }
    }

    /// The sight of `event`, and what of it belongs to somebody else than `me` while the battle is on.
    pub(crate) fn of(event: &ServerEvent, me: Uuid) -> (Self, Option<String>) {
        let mut exposed = None;
        let other = |name, player: &Uuid| Self::Other {
            name,
            player: Some(*player),
        };
        let sight = match event {
            ServerEvent::Created { rated, players, .. } => Self::Created {
                rated: *rated,
                players: players.iter().map(|card| card.player_id).collect(),
            },
            ServerEvent::Started {
                problem,
                deadline_ms,
                ..
            } => Self::Started {
                problem: problem.id.clone(),
                deadline_ms: *deadline_ms,
            },
            ServerEvent::Edited { player_id, .. } => {
                if *player_id != me {
                    exposed = Some(format!("an edit of {player_id}"));
                }
                Self::Edited { player: *player_id }
            }
            ServerEvent::Submitted {
                player_id,
                submission_id,
                code,
                ..
            } => {
                if *player_id != me && code.is_some() {
                    exposed = Some(format!("the code of {player_id}"));
                }
                Self::Submitted {
                    player: *player_id,
                    submission: *submission_id,
                }
            }
            ServerEvent::Judged {
                player_id,
                submission_id,
                result,
                ..
            } => {
                if *player_id != me {
                    exposed = Some(format!("the verdict of {player_id}"));
                }
                Self::Judged {
                    player: *player_id,
                    submission: *submission_id,
                    verdict: result.verdict.clone(),
                }
            }
            ServerEvent::Progress {
                player_id,
                tests_passed,
                tests_total,
                ..
            } => Self::Progress {
                player: *player_id,
                passed: *tests_passed,
                total: *tests_total,
            },
            ServerEvent::DrawOffered { player_id, .. } => Self::DrawOffered { player: *player_id },
            ServerEvent::PlayerLeft {
                player_id, reason, ..
            } => Self::Left {
                player: *player_id,
                reason: reason.clone(),
            },
            ServerEvent::Judging { reason, .. } => Self::Judging {
                reason: reason.clone(),
            },
            ServerEvent::Extended { by_ms, .. } => Self::Extended { by_ms: *by_ms },
            ServerEvent::Finished {
                outcome,
                winner_id,
                submission_id,
                reason,
                ..
            } => Self::Finished {
                winner: *winner_id,
                submission: *submission_id,
                outcome: outcome.clone(),
                reason: reason.clone(),
            },
            ServerEvent::Aborted { reason, .. } => Self::Aborted {
                reason: reason.clone(),
            },
            ServerEvent::Accepted { player_id, .. } => other("accepted", player_id),
            ServerEvent::RematchOffered { player_id, .. } => other("rematch-offered", player_id),
            ServerEvent::Said { player_id, .. } => other("said", player_id),
            ServerEvent::VerdictCorrected { player_id, .. } => {
                other("verdict-corrected", player_id)
            }
            ServerEvent::OutcomeCorrected { .. } => Self::Other {
                name: "outcome-corrected",
                player: None,
            },
            ServerEvent::Countdown { .. } => Self::Other {
                name: "countdown",
                player: None,
            },
            ServerEvent::RematchAgreed { next_battle_id, .. } => {
                other("rematch-agreed", next_battle_id)
            }
            ServerEvent::Queued { .. }
            | ServerEvent::Left { .. }
            | ServerEvent::MatchFound { .. }
            | ServerEvent::RatingChanged { .. }
            | ServerEvent::RatingCorrected { .. } => Self::Other {
                name: "not a battle's",
                player: None,
            },
        };
        (sight, exposed)
    }
}
