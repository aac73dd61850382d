//! What `arena problems verify` prints: it fits into 100 columns.

use super::report::{SolutionReport, Verification};
use crate::text::millions;

/// The table, a line for each problem, then every finding. With `details`, every solution has a
/// line of its own.
pub fn render_verifications(verifications: &[Verification], details: bool) -> String {
    let head = [
        "problem",
        "level",
        "tests",
        "languages",
        "most fuel",
        "wrong",
        "seconds",
        "",
    ];
    let mut rows = vec![head.map(str::to_owned)];
    rows.extend(verifications.iter().map(row));
    let mut text = table(&rows);
    for verification in verifications {
        if details {
            let rows: Vec<_> = verification.solutions.iter().map(detail).collect();
            text.push_str(&format!("\n{}\n{}", verification.id, table(&rows)));
        }
        for finding in verification.findings.iter().chain(&verification.unverified) {
            let gap = if finding.path.is_empty() { ": " } else { "/" };
            text.push_str(&format!("{}{gap}{finding}\n", verification.id));
        }
    }
    text
}

fn row(verification: &Verification) -> [String; 8] {
    // The reference that needs most of its limit.
    let share = |report: &SolutionReport| report.fuel_used * 100 / report.fuel_limit.max(1);
    let references = verification.solutions.iter();
    let references = references.filter(|report| report.required == "AC");
    let most = references.clone().max_by_key(|report| share(report));
    let is_wrong = |report: &&SolutionReport| report.required != "AC";
    let fails = |report: &&SolutionReport| report.verdict.as_str() == report.required;
    let wrong = verification.solutions.iter().filter(is_wrong);
    [
        verification.id.to_string(),
        verification.difficulty.to_string(),
        verification.tests.to_string(),
        references.count().to_string(),
        most.map_or("-".into(), |report| {
            format!("{}% {}", share(report), report.language)
        }),
        format!("{}/{}", wrong.clone().filter(fails).count(), wrong.count()),
        format!("{:.1}", verification.took.as_secs_f64()),
        verification.soundness().as_str().to_owned(),
    ]
}

fn detail(report: &SolutionReport) -> [String; 5] {
    let name = report.path.trim_start_matches("solutions/");
    [
        format!("  {name}"),
        format!("must get {}", report.required),
        format!("gets {}", report.verdict),
        format!(
            "{}M of {}M",
            millions(report.fuel_used),
            report.fuel_limit / 1_000_000
        ),
        format!("{} MiB", report.memory_peak_bytes >> 20),
    ]
}

fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let mut text = String::new();
    for row in rows {
        let cells = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}
