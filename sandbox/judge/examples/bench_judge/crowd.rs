//! A thousand submissions of mixed verdicts at once: nothing is lost, the order is fair, and the
//! judge's memory is bounded.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::sync::{Arc, Mutex, PoisonError};

use arena_judge::{JudgeRequest, Pool, PoolConfig, Priority, Scope, prepare};
use arena_problems::{Checker, Form, Hash32, Input, Language, Limits, Output, Test, TestSet};
use uuid::Uuid;

use crate::Setting;
use crate::measure::{milliseconds, now};

const PLAYERS: u32 = 100;
const EACH: u32 = 10;

/// Programs and the verdicts that they must get.
const PROGRAMS: [(&str, &str, &str); 10] = [
    ("python", "AC", "print(2 * int(input()))"),
    ("javascript", "AC", "console.log(2 * Number(readline()))"),
    ("python", "WA", "print(3 * int(input()))"),
    ("javascript", "WA", "console.log(readline())"),
    ("python", "RTE", "print([][int(input())])"),
    ("javascript", "RTE", "null.x"),
    ("python", "TLE", "while True: pass"),
    (
        "python",
        "MLE",
        "x = []\nwhile True: x.append(bytearray(1 << 20))",
    ),
    (
        "javascript",
        "OLE",
        "for (;;) console.log('x'.repeat(1000))",
    ),
    ("python", "CE", "print(("),
];

pub(crate) async fn measure(setting: &Setting) -> Result<(), Box<dyn Error>> {
    for language in [Language::PYTHON, Language::JAVASCRIPT] {
        prepare(&setting.program.cache, language, &mut |step| {
            eprintln!("{step}")
        })?;
    }
    let mut config = PoolConfig::new(setting.program.clone(), setting.cores);
    config.queue_limit = usize::try_from(PLAYERS * EACH)?;
    config.player_limit = usize::try_from(EACH)?;
    let pool = Arc::new(Pool::start(config)?);
    pool.ready().await;
    let process = pool.process_id().ok_or("the judge process is gone")?;
    let tests = Arc::new(tests()?.pack(Hash32([0; 32]))?);
    let order = Arc::new(Mutex::new(Vec::new()));
    let start = now();
    let mut waiting = Vec::new();
    for player in 0..PLAYERS {
        for (index, (language, expected, code)) in PROGRAMS.iter().enumerate() {
            let (pool, order) = (Arc::clone(&pool), Arc::clone(&order));
            let request = JudgeRequest {
                player: Uuid::from_u128(player.into()),
                priority: Priority::Submission,
                language: language.parse()?,
                code: (*code).into(),
                tests: Arc::clone(&tests),
                scope: Scope::All,
            };
            waiting.push(tokio::spawn(async move {
                let judged = pool.judge(request).await;
                order
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(player);
                judged.map(|judged| (index, judged.verdict.as_str() == *expected))
            }));
        }
    }
    let mut wrong = 0;
    for judged in waiting {
        let (_, right) = judged.await??;
        wrong += u32::from(!right);
    }
    let took = milliseconds(start.elapsed());
    let order = order.lock().unwrap_or_else(PoisonError::into_inner);
    println!(
        "{} submissions of {PLAYERS} players at once: {} judged in {took:.0} ms, {wrong} wrong",
        PLAYERS * EACH,
        order.len()
    );
    println!(
        "unfairness: at most {} verdicts between the first and the last player at any time",
        unfairness(&order)
    );
    println!(
        "peak memory of the judge process: {} MiB",
        peak_memory_mib(process)?
    );
    let lost = u32::try_from(order.len())? != PLAYERS * EACH;
    if lost || wrong > 0 {
        return Err("submissions were lost or judged wrongly".into());
    }
    Ok(())
}

/// The most that one player was ever ahead of another, in verdicts.
fn unfairness(order: &[u32]) -> u32 {
    let mut counts: BTreeMap<u32, u32> = (0..PLAYERS).map(|player| (player, 0)).collect();
    let mut most = 0;
    for player in order {
        *counts.entry(*player).or_default() += 1;
        let (least, greatest) = (counts.values().min(), counts.values().max());
        most = most.max(greatest.copied().unwrap_or(0) - least.copied().unwrap_or(0));
    }
    most
}

fn peak_memory_mib(process: u32) -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(kib.ok_or("no peak memory")?.trim().parse::<u64>()? >> 10)
}

fn tests() -> Result<TestSet, Box<dyn Error>> {
    let test = |n: i64| Test {
        name: format!("test {n}"),
        input: Input::Text(format!("{n}\n")),
        expected: Output::Text(format!("{}\n", 2 * n)),
        sample: n == 1,
    };
    let limits = Limits {
        fuel: [(Language::PYTHON, 200_000_000)].into(),
        memory_bytes: 128 << 20,
        output_bytes: 64 << 10,
    };
    let tests = (1..=5).map(test).collect();
    Ok(TestSet::new(Form::Stdin, Checker::Exact, limits, tests)?)
}
