//! One text for both databases: parameters are `$1, $2, …`, and rows come in bulk as a table `v`.

use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, Postgres, Sqlite, query::Query};

use super::value::{Columns, Kind, Value};

/// The rows of one SQLite statement: few different texts, so that each stays prepared.
pub(super) const CHUNKS: [usize; 5] = [256, 64, 16, 4, 1];

pub(super) fn sqlite<'q>(
    sql: &'static str,
    arguments: impl IntoIterator<Item = Value>,
) -> Query<'q, Sqlite, SqliteArguments> {
    bind_sqlite(sqlx::query(sql), arguments)
}

pub(super) fn postgres<'q>(
    sql: &'static str,
    arguments: impl IntoIterator<Item = Value>,
) -> Query<'q, Postgres, PgArguments> {
    let mut query = sqlx::query(sql);
    for argument in arguments {
        query = match argument {
            Value::Int(value) => query.bind(value),
            Value::Real(value) => query.bind(value),
            Value::Id(value) => query.bind(value),
            Value::Text(value) => query.bind(value),
            Value::Blob(value) => query.bind(value),
            Value::Null => query.bind(None::<i64>),
        };
    }
    query
}

/// `with v(columns) as (values …) sql`
pub(super) fn sqlite_bulk<'q>(
    columns: Columns,
    rows: &[Vec<Value>],
    sql: &str,
) -> Query<'q, Sqlite, SqliteArguments> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let row = format!("({})", vec!["?"; columns.len()].join(", "));
    let text = format!(
        "with v({}) as (values {}) {sql}",
        names.join(", "),
        vec![row; rows.len()].join(", "),
    );
    // Names are literals of this crate; values are bound.
    let query = sqlx::query(AssertSqlSafe(text));
    bind_sqlite(query, rows.iter().flatten().cloned())
}

/// `with v(columns) as (select * from unnest(…)) sql`
pub(super) fn postgres_bulk<'q>(
    columns: Columns,
    rows: &[Vec<Value>],
    sql: &str,
) -> Query<'q, Postgres, PgArguments> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let arrays: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(index, (_, kind))| {
            let kind = match kind {
                Kind::Int => "bigint",
                Kind::Real => "double precision",
                Kind::Id => "uuid",
                Kind::Text => "text",
            };
            format!("${}::{kind}[]", index + 1)
        })
        .collect();
    let text = format!(
        "with v({}) as materialized (select * from unnest({})) {sql}",
        names.join(", "),
        arrays.join(", "),
    );
    // Names are literals of this crate; values are bound.
    let mut query = sqlx::query(AssertSqlSafe(text));
    for (index, (_, kind)) in columns.iter().enumerate() {
        let column = rows.iter().map(|row| row.get(index));
        query = match kind {
            Kind::Int => query.bind(each(column, |value| match value {
                Value::Int(value) => Some(*value),
                _ => None,
            })),
            Kind::Real => query.bind(each(column, |value| match value {
                Value::Real(value) => Some(*value),
                _ => None,
            })),
            Kind::Id => query.bind(each(column, |value| match value {
                Value::Id(value) => Some(*value),
                _ => None,
            })),
            Kind::Text => query.bind(each(column, |value| match value {
                Value::Text(value) => Some(value.clone()),
                _ => None,
            })),
        };
    }
    query
}

fn each<'a, T>(
    column: impl Iterator<Item = Option<&'a Value>>,
    pick: impl Fn(&Value) -> Option<T>,
) -> Vec<Option<T>> {
    column.map(|value| value.and_then(&pick)).collect()
}

fn bind_sqlite<'q>(
    mut query: Query<'q, Sqlite, SqliteArguments>,
    arguments: impl IntoIterator<Item = Value>,
) -> Query<'q, Sqlite, SqliteArguments> {
    for argument in arguments {
        query = match argument {
            Value::Int(value) => query.bind(value),
            Value::Real(value) => query.bind(value),
            Value::Id(value) => query.bind(value),
            Value::Text(value) => query.bind(value),
            Value::Blob(value) => query.bind(value),
            Value::Null => query.bind(None::<i64>),
        };
    }
    query
}
