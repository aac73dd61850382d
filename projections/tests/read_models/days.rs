//! Streaks and histories where days are full, late and at the edges of time.

use std::sync::Arc;

use arena_log::{Recorded, StreamId};
use arena_projections::{Options, Page, Queries};
use arena_rules::battle::{Event, FinishReason, Origin, Outcome, Party, Summary};
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::play::{Difficulty, Goal, Mode, ProblemId, ProblemRef, Stakes, Standing};
use arena_rules::time::Time;
use rand::prelude::*;
use rand::rngs::StdRng;
use uuid::Uuid;

use crate::support::shuffled::Shuffled;
use crate::support::world::World;
use crate::support::{assert_same, codec, databases, dump_all, fold};

/// A finished battle of `player`: its id, when it ended, and whether the player won.
type Played = (BattleId, Time, bool);

fn player(number: u128) -> PlayerId {
    PlayerId(Uuid::from_u128(number))
}

/// A log in which player 0 has fought `battles`, in this order in each shard.
fn log(battles: &[Played]) -> Vec<Recorded> {
    let mut world = World::new(0, 2, 0);
    for (number, (battle, at, won)) in (0_u128..).zip(battles) {
        let players = vec![player(0), player(1 + number % 50)];
        let problem = ProblemRef {
            id: ProblemId("sum".to_owned()),
            hash: "0".repeat(64),
        };
        let party = |player: &PlayerId| Party {
            player: *player,
            standing: Standing::Registered,
            seen: Vec::new(),
        };
        let created = Event::Created {
            at: *at,
            battle: *battle,
            mode: Mode::OneOnOne,
            goal: Goal::Fastest,
            difficulty: Difficulty::Easy,
            stakes: Stakes::Casual,
            problem: problem.clone(),
            parties: players.iter().map(party).collect(),
            origin: Origin::Rematch { of: *battle },
            accept_by: *at,
        };
        let finished = Event::Finished {
            at: *at,
            outcome: Outcome::Won {
                winner: players[usize::from(!*won)],
                submission: None,
                language: None,
            },
            reason: FinishReason::GaveUp,
            summary: Summary {
                battle: *battle,
                mode: Mode::OneOnOne,
                goal: Goal::Fastest,
                difficulty: Difficulty::Easy,
                stakes: Stakes::Casual,
                problem,
                players,
                started_at: Some(*at),
            },
        };
        for event in [created, finished] {
            world.record_raw(StreamId(battle.0), codec::battle(&event));
        }
    }
    world.events
}

/// Current and best streak, counted plainly.
fn streaks(battles: &[Played]) -> (u64, u64) {
    let mut battles = battles.to_vec();
    battles.sort_by_key(|(battle, at, _)| (*at, *battle));
    let (mut current, mut best) = (0, 0);
    for (_, _, won) in battles {
        current = if won { current + 1 } else { 0 };
        best = best.max(current);
    }
    (current, best)
}

#[tokio::test]
async fn ten_thousand_battles_of_one_day_are_counted_and_listed() {
    const BATTLES: usize = 10_000;
    let mut rng = StdRng::seed_from_u64(1);
    let day = 20_000 * 86_400_000;
    let mut battles: Vec<Played> = (0..BATTLES)
        .map(|number| {
            let battle = BattleId(Uuid::from_u128(rng.random()));
            let at = Time(day + i64::try_from(number).unwrap() * 5_000);
            (battle, at, rng.random_bool(0.8))
        })
        .collect();
    let expected = streaks(&battles);
    // Some ended long before they are recorded.
    for _ in 0..100 {
        let late = battles.remove(rng.random_range(0..BATTLES / 2));
        battles.insert(rng.random_range(BATTLES / 2..battles.len()), late);
    }
    let events = log(&battles);
    battles.sort_by_key(|(battle, at, _)| std::cmp::Reverse((*at, *battle)));
    for database in databases().await {
        let options = Options {
            batch_events: 500,
            ..Options::default()
        };
        fold(
            Arc::new(Shuffled::as_given(&events, 100)),
            &database.store,
            options,
        )
        .await;
        let queries = Queries::new(database.store.clone());
        let profile = queries.profile(player(0)).await.unwrap();
        let wins = battles.iter().filter(|(_, _, won)| *won).count() as u64;
        assert_eq!((profile.battles, profile.wins), (BATTLES as u64, wins));
        assert_eq!((profile.current_streak, profile.best_streak), expected);

        let (mut listed, mut cursor) = (Vec::new(), None);
        loop {
            let page = Page::new(Some(100), cursor).unwrap();
            let page = queries.player_battles(player(0), &page).await.unwrap();
            listed.extend(
                page.items
                    .iter()
                    .map(|entry| (entry.battle, entry.ended_at)),
            );
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        let all: Vec<_> = battles
            .iter()
            .map(|(battle, at, _)| (*battle, *at))
            .collect();
        assert!(listed == all, "{}: {} entries", database.name, listed.len());
    }
}

#[tokio::test]
async fn battles_at_the_edges_of_time_are_counted_in_their_order() {
    let edges = [
        i64::MAX,
        i64::MAX - 1,
        86_400_000,
        86_399_999,
        0,
        -1,
        -86_400_000,
        -86_400_001,
        i64::MIN + 1,
        i64::MIN,
    ];
    // Backwards, and two at each instant, so that days are both continued and counted again.
    let battles: Vec<Played> = (0_u128..)
        .zip(edges.iter().flat_map(|at| [at, at]))
        .map(|(number, at)| {
            let battle = BattleId(Uuid::from_u128(u128::MAX / 3 * (number % 3) + number));
            (battle, Time(*at), number % 7 != 3)
        })
        .collect();
    let events = log(&battles);
    let mut dumps = Vec::new();
    for database in databases().await {
        for batch_events in [1, 1000] {
            let options = Options {
                batch_events,
                ..Options::default()
            };
            let one_by_one = Shuffled::as_given(&events, 1);
            arena_projections::rebuild(
                Arc::new(one_by_one),
                crate::support::decode(),
                &database.store,
                &arena_projections::Projection::ALL,
                options,
            )
            .await
            .unwrap();
            let queries = Queries::new(database.store.clone());
            let profile = queries.profile(player(0)).await.unwrap();
            let found = (profile.current_streak, profile.best_streak);
            assert_eq!(found, streaks(&battles), "{}", database.name);
            let page = Page::new(Some(100), None).unwrap();
            let history = queries.player_battles(player(0), &page).await.unwrap();
            assert_eq!(history.items.len(), battles.len());
            let ended = queries.ended_battles(&page).await.unwrap();
            assert_eq!(ended.items.len(), battles.len());
            dumps.push(dump_all(&database.store).await);
        }
    }
    for dump in &dumps {
        assert_same(dump, &dumps[0], "edges of time");
    }
}
