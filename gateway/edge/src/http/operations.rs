//! What operators and other services ask.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use crate::edge::Edge;
use crate::roles::Told;

/// The public keys that access tokens are verified with (RFC 7517).
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "accounts",
    responses((status = 200, body = serde_json::Value)))]
pub(super) async fn jwks(State(edge): State<Edge>) -> Json<serde_json::Value> {
    Json(edge.shared.accounts.jwks(edge.now_ms()))
}

/// The process is alive and answers; how its roles are.
pub(super) async fn health(State(edge): State<Edge>) -> Json<Told> {
    Json(told(&edge).0)
}

/// Every role of the process does its work, or why not.
pub(super) async fn ready(State(edge): State<Edge>) -> Response {
    let (told, reason) = told(&edge);
    let Some(reason) = reason else {
        return Json(told).into_response();
    };
    let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not-ready", &reason);
    problem.after(1_000).with(&told)
}

fn told(edge: &Edge) -> (Told, Option<String>) {
    let pulse = &edge.shared.pulse;
    let draining = edge.shared.stop.is_cancelled() || pulse.is_draining();
    Told::of((edge.shared.roles)(), draining, pulse.is_alive())
}

/// Prometheus' text format.
pub(super) async fn metrics(State(edge): State<Edge>) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    (kind, (edge.shared.metrics)()).into_response()
}
