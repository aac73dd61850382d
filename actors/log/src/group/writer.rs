//! The writer task: batches, one connection, and nothing left in doubt.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep};

use crate::contract::{AppendError, Appended};
use crate::limits::MAX_CACHED_STREAMS;
#[cfg(feature = "testing")]
use crate::mutant::Mutant;

use super::admission::Permit;
use super::batch::take_batch;
use super::cache::VersionCache;
use super::control::Control;
use super::ownership::Ownership;
use super::plan::{Checked, Entry, Trial};
use super::session::{Connector, Session, StoreError, Verdict};

/// How long appends wait for a store that has gone away before they are refused.
const PATIENCE: Duration = Duration::from_secs(3);

/// The first and the longest pause between two attempts to connect.
const FIRST_BACKOFF: Duration = Duration::from_millis(20);
const LONGEST_BACKOFF: Duration = Duration::from_secs(1);

/// How often an append that the store refuses on its own is tried before it is given back.
const ATTEMPTS_ALONE: usize = 2;

#[derive(Debug, Clone)]
pub(crate) struct WriterOptions {
    pub(crate) patience: Duration,
    #[cfg(feature = "testing")]
    pub(crate) mutant: Option<Mutant>,
}

impl Default for WriterOptions {
    fn default() -> Self {
        Self {
            patience: PATIENCE,
            #[cfg(feature = "testing")]
            mutant: None,
        }
    }
}

pub(crate) enum Request {
    Append(Box<Pending>),
    Control(Box<Control>),
    Close,
}

/// An append that waits for its answer.
pub(crate) struct Pending {
    entry: Entry,
    reply: oneshot::Sender<Result<Appended, AppendError>>,
    /// It was sent over a connection that was lost before the answer came.
    in_doubt: bool,
    permit: Permit,
}

impl Pending {
    pub(crate) fn new(
        entry: Entry,
        reply: oneshot::Sender<Result<Appended, AppendError>>,
        permit: Permit,
    ) -> Self {
        Self {
            entry,
            reply,
            in_doubt: false,
            permit,
        }
    }

    fn answer(self, answer: Result<Appended, AppendError>) {
        drop(self.permit);
        // A caller that has gone away does not want the answer.
        drop(self.reply.send(answer));
    }

    fn fenced(self) {
        let (shard, epoch) = (self.entry.shard, self.entry.append.epoch);
        self.answer(Err(AppendError::Fenced { shard, epoch }));
    }

    fn unavailable(self, reason: &str) {
        self.answer(Err(AppendError::Unavailable {
            reason: reason.to_owned(),
        }));
    }
}

pub(crate) struct Writer<C: Connector> {
    connector: C,
    session: Option<C::Session>,
    inbox: mpsc::UnboundedReceiver<Request>,
    waiting: VecDeque<Pending>,
    controls: VecDeque<Control>,
    ownership: Ownership,
    cache: VersionCache,
    news: watch::Sender<u64>,
    options: WriterOptions,
    /// When the store was found to be away, until it is back.
    away_since: Option<Instant>,
    backoff: Duration,
    closing: bool,
}

impl<C: Connector> Writer<C> {
    pub(crate) fn new(
        connector: C,
        inbox: mpsc::UnboundedReceiver<Request>,
        news: watch::Sender<u64>,
        options: WriterOptions,
    ) -> Self {
        Self {
            connector,
            session: None,
            inbox,
            waiting: VecDeque::new(),
            controls: VecDeque::new(),
            ownership: Ownership::default(),
            cache: VersionCache::new(MAX_CACHED_STREAMS),
            news,
            options,
            away_since: None,
            backoff: FIRST_BACKOFF,
            closing: false,
        }
    }

    /// Runs until every handle is gone or the log is closed, and all that waited is answered.
    pub(crate) async fn run(mut self) {
        loop {
            if self.waiting.is_empty() && self.controls.is_empty() {
                match self.inbox.recv().await {
                    Some(request) => self.take(request),
                    None => break,
                }
            }
            self.take_all();
            if let Some(control) = self.controls.pop_front() {
                self.control(control).await;
                continue;
            }
            let batch = take_batch(&mut self.waiting, |pending| &pending.entry.append);
            if !batch.is_empty() {
                let many = batch.len() > 1;
                self.store(batch).await;
                if many {
                    // Let those who were answered bring their next append into the same batch.
                    tokio::task::yield_now().await;
                }
            }
        }
        if let Some(session) = self.session.take() {
            session.close().await;
        }
    }

    fn take(&mut self, request: Request) {
        match request {
            Request::Append(pending) => self.waiting.push_back(*pending),
            Request::Control(control) => self.controls.push_back(*control),
            Request::Close => {
                self.closing = true;
                self.inbox.close();
            }
        }
    }

    fn take_all(&mut self) {
        while let Ok(request) = self.inbox.try_recv() {
            self.take(request);
        }
    }

    /// Stores a batch: when this returns, each of its appends has its answer.
    async fn store(&mut self, mut batch: Vec<Pending>) {
        while !batch.is_empty() {
            let lost = match self.connect().await {
                Ok(()) => self.attempt(&mut batch).await,
                Err(error) => Err(error),
            };
            let Err(error) = lost else { continue };
            let reason = error.to_string();
            self.session = None;
            if self.is_away_too_long() {
                let (in_doubt, others) = batch.into_iter().partition(|pending| pending.in_doubt);
                batch = in_doubt;
                self.refuse(others, &reason);
                if self.closing {
                    return batch
                        .into_iter()
                        .for_each(|pending| pending.answer(Err(AppendError::Abandoned)));
                }
                if batch.is_empty() {
                    return;
                }
            }
            self.pause().await;
        }
    }

    /// Has a connection under epochs that settle whatever was sent over the one before.
    async fn connect(&mut self) -> Result<(), StoreError> {
        if self.session.is_some() {
            return Ok(());
        }
        let mut session = self.connector.connect().await?;
        let owners = self.ownership.owners();
        if !owners.is_empty() {
            let rows = session.raise(&owners, &self.ownership.shards()).await?;
            let lost = self.ownership.raised(&rows);
            if !lost.is_empty() {
                tracing::warn!(
                    shards = lost.len(),
                    "shards were taken over by another owner"
                );
            }
        }
        self.cache.clear();
        self.session = Some(session);
        self.away_since = None;
        self.backoff = FIRST_BACKOFF;
        Ok(())
    }

    fn is_away_too_long(&mut self) -> bool {
        let since = *self.away_since.get_or_insert_with(Instant::now);
        since.elapsed() >= self.options.patience
    }

    async fn pause(&mut self) {
        sleep(self.backoff).await;
        self.backoff = (self.backoff * 2).min(LONGEST_BACKOFF);
    }

    /// Refuses everything that was not sent, and what waits behind it.
    fn refuse(&mut self, others: Vec<Pending>, reason: &str) {
        tracing::warn!(reason, "event log is away");
        self.take_all();
        let waiting = self.waiting.drain(..);
        others
            .into_iter()
            .chain(waiting)
            .for_each(|pending| pending.unavailable(reason));
        self.controls
            .drain(..)
            .for_each(|control| answer_failed(control, reason));
    }

    /// Answers what one connection can answer. What it leaves in `batch` after an error is to be
    /// tried again over the next one.
    async fn attempt(&mut self, batch: &mut Vec<Pending>) -> Result<(), StoreError> {
        self.refuse_foreign(batch).await?;
        let (mut sure, mut unsure) = (Vec::new(), Vec::new());
        for pending in batch.drain(..) {
            let known = self.cache.get(pending.entry.append.stream);
            let contradicted = known.is_some_and(|known| known != pending.entry.append.expected);
            let side = if pending.in_doubt || contradicted {
                &mut unsure
            } else {
                &mut sure
            };
            side.push(pending);
        }
        if !sure.is_empty() {
            match self.optimistic(&sure).await {
                Ok(Some(stored)) => self.answer_stored(sure, &stored),
                Ok(None) | Err(StoreError::Refused { .. }) => unsure.append(&mut sure),
                Err(lost @ StoreError::Lost { .. }) => {
                    sure.iter_mut().for_each(|pending| pending.in_doubt = true);
                    batch.append(&mut sure);
                    batch.append(&mut unsure);
                    return Err(lost);
                }
            }
        }
        if unsure.is_empty() {
            return Ok(());
        }
        match self.verdict(&unsure).await {
            Ok(verdicts) => {
                self.answer_verdicts(unsure, verdicts, batch);
                Ok(())
            }
            Err(StoreError::Refused { .. }) => self.attempt_alone(unsure, batch).await,
            Err(lost @ StoreError::Lost { .. }) => {
                unsure
                    .iter_mut()
                    .for_each(|pending| pending.in_doubt = true);
                batch.append(&mut unsure);
                Err(lost)
            }
        }
    }

    /// The store refused a batch as a whole: one of it may be to blame, so each goes alone.
    async fn attempt_alone(
        &mut self,
        pendings: Vec<Pending>,
        batch: &mut Vec<Pending>,
    ) -> Result<(), StoreError> {
        let mut pendings = pendings.into_iter();
        while let Some(mut pending) = pendings.next() {
            let mut attempt = 1;
            loop {
                match self.verdict(std::slice::from_ref(&pending)).await {
                    Ok(verdicts) => self.answer_verdicts(vec![pending], verdicts, batch),
                    Err(StoreError::Refused { .. }) if attempt < ATTEMPTS_ALONE => {
                        attempt += 1;
                        continue;
                    }
                    Err(StoreError::Refused { reason }) => {
                        tracing::error!(reason, "the store refuses an append");
                        pending.unavailable(&reason);
                    }
                    Err(lost @ StoreError::Lost { .. }) => {
                        pending.in_doubt = true;
                        batch.push(pending);
                        batch.extend(pendings);
                        return Err(lost);
                    }
                }
                break;
            }
        }
        Ok(())
    }

    /// Answers the appends to shards that are not (or no longer) this writer's. One in doubt is
    /// settled by reading: whoever has raised the epoch since, nothing of ours can follow.
    async fn refuse_foreign(&mut self, batch: &mut Vec<Pending>) -> Result<(), StoreError> {
        let mut pendings = std::mem::take(batch).into_iter();
        while let Some(pending) = pendings.next() {
            let append = &pending.entry.append;
            if self.covers(&pending.entry) {
                batch.push(pending);
                continue;
            }
            if !pending.in_doubt {
                pending.fenced();
                continue;
            }
            let first_version = append.expected.next();
            let found = match self.session.as_mut() {
                Some(session) => session.find(append.stream, first_version).await,
                None => Err(not_connected()),
            };
            match found {
                Ok(Some((id, first_position))) if Some(id) == first_id(&pending) => {
                    pending.answer(Ok(Appended::Stored {
                        first_version,
                        first_position,
                    }));
                    self.announce();
                }
                Ok(_) => pending.fenced(),
                Err(error) => {
                    batch.push(pending);
                    batch.extend(pendings);
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    fn covers(&self, entry: &Entry) -> bool {
        #[cfg(feature = "testing")]
        if self.options.mutant == Some(Mutant::NoFence) {
            return true;
        }
        self.ownership.covers(entry.shard, entry.append.epoch)
    }

    /// Stores all (and says where), or nothing.
    async fn optimistic(
        &mut self,
        pendings: &[Pending],
    ) -> Result<Option<Vec<Appended>>, StoreError> {
        let Some(session) = self.session.as_mut() else {
            return Err(not_connected());
        };
        let plan = Checked::new(
            pendings.iter().map(|pending| &pending.entry),
            |entry| self.cache.get(entry.append.stream) == Some(entry.append.expected),
            |shard| self.ownership.row(shard),
        );
        if !session.optimistic(&plan).await? {
            return Ok(None);
        }
        let stored = pendings
            .iter()
            .zip(&plan.first_positions)
            .map(|(pending, position)| {
                let first_version = pending.entry.append.expected.next();
                Appended::Stored {
                    first_version,
                    first_position: *position,
                }
            });
        Ok(Some(stored.collect()))
    }

    async fn verdict(&mut self, pendings: &[Pending]) -> Result<Vec<Verdict>, StoreError> {
        let Some(session) = self.session.as_mut() else {
            return Err(not_connected());
        };
        let entries = pendings.iter().map(|pending| &pending.entry);
        let trial = Trial::new(entries, |shard| self.ownership.row(shard).0);
        let verdicts = session.verdict(&trial).await?;
        if verdicts.len() != pendings.len() {
            let (found, expected) = (verdicts.len(), pendings.len());
            let reason = format!("{found} verdicts for {expected} appends");
            return Err(StoreError::Lost { reason });
        }
        Ok(verdicts)
    }

    fn answer_stored(&mut self, pendings: Vec<Pending>, stored: &[Appended]) {
        for (pending, stored) in pendings.into_iter().zip(stored) {
            self.remember(&pending.entry, stored);
            pending.answer(Ok(*stored));
        }
        self.announce();
    }

    fn answer_verdicts(
        &mut self,
        pendings: Vec<Pending>,
        verdicts: Vec<Verdict>,
        again: &mut Vec<Pending>,
    ) {
        let mut moved = false;
        for (pending, verdict) in pendings.into_iter().zip(verdicts) {
            let stream = pending.entry.append.stream;
            match verdict {
                Verdict::Stored {
                    first_version,
                    first_position,
                } => {
                    let stored = Appended::Stored {
                        first_version,
                        first_position,
                    };
                    self.remember(&pending.entry, &stored);
                    pending.answer(Ok(stored));
                    moved = true;
                }
                Verdict::Duplicate {
                    first_version,
                    first_position,
                    first_id: id,
                    parts,
                } => {
                    self.cache.forget(stream);
                    let own = pending.in_doubt && first_id(&pending) == Some(id);
                    pending.answer(Ok(if own {
                        moved = true;
                        Appended::Stored {
                            first_version,
                            first_position,
                        }
                    } else {
                        Appended::Duplicate {
                            first_version,
                            first_position,
                            parts,
                        }
                    }));
                }
                Verdict::Conflict { actual } => {
                    self.cache.set(stream, actual);
                    let expected = pending.entry.append.expected;
                    pending.answer(Err(AppendError::Conflict {
                        stream,
                        expected,
                        actual,
                    }));
                }
                Verdict::Fenced => {
                    self.ownership.lose(pending.entry.shard);
                    again.push(pending);
                }
            }
        }
        if moved {
            self.announce();
        }
    }

    fn remember(&mut self, entry: &Entry, stored: &Appended) {
        let last = (entry.append.events.len() as u64).saturating_sub(1);
        self.cache
            .set(entry.append.stream, stored.first_version().plus(last));
        self.ownership
            .advance(entry.shard, stored.first_position().plus(last));
    }

    fn announce(&self) {
        self.news
            .send_modify(|moved| *moved = moved.wrapping_add(1));
    }

    /// Does what was asked between batches, over as many connections as it takes.
    async fn control(&mut self, control: Control) {
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
            Control::Claim { owner, shards, .. } => {
                let rows = session.claim(*owner, shards).await?;
                rows.iter()
                    .for_each(|claimed| self.ownership.claimed(*owner, claimed.row));
                self.cache.clear();
                Ok(Done::Claimed(rows))
            }
            Control::Release {
                owner,
                shards,
                seen_at_ms,
                ..
            } => {
                session.release(*owner, shards, *seen_at_ms).await?;
                self.ownership.released(*owner, shards);
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
    Claimed(Vec<super::session::ClaimRow>),
    Nothing,
}

fn answer_failed(control: Control, reason: &str) {
    match control {
        Control::Claim { .. } => answer_claim(control, Err(reason.to_owned())),
        Control::Release { .. } | Control::Heartbeat { .. } | Control::SaveSnapshot { .. } => {
            answer_done(control, Err(reason.to_owned()));
        }
    }
}

fn answer_claim(control: Control, rows: Result<Vec<super::session::ClaimRow>, String>) {
    if let Control::Claim { answer, .. } = control {
        // A caller that has gone away does not want the answer.
        drop(answer.send(rows));
    }
}

fn answer_done(control: Control, done: Result<(), String>) {
    match control {
        Control::Claim { .. } => {}
        Control::Release { answer, .. }
        | Control::Heartbeat { answer, .. }
        | Control::SaveSnapshot { answer, .. } => drop(answer.send(done)),
    }
}

fn first_id(pending: &Pending) -> Option<crate::ids::EventId> {
    pending.entry.append.events.first().map(|event| event.id)
}

fn not_connected() -> StoreError {
    StoreError::Lost {
        reason: "not connected".to_owned(),
    }
}
