use crate::fold::{Entry, FoldError};
use crate::store::Tx;
use crate::{battles, queues, ratings};

/// One fold of the log with tables and a checkpoint of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Projection {
    /// Current ratings and how they came about. Folds the rating book alone.
    Ratings,
    /// Battles, players' records and problems' statistics. Folds the battles' streams; what spans
    /// them is sums, and streaks in the order (end of the battle, battle id).
    Battles,
    /// How long paired players have waited. Folds each queue alone.
    Queues,
}

impl Projection {
    /// Every projection.
    pub const ALL: [Self; 3] = [Self::Ratings, Self::Battles, Self::Queues];

    /// Its name in the checkpoints and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ratings => "ratings",
            Self::Battles => "battles",
            Self::Queues => "queues",
        }
    }

    /// The version of its fold. Raise it with every change of what the same events lead to: the
    /// runner then folds the log anew.
    #[must_use]
    pub const fn version(self) -> i64 {
        match self {
            Self::Queues => 1,
            Self::Ratings | Self::Battles => 2,
        }
    }

    /// Its tables with their primary keys.
    #[must_use]
    pub(crate) const fn tables(self) -> &'static [Table] {
        match self {
            Self::Ratings => ratings::TABLES,
            Self::Battles => battles::TABLES,
            Self::Queues => queues::TABLES,
        }
    }

    /// Folds `entries` into the tables; nothing is kept unless the transaction commits.
    pub(crate) async fn fold(self, tx: &mut Tx, entries: &[Entry]) -> Result<(), FoldError> {
        match self {
            Self::Ratings => ratings::fold(tx, entries).await,
            Self::Battles => battles::fold(tx, entries).await,
            Self::Queues => queues::fold(tx, entries).await,
        }
    }
}

/// A table of a projection, with the statements that treat it as a whole.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// Deletes every row.
    pub(crate) clear: &'static str,
    /// Every column, named in its order, of every row.
    pub(crate) all: &'static str,
    /// The columns of `all`.
    pub(crate) columns: crate::store::Columns,
}

/// A [`Table`] from its name and columns.
macro_rules! table {
    ($name:literal: $first:ident $first_kind:ident $(, $column:ident $kind:ident)* $(,)?) => {
        $crate::projection::Table {
            name: $name,
            clear: concat!("delete from ", $name),
            all: concat!("select ", stringify!($first) $(, ", ", stringify!($column))*, " from ", $name),
            columns: &[
                (stringify!($first), $crate::store::Kind::$first_kind)
                $(, (stringify!($column), $crate::store::Kind::$kind))*
            ],
        }
    };
}
pub(crate) use table;
