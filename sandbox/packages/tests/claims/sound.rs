//! What is read of sound packages, and that nothing is lost on the way out.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::{fs, path::Path};

use arena_packages::{
    CaseVerdict, Expectation, FormatVersion, InputFlags, OutputValidator, Package, Runs, export,
};

use crate::support::{Copy, SOUND, contents, fixture};

fn open(name: &str) -> Package {
    Package::open(&fixture(name)).unwrap()
}

#[test]
fn every_version_is_written_again_file_by_file() {
    for name in SOUND {
        let folder = tempfile::tempdir().unwrap();
        let (zip, again) = (folder.path().join("one.zip"), folder.path().join("again"));
        let package = open(name);
        export::package(&package, &zip).unwrap();
        let unpacked = Package::open(&zip).unwrap();
        assert_eq!(unpacked.hash, package.hash, "{name}");
        assert_eq!(unpacked.id, package.id, "{name}");
        assert_eq!(unpacked.metadata, package.metadata, "{name}");
        assert_eq!(unpacked.statements, package.statements, "{name}");
        assert_eq!(unpacked.data, package.data, "{name}");
        assert_eq!(unpacked.submissions, package.submissions, "{name}");
        export::package(&unpacked, &again).unwrap();
        assert_eq!(contents(&again), contents(&fixture(name)), "{name}");
    }
}

#[test]
fn a_script_stays_a_script_and_nothing_is_written_over() {
    let copy = Copy::of("legacy-icpc/ticketgate");
    copy.write("input_validators/built/build", "#!/bin/sh\n");
    let script = copy.path.join("input_validators/built/build");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let package = Package::open(&copy.path).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for target in ["one.zip", "two"] {
        let target = folder.path().join(target);
        export::package(&package, &target).unwrap();
        assert_eq!(Package::open(&target).unwrap().hash, package.hash);
        let refused = export::package(&package, &target).unwrap_err().to_string();
        assert_eq!(refused, format!("{} exists already", target.display()));
    }
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o100;
    assert_eq!(
        mode(&folder.path().join("two/input_validators/built/build")),
        0o100
    );
    assert_eq!(mode(&folder.path().join("two/problem.yaml")), 0);
}

#[test]
fn the_hash_changes_with_any_file() {
    let copy = Copy::of("legacy-icpc/ticketgate");
    let before = Package::open(&copy.path).unwrap().hash;
    copy.append("submissions/accepted/turn.py", "\n");
    assert_ne!(Package::open(&copy.path).unwrap().hash, before);
}

#[test]
fn legacy_flags_are_inherited_and_statements_are_in_every_language() {
    let package = open("legacy/plumjars");
    assert_eq!(package.metadata.version, FormatVersion::Legacy);
    assert_eq!(package.title(), "Plum Jars");
    assert_eq!(package.metadata.names["de"], "Pflaumengläser");
    assert_eq!(
        package.metadata.rights_owner.as_deref(),
        Some("Ada Example, Bo Example")
    );
    let names: Vec<_> = package
        .data
        .cases
        .iter()
        .map(|case| case.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "sample/1",
            "sample/2",
            "secret/exact/01-full",
            "secret/small/01-zero",
            "secret/small/02-two"
        ]
    );
    let full = &package.data.cases[2];
    assert_eq!(
        full.output_flags,
        ["float_tolerance", "1e-4", "case_sensitive"]
    );
    assert_eq!(
        full.input_flags,
        InputFlags::All(vec!["--most".into(), "1000".into()])
    );
    assert_eq!(
        package.data.cases[0].output_flags,
        ["float_tolerance", "1e-4"]
    );
    let statement = &package.statement().unwrap().markdown;
    assert!(
        statement.contains("*(illustration: jars.svg, Three jars of *plums*)*"),
        "{statement}"
    );
    assert!(statement.contains("**on average**"), "{statement}");
    assert!(
        statement.contains("## Input\n\nThe first line has $n$"),
        "{statement}"
    );
    let runs = |path: &str| {
        let one = package
            .submissions
            .iter()
            .find(|one| one.program.path.ends_with(path));
        one.unwrap().program.runs.clone()
    };
    assert!(matches!(runs("mean.py"), Runs::As { .. }));
    assert_eq!(
        runs("Mean.java"),
        Runs::Not("java is not a language of this arena".into())
    );
    let tagged = package
        .submissions
        .iter()
        .find(|one| one.folder == "time_limit_exceeded");
    let only = BTreeSet::from([CaseVerdict::Tle]);
    assert_eq!(tagged.unwrap().expectations, [Expectation::Whole(only)]);
}

#[test]
fn the_newest_version_has_groups_constants_and_rules_of_its_own() {
    let package = open("2025-09/nearpair");
    assert_eq!(package.title(), "A Near Pair");
    assert_eq!(package.metadata.problem_version.as_deref(), Some("1.2"));
    let english = &package.statement().unwrap().markdown;
    assert!(english.contains("**different**"), "{english}");
    assert!(english.contains("2 \\le n \\le 2000"), "{english}");
    assert!(
        english.contains("*(illustration: line.svg, The numbers on a line)*"),
        "{english}"
    );
    assert!(!english.contains("remainingsamples"), "{english}");
    let swedish = &package.statements[1].markdown;
    assert!(
        swedish.contains("två närmaste av $n \\le 2\\,000$ tal"),
        "{swedish}"
    );

    let second = &package.data.cases[1];
    assert_eq!(
        second.shown_input.as_deref(),
        Some("data/sample/2.in.statement")
    );
    let large = &package.data.cases[2];
    assert_eq!(large.name, "secret/large/1");
    assert_eq!(large.output_flags, ["case_sensitive"]);
    assert_eq!(large.input_flags.of("check.py"), ["2000"]);
    assert!(large.input_flags.of("other.py").is_empty());
    assert_eq!(package.data.checks.len(), 4);

    let summaries = |path: &str| -> Vec<String> {
        let one = package
            .submissions
            .iter()
            .find(|one| one.program.path.ends_with(path));
        one.unwrap()
            .expectations
            .iter()
            .map(Expectation::summary)
            .collect()
    };
    assert_eq!(
        summaries("rejected/first.py"),
        [
            "AC/WA on secret/large",
            "AC/WA with AC on sample",
            "some WA/TLE/RTE"
        ]
    );
    assert_eq!(summaries("accepted/sorted.py"), ["AC"]);
    let parts = package
        .submissions
        .iter()
        .find(|one| one.program.path.ends_with("parts"));
    assert_eq!(
        parts.unwrap().program.runs,
        Runs::Not("it has 2 files, one is supported".into())
    );
    assert!(
        package
            .notes
            .contains(&"attachments/ is kept and not used".to_owned())
    );
}

#[test]
fn a_validator_of_its_own_is_one_program() {
    let package = open("2025-09/twosquares");
    let OutputValidator::Custom(program) = &package.output_validator else {
        panic!("the package has a validator");
    };
    assert_eq!(program.path, "output_validator/validate.py");
    assert!(matches!(program.runs, Runs::As { .. }));
    assert_eq!(package.data.cases[1].output_flags, ["--strict"]);
}

#[test]
fn hidden_and_strangely_named_files_count_as_absent() {
    let copy = Copy::of("legacy-icpc/ticketgate");
    let before = Package::open(&copy.path).unwrap().hash;
    copy.write(".git/config", "x")
        .write("data/secret/10 (copy).in", "x");
    let package = Package::open(&copy.path).unwrap();
    assert_eq!(package.hash, before);
    assert_eq!(
        package.files.ignored(),
        [".git", "data/secret/10 (copy).in"]
    );
    assert!(
        package
            .notes
            .contains(&".git is left out: its name is not one of the format's".to_owned())
    );
}
