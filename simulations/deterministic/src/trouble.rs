//! Lets things go wrong when it is time.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::arena::Arena;
use crate::fault::{Condition, Fault, Moment, Sleep, What};
use crate::history::Happened;
use crate::life::{Life, end_of};

/// How long a process may take to append something, so that it crashes at it.
const TRAPPED: Duration = Duration::from_secs(10);

impl Arena {
    /// Returns when the fault is over. One that meets a process which is not there, or to which something else is being done,
    /// does not happen.
    pub(crate) async fn suffer(self: Arc<Self>, fault: Fault) {
        sleep_until(self.sky.began + fault.at).await;
        let kind = fault.what.kind();
        match fault.what {
            What::Kill { node, down } => {
                if let Some(life) = self.take(node) {
                    self.happens(kind);
                    life.kill(&self.network).await;
                    self.come_back(&life, down).await;
                }
            }
            What::Crash { node, moment, down } => {
                if let Some(life) = self.take(node) {
                    self.crash(&life, kind, moment, down).await;
                }
            }
            What::Drain { node, down } => {
                if let Some(life) = self.take(node) {
                    self.happens(kind);
                    life.stop(&self.network).await;
                    self.come_back(&life, down).await;
                }
            }
            What::Freeze { node, sleep } => {
                if let Some(life) = self.take(node) {
                    self.happens(kind);
                    self.freeze(&life, sleep).await;
                    self.leave(node);
                }
            }
            What::Clock { node, by_ms } => {
                if let Some(slot) = self.slot(node) {
                    slot.clock.step(by_ms);
                    self.happens(kind);
                    self.sky.note(Happened::ClockSet { node, by_ms });
                }
            }
            What::While { condition, lasts } => {
                self.happens(kind);
                self.sky.begin(condition);
                sleep(lasts).await;
                self.sky.end(condition);
                self.healed(condition);
            }
            What::Away { player, lasts } => {
                if let Some(away) = self.aways.get(player) {
                    self.happens(kind);
                    let back = Instant::now() + lasts;
                    *away.back.lock().unwrap_or_else(PoisonError::into_inner) = Some(back);
                    away.lost.notify_waiters();
                    sleep(lasts).await;
                }
            }
        }
    }

    fn happens(&self, kind: &'static str) {
        self.sky.note(Happened::Fault { kind });
    }

    fn healed(&self, condition: Condition) {
        match condition {
            Condition::BusDown => self.network.reconnected(|_| true),
            Condition::BusCut(cut) => self.network.reconnected(|node| node == cut),
            Condition::StoreAway
            | Condition::StoreSlow
            | Condition::StoreCut(_)
            | Condition::StoreFlaky(_)
            | Condition::BusLossy
            | Condition::JudgeDown
            | Condition::JudgeSlow
            | Condition::JudgeTwice => {}
        }
    }

    async fn come_back(self: &Arc<Self>, life: &Arc<Life>, down: Duration) {
        self.forget(life);
        sleep(down).await;
        self.start(life.node).await;
        self.leave(life.node);
    }

    async fn crash(
        self: &Arc<Self>,
        life: &Arc<Life>,
        kind: &'static str,
        moment: Moment,
        down: Duration,
    ) {
        life.way.set_trap(moment);
        let crashed = timeout(TRAPPED, life.gate.over()).await;
        life.way.disarm();
        if crashed.is_ok() {
            self.happens(kind);
            self.come_back(life, down).await;
        } else {
            self.leave(life.node);
        }
    }

    async fn freeze(&self, life: &Life, long: Sleep) {
        let until = match long {
            Sleep::ToItsEnd => end_of(life).unwrap_or_else(Instant::now),
            Sleep::For(time) => Instant::now() + time,
        };
        let owner = life.owner;
        self.sky.note(Happened::Frozen { owner });
        life.gate.shut();
        sleep_until(until).await;
        life.gate.open();
        self.sky.note(Happened::Thawed { owner });
    }
}
