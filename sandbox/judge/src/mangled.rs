//! Names of C++ types as the compiler writes them, made readable: the ones that programs throw.
//!
//! The encoding is the Itanium C++ ABI's, section 5.1. What is not understood is left as it is.

/// The name of a type, or what was given.
pub(crate) fn readable(mangled: &str) -> String {
    let mut rest = mangled;
    match name(&mut rest, 0) {
        Some(name) if rest.is_empty() => name,
        _ => mangled.to_owned(),
    }
}

/// Deepest nesting that is read.
const MAX_DEPTH: u32 = 16;

fn name(rest: &mut &str, depth: u32) -> Option<String> {
    if depth > MAX_DEPTH {
        return None;
    }
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return with_arguments(identifier(rest)?, rest, depth);
    }
    if let Some(after) = rest.strip_prefix("St") {
        *rest = after;
        let name = format!("std::{}", identifier(rest)?);
        return with_arguments(name, rest, depth);
    }
    if let Some(after) = rest.strip_prefix('N') {
        *rest = after;
        return nested(rest, depth);
    }
    if let Some(after) = rest.strip_prefix('P') {
        *rest = after;
        return Some(format!("{}*", name(rest, depth + 1)?));
    }
    if let Some(after) = rest.strip_prefix('K') {
        *rest = after;
        return Some(format!("{} const", name(rest, depth + 1)?));
    }
    let builtin = match rest.bytes().next()? {
        b'v' => "void",
        b'b' => "bool",
        b'c' => "char",
        b'a' => "signed char",
        b'h' => "unsigned char",
        b's' => "short",
        b't' => "unsigned short",
        b'i' => "int",
        b'j' => "unsigned int",
        b'l' => "long",
        b'm' => "unsigned long",
        b'x' => "long long",
        b'y' => "unsigned long long",
        b'n' => "__int128",
        b'o' => "unsigned __int128",
        b'f' => "float",
        b'd' => "double",
        b'e' => "long double",
        _ => return None,
    };
    *rest = &rest[1..];
    Some(builtin.to_owned())
}

/// The parts between `N` and `E`.
fn nested(rest: &mut &str, depth: u32) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(after) = rest.strip_prefix("St") {
        *rest = after;
        parts.push("std".to_owned());
    }
    while !rest.starts_with('E') {
        let part = identifier(rest)?;
        // The library's own inner namespaces are not written by anybody.
        if part.starts_with("__") && parts == ["std"] {
            continue;
        }
        // What a substitution stands for is not kept, and strings are full of them.
        if parts == ["std"] && part == "basic_string" && rest.starts_with("IcNS") {
            *rest = "";
            return Some("std::string".to_owned());
        }
        let part = with_arguments(part, rest, depth)?;
        parts.push(part);
    }
    *rest = &rest[1..];
    Some(parts.join("::"))
}

fn with_arguments(name: String, rest: &mut &str, depth: u32) -> Option<String> {
    let Some(after) = rest.strip_prefix('I') else {
        return Some(name);
    };
    *rest = after;
    let mut arguments = Vec::new();
    while !rest.starts_with('E') {
        arguments.push(self::name(rest, depth + 1)?);
    }
    *rest = &rest[1..];
    Some(format!("{name}<{}>", arguments.join(", ")))
}

fn identifier(rest: &mut &str) -> Option<String> {
    if let Some(after) = rest.strip_prefix("12_GLOBAL__N_1") {
        *rest = after;
        return Some("(anonymous namespace)".to_owned());
    }
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    let length: usize = rest[..digits].parse().ok()?;
    let (name, after) = rest[digits..].split_at_checked(length)?;
    *rest = after;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_what_programs_throw_are_readable() {
        for (mangled, name) in [
            ("i", "int"),
            ("PKc", "char const*"),
            ("St9bad_alloc", "std::bad_alloc"),
            ("St12out_of_range", "std::out_of_range"),
            ("NSt3__212system_errorE", "std::system_error"),
            ("NSt3__28ios_base7failureE", "std::ios_base::failure"),
            ("6MyType", "MyType"),
            ("N4game5ErrorE", "game::Error"),
            ("3BoxIiE", "Box<int>"),
            ("N12_GLOBAL__N_15ErrorE", "(anonymous namespace)::Error"),
            (
                "NSt3__212basic_stringIcNS_11char_traitsIcEENS_9allocatorIcEEEE",
                "std::string",
            ),
        ] {
            assert_eq!(readable(mangled), name);
        }
    }

    #[test]
    fn what_is_not_understood_is_left_as_it_is() {
        for text in [
            "",
            "division by zero",
            "99x",
            "N",
            "NSt",
            "3Bo",
            "3BoxI",
            "é",
            "Z4mainE1X",
        ] {
            assert_eq!(readable(text), text);
        }
        let deep = "P".repeat(100_000);
        assert_eq!(readable(&deep), deep);
    }
}
