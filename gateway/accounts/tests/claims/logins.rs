use arena_accounts::model::MAX_USER_AGENT_CHARS;
use arena_accounts::{Client, LoginId, Rejection};
use uuid::Uuid;

use crate::support::{MINUTE, NOW, PASSWORD, World, client, rejected};

pub(crate) async fn logging_out_ends_the_login_everywhere(world: World) {
    let session = world.register("grace").await;
    let second = world.refresh(&session.refresh.token, NOW).await.unwrap();
    let mut news = world.accounts.revocations();
    // With a token that has been refreshed: another tab is logged out as well.
    world
        .accounts
        .log_out(&session.refresh.token, NOW)
        .await
        .unwrap();
    assert_eq!(news.try_recv().unwrap(), session.login_id);
    let refused = world
        .accounts
        .authenticate(&second.access.token, NOW)
        .unwrap_err();
    assert_eq!(refused, Rejection::LoginRevoked);
    let refused = world.refresh(&second.refresh.token, NOW).await.unwrap_err();
    assert_eq!(refused, Rejection::LoginRevoked);
    for token in [
        session.refresh.token.as_str(),
        &second.refresh.token,
        "",
        "garbage",
    ] {
        world.accounts.log_out(token, NOW).await.unwrap();
    }
    assert!(news.try_recv().is_err(), "announced once");
}

pub(crate) async fn logins_are_listed_with_where_they_are_used(world: World) {
    let first = world.register("grace").await;
    let player = first.profile.player_id;
    let strange = Client {
        address: "2001:db8::7".parse().unwrap(),
        user_agent: format!("\u{1b}[31mred\r\n{}", "é".repeat(2 * MAX_USER_AGENT_CHARS)),
    };
    let second = rejected(
        world
            .accounts
            .log_in("grace", PASSWORD, &strange, NOW + 1)
            .await,
    )
    .unwrap();
    let moved = world
        .accounts
        .refresh(&first.refresh.token, &client(7), NOW + MINUTE)
        .await;
    let moved = rejected(moved).unwrap();

    let listed = world.accounts.logins(player, NOW + MINUTE).await.unwrap();
    let [one, other] = listed.as_slice() else {
        panic!("{listed:?}")
    };
    assert_eq!(one.login_id, first.login_id);
    assert_eq!((one.created_ms, one.last_used_ms), (NOW, NOW + MINUTE));
    assert_eq!(one.expires_ms, moved.refresh.expires_ms);
    assert_eq!(one.address, client(7).address.to_string());
    assert_eq!(one.user_agent, "test client 7");
    assert_eq!(other.login_id, second.login_id);
    assert_eq!(other.address, "2001:db8::7");
    assert_eq!(other.user_agent.chars().count(), MAX_USER_AGENT_CHARS);
    assert!(!other.user_agent.contains(char::is_control));

    let expired = world
        .accounts
        .logins(player, second.refresh.expires_ms)
        .await
        .unwrap();
    assert_eq!(expired.len(), 1, "the login that has expired is not listed");
}

pub(crate) async fn a_player_ends_his_own_logins_and_nobody_elses(world: World) {
    let grace = world.register("grace").await;
    let second = world.log_in("grace", PASSWORD, 1, NOW).await.unwrap();
    let eve = world.register("eve").await;
    let end = |player, login| {
        let accounts = &world.accounts;
        async move { rejected(accounts.revoke_login(player, login, NOW).await) }
    };
    let eve_id = eve.profile.player_id;
    assert_eq!(
        end(eve_id, grace.login_id).await,
        Err(Rejection::LoginUnknown)
    );
    assert_eq!(
        end(eve_id, LoginId(Uuid::nil())).await,
        Err(Rejection::LoginUnknown)
    );
    assert!(world.accounts.is_login_active(grace.login_id));

    let grace_id = grace.profile.player_id;
    assert_eq!(end(grace_id, second.login_id).await, Ok(()));
    assert_eq!(
        end(grace_id, second.login_id).await,
        Err(Rejection::LoginUnknown)
    );
    assert!(!world.accounts.is_login_active(second.login_id));
    assert!(world.accounts.is_login_active(grace.login_id));
    let refused = world.refresh(&second.refresh.token, NOW).await.unwrap_err();
    assert_eq!(refused, Rejection::LoginRevoked);
}

pub(crate) async fn all_other_logins_are_ended_at_once(world: World) {
    let kept = world.register("grace").await;
    let player = kept.profile.player_id;
    let eve = world.register("eve").await;
    let mut others = Vec::new();
    for from in 1..=3 {
        others.push(world.log_in("grace", PASSWORD, from, NOW).await.unwrap());
    }
    let ended = world
        .accounts
        .revoke_all(player, Some(kept.login_id), NOW)
        .await
        .unwrap();
    assert_eq!(ended, others.len());
    assert!(
        others
            .iter()
            .all(|other| !world.accounts.is_login_active(other.login_id))
    );
    world.refresh(&kept.refresh.token, NOW).await.unwrap();
    assert_eq!(
        world.accounts.revoke_all(player, None, NOW).await.unwrap(),
        1
    );
    assert!(world.accounts.logins(player, NOW).await.unwrap().is_empty());
    assert!(world.accounts.is_login_active(eve.login_id));
}

pub(crate) async fn revocations_are_announced(world: World) {
    let session = world.register("grace").await;
    let mut news = world.accounts.revocations();
    let player = session.profile.player_id;
    let waiting = tokio::spawn(async move { news.recv().await });
    world.accounts.revoke_all(player, None, NOW).await.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap(), session.login_id);
}

pub(crate) async fn another_process_learns_of_revocations(world: World) {
    let session = world.register("grace").await;
    let other = world.another(NOW).await;
    let mut news = other.revocations();
    assert!(other.authenticate(&session.access.token, NOW).is_ok());
    world
        .accounts
        .log_out(&session.refresh.token, NOW)
        .await
        .unwrap();
    other.maintain(NOW + 1).await.unwrap();
    assert_eq!(news.try_recv().unwrap(), session.login_id);
    let refused = other
        .authenticate(&session.access.token, NOW + 1)
        .unwrap_err();
    assert_eq!(refused, Rejection::LoginRevoked);
    other.maintain(NOW + 2).await.unwrap();
    assert!(news.try_recv().is_err(), "announced once");
}

pub(crate) async fn a_revocation_outlives_a_restart(world: World) {
    let session = world.register("grace").await;
    world
        .accounts
        .log_out(&session.refresh.token, NOW)
        .await
        .unwrap();
    let world = world.restarted(NOW + 1).await;
    let last_moment = session.access.expires_ms - 1;
    for now in [NOW + 1, last_moment] {
        world.accounts.maintain(now).await.unwrap();
        let refused = world
            .accounts
            .authenticate(&session.access.token, now)
            .unwrap_err();
        assert_eq!(refused, Rejection::LoginRevoked);
    }
}
