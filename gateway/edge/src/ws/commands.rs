//! A connection's commands on their way, and what they leave to be done when they are answered.

use arena_rules::ids::PlayerId;
use uuid::Uuid;

use super::following::Wish;
use super::opening::{Entry, NotOpened};
use crate::edge::Edge;
use crate::orders::{self, Order, unavailable};
use crate::protocol::server::{Answer, Refusal, ServerFrame, Welcome};

pub(super) struct Command {
    pub(super) id: Uuid,
    pub(super) fingerprint: u64,
    pub(super) order: Order,
}

/// What an answered command leaves for the driver to do.
pub(super) enum Done {
    Answer(ServerFrame),
    Opened(Result<Box<Welcome>, NotOpened>),
    Entered(Result<Entry, NotOpened>),
    Followed {
        id: Uuid,
        wish: Wish,
        result: Result<(), Refusal>,
    },
}

pub(super) fn acknowledged(id: Uuid) -> ServerFrame {
    ServerFrame::Answer(Answer::Ack { id, data: None })
}

pub(super) fn rejected(id: Uuid, data: Refusal) -> ServerFrame {
    ServerFrame::Answer(Answer::Reject { id: Some(id), data })
}

/// What an answer becomes while the process may not speak, a refusal too: whoever owns the shard by now answers when asked
/// again with the same id.
pub(super) fn held_back(frame: ServerFrame) -> ServerFrame {
    match frame {
        ServerFrame::Answer(Answer::Ack { id, .. } | Answer::Reject { id: Some(id), .. }) => {
            tracing::warn!(command = %id, "an answer was not sent: this process may not speak");
            rejected(id, unavailable())
        }
        other => other,
    }
}

pub(super) async fn execute(edge: Edge, player: PlayerId, command: Command) -> Done {
    let Command {
        id,
        fingerprint,
        order,
    } = command;
    let answer = orders::carry_out(&edge.shared.arena, player, id, fingerprint, order).await;
    Done::Answer(match answer {
        Ok(data) => ServerFrame::Answer(Answer::Ack { id, data }),
        Err(refusal) => rejected(id, refusal),
    })
}
