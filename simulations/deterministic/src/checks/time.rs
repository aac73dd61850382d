//! Invariant 11: Time is the server's: a submission received before the deadline counts, one after it never does. Who solved first is
//! decided by the order in which submissions were received; the battle waits for verdicts still pending from before the winning
//! moment. An owner that takes over a running battle extends its deadline by the outage, as an event.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use arena_bus::ArenaEvent;
use arena_log::{Epoch, OwnerId, Recorded, ShardId, StreamId};
use arena_rules::battle::{
    self, AbortReason, Battle, Event, FinishReason, JudgingReason, Outcome, Phase, SubmissionState,
};
use arena_rules::ids::{PlayerId, SubmissionId};
use arena_rules::time::{Span, Time};
use uuid::Uuid;

use super::truth::{Truth, event};
use super::{Check, Checked, ensure};
use crate::history::{Answer, Asked, Ending, Entry, Happened, Kind};

/// What a submission is told that came too late or too early.
const UNTIMELY: [&str; 4] = ["time-up", "judging", "battle-over", "not-started"];
/// An owner that had a shard for less may have died before it had said so.
const SETTLED_AFTER: Duration = Duration::from_secs(10);

#[derive(Debug, Default)]
pub(super) struct Deadlines {
    tables: BTreeMap<StreamId, Table>,
    /// When each submission was sent first.
    sent: BTreeMap<SubmissionId, Duration>,
    /// When a submission's command was sent last.
    asked: BTreeMap<(PlayerId, Uuid), Duration>,
    claimed: BTreeMap<(ShardId, Epoch), Duration>,
    released: BTreeSet<(OwnerId, ShardId)>,
    killed: BTreeMap<OwnerId, Duration>,
    clocks_were_set: bool,
}

/// A battle before its next event.
#[derive(Debug, Default)]
struct Table {
    battle: Battle,
    epoch: Epoch,
    started: Duration,
}

impl Deadlines {
    fn stored(&mut self, at: Duration, recorded: &Recorded, truth: &Truth) -> Checked {
        let Some(ArenaEvent::Battle(event)) = event(recorded) else {
            return Ok(());
        };
        let mut table = self.tables.remove(&recorded.stream).unwrap_or_default();
        let said = |checked: Checked| {
            let (stream, version) = (recorded.stream, recorded.version);
            checked.map_err(|what| format!("stream {stream}/{version}: {what}"))
        };
        said(in_time(&table.battle, &event))?;
        said(in_order(&table.battle, &event))?;
        said(self.stamped(at, &table.battle, &event, truth))?;
        said(self.given_back(&table, recorded, &event, truth))?;
        if let Event::Started { .. } = event {
            table.started = at;
        }
        table.epoch = recorded.epoch;
        table.battle = battle::evolve(table.battle, &event);
        self.tables.insert(recorded.stream, table);
        Ok(())
    }

    /// A submission has the time at which it was received, by the clock of its battle's owner.
    fn stamped(&self, now: Duration, battle: &Battle, event: &Event, truth: &Truth) -> Checked {
        let latest = truth.clocks(now).map(|(_, latest)| latest);
        match event {
            Event::Submitted { at, submission, .. } => {
                let sent = self.sent.get(submission);
                let earliest = sent.and_then(|sent| truth.clocks(*sent));
                let early = earliest.is_some_and(|(earliest, _)| *at < earliest);
                let late = latest.is_some_and(|latest| *at > latest) && *at > battle.latest;
                ensure(!early && !late, || {
                    format!("a submission sent at {sent:?} and stored at {now:?} is stamped {at:?}")
                })
            }
            Event::Extended { by, .. } => {
                let missed = latest.map_or(Span(i64::MAX), |latest| latest - battle.latest);
                ensure(*by > Span::ZERO && *by <= missed, || {
                    format!("extended by {by:?}, nothing can be missed but {missed:?}")
                })
            }
            _ => Ok(()),
        }
    }

    /// The first that a new owner says of a battle whose owner was killed is that nobody could play.
    fn given_back(
        &self,
        table: &Table,
        recorded: &Recorded,
        event: &Event,
        truth: &Truth,
    ) -> Checked {
        let owner = |epoch: Epoch| {
            truth
                .claims(recorded.shard)
                .rfind(|(claimed, _)| *claimed <= epoch)
        };
        let (Some((before, dead)), Some((_, new))) = (owner(table.epoch), owner(recorded.epoch))
        else {
            return Ok(());
        };
        let between = truth.claims(recorded.shard).any(|(epoch, other)| {
            epoch > before && epoch < recorded.epoch && other != dead && other != new
        });
        let (Some(due), Some(killed)) = (table.battle.due(), self.killed.get(&dead)) else {
            return Ok(());
        };
        let since = self.claimed.get(&(recorded.shard, before));
        let settled = since.is_some_and(|since| *since + SETTLED_AFTER <= *killed);
        let was_due = truth
            .clocks(*killed)
            .is_none_or(|(_, latest)| due <= latest);
        let released = self.released.contains(&(dead, recorded.shard));
        if dead == new || between || released || !settled || was_due || self.clocks_were_set {
            return Ok(());
        }
        ensure(matches!(event, Event::Extended { .. }), || {
            format!(
                "{new} goes on with {event:?}, the time since {killed:?}, when {dead} was killed, is not given back"
            )
        })
    }

    /// What was received in time is not turned away as late.
    fn rejected(
        &self,
        now: Duration,
        key: (PlayerId, Uuid),
        stream: StreamId,
        truth: &Truth,
    ) -> Checked {
        let (Some(asked), Some(table)) = (self.asked.get(&key), self.tables.get(&stream)) else {
            return Ok(());
        };
        let Phase::Running { deadline, .. } = table.battle.phase else {
            return Ok(());
        };
        let in_time = truth
            .clocks(now)
            .is_some_and(|(_, latest)| latest < deadline);
        ensure(!in_time || table.started > *asked, || {
            format!(
                "player {}: a submission was rejected as untimely, {stream} runs until {deadline:?}",
                key.0
            )
        })
    }
}

/// Whether what time brings came in its time.
fn in_time(battle: &Battle, event: &Event) -> Checked {
    let at = event.at();
    ensure(at >= battle.latest, || {
        format!("{at:?} follows {:?}", battle.latest)
    })?;
    let deadline = match battle.phase {
        Phase::Running { deadline, .. } => Some(deadline),
        _ => None,
    };
    let due = |what: &str, due: Option<Time>| {
        ensure(due.is_none_or(|due| at >= due), || {
            format!("{what} at {at:?}, due at {due:?}")
        })
    };
    match event {
        Event::Submitted { .. } | Event::Edited { .. } => {
            ensure(deadline.is_some_and(|deadline| at < deadline), || {
                format!("received at {at:?} in {:?}", battle.phase)
            })
        }
        Event::Started { .. } => due(
            "started",
            match battle.phase {
                Phase::Countdown { starts_at } => Some(starts_at),
                _ => None,
            },
        ),
        Event::JudgingStarted {
            reason: JudgingReason::TimeUp,
            ..
        }
        | Event::Finished {
            reason: FinishReason::TimeUp,
            ..
        }
        | Event::Aborted {
            reason: AbortReason::NobodySubmitted,
            ..
        } => due("time was up", deadline),
        Event::Aborted {
            reason: AbortReason::NotAccepted { .. },
            ..
        } => due(
            "given up",
            match battle.phase {
                Phase::Waiting { accept_by } => Some(accept_by),
                _ => None,
            },
        ),
        _ => Ok(()),
    }
}

/// Whether a battle ends by the order in which its submissions were received.
fn in_order(battle: &Battle, event: &Event) -> Checked {
    let Event::Finished { outcome, .. } = event else {
        return Ok(());
    };
    let submissions = &battle.submissions;
    let first = submissions
        .iter()
        .find(|known| known.state == SubmissionState::Accepted);
    let mut undecided = submissions
        .iter()
        .take_while(|known| Some(known.id) != first.map(|f| f.id));
    let pending = undecided.find(|known| known.state == SubmissionState::Pending);
    ensure(pending.is_none(), || {
        format!("finished while {pending:?} waits for its verdict")
    })?;
    let solution = match outcome {
        Outcome::Won { submission, .. } => *submission,
        Outcome::Draw => None,
    };
    ensure(solution == first.map(|first| first.id), || {
        format!("decided by {solution:?}, the first accepted is {first:?}")
    })
}

impl Check for Deadlines {
    fn note(&mut self, entry: &Entry, truth: &Truth) -> Checked {
        let now = entry.at;
        match &entry.what {
            Happened::Stored(recorded) => return self.stored(now, recorded, truth),
            Happened::Asked(Asked {
                player,
                id,
                kind: Kind::Submit { submission },
                ..
            }) => {
                self.sent.entry(*submission).or_insert(now);
                self.asked.insert((*player, *id), now);
            }
            Happened::Answered {
                player,
                id,
                stream,
                answer: Answer::Rejected(code),
            } if UNTIMELY.contains(code) => {
                return self.rejected(now, (*player, *id), *stream, truth);
            }
            Happened::Claimed { shard, epoch, .. } => {
                self.claimed.insert((*shard, *epoch), now);
            }
            Happened::Released { owner, shard } => {
                self.released.insert((*owner, *shard));
            }
            Happened::Ended {
                owner,
                how: Ending::Killed,
            } => {
                self.killed.insert(*owner, now);
            }
            Happened::ClockSet { .. } => self.clocks_were_set = true,
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
