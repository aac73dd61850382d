use super::QueryError;
use super::cursor::Cursor;

/// The least entries of a page.
pub const MIN_LIMIT: u32 = 1;
/// The most entries of a page.
pub const MAX_LIMIT: u32 = 100;
/// The entries of a page whose caller says nothing.
pub const DEFAULT_LIMIT: u32 = 20;

/// Which part of a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    limit: u32,
    cursor: Option<String>,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            limit: DEFAULT_LIMIT,
            cursor: None,
        }
    }
}

impl Page {
    /// `limit` entries ([`DEFAULT_LIMIT`] if none is given) after `cursor`, which is the
    /// [`Paged::next`] of the page before; the first ones without it.
    ///
    /// # Errors
    /// A limit outside [`MIN_LIMIT`]`..=`[`MAX_LIMIT`]. The cursor is looked at by the query.
    pub fn new(limit: Option<u32>, cursor: Option<String>) -> Result<Self, QueryError> {
        let limit = limit.unwrap_or(DEFAULT_LIMIT);
        if !(MIN_LIMIT..=MAX_LIMIT).contains(&limit) {
            return Err(QueryError::BadLimit { found: limit });
        }
        Ok(Self { limit, cursor })
    }

    /// One more than asked for: the one that says whether there is a next page.
    pub(super) fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    pub(super) fn cursor(&self) -> Result<Option<Cursor>, QueryError> {
        self.cursor.as_deref().map(Cursor::decode).transpose()
    }

    /// Cuts what was fetched to the page; `cursor` is that of a last entry.
    pub(super) fn cut<T>(&self, mut items: Vec<T>, cursor: impl Fn(&T) -> Cursor) -> Paged<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        let next = last.map(|last| cursor(last).encode());
        Paged { items, next }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged<T> {
    /// The entries in the list's order.
    pub items: Vec<T>,
    /// The cursor of the next page; none on the last one.
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn limits_are_checked_at_their_edges() {
        for limit in [1, 100] {
            assert_eq!(Page::new(Some(limit), None).unwrap().limit, limit);
        }
        assert_eq!(Page::new(None, None).unwrap().limit, 20);
        for limit in [0, 101, u32::MAX] {
            assert_eq!(
                Page::new(Some(limit), None).unwrap_err(),
                QueryError::BadLimit { found: limit }
            );
        }
    }
}
