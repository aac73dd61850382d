//! A judgement is a function of code, runtime and tests: through the real pool and the sealed
//! process, idle and under load, on processes that are killed in between.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use arena_judge::{JudgeError, JudgeRequest, Pool, PoolConfig, Priority, Scope, Verdict};
use arena_problems::{Language, PackedTests, TestSet};
use support::packed;
use uuid::Uuid;

/// How often each program is judged idle, and how often under load.
const TIMES: usize = 100;

/// Judgements after which the process is killed.
const KILL_EVERY: usize = 300;

/// Players whose hostile programs are the load.
const HOSTILE_PLAYERS: usize = 6;

const PROGRAMS: &[(Language, Scope, Verdict, &str)] = &[
    (
        Language::PYTHON,
        Scope::Samples,
        Verdict::Accepted,
        "def double(n):\n    print('n is', n)\n    return n * 2\n",
    ),
    // Everything that could differ from run to run: time, randomness, hashes, addresses.
    (
        Language::PYTHON,
        Scope::Samples,
        Verdict::Accepted,
        UNSTEADY_PYTHON,
    ),
    (
        Language::PYTHON,
        Scope::All,
        Verdict::RuntimeError,
        "import random\ndef double(n):\n    return n * 2 if n < 500 else 1 / int(random.random() * 0)\n",
    ),
    (
        Language::PYTHON,
        Scope::All,
        Verdict::WrongAnswer,
        "import time\ndef double(n):\n    print(time.perf_counter_ns(), time.time_ns())\n    return n * 2 + 1\n",
    ),
    (
        Language::PYTHON,
        Scope::All,
        Verdict::TimeLimit,
        "def double(n):\n    print(id(n))\n    while True:\n        n += 1\n",
    ),
    (
        Language::PYTHON,
        Scope::All,
        Verdict::MemoryLimit,
        "def double(n):\n    kept = []\n    while True:\n        kept.append(bytearray(1 << 20))\n",
    ),
    (
        Language::PYTHON,
        Scope::All,
        Verdict::OutputLimit,
        "import random\ndef double(n):\n    while True:\n        print(random.random(), 'x' * 999)\n",
    ),
    (
        Language::PYTHON,
        Scope::All,
        Verdict::RuntimeError,
        "def double(n):\n    return double(n + 1)\n",
    ),
    (
        Language::JAVASCRIPT,
        Scope::Samples,
        Verdict::Accepted,
        "function double(n) { console.log('n is', n); return n * 2; }\n",
    ),
    (
        Language::JAVASCRIPT,
        Scope::Samples,
        Verdict::Accepted,
        UNSTEADY_JAVASCRIPT,
    ),
    (
        Language::JAVASCRIPT,
        Scope::All,
        Verdict::RuntimeError,
        "function double(n) { if (n >= 500) throw new Error('x' + Math.random()); return n * 2; }\n",
    ),
    (
        Language::JAVASCRIPT,
        Scope::All,
        Verdict::WrongAnswer,
        "function double(n) { console.log(performance.now(), Date.now()); return n * 2 + 1; }\n",
    ),
    (
        Language::JAVASCRIPT,
        Scope::All,
        Verdict::TimeLimit,
        "function double(n) { console.log(Math.random()); for (;;) n++; }\n",
    ),
    (
        Language::JAVASCRIPT,
        Scope::All,
        Verdict::MemoryLimit,
        "function double(n) { const kept = []; for (;;) kept.push(new Uint8Array(1 << 20)); }\n",
    ),
    (
        Language::JAVASCRIPT,
        Scope::All,
        Verdict::OutputLimit,
        "function double(n) { for (;;) console.log(Math.random(), 'x'.repeat(999)); }\n",
    ),
    (
        Language::JAVASCRIPT,
        Scope::All,
        Verdict::RuntimeError,
        "function double(n) { return double(n + 1); }\n",
    ),
];

const UNSTEADY_PYTHON: &str = "
import os, random, sys, time, uuid
def double(n):
    seen = {str(x) for x in range(50)}
    print(list(seen)[:5], hash('a'), id(object()), object(), os.urandom(4), uuid.uuid4())
    print(random.random(), time.time(), time.perf_counter_ns(), time.process_time(), time.localtime())
    time.sleep(0.001)
    print(time.monotonic_ns(), sys.getallocatedblocks(), file=sys.stderr)
    return n * 2
";

const UNSTEADY_JAVASCRIPT: &str = "
function double(n) {
    console.log(Math.random(), Date.now(), performance.now(), new Date().toString());
    console.error(process.hrtime.bigint(), new Map([[{}, Symbol('x')]]), [3, 1, 2].sort(() => Math.random() - 0.5));
    return n * 2;
}
";

/// What the other players send meanwhile.
const HOSTILE: &[(Language, &str)] = &[
    (Language::PYTHON, "def double(n):\n    while True: pass\n"),
    (
        Language::PYTHON,
        "def double(n):\n    x = []\n    while True: x.append(b'y' * (1 << 20))\n",
    ),
    (
        Language::PYTHON,
        "import os\ndef double(n):\n    os._exit(os.fork())\n",
    ),
    (
        Language::PYTHON,
        "def double(n):\n    while True: print('x' * 999)\n",
    ),
    (Language::JAVASCRIPT, "function double(n) { for (;;); }\n"),
    (
        Language::JAVASCRIPT,
        "function double(n) { for (const x = [];;) x.push(new Uint8Array(1 << 20).fill(n)); }\n",
    ),
];

/// Three samples and two secret tests, and limits that are reached quickly.
fn tests(fuel_millions: u64) -> TestSet {
    let mut set = support::functions();
    for test in &mut set.tests[..3] {
        test.sample = true;
    }
    set.limits
        .fuel
        .values_mut()
        .for_each(|fuel| *fuel = fuel_millions * 1_000_000);
    set.limits.memory_bytes = 48 << 20;
    TestSet::new(set.form, set.checker, set.limits, set.tests).unwrap()
}

fn request(player: u128, index: usize, tests: &Arc<PackedTests>) -> JudgeRequest {
    let (language, scope, _, code) = PROGRAMS[index];
    JudgeRequest {
        player: Uuid::from_u128(player),
        scope,
        ..support::request(language, code, tests)
    }
}

/// The judgement as bytes.
async fn judged(pool: &Pool, request: JudgeRequest) -> Vec<u8> {
    let judgement = pool.judge(request).await.unwrap();
    assert_ne!(judgement.verdict, Verdict::JudgeError);
    serde_json::to_vec(&judgement).unwrap()
}

/// Counts judgements, and kills the process now and then.
#[derive(Default)]
struct Killer {
    judged: AtomicUsize,
    kills: AtomicUsize,
}

impl Killer {
    async fn count(&self, pool: &Pool) {
        if self.judged.fetch_add(1, Ordering::Relaxed) % KILL_EVERY == KILL_EVERY / 2
            && let Some(process) = pool.process_id()
        {
            support::kill(pool, process).await;
            self.kills.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_judgements_of_each_program_are_byte_identical_idle_and_under_load() {
    let pool = support::pool();
    let tests = packed(&tests(60));
    let mut first = Vec::new();
    for (index, (_, _, verdict, code)) in PROGRAMS.iter().enumerate() {
        let judgement = pool.judge(request(1, index, &tests)).await.unwrap();
        assert_eq!(judgement.verdict, *verdict, "{code}: {judgement:?}");
        first.push(serde_json::to_vec(&judgement).unwrap());
    }
    let first = Arc::new(first);
    let killer = Arc::new(Killer::default());

    // Idle: one at a time.
    for _ in 0..TIMES {
        for (index, expected) in first.iter().enumerate() {
            assert!(judged(&pool, request(1, index, &tests)).await == *expected);
            killer.count(&pool).await;
        }
    }
    let idle_kills = killer.kills.load(Ordering::Relaxed);
    assert!(idle_kills >= 2);

    let load = Load::start(&pool);
    let mut players = Vec::new();
    for index in 0..PROGRAMS.len() {
        let (pool, tests, first) = (Arc::clone(&pool), Arc::clone(&tests), Arc::clone(&first));
        let killer = Arc::clone(&killer);
        players.push(tokio::spawn(async move {
            for _ in 0..TIMES {
                let request = request(100 + index as u128, index, &tests);
                assert!(
                    judged(&pool, request).await == first[index],
                    "{}",
                    PROGRAMS[index].3
                );
                killer.count(&pool).await;
            }
        }));
    }
    for player in players {
        player.await.unwrap();
    }
    assert!(killer.kills.load(Ordering::Relaxed) >= idle_kills + 2);
    let hostile = load.stop().await;
    assert!(
        hostile >= 50,
        "only {hostile} hostile programs were judged meanwhile"
    );

    // And on a pool of another size.
    let mut config = PoolConfig::new(support::program(support::cache()), 5);
    config.player_limit = PROGRAMS.len();
    let other = Arc::new(Pool::start(config).unwrap());
    let all: Vec<_> = (0..PROGRAMS.len())
        .map(|index| {
            let (other, request) = (Arc::clone(&other), request(1, index, &tests));
            tokio::spawn(async move { judged(&other, request).await })
        })
        .collect();
    for (judged, expected) in all.into_iter().zip(first.iter()) {
        assert!(judged.await.unwrap() == *expected);
    }
}

/// Hostile programs of other players in every queue, and every core busy besides.
struct Load {
    over: Arc<AtomicBool>,
    players: Vec<tokio::task::JoinHandle<usize>>,
    burners: Vec<std::thread::JoinHandle<()>>,
}

impl Load {
    fn start(pool: &Arc<Pool>) -> Self {
        let tests = packed(&tests(30));
        let over = Arc::new(AtomicBool::new(false));
        let player = |player: usize| {
            let (pool, tests, over) = (Arc::clone(pool), Arc::clone(&tests), Arc::clone(&over));
            tokio::spawn(async move {
                let mut judged = 0;
                while !over.load(Ordering::Relaxed) {
                    let (language, code) = HOSTILE[(judged + player) % HOSTILE.len()];
                    let mut request = support::request(language, code, &tests);
                    request.player = Uuid::from_u128(1000 + player as u128);
                    if player.is_multiple_of(2) {
                        request.priority = Priority::Run;
                    }
                    match pool.judge(request).await {
                        Ok(_) => judged += 1,
                        // A run whose turn did not come.
                        Err(JudgeError::Busy { .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
                judged
            })
        };
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let burn = |_| {
            let over = Arc::clone(&over);
            std::thread::spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            })
        };
        Self {
            players: (0..HOSTILE_PLAYERS).map(player).collect(),
            burners: (0..cores).map(burn).collect(),
            over,
        }
    }

    /// Ends it; how many hostile programs were judged.
    async fn stop(self) -> usize {
        self.over.store(true, Ordering::Relaxed);
        for burner in self.burners {
            burner.join().unwrap();
        }
        let mut judged = 0;
        for player in self.players {
            judged += player.await.unwrap();
        }
        judged
    }
}
