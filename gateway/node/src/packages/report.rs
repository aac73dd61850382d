//! What was found of a package, for people and for programs.

use std::process::ExitCode;

use arena_packages::timing;
use serde::Serialize;

/// What is required of an output validator.
pub(super) const JUDGES_OUTPUTS: &str = "judges outputs";

/// What was found of a package.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) format: String,
    pub(crate) hash: String,
    pub(crate) samples: usize,
    pub(crate) secret: usize,
    /// In fuel of Python; absent when there is none.
    pub(crate) fuel_limit: Option<u64>,
    /// Every validator and what was seen of it.
    pub(crate) validators: Vec<Line>,
    /// Every submission and what came of it.
    pub(crate) submissions: Vec<Line>,
    /// What is wrong with the rest of the package.
    pub(crate) findings: Vec<String>,
    /// What is kept and not used, or taken in another way.
    pub(crate) notes: Vec<String>,
}

/// A program of the package.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Line {
    pub(crate) path: String,
    /// What must come of it.
    pub(crate) required: String,
    /// What came: `AC 4, WA 1`.
    pub(crate) got: String,
    /// The most fuel of a test, in fuel of Python.
    pub(crate) fuel: Option<u64>,
    /// It was accepted on every test case, as it must be.
    #[serde(skip)]
    pub(crate) accepted: bool,
    #[serde(flatten)]
    pub(crate) state: State,
}

/// Whether a program does what it must.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "state", content = "reason")]
pub(crate) enum State {
    Ok,
    Fails(String),
    Unverified(String),
}

impl Report {
    fn lines(&self) -> impl Iterator<Item = &Line> {
        self.validators.iter().chain(&self.submissions)
    }

    /// Whether something is wrong.
    pub(crate) fn fails(&self) -> bool {
        let fails = |line: &Line| matches!(line.state, State::Fails(_));
        !self.findings.is_empty() || self.lines().any(fails)
    }

    fn unverified(&self) -> usize {
        let unverified = |line: &&Line| matches!(line.state, State::Unverified(_));
        self.lines().filter(unverified).count()
    }

    /// Whether the output validator runs and a submission that must be accepted is.
    ///
    /// # Errors
    /// Nobody has seen that the problem can be solved here.
    pub(crate) fn is_solved(&self) -> Result<(), String> {
        let judges = |line: &&Line| line.required == JUDGES_OUTPUTS;
        for line in self.validators.iter().filter(judges) {
            if let State::Fails(reason) | State::Unverified(reason) = &line.state {
                return Err(format!("{} judges outputs, and {reason}", line.path));
            }
        }
        let accepted = |line: &Line| line.state == State::Ok && line.accepted;
        match self.submissions.iter().any(accepted) {
            true => Ok(()),
            false => Err("none of its accepted submissions can be run here".to_owned()),
        }
    }

    /// Whether every program was run.
    ///
    /// # Errors
    /// How many were not.
    pub(crate) fn is_verified(&self) -> Result<(), String> {
        let programs = match self.unverified() {
            0 => return Ok(()),
            1 => "1 program is".to_owned(),
            count => format!("{count} programs are"),
        };
        Err(format!(
            "{programs} unverified; --replace --accept-unverified plays it all the same"
        ))
    }

    /// 0 when all is as it must be, 1 when something is not, 2 when that could not be found out of
    /// everything.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match (self.fails(), self.unverified()) {
            (true, _) => ExitCode::FAILURE,
            (false, 0) => ExitCode::SUCCESS,
            (false, _) => ExitCode::from(2),
        }
    }

    /// For people.
    pub(crate) fn render(&self) -> String {
        let limit = self.fuel_limit.map_or("none".to_owned(), |fuel| {
            format!("{} s of reference time", timing::shown_seconds(fuel))
        });
        let mut lines = vec![
            format!("{}: {} ({})", self.id, self.title, self.format),
            format!(
                "{} samples, {} secret test cases, time limit {limit}",
                self.samples, self.secret
            ),
        ];
        lines.extend(table(self.lines().map(row).collect()));
        for line in self.lines() {
            match &line.state {
                State::Ok => {}
                State::Fails(reason) => lines.push(format!("{}: {reason}", line.path)),
                State::Unverified(reason) => {
                    lines.push(format!("{}: unverified: {reason}", line.path));
                }
            }
        }
        lines.extend(self.findings.iter().cloned());
        lines.extend(self.notes.iter().map(|note| format!("note: {note}")));
        lines.push(match (self.fails(), self.unverified()) {
            (true, _) => "FAILS".to_owned(),
            (false, 0) => "ok".to_owned(),
            (false, 1) => "nothing is wrong, but 1 program is unverified".to_owned(),
            (false, count) => format!("nothing is wrong, but {count} programs are unverified"),
        });
        let ended = lines.iter().map(|line| format!("{}\n", line.trim_end()));
        ended.collect()
    }
}

/// Rows with their cells below each other.
pub(super) fn table(rows: Vec<[String; 5]>) -> Vec<String> {
    let width = |column: usize| {
        let lengths = rows.iter().map(|row| row[column].chars().count());
        lengths.max().unwrap_or(0)
    };
    let widths: [usize; 5] = std::array::from_fn(width);
    let line = |row: &[String; 5]| {
        let cells = row.iter().zip(widths);
        let cells: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        format!("  {}", cells.join("  "))
    };
    rows.iter().map(line).collect()
}

fn row(line: &Line) -> [String; 5] {
    let state = match line.state {
        State::Ok => "ok",
        State::Fails(_) => "FAILS",
        State::Unverified(_) => "unverified",
    };
    [
        line.path.clone(),
        line.required.clone(),
        line.got.clone(),
        line.fuel.map_or(String::new(), |fuel| {
            format!("{} s", timing::shown_seconds(fuel))
        }),
        state.to_owned(),
    ]
}
