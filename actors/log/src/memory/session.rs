//! The writers' statements, carried out on the log in memory as the databases carry them out.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::contract::{Appended, Claim, EventLog, OwnerError};
use crate::event::{Append, NewEvent, Recorded, Snapshot};
use crate::group::plan::{Checked, EventColumns, Trial};
use crate::group::session::{ClaimRow, Connector, Session, ShardRow, StoreError, Verdict};
use crate::ids::{CommandId, Epoch, EventId, OwnerId, Position, ShardId, StreamId, Version};
use crate::membership::Membership;
use crate::meta::Meta;
use crate::mutant::Mutant;

use super::MemoryLog;
use super::distant::{LOST, Line, Lost, Sent};

pub(super) struct DistantConnector {
    pub(super) line: Line,
}

/// One connection.
pub(super) struct DistantSession {
    line: Line,
}

impl Connector for DistantConnector {
    type Session = DistantSession;

    async fn connect(&self) -> Result<DistantSession, StoreError> {
        let connected = self.line.send(Sent::Connect, async {}).await;
        connected.map_err(|Lost| lost())?;
        Ok(DistantSession {
            line: self.line.clone(),
        })
    }
}

fn lost() -> StoreError {
    StoreError::Lost {
        reason: LOST.to_owned(),
    }
}

impl DistantSession {
    async fn send<T: Send + 'static, F>(
        &self,
        sent: Sent,
        work: impl FnOnce(Arc<MemoryLog>) -> F,
    ) -> Result<T, StoreError>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let sent = self.line.send(sent, work(self.line.log.clone())).await;
        sent.map_err(|Lost| lost())
    }
}

fn refused(error: &OwnerError) -> StoreError {
    StoreError::Refused {
        reason: error.to_string(),
    }
}

impl Session for DistantSession {
    async fn optimistic(&mut self, plan: &Checked<'_>) -> Result<bool, StoreError> {
        let planned = Planned::of(plan);
        let log = self.line.log.clone();
        if log.shared.breaks(Mutant::AnswersEarly) {
            let line = self.line.clone();
            tokio::spawn(async move {
                let stored = line.send(Sent::Append, async move { planned.store(&log) });
                stored.await.ok();
            });
            return Ok(true);
        }
        let torn = log.shared.breaks(Mutant::Tears).then(|| planned.first());
        let stored = self
            .send(Sent::Append, |log| async move { planned.store(&log) })
            .await;
        if let (Err(_), Some(torn)) = (&stored, torn) {
            torn.store(&log).ok();
        }
        stored?
    }

    async fn verdict(&mut self, trial: &Trial<'_>) -> Result<Vec<Verdict>, StoreError> {
        let tried = Tried::of(trial);
        self.send(Sent::Append, |log| async move { tried.judge(&log) })
            .await
    }

    async fn find(
        &mut self,
        stream: StreamId,
        version: Version,
    ) -> Result<Option<(EventId, Position)>, StoreError> {
        let before = Version(version.0.saturating_sub(1));
        let found = move |log: Arc<MemoryLog>| async move {
            let state = log.shared.lock();
            let event = state.stream(stream, before).next();
            event.map(|event| (event.id, event.position))
        };
        self.send(Sent::Control, found).await
    }

    async fn raise(
        &mut self,
        owners: &[OwnerId],
        shards: &[ShardId],
    ) -> Result<Vec<ShardRow>, StoreError> {
        let (owners, shards) = (owners.to_vec(), shards.to_vec());
        let raised = move |log: Arc<MemoryLog>| async move { raise(&log, &owners, &shards) };
        self.send(Sent::Control, raised).await
    }

    async fn claim(
        &mut self,
        owner: OwnerId,
        shards: &[ShardId],
    ) -> Result<Vec<ClaimRow>, StoreError> {
        let shards = shards.to_vec();
        let claim = move |log: Arc<MemoryLog>| async move { log.claim(owner, &shards).await };
        rows(self.send(Sent::Control, claim).await?)
    }

    async fn claim_free(
        &mut self,
        owner: OwnerId,
        shards: &[ShardId],
    ) -> Result<Vec<ClaimRow>, StoreError> {
        let shards = shards.to_vec();
        let claim = move |log: Arc<MemoryLog>| async move { log.claim_free(owner, &shards).await };
        rows(self.send(Sent::Control, claim).await?)
    }

    async fn settle(&mut self, owner: OwnerId, shards: &[ShardId]) -> Result<(), StoreError> {
        let shards = shards.to_vec();
        let settle = move |log: Arc<MemoryLog>| async move { log.settle(owner, &shards).await };
        let settled = self.send(Sent::Control, settle).await?;
        settled.map_err(|error| refused(&error))
    }

    async fn release(
        &mut self,
        owner: OwnerId,
        claims: &[(ShardId, Epoch)],
        seen_at_ms: i64,
    ) -> Result<(), StoreError> {
        let claims = claims.to_vec();
        let release =
            move |log: Arc<MemoryLog>| async move { log.release(owner, &claims, seen_at_ms).await };
        let released = self.send(Sent::Control, release).await?;
        released.map_err(|error| refused(&error))
    }

    async fn heartbeat(&mut self, owner: OwnerId, seen_at_ms: i64) -> Result<(), StoreError> {
        let heartbeat =
            move |log: Arc<MemoryLog>| async move { log.heartbeat(owner, seen_at_ms).await };
        let beaten = self.send(Sent::Control, heartbeat).await?;
        beaten.map_err(|error| refused(&error))
    }

    async fn save_snapshot(
        &mut self,
        stream: StreamId,
        snapshot: &Snapshot,
    ) -> Result<(), StoreError> {
        let snapshot = snapshot.clone();
        let save =
            move |log: Arc<MemoryLog>| async move { log.save_snapshot(stream, snapshot).await };
        let saved = self.send(Sent::Control, save).await?;
        saved.map_err(|error| StoreError::Refused {
            reason: error.to_string(),
        })
    }

    async fn close(self) {}
}

fn rows(claim: Result<Claim, OwnerError>) -> Result<Vec<ClaimRow>, StoreError> {
    let claim = claim.map_err(|error| refused(&error))?;
    let row = claim.shards.into_iter().map(|(shard, claimed)| ClaimRow {
        row: ShardRow {
            shard,
            epoch: claimed.epoch,
            head: claimed.head,
        },
        previous_seen_at_ms: claimed.previous_seen_at_ms,
    });
    Ok(row.collect())
}

fn raise(log: &MemoryLog, owners: &[OwnerId], shards: &[ShardId]) -> Vec<ShardRow> {
    let mut state = log.shared.lock();
    let mut raised = Vec::new();
    for shard in shards {
        let Some(row) = state.shards.get_mut(shard) else {
            continue;
        };
        if row.owner.is_none_or(|owner| !owners.contains(&owner)) {
            continue;
        }
        if !log.shared.breaks(Mutant::NoEpochBump) {
            row.epoch = row.epoch.next();
        }
        raised.push(ShardRow {
            shard: *shard,
            epoch: row.epoch,
            head: Position(row.events.len() as u64),
        });
    }
    raised
}

/// A batch that is stored as it was planned, or not at all.
struct Planned {
    shards: Vec<(ShardId, Epoch, Position)>,
    unknown: Vec<(StreamId, Version)>,
    events: Vec<Recorded>,
}

impl Planned {
    fn of(plan: &Checked<'_>) -> Self {
        let rows = plan.shards.shard.iter().zip(&plan.shards.epoch);
        let rows = rows.zip(&plan.shards.head);
        let unknown = plan.unknown_stream.iter().zip(&plan.unknown_expected);
        let event = |at: usize| Recorded {
            stream: StreamId(plan.stream[at]),
            version: Version(number(plan.version[at])),
            shard: shard(plan.shard[at]),
            position: Position(number(plan.position[at])),
            epoch: Epoch(number(plan.epoch[at])),
            command: CommandId(plan.command[at]),
            part: small(plan.events.part[at]),
            parts: small(plan.parts[at]),
            kind: code(plan.events.kind[at]),
            schema: code(plan.events.schema[at]),
            data: plan.events.data[at].to_vec(),
            id: EventId(plan.events.id[at]),
            recorded_at_ms: plan.recorded_at_ms[at],
            meta: meta(plan.meta[at]),
        };
        Self {
            shards: rows
                .map(|((row, epoch), head)| {
                    (shard(*row), Epoch(number(*epoch)), Position(number(*head)))
                })
                .collect(),
            unknown: unknown
                .map(|(stream, expected)| (StreamId(*stream), Version(number(*expected))))
                .collect(),
            events: (0..plan.len()).map(event).collect(),
        }
    }

    /// What a torn append leaves.
    fn first(&self) -> Self {
        Self {
            shards: self.shards.clone(),
            unknown: self.unknown.clone(),
            events: self.events.first().cloned().into_iter().collect(),
        }
    }

    fn store(self, log: &MemoryLog) -> Result<bool, StoreError> {
        let mut state = log.shared.lock();
        let fenced = !log.shared.breaks(Mutant::NoFence);
        let as_planned = self.shards.iter().all(|(shard, epoch, head)| {
            let row = state.shards.get(shard);
            let same = !fenced || row.is_some_and(|row| row.epoch == *epoch);
            same && state.head(*shard) == *head
        });
        let checked = !log.shared.breaks(Mutant::NoVersionCheck);
        let known = self
            .unknown
            .iter()
            .all(|(stream, expected)| !checked || state.version(*stream) == *expected);
        if !as_planned || !known {
            return Ok(false);
        }
        let mut versions: BTreeMap<StreamId, Version> = BTreeMap::new();
        for event in &self.events {
            let known = || state.version(event.stream);
            let before = versions.entry(event.stream).or_insert_with(known);
            *before = before.next();
            if event.version != *before {
                return Err(StoreError::Refused {
                    reason: format!("stream {} has version {before}", event.stream),
                });
            }
        }
        for mut event in self.events {
            if log.shared.breaks(Mutant::OneVersion) {
                event.version.0 -= u64::from(event.part);
            }
            state.keep(event);
        }
        Ok(true)
    }
}

/// A batch whose every append gets its verdict.
struct Tried {
    epochs: BTreeMap<ShardId, Epoch>,
    appends: Vec<Append>,
}

impl Tried {
    fn of(trial: &Trial<'_>) -> Self {
        let epochs = trial.shards.shard.iter().zip(&trial.shards.epoch);
        let append = |at: usize| Append {
            stream: StreamId(trial.stream[at]),
            expected: Version(number(trial.expected[at])),
            command: CommandId(trial.command[at]),
            epoch: Epoch::ZERO,
            recorded_at_ms: trial.recorded_at_ms[at],
            meta: meta(trial.meta[at]),
            events: events(&trial.events, at),
        };
        Self {
            epochs: epochs
                .map(|(row, epoch)| (shard(*row), Epoch(number(*epoch))))
                .collect(),
            appends: (0..trial.stream.len()).map(append).collect(),
        }
    }

    fn judge(self, log: &MemoryLog) -> Vec<Verdict> {
        let Self { epochs, appends } = self;
        let verdicts = appends.into_iter().map(|mut append| {
            let mut state = log.shared.lock();
            let shard = ShardId::of(append.stream);
            let row = state.shards.get(&shard).map(|row| row.epoch);
            let Some(epoch) = row.filter(|epoch| {
                epochs.get(&shard) == Some(epoch) || log.shared.breaks(Mutant::NoFence)
            }) else {
                return Verdict::Fenced;
            };
            append.epoch = epoch;
            let duplicate = state
                .stream(append.stream, append.expected)
                .find(|event| event.command == append.command && event.part == 0);
            if let Some(event) = duplicate
                && !log.shared.breaks(Mutant::NoDeduplication)
            {
                return Verdict::Duplicate {
                    first_version: event.version,
                    first_position: event.position,
                    parts: event.parts,
                    first_id: event.id,
                };
            }
            let actual = state.version(append.stream);
            if actual != append.expected && !log.shared.breaks(Mutant::NoVersionCheck) {
                return Verdict::Conflict { actual };
            }
            match state.store(append) {
                Appended::Stored {
                    first_version,
                    first_position,
                }
                | Appended::Duplicate {
                    first_version,
                    first_position,
                    ..
                } => Verdict::Stored {
                    first_version,
                    first_position,
                },
            }
        });
        verdicts.collect()
    }
}

fn events(columns: &EventColumns<'_>, order: usize) -> Vec<NewEvent> {
    let mine = |at: &usize| usize::try_from(columns.order[*at]) == Ok(order);
    let event = |at: usize| NewEvent {
        id: EventId(columns.id[at]),
        kind: code(columns.kind[at]),
        schema: code(columns.schema[at]),
        data: columns.data[at].to_vec(),
    };
    (0..columns.order.len()).filter(mine).map(event).collect()
}

/// What the columns hold was a number of the log.
fn number(column: i64) -> u64 {
    u64::try_from(column).unwrap_or_default()
}

fn small(column: i16) -> u16 {
    u16::try_from(column).unwrap_or_default()
}

fn code(column: i32) -> u16 {
    u16::try_from(column).unwrap_or_default()
}

fn shard(column: i16) -> ShardId {
    ShardId(u8::try_from(column).unwrap_or_default())
}

fn meta(bytes: &[u8]) -> Meta {
    Meta::decode(bytes).unwrap_or_else(|_| Meta::new(uuid::Uuid::nil()))
}
