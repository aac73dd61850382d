//! Two players in a battle on a cluster, and what the log says of what they did.

use arena_bus::streams;
use arena_log::{CommandId, Epoch, EventLog, Recorded, ShardId, StreamId, Version};
use arena_rules::ids::{BattleId, PlayerId, command_id};
use uuid::Uuid;

use crate::cluster::{Cluster, Plan};
use crate::player::{Order, Player, battle, give_up, write_acks};

pub(crate) struct Scene {
    pub(crate) cluster: Cluster,
    pub(crate) ada: Player,
    pub(crate) bob: Player,
    pub(crate) battle: Uuid,
}

impl Scene {
    /// Starts a cluster, in which so many processes hold shards, and a battle on it.
    pub(crate) async fn of(plan: Plan, holders: usize) -> Self {
        let cluster = Cluster::start(plan).await;
        cluster.is_settled(holders).await;
        let urls = cluster.urls();
        let mut ada = Player::enter(&urls).await;
        let mut bob = Player::enter(&urls).await;
        let battle = battle(&mut ada, &mut bob).await;
        Self {
            cluster,
            ada,
            bob,
            battle,
        }
    }

    pub(crate) fn stream(&self) -> StreamId {
        streams::battle(BattleId(self.battle))
    }

    /// The process that has the battle.
    pub(crate) async fn owner(&self) -> usize {
        self.cluster.owner(self.stream()).await.unwrap()
    }

    /// Under which the battle is held now.
    pub(crate) async fn epoch(&self) -> Epoch {
        self.cluster.roster().await.shards[&ShardId::of(self.stream())].epoch
    }

    /// The addresses of the processes, this one's first.
    pub(crate) fn urls_from(&self, first: usize) -> Vec<String> {
        let mut urls = self.cluster.urls();
        urls.rotate_left(first);
        urls
    }

    /// Ada goes to the process that has the battle, Bob to another one and nowhere else. Gives both processes.
    pub(crate) async fn part(&mut self) -> (usize, usize) {
        let owner = self.owner().await;
        let other = (owner + 1) % self.cluster.nodes.len();
        let urls = self.urls_from(owner);
        self.ada.move_to(&urls).await;
        self.bob.move_to(&urls[1..2]).await;
        (owner, other)
    }

    pub(crate) fn say(&self, text: &str) -> Order {
        Order::say(self.battle, text)
    }

    /// What of the battle's log is of the player's command.
    pub(crate) async fn logged(&self, player: &Player, order: &Order) -> Vec<Recorded> {
        let log = self.cluster.log();
        let all = log.read_stream(self.stream(), Version::ZERO, 1_000).await;
        let mut all = all.unwrap();
        all.retain(|recorded| recorded.command == logged_id(player, order));
        all
    }

    /// Bob gives up, and everything is stopped and looked through.
    pub(crate) async fn end(mut self) {
        give_up(self.battle, &mut self.bob, &mut self.ada).await;
        let acks = self.cluster.folder().join("acks.ndjson");
        write_acks(&acks, &[&self.ada, &self.bob]);
        self.cluster.verify(Some(&acks));
    }
}

/// A player's command, as the log and the processes' own logs call it.
pub(crate) fn logged_id(player: &Player, order: &Order) -> CommandId {
    CommandId(command_id(PlayerId(player.me()), order.id))
}
