use std::fmt::Write as _;

use uuid::Uuid;

use crate::checkpoint;
use crate::projection::{Projection, Table};
use crate::store::{Kind, Row, Store, StoreError};

/// Every row of a projection and its checkpoint as text, the same for the same model on every
/// database: to compare two rebuilds. Rows are sorted; numbers that are not whole are written as
/// their 64 bits.
///
/// # Errors
/// The database is away.
pub async fn dump(store: &Store, projection: Projection) -> Result<String, StoreError> {
    let mut tx = store.snapshot().await?;
    let mut text = String::new();
    let folded = checkpoint::peek(&mut tx, projection).await?;
    if let Some(checkpoint) = folded {
        let _ = writeln!(text, "{} version {}", projection.name(), checkpoint.version);
        for (shard, position) in checkpoint.positions.iter() {
            if position.0 > 0 {
                let _ = writeln!(text, "shard {shard} position {position}");
            }
        }
    }
    for table in projection.tables() {
        let rows = tx.fetch(table.all, Vec::new()).await?;
        let lines: Result<Vec<String>, StoreError> =
            rows.iter().map(|row| line(table, row)).collect();
        let mut lines = lines?;
        lines.sort_unstable();
        for line in lines {
            let _ = writeln!(text, "{} {line}", table.name);
        }
    }
    Ok(text)
}

fn line(table: &Table, row: &Row) -> Result<String, StoreError> {
    let mut line = String::new();
    for (index, (name, kind)) in table.columns.iter().enumerate() {
        let value = match kind {
            Kind::Int => row
                .get::<Option<i64>>(index)?
                .map(|value| value.to_string()),
            Kind::Real => row
                .get::<Option<f64>>(index)?
                .map(|value| format!("{:016x}", value.to_bits())),
            Kind::Id => row
                .get::<Option<Uuid>>(index)?
                .map(|value| value.to_string()),
            Kind::Text => row
                .get::<Option<String>>(index)?
                .map(|value| format!("{value:?}")),
        };
        let _ = write!(line, "{name}={} ", value.as_deref().unwrap_or("-"));
    }
    Ok(line)
}
