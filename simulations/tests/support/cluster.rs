//! One arena of several real processes on real servers. Each process has ways of its own to them, which can be cut, stalled
//! and mended while players play; processes and servers can be killed, stopped and started again.
//!
//! Tests and examples include this file beside `support`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "tests, each of which needs a part of this"
)]

mod plan;

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use arena_bus::placement;
use arena_bus::testing::NatsServer;
use arena_edge::testing::RedisServer;
use arena_log::testing::{PostgresPair, PostgresServer, Proxy};
use arena_log::{Membership, OwnerId, PostgresLog, PostgresOptions, Roster, ShardId, StreamId};
use arena_simulations::clock;

use crate::support::{Arena, Servers};
pub(crate) use plan::Plan;

const SETTLED_WITHIN: Duration = Duration::from_secs(60);
const SAID_WITHIN: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// PostgreSQL, of one server or of two.
pub(crate) enum Postgres {
    Lone(PostgresServer),
    Pair(Box<PostgresPair>),
}

impl Postgres {
    fn address(&self) -> SocketAddr {
        match self {
            Self::Lone(server) => server.address(),
            Self::Pair(pair) => pair.door().address(),
        }
    }

    fn primary(&mut self) -> &mut PostgresServer {
        match self {
            Self::Lone(server) => server,
            Self::Pair(pair) => pair.primary(),
        }
    }

    /// Ends the server that takes writes with its last signal, in whatever it does.
    pub(crate) fn kill(&mut self) {
        self.primary().kill();
    }

    /// Starts it again on what it had stored.
    pub(crate) async fn restart(&mut self) {
        self.primary().restart().await;
    }

    /// Fences the primary for good, promotes its standby, and gives that a standby of its own.
    pub(crate) async fn fail_over(&mut self) {
        let Self::Pair(pair) = self else {
            panic!("there is no standby")
        };
        pair.fail_over().await;
        pair.add_standby().await;
    }
}

/// What a process reaches over a way of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    Postgres,
    /// And over it the other processes.
    Nats,
    Redis,
}

/// One process.
pub(crate) struct Node {
    pub(crate) arena: Arena,
    name: String,
    ways: Vec<(Server, Proxy)>,
}

impl Node {
    /// What it is called in the log's roster.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn url(&self) -> String {
        self.arena.url()
    }

    /// Its ways to a server; to NATS one for each of several.
    pub(crate) fn ways(&self, server: Server) -> impl Iterator<Item = &Proxy> {
        let ways = self.ways.iter().filter(move |(to, _)| *to == server);
        ways.map(|(_, proxy)| proxy)
    }

    /// Breaks its connections, and lets no new ones through.
    pub(crate) fn cut(&self, server: Server) {
        for way in self.ways(server) {
            way.let_in(false);
            way.hang_up();
        }
    }

    /// Nothing arrives any more in either direction, and no connection breaks.
    pub(crate) fn stall(&self, server: Server) {
        for way in self.ways(server) {
            way.stall(true);
        }
    }

    /// Ends a cut or a stall; what was on its way during a stall arrives now.
    pub(crate) fn mend(&self, server: Server) {
        for way in self.ways(server) {
            way.let_in(true);
            way.stall(false);
        }
    }

    /// Stops the process where it is: its connections stay, and nothing happens on them.
    pub(crate) fn freeze(&self) {
        self.arena.signal("STOP");
    }

    pub(crate) fn thaw(&self) {
        self.arena.signal("CONT");
    }

    /// Waits until its log has a line with all of `words`, and gives that line.
    pub(crate) async fn has_said(&self, words: &[&str]) -> String {
        self.has_said_after(0, words).await
    }

    /// The same of what it says after so many bytes of its log.
    pub(crate) async fn has_said_after(&self, from: usize, words: &[&str]) -> String {
        let start = clock::now();
        loop {
            let said = self.arena.said();
            let mut lines = said.get(from..).unwrap_or_default().lines();
            let found = lines.find(|line| words.iter().all(|word| line.contains(word)));
            if let Some(line) = found {
                return line.to_owned();
            }
            let name = &self.name;
            assert!(
                start.elapsed() < SAID_WITHIN,
                "{name} never said {words:?}:\n{said}"
            );
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}

/// The processes and what they stand on. Everything ends when it is dropped.
pub(crate) struct Cluster {
    pub(crate) nodes: Vec<Node>,
    pub(crate) postgres: Postgres,
    pub(crate) nats: Vec<NatsServer>,
    pub(crate) redis: Option<RedisServer>,
    log: PostgresLog,
    folder: tempfile::TempDir,
}

impl Cluster {
    /// Starts everything, and returns when battles can be played at every process.
    pub(crate) async fn start(plan: Plan) -> Self {
        let postgres = async {
            if plan.standby {
                Postgres::Pair(Box::new(PostgresPair::start().await))
            } else {
                Postgres::Lone(PostgresServer::start().await)
            }
        };
        let nats = async {
            match plan.nats {
                1 => vec![NatsServer::start().await],
                several => NatsServer::cluster(several).await,
            }
        };
        let redis = async {
            match plan.redis {
                true => Some(RedisServer::start().await),
                false => None,
            }
        };
        let (postgres, nats, redis) = tokio::join!(postgres, nats, redis);
        let database = match &postgres {
            Postgres::Lone(server) => server.database().await,
            Postgres::Pair(pair) => pair.database().await,
        };
        let folder = tempfile::tempdir().unwrap();
        let mut nodes = Vec::new();
        for (index, roles) in plan.processes.iter().enumerate() {
            let mut ways = Ways {
                direct: plan.direct,
                own: Vec::new(),
            };
            let postgres = ways.to(Server::Postgres, postgres.address()).await;
            let (_, name_of_database) = database.url().rsplit_once('/').unwrap();
            let mut nats_urls = Vec::new();
            for server in &nats {
                let address = ways.to(Server::Nats, server.address()).await;
                nats_urls.push(format!("nats://{address}"));
            }
            let redis_url = match &redis {
                Some(redis) => {
                    let address = ways.to(Server::Redis, redis.address()).await;
                    Some(format!("redis://{address}"))
                }
                None => None,
            };
            let servers = Servers {
                database_url: format!("postgres://postgres@{postgres}/{name_of_database}"),
                nats_url: nats_urls.join(","),
                redis_url,
            };
            let name = format!("arena-{index}");
            let mut more = vec!["--name".to_owned(), name.clone()];
            more.extend(["--roles".to_owned(), roles.clone()]);
            more.extend(plan.more.iter().cloned());
            let arena = Arena::member(&folder.path().join("data"), servers, more);
            let ways = ways.own;
            nodes.push(Node { arena, name, ways });
        }
        for node in &mut nodes {
            node.arena.launch();
        }
        for node in &mut nodes {
            node.arena.is_ready().await;
        }
        let reader = PostgresOptions::new(database.url()).unwrap().read_only();
        Self {
            nodes,
            postgres,
            nats,
            redis,
            log: PostgresLog::open(reader).await.unwrap(),
            folder,
        }
    }

    /// A folder that goes with the cluster.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where players come in.
    pub(crate) fn urls(&self) -> Vec<String> {
        self.nodes.iter().map(Node::url).collect()
    }

    /// The log itself, to be read, over no way that can be cut.
    pub(crate) fn log(&self) -> &PostgresLog {
        &self.log
    }

    /// Who lives and who has what; asked for until PostgreSQL answers.
    pub(crate) async fn roster(&self) -> Roster {
        let start = clock::now();
        loop {
            match self.log.roster().await {
                Ok(roster) => return roster,
                Err(error) => assert!(start.elapsed() < SETTLED_WITHIN, "{error}"),
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// The place among the nodes of the one that has the stream's shard; none while nobody has it whose lease lasts.
    pub(crate) async fn owner(&self, stream: StreamId) -> Option<usize> {
        let roster = self.roster().await;
        let owner = roster.shards[&ShardId::of(stream)].owner?;
        let member = roster.members.get(&owner)?;
        self.nodes.iter().position(|node| node.name == member.name)
    }

    /// Waits until so many processes hold shards, each exactly those that are meant for it.
    pub(crate) async fn is_settled(&self, holders: usize) -> Roster {
        let start = clock::now();
        loop {
            let roster = self.roster().await;
            if is_spread(&roster, holders) {
                return roster;
            }
            assert!(
                start.elapsed() < SETTLED_WITHIN,
                "shards are not settled among {holders}: {roster:?}"
            );
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Drains every process at once, and waits until all have ended.
    pub(crate) fn stop(&mut self) {
        let mut running: Vec<&mut Node> = self.nodes.iter_mut().collect();
        running.retain(|node| node.arena.is_running());
        for node in &running {
            node.arena.signal("TERM");
        }
        for node in running {
            node.arena.stop();
        }
    }

    /// Stops everything, and looks through the log: no violation, every acknowledgement in it, every rating right.
    pub(crate) fn verify(&mut self, acks: Option<&Path>) {
        for node in &self.nodes {
            for server in [Server::Postgres, Server::Nats, Server::Redis] {
                node.mend(server);
            }
        }
        self.stop();
        let arena = &self.nodes[0].arena;
        let acks = acks.map(|path| path.to_string_lossy());
        let mut events = vec!["events", "verify"];
        if let Some(path) = &acks {
            events.extend(["--acks", path]);
        }
        println!(
            "{}{}",
            arena.check(&events),
            arena.check(&["ratings", "verify"])
        );
    }
}

/// The ways of one process.
struct Ways {
    direct: bool,
    own: Vec<(Server, Proxy)>,
}

impl Ways {
    /// Where the process finds the server.
    async fn to(&mut self, server: Server, address: SocketAddr) -> SocketAddr {
        if self.direct {
            return address;
        }
        let proxy = Proxy::before(address).await;
        let address = proxy.address();
        self.own.push((server, proxy));
        address
    }
}

fn is_spread(roster: &Roster, holders: usize) -> bool {
    let holding = roster.members.values().filter(|member| {
        let takes = member.roles.iter().any(|role| role == "battles");
        takes && !member.draining
    });
    let holding: Vec<OwnerId> = holding.map(|member| member.owner).collect();
    let meant = placement(&holding);
    let has = |(shard, owner): (&ShardId, &OwnerId)| roster.shards[shard].owner == Some(*owner);
    holding.len() == holders && meant.iter().all(has)
}
