//! Which players are connected: here, and with Redis at any gateway.
//!
//! Each gateway keeps a set of its own in Redis that is good for a few seconds, so that the players of a gateway that died
//! vanish with it. Whatever Redis forgets is there again after a second.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arena_rules::ids::{GatewayId, PlayerId};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::redis::{KEYS, PLAYERS_OF, Redis, Script};

/// How often Redis is told that the players are still here…
const KEEP_EVERY: Duration = Duration::from_secs(1);
/// …and how long it believes it.
const GOOD_FOR_MS: u32 = 5_000;
/// Those who come or go at the same time are told together.
const TOGETHER: Duration = Duration::from_millis(50);
/// Players that are told of at once.
const AT_ONCE: usize = 1_000;

/// The players of this gateway. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Presence {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// With how many connections each is here.
    here: Mutex<BTreeMap<PlayerId, usize>>,
    changed: Notify,
}

/// One connection of a player; he is here until it is dropped.
pub(crate) struct Present {
    presence: Presence,
    player: PlayerId,
}

impl Presence {
    pub(crate) fn enter(&self, player: PlayerId) -> Present {
        *self.here().entry(player).or_default() += 1;
        self.shared.changed.notify_one();
        Present {
            presence: self.clone(),
            player,
        }
    }

    pub(crate) fn is_here(&self, player: PlayerId) -> bool {
        self.here().contains_key(&player)
    }

    pub(crate) fn count_here(&self) -> u64 {
        self.here().len() as u64
    }

    /// Somebody who is here.
    pub(crate) fn anybody(&self) -> Option<PlayerId> {
        self.here().keys().next().copied()
    }

    fn here(&self) -> MutexGuard<'_, BTreeMap<PlayerId, usize>> {
        self.shared
            .here
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells Redis who is here until `stop`, and then that nobody is.
    pub(crate) async fn keep(self, redis: Redis, gateway: GatewayId, stop: CancellationToken) {
        let told = Told {
            redis,
            gateway,
            keys: [KEYS.gateways.to_owned(), KEYS.players_of(gateway)],
            players: None,
        };
        let mut told = told;
        while !stop.is_cancelled() {
            let here: BTreeSet<PlayerId> = self.here().keys().copied().collect();
            told.tell(here).await;
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(KEEP_EVERY) => {}
                () = self.shared.changed.notified() => tokio::time::sleep(TOGETHER).await,
            }
        }
        told.leave().await;
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        let mut here = self.presence.here();
        if let Some(connections) = here.get_mut(&self.player) {
            *connections -= 1;
            if *connections == 0 {
                here.remove(&self.player);
            }
        }
        drop(here);
        self.presence.shared.changed.notify_one();
    }
}

/// What Redis has been told by this gateway.
struct Told {
    redis: Redis,
    gateway: GatewayId,
    keys: [String; 2],
    /// None if it has to be told everything.
    players: Option<BTreeSet<PlayerId>>,
}

impl Told {
    async fn tell(&mut self, here: BTreeSet<PlayerId>) {
        let anew = self.players.is_none();
        let before = self.players.take().unwrap_or_default();
        let come: Vec<PlayerId> = here.difference(&before).copied().collect();
        let gone: Vec<PlayerId> = before.difference(&here).copied().collect();
        let mut first = anew;
        let mut rest = (&come[..], &gone[..]);
        loop {
            let (some_come, more_come) = rest.0.split_at(rest.0.len().min(AT_ONCE));
            let (some_gone, more_gone) = rest.1.split_at(rest.1.len().min(AT_ONCE));
            rest = (more_come, more_gone);
            let mut call = Script::PresenceKeep.call(&self.keys);
            call.arg(self.gateway.0.to_string()).arg(GOOD_FOR_MS);
            call.arg(u8::from(first)).arg(some_come.len());
            for player in some_come.iter().chain(some_gone) {
                call.arg(player.0.as_bytes());
            }
            first = false;
            let Some(there) = self.redis.later::<usize>(&call).await else {
                return;
            };
            if rest.0.is_empty() && rest.1.is_empty() {
                // It may have forgotten some, or all.
                self.players = (there == here.len()).then_some(here);
                return;
            }
        }
    }

    async fn leave(&self) {
        let mut call = Script::PresenceLeave.call(&self.keys);
        call.arg(self.gateway.0.to_string());
        self.redis.later::<u64>(&call).await;
    }
}

/// Whether a player is connected anywhere; none while Redis is away.
pub(crate) async fn is_anywhere(redis: &Redis, player: PlayerId) -> Option<bool> {
    let mut call = Script::PresenceLook.call(&[KEYS.gateways]);
    call.arg(PLAYERS_OF).arg(player.0.as_bytes());
    redis.soon(&call).await
}

/// How many players are connected anywhere; none while Redis is away.
pub(crate) async fn count_everywhere(redis: &Redis) -> Option<u64> {
    let keys = [KEYS.gateways, KEYS.players_counted, KEYS.players_everywhere];
    let mut call = Script::PresenceCount.call(&keys);
    call.arg(PLAYERS_OF);
    redis.soon(&call).await
}
