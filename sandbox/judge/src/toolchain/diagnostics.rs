//! What the player reads of the compiler's messages: those of his file, without our line.

use super::source::{Dialect, GLUE_FILE, Unit, c_declaration};
use super::tool::FOLDER as TOOL_FOLDER;

/// Where the headers lie for the compiler; the player reads their names.
const HEADERS: [&str; 5] = [
    "/arena/include/c++/v1/",
    "/arena/include/wasm32-wasip1/",
    "/arena/include/",
    "/arena/",
    TOOL_FOLDER,
];

/// The messages for the player, or nothing when all of them were about us.
pub(super) fn for_player(said: &str, unit: &Unit<'_>) -> String {
    shown(said, unit.file(), |line| about_glue(line, unit))
}

/// The messages for the author of a tool of this name.
pub(super) fn for_author(said: &str, name: &str) -> String {
    shown(said, name, |_| String::new())
}

fn shown(said: &str, file: &str, about_glue: impl Fn(&str) -> String) -> String {
    let mut shown = String::new();
    for block in blocks(said) {
        let text = match place(block[0]) {
            Some(GLUE_FILE) if block[0].contains("error: ") => about_glue(block[0]),
            Some(GLUE_FILE) => continue,
            _ if is_summary(block[0]) => continue,
            _ => linker(&block, file),
        };
        if !text.is_empty() && !shown.contains(&text) {
            shown.push_str(&text);
            shown.push('\n');
        }
    }
    for headers in HEADERS {
        shown = shown.replace(headers, "");
    }
    shown.trim_end().to_owned()
}

/// A message each, with the lines that show its place.
fn blocks(said: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    for line in said.lines() {
        match blocks.last_mut() {
            Some(block) if place(line).is_none() && !starts_message(line) => block.push(line),
            _ => blocks.push(vec![line]),
        }
    }
    blocks
}

fn starts_message(line: &str) -> bool {
    line.starts_with("wasm-ld: ")
        || line.starts_with("In file included")
        || line.starts_with("error: ")
        || line.starts_with("fatal error: ")
        || line.starts_with("LLVM ERROR")
        || is_summary(line)
}

/// `3 errors generated.`
fn is_summary(line: &str) -> bool {
    line.ends_with(" generated.") || line.starts_with("In file included from <built-in>")
}

/// The file of a message `file:line:column: …`.
fn place(line: &str) -> Option<&str> {
    let mut parts = line.splitn(4, ':');
    let file = parts.next()?;
    let is_number = |part: Option<&str>| part.is_some_and(|part| part.parse::<u32>().is_ok());
    let message = is_number(parts.next()) && is_number(parts.next());
    message.then_some(file)
}

/// What an error in our line means.
fn about_glue(line: &str, unit: &Unit<'_>) -> String {
    let entry = unit.entry;
    let file = unit.file();
    if let Some((_, reason)) = line.split_once("static assertion failed") {
        let reason = reason.split_once(": ").map_or("", |(_, reason)| reason);
        return format!("{file}: error: {}", reason.trim_matches('"'));
    }
    if line.contains("no member named") || line.contains("undeclared identifier") {
        return format!("{file}: error: the program defines no function {entry}");
    }
    if line.contains("expected '}'")
        || line.contains("extraneous")
        || line.contains("expected unqualified-id")
    {
        return format!(
            "{file}: error: the program ends in the middle of something: a brace is missing"
        );
    }
    match (unit.dialect, unit.signature) {
        (Dialect::C, Some(signature)) => {
            let declaration = c_declaration(signature, entry);
            format!("{file}: error: declare the function as: {declaration}")
        }
        (Dialect::C, None) | (Dialect::Cpp, _) => format!(
            "{file}: error: {entry} must be one function, neither a template nor overloaded, with \
             parameters and a result of integer types, double, bool, string and vector of these"
        ),
    }
}

/// The linker speaks of object files.
fn linker(block: &[&str], file: &str) -> String {
    let Some(message) = block[0].strip_prefix("wasm-ld: error: ") else {
        return block.join("\n");
    };
    let message = message
        .replace("/solution.o: ", "")
        .replace(TOOL_FOLDER, "");
    if message.ends_with("undefined symbol: main")
        || message.ends_with("undefined symbol: __main_argc_argv")
    {
        return format!("{file}: error: the program defines no function main");
    }
    format!("{file}: error: {message}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(entry: &'static str) -> Unit<'static> {
        Unit {
            dialect: Dialect::Cpp,
            code: "",
            signature: None,
            entry,
        }
    }

    #[test]
    fn messages_of_the_players_file_are_shown_as_they_are() {
        let said = "solution.cpp:3:5: error: use of undeclared identifier 'x'\n    3 |     x = 1;\n      |     ^\n1 error generated.\n";
        assert_eq!(
            for_player(said, &unit("")),
            "solution.cpp:3:5: error: use of undeclared identifier 'x'\n    3 |     x = 1;\n      |     ^"
        );
    }

    #[test]
    fn headers_are_named_as_they_are_included() {
        let said = "/arena/include/c++/v1/__algorithm/sort.h:9:1: error: no\nsolution.cpp:1:1: note: here\n";
        assert_eq!(
            for_player(said, &unit("")),
            "__algorithm/sort.h:9:1: error: no\nsolution.cpp:1:1: note: here"
        );
    }

    #[test]
    fn errors_in_our_line_become_sentences_without_it() {
        let glue = "::arena_::Entry arena_entry{::double_it};";
        for (error, sentence) in [
            (
                "no member named 'double_it' in the global namespace",
                "defines no function double_it",
            ),
            ("expected '}'", "a brace is missing"),
            (
                "no matching constructor for initialization",
                "must be one function",
            ),
            (
                "static assertion failed due to requirement 'x<y>': a parameter is bad",
                "error: a parameter is bad",
            ),
        ] {
            let said = format!("{GLUE_FILE}:1:3: error: {error}\n    1 | {glue}\n      |  ^\n");
            let shown = for_player(&said, &unit("double_it"));
            assert!(shown.contains(sentence), "{shown}");
            assert!(!shown.contains("arena"), "{shown}");
        }
    }

    #[test]
    fn the_linkers_messages_name_no_object() {
        let said = "wasm-ld: error: /arena/lib/libc.a(__main_void.o): undefined symbol: main\n";
        let shown = for_player(said, &unit(""));
        assert_eq!(
            shown,
            "solution.cpp: error: the program defines no function main"
        );
        let said = "wasm-ld: error: /solution.o: undefined symbol: f(int)\n";
        let shown = for_player(said, &unit(""));
        assert_eq!(shown, "solution.cpp: error: undefined symbol: f(int)");
    }
}
