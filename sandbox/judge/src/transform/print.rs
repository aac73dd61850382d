//! The program as text, with the places that its pieces come from.

use std::path::PathBuf;

use oxc_ast::ast::Program;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};

use super::modules::Modules;
use super::positions::{Position, Positions};
use super::{FILE, Transformed};

/// Prints a program as a script. Its first line and its last are ours.
pub(super) fn print(
    source: &str,
    program: &Program<'_>,
    modules: &Modules,
    awaits: bool,
) -> Transformed {
    let options = CodegenOptions {
        comments: CommentOptions::disabled(),
        source_map_path: Some(PathBuf::from(FILE)),
        // The text would grow with the square of the nesting.
        indent_width: 0,
        ..CodegenOptions::default()
    };
    let printed = Codegen::new().with_options(options).build(program);
    let origins = Columns::of(source);
    let places = Columns::of(&printed.code);
    let mut pieces = Vec::new();
    let mut code = "\"use strict\";".to_owned();
    for (import, offset) in &modules.imports {
        let column = code.chars().count();
        pieces.push((position(0, column), Columns::place(source, *offset)));
        code.push_str(import);
    }
    // A script awaits nothing outside of its functions.
    let (begin, end) = if awaits {
        ("(async () => {", "\n})();")
    } else {
        ("", "")
    };
    code.push_str(begin);
    code.push('\n');
    code.push_str(&printed.code);
    code.push_str(&modules.exports);
    code.push_str(end);
    if let Some(map) = &printed.map {
        pieces.extend(map.get_tokens().map(|token| {
            let place = places.position(token.get_dst_line(), token.get_dst_col());
            let origin = origins.position(token.get_src_line(), token.get_src_col());
            let below = Position {
                line: place.line + 1,
                ..place
            };
            (below, origin)
        }));
    }
    Transformed {
        code,
        positions: Positions::new(pieces),
    }
}

fn position(line: usize, column: usize) -> Position {
    let counted = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1);
    Position {
        line: counted(line),
        column: counted(column),
    }
}

/// The characters of each line that UTF-16 has two units for, by their column in UTF-16.
struct Columns(Vec<Vec<u32>>);

impl Columns {
    fn of(text: &str) -> Self {
        let mut lines = vec![Vec::new()];
        let mut column = 0;
        for character in text.chars() {
            if character == '\n' {
                lines.push(Vec::new());
                column = 0;
                continue;
            }
            if character.len_utf16() == 2
                && let Some(line) = lines.last_mut()
            {
                line.push(column);
            }
            column += if character.len_utf16() == 2 { 2 } else { 1 };
        }
        Self(lines)
    }

    /// A place that is counted from 0, in UTF-16, as one that is counted from 1, in characters.
    fn position(&self, line: u32, column: u32) -> Position {
        let wide = self.0.get(line as usize).map_or(0, |wide| {
            let before = wide.partition_point(|at| *at < column);
            u32::try_from(before).unwrap_or(u32::MAX)
        });
        Position {
            line: line.saturating_add(1),
            column: column.saturating_sub(wide).saturating_add(1),
        }
    }

    fn place(text: &str, offset: usize) -> Position {
        let before = &text[..text.floor_char_boundary(offset)];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count();
        position(line, before[start..].chars().count())
    }
}
