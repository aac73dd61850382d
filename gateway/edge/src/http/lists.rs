//! Languages, problems and leaderboards.

use std::collections::BTreeMap;

use arena_projections::{Board, MAX_BULK, Page, ProblemStats};
use arena_rules::play::{Difficulty, Language, ProblemId};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use ts_rs::{TS, TypeVisitor};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::extract::{Named, Params};
use super::problem::Problem;
use crate::edge::{Edge, ProblemEntry};

pub(super) fn visit_types(visitor: &mut impl TypeVisitor) {
    visitor.visit::<Languages>();
    visitor.visit::<Problems>();
    visitor.visit::<ProblemSummary>();
    visitor.visit::<Leaderboard>();
}

#[derive(Debug, Serialize, ToSchema, TS)]
pub(super) struct Languages {
    languages: Vec<LanguageState>,
}

#[derive(Debug, Serialize, ToSchema, TS)]
pub(super) struct LanguageState {
    language: String,
    /// Its name for people.
    title: String,
    version: String,
    available: bool,
    /// Why it is not available.
    reason: Option<String>,
}

/// The languages that the judge knows.
#[utoipa::path(get, path = "/api/languages", tag = "problems", responses((status = 200, body = Languages)))]
pub(super) async fn languages(State(edge): State<Edge>) -> Json<Languages> {
    let known = (edge.shared.languages)().into_iter();
    let languages = known.map(|entry| LanguageState {
        language: entry.language,
        title: entry.title,
        version: entry.version,
        available: entry.unavailable.is_none(),
        reason: entry.unavailable,
    });
    Json(Languages {
        languages: languages.collect(),
    })
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ProblemParams {
    /// `easy`, `medium` or `hard`.
    difficulty: Option<String>,
    /// 1 to 100; 50 if none is given.
    limit: Option<usize>,
    cursor: Option<String>,
}

#[derive(Debug, Serialize, ToSchema, TS)]
pub(super) struct Problems {
    problems: Vec<ProblemSummary>,
    next: Option<String>,
}

/// A problem with what has become of it. Its statement is shown in battles alone.
#[derive(Debug, Serialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProblemSummary {
    id: String,
    title: String,
    difficulty: String,
    techniques: Vec<String>,
    /// Judged submissions, and those of them that were accepted.
    attempts: u64,
    accepted: u64,
    battles: u64,
    /// Battles in which it was solved, of all; none before the first one.
    solve_rate: Option<f64>,
}

/// The catalogue, by difficulty and name.
#[utoipa::path(get, path = "/api/problems", tag = "problems", params(ProblemParams),
    responses((status = 200, body = Problems), (status = 400, body = Problem)))]
pub(super) async fn problems(
    State(edge): State<Edge>,
    Params(params): Params<ProblemParams>,
) -> Result<Json<Problems>, Problem> {
    let ProblemParams {
        difficulty,
        limit,
        cursor,
    } = params;
    let limit = limit.unwrap_or(50);
    if !(1..=100).contains(&limit) {
        let detail = format!("limit {limit} is not between 1 and 100");
        return Err(Problem::new(StatusCode::BAD_REQUEST, "bad-limit", &detail));
    }
    let wanted: Option<Difficulty> = difficulty.map(|name| name.parse()).transpose().map_err(
        |error: arena_rules::play::UnknownName| {
            Problem::new(
                StatusCode::BAD_REQUEST,
                "bad-difficulty",
                &error.to_string(),
            )
        },
    )?;
    let wanted = wanted.map(|difficulty| difficulty.to_string());
    let known = (edge.shared.problems)();
    let all: Vec<&ProblemEntry> = known
        .iter()
        .filter(|entry| {
            wanted
                .as_ref()
                .is_none_or(|wanted| entry.difficulty == *wanted)
        })
        .collect();
    // The cursor is the id that the page before ended with.
    let start = match &cursor {
        None => 0,
        Some(cursor) => {
            let last = all.iter().position(|entry| entry.id == *cursor);
            let unknown = || {
                let detail = "the cursor is not one of this list";
                Problem::new(StatusCode::BAD_REQUEST, "bad-cursor", detail)
            };
            last.ok_or_else(unknown)? + 1
        }
    };
    let page: Vec<&ProblemEntry> = all.iter().skip(start).take(limit).copied().collect();
    let more = start + page.len() < all.len();
    let next = if more {
        page.last().map(|entry| entry.id.clone())
    } else {
        None
    };
    let mut stats = BTreeMap::new();
    let ids: Vec<ProblemId> = page
        .iter()
        .map(|entry| ProblemId(entry.id.clone()))
        .collect();
    for chunk in ids.chunks(MAX_BULK) {
        stats.extend(edge.shared.queries.problems(chunk).await?);
    }
    let entry = |entry: &&ProblemEntry| with_stats(entry, stats.get(&ProblemId(entry.id.clone())));
    Ok(Json(Problems {
        problems: page.iter().map(entry).collect(),
        next,
    }))
}

/// One problem of the catalogue.
#[utoipa::path(get, path = "/api/problems/{id}", tag = "problems", params(("id" = String, Path)),
    responses((status = 200, body = ProblemSummary), (status = 404, body = Problem)))]
pub(super) async fn problem(
    State(edge): State<Edge>,
    Named(id): Named<String>,
) -> Result<Json<ProblemSummary>, Problem> {
    let known = (edge.shared.problems)();
    let entry = known.iter().find(|entry| entry.id == id);
    let entry = entry.ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "no-such-problem",
            "There is no such problem.",
        )
    })?;
    let id = ProblemId(id);
    let stats = edge
        .shared
        .queries
        .problems(std::slice::from_ref(&id))
        .await?;
    Ok(Json(with_stats(entry, stats.get(&id))))
}

fn with_stats(entry: &ProblemEntry, stats: Option<&ProblemStats>) -> ProblemSummary {
    ProblemSummary {
        id: entry.id.clone(),
        title: entry.title.clone(),
        difficulty: entry.difficulty.clone(),
        techniques: entry.techniques.clone(),
        attempts: stats.map_or(0, |stats| stats.attempts),
        accepted: stats.map_or(0, |stats| stats.accepted),
        battles: stats.map_or(0, |stats| stats.battles),
        solve_rate: stats.and_then(ProblemStats::solve_rate),
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct BoardParams {
    /// The board of this language; without it the global one.
    language: Option<String>,
    /// 1 to 100.
    limit: Option<u32>,
    cursor: Option<String>,
}

#[derive(Debug, Serialize, ToSchema, TS)]
pub(super) struct Leaderboard {
    entries: Vec<LeaderboardEntry>,
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub(super) struct LeaderboardEntry {
    rank: u64,
    player_id: Uuid,
    name: String,
    rating: f64,
    deviation: f64,
    provisional: bool,
    battles: u64,
    wins: u64,
    losses: u64,
    draws: u64,
    /// On a language's board: the rated battles that were won in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    language_wins: Option<u64>,
}

/// The leaderboard: global by rating, a language's by wins in it.
#[utoipa::path(get, path = "/api/leaderboards", tag = "players", params(BoardParams),
    responses((status = 200, body = Leaderboard), (status = 400, body = Problem)))]
pub(super) async fn leaderboards(
    State(edge): State<Edge>,
    Params(params): Params<BoardParams>,
) -> Result<Json<Leaderboard>, Problem> {
    let BoardParams {
        language,
        limit,
        cursor,
    } = params;
    let board = language.map_or(Board::Global, |name| Board::Language(Language(name)));
    let page = Page::new(limit, cursor)?;
    let paged = edge.shared.queries.leaderboard(&board, &page).await?;
    let players: Vec<_> = paged.items.iter().map(|entry| entry.player).collect();
    let cards = edge.shared.names.cards(&players).await;
    let entries = paged
        .items
        .into_iter()
        .zip(cards)
        .map(|(entry, card)| LeaderboardEntry {
            rank: entry.rank,
            player_id: card.player_id,
            name: card.name,
            rating: entry.rating,
            deviation: entry.deviation,
            provisional: entry.provisional,
            battles: entry.battles,
            wins: entry.wins,
            losses: entry.losses,
            draws: entry.draws,
            language_wins: entry.language_wins,
        });
    Ok(Json(Leaderboard {
        entries: entries.collect(),
        next: paged.next,
    }))
}
