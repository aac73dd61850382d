//! Cursors: the key of a page's last entry, opaque to those who carry them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::QueryError;

/// The last entry of a page, by the order of its list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cursor {
    Board {
        rank: i64,
        rating: f64,
        player: Uuid,
    },
    LanguageBoard {
        rank: i64,
        wins: i64,
        rating: f64,
        player: Uuid,
    },
    History {
        ended_at_ms: i64,
        battle: Uuid,
    },
    Ratings {
        book_version: i64,
    },
    Live {
        started_at_ms: i64,
        battle: Uuid,
    },
    Ended {
        ended_at_ms: i64,
        battle: Uuid,
    },
}

impl Cursor {
    pub(super) fn encode(self) -> String {
        let mut bytes = Vec::with_capacity(41);
        match self {
            Self::Board {
                rank,
                rating,
                player,
            } => {
                bytes.push(1);
                bytes.extend(rank.to_be_bytes());
                bytes.extend(rating.to_be_bytes());
                bytes.extend(player.as_bytes());
            }
            Self::LanguageBoard {
                rank,
                wins,
                rating,
                player,
            } => {
                bytes.push(2);
                bytes.extend(rank.to_be_bytes());
                bytes.extend(wins.to_be_bytes());
                bytes.extend(rating.to_be_bytes());
                bytes.extend(player.as_bytes());
            }
            Self::History {
                ended_at_ms,
                battle,
            } => {
                bytes.push(3);
                bytes.extend(ended_at_ms.to_be_bytes());
                bytes.extend(battle.as_bytes());
            }
            Self::Ratings { book_version } => {
                bytes.push(4);
                bytes.extend(book_version.to_be_bytes());
            }
            Self::Live {
                started_at_ms,
                battle,
            } => {
                bytes.push(5);
                bytes.extend(started_at_ms.to_be_bytes());
                bytes.extend(battle.as_bytes());
            }
            Self::Ended {
                ended_at_ms,
                battle,
            } => {
                bytes.push(6);
                bytes.extend(ended_at_ms.to_be_bytes());
                bytes.extend(battle.as_bytes());
            }
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    pub(super) fn decode(text: &str) -> Result<Self, QueryError> {
        let bytes = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| QueryError::BadCursor)?;
        let mut fields = Fields { rest: &bytes };
        let cursor = match fields.array::<1>()? {
            [1] => Self::Board {
                rank: fields.rank()?,
                rating: fields.rating()?,
                player: fields.id()?,
            },
            [2] => Self::LanguageBoard {
                rank: fields.rank()?,
                wins: fields.int()?,
                rating: fields.rating()?,
                player: fields.id()?,
            },
            [3] => Self::History {
                ended_at_ms: fields.int()?,
                battle: fields.id()?,
            },
            [4] => Self::Ratings {
                book_version: fields.int()?,
            },
            [5] => Self::Live {
                started_at_ms: fields.int()?,
                battle: fields.id()?,
            },
            [6] => Self::Ended {
                ended_at_ms: fields.int()?,
                battle: fields.id()?,
            },
            _ => return Err(QueryError::BadCursor),
        };
        if fields.rest.is_empty() {
            Ok(cursor)
        } else {
            Err(QueryError::BadCursor)
        }
    }
}

struct Fields<'a> {
    rest: &'a [u8],
}

impl Fields<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], QueryError> {
        let (first, rest) = self
            .rest
            .split_first_chunk::<N>()
            .ok_or(QueryError::BadCursor)?;
        self.rest = rest;
        Ok(*first)
    }

    fn int(&mut self) -> Result<i64, QueryError> {
        self.array().map(i64::from_be_bytes)
    }

    /// The rank of the last entry: at least one, and never so high that the next overflows.
    fn rank(&mut self) -> Result<i64, QueryError> {
        let rank = self.int()?;
        if (1..=MAX_RANK).contains(&rank) {
            Ok(rank)
        } else {
            Err(QueryError::BadCursor)
        }
    }

    fn rating(&mut self) -> Result<f64, QueryError> {
        let rating = self.array().map(f64::from_be_bytes)?;
        if rating.is_finite() {
            Ok(rating)
        } else {
            Err(QueryError::BadCursor)
        }
    }

    fn id(&mut self) -> Result<Uuid, QueryError> {
        self.array().map(Uuid::from_bytes)
    }
}

/// Far above any number of players.
const MAX_RANK: i64 = 1 << 40;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    fn any_cursor() -> impl Strategy<Value = Cursor> {
        let id = || any::<u128>().prop_map(Uuid::from_u128);
        let rating = || -4000.0..4000.0;
        prop_oneof![
            (1..=MAX_RANK, rating(), id()).prop_map(|(rank, rating, player)| Cursor::Board {
                rank,
                rating,
                player
            }),
            (1..=MAX_RANK, any::<i64>(), rating(), id()).prop_map(
                |(rank, wins, rating, player)| Cursor::LanguageBoard {
                    rank,
                    wins,
                    rating,
                    player
                }
            ),
            (any::<i64>(), id()).prop_map(|(ended_at_ms, battle)| Cursor::History {
                ended_at_ms,
                battle
            }),
            any::<i64>().prop_map(|book_version| Cursor::Ratings { book_version }),
            (any::<i64>(), id()).prop_map(|(started_at_ms, battle)| Cursor::Live {
                started_at_ms,
                battle
            }),
            (any::<i64>(), id()).prop_map(|(ended_at_ms, battle)| Cursor::Ended {
                ended_at_ms,
                battle
            }),
        ]
    }

    proptest! {
        #[test]
        fn a_cursor_comes_back_as_it_was_given(cursor in any_cursor()) {
            prop_assert_eq!(Cursor::decode(&cursor.encode()).unwrap(), cursor);
        }

        #[test]
        fn a_cut_cursor_is_refused(cursor in any_cursor(), cut in 1_usize..8) {
            let text = cursor.encode();
            prop_assert_eq!(
                Cursor::decode(&text[..text.len() - cut]).unwrap_err(),
                QueryError::BadCursor
            );
        }

        #[test]
        fn whatever_a_caller_sends_is_an_answer(text: String, bytes: Vec<u8>) {
            let _ = Cursor::decode(&text);
            let _ = Cursor::decode(&URL_SAFE_NO_PAD.encode(bytes));
        }
    }

    #[test]
    fn numbers_that_no_list_has_are_refused() {
        let player = Uuid::nil();
        let board = |rank, rating| {
            let cursor = Cursor::Board {
                rank,
                rating,
                player,
            };
            Cursor::decode(&cursor.encode())
        };
        assert!(board(1, 1500.0).is_ok());
        assert!(board(MAX_RANK, 1500.0).is_ok());
        assert!(board(0, 1500.0).is_err());
        assert!(board(MAX_RANK + 1, 1500.0).is_err());
        assert!(board(1, f64::NAN).is_err());
        assert!(board(1, f64::INFINITY).is_err());
    }
}
