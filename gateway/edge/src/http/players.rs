//! Players: profile, battles, ratings.

use std::collections::BTreeMap;

use arena_projections::{Outcome, Page};
use arena_rules::ids::PlayerId;
use arena_rules::play::Stakes;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use ts_rs::{TS, TypeVisitor};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::extract::{Named, Params};
use super::problem::Problem;
use crate::edge::Edge;
use crate::protocol::server::PlayerCard;

pub(super) fn visit_types(visitor: &mut impl TypeVisitor) {
    visitor.visit::<Profile>();
    visitor.visit::<History>();
    visitor.visit::<Ratings>();
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PageParams {
    /// 1 to 100.
    limit: Option<u32>,
    cursor: Option<String>,
}

#[derive(Debug, Serialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub(super) struct Profile {
    player_id: Uuid,
    name: String,
    guest: bool,
    rating: f64,
    deviation: f64,
    provisional: bool,
    battles: u64,
    wins: u64,
    losses: u64,
    draws: u64,
    languages: Vec<LanguageWins>,
    current_streak: u64,
    best_streak: u64,
}

#[derive(Debug, Serialize, ToSchema, TS)]
pub(super) struct LanguageWins {
    language: String,
    wins: u64,
}

/// A player's profile.
#[utoipa::path(get, path = "/api/players/{id}", tag = "players", params(("id" = Uuid, Path)),
    responses((status = 200, body = Profile), (status = 404, body = Problem)))]
pub(super) async fn player(
    State(edge): State<Edge>,
    Named(id): Named<Uuid>,
) -> Result<Json<Profile>, Problem> {
    let account = edge.shared.accounts.profile(PlayerId(id)).await?;
    let profile = edge.shared.queries.profile(PlayerId(id)).await?;
    let language = |wins: arena_projections::LanguageWins| LanguageWins {
        language: wins.language.0,
        wins: wins.wins,
    };
    Ok(Json(Profile {
        player_id: id,
        name: account.name,
        guest: account.guest,
        rating: profile.rating.rating,
        deviation: profile.rating.deviation,
        provisional: profile.rating.provisional,
        battles: profile.battles,
        wins: profile.wins,
        losses: profile.losses,
        draws: profile.draws,
        languages: profile.languages.into_iter().map(language).collect(),
        current_streak: profile.current_streak,
        best_streak: profile.best_streak,
    }))
}

#[derive(Debug, Serialize, ToSchema, TS)]
pub(super) struct History {
    battles: Vec<PlayedBattle>,
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlayedBattle {
    battle_id: Uuid,
    ended_at_ms: i64,
    difficulty: String,
    rated: bool,
    problem_id: Option<String>,
    opponents: Vec<Opponent>,
    outcome: BattleOutcome,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    rating_before: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    rating_after: Option<f64>,
}

/// What a battle was to its player.
#[derive(Debug, Serialize, ToSchema, TS)]
#[serde(rename_all = "lowercase")]
pub(super) enum BattleOutcome {
    Won,
    Lost,
    Draw,
    Aborted,
}

impl From<Outcome> for BattleOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Won => Self::Won,
            Outcome::Lost => Self::Lost,
            Outcome::Draw => Self::Draw,
            Outcome::Aborted => Self::Aborted,
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub(super) struct Opponent {
    pub(super) player_id: Uuid,
    pub(super) name: String,
}

impl From<PlayerCard> for Opponent {
    fn from(card: PlayerCard) -> Self {
        Self {
            player_id: card.player_id,
            name: card.name,
        }
    }
}

/// A player's battles, the latest first.
#[utoipa::path(get, path = "/api/players/{id}/battles", tag = "players", params(("id" = Uuid, Path), PageParams),
    responses((status = 200, body = History), (status = 400, body = Problem)))]
pub(super) async fn player_battles(
    State(edge): State<Edge>,
    Named(id): Named<Uuid>,
    Params(PageParams { limit, cursor }): Params<PageParams>,
) -> Result<Json<History>, Problem> {
    let page = Page::new(limit, cursor)?;
    let paged = edge
        .shared
        .queries
        .player_battles(PlayerId(id), &page)
        .await?;
    let ids: Vec<PlayerId> = paged
        .items
        .iter()
        .flat_map(|entry| entry.opponents.iter().copied())
        .collect();
    let names = opponents(&edge, &ids).await;
    let battles = paged.items.into_iter().map(|entry| PlayedBattle {
        battle_id: entry.battle.0,
        ended_at_ms: entry.ended_at.0,
        difficulty: entry.difficulty.to_string(),
        rated: entry.stakes == Stakes::Rated,
        problem_id: entry.problem.map(|problem| problem.0),
        opponents: entry
            .opponents
            .iter()
            .filter_map(|player| names.get(player))
            .cloned()
            .collect(),
        outcome: entry.outcome.into(),
        reason: entry.reason,
        rating_before: entry.rating.map(|(before, _)| before),
        rating_after: entry.rating.map(|(_, after)| after),
    });
    Ok(Json(History {
        battles: battles.collect(),
        next: paged.next,
    }))
}

/// Cards of many players by their ids.
pub(super) async fn opponents(edge: &Edge, players: &[PlayerId]) -> BTreeMap<PlayerId, Opponent> {
    let cards = edge.shared.names.cards(players).await;
    players
        .iter()
        .copied()
        .zip(cards.into_iter().map(Opponent::from))
        .collect()
}

#[derive(Debug, Serialize, ToSchema, TS)]
pub(super) struct Ratings {
    points: Vec<RatingPoint>,
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub(super) struct RatingPoint {
    /// None for a correction, after an earlier battle turned out otherwise.
    battle_id: Option<Uuid>,
    at_ms: i64,
    rating: f64,
    deviation: f64,
}

/// A player's ratings, the latest first.
#[utoipa::path(get, path = "/api/players/{id}/ratings", tag = "players", params(("id" = Uuid, Path), PageParams),
    responses((status = 200, body = Ratings), (status = 400, body = Problem)))]
pub(super) async fn player_ratings(
    State(edge): State<Edge>,
    Named(id): Named<Uuid>,
    Params(PageParams { limit, cursor }): Params<PageParams>,
) -> Result<Json<Ratings>, Problem> {
    let page = Page::new(limit, cursor)?;
    let paged = edge
        .shared
        .queries
        .player_ratings(PlayerId(id), &page)
        .await?;
    let point = |point: arena_projections::RatingPoint| RatingPoint {
        battle_id: point.battle.map(|battle| battle.0),
        at_ms: point.at.0,
        rating: point.rating,
        deviation: point.deviation,
    };
    Ok(Json(Ratings {
        points: paged.items.into_iter().map(point).collect(),
        next: paged.next,
    }))
}
