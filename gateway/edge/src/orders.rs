//! Commands of clients, as the arena understands them, and what they are answered.

use arena_rules::battle::{self, Command};
use arena_rules::ids::{BattleId, PlayerId, SubmissionId, TicketId, command_id};
use arena_rules::matchmaking::Pool;
use arena_rules::play::{Goal, Language, Mode, Wish};
use arena_rules::session;
use arena_tree::arena::RunError;
use arena_tree::{Accepted, Arena, CommandError, Envelope, JudgeRefusal};
use uuid::Uuid;

use crate::protocol::client::{ClientCommand, Code};
use crate::protocol::server::{AckData, Refusal};
use crate::render;
use crate::topics::Topic;

/// The longest name of a language that is looked at.
const LANGUAGE_NAME: usize = 32;

/// A player's command with its parts made true.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Order {
    Battle {
        battle: BattleId,
        command: Command,
    },
    /// The problems to choose from are filled in when it is carried out.
    Rematch {
        battle: BattleId,
    },
    Submit {
        battle: BattleId,
        language: Language,
        code: String,
    },
    Run {
        battle: BattleId,
        language: Language,
        code: String,
    },
    Join {
        pool: Pool,
        wish: Wish,
        own_range: Option<f64>,
    },
    Leave,
    Follow {
        topic: Topic,
        after: u64,
    },
    Unfollow {
        topic: Topic,
    },
}

/// Makes an order of a command; `session:authenticate` is none.
pub(crate) fn order(player: PlayerId, command: ClientCommand) -> Result<Order, Refusal> {
    let in_battle = |battle_id: Uuid, command| Order::Battle {
        battle: BattleId(battle_id),
        command,
    };
    Ok(match command {
        ClientCommand::Authenticate { .. } => {
            return Err(refusal(
                "already-authenticated",
                "this connection is authenticated already",
            ));
        }
        ClientCommand::Join(join) => {
            let invalid =
                |error: arena_rules::play::UnknownName| refusal("invalid-join", &error.to_string());
            let mode: Mode = join.mode.parse().map_err(invalid)?;
            let goal = join.goal.as_deref().unwrap_or("fastest");
            let goal: Goal = goal.parse().map_err(invalid)?;
            let wish: Wish = join.difficulty.parse().map_err(invalid)?;
            Order::Join {
                pool: Pool { mode, goal },
                wish,
                own_range: join.rating_range,
            }
        }
        ClientCommand::Leave {} => Order::Leave,
        ClientCommand::Ready(of) => in_battle(of.battle_id, Command::Ready { player }),
        ClientCommand::Edit(edit) => {
            let language = language(&edit.language)?;
            let edits = edit.edits.into_iter().map(Into::into).collect();
            let command = Command::Edit {
                player,
                first_seq: edit.seq,
                language,
                edits,
            };
            in_battle(edit.battle_id, command)
        }
        ClientCommand::Run(Code {
            battle_id,
            language: name,
            code,
        }) => Order::Run {
            battle: BattleId(battle_id),
            language: language(&name)?,
            code,
        },
        ClientCommand::Submit(Code {
            battle_id,
            language: name,
            code,
        }) => Order::Submit {
            battle: BattleId(battle_id),
            language: language(&name)?,
            code,
        },
        ClientCommand::GiveUp(of) => in_battle(of.battle_id, Command::GiveUp { player }),
        ClientCommand::OfferDraw(of) => in_battle(of.battle_id, Command::OfferDraw { player }),
        ClientCommand::AcceptDraw(of) => in_battle(of.battle_id, Command::AcceptDraw { player }),
        ClientCommand::Rematch(of) => Order::Rematch {
            battle: BattleId(of.battle_id),
        },
        ClientCommand::Say(say) => in_battle(
            say.battle_id,
            Command::Say {
                player,
                text: say.text,
            },
        ),
        ClientCommand::Follow(follow) => Order::Follow {
            topic: topic(&follow.topic, player)?,
            after: follow.after,
        },
        ClientCommand::Unfollow { topic: name } => Order::Unfollow {
            topic: topic(&name, player)?,
        },
    })
}

fn topic(name: &str, player: PlayerId) -> Result<Topic, Refusal> {
    let topic: Topic = name.parse().map_err(|error: crate::topics::NoSuchTopic| {
        refusal("no-such-topic", &error.to_string())
    })?;
    if topic.is_open_to(player) {
        Ok(topic)
    } else {
        Err(refusal(
            "forbidden-topic",
            "a session is followed by its own player alone",
        ))
    }
}

fn language(name: &str) -> Result<Language, Refusal> {
    if name.is_empty() || name.len() > LANGUAGE_NAME {
        return Err(refusal(
            "no-such-language",
            "a language is named like `python`",
        ));
    }
    Ok(Language(name.to_owned()))
}

/// Carries out an order that changes something, or runs code. Following is the connection's own business.
pub(crate) async fn carry_out(
    arena: &Arena,
    player: PlayerId,
    id: Uuid,
    fingerprint: u64,
    order: Order,
) -> Result<Option<AckData>, Refusal> {
    match order {
        Order::Battle { battle, command } => {
            let envelope = Envelope::of_player(player, id, fingerprint, command);
            in_battle(arena, battle, envelope).await
        }
        Order::Rematch { battle } => {
            let state = arena.battle_state(battle).await.ok_or_else(unavailable)?;
            let card = state
                .card
                .ok_or_else(|| rejected(&battle::Rejection::NoSuchBattle))?;
            let candidates = arena.candidates().of(card.difficulty).to_vec();
            let command = Command::Rematch { player, candidates };
            in_battle(
                arena,
                battle,
                Envelope::of_player(player, id, fingerprint, command),
            )
            .await
        }
        Order::Submit {
            battle,
            language,
            code,
        } => {
            arena
                .admits(player, &language)
                .map_err(|refusal| refused(&refusal))?;
            let submission = SubmissionId(command_id(player, id));
            let command = Command::Submit {
                player,
                submission,
                language,
                code,
            };
            in_battle(
                arena,
                battle,
                Envelope::of_player(player, id, fingerprint, command),
            )
            .await
        }
        Order::Run {
            battle,
            language,
            code,
        } => {
            let judgement = arena.run(battle, player, language, code).await;
            let judgement = judgement.map_err(|error| match error {
                RunError::Rejected(rejection) => rejected(&rejection),
                RunError::Refused(refusal) => refused(&refusal),
                RunError::Unavailable => unavailable(),
            })?;
            Ok(Some(AckData::Ran(Box::new(render::run_result(&judgement)))))
        }
        Order::Join {
            pool,
            wish,
            own_range,
        } => {
            let ticket = TicketId(command_id(player, id));
            let command = session::Command::Join {
                pool,
                ticket,
                wish,
                own_range,
            };
            in_session(
                arena,
                player,
                Envelope::of_player(player, id, fingerprint, command),
            )
            .await
        }
        Order::Leave => {
            let command = session::Command::Leave;
            in_session(
                arena,
                player,
                Envelope::of_player(player, id, fingerprint, command),
            )
            .await
        }
        Order::Follow { .. } | Order::Unfollow { .. } => Ok(None),
    }
}

async fn in_battle(
    arena: &Arena,
    battle: BattleId,
    envelope: Envelope<Command>,
) -> Result<Option<AckData>, Refusal> {
    let answer = arena.battle(battle, envelope).await;
    let accepted = answer.map_err(|error| answered(error, rejected))?;
    Ok(Some(stored(Topic::Battle(battle), accepted)))
}

async fn in_session(
    arena: &Arena,
    player: PlayerId,
    envelope: Envelope<session::Command>,
) -> Result<Option<AckData>, Refusal> {
    let answer = arena.session(player, envelope).await;
    let accepted = answer.map_err(|error| {
        answered(error, |rejection| {
            refusal(rejection.code(), &rejection.to_string())
        })
    })?;
    Ok(Some(stored(Topic::Session(player), accepted)))
}

fn stored(topic: Topic, accepted: Accepted) -> AckData {
    AckData::Stored {
        topic: topic.to_string(),
        v: accepted.last.0,
    }
}

fn answered<R: std::error::Error>(
    error: CommandError<R>,
    rejected: impl FnOnce(&R) -> Refusal,
) -> Refusal {
    match error {
        CommandError::Rejected(rejection) => rejected(&rejection),
        CommandError::IdReused => refusal("id-reused", &CommandError::<R>::IdReused.to_string()),
        CommandError::Busy { retry_after_ms } => Refusal {
            code: "busy".to_owned(),
            message: CommandError::<R>::Busy { retry_after_ms }.to_string(),
            retry_after_ms: Some(retry_after_ms),
        },
        CommandError::Unavailable => unavailable(),
    }
}

fn rejected(rejection: &battle::Rejection) -> Refusal {
    let mut refusal = refusal(rejection.code(), &rejection.to_string());
    if let battle::Rejection::EditsTooOften { wait_ms } = rejection {
        refusal.retry_after_ms = u64::try_from(*wait_ms).ok();
    }
    refusal
}

fn refused(refusal: &JudgeRefusal) -> Refusal {
    let (code, retry_after_ms) = match refusal {
        JudgeRefusal::Busy { retry_after_ms } => ("judge-busy", Some(*retry_after_ms)),
        JudgeRefusal::NoSuchLanguage { .. } => ("no-such-language", None),
        JudgeRefusal::NoSuchProblem { .. } => ("no-such-problem", None),
        JudgeRefusal::Unavailable { .. } => ("judge-unavailable", Some(1_000)),
    };
    Refusal {
        code: code.to_owned(),
        message: refusal.to_string(),
        retry_after_ms,
    }
}

pub(crate) fn unavailable() -> Refusal {
    Refusal {
        code: "unavailable".to_owned(),
        message: "the arena cannot answer now: send the command again with the same id".to_owned(),
        retry_after_ms: Some(1_000),
    }
}

pub(crate) fn refusal(code: &str, message: &str) -> Refusal {
    Refusal {
        code: code.to_owned(),
        message: message.to_owned(),
        retry_after_ms: None,
    }
}

/// A hash of a command's content, so that its id cannot be used for another.
pub(crate) fn fingerprint(command: &ClientCommand) -> u64 {
    let bytes = serde_json::to_vec(command).unwrap_or_default();
    let hash = blake3::hash(&bytes);
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    // MessagePack keeps 63 bits everywhere.
    u64::from_le_bytes(first) >> 1
}
