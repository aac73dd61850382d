#![allow(clippy::unwrap_used, reason = "tests")]

use super::refused::DANGEROUS;
use super::*;

fn shown(text: &str) -> String {
    convert("s.tex", text, &Constants::default())
        .unwrap()
        .markdown
}

fn refused(text: &str) -> String {
    convert("s.tex", text, &Constants::default())
        .err()
        .unwrap()
        .to_string()
}

#[test]
fn the_subset_becomes_markdown() {
    for (text, expected) in [
        (
            "One\ntwo.\n\n\nThree % note\nfour",
            "One\ntwo.\n\nThree four\n",
        ),
        (
            "\\textbf{b} \\emph{ i } {\\bf c} \\texttt{a\\_b*}",
            "**b** *i*  **c** `a_b*`\n",
        ),
        ("``q'' -- --- \\ldots{} a~b", "“q” – — … a\u{a0}b\n"),
        (
            "$a_1 \\le b$ and \\(x\\) and $$y$$",
            "$a_1 \\le b$ and $x$ and $$y$$\n",
        ),
        ("\\[ x^2 \\]", "$$x^2$$\n"),
        ("\\section*{Input}\nA line.", "## Input\n\nA line.\n"),
        (
            "\\begin{Output}\nA line.\n\\end{Output}",
            "## Output\n\nA line.\n",
        ),
        (
            "\\begin{itemize}\n\\item one\n\\item two\n\nmore\n\\end{itemize}",
            "- one\n- two\n\n  more\n",
        ),
        (
            "\\begin{enumerate}\\item a\\begin{itemize}\\item b\\end{itemize}\\end{enumerate}",
            "1. a\n\n   - b\n",
        ),
        (
            "\\begin{verbatim}\n  a_b  \n\n\nc\n\\end{verbatim}",
            "```\n  a_b  \n\n\nc\n```\n",
        ),
        ("\\begin{quote}x\\end{quote}", "> x\n"),
        (
            "\\begin{tabular}{|c|c|}\\hline a & $b$ \\\\ \\hline 1 & 2 \\\\ \\hline\\end{tabular}",
            "| a | $b$ |\n|---|---|\n| 1 | 2 |\n",
        ),
        ("a * b [c] <d> 1. x", "a \\* b \\[c\\] \\<d\\> 1. x\n"),
        ("1. x\n+ y", "1\\. x\n\\+ y\n"),
        (
            "na\\\"ive caf\\'e \\`{a} \\ss\\ x \\o{}re",
            "naïve café à ß x øre\n",
        ),
        (
            "\\url{https://a.org/x_y} \\href{http://b.org}{B}",
            "<https://a.org/x_y> [B](<http://b.org>)\n",
        ),
        (
            "50\\% \\& \\$5 \\# \\_ \\verb|x`y|",
            "50% & $5 \\# \\_ `` x`y ``\n",
        ),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn what_is_not_in_the_subset_is_refused_with_line_and_name() {
    for (text, expected) in [
        (
            "a\nb \\input{/etc/passwd}",
            "s.tex:2: the command \\input is refused: a statement reads no files and defines no commands",
        ),
        (
            "\\newcommand{\\x}{y}",
            "s.tex:1: the command \\newcommand is refused: a statement reads no files and defines no commands",
        ),
        (
            "$\\def\\x{y}$",
            "s.tex:1: the command \\def is refused: a statement reads no files and defines no commands",
        ),
        (
            "\\frobnicate",
            "s.tex:1: the command \\frobnicate is not supported",
        ),
        (
            "\\begin{tikzpicture}\\end{tikzpicture}",
            "s.tex:1: the environment tikzpicture is not supported",
        ),
        (
            "\\begin{Interaction}x\\end{Interaction}",
            "s.tex:1: \\begin{Interaction} describes an interactive problem, which is not supported",
        ),
        ("a\n\n{b", "s.tex:3: a brace is not closed"),
        ("a}", "s.tex:1: a closing brace has no opening one"),
        ("$x", "s.tex:1: math has no end"),
        (
            "\\begin{itemize}\\item x",
            "s.tex:1: \\begin{itemize} has no \\end{itemize}",
        ),
        (
            "\\begin{quote}x\\end{center}",
            "s.tex:1: \\end{center} has no \\begin{center}",
        ),
        ("a_b", "s.tex:1: _ stands outside of math: write \\_"),
        (
            "\\href{javascript:x}{y}",
            "s.tex:1: links to \"javascript:x\": only http, https and mailto are allowed",
        ),
    ] {
        assert_eq!(refused(text), expected, "{text}");
    }
    assert!(refused(&"{".repeat(40)).contains("nested deeper"));
}

#[test]
fn a_command_that_text_may_not_use_is_refused_in_every_kind_of_formula() {
    for name in DANGEROUS {
        let expected = format!(
            "s.tex:1: the command \\{name} is refused: a statement reads no files and defines no commands"
        );
        for text in [
            format!("\\{name} x"),
            format!("$\\{name} x$"),
            format!("$${{a}}\\\\ \\{name}{{x}}$$"),
            format!("\\(x^\\{name}\\)"),
            format!("\\[\\\\\\{name} x\\]"),
            format!("\\begin{{align*}}\\{name} x\\end{{align*}}"),
        ] {
            assert_eq!(refused(&text), expected, "{text}");
        }
    }
    // A line's end and a word, not a command of that name.
    assert_eq!(shown("$a\\\\let b$"), "$a\\\\let b$\n");
    // A longer name is another command.
    assert_eq!(shown("$a \\leq b$"), "$a \\leq b$\n");
}

#[test]
fn titles_constants_and_illustrations_are_found() {
    let text = "%% plainproblemname: x squared\n\\problemname{$x^2$}\n\
                \\illustration{0.3}{map.png}{A \\emph{map}}\nText.";
    let converted = convert("s.tex", text, &Constants::default()).unwrap();
    assert_eq!(converted.title.as_deref(), Some("x squared"));
    assert_eq!(converted.illustrations, ["map.png"]);
    assert_eq!(
        converted.markdown,
        "*(illustration: map.png, A *map*)*\n\nText.\n"
    );
    assert_eq!(
        refused("\\constant{n}"),
        "s.tex:1: \\constant{n} is not in problem.yaml"
    );
}
