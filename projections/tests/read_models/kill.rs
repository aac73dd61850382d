//! A process that folds and is killed leaves, in the file, the fold of a prefix.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use arena_projections::{Decode, Options, catch_up};

use crate::prefix::assert_prefixes;
use crate::support::shuffled::Shuffled;
use crate::support::world::World;
use crate::support::{Place, codec, postgres, sqlite};

const CHILD: &str = "ARENA_TEST_FOLDING_CHILD";
const SEED: u64 = 31;
/// What the child says for each event that it reads: so much that the pipe holds it back unless its
/// parent listens.
const WORD: [u8; 4096] = [b'.'; 4096];

fn world() -> World {
    World::played(SEED, 12, 120)
}

/// The killed process: folds event by event into the database that its parent names. Without a
/// parent there is nothing to do.
#[tokio::test]
async fn folding_child() {
    #[allow(clippy::disallowed_methods, reason = "how the parent names the place")]
    let Ok(place) = std::env::var(CHILD) else {
        return;
    };
    let place = match place.strip_prefix("postgres:") {
        Some(_) => Place::Url(place),
        None => Place::File(PathBuf::from(place)),
    };
    let log = Arc::new(Shuffled::seeded(&world().events, SEED));
    let options = Options {
        batch_events: 1,
        ..Options::default()
    };
    let decode: Decode = Arc::new(|event| {
        std::io::stderr().write_all(&WORD).unwrap();
        codec::decode(event)
    });
    let store = place.open().await;
    catch_up(log, decode, &store, options).await.unwrap();
}

fn child(place: &Place) -> Child {
    let place = match place {
        Place::File(file) => file.display().to_string(),
        Place::Url(url) => url.clone(),
    };
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::folding_child"])
        .env(CHILD, place)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[tokio::test]
async fn a_killed_process_leaves_model_and_checkpoint_together() {
    let world = world();
    for database in [sqlite().await, postgres().await] {
        let mut seen = Vec::new();
        // After more and more events, until one gets to the end.
        for kill in 0.. {
            let mut child = child(&database.place);
            let mut words = child.stderr.take().unwrap();
            let mut word = WORD;
            let ended = (0..150 + 23 * kill).any(|_| words.read_exact(&mut word).is_err());
            child.kill().unwrap();
            child.wait().unwrap();
            let what = format!("{}, kill {kill}", database.name);
            seen.extend(assert_prefixes(&world, &database.store, &what).await);
            if ended {
                break;
            }
        }
        let whole = world.events.len() as u64;
        assert!(seen.ends_with(&[whole; 3]), "the last one did not fold all");
        let partly = seen.iter().filter(|total| (1..whole).contains(*total));
        assert!(
            partly.count() > 5,
            "{}: seldom killed in between",
            database.name
        );
    }
}
