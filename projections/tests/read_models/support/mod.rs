//! What the tests and the benchmark share: battles played by the real rules, a codec, a log that
//! shuffles its shards, and databases.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each test uses its part"
)]

pub mod codec;
pub mod oracle;
pub mod shuffled;
pub mod world;

use std::sync::Arc;

use arena_log::EventLog;
use arena_projections::{Decode, Options, Projection, Store, catch_up, dump};
use tempfile::TempDir;

/// A database that is gone with this value.
pub struct Database {
    pub store: Store,
    pub name: &'static str,
    /// To open it a second time.
    pub place: Place,
    _folder: Option<TempDir>,
}

#[derive(Clone, Debug)]
pub enum Place {
    File(std::path::PathBuf),
    Url(String),
}

impl Place {
    pub async fn open(&self) -> Store {
        match self {
            Self::File(file) => Store::sqlite(file).await.unwrap(),
            Self::Url(url) => Store::postgres(url).await.unwrap(),
        }
    }
}

pub async fn sqlite() -> Database {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("projections.db");
    let place = Place::File(file);
    Database {
        store: place.open().await,
        name: "sqlite",
        place,
        _folder: Some(folder),
    }
}

pub async fn postgres() -> Database {
    let database = arena_log::testing::postgres().await;
    let place = Place::Url(database.url().to_owned());
    Database {
        store: place.open().await,
        name: "postgres",
        place,
        _folder: None,
    }
}

/// An empty database of each kind.
pub async fn databases() -> [Database; 2] {
    [sqlite().await, postgres().await]
}

pub fn decode() -> Decode {
    Arc::new(codec::decode)
}

pub fn small_batches() -> Options {
    Options {
        batch_events: 50,
        ..Options::default()
    }
}

pub async fn fold(log: Arc<dyn EventLog>, store: &Store, options: Options) {
    catch_up(log, decode(), store, options).await.unwrap();
}

pub async fn dump_all(store: &Store) -> String {
    let mut text = String::new();
    for projection in Projection::ALL {
        text.push_str(&dump(store, projection).await.unwrap());
    }
    text
}

/// Fails with the first line that differs; whole dumps are too long to read.
pub fn assert_same(left: &str, right: &str, what: &str) {
    if left == right {
        return;
    }
    let differing = left.lines().zip(right.lines()).find(|(a, b)| a != b);
    match differing {
        Some((a, b)) => panic!("{what}:\n  {a}\n  {b}"),
        None => panic!(
            "{what}: {} and {} lines",
            left.lines().count(),
            right.lines().count()
        ),
    }
}
