//! Lists that grow while somebody pages through them, cursors that nobody gave, and what a page
//! costs.

use std::collections::BTreeMap;
use std::sync::Arc;

use arena_projections::{
    Board, Options, Page, Paged, Projection, Queries, QueryError, dump, rebuild,
};
use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::play::Language;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::prelude::*;
use rand::rngs::StdRng;

use crate::support::shuffled::Shuffled;
use crate::support::world::World;
use crate::support::{Database, Place, databases, decode, fold, small_batches, sqlite};

/// All pages of `limit`, the log going on by a part before each.
async fn walk_while_it_grows<T, F>(
    limit: u32,
    query: impl Fn(Page) -> F,
    mut grow: impl AsyncFnMut(),
) -> Vec<T>
where
    F: Future<Output = Result<Paged<T>, QueryError>>,
{
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = Page::new(Some(limit), cursor).unwrap();
        let Paged { items, next } = query(page).await.unwrap();
        all.extend(items);
        cursor = next;
        if cursor.is_none() {
            return all;
        }
        grow().await;
    }
}

async fn whole<T, F>(query: impl Fn(Page) -> F) -> Vec<T>
where
    F: Future<Output = Result<Paged<T>, QueryError>>,
{
    walk_while_it_grows(100, query, async || {}).await
}

/// A world of which half is folded, and the rest in parts.
struct Growing {
    world: World,
    from: usize,
}

impl Growing {
    async fn start(world: World, database: &Database) -> Self {
        let mut growing = Self {
            from: world.events.len() / 2,
            world,
        };
        growing.on(database, 0).await;
        growing
    }

    async fn on(&mut self, database: &Database, events: usize) {
        self.from = (self.from + events).min(self.world.events.len());
        let log = Arc::new(Shuffled::in_order(&self.world.events[..self.from]));
        fold(log, &database.store, small_batches()).await;
    }
}

fn world() -> World {
    let mut world = World::played(61, 30, 250);
    world.settle();
    world
}

#[tokio::test]
async fn who_pages_through_ended_battles_meets_each_earlier_one_once() {
    for database in databases().await {
        let mut growing = Growing::start(world(), &database).await;
        let queries = Queries::new(database.store.clone());
        let ended = |page: Page| {
            let queries = queries.clone();
            async move { queries.ended_battles(&page).await }
        };
        let earlier = whole(ended).await;
        assert!(earlier.len() > 60);
        let walked = walk_while_it_grows(7, ended, async || growing.on(&database, 150).await).await;
        let mut met: BTreeMap<BattleId, usize> = BTreeMap::new();
        for entry in &walked {
            *met.entry(entry.battle).or_default() += 1;
        }
        assert!(met.values().all(|times| *times == 1), "an entry came twice");
        for entry in &earlier {
            assert!(met.contains_key(&entry.battle), "{} left out", entry.battle);
        }
        assert!(
            whole(ended).await.len() > earlier.len(),
            "the list did not grow"
        );
    }
}

#[tokio::test]
async fn who_pages_through_the_board_meets_everybody_who_stays_once() {
    for database in databases().await {
        let mut growing = Growing::start(world(), &database).await;
        let queries = Queries::new(database.store.clone());
        let board = |page: Page| {
            let queries = queries.clone();
            async move { queries.leaderboard(&Board::Global, &page).await }
        };
        let ratings = async || -> BTreeMap<PlayerId, u64> {
            let board = whole(board).await.into_iter();
            board
                .map(|entry| (entry.player, entry.rating.to_bits()))
                .collect()
        };
        let before = ratings().await;
        let walked = walk_while_it_grows(3, board, async || growing.on(&database, 40).await).await;
        let after = ratings().await;
        let mut met: BTreeMap<PlayerId, usize> = BTreeMap::new();
        for entry in &walked {
            *met.entry(entry.player).or_default() += 1;
        }
        let stayed = before
            .iter()
            .filter(|(player, rating)| after.get(player) == Some(rating));
        let times: Vec<usize> = stayed
            .map(|(player, _)| met.get(player).copied().unwrap_or(0))
            .collect();
        assert!(
            times.len() > 3 && times.len() < before.len(),
            "{}",
            times.len()
        );
        assert!(times.iter().all(|times| *times == 1), "{times:?}");
    }
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let world = world();
    for database in databases().await {
        let log = Arc::new(Shuffled::in_order(&world.events));
        fold(log, &database.store, Options::default()).await;
        let queries = Queries::new(database.store.clone());
        let one = Page::new(Some(1), None).unwrap();
        let board = queries.leaderboard(&Board::Global, &one).await.unwrap();
        let ended = queries.ended_battles(&one).await.unwrap();
        let page = |cursor: &Option<String>| Page::new(None, cursor.clone()).unwrap();
        let player = board.items[0].player;
        let python = Board::Language(Language("python".to_owned()));
        for refused in [
            queries.leaderboard(&python, &page(&board.next)).await.err(),
            queries
                .leaderboard(&Board::Global, &page(&ended.next))
                .await
                .err(),
            queries
                .player_battles(player, &page(&ended.next))
                .await
                .err(),
            queries
                .player_ratings(player, &page(&board.next))
                .await
                .err(),
            queries.live_battles(&page(&ended.next)).await.err(),
            queries.ended_battles(&page(&board.next)).await.err(),
            queries
                .ended_battles(&page(&Some("!".to_owned())))
                .await
                .err(),
        ] {
            assert_eq!(refused, Some(QueryError::BadCursor));
        }
        assert!(queries.ended_battles(&page(&ended.next)).await.is_ok());
    }
}

/// Cursors of every kind, with the bytes of nobody's entry.
fn forged() -> Vec<String> {
    let mut rng = StdRng::seed_from_u64(7);
    let mut forged = vec![String::new(), "A".repeat(100_000)];
    for (kind, length) in [
        (1_u8, 32),
        (2, 40),
        (3, 24),
        (4, 8),
        (5, 24),
        (6, 24),
        (7, 8),
    ] {
        let mut bodies: Vec<Vec<u8>> = [0x00, 0x01, 0x7f, 0x80, 0xff]
            .iter()
            .map(|byte| vec![*byte; length])
            .collect();
        for _ in 0..20 {
            let mut body: Vec<u8> = (0..length).map(|_| rng.random()).collect();
            // A rank that a board could have, so that the rest is looked at.
            if kind <= 2 {
                body[..8].copy_from_slice(&1_i64.to_be_bytes());
            }
            bodies.push(body);
        }
        for body in bodies {
            forged.push(URL_SAFE_NO_PAD.encode([&[kind], &body[..]].concat()));
        }
    }
    forged
}

#[tokio::test]
async fn a_forged_cursor_is_refused_or_answered_and_breaks_nothing() {
    let world = world();
    let player = PlayerId(uuid::Uuid::nil());
    let python = Board::Language(Language("python".to_owned()));
    for database in databases().await {
        let log = Arc::new(Shuffled::in_order(&world.events));
        fold(log, &database.store, Options::default()).await;
        let queries = Queries::new(database.store.clone());
        let (mut refused, mut answered) = (0, 0);
        for cursor in forged() {
            let page = Page::new(Some(5), Some(cursor.clone())).unwrap();
            for error in [
                queries.leaderboard(&Board::Global, &page).await.err(),
                queries.leaderboard(&python, &page).await.err(),
                queries.player_battles(player, &page).await.err(),
                queries.player_ratings(player, &page).await.err(),
                queries.live_battles(&page).await.err(),
                queries.ended_battles(&page).await.err(),
            ] {
                match error {
                    None => answered += 1,
                    Some(QueryError::BadCursor) => refused += 1,
                    Some(other) => panic!("{}: {other} for {cursor:.80}", database.name),
                }
            }
        }
        assert!(refused > answered && answered > 50, "{refused}, {answered}");
    }
}

/// A page follows an index, however long the list before it is.
#[tokio::test]
async fn no_list_is_read_from_its_beginning() {
    let database = sqlite().await;
    let Place::File(file) = &database.place else {
        panic!("SQLite has a file")
    };
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    for sql in [
        include_str!("../../sql/board_global.sql"),
        include_str!("../../sql/battles_live.sql"),
        include_str!("../../sql/battles_ended.sql"),
        include_str!("../../sql/player_battles.sql"),
        include_str!("../../sql/battle.sql"),
    ] {
        let plan = sqlx::AssertSqlSafe(format!("explain query plan {sql}"));
        let rows: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(plan).fetch_all(&pool).await.unwrap();
        assert!(!rows.is_empty());
        for (_, _, _, step) in &rows {
            assert!(step.starts_with("SEARCH"), "{step} in {sql}");
        }
    }
}

#[tokio::test]
async fn an_empty_log_gives_empty_tables_and_a_checkpoint_at_the_start() {
    let mut dumps = Vec::new();
    for database in databases().await {
        let log = Arc::new(Shuffled::in_order(&[]));
        for _ in 0..2 {
            fold(log.clone(), &database.store, Options::default()).await;
        }
        let all = Projection::ALL;
        rebuild(log, decode(), &database.store, &all, Options::default())
            .await
            .unwrap();
        for projection in all {
            let text = dump(&database.store, projection).await.unwrap();
            assert_eq!(text.lines().count(), 1, "{text}");
            assert_eq!(
                crate::prefix::checkpoint(&text),
                Some(arena_log::Positions::start())
            );
            dumps.push(text);
        }
    }
    assert_eq!(dumps[..3], dumps[3..]);
}
