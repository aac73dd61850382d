//! Whether a battle ended as the rules say, from nothing but what its players saw.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::sight::{BattleSeen, Seen, Sight};

/// A battle put together from all that its players saw.
#[derive(Debug, Default)]
pub(crate) struct Whole {
    pub(crate) events: BTreeMap<u64, Seen>,
    pub(crate) violations: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Pending,
    Accepted,
    Refused,
    Uncounted,
}

struct Submission {
    id: Uuid,
    player: Uuid,
    state: State,
}

/// The end that the rules give: winner, submission, outcome and reason.
type End = (Option<Uuid>, Option<Uuid>, &'static str, String);

impl Whole {
    /// Puts the sights together; two players must have seen the same.
    pub(crate) fn of<'a>(battle: Uuid, witnesses: impl Iterator<Item = &'a BattleSeen>) -> Self {
        let mut whole = Self::default();
        for seen in witnesses {
            let ended_ms = seen.end().map_or(i64::MAX, |(_, end)| end.at_ms);
            for (at_ms, what) in &seen.exposed {
                if *at_ms < ended_ms {
                    let what = format!("battle {battle}: the opponent saw {what} before the end");
                    whole.violations.push(what);
                }
            }
            for (version, event) in &seen.events {
                let known = whole.events.get(version);
                if known.is_some_and(|known| !known.sight.agrees(&event.sight)) {
                    let what = format!("battle {battle}/{version}: two players saw two events");
                    whole.violations.push(what);
                }
                if known.is_none_or(|known| event.sight.depth() > known.sight.depth()) {
                    whole.events.insert(*version, event.clone());
                }
            }
        }
        whole
    }

    /// Follows the battle by the rules and compares its end.
    pub(crate) fn judge(mut self, battle: Uuid) -> Self {
        let mut table = Table::default();
        let mut last_ms = i64::MIN;
        let mut faults = Vec::new();
        for (index, (version, seen)) in (1_u64..).zip(&self.events) {
            if *version != index {
                faults.push(format!(
                    "battle {battle}: version {index} was seen by nobody"
                ));
                break;
            }
            if !matches!(seen.sight, Sight::Hidden) {
                if seen.at_ms < last_ms {
                    faults.push(format!("battle {battle}/{version}: time runs backwards"));
                }
                last_ms = seen.at_ms;
            }
            if let Err(what) = table.take(seen) {
                faults.push(format!("battle {battle}/{version}: {what}"));
            }
        }
        if !table.over {
            faults.push(format!("battle {battle}: its end was seen by nobody"));
        }
        self.violations.extend(faults);
        self
    }

    /// `won`, `draw` or `aborted`, and why.
    pub(crate) fn outcome(&self) -> String {
        let end = self.events.values().find(|seen| seen.sight.is_end());
        match end.map(|seen| &seen.sight) {
            Some(Sight::Finished {
                outcome, reason, ..
            }) => format!("{outcome}: {reason}"),
            Some(Sight::Aborted { reason }) => format!("aborted: {reason}"),
            _ => "unknown".to_owned(),
        }
    }
}

#[derive(Default)]
struct Table {
    players: Vec<Uuid>,
    deadline_ms: Option<i64>,
    submissions: Vec<Submission>,
    left: Vec<(Uuid, String)>,
    draw_offered: bool,
    judging: Option<String>,
    over: bool,
}

impl Table {
    fn take(&mut self, seen: &Seen) -> Result<(), String> {
        match &seen.sight {
            Sight::Created { players, .. } => self.players.clone_from(players),
            Sight::Started { deadline_ms, .. } => self.deadline_ms = Some(*deadline_ms),
            Sight::Extended { by_ms } => {
                self.deadline_ms = self.deadline_ms.map(|deadline| deadline + by_ms);
            }
            Sight::Submitted { player, submission } => {
                if self.over || self.judging.is_some() || self.deadline_ms.is_none() {
                    return Err("a submission was taken outside of the battle's time".to_owned());
                }
                if self
                    .deadline_ms
                    .is_some_and(|deadline| seen.at_ms >= deadline)
                {
                    return Err("a submission was taken after the deadline".to_owned());
                }
                if self.left.iter().any(|(who, _)| who == player) {
                    return Err("a submission was taken of a player who had left".to_owned());
                }
                let mut own = self
                    .submissions
                    .iter()
                    .filter(|known| known.player == *player);
                if own.any(|known| known.state == State::Pending) {
                    return Err("a submission was taken while another was pending".to_owned());
                }
                self.submissions.push(Submission {
                    id: *submission,
                    player: *player,
                    state: State::Pending,
                });
            }
            Sight::Judged {
                submission,
                verdict,
                ..
            } => {
                let state = match verdict.as_str() {
                    "AC" => State::Accepted,
                    "JE" => State::Uncounted,
                    _ => State::Refused,
                };
                let mut known = self.submissions.iter_mut();
                let known = known.find(|known| known.id == *submission);
                match known {
                    Some(known) if known.state == State::Pending => known.state = state,
                    Some(_) => return Err("a submission was judged twice".to_owned()),
                    None => return Err("a verdict came before its submission".to_owned()),
                }
            }
            Sight::Progress {
                player,
                passed,
                total,
            } => {
                let mut pending = self.submissions.iter_mut();
                let pending =
                    pending.find(|known| known.player == *player && known.state == State::Pending);
                let pending = pending.ok_or("progress without a submission")?;
                pending.state = if *total > 0 && passed == total {
                    State::Accepted
                } else {
                    State::Refused
                };
            }
            Sight::DrawOffered { .. } => self.draw_offered = true,
            Sight::Left { player, reason } => self.left.push((*player, reason.clone())),
            Sight::Judging { reason } => self.judging = Some(reason.clone()),
            Sight::Finished {
                winner,
                submission,
                outcome,
                reason,
            } => {
                let again = std::mem::replace(&mut self.over, true);
                if again {
                    return Err("the battle ended twice".to_owned());
                }
                let due = self.end(seen.at_ms, reason)?;
                if (*winner, *submission, outcome.as_str(), reason) != (due.0, due.1, due.2, &due.3)
                {
                    return Err(format!(
                        "ended {outcome} by {winner:?} for {reason}, the rules give {due:?}"
                    ));
                }
            }
            Sight::Aborted { reason } => {
                let again = std::mem::replace(&mut self.over, true);
                if again {
                    return Err("the battle ended twice".to_owned());
                }
                let mut counted = self.submissions.iter();
                let counted = counted.any(|known| known.state != State::Uncounted);
                if counted {
                    return Err(format!(
                        "aborted for {reason}, though somebody had submitted"
                    ));
                }
            }
            Sight::Hidden | Sight::Edited { .. } | Sight::Other { .. } => {}
        }
        Ok(())
    }

    /// The end that is due at `at_ms`; `told` only chooses between a draw that was agreed and one by time.
    fn end(&self, at_ms: i64, told: &str) -> Result<End, String> {
        let accepted = self
            .submissions
            .iter()
            .position(|known| known.state == State::Accepted);
        if let Some(first) = accepted {
            let mut earlier = self.submissions[..first].iter();
            if earlier.any(|known| known.state == State::Pending) {
                return Err("ended while an earlier submission was pending".to_owned());
            }
            let Submission { id, player, .. } = &self.submissions[first];
            return Ok((Some(*player), Some(*id), "won", "solved".to_owned()));
        }
        let mut pending = self.submissions.iter();
        if pending.any(|known| known.state == State::Pending) {
            return Err("ended while a submission was pending".to_owned());
        }
        if !self.left.is_empty() {
            let gone = |player: &&Uuid| self.left.iter().any(|(who, _)| who == *player);
            let winner = self.players.iter().find(|player| !gone(player)).copied();
            let outcome = if winner.is_some() { "won" } else { "draw" };
            let cut = self.left.iter().any(|(_, why)| why == "disconnected");
            let reason = if cut { "disconnected" } else { "gave-up" };
            return Ok((winner, None, outcome, reason.to_owned()));
        }
        if told == "draw-agreed" && self.draw_offered {
            return Ok((None, None, "draw", "draw-agreed".to_owned()));
        }
        if self.deadline_ms.is_some_and(|deadline| at_ms >= deadline) {
            return Ok((None, None, "draw", "time-up".to_owned()));
        }
        Err(format!(
            "ended for {told}, nothing had happened that ends it"
        ))
    }
}
