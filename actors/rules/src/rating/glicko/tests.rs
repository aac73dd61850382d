#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;

const DAY: i64 = 86_400_000;

/// Glicko-2 once more, straight from the paper and without its crate: the steps of Glickman's
/// "Example of the Glicko-2 system" (2013), with `periods` in step 6.
mod paper {
    const SCALE: f64 = 173.7178;

    pub(super) struct Player {
        pub(super) rating: f64,
        pub(super) deviation: f64,
        pub(super) volatility: f64,
    }

    /// `results` are rating, deviation and score.
    pub(super) fn rate(
        player: &Player,
        results: &[(f64, f64, f64)],
        tau: f64,
        periods: f64,
    ) -> Player {
        let mu = (player.rating - 1500.0) / SCALE;
        let phi = player.deviation / SCALE;
        let mut information = 0.0;
        let mut sum = 0.0;
        for (rating, deviation, score) in results {
            let (mu_j, phi_j) = ((rating - 1500.0) / SCALE, deviation / SCALE);
            let pi = std::f64::consts::PI;
            let g = 1.0 / (1.0 + 3.0 * phi_j * phi_j / (pi * pi)).sqrt();
            let e = 1.0 / (1.0 + (-g * (mu - mu_j)).exp());
            information += g * g * e * (1.0 - e);
            sum += g * (score - e);
        }
        let v = 1.0 / information;
        let delta = v * sum;
        let volatility = volatility(phi, v, delta, player.volatility, tau);
        let phi_star = (phi * phi + periods * volatility * volatility).sqrt();
        let phi_new = 1.0 / (1.0 / (phi_star * phi_star) + information).sqrt();
        let mu_new = mu + phi_new * phi_new * sum;
        Player {
            rating: mu_new * SCALE + 1500.0,
            deviation: phi_new * SCALE,
            volatility,
        }
    }

    /// Step 5, by bisection: slower than the paper's Illinois iteration, and hard to get wrong.
    fn volatility(phi: f64, v: f64, delta: f64, sigma: f64, tau: f64) -> f64 {
        let a = (sigma * sigma).ln();
        let f = |x: f64| {
            let ex = x.exp();
            let d = phi * phi + v + ex;
            ex * (delta * delta - phi * phi - v - ex) / (2.0 * d * d) - (x - a) / (tau * tau)
        };
        // The solution that is continuous in the surprise: the first one upwards. After an upset of
        // thousands of points the equation has others, far up.
        let surprise = delta * delta - phi * phi - v;
        let mut low = if surprise > 0.0 {
            a.min(surprise.ln())
        } else {
            a - 20.0
        };
        let mut high = low + 0.01;
        while f(high) > 0.0 {
            (low, high) = (high, high + 0.01);
        }
        for _ in 0..200 {
            let middle = f64::midpoint(low, high);
            if f(middle) > 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        (low / 2.0).exp()
    }
}

fn rating(rating: f64, deviation: f64, volatility: f64) -> Rating {
    Rating {
        rating,
        deviation,
        volatility,
        at: Time(0),
    }
}

/// After this many rating periods.
fn after(periods: f64) -> Time {
    #[allow(clippy::cast_possible_truncation, reason = "whole milliseconds")]
    let at_ms = (periods / PERIODS_PER_DAY * MS_PER_DAY).round() as i64;
    Time(at_ms)
}

fn any_rating() -> impl Strategy<Value = Rating> {
    (
        0.0..4000.0_f64,
        LEAST_DEVIATION..=MOST_DEVIATION,
        0.01..=MOST_VOLATILITY,
        0..400 * DAY,
    )
        .prop_map(|(rating, deviation, volatility, at)| Rating {
            rating,
            deviation,
            volatility,
            at: Time(at),
        })
}

/// Ratings whose distance can be played: with matchmaking it is far below 2000.
fn any_playable() -> impl Strategy<Value = Rating> {
    (any_rating(), 500.0..2500.0_f64).prop_map(|(any, rating)| Rating { rating, ..any })
}

fn any_score() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(0.5), Just(1.0)]
}

#[test]
fn the_reference_gives_the_papers_example() {
    let player = paper::Player {
        rating: 1500.0,
        deviation: 200.0,
        volatility: 0.06,
    };
    let results = [
        (1400.0, 30.0, 1.0),
        (1550.0, 100.0, 0.0),
        (1700.0, 300.0, 0.0),
    ];
    let rated = paper::rate(&player, &results, 0.5, 1.0);
    assert!((rated.rating - 1464.06).abs() < 0.01, "{}", rated.rating);
    assert!(
        (rated.deviation - 151.52).abs() < 0.01,
        "{}",
        rated.deviation
    );
    assert!(
        (rated.volatility - 0.05999).abs() < 1e-5,
        "{}",
        rated.volatility
    );
}

#[test]
fn the_papers_player_against_each_opponent_agrees_with_the_reference() {
    let player = rating(1500.0, 200.0, 0.06);
    for (opponent, deviation, score) in [
        (1400.0, 30.0, 1.0),
        (1550.0, 100.0, 0.0),
        (1700.0, 300.0, 0.0),
    ] {
        let rated = rate(
            &player,
            &rating(opponent, deviation, 0.06),
            score,
            after(1.0),
        );
        let expected = paper::rate(
            &paper::Player {
                rating: 1500.0,
                deviation: 200.0,
                volatility: 0.06,
            },
            &[(opponent, deviation, score)],
            TAU,
            1.0,
        );
        assert!((rated.rating - expected.rating).abs() < 1e-2);
        assert!((rated.deviation - expected.deviation).abs() < 1e-2);
        assert!((rated.volatility - expected.volatility).abs() < 1e-6);
    }
}

#[test]
fn a_newcomer_is_provisional_and_as_stated() {
    let newcomer = Rating::new_player(Time(7));
    assert_eq!(
        newcomer,
        Rating {
            at: Time(7),
            ..rating(1500.0, 500.0, 0.09)
        }
    );
    assert!(newcomer.is_provisional());
    assert!(rating(1500.0, 110.0, 0.06).is_provisional());
    assert!(!rating(1500.0, 109.999, 0.06).is_provisional());
}

#[test]
fn a_draw_of_equals_moves_neither_rating() {
    let player = rating(1700.0, 80.0, 0.06);
    let rated = rate(&player, &player, 0.5, Time(0));
    assert!((rated.rating - 1700.0).abs() < 1e-9);
    assert!(rated.deviation < 80.0);
}

#[test]
fn deviation_grows_with_the_fraction_of_a_period_that_has_passed() {
    let (player, opponent) = (rating(1500.0, 60.0, 0.1), rating(1500.0, 60.0, 0.1));
    let after_days = |days: i64| rate(&player, &opponent, 0.5, Time(days * DAY)).deviation;
    let grown: Vec<f64> = [0, 1, 2, 30, 365].map(after_days).to_vec();
    assert!(grown.is_sorted_by(|a, b| a < b), "{grown:?}");
    // φ*² grows in proportion to time: 30 days are 30 times one day.
    let star =
        |deviation: f64| 1.0 / (1.0 / (deviation * deviation) - precision(&player, &opponent));
    let growth = |days: i64| star(after_days(days)) - star(after_days(0));
    let ratio = growth(30) / growth(1);
    assert!((ratio - 30.0).abs() < 1e-3, "{ratio}");
}

/// What the battle itself adds to 1/RD²: the same at every moment.
fn precision(player: &Rating, opponent: &Rating) -> f64 {
    let at_once = rate(player, opponent, 0.5, player.at);
    // Without elapsed time φ* is φ.
    1.0 / (at_once.deviation * at_once.deviation) - 1.0 / (player.deviation * player.deviation)
}

#[test]
fn a_clock_that_steps_back_adds_no_time() {
    let player = Rating {
        at: Time(50 * DAY),
        ..rating(1500.0, 100.0, 0.09)
    };
    let opponent = rating(1600.0, 100.0, 0.09);
    let at_once = rate(&player, &opponent, 1.0, Time(50 * DAY));
    let earlier = rate(&player, &opponent, 1.0, Time(3));
    assert_eq!(earlier, at_once);
    assert_eq!(earlier.at, Time(50 * DAY));
}

#[test]
fn a_settled_deviation_stays_at_its_least() {
    let opponent = rating(1500.0, 45.0, 0.03);
    let mut player = rating(1500.0, 45.0, 0.03);
    for battle in 0..200 {
        player = rate(&player, &opponent, f64::from(battle % 2), Time(0));
        assert!(player.deviation >= LEAST_DEVIATION);
    }
    assert!((player.deviation - LEAST_DEVIATION).abs() < 1e-9);
    // A rating at the least deviation still moves.
    let won = rate(&player, &opponent, 1.0, Time(0));
    assert!(won.rating > player.rating + 1.0);
}

#[test]
fn a_century_away_is_no_more_than_a_newcomers_deviation() {
    let player = rating(1500.0, 500.0, 0.1);
    let century = Time(36_500 * DAY);
    let rated = rate(&player, &rating(4000.0, 500.0, 0.1), 0.0, century);
    assert!(rated.deviation <= MOST_DEVIATION, "{}", rated.deviation);
}

proptest! {
    #[test]
    fn every_battle_agrees_with_the_reference(
        player in any_playable(), opponent in any_playable(), score in any_score(), wait in 0..40 * DAY
    ) {
        let now = Time(player.at.0 + wait);
        let rated = rate(&player, &opponent, score, now);
        let expected = paper::rate(
            &paper::Player {
                rating: player.rating,
                deviation: player.deviation,
                volatility: player.volatility,
            },
            &[(opponent.rating, opponent.deviation, score)],
            TAU,
            player.periods_until(now),
        );
        // The crate scales by 173.7178 as the paper does, or by 400/ln 10: they differ in the seventh digit.
        prop_assert!((rated.rating - expected.rating).abs() < 1e-2, "{} {}", rated.rating, expected.rating);
        let deviation = expected.deviation.clamp(LEAST_DEVIATION, MOST_DEVIATION);
        prop_assert!((rated.deviation - deviation).abs() < 1e-2, "{} {}", rated.deviation, deviation);
        let volatility = expected.volatility.min(MOST_VOLATILITY);
        prop_assert!((rated.volatility - volatility).abs() < 1e-5, "{} {}", rated.volatility, volatility);
    }

    #[test]
    fn winning_raises_losing_lowers_and_a_draw_lies_between(
        player in any_rating(), opponent in any_rating(), wait in 0..40 * DAY
    ) {
        let now = Time(player.at.0 + wait);
        let [lost, drawn, won] = [0.0, 0.5, 1.0].map(|score| rate(&player, &opponent, score, now).rating);
        prop_assert!(lost <= player.rating && player.rating <= won);
        prop_assert!(lost <= drawn && drawn <= won);
        prop_assert!(lost < won);
    }

    #[test]
    fn draws_are_symmetric(gap in 0.0..1500.0_f64, deviation in LEAST_DEVIATION..=MOST_DEVIATION) {
        let (low, high) = (rating(1500.0 - gap, deviation, 0.06), rating(1500.0 + gap, deviation, 0.06));
        let (up, down) = (rate(&low, &high, 0.5, Time(DAY)), rate(&high, &low, 0.5, Time(DAY)));
        prop_assert!(((up.rating - low.rating) - (high.rating - down.rating)).abs() < 1e-6);
        prop_assert!((up.deviation - down.deviation).abs() < 1e-6);
    }

    #[test]
    fn whatever_happens_a_rating_is_a_number_within_its_bounds(
        start in any_rating(),
        battles in prop::collection::vec((any_rating(), any_score(), 0..30 * DAY), 1..60)
    ) {
        let mut player = start;
        for (opponent, score, wait) in battles {
            let now = Time(player.at.0 + wait);
            player = rate(&player, &opponent, score, now);
            prop_assert!(player.rating.is_finite());
            prop_assert!((LEAST_DEVIATION..=MOST_DEVIATION).contains(&player.deviation));
            prop_assert!(player.volatility > 0.0 && player.volatility <= MOST_VOLATILITY);
            prop_assert_eq!(player.at, now);
        }
    }

    #[test]
    fn the_same_battle_gives_the_same_bits(
        player in any_rating(), opponent in any_rating(), score in any_score(), now in 0..500 * DAY
    ) {
        let first = rate(&player, &opponent, score, Time(now));
        let again = rate(&player, &opponent, score, Time(now));
        prop_assert_eq!(first.rating.to_bits(), again.rating.to_bits());
        prop_assert_eq!(first.deviation.to_bits(), again.deviation.to_bits());
        prop_assert_eq!(first.volatility.to_bits(), again.volatility.to_bits());
    }
}

/// The winner of one battle was lucky or is better: beating the very best by chance, again and
/// again, must not break the arithmetic.
#[test]
fn the_widest_gap_that_can_be_played_to_stays_finite() {
    let mut loser = Rating::new_player(Time(0));
    let mut winner = Rating::new_player(Time(0));
    for battle in 0..2000 {
        let now = Time(battle * 60_000);
        let (before_loser, before_winner) = (loser, winner);
        loser = rate(&before_loser, &before_winner, 0.0, now);
        winner = rate(&before_winner, &before_loser, 1.0, now);
        assert!(
            loser.rating.is_finite() && winner.rating.is_finite(),
            "battle {battle}"
        );
    }
    assert!(winner.rating > 2000.0 && loser.rating < 1000.0);
}
