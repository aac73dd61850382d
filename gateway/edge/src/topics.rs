//! Topics: what can be followed, by name.

use std::fmt;
use std::str::FromStr;

use arena_bus::streams;
use arena_log::StreamId;
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::matchmaking::Pool;
use arena_rules::play::{Goal, Mode};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// A battle, as each audience may see it.
    Battle(BattleId),
    /// A player's own session.
    Session(PlayerId),
    /// A queue, as far as it concerns the player.
    Queue(Pool),
}

impl Topic {
    #[must_use]
    pub fn stream(&self) -> StreamId {
        match self {
            Self::Battle(battle) => streams::battle(*battle),
            Self::Session(player) => streams::session(*player),
            Self::Queue(pool) => streams::queue(*pool),
        }
    }

    /// Whether `player` may follow it at all. What is seen of it is another question.
    #[must_use]
    pub fn is_open_to(&self, player: PlayerId) -> bool {
        match self {
            Self::Battle(_) | Self::Queue(_) => true,
            Self::Session(owner) => *owner == player,
        }
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Battle(battle) => write!(f, "battle/{battle}"),
            Self::Session(player) => write!(f, "session/{player}"),
            Self::Queue(pool) => write!(f, "queue/{pool}"),
        }
    }
}

/// A topic's name that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a topic is `session/<your player id>`, `battle/<battle id>` or `queue/1v1-fastest`")]
pub struct NoSuchTopic;

impl FromStr for Topic {
    type Err = NoSuchTopic;

    fn from_str(text: &str) -> Result<Self, NoSuchTopic> {
        let (kind, name) = text.split_once('/').ok_or(NoSuchTopic)?;
        match kind {
            "battle" => name.parse().map(Self::Battle).map_err(|_| NoSuchTopic),
            "session" => name.parse().map(Self::Session).map_err(|_| NoSuchTopic),
            "queue" => {
                let (mode, goal) = name.split_once('-').ok_or(NoSuchTopic)?;
                let mode: Mode = mode.parse().map_err(|_| NoSuchTopic)?;
                let goal: Goal = goal.parse().map_err(|_| NoSuchTopic)?;
                Ok(Self::Queue(Pool { mode, goal }))
            }
            _ => Err(NoSuchTopic),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use uuid::Uuid;

    #[test]
    fn names_are_read_as_they_are_written() {
        let topics = [
            Topic::Battle(BattleId(Uuid::from_u128(1))),
            Topic::Session(PlayerId(Uuid::from_u128(2))),
            Topic::Queue(Pool {
                mode: Mode::OneOnOne,
                goal: Goal::Fastest,
            }),
        ];
        for topic in topics {
            assert_eq!(topic.to_string().parse::<Topic>().unwrap(), topic);
        }
        for nonsense in [
            "",
            "battle",
            "battle/",
            "battle/x",
            "queue/1v1",
            "queue/2v2-fastest",
            "x/y",
        ] {
            assert_eq!(nonsense.parse::<Topic>(), Err(NoSuchTopic), "{nonsense}");
        }
    }

    #[test]
    fn a_session_is_its_players_alone() {
        let (one, two) = (PlayerId(Uuid::from_u128(1)), PlayerId(Uuid::from_u128(2)));
        assert!(Topic::Session(one).is_open_to(one));
        assert!(!Topic::Session(one).is_open_to(two));
    }
}
