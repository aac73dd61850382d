//! What a member says of itself.

use crate::limits::{LimitError, MAX_ABOUT_BYTES};

/// A text that a member's beats carry and that the log keeps for operators, without reading it. It is at most
/// [`MAX_ABOUT_BYTES`] long, so that a beat stays small.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About(String);

impl About {
    /// # Errors
    /// The text is too long, or no database can keep it.
    pub fn new(text: impl Into<String>) -> Result<Self, LimitError> {
        let text = text.into();
        if text.len() > MAX_ABOUT_BYTES || text.contains('\0') {
            let found = text.len();
            return Err(LimitError::AboutBytes { found });
        }
        Ok(Self(text))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_whole_or_refused() {
        let longest = "é".repeat(MAX_ABOUT_BYTES / 2);
        let kept = About::new(longest.clone());
        assert_eq!(kept.as_ref().map(About::as_str), Ok(longest.as_str()));
        let found = MAX_ABOUT_BYTES + 1;
        let refused = About::new("a".repeat(found));
        assert_eq!(refused, Err(LimitError::AboutBytes { found }));
        assert!(About::new("a\0").is_err());
        assert_eq!(About::default().as_str(), "");
    }
}
