//! What an actor knows of its stream; all of it follows from the events.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_bus::codec::ArenaCodec;
use arena_log::{CommandId, EventCodec, EventLog, Recorded, Snapshot, StreamId, Version};
use ractor::ActorProcessingErr;
use serde::{Deserialize, Serialize};

use crate::machine::Machine;
use crate::mutant::{self, Mutant};
use crate::pages::Pages;

/// The schema of [`Kept`]. A new one whenever a state or its fold changes: a snapshot and its tail are the whole fold.
const SNAPSHOT_SCHEMA: u16 = 3;
/// After so many commands those that are too old to be repeated are forgotten.
const FORGETS_EVERY: usize = 256;

pub(super) struct Memory<M: Machine> {
    stream: StreamId,
    state: M::State,
    version: Version,
    /// The version of the newest snapshot.
    kept: Version,
    commands: BTreeMap<CommandId, Remembered>,
}

/// A command that changed the stream.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Remembered {
    pub(super) first: Version,
    pub(super) parts: u16,
    pub(super) fingerprint: Option<u64>,
    pub(super) at_ms: i64,
}

/// A snapshot's content.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(with = "serde_bytes")]
    state: Vec<u8>,
    commands: BTreeMap<CommandId, Remembered>,
}

impl<M: Machine> Memory<M> {
    pub(super) fn unread(stream: StreamId) -> Self {
        Self {
            stream,
            state: M::State::default(),
            version: Version::ZERO,
            kept: Version::ZERO,
            commands: BTreeMap::new(),
        }
    }

    pub(super) fn state(&self) -> &M::State {
        &self.state
    }

    pub(super) fn into_state(self) -> M::State {
        self.state
    }

    pub(super) fn version(&self) -> Version {
        self.version
    }

    /// What became of a command, if it changed the stream.
    pub(super) fn command(&self, id: CommandId) -> Option<Remembered> {
        self.commands.get(&id).copied()
    }

    /// Reads the newest snapshot and what came after it.
    pub(super) async fn recover(
        &mut self,
        log: &Arc<dyn EventLog>,
    ) -> Result<(), ActorProcessingErr> {
        if M::SNAPSHOT_EVERY.is_some()
            && let Some(snapshot) = log.load_snapshot(self.stream).await?
            && snapshot.schema == SNAPSHOT_SCHEMA
            && let Ok(kept) = rmp_serde::from_slice::<Kept>(&snapshot.data)
            && let Some(state) = M::restore(&kept.state)
        {
            self.state = state;
            self.commands = kept.commands;
            self.version = snapshot.version;
            self.kept = snapshot.version;
        }
        self.catch_up(log).await
    }

    /// Folds what the stream has beyond this version.
    pub(super) async fn catch_up(
        &mut self,
        log: &Arc<dyn EventLog>,
    ) -> Result<(), ActorProcessingErr> {
        let mut pages = Pages::after(log.clone(), self.stream, self.version);
        while let Some(page) = pages.next().await? {
            for recorded in &page {
                self.fold(recorded)?;
            }
        }
        Ok(())
    }

    fn fold(&mut self, recorded: &Recorded) -> Result<(), ActorProcessingErr> {
        if recorded.version != self.version.next() {
            let (stream, found, after) = (self.stream, recorded.version, self.version);
            return Err(format!("stream {stream}: version {found} follows {after}").into());
        }
        let event = ArenaCodec::decode(recorded.kind, recorded.schema, &recorded.data)?;
        let event = M::unwrap(event).ok_or_else(|| {
            let (stream, kind) = (self.stream, recorded.kind);
            format!("stream {stream} holds an event of kind {kind}")
        })?;
        self.evolve(&event);
        if recorded.part == 0 && !mutant::is(Mutant::ForgetsCommands) {
            let remembered = Remembered {
                first: recorded.version,
                parts: recorded.parts,
                fingerprint: recorded.meta.fingerprint,
                at_ms: recorded.recorded_at_ms,
            };
            self.commands.insert(recorded.command, remembered);
        }
        Ok(())
    }

    /// Takes the events of a command that has just been stored.
    pub(super) fn take(&mut self, events: &[M::Event], id: CommandId, command: Remembered) {
        for event in events {
            self.evolve(event);
        }
        self.commands.insert(id, command);
        if let Some(kept_ms) = M::REMEMBERED_MS
            && self.commands.len().is_multiple_of(FORGETS_EVERY)
        {
            self.commands
                .retain(|_, known| command.at_ms - known.at_ms <= kept_ms);
        }
    }

    fn evolve(&mut self, event: &M::Event) {
        self.state = M::evolve(std::mem::take(&mut self.state), event);
        self.version = self.version.next();
    }

    /// Keeps a snapshot when it is time for one.
    pub(super) async fn keep(&mut self, log: &Arc<dyn EventLog>) {
        let Some(every) = M::SNAPSHOT_EVERY else {
            return;
        };
        #[cfg(feature = "testing")]
        let every = crate::testing::snapshot_every().unwrap_or(every);
        if self.version.0 < self.kept.0 + every {
            return;
        }
        let Some(snapshot) = self.snapshot() else {
            return;
        };
        self.kept = self.version;
        // A snapshot saves time and proves nothing: the actor goes on without it.
        if let Err(error) = log.save_snapshot(self.stream, snapshot).await {
            tracing::warn!(stream = %self.stream, %error, "snapshot not kept");
        }
    }

    fn snapshot(&self) -> Option<Snapshot> {
        let kept = Kept {
            state: M::save(&self.state)?,
            commands: self.commands.clone(),
        };
        let ahead = u64::from(mutant::is(Mutant::SnapshotAhead));
        Some(Snapshot {
            version: self.version.plus(ahead),
            schema: SNAPSHOT_SCHEMA,
            data: rmp_serde::to_vec_named(&kept).ok()?,
        })
    }
}

/// The snapshot that an actor would keep which has just read these events, the first ones of a stream.
#[cfg(feature = "testing")]
pub(crate) fn snapshot_of<M: Machine>(stream: StreamId, events: &[Recorded]) -> Option<Snapshot> {
    let mut memory = Memory::<M>::unread(stream);
    for recorded in events {
        memory.fold(recorded).ok()?;
    }
    memory.snapshot()
}
