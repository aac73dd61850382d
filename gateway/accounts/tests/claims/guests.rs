use arena_accounts::options::GUESTS_PER_ADDRESS_HOUR;
use arena_accounts::refresh::GUEST_MS;
use arena_accounts::{Rejection, Role};

use crate::support::{DAY, HOUR, MINUTE, NOW, PASSWORD, World, client, rejected};

pub(crate) async fn a_guest_plays_for_a_day(world: World) {
    let guest = world.guest().await;
    assert!(guest.profile.guest);
    assert!(
        guest.profile.name.starts_with("guest-"),
        "{}",
        guest.profile.name
    );
    assert_eq!(guest.refresh.expires_ms, NOW + GUEST_MS);
    let identity = world
        .accounts
        .authenticate(&guest.access.token, NOW)
        .unwrap();
    assert!(identity.guest);
    assert_eq!(identity.login_expires_ms, NOW + GUEST_MS);

    let late = NOW + GUEST_MS - MINUTE;
    let refreshed = world.refresh(&guest.refresh.token, late).await.unwrap();
    assert_eq!(
        refreshed.refresh.expires_ms,
        NOW + GUEST_MS,
        "a guest's end does not slide"
    );
    assert_eq!(refreshed.access.expires_ms, NOW + GUEST_MS);
    let over = world
        .refresh(&refreshed.refresh.token, NOW + GUEST_MS)
        .await
        .unwrap_err();
    assert_eq!(over, Rejection::LoginExpired);

    world.accounts.maintain(NOW + GUEST_MS - 1).await.unwrap();
    rejected(world.accounts.profile(guest.profile.player_id).await).unwrap();
    world
        .accounts
        .maintain(NOW + GUEST_MS - 1 + MINUTE)
        .await
        .unwrap();
    let gone = world.accounts.profile(guest.profile.player_id).await;
    assert_eq!(rejected(gone).unwrap_err(), Rejection::PlayerUnknown);
    let unknown = world
        .refresh(&refreshed.refresh.token, NOW + 2 * DAY)
        .await
        .unwrap_err();
    assert_eq!(unknown, Rejection::RefreshInvalid);
}

pub(crate) async fn guests_from_one_address_are_limited(world: World) {
    for _ in 0..GUESTS_PER_ADDRESS_HOUR {
        world.guest().await;
    }
    let interval = HOUR / i64::from(GUESTS_PER_ADDRESS_HOUR);
    let refused = rejected(world.accounts.guest(&client(1), NOW).await).unwrap_err();
    assert_eq!(
        refused,
        Rejection::GuestsThrottled {
            retry_after_ms: interval
        }
    );
    rejected(world.accounts.guest(&client(2), NOW).await).unwrap();
    rejected(world.accounts.guest(&client(1), NOW + interval).await).unwrap();
}

pub(crate) async fn a_guest_becomes_an_account_and_stays_the_same_player(world: World) {
    let guest = world.guest().await;
    let identity = world
        .accounts
        .authenticate(&guest.access.token, NOW)
        .unwrap();
    let later = NOW + HOUR;
    let upgraded = world
        .accounts
        .upgrade_guest(&identity, "Grace", PASSWORD, &client(1), later)
        .await;
    let upgraded = rejected(upgraded).unwrap();
    assert_eq!(upgraded.profile.player_id, guest.profile.player_id);
    assert_eq!(upgraded.login_id, guest.login_id);
    assert_eq!(
        (upgraded.profile.name.as_str(), upgraded.profile.guest),
        ("Grace", false)
    );
    assert_eq!(upgraded.profile.role, Role::Player);
    assert!(
        world.accounts.is_login_active(guest.login_id),
        "sockets stay open"
    );
    assert!(
        !world
            .accounts
            .authenticate(&upgraded.access.token, later)
            .unwrap()
            .guest
    );

    let session = world.log_in("grace", PASSWORD, 1, later).await.unwrap();
    assert_eq!(session.profile, upgraded.profile);
    world.accounts.maintain(NOW + 2 * DAY).await.unwrap();
    let refreshed = world
        .refresh(&upgraded.refresh.token, NOW + 2 * DAY)
        .await
        .unwrap();
    assert_eq!(
        refreshed.profile, upgraded.profile,
        "no longer gone after a day"
    );

    let again = world
        .accounts
        .upgrade_guest(&identity, "Hopper", PASSWORD, &client(1), later)
        .await;
    assert_eq!(rejected(again).unwrap_err(), Rejection::NotAGuest);
}

pub(crate) async fn an_upgrade_that_is_rejected_leaves_the_guest_as_it_was(world: World) {
    world.register("Grace").await;
    let guest = world.guest().await;
    let identity = world
        .accounts
        .authenticate(&guest.access.token, NOW)
        .unwrap();
    for (name, password, rejection) in [
        ("GRACE", PASSWORD, Rejection::NameTaken),
        ("root", PASSWORD, Rejection::NameReserved),
        ("Hopper", "password", Rejection::PasswordTooCommon),
    ] {
        let refused = world
            .accounts
            .upgrade_guest(&identity, name, password, &client(1), NOW)
            .await;
        assert_eq!(rejected(refused).unwrap_err(), rejection);
    }
    let over = NOW + GUEST_MS;
    let late = world
        .accounts
        .upgrade_guest(&identity, "Hopper", PASSWORD, &client(1), over)
        .await;
    assert_eq!(rejected(late).unwrap_err(), Rejection::NotAGuest);
    let refreshed = world.refresh(&guest.refresh.token, NOW).await.unwrap();
    assert_eq!(refreshed.profile, guest.profile);
}

pub(crate) async fn only_one_of_two_upgrades_at_the_same_moment_wins(world: World) {
    let guest = world.guest().await;
    let identity = world
        .accounts
        .authenticate(&guest.access.token, NOW)
        .unwrap();
    let (here, there) = (client(1), client(2));
    let (one, other) = tokio::join!(
        world
            .accounts
            .upgrade_guest(&identity, "Grace", PASSWORD, &here, NOW),
        world
            .accounts
            .upgrade_guest(&identity, "Hopper", PASSWORD, &there, NOW),
    );
    let results = [rejected(one), rejected(other)];
    let won: Vec<_> = results
        .iter()
        .filter_map(|result| result.as_ref().ok())
        .collect();
    assert_eq!(won.len(), 1, "{results:?}");
    assert!(results.contains(&Err(Rejection::NotAGuest)), "{results:?}");
    let profile = rejected(world.accounts.profile(guest.profile.player_id).await).unwrap();
    assert_eq!(profile, won[0].profile);
}

pub(crate) async fn a_guest_whose_login_was_revoked_cannot_become_an_account(world: World) {
    let guest = world.guest().await;
    let identity = world
        .accounts
        .authenticate(&guest.access.token, NOW)
        .unwrap();
    world
        .accounts
        .log_out(&guest.refresh.token, NOW)
        .await
        .unwrap();
    let refused = world
        .accounts
        .upgrade_guest(&identity, "Grace", PASSWORD, &client(1), NOW)
        .await;
    assert_eq!(rejected(refused).unwrap_err(), Rejection::LoginRevoked);
    let profile = rejected(world.accounts.profile(guest.profile.player_id).await).unwrap();
    assert_eq!(profile, guest.profile, "nothing of the upgrade was stored");
}
