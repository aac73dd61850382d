//! Drives one WebSocket connection: moves bytes between the socket, the connection's core and the arena.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arena_accounts::{AddressKey, Identity, Rejection};
use arena_log::Version;
use arena_rules::battle::Audience;
use arena_rules::ids::{ConnectionId, PlayerId, effect_id, named_id};
use arena_rules::play::Standing;
use arena_rules::session::{self, Place};
use arena_tree::{CommandError, Envelope};
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, SinkExt};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

use crate::close;
use crate::core::{Action, Core};
use crate::edge::Edge;
use crate::feed::{FollowError, Subscribe};
use crate::limits;
use crate::orders::{self, Order, refusal, unavailable};
use crate::outbox::{Batch, Outbox};
use crate::protocol::codec::Format;
use crate::protocol::server::{Answer, Refusal, ServerFrame, Welcome, WelcomeFrame};
use crate::topics::Topic;
use crate::trail::Trail;

/// How long the last frame of a connection may take.
const CLOSE_WITHIN: Duration = Duration::from_secs(2);
/// Clients are told to come back within this time after a stop, each at a moment of its own.
const RECONNECT_SPREAD_MS: u64 = 5_000;

/// Connections of each address.
#[derive(Clone, Default)]
pub(crate) struct Addresses {
    open: Arc<Mutex<HashMap<AddressKey, usize>>>,
}

/// One address's place; given back when dropped.
pub(crate) struct AddressPlace {
    addresses: Addresses,
    key: AddressKey,
}

impl Addresses {
    pub(crate) fn take(&self, address: IpAddr) -> Option<AddressPlace> {
        let key = AddressKey::from(address);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(key).or_default();
        // A machine's own address is its operator's: load is driven from there.
        if *count >= limits::CONNECTIONS_PER_ADDRESS && !address.is_loopback() {
            return None;
        }
        *count += 1;
        Some(AddressPlace {
            addresses: self.clone(),
            key,
        })
    }
}

impl Drop for AddressPlace {
    fn drop(&mut self) {
        let mut open = self
            .addresses
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.key);
            }
        }
    }
}

/// Runs a connection to its end. `identity` is there if the request carried a token.
pub(crate) async fn run(
    edge: Edge,
    socket: WebSocket,
    format: Format,
    identity: Option<Identity>,
    place: AddressPlace,
) {
    let open = edge.shared.connections.fetch_add(1, Ordering::Relaxed) + 1;
    metrics::gauge!("arena_ws_connections").set(open as f64);
    let connection = ConnectionId(Uuid::new_v4());
    let driver = Driver::new(edge.clone(), socket, format, connection);
    if open > limits::CONNECTIONS {
        driver
            .refuse(close::UNAVAILABLE, "too many connections here")
            .await;
    } else {
        driver.run(identity).await;
    }
    drop(place);
    let left = edge.shared.connections.fetch_sub(1, Ordering::Relaxed) - 1;
    metrics::gauge!("arena_ws_connections").set(left as f64);
}

struct Driver {
    edge: Edge,
    socket: WebSocket,
    format: Format,
    core: Core,
    started: Instant,
    connection: ConnectionId,
    identity: Option<Identity>,
    outbox: Outbox,
    batches: mpsc::Receiver<Batch>,
    slow: CancellationToken,
    /// Followed topics, each with the version that was sent last and what ends the following.
    follows: BTreeMap<Topic, Follow>,
    waiting: VecDeque<(Uuid, u64, Order)>,
    command: Option<BoxFuture<'static, Done>>,
    run: Option<BoxFuture<'static, Done>>,
}

struct Follow {
    sent: u64,
    _gone: DropGuard,
}

/// What an answered command leaves for the driver to do.
enum Done {
    Answer(ServerFrame),
    Followed {
        id: Uuid,
        topic: Topic,
        after: u64,
        gone: CancellationToken,
    },
    NotFollowed {
        topic: Topic,
        answer: ServerFrame,
    },
    /// The session does not take the connection, or cannot.
    NotOpened {
        code: u16,
        reason: &'static str,
    },
    Opened(Box<Welcome>),
}

/// Whether the connection goes on.
enum Next {
    On,
    End,
}

impl Driver {
    fn new(edge: Edge, socket: WebSocket, format: Format, connection: ConnectionId) -> Self {
        let (outbox, batches, slow) = Outbox::new();
        Self {
            edge,
            socket,
            format,
            core: Core::new(format),
            started: Instant::now(),
            connection,
            identity: None,
            outbox,
            batches,
            slow,
            follows: BTreeMap::new(),
            waiting: VecDeque::new(),
            command: None,
            run: None,
        }
    }

    async fn refuse(mut self, code: u16, reason: &'static str) {
        self.close(code, reason).await;
    }

    async fn run(mut self, identity: Option<Identity>) {
        if let Some(identity) = identity {
            self.core.open(identity.player_id);
            self.open(identity);
        }
        let stop = self.edge.stopping();
        let slow = self.slow.clone();
        loop {
            let wake = self.started + self.core.next_tick();
            let reading = self.waiting.len() < limits::WAITING_COMMANDS;
            let next = tokio::select! {
                biased;
                () = stop.cancelled() => {
                    self.say_goodbye().await;
                    Next::End
                }
                () = slow.cancelled() => {
                    self.close(close::SLOW, "reads too slowly: reconnect and resume").await;
                    Next::End
                }
                done = optional(&mut self.command) => {
                    self.command = None;
                    self.done(done).await
                }
                done = optional(&mut self.run) => {
                    self.run = None;
                    self.done(done).await
                }
                Some(batch) = self.batches.recv() => self.deliver(batch).await,
                message = self.socket.recv(), if reading => match message {
                    Some(Ok(message)) => self.message(message).await,
                    Some(Err(_)) | None => Next::End,
                },
                () = tokio::time::sleep_until(wake) => {
                    let actions = self.core.tick(self.started.elapsed());
                    self.act(actions).await
                }
            };
            if matches!(next, Next::End) {
                break;
            }
            self.start_next();
        }
        self.leave();
    }

    async fn message(&mut self, message: Message) -> Next {
        let now = self.started.elapsed();
        let actions = match (message, self.format) {
            (Message::Text(text), Format::Json) => self.core.frame(text.as_bytes(), now),
            (Message::Binary(bytes), Format::Msgpack) => self.core.frame(&bytes, now),
            (Message::Text(_), Format::Msgpack) | (Message::Binary(_), Format::Json) => {
                // The wrong kind of frame reads as an empty one: malformed, and answered so.
                self.core.frame(&[], now)
            }
            (Message::Ping(_) | Message::Pong(_), _) => {
                self.core.heard(now);
                Vec::new()
            }
            (Message::Close(_), _) => return Next::End,
        };
        self.act(actions).await
    }

    async fn act(&mut self, actions: Vec<Action>) -> Next {
        for action in actions {
            let next = match action {
                Action::Send(frame) => self.send(&frame).await,
                Action::Authenticate { id, token } => self.authenticate(id, &token).await,
                Action::Execute {
                    id,
                    fingerprint,
                    order,
                } => self.take(id, fingerprint, order).await,
                Action::Ping => self.write(Message::Ping(Bytes::new())).await,
                Action::CheckLogin => self.check_login().await,
                Action::Close { code, reason } => {
                    self.close(code, reason).await;
                    Next::End
                }
            };
            if matches!(next, Next::End) {
                return Next::End;
            }
        }
        Next::On
    }

    async fn authenticate(&mut self, id: Uuid, token: &str) -> Next {
        let now_ms = self.edge.now_ms();
        let result = self.edge.shared.accounts.authenticate(token, now_ms);
        let opened = result.as_ref().ok().copied();
        let result = result
            .map(|identity| identity.player_id)
            .map_err(|rejection| {
                let code = match rejection {
                    Rejection::LoginRevoked | Rejection::LoginExpired => close::LOGIN_ENDED,
                    _ => close::TOKEN,
                };
                (refusal(rejection.code(), &rejection.to_string()), code)
            });
        let actions = self.core.authenticated(id, result);
        let next = Box::pin(self.act(actions)).await;
        if let Some(identity) = opened {
            self.open(identity);
        }
        next
    }

    /// Tells the player's session of the connection; the welcome follows when it is recorded.
    fn open(&mut self, identity: Identity) {
        self.identity = Some(identity);
        let (edge, connection) = (self.edge.clone(), self.connection);
        self.command = Some(open_session(edge, identity, connection).boxed());
    }

    async fn check_login(&mut self) -> Next {
        let Some(identity) = self.identity else {
            return Next::On;
        };
        let active = self.edge.shared.accounts.is_login_active(identity.login_id);
        if active && self.edge.now_ms() < identity.login_expires_ms {
            return Next::On;
        }
        let Action::Close { code, reason } = self
            .core
            .close(close::LOGIN_ENDED, "the login has ended: log in again")
        else {
            return Next::End;
        };
        self.close(code, reason).await;
        Next::End
    }

    /// Queues an order; runs have a place of their own, so that they delay nothing.
    async fn take(&mut self, id: Uuid, fingerprint: u64, order: Order) -> Next {
        let Some(player) = self.player() else {
            return Next::On;
        };
        match order {
            Order::Run { .. } if self.run.is_some() => {
                let busy = refusal("run-pending", "your last run is still being judged");
                self.send(&rejected(id, busy)).await
            }
            Order::Run { .. } => {
                self.run = Some(execute(self.edge.clone(), player, id, fingerprint, order).boxed());
                Next::On
            }
            Order::Unfollow { topic } => {
                self.follows.remove(&topic);
                self.send(&ServerFrame::Answer(Answer::Ack { id, data: None }))
                    .await
            }
            Order::Battle { .. }
            | Order::Rematch { .. }
            | Order::Submit { .. }
            | Order::Join { .. }
            | Order::Leave
            | Order::Follow { .. } => {
                self.waiting.push_back((id, fingerprint, order));
                Next::On
            }
        }
    }

    /// Starts the next waiting command, if none is being answered: one connection's commands keep their order.
    fn start_next(&mut self) {
        if self.command.is_some() {
            return;
        }
        let Some(player) = self.player() else { return };
        let Some((id, fingerprint, order)) = self.waiting.pop_front() else {
            return;
        };
        let edge = self.edge.clone();
        self.command = Some(match order {
            Order::Follow { topic, after } => {
                if self.follows.len() >= limits::TOPICS && !self.follows.contains_key(&topic) {
                    let many = refusal("too-many-topics", "stop following another topic first");
                    std::future::ready(Done::Answer(rejected(id, many))).boxed()
                } else {
                    // Following again starts anew: what was under way for the topic must not mix with it.
                    self.follows.remove(&topic);
                    let gone = CancellationToken::new();
                    let follow = Follow {
                        sent: after,
                        _gone: gone.clone().drop_guard(),
                    };
                    self.follows.insert(topic, follow);
                    let wish = Wish {
                        topic,
                        after,
                        player,
                        format: self.format,
                        gone,
                    };
                    follow_topic(edge, id, wish, self.outbox.clone()).boxed()
                }
            }
            order => execute(edge, player, id, fingerprint, order).boxed(),
        });
    }

    async fn done(&mut self, done: Done) -> Next {
        match done {
            Done::Answer(frame) => self.send(&frame).await,
            Done::Followed {
                id,
                topic,
                after,
                gone,
            } => {
                if let Topic::Session(_) | Topic::Queue(_) = topic {
                    self.start_trail(topic, after, gone);
                }
                self.send(&ServerFrame::Answer(Answer::Ack { id, data: None }))
                    .await
            }
            Done::NotFollowed { topic, answer } => {
                self.follows.remove(&topic);
                self.send(&answer).await
            }
            Done::NotOpened { code, reason } => {
                self.close(code, reason).await;
                Next::End
            }
            Done::Opened(welcome) => {
                let event = "session:welcome".to_owned();
                self.send(&ServerFrame::Welcome(WelcomeFrame {
                    event,
                    data: *welcome,
                }))
                .await
            }
        }
    }

    fn start_trail(&self, topic: Topic, after: u64, gone: CancellationToken) {
        let Some(player) = self.player() else { return };
        let trail = Trail {
            topic,
            player,
            format: self.format,
            version: Version(after),
            outbox: self.outbox.clone(),
            sources: self.edge.shared.sources.clone(),
        };
        let stop = self.edge.stopping();
        self.edge.shared.tasks.spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = trail.run(gone) => {}
            }
        });
    }

    /// Sends what the topic has next; anything else (of a following that has ended) is dropped.
    async fn deliver(&mut self, batch: Batch) -> Next {
        let Some(follow) = self.follows.get_mut(&batch.topic) else {
            return Next::On;
        };
        if batch.first != follow.sent + 1 {
            return Next::On;
        }
        follow.sent = batch.last;
        for frame in batch.frames {
            let Some(message) = message(self.format, frame) else {
                continue;
            };
            if matches!(self.feed(message).await, Next::End) {
                return Next::End;
            }
        }
        self.flush().await
    }

    async fn send(&mut self, frame: &ServerFrame) -> Next {
        let bytes = self.format.encode(frame);
        match bytes.and_then(|bytes| message(self.format, bytes)) {
            Some(message) => self.write(message).await,
            None => Next::On,
        }
    }

    async fn write(&mut self, message: Message) -> Next {
        match self.feed(message).await {
            Next::On => self.flush().await,
            Next::End => Next::End,
        }
    }

    async fn feed(&mut self, message: Message) -> Next {
        let slow = self.slow.clone();
        tokio::select! {
            biased;
            sent = self.socket.feed(message) => if sent.is_ok() { Next::On } else { Next::End },
            () = slow.cancelled() => Next::End,
        }
    }

    async fn flush(&mut self) -> Next {
        let slow = self.slow.clone();
        tokio::select! {
            biased;
            sent = self.socket.flush() => if sent.is_ok() { Next::On } else { Next::End },
            () = slow.cancelled() => Next::End,
        }
    }

    async fn say_goodbye(&mut self) {
        let [a, b, ..] = self.connection.0.into_bytes();
        let wait_ms = u64::from(u16::from_be_bytes([a, b])) % RECONNECT_SPREAD_MS;
        let reason = format!("the server stops: reconnect in {wait_ms} ms");
        let frame = CloseFrame {
            code: close::GOING_AWAY,
            reason: reason.into(),
        };
        let closing = self.socket.send(Message::Close(Some(frame)));
        // A client that does not listen any more is simply left.
        tokio::time::timeout(CLOSE_WITHIN, closing).await.ok();
    }

    async fn close(&mut self, code: u16, reason: &'static str) {
        let frame = CloseFrame {
            code,
            reason: reason.into(),
        };
        let closing = self.socket.send(Message::Close(Some(frame)));
        tokio::time::timeout(CLOSE_WITHIN, closing).await.ok();
    }

    fn player(&self) -> Option<PlayerId> {
        self.identity.map(|identity| identity.player_id)
    }

    /// Tells the session that the connection is gone, for as long as it takes.
    fn leave(self) {
        let Some(player) = self.player() else { return };
        let (edge, connection) = (self.edge.clone(), self.connection);
        let stop = self.edge.stopping();
        let tasks = self.edge.shared.tasks.clone();
        drop(self);
        tasks.spawn(async move {
            let id = effect_id(connection.0, named_id("disconnect"));
            let command = session::Command::Disconnect { connection };
            let envelope = Envelope::effect(connection.0, id, connection.0, command);
            loop {
                match edge.shared.arena.session(player, envelope.clone()).await {
                    Ok(_) | Err(CommandError::Rejected(_) | CommandError::IdReused) => return,
                    // A stopped process's connections are swept by the next one.
                    Err(_) if stop.is_cancelled() => return,
                    Err(CommandError::Busy { .. } | CommandError::Unavailable) => {
                        tokio::time::sleep(Duration::from_secs(1)).await;
                    }
                }
            }
        });
    }
}

async fn optional<T>(future: &mut Option<BoxFuture<'static, T>>) -> T {
    match future {
        Some(future) => future.await,
        None => std::future::pending().await,
    }
}

/// An encoded frame as the socket sends it; none if it is no text where text is spoken, which no frame of ours is.
fn message(format: Format, frame: Bytes) -> Option<Message> {
    match format {
        Format::Json => String::from_utf8(frame.into())
            .ok()
            .map(|text| Message::Text(text.into())),
        Format::Msgpack => Some(Message::Binary(frame)),
    }
}

fn rejected(id: Uuid, data: Refusal) -> ServerFrame {
    ServerFrame::Answer(Answer::Reject { id: Some(id), data })
}

async fn open_session(edge: Edge, identity: Identity, connection: ConnectionId) -> Done {
    let player = identity.player_id;
    let arena = &edge.shared.arena;
    let command = session::Command::Connect {
        player,
        standing: if identity.guest {
            Standing::Guest
        } else {
            Standing::Registered
        },
        connection,
        gateway: arena.gateway(),
    };
    let envelope = Envelope::effect(connection.0, named_id("connect"), connection.0, command);
    match arena.session(player, envelope).await {
        Ok(_) => {}
        Err(CommandError::Rejected(session::Rejection::TooManyConnections)) => {
            let reason = "too many connections of this player: close one first";
            return Done::NotOpened {
                code: close::TOO_MANY_CONNECTIONS,
                reason,
            };
        }
        Err(_) => {
            let reason = "the arena cannot answer now";
            return Done::NotOpened {
                code: close::UNAVAILABLE,
                reason,
            };
        }
    }
    let state = arena.session_state(player).await.unwrap_or_default();
    let mut resume = vec![Topic::Session(player).to_string()];
    if let Place::Battle { battle, .. } = state.place {
        resume.push(Topic::Battle(battle).to_string());
    }
    let card = edge.shared.names.card(player).await;
    let ping = limits::PING_EVERY.as_millis();
    Done::Opened(Box::new(Welcome {
        player_id: player.0,
        name: card.name,
        guest: identity.guest,
        server_time_ms: edge.now_ms(),
        ping_interval_ms: u64::try_from(ping).unwrap_or(u64::MAX),
        resume,
    }))
}

async fn execute(edge: Edge, player: PlayerId, id: Uuid, fingerprint: u64, order: Order) -> Done {
    let answer = orders::carry_out(&edge.shared.arena, player, id, fingerprint, order).await;
    Done::Answer(match answer {
        Ok(data) => ServerFrame::Answer(Answer::Ack { id, data }),
        Err(refusal) => rejected(id, refusal),
    })
}

struct Wish {
    topic: Topic,
    after: u64,
    player: PlayerId,
    format: Format,
    gone: CancellationToken,
}

async fn follow_topic(edge: Edge, id: Uuid, wish: Wish, outbox: Outbox) -> Done {
    let Wish {
        topic,
        after,
        player,
        format,
        gone,
    } = wish;
    let followed = match topic {
        Topic::Battle(battle) => {
            let (reply, answer) = oneshot::channel();
            let audience = Audience::Player(player);
            let subscribe = Subscribe {
                audience,
                format,
                after,
                outbox,
                gone: gone.clone(),
                reply,
            };
            edge.shared.feeds.subscribe(battle, subscribe).await;
            answer
                .await
                .unwrap_or(Err(FollowError::Unavailable))
                .map(|_| ())
        }
        Topic::Session(_) | Topic::Queue(_) => {
            Trail::check(&edge.shared.sources, topic, after).await
        }
    };
    match followed {
        Ok(()) => Done::Followed {
            id,
            topic,
            after,
            gone,
        },
        Err(error) => {
            gone.cancel();
            let refused = match error {
                FollowError::NoSuchBattle => refusal("no-such-battle", &error.to_string()),
                FollowError::Ahead(_) => refusal("version-ahead", &error.to_string()),
                FollowError::Unavailable => unavailable(),
            };
            Done::NotFollowed {
                topic,
                answer: rejected(id, refused),
            }
        }
    }
}
