//! Whatever is in a package, reading it ends with a package or a sentence.

use std::fs;

use arena_packages::Package;
use proptest::prelude::*;

use crate::support::{Copy, fixture};

/// Bytes with some of them changed, left out or doubled.
fn mangled(original: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let length = original.len();
    let change = (0..length, any::<u8>(), 0..3u8);
    prop::collection::vec(change, 1..12).prop_map(move |changes| {
        let mut bytes = original.clone();
        for (at, byte, kind) in changes {
            let at = at.min(bytes.len().saturating_sub(1));
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.splice(at..(at + 3).min(bytes.len()), [])),
            }
        }
        bytes
    })
}

fn survives(package: &str, file: &str) {
    let copy = Copy::of(package);
    let path = copy.path.join(file);
    let original = fs::read(&path).unwrap();
    let runner = &mut proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let outcome = runner.run(&mangled(original), |bytes| {
        fs::write(&path, &bytes).unwrap();
        if let Err(error) = Package::open(&copy.path) {
            prop_assert!(!error.message.is_empty());
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{file}: {outcome:?}");
}

#[test]
fn a_mangled_file_makes_a_sentence_at_the_most() {
    for (package, file) in [
        ("legacy/plumjars", "problem.yaml"),
        ("legacy/plumjars", "problem_statement/problem.en.tex"),
        ("legacy/plumjars", "data/secret/testdata.yaml"),
        ("2025-09/nearpair", "problem.yaml"),
        ("2025-09/nearpair", "statement/problem.en.md"),
        ("2025-09/nearpair", "submissions/submissions.yaml"),
    ] {
        survives(package, file);
    }
}

#[test]
fn a_mangled_zip_makes_a_sentence_at_the_most() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ticketgate.zip");
    let package = Package::open(&fixture("legacy-icpc/ticketgate")).unwrap();
    arena_packages::export::package(&package, &path).unwrap();
    let original = fs::read(&path).unwrap();
    let hash = package.hash;
    let runner = &mut proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let outcome = runner.run(&mangled(original), |bytes| {
        fs::write(&path, &bytes).unwrap();
        match Package::open(&path) {
            Err(error) => prop_assert!(!error.message.is_empty()),
            // Only what no content depends on was changed, or a name or permission.
            Ok(read) => prop_assert!(read.hash == hash || read.files.iter().count() > 0),
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}
