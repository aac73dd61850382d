//! What the gateway may ask of the actors.

use std::sync::Arc;

use arena_bus::{Bus, streams};
use arena_log::{EventLog, StreamId};
use arena_rules::battle::{self, Battle, Judgement};
use arena_rules::ids::{BattleId, GatewayId, PlayerId};
use arena_rules::matchmaking::Candidates;
use arena_rules::play::Language;
use arena_rules::session::{self, Session};
use arena_rules::time::Time;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::courier::Doors;
use crate::door::Door;
use crate::entity;
use crate::envelope::{Accepted, CommandError, Envelope};
use crate::judge::{Judge, JudgeRefusal, JudgeRequest, Priority};
use crate::load::Gauges;
use crate::machine::Machine;

/// The way to every battle and every session. Cheap to clone.
#[derive(Clone)]
pub struct Arena {
    pub(crate) doors: Doors,
    pub(crate) judge: Arc<dyn Judge>,
    pub(crate) log: Arc<dyn EventLog>,
    pub(crate) bus: Bus,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) candidates: watch::Receiver<Candidates>,
    pub(crate) gateway: GatewayId,
    pub(crate) gauges: Arc<Gauges>,
}

/// Why code was not run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Rejected(battle::Rejection),
    #[error(transparent)]
    Refused(JudgeRefusal),
    #[error("the arena cannot answer now")]
    Unavailable,
}

impl Arena {
    /// Sends a command to a battle. Answered once its events are durable.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn battle(
        &self,
        battle: BattleId,
        envelope: Envelope<battle::Command>,
    ) -> Result<Accepted, CommandError<battle::Rejection>> {
        self.doors
            .battles
            .ask(streams::battle(battle), envelope)
            .await
    }

    /// Sends a command to a player's session. Answered once its events are durable.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn session(
        &self,
        player: PlayerId,
        envelope: Envelope<session::Command>,
    ) -> Result<Accepted, CommandError<session::Rejection>> {
        self.doors
            .sessions
            .ask(streams::session(player), envelope)
            .await
    }

    /// The battle as it is now; none while its actor is down. A battle that does not exist has no card.
    pub async fn battle_state(&self, battle: BattleId) -> Option<Battle> {
        let stream = streams::battle(battle);
        self.look(&self.doors.battles, stream, |state, _| state.clone())
            .await
    }

    /// The session as it is now; none while its actor is down.
    pub async fn session_state(&self, player: PlayerId) -> Option<Session> {
        let stream = streams::session(player);
        self.look(&self.doors.sessions, stream, |state, _| state.clone())
            .await
    }

    /// What `look` finds in a stream: at its actor if that is this process's, otherwise in the log, which has everything that
    /// was answered.
    async fn look<M: Machine, T: Send + 'static>(
        &self,
        door: &Door<M>,
        stream: StreamId,
        look: impl FnOnce(&M::State, Time) -> T + Clone + Send + 'static,
    ) -> Option<T> {
        if door.is_here(stream) {
            let found = door.inspect(stream, look.clone()).await;
            if found.is_some() || door.is_here(stream) {
                return found;
            }
        }
        match entity::committed::<M>(&self.log, stream).await {
            Ok(state) => Some(look(&state, self.clock.now())),
            Err(error) => {
                tracing::warn!(machine = M::NAME, %stream, %error, "a stream cannot be read");
                None
            }
        }
    }

    /// Runs code on the samples: judged, not counted, not recorded.
    ///
    /// # Errors
    /// See [`RunError`].
    pub async fn run(
        &self,
        battle: BattleId,
        player: PlayerId,
        language: Language,
        code: String,
    ) -> Result<Judgement, RunError> {
        self.judge
            .admits(player, &language)
            .map_err(RunError::Refused)?;
        let code: Arc<str> = code.into();
        let checked = code.clone();
        let allowed = move |state: &Battle, now| {
            battle::may_run(state, player, &checked, now)?;
            let card = state.card.as_ref().ok_or(battle::Rejection::NoSuchBattle)?;
            Ok(card.problem.clone())
        };
        let stream = streams::battle(battle);
        let problem = match self.look(&self.doors.battles, stream, allowed).await {
            Some(allowed) => allowed.map_err(RunError::Rejected)?,
            None => return Err(RunError::Unavailable),
        };
        let request = JudgeRequest {
            player,
            priority: Priority::Run,
            language,
            code,
            problem,
        };
        self.judge.judge(request).await.map_err(RunError::Refused)
    }

    /// Whether a submission in `language` would be taken now; ask before submitting.
    ///
    /// # Errors
    /// Why not.
    pub fn admits(&self, player: PlayerId, language: &Language) -> Result<(), JudgeRefusal> {
        self.judge.admits(player, language)
    }

    /// The problems that can be played now.
    #[must_use]
    pub fn candidates(&self) -> Candidates {
        self.candidates.borrow().clone()
    }

    #[must_use]
    pub fn log(&self) -> Arc<dyn EventLog> {
        self.log.clone()
    }

    #[must_use]
    pub fn bus(&self) -> Bus {
        self.bus.clone()
    }

    #[must_use]
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// This life of this process, for the connections that it holds.
    #[must_use]
    pub fn gateway(&self) -> GatewayId {
        self.gateway
    }
}
