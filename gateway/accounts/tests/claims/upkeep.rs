use arena_accounts::refresh::GUEST_MS;
use arena_accounts::{
    Error, MAX_PROFILES, PRUNE_EVERY_MS, PlayerId, Rejection, Role, SIGNS_AFTER_MS,
};
use arena_log::testing::PostgresServer;
use uuid::Uuid;

use crate::support::{DAY, MINUTE, NOW, PASSWORD, World, client, rejected};

pub(crate) async fn a_restart_keeps_accounts_logins_and_keys(world: World) {
    let session = world.register("grace").await;
    let keys = world.accounts.jwks(NOW);
    let world = world.restarted(NOW + MINUTE).await;
    assert_eq!(world.accounts.jwks(NOW + MINUTE), keys);
    let identity = world
        .accounts
        .authenticate(&session.access.token, NOW + MINUTE)
        .unwrap();
    assert_eq!(identity.player_id, session.profile.player_id);
    world
        .refresh(&session.refresh.token, NOW + MINUTE)
        .await
        .unwrap();
    world
        .log_in("grace", PASSWORD, 1, NOW + MINUTE)
        .await
        .unwrap();
}

pub(crate) async fn rotated_keys_sign_and_old_tokens_stay_valid(world: World) {
    let session = world.register("grace").await;
    let rotated = world.accounts.rotate_keys(NOW + 1).await.unwrap();
    assert_eq!(rotated.signs_from_ms, NOW + 1 + SIGNS_AFTER_MS);
    let now = rotated.signs_from_ms;
    let refreshed = world.refresh(&session.refresh.token, now).await.unwrap();
    for token in [&session.access.token, &refreshed.access.token] {
        world.accounts.authenticate(token, now).unwrap();
    }
    let ids = |now| {
        let set = world.accounts.jwks(now);
        let keys = set["keys"].as_array().unwrap().clone();
        keys.iter()
            .map(|key| key["kid"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(NOW + 2).len(), 2);
    assert_eq!(ids(NOW + DAY), [rotated.kid]);
    world.accounts.maintain(NOW + DAY).await.unwrap();
    let files = std::fs::read_dir(world.data().join("keys"))
        .unwrap()
        .count();
    assert_eq!(files, 1);
}

pub(crate) async fn profiles_of_many_players_are_found_at_once(world: World) {
    let mut players = Vec::new();
    for from in 0..300 {
        let guest = rejected(world.accounts.guest(&client(from), NOW).await).unwrap();
        players.push(guest.profile);
    }
    let mut ids: Vec<PlayerId> = players.iter().map(|player| player.player_id).collect();
    let stranger = PlayerId(Uuid::from_u128(1));
    ids.push(stranger);
    ids.push(ids[0]);
    let found = rejected(world.accounts.profiles(&ids).await).unwrap();
    assert_eq!(found.len(), players.len());
    assert!(
        players
            .iter()
            .all(|player| found[&player.player_id] == *player)
    );
    assert!(!found.contains_key(&stranger));
    assert!(
        rejected(world.accounts.profiles(&[]).await)
            .unwrap()
            .is_empty()
    );

    let most = vec![ids[0]; MAX_PROFILES];
    assert_eq!(
        rejected(world.accounts.profiles(&most).await)
            .unwrap()
            .len(),
        1
    );
    let too_many = vec![ids[0]; MAX_PROFILES + 1];
    let refused = rejected(world.accounts.profiles(&too_many).await).unwrap_err();
    assert_eq!(refused, Rejection::TooManyPlayers { max: MAX_PROFILES });

    let by_name = world.accounts.profile_by_name(&players[7].name).await;
    assert_eq!(rejected(by_name).unwrap(), players[7]);
    let nobody = world.accounts.profile_by_name("nobody_here").await;
    assert_eq!(rejected(nobody).unwrap_err(), Rejection::PlayerUnknown);
}

pub(crate) async fn a_role_is_said_by_the_next_tokens(world: World) {
    let session = world.register("grace").await;
    let changed = world.accounts.set_role("GRACE", Role::Operator).await;
    assert_eq!(rejected(changed).unwrap().role, Role::Operator);
    let role = |token: &str| world.accounts.authenticate(token, NOW).unwrap().role;
    assert_eq!(role(&session.access.token), Role::Player);
    let refreshed = world.refresh(&session.refresh.token, NOW).await.unwrap();
    assert_eq!(role(&refreshed.access.token), Role::Operator);

    let guest = world.guest().await;
    for name in ["nobody_here", guest.profile.name.as_str(), ""] {
        let refused = world.accounts.set_role(name, Role::Operator).await;
        assert_eq!(rejected(refused).unwrap_err(), Rejection::PlayerUnknown);
    }
}

pub(crate) async fn what_has_expired_is_removed(world: World) {
    let grace = world.register("grace").await;
    let idle = world.log_in("grace", PASSWORD, 1, NOW).await.unwrap();
    for from in 0..20 {
        rejected(world.accounts.guest(&client(from), NOW).await).unwrap();
    }
    let mut session = grace;
    for day in 1..=40 {
        session = world
            .refresh(&session.refresh.token, NOW + day * DAY)
            .await
            .unwrap();
    }
    let now = NOW + 40 * DAY;
    let count = |table: &str| {
        let world = &world;
        let query = format!("SELECT CAST(count(*) AS text) FROM accounts_{table}");
        async move {
            world
                .texts(&query)
                .await
                .remove(0)
                .parse::<usize>()
                .unwrap()
        }
    };
    assert_eq!(count("players").await, 21);
    assert_eq!(count("refresh_tokens").await, 62);
    world.accounts.maintain(now).await.unwrap();
    assert_eq!(count("players").await, 1);
    assert_eq!(count("logins").await, 1);
    // Those of days 11 to 40: what was issued 30 days ago has just expired.
    assert_eq!(count("refresh_tokens").await, 30);
    let gone = world.refresh(&idle.refresh.token, now).await.unwrap_err();
    assert_eq!(gone, Rejection::RefreshInvalid);

    rejected(world.accounts.guest(&client(1), now - GUEST_MS).await).unwrap();
    world
        .accounts
        .maintain(now + PRUNE_EVERY_MS - 1)
        .await
        .unwrap();
    assert_eq!(count("players").await, 2, "not before it is due again");
    world.accounts.maintain(now + PRUNE_EVERY_MS).await.unwrap();
    assert_eq!(count("players").await, 1);
}

pub(crate) async fn everything_in_the_database_is_named_after_accounts(world: World) {
    let tables = if world.is_sqlite() {
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    } else {
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"
    };
    let mut tables = world.texts(tables).await;
    tables.sort();
    assert_eq!(
        tables,
        [
            "accounts_key_ring",
            "accounts_logins",
            "accounts_migrations",
            "accounts_players",
            "accounts_refresh_tokens",
            "accounts_signing_keys"
        ]
    );
}

/// On PostgreSQL alone.
pub(crate) async fn connections_that_died_or_turned_read_only_are_replaced(world: World) {
    let session = world.register("grace").await;
    let end_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
    world.execute(end_all).await;
    let session = world.refresh(&session.refresh.token, NOW).await.unwrap();

    // What a failover looks like from here: the sessions that there are, turn read-only.
    let database = world
        .texts("SELECT current_database()::text")
        .await
        .remove(0);
    let read_only =
        |on: &str| format!("ALTER DATABASE {database} SET default_transaction_read_only = {on}");
    world.execute(&read_only("on")).await;
    world.execute(end_all).await;
    let refused = world
        .accounts
        .refresh(&session.refresh.token, &client(1), NOW)
        .await;
    assert!(
        matches!(&refused, Err(Error::Fault(fault)) if fault.is_temporary()),
        "{refused:?}"
    );
    let writable = format!("BEGIN READ WRITE; {}; COMMIT", read_only("off"));
    world.execute_all(&writable).await;
    world.refresh(&session.refresh.token, NOW).await.unwrap();
}

pub(crate) async fn a_server_that_is_away_is_a_fault_that_passes() {
    let mut server = PostgresServer::start().await;
    let world = World::on(server.database().await).await;
    let session = world.register("hedy").await;
    server.kill();
    let (accounts, client) = (&world.accounts, client(1));
    let refused = futures_util::future::join(
        accounts.guest(&client, NOW),
        accounts.refresh(&session.refresh.token, &client, NOW),
    );
    for refused in <[_; 2]>::from(refused.await) {
        assert!(
            matches!(&refused, Err(Error::Fault(fault)) if fault.is_temporary()),
            "{refused:?}"
        );
    }
    server.restart().await;
    world.refresh(&session.refresh.token, NOW).await.unwrap();
}
