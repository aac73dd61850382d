//! Battles: lists, and submitting without a socket.

use arena_projections::{BattleEntry, BattleState as Stage, Page};
use arena_rules::battle::{Rejection, limits::CODE_BYTES};
use arena_rules::ids::{BattleId, PlayerId, command_id};
use arena_rules::play::Stakes;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use ts_rs::{TS, TypeVisitor};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::extract::{Body, Named, Params};
use super::guard::Authenticated;
use super::players::{Opponent, opponents};
use super::problem::Problem;
use crate::edge::Edge;
use crate::orders;
use crate::protocol::client::{ClientCommand, Code};
use crate::protocol::server::AckData;

pub(super) fn visit_types(visitor: &mut impl TypeVisitor) {
    visitor.visit::<Battles>();
    visitor.visit::<BattleSummary>();
    visitor.visit::<Submission>();
    visitor.visit::<Submitted>();
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct BattleParams {
    /// `live` (the default) or `ended`.
    state: Option<String>,
    /// 1 to 100.
    limit: Option<u32>,
    cursor: Option<String>,
}

#[derive(Debug, Serialize, ToSchema, TS)]
pub(super) struct Battles {
    battles: Vec<BattleSummary>,
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub(super) struct BattleSummary {
    battle_id: Uuid,
    state: BattleState,
    started_at_ms: Option<i64>,
    ended_at_ms: Option<i64>,
    difficulty: String,
    rated: bool,
    problem_id: Option<String>,
    reason: Option<String>,
    winner_id: Option<Uuid>,
    language: Option<String>,
    players: Vec<Opponent>,
}

/// Where a battle stands; `finished` and `aborted` are ends.
#[derive(Debug, Serialize, ToSchema, TS)]
#[serde(rename_all = "lowercase")]
pub(super) enum BattleState {
    Waiting,
    Running,
    Judging,
    Finished,
    Aborted,
}

impl From<Stage> for BattleState {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Waiting => Self::Waiting,
            Stage::Running => Self::Running,
            Stage::Judging => Self::Judging,
            Stage::Finished => Self::Finished,
            Stage::Aborted => Self::Aborted,
        }
    }
}

/// Battles: the live ones or the ended ones, the latest first.
#[utoipa::path(get, path = "/api/battles", tag = "battles", params(BattleParams),
    responses((status = 200, body = Battles), (status = 400, body = Problem)))]
pub(super) async fn battles(
    State(edge): State<Edge>,
    Params(params): Params<BattleParams>,
) -> Result<Json<Battles>, Problem> {
    let BattleParams {
        state,
        limit,
        cursor,
    } = params;
    let page = Page::new(limit, cursor)?;
    let queries = &edge.shared.queries;
    let paged = match state.as_deref() {
        None | Some("live") => queries.live_battles(&page).await?,
        Some("ended") => queries.ended_battles(&page).await?,
        Some(_) => {
            let detail = "state is `live` or `ended`";
            return Err(Problem::new(StatusCode::BAD_REQUEST, "bad-state", detail));
        }
    };
    let battles = with_names(&edge, paged.items).await;
    Ok(Json(Battles {
        battles,
        next: paged.next,
    }))
}

/// One battle.
#[utoipa::path(get, path = "/api/battles/{id}", tag = "battles", params(("id" = Uuid, Path)),
    responses((status = 200, body = BattleSummary), (status = 404, body = Problem)))]
pub(super) async fn battle(
    State(edge): State<Edge>,
    Named(id): Named<Uuid>,
) -> Result<Json<BattleSummary>, Problem> {
    let entry = edge.shared.queries.battle(BattleId(id)).await?;
    let found = with_names(&edge, entry.into_iter().collect()).await.pop();
    found.map(Json).ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "no-such-battle",
            "There is no such battle.",
        )
    })
}

async fn with_names(edge: &Edge, entries: Vec<BattleEntry>) -> Vec<BattleSummary> {
    let ids: Vec<PlayerId> = entries
        .iter()
        .flat_map(|entry| entry.players.iter().map(|seat| seat.player))
        .collect();
    let names = opponents(edge, &ids).await;
    let out = entries.into_iter().map(|entry| BattleSummary {
        battle_id: entry.battle.0,
        state: entry.state.into(),
        started_at_ms: entry.started_at.map(|at| at.0),
        ended_at_ms: entry.ended_at.map(|at| at.0),
        difficulty: entry.difficulty.to_string(),
        rated: entry.stakes == Stakes::Rated,
        problem_id: entry.started_at.and(entry.problem).map(|problem| problem.0),
        reason: entry.reason,
        winner_id: entry.winner.map(|winner| winner.0),
        language: entry.language.map(|language| language.0),
        players: entry
            .players
            .iter()
            .filter_map(|seat| names.get(&seat.player))
            .cloned()
            .collect(),
    });
    out.collect()
}

/// Code for a battle. `problemId`, if given, must be the battle's: a guard against mixing battles up.
#[derive(Debug, Deserialize, ToSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Submission {
    battle_id: Uuid,
    language: String,
    code: String,
    #[ts(optional)]
    problem_id: Option<String>,
}

/// The submission is recorded; its verdict comes on the battle's topic, after version `v`.
#[derive(Debug, Serialize, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub(super) struct Submitted {
    submission_id: Uuid,
    topic: String,
    v: u64,
}

/// Submit code to a running battle. With an `Idempotency-Key` (a UUID) sending again is safe.
#[utoipa::path(post, path = "/api/execute/submit", tag = "battles", request_body = Submission,
    security(("bearer" = [])), params(("Idempotency-Key" = Option<Uuid>, Header)),
    responses((status = 202, body = Submitted), (status = 401, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn submit(
    State(edge): State<Edge>,
    Authenticated(identity): Authenticated,
    headers: HeaderMap,
    Body(submission): Body<Submission>,
) -> Result<(StatusCode, Json<Submitted>), Problem> {
    let player = identity.player_id;
    let id = idempotency_key(&headers)?;
    let Submission {
        battle_id,
        language,
        code,
        problem_id,
    } = submission;
    if code.len() > CODE_BYTES {
        let rejection = Rejection::CodeTooLarge { bytes: code.len() };
        let refusal = orders::refusal(rejection.code(), &rejection.to_string());
        return Err(refusal.into());
    }
    if let Some(problem) = problem_id {
        let state = edge.shared.arena.battle_state(BattleId(battle_id)).await;
        let state = state.ok_or_else(orders::unavailable)?;
        let same = state.card.is_none_or(|card| card.problem.id.0 == problem);
        if !same || state.phase == arena_rules::battle::Phase::Absent {
            let detail = "The battle is about another problem, or there is no such battle.";
            return Err(Problem::new(
                StatusCode::NOT_FOUND,
                "no-such-problem",
                detail,
            ));
        }
    }
    let command = ClientCommand::Submit(Code {
        battle_id,
        language,
        code,
    });
    let fingerprint = orders::fingerprint(&command);
    let order = orders::order(player, command)?;
    let ack = orders::carry_out(&edge.shared.arena, player, id, fingerprint, order).await;
    if !edge.shared.pulse.is_alive() {
        tracing::warn!(command = %id, "an answer was not sent: this process may not speak");
        return Err(orders::unavailable().into());
    }
    let ack = ack?;
    match ack {
        Some(AckData::Stored { topic, v }) => {
            let submission_id = command_id(player, id);
            Ok((
                StatusCode::ACCEPTED,
                Json(Submitted {
                    submission_id,
                    topic,
                    v,
                }),
            ))
        }
        Some(AckData::Ran(_)) | None => Err(Problem::internal()),
    }
}

fn idempotency_key(headers: &HeaderMap) -> Result<Uuid, Problem> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(Uuid::new_v4());
    };
    let key = value
        .to_str()
        .ok()
        .and_then(|text| Uuid::parse_str(text.trim_matches('"')).ok());
    key.ok_or_else(|| {
        let detail = "Idempotency-Key is a UUID, made anew for each submission.";
        Problem::new(StatusCode::BAD_REQUEST, "bad-idempotency-key", detail)
    })
}
