//! For any log, any checkpoints and any interleaving of the shards: the tables are the fold of the
//! prefix, byte for byte what a rebuild gives, on both databases.

use std::sync::Arc;

use arena_log::{Position, Positions, Recorded};
use arena_projections::{Options, Projection, rebuild};
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::prefix::checkpoint;
use crate::support::shuffled::Shuffled;
use crate::support::world::World;
use crate::support::{assert_same, databases, decode, dump_all, fold, sqlite};

/// A stretch of folding: how far each shard goes on, in which order, and how much at once.
#[derive(Clone, Debug)]
struct Stretch {
    seed: u64,
    batch_events: usize,
    batch_bytes: usize,
}

fn stretches() -> impl Strategy<Value = Vec<Stretch>> {
    let events = prop::sample::select(vec![1_usize, 7, 60, usize::MAX]);
    let bytes = prop::sample::select(vec![1_usize, 5_000, usize::MAX]);
    let stretch =
        (any::<u64>(), events, bytes).prop_map(|(seed, batch_events, batch_bytes)| Stretch {
            seed,
            batch_events,
            batch_bytes,
        });
    prop::collection::vec(stretch, 1..5)
}

/// Further than `at`: in some shards a little, in some to the end, in some not at all.
fn further(at: &Positions, heads: &Positions, seed: u64) -> Positions {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut to = at.clone();
    for (shard, position) in at.iter() {
        let head = heads.get(shard).0;
        let next = match rng.random_range(0..4) {
            0 => position.0,
            1 => head,
            _ => rng.random_range(position.0..=head),
        };
        to.set(shard, Position(next));
    }
    to
}

fn heads(events: &[Recorded]) -> Positions {
    let mut heads = Positions::start();
    for event in events {
        heads.set(event.shard, event.position);
    }
    heads
}

async fn hold(world: &World, stretches: &[Stretch]) {
    let end = heads(&world.events);
    let fresh = sqlite().await;
    for database in databases().await {
        let mut at = Positions::start();
        let last = stretches.len() - 1;
        for (number, stretch) in stretches.iter().enumerate() {
            at = if number == last {
                end.clone()
            } else {
                further(&at, &end, stretch.seed)
            };
            let prefix: Vec<Recorded> = world
                .events
                .iter()
                .filter(|event| event.position <= at.get(event.shard))
                .cloned()
                .collect();
            let options = Options {
                batch_events: stretch.batch_events,
                batch_bytes: stretch.batch_bytes,
                ..Options::default()
            };
            let log = Arc::new(Shuffled::seeded(&prefix, stretch.seed));
            fold(log, &database.store, options).await;
            let found = dump_all(&database.store).await;
            assert_eq!(checkpoint(&found), Some(at.clone()));

            let log = Arc::new(Shuffled::in_order(&prefix));
            let all = Projection::ALL;
            rebuild(log, decode(), &fresh.store, &all, Options::default())
                .await
                .unwrap();
            let what = format!("{}, stretch {number}", database.name);
            assert_same(&found, &dump_all(&fresh.store).await, &what);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 16,
        max_shrink_iters: 40,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn tables_are_the_rebuilt_fold_of_any_prefix(
        seed: u64,
        players in 3_usize..30,
        battles in 1_usize..60,
        stretches in stretches(),
    ) {
        let mut world = World::played(seed, players, battles);
        if seed % 2 == 0 {
            world.settle();
        }
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(hold(&world, &stretches));
    }
}
