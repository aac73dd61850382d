//! Texts cut to a length, and fuel as text.

/// The beginning of a text: at most `limit` bytes, then a mark that something is missing.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(limit);
    format!("{}\n[… {} bytes more]", &text[..end], text.len() - end)
}

/// As [`shorten`], of bytes that may not be UTF-8.
pub(crate) fn shorten_bytes(bytes: &[u8], limit: usize) -> String {
    // A character cut at the limit is not shown as a broken one.
    let shown = &bytes[..bytes.len().min(limit.saturating_add(3))];
    let text = String::from_utf8_lossy(shown);
    let end = text.floor_char_boundary(limit);
    if bytes.len() <= limit {
        return text.into_owned();
    }
    format!("{}\n[… {} bytes more]", &text[..end], bytes.len() - limit)
}

/// Fuel in millions, which are reference milliseconds, to a tenth.
pub(crate) fn millions(fuel: u64) -> String {
    format!("{}.{}", fuel / 1_000_000, fuel / 100_000 % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(shorten("aé", 3), "aé");
        assert_eq!(shorten("aé", 2), "a\n[… 2 bytes more]");
        assert_eq!(shorten_bytes("aé".as_bytes(), 3), "aé");
        assert_eq!(shorten_bytes("aé".as_bytes(), 2), "a\n[… 1 bytes more]");
        assert_eq!(shorten_bytes(b"\xff", 9), "\u{fffd}");
    }
}
