//! What judges in other processes can judge, as far as is known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use arena_bus::Offers;
use arena_bus::judges::{Offer, OfferedLanguage};
use arena_log::OwnerId;
use arena_rules::matchmaking::Candidates;
use arena_rules::play::{Difficulty, Language, ProblemId, ProblemRef};
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::JudgeRefusal;
use crate::limits;

/// What can be played now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Playable {
    /// By ascending name.
    pub languages: Vec<OfferedLanguage>,
    pub problems: Candidates,
}

/// Hears what judges offer. What one offered is offered here until nothing was heard of it for a minute; cheap to clone.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The languages that this build knows.
    known: Arc<BTreeSet<Language>>,
    /// What was last said of each language: submissions are taken by it even while no judge is there.
    last: Arc<Mutex<BTreeMap<Language, OfferedLanguage>>>,
    playable: Arc<watch::Sender<Playable>>,
    problems: Arc<watch::Sender<Candidates>>,
}

impl Offered {
    /// Nothing is offered yet.
    #[must_use]
    pub fn new(known: impl IntoIterator<Item = Language>) -> Self {
        Self {
            known: Arc::new(known.into_iter().collect()),
            last: Arc::default(),
            playable: Arc::default(),
            problems: Arc::default(),
        }
    }

    /// Listens until the bus is gone. Of the problems those are offered that `is_known` here, so that players can be shown what
    /// they play.
    pub async fn listen(self, mut offers: Offers, is_known: impl Fn(&ProblemRef) -> bool) {
        let mut heard = Heard::default();
        let mut look = interval(limits::OFFER);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                offer = offers.next() => match offer {
                    Some(offer) => heard.hear(offer, Instant::now()),
                    None => return,
                },
                _ = look.tick() => heard.forget(Instant::now()),
            }
            self.set(heard.playable(&is_known));
        }
    }

    /// Whether a submission in `language` is to be taken. One that no judge has spoken of yet is taken: the battle waits.
    ///
    /// # Errors
    /// It is no language of this build, or no judge that was heard of can judge it.
    pub fn admits(&self, language: &Language) -> Result<(), JudgeRefusal> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let reason = match last.get(language).map(|last| &last.unavailable) {
            Some(None) => return Ok(()),
            Some(Some(reason)) => reason.clone(),
            None if self.known.contains(language) => return Ok(()),
            None => "it is none of the arena's languages".to_owned(),
        };
        Err(JudgeRefusal::NoSuchLanguage {
            language: language.0.clone(),
            reason,
        })
    }

    /// What is offered now.
    #[must_use]
    pub fn playable(&self) -> Playable {
        self.playable.borrow().clone()
    }

    /// The problems that can be played, as they change.
    #[must_use]
    pub fn problems(&self) -> watch::Receiver<Candidates> {
        self.problems.subscribe()
    }

    fn set(&self, new: Playable) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        for offered in &new.languages {
            if last.get(&offered.language) != Some(offered) {
                last.insert(offered.language.clone(), offered.clone());
            }
        }
        drop(last);
        self.problems.send_if_modified(|problems| {
            let changed = *problems != new.problems;
            if changed {
                problems.clone_from(&new.problems);
            }
            changed
        });
        self.playable.send_if_modified(|playable| {
            let changed = *playable != new;
            *playable = new;
            changed
        });
    }
}

/// The newest offer of each judge, and when it came.
#[derive(Debug, Default)]
struct Heard(BTreeMap<OwnerId, (Instant, Offer)>);

impl Heard {
    fn hear(&mut self, offer: Offer, now: Instant) {
        if self.0.insert(offer.from, (now, offer)).is_none() {
            tracing::info!(judges = self.0.len(), "a judge is heard of");
        }
    }

    fn forget(&mut self, now: Instant) {
        let before = self.0.len();
        self.0
            .retain(|_, (heard, _)| now.saturating_duration_since(*heard) < limits::OFFER_LASTS);
        if self.0.len() != before {
            let judges = self.0.len();
            tracing::warn!(judges, "a judge was not heard of for long");
        }
    }

    fn playable(&self, is_known: impl Fn(&ProblemRef) -> bool) -> Playable {
        let offers: Vec<&Offer> = self.0.values().map(|(_, offer)| offer).collect();
        let of = |difficulty| problems(&offers, difficulty, &is_known);
        Playable {
            languages: languages(&offers),
            problems: Candidates {
                easy: of(Difficulty::Easy),
                medium: of(Difficulty::Medium),
                hard: of(Difficulty::Hard),
            },
        }
    }
}

/// A language can be used if one of the judges can judge it.
fn languages(offers: &[&Offer]) -> Vec<OfferedLanguage> {
    let mut languages: BTreeMap<&Language, &OfferedLanguage> = BTreeMap::new();
    for offered in offers.iter().flat_map(|offer| &offer.languages) {
        let best = languages.entry(&offered.language).or_insert(offered);
        if best.unavailable.is_some() && offered.unavailable.is_none() {
            *best = offered;
        }
    }
    languages.into_values().cloned().collect()
}

/// Of each problem the version that most judges have: they may be of different releases.
fn problems(
    offers: &[&Offer],
    difficulty: Difficulty,
    is_known: impl Fn(&ProblemRef) -> bool,
) -> Vec<ProblemRef> {
    let mut votes: BTreeMap<(&ProblemId, &str), usize> = BTreeMap::new();
    for problem in offers
        .iter()
        .flat_map(|offer| offer.problems.of(difficulty))
        .filter(|problem| is_known(problem))
    {
        *votes.entry((&problem.id, &problem.hash)).or_default() += 1;
    }
    let mut best: BTreeMap<&ProblemId, (usize, &str)> = BTreeMap::new();
    for ((id, hash), votes) in votes {
        let kept = best.entry(id).or_insert((votes, hash));
        *kept = (*kept).max((votes, hash));
    }
    best.into_iter()
        .map(|(id, (_, hash))| ProblemRef {
            id: id.clone(),
            hash: hash.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use std::time::Duration;
    use uuid::Uuid;

    fn language(name: &str, unavailable: Option<&str>) -> OfferedLanguage {
        OfferedLanguage {
            language: Language(name.to_owned()),
            version: "1".to_owned(),
            unavailable: unavailable.map(str::to_owned),
        }
    }

    fn problem(id: &str, hash: &str) -> ProblemRef {
        ProblemRef {
            id: ProblemId(id.to_owned()),
            hash: hash.to_owned(),
        }
    }

    fn offer(from: u128, languages: Vec<OfferedLanguage>, easy: Vec<ProblemRef>) -> Offer {
        Offer {
            from: OwnerId(Uuid::from_u128(from)),
            languages,
            problems: Candidates {
                easy,
                ..Candidates::default()
            },
        }
    }

    #[test]
    fn what_one_judge_can_judge_can_be_played_and_most_judges_choose_the_version() {
        let mut heard = Heard::default();
        let now = Instant::now();
        for offer in [
            offer(
                1,
                vec![language("c", Some("not built")), language("python", None)],
                vec![problem("a", "new"), problem("b", "1")],
            ),
            offer(2, vec![language("c", None)], vec![problem("a", "old")]),
            offer(
                3,
                Vec::new(),
                vec![problem("a", "old"), problem("unknown", "1")],
            ),
        ] {
            heard.hear(offer, now);
        }
        let playable = heard.playable(|problem| problem.id.0 != "unknown");
        assert_eq!(
            playable.languages,
            [language("c", None), language("python", None)]
        );
        assert_eq!(
            playable.problems.easy,
            [problem("a", "old"), problem("b", "1")]
        );
    }

    #[test]
    fn a_judge_is_forgotten_after_a_minute_and_submissions_are_taken_all_the_same() {
        let offered = Offered::new(["python", "c", "rust"].map(|name| Language(name.to_owned())));
        let admits = |name: &str| offered.admits(&Language(name.to_owned())).is_ok();
        assert!(
            admits("python") && !admits("cobol"),
            "nobody has been heard of"
        );
        let (mut heard, start) = (Heard::default(), Instant::now());
        let languages = vec![language("python", None), language("c", Some("not built"))];
        heard.hear(offer(1, languages, vec![problem("a", "1")]), start);
        let mut look = |after: Duration| {
            heard.forget(start + after);
            offered.set(heard.playable(|_| true));
            offered.playable()
        };
        let at_once = look(limits::OFFER_LASTS - Duration::from_millis(1));
        assert_eq!(
            (at_once.languages.len(), at_once.problems.easy.len()),
            (2, 1)
        );
        assert_eq!(look(limits::OFFER_LASTS), Playable::default());
        assert_eq!(*offered.problems().borrow(), Candidates::default());
        assert!(admits("python") && admits("rust"));
        assert!(!admits("c"), "it was last said to be missing");
    }
}
