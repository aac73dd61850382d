//! Names of players, which the log does not know: looked up in the accounts and kept for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use arena_accounts::Accounts;
use arena_rules::ids::PlayerId;

use crate::limits;
use crate::protocol::server::PlayerCard;

/// What is shown for a player whose account is gone.
const GONE: &str = "[gone]";

/// Cheap to clone; all clones share one memory.
#[derive(Clone)]
pub(crate) struct Names {
    accounts: Arc<Accounts>,
    known: Arc<Mutex<HashMap<PlayerId, Known>>>,
}

struct Known {
    card: PlayerCard,
    until: tokio::time::Instant,
}

impl Names {
    #[must_use]
    pub(crate) fn new(accounts: Arc<Accounts>) -> Self {
        Self {
            accounts,
            known: Arc::default(),
        }
    }

    /// A card for each of `players`, in their order. A name that cannot be looked up now is shown as gone.
    pub(crate) async fn cards(&self, players: &[PlayerId]) -> Vec<PlayerCard> {
        let missing = self.missing(players);
        if !missing.is_empty() {
            self.look_up(&missing).await;
        }
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let card = |player: &PlayerId| match known.get(player) {
            Some(known) => known.card.clone(),
            None => PlayerCard {
                player_id: player.0,
                name: GONE.to_owned(),
                guest: false,
            },
        };
        players.iter().map(card).collect()
    }

    pub(crate) async fn card(&self, player: PlayerId) -> PlayerCard {
        let gone = PlayerCard {
            player_id: player.0,
            name: GONE.to_owned(),
            guest: false,
        };
        self.cards(&[player]).await.pop().unwrap_or(gone)
    }

    /// Forgets a name, because it has just changed.
    pub(crate) fn forget(&self, player: PlayerId) {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&player);
    }

    fn missing(&self, players: &[PlayerId]) -> Vec<PlayerId> {
        let now = tokio::time::Instant::now();
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |player: &PlayerId| known.get(player).is_some_and(|known| known.until > now);
        players
            .iter()
            .filter(|player| !fresh(player))
            .copied()
            .collect()
    }

    async fn look_up(&self, players: &[PlayerId]) {
        for chunk in players.chunks(arena_accounts::MAX_PROFILES) {
            match self.accounts.profiles(chunk).await {
                Ok(profiles) => {
                    let until = tokio::time::Instant::now() + limits::NAME_TTL;
                    let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
                    if known.len() + profiles.len() > limits::NAMES {
                        known.clear();
                    }
                    for (player, profile) in profiles {
                        let card = PlayerCard {
                            player_id: player.0,
                            name: profile.name,
                            guest: profile.guest,
                        };
                        known.insert(player, Known { card, until });
                    }
                }
                Err(error) => tracing::warn!(%error, "names could not be looked up"),
            }
        }
    }
}
