//! Tells the player's session that a connection has come and that it has gone.

use std::time::Duration;

use arena_accounts::Identity;
use arena_rules::ids::{ConnectionId, PlayerId, effect_id, named_id};
use arena_rules::play::Standing;
use arena_rules::session::{self, Place};
use arena_tree::{CommandError, Envelope};
use uuid::Uuid;

use crate::close;
use crate::edge::Edge;
use crate::limits;
use crate::protocol::server::Welcome;
use crate::topics::Topic;

/// How long until a session that could not be told is told again.
const TELL_AGAIN: Duration = Duration::from_secs(1);

/// The session does not take the connection, or cannot: with this the connection is closed.
pub(super) struct NotOpened {
    pub(super) code: u16,
    pub(super) reason: &'static str,
}

impl NotOpened {
    fn because(error: &CommandError<session::Rejection>) -> Self {
        match error {
            CommandError::Rejected(session::Rejection::TooManyConnections) => Self {
                code: close::TOO_MANY_CONNECTIONS,
                reason: "too many connections of this player: close one first",
            },
            CommandError::Rejected(_)
            | CommandError::IdReused
            | CommandError::Busy { .. }
            | CommandError::Unavailable => Self {
                code: close::UNAVAILABLE,
                reason: "the arena cannot answer now",
            },
        }
    }
}

/// The connection is in its session.
pub(super) struct Entry;

/// The connection's entry into the session; it is asked under an id of its own each time.
fn connect(edge: &Edge, identity: Identity, connection: ConnectionId, id: Uuid) -> Connect {
    let command = session::Command::Connect {
        player: identity.player_id,
        standing: if identity.guest {
            Standing::Guest
        } else {
            Standing::Registered
        },
        connection,
        gateway: edge.shared.arena.gateway(),
    };
    Envelope::effect(connection.0, id, connection.0, command)
}

type Connect = Envelope<session::Command>;

/// Enters the connection into the session again, because others may have taken it out: nothing changes if it is there still.
/// An error of [`close::UNAVAILABLE`] passes.
pub(super) async fn enter_again(
    edge: Edge,
    identity: Identity,
    connection: ConnectionId,
    times: u32,
) -> Result<Entry, NotOpened> {
    let id = effect_id(connection.0, named_id(&format!("connect again {times}")));
    let envelope = connect(&edge, identity, connection, id);
    match edge
        .shared
        .arena
        .session(identity.player_id, envelope)
        .await
    {
        Ok(_) | Err(CommandError::Rejected(session::Rejection::AlreadyConnected)) => Ok(Entry),
        Err(error) => Err(NotOpened::because(&error)),
    }
}

/// Enters the connection into the session, for as long as it takes, and says what the player finds there.
pub(super) async fn open(
    edge: Edge,
    identity: Identity,
    connection: ConnectionId,
) -> Result<Box<Welcome>, NotOpened> {
    let player = identity.player_id;
    let arena = &edge.shared.arena;
    let envelope = connect(&edge, identity, connection, named_id("connect"));
    let entered = arena.session(player, envelope).await;
    entered.map_err(|error| NotOpened::because(&error))?;
    let state = arena.session_state(player).await.unwrap_or_default();
    let mut resume = vec![Topic::Session(player).to_string()];
    if let Place::Battle { battle, .. } = state.place {
        resume.push(Topic::Battle(battle).to_string());
    }
    let card = edge.shared.names.card(player).await;
    let ping = limits::PING_EVERY.as_millis();
    Ok(Box::new(Welcome {
        player_id: player.0,
        name: card.name,
        guest: identity.guest,
        server_time_ms: edge.now_ms(),
        ping_interval_ms: u64::try_from(ping).unwrap_or(u64::MAX),
        resume,
    }))
}

/// Takes the connection out of the session again, in a task of its own, for as long as it takes.
pub(super) fn leave(edge: &Edge, player: PlayerId, connection: ConnectionId) {
    let tasks = edge.shared.tasks.clone();
    let (edge, stop) = (edge.clone(), edge.stopping());
    tasks.spawn(async move {
        let id = effect_id(connection.0, named_id("disconnect"));
        let command = session::Command::Disconnect { connection };
        let envelope = Envelope::effect(connection.0, id, connection.0, command);
        loop {
            match edge.shared.arena.session(player, envelope.clone()).await {
                Ok(_) | Err(CommandError::Rejected(_) | CommandError::IdReused) => return,
                // A stopped process's connections are swept by the next one.
                Err(_) if stop.is_cancelled() => return,
                Err(CommandError::Busy { .. } | CommandError::Unavailable) => {
                    tokio::time::sleep(TELL_AGAIN).await;
                }
            }
        }
    });
}
