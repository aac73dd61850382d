//! Sources that are made to hurt a parser: the longest that are admitted, nested as deep as they go,
//! or strangely encoded. Each gets a verdict, twice the same, and the judge goes on.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::sync::Arc;

use arena_judge::limits::MAX_CODE_BYTES;
use arena_judge::{Judgement, Pool, Verdict};
use arena_problems::{Language, PackedTests};
use support::packed;
use uuid::Uuid;

/// A source: the beginning, what is repeated, the middle, what closes each repetition, the end.
type Shape = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const PYTHON: &[Shape] = &[
    ("x = ", "(", "1", ")", "\n"),
    ("x = ", "[", "1", "]", "\n"),
    ("x = ", "{1:", "1", "}", "\n"),
    ("x = ", "(", "", "", ""),
    ("x = ", "not ", "1", "", "\n"),
    ("x = ", "-", "1", "", "\n"),
    ("x = ", "2**", "1", "", "\n"),
    ("x = ", "1+", "1", "", "\n"),
    ("x = ", "1<", "1", "", "\n"),
    ("x = ", "lambda:", "1", "", "\n"),
    ("x = ", "1 if 1 else ", "1", "", "\n"),
    ("x = x", ".y", "", "", "\n"),
    ("x = x", "()", "", "", "\n"),
    ("x = ", "f'{", "1", "}'", "\n"),
    ("x = ", "'a' ", "'b'", "", "\n"),
    ("x = ", "9", "", "", "\n"),
    ("x = ", "a", "", "", "\n"),
    ("x = [1 ", "for a in b ", "", "", "]\n"),
    ("x = ", "[x for x in ", "[]", "]", "\n"),
    ("if 0: pass\n", "elif 0: pass\n", "", "", ""),
    ("", "@a\n", "def f(): pass\n", "", ""),
    ("import a", ".a", "", "", "\n"),
    ("def f(", "a,", "b): pass\n", "", ""),
    ("match 1:\n case 1", "|1", "", "", ": pass\n"),
    ("with a", ",a", "", "", ": pass\n"),
    ("", "a=", "1", "", "\n"),
    ("", "a;", "", "", "\n"),
    ("", "\\\n", "", "", ""),
    ("x = '", "\\N{SNOWMAN}", "", "", "'\n"),
    ("", "\u{fdfa}", "", "", "=1\n"),
];

const JAVASCRIPT: &[Shape] = &[
    ("x = ", "(", "1", ")", ";"),
    ("x = ", "[", "1", "]", ";"),
    ("x = ", "{a:", "1", "}", ";"),
    ("x = ", "[", "", "", ""),
    ("x = ", "!", "1", "", ";"),
    ("x = ", "2**", "1", "", ";"),
    ("x = ", "a=>", "1", "", ";"),
    ("x = ", "1?", "1", ":1", ";"),
    ("x = ", "x[", "1", "]", ";"),
    ("x = ", "x(", "1", ")", ";"),
    ("x = ", "new ", "x", "", ";"),
    ("x = ", "class extends (", "1", "){}", ";"),
    ("x = ", "`${", "1", "}`", ";"),
    ("x = x", "?.y", "", "", ";"),
    ("x = /", "(", "a", ")", "/;"),
    ("x = /", "(?=", "a", ")", "/;"),
    ("x = /", "(?:", "a", "){2}", "/;"),
    ("x = /", "a|", "", "", "/;"),
    ("x = /", "[", "a", "]", "/v;"),
    ("x = ", "9", "n", "", ";"),
    ("x = f(", "1,", "", "", ");"),
    ("", "{", "1", "}", ""),
    ("", "if(1);else ", "1", "", ""),
    ("", "for(;;)", "1", "", ""),
    ("", "try{", "1", "}catch{}", ""),
    ("", "function f(){", "", "}", ""),
    ("", "class A{m(){", "", "}}", ""),
    ("", "switch(1){case 1:", "", "}", ""),
    ("async function f(){", "await ", "1", "", "}"),
    ("\"", "\\u{1F600}", "", "", "\";"),
];

fn source((start, unit, middle, close, end): Shape) -> String {
    let room = MAX_CODE_BYTES - start.len() - middle.len() - end.len();
    let count = room / (unit.len() + close.len());
    format!(
        "{start}{}{middle}{}{end}",
        unit.repeat(count),
        close.repeat(count)
    )
}

async fn all(pool: &Arc<Pool>, tests: &Arc<PackedTests>) -> Vec<(String, Judgement)> {
    let sources = [
        (Language::PYTHON, PYTHON),
        (Language::JAVASCRIPT, JAVASCRIPT),
    ];
    let shapes = sources
        .iter()
        .flat_map(|(language, shapes)| shapes.iter().map(move |shape| (*language, *shape)));
    let waiting: Vec<_> = (0..)
        .zip(shapes)
        .map(|(player, (language, shape))| {
            let mut request = support::request(language, &source(shape), tests);
            request.player = Uuid::from_u128(player);
            let pool = Arc::clone(pool);
            let name = format!("{language} {:?}", shape.1);
            (name, tokio::spawn(async move { pool.judge(request).await }))
        })
        .collect();
    let mut judged = Vec::new();
    for (name, judgement) in waiting {
        judged.push((name, judgement.await.unwrap().unwrap()));
    }
    judged
}

#[tokio::test(flavor = "multi_thread")]
async fn the_most_tortuous_sources_get_a_verdict_and_the_judge_goes_on() {
    let pool = support::pool();
    assert!(pool.ready().await);
    let process = pool.process_id();
    let tests = packed(&support::functions());
    let first = all(&pool, &tests).await;
    for (name, judgement) in &first {
        // Most do not even parse; none defines the function.
        let fits = match judgement.verdict {
            Verdict::CompileError | Verdict::RuntimeError | Verdict::TimeLimit => true,
            Verdict::MemoryLimit => true,
            Verdict::Accepted
            | Verdict::WrongAnswer
            | Verdict::OutputLimit
            | Verdict::JudgeError => false,
        };
        assert!(fits, "{name}: {judgement:?}");
        let message = judgement.message.as_deref().unwrap_or_default();
        assert!(
            !message.is_empty() && message.len() < 5000,
            "{name}: {message}"
        );
    }
    let second = all(&pool, &tests).await;
    for (first, second) in first.iter().zip(&second) {
        assert_eq!(first, second);
    }
    assert_eq!(
        pool.process_id(),
        process,
        "a source brought the judge down"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn encodings_and_line_ends_of_every_editor_are_understood() {
    let pool = support::pool();
    let tests = packed(&support::functions());
    let (python, javascript) = (support::GOOD_PYTHON, support::GOOD_JAVASCRIPT);
    let sources = [
        (Language::PYTHON, format!("\u{feff}{python}")),
        (Language::PYTHON, python.replace('\n', "\r\n")),
        (Language::PYTHON, python.replace('\n', "\r")),
        (
            Language::PYTHON,
            format!("# -*- coding: latin-1 -*-\n{python}"),
        ),
        (
            Language::PYTHON,
            format!("# -*- coding: nonsense -*-\n{python}"),
        ),
        (Language::PYTHON, format!("\u{c}{python}")),
        (
            Language::PYTHON,
            format!("# \u{202e}\u{2066}\u{2028}\n{python}"),
        ),
        (
            Language::PYTHON,
            python.replace('n', "𝓃").replace("retur𝓃", "return"),
        ),
        (Language::JAVASCRIPT, format!("\u{feff}{javascript}")),
        (
            Language::JAVASCRIPT,
            javascript
                .replace(' ', "\r\n")
                .replace("return\r\n", "return "),
        ),
        (
            Language::JAVASCRIPT,
            format!("#!/usr/bin/node\n{javascript}"),
        ),
        (
            Language::JAVASCRIPT,
            format!("// \u{202e}\u{2028}{javascript}"),
        ),
        (
            Language::JAVASCRIPT,
            javascript
                .replace('n', "\u{1d4c3}")
                .replace("fu\u{1d4c3}ctio\u{1d4c3}", "function")
                .replace("retur\u{1d4c3}", "return"),
        ),
    ];
    for (language, code) in sources {
        let judged = pool
            .judge(support::request(language, &code, &tests))
            .await
            .unwrap();
        assert_eq!(judged.verdict, Verdict::Accepted, "{code:?}: {judged:?}");
    }
}
