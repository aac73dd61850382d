//! Packages and problems that are imported and served.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use arena_simulations::clock;
use uuid::Uuid;

use crate::player::PATIENCE;
use crate::support::Arena;

/// Of the catalogue: none is easy, so that easy battles are on packages.
pub(crate) const OTHERS: [&str; 2] = ["ship-capacity", "palindrome-partition-minimum-cuts"];
pub(crate) fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sandbox")
}

pub(crate) fn package(name: &str) -> PathBuf {
    sources().join("packages/tests/packages").join(name)
}

pub(crate) fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, target) = {
            let entry = entry.unwrap();
            (entry.path(), to.join(entry.file_name()))
        };
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(path, target).unwrap();
        }
    }
}

/// Bunting with a test case that no other run of this test has: the cache keeps the tests of packages that were replaced.
pub(crate) fn of_its_own(folder: &Path) -> PathBuf {
    let path = folder.join("own/bunting");
    copy(&package("legacy/bunting"), &path);
    let case = path.join(format!("data/secret/5-{}", Uuid::new_v4().simple()));
    fs::write(case.with_extension("in"), "Own\n1\n").unwrap();
    fs::write(case.with_extension("ans"), "n w O\n").unwrap();
    path
}

/// Lantern pair with a name that tells it, and a test case more.
pub(crate) fn of_more(folder: &Path) -> PathBuf {
    let path = folder.join("lanternpair");
    copy(&package("2025-09/lanternpair"), &path);
    let manifest = read(&path, "problem.yaml").replace("name: Lantern Pair", "name: Lantern Pairs");
    fs::write(path.join("problem.yaml"), manifest).unwrap();
    let case = path.join("data/secret/small/4-more");
    fs::write(case.with_extension("in"), "2\n1 2\n").unwrap();
    fs::write(case.with_extension("ans"), "1 2\n").unwrap();
    path
}

/// Bunting, but that capital letters are asked for: whatever was accepted is wrong.
pub(crate) fn in_capitals(folder: &Path, first: &Path) -> PathBuf {
    let path = folder.join("bunting");
    copy(first, &path);
    for group in ["sample", "secret"] {
        for entry in fs::read_dir(path.join("data").join(group)).unwrap() {
            let file = entry.unwrap().path();
            if file.extension().is_some_and(|ending| ending == "ans") {
                let text = fs::read_to_string(&file).unwrap();
                fs::write(&file, text.to_uppercase()).unwrap();
            }
        }
    }
    let solution = "submissions/accepted/join.py";
    let text = read(&path, solution).replace("input()\n", "input().upper()\n");
    fs::write(path.join(solution), text).unwrap();
    path
}

pub(crate) async fn is_listed(arena: &Arena, problem: &str, listed: bool) {
    let url = format!("{}/api/problems/{problem}", arena.url());
    let start = clock::now();
    while reqwest::get(&url).await.unwrap().status().is_success() != listed {
        assert!(start.elapsed() < PATIENCE, "{problem}: {listed}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

pub(crate) fn import(arena: &Arena, path: &Path, more: &[&str]) -> (i32, String, String) {
    let path = path.to_str().unwrap();
    let mut all = vec!["problems", "import", path, "--difficulty", "easy"];
    all.extend(more);
    arena.ask(&all)
}

pub(crate) async fn is_titled(arena: &Arena, problem: &str, title: &str) {
    let url = format!("{}/api/problems/{problem}", arena.url());
    let title = format!("\"{title}\"");
    let start = clock::now();
    loop {
        let told = reqwest::get(&url).await.unwrap().text().await.unwrap();
        if told.contains(&title) {
            return;
        }
        assert!(start.elapsed() < PATIENCE, "{title}: {told}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
