//! Which problem is played: the one that both players have not seen for longest.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::battle::limits::SEEN_PROBLEMS;
use crate::ids::effect_id;
use crate::ids::named_id;
use crate::play::{Difficulty, ProblemId, ProblemRef};

/// The problems that can be played now, by difficulty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidates {
    pub easy: Vec<ProblemRef>,
    pub medium: Vec<ProblemRef>,
    pub hard: Vec<ProblemRef>,
}

impl Candidates {
    #[must_use]
    pub fn of(&self, difficulty: Difficulty) -> &[ProblemRef] {
        match difficulty {
            Difficulty::Easy => &self.easy,
            Difficulty::Medium => &self.medium,
            Difficulty::Hard => &self.hard,
        }
    }
}

/// The candidate that was met longest ago by whoever met it last; never met is best.
///
/// Each history lists problems latest first. Ties are broken by `salt`, so that battles of newcomers differ.
#[must_use]
pub fn least_recently_seen<'a>(
    candidates: &'a [ProblemRef],
    histories: &[&[ProblemId]],
    salt: Uuid,
) -> Option<&'a ProblemRef> {
    candidates.iter().max_by_key(|candidate| {
        let met = |history: &&[ProblemId]| history.iter().position(|id| *id == candidate.id);
        let age = histories.iter().filter_map(met).min().unwrap_or(usize::MAX);
        (age, effect_id(salt, named_id(&candidate.id.0)))
    })
}

/// `history` (latest first) after meeting `problem`, cut to the limit.
#[must_use]
pub fn remember(history: &[ProblemId], problem: &ProblemId) -> Vec<ProblemId> {
    let earlier = history.iter().filter(|known| *known != problem);
    std::iter::once(problem)
        .chain(earlier)
        .take(SEEN_PROBLEMS)
        .cloned()
        .collect()
}
