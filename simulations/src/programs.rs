//! What players submit: the problems' own solutions, and programs that mean harm.

use std::collections::BTreeMap;

use arena_problems::{Catalogue, Language, Problem};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

/// A program and the verdict that it must get.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) language: String,
    pub(crate) text: String,
    pub(crate) verdict: &'static str,
}

/// What a player means to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Intent {
    Right,
    Wrong,
    /// Right, but too slow.
    Slow,
    Hostile,
}

/// Every problem's programs.
#[derive(Debug)]
pub(crate) struct Programs {
    problems: BTreeMap<String, Kit>,
}

#[derive(Debug, Default)]
struct Kit {
    right: Vec<Program>,
    wrong: Vec<Program>,
    slow: Vec<Program>,
}

const HOSTILE: &[(&str, &str, &str)] = &[
    ("python", "while True:\n    pass\n", "TLE"),
    ("python", "open('/etc/passwd').read()\n", "RTE"),
    (
        "python",
        "import socket\nsocket.create_connection(('1.1.1.1', 80))\n",
        "RTE",
    ),
    ("python", "def solve(:\n", "CE"),
    ("javascript", "for (;;) {}\n", "TLE"),
    (
        "javascript",
        "require('fs').readFileSync('/etc/passwd');\n",
        "RTE",
    ),
    ("javascript", "function solve( {\n", "CE"),
];

impl Programs {
    pub(crate) fn of(catalogue: &Catalogue) -> Self {
        let kits = catalogue
            .iter()
            .map(|problem| (problem.id.to_string(), Kit::of(problem)));
        Self {
            problems: kits.collect(),
        }
    }

    /// A program for `problem` in one of `languages`. None if the catalogue has none such: then another intent must do.
    pub(crate) fn choose(
        &self,
        problem: &str,
        languages: &[String],
        intent: Intent,
        dice: &mut StdRng,
    ) -> Option<Program> {
        let spoken = |program: &&Program| languages.contains(&program.language);
        let kit = self.problems.get(problem)?;
        let programs = match intent {
            Intent::Right => &kit.right,
            Intent::Wrong => &kit.wrong,
            Intent::Slow => &kit.slow,
            Intent::Hostile => return Some(hostile(languages, dice)),
        };
        let known: Vec<&Program> = programs.iter().filter(spoken).collect();
        known.choose(dice).map(|program| (*program).clone())
    }
}

impl Kit {
    fn of(problem: &Problem) -> Self {
        let mut kit = Self::default();
        for (language, source) in &problem.references {
            kit.right.push(program(*language, &source.text, "AC"));
        }
        for wrong in &problem.wrong {
            let verdict = wrong.verdict.as_str();
            let program = program(wrong.source.language, &wrong.source.text, verdict);
            if wrong.naive {
                kit.slow.push(program);
            } else {
                kit.wrong.push(program);
            }
        }
        kit
    }
}

fn program(language: Language, text: &str, verdict: &'static str) -> Program {
    Program {
        language: language.as_str().to_owned(),
        text: text.to_owned(),
        verdict,
    }
}

fn hostile(languages: &[String], dice: &mut StdRng) -> Program {
    let spoken: Vec<_> = HOSTILE
        .iter()
        .filter(|(language, ..)| languages.iter().any(|known| known == language))
        .collect();
    let (language, text, verdict) = match spoken.choose(dice) {
        Some(found) => **found,
        None => HOSTILE[dice.random_range(0..HOSTILE.len())],
    };
    Program {
        language: language.to_owned(),
        text: text.to_owned(),
        verdict,
    }
}
