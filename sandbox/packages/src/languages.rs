//! The format's languages, and which of them are the arena's.

use arena_problems::Language;

/// Codes of the format with the endings that decide for them. Where several languages share an
/// ending, the one that a file without further word is in has it.
const LANGUAGES: [(&str, &[&str]); 53] = [
    ("ada", &["adb", "ads"]),
    ("algol68", &["a68"]),
    ("apl", &["apl"]),
    ("bash", &["sh"]),
    ("c", &["c"]),
    ("cgmp", &[]),
    ("cobol", &["cob"]),
    ("cpp", &["cc", "cpp", "cxx", "c++", "C"]),
    ("cppgmp", &[]),
    ("crystal", &["cr"]),
    ("csharp", &["cs"]),
    ("d", &["d"]),
    ("dart", &["dart"]),
    ("elixir", &["ex"]),
    ("erlang", &["erl"]),
    ("forth", &["fth", "4th", "forth", "frt"]),
    ("fortran", &["f90"]),
    ("fsharp", &["fs"]),
    ("gerbil", &["ss"]),
    ("go", &["go"]),
    ("haskell", &["hs"]),
    ("java", &["java"]),
    ("javaalgs4", &[]),
    ("javascript", &["js"]),
    ("julia", &["jl"]),
    ("kotlin", &["kt"]),
    ("lisp", &["lisp", "cl"]),
    ("lua", &["lua"]),
    ("modula2", &["mod", "def"]),
    ("nim", &["nim"]),
    ("objectivec", &["m"]),
    ("ocaml", &["ml"]),
    ("octave", &[]),
    ("odin", &["odin"]),
    ("pascal", &["pas"]),
    ("perl", &["pm"]),
    ("php", &["php"]),
    ("prolog", &["pl"]),
    ("python2", &["py2"]),
    ("python3", &["py", "py3"]),
    ("python3numpy", &[]),
    ("racket", &["rkt"]),
    ("ruby", &["rb"]),
    ("rust", &["rs"]),
    ("scala", &["scala"]),
    ("simula", &["sim"]),
    ("smalltalk", &["st"]),
    ("snobol", &["sno"]),
    ("swift", &["swift"]),
    ("typescript", &["ts"]),
    ("visualbasic", &["vb"]),
    ("zig", &["zig"]),
    // Headers belong to the C or C++ files beside them.
    ("", &["h", "hpp", "hh"]),
];

/// Whether the format has a language of this code.
pub(crate) fn is_code(code: &str) -> bool {
    LANGUAGES
        .iter()
        .any(|(known, _)| !known.is_empty() && *known == code)
}

/// The code of the language that a file's ending decides for.
pub(crate) fn code_of(path: &str) -> Option<&'static str> {
    let (_, ending) = path.rsplit_once('.')?;
    let language = LANGUAGES
        .iter()
        .find(|(_, endings)| endings.contains(&ending))?;
    Some(language.0)
}

/// The arena's language for a code of the format, where it has one.
pub(crate) fn of_code(code: &str) -> Option<Language> {
    let name = match code {
        "python3" => "python",
        code => code,
    };
    name.parse().ok()
}

/// The format's code of one of the arena's languages, where it has one.
pub(crate) fn code(language: Language) -> Option<&'static str> {
    let name = match language.as_str() {
        "python" => "python3",
        name => name,
    };
    LANGUAGES
        .iter()
        .map(|(code, _)| *code)
        .find(|code| *code == name)
}
