//! The writer task: batches, one connection, and nothing left in doubt.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep};

use crate::contract::AppendError;
use crate::ids::{Epoch, ShardId};
use crate::limits::MAX_CACHED_STREAMS;
use crate::membership::Losses;
#[cfg(feature = "testing")]
use crate::mutant::Mutant;

use super::batch::take_batch;
use super::cache::VersionCache;
use super::control::{Control, answer_failed};
use super::ownership::Ownership;
use super::pending::Pending;
use super::session::{Connector, Session, StoreError};

/// How long appends wait for a store that has gone away before they are refused.
const PATIENCE: Duration = Duration::from_secs(3);

/// The first and the longest pause between two attempts to connect.
const FIRST_BACKOFF: Duration = Duration::from_millis(20);
const LONGEST_BACKOFF: Duration = Duration::from_secs(1);

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

/// What the writers of a log tell everyone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Signals {
    /// Moves after appends have become visible.
    pub(crate) news: watch::Sender<u64>,
    /// The shards that were found to be lost.
    pub(crate) losses: watch::Sender<Losses>,
}

pub(crate) enum Request {
    Append(Box<Pending>),
    Control(Box<Control>),
    Close,
}

pub(crate) struct Writer<C: Connector> {
    connector: C,
    pub(super) session: Option<C::Session>,
    inbox: mpsc::UnboundedReceiver<Request>,
    waiting: VecDeque<Pending>,
    controls: VecDeque<Control>,
    pub(super) ownership: Ownership,
    pub(super) cache: VersionCache,
    pub(super) signals: Signals,
    pub(super) options: WriterOptions,
    /// When the store was found to be away, until it is back.
    away_since: Option<Instant>,
    backoff: Duration,
    closing: bool,
}

impl<C: Connector> Writer<C> {
    pub(crate) fn new(
        connector: C,
        inbox: mpsc::UnboundedReceiver<Request>,
        signals: Signals,
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
            signals,
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
    pub(super) async fn connect(&mut self) -> Result<(), StoreError> {
        if self.session.is_some() {
            return Ok(());
        }
        let mut session = self.connector.connect().await?;
        let owners = self.ownership.owners();
        if !owners.is_empty() {
            let rows = session.raise(&owners, &self.ownership.shards()).await?;
            let lost = self.ownership.raised(&rows);
            self.lost(lost);
        }
        self.cache.clear();
        self.session = Some(session);
        self.away_since = None;
        self.backoff = FIRST_BACKOFF;
        Ok(())
    }

    /// Tells everyone of shards that are another's now.
    pub(super) fn lost(&self, lost: impl IntoIterator<Item = (ShardId, Epoch)>) {
        let mut lost = lost.into_iter().peekable();
        if lost.peek().is_none() {
            return;
        }
        tracing::warn!("shards were taken over by another owner");
        self.signals
            .losses
            .send_modify(|losses| losses.extend(lost));
    }

    pub(super) fn is_away_too_long(&mut self) -> bool {
        let since = *self.away_since.get_or_insert_with(Instant::now);
        since.elapsed() >= self.options.patience
    }

    pub(super) async fn pause(&mut self) {
        sleep(self.backoff).await;
        self.backoff = (self.backoff * 2).min(LONGEST_BACKOFF);
    }

    /// Refuses everything that was not sent, and what waits behind it.
    pub(super) fn refuse(&mut self, others: Vec<Pending>, reason: &str) {
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
}

pub(super) fn not_connected() -> StoreError {
    StoreError::Lost {
        reason: "not connected".to_owned(),
    }
}
