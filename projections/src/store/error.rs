use sqlx::error::DatabaseError;
use sqlx::postgres::PgDatabaseError;

/// What a database answers instead of rows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database is away: try again later.
    #[error("read models unavailable: {reason}")]
    Unavailable {
        /// What the database said.
        reason: String,
    },
    /// The database holds what the projections never write, or refuses what they write.
    #[error("read models are damaged: {reason}")]
    Damaged {
        /// What was found.
        reason: String,
    },
    /// The tables could not be brought to this build's form.
    #[error("migrate read models: {reason}")]
    Migration {
        /// Which migration, and what the database said.
        reason: String,
    },
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let reason = error.to_string();
        let damaged = match &error {
            sqlx::Error::Database(said) => is_final(said.as_ref()),
            sqlx::Error::ColumnDecode { .. }
            | sqlx::Error::ColumnIndexOutOfBounds { .. }
            | sqlx::Error::ColumnNotFound(_)
            | sqlx::Error::Decode(_)
            | sqlx::Error::Encode(_)
            | sqlx::Error::RowNotFound
            | sqlx::Error::TypeNotFound { .. } => true,
            _ => false,
        };
        if damaged {
            Self::Damaged { reason }
        } else {
            Self::Unavailable { reason }
        }
    }
}

/// Whether the database would answer the same statement in the same way for ever.
fn is_final(said: &dyn DatabaseError) -> bool {
    let code = said.code().unwrap_or_default();
    if said.try_downcast_ref::<PgDatabaseError>().is_some() {
        is_final_state(&code)
    } else {
        code.parse().is_ok_and(is_final_number)
    }
}

/// SQLSTATE: values and statements that are refused, limits of the program, damaged files.
fn is_final_state(code: &str) -> bool {
    const FINAL: [&str; 7] = ["21", "22", "23", "42", "54", "XX001", "XX002"];
    FINAL.iter().any(|class| code.starts_with(class))
}

/// SQLite's ERROR, CORRUPT, TOOBIG, CONSTRAINT, MISMATCH, RANGE and NOTADB are the low byte; the
/// rest of the number tells more.
fn is_final_number(code: u32) -> bool {
    const FINAL: [u32; 7] = [1, 11, 18, 19, 20, 25, 26];
    FINAL.contains(&(code & 0xff))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_refused_for_ever_is_told_from_what_passes() {
        for code in [
            "21000", "22003", "23505", "42P01", "54000", "XX001", "XX002",
        ] {
            assert!(is_final_state(code), "{code}");
        }
        for code in [
            "08006", "25006", "40001", "40P01", "53300", "55P03", "57014", "57P01", "58030", "",
        ] {
            assert!(!is_final_state(code), "{code}");
        }
        for code in [1, 11, 267, 18, 19, 2067, 20, 25, 26] {
            assert!(is_final_number(code), "{code}");
        }
        for code in [5, 261, 517, 6, 7, 8, 9, 10, 266, 13, 14, 15] {
            assert!(!is_final_number(code), "{code}");
        }
    }
}
