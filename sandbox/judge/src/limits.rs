//! The judge's own limits. Those of a problem are in its test set.

use arena_problems::Hash32;

/// Longest program, in bytes of UTF-8. The shortest has one byte.
pub const MAX_CODE_BYTES: usize = 256 * 1024;

/// wasm stack of a guest. Deeper recursion is a trap, after the interpreters' own checks.
pub const GUEST_STACK_BYTES: usize = 48 << 20;

/// Stack of a thread that runs guests: the guest's, and as much again for the host's own calls.
pub const THREAD_STACK_BYTES: usize = 128 << 20;

/// Most linear memory that any guest can be given, in bytes.
pub const MAX_GUEST_MEMORY_BYTES: u64 = 2 << 30;

/// Most bytes that one call between guest and host may carry.
pub const MAX_TRANSFER_BYTES: usize = 128 << 20;

/// Most bytes of randomness in one call.
pub const MAX_RANDOM_BYTES: u64 = 64 * 1024;

/// The virtual clock: nanoseconds that pass with one unit of fuel.
pub const NANOSECONDS_PER_FUEL: u64 = 1;

/// Fuel in a reference millisecond, which is how people read fuel: a millisecond of the virtual
/// clock.
pub const FUEL_PER_REFERENCE_MS: u64 = 1_000_000 / NANOSECONDS_PER_FUEL;

/// When the virtual clock starts: 2026-01-01T00:00:00Z, in seconds of Unix time.
pub const CLOCK_START_SECONDS: u64 = 1_767_225_600;

/// Longest message, error text or value shown in a judgement, in bytes.
pub const MAX_SHOWN_BYTES: usize = 4096;

/// Longest output of one stream shown in a judgement, in bytes.
pub const MAX_SHOWN_OUTPUT_BYTES: usize = 8192;

/// Longest kind of error, in bytes.
pub const MAX_KIND_BYTES: usize = 100;

/// Longest frame between the arena and a judge process, in bytes: a little more than the largest
/// test set.
pub(crate) const MAX_FRAME_BYTES: usize = 66 << 20;

/// Longest frame with a judgement or a verification, in bytes. Their texts are cut to far less.
pub(crate) const MAX_JUDGEMENT_FRAME_BYTES: usize = 1 << 20;

/// Wall-clock backstop of a call that is given no fuel, in seconds.
const BACKSTOP_SECONDS: u64 = 30;

/// Fuel that even a crowded machine burns in a second; an idle one burns twenty times as much.
const SLOWEST_FUEL_PER_SECOND: u64 = 50_000_000;

/// Names what a program was limited by: BLAKE3 in derive-key mode (context `code-battle-arena
/// limits 1`) over fuel, memory and output of a test, then the judge's own limits that can decide a
/// verdict, each as eight little-endian bytes.
pub fn limits_hash(fuel: u64, memory_bytes: u64, output_bytes: u64) -> Hash32 {
    let own = [MAX_CODE_BYTES, GUEST_STACK_BYTES, MAX_TRANSFER_BYTES];
    let own = own.map(|limit| limit as u64);
    let mut hasher = blake3::Hasher::new_derive_key("code-battle-arena limits 1");
    for limit in [fuel, memory_bytes, output_bytes].iter().chain(&own) {
        hasher.update(&limit.to_le_bytes());
    }
    for limit in [MAX_RANDOM_BYTES, NANOSECONDS_PER_FUEL, CLOCK_START_SECONDS] {
        hasher.update(&limit.to_le_bytes());
    }
    Hash32(*hasher.finalize().as_bytes())
}

/// Seconds after which a submission with so many tests of so much fuel counts as hung.
pub(crate) const fn task_seconds(tests: u32, fuel: u64) -> u64 {
    let burning = (tests as u64).saturating_mul(fuel) / SLOWEST_FUEL_PER_SECOND;
    BACKSTOP_SECONDS.saturating_mul(20).saturating_add(burning)
}

/// Wall-clock backstop of one guest call with this fuel, in seconds. Reaching it is the judge's
/// fault, so it lies far beyond what the fuel can last.
pub(crate) const fn backstop_seconds(fuel: u64) -> u64 {
    BACKSTOP_SECONDS + fuel / SLOWEST_FUEL_PER_SECOND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_part_of_the_hash() {
        let hashes = [(1, 2, 3), (9, 2, 3), (1, 9, 3), (1, 2, 9)]
            .map(|(fuel, memory, output)| limits_hash(fuel, memory, output).to_string());
        assert_eq!(hashes[0], limits_hash(1, 2, 3).to_string());
        assert!(hashes[1..].iter().all(|other| *other != hashes[0]));
    }
}
