//! Who asks, and how often.

use std::net::SocketAddr;

use arena_accounts::{AddressKey, Client, Identity};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use crate::edge::Edge;
use crate::limits;

/// Counts every API request against its address and, with a token, against its player.
pub(super) async fn count_request(
    State(edge): State<Edge>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let client = edge.client(peer.ip(), request.headers());
    let player = identity(&edge, request.headers());
    let player = player.ok().map(|identity| identity.player_id);
    let address = AddressKey::from(client.address);
    let wait = edge.shared.rates.count(address, player).await.err();
    match wait {
        None => next.run(request).await,
        Some(wait) => {
            let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            let detail = "Requests come too fast. Wait a moment.";
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "rate-limited", detail)
                .after(wait_ms.max(1))
                .into_response()
        }
    }
}

/// Gives up a request that takes too long: a body that does not come, an arena that does not answer.
pub(super) async fn in_time(request: Request, next: Next) -> Response {
    let answered = tokio::time::timeout(limits::ANSWER_WITHIN, next.run(request)).await;
    answered.unwrap_or_else(|_| {
        let detail = "The request took too long. Try again in a moment.";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too-slow", detail)
            .after(1_000)
            .into_response()
    })
}

/// The player whose token the request carries.
pub(super) fn identity(edge: &Edge, headers: &HeaderMap) -> Result<Identity, Problem> {
    let token = bearer(headers).ok_or_else(|| {
        let detail = "Send an access token: `Authorization: Bearer …`.";
        Problem::unauthenticated("token-missing", detail)
    })?;
    Ok(edge.shared.accounts.authenticate(token, edge.now_ms())?)
}

pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A handler's argument: the authenticated player.
pub(super) struct Authenticated(pub(super) Identity);

impl FromRequestParts<Edge> for Authenticated {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Problem> {
        identity(edge, &parts.headers).map(Self)
    }
}

/// A handler's argument: where the request comes from.
pub(super) struct From(pub(super) Client);

impl FromRequestParts<Edge> for From {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Problem> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let ConnectInfo(peer) = peer.ok_or_else(Problem::internal)?;
        Ok(Self(edge.client(peer.ip(), &parts.headers)))
    }
}

/// Whether a browser's page of another site sent this: such requests never get to use the cookie or a socket.
pub(super) fn foreign_origin(edge: &Edge, headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return false;
    };
    let Ok(origin) = origin.to_str() else {
        return true;
    };
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let own = origin
        .split_once("://")
        .is_some_and(|(_, authority)| authority == host);
    !own && !edge
        .shared
        .config
        .allowed_origins
        .iter()
        .any(|allowed| allowed == origin)
}
