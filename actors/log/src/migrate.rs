//! The log's own migrations, recorded in a table of its own, so that other crates keep theirs in
//! the same database. A migration that was released is never edited.

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Where the applied ones are recorded.
const TABLE: &str = "arena_log_migrations";

pub(crate) const POSTGRES: &[(i64, &str, &str)] = &[
    (
        1,
        "event log",
        include_str!("../migrations/postgres/0001_event_log.sql"),
    ),
    (
        2,
        "membership",
        include_str!("../migrations/postgres/0002_membership.sql"),
    ),
    (
        3,
        "what members say of themselves",
        include_str!("../migrations/postgres/0003_about.sql"),
    ),
];

pub(crate) const SQLITE: &[(i64, &str, &str)] = &[(
    1,
    "event log",
    include_str!("../migrations/sqlite/0001_event_log.sql"),
)];

pub(crate) fn migrator(files: &[(i64, &'static str, &'static str)]) -> Migrator {
    let migrations = files.iter().map(|(version, name, sql)| {
        let sql = SqlStr::from_static(sql);
        Migration::new(*version, (*name).into(), MigrationType::Simple, sql, false)
    });
    let mut migrator = Migrator::with_migrations(migrations.collect());
    migrator.dangerous_set_table_name(TABLE);
    migrator
}
