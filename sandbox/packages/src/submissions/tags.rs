//! `@EXPECTED_RESULTS@` in the source of a submission, as contest systems of the older versions
//! read it: the verdict on the whole is one of those listed.

use std::collections::BTreeSet;

use super::{CaseVerdict, Expectation};

const TAG: &str = "@EXPECTED_RESULTS@:";

/// What the tag says, if there is one; `Err` is why it cannot be checked here.
pub(super) fn expected(text: &str) -> Option<Result<Expectation, String>> {
    let (_, after) = text.split_once(TAG)?;
    let line = after.lines().next().unwrap_or_default();
    let line = line.trim_end_matches(['*', '/', '-', '>', '#', ' ', '\t']);
    let verdicts: Result<BTreeSet<CaseVerdict>, String> =
        line.split(',').map(|word| verdict(word.trim())).collect();
    Some(verdicts.map(Expectation::Whole))
}

fn verdict(word: &str) -> Result<CaseVerdict, String> {
    let plain = word.to_ascii_uppercase().replace('_', "-");
    Ok(match plain.as_str() {
        "CORRECT" | "ACCEPTED" => CaseVerdict::Ac,
        "WRONG-ANSWER" | "NO-OUTPUT" => CaseVerdict::Wa,
        "TIMELIMIT" | "TIME-LIMIT" | "TIME-LIMIT-EXCEEDED" => CaseVerdict::Tle,
        "RUN-ERROR" | "RUN-TIME-ERROR" | "MEMORY-LIMIT" | "OUTPUT-LIMIT" => CaseVerdict::Rte,
        _ => {
            return Err(format!(
                "its tag expects {word:?}, which is not checked here"
            ));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_lists_what_may_come_of_the_whole() {
        use CaseVerdict::{Tle, Wa};
        let found = expected("// @EXPECTED_RESULTS@: TIMELIMIT, WRONG-ANSWER\nint main");
        let both = [Wa, Tle].into_iter().collect();
        assert_eq!(found, Some(Ok(Expectation::Whole(both))));
        let found = expected("/* @EXPECTED_RESULTS@: wrong_answer */");
        assert_eq!(
            found,
            Some(Ok(Expectation::Whole([Wa].into_iter().collect())))
        );
        assert!(matches!(
            expected("# @EXPECTED_RESULTS@: COMPILER-ERROR"),
            Some(Err(_))
        ));
        assert_eq!(expected("no tag"), None);
    }
}
