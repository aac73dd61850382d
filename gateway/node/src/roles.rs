//! How the roles of this process are, from what each of them knows of itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use arena_bus::{Bus, Link};
use arena_edge::RoleReport;
use arena_log::SHARDS;
use arena_projections::{Condition, Status};
use arena_tree::holdings::{Holdings, View};
use tokio::sync::watch;

use crate::judging::JudgeHere;
use crate::several::{Part, Role, Standing};

/// Events behind which a projector is said to lag.
const LAGGING: u64 = 1_000;

/// Whom to ask about each role.
#[derive(Clone)]
pub(crate) struct Roles {
    pub(crate) roles: BTreeSet<Role>,
    pub(crate) others: Others,
    pub(crate) holdings: Arc<Holdings>,
    pub(crate) bus: Bus,
    /// Whether battles can begin, or why not yet.
    pub(crate) playable: Arc<dyn Fn() -> Result<(), String> + Send + Sync>,
    pub(crate) judge: Option<Arc<dyn Fn() -> JudgeHere + Send + Sync>>,
    pub(crate) projections: Vec<watch::Receiver<Status>>,
}

/// Whether there can be other processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Others {
    No,
    Yes,
}

impl From<&Part> for Others {
    fn from(part: &Part) -> Self {
        match part.standing {
            Standing::Alone => Self::No,
            Standing::OneOfSeveral(_) => Self::Yes,
        }
    }
}

/// What roles share.
struct Ground {
    alive: bool,
    link: Link,
    held: usize,
    view: View,
}

impl Roles {
    pub(crate) fn reports(&self) -> Vec<RoleReport> {
        let ground = Ground {
            alive: self.holdings.is_alive(),
            link: self.bus.link(),
            held: self.holdings.shards().len(),
            view: self.holdings.view(),
        };
        let report = |role: &Role| match role {
            Role::Gateway => gateway(&ground, (self.playable)()),
            Role::Battles => battles(&ground),
            Role::Judge => judge(&ground, self.judge.as_ref().map(|ask| ask()), self.others),
            Role::Projector => {
                let statuses = self.projections.iter();
                projector(&statuses.map(|it| it.borrow().clone()).collect::<Vec<_>>())
            }
        };
        self.roles.iter().map(report).collect()
    }
}

const SILENT: &str = "no sign of life was taken lately";
const UNLINKED: &str = "NATS cannot be reached";

fn gateway(ground: &Ground, playable: Result<(), String>) -> RoleReport {
    let name = Role::Gateway.name();
    let report = if !ground.alive {
        RoleReport::not_ready(name, "silent", SILENT)
    } else if ground.link == Link::Disconnected && ground.held < SHARDS {
        RoleReport::not_ready(name, "unlinked", UNLINKED)
    } else if ground.view.owned == 0 {
        RoleReport::not_ready(name, "waiting", "no living process holds a shard")
    } else if let Err(reason) = playable {
        RoleReport::not_ready(name, "waiting", reason)
    } else {
        RoleReport::ready(name, "open")
    };
    report.with("shardsOwned", ground.view.owned)
}

fn battles(ground: &Ground) -> RoleReport {
    let name = Role::Battles.name();
    let (held, meant) = (ground.held, ground.view.meant);
    let report = if !ground.alive {
        RoleReport::not_ready(name, "silent", SILENT)
    } else if held > 0 {
        RoleReport::ready(name, "holding")
    } else if meant > 0 {
        RoleReport::not_ready(name, "waiting", "none of its shards is held yet")
    } else {
        RoleReport::ready(name, "idle")
    };
    report.with("shards", held).with("shardsMeant", meant)
}

fn judge(ground: &Ground, here: Option<JudgeHere>, others: Others) -> RoleReport {
    let name = Role::Judge.name();
    let Some(here) = here else {
        return RoleReport::not_ready(name, "starting", "it was not started");
    };
    let report = if !here.is_up {
        RoleReport::not_ready(name, "starting", "its process does not answer")
    } else if here.languages == 0 {
        RoleReport::not_ready(name, "waiting", "no language has a runtime")
    } else if ground.link == Link::Disconnected {
        RoleReport::not_ready(name, "unlinked", UNLINKED)
    } else if others == Others::Yes && !here.is_prepared {
        // It takes from the queue when it has everything.
        RoleReport::not_ready(name, "preparing", "problems are still being prepared")
    } else {
        RoleReport::ready(name, "judging")
    };
    report
        .with("languages", here.languages)
        .with("waiting", here.waiting)
}

fn projector(statuses: &[Status]) -> RoleReport {
    let name = Role::Projector.name();
    let lag = statuses.iter().map(|status| status.lag).max().unwrap_or(0);
    let with = |wanted: fn(&Condition) -> bool| {
        let mut all = statuses.iter();
        all.find(|status| wanted(&status.condition))
    };
    let said = |status: &Status, why: &str| format!("{}: {why}", status.projection.name());
    let report = if let Some(status) = with(|it| matches!(it, Condition::Halted { .. }))
        && let Condition::Halted { reason } = &status.condition
    {
        RoleReport::not_ready(name, "halted", said(status, reason))
    } else if let Some(status) = with(|it| matches!(it, Condition::Waiting { .. }))
        && let Condition::Waiting { reason } = &status.condition
    {
        RoleReport::not_ready(name, "waiting", said(status, reason))
    } else if let Some(status) = with(|it| *it == Condition::Stopped) {
        RoleReport::not_ready(name, "stopped", said(status, "it was stopped"))
    } else if let Some(status) = with(|it| *it == Condition::Starting) {
        RoleReport::not_ready(name, "starting", said(status, "it has not begun yet"))
    } else if with(|it| *it == Condition::Following).is_none() {
        RoleReport::ready(name, "standing-by")
    } else if lag >= LAGGING {
        // What is folded late is late, and nothing else: players are not sent away for it.
        RoleReport::ready(name, "lagging")
    } else {
        RoleReport::ready(name, "leading")
    };
    report.with("lagEvents", lag)
}

#[cfg(test)]
mod tests {
    use arena_log::Positions;
    use arena_projections::Projection;

    use super::*;

    const GOOD: Ground = Ground {
        alive: true,
        link: Link::Connected,
        held: 86,
        view: View {
            meant: 86,
            owned: 256,
        },
    };

    fn states(report: &RoleReport) -> (bool, &str) {
        assert_eq!(report.ready, report.reason.is_none(), "{report:?}");
        (report.ready, report.state)
    }

    #[test]
    fn a_gateway_is_open_when_it_may_answer_and_reaches_who_holds_shards() {
        let unlinked = Link::Disconnected;
        let view = View { meant: 0, owned: 0 };
        let rows = [
            (GOOD, Ok(()), (true, "open")),
            (GOOD, Err("soon".to_owned()), (false, "waiting")),
            (
                Ground {
                    alive: false,
                    ..GOOD
                },
                Ok(()),
                (false, "silent"),
            ),
            (
                Ground {
                    link: unlinked,
                    ..GOOD
                },
                Ok(()),
                (false, "unlinked"),
            ),
            // Whoever has all shards needs nobody.
            (
                Ground {
                    link: unlinked,
                    held: SHARDS,
                    ..GOOD
                },
                Ok(()),
                (true, "open"),
            ),
            (
                Ground {
                    link: Link::InProcess,
                    ..GOOD
                },
                Ok(()),
                (true, "open"),
            ),
            (
                Ground {
                    view,
                    held: 0,
                    ..GOOD
                },
                Ok(()),
                (false, "waiting"),
            ),
        ];
        for (ground, playable, expected) in rows {
            assert_eq!(states(&gateway(&ground, playable)), expected);
        }
    }

    #[test]
    fn battles_are_ready_when_shards_are_held_or_none_are_due() {
        let none = View {
            meant: 0,
            owned: 256,
        };
        let rows = [
            (GOOD, (true, "holding")),
            (
                Ground {
                    alive: false,
                    held: 0,
                    ..GOOD
                },
                (false, "silent"),
            ),
            (Ground { held: 0, ..GOOD }, (false, "waiting")),
            (
                Ground {
                    held: 0,
                    view: none,
                    ..GOOD
                },
                (true, "idle"),
            ),
            // Fewer than it should have: the rest is on its way.
            (Ground { held: 1, ..GOOD }, (true, "holding")),
        ];
        for (ground, expected) in rows {
            assert_eq!(states(&battles(&ground)), expected);
        }
        assert_eq!(battles(&GOOD).facts["shards"], 86);
    }

    #[test]
    fn a_judge_needs_its_process_a_runtime_and_its_queue() {
        let here = JudgeHere {
            is_up: true,
            languages: 2,
            waiting: 0,
            is_prepared: true,
        };
        let unlinked = Ground {
            link: Link::Disconnected,
            ..GOOD
        };
        let down = JudgeHere {
            is_up: false,
            ..here
        };
        let mute = JudgeHere {
            languages: 0,
            ..here
        };
        let fresh = JudgeHere {
            is_prepared: false,
            ..here
        };
        let rows = [
            (&GOOD, Some(here), Others::Yes, (true, "judging")),
            (&GOOD, None, Others::Yes, (false, "starting")),
            (&GOOD, Some(down), Others::Yes, (false, "starting")),
            (&GOOD, Some(mute), Others::No, (false, "waiting")),
            (&unlinked, Some(here), Others::Yes, (false, "unlinked")),
            (&GOOD, Some(fresh), Others::Yes, (false, "preparing")),
            (&GOOD, Some(fresh), Others::No, (true, "judging")),
        ];
        for (ground, here, others, expected) in rows {
            assert_eq!(states(&judge(ground, here, others)), expected);
        }
    }

    #[test]
    fn a_projector_leads_stands_by_lags_or_says_what_is_in_its_way() {
        let status = |condition, lag| Status {
            projection: Projection::ALL[0],
            checkpoint: Positions::start(),
            lag,
            condition,
        };
        let away = Condition::Waiting {
            reason: "the database is away".to_owned(),
        };
        let halted = Condition::Halted {
            reason: "an event of tomorrow".to_owned(),
        };
        let leading = || status(Condition::Following, LAGGING - 1);
        let rows = [
            (vec![leading()], (true, "leading")),
            (
                vec![leading(), status(Condition::StandingBy, 0)],
                (true, "leading"),
            ),
            (
                vec![status(Condition::Following, LAGGING)],
                (true, "lagging"),
            ),
            (
                vec![status(Condition::StandingBy, 0)],
                (true, "standing-by"),
            ),
            (
                vec![leading(), status(Condition::Starting, 0)],
                (false, "starting"),
            ),
            (vec![leading(), status(away.clone(), 5)], (false, "waiting")),
            (vec![status(away, 5), status(halted, 9)], (false, "halted")),
            (vec![status(Condition::Stopped, 0)], (false, "stopped")),
        ];
        for (statuses, expected) in rows {
            let report = projector(&statuses);
            assert_eq!(states(&report), expected, "{statuses:?}");
        }
        assert_eq!(projector(&[leading()]).facts["lagEvents"], LAGGING - 1);
    }
}
