//! Members under siege: in memory on a simulated clock, and against a real server, each process
//! behind a proxy of its own that stalls.

use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arena_log::conformance::{Ground, MemberLog, Siege, Toll};
use arena_log::limits::LEASE;
use arena_log::mutant::Mutant;
use arena_log::testing::{PostgresServer, Proxy, TestDatabase};
use arena_log::{EventLog, MemoryLog, PostgresLog, PostgresOptions};
use async_trait::async_trait;
use rand::Rng;
use rand::rngs::StdRng;
use sqlx::{Connection, PgConnection};
use tokio::time::{Instant, timeout};

const SEATS: usize = 3;

/// How long the siege of the real server lasts, in seconds, if it is to be longer than usual; and
/// its seed.
const SECONDS: &str = "ARENA_LOG_SIEGE_SECONDS";
const SEED: &str = "ARENA_LOG_SIEGE_SEED";

/// Everyone has a lease alive that ended, and a second to see it.
const AT_ONCE: Duration = Duration::from_secs(1);

struct MemoryGround {
    log: MemoryLog,
    handles: Mutex<Vec<Option<Arc<MemoryLog>>>>,
}

impl MemoryGround {
    fn new(mutant: Option<Mutant>) -> Self {
        Self {
            log: mutant.map_or_else(MemoryLog::for_members, MemoryLog::for_members_with_mutant),
            handles: Mutex::new(vec![None; SEATS]),
        }
    }

    fn set_away(&self, seat: usize, away: bool) {
        let handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(handle) = &handles[seat] {
            handle.set_away(away);
        }
    }
}

#[async_trait]
impl Ground for MemoryGround {
    async fn join(&self, seat: usize) -> Option<Arc<dyn MemberLog>> {
        let handle = Arc::new(self.log.another());
        let mut handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        handles[seat] = Some(Arc::clone(&handle));
        Some(handle)
    }

    fn cut(&self, seat: usize) {
        self.set_away(seat, true);
    }

    fn mend(&self, seat: usize) {
        self.set_away(seat, false);
    }

    async fn harm(&self, _: &mut StdRng) {}

    async fn heal(&self) {}

    async fn look(&self) -> Arc<dyn EventLog> {
        Arc::new(self.log.another())
    }

    fn lease(&self) -> Duration {
        LEASE
    }
}

fn memory_siege(seed: u64) -> Siege {
    Siege {
        seats: SEATS,
        lasts: Duration::from_secs(60),
        harms: 6,
        seed,
    }
}

#[tokio::test(start_paused = true)]
async fn members_in_memory_withstand_a_siege() {
    let mut healed_in = Duration::ZERO;
    for seed in 0..3 {
        let toll = memory_siege(seed).run(&MemoryGround::new(None)).await;
        println!("{toll:?}");
        assert!(toll.stored > 1000 && toll.seized > 100 && toll.kills > 5);
        healed_in = toll.healed_in.max(healed_in);
    }
    assert!(healed_in <= LEASE + AT_ONCE, "{healed_in:?}");
}

#[tokio::test(start_paused = true)]
async fn the_same_siege_finds_every_mutant_of_membership() {
    let mutants = [
        (Mutant::NoLease, "which was alive"),
        (Mutant::NoClaimEpoch, "given twice"),
        (Mutant::ProcessClock, "is alive for"),
        (Mutant::NoFence, ""),
    ];
    for (mutant, violation) in mutants {
        let siege = async move { memory_siege(0).run(&MemoryGround::new(Some(mutant))).await };
        let error = tokio::spawn(siege).await.unwrap_err();
        let told = error.into_panic();
        let told = told.downcast_ref::<String>().cloned().unwrap_or_default();
        println!("{mutant:?}: {told}");
        assert!(told.contains(violation), "{mutant:?}: {told}");
    }
}

/// Shorter than the real one, so that it ends often.
const SHORT_LEASE: Duration = Duration::from_secs(1);

struct PostgresGround {
    database: TestDatabase,
    proxies: Vec<Proxy>,
    mutant: Option<Mutant>,
    admin: tokio::sync::Mutex<PgConnection>,
    /// When backends that are frozen thaw.
    frozen: Mutex<Vec<(String, Instant)>>,
    server: PostgresServer,
}

impl PostgresGround {
    async fn new(mutant: Option<Mutant>) -> Self {
        let server = PostgresServer::start().await;
        let database = server.database().await;
        let mut proxies = Vec::new();
        for _ in 0..SEATS {
            proxies.push(Proxy::before(server.address()).await);
        }
        let admin = PgConnection::connect(database.url()).await.unwrap();
        Self {
            database,
            proxies,
            mutant,
            admin: tokio::sync::Mutex::new(admin),
            frozen: Mutex::default(),
            server,
        }
    }

    fn thaw(&self, until: Instant) {
        let mut frozen = self.frozen.lock().unwrap_or_else(PoisonError::into_inner);
        frozen.retain(|(pid, thaws_at)| {
            let thaws = *thaws_at <= until;
            if thaws {
                signal("-CONT", pid);
            }
            !thaws
        });
    }
}

fn signal(signal: &str, pid: &str) {
    // It may have ended.
    drop(Command::new("kill").args([signal, pid]).output());
}

#[async_trait]
impl Ground for PostgresGround {
    async fn join(&self, seat: usize) -> Option<Arc<dyn MemberLog>> {
        let url = self.proxies[seat].url(self.database.url());
        let options = PostgresOptions::new(&url)
            .unwrap()
            .member()
            .lease(SHORT_LEASE)
            .patience(SHORT_LEASE)
            .statement_timeout(SHORT_LEASE / 2);
        let options = match self.mutant {
            Some(mutant) => options.mutant(mutant),
            None => options,
        };
        let opening = timeout(SHORT_LEASE, PostgresLog::open(options));
        let log = opening.await.ok()?.ok()?;
        Some(Arc::new(log))
    }

    fn cut(&self, seat: usize) {
        self.proxies[seat].stall(true);
    }

    fn mend(&self, seat: usize) {
        self.proxies[seat].stall(false);
    }

    async fn harm(&self, random: &mut StdRng) {
        self.thaw(Instant::now());
        let backend = "select pid::text from pg_stat_activity where application_name like 'arena-log%' \
            and datname = current_database() order by random() limit 1";
        let kill = random.random_bool(0.7);
        let lasts = SHORT_LEASE.mul_f64(random.random_range(0.0..1.5));
        let mut admin = self.admin.lock().await;
        // While a backend is frozen the whole server may hold its breath.
        let found = timeout(SHORT_LEASE, async {
            let pid = sqlx::query_scalar::<_, String>(backend)
                .fetch_optional(&mut *admin)
                .await
                .unwrap()?;
            if kill {
                sqlx::query("select pg_terminate_backend($1::integer)")
                    .bind(pid.parse::<i32>().unwrap())
                    .execute(&mut *admin)
                    .await
                    .unwrap();
            }
            Some(pid)
        });
        match found.await {
            Ok(Some(pid)) if !kill => {
                signal("-STOP", &pid);
                let mut frozen = self.frozen.lock().unwrap_or_else(PoisonError::into_inner);
                frozen.push((pid, Instant::now() + lasts));
            }
            Ok(_) => {}
            Err(_) => {
                self.thaw(Instant::now() + SHORT_LEASE * 10);
                *admin = PgConnection::connect(self.database.url()).await.unwrap();
            }
        }
    }

    async fn heal(&self) {
        self.thaw(Instant::now() + SHORT_LEASE * 10);
    }

    async fn look(&self) -> Arc<dyn EventLog> {
        let options = PostgresOptions::new(self.database.url()).unwrap();
        Arc::new(PostgresLog::open(options.read_only()).await.unwrap())
    }

    fn lease(&self) -> Duration {
        SHORT_LEASE
    }
}

fn number(variable: &str) -> Option<u64> {
    let value = std::env::var_os(variable)?;
    Some(value.to_str().unwrap().parse().unwrap())
}

async fn postgres_siege(lasts: Duration, seed: u64) -> Toll {
    let ground = PostgresGround::new(None).await;
    let siege = Siege {
        seats: SEATS,
        lasts,
        harms: 6,
        seed,
    };
    let toll = siege.run(&ground).await;
    println!("seed {seed}: {toll:?}");
    drop(ground.server);
    toll
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_in_postgres_withstand_a_siege() {
    let lasts = Duration::from_secs(number(SECONDS).unwrap_or(6));
    let seed = number(SEED).unwrap_or(1);
    let toll = postgres_siege(lasts, seed).await;
    assert!(toll.stored > 300 && toll.seized > 20);
    assert!(
        toll.healed_in <= SHORT_LEASE + AT_ONCE * 4,
        "healed in {:?}",
        toll.healed_in
    );
}
