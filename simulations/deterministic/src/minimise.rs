//! Which of a plan's faults it takes: delta debugging (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing
//! input", 2002).

/// The fewest of `0..count` that were found to be still enough for `fails`, which holds for all of them.
pub(crate) fn minimised(count: usize, mut fails: impl FnMut(&[usize]) -> bool) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..count).collect();
    if count > 0 && fails(&[]) {
        return Vec::new();
    }
    let mut parts = 2;
    while kept.len() >= 2 {
        let size = kept.len().div_ceil(parts);
        let without = |part: usize| -> Vec<usize> {
            let (from, to) = (part * size, (part + 1) * size);
            let stays = |(at, _): &(usize, &usize)| *at < from || *at >= to;
            let kept = kept.iter().enumerate().filter(stays);
            kept.map(|(_, fault)| *fault).collect()
        };
        let smaller = (0..kept.len().div_ceil(size))
            .map(without)
            .find(|fewer| fails(fewer));
        match smaller {
            Some(fewer) => {
                kept = fewer;
                parts = (parts - 1).max(2);
            }
            None if parts >= kept.len() => break,
            None => parts = (parts * 2).min(kept.len()),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_is_left_and_nothing_else() {
        let needs = |needed: &'static [usize]| {
            move |kept: &[usize]| needed.iter().all(|fault| kept.contains(fault))
        };
        assert_eq!(minimised(9, needs(&[3, 7])), [3, 7]);
        assert_eq!(minimised(9, needs(&[0, 4, 8])), [0, 4, 8]);
        assert_eq!(minimised(9, needs(&[5])), [5]);
        assert_eq!(minimised(2, needs(&[0, 1])), [0, 1]);
        assert_eq!(minimised(1, needs(&[0])), [0]);
        assert!(minimised(9, needs(&[])).is_empty());
        assert!(minimised(0, needs(&[])).is_empty());
    }
}
