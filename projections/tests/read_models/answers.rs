//! Queries against what the facts plainly say, page by page, on both databases.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use arena_log::{StreamId, Version};
use arena_projections::{
    BattleState, Board, Fact, Options, Page, Paged, ProblemStats, Queries, QueryError,
};
use arena_rules::battle::Event;
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::matchmaking::Pool;
use arena_rules::play::{Goal, Language, Mode, ProblemId, Wish};
use arena_rules::rating::PROVISIONAL_DEVIATION;
use uuid::Uuid;

use crate::support::oracle::Oracle;
use crate::support::shuffled::Shuffled;
use crate::support::world::World;
use crate::support::{Database, databases, fold};

async fn asked(world: &World) -> Vec<(Database, Queries)> {
    let mut asked = Vec::new();
    for database in databases().await {
        let log = Arc::new(Shuffled::seeded(&world.events, 5));
        fold(log, &database.store, Options::default()).await;
        let queries = Queries::new(database.store.clone());
        asked.push((database, queries));
    }
    asked
}

/// Every entry of a list, by pages of `limit`.
async fn walk<T, F>(limit: u32, query: impl Fn(Page) -> F) -> Vec<T>
where
    F: Future<Output = Result<Paged<T>, QueryError>>,
{
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let page = Page::new(Some(limit), cursor).unwrap();
        let Paged { items, next } = query(page).await.unwrap();
        assert!(items.len() <= limit as usize);
        assert!(next.is_none() || items.len() == limit as usize);
        all.extend(items);
        match next {
            Some(next) => cursor = Some(next),
            None => return all,
        }
    }
}

#[tokio::test]
async fn profiles_and_histories_are_what_the_battles_say() {
    let mut world = World::played(42, 12, 200);
    world.settle();
    let oracle = Oracle::of(&world);
    for (database, queries) in asked(&world).await {
        for (player, record) in &oracle.players {
            let what = format!("{} {player}", database.name);
            let profile = queries.profile(*player).await.unwrap();
            let counts = (profile.battles, profile.wins, profile.losses, profile.draws);
            let [won, lost, draw] = ["won", "lost", "draw"].map(|side| record.count(side));
            assert_eq!(counts, (won + lost + draw, won, lost, draw), "{what}");
            let streaks = (profile.current_streak, profile.best_streak);
            assert_eq!(streaks, record.streaks(), "{what}");
            let languages: BTreeMap<String, u64> = profile
                .languages
                .iter()
                .map(|language| (language.language.0.clone(), language.wins))
                .collect();
            let expected: BTreeMap<String, u64> = record
                .languages
                .iter()
                .map(|(language, (wins, _))| (language.clone(), *wins))
                .collect();
            assert_eq!(languages, expected, "{what}");
            let by_wins = profile.languages.is_sorted_by(|a, b| a.wins >= b.wins);
            assert!(by_wins, "{what}");

            let history = walk(7, |page| {
                let queries = &queries;
                async move { queries.player_battles(*player, &page).await }
            })
            .await;
            let found: Vec<_> = history
                .iter()
                .map(|entry| ((entry.ended_at.0, entry.battle), entry.outcome.name()))
                .collect();
            let expected: Vec<_> = record
                .history
                .iter()
                .rev()
                .map(|(key, outcome)| (*key, *outcome))
                .collect();
            assert_eq!(found, expected, "{what}");

            let ratings = oracle.ratings.get(player).cloned().unwrap_or_default();
            let points = walk(3, |page| {
                let queries = &queries;
                async move { queries.player_ratings(*player, &page).await }
            })
            .await;
            let found: Vec<_> = points
                .iter()
                .map(|point| (point.battle, point.rating, point.deviation))
                .collect();
            let expected: Vec<_> = ratings
                .iter()
                .rev()
                .map(|(battle, rating)| (*battle, rating.rating, rating.deviation))
                .collect();
            assert_eq!(found, expected, "{what}");
            let newest = queries.rating(*player).await.unwrap();
            assert_eq!(newest, ratings.last().map(|(_, rating)| *rating), "{what}");
            let after: BTreeMap<BattleId, f64> = ratings
                .iter()
                .filter_map(|(battle, rating)| Some(((*battle)?, rating.rating)))
                .collect();
            for entry in &history {
                let expected = after.get(&entry.battle).copied();
                assert_eq!(entry.rating.map(|(_, after)| after), expected, "{what}");
                assert!(!entry.opponents.is_empty() && !entry.opponents.contains(player));
            }
        }
    }
}

#[tokio::test]
async fn boards_rank_everybody_once_in_their_order() {
    let mut world = World::played(43, 40, 500);
    world.settle();
    let oracle = Oracle::of(&world);
    let mut global: Vec<(f64, PlayerId)> = oracle
        .ratings
        .iter()
        .map(|(player, ratings)| (ratings.last().unwrap().1.rating, *player))
        .collect();
    global.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let rating_of: BTreeMap<PlayerId, f64> = global
        .iter()
        .map(|(rating, player)| (*player, *rating))
        .collect();
    let mut python: Vec<(u64, f64, PlayerId)> = oracle
        .players
        .iter()
        .filter_map(|(player, record)| Some((record.languages.get("python")?.1, player)))
        .filter(|(wins, _)| *wins > 0)
        .map(|(wins, player)| (wins, rating_of[player], *player))
        .collect();
    python.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    assert!(python.len() > 10);
    let ties = python.windows(2).any(|pair| pair[0].0 == pair[1].0);
    assert!(ties, "no two players have equally many wins");

    for (database, queries) in asked(&world).await {
        for limit in [1, 3, 100] {
            let board = Board::Global;
            let entries = walk(limit, |page| {
                let (queries, board) = (&queries, &board);
                async move { queries.leaderboard(board, &page).await }
            })
            .await;
            let found: Vec<_> = entries.iter().map(|e| (e.rating, e.player)).collect();
            assert_eq!(found, global, "{}", database.name);
            let ranks: Vec<u64> = entries.iter().map(|entry| entry.rank).collect();
            assert_eq!(ranks, (1..=global.len() as u64).collect::<Vec<_>>());
            for entry in &entries {
                assert_eq!(entry.provisional, entry.deviation >= PROVISIONAL_DEVIATION);
                let record = &oracle.players[&entry.player];
                assert_eq!(entry.wins, record.count("won"));
                assert_eq!(entry.battles, entry.wins + entry.losses + entry.draws);
            }

            let board = Board::Language(Language("python".to_owned()));
            let entries = walk(limit, |page| {
                let (queries, board) = (&queries, &board);
                async move { queries.leaderboard(board, &page).await }
            })
            .await;
            let found: Vec<_> = entries
                .iter()
                .map(|e| (e.language_wins.unwrap(), e.rating, e.player))
                .collect();
            assert_eq!(found, python, "{}", database.name);
            let ranks: Vec<u64> = entries.iter().map(|entry| entry.rank).collect();
            assert_eq!(ranks, (1..=python.len() as u64).collect::<Vec<_>>());
        }
        let nobody = Board::Language(Language("cobol' or 1=1 --\0".to_owned()));
        let page = queries
            .leaderboard(&nobody, &Page::default())
            .await
            .unwrap();
        assert!(page.items.is_empty() && page.next.is_none());
    }
}

/// Each player has one battle, so all winners have the same rating and all losers too.
#[tokio::test]
async fn equal_ratings_are_ranked_by_player() {
    let mut world = World::new(44, 400, 0);
    world.play(120);
    world.settle();
    for (_, queries) in asked(&world).await {
        let entries = walk(9, |page| {
            let queries = &queries;
            async move { queries.leaderboard(&Board::Global, &page).await }
        })
        .await;
        let players: BTreeSet<PlayerId> = entries.iter().map(|entry| entry.player).collect();
        assert_eq!(players.len(), entries.len());
        let mut tied = 0;
        for pair in entries.windows(2) {
            if pair[0].rating == pair[1].rating {
                assert!(pair[0].player < pair[1].player);
                tied += 1;
            }
            assert!(pair[0].rating >= pair[1].rating);
        }
        assert!(tied > 20, "{tied} ties");
    }
}

/// The world as it was when several battles were live and some waited.
fn busy_moment(world: &World) -> (World, Oracle, BTreeSet<BattleId>) {
    for cut in (world.events.len() / 2)..world.events.len() {
        let mut then = World::new(45, 12, 1);
        then.events = world.events[..cut].to_vec();
        let heads: BTreeMap<StreamId, Version> = then
            .events
            .iter()
            .map(|event| (event.stream, event.version))
            .collect();
        then.facts = world
            .facts
            .iter()
            .filter(|(stream, version, _)| heads.get(stream).is_some_and(|head| version <= head))
            .cloned()
            .collect();
        let oracle = Oracle::of(&then);
        let mut waiting = BTreeSet::new();
        for (_, _, fact) in &then.facts {
            if let Fact::Battle(battle, event) = fact {
                match event {
                    Event::Created { .. } => {
                        waiting.insert(*battle);
                    }
                    Event::Started { .. } | Event::Aborted { .. } => {
                        waiting.remove(battle);
                    }
                    _ => {}
                }
            }
        }
        if oracle.live.len() > 2 && !waiting.is_empty() {
            return (then, oracle, waiting);
        }
    }
    panic!("no moment with live and waiting battles");
}

#[tokio::test]
async fn battles_are_listed_by_state_and_hide_their_problem_until_the_start() {
    let world = World::played(45, 12, 100);
    let (half, oracle, waiting) = busy_moment(&world);
    for (_, queries) in asked(&half).await {
        let live = walk(2, |page| {
            let queries = &queries;
            async move { queries.live_battles(&page).await }
        })
        .await;
        let ids: BTreeSet<BattleId> = live.iter().map(|entry| entry.battle).collect();
        assert_eq!(ids, oracle.live);
        assert_eq!(ids.len(), live.len());
        assert!(live.is_sorted_by(|a, b| a.started_at >= b.started_at));
        for entry in &live {
            assert!(matches!(
                entry.state,
                BattleState::Running | BattleState::Judging
            ));
            assert!(entry.problem.is_some() && entry.players.len() >= 2);
            assert!(entry.players.iter().all(|seat| seat.outcome.is_none()));
        }
        let ended = walk(11, |page| {
            let queries = &queries;
            async move { queries.ended_battles(&page).await }
        })
        .await;
        let expected: BTreeSet<BattleId> = oracle
            .players
            .values()
            .flat_map(|record| record.history.keys().map(|(_, battle)| *battle))
            .collect();
        let ids: BTreeSet<BattleId> = ended.iter().map(|entry| entry.battle).collect();
        assert_eq!(ids, expected);
        assert_eq!(ids.len(), ended.len());
        assert!(ended.is_sorted_by(|a, b| a.ended_at >= b.ended_at));
        for entry in &ended {
            let one = queries.battle(entry.battle).await.unwrap().unwrap();
            assert_eq!(one, *entry);
            assert_eq!(entry.problem.is_some(), entry.started_at.is_some());
            assert!(entry.reason.is_some());
            assert!(entry.players.iter().all(|seat| seat.outcome.is_some()));
        }
        for battle in &waiting {
            let entry = queries.battle(*battle).await.unwrap().unwrap();
            assert_eq!(entry.state, BattleState::Waiting);
            assert_eq!(entry.problem, None);
        }
        let unknown = queries.battle(BattleId(Uuid::nil())).await.unwrap();
        assert_eq!(unknown, None);
    }
}

#[tokio::test]
async fn problems_count_attempts_and_solved_battles() {
    let world = World::played(46, 12, 120);
    let oracle = Oracle::of(&world);
    let mut wanted: Vec<ProblemId> = oracle.problems.keys().cloned().collect();
    wanted.push(ProblemId("never-met".to_owned()));
    for (_, queries) in asked(&world).await {
        let mut stats = queries.problems(&wanted).await.unwrap();
        let unmet = stats.remove(&ProblemId("never-met".to_owned())).unwrap();
        assert_eq!(unmet, ProblemStats::default());
        assert_eq!(unmet.solve_rate(), None);
        assert_eq!(stats, oracle.problems);
        for problem in stats.values() {
            let rate = problem.solve_rate().unwrap();
            assert!((0.0..=1.0).contains(&rate));
        }
        let edge = vec![ProblemId("x".to_owned()); 1000];
        assert_eq!(queries.problems(&edge).await.unwrap().len(), 1);
        let many = vec![ProblemId("x".to_owned()); 1001];
        let refused = queries.problems(&many).await.unwrap_err();
        assert_eq!(refused, QueryError::TooMany { found: 1001 });
    }
}

#[tokio::test]
async fn nobody_has_a_newcomers_profile_and_empty_lists() {
    let world = World::new(1, 2, 0);
    let nobody = PlayerId(Uuid::nil());
    let pool = Pool {
        mode: Mode::OneOnOne,
        goal: Goal::Fastest,
    };
    for (_, queries) in asked(&world).await {
        let profile = queries.profile(nobody).await.unwrap();
        assert!((profile.rating.rating - 1500.0).abs() < 1e-9);
        assert!(profile.rating.provisional);
        assert_eq!((profile.battles, profile.best_streak), (0, 0));
        let page = Page::default();
        let history = queries.player_battles(nobody, &page).await.unwrap();
        assert!(history.items.is_empty() && history.next.is_none());
        let points = queries.player_ratings(nobody, &page).await.unwrap();
        assert!(points.items.is_empty() && points.next.is_none());
        assert_eq!(queries.rating(nobody).await.unwrap(), None);
        let wait = queries.expected_wait(pool, Wish::Any).await.unwrap();
        assert_eq!(wait, None);
    }
}

#[tokio::test]
async fn the_expected_wait_is_that_of_the_wish() {
    let world = World::played(47, 12, 100);
    let pool = Pool {
        mode: Mode::OneOnOne,
        goal: Goal::Fastest,
    };
    for (_, queries) in asked(&world).await {
        let mut each = Vec::new();
        for wish in [Wish::Easy, Wish::Medium, Wish::Hard] {
            let wait = queries.expected_wait(pool, wish).await.unwrap().unwrap();
            // Of two tickets one has waited for up to 90 s and the other not at all.
            assert!(wait < Duration::from_secs(90));
            assert!(wait > Duration::from_secs(5));
            each.push(wait);
        }
        let any = queries.expected_wait(pool, Wish::Any).await.unwrap();
        assert_eq!(any, each.into_iter().min());
    }
}
