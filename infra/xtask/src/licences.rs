//! Every dependency's licence is one that `deny.toml` allows. cargo-deny checks the same and more; this runs with the tests,
//! on machines that do not have it.

#![allow(clippy::panic, reason = "tests")]

use std::fs;

use serde_json::Value;
use spdx::{Expression, ParseMode};

use crate::shell::{cargo, program, root};

#[test]
fn every_licence_is_an_allowed_one() {
    let allowed = allowed();
    let mut refused = Vec::new();
    for package in dependencies() {
        let name = &package["name"];
        let licence = package["license"].as_str().unwrap_or_default();
        // Older packages write `MIT/Apache-2.0`.
        let expression = Expression::parse_mode(licence, ParseMode::LAX)
            .unwrap_or_else(|error| panic!("{name}: {licence:?} is no licence: {error}"));
        let is_allowed = |requirement: &spdx::LicenseReq| {
            allowed
                .iter()
                .any(|licence| *licence == requirement.to_string())
        };
        if !expression.evaluate(is_allowed) {
            refused.push(format!("{name}: {licence}"));
        }
    }
    assert!(
        refused.is_empty(),
        "licences that deny.toml does not allow: {refused:?}"
    );
}

fn allowed() -> Vec<String> {
    let rules = fs::read_to_string(root().join("deny.toml")).expect("deny.toml is there");
    let rules: toml::Table = rules.parse().expect("deny.toml is TOML");
    let allowed = rules["licenses"]["allow"].as_array().expect("a list");
    let names = allowed.iter().filter_map(toml::Value::as_str);
    names.map(str::to_owned).collect()
}

/// The packages that are built for this machine, as `cargo metadata` tells them.
fn dependencies() -> Vec<Value> {
    let version = program("rustc").arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let output = cargo()
        .args(["metadata", "--format-version", "1", "--offline"])
        .args(["--filter-platform", host.expect("rustc tells its host")])
        .output()
        .expect("cargo metadata runs");
    let mut metadata: Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    match metadata["packages"].take() {
        Value::Array(packages) => packages,
        other => panic!("packages: {other}"),
    }
}
