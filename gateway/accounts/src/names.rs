//! Which names are accepted.

/// Fewest characters (Unicode scalar values after NFKC) of a name.
pub const MIN_NAME_CHARS: usize = 3;
/// Most characters of a name.
pub const MAX_NAME_CHARS: usize = 24;
