//! What is done in Redis at once, and the names of all keys. Scripts read the server's clock: gateways need not agree on one.

use std::sync::LazyLock;

use ::redis::{Cmd, cmd};
use arena_accounts::AddressKey;
use arena_rules::ids::{GatewayId, PlayerId};

use crate::rate::Newcomer;

/// Keys that there is one of. What is used together has one place in a cluster of Redis.
pub(crate) struct Keys {
    pub(crate) probe: &'static str,
    /// Gateways, by when they are forgotten.
    pub(crate) gateways: &'static str,
    pub(crate) players_counted: &'static str,
    pub(crate) players_everywhere: &'static str,
    /// Players by place: the score is the rating, negative so that equal ratings are in the order of the ids.
    pub(crate) ranks: &'static str,
    /// What of the read model the places are made from.
    pub(crate) ranks_at: &'static str,
    /// Who writes the places.
    pub(crate) ranks_writer: &'static str,
    /// Places on their way.
    pub(crate) ranks_fresh: &'static str,
}

pub(crate) const KEYS: Keys = Keys {
    probe: "arena:v1:probe",
    gateways: "arena:v1:{presence}:gateways",
    players_counted: "arena:v1:{presence}:counted",
    players_everywhere: "arena:v1:{presence}:everywhere",
    ranks: "arena:v1:{ranks}:board",
    ranks_at: "arena:v1:{ranks}:at",
    ranks_writer: "arena:v1:{ranks}:writer",
    ranks_fresh: "arena:v1:{ranks}:fresh",
};

/// The players of each gateway are under this and the gateway's id.
pub(crate) const PLAYERS_OF: &str = "arena:v1:{presence}:of:";

impl Keys {
    pub(crate) fn address_rate(&self, address: AddressKey) -> String {
        format!("arena:v1:rate:address:{address}")
    }

    pub(crate) fn player_rate(&self, player: PlayerId) -> String {
        format!("arena:v1:rate:player:{player}")
    }

    pub(crate) fn newcomer_rate(&self, newcomer: Newcomer, address: AddressKey) -> String {
        let what = match newcomer {
            Newcomer::Guest => "guests",
            Newcomer::Account => "accounts",
        };
        format!("arena:v1:rate:{what}:{address}")
    }

    pub(crate) fn players_of(&self, gateway: GatewayId) -> String {
        format!("{PLAYERS_OF}{}", gateway.0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Rate,
    RateBack,
    PresenceKeep,
    PresenceLeave,
    PresenceLook,
    PresenceCount,
    RanksTake,
    RanksApply,
    RanksLook,
}

pub(super) const SCRIPTS: [Script; 9] = [
    Script::Rate,
    Script::RateBack,
    Script::PresenceKeep,
    Script::PresenceLeave,
    Script::PresenceLook,
    Script::PresenceCount,
    Script::RanksTake,
    Script::RanksApply,
    Script::RanksLook,
];

static HASHES: LazyLock<[String; SCRIPTS.len()]> = LazyLock::new(|| {
    SCRIPTS.map(|script| ::redis::Script::new(script.text()).get_hash().to_owned())
});

impl Script {
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Rate => include_str!("scripts/rate.lua"),
            Self::RateBack => include_str!("scripts/rate_back.lua"),
            Self::PresenceKeep => include_str!("scripts/presence_keep.lua"),
            Self::PresenceLeave => include_str!("scripts/presence_leave.lua"),
            Self::PresenceLook => include_str!("scripts/presence_look.lua"),
            Self::PresenceCount => include_str!("scripts/presence_count.lua"),
            Self::RanksTake => include_str!("scripts/ranks_take.lua"),
            Self::RanksApply => include_str!("scripts/ranks_apply.lua"),
            Self::RanksLook => include_str!("scripts/ranks_look.lua"),
        }
    }

    /// A call of it with these keys; arguments are added to it.
    pub(crate) fn call<K: AsRef<str>>(self, keys: &[K]) -> Cmd {
        let hash = SCRIPTS
            .iter()
            .zip(HASHES.iter())
            .find_map(|(script, hash)| (*script == self).then_some(hash));
        let mut call = cmd("EVALSHA");
        call.arg(hash.map_or("", String::as_str)).arg(keys.len());
        for key in keys {
            call.arg(key.as_ref());
        }
        call
    }
}
