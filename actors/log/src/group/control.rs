//! What the writer does between batches, on the same connection.

use tokio::sync::oneshot;

use crate::event::Snapshot;
use crate::ids::{Epoch, OwnerId, ShardId, StreamId};

use super::session::{ClaimRow, Connector, Session, StoreError};
use super::writer::{Writer, not_connected};

/// An answer, or the reason why the store could not give one.
pub(crate) type Answer<T> = oneshot::Sender<Result<T, String>>;

/// Each is safe to do twice, so a lost answer is simply asked for again.
#[derive(Debug)]
pub(crate) enum Control {
    Claim {
        owner: OwnerId,
        shards: Vec<ShardId>,
        what: Taking,
        answer: Answer<Vec<ClaimRow>>,
    },
    Settle {
        owner: OwnerId,
        shards: Vec<ShardId>,
        answer: Answer<()>,
    },
    Release {
        owner: OwnerId,
        claims: Vec<(ShardId, Epoch)>,
        seen_at_ms: i64,
        answer: Answer<()>,
    },
    Heartbeat {
        owner: OwnerId,
        seen_at_ms: i64,
        answer: Answer<()>,
    },
    SaveSnapshot {
        stream: StreamId,
        snapshot: Snapshot,
        answer: Answer<()>,
    },
}

/// Which of the named shards a claim takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taking {
    /// All of them, whoever has them.
    All,
    /// Those that are free.
    Free,
}

impl<C: Connector> Writer<C> {
    /// Does what was asked between batches, over as many connections as it takes.
    pub(super) async fn control(&mut self, control: Control) {
        let reason = loop {
            let done = match self.connect().await {
                Ok(()) => self.perform(&control).await,
                Err(error) => Err(error),
            };
            match done {
                Ok(Done::Claimed(rows)) => return answer_claim(control, Ok(rows)),
                Ok(Done::Nothing) => return answer_done(control, Ok(())),
                Err(StoreError::Refused { reason }) => break reason,
                Err(StoreError::Lost { reason }) => {
                    self.session = None;
                    if self.is_away_too_long() {
                        self.refuse(Vec::new(), &reason);
                        break reason;
                    }
                    self.pause().await;
                }
            }
        };
        answer_failed(control, &reason);
    }

    async fn perform(&mut self, control: &Control) -> Result<Done, StoreError> {
        let Some(session) = self.session.as_mut() else {
            return Err(not_connected());
        };
        match control {
            Control::Claim {
                owner,
                shards,
                what,
                ..
            } => {
                let rows = match what {
                    Taking::All => session.claim(*owner, shards).await?,
                    Taking::Free => session.claim_free(*owner, shards).await?,
                };
                rows.iter()
                    .for_each(|claimed| self.ownership.claimed(*owner, claimed.row));
                self.cache.clear();
                Ok(Done::Claimed(rows))
            }
            Control::Settle { owner, shards, .. } => {
                session.settle(*owner, shards).await?;
                Ok(Done::Nothing)
            }
            Control::Release {
                owner,
                claims,
                seen_at_ms,
                ..
            } => {
                let newest = self.ownership.newest(claims);
                session.release(*owner, &newest, *seen_at_ms).await?;
                self.ownership.released(*owner, claims);
                self.cache.clear();
                Ok(Done::Nothing)
            }
            Control::Heartbeat {
                owner, seen_at_ms, ..
            } => {
                session.heartbeat(*owner, *seen_at_ms).await?;
                Ok(Done::Nothing)
            }
            Control::SaveSnapshot {
                stream, snapshot, ..
            } => {
                session.save_snapshot(*stream, snapshot).await?;
                Ok(Done::Nothing)
            }
        }
    }
}

enum Done {
    Claimed(Vec<ClaimRow>),
    Nothing,
}

pub(super) fn answer_failed(control: Control, reason: &str) {
    match control {
        Control::Claim { .. } => answer_claim(control, Err(reason.to_owned())),
        Control::Settle { .. }
        | Control::Release { .. }
        | Control::Heartbeat { .. }
        | Control::SaveSnapshot { .. } => {
            answer_done(control, Err(reason.to_owned()));
        }
    }
}

fn answer_claim(control: Control, rows: Result<Vec<ClaimRow>, String>) {
    if let Control::Claim { answer, .. } = control {
        // A caller that has gone away does not want the answer.
        drop(answer.send(rows));
    }
}

fn answer_done(control: Control, done: Result<(), String>) {
    match control {
        Control::Claim { .. } => {}
        Control::Settle { answer, .. }
        | Control::Release { answer, .. }
        | Control::Heartbeat { answer, .. }
        | Control::SaveSnapshot { answer, .. } => drop(answer.send(done)),
    }
}
