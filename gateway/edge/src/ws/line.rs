//! The socket of one connection, in the format that it speaks.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use bytes::Bytes;
use futures_util::SinkExt;
use tokio_tungstenite::tungstenite;

use crate::close;
use crate::outbox::Slow;
use crate::protocol::codec::Format;
use crate::protocol::server::ServerFrame;

/// What a connection's socket reads at once. Nearly every frame of a client is smaller, and each connection keeps as much
/// while it waits; a larger frame is given its own room when its header has come.
pub(crate) const READ_BUFFER_BYTES: usize = 512;

/// How long the last frame of a connection may take: a client that does not listen any more is simply left.
const CLOSE_WITHIN: Duration = Duration::from_secs(2);

/// Whether the connection goes on.
pub(super) enum Next {
    On,
    End,
}

/// What came from the client.
pub(super) enum Heard {
    Message(Message),
    /// Nothing after it can be read either: the connection is closed with this.
    Unreadable {
        code: u16,
        reason: &'static str,
    },
    Gone,
}

pub(super) struct Line {
    socket: WebSocket,
    format: Format,
    /// A client that reads so slowly that it is given up is not waited for.
    slow: Slow,
}

impl Line {
    pub(super) fn new(socket: WebSocket, format: Format, slow: Slow) -> Self {
        Self {
            socket,
            format,
            slow,
        }
    }

    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// What the client sends next. Cancel safe.
    pub(super) async fn hear(&mut self) -> Heard {
        match self.socket.recv().await {
            Some(Ok(message)) => Heard::Message(message),
            Some(Err(error)) => unreadable(error),
            None => Heard::Gone,
        }
    }

    pub(super) async fn send(&mut self, frame: &ServerFrame) -> Next {
        match self.format.encode(frame) {
            Some(bytes) => self.send_all(&[bytes]).await,
            None => Next::On,
        }
    }

    /// Sends frames that are encoded already, all before the socket is flushed.
    pub(super) async fn send_all(&mut self, frames: &[Bytes]) -> Next {
        for frame in frames {
            let Some(message) = message(self.format, frame.clone()) else {
                continue;
            };
            if matches!(self.feed(message).await, Next::End) {
                return Next::End;
            }
        }
        self.flush().await
    }

    pub(super) async fn ping(&mut self) -> Next {
        match self.feed(Message::Ping(Bytes::new())).await {
            Next::On => self.flush().await,
            Next::End => Next::End,
        }
    }

    pub(super) async fn close(&mut self, code: u16, reason: &str) -> Next {
        let frame = CloseFrame {
            code,
            reason: reason.into(),
        };
        let closing = self.socket.send(Message::Close(Some(frame)));
        tokio::time::timeout(CLOSE_WITHIN, closing).await.ok();
        Next::End
    }

    async fn feed(&mut self, message: Message) -> Next {
        tokio::select! {
            biased;
            sent = self.socket.feed(message) => if sent.is_ok() { Next::On } else { Next::End },
            () = self.slow.told() => Next::End,
        }
    }

    async fn flush(&mut self) -> Next {
        tokio::select! {
            biased;
            sent = self.socket.flush() => if sent.is_ok() { Next::On } else { Next::End },
            () = self.slow.told() => Next::End,
        }
    }
}

fn unreadable(error: axum::Error) -> Heard {
    let error = error.into_inner().downcast::<tungstenite::Error>();
    let (code, reason) = match error.as_deref() {
        Ok(tungstenite::Error::Capacity(_)) => (close::TOO_LARGE, "the frame is too large"),
        Ok(tungstenite::Error::Utf8(_)) => (close::NOT_TEXT, "text frames are UTF-8"),
        Ok(tungstenite::Error::Protocol(_)) => (close::PROTOCOL, "that is no WebSocket frame"),
        Ok(_) | Err(_) => return Heard::Gone,
    };
    Heard::Unreadable { code, reason }
}

/// An encoded frame as the socket sends it; none if it is no text where text is spoken, which no frame of ours is.
fn message(format: Format, frame: Bytes) -> Option<Message> {
    match format {
        Format::Json => frame.try_into().ok().map(Message::Text),
        Format::Msgpack => Some(Message::Binary(frame)),
    }
}
