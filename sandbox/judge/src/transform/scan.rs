//! A look at the tokens of a program before it is parsed.
//!
//! The parser runs natively: it recurses with the nesting of a program, and where the grammar is
//! ambiguous it reads on, gives up and reads again, which doubles its work with every level of
//! some constructs. Both are bounded here by what the tokens alone say, in one pass, so that every
//! program that is let through is parsed in time and memory in proportion to its length.

use super::nesting::{Nesting, TooMuch};

/// Longest number. Converting the digits of a `0x…n` takes quadratic time.
const MAX_NUMBER_BYTES: usize = 1000;

/// Longest regular expression where it may be a division as well.
const MAX_UNCLEAR_BYTES: usize = 1000;

const UNCLEAR: &str = "this may be a division or a regular expression: put parentheses around it";

/// Why a program is not parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// Where, in bytes.
    pub(super) offset: usize,
    pub(super) reason: &'static str,
}

/// What a token is to those that follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// The beginning of the program, of a bracket or of a statement.
    Start,
    /// A name or a keyword.
    Word(&'a str),
    /// A word that may be another than it seems to be: it is escaped, or touches a character that
    /// may be a letter or a space.
    StrangeWord,
    /// A name after a point.
    Property,
    Number,
    /// Text, or a regular expression.
    Text,
    /// A closing bracket.
    Close(After),
    Punctuation(&'a str),
    /// Something that was a regular expression or two divisions.
    Unclear,
}

/// What a slash would be after a closing bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    Division,
    Regex,
    Either,
}

/// Keywords before an expression.
const BEFORE_EXPRESSION: &[&str] = &[
    "case",
    "default",
    "delete",
    "do",
    "else",
    "extends",
    "in",
    "instanceof",
    "new",
    "return",
    "throw",
    "typeof",
    "void",
];

/// Words that are keywords in some places only.
const SOMETIMES_KEYWORDS: &[&str] = &[
    "as",
    "async",
    "await",
    "get",
    "is",
    "of",
    "satisfies",
    "set",
    "static",
    "yield",
];

const PUNCTUATION: &[&str] = &[
    ">>>=", "...", "<<=", ">>=", ">>>", "**=", "&&=", "||=", "??=", "===", "!==", "=>", "<=", ">=",
    "==", "!=", "&&", "||", "??", "++", "--", "**", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
    "<<", ">>", "?.",
];

struct Scanner<'a> {
    source: &'a str,
    bytes: &'a [u8],
    at: usize,
    last: Token<'a>,
    nesting: Nesting,
}

/// How the scan of one token ended.
enum Step {
    Go,
    /// No parser gets past this byte.
    Stuck(usize),
}

/// How many bytes of the program may be parsed: all, or as many as end in a sure syntax error.
///
/// # Errors
/// When the program must not be parsed.
pub(super) fn admit(source: &str) -> Result<usize, Refusal> {
    let mut scanner = Scanner {
        source,
        bytes: source.as_bytes(),
        at: 0,
        last: Token::Start,
        nesting: Nesting::new(),
    };
    if source.starts_with("#!") {
        scanner.at = line_end(source, 0);
    }
    while scanner.at < source.len() {
        if let Step::Stuck(end) = scanner.step()? {
            return Ok(end.min(source.len()));
        }
    }
    Ok(source.len())
}

/// Where the line ends that `from` is in.
fn line_end(source: &str, from: usize) -> usize {
    let rest = &source[from..];
    rest.find(['\n', '\r', '\u{2028}', '\u{2029}'])
        .map_or(source.len(), |length| from + length)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'\\') || byte >= 0x80
}

impl<'a> Scanner<'a> {
    fn step(&mut self) -> Result<Step, Refusal> {
        let start = self.at;
        let byte = self.bytes[start];
        let next = self.bytes.get(start + 1).copied();
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => self.at += 1,
            b'/' if next == Some(b'/') => self.at = line_end(self.source, start),
            b'/' if next == Some(b'*') => match self.source[start + 2..].find("*/") {
                Some(length) => self.at = start + 2 + length + 2,
                None => return Ok(Step::Stuck(self.bytes.len())),
            },
            b'/' => return self.slash(),
            b'"' | b'\'' => return self.string(byte),
            b'`' => {
                self.enter(b'`')?;
                return self.template_text();
            }
            b'0'..=b'9' => return self.number(),
            b'.' if next.is_some_and(|byte| byte.is_ascii_digit()) => return self.number(),
            b'(' | b'[' | b'{' => {
                self.at += 1;
                self.enter(byte)?;
            }
            b')' | b']' | b'}' => return self.close(byte),
            byte if is_word(byte) => return self.word(),
            _ => return self.punctuation(),
        }
        Ok(Step::Go)
    }

    fn refuse<T>(&self, offset: usize, reason: &'static str) -> Result<T, Refusal> {
        Err(Refusal { offset, reason })
    }

    fn told<T>(&self, offset: usize, result: Result<T, TooMuch>) -> Result<T, Refusal> {
        result.map_err(|TooMuch(reason)| Refusal { offset, reason })
    }

    fn enter(&mut self, bracket: u8) -> Result<(), Refusal> {
        let entered = self.nesting.enter(bracket, self.last);
        self.told(self.at, entered)?;
        self.last = Token::Start;
        if bracket == b'`' {
            self.at += 1;
        }
        Ok(())
    }

    fn close(&mut self, bracket: u8) -> Result<Step, Refusal> {
        self.at += 1;
        let Some(after) = self.nesting.close(bracket) else {
            return Ok(Step::Stuck(self.at));
        };
        if bracket == b'}' && self.nesting.in_template() {
            return self.template_text();
        }
        self.last = Token::Close(after);
        Ok(Step::Go)
    }

    /// The text of a template, from behind its backtick or a substitution to the next.
    fn template_text(&mut self) -> Result<Step, Refusal> {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 2,
                b'`' => {
                    self.at += 1;
                    self.nesting.close(b'`');
                    self.saw(Token::Text)?;
                    return Ok(Step::Go);
                }
                b'$' if self.bytes.get(self.at + 1) == Some(&b'{') => {
                    self.at += 2;
                    self.last = Token::Punctuation("${");
                    self.enter(b'{')?;
                    return Ok(Step::Go);
                }
                _ => self.at += 1,
            }
        }
        Ok(Step::Stuck(self.bytes.len()))
    }

    fn string(&mut self, quote: u8) -> Result<Step, Refusal> {
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' if self.source[self.at + 1..].starts_with("\r\n") => self.at += 3,
                b'\\' => self.at += 2,
                b'\n' | b'\r' => return Ok(Step::Stuck(self.at)),
                _ if byte == quote => {
                    self.at += 1;
                    self.saw(Token::Text)?;
                    return Ok(Step::Go);
                }
                _ => self.at += 1,
            }
        }
        Ok(Step::Stuck(self.bytes.len()))
    }

    fn number(&mut self) -> Result<Step, Refusal> {
        let start = self.at;
        while let Some(&byte) = self.bytes.get(self.at)
            && (is_word(byte) || byte == b'.')
        {
            self.at += 1;
        }
        let text = &self.bytes[start..self.at];
        if text.len() > MAX_NUMBER_BYTES {
            return self.refuse(start, "a number has more than 1,000 digits");
        }
        let plain = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'_');
        let token = if text.iter().all(plain) {
            Token::Number
        } else {
            Token::Unclear
        };
        self.saw(token)?;
        Ok(Step::Go)
    }

    fn word(&mut self) -> Result<Step, Refusal> {
        let start = self.at;
        let mut strange = false;
        while let Some(&byte) = self.bytes.get(self.at)
            && is_word(byte)
        {
            strange |= byte >= 0x80 || byte == b'\\';
            self.at += 1;
            if byte == b'\\' && self.source[self.at..].starts_with("u{") {
                let rest = &self.bytes[self.at + 2..];
                let digits = rest.iter().take_while(|byte| byte.is_ascii_hexdigit());
                let end = self.at + 2 + digits.count();
                if self.bytes.get(end) != Some(&b'}') {
                    return Ok(Step::Stuck(end));
                }
                self.at = end + 1;
            }
        }
        // A separator of lines or a space is no letter, but a stray one is told from one by nobody.
        let token = match self.last {
            Token::Punctuation("." | "?." | "#") if !strange => Token::Property,
            _ if strange => Token::StrangeWord,
            _ => Token::Word(&self.source[start..self.at]),
        };
        self.saw(token)?;
        Ok(Step::Go)
    }

    fn punctuation(&mut self) -> Result<Step, Refusal> {
        let start = self.at;
        if self.bytes[start] == b'@' {
            return self.refuse(start, "decorators are not available here");
        }
        let rest = &self.source[start..];
        let known = PUNCTUATION.iter().find(|mark| rest.starts_with(**mark));
        let length = known.map_or(1, |mark| mark.len());
        self.at += length;
        self.saw(Token::Punctuation(&self.source[start..self.at]))?;
        Ok(Step::Go)
    }

    fn saw(&mut self, token: Token<'a>) -> Result<(), Refusal> {
        let seen = self.nesting.saw(self.last, token);
        self.told(self.at, seen)?;
        self.last = token;
        Ok(())
    }

    /// A slash is a division or begins a regular expression. Where only the grammar knows, both
    /// must come to the same.
    fn slash(&mut self) -> Result<Step, Refusal> {
        let start = self.at;
        let kind = match self.last {
            Token::Start => After::Regex,
            Token::Word(word) if BEFORE_EXPRESSION.contains(&word) => After::Regex,
            Token::Word(word) if SOMETIMES_KEYWORDS.contains(&word) => After::Either,
            Token::Word(_) | Token::Property | Token::Number | Token::Text => After::Division,
            Token::StrangeWord | Token::Unclear => After::Either,
            Token::Close(after) => after,
            Token::Punctuation(">" | ">>" | ">>>" | "++" | "--" | "!") => After::Either,
            Token::Punctuation(_) => After::Regex,
        };
        match kind {
            After::Division => return self.punctuation(),
            After::Regex => match regex_end(self.bytes, start, usize::MAX) {
                End::Behind(end) => {
                    self.at = end;
                    self.saw(Token::Text)?;
                }
                End::None(end) => return Ok(Step::Stuck(end)),
            },
            After::Either => match regex_end(self.bytes, start, MAX_UNCLEAR_BYTES) {
                End::Behind(end) => {
                    let body = &self.bytes[start + 1..end - 1];
                    let structural = |byte: &u8| b"()[]{}<>\"'`/\\".contains(byte);
                    let comment = self.bytes.get(end) == Some(&b'*');
                    if comment || body.iter().any(structural) {
                        return self.refuse(start, UNCLEAR);
                    }
                    self.at = end;
                    self.saw(Token::Unclear)?;
                }
                End::None(end) if end - start >= MAX_UNCLEAR_BYTES => {
                    return self.refuse(start, UNCLEAR);
                }
                End::None(_) => return self.punctuation(),
            },
        }
        Ok(Step::Go)
    }
}

/// Where a regular expression ends.
enum End {
    /// Behind its closing slash.
    Behind(usize),
    /// It has none up to here.
    None(usize),
}

/// Where the regular expression ends that begins here, if it does within `limit` bytes.
fn regex_end(bytes: &[u8], start: usize, limit: usize) -> End {
    let last = bytes.len().min(start.saturating_add(limit));
    let mut at = start + 1;
    let mut in_class = false;
    while at < last {
        match bytes[at] {
            b'\n' | b'\r' => break,
            0xe2 if matches!(bytes[at..], [_, 0x80, 0xa8 | 0xa9, ..]) => break,
            // What is escaped is no line's end, and of no meaning.
            b'\\' if !matches!(bytes.get(at + 1), None | Some(b'\n' | b'\r' | 0xe2)) => at += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'/' if !in_class => return End::Behind(at + 1),
            _ => {}
        }
        at += 1;
    }
    End::None(at.min(last))
}
