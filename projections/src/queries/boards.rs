use arena_rules::ids::PlayerId;
use arena_rules::play::Language;
use arena_rules::rating::PROVISIONAL_DEVIATION;
use uuid::Uuid;

use super::cursor::Cursor;
use super::{Page, Paged, Queries, QueryError};
use crate::store::{Row, StoreError, Value};

/// Which leaderboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Board {
    /// Everybody who has played a rated battle, by rating; equal ratings by player id.
    Global,
    /// Everybody who has won a rated battle with a submission in this language, by the number of
    /// such wins, then by rating, then by player id.
    Language(Language),
}

/// A line of a leaderboard.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardEntry {
    /// From 1. Later pages count on from the page before.
    pub rank: u64,
    /// The player.
    pub player: PlayerId,
    /// The rating and its deviation at the last change.
    pub rating: f64,
    /// As above.
    pub deviation: f64,
    /// Whether the deviation is still too high for a settled rating.
    pub provisional: bool,
    /// Finished battles, casual ones too.
    pub battles: u64,
    /// Battles won.
    pub wins: u64,
    /// Battles lost.
    pub losses: u64,
    /// Battles drawn.
    pub draws: u64,
    /// Rated wins in the board's language; on the global board none.
    pub language_wins: Option<u64>,
}

impl Queries {
    /// A page of a leaderboard.
    ///
    /// # Errors
    /// A cursor that is not of this kind of board, or the database is away.
    pub async fn leaderboard(
        &self,
        board: &Board,
        page: &Page,
    ) -> Result<Paged<BoardEntry>, QueryError> {
        match board {
            Board::Global => self.global_board(page).await,
            Board::Language(language) => self.language_board(language, page).await,
        }
    }

    async fn global_board(&self, page: &Page) -> Result<Paged<BoardEntry>, QueryError> {
        const SQL: &str = include_str!("../../sql/board_global.sql");
        let (rank, rating, player) = match page.cursor()? {
            None => (0, f64::INFINITY, Uuid::nil()),
            Some(Cursor::Board {
                rank,
                rating,
                player,
            }) => (rank, rating, player),
            Some(_) => return Err(QueryError::BadCursor),
        };
        let arguments: Vec<Value> = vec![rating.into(), player.into(), page.fetch().into()];
        let rows = self.store.fetch(SQL, arguments).await?;
        let entries = entries(&rows, rank)?;
        Ok(page.cut(entries, |last| Cursor::Board {
            rank: signed(last.rank),
            rating: last.rating,
            player: last.player.0,
        }))
    }

    async fn language_board(
        &self,
        language: &Language,
        page: &Page,
    ) -> Result<Paged<BoardEntry>, QueryError> {
        const SQL: &str = include_str!("../../sql/board_language.sql");
        let (rank, wins, rating, player) = match page.cursor()? {
            None => (0, i64::MAX, f64::INFINITY, Uuid::nil()),
            Some(Cursor::LanguageBoard {
                rank,
                wins,
                rating,
                player,
            }) => (rank, wins, rating, player),
            Some(_) => return Err(QueryError::BadCursor),
        };
        let arguments: Vec<Value> = vec![
            language.0.as_str().into(),
            wins.into(),
            rating.into(),
            player.into(),
            page.fetch().into(),
        ];
        let rows = self.store.fetch(SQL, arguments).await?;
        let entries = entries(&rows, rank)?;
        Ok(page.cut(entries, |last| Cursor::LanguageBoard {
            rank: signed(last.rank),
            wins: signed(last.language_wins.unwrap_or(0)),
            rating: last.rating,
            player: last.player.0,
        }))
    }
}

fn entries(rows: &[Row], before: i64) -> Result<Vec<BoardEntry>, StoreError> {
    let first = u64::try_from(before).unwrap_or(0) + 1;
    (first..)
        .zip(rows)
        .map(|(rank, row)| entry(rank, row))
        .collect()
}

fn entry(rank: u64, row: &Row) -> Result<BoardEntry, StoreError> {
    let deviation: f64 = row.get(2)?;
    let language_wins: Option<i64> = row.get(7)?;
    Ok(BoardEntry {
        rank,
        player: PlayerId(row.get(0)?),
        rating: row.get(1)?,
        deviation,
        provisional: deviation >= PROVISIONAL_DEVIATION,
        battles: row.count(3)?,
        wins: row.count(4)?,
        losses: row.count(5)?,
        draws: row.count(6)?,
        language_wins: language_wins.and_then(|wins| u64::try_from(wins).ok()),
    })
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
