/// A stretch of finished battles in their order, as far as streaks of wins go.
///
/// Stretches that follow one another can be joined, so that a day is computed anew without the
/// days around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) battles: u64,
    pub(crate) wins: u64,
    /// Wins before the first other outcome.
    pub(crate) lead: u64,
    /// Wins after the last other outcome.
    pub(crate) trail: u64,
    /// The most wins in a row.
    pub(crate) best: u64,
}

impl Run {
    pub(crate) fn win() -> Self {
        Self {
            battles: 1,
            wins: 1,
            lead: 1,
            trail: 1,
            best: 1,
        }
    }

    pub(crate) fn other() -> Self {
        Self {
            battles: 1,
            ..Self::default()
        }
    }

    /// This stretch and the one after it.
    pub(crate) fn then(self, after: Self) -> Self {
        let all_won = |run: Self| run.wins == run.battles;
        Self {
            battles: self.battles + after.battles,
            wins: self.wins + after.wins,
            lead: if all_won(self) {
                self.lead + after.lead
            } else {
                self.lead
            },
            trail: if all_won(after) {
                self.trail + after.trail
            } else {
                after.trail
            },
            best: self.best.max(after.best).max(self.trail + after.lead),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(wins: &[bool]) -> Run {
        let one = |win: &bool| if *win { Run::win() } else { Run::other() };
        wins.iter().map(one).fold(Run::default(), Run::then)
    }

    /// The same, counted plainly.
    fn counted(wins: &[bool]) -> (u64, u64) {
        let (mut current, mut best) = (0, 0);
        for win in wins {
            current = if *win { current + 1 } else { 0 };
            best = best.max(current);
        }
        (current, best)
    }

    proptest! {
        #[test]
        fn joined_stretches_count_as_the_whole(wins: Vec<bool>, cut: prop::sample::Index) {
            let cut = cut.index(wins.len() + 1);
            let (first, second) = wins.split_at(cut);
            let whole = of(&wins);
            prop_assert_eq!(of(first).then(of(second)), whole);
            prop_assert_eq!((whole.trail, whole.best), counted(&wins));
        }
    }
}
