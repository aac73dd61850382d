//! A player's socket.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use uuid::Uuid;

pub(crate) struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// What came and was not an answer.
    pub(crate) frames: Vec<Value>,
}

/// Why there is no socket: the status of the answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused(pub(crate) u16);

impl Client {
    /// Connects with these headers beside those of every socket.
    pub(crate) async fn connect(
        address: SocketAddr,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, Refused> {
        let mut request = format!("ws://{address}/ws").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(Self {
                socket,
                frames: Vec::new(),
            }),
            Err(Error::Http(answer)) => Err(Refused(answer.status().as_u16())),
            Err(error) => panic!("{error}"),
        }
    }

    /// Connects with a token and waits for the welcome, which it returns.
    pub(crate) async fn enter(address: SocketAddr, token: &str) -> (Self, Value) {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("sec-websocket-protocol", "arena.v1.json"),
        ];
        let mut client = Self::connect(address, &headers).await.unwrap();
        let welcome = client.event("session:welcome").await;
        (client, welcome)
    }

    pub(crate) async fn raw(&mut self, message: Message) {
        self.socket.send(message).await.unwrap();
    }

    /// Writes bytes that are no whole frame.
    pub(crate) async fn bytes(&mut self, bytes: &[u8]) {
        self.socket.get_mut().write_all(bytes).await.unwrap();
    }

    /// The next frame; the close code if there is none.
    pub(crate) async fn hear(&mut self) -> Result<Value, u16> {
        loop {
            match self.socket.next().await.unwrap().unwrap() {
                Message::Text(text) => return Ok(serde_json::from_str(&text).unwrap()),
                Message::Close(frame) => return Err(frame.unwrap().code.into()),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The next frame, which must be there.
    pub(crate) async fn frame(&mut self) -> Value {
        self.hear().await.unwrap()
    }

    /// Reads until the server closes; with which code.
    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.hear().await {
                return code;
            }
        }
    }

    pub(crate) async fn send(&mut self, id: Uuid, event: &str, data: Value) {
        let frame = json!({ "id": id, "event": event, "data": data });
        self.raw(Message::text(frame.to_string())).await;
    }

    /// The answer to the command with this id.
    pub(crate) async fn answer(&mut self, id: Uuid) -> Value {
        loop {
            let frame = self.frame().await;
            if frame["id"] == id.to_string() {
                return frame;
            }
            self.frames.push(frame);
        }
    }

    /// Sends a command; `ack`, or the code of the refusal.
    pub(crate) async fn say(&mut self, event: &str, data: Value) -> String {
        let id = Uuid::new_v4();
        self.send(id, event, data).await;
        let answer = self.answer(id).await;
        let code = answer["data"]["code"].as_str();
        code.unwrap_or_else(|| answer["event"].as_str().unwrap())
            .to_owned()
    }

    pub(crate) async fn follow(&mut self, topic: &str, after: u64) -> String {
        let data = json!({ "topic": topic, "after": after });
        self.say("topic:follow", data).await
    }

    /// The first frame with this event, come or to come.
    pub(crate) async fn event(&mut self, event: &str) -> Value {
        if let Some(frame) = self.frames.iter().find(|frame| frame["event"] == event) {
            return frame.clone();
        }
        loop {
            let frame = self.frame().await;
            self.frames.push(frame.clone());
            if frame["event"] == event {
                return frame;
            }
        }
    }
}

/// Brings two players into a battle that runs, each following it.
pub(crate) async fn battle(one: &mut Client, two: &mut Client) -> String {
    for client in [&mut *one, &mut *two] {
        let welcome = client.event("session:welcome").await;
        let topic = welcome["data"]["resume"][0].as_str().unwrap().to_owned();
        assert_eq!(client.follow(&topic, 0).await, "ack");
        let wish = json!({ "difficulty": "easy", "mode": "1v1" });
        assert_eq!(client.say("matchmaking:join", wish).await, "ack");
    }
    let mut battle = String::new();
    for client in [one, two] {
        let found = client.event("matchmaking:match-found").await;
        battle = found["data"]["battleId"].as_str().unwrap().to_owned();
        // It is created a moment after it was announced.
        while client.follow(&format!("battle/{battle}"), 0).await != "ack" {}
        let ready = client.say("battle:ready", json!({ "battleId": battle }));
        assert_eq!(ready.await, "ack");
    }
    battle
}
