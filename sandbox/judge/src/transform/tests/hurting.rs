//! Texts that are made to hurt a parser.

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use proptest::prelude::*;

use super::super::{scan, source_type, typescript};
use super::{on_a_judge_thread, refusal};
use crate::limits::MAX_CODE_BYTES;

/// The beginning, what is repeated, the middle, what closes each repetition, the end.
type Shape = [&'static str; 5];

/// Each recurses or reads again in its own way.
const SHAPES: &[Shape] = &[
    ["x=", "(", "1", ")", ";"],
    ["x=", "(", "", "", ""],
    ["x=", "[", "1", "]", ";"],
    ["x=", "{a:", "1", "}", ";"],
    ["x=", "!", "1", "", ";"],
    ["x=", "- ", "1", "", ";"],
    ["x=", "typeof ", "1", "", ";"],
    ["x=", "2**", "1", "", ";"],
    ["x=", "a=>", "1", "", ";"],
    ["x=", "async a=>", "1", "", ";"],
    ["x=", "a?b:", "1", "", ";"],
    ["x=", "a?", "1", ":1", ";"],
    ["x=", "a=", "1", "", ";"],
    ["x=", "a+", "1", "", ";"],
    ["x=", "a<", "1", "", ";"],
    ["x=", "a<<", "1", "", ";"],
    ["x=", "<", "1", "", ";"],
    ["x=", "<T>", "x", "", ";"],
    ["x=", "a??", "1", "", ";"],
    ["x=", "x[", "1", "]", ";"],
    ["x=", "x(", "1", ")", ";"],
    ["x=", "new ", "x", "", ";"],
    ["x=", "class extends (", "1", "){}", ";"],
    ["x=", "`${", "1", "}`", ";"],
    ["x=`", "${a}", "", "", "`;"],
    ["x=x", "?.y", "", "", ";"],
    ["x=x", "()", "", "", ";"],
    ["x=x", "!", "", "", ";"],
    ["x=x", "``", "", "", ";"],
    ["x=x", " as y", "", "", ";"],
    ["x=", "function(){", "1", "}", ";"],
    ["", "{", "", "}", ""],
    ["", "if(1);else ", "1", "", ""],
    ["", "if(1)", "1", "", ""],
    ["", "for(;;)", "1", "", ""],
    ["", "a:", "1", "", ""],
    ["", "do ", "1", " while(1);", ""],
    ["", "class A{p=", "1", "}", ""],
    ["", "namespace A{", "", "}", ""],
    ["namespace A", ".B", "{}", "", ""],
    ["", "@", "", "", ""],
    ["", "@a ", "class A{}", "", ""],
    ["async function f(){", "await ", "1", "", "}"],
    ["type T=", "A<", "1", ">", ";"],
    ["type T=", "(", "1", ")", ";"],
    ["type T=", "[", "1", "]", ";"],
    ["type T=", "{a:", "1", "}", ";"],
    ["type T=", "keyof ", "A", "", ";"],
    ["type T=A", "[]", "", "", ";"],
    ["type T=A", "|A", "", "", ";"],
    ["type T=", "A extends B?C:", "D", "", ";"],
    ["type T=", "()=>", "D", "", ";"],
    ["type T=", "`${", "A", "}`", ";"],
    ["type T=A", ".B", "", "", ";"],
    ["let ", "[", "a", "]", "=1;"],
    ["let ", "{a:", "a", "}", "=1;"],
    ["enum A{", "B,", "", "", "}"],
    ["enum A{a='x',", "b=a+a,", "", "", "}"],
    ["enum A{a='x',", "b=`${a}${a}`,", "", "", "}"],
    ["", "enum A{B}", "", "", ""],
    ["", "let a;", "", "", ""],
    ["import{", "a,", "", "", "}from'a';"],
    ["", "import{a}from'a';", "", "", ""],
    ["", "export{};", "", "", ""],
    ["x=0x", "f", "n", "", ";"],
    ["x=", "9", "n", "", ";"],
    ["x='", "\\x41", "", "", "';"],
    ["x=", "\\u{61}", "", "", ";"],
    ["x=/", "(", "a", ")", "/;"],
    ["x=[", "/a/,", "", "", "];"],
    ["x=a", "!/a", "", "", ";"],
    ["x=a", "!/[\\]", "", "", ";"],
    ["", "\n<<<<<<<", "", "", ""],
    ["x=", "(a=1,\n=======", "", "", ""],
    ["/*", "*", "*/", "", ""],
    ["", "/**/", "", "", ""],
    ["", "\u{2028}", "", "", ""],
    ["", "\u{fdfa}", "", "", "=1"],
];

/// Where the parser reads on, gives up and reads again: each level doubles its work, or adds a turn.
const AMBIGUOUS: &[[&str; 3]] = &[
    ["x=", "a<(b=", ")"],
    ["x=", "a<((b=", "))"],
    ["x=", "a<b[(c=", ")]"],
    ["x=", "a<{b:c<", "}"],
    ["x=", "a<`${(b=", ")}`"],
    ["x=", "a<(b=", ")>+c"],
    ["x=", "f<{a:(b=", ")=>b}>c"],
    ["x=", "a<(b=()=>{", "})"],
    ["x=", "(a=", ")"],
    ["x=", "(a=(z=", ")=>c)"],
    ["x=", "({a=", "})"],
    ["x=", "([a=", "])"],
    ["x=", "<T>(a=", ")"],
    ["x=", "async(a=", ")"],
    ["x=", "a?(b=", "):c=>d"],
    ["x=", "a?({b=", "}):c=>d:e"],
    ["x=", "({a=x as ", "}:d)=>e"],
    ["x=", "(a:({b=", "}:d)=>e)=>1"],
    ["x=", "class extends a<(b=", "){}"],
    ["class A{", "[a<(b=", ")]"],
    ["type T=", "({a=x as ", "}:d)=>e"],
    ["type T=", "([a=x as ", "]:d)=>e"],
    ["type T=", "({[x as ", "]:b}:d)=>e"],
    ["type T=", "({a:{b=x as ", "}}:d)=>e"],
    ["type T=", "({a=()=>{let y:", "}}:d)=>e"],
    ["type T=", "[infer B extends ", "?1:2]"],
    ["type T=", "(infer B extends (", ")?1:2)"],
    ["type T=", "(a?:[infer B extends ", "?1:2])=>x"],
];

fn longest([start, unit, middle, close, end]: Shape) -> String {
    let room = MAX_CODE_BYTES - start.len() - middle.len() - end.len();
    let count = room / (unit.len() + close.len());
    format!(
        "{start}{}{middle}{}{end}",
        unit.repeat(count),
        close.repeat(count)
    )
}

#[test]
fn the_longest_and_deepest_texts_are_survived() {
    on_a_judge_thread(|| {
        for shape in SHAPES {
            if let Err(found) = typescript(&longest(*shape)) {
                let sound = found.starts_with("solution.ts:") && found.len() < 3000;
                assert!(sound, "{shape:?}: {found}");
            }
        }
    });
}

/// Bytes that the parser takes for a text that is let through.
fn taken(source: &str) -> Option<usize> {
    let admitted = scan::admit(source).ok()?;
    let allocator = Allocator::default();
    Parser::new(&allocator, &source[..admitted], source_type()).parse();
    Some(allocator.used_bytes())
}

/// The most that the parser may take for each byte: what is read once takes at most 64.
const MOST_TAKEN: usize = 64 * 32;

#[test]
fn ambiguous_texts_are_refused_before_they_cost_too_much() {
    on_a_judge_thread(|| {
        for [start, unit, close] in AMBIGUOUS {
            let mut refused = false;
            for levels in 1..60 {
                let (units, closes) = (unit.repeat(levels), close.repeat(levels));
                let bulk = "[],".repeat(2000);
                let source = format!("{start}{units}[{bulk}]{closes};");
                let Some(taken) = taken(&source) else {
                    refused = true;
                    break;
                };
                let most = source.len() * MOST_TAKEN;
                assert!(
                    taken < most,
                    "{levels} levels of {unit}: {taken} of {most} bytes"
                );
            }
            let harmless = unit.starts_with("({a") || unit.starts_with("([a");
            assert!(refused || harmless, "{unit}");
        }
    });
}

#[test]
fn the_limits_are_where_they_are_said_to_be() {
    let nested = |count: usize, open: &str, close: &str| {
        format!("x = {}1{};", open.repeat(count), close.repeat(count))
    };
    assert!(typescript(&nested(200, "[", "]")).is_ok());
    assert!(refusal(&nested(201, "[", "]")).contains("more than 200 brackets"));
    assert!(typescript(&nested(32, "(a = ", ")")).is_ok());
    assert!(refusal(&nested(33, "(a = ", ")")).contains("may be parameters"));
    assert!(typescript(&nested(31, "a < ", "")).is_ok());
    assert!(refusal(&nested(32, "a < ", "")).contains("types or comparisons"));
    assert!(typescript(&nested(5, "a < (b = ", ")")).is_ok());
    assert!(refusal(&nested(6, "a < (b = ", ")")).contains("types or comparisons"));
    assert!(typescript(&nested(1000, "1 + ", "")).is_ok());
    assert!(refusal(&nested(2000, "1 + ", "")).contains("nested too deeply"));
    assert!(refusal(&nested(4000, "1 + ", "")).contains("more than 4,000 operators"));
    assert!(typescript(&format!("x = 0x{}n;", "f".repeat(997))).is_ok());
    assert!(refusal(&format!("x = 0x{}n;", "f".repeat(999))).contains("1,000 digits"));
    let doubled = |count: usize| format!("enum A {{ a = 'x', {} }}", "b = a + a, ".repeat(count));
    assert!(refusal(&doubled(30)).contains("values of enums are too long"));
}

#[test]
fn ordinary_programs_are_far_from_the_limits() {
    let comparisons =
        "const a = x < y\nconst b = x < y && z < w\nif (a < b) f<T>(a, b)\n".repeat(500);
    let functions =
        "function f(a: number): number { return g(() => { h(({ a }: T) => a < 1); }); }\n"
            .repeat(500);
    let table = format!("const t: number[][] = [{}];", "[1, 2],\n".repeat(20_000));
    let sum = format!("const s = {}'';", "'line' +\n".repeat(900));
    let chain = format!("p{};", ".then((a) => a)\n".repeat(500));
    let branches = format!("{} {{}}", "if (a < b) { f(); } else ".repeat(700));
    let lines = "i++\nj--\nx = a ? b : c\n[y] = z\n".repeat(300);
    for source in [comparisons, functions, table, sum, chain, branches, lines] {
        on_a_judge_thread(|| {
            if let Err(found) = typescript(&source) {
                assert!(found.contains("has already been declared"), "{found}");
            }
        });
    }
}

#[test]
fn a_slash_is_what_it_is() {
    for source in [
        "a = b / c / d;",
        "a = (b) / (c) / (d);",
        "a = b[0] / (c) / 2;",
        "if (a) /[\"'(]/.test(b);",
        "return_ / 2; a.return / (2) / 1;",
        "function f() { return /[(]\\//g; }",
        "a = [/\"/, /'/, /`/]; b = c => /{/;",
        "a = `${b / c} ${/}/.source}` / 2;",
        "let a = b! / 2; i++ / 2;",
        "x = {} / 2;",
        "type A = B<C>; /x/.test(a);",
    ] {
        let transformed = typescript(source);
        assert!(
            transformed.is_ok(),
            "{source}: {}",
            transformed.unwrap_err()
        );
    }
    for source in [
        "{} /(/.test(a); )/",
        "i++ /(a)/ b",
        "a = b > /[\"]/.c",
        "x! / '(' / y",
    ] {
        assert!(
            refusal(source).contains("division or a regular expression"),
            "{source}"
        );
    }
}

const TOKENS: &[&str] = &[
    "a",
    "b",
    "x",
    "1",
    "0x1n",
    "'s'",
    "`u`",
    "`${",
    "}`",
    "/r/",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "<<",
    ">>",
    ",",
    ";",
    ":",
    "?",
    "?.",
    ".",
    "...",
    "=",
    "=>",
    "+",
    "-",
    "**",
    "/",
    "!",
    "&&",
    "??",
    "|",
    "&",
    "++",
    " as ",
    " extends ",
    " infer ",
    " keyof ",
    " typeof ",
    " new ",
    " abstract ",
    " readonly ",
    " public ",
    " function ",
    " class ",
    " interface ",
    " enum ",
    " namespace ",
    " type ",
    " const ",
    " let ",
    " if ",
    " else ",
    " for ",
    " while ",
    " do ",
    " return ",
    " async ",
    " await ",
    " yield ",
    " in ",
    " of ",
    " import ",
    " export ",
    " from ",
    " default ",
    " declare ",
    " static ",
    " get ",
    " is ",
    " asserts ",
    " unique ",
    " accessor ",
    " case ",
    " try ",
    " this ",
    " super ",
    "\n",
    "\n<<<<<<<",
    "//c\n",
    "/*c*/",
    "#p",
    "é",
    "\u{2028}",
    "\\u0061",
    "\u{a0}",
    "`",
    "'",
    "/",
    "\\",
    "using ",
    "global ",
    "any",
    "A<B>",
    "(a=1)",
    "({a=1})",
    "()=>",
    "@",
    "\u{0}",
];

fn soup(length: usize) -> impl Strategy<Value = String> {
    let token = prop::sample::select(TOKENS);
    prop::collection::vec(token, 0..length).prop_map(|tokens| tokens.concat())
}

/// Pieces of a sound program, some of them twice, missing, moved, or with something in between.
fn mutated() -> impl Strategy<Value = String> {
    const PROGRAM: &str = include_str!("../../../corpus/typescript/everything.ts");
    let cut = |at: prop::sample::Index| PROGRAM.floor_char_boundary(at.index(PROGRAM.len()));
    let piece = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        0..4_usize,
        soup(3),
    );
    prop::collection::vec(piece, 1..8).prop_map(move |pieces| {
        let mut text = String::new();
        for (from, to, times, between) in pieces {
            let (from, to) = (cut(from), cut(to));
            text.push_str(&PROGRAM[from.min(to)..from.max(to)].repeat(times));
            text.push_str(&between);
        }
        text
    })
}

fn nested() -> impl Strategy<Value = String> {
    let bulk = prop::sample::select(vec![0_usize, 500]);
    (
        soup(4),
        soup(6),
        soup(3),
        soup(4),
        1..400_usize,
        soup(3),
        bulk,
    )
        .prop_map(|(start, unit, middle, close, levels, repeated, bulk)| {
            let (units, closes) = (unit.repeat(levels), close.repeat(levels));
            format!("{start}{units}{middle}{}{closes}", repeated.repeat(bulk))
        })
}

/// A text becomes a program or a message, and both are sound; what it costs is in proportion.
fn survives(source: &str) {
    match typescript(source) {
        Ok(transformed) => {
            let forged = "solution.js:1:1 solution.js:4294967295:4294967295 solution.js:2:7";
            transformed.restore(forged);
        }
        Err(found) => assert!(
            found.starts_with("solution.ts:") && found.len() < 3000,
            "{found}"
        ),
    }
    if let Some(taken) = taken(source) {
        assert!(
            taken < (source.len() + 1000) * MOST_TAKEN,
            "{taken} bytes for {source:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_is_survived(source in prop_oneof![soup(60), mutated(), nested()]) {
        on_a_judge_thread(|| survives(&source));
    }
}
