//! What one connection can do for a batch: store it in one go, or else judge each append; and how
//! the answers are told.

use crate::contract::{AppendError, Appended};
#[cfg(feature = "testing")]
use crate::mutant::Mutant;

use super::pending::Pending;
use super::plan::{Checked, Entry, Trial};
use super::session::{Connector, Session, StoreError, Verdict};
use super::writer::{Writer, not_connected};

/// How often an append that the store refuses on its own is tried before it is given back.
const ATTEMPTS_ALONE: usize = 2;

impl<C: Connector> Writer<C> {
    /// Answers what one connection can answer. What it leaves in `batch` after an error is to be
    /// tried again over the next one.
    pub(super) async fn attempt(&mut self, batch: &mut Vec<Pending>) -> Result<(), StoreError> {
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
                Ok(Some((id, first_position))) if Some(id) == pending.first_id() => {
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
                    let own = pending.in_doubt && pending.first_id() == Some(id);
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
                    let shard = pending.entry.shard;
                    let lost = self.ownership.lose(shard).map(|claimed| (shard, claimed));
                    self.lost(lost);
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
        self.signals
            .news
            .send_modify(|moved| *moved = moved.wrapping_add(1));
    }
}
