use arena_rules::ids::{BattleId, PlayerId};
use arena_rules::play::{Difficulty, Language, ProblemId, Stakes};
use arena_rules::rating::{PROVISIONAL_DEVIATION, Rating};
use arena_rules::time::Time;
use uuid::Uuid;

use super::cursor::Cursor;
use super::{Page, Paged, Queries, QueryError};
use crate::battles::Run;
use crate::store::{Columns, Kind, Row, StoreError, Value};

/// What a player has done. Of somebody unknown here, that is nothing yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The player.
    pub player: PlayerId,
    /// The rating; a newcomer's until the first rated battle.
    pub rating: CurrentRating,
    /// Finished battles, casual ones too; aborted ones are not counted.
    pub battles: u64,
    /// Battles won.
    pub wins: u64,
    /// Battles lost.
    pub losses: u64,
    /// Battles drawn.
    pub draws: u64,
    /// By the language of the winning submission, most wins first.
    pub languages: Vec<LanguageWins>,
    /// Battles won in a row up to the last one, in the order in which they ended.
    pub current_streak: u64,
    /// The most battles won in a row.
    pub best_streak: u64,
}

/// A rating as a player sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurrentRating {
    /// In Glicko-2's public scale.
    pub rating: f64,
    /// As of the last change.
    pub deviation: f64,
    /// Whether the deviation is still too high for a settled rating.
    pub provisional: bool,
}

/// Battles won with a submission in a language, casual ones too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageWins {
    /// The language.
    pub language: Language,
    /// The battles.
    pub wins: u64,
}

/// A player's side of an ended battle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Won.
    Won,
    /// Lost.
    Lost,
    /// Nobody won.
    Draw,
    /// It does not count.
    Aborted,
}

impl Outcome {
    pub(super) fn from_name(name: &str) -> Result<Self, StoreError> {
        match name {
            "won" => Ok(Self::Won),
            "lost" => Ok(Self::Lost),
            "draw" => Ok(Self::Draw),
            "aborted" => Ok(Self::Aborted),
            _ => Err(unknown("outcome", name)),
        }
    }

    /// As the API names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Draw => "draw",
            Self::Aborted => "aborted",
        }
    }
}

/// A line of a player's history.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryEntry {
    /// The battle.
    pub battle: BattleId,
    /// When it ended.
    pub ended_at: Time,
    /// How hard its problem was.
    pub difficulty: Difficulty,
    /// Whether it was rated.
    pub stakes: Stakes,
    /// None if it ended before its problem was revealed.
    pub problem: Option<ProblemId>,
    /// The others, by seat.
    pub opponents: Vec<PlayerId>,
    /// How it ended for this player.
    pub outcome: Outcome,
    /// Why: `solved`, `time-up`, `gave-up`, `disconnected`, `draw-agreed`, `not-accepted`,
    /// `declined`, `nobody-submitted`.
    pub reason: String,
    /// The rating before and after, once the book has it; none for a casual or aborted battle.
    pub rating: Option<(f64, f64)>,
}

/// A rating after a battle or a correction.
#[derive(Clone, Debug, PartialEq)]
pub struct RatingPoint {
    /// The battle; none for a correction, after an earlier battle turned out otherwise.
    pub battle: Option<BattleId>,
    /// When the battle ended, or the correction was made.
    pub at: Time,
    /// The rating after it.
    pub rating: f64,
    /// The deviation after it.
    pub deviation: f64,
}

impl Queries {
    /// A player's profile.
    ///
    /// # Errors
    /// The database is away.
    pub async fn profile(&self, player: PlayerId) -> Result<Profile, QueryError> {
        const RECORD: &str = "select battles, wins, losses, draws from player where player = $1";
        const LANGUAGES: &str = "select language, wins from player_language where player = $1 and wins > 0 \
             order by wins desc, language";
        const DAYS: &str = "select battles, wins, lead, trail, best from player_day \
             where player = $1 order by day";
        let of_player = || vec![Value::Id(player.0)];
        let mut tx = self.store.snapshot().await?;
        let rating = tx.fetch(RATING, of_player()).await?;
        let rating = rating.first().map(rating_of).transpose()?;
        let record = tx.fetch(RECORD, of_player()).await?;
        let [battles, wins, losses, draws] = match record.first() {
            None => [0; 4],
            Some(row) => [row.count(0)?, row.count(1)?, row.count(2)?, row.count(3)?],
        };
        let mut languages = Vec::new();
        for row in tx.fetch(LANGUAGES, of_player()).await? {
            languages.push(LanguageWins {
                language: Language(row.get(0)?),
                wins: row.count(1)?,
            });
        }
        let mut run = Run::default();
        for row in tx.fetch(DAYS, of_player()).await? {
            run = run.then(Run {
                battles: row.count(0)?,
                wins: row.count(1)?,
                lead: row.count(2)?,
                trail: row.count(3)?,
                best: row.count(4)?,
            });
        }
        let rating = rating.unwrap_or(Rating::new_player(Time(0)));
        Ok(Profile {
            player,
            rating: CurrentRating {
                rating: rating.rating,
                deviation: rating.deviation,
                provisional: rating.deviation >= PROVISIONAL_DEVIATION,
            },
            battles,
            wins,
            losses,
            draws,
            languages,
            current_streak: run.trail,
            best_streak: run.best,
        })
    }

    /// A player's rating as the rules compute with it; none before the first rated battle.
    ///
    /// # Errors
    /// The database is away.
    pub async fn rating(&self, player: PlayerId) -> Result<Option<Rating>, QueryError> {
        let rows = self.store.fetch(RATING, vec![player.0.into()]).await?;
        Ok(rows.first().map(rating_of).transpose()?)
    }

    /// A player's ended battles, the last one first.
    ///
    /// # Errors
    /// A cursor of another list, or the database is away.
    pub async fn player_battles(
        &self,
        player: PlayerId,
        page: &Page,
    ) -> Result<Paged<HistoryEntry>, QueryError> {
        const SQL: &str = include_str!("../../sql/player_battles.sql");
        let (ended_at_ms, battle) = match page.cursor()? {
            None => (i64::MAX, Uuid::max()),
            Some(Cursor::History {
                ended_at_ms,
                battle,
            }) => (ended_at_ms, battle),
            Some(_) => return Err(QueryError::BadCursor),
        };
        let arguments: Vec<Value> = vec![
            player.0.into(),
            ended_at_ms.into(),
            battle.into(),
            page.fetch().into(),
        ];
        let rows = self.store.fetch(SQL, arguments).await?;
        let mut entries = Vec::with_capacity(rows.len());
        for row in &rows {
            entries.push(history_entry(row)?);
        }
        let mut page = page.cut(entries, |last| Cursor::History {
            ended_at_ms: last.ended_at.0,
            battle: last.battle.0,
        });
        self.add_opponents(player, &mut page.items).await?;
        Ok(page)
    }

    async fn add_opponents(
        &self,
        player: PlayerId,
        entries: &mut [HistoryEntry],
    ) -> Result<(), StoreError> {
        const COLUMNS: Columns = &[("battle", Kind::Id)];
        const SQL: &str = "select s.battle, s.player from v join battle_player s on s.battle = v.battle \
             order by s.battle, s.seat";
        let battles: Vec<Vec<Value>> = entries
            .iter()
            .map(|entry| vec![entry.battle.0.into()])
            .collect();
        for row in self.store.fetch_bulk(COLUMNS, &battles, SQL).await? {
            let (battle, other) = (BattleId(row.get(0)?), PlayerId(row.get(1)?));
            if other != player {
                for entry in entries.iter_mut().filter(|entry| entry.battle == battle) {
                    entry.opponents.push(other);
                }
            }
        }
        Ok(())
    }

    /// A player's rating after each rated battle, the last one first.
    ///
    /// # Errors
    /// A cursor of another list, or the database is away.
    pub async fn player_ratings(
        &self,
        player: PlayerId,
        page: &Page,
    ) -> Result<Paged<RatingPoint>, QueryError> {
        const SQL: &str = "select battle, at_ms, rating_after, deviation_after, book_version \
             from rating_change where player = $1 and book_version < $2 \
             order by book_version desc limit $3";
        let book_version = match page.cursor()? {
            None => i64::MAX,
            Some(Cursor::Ratings { book_version }) => book_version,
            Some(_) => return Err(QueryError::BadCursor),
        };
        let arguments: Vec<Value> = vec![player.0.into(), book_version.into(), page.fetch().into()];
        let mut points = Vec::new();
        for row in self.store.fetch(SQL, arguments).await? {
            let point = RatingPoint {
                battle: row.get::<Option<Uuid>>(0)?.map(BattleId),
                at: Time(row.get(1)?),
                rating: row.get(2)?,
                deviation: row.get(3)?,
            };
            let book_version: i64 = row.get(4)?;
            points.push((point, book_version));
        }
        let Paged { items, next } = page.cut(points, |(_, book_version)| Cursor::Ratings {
            book_version: *book_version,
        });
        let items = items.into_iter().map(|(point, _)| point).collect();
        Ok(Paged { items, next })
    }
}

const RATING: &str = "select rating, deviation, volatility, at_ms from rating where player = $1";

fn rating_of(row: &Row) -> Result<Rating, StoreError> {
    Ok(Rating {
        rating: row.get(0)?,
        deviation: row.get(1)?,
        volatility: row.get(2)?,
        at: Time(row.get(3)?),
    })
}

fn history_entry(row: &Row) -> Result<HistoryEntry, StoreError> {
    let started: Option<i64> = row.get(4)?;
    let problem: String = row.get(5)?;
    let (before, after): (Option<f64>, Option<f64>) = (row.get(8)?, row.get(9)?);
    Ok(HistoryEntry {
        battle: BattleId(row.get(0)?),
        ended_at: Time(row.get(1)?),
        difficulty: difficulty(&row.get::<String>(2)?)?,
        stakes: stakes(&row.get::<String>(3)?)?,
        problem: started.map(|_| ProblemId(problem)),
        opponents: Vec::new(),
        outcome: Outcome::from_name(&row.get::<String>(6)?)?,
        reason: row.get(7)?,
        rating: before.zip(after),
    })
}

pub(super) fn difficulty(name: &str) -> Result<Difficulty, StoreError> {
    name.parse().map_err(|_| unknown("difficulty", name))
}

pub(super) fn stakes(name: &str) -> Result<Stakes, StoreError> {
    match name {
        "rated" => Ok(Stakes::Rated),
        "casual" => Ok(Stakes::Casual),
        _ => Err(unknown("stakes", name)),
    }
}

pub(super) fn unknown(what: &str, name: &str) -> StoreError {
    StoreError::Damaged {
        reason: format!("{what} {name:?}"),
    }
}
