//! From the text to the tree.

use std::iter::Peekable;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput};

use crate::PackageError;
use crate::bounds::MAX_YAML_DEPTH;
use crate::yaml::At;

/// A parsed file.
#[derive(Debug)]
pub(crate) struct Tree {
    file: String,
    root: Node,
}

/// A value and the line that it begins on.
#[derive(Debug, PartialEq)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) value: Value,
}

#[derive(Debug, PartialEq)]
pub(super) enum Value {
    /// `plain`: without quotes, so that `true` is a boolean and `1` a number.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<Entry>),
}

#[derive(Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) line: usize,
    pub(super) value: Node,
}

impl Tree {
    /// Parses a file.
    ///
    /// # Errors
    /// The first mistake, with its line.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, PackageError> {
        let mut reader = Reader {
            file,
            events: Parser::new_from_str(text).peekable(),
        };
        let root = reader.document()?;
        Ok(Self {
            file: file.to_owned(),
            root,
        })
    }

    /// The whole file.
    pub(crate) fn root(&self) -> At<'_> {
        At::root(&self.file, &self.root)
    }
}

struct Reader<'a> {
    file: &'a str,
    events: Peekable<Parser<'a, StrInput<'a>>>,
}

impl<'a> Reader<'a> {
    fn fail<T>(&self, line: usize, message: impl Into<String>) -> Result<T, PackageError> {
        Err(PackageError::on_line(self.file, line, message))
    }

    fn next(&mut self) -> Result<(Event<'a>, usize), PackageError> {
        match self.events.next() {
            Some(Ok((event, span))) => Ok((event, line_of(span))),
            Some(Err(error)) => self.fail(error.marker().line(), broken(&error)),
            None => self.fail(1, "ends too early"),
        }
    }

    fn document(&mut self) -> Result<Node, PackageError> {
        loop {
            let (event, line) = self.next()?;
            match event {
                Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
                Event::StreamEnd | Event::DocumentEnd => {
                    return Ok(Node {
                        line: 1,
                        value: Value::Map(Vec::new()),
                    });
                }
                event => {
                    let root = self.node(event, line, 0)?;
                    self.end()?;
                    return Ok(root);
                }
            }
        }
    }

    fn end(&mut self) -> Result<(), PackageError> {
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Ok(()),
                (Event::DocumentStart(_), line) => {
                    return self.fail(line, "a second document begins; one is allowed");
                }
                _ => {}
            }
        }
    }

    fn node(&mut self, event: Event<'a>, line: usize, depth: usize) -> Result<Node, PackageError> {
        if depth > MAX_YAML_DEPTH {
            return self.fail(
                line,
                format!("values are nested deeper than {MAX_YAML_DEPTH}"),
            );
        }
        let (anchor, tag) = match &event {
            Event::Alias(_) => {
                return self.fail(line, "YAML aliases are not allowed: write the value again");
            }
            Event::Scalar(_, _, anchor, tag)
            | Event::SequenceStart(anchor, tag)
            | Event::MappingStart(anchor, tag) => (*anchor, tag.is_some()),
            _ => return self.fail(line, "a value was expected"),
        };
        if anchor != 0 {
            return self.fail(line, "YAML anchors are not allowed: remove the \"&…\"");
        }
        if tag {
            return self.fail(line, "YAML tags are not allowed: remove the \"!…\"");
        }
        let value = match event {
            Event::Scalar(text, style, ..) => Value::Scalar {
                text: text.into_owned(),
                plain: style == ScalarStyle::Plain,
            },
            Event::SequenceStart(..) => Value::List(self.list(depth)?),
            _ => Value::Map(self.map(depth)?),
        };
        Ok(Node { line, value })
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, PackageError> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(items),
                (event, line) => items.push(self.node(event, line, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Vec<Entry>, PackageError> {
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let (event, line) = self.next()?;
            if event == Event::MappingEnd {
                return Ok(entries);
            }
            let Value::Scalar { text: key, .. } = self.node(event, line, depth + 1)?.value else {
                return self.fail(line, "a key must be text");
            };
            if let Some(earlier) = entries.iter().find(|entry| entry.key == key) {
                let message = format!("key {key:?} is there twice, first on line {}", earlier.line);
                return self.fail(line, message);
            }
            let (event, at) = self.next()?;
            let value = self.node(event, at, depth + 1)?;
            entries.push(Entry { key, line, value });
        }
    }
}

fn line_of(span: Span) -> usize {
    span.start.line().max(1)
}

fn broken(error: &ScanError) -> String {
    format!("is not YAML: {}", error.info())
}
