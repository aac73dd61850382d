use arena_accounts::Rejection;
use arena_accounts::refresh::{LOGIN_IDLE_MS, LOGIN_LONGEST_MS, MAX_SIBLINGS, REUSE_GRACE_MS};
use futures_util::future::join_all;

use crate::support::{DAY, MINUTE, NOW, PASSWORD, World, client, rejected};

pub(crate) async fn a_refresh_gives_new_tokens_and_slides_the_end(world: World) {
    let first = world.register("grace").await;
    assert_eq!(first.refresh.expires_ms, NOW + LOGIN_IDLE_MS);
    let later = NOW + 10 * DAY;
    let second = world.refresh(&first.refresh.token, later).await.unwrap();
    assert_eq!(second.login_id, first.login_id);
    assert_eq!(second.profile, first.profile);
    assert_ne!(second.refresh.token, first.refresh.token);
    assert_eq!(second.refresh.expires_ms, later + LOGIN_IDLE_MS);
    let identity = world
        .accounts
        .authenticate(&second.access.token, later)
        .unwrap();
    assert_eq!(identity.login_id, first.login_id);
    assert_eq!(identity.login_expires_ms, later + LOGIN_IDLE_MS);
}

pub(crate) async fn a_token_used_again_after_the_grace_revokes_the_login(world: World) {
    let first = world.register("grace").await;
    let elsewhere = world.log_in("grace", PASSWORD, 2, NOW).await.unwrap();
    let second = world.refresh(&first.refresh.token, NOW).await.unwrap();
    let mut news = world.accounts.revocations();

    let later = NOW + REUSE_GRACE_MS;
    let reused = world
        .refresh(&first.refresh.token, later)
        .await
        .unwrap_err();
    assert_eq!(reused, Rejection::RefreshReused);
    assert_eq!(news.try_recv().unwrap(), first.login_id);
    for token in [&first.refresh.token, &second.refresh.token] {
        let dead = world.refresh(token, later).await.unwrap_err();
        assert_eq!(dead, Rejection::LoginRevoked);
    }
    let refused = world
        .accounts
        .authenticate(&second.access.token, later)
        .unwrap_err();
    assert_eq!(refused, Rejection::LoginRevoked);

    world
        .refresh(&elsewhere.refresh.token, later)
        .await
        .unwrap();
    assert!(
        news.try_recv().is_err(),
        "another login of the player is not touched"
    );
}

pub(crate) async fn a_token_used_again_within_the_grace_gets_a_sibling(world: World) {
    let first = world.register("grace").await;
    let one = world.refresh(&first.refresh.token, NOW).await.unwrap();
    let late = NOW + REUSE_GRACE_MS - 1;
    let other = world.refresh(&first.refresh.token, late).await.unwrap();
    assert_ne!(one.refresh.token, other.refresh.token);
    assert_eq!(one.login_id, other.login_id);
    world
        .refresh(&other.refresh.token, NOW + MINUTE)
        .await
        .unwrap();
}

pub(crate) async fn the_grace_ends_when_the_next_generation_is_used(world: World) {
    let first = world.register("grace").await;
    let second = world.refresh(&first.refresh.token, NOW).await.unwrap();
    world.refresh(&second.refresh.token, NOW + 1).await.unwrap();
    let reused = world
        .refresh(&first.refresh.token, NOW + 2)
        .await
        .unwrap_err();
    assert_eq!(reused, Rejection::RefreshReused);
}

pub(crate) async fn of_two_siblings_the_second_one_used_revokes_the_login(world: World) {
    let first = world.register("grace").await;
    let owner = world.refresh(&first.refresh.token, NOW).await.unwrap();
    let thief = world.refresh(&first.refresh.token, NOW + 1).await.unwrap();
    let owner = world
        .refresh(&owner.refresh.token, NOW + 9 * MINUTE)
        .await
        .unwrap();
    let caught = world
        .refresh(&thief.refresh.token, NOW + 10 * MINUTE)
        .await
        .unwrap_err();
    assert_eq!(caught, Rejection::RefreshReused);
    let both = world
        .refresh(&owner.refresh.token, NOW + 10 * MINUTE)
        .await
        .unwrap_err();
    assert_eq!(both, Rejection::LoginRevoked);
}

pub(crate) async fn tabs_that_refresh_at_the_same_moment_all_go_on(world: World) {
    let first = world.register("grace").await;
    let tabs = usize::try_from(MAX_SIBLINGS).unwrap();
    let refreshes = (0..tabs).map(|_| world.refresh(&first.refresh.token, NOW));
    let sessions: Vec<_> = join_all(refreshes)
        .await
        .into_iter()
        .map(|session| session.unwrap())
        .collect();
    let mut tokens: Vec<_> = sessions
        .iter()
        .map(|session| &session.refresh.token)
        .collect();
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), tabs);
    // Whichever of them the browser has kept is good.
    world
        .refresh(&sessions[tabs / 2].refresh.token, NOW + MINUTE)
        .await
        .unwrap();
}

pub(crate) async fn siblings_are_bounded_and_the_login_lives_on(world: World) {
    let first = world.register("grace").await;
    let most = usize::try_from(MAX_SIBLINGS).unwrap();
    let refreshes = (0..most + 5).map(|_| world.refresh(&first.refresh.token, NOW));
    let (made, refused): (Vec<_>, Vec<_>) = join_all(refreshes)
        .await
        .into_iter()
        .partition(Result::is_ok);
    assert_eq!((made.len(), refused.len()), (most, 5));
    assert!(
        refused
            .iter()
            .all(|refused| *refused == Err(Rejection::RefreshRaced)),
        "{refused:?}"
    );
    let kept = made.into_iter().next().unwrap().unwrap();
    world
        .refresh(&kept.refresh.token, NOW + MINUTE)
        .await
        .unwrap();
}

pub(crate) async fn a_login_ends_when_it_is_idle(world: World) {
    let first = world.register("grace").await;
    let other = world.log_in("grace", PASSWORD, 1, NOW).await.unwrap();
    let last_moment = NOW + LOGIN_IDLE_MS - 1;
    let second = world
        .refresh(&first.refresh.token, last_moment)
        .await
        .unwrap();
    let ended = world
        .refresh(&other.refresh.token, NOW + LOGIN_IDLE_MS)
        .await
        .unwrap_err();
    assert_eq!(ended, Rejection::LoginExpired);
    assert_eq!(second.refresh.expires_ms, last_moment + LOGIN_IDLE_MS);
}

pub(crate) async fn a_login_ends_at_the_longest_however_often_it_is_refreshed(world: World) {
    let mut session = world.register("grace").await;
    let mut now = NOW;
    while now + 20 * DAY < NOW + LOGIN_LONGEST_MS {
        now += 20 * DAY;
        session = world.refresh(&session.refresh.token, now).await.unwrap();
        let expected = (now + LOGIN_IDLE_MS).min(NOW + LOGIN_LONGEST_MS);
        assert_eq!(session.refresh.expires_ms, expected);
    }
    let last = NOW + LOGIN_LONGEST_MS - 1;
    session = world.refresh(&session.refresh.token, last).await.unwrap();
    assert_eq!(session.access.expires_ms, NOW + LOGIN_LONGEST_MS);
    let ended = world
        .refresh(&session.refresh.token, last + 1)
        .await
        .unwrap_err();
    assert_eq!(ended, Rejection::LoginExpired);
}

pub(crate) async fn unknown_tokens_are_rejected_and_harm_nobody(world: World) {
    let session = world.register("grace").await;
    let mut forged = session.refresh.token.clone();
    let last = if forged.pop() == Some('A') { 'E' } else { 'A' };
    forged.push(last);
    let long = "x".repeat(100_000);
    for token in [
        "",
        "x",
        &forged,
        &session.access.token,
        &long,
        "\0",
        "' OR 1=1 --",
    ] {
        let refused = rejected(world.accounts.refresh(token, &client(9), NOW).await).unwrap_err();
        assert_eq!(refused, Rejection::RefreshInvalid);
    }
    world.refresh(&session.refresh.token, NOW).await.unwrap();
}
