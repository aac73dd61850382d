use arena_accounts::limits::{ACCOUNT_POLICY, PAIR_POLICY};
use arena_accounts::refresh::MAX_LOGINS;
use arena_accounts::{LoginId, Rejection};
use argon2::password_hash::{PasswordHasher, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use futures_util::future::join_all;

use crate::support::{NOW, PASSWORD, SECOND, World};

const WRONG: &str = "not the password";

pub(crate) async fn a_name_is_found_in_any_case_and_its_password_is_exact(world: World) {
    let registered = world.register("Grace").await;
    for name in ["Grace", "grace", "GRACE", "  grace ", "Ｇｒａｃｅ"] {
        let session = world.log_in(name, PASSWORD, 1, NOW).await.unwrap();
        assert_eq!(session.profile, registered.profile);
        assert_ne!(session.login_id, registered.login_id);
    }
    for password in [
        &PASSWORD.to_uppercase(),
        &format!("{PASSWORD} "),
        &PASSWORD[1..],
        "",
    ] {
        let refused = world.log_in("Grace", password, 1, NOW).await.unwrap_err();
        assert_eq!(refused, Rejection::CredentialsInvalid, "{password:?}");
    }
}

pub(crate) async fn a_wrong_name_and_a_wrong_password_are_the_same_rejection(world: World) {
    world.register("grace").await;
    let guest = world.guest().await.profile.name;
    let long = "x".repeat(100_000);
    for (name, password) in [
        ("grace", WRONG),
        ("nobody_here", PASSWORD),
        (guest.as_str(), PASSWORD),
        (guest.as_str(), ""),
        ("", ""),
        ("\0", "\0"),
        (long.as_str(), long.as_str()),
        ("grace' OR '1'='1", PASSWORD),
    ] {
        let refused = world.log_in(name, password, 1, NOW).await.unwrap_err();
        assert_eq!(refused, Rejection::CredentialsInvalid);
    }
}

pub(crate) async fn failed_logins_wait_and_then_the_right_password_is_accepted(world: World) {
    world.register("grace").await;
    for _ in 0..=PAIR_POLICY.free {
        let refused = world.log_in("grace", WRONG, 1, NOW).await.unwrap_err();
        assert_eq!(refused, Rejection::CredentialsInvalid);
    }
    let throttled = Rejection::LoginThrottled {
        retry_after_ms: SECOND,
    };
    assert_eq!(
        world.log_in("grace", PASSWORD, 1, NOW).await.unwrap_err(),
        throttled
    );
    assert_eq!(
        world.log_in("GRACE", PASSWORD, 1, NOW).await.unwrap_err(),
        throttled
    );
    world.log_in("grace", PASSWORD, 2, NOW).await.unwrap();
    world
        .log_in("grace", PASSWORD, 1, NOW + SECOND)
        .await
        .unwrap();
    for _ in 0..=PAIR_POLICY.free {
        let refused = world
            .log_in("grace", WRONG, 1, NOW + SECOND)
            .await
            .unwrap_err();
        assert_eq!(
            refused,
            Rejection::CredentialsInvalid,
            "the count began anew"
        );
    }
}

pub(crate) async fn guessing_at_the_same_moment_is_counted(world: World) {
    world.register("grace").await;
    let guesses = (0..40).map(|_| world.log_in("grace", WRONG, 1, NOW));
    let answers = join_all(guesses).await;
    let checked = answers
        .iter()
        .filter(|answer| matches!(answer, Err(Rejection::CredentialsInvalid)))
        .count();
    assert_eq!(checked, usize::try_from(PAIR_POLICY.free).unwrap() + 1);
}

pub(crate) async fn strangers_cannot_lock_an_owner_out_of_his_address(world: World) {
    world.register("grace").await;
    for stranger in 0..=ACCOUNT_POLICY.free {
        let refused = world
            .log_in("grace", WRONG, 1000 + stranger, NOW)
            .await
            .unwrap_err();
        assert_eq!(refused, Rejection::CredentialsInvalid);
    }
    let throttled = Rejection::LoginThrottled {
        retry_after_ms: SECOND,
    };
    assert_eq!(
        world
            .log_in("grace", PASSWORD, 2000, NOW)
            .await
            .unwrap_err(),
        throttled
    );
    world.log_in("grace", PASSWORD, 1, NOW).await.unwrap();
    world
        .log_in("grace", PASSWORD, 2000, NOW + SECOND)
        .await
        .unwrap();
}

pub(crate) async fn an_old_hash_is_replaced_when_its_owner_logs_in(world: World) {
    world.register("grace").await;
    let params = Params::new(512, 1, 1, None).unwrap();
    let salt = SaltString::encode_b64(b"sixteen bytes of").unwrap();
    let old = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password(PASSWORD.as_bytes(), &salt)
        .unwrap()
        .to_string();
    let changed = world
        .execute(&format!(
            "UPDATE accounts_players SET password_hash = '{old}'"
        ))
        .await;
    assert_eq!(changed, 1);
    let stored = || world.texts("SELECT password_hash FROM accounts_players");

    world.log_in("grace", WRONG, 1, NOW).await.unwrap_err();
    assert_eq!(stored().await, [old]);
    world.log_in("grace", PASSWORD, 1, NOW).await.unwrap();
    let renewed = stored().await.remove(0);
    assert!(
        renewed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{renewed}"
    );
    world.log_in("grace", PASSWORD, 1, NOW).await.unwrap();
    assert_eq!(stored().await, [renewed], "a current hash stays");
}

pub(crate) async fn one_login_too_many_ends_the_one_not_used_for_longest(world: World) {
    let first = world.register("grace").await;
    let mut second = None;
    for n in 1..MAX_LOGINS {
        let session = world.log_in("grace", PASSWORD, 1, NOW + n).await.unwrap();
        second.get_or_insert(session);
    }
    let second = second.unwrap();
    let later = NOW + MAX_LOGINS;
    let refreshed = world.refresh(&first.refresh.token, later).await.unwrap();
    let one_more = world.log_in("grace", PASSWORD, 1, later + 1).await.unwrap();
    let live = world
        .accounts
        .logins(first.profile.player_id, later + 1)
        .await
        .unwrap();
    let ids: Vec<LoginId> = live.iter().map(|login| login.login_id).collect();
    assert_eq!(i64::try_from(ids.len()).unwrap(), MAX_LOGINS);
    assert_eq!(ids[..2], [one_more.login_id, refreshed.login_id]);
    assert!(!ids.contains(&second.login_id));
    assert!(!world.accounts.is_login_active(second.login_id));
}
