//! A small sound problem as a folder, and folders that differ from it in one place.

use std::collections::BTreeMap;
use std::fs;

use arena_problems::Problem;

const MANIFEST: &str = r#"
id = "sum-up"
title = "Sum Up"
difficulty = "medium"
techniques = ["arrays"]
form = "function"

[signature]
function = "sum_up"
parameters = [{ name = "numbers", type = "list<int>" }]
returns = "int"

[limits]
fuel_millions = { python = 60, javascript = 80 }
memory_mib = 64
output_kib = 16

[checker]
kind = "exact"

[generate]
seed = 7

[[wrong]]
file = "solutions/wrong_first.py"
verdict = "WA"
why = "forgets the first"

[[wrong]]
file = "solutions/wrong_last.js"
verdict = "WA"
why = "forgets the last"

[[wrong]]
file = "solutions/naive.py"
verdict = "TLE"
why = "adds everything again for each"
naive = true

[[wrong]]
file = "solutions/naive.js"
verdict = "TLE"
why = "adds everything again for each"
naive = true
"#;

const FILES: [(&str, &str); 11] = [
    ("problem.toml", MANIFEST),
    ("statement.md", "Add the numbers up.\n"),
    (
        "samples.json",
        "[{\"input\": {\"numbers\": [1, 2]}, \"output\": 3}, {\"input\": {\"numbers\": [5]}, \"output\": 5}]",
    ),
    (
        "generator.py",
        "import random\n\n\ndef generate(seed):\n    rng = random.Random(seed)\n    sizes = [300 * i + 1 for i in range(20)]\n    return [\n        {\"name\": str(n), \"input\": {\"numbers\": [rng.randint(1, 9) for _ in range(n)]}}\n        for n in sizes\n    ]\n\n\ndef small(seed):\n    rng = random.Random(seed)\n    return {\"numbers\": [rng.randint(1, 9) for _ in range(rng.randint(1, 5))]}\n",
    ),
    (
        "validator.py",
        "def validate(input):\n    if not input[\"numbers\"]:\n        raise ValueError(\"empty\")\n",
    ),
    (
        "brute.py",
        "def sum_up(numbers):\n    total = 0\n    for number in numbers:\n        total += number\n    return total\n",
    ),
    (
        "solutions/reference.py",
        "def sum_up(numbers):\n    return sum(numbers)\n",
    ),
    (
        "solutions/reference.js",
        "function sumUp(numbers) {\n    let sum = 0;\n    for (const n of numbers) sum += n;\n    return sum;\n}\n",
    ),
    (
        "solutions/wrong_first.py",
        "def sum_up(numbers):\n    return sum(numbers[1:])\n",
    ),
    (
        "solutions/wrong_last.js",
        "function sumUp(numbers) {\n    return numbers.slice(0, -1).reduce((a, b) => a + b, 0);\n}\n",
    ),
    (
        "solutions/naive.py",
        "def sum_up(numbers):\n    for end in range(len(numbers)):\n        total = 0\n        for i in range(end + 1):\n            total += numbers[i]\n    return total\n",
    ),
];

const NAIVE_JAVASCRIPT: &str = "function sumUp(numbers) {\n    let best = 0;\n    for (let i = 0; i < numbers.length; i++) {\n        let sum = 0;\n        for (let j = 0; j <= i; j++) sum += numbers[j];\n        best = sum;\n    }\n    return best;\n}\n";

/// The files of a problem that is not written yet.
#[derive(Clone)]
pub(crate) struct Folder(BTreeMap<String, String>);

impl Folder {
    /// A sound problem of this name.
    pub(crate) fn sound(name: &str) -> Self {
        let mut files: BTreeMap<_, _> = FILES
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        files.insert("solutions/naive.js".into(), NAIVE_JAVASCRIPT.into());
        Self(files).replace("problem.toml", "\"sum-up\"", &format!("{name:?}"))
    }

    pub(crate) fn replace(mut self, path: &str, from: &str, to: &str) -> Self {
        let text = self.0.get_mut(path).unwrap();
        assert!(text.contains(from), "{path} has no {from:?}");
        *text = text.replace(from, to);
        self
    }

    /// Writes the folder and loads it.
    pub(crate) fn load(&self) -> Problem {
        let home = tempfile::tempdir().unwrap();
        Problem::load(&self.write(home.path())).unwrap()
    }

    /// Writes the folder into `parent`.
    pub(crate) fn write(&self, parent: &std::path::Path) -> std::path::PathBuf {
        let manifest: toml::Table = self.0["problem.toml"].parse().unwrap();
        let folder = parent.join(manifest["id"].as_str().unwrap());
        fs::create_dir_all(folder.join("solutions")).unwrap();
        for (path, text) in &self.0 {
            fs::write(folder.join(path), text).unwrap();
        }
        folder
    }
}
