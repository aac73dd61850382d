//! Drives one connection: whatever happens to it goes to its core or to the arena, and what they say to the client.

use std::collections::VecDeque;
use std::sync::Arc;

use arena_accounts::{Identity, Rejection};
use arena_rules::ids::{ConnectionId, PlayerId};
use axum::extract::ws::{Message, WebSocket};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::commands::{Command, Done, acknowledged, execute, held_back, rejected};
use super::following::{self, Follows, Wish};
use super::line::{Heard, Line, Next};
use super::moments::{self, Moments};
use super::opening::{self, Entry, NotOpened};
use crate::close;
use crate::core::{Action, Core};
use crate::edge::Edge;
use crate::limits;
use crate::orders::{Order, refusal};
use crate::outbox::{Batch, Outbox, Waiting};
use crate::presence::Present;
use crate::protocol::codec::Format;
use crate::protocol::server::{ServerFrame, WelcomeFrame};
use crate::pulse::Signal;
use crate::topics::Topic;

pub(super) struct Driver {
    edge: Edge,
    line: Line,
    core: Core,
    started: Instant,
    connection: ConnectionId,
    identity: Option<Identity>,
    outbox: Outbox,
    batches: Waiting,
    follows: Follows,
    /// Commands that wait while another is answered.
    waiting: VecDeque<Box<Command>>,
    command: Option<BoxFuture<'static, Done>>,
    run: Option<BoxFuture<'static, Done>>,
    signals: watch::Receiver<Signal>,
    moments: Moments,
    entering: Option<BoxFuture<'static, Done>>,
    /// How often the session was entered again.
    entries: u32,
    /// The player is here, for as long as this is kept.
    present: Option<Present>,
}

/// What happens to a connection.
enum Happening {
    /// The server stops.
    Stop,
    /// It is time to go.
    Go(u16, &'static str),
    /// The process has something to say.
    Signal,
    /// The client reads too slowly.
    Slow,
    Answered(Done),
    Ran(Done),
    Entered(Done),
    Batch(Arc<Batch>),
    Heard(Heard),
    /// Time has passed.
    Tick,
}

impl Driver {
    pub(super) fn new(
        edge: Edge,
        socket: WebSocket,
        format: Format,
        identity: Option<Identity>,
    ) -> Self {
        let (outbox, batches) = Outbox::new();
        let connection = ConnectionId(Uuid::new_v4());
        let signals = edge.shared.pulse.signals();
        let mut moments = Moments::of(connection);
        moments.hear(*signals.borrow(), Instant::now());
        Self {
            edge,
            line: Line::new(socket, format, batches.slow()),
            core: Core::new(format),
            started: Instant::now(),
            connection,
            identity,
            outbox,
            batches,
            follows: Follows::default(),
            waiting: VecDeque::new(),
            command: None,
            run: None,
            signals,
            moments,
            entering: None,
            entries: 0,
            present: None,
        }
    }

    pub(super) async fn refuse(mut self: Box<Self>, code: u16, reason: &'static str) {
        self.line.close(code, reason).await;
    }

    pub(super) async fn run(mut self: Box<Self>) {
        if let Some(identity) = self.identity {
            self.core.open(identity.player_id);
            self.open(identity);
        }
        let stop = self.edge.stopping();
        loop {
            let happening = self.next(&stop).await;
            // In a box, because what is done needs more room than a connection that waits.
            if matches!(Box::pin(self.handle(happening)).await, Next::End) {
                break;
            }
            self.start_next();
        }
        if let Some(player) = self.player() {
            opening::leave(&self.edge, player, self.connection);
        }
    }

    async fn next(&mut self, stop: &CancellationToken) -> Happening {
        let now = Instant::now();
        let idle = self.command.is_none() && self.run.is_none() && self.waiting.is_empty();
        if let Some((code, reason)) = self.moments.goodbye(idle, now) {
            return Happening::Go(code, reason);
        }
        let going = self.moments.is_going(now);
        let reading = !going && self.waiting.len() < limits::WAITING_COMMANDS;
        let wake = self.started + self.core.next_tick();
        let wake = self.moments.next(now).map_or(wake, |at| at.min(wake));
        tokio::select! {
            biased;
            () = stop.cancelled() => Happening::Stop,
            Ok(()) = self.signals.changed() => Happening::Signal,
            done = optional(&mut self.command) => Happening::Answered(done),
            done = optional(&mut self.run) => Happening::Ran(done),
            done = optional(&mut self.entering) => Happening::Entered(done),
            batch = self.batches.next() => batch.map_or(Happening::Slow, Happening::Batch),
            message = self.line.hear(), if reading => Happening::Heard(message),
            () = tokio::time::sleep_until(wake) => Happening::Tick,
        }
    }

    async fn handle(&mut self, happening: Happening) -> Next {
        match happening {
            Happening::Stop => {
                let wait_ms = moments::reconnect_in_ms(&self.moments);
                let reason = format!("the server stops: reconnect in {wait_ms} ms");
                self.line.close(close::GOING_AWAY, &reason).await
            }
            Happening::Go(code, reason) => self.line.close(code, reason).await,
            Happening::Signal => {
                let signal = *self.signals.borrow_and_update();
                self.moments.hear(signal, Instant::now());
                Next::On
            }
            Happening::Slow => {
                let reason = "reads too slowly: reconnect and resume";
                self.line.close(close::SLOW, reason).await
            }
            Happening::Answered(done) => {
                self.command = None;
                self.done(done).await
            }
            Happening::Ran(done) => {
                self.run = None;
                self.done(done).await
            }
            Happening::Entered(done) => {
                self.entering = None;
                self.done(done).await
            }
            Happening::Batch(batch) if self.follows.is_next(&batch) => {
                self.line.send_all(&batch.frames).await
            }
            Happening::Batch(_) => Next::On,
            Happening::Heard(Heard::Message(message)) => self.message(message).await,
            Happening::Heard(Heard::Unreadable { code, reason }) => {
                self.line.close(code, reason).await
            }
            Happening::Heard(Heard::Gone) => Next::End,
            Happening::Tick => {
                self.enter_if_due();
                let actions = self.core.tick(self.started.elapsed());
                self.act(actions).await
            }
        }
    }

    async fn message(&mut self, message: Message) -> Next {
        let now = self.started.elapsed();
        let actions = match (message, self.line.format()) {
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
                Action::Send(frame) => self.line.send(&frame).await,
                Action::Authenticate { id, token } => self.authenticate(id, &token).await,
                Action::Execute {
                    id,
                    fingerprint,
                    order,
                } => {
                    let command = Command {
                        id,
                        fingerprint,
                        order,
                    };
                    self.take(command).await
                }
                Action::Ping => self.line.ping().await,
                Action::CheckLogin => self.check_login().await,
                Action::Close { code, reason } => self.line.close(code, reason).await,
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
        let opening = opening::open(self.edge.clone(), identity, self.connection);
        self.command = Some(opening.map(Done::Opened).boxed());
    }

    /// Enters the session again, if the process wants it and it is time.
    fn enter_if_due(&mut self) {
        let Some(identity) = self.identity else {
            return;
        };
        if self.entering.is_none() && self.moments.enters(Instant::now()) {
            self.entries += 1;
            let edge = self.edge.clone();
            let entering = opening::enter_again(edge, identity, self.connection, self.entries);
            self.entering = Some(entering.map(Done::Entered).boxed());
        }
    }

    async fn check_login(&mut self) -> Next {
        let Some(identity) = self.identity else {
            return Next::On;
        };
        let active = self.edge.shared.accounts.is_login_active(identity.login_id);
        if active && self.edge.now_ms() < identity.login_expires_ms {
            return Next::On;
        }
        let reason = "the login has ended: log in again";
        self.line.close(close::LOGIN_ENDED, reason).await
    }

    /// Queues a command; runs have a place of their own, so that they delay nothing.
    async fn take(&mut self, command: Command) -> Next {
        let Some(player) = self.player() else {
            return Next::On;
        };
        match &command.order {
            Order::Run { .. } if self.run.is_some() => {
                let busy = refusal("run-pending", "your last run is still being judged");
                self.line.send(&rejected(command.id, busy)).await
            }
            Order::Run { .. } => {
                self.run = Some(execute(self.edge.clone(), player, command).boxed());
                Next::On
            }
            Order::Unfollow { topic } => {
                self.follows.end(*topic);
                self.line.send(&acknowledged(command.id)).await
            }
            Order::Battle { .. }
            | Order::Rematch { .. }
            | Order::Submit { .. }
            | Order::Join { .. }
            | Order::Leave
            | Order::Follow { .. } => {
                self.waiting.push_back(Box::new(command));
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
        let Some(command) = self.waiting.pop_front() else {
            return;
        };
        self.command = Some(if let Order::Follow { topic, after } = command.order {
            self.follow(player, command.id, topic, after)
        } else {
            execute(self.edge.clone(), player, *command).boxed()
        });
    }

    fn follow(
        &mut self,
        player: PlayerId,
        id: Uuid,
        topic: Topic,
        after: u64,
    ) -> BoxFuture<'static, Done> {
        let Some(gone) = self.follows.begin(topic, after) else {
            let many = refusal("too-many-topics", "stop following another topic first");
            return std::future::ready(Done::Answer(rejected(id, many))).boxed();
        };
        let wish = Wish {
            topic,
            after,
            player,
            format: self.line.format(),
            outbox: self.outbox.clone(),
            gone,
        };
        let edge = self.edge.clone();
        async move {
            let result = following::follow(&edge, &wish).await;
            Done::Followed { id, wish, result }
        }
        .boxed()
    }

    async fn done(&mut self, done: Done) -> Next {
        let alive = self.edge.shared.pulse.is_alive();
        match done {
            Done::Answer(frame) if alive => self.line.send(&frame).await,
            Done::Answer(frame) => self.line.send(&held_back(frame)).await,
            Done::Opened(Ok(_)) if !alive => {
                let reason = "the arena cannot answer now";
                self.line.close(close::UNAVAILABLE, reason).await
            }
            Done::Opened(Ok(welcome)) => {
                let player = PlayerId(welcome.player_id);
                self.present = Some(self.edge.shared.presence.enter(player));
                let frame = WelcomeFrame {
                    event: "session:welcome".to_owned(),
                    data: *welcome,
                };
                self.line.send(&ServerFrame::Welcome(frame)).await
            }
            Done::Opened(Err(NotOpened { code, reason })) => self.line.close(code, reason).await,
            Done::Entered(Ok(Entry)) => {
                self.moments.entered(Instant::now());
                Next::On
            }
            Done::Entered(Err(NotOpened { code, .. })) if code == close::UNAVAILABLE => {
                self.moments.not_entered(Instant::now());
                Next::On
            }
            Done::Entered(Err(NotOpened { code, reason })) => self.line.close(code, reason).await,
            Done::Followed { id, wish, result } => match result {
                Ok(()) if !alive => {
                    self.follows.end(wish.topic);
                    self.line.send(&held_back(acknowledged(id))).await
                }
                Ok(()) => {
                    match wish.topic {
                        Topic::Session(_) | Topic::Queue(_) => {
                            following::start_trail(&self.edge, wish);
                        }
                        // Its feed sends already.
                        Topic::Battle(_) => {}
                    }
                    self.line.send(&acknowledged(id)).await
                }
                Err(refused) => {
                    self.follows.end(wish.topic);
                    self.line.send(&rejected(id, refused)).await
                }
            },
        }
    }

    fn player(&self) -> Option<PlayerId> {
        self.identity.map(|identity| identity.player_id)
    }
}

async fn optional<T>(future: &mut Option<BoxFuture<'static, T>>) -> T {
    match future {
        Some(future) => future.await,
        None => std::future::pending().await,
    }
}
