insert into battle_player (battle, player, seat, attempts, accepted, outcome, ended_at_ms)
select battle, player, seat, attempts, accepted, outcome, ended_at_ms from v where true
on conflict (battle, player) do update
set attempts = battle_player.attempts + excluded.attempts, accepted = battle_player.accepted + excluded.accepted,
    outcome = coalesce(excluded.outcome, battle_player.outcome),
    ended_at_ms = coalesce(excluded.ended_at_ms, battle_player.ended_at_ms)
