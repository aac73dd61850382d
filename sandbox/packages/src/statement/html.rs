//! The few HTML tags that a Markdown statement may use, and what becomes of them. Attributes are
//! never kept.

/// What stands in for an opening and a closing tag; `None` for a tag that is refused.
fn replacement(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "b" | "strong" => ("**", "**"),
        "i" | "em" => ("*", "*"),
        "code" | "tt" | "kbd" => ("`", "`"),
        "s" | "del" => ("~~", "~~"),
        "br" => ("\\\n", ""),
        "hr" => ("\n\n---\n\n", ""),
        "sup" => ("^", ""),
        "sub" => ("\\_", ""),
        "p" | "div" | "span" | "center" | "u" | "small" | "big" => ("", ""),
        _ => return None,
    })
}

/// A piece of HTML as Markdown.
pub(super) fn clean(html: &str) -> Result<String, String> {
    let mut result = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        result.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment
                .find("-->")
                .ok_or("has an HTML comment without end")?;
            rest = &comment[end + 3..];
            continue;
        }
        let inner = &rest[1..];
        let (closing, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let length = inner
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inner.len());
        let name = inner[..length].to_ascii_lowercase();
        let shown = if name.is_empty() {
            rest.chars().take(20).collect()
        } else {
            format!("<{name}>")
        };
        let Some((opens, closes)) = replacement(&name) else {
            return Err(format!("{shown} is not allowed in a statement"));
        };
        let end = end_of_tag(inner).ok_or(format!("{shown} has no end"))?;
        result.push_str(if closing { closes } else { opens });
        rest = &inner[end..];
    }
    result.push_str(rest);
    Ok(result)
}

/// Where a tag ends: a `>` within quotes is none.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (index, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(index + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}
