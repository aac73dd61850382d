//! Markdown statements: HTML is taken out, links and images are looked at.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{Converted, html};
use crate::PackageError;

pub(super) fn convert(path: &str, text: &str) -> Result<Converted, PackageError> {
    // The arena shows the samples itself, below the text.
    let text = text
        .replace("{{nextsample}}", "")
        .replace("{{remainingsamples}}", "");
    let (changes, illustrations) = changes(path, &text)?;
    let markdown = apply(&text, changes);
    // What was taken out must not have joined what is left to a new tag.
    for (event, range) in Parser::new_ext(&markdown, options()).into_offset_iter() {
        if matches!(event, Event::Html(_) | Event::InlineHtml(_)) {
            let line = line_at(&markdown, range.start);
            return Err(PackageError::on_line(path, line, "hides HTML within HTML"));
        }
    }
    Ok(Converted {
        title: None,
        markdown,
        illustrations,
    })
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_MATH
}

/// What to put where, in order, and the images.
type Changes = (Vec<(Range<usize>, String)>, Vec<String>);

fn changes(path: &str, text: &str) -> Result<Changes, PackageError> {
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut illustrations = Vec::new();
    let mut image: Option<(Range<usize>, String, String)> = None;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        let line = line_at(text, range.start);
        let fail = |message: String| Err(PackageError::on_line(path, line, message));
        match event {
            Event::Html(html) | Event::InlineHtml(html) => match html::clean(&html) {
                Ok(clean) => changes.push((range, clean)),
                Err(message) => return fail(message),
            },
            Event::Start(Tag::Link { dest_url, .. }) if !is_plain_link(&dest_url) => {
                return fail(format!(
                    "links to {:?}: only http, https and mailto are allowed",
                    &*dest_url
                ));
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                if !is_local(&dest_url) {
                    return fail(format!(
                        "shows {:?}: an image must lie beside the statement",
                        &*dest_url
                    ));
                }
                illustrations.push(dest_url.to_string());
                image = Some((range, dest_url.to_string(), String::new()));
            }
            Event::End(TagEnd::Image) => {
                if let Some((range, file, caption)) = image.take() {
                    changes.push((range, illustration(&file, &caption)));
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, _, caption)) = &mut image {
                    caption.push_str(&text);
                }
            }
            _ => {}
        }
    }
    changes.sort_by_key(|(range, _)| range.start);
    Ok((changes, illustrations))
}

fn apply(text: &str, changes: Vec<(Range<usize>, String)>) -> String {
    let mut result = String::with_capacity(text.len());
    let mut from = 0;
    for (range, replacement) in changes {
        // A tag within an image's caption went with the image.
        if range.start < from {
            continue;
        }
        result.push_str(&text[from..range.start]);
        result.push_str(&replacement);
        from = range.end;
    }
    result.push_str(&text[from..]);
    result
}

/// What players read in place of an image.
pub(super) fn illustration(file: &str, caption: &str) -> String {
    let file = file.replace('_', "\\_");
    if caption.trim().is_empty() {
        format!("*(illustration: {file})*")
    } else {
        format!("*(illustration: {file}, {})*", caption.trim())
    }
}

/// Whether an address may be followed from a statement.
pub(super) fn is_plain_link(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    ["http://", "https://", "mailto:", "#"]
        .iter()
        .any(|start| lower.starts_with(start))
}

/// Whether an image is a file beside the statement.
pub(super) fn is_local(file: &str) -> bool {
    let ending = file
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    let image = matches!(
        ending.as_deref(),
        Some("png" | "jpg" | "jpeg" | "svg" | "pdf")
    );
    image
        && !file
            .split('/')
            .any(|part| part.is_empty() || part.starts_with('.'))
        && file
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'/'))
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text[..offset].matches('\n').count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn shown(text: &str) -> String {
        convert("statement/problem.en.md", text).unwrap().markdown
    }

    fn refused(text: &str) -> String {
        convert("s.md", text).err().unwrap().to_string()
    }

    #[test]
    fn plain_markdown_is_kept_to_the_letter() {
        let text =
            "Sum *two* numbers, $a < b$.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n    <b>code</b>\n";
        assert_eq!(shown(text), text);
    }

    #[test]
    fn harmless_html_becomes_markdown_without_its_attributes() {
        for (text, expected) in [
            ("a <b onclick=\"x()\">bold</b> word", "a **bold** word"),
            ("one<br/>two", "one\\\ntwo"),
            ("<!-- hidden -->\n\ntext", "\n\ntext"),
            ("x<sup>2</sup> and <i>i</i>", "x^2 and *i*"),
            ("<div class=\"x\">\ninside\n</div>\n", "\ninside\n\n"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn other_html_is_refused_by_name_and_line() {
        for (text, expected) in [
            (
                "ok\n\n<script>alert(1)</script>",
                "s.md:3: <script> is not allowed in a statement",
            ),
            (
                "a <img src=x onerror=y> b",
                "s.md:1: <img> is not allowed in a statement",
            ),
            (
                "a <svg onload=x> b",
                "s.md:1: <svg> is not allowed in a statement",
            ),
            ("a <scr<p></p>ipt> b", "s.md:1: hides HTML within HTML"),
            (
                "[x](javascript:alert(1))",
                "s.md:1: links to \"javascript:alert(1)\": only http, https and mailto are allowed",
            ),
            (
                "![x](https://example.com/a.png)",
                "s.md:1: shows \"https://example.com/a.png\": an image must lie beside the statement",
            ),
        ] {
            assert_eq!(refused(text), expected, "{text}");
        }
    }

    #[test]
    fn images_are_named_and_samples_stand_where_the_arena_puts_them() {
        let converted = convert("s.md", "![A map](map_1.png)\n\n{{nextsample}}\nend\n").unwrap();
        assert_eq!(
            converted.markdown,
            "*(illustration: map\\_1.png, A map)*\n\n\nend\n"
        );
        assert_eq!(converted.illustrations, ["map_1.png"]);
    }
}
