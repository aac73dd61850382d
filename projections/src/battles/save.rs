//! Writes what a batch has changed, a statement a table.

use super::changes::Changes;
use super::days;
use crate::fold::FoldError;
use crate::store::{Columns, Kind, Tx, Value};

pub(super) async fn all(tx: &mut Tx, changes: Changes) -> Result<(), FoldError> {
    let Changes {
        battles,
        seats,
        players,
        languages,
        days: added,
        problems,
    } = changes;

    let rows: Vec<Vec<Value>> = battles
        .into_iter()
        .map(|(battle, row)| {
            vec![
                battle.0.into(),
                row.mode.as_str().into(),
                row.goal.as_str().into(),
                row.difficulty.as_str().into(),
                row.stakes.as_str().into(),
                row.problem.as_str().into(),
                row.state.name().into(),
                row.created_at_ms.into(),
                row.started_at_ms.into(),
                row.ended_at_ms.into(),
                row.reason.as_deref().into(),
                row.winner.map(|winner| winner.0).into(),
                row.language.as_deref().into(),
            ]
        })
        .collect();
    tx.execute_bulk(BATTLE, &rows, SAVE_BATTLE).await?;

    let rows: Vec<Vec<Value>> = seats
        .into_iter()
        .map(|((battle, player), change)| {
            vec![
                battle.0.into(),
                player.0.into(),
                change.seat.into(),
                change.attempts.into(),
                change.accepted.into(),
                change.ended.map(|(side, _)| side.name()).into(),
                change.ended.map(|(_, at_ms)| at_ms).into(),
            ]
        })
        .collect();
    tx.execute_bulk(SEAT, &rows, SAVE_SEAT).await?;

    let rows: Vec<Vec<Value>> = players
        .into_iter()
        .map(|(player, record)| {
            let battles = record.wins + record.losses + record.draws;
            vec![
                player.0.into(),
                battles.into(),
                record.wins.into(),
                record.losses.into(),
                record.draws.into(),
            ]
        })
        .collect();
    tx.execute_bulk(PLAYER, &rows, ADD_PLAYER).await?;

    let rows: Vec<Vec<Value>> = languages
        .into_iter()
        .map(|((player, language), wins)| {
            vec![
                player.0.into(),
                language.as_str().into(),
                wins.wins.into(),
                wins.rated_wins.into(),
            ]
        })
        .collect();
    tx.execute_bulk(LANGUAGE, &rows, ADD_LANGUAGE).await?;

    let rows: Vec<Vec<Value>> = problems
        .into_iter()
        .map(|(problem, change)| {
            vec![
                problem.as_str().into(),
                change.attempts.into(),
                change.accepted.into(),
                change.battles.into(),
                change.solved.into(),
            ]
        })
        .collect();
    tx.execute_bulk(PROBLEM, &rows, ADD_PROBLEM).await?;

    days::save(tx, added).await?;
    Ok(())
}

const SAVE_BATTLE: &str = include_str!("../../sql/save_battle.sql");
const BATTLE: Columns = &[
    ("battle", Kind::Id),
    ("mode", Kind::Text),
    ("goal", Kind::Text),
    ("difficulty", Kind::Text),
    ("stakes", Kind::Text),
    ("problem", Kind::Text),
    ("state", Kind::Text),
    ("created_at_ms", Kind::Int),
    ("started_at_ms", Kind::Int),
    ("ended_at_ms", Kind::Int),
    ("reason", Kind::Text),
    ("winner", Kind::Id),
    ("language", Kind::Text),
];

const SAVE_SEAT: &str = include_str!("../../sql/save_battle_player.sql");
const SEAT: Columns = &[
    ("battle", Kind::Id),
    ("player", Kind::Id),
    ("seat", Kind::Int),
    ("attempts", Kind::Int),
    ("accepted", Kind::Int),
    ("outcome", Kind::Text),
    ("ended_at_ms", Kind::Int),
];

const ADD_PLAYER: &str = include_str!("../../sql/add_player.sql");
const PLAYER: Columns = &[
    ("player", Kind::Id),
    ("battles", Kind::Int),
    ("wins", Kind::Int),
    ("losses", Kind::Int),
    ("draws", Kind::Int),
];

const ADD_LANGUAGE: &str = include_str!("../../sql/add_player_language.sql");
const LANGUAGE: Columns = &[
    ("player", Kind::Id),
    ("language", Kind::Text),
    ("wins", Kind::Int),
    ("rated_wins", Kind::Int),
];

const ADD_PROBLEM: &str = include_str!("../../sql/add_problem.sql");
const PROBLEM: Columns = &[
    ("problem", Kind::Text),
    ("attempts", Kind::Int),
    ("accepted", Kind::Int),
    ("battles", Kind::Int),
    ("solved", Kind::Int),
];
