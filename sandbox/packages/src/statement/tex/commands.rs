//! The commands and environments of the subset.

use unicode_normalization::UnicodeNormalization;

use super::super::markdown::{illustration, is_local, is_plain_link};
use super::reader::{Reader, Stop};
use crate::PackageError;

impl Reader<'_> {
    /// A command; whether it took the rest of the part with it.
    pub(super) fn command(&mut self, stop: &Stop, out: &mut String) -> Result<bool, PackageError> {
        let after = &self.rest()[1..];
        let length = after
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(after.len());
        if length == 0 {
            return self.symbol(out).map(|()| false);
        }
        let name = &after[..length];
        self.skip_command(length);
        match name {
            "begin" => {
                let block = self.environment()?;
                out.push_str(&block);
            }
            "section" | "subsection" | "subsubsection" | "paragraph" => {
                self.take("*");
                let title = self.argument(name)?;
                let marks = match name {
                    "section" => "##",
                    "subsection" => "###",
                    _ => "####",
                };
                out.push_str(&format!("\n\n{marks} {}\n\n", one_line(&title)));
            }
            "problemname" => {
                let title = self.verbatim_argument(name)?;
                self.title = Some(one_line(&title)).filter(|title| !title.is_empty());
            }
            "textbf" | "textit" | "emph" | "sout" => {
                let inner = self.argument(name)?;
                out.push_str(&wrap(mark(name), &inner));
            }
            "texttt" => {
                let inner = self.verbatim_argument(name)?;
                out.push_str(&code(&inner));
            }
            "underline" | "textsc" | "textrm" | "textsf" | "mbox" | "text" => {
                let inner = self.argument(name)?;
                out.push_str(&inner);
            }
            "bf" | "bfseries" | "it" | "itshape" | "em" => {
                self.skip_space();
                let inner = self.body(stop)?;
                out.push_str(&wrap(mark(name), &inner));
                return Ok(true);
            }
            "tt" | "ttfamily" | "t" => {
                self.skip_space();
                let before = std::mem::replace(&mut self.verbatim, true);
                let inner = self.body(stop);
                self.verbatim = before;
                out.push_str(&code(&inner?));
                return Ok(true);
            }
            "url" => {
                let address = self.raw_argument(name)?;
                self.check_link(address)?;
                out.push_str(&format!("<{address}>"));
            }
            "href" => {
                let address = self
                    .raw_argument(name)?
                    .replace("\\%", "%")
                    .replace("\\_", "_");
                self.check_link(&address)?;
                let inner = self.argument(name)?;
                out.push_str(&format!("[{inner}](<{address}>)"));
            }
            "verb" => self.verb(out)?,
            "footnote" => {
                let inner = self.argument(name)?;
                out.push_str(&format!(" ({})", one_line(&inner)));
            }
            "illustration" => {
                self.raw_argument(name)?;
                let file = self.raw_argument(name)?;
                self.image(file)?;
                let caption = self.argument(name)?;
                out.push_str(&format!(
                    "\n\n{}\n\n",
                    illustration(file, &one_line(&caption))
                ));
            }
            "includegraphics" => {
                self.skip_option()?;
                let file = self.raw_argument(name)?;
                self.image(file)?;
                out.push_str(&illustration(file, ""));
            }
            "caption" => {
                let inner = self.argument(name)?;
                out.push_str(&format!("\n\n*{}*\n\n", one_line(&inner)));
            }
            "epigraph" => {
                let text = self.argument(name)?;
                let author = self.argument(name)?;
                out.push_str(&quote(&format!("{text}\n\n{author}")));
            }
            "constant" => {
                let key = self.raw_argument(name)?;
                let value = self.constant(key)?.to_owned();
                out.push_str(&value);
            }
            "multicolumn" => {
                let columns: usize = self.raw_argument(name)?.trim().parse().unwrap_or(1);
                self.raw_argument(name)?;
                let inner = self.argument(name)?;
                out.push_str(&inner);
                // Empty cells keep the columns below in line.
                out.push_str(&" | ".repeat(columns.clamp(1, 30) - 1));
            }
            "multirow" => {
                self.raw_argument(name)?;
                self.raw_argument(name)?;
                let inner = self.argument(name)?;
                out.push_str(&inner);
            }
            "hspace" | "vspace" | "label" | "thispagestyle" => {
                self.take("*");
                self.raw_argument(name)?;
            }
            "par" | "medskip" | "bigskip" | "smallskip" => out.push_str("\n\n"),
            "newline" | "linebreak" => out.push_str("\\\n"),
            "noindent" | "centering" | "tiny" | "scriptsize" | "footnotesize" | "small"
            | "normalsize" | "large" | "Large" | "LARGE" | "huge" | "Huge" | "nextsample"
            | "remainingsamples" | "clearpage" | "newpage" | "hfill" | "vfill" | "relax" => {
                self.skip_space();
            }
            name => match word(name) {
                Some(text) => {
                    self.end_word();
                    out.push_str(text);
                }
                None => return Err(self.refused(name)),
            },
        }
        Ok(false)
    }

    /// Takes a command's name. The line of an error about it is the line that it is on.
    fn skip_command(&mut self, length: usize) {
        self.skip(1 + length);
    }

    /// The space after a command that stands for a word is its end, no space.
    fn end_word(&mut self) {
        if !self.take("{}") {
            self.skip_space();
        }
    }

    /// A command that is one sign.
    fn symbol(&mut self, out: &mut String) -> Result<(), PackageError> {
        self.skip(1);
        let Some(sign) = self.rest().chars().next() else {
            return Err(self.error("a backslash stands alone at the end"));
        };
        self.skip(sign.len_utf8());
        match sign {
            '\\' => {
                self.take("*");
                self.skip_option()?;
                out.push_str("\\\n");
            }
            '(' => out.push_str(&self.bracketed("\\)", "$")?),
            '[' => {
                let math = self.bracketed("\\]", "$$")?;
                out.push_str(&format!("\n\n{math}\n\n"));
            }
            '%' | '&' | '$' | '{' | '}' => out.push(sign),
            '#' | '_' if self.verbatim => out.push(sign),
            '#' | '_' => {
                out.push('\\');
                out.push(sign);
            }
            ' ' | '\n' | ',' | ':' | ';' => out.push(' '),
            '-' | '/' | '!' | '@' => {}
            '\'' | '`' | '"' | '^' | '~' | '=' | '.' => self.accent(sign, out)?,
            sign => return Err(self.error(format!("the command \\{sign} is not supported"))),
        }
        Ok(())
    }

    /// A letter with an accent.
    fn accent(&mut self, sign: char, out: &mut String) -> Result<(), PackageError> {
        let braces = self.take("{");
        let mut letter = self.rest().chars().next();
        if letter == Some('\\') {
            // The i and j without a dot.
            letter = self.rest().chars().nth(1);
            self.skip(1);
        }
        let Some(letter) = letter.filter(|letter| letter.is_alphabetic()) else {
            return Err(self.error(format!("\\{sign} needs a letter")));
        };
        self.skip(letter.len_utf8());
        if braces && !self.take("}") {
            return Err(self.error(format!("\\{sign} takes one letter")));
        }
        let mark = match sign {
            '\'' => '\u{301}',
            '`' => '\u{300}',
            '"' => '\u{308}',
            '^' => '\u{302}',
            '~' => '\u{303}',
            '=' => '\u{304}',
            _ => '\u{307}',
        };
        out.extend([letter, mark].into_iter().nfc());
        Ok(())
    }

    fn environment(&mut self) -> Result<String, PackageError> {
        let name = self.raw_argument("begin")?.to_owned();
        let inside = Stop::Environment(name.clone());
        match name.as_str() {
            "itemize" | "enumerate" => self.list(&name),
            "Input" | "Output" => {
                let body = self.body(&inside)?;
                Ok(format!("\n\n## {name}\n\n{}\n\n", body.trim()))
            }
            "Interaction" => Err(self.error(
                "\\begin{Interaction} describes an interactive problem, which is not supported",
            )),
            "verbatim" | "lstlisting" => {
                self.skip_option()?;
                let text =
                    self.until(&format!("\\end{{{name}}}"), &format!("\\begin{{{name}}}"))?;
                Ok(block_of_code(text))
            }
            "quote" | "quotation" => Ok(quote(&self.body(&inside)?)),
            "center" | "flushleft" | "flushright" => {
                Ok(format!("\n\n{}\n\n", self.body(&inside)?.trim()))
            }
            "figure" | "figure*" => {
                self.skip_option()?;
                Ok(format!("\n\n{}\n\n", self.body(&inside)?.trim()))
            }
            "wrapfigure" => {
                self.skip_option()?;
                self.raw_argument("begin{wrapfigure}")?;
                self.raw_argument("begin{wrapfigure}")?;
                Ok(format!("\n\n{}\n\n", self.body(&inside)?.trim()))
            }
            "tabular" => self.tabular(),
            "equation" | "equation*" | "displaymath" | "math" | "align" | "align*" | "eqnarray"
            | "eqnarray*" => self.equations(&name),
            _ => Err(self.error(format!("the environment {name} is not supported"))),
        }
    }

    /// `\verb|…|`.
    fn verb(&mut self, out: &mut String) -> Result<(), PackageError> {
        self.take("*");
        let Some(mark) = self.rest().chars().next().filter(|c| !c.is_whitespace()) else {
            return Err(self.error("\\verb needs a sign before and after its text"));
        };
        self.skip(mark.len_utf8());
        let text = self.until(&mark.to_string(), "\\verb")?;
        out.push_str(&code(text));
        Ok(())
    }

    fn image(&mut self, file: &str) -> Result<(), PackageError> {
        if !is_local(file) {
            return Err(self.error(format!(
                "shows {file:?}: an image must lie beside the statement and end in .png, .jpg, \
                 .jpeg, .svg or .pdf"
            )));
        }
        self.illustrations.push(file.to_owned());
        Ok(())
    }

    fn check_link(&self, address: &str) -> Result<(), PackageError> {
        if is_plain_link(address) && !address.contains(['<', '>', ' ', '\n']) {
            return Ok(());
        }
        Err(self.error(format!(
            "links to {address:?}: only http, https and mailto are allowed"
        )))
    }
}

/// What stands around emphasised text.
fn mark(command: &str) -> &'static str {
    match command {
        "textbf" | "bf" | "bfseries" => "**",
        "sout" => "~~",
        _ => "*",
    }
}

/// Commands that stand for a word or a sign.
fn word(name: &str) -> Option<&'static str> {
    Some(match name {
        "ldots" | "dots" | "textellipsis" => "…",
        "textbackslash" => "\\\\",
        "textasciitilde" => "~",
        "textasciicircum" => "^",
        "textless" => "\\<",
        "textgreater" => "\\>",
        "textbar" => "\\|",
        "textquotedblleft" => "“",
        "textquotedblright" => "”",
        "quad" | "qquad" | "space" | "enspace" | "thinspace" => " ",
        "copyright" => "©",
        "pounds" => "£",
        "euro" | "texteuro" => "€",
        "S" => "§",
        "LaTeX" => "LaTeX",
        "TeX" => "TeX",
        "aa" => "å",
        "AA" => "Å",
        "ae" => "æ",
        "AE" => "Æ",
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "ss" => "ß",
        "textdegree" => "°",
        "textendash" => "–",
        "textemdash" => "—",
        _ => return None,
    })
}

/// Emphasis must touch its text in Markdown: outer space goes outside.
fn wrap(mark: &str, inner: &str) -> String {
    let text = inner.trim();
    if text.is_empty() {
        return inner.to_owned();
    }
    let before = &inner[..inner.len() - inner.trim_start().len()];
    let after = &inner[inner.trim_end().len()..];
    format!("{before}{mark}{text}{mark}{after}")
}

fn code(text: &str) -> String {
    let text = one_line(text);
    match text.contains('`') {
        _ if text.is_empty() => String::new(),
        true => format!("`` {text} ``"),
        false => format!("`{text}`"),
    }
}

fn block_of_code(text: &str) -> String {
    let text = text.trim_start_matches(['\r', '\n']).trim_end();
    let fence = if text.contains("```") { "~~~~" } else { "```" };
    format!("\n\n{fence}\n{text}\n{fence}\n\n")
}

fn quote(text: &str) -> String {
    let lines = text.trim().lines().map(|line| format!("> {line}\n"));
    format!("\n\n{}\n", lines.collect::<String>())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
