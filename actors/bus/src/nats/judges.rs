//! Judges and those who ask them, over NATS.

use std::fmt;

use async_nats::{Subject, Subscriber};
use futures_util::StreamExt;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::Remote;
use super::line::AskError;
use super::mouth::Outgoing;
use crate::judges::{Offer, Ran, Run, RunError};
use crate::wire::{self, Topic};

/// Every run goes to one of the judges.
const QUEUE_GROUP: &str = "judges";

impl Remote {
    pub(crate) async fn run(&self, run: Run, deadline: Instant) -> Result<Ran, RunError> {
        let bytes = run.code.len();
        let envelope = wire::encode_run(run).map_err(|_| RunError::TooLarge { bytes })?;
        let answer = self
            .line
            .ask(Topic::Run, None, envelope.into(), deadline)
            .await;
        match answer {
            Ok(answer) => wire::decode_ran(&answer).map_err(|error| RunError::Unreadable {
                reason: error.to_string(),
            }),
            Err(AskError::NoResponder) => Err(RunError::NoJudge),
            Err(AskError::TimedOut) => Err(RunError::TimedOut),
            Err(AskError::Disconnected) => Err(RunError::Disconnected),
            Err(AskError::TooLarge { .. }) => Err(RunError::TooLarge { bytes }),
        }
    }

    pub(crate) async fn serve_runs(&self) -> Option<Runs> {
        let (topic, group) = (Topic::Run.to_string(), QUEUE_GROUP.to_owned());
        let asked = self.line.client.queue_subscribe(topic, group).await.ok()?;
        Some(Runs {
            asked,
            outgoing: self.outgoing.clone(),
        })
    }

    pub(crate) fn offer(&self, offer: &Offer) {
        let envelope = match wire::encode_offer(offer) {
            Ok(envelope) => envelope,
            Err(error) => {
                tracing::error!(%error, "what can be judged here cannot be told");
                return;
            }
        };
        let topic = Topic::Offers;
        if self.line.is_up()
            && self
                .outgoing
                .try_send(Outgoing::Say { topic, envelope })
                .is_err()
        {
            tracing::debug!("no room to tell what can be judged here: the next second does");
        }
    }

    pub(crate) async fn offers(&self) -> Option<Offers> {
        let topic = Topic::Offers.to_string();
        let heard = self.line.client.subscribe(topic).await.ok()?;
        Some(Offers { heard })
    }
}

/// Other processes' runs.
pub struct Runs {
    asked: Subscriber,
    outgoing: mpsc::Sender<Outgoing>,
}

impl Runs {
    /// The next one; none when the bus is gone. Cancel-safe.
    pub async fn next(&mut self) -> Option<(Run, RunResponder)> {
        loop {
            let message = self.asked.next().await?;
            match (wire::decode_run(&message.payload), message.reply) {
                (Ok(run), Some(to)) => {
                    let outgoing = self.outgoing.clone();
                    let way = Some((to, outgoing));
                    return Some((run, RunResponder { way }));
                }
                (Ok(_), None) => {}
                (Err(error), _) => tracing::warn!(%error, "a run that cannot be read"),
            }
        }
    }
}

impl fmt::Debug for Runs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Runs")
    }
}

/// Answers one run; dropped without an answer it says that there is none.
pub struct RunResponder {
    way: Option<(Subject, mpsc::Sender<Outgoing>)>,
}

impl RunResponder {
    /// Sends the answer; whoever asked may have gone.
    pub fn answer(mut self, ran: Ran) {
        self.send(ran);
    }

    fn send(&mut self, ran: Ran) {
        let (Some((to, outgoing)), Ok(envelope)) = (self.way.take(), wire::encode_ran(ran)) else {
            return;
        };
        if outgoing
            .try_send(Outgoing::Answer { to, envelope })
            .is_err()
        {
            tracing::warn!("more answers than NATS takes: who waits for one asks again");
        }
    }
}

impl Drop for RunResponder {
    fn drop(&mut self) {
        if self.way.is_some() {
            let reason = "the judge let it go without an answer".to_owned();
            self.send(Ran::Unavailable { reason });
        }
    }
}

impl fmt::Debug for RunResponder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RunResponder")
    }
}

/// What judges offer.
pub struct Offers {
    heard: Subscriber,
}

impl Offers {
    /// The next offer; none when the bus is gone. Cancel-safe.
    pub async fn next(&mut self) -> Option<Offer> {
        loop {
            let message = self.heard.next().await?;
            match wire::decode_offer(&message.payload) {
                Ok(offer) => return Some(offer),
                Err(error) => tracing::warn!(%error, "a judge's offer cannot be read"),
            }
        }
    }
}

impl fmt::Debug for Offers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Offers")
    }
}
