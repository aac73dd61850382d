//! Two processes on one PostgreSQL database: one folds, the other takes over, and nothing is folded twice.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use arena_log::testing::{Proxy, TestDatabase};
use arena_projections::{Condition, Decode, Options, Runner, Status, Store};
use sqlx::{Connection, PgConnection};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::shuffled::Shuffled;
use crate::support::world::World;
use crate::support::{assert_same, codec, decode, dump_all, fold, sqlite};

const SOON: Duration = Duration::from_secs(60);

/// A runner at work.
struct Process {
    statuses: Vec<watch::Receiver<Status>>,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Process {
    fn start(store: &Store, log: &Arc<Shuffled>, decode: Decode) -> Self {
        let options = Options {
            poll: Duration::from_millis(20),
            retry: Duration::from_millis(50),
            ..Options::default()
        };
        let runner = Runner::new(log.clone(), decode, store, options);
        let (statuses, stop) = (runner.statuses(), CancellationToken::new());
        let running = tokio::spawn(runner.run(stop.clone()));
        Self {
            statuses,
            stop,
            running,
        }
    }

    async fn becomes(&mut self, wanted: impl Fn(&Status) -> bool) {
        for status in &mut self.statuses {
            let there = status.wait_for(|status| wanted(status));
            tokio::time::timeout(SOON, there).await.unwrap().unwrap();
        }
    }

    async fn stands_by(&mut self) {
        self.becomes(|status| status.condition == Condition::StandingBy)
            .await;
    }

    async fn has_folded(&mut self, events: usize) {
        self.becomes(|status| {
            status.checkpoint.total() == events as u64 && status.condition == Condition::Following
        })
        .await;
    }

    async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(SOON, self.running)
            .await
            .unwrap()
            .unwrap();
    }
}

/// Two processes, one of them behind a proxy.
struct Pair {
    world: World,
    database: TestDatabase,
    proxy: Proxy,
    stores: [Store; 2],
}

impl Pair {
    async fn new() -> Self {
        let database = arena_log::testing::postgres().await;
        let mut session = PgConnection::connect(database.url()).await.unwrap();
        let port = sqlx::query_scalar::<_, i32>("select inet_server_port()");
        let port: i32 = port.fetch_one(&mut session).await.unwrap();
        let server = ([127, 0, 0, 1], u16::try_from(port).unwrap()).into();
        let proxy = Proxy::before(server).await;
        let stores = [
            Store::postgres(&proxy.url(database.url())).await.unwrap(),
            Store::postgres(database.url()).await.unwrap(),
        ];
        Self {
            world: World::played(41, 12, 120),
            database,
            proxy,
            stores,
        }
    }

    async fn sql(&self, sql: &'static str) -> u64 {
        let mut session = PgConnection::connect(self.database.url()).await.unwrap();
        let done = sqlx::query(sql).execute(&mut session).await;
        done.unwrap().rows_affected()
    }

    async fn rebuilt(&self) -> String {
        let whole = sqlite().await;
        let log = Arc::new(Shuffled::in_order(&self.world.events));
        fold(log, &whole.store, Options::default()).await;
        dump_all(&whole.store).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_one_that_stands_by_takes_over_when_the_leader_s_session_ends() {
    let pair = Pair::new().await;
    let (first, second) = pair.world.events.split_at(pair.world.events.len() / 2);
    let log = Arc::new(Shuffled::in_order(first));
    let mut one = Process::start(&pair.stores[0], &log, decode());
    one.has_folded(first.len()).await;
    let mut two = Process::start(&pair.stores[1], &log, decode());
    two.stands_by().await;

    pair.proxy.let_in(false);
    let ended = pair
        .sql(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = \
             'arena-projector' and datname = current_database() and pid in \
             (select pid from pg_locks where locktype = 'advisory' and granted)",
        )
        .await;
    assert_eq!(ended, 1, "one session leads all of them");
    one.stands_by().await;
    log.add_quietly(second);
    two.has_folded(pair.world.events.len()).await;
    pair.proxy.let_in(true);

    // And back, when the leader stops.
    two.stop().await;
    one.has_folded(pair.world.events.len()).await;
    one.stop().await;
    assert_same(
        &dump_all(&pair.stores[1]).await,
        &pair.rebuilt().await,
        "folded by two",
    );
}

/// Holds up whoever decodes, as SIGSTOP would, between reading a batch and writing it.
#[derive(Default)]
struct Gate {
    closed: Mutex<bool>,
    opened: Condvar,
    is_in: AtomicBool,
    entered: Notify,
}

impl Gate {
    fn set(&self, closed: bool) {
        *self.closed.lock().unwrap() = closed;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let closed = self.closed.lock().unwrap();
        if *closed && !self.is_in.swap(true, Ordering::SeqCst) {
            self.entered.notify_one();
        }
        if *closed {
            // The runtime's other tasks go on.
            tokio::task::block_in_place(|| {
                drop(self.opened.wait_while(closed, |closed| *closed).unwrap());
            });
        }
    }
}

/// A test that fails lets go of whoever waits.
struct Opens(Arc<Gate>);

impl Drop for Opens {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// A leader is stopped with a batch in its hands, another takes over and folds that batch, the first wakes up and
/// writes. `meddle` comes before it does. The tables after that.
async fn after_a_stall(pair: &Pair, meddle: Option<&'static str>) -> String {
    let (first, second) = pair.world.events.split_at(pair.world.events.len() / 2);
    let whole = pair.world.events.len();
    let log = Arc::new(Shuffled::in_order(first));
    let gate = Arc::new(Gate::default());
    let _opens = Opens(gate.clone());
    let held: Decode = Arc::new({
        let gate = gate.clone();
        move |event| {
            gate.pass();
            codec::decode(event)
        }
    });
    let mut one = Process::start(&pair.stores[0], &log, held);
    one.has_folded(first.len()).await;
    pair.sql("create table projections.kept as select * from projections.checkpoint")
        .await;
    let mut two = Process::start(&pair.stores[1], &log, decode());
    two.stands_by().await;

    gate.set(true);
    log.add_quietly(second);
    let entered = gate.entered.notified();
    tokio::time::timeout(SOON, entered).await.unwrap();
    pair.proxy.stall(true);
    two.has_folded(whole).await;
    two.stop().await;
    if let Some(sql) = meddle {
        pair.sql(sql).await;
    }
    pair.proxy.stall(false);
    gate.set(false);
    // It writes the batch that it has, or finds that it cannot; then it leads again.
    one.becomes(|status| {
        matches!(status.condition, Condition::Halted { .. })
            || (status.checkpoint.total() == whole as u64
                && status.condition == Condition::Following)
    })
    .await;
    one.stop().await;
    dump_all(&pair.stores[1]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_that_wakes_up_after_another_took_over_folds_nothing_twice() {
    let pair = Pair::new().await;
    let expected = pair.rebuilt().await;
    let tables = after_a_stall(&pair, None).await;
    assert_same(&tables, &expected, "after a stall");
}

fn rows(dump: &str) -> Vec<&str> {
    let rows = dump.lines().filter(|line| !line.starts_with("shard "));
    rows.collect()
}

/// The same without the fence: the checkpoint says what the sleeper believes.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_checkpoint_s_comparison_the_same_stall_would_fold_twice() {
    let pair = Pair::new().await;
    let expected = pair.rebuilt().await;
    let put_back = "update projections.checkpoint c set positions = k.positions, folded = k.folded \
                    from projections.kept k where k.projection = c.projection";
    let tables = after_a_stall(&pair, Some(put_back)).await;
    // The checkpoints differ if it halted; what counts is that the rows do.
    assert_ne!(rows(&tables), rows(&expected));
}
