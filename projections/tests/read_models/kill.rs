//! A process that folds and is killed leaves, in the file, the fold of a prefix.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use arena_projections::Options;

use crate::prefix::{assert_prefixes, stored};
use crate::support::shuffled::Shuffled;
use crate::support::world::World;
use crate::support::{Place, fold, postgres, sqlite};

const CHILD: &str = "ARENA_TEST_FOLDING_CHILD";
const SEED: u64 = 31;

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
    fold(log, &place.open().await, options).await;
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
        .spawn()
        .unwrap()
}

#[tokio::test]
async fn a_killed_process_leaves_model_and_checkpoint_together() {
    let world = world();
    for database in [sqlite().await, postgres().await] {
        let mut seen = Vec::new();
        // Later and later, until one gets to the end.
        for kill in 0_u64..60 {
            let mut child = child(&database.place);
            tokio::time::sleep(Duration::from_millis(60 + 15 * kill)).await;
            let ended = child.try_wait().unwrap().is_some();
            child.kill().unwrap();
            child.wait().unwrap();
            let before = stored(&database.store).await;
            let what = format!("{}, kill {kill}", database.name);
            seen.extend(assert_prefixes(&world, &database.store, &what).await);
            assert_eq!(stored(&database.store).await, before);
            if ended {
                break;
            }
        }
        let whole = world.events.len() as u64;
        let partly = seen.iter().filter(|total| (1..whole).contains(*total));
        assert!(
            partly.count() > 0,
            "{}: never killed in between",
            database.name
        );
    }
}
