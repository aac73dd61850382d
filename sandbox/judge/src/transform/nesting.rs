//! How deep a program nests, and how often its parser may have to read a part of it again.

use super::scan::{After, Token};

/// Most brackets within brackets.
const MAX_BRACKETS: usize = 200;

/// Most parentheses within parentheses that may turn out to be the parameters of an arrow
/// function. The parser reads what is in them once more for each.
const MAX_HEADS: u32 = 32;

/// Most times that anything is read because of `<` that may or may not open type arguments, of
/// patterns that may or may not be parameters of a type, and of `infer … extends`: each level
/// doubles them.
const MAX_READINGS: u64 = 32;

/// Most punctuation in one statement: the parser recurses with operators and arrows.
const MAX_CHAIN: u32 = 4000;

/// What there is too much of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooMuch(pub(super) &'static str);

const TOO_DEEP: TooMuch = TooMuch("more than 200 brackets within each other");
const TOO_MANY_HEADS: TooMuch =
    TooMuch("too many parentheses within each other that may be parameters");
const TOO_LONG: TooMuch = TooMuch("a statement has more than 4,000 operators");
const TOO_AMBIGUOUS: TooMuch =
    TooMuch("too many < within each other that may be types or comparisons");

/// An open bracket, or the program.
#[derive(Debug, Clone, Copy)]
struct Frame {
    /// `(`, `[`, `{`, or a backtick.
    bracket: u8,
    /// What a slash is behind it.
    after: After,
    /// Whether all words in it so far may be modifiers of a parameter.
    fresh: bool,
    /// Whether it may be part of a pattern of parameters.
    pattern: bool,
    /// Whether there is an expression in that pattern.
    computed: bool,
    /// Parentheses around it that may be parameters of arrow functions.
    heads: u32,
    /// How often what is in it may be read, but for its own tokens.
    readings: u64,
    /// `<` that are open.
    angles: u64,
    /// `infer` that may have a constraint which is still open.
    infers: u32,
    /// Punctuation of the statement that is open, and of those around it.
    chain: u32,
    outer_chain: u32,
}

impl Frame {
    fn readings(&self) -> u64 {
        let patterns = if self.computed { 2 } else { 1 };
        let infers = 1_u64.checked_shl(self.infers).unwrap_or(u64::MAX);
        let own = (self.angles + 1).saturating_mul(infers);
        self.readings.saturating_mul(own).saturating_mul(patterns)
    }
}

/// The brackets that are open.
pub(super) struct Nesting {
    frames: Vec<Frame>,
    infer: Infer,
}

/// How much of `infer T extends` was just seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Infer {
    Nothing,
    Keyword,
    Name,
}

const PROGRAM: Frame = Frame {
    bracket: 0,
    after: After::Either,
    fresh: false,
    pattern: false,
    computed: false,
    heads: 0,
    readings: 1,
    angles: 0,
    infers: 0,
    chain: 0,
    outer_chain: 0,
};

const MODIFIERS: &[&str] = &[
    "abstract",
    "accessor",
    "async",
    "const",
    "declare",
    "default",
    "export",
    "in",
    "out",
    "override",
    "private",
    "protected",
    "public",
    "readonly",
    "static",
];

/// Words behind which a type begins.
const BEFORE_TYPES: &[&str] = &[
    "abstract", "as", "asserts", "async", "const", "extends", "get", "import", "in", "infer", "is",
    "keyof", "new", "out", "readonly", "set", "typeof", "unique", "void",
];

/// Words with which a type or an expression may go on.
const GOING_ON: &[&str] = &["as", "extends", "in", "instanceof", "is", "of", "satisfies"];

/// Tokens that never stand between the `<` and the `>` of type arguments, outside of brackets.
const NEVER_IN_TYPES: &[&str] = &[
    "&&", "||", "??", "+", "*", "**", "/", "%", "^", "~", "==", "===", "!=", "!==", "<=", "<<=",
    "++", "--", "+=", "-=", "*=", "/=", "%=", "**=", "&=", "|=", "^=", "&&=", "||=", "??=",
];

/// Whether the token ends an operand, so that a parenthesis behind it is a call.
fn ends_operand(token: Token<'_>) -> bool {
    match token {
        Token::Word(word) => !matches!(
            word,
            "async"
                | "await"
                | "case"
                | "default"
                | "delete"
                | "do"
                | "else"
                | "extends"
                | "in"
                | "instanceof"
                | "new"
                | "of"
                | "return"
                | "throw"
                | "typeof"
                | "void"
                | "yield"
        ),
        Token::Property | Token::Number | Token::Text | Token::Close(_) => true,
        Token::Start | Token::StrangeWord | Token::Punctuation(_) | Token::Unclear => false,
    }
}

impl Nesting {
    pub(super) fn new() -> Self {
        Self {
            frames: vec![PROGRAM],
            infer: Infer::Nothing,
        }
    }

    fn top(&self) -> Frame {
        self.frames.last().copied().unwrap_or(PROGRAM)
    }

    /// Whether the innermost bracket is a template.
    pub(super) fn in_template(&self) -> bool {
        self.top().bracket == b'`'
    }

    /// Opens a bracket behind `last`.
    pub(super) fn enter(&mut self, bracket: u8, last: Token<'_>) -> Result<(), TooMuch> {
        if self.frames.len() > MAX_BRACKETS {
            return Err(TOO_DEEP);
        }
        if bracket != b'`' {
            self.adjoin(last, bracket);
        }
        let outer = self.top();
        let opens_pattern = outer.bracket == b'(' && outer.fresh;
        let goes_on = outer.pattern
            && match last {
                Token::Start => true,
                Token::Punctuation(mark) => matches!(mark, "," | ":" | "=" | "..."),
                Token::Word(_) | Token::StrangeWord | Token::Property | Token::Number => false,
                Token::Text | Token::Close(_) | Token::Unclear => false,
            };
        let key = bracket == b'[' && outer.bracket == b'{';
        if key && outer.pattern && matches!(last, Token::Start | Token::Punctuation(",")) {
            self.compute()?;
        }
        if let Some(outer) = self.frames.last_mut() {
            outer.fresh = false;
        }
        let outer = self.top();
        let head = bracket == b'(' && !ends_operand(last);
        let frame = Frame {
            bracket,
            after: match (bracket, last) {
                (b'{', _) => After::Either,
                (b'(', Token::Word("if" | "while" | "for" | "with")) => After::Regex,
                (b'(', Token::Word("await") | Token::StrangeWord | Token::Unclear) => After::Either,
                _ => After::Division,
            },
            fresh: bracket == b'(',
            pattern: (bracket == b'{' || bracket == b'[') && (opens_pattern || goes_on),
            computed: false,
            heads: outer.heads + u32::from(head),
            readings: outer.readings(),
            angles: 0,
            infers: 0,
            chain: 0,
            outer_chain: outer.outer_chain + outer.chain,
        };
        if frame.heads > MAX_HEADS {
            return Err(TOO_MANY_HEADS);
        }
        self.frames.push(frame);
        Ok(())
    }

    /// Closes a bracket; what a slash is behind it. `None` if it is not the one that is open.
    pub(super) fn close(&mut self, bracket: u8) -> Option<After> {
        let opened = match bracket {
            b')' => b'(',
            b']' => b'[',
            b'}' => b'{',
            other => other,
        };
        if self.top().bracket != opened {
            return None;
        }
        self.frames.pop().map(|frame| frame.after)
    }

    /// A token that is no bracket, behind `last`.
    pub(super) fn saw(&mut self, last: Token<'_>, token: Token<'_>) -> Result<(), TooMuch> {
        let infer = self.infer;
        self.infer = match (infer, token) {
            (_, Token::Word("infer")) => Infer::Keyword,
            (Infer::Keyword, Token::Word(_) | Token::StrangeWord) => Infer::Name,
            _ => Infer::Nothing,
        };
        let modifier = match token {
            Token::Word(word) => MODIFIERS.contains(&word),
            Token::Punctuation(mark) => mark == "...",
            Token::StrangeWord => true,
            _ => false,
        };
        let Some(top) = self.frames.last_mut() else {
            return Ok(());
        };
        top.fresh &= modifier;
        match token {
            Token::Word(word) => {
                self.follow(last, word);
                if word == "extends" && infer == Infer::Name {
                    return self.change(|top| top.infers += 1);
                }
            }
            Token::StrangeWord | Token::Property | Token::Unclear => {}
            Token::Number | Token::Text | Token::Start | Token::Close(_) => {}
            Token::Punctuation(mark) => {
                self.chain()?;
                return self.mark(mark);
            }
        }
        Ok(())
    }

    fn chain(&mut self) -> Result<(), TooMuch> {
        let Some(top) = self.frames.last_mut() else {
            return Ok(());
        };
        top.chain += 1;
        if top.outer_chain + top.chain > MAX_CHAIN {
            return Err(TOO_LONG);
        }
        Ok(())
    }

    fn mark(&mut self, mark: &str) -> Result<(), TooMuch> {
        match mark {
            "<" => self.change(|top| top.angles += 1),
            "<<" => self.change(|top| top.angles += 2),
            ">" | ">=" => self.change(|top| top.angles = top.angles.saturating_sub(1)),
            ">>" | ">>=" => self.change(|top| top.angles = top.angles.saturating_sub(2)),
            ">>>" | ">>>=" => self.change(|top| top.angles = top.angles.saturating_sub(3)),
            "," => self.change(|top| {
                if top.angles == 0 {
                    (top.infers, top.chain) = (0, 0);
                }
            }),
            "=" if self.top().pattern => self.compute(),
            ";" => {
                self.end_statement();
                Ok(())
            }
            mark if NEVER_IN_TYPES.contains(&mark) => {
                self.end_type();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut Frame)) -> Result<(), TooMuch> {
        let Some(top) = self.frames.last_mut() else {
            return Ok(());
        };
        change(top);
        if top.readings() > MAX_READINGS {
            return Err(TOO_AMBIGUOUS);
        }
        Ok(())
    }

    /// There is an expression in the pattern that is open.
    fn compute(&mut self) -> Result<(), TooMuch> {
        self.change(|top| top.computed = true)
    }

    /// No type goes on here.
    fn end_type(&mut self) {
        if let Some(top) = self.frames.last_mut() {
            (top.angles, top.infers) = (0, 0);
        }
    }

    fn end_statement(&mut self) {
        self.end_type();
        if let Some(top) = self.frames.last_mut() {
            top.chain = 0;
        }
    }

    /// A word behind an operand: nothing goes on like that, but for a few words.
    fn follow(&mut self, last: Token<'_>, word: &str) {
        let operand = match last {
            Token::Word(last) => !BEFORE_TYPES.contains(&last),
            // Behind `if (…)` comes what it governs.
            Token::Close(after) => after != After::Regex,
            Token::Property | Token::Number | Token::Text => true,
            Token::Start | Token::StrangeWord | Token::Punctuation(_) | Token::Unclear => false,
        };
        if operand && !GOING_ON.contains(&word) {
            self.end_statement();
        }
    }

    /// A block behind `)`: of a statement or a function. What is before it is no type any more.
    fn adjoin(&mut self, last: Token<'_>, bracket: u8) {
        if bracket == b'{' && matches!(last, Token::Close(_) | Token::Word("else" | "try" | "do")) {
            self.end_type();
        }
    }
}
