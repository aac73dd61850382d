//! That places in errors are those of the player's text.

use super::super::typescript;

/// Where a word is in a text, as the runtime counts: from 1, in characters.
fn place_of(word: &str, text: &str) -> String {
    let at = text
        .find(word)
        .unwrap_or_else(|| panic!("{word} is not in {text}"));
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    format!("{line}:{column}")
}

const PROGRAM: &str = "\
import { mark1 } from 'a';
type A = {
    b: number,
};

enum E { Mark = mark2() }
const s = '😀é😀' as string; mark3(s);
export class C<T> {
    constructor(
        private readonly x: number,
    ) { mark4(x as unknown as E); }

    m<U>(u: U | null): Array<Map<string, U>> {
        return [(v: T) => mark5<T>(v!)];
    }
}
export { mark6 as mark7 };
function mark6(): void {
    for (let i: number = 0; i < mark8; i++) mark9();
}
";

#[test]
fn every_name_is_found_again() {
    let made = typescript(PROGRAM).unwrap();
    let code = &made.code;
    for number in [2, 3, 4, 5, 8, 9] {
        let word = format!("mark{number}");
        let error = format!("at solution.js:{}", place_of(&word, code));
        let restored = made.restore(&error);
        let expected = format!("at solution.ts:{}", place_of(&word, PROGRAM));
        assert_eq!(restored, expected, "{word} in {code}");
    }
}

#[test]
fn an_import_that_fails_is_found_again() {
    let source = "// nothing\nimport { a } from 'b';\nimport c from 'd';\na(c);\n";
    let made = typescript(source).unwrap();
    let code = &made.code;
    let error = format!("solution.js:{}", place_of("require(\"d\")", code));
    assert_eq!(made.restore(&error), "solution.ts:3:1");
}

#[test]
fn a_program_that_awaits_is_found_again() {
    let source = "\n\nawait mark1();";
    let made = typescript(source).unwrap();
    let code = &made.code;
    let error = format!("solution.js:{}", place_of("mark1", code));
    assert_eq!(made.restore(&error), "solution.ts:3:7");
}
