//! The direction of dependencies, kept by a test over `cargo metadata`.

#![allow(clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::shell::{cargo, root};

/// Who may depend on which of our crates: pure rules at the bottom, the program at the top.
const ALLOWED: [(&str, &[&str]); 13] = [
    ("arena-rules", &[]),
    ("arena-log", &[]),
    ("arena-bus", &["arena-rules", "arena-log"]),
    ("arena-tree", &["arena-rules", "arena-log", "arena-bus"]),
    ("arena-projections", &["arena-rules", "arena-log"]),
    ("arena-runtimes", &[]),
    ("arena-problems", &["arena-runtimes"]),
    ("arena-packages", &["arena-problems", "arena-runtimes"]),
    ("arena-judge", &["arena-problems", "arena-runtimes"]),
    ("arena-accounts", &["arena-rules"]),
    (
        "arena-edge",
        &[
            "arena-rules",
            "arena-log",
            "arena-bus",
            "arena-tree",
            "arena-accounts",
            "arena-projections",
        ],
    ),
    ("xtask", &["arena-runtimes"]),
    // Nothing imports the program or the simulations; what they import is their business.
    ("arena-node", &["*"]),
];

/// Which of our crates may use a library that shapes them.
const RESERVED: [(&str, &[&str]); 9] = [
    (
        "sqlx",
        &["arena-log", "arena-projections", "arena-accounts"],
    ),
    ("async-nats", &["arena-bus"]),
    ("redis", &["arena-edge"]),
    ("axum", &["arena-edge", "arena-node"]),
    ("wasmtime", &["arena-judge"]),
    ("wasmtime-wasi", &["arena-judge"]),
    ("ractor", &["arena-tree"]),
    ("seccompiler", &["arena-judge"]),
    ("argon2", &["arena-accounts"]),
];

/// They import what they try.
const SIMULATIONS: [&str; 2] = ["arena-simulations", "arena-deterministic"];

#[test]
fn dependencies_point_down() {
    let ours = dependencies();
    for (package, depends_on) in &ours {
        if SIMULATIONS.contains(&package.as_str()) {
            continue;
        }
        let (_, allowed) = ALLOWED
            .iter()
            .find(|(name, _)| name == package)
            .unwrap_or_else(|| panic!("{package} is not in the table of allowed dependencies"));
        for dependency in depends_on
            .iter()
            .filter(|dependency| ours.contains_key(*dependency))
        {
            let fits = allowed.contains(&"*") || allowed.contains(&dependency.as_str());
            assert!(fits, "{package} must not depend on {dependency}");
            assert!(
                !SIMULATIONS.contains(&dependency.as_str()) && dependency != "arena-node",
                "{package} imports {dependency}"
            );
        }
    }
}

#[test]
fn shaping_libraries_stay_in_their_rooms() {
    for (package, depends_on) in dependencies() {
        for (library, rooms) in RESERVED {
            let uses = depends_on.contains(library) && !SIMULATIONS.contains(&package.as_str());
            assert!(
                !uses || rooms.contains(&package.as_str()),
                "{package} must not use {library}"
            );
        }
    }
}

#[test]
fn rules_know_nothing_that_acts() {
    let rules = &dependencies()["arena-rules"];
    for library in [
        "tokio",
        "sqlx",
        "axum",
        "wasmtime",
        "ractor",
        "async-trait",
        "tracing",
    ] {
        assert!(!rules.contains(library), "the rules depend on {library}");
    }
}

/// Each workspace member with its ordinary dependencies.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = cargo()
        .current_dir(root())
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .output()
        .expect("cargo metadata runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let of = |package: &Value| {
        let name = package["name"].as_str().unwrap_or_default().to_owned();
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        let ordinary = dependencies.filter(|dependency| dependency["kind"].is_null());
        let names = ordinary.filter_map(|dependency| dependency["name"].as_str());
        (name, names.map(str::to_owned).collect())
    };
    packages.iter().map(of).collect()
}
