//! The warden of a process that is one of several: it says every second that the process is alive, takes the shards that are
//! meant for it once nobody else has them, hands over those that are meant for others, and stops everything when its signs
//! of life are not taken any more.
//!
//! It waits for nothing itself: what takes time is a task that reports back, so that no slow log and no slow actor keeps it
//! from seeing that its time is over.

mod moves;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use arena_bus::Head;
use arena_log::{Claim, Epoch, OwnerError, OwnerId, ReadError, ShardId};
use arena_rules::ids::GatewayId;
use arena_rules::time::{Span, Time};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, timeout};

use super::plan::{self, Situation};
use crate::holdings::Held;
use crate::household::Household;
use crate::limits;
use crate::shards::{Member, Roster, Sign, Staying};

pub(crate) enum Message {
    /// It is time for a sign of life.
    Beat,
    /// The answer to the one that was sent then; none in time is an error too.
    Beaten {
        sent: Instant,
        roster: Result<Roster, Silence>,
    },
    /// The last sign of life may be too old by now.
    Look,
    Claimed(Result<Claim, OwnerError>),
    TakenUp {
        shards: Vec<ShardId>,
        result: Result<(), ReadError>,
    },
    /// Everything that was live in a shard has come back.
    Whole(ShardId, Epoch),
    Settled {
        shards: BTreeMap<ShardId, Epoch>,
        result: Result<(), OwnerError>,
    },
    /// A shard was let go, and released unless the log did not answer.
    Gone(ShardId, Result<(), OwnerError>),
    /// An append was refused: somebody else has the shard.
    Fenced(ShardId, Epoch),
    /// Hand everything over, and tell when it is done.
    Leave(oneshot::Sender<()>),
}

/// Why a sign of life was not taken, as far as is known.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Silence {
    #[error("the log has not answered in time")]
    TimedOut,
    #[error(transparent)]
    Refused(#[from] OwnerError),
}

pub(crate) struct Warden {
    pub(crate) household: Arc<Household>,
    pub(crate) member: Member,
}

/// What the warden knows and what is under way.
pub(crate) struct Watch {
    tasks: JoinSet<()>,
    timer: Option<JoinHandle<Result<(), ractor::MessagingErr<Message>>>>,
    beating: Beating,
    /// When shards were last claimed or released: what a roster from before says of shards is old.
    changed: Instant,
    claiming: Option<Claiming>,
    busy: BTreeSet<ShardId>,
    /// Released, and not seen to be taken yet.
    handed: BTreeSet<ShardId>,
    /// Since when shards that this process had are nobody's, as far as it knows.
    left: BTreeMap<ShardId, Time>,
    /// Whole, but not recorded yet.
    unsettled: BTreeMap<ShardId, Epoch>,
    settling: Settling,
    /// Who takes shards, and since when that is known.
    holders: (Vec<OwnerId>, Instant),
    leaving: Option<Vec<oneshot::Sender<()>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beating {
    Idle,
    UnderWay,
    /// Another one is wanted as soon as this one is answered.
    Again,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Settling {
    Idle,
    UnderWay,
}

enum Claiming {
    Asked,
    /// Granted; it is taken up when a roster from after it shows who lives now.
    Granted(Claim),
}

impl Actor for Warden {
    type Msg = Message;
    type State = Watch;
    type Arguments = ();

    async fn pre_start(
        &self,
        myself: ActorRef<Message>,
        (): (),
    ) -> Result<Watch, ActorProcessingErr> {
        myself.cast(Message::Beat)?;
        Ok(Watch {
            tasks: JoinSet::new(),
            timer: None,
            beating: Beating::Idle,
            changed: Instant::now(),
            claiming: None,
            busy: BTreeSet::new(),
            handed: BTreeSet::new(),
            left: BTreeMap::new(),
            unsettled: BTreeMap::new(),
            settling: Settling::Idle,
            holders: (Vec::new(), Instant::now()),
            leaving: None,
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<Message>,
        message: Message,
        watch: &mut Watch,
    ) -> Result<(), ActorProcessingErr> {
        while let Some(ended) = watch.tasks.try_join_next() {
            // What it should have reported never comes: this process would hold its shards and do nothing about them.
            ended?;
        }
        match message {
            Message::Beat => self.beat(&myself, watch),
            Message::Beaten { sent, roster } => {
                let again = watch.beating == Beating::Again;
                watch.beating = Beating::Idle;
                let wait = match roster {
                    Ok(roster) => self.beaten(&myself, watch, sent, &roster),
                    Err(silence) => {
                        tracing::warn!(%silence, "a sign of life was not taken");
                        limits::LOOK_AGAIN
                    }
                };
                self.beat_in(&myself, watch, if again { Duration::ZERO } else { wait });
            }
            Message::Look => {
                let ended = self.household.world.holdings.end_if_dead();
                self.stop_all(watch, ended);
            }
            Message::Claimed(result) => {
                watch.changed = Instant::now();
                watch.claiming = match result {
                    Ok(claim) if !claim.shards.is_empty() => Some(Claiming::Granted(claim)),
                    Ok(_) => None,
                    Err(error) => {
                        tracing::warn!(%error, "shards were not claimed");
                        None
                    }
                };
                self.beat(&myself, watch);
            }
            Message::TakenUp { shards, result } => {
                watch.changed = Instant::now();
                for shard in &shards {
                    watch.busy.remove(shard);
                }
                if let Err(error) = result {
                    tracing::error!(%error, shards = shards.len(), "claimed shards cannot be read; they are claimed again");
                }
            }
            Message::Whole(shard, epoch) => {
                watch.left.remove(&shard);
                watch.unsettled.insert(shard, epoch);
                self.settle(&myself, watch);
            }
            Message::Settled { shards, result } => {
                watch.settling = Settling::Idle;
                match result {
                    Ok(()) => watch
                        .unsettled
                        .retain(|shard, epoch| shards.get(shard) != Some(epoch)),
                    Err(error) => {
                        tracing::warn!(%error, "shards were not settled; it is tried again")
                    }
                }
            }
            Message::Gone(shard, result) => {
                watch.changed = Instant::now();
                watch.busy.remove(&shard);
                match result {
                    Ok(()) => {
                        watch.handed.insert(shard);
                    }
                    Err(error) => {
                        tracing::warn!(%shard, %error, "a shard was not released; it is tried again");
                    }
                }
                self.beat(&myself, watch);
            }
            Message::Fenced(shard, epoch) => {
                self.lose(watch, shard, epoch);
                self.beat(&myself, watch);
            }
            Message::Leave(left) => {
                watch.leaving.get_or_insert_default().push(left);
                self.beat(&myself, watch);
            }
        }
        Ok(())
    }

    async fn post_stop(
        &self,
        _: ActorRef<Message>,
        watch: &mut Watch,
    ) -> Result<(), ActorProcessingErr> {
        watch.tasks.abort_all();
        if let Some(timer) = watch.timer.take() {
            timer.abort();
        }
        Ok(())
    }
}

impl Warden {
    fn now(&self) -> Time {
        self.household.world.clock.now()
    }

    fn beat_in(&self, myself: &ActorRef<Message>, watch: &mut Watch, wait: Duration) {
        if let Some(timer) = watch.timer.take() {
            timer.abort();
        }
        watch.timer = Some(myself.send_after(wait, || Message::Beat));
    }

    /// One sign of life at a time.
    fn beat(&self, myself: &ActorRef<Message>, watch: &mut Watch) {
        if watch.beating != Beating::Idle {
            watch.beating = Beating::Again;
            return;
        }
        watch.beating = Beating::UnderWay;
        let sign = Sign {
            owner: self.household.owner(),
            plan: match watch.leaving {
                Some(_) => Staying::Leaves,
                None => Staying::Stays,
            },
            seen_at_ms: self.now().0,
        };
        let (shards, myself) = (self.member.shards.clone(), myself.clone());
        watch.tasks.spawn(async move {
            let sent = Instant::now();
            let roster = match timeout(limits::BEAT_WITHIN, shards.beat(sign)).await {
                Ok(answer) => answer.map_err(Silence::from),
                Err(_) => Err(Silence::TimedOut),
            };
            myself.cast(Message::Beaten { sent, roster }).ok();
        });
    }

    /// A sign of life was taken. Gives when the next one is due.
    fn beaten(
        &self,
        myself: &ActorRef<Message>,
        watch: &mut Watch,
        sent: Instant,
        roster: &Roster,
    ) -> Duration {
        let world = &self.household.world;
        let until = sent + limits::ALIVE_FOR;
        let ended = world.holdings.lives(until);
        self.stop_all(watch, ended);
        let rest = until.saturating_duration_since(Instant::now());
        myself.send_after(rest, || Message::Look);
        let me = self.household.owner();
        let mut gateways: BTreeSet<GatewayId> = roster
            .nodes
            .keys()
            .map(|owner| GatewayId(owner.0))
            .collect();
        gateways.insert(GatewayId(me.0));
        if world.gateways.set(gateways) {
            self.household.doors.sessions.sweep();
        }
        self.settle(myself, watch);
        self.announce(roster);
        if sent < watch.changed {
            return Duration::ZERO;
        }
        watch
            .handed
            .retain(|shard| !roster.owners.contains_key(shard));
        self.take_up(myself, watch, roster);
        let leaving = watch.leaving.as_ref().map(|_| me);
        let holders = plan::holders(roster, leaving);
        if watch.holders.0 != holders {
            watch.holders = (holders.clone(), Instant::now());
        }
        let (placed, held) = ((self.member.placement)(&holders), world.holdings.shards());
        world.holdings.views(plan::view(me, roster, &placed));
        let plan = plan::plan(&Situation {
            me,
            roster,
            placed: &placed,
            held: &held,
            busy: &watch.busy,
            handed: watch.handed.len(),
            known_for: watch.holders.1.elapsed(),
        });
        let look_again = plan.look_again;
        self.follow(myself, watch, plan, roster, &held);
        let nothing_left = held.is_empty() && !roster.owners.values().any(|owner| *owner == me);
        if watch.busy.is_empty() && watch.claiming.is_none() && (nothing_left || holders.is_empty())
        {
            let waiting = watch.leaving.iter_mut();
            for left in waiting.flat_map(|waiting| waiting.drain(..)) {
                // Whoever waited may have gone.
                left.send(()).ok();
            }
        }
        look_again
    }

    /// Tells followers in other processes how far the shards that are held here have come.
    fn announce(&self, roster: &Roster) {
        let world = &self.household.world;
        let head = |(shard, epoch)| Head {
            shard,
            epoch,
            head: roster.heads.get(shard),
        };
        let heads: Vec<Head> = world.holdings.shards().into_iter().map(head).collect();
        world.bus.announce(&heads);
    }

    /// Somebody else has the shard.
    fn lose(&self, watch: &mut Watch, shard: ShardId, epoch: Epoch) {
        let holdings = &self.household.world.holdings;
        let held = holdings.held(shard).filter(|held| held.epoch == epoch);
        if let Some(held) = held
            && holdings.forget(shard, epoch)
        {
            tracing::warn!(%shard, %epoch, "another process has taken the shard: its actors stop");
            self.forget(watch, shard, held, self.now());
        }
    }

    /// The process has given no sign of life for so long that others may have its shards.
    fn stop_all(&self, watch: &mut Watch, ended: Vec<(ShardId, Held)>) {
        if ended.is_empty() {
            return;
        }
        tracing::error!(
            shards = ended.len(),
            "no sign of life was taken for {} ms: all actors stop, and nothing is answered until shards are claimed anew",
            limits::ALIVE_FOR.as_millis()
        );
        let alive_for = i64::try_from(limits::ALIVE_FOR.as_millis()).unwrap_or(i64::MAX);
        let since = self.now() + Span(-alive_for);
        for (shard, held) in ended {
            self.forget(watch, shard, held, since);
        }
    }

    fn forget(&self, watch: &mut Watch, shard: ShardId, held: Held, since: Time) {
        // Who did not get the outage before back gets it together with this one.
        let whole = held.whole_since.map(|_| since);
        if let Some(since) = whole.or(held.unseen_since) {
            watch.left.insert(shard, since);
        }
        let household = self.household.clone();
        watch
            .tasks
            .spawn(async move { household.forget(shard, held.epoch).await });
    }
}
