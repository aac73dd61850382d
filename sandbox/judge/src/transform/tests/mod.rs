#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod hurting;
mod meaning;
mod places;

use super::typescript;
use crate::limits::THREAD_STACK_BYTES;

/// What a program becomes, without the first line.
fn code(source: &str) -> String {
    let transformed = typescript(source).unwrap_or_else(|found| panic!("{source}\n{found}"));
    let (first, rest) = transformed.code.split_once('\n').unwrap();
    assert!(first.starts_with("\"use strict\";"), "{first}");
    rest.to_owned()
}

/// The line that is put before a program.
fn first_line(source: &str) -> String {
    let code = typescript(source).unwrap().code;
    code.lines()
        .next()
        .unwrap()
        .replacen("\"use strict\";", "", 1)
}

fn refusal(source: &str) -> String {
    match typescript(source) {
        Ok(transformed) => panic!("{source}\n{}", transformed.code),
        Err(found) => found,
    }
}

/// Runs on as much stack as the judge's threads have.
fn on_a_judge_thread(work: impl FnOnce() + Send) {
    std::thread::scope(|threads| {
        let builder = std::thread::Builder::new().stack_size(THREAD_STACK_BYTES);
        builder.spawn_scoped(threads, work).unwrap().join().unwrap();
    });
}
