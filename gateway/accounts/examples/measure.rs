//! Measures what players wait for: `cargo run -p arena-accounts --example measure`.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a measurement reads the clock"
)]

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use arena_accounts::{Accounts, Client, Database, Options};

const NOW: i64 = 1_700_000_000_000;
const PASSWORD: &str = "violet umbrella 42";
const ROUNDS: u32 = 40;
const VERIFICATIONS: u32 = 20_000;

#[tokio::main]
async fn main() {
    let data = tempfile::tempdir().unwrap();
    let database = Database::Sqlite(data.path().join("accounts.db"));
    let accounts = Accounts::open(database, Options::new(data.path().join("keys")), NOW)
        .await
        .unwrap();
    let session = accounts
        .register("grace", PASSWORD, &client(0), NOW)
        .await
        .unwrap();

    let start = Instant::now();
    for _ in 0..VERIFICATIONS {
        accounts.authenticate(&session.access.token, NOW).unwrap();
    }
    println!(
        "authenticate           {:>9.1} µs",
        micros(start.elapsed()) / f64::from(VERIFICATIONS)
    );

    let mut token = session.refresh.token;
    let mut refreshes = Vec::new();
    let mut known = Vec::new();
    let mut unknown = Vec::new();
    for round in 0..ROUNDS {
        let start = Instant::now();
        token = accounts
            .refresh(&token, &client(0), NOW)
            .await
            .unwrap()
            .refresh
            .token;
        refreshes.push(start.elapsed());
        // Interleaved and in turns, so that both meet the same neighbours on the machine.
        let mut pair = [("grace", &mut known), ("nobody_here", &mut unknown)];
        pair.rotate_left(usize::from(round % 2 == 1));
        for (name, times) in pair {
            let start = Instant::now();
            let answer = accounts
                .log_in(name, "not the password", &client(round), NOW)
                .await;
            times.push(start.elapsed());
            assert!(answer.is_err());
        }
    }
    for (what, mut times) in [
        ("refresh, SQLite", refreshes),
        ("wrong password", known),
        ("unknown name", unknown),
    ] {
        times.sort();
        let at = |percent: usize| micros(times[(times.len() - 1) * percent / 100]) / 1000.0;
        println!("{what:<22} {:>9.2} ms p50 {:>9.2} ms p95", at(50), at(95));
    }
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn client(n: u32) -> Client {
    let address = IpAddr::V4(Ipv4Addr::from_bits(0xc612_0000 + n));
    Client {
        address,
        user_agent: "measure".to_owned(),
    }
}
