use instant_glicko_2::algorithm::{PublicGame, rate_games_untimed};
use instant_glicko_2::{IntoWithParameters, Parameters, PublicRating};
use serde::{Deserialize, Serialize};

use super::ledger::TOLERANCE;
use crate::ids::PlayerId;
use crate::time::Time;

/// What a newcomer starts with.
const START_RATING: f64 = 1500.0;
const START_DEVIATION: f64 = 500.0;
const START_VOLATILITY: f64 = 0.09;
/// Constrains the change of volatility.
const TAU: f64 = 0.75;
/// The bounds that keep a rating mobile and a newcomer's finite.
const LEAST_DEVIATION: f64 = 45.0;
const MOST_DEVIATION: f64 = 500.0;
const MOST_VOLATILITY: f64 = 0.1;
/// Rating periods that pass in a day.
const PERIODS_PER_DAY: f64 = 0.21436;
const MS_PER_DAY: f64 = 86_400_000.0;
const CONVERGENCE_TOLERANCE: f64 = 1e-6;

/// A rating is provisional while its deviation is at least this.
pub const PROVISIONAL_DEVIATION: f64 = 110.0;

/// A player's rating, in Glicko-2's public scale.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    pub rating: f64,
    pub deviation: f64,
    pub volatility: f64,
    /// When it last changed; the deviation grows from then on.
    pub at: Time,
}

impl Rating {
    /// The rating of somebody who has never played a rated battle.
    #[must_use]
    pub fn new_player(at: Time) -> Self {
        Self {
            rating: START_RATING,
            deviation: START_DEVIATION,
            volatility: START_VOLATILITY,
            at,
        }
    }

    #[must_use]
    pub fn is_provisional(&self) -> bool {
        self.deviation >= PROVISIONAL_DEVIATION
    }

    /// Whether the two differ by no more than recomputing may.
    #[must_use]
    pub fn is_close_to(&self, other: &Self) -> bool {
        let pairs = [
            (self.rating, other.rating),
            (self.deviation, other.deviation),
            (self.volatility, other.volatility),
        ];
        // A NaN is close to nothing.
        let close = |(a, b): (f64, f64)| (a - b).abs() <= TOLERANCE;
        self.at == other.at && pairs.into_iter().all(close)
    }

    fn public(&self) -> PublicRating {
        PublicRating::new(self.rating, self.deviation, self.volatility)
    }

    /// Rating periods from the last change to `now`, fractional, at least 0.
    fn periods_until(&self, now: Time) -> f64 {
        // A millisecond count below 2^53 is exact; a year has 2^35.
        #[allow(clippy::cast_precision_loss, reason = "exact below 2^53 ms")]
        let elapsed_ms = (now - self.at).0.max(0) as f64;
        elapsed_ms / MS_PER_DAY * PERIODS_PER_DAY
    }
}

/// One player's change by one battle.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RatingChange {
    pub player: PlayerId,
    pub before: Rating,
    pub after: Rating,
}

/// `player` after a battle against `opponent` at `now`; `score` is 1 for a win, 0.5 for a draw, 0 for a loss.
#[must_use]
pub fn rate(player: &Rating, opponent: &Rating, score: f64, now: Time) -> Rating {
    let parameters = Parameters::new(
        PublicRating::new(START_RATING, START_DEVIATION, START_VOLATILITY),
        TAU,
        CONVERGENCE_TOLERANCE,
    );
    let own = player.public().into_with_parameters(parameters);
    let game = PublicGame::new(opponent.public(), score).into_with_parameters(parameters);
    let rated = rate_games_untimed(own, &[game], player.periods_until(now), parameters);
    let rated: PublicRating = rated.into_with_parameters(parameters);
    Rating {
        rating: rated.rating(),
        deviation: rated.deviation().clamp(LEAST_DEVIATION, MOST_DEVIATION),
        volatility: rated.volatility().min(MOST_VOLATILITY),
        at: now.max(player.at),
    }
}

#[cfg(test)]
mod tests;
