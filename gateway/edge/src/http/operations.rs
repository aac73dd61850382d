//! What operators and other services ask.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use crate::edge::Edge;

/// The public keys that access tokens are verified with (RFC 7517).
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "accounts",
    responses((status = 200, body = serde_json::Value)))]
pub(super) async fn jwks(State(edge): State<Edge>) -> Json<serde_json::Value> {
    Json(edge.shared.accounts.jwks(edge.now_ms()))
}

/// The process is alive and answers.
pub(super) async fn health() -> &'static str {
    "ok\n"
}

/// The process takes players, or says why it does not.
pub(super) async fn ready(State(edge): State<Edge>) -> Response {
    if edge.shared.stop.is_cancelled() || edge.shared.pulse.is_draining() {
        return not_ready("the server is stopping");
    }
    if !edge.shared.pulse.is_alive() {
        return not_ready("no sign of life was taken lately: nothing can be answered");
    }
    match (edge.shared.ready)() {
        Ok(()) => "ready\n".into_response(),
        Err(reason) => not_ready(&reason),
    }
}

fn not_ready(reason: &str) -> Response {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not-ready", reason)
        .after(1_000)
        .into_response()
}

/// Prometheus' text format.
pub(super) async fn metrics(State(edge): State<Edge>) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    (kind, (edge.shared.metrics)()).into_response()
}
