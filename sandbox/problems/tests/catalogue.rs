//! The embedded catalogue is complete and is the folder in the repository.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use arena_problems::{Catalogue, Difficulty, Language};
use support::Folder;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/catalogue"))
}

#[test]
fn every_embedded_problem_is_valid() {
    let catalogue = Catalogue::embedded().unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(catalogue.len(), catalogue.iter().len());
    let ids: Vec<_> = catalogue.iter().map(|problem| problem.id.clone()).collect();
    assert!(ids.is_sorted());
    for problem in catalogue.iter() {
        assert_eq!(catalogue.get(&problem.id).unwrap().hash, problem.hash);
    }
}

#[test]
fn the_catalogue_has_sixty_problems_of_all_difficulties_and_forms() {
    let catalogue = Catalogue::embedded().unwrap_or_else(|e| panic!("{e}"));
    assert!(catalogue.len() >= 60, "{}", catalogue.len());
    let of_form = |name: &str| {
        let problems = catalogue.iter();
        problems
            .filter(|problem| problem.form.as_str() == name)
            .count()
    };
    assert!(of_form("stdin") >= 15, "{}", of_form("stdin"));
    assert!(of_form("either") >= 3, "{}", of_form("either"));
    for &difficulty in Difficulty::ALL {
        let count = catalogue.of_difficulty(difficulty).count();
        assert!(count >= 15, "{difficulty}: {count}");
    }
    let techniques: BTreeSet<_> = catalogue
        .iter()
        .flat_map(|problem| problem.techniques.iter())
        .collect();
    assert!(techniques.len() >= 15, "{techniques:?}");
    let titles: BTreeSet<_> = catalogue.iter().map(|problem| &problem.title).collect();
    assert_eq!(titles.len(), catalogue.len(), "two problems have one title");
}

#[test]
fn every_problem_can_be_solved_in_every_language() {
    for problem in Catalogue::embedded().unwrap().iter() {
        for &language in Language::all() {
            let offered = problem.references.contains_key(&language);
            assert!(offered, "{} has no reference in {language}", problem.id);
        }
    }
}

#[test]
fn the_embedded_catalogue_is_the_folder() {
    let (embedded, loaded) = (
        Catalogue::embedded().unwrap(),
        Catalogue::load(folder()).unwrap(),
    );
    let hashes = |c: &Catalogue| c.iter().map(|p| (p.id.clone(), p.hash)).collect::<Vec<_>>();
    assert_eq!(hashes(&embedded), hashes(&loaded));
}

#[test]
fn every_starter_is_short_and_differs_from_the_reference() {
    for problem in Catalogue::embedded().unwrap().iter() {
        for &language in Language::all() {
            let starter = problem.starter_code(language);
            assert!(
                starter.ends_with('\n') && starter.lines().count() < 20,
                "{starter}"
            );
            let reference = problem.references.get(&language);
            assert!(reference.is_none_or(|reference| reference.text != starter));
        }
    }
}

#[test]
fn a_folder_reports_every_broken_problem_at_once() {
    let root = tempfile::tempdir().unwrap();
    for name in ["b-first", "a-second"] {
        fs::create_dir(root.path().join(name)).unwrap();
    }
    fs::write(root.path().join("stray.txt"), "x").unwrap();
    let error = Catalogue::load(root.path()).unwrap_err().to_string();
    let lines: Vec<_> = error
        .lines()
        .map(|line| support::strip(line, root.path()))
        .collect();
    assert_eq!(
        lines,
        [
            "a-second/problem.toml: missing file",
            "b-first/problem.toml: missing file",
            "stray.txt: is not a problem's folder"
        ]
    );
}

#[test]
fn a_folder_of_one_valid_problem_is_a_catalogue() {
    let problem = Folder::valid();
    let catalogue = Catalogue::load(problem.path.parent().unwrap()).unwrap();
    assert_eq!(catalogue.len(), 1);
    assert!(Catalogue::load(&problem.path.join("missing")).is_err());
}
