#![allow(clippy::unwrap_used, reason = "tests")]

use std::net::{IpAddr, Ipv4Addr};

use super::Familiarity::{Known, Stranger};
use super::*;

const NOW: i64 = 1_000_000_000;

fn address(n: u32) -> AddressKey {
    AddressKey::from(IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + n)))
}

fn fail(throttle: &LoginThrottle, account: &str, from: u32, now_ms: i64) -> Result<(), i64> {
    throttle
        .begin(account, address(from), Stranger, now_ms)
        .map(drop)
}

#[test]
fn waits_double_from_the_first_failure_that_is_not_free_to_the_longest() {
    for (failures, wait) in [
        (0, 0),
        (5, 0),
        (6, 1_000),
        (7, 2_000),
        (8, 4_000),
        (15, 512_000),
        (16, 900_000),
    ] {
        assert_eq!(PAIR_POLICY.wait_ms(failures), wait, "{failures}");
    }
    assert_eq!(PAIR_POLICY.wait_ms(u32::MAX), PAIR_POLICY.longest_wait_ms);
}

#[test]
fn one_account_from_one_address_waits_after_the_free_failures() {
    let throttle = LoginThrottle::new();
    for _ in 0..=PAIR_POLICY.free {
        assert_eq!(fail(&throttle, "ada", 1, NOW), Ok(()));
    }
    assert_eq!(fail(&throttle, "ada", 1, NOW), Err(1_000));
    assert_eq!(
        fail(&throttle, "ada", 1, NOW + 999),
        Err(1),
        "a refused attempt is not counted"
    );
    assert_eq!(fail(&throttle, "ada", 1, NOW + 1_000), Ok(()));
    assert_eq!(fail(&throttle, "ada", 1, NOW + 1_000), Err(2_000));
    assert_eq!(
        fail(&throttle, "bob", 1, NOW + 1_000),
        Ok(()),
        "another account is free"
    );
    assert_eq!(
        fail(&throttle, "ada", 2, NOW + 1_000),
        Ok(()),
        "another address is free"
    );
}

#[test]
fn attempts_at_the_same_moment_are_counted_before_they_are_decided() {
    let throttle = LoginThrottle::new();
    let admitted = (0..1000)
        .filter(|_| fail(&throttle, "ada", 1, NOW).is_ok())
        .count();
    assert_eq!(admitted, usize::try_from(PAIR_POLICY.free).unwrap() + 1);
}

#[test]
fn a_right_password_lets_the_pair_begin_anew_and_costs_the_others_nothing() {
    let throttle = LoginThrottle::new();
    for _ in 0..200 {
        let attempt = throttle
            .begin("ada", address(1), Stranger, NOW)
            .map_err(drop)
            .unwrap();
        throttle.succeeded(&attempt);
    }
    for _ in 0..=PAIR_POLICY.free {
        assert_eq!(fail(&throttle, "ada", 1, NOW), Ok(()));
    }
    assert!(fail(&throttle, "ada", 1, NOW).is_err());
}

#[test]
fn a_right_password_does_not_make_its_neighbours_wait() {
    let throttle = LoginThrottle::new();
    for n in 0..=ADDRESS_POLICY.free {
        fail(&throttle, &format!("player{n}"), 1, NOW).unwrap();
    }
    let later = NOW + ADDRESS_POLICY.first_wait_ms;
    for _ in 0..3 {
        let attempt = throttle
            .begin("ada", address(1), Stranger, later)
            .map_err(drop)
            .unwrap();
        throttle.succeeded(&attempt);
    }
    assert_eq!(fail(&throttle, "bob", 1, later), Ok(()));
    assert_eq!(
        fail(&throttle, "bob", 1, later),
        Err(2 * ADDRESS_POLICY.first_wait_ms)
    );
}

#[test]
fn an_attempt_that_was_not_checked_is_taken_back() {
    let throttle = LoginThrottle::new();
    for _ in 0..200 {
        let attempt = throttle
            .begin("ada", address(1), Stranger, NOW)
            .map_err(drop)
            .unwrap();
        throttle.undecided(&attempt);
    }
    assert_eq!(fail(&throttle, "ada", 1, NOW), Ok(()));
}

#[test]
fn guessing_from_many_addresses_waits_but_the_owner_at_home_does_not() {
    let throttle = LoginThrottle::new();
    for from in 0..=ACCOUNT_POLICY.free {
        assert_eq!(fail(&throttle, "ada", from, NOW), Ok(()));
    }
    assert_eq!(fail(&throttle, "ada", 1000, NOW), Err(1_000));
    assert!(throttle.begin("ada", address(2000), Known, NOW).is_ok());
    let mut now = NOW;
    for n in 0..200 {
        if let Err(wait) = fail(&throttle, "ada", 3000 + n, now) {
            assert!(wait <= ACCOUNT_POLICY.longest_wait_ms, "{wait}");
            now += wait;
        }
    }
    assert_eq!(
        fail(&throttle, "ada", 9000, now),
        Err(ACCOUNT_POLICY.longest_wait_ms)
    );
}

#[test]
fn one_password_on_many_accounts_waits_and_never_long() {
    let throttle = LoginThrottle::new();
    for n in 0..=ADDRESS_POLICY.free {
        assert_eq!(fail(&throttle, &format!("player{n}"), 1, NOW), Ok(()));
    }
    assert_eq!(fail(&throttle, "another", 1, NOW), Err(1_000));
    let mut now = NOW;
    for n in 0..50 {
        if let Err(wait) = fail(&throttle, &format!("further{n}"), 1, now) {
            assert!(wait <= ADDRESS_POLICY.longest_wait_ms, "{wait}");
            now += wait;
        }
    }
}

#[test]
fn failures_are_forgotten_one_by_one_and_then_pruned() {
    let throttle = LoginThrottle::new();
    for _ in 0..=PAIR_POLICY.free {
        fail(&throttle, "ada", 1, NOW).unwrap();
    }
    let later = NOW + PAIR_POLICY.forget_one_ms;
    assert_eq!(
        fail(&throttle, "ada", 1, later),
        Ok(()),
        "one of six forgotten, one more"
    );
    assert_eq!(fail(&throttle, "ada", 1, later), Err(1_000));
    throttle.prune(later + 6 * PAIR_POLICY.forget_one_ms - 1);
    assert_eq!(throttle.counted.lock().unwrap().len(), 1);
    throttle.prune(later + 6 * PAIR_POLICY.forget_one_ms);
    assert_eq!(throttle.counted.lock().unwrap().len(), 0);
}

#[test]
fn a_clock_that_steps_back_never_makes_the_wait_longer_than_the_longest() {
    let throttle = LoginThrottle::new();
    while fail(&throttle, "ada", 1, NOW).is_ok() {}
    assert_eq!(
        fail(&throttle, "ada", 1, NOW - 1_000_000_000),
        Err(PAIR_POLICY.longest_wait_ms)
    );
}

#[test]
fn memory_is_bounded_and_a_flood_of_names_does_not_free_a_throttled_pair() {
    let throttle = LoginThrottle::with_bound(300);
    while fail(&throttle, "victim", 1, NOW).is_ok() {}
    for n in 0..20_000_u32 {
        fail(&throttle, &format!("flood{n}"), 10 + n, NOW).unwrap();
    }
    assert_eq!(throttle.counted.lock().unwrap().len(), 300);
    assert!(fail(&throttle, "victim", 1, NOW).is_err());
}
