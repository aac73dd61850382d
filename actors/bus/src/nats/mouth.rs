//! Everything that is sent without waiting for an answer, in order.

use arena_log::StreamId;
use async_nats::{Client, PublishErrorKind, Subject};
use bytes::Bytes;
use tokio::sync::mpsc;

use crate::Committed;
use crate::heads::Moved;
use crate::wire::{self, Topic, WireError};

/// A message on its way out.
#[derive(Debug)]
pub(super) enum Outgoing {
    Commit(Committed),
    Heads(Vec<Moved>),
    Answer { to: Subject, envelope: Vec<u8> },
    Say { topic: Topic, envelope: Vec<u8> },
}

/// Sends what the queue brings, until its last sender is gone or the client is closed.
pub(super) async fn speak(client: Client, mut queue: mpsc::Receiver<Outgoing>) {
    while let Some(outgoing) = queue.recv().await {
        let sent = match outgoing {
            Outgoing::Commit(committed) => commit(&client, &committed).await,
            Outgoing::Heads(moved) => heads(&client, moved).await,
            Outgoing::Answer { to, envelope } => say(&client, to, envelope).await,
            Outgoing::Say { topic, envelope } => say(&client, topic.to_string(), envelope).await,
        };
        match sent {
            Ok(()) => {}
            Err(SayError::Closed) => return,
            Err(SayError::TooLarge) => {
                tracing::warn!("NATS takes smaller messages than when it was connected");
            }
        }
    }
}

enum SayError {
    TooLarge,
    Closed,
}

async fn commit(client: &Client, committed: &Committed) -> Result<(), SayError> {
    let Some(last) = committed.events.last() else {
        return Ok(());
    };
    let topic = Topic::Events(committed.stream);
    match wire::encode_news(committed) {
        Ok(envelope) => match say(client, topic.to_string(), envelope).await {
            Err(SayError::TooLarge) => hint(client, committed.stream, last.version).await,
            sent @ (Ok(()) | Err(SayError::Closed)) => sent,
        },
        Err(WireError::Size { .. }) => hint(client, committed.stream, last.version).await,
        Err(
            error @ (WireError::Subject { .. }
            | WireError::Header { .. }
            | WireError::Envelope { .. }),
        ) => {
            tracing::warn!(stream = %committed.stream, %error, "a commit that cannot be told");
            hint(client, committed.stream, last.version).await
        }
    }
}

/// The commit is too large for a message: whoever follows reads the log.
async fn hint(
    client: &Client,
    stream: StreamId,
    newest: arena_log::Version,
) -> Result<(), SayError> {
    match wire::encode_hint(stream, newest) {
        Ok(envelope) => say(client, Topic::Events(stream).to_string(), envelope).await,
        Err(error) => {
            tracing::warn!(%stream, %error, "a hint that cannot be told");
            Ok(())
        }
    }
}

async fn heads(client: &Client, moved: Vec<Moved>) -> Result<(), SayError> {
    match wire::encode_heads(moved) {
        Ok(messages) => {
            for envelope in messages {
                say(client, Topic::Heads.to_string(), envelope).await?;
            }
            Ok(())
        }
        Err(error) => {
            tracing::warn!(%error, "a beacon that cannot be told");
            Ok(())
        }
    }
}

async fn say(
    client: &Client,
    subject: impl Into<Subject>,
    envelope: Vec<u8>,
) -> Result<(), SayError> {
    let sent = client.publish(subject.into(), Bytes::from(envelope)).await;
    sent.map_err(|error| match error.kind() {
        PublishErrorKind::MaxPayloadExceeded => SayError::TooLarge,
        PublishErrorKind::InvalidSubject | PublishErrorKind::Send => SayError::Closed,
    })
}
