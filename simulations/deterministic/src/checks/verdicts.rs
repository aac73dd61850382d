//! Invariant 12: A verdict is a function of the code (and of hashes that are the same in one simulation): load, machine and retry never
//! change it.

use std::collections::BTreeMap;

use arena_bus::ArenaEvent;
use arena_log::Recorded;
use arena_rules::battle::{Event, Judgement, Verdict};

use super::truth::{Truth, event};
use super::{Check, Checked, ensure};
use crate::history::{Entry, Happened};

#[derive(Debug, Default)]
pub(super) struct Verdicts {
    /// What judges found of each code.
    found: BTreeMap<String, Judgement>,
    /// And of each program: its first word says what it does, the rest tells the players' apart.
    programs: BTreeMap<String, Verdict>,
}

impl Verdicts {
    fn judged(&mut self, code: &str, judgement: &Judgement) -> Checked {
        let found = self.found.entry(code.to_owned());
        let found = found.or_insert_with(|| judgement.clone());
        ensure(found == judgement, || {
            format!("{code:?} is judged {judgement:?}, and was judged {found:?}")
        })?;
        let program = code.split_whitespace().next().unwrap_or_default();
        let known = self.programs.entry(program.to_owned());
        let (known, now) = (*known.or_insert(judgement.verdict), judgement.verdict);
        ensure(known == now, || {
            format!("{code:?} is judged {now:?}, the same program was judged {known:?}")
        })
    }

    fn stored(&self, recorded: &Recorded, truth: &Truth) -> Checked {
        let Some(ArenaEvent::Battle(Event::Judged {
            submission,
            judgement,
            ..
        })) = event(recorded)
        else {
            return Ok(());
        };
        let (stream, version) = (recorded.stream, recorded.version);
        let submitted = truth
            .battle(stream)
            .and_then(|battle| battle.submission(submission));
        let Some(submitted) = submitted else {
            return Err(format!("stream {stream}/{version}: a verdict on nothing"));
        };
        ensure(judgement.verdict != Verdict::JudgeError, || {
            format!("stream {stream}/{version}: no verdict, and no judge has failed")
        })?;
        let found = self.found.get(&submitted.code);
        ensure(found == Some(&judgement), || {
            format!("stream {stream}/{version}: recorded is {judgement:?}, judges found {found:?}")
        })
    }
}

impl Check for Verdicts {
    fn note(&mut self, entry: &Entry, truth: &Truth) -> Checked {
        match &entry.what {
            Happened::Judged {
                code, judgement, ..
            } => self.judged(code, judgement),
            Happened::Stored(recorded) => self.stored(recorded, truth),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::super::Invariant;
    use super::super::scene::{Scene, judgement, submission};
    use super::*;

    fn judges(scene: &mut Scene, code: &str, verdict: Verdict) {
        scene.happens(Happened::Judged {
            submission: submission(1),
            code: code.to_owned(),
            judgement: judgement(verdict),
        });
    }

    #[test]
    fn one_verdict_a_code_is_sound_and_another_is_noticed() {
        let mut scene = Scene::default();
        judges(&mut scene, "slow", Verdict::WrongAnswer);
        judges(&mut scene, "slow", Verdict::WrongAnswer);
        assert_eq!(scene.check(Invariant::Verdicts), Ok(()));
        judges(&mut scene, "slow", Verdict::TimeLimitExceeded);
        assert!(scene.check(Invariant::Verdicts).is_err());
    }

    #[test]
    fn another_verdict_on_the_same_program_is_noticed() {
        let mut scene = Scene::default();
        judges(&mut scene, "slow of one", Verdict::WrongAnswer);
        judges(&mut scene, "slow of two", Verdict::TimeLimitExceeded);
        assert!(scene.check(Invariant::Verdicts).is_err());
    }

    #[test]
    fn what_no_judge_found_and_is_recorded_is_noticed() {
        for (found, recorded, sound) in [
            (Some(Verdict::Accepted), Verdict::Accepted, true),
            (Some(Verdict::Accepted), Verdict::WrongAnswer, false),
            (None, Verdict::Accepted, false),
            (Some(Verdict::JudgeError), Verdict::JudgeError, false),
        ] {
            let mut scene = Scene::default();
            let stream = scene.started_battle();
            scene.submits(stream, 1, "right");
            if let Some(found) = found {
                judges(&mut scene, "right", found);
            }
            scene.judged(stream, 1, recorded);
            assert_eq!(scene.check(Invariant::Verdicts).is_ok(), sound);
        }
    }
}
