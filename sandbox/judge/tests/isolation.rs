//! Nothing of one submission can be seen by the next, whatever place in the pool it gets.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::sync::Arc;

use arena_judge::{Judge, Scope, Verdict};
use arena_problems::{Language, TestSet};
use support::packed;
use wasmtime::{Instance, Memory, Module, Store};

/// More than any of the programs below has.
const SCANNED_PAGES: u64 = (192 << 20) / (64 << 10);

/// `(module (memory (export "m") 1))`
const ONE_PAGE: &[u8] = b"\0asm\x01\0\0\0\x05\x03\x01\0\x01\x07\x05\x01\x01m\x02\0";

/// Programs that leave their mark in as much memory as they get.
const MARKERS: [(Language, &str); 4] = [
    (
        Language::PYTHON,
        "kept = [b'the-mark-of-' + b'an-earlier-guest' + str(i).encode() for i in range(100000)]\nkept.append(bytearray(b'the-mark-of-' + b'an-earlier-guest') * 2000000)\ndef double(n):\n    return n * 2\n",
    ),
    // Ends in the middle of its work.
    (
        Language::PYTHON,
        "def double(n):\n    kept = []\n    while True:\n        kept.append(bytearray(b'the-mark-of-' + b'an-earlier-guest') * 9999)\n",
    ),
    (
        Language::JAVASCRIPT,
        "const kept = new Uint8Array(6e7).fill(77);\nfunction double(n) { return n * 2; }\n",
    ),
    (
        Language::JAVASCRIPT,
        "function double(n) { const kept = []; for (;;) kept.push('the-mark-of-' + 'an-earlier-guest' + kept.length); }\n",
    ),
];

/// Reads the interpreter's whole memory through an object that the interpreter never made, and
/// looks for the mark. The pattern itself does not match it.
const FIND_PYTHON: &str = include_str!("support/find_the_mark.py");

/// Fresh memory of the allocator is not cleared again by it: dirt would show here.
const FIND_JAVASCRIPT: &str = "
const kept = [];
function double(n) {
    const fresh = new Uint8Array(1.5e7);
    kept.push(fresh);
    for (let i = 0; i < fresh.length; i += 8) if (fresh[i]) return -1;
    return n * 2;
}
";

fn tests() -> TestSet {
    let mut set = support::functions();
    set.limits.fuel.values_mut().for_each(|fuel| *fuel *= 10);
    TestSet::new(set.form, set.checker, set.limits, set.tests).unwrap()
}

fn leave_marks(judge: &Arc<Judge>, tests: &TestSet) {
    for (language, code) in MARKERS {
        let judged = support::judge(judge, language, code, tests, Scope::All).unwrap();
        let ends = [Verdict::Accepted, Verdict::MemoryLimit];
        assert!(ends.contains(&judged.verdict), "{judged:?}");
        assert!(judged.memory_peak_bytes > 60 << 20, "{judged:?}");
    }
}

#[test]
fn every_place_in_the_pool_is_clean_after_programs_of_both_languages() {
    let judge = Arc::new(Judge::load(&support::cache(), 1).unwrap());
    leave_marks(&judge, &tests());
    let engine = judge.engine();
    let module = Module::new(engine, ONE_PAGE).unwrap();
    let mut stores = Vec::new();
    // As many as there is room for, so that those are among them that the programs had.
    loop {
        let mut store = Store::new(engine, ());
        let Ok(instance) = Instance::new(&mut store, &module, &[]) else {
            break;
        };
        let memory: Memory = instance.get_memory(&mut store, "m").unwrap();
        memory.grow(&mut store, SCANNED_PAGES - 1).unwrap();
        stores.push((store, memory));
    }
    assert!(stores.len() >= 4, "{}", stores.len());
    for (store, memory) in &stores {
        let dirty = memory.data(store).iter().position(|byte| *byte != 0);
        assert_eq!(dirty, None);
    }
}

#[test]
fn a_program_that_reads_all_of_its_memory_finds_nothing_of_earlier_ones() {
    let judge = Arc::new(Judge::load(&support::cache(), 1).unwrap());
    let tests = tests();
    // The finder finds: the mark that it leaves itself.
    let own = format!("{FIND_PYTHON}\nown = b'the-mark-of-' + b'an-earlier-guest'\n");
    let judged = support::judge(&judge, Language::PYTHON, &own, &tests, Scope::All).unwrap();
    assert_eq!(judged.verdict, Verdict::WrongAnswer, "{judged:?}");
    for _ in 0..3 {
        leave_marks(&judge, &tests);
        for (language, code) in [
            (Language::PYTHON, FIND_PYTHON),
            (Language::JAVASCRIPT, FIND_JAVASCRIPT),
        ] {
            let judged = support::judge(&judge, language, code, &tests, Scope::All).unwrap();
            assert_eq!(judged.verdict, Verdict::Accepted, "{judged:?}");
        }
    }
}

/// As many guests come after the one that has the secret.
const OTHERS: usize = 10_000;

/// How often the secret is planted again, so that every place has had it lately.
const PLANTED_EVERY: usize = 500;

#[test]
fn a_secret_of_one_guest_is_in_none_of_ten_thousand_others() {
    let judge = Arc::new(Judge::load(&support::cache(), 1).unwrap());
    let tests = tests();
    let secret = blake3::hash(b"a secret of one guest").to_hex();
    let plant = format!(
        "kept = [('{secret}' * 64).encode() + str(i).encode() for i in range(5000)]\n\
         def double(n):\n    return n * 2\n"
    );
    // Fresh memory of the allocator is not cleared again: what it held would show as not zero.
    let look = "const kept = [];\nfunction double(n) {\n  \
        const fresh = new Uint8Array(200000);\n  kept.push(fresh);\n  \
        return fresh.every((byte) => byte === 0) ? n * 2 : -1;\n}\n";
    let engine = judge.engine();
    let module = Module::new(engine, ONE_PAGE).unwrap();
    for other in 0..OTHERS {
        if other % PLANTED_EVERY == 0 {
            let planted = support::judge(&judge, Language::PYTHON, &plant, &tests, Scope::All);
            assert_eq!(planted.unwrap().verdict, Verdict::Accepted);
            let judged = support::judge(&judge, Language::JAVASCRIPT, look, &tests, Scope::All);
            assert_eq!(judged.unwrap().verdict, Verdict::Accepted);
        }
        let mut store = Store::new(engine, ());
        let instance = Instance::new(&mut store, &module, &[]).unwrap();
        let memory: Memory = instance.get_memory(&mut store, "m").unwrap();
        memory.grow(&mut store, 15).unwrap();
        // Neither the secret nor anything else.
        let dirty = memory.data(&store).iter().position(|byte| *byte != 0);
        assert_eq!(dirty, None, "guest {other}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn compiled_runtimes_on_disk_are_the_same_after_programs_that_overwrite_all_memory() {
    let artifacts = support::cache().artifacts();
    let sums = || {
        let mut sums = Vec::new();
        for entry in std::fs::read_dir(&artifacts).unwrap() {
            let path = entry.unwrap().path();
            if path
                .extension()
                .is_some_and(|extension| extension == "cwasm")
            {
                let sum = blake3::hash(&std::fs::read(&path).unwrap());
                sums.push((path, sum));
            }
        }
        sums.sort_by(|a, b| a.0.cmp(&b.0));
        sums
    };
    let pool = support::pool();
    let tests = packed(&tests());
    assert!(pool.ready().await);
    let before = sums();
    assert!(before.len() >= 2);
    let overwrite = include_str!("../corpus/python/raw_memory_overwrite.py");
    for _ in 0..2 {
        let request = support::request(Language::PYTHON, overwrite, &tests);
        let judged = pool.judge(request).await.unwrap();
        assert_eq!(judged.verdict, Verdict::OutputLimit, "{judged:?}");
        for language in support::MAIN {
            let request = support::request(language, support::good(language), &tests);
            let judged = pool.judge(request).await.unwrap();
            assert_eq!(judged.verdict, Verdict::Accepted, "{judged:?}");
        }
    }
    assert_eq!(sums(), before);
}
