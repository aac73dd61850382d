//! The logic of one WebSocket connection, without a socket, a clock or a task: inputs go in with the time, actions come
//! out. The driver is in `ws`.

use std::time::Duration;

use arena_rules::ids::PlayerId;
use uuid::Uuid;

use crate::close;
use crate::limits;
use crate::orders::{self, Order, fingerprint, refusal};
use crate::protocol::client::ClientCommand;
use crate::protocol::codec::Format;
use crate::protocol::server::{Answer, Refusal, ServerFrame};

/// What the driver must do, in this order.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    Send(ServerFrame),
    /// Check a token; [`Core::authenticated`] takes the result.
    Authenticate {
        id: Uuid,
        token: String,
    },
    Execute {
        id: Uuid,
        fingerprint: u64,
        order: Order,
    },
    Ping,
    /// Ask whether the login still stands.
    CheckLogin,
    Close {
        code: u16,
        reason: &'static str,
    },
}

/// One connection. Times are durations since it was opened.
#[derive(Debug)]
pub(crate) struct Core {
    format: Format,
    phase: Phase,
    bucket: Bucket,
    offences: u32,
    last_heard: Duration,
    pinged: Option<Duration>,
    login_checked: Duration,
}

#[derive(Debug)]
enum Phase {
    /// Nobody has said who he is.
    Greeting,
    /// A token is being checked.
    Checking,
    Open {
        player: PlayerId,
    },
    Closed,
}

impl Core {
    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            phase: Phase::Greeting,
            bucket: Bucket::full(),
            offences: 0,
            last_heard: Duration::ZERO,
            pinged: None,
            login_checked: Duration::ZERO,
        }
    }

    /// The connection was authenticated by its request's header, before the first frame.
    pub(crate) fn open(&mut self, player: PlayerId) {
        self.phase = Phase::Open { player };
    }

    /// Anything at all came from the client, a pong for example.
    pub(crate) fn heard(&mut self, now: Duration) {
        self.last_heard = now;
        self.pinged = None;
    }

    /// A data frame came.
    pub(crate) fn frame(&mut self, bytes: &[u8], now: Duration) -> Vec<Action> {
        self.heard(now);
        if matches!(self.phase, Phase::Closed) {
            return Vec::new();
        }
        if let Err(wait) = self.bucket.take(now) {
            let id = self.format.decode(bytes).ok().map(|frame| frame.id);
            return self.offence(Answer::Reject {
                id,
                data: Refusal {
                    code: "rate-limited".to_owned(),
                    message: "frames come too fast: slow down".to_owned(),
                    retry_after_ms: u64::try_from(wait.as_millis()).ok(),
                },
            });
        }
        if bytes.len() > limits::FRAME_BYTES {
            let message = format!("a frame has at most {} bytes", limits::FRAME_BYTES);
            return self.offence(Answer::Reject {
                id: None,
                data: refusal("frame-too-large", &message),
            });
        }
        let frame = match self.format.decode(bytes) {
            Ok(frame) => frame,
            Err(answer) => return self.offence(answer),
        };
        match (&self.phase, frame.command) {
            (Phase::Greeting, ClientCommand::Authenticate { token }) => {
                self.phase = Phase::Checking;
                vec![Action::Authenticate {
                    id: frame.id,
                    token,
                }]
            }
            (Phase::Greeting | Phase::Checking, _) => {
                vec![reject(
                    frame.id,
                    refusal(
                        "not-authenticated",
                        "authenticate first: `session:authenticate {token}`",
                    ),
                )]
            }
            (Phase::Open { player }, command) => {
                let fingerprint = fingerprint(&command);
                match orders::order(*player, command) {
                    Ok(order) => vec![Action::Execute {
                        id: frame.id,
                        fingerprint,
                        order,
                    }],
                    Err(refusal) => vec![reject(frame.id, refusal)],
                }
            }
            (Phase::Closed, _) => Vec::new(),
        }
    }

    /// The token of a first frame was checked.
    pub(crate) fn authenticated(
        &mut self,
        id: Uuid,
        result: Result<PlayerId, (Refusal, u16)>,
    ) -> Vec<Action> {
        match result {
            Ok(player) => {
                self.phase = Phase::Open { player };
                vec![Action::Send(ServerFrame::Answer(Answer::Ack {
                    id,
                    data: None,
                }))]
            }
            Err((refusal, code)) => {
                let reason = "not authenticated";
                vec![reject(id, refusal), self.close(code, reason)]
            }
        }
    }

    /// Time has passed.
    pub(crate) fn tick(&mut self, now: Duration) -> Vec<Action> {
        match self.phase {
            Phase::Closed => return Vec::new(),
            Phase::Greeting if now >= limits::AUTHENTICATE_WITHIN => {
                return vec![self.close(close::NOT_AUTHENTICATED, "not authenticated in time")];
            }
            Phase::Greeting | Phase::Checking | Phase::Open { .. } => {}
        }
        let mut actions = Vec::new();
        match self.pinged {
            Some(pinged) if now.saturating_sub(pinged) >= limits::PONG_WITHIN => {
                return vec![self.close(close::NO_PONG, "no answer to a ping")];
            }
            None if now.saturating_sub(self.last_heard) >= limits::PING_EVERY => {
                self.pinged = Some(now);
                actions.push(Action::Ping);
            }
            Some(_) | None => {}
        }
        if matches!(self.phase, Phase::Open { .. })
            && now.saturating_sub(self.login_checked) >= limits::LOGIN_CHECK
        {
            self.login_checked = now;
            actions.push(Action::CheckLogin);
        }
        actions
    }

    /// When [`Core::tick`] has something to do at the earliest.
    pub(crate) fn next_tick(&self) -> Duration {
        let ping = match self.pinged {
            Some(pinged) => pinged + limits::PONG_WITHIN,
            None => self.last_heard + limits::PING_EVERY,
        };
        match self.phase {
            Phase::Greeting => ping.min(limits::AUTHENTICATE_WITHIN),
            Phase::Checking | Phase::Closed => ping,
            Phase::Open { .. } => ping.min(self.login_checked + limits::LOGIN_CHECK),
        }
    }

    pub(crate) fn close(&mut self, code: u16, reason: &'static str) -> Action {
        self.phase = Phase::Closed;
        Action::Close { code, reason }
    }

    /// Answers what should not have been sent, up to a limit.
    fn offence(&mut self, answer: Answer) -> Vec<Action> {
        self.offences += 1;
        let answer = Action::Send(ServerFrame::Answer(answer));
        if self.offences > limits::OFFENCES {
            vec![
                answer,
                self.close(close::TOO_MANY_FRAMES, "too many bad frames"),
            ]
        } else {
            vec![answer]
        }
    }
}

fn reject(id: Uuid, refusal: Refusal) -> Action {
    Action::Send(ServerFrame::Answer(Answer::Reject {
        id: Some(id),
        data: refusal,
    }))
}

/// A token bucket that starts full.
#[derive(Debug)]
struct Bucket {
    tokens: f64,
    filled: Duration,
}

impl Bucket {
    fn full() -> Self {
        Self {
            tokens: f64::from(limits::FRAME_BURST),
            filled: Duration::ZERO,
        }
    }

    /// Takes one token, or says how long to wait for it.
    fn take(&mut self, now: Duration) -> Result<(), Duration> {
        let rate = f64::from(limits::FRAMES_PER_SECOND);
        let gained = now.saturating_sub(self.filled).as_secs_f64() * rate;
        self.tokens = (self.tokens + gained).min(f64::from(limits::FRAME_BURST));
        self.filled = now;
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            Ok(())
        } else {
            Err(Duration::from_secs_f64((1.0 - self.tokens) / rate))
        }
    }
}

#[cfg(test)]
mod tests;
