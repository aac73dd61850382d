//! Shards on their way: claimed and taken up, let go and released, settled.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_log::{Claim, Claimed, Epoch, OwnerError, ShardId};
use ractor::ActorRef;
use tokio::time::timeout;

use super::{Claiming, Message, Settling, Warden, Watch};
use crate::household::Household;
use crate::limits;
use crate::shards::{Member, Roster};
use crate::warden::plan::Plan;

impl Warden {
    pub(super) fn follow(
        &self,
        myself: &ActorRef<Message>,
        watch: &mut Watch,
        plan: Plan,
        roster: &Roster,
        held: &BTreeMap<ShardId, Epoch>,
    ) {
        let epoch = |shard: &ShardId| held.get(shard).copied();
        for shard in plan.lost {
            if let Some(epoch) = epoch(&shard) {
                self.lose(watch, shard, epoch);
            }
        }
        for shard in plan.hand_over {
            if let Some(epoch) = epoch(&shard) {
                watch.busy.insert(shard);
                watch.left.insert(shard, self.now());
                watch
                    .tasks
                    .spawn(self.giving(myself).hand_over(shard, epoch));
            }
        }
        for shard in plan.give_up {
            if let Some(epoch) = roster.epochs.get(&shard) {
                watch.busy.insert(shard);
                watch
                    .tasks
                    .spawn(self.giving(myself).release(shard, *epoch));
            }
        }
        if watch.claiming.is_none() && !plan.claim.is_empty() {
            watch.claiming = Some(Claiming::Asked);
            let (shards, owner) = (self.member.shards.clone(), self.household.owner());
            let myself = myself.clone();
            watch.tasks.spawn(async move {
                let result = in_time(shards.claim_free(owner, &plan.claim)).await;
                myself.cast(Message::Claimed(result)).ok();
            });
        }
    }

    fn giving(&self, myself: &ActorRef<Message>) -> Giving {
        Giving {
            household: self.household.clone(),
            member: self.member.clone(),
            myself: myself.clone(),
        }
    }

    /// Takes up what was claimed before the roster was made.
    pub(super) fn take_up(&self, myself: &ActorRef<Message>, watch: &mut Watch, roster: &Roster) {
        let Some(Claiming::Granted(claim)) = watch
            .claiming
            .take_if(|claiming| matches!(claiming, Claiming::Granted(_)))
        else {
            return;
        };
        let me = self.household.owner();
        let still_mine = |(shard, _): &(ShardId, Claimed)| roster.owners.get(shard) == Some(&me);
        let shards: BTreeMap<ShardId, Claimed> =
            claim.shards.into_iter().filter(still_mine).collect();
        let (claim, names) = (
            Claim {
                shards: shards.clone(),
            },
            shards.into_keys(),
        );
        let names: Vec<ShardId> = names.collect();
        tracing::info!(shards = names.len(), "shards are taken up");
        watch.busy.extend(&names);
        let left = watch.left.clone();
        let (household, term) = (self.household.clone(), self.household.world.holdings.term());
        let (myself, told) = (myself.clone(), myself.clone());
        watch.tasks.spawn(async move {
            let whole = move |shard, epoch| {
                told.cast(Message::Whole(shard, epoch)).ok();
            };
            let taken = household
                .take_up(term, &claim, &left, Arc::new(whole))
                .await;
            let (result, revival) = match taken {
                Ok(revival) => (Ok(()), Some(revival)),
                Err(error) => (Err(error), None),
            };
            let shards = names;
            myself.cast(Message::TakenUp { shards, result }).ok();
            if let Some(revival) = revival {
                revival.rest().await;
            }
        });
    }

    /// Records what is whole, all of it at once.
    pub(super) fn settle(&self, myself: &ActorRef<Message>, watch: &mut Watch) {
        let holdings = &self.household.world.holdings;
        watch
            .unsettled
            .retain(|shard, epoch| holdings.speaks(*shard, *epoch));
        if watch.settling == Settling::UnderWay || watch.unsettled.is_empty() {
            return;
        }
        watch.settling = Settling::UnderWay;
        let shards = watch.unsettled.clone();
        let (log, owner) = (self.member.shards.clone(), self.household.owner());
        let myself = myself.clone();
        watch.tasks.spawn(async move {
            let names: Vec<ShardId> = shards.keys().copied().collect();
            let result = in_time(log.settle(owner, &names)).await;
            myself.cast(Message::Settled { shards, result }).ok();
        });
    }
}

/// What it takes to give a shard away.
struct Giving {
    household: Arc<Household>,
    member: Member,
    myself: ActorRef<Message>,
}

impl Giving {
    /// Lets a shard go that is held, and releases it.
    async fn hand_over(self, shard: ShardId, epoch: Epoch) {
        self.household.let_go(shard, epoch).await;
        self.release(shard, epoch).await;
    }

    async fn release(self, shard: ShardId, epoch: Epoch) {
        let (owner, now) = (self.household.owner(), self.household.world.clock.now().0);
        let claims = [(shard, epoch)];
        let released = in_time(self.member.shards.release(owner, &claims, now)).await;
        self.myself.cast(Message::Gone(shard, released)).ok();
    }
}

/// What is given up is seen in a roster, and asked for again.
async fn in_time<T>(asked: impl Future<Output = Result<T, OwnerError>>) -> Result<T, OwnerError> {
    timeout(limits::MOVE_WITHIN, asked)
        .await
        .unwrap_or_else(|_| {
            Err(OwnerError::Unavailable {
                reason: format!("no answer in {} s", limits::MOVE_WITHIN.as_secs()),
            })
        })
}
