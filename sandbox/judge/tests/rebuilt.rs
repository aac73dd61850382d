//! A runtime that is built again from nothing judges as the first one did.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::sync::Arc;

use arena_judge::{Judge, Scope, prepare};
use arena_problems::Language;
use arena_runtimes::CacheDirectory;
use support::{functions, programs};

/// Programs whose fuel or answer would tell of another hash seed, heap or order.
const FUNCTIONS: &[(Language, &str)] = &[
    (Language::PYTHON, support::GOOD_PYTHON),
    (
        Language::PYTHON,
        "def double(n):\n    words = {str(i) for i in range(500)}\n    return n * 2 if len(''.join(words)) else list(words)\n",
    ),
    (
        Language::PYTHON,
        "def double(n):\n    for word in {'b', 'a', 'd', 'c'}:\n        print(word, hash(word))\n    return 0\n",
    ),
    (
        Language::PYTHON,
        "import random, time\ndef double(n):\n    print(random.random(), time.time(), id(object()))\n    return 0\n",
    ),
    (Language::JAVASCRIPT, support::GOOD_JAVASCRIPT),
    (
        Language::JAVASCRIPT,
        "function double(n) { const m = new Map(); for (let i = 0; i < 999; i++) m.set('k' + i, i); return [...m.keys()].join(''); }\n",
    ),
];

#[test]
fn a_clean_rebuild_of_the_runtimes_changes_no_judgement() {
    let fresh = tempfile::tempdir().unwrap();
    let fresh = CacheDirectory::open(fresh.path()).unwrap();
    let kept = support::cache();
    // The packages are those that the recipes pin; only what is made of them is made again.
    let tools = |cache: &CacheDirectory| cache.runtimes().join("tools");
    std::os::unix::fs::symlink(tools(&kept), tools(&fresh)).unwrap();
    for language in support::MAIN {
        prepare(&fresh, language, &mut |step| {
            eprintln!("{language}: {step}")
        })
        .unwrap();
    }
    let judges = [&kept, &fresh].map(|cache| Arc::new(Judge::load(cache, 1).unwrap()));
    for (language, code) in FUNCTIONS {
        for tests in [functions(), programs()] {
            let [first, second] = judges.each_ref().map(|judge| {
                support::judge(judge, *language, code, &tests, Scope::Samples).unwrap()
            });
            assert_eq!(first, second, "{code}");
        }
    }
}
