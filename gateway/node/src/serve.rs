//! `arena serve`: the whole arena in one process, or a part of it in one of several. Everything is put together here and nowhere else.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use arena_accounts::Accounts;
use arena_bus::Bus;
use arena_edge::{Edge, EdgeConfig, EdgeParts, Redis, http};
use arena_log::{EventLog, OwnerId};
use arena_projections::{Options, Queries, Runner, Store};
use arena_rules::matchmaking::Pool;
use arena_rules::play::{Goal, Mode};
use arena_tree::tree::Tree;
use arena_tree::{Clock, Member, SharedLog, SystemClock, TreeConfig};
use axum::serve::ListenerExt;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::assets;
use crate::cluster::{Speaking, Told};
use crate::config::ServeArgs;
use crate::drain::{self, Drained, Signals};
use crate::judging::{self, Judging};
use crate::roles::Roles;
use crate::several::{Part, Role, Standing};
use crate::storage;

/// How often accounts look for revocations of other processes and prune what has expired.
const ACCOUNTS_UPKEEP: Duration = Duration::from_secs(2);
/// One of several processes closes its connections within this time, one after another.
const DRAIN_OVER: Duration = Duration::from_secs(5);
/// The longest that a stop waits for connections to end.
const STOP_WITHIN: Duration = Duration::from_secs(30);

pub(crate) async fn serve(args: ServeArgs) -> anyhow::Result<()> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let started = clock.now().0;
    let metrics = PrometheusBuilder::new()
        .install_recorder()
        .context("install metrics")?;
    let part = args.several.part(&args.storage)?;
    let owner = OwnerId(Uuid::new_v4());
    let mut signals = Signals::listen()?;
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    let preparing = Prepared::of(&args, &part, (owner, started), (&tasks, &stop));
    let prepared = tokio::select! {
        prepared = preparing => prepared?,
        // Nothing is held yet that somebody would have to be given.
        () = signals.next() => {
            tracing::info!("told to stop before the arena was open");
            return Ok(());
        }
    };
    let Prepared {
        ground:
            Ground {
                log,
                bus,
                members,
                speaking,
            },
        accounts,
        read_models,
        setup,
        judging,
    } = prepared;
    let config = TreeConfig {
        log: log.clone(),
        bus: bus.clone(),
        judge: judging.judge.clone(),
        clock: clock.clone(),
        owner,
        candidates: judging.candidates.clone(),
        pool: Pool {
            mode: Mode::OneOnOne,
            goal: Goal::Fastest,
        },
    };
    let several = members.is_some();
    let tree = match members {
        None => Tree::start(config).await,
        Some(shards) => {
            let member = Member {
                shards: Arc::new(shards),
                placement: Arc::new(arena_bus::placement),
                elsewhere: Some(Arc::new(bus.clone())),
            };
            Tree::join(config, member).await
        }
    };
    let mut tree = tree.context("start the actors")?;
    let for_others = if several && part.has(Role::Judge) {
        let arena = tree.arena.clone();
        Some(judging::serve_queue(
            &judging,
            &setup,
            arena,
            &bus,
            owner,
            &part.work(),
        )?)
    } else {
        None
    };
    let runner = Runner::new(
        log.clone(),
        storage::decode(),
        &read_models,
        Options::default(),
    );
    let roles = Roles {
        roles: part.roles.clone(),
        others: (&part).into(),
        holdings: tree.holdings(),
        bus: bus.clone(),
        playable: judging.playable.clone(),
        judge: judging.here.clone(),
        projections: runner.statuses(),
    };
    if part.has(Role::Projector) {
        tasks.spawn(runner.run(stop.clone()));
    }
    tasks.spawn(keep_accounts(accounts.clone(), clock.clone(), stop.clone()));

    let redis = args.redis.connect().await?;
    let edge = edge(
        &args,
        &tree,
        &accounts,
        &read_models,
        &judging,
        Shown {
            roles: roles.clone(),
            metrics,
        },
        redis,
    )?;
    let listener = TcpListener::bind(args.listen)
        .await
        .with_context(|| format!("listen on {} (choose another with --listen)", args.listen))?;
    let address = listener.local_addr()?;
    let app = if part.has(Role::Gateway) {
        http::router(edge.clone(), assets::router())
    } else {
        http::operations(edge.clone())
    };
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    // A player is told an event and an acknowledgement one after the other: the second does not wait until the first is
    // confirmed.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection sends small messages late");
        }
    });
    let server =
        axum::serve(listener, app).with_graceful_shutdown(edge.stopping().cancelled_owned());
    let server = tokio::spawn(server.into_future());
    if let Some(speaking) = speaking {
        let scales = tree.scales();
        speaking
            .says(move || Told::of(address, started, &roles.reports(), &scales.weigh()).about());
    }
    tracing::info!(%address, "the arena is open");
    // The line that scripts and people wait for.
    println!("listening on http://{address}");

    let fell = tokio::select! {
        () = signals.next() => false,
        () = tree.stopped() => true,
    };
    tracing::info!("stopping");
    let drain = match several && !fell {
        true => DRAIN_OVER,
        false => Duration::ZERO,
    };
    let leaving = async move {
        if let Some(for_others) = for_others {
            for_others.stop().await;
        }
        if !drain.is_zero() {
            edge.drain(drain).await;
        }
        close(&edge, server).await?;
        if !fell {
            tree.stop().await;
        }
        stop.cancel();
        tasks.close();
        tasks.wait().await;
        log.close().await;
        accounts.close().await;
        read_models.close().await;
        anyhow::Ok(())
    };
    match drain::bounded(leaving, drain::WITHIN, signals.next()).await {
        Drained::Ended(ended) => ended?,
        Drained::Late => {
            let seconds = drain::WITHIN.as_secs();
            tracing::error!(
                "not everything was handed over within {seconds} s: the process ends, and others take it over"
            );
            std::process::exit(1);
        }
        Drained::Told => {
            tracing::warn!(
                "told again to stop: the process ends at once, and others take over what it held"
            );
            std::process::exit(1);
        }
    }
    anyhow::ensure!(
        !fell,
        "the actors stopped by themselves; the log above says why"
    );
    Ok(())
}

/// Ends the connections and the server.
async fn close(edge: &Edge, server: JoinHandle<std::io::Result<()>>) -> anyhow::Result<()> {
    let closing = async {
        edge.stop().await;
        server
            .await
            .context("the server panicked")?
            .context("serve")
    };
    match tokio::time::timeout(STOP_WITHIN, closing).await {
        Ok(closed) => closed?,
        Err(_) => tracing::warn!("some connections did not end in time"),
    }
    Ok(())
}

/// What there is before the actors start, and before anything is held.
struct Prepared {
    ground: Ground,
    accounts: Arc<Accounts>,
    read_models: Store,
    setup: judging::Setup,
    judging: Judging,
}

impl Prepared {
    async fn of(
        args: &ServeArgs,
        part: &Part,
        (owner, now): (OwnerId, i64),
        (tasks, stop): (&TaskTracker, &CancellationToken),
    ) -> anyhow::Result<Self> {
        let ground = Ground::open(args, part, owner).await?;
        let limits = arena_accounts::options::Limits {
            guests_per_address_hour: args.guests_per_hour,
            registrations_per_address_hour: args.registrations_per_hour,
            ..Default::default()
        };
        let accounts = storage::accounts(&args.storage, limits, now).await?;
        let read_models = storage::read_models(&args.storage).await?;
        let setup = judging::Setup::of(args);
        let judging = if part.has(Role::Judge) {
            judging::local(&setup, tasks, stop).await?
        } else {
            judging::remote(&setup, &ground.bus, &part.work(), tasks, stop).await?
        };
        Ok(Self {
            ground,
            accounts: Arc::new(accounts),
            read_models,
            setup,
            judging,
        })
    }
}

/// What everything stands on: the log, and the way to the other processes if there are any.
struct Ground {
    log: Arc<dyn EventLog>,
    bus: Bus,
    members: Option<SharedLog>,
    /// Where the beats get what this process says of itself.
    speaking: Option<Speaking>,
}

impl Ground {
    async fn open(args: &ServeArgs, part: &Part, owner: OwnerId) -> anyhow::Result<Self> {
        let Standing::OneOfSeveral(member) = &part.standing else {
            return Ok(Self {
                log: storage::log(&args.storage).await?,
                bus: Bus::default(),
                members: None,
                speaking: None,
            });
        };
        let log = storage::shared_log(&member.database_url).await?;
        let bus = Bus::connect(&member.nats, owner).await;
        let speaking = Speaking::new(log.clone());
        let members = SharedLog {
            log: log.clone(),
            members: Arc::new(speaking.clone()),
            name: member.name.clone(),
            roles: part
                .roles
                .iter()
                .map(|role| role.name().to_owned())
                .collect(),
        };
        Ok(Self {
            log,
            bus: bus.context("connect to NATS_URL")?,
            members: Some(members),
            speaking: Some(speaking),
        })
    }
}

/// What operators are shown.
struct Shown {
    roles: Roles,
    metrics: PrometheusHandle,
}

fn edge(
    args: &ServeArgs,
    tree: &Tree,
    accounts: &Arc<Accounts>,
    read_models: &Store,
    judging: &Judging,
    Shown { roles, metrics }: Shown,
    redis: Option<Redis>,
) -> anyhow::Result<Edge> {
    let (trusted_proxies, forwarded_header) = args.proxies()?;
    let config = EdgeConfig {
        allowed_origins: args.origins()?,
        trusted_proxies,
        forwarded_header,
        secure_cookies: args.secure_cookies,
        requests_per_second: args.requests_per_second,
    };
    let (cards, listed) = (judging.shelf.clone(), judging.shelf.clone());
    let languages = judging.languages.clone();
    Ok(Edge::new(EdgeParts {
        arena: tree.arena.clone(),
        holdings: tree.holdings(),
        accounts: accounts.clone(),
        queries: Queries::new(read_models.clone()),
        problem_cards: Arc::new(move |problem| cards.card(problem, &languages())),
        problem_list: Arc::new(move || listed.entries()),
        languages: judging.languages.clone(),
        metrics: Arc::new(move || metrics.render()),
        roles: Arc::new(move || roles.reports()),
        redis,
        config,
    }))
}

async fn keep_accounts(accounts: Arc<Accounts>, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let mut upkeep = tokio::time::interval(ACCOUNTS_UPKEEP);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = upkeep.tick() => {
                if let Err(error) = accounts.maintain(clock.now().0).await {
                    tracing::warn!(error = &error as &dyn std::error::Error, "accounts' upkeep is tried again");
                }
            }
        }
    }
}
