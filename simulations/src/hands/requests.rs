//! What a player asks over HTTP, at any gateway.

use std::time::{Duration, Instant};

use arena_rules::ids::{PlayerId, command_id};
use rand::Rng;
use tokio::time::timeout;
use uuid::Uuid;

use super::{AGAIN, Hands, millis};
use crate::clock;
use crate::door::{Failure, Submitted};

/// The longest pause between two requests, in milliseconds.
const ASK_AGAIN_MS: u64 = 500;

impl Hands {
    /// Submits over HTTP, again and again with one key until it is answered.
    pub(crate) async fn submit_over_http(
        &mut self,
        key: Uuid,
        body: &serde_json::Value,
        until: Instant,
    ) -> Result<(), String> {
        let start = clock::now();
        while clock::now() < until {
            match self.ask_to_submit(key, body).await {
                Ok(submitted) => {
                    if submitted.submission_id != command_id(PlayerId(self.me()), key) {
                        self.violation(format!("submission {key} got a foreign id"));
                    }
                    self.record(key, &submitted.topic, submitted.v);
                    let took = millis(start.elapsed());
                    self.witness.latencies.ack.push(took);
                    return Ok(());
                }
                Err(Failure::Problem { status: 401, .. }) => self.refresh().await,
                Err(Failure::Problem { code, .. }) if !AGAIN.contains(&code.as_str()) => {
                    return Err(code);
                }
                Err(Failure::Problem { .. } | Failure::Unreachable) => {
                    let pause = self.dice.random_range(20..=ASK_AGAIN_MS);
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                }
            }
        }
        Err("unavailable".to_owned())
    }

    async fn ask_to_submit(
        &mut self,
        key: Uuid,
        body: &serde_json::Value,
    ) -> Result<Submitted, Failure> {
        let patience = self.patience();
        let door = self.gateways.any(&mut self.dice);
        let asked = door.submit(&self.login.access_token, key, body);
        let answer = timeout(patience, asked).await;
        answer.unwrap_or(Err(Failure::Unreachable))
    }

    pub(super) async fn refresh(&mut self) {
        let patience = self.patience();
        let door = self.gateways.any(&mut self.dice);
        let answer = timeout(patience, door.refresh()).await;
        match answer.unwrap_or(Err(Failure::Unreachable)) {
            Ok(login) => self.login = login,
            Err(Failure::Unreachable) => {}
            Err(Failure::Problem { status, .. }) if status >= 429 => {}
            Err(Failure::Problem { status, code }) => {
                self.violation(format!("the login was lost: {status} {code}"));
                self.dead = true;
            }
        }
    }
}
