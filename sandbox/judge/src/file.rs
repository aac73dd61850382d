//! A judgement as text, for the shell.

use crate::text::millions;
use crate::verdict::Judgement;

/// A judgement for a person.
pub fn render_judgement(judgement: &Judgement) -> String {
    let mut text = format!(
        "{} ({}): {} of {} tests passed\n",
        judgement.verdict,
        judgement.verdict.description(),
        judgement.tests_passed,
        judgement.tests_total
    );
    if let Some(first) = &judgement.first_failing {
        let place = if first.sample {
            "sample"
        } else {
            "secret test"
        };
        text.push_str(&format!(
            "first failing: test {} ({place})",
            first.index + 1
        ));
        if let Some(kind) = &first.kind {
            text.push_str(&format!(", {kind}"));
        }
        text.push('\n');
        if let Some(detail) = &first.detail {
            let actual = detail.actual.clone().unwrap_or_default();
            let message = detail.message.clone().unwrap_or_default();
            let parts = [
                ("input", &detail.input),
                ("expected", &detail.expected),
                ("answer", &actual),
                ("message", &message),
                ("stdout", &detail.stdout),
                ("stderr", &detail.stderr),
            ];
            for (name, part) in parts {
                if !part.is_empty() {
                    text.push_str(&format!("  {name}:\n"));
                    part.lines()
                        .for_each(|line| text.push_str(&format!("    {line}\n")));
                }
            }
        }
    }
    if let Some(message) = &judgement.message {
        text.push_str(&format!("{message}\n"));
    }
    text.push_str(&format!(
        "{} of {} reference milliseconds (million fuel), memory {} KiB\n",
        millions(judgement.fuel_used),
        millions(judgement.fuel_limit),
        judgement.memory_peak_bytes / 1024
    ));
    text
}
