//! PostgreSQL fails over to its synchronous standby, while members of a cluster append.

use std::sync::Arc;
use std::time::Duration;

use arena_log::conformance::{Ground, Ledger, MemberLog, Siege};
use arena_log::testing::{PostgresPair, Proxy, TestDatabase, append};
use arena_log::{
    Append, AppendError, EventLog, Membership, PostgresLog, PostgresOptions, ShardId, StreamId,
    Version,
};
use async_trait::async_trait;
use rand::Rng;
use rand::rngs::StdRng;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::members::pulse;

const SEATS: usize = 3;
const APPENDERS: usize = 8;
/// Much longer than a fail-over takes.
const LONG_LEASE: Duration = Duration::from_secs(60);
const SHORT_LEASE: Duration = Duration::from_secs(1);
const POLL: Duration = Duration::from_millis(5);

/// Appends the same until it is stored: what is not known after a fail-over is asked for again.
async fn store(log: &PostgresLog, ledger: &Ledger, order: Append) {
    ledger.sent(&order);
    loop {
        let answer = log.append(order.clone()).await;
        ledger.note(&order, &answer);
        match answer {
            Ok(_) => return,
            Err(AppendError::Unavailable { .. }) => sleep(POLL).await,
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_fail_over_everything_acknowledged_is_there_and_a_member_goes_on_under_its_lease() {
    let mut pair = PostgresPair::start().await;
    let database = pair.database().await;
    let options = || PostgresOptions::new(database.url()).unwrap();
    let member = options().member().lease(LONG_LEASE);
    let log = Arc::new(PostgresLog::open(member).await.unwrap());
    let pulse = pulse("in the middle");
    let shards: Vec<ShardId> = ShardId::all().collect();
    log.beat(&pulse).await.unwrap();
    let claim = log.claim_free(pulse.owner, &shards).await.unwrap();
    let (ledger, stop) = (Arc::new(Ledger::default()), watch::Sender::new(false));
    let mut appending = JoinSet::new();
    for _ in 0..APPENDERS {
        let (log, ledger, stop) = (log.clone(), ledger.clone(), stop.subscribe());
        let stream = StreamId(Uuid::new_v4());
        let epoch = claim.epoch(ShardId::of(stream)).unwrap();
        appending.spawn(async move {
            let mut version = Version(0);
            while !*stop.borrow() {
                let data = [version.to_string(), "and another".to_owned()];
                let data = data.each_ref().map(|text| text.as_bytes());
                store(&log, &ledger, append(stream, version, epoch, &data)).await;
                version = version.plus(2);
            }
        });
    }
    for _ in 0..2 {
        let before = ledger.stored();
        while ledger.stored() < before + 200 {
            sleep(POLL).await;
        }
        pair.fail_over().await;
        pair.add_standby().await;
        // Its lease was on both servers, so nobody could have taken anything.
        let roster = log.roster().await.unwrap();
        assert!(roster.members.contains_key(&pulse.owner));
        let mut owners = roster.shards.values().map(|state| state.owner);
        assert!(owners.all(|owner| owner == Some(pulse.owner)));
        while log.beat(&pulse).await.is_err() {
            sleep(POLL).await;
        }
    }
    let before = ledger.stored();
    while ledger.stored() < before + 200 {
        sleep(POLL).await;
    }
    stop.send_replace(true);
    while let Some(ended) = appending.join_next().await {
        ended.unwrap();
    }
    assert!(log.losses().borrow().is_empty());
    let reader = PostgresLog::open(options().read_only()).await.unwrap();
    ledger.assert_kept(&reader).await;
}

/// Two servers that change places, and each process's way to whichever takes writes.
struct PairGround {
    pair: Mutex<PostgresPair>,
    database: TestDatabase,
    ways: Vec<Proxy>,
}

impl PairGround {
    async fn new() -> Self {
        let pair = PostgresPair::start().await;
        let database = pair.database().await;
        let mut ways = Vec::new();
        for _ in 0..SEATS {
            ways.push(Proxy::before(pair.door().address()).await);
        }
        Self {
            pair: Mutex::new(pair),
            database,
            ways,
        }
    }
}

#[async_trait]
impl Ground for PairGround {
    async fn join(&self, seat: usize) -> Option<Arc<dyn MemberLog>> {
        let options = PostgresOptions::new(&self.ways[seat].url(self.database.url()))
            .unwrap()
            .member()
            .lease(SHORT_LEASE)
            .patience(SHORT_LEASE)
            .statement_timeout(SHORT_LEASE);
        let opening = timeout(SHORT_LEASE, PostgresLog::open(options));
        Some(Arc::new(opening.await.ok()?.ok()?))
    }

    fn cut(&self, seat: usize) {
        self.ways[seat].stall(true);
    }

    fn mend(&self, seat: usize) {
        self.ways[seat].stall(false);
    }

    async fn harm(&self, random: &mut StdRng) {
        if random.random_bool(0.2) {
            let mut pair = self.pair.lock().await;
            pair.fail_over().await;
            pair.add_standby().await;
        } else {
            // Whatever is under way is in doubt from now on.
            self.ways[random.random_range(0..SEATS)].hang_up();
        }
    }

    async fn heal(&self) {}

    async fn look(&self) -> Arc<dyn EventLog> {
        let options = PostgresOptions::new(self.database.url()).unwrap();
        Arc::new(PostgresLog::open(options.read_only()).await.unwrap())
    }

    fn lease(&self) -> Duration {
        SHORT_LEASE
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_withstand_a_siege_of_fail_overs() {
    let ground = PairGround::new().await;
    let siege = Siege {
        seats: SEATS,
        lasts: Duration::from_secs(8),
        harms: 6,
        seed: 4,
    };
    let toll = siege.run(&ground).await;
    println!("{toll:?}");
    assert!(toll.stored > 100 && toll.seized > 20, "{toll:?}");
}
