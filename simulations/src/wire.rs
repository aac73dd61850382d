//! The WebSocket door, in either subprotocol.

use anyhow::Context;
use arena_edge::protocol::client::{ClientCommand, ClientFrame};
use arena_edge::protocol::codec::Format;
use arena_edge::protocol::server::ServerFrame;
use arena_edge::protocol::{JSON, MSGPACK};
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use uuid::Uuid;

/// How the token is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Greeting {
    /// In the request's `Authorization` header.
    Header,
    /// In the first frame.
    Frame,
    /// Not at all.
    None,
}

/// A client's side of a WebSocket.
pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// One connection.
#[derive(Debug)]
pub struct Wire {
    format: Format,
    socket: Socket,
}

/// What came next.
#[derive(Debug)]
pub enum Heard {
    Frame(Box<ServerFrame>),
    /// A frame that is none of the protocol's.
    Foreign(String),
    /// The server closed the connection with this code.
    Closed(u16),
    /// The connection broke.
    Gone,
}

/// A connection that was not made.
#[derive(Debug)]
pub enum Refused {
    /// An HTTP status instead of an upgrade.
    Status(u16),
    /// No answer: try again.
    Unreachable,
}

impl Wire {
    /// Connects, and shows `token` as `greeting` says.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn connect(
        url: &str,
        format: Format,
        token: &str,
        greeting: Greeting,
    ) -> Result<Self, Refused> {
        let mut request = url
            .into_client_request()
            .map_err(|_| Refused::Unreachable)?;
        let headers = request.headers_mut();
        let name = match format {
            Format::Json => JSON,
            Format::Msgpack => MSGPACK,
        };
        headers.insert("sec-websocket-protocol", HeaderValue::from_static(name));
        if greeting == Greeting::Header {
            let value = HeaderValue::from_str(&format!("Bearer {token}"));
            headers.insert("authorization", value.map_err(|_| Refused::Unreachable)?);
        }
        let (socket, _) = connect_async(request).await.map_err(|error| match error {
            Error::Http(answer) => Refused::Status(answer.status().as_u16()),
            _ => Refused::Unreachable,
        })?;
        let mut wire = Self { format, socket };
        if greeting == Greeting::Frame {
            let frame = ClientFrame {
                id: Uuid::new_v4(),
                command: ClientCommand::Authenticate {
                    token: token.to_owned(),
                },
            };
            let sent = wire.send(&frame).await;
            sent.map_err(|_| Refused::Unreachable)?;
        }
        Ok(wire)
    }

    /// The socket itself, for those who look at nothing but bytes.
    #[must_use]
    pub fn into_socket(self) -> Socket {
        self.socket
    }

    /// Sends a command.
    ///
    /// # Errors
    /// The connection is gone.
    pub async fn send(&mut self, frame: &ClientFrame) -> anyhow::Result<()> {
        self.send_value(&serde_json::to_value(frame)?).await
    }

    /// Sends any value in the connection's format.
    ///
    /// # Errors
    /// The connection is gone.
    pub async fn send_value(&mut self, value: &Value) -> anyhow::Result<()> {
        let message = match self.format {
            Format::Json => Message::Text(serde_json::to_string(value)?.into()),
            Format::Msgpack => Message::Binary(rmp_serde::to_vec_named(value)?.into()),
        };
        self.send_raw(message).await
    }

    /// Sends any message.
    ///
    /// # Errors
    /// The connection is gone.
    pub async fn send_raw(&mut self, message: Message) -> anyhow::Result<()> {
        self.socket.send(message).await.context("send")
    }

    /// The next frame; pings are answered on the way. Cancel safe.
    pub async fn hear(&mut self) -> Heard {
        loop {
            let value = match self.socket.next().await {
                Some(Ok(Message::Text(text))) => serde_json::from_str::<Value>(&text).ok(),
                Some(Ok(Message::Binary(bytes))) => {
                    let mut reader =
                        rmp_serde::Deserializer::from_read_ref(&bytes).with_human_readable();
                    Value::deserialize(&mut reader).ok()
                }
                Some(Ok(Message::Close(frame))) => {
                    return frame.map_or(Heard::Gone, |frame| Heard::Closed(frame.code.into()));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
                Some(Err(_)) | None => return Heard::Gone,
            };
            let Some(value) = value else {
                return Heard::Foreign("not readable".to_owned());
            };
            return match ServerFrame::deserialize(&value) {
                Ok(ServerFrame::Hidden(_)) if value.get("event").is_some() => {
                    Heard::Foreign(value.to_string())
                }
                Ok(frame) => Heard::Frame(Box::new(frame)),
                Err(_) => Heard::Foreign(value.to_string()),
            };
        }
    }
}
