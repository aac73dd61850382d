//! Which passwords are accepted.

/// Fewest characters (Unicode scalar values after NFC) of a password.
pub const MIN_PASSWORD_CHARS: usize = 8;
/// Most characters of a password.
pub const MAX_PASSWORD_CHARS: usize = 128;
