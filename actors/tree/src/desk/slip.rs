//! What an actor has on the desk.

use arena_rules::ids::{BattleId, SubmissionId};
use ractor::{ActorId, ActorRef};

use super::Message;
use crate::judge::Job;

/// The way to the desk; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct DeskDoor {
    desk: ActorRef<Message>,
}

impl DeskDoor {
    pub(crate) fn new(desk: ActorRef<Message>) -> Self {
        Self { desk }
    }
}

/// An actor's list of what it waits for. It lives as long as the actor does, however that ends, and then tells the desk.
#[derive(Debug, Default)]
pub(crate) struct Slip(Option<Box<Shown>>);

#[derive(Debug)]
struct Shown {
    desk: DeskDoor,
    actor: ActorId,
    battle: BattleId,
    submissions: Vec<SubmissionId>,
}

impl Slip {
    /// Tells the desk what the actor waits for now, if that has changed. The battle is told the verdicts in its own time.
    pub(crate) fn show(&mut self, desk: &DeskDoor, actor: ActorId, jobs: Vec<Job>) {
        let submissions: Vec<SubmissionId> = jobs.iter().map(|job| job.submission).collect();
        let shown = match (&mut self.0, jobs.first()) {
            (Some(shown), _) => shown,
            (None, Some(first)) => self.0.insert(Box::new(Shown {
                desk: desk.clone(),
                actor,
                battle: first.battle,
                submissions: Vec::new(),
            })),
            (None, None) => return,
        };
        if shown.submissions == submissions {
            return;
        }
        shown.submissions = submissions;
        let pending = Message::Pending {
            actor,
            battle: shown.battle,
            jobs,
        };
        // Without a desk the tree ends.
        desk.desk.cast(pending).ok();
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if !self.submissions.is_empty() {
            self.desk.desk.cast(Message::Gone(self.actor)).ok();
        }
    }
}
