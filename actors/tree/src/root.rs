//! The root of the tree: it decides what the whole process cannot survive.

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};

#[derive(Debug)]
pub(crate) enum Message {
    /// An append was refused because another process has claimed its shard.
    Fenced,
}

pub(crate) struct Root;

impl Actor for Root {
    type Msg = Message;
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Message>, (): ()) -> Result<(), ActorProcessingErr> {
        Ok(())
    }

    async fn handle(
        &self,
        myself: ActorRef<Message>,
        Message::Fenced: Message,
        (): &mut (),
    ) -> Result<(), ActorProcessingErr> {
        tracing::error!("another process has taken the event log over: stopping");
        myself.stop(Some("fenced".to_owned()));
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<Message>,
        event: SupervisionEvent,
        (): &mut (),
    ) -> Result<(), ActorProcessingErr> {
        match event {
            SupervisionEvent::ActorFailed(actor, error) => {
                tracing::error!(actor = %actor.get_id(), %error, "a pillar of the tree failed: stopping");
                myself.stop(Some("a child failed".to_owned()));
            }
            SupervisionEvent::ActorTerminated(..)
            | SupervisionEvent::ActorStarted(_)
            | SupervisionEvent::ProcessGroupChanged(_) => {}
        }
        Ok(())
    }
}
