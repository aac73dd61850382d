//! One WebSocket connection at work: the `driver` moves frames between its socket (`line`), its core and the arena;
//! `opening` tells the player's session of it, `following` brings it topics, `commands` are on their way for it, `moments` says
//! when it does what its process wants. `addresses` counts connections.

mod addresses;
mod commands;
mod driver;
mod following;
mod line;
mod moments;
mod opening;

use std::sync::atomic::Ordering;

use arena_accounts::Identity;
use axum::extract::ws::WebSocket;

use crate::close;
use crate::edge::Edge;
use crate::limits;
use crate::protocol::codec::Format;
use driver::Driver;

pub(crate) use addresses::{AddressPlace, Addresses};
pub(crate) use line::READ_BUFFER_BYTES;

/// Runs a connection to its end. `identity` is there if the request carried a token.
///
/// The driver is in a box before there is a future that could hold it: each future that it was moved through would be
/// larger by it for as long as the connection lives.
pub(crate) fn run(
    edge: Edge,
    socket: WebSocket,
    format: Format,
    identity: Option<Identity>,
    place: AddressPlace,
) -> impl Future<Output = ()> + Send + 'static {
    let driver = Box::new(Driver::new(edge.clone(), socket, format, identity));
    async move {
        let open = edge.shared.connections.fetch_add(1, Ordering::Relaxed) + 1;
        metrics::gauge!("arena_ws_connections").set(open as f64);
        if open > limits::CONNECTIONS {
            driver
                .refuse(close::UNAVAILABLE, "too many connections here")
                .await;
        } else {
            driver.run().await;
        }
        drop(place);
        let left = edge.shared.connections.fetch_sub(1, Ordering::Relaxed) - 1;
        metrics::gauge!("arena_ws_connections").set(left as f64);
    }
}
