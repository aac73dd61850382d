//! The door to the realtime protocol.

use std::net::SocketAddr;

use axum::extract::rejection::ExtensionRejection;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::guard::{bearer, foreign_origin};
use super::problem::Problem;
use crate::edge::Edge;
use crate::protocol::codec::Format;
use crate::protocol::{JSON, MSGPACK};
use crate::{limits, ws};

pub(super) async fn upgrade(
    State(edge): State<Edge>,
    peer: Result<ConnectInfo<SocketAddr>, ExtensionRejection>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match accept(edge, peer, headers, upgrade) {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

fn accept(
    edge: Edge,
    peer: Result<ConnectInfo<SocketAddr>, ExtensionRejection>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let ConnectInfo(peer) = peer.map_err(|_| Problem::internal())?;
    let upgrade = upgrade.map_err(|rejection| {
        let detail = format!("This is the WebSocket of the arena: {rejection}");
        Problem::new(rejection.status(), "not-a-websocket", &detail)
    })?;
    if foreign_origin(&edge, &headers) {
        let detail = "Sockets from another site's pages are not taken.";
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "foreign-origin",
            detail,
        ));
    }
    if !edge.shared.pulse.is_open() {
        let detail = "No sockets are taken here now. Connect again: another server may answer.";
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail);
        return Err(problem.after(1_000));
    }
    // A bot authenticates the request itself, a page its first frame.
    let identity = match bearer(&headers) {
        Some(token) => Some(edge.shared.accounts.authenticate(token, edge.now_ms())?),
        None => None,
    };
    let client = edge.client(peer.ip(), &headers);
    let place = edge.shared.addresses.take(client.address).ok_or_else(|| {
        let detail = "Too many connections from this address. Close one first.";
        Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many-connections",
            detail,
        )
        .after(5_000)
    })?;
    let upgrade = upgrade
        .protocols([JSON, MSGPACK])
        .read_buffer_size(ws::READ_BUFFER_BYTES)
        .write_buffer_size(0)
        .max_write_buffer_size(2 * limits::READABLE_FRAME_BYTES)
        .max_message_size(limits::READABLE_FRAME_BYTES)
        .max_frame_size(limits::READABLE_FRAME_BYTES);
    let asked = headers.contains_key("sec-websocket-protocol");
    let format = match upgrade
        .selected_protocol()
        .and_then(|name| name.to_str().ok())
    {
        Some(name) => Format::of_subprotocol(name).unwrap_or(Format::Json),
        None if asked => {
            let detail = format!("Offer the subprotocol `{JSON}` or `{MSGPACK}`.");
            return Err(Problem::new(
                StatusCode::BAD_REQUEST,
                "no-such-subprotocol",
                &detail,
            ));
        }
        None => Format::Json,
    };
    let tasks = edge.shared.tasks.clone();
    Ok(upgrade.on_upgrade(move |socket| {
        // Counted among the tasks, so that a stop waits for the goodbye.
        tasks.track_future(ws::run(edge, socket, format, identity, place))
    }))
}
