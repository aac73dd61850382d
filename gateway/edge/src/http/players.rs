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
use crate::presence;
use crate::protocol::server::PlayerCard;

pub(super) fn visit_types(visitor: &mut impl TypeVisitor) {
    visitor.visit::<Profile>();
    visitor.visit::<History>();
    visitor.visit::<Ratings>();
    visitor.visit::<Presence>();
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
    /// Whether the player is connected, to whichever server.
    online: bool,
    rating: f64,
    deviation: f64,
    provisional: bool,
    /// The place on the global leaderboard, from 1; none before the first rated battle.
    rank: Option<u64>,
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
    let rank = rank(&edge, PlayerId(id)).await?;
    let online = is_online(&edge, PlayerId(id)).await;
    let language = |wins: arena_projections::LanguageWins| LanguageWins {
        language: wins.language.0,
        wins: wins.wins,
    };
    Ok(Json(Profile {
        player_id: id,
        name: account.name,
        guest: account.guest,
        online,
        rating: profile.rating.rating,
        deviation: profile.rating.deviation,
        provisional: profile.rating.provisional,
        rank,
        battles: profile.battles,
        wins: profile.wins,
        losses: profile.losses,
        draws: profile.draws,
        languages: profile.languages.into_iter().map(language).collect(),
        current_streak: profile.current_streak,
        best_streak: profile.best_streak,
    }))
}

async fn rank(edge: &Edge, player: PlayerId) -> Result<Option<u64>, Problem> {
    if let Some(ranks) = &edge.shared.ranks
        && let Some(rank) = ranks.of(player).await
    {
        return Ok(rank);
    }
    Ok(edge.shared.queries.rank(player).await?)
}

/// Redis knows of every server. Without it, the player's session does, which a process alone need not ask.
async fn is_online(edge: &Edge, player: PlayerId) -> bool {
    if edge.shared.presence.is_here(player) {
        return true;
    }
    if let Some(redis) = &edge.shared.redis
        && let Some(online) = presence::is_anywhere(redis, player).await
    {
        return online;
    }
    if edge.is_alone() {
        return false;
    }
    let session = edge.shared.arena.session_state(player).await;
    session.is_some_and(|session| !session.connections.is_empty())
}

/// Who is connected now.
#[derive(Debug, Serialize, ToSchema, TS)]
pub(super) struct Presence {
    /// Players with a connection; one with several counts once.
    players: u64,
    /// Whether all servers are counted. If not, it is this one alone, because what they share is away.
    everywhere: bool,
}

/// How many players are connected.
#[utoipa::path(get, path = "/api/presence", tag = "players", responses((status = 200, body = Presence)))]
pub(super) async fn presence_now(State(edge): State<Edge>) -> Json<Presence> {
    if let Some(redis) = &edge.shared.redis
        && let Some(players) = presence::count_everywhere(redis).await
    {
        let everywhere = true;
        return Json(Presence {
            players,
            everywhere,
        });
    }
    Json(Presence {
        players: edge.shared.presence.count_here(),
        everywhere: edge.is_alone(),
    })
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
