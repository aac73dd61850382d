//! Where in the player's text a place of the transformed program comes from.

/// A place, both counted from 1; columns as the runtime counts them, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    pub(super) line: u32,
    pub(super) column: u32,
}

/// Where the pieces of the transformed program come from.
#[derive(Debug, Clone, Default)]
pub(super) struct Positions {
    /// By ascending place in the transformed program.
    pieces: Vec<(Position, Position)>,
}

impl Positions {
    /// From pairs of a place in the transformed program and its origin.
    pub(super) fn new(mut pieces: Vec<(Position, Position)>) -> Self {
        pieces.sort_unstable();
        Self { pieces }
    }

    /// The origin of the piece at a place; of the next line's first if the line has none.
    fn origin(&self, place: Position) -> Option<Position> {
        let behind = self.pieces.partition_point(|(piece, _)| *piece <= place);
        let same_line = |index: usize| {
            let (piece, origin) = self.pieces.get(index)?;
            (piece.line == place.line).then_some(*origin)
        };
        let before = behind.checked_sub(1).and_then(same_line);
        before.or_else(|| same_line(behind))
    }

    /// Replaces each `from:LINE:COLUMN` in a text by `to:` and its origin, and each other `from`
    /// by `to`. The text is the program's and may name any place.
    pub(super) fn restore(&self, text: &str, from: &str, to: &str) -> String {
        let mut restored = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(from) {
            restored.push_str(&rest[..at]);
            restored.push_str(to);
            rest = &rest[at + from.len()..];
            if let Some((place, length)) = read(rest)
                && let Some(origin) = self.origin(place)
            {
                restored.push_str(&format!(":{}:{}", origin.line, origin.column));
                rest = &rest[length..];
            }
        }
        restored.push_str(rest);
        restored
    }
}

/// Reads `:LINE:COLUMN`, and how long it is.
fn read(text: &str) -> Option<(Position, usize)> {
    let (line, first) = number(text)?;
    let (column, second) = number(&text[first..])?;
    Some((Position { line, column }, first + second))
}

fn number(text: &str) -> Option<(u32, usize)> {
    let digits = text.strip_prefix(':')?;
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    Some((digits[..length].parse().ok()?, length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn positions() -> Positions {
        let at = |line, column| Position { line, column };
        Positions::new(vec![
            (at(3, 5), at(9, 2)),
            (at(2, 1), at(7, 1)),
            (at(3, 9), at(10, 4)),
        ])
    }

    #[test]
    fn places_are_those_of_the_players_text() {
        let text = "at f (a.js:3:7)\nat a.js:3:9\nat a.js:2:99 and a.js:3:1";
        let restored = positions().restore(text, "a.js", "a.ts");
        assert_eq!(
            restored,
            "at f (a.ts:9:2)\nat a.ts:10:4\nat a.ts:7:1 and a.ts:9:2"
        );
    }

    #[test]
    fn places_that_there_are_not_are_left_as_they_are() {
        let text =
            "a.js a.js: a.js:1:1 a.js:99999999999:1 a.js:3: a.js:3:x a.js:-1:0 a.js:é:1 a.js:0:0";
        let restored = positions().restore(text, "a.js", "a.ts");
        assert_eq!(restored, text.replace("a.js", "a.ts"));
        assert_eq!(
            Positions::default().restore("a.js:1:1", "a.js", "b"),
            "b:1:1"
        );
    }
}
