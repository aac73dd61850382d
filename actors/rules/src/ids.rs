//! Ids: all of them are UUIDs, none can be mistaken for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id! {
    /// A player: a registered account or a guest. Names live in the accounts, never in an event.
    PlayerId
}
id! {
    /// A battle, and its event stream.
    BattleId
}
id! {
    /// One submission; equal to the id of the command that brought it.
    SubmissionId
}
id! {
    /// One wish to be matched, from joining a queue to leaving it or being paired.
    TicketId
}
id! {
    /// One correction of recorded verdicts and of all that follows from them in one stream.
    CorrectionId
}
id! {
    /// One WebSocket connection.
    ConnectionId
}
id! {
    /// One life of a gateway process: a new one at each start, so that a dead gateway leaves no ghosts.
    GatewayId
}

/// The root of every name-based id of the arena (UUID version 5, RFC 9562).
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_3f0e_58a4_4c8e_9d6b_2b9b_5b0c_a7e1);

/// The id of an effect: the same source event and target always give the same id, so that an effect which is sent again
/// is recognised.
#[must_use]
pub fn effect_id(source: Uuid, target: Uuid) -> Uuid {
    Uuid::new_v5(&source, target.as_bytes())
}

/// A client's command id as the log knows it: bound to its player, so that nobody can occupy the id of another.
#[must_use]
pub fn command_id(player: PlayerId, client: Uuid) -> Uuid {
    Uuid::new_v5(&player.0, client.as_bytes())
}

/// A name-based id under the arena's own namespace, such as the stream of a queue.
#[must_use]
pub fn named_id(name: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_ids_never_change() {
        let player = PlayerId(Uuid::from_u128(1));
        assert_eq!(
            named_id("queue/1v1/fastest").to_string(),
            named_id("queue/1v1/fastest").to_string()
        );
        assert_ne!(command_id(player, Uuid::from_u128(2)), Uuid::from_u128(2));
        assert_ne!(
            command_id(player, Uuid::from_u128(2)),
            command_id(PlayerId(Uuid::from_u128(3)), Uuid::from_u128(2))
        );
        assert_ne!(
            effect_id(Uuid::from_u128(1), Uuid::from_u128(2)),
            effect_id(Uuid::from_u128(2), Uuid::from_u128(1))
        );
    }
}
