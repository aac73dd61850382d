//! A valid problem's folder to start from, and ways to spoil it.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "shared by several test programs"
)]

use std::fs;
use std::path::{Path, PathBuf};

use arena_problems::{Problem, ProblemError};
use tempfile::TempDir;

pub(crate) const MANIFEST: &str = r#"id = "sum-up"
title = "Sum Up"
difficulty = "medium"
techniques = ["prefix sums"]
form = "function"

[signature]
function = "sum_up"
parameters = [{ name = "numbers", type = "list<int>" }, { name = "start_at", type = "int" }]
returns = "int"

[limits]
fuel_millions = { python = 3000, javascript = 2000 }
memory_mib = 256
output_kib = 64

[checker]
kind = "exact"

[generate]
seed = 7

[[wrong]]
file = "solutions/wrong_a.py"
verdict = "WA"
why = "forgets the last"

[[wrong]]
file = "solutions/wrong_b.js"
verdict = "RTE"
why = "reads beyond the end"

[[wrong]]
file = "solutions/naive.py"
verdict = "TLE"
naive = true
why = "adds ones"

[[wrong]]
file = "solutions/naive.js"
verdict = "TLE"
naive = true
why = "adds ones"
"#;

pub(crate) const SAMPLES: &str = r#"[
  {
    "input": { "numbers": [1, 2], "start_at": 0 },
    "output": 3
  },
  {
    "input": {
      "numbers": [],
      "start_at": 5
    },
    "output": 5,
    "note": "Nothing to add."
  }
]
"#;

const PYTHON: &str = "def sum_up(numbers, start_at):\n    return sum(numbers, start_at)\n";
const JAVASCRIPT: &str =
    "function sumUp(numbers, startAt) {\n  return numbers.reduce((a, b) => a + b, startAt);\n}\n";

/// A folder `sum-up` in a temporary one.
pub(crate) struct Folder {
    _root: TempDir,
    pub(crate) path: PathBuf,
}

impl Folder {
    pub(crate) fn valid() -> Self {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("sum-up");
        fs::create_dir_all(path.join("solutions")).unwrap();
        let folder = Self { _root: root, path };
        folder
            .write("problem.toml", MANIFEST)
            .write("statement.md", "Sum *up*.\n")
            .write("samples.json", SAMPLES)
            .write(
                "generator.py",
                "def generate(seed):\n    ...\n\n\ndef small(seed):\n    ...\n",
            )
            .write("validator.py", "def validate(input):\n    ...\n")
            .write("brute.py", PYTHON)
            .write("solutions/reference.py", PYTHON)
            .write("solutions/reference.js", JAVASCRIPT)
            .write("solutions/wrong_a.py", PYTHON)
            .write("solutions/wrong_b.js", JAVASCRIPT)
            .write("solutions/naive.py", PYTHON)
            .write("solutions/naive.js", JAVASCRIPT);
        folder
    }

    pub(crate) fn write(&self, file: &str, text: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path.join(file), text).unwrap();
        self
    }

    /// Replaces the one place where `from` stands.
    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) -> &Self {
        let text = fs::read_to_string(self.path.join(file)).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from:?} in {file}");
        self.write(file, text.replace(from, to))
    }

    pub(crate) fn remove(&self, file: &str) -> &Self {
        fs::remove_file(self.path.join(file)).unwrap();
        self
    }

    pub(crate) fn load(&self) -> Result<Problem, ProblemError> {
        Problem::load(&self.path)
    }

    /// The error of loading, with the folder's path left out.
    pub(crate) fn error(&self) -> String {
        let error = self.load().unwrap_err().to_string();
        strip(&error, &self.path)
    }
}

pub(crate) fn strip(error: &str, folder: &Path) -> String {
    error.replace(&format!("{}/", folder.display()), "")
}
