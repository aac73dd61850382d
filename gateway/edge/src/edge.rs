//! What every request and every connection shares.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arena_accounts::{Accounts, Client, ForwardedHeader, TrustedProxies, client_address};
use arena_bus::Link;
use arena_projections::Queries;
use arena_tree::Arena;
use arena_tree::holdings::Holdings;
use axum::http::HeaderMap;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::feed::{Feeds, ProblemCards, Sources};
use crate::names::Names;
use crate::presence::Presence;
use crate::pulse::Pulse;
use crate::ranks::Ranks;
use crate::rate::Rates;
use crate::redis::Redis;
use crate::roles::RoleReport;
use crate::waits::Waits;
use crate::ws::Addresses;

/// How long a drain waits for connections after the time in which they should have gone.
const DRAINED_WITHIN: Duration = Duration::from_secs(5);
/// How often it looks.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What the gateway is assembled from.
pub struct EdgeParts {
    pub arena: Arena,
    /// Of the tree: nothing is answered while its process gives no sign of life.
    pub holdings: Arc<Holdings>,
    pub accounts: Arc<Accounts>,
    pub queries: Queries,
    /// What players are shown of a problem that a battle pinned.
    pub problem_cards: ProblemCards,
    /// Every problem that is played now, without what battles reveal.
    pub problem_list: Arc<dyn Fn() -> Vec<ProblemEntry> + Send + Sync>,
    pub languages: Arc<dyn Fn() -> Vec<LanguageEntry> + Send + Sync>,
    /// The text of `/metrics`.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
    /// How every role of this process is.
    pub roles: Arc<dyn Fn() -> Vec<RoleReport> + Send + Sync>,
    /// What gateways share, if they do.
    pub redis: Option<Redis>,
    pub config: EdgeConfig,
}

/// What an operator decides about the gateway.
#[derive(Clone, Debug)]
pub struct EdgeConfig {
    /// The origins, beside the server's own, that browsers may come from: `https://host[:port]`.
    pub allowed_origins: Vec<String>,
    pub trusted_proxies: TrustedProxies,
    pub forwarded_header: ForwardedHeader,
    /// Cookies only over TLS: for every server that is reached through it.
    pub secure_cookies: bool,
    /// Requests of one address, and of one player, in a second; bursts are three times that.
    pub requests_per_second: u32,
}

/// A language as the judge has it.
#[derive(Clone, Debug)]
pub struct LanguageEntry {
    pub language: String,
    /// Its name for people.
    pub title: String,
    pub version: String,
    /// Why it cannot be used, if it cannot.
    pub unavailable: Option<String>,
}

/// A problem as lists show it.
#[derive(Clone, Debug)]
pub struct ProblemEntry {
    pub id: String,
    pub title: String,
    pub difficulty: String,
    pub techniques: Vec<String>,
}

/// The gateway's shared part; the state of every handler.
#[derive(Clone)]
pub struct Edge {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) arena: Arena,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) queries: Queries,
    pub(crate) names: Names,
    pub(crate) problems: Arc<dyn Fn() -> Vec<ProblemEntry> + Send + Sync>,
    pub(crate) languages: Arc<dyn Fn() -> Vec<LanguageEntry> + Send + Sync>,
    pub(crate) metrics: Arc<dyn Fn() -> String + Send + Sync>,
    pub(crate) roles: Arc<dyn Fn() -> Vec<RoleReport> + Send + Sync>,
    pub(crate) config: EdgeConfig,
    pub(crate) rates: Rates,
    pub(crate) redis: Option<Redis>,
    pub(crate) presence: Presence,
    pub(crate) ranks: Option<Ranks>,
    pub(crate) pulse: Pulse,
    pub(crate) feeds: Feeds,
    pub(crate) sources: Sources,
    pub(crate) connections: AtomicUsize,
    pub(crate) addresses: Addresses,
    pub(crate) tasks: TaskTracker,
    pub(crate) stop: CancellationToken,
}

impl Edge {
    #[must_use]
    pub fn new(parts: EdgeParts) -> Self {
        let names = Names::new(parts.accounts.clone());
        let sources = Sources {
            log: parts.arena.log(),
            bus: parts.arena.bus(),
            names: names.clone(),
            waits: Waits::new(parts.queries.clone()),
            problems: parts.problem_cards,
        };
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        let feeds = Feeds::new(sources.clone(), tasks.clone(), stop.clone());
        let rates = Rates::new(
            parts.config.requests_per_second,
            parts.accounts.limits().clone(),
            parts.redis.clone(),
        );
        let presence = Presence::default();
        let pulse = Pulse::new(parts.holdings);
        let gateway = parts.arena.gateway();
        tasks.spawn(
            pulse
                .clone()
                .run(parts.arena.clone(), presence.clone(), stop.clone()),
        );
        let ranks = parts.redis.clone().map(|redis| {
            tasks.spawn(presence.clone().keep(redis.clone(), gateway, stop.clone()));
            let ranks = Ranks::new(redis, parts.queries.clone(), gateway);
            tasks.spawn(ranks.clone().keep(stop.clone()));
            ranks
        });
        Self {
            shared: Arc::new(Shared {
                arena: parts.arena,
                accounts: parts.accounts,
                queries: parts.queries,
                names,
                problems: parts.problem_list,
                languages: parts.languages,
                metrics: parts.metrics,
                roles: parts.roles,
                config: parts.config,
                rates,
                redis: parts.redis,
                presence,
                ranks,
                pulse,
                feeds,
                sources,
                connections: AtomicUsize::new(0),
                addresses: Addresses::default(),
                tasks,
                stop,
            }),
        }
    }

    /// Takes no new connections and closes those that there are, each at a moment of its own within `over` and after what it
    /// was asked last is answered; they are told to come back at once, to another process. Returns when they are gone, or
    /// some seconds after that time: [`Edge::stop`] ends what is left. HTTP goes on being answered.
    pub async fn drain(&self, over: Duration) {
        self.shared.pulse.drain(over);
        let last = Instant::now() + over + DRAINED_WITHIN;
        while self.shared.connections.load(Ordering::Relaxed) > 0 && Instant::now() < last {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Closes every connection at once with a hint to reconnect, and returns when all of them are gone.
    pub async fn stop(&self) {
        self.shared.stop.cancel();
        self.shared.tasks.close();
        self.shared.tasks.wait().await;
    }

    /// A token that is cancelled when [`Edge::stop`] begins, for the listener.
    #[must_use]
    pub fn stopping(&self) -> CancellationToken {
        self.shared.stop.clone()
    }

    /// Whether there can be no other process.
    pub(crate) fn is_alone(&self) -> bool {
        self.shared.sources.bus.link() == Link::InProcess
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.shared.arena.now().0
    }

    /// Who is asking, seen through the proxies that are trusted.
    pub(crate) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Client {
        let config = &self.shared.config;
        let lines = headers.get_all(config.forwarded_header.name());
        let lines = lines.iter().filter_map(|line| line.to_str().ok());
        let address = client_address(
            peer,
            config.forwarded_header,
            lines,
            &config.trusted_proxies,
        );
        let agent = headers
            .get("user-agent")
            .and_then(|agent| agent.to_str().ok());
        Client {
            address,
            user_agent: agent.unwrap_or_default().to_owned(),
        }
    }
}
