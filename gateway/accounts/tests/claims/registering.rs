use arena_accounts::options::REGISTRATIONS_PER_ADDRESS_HOUR;
use arena_accounts::tokens::ACCESS_TOKEN_MS;
use arena_accounts::{Rejection, Role};

use crate::support::{HOUR, NOW, PASSWORD, World, client, rejected};

pub(crate) async fn an_account_is_made_and_logged_in(world: World) {
    let session = world.register(" Ｇrace_Hopper ").await;
    assert_eq!(session.profile.name, "Grace_Hopper");
    assert!(!session.profile.guest);
    assert_eq!(session.profile.role, Role::Player);
    assert_eq!(session.profile.created_ms, NOW);
    assert_eq!(session.profile.player_id.0.get_version_num(), 7);
    assert_eq!(session.access.expires_ms, NOW + ACCESS_TOKEN_MS);

    let identity = world
        .accounts
        .authenticate(&session.access.token, NOW)
        .unwrap();
    assert_eq!(identity.player_id, session.profile.player_id);
    assert_eq!(identity.login_id, session.login_id);
    assert!(!identity.guest);
    assert_eq!(identity.login_expires_ms, session.refresh.expires_ms);
    let profile = rejected(world.accounts.profile(identity.player_id).await).unwrap();
    assert_eq!(profile, session.profile);
}

pub(crate) async fn bad_names_and_passwords_are_rejected_before_anything_is_stored(world: World) {
    for (name, password, rejection) in [
        ("ab", PASSWORD, Rejection::NameTooShort),
        ("admin", PASSWORD, Rejection::NameReserved),
        (
            "two words",
            PASSWORD,
            Rejection::NameCharacter { found: ' ' },
        ),
        (
            "'; DROP TABLE accounts_players; --",
            PASSWORD,
            Rejection::NameCharacter { found: '\'' },
        ),
        ("grace", "short", Rejection::PasswordTooShort),
        ("grace", "password1", Rejection::PasswordTooCommon),
        ("grace", "grace1234", Rejection::PasswordLikeName),
    ] {
        let result = world
            .accounts
            .register(name, password, &client(1), NOW)
            .await;
        assert_eq!(
            rejected(result).unwrap_err(),
            rejection,
            "{name} {password}"
        );
    }
    assert!(
        world
            .texts("SELECT name FROM accounts_players")
            .await
            .is_empty()
    );
}

pub(crate) async fn a_name_is_given_once_also_at_the_same_moment(world: World) {
    let names = [
        "Ian_Miller",
        "ian_miller",
        "IAN_MILLER",
        "lan_Miller",
        "1an_mi1ler",
    ];
    let attempts = names.map(|name| {
        let accounts = &world.accounts;
        async move { rejected(accounts.register(name, PASSWORD, &client(1), NOW).await) }
    });
    let [a, b, c, d, e] = attempts;
    let (a, b, c, d, e) = tokio::join!(a, b, c, d, e);
    let results = [a, b, c, d, e];
    let made = results.iter().filter(|result| result.is_ok()).count();
    let taken = results
        .iter()
        .filter(|result| matches!(result, Err(Rejection::NameTaken)))
        .count();
    assert_eq!((made, taken), (1, 4), "{results:?}");
    let later = world
        .accounts
        .register("IaN_MiLlEr", PASSWORD, &client(1), NOW)
        .await;
    assert_eq!(rejected(later).unwrap_err(), Rejection::NameTaken);
    world.register("Ian-Miller").await;
}

pub(crate) async fn accounts_from_one_address_are_limited(world: World) {
    let interval = HOUR / i64::from(REGISTRATIONS_PER_ADDRESS_HOUR);
    for n in 0..REGISTRATIONS_PER_ADDRESS_HOUR {
        let result = world
            .accounts
            .register(&format!("crowd{n}"), PASSWORD, &client(1), NOW)
            .await;
        rejected(result).unwrap();
    }
    let name = "onetoomany";
    let refused = world
        .accounts
        .register(name, PASSWORD, &client(1), NOW)
        .await;
    let rejection = Rejection::RegistrationsThrottled {
        retry_after_ms: interval,
    };
    assert_eq!(rejected(refused).unwrap_err(), rejection);
    rejected(
        world
            .accounts
            .register("elsewhere", PASSWORD, &client(2), NOW)
            .await,
    )
    .unwrap();
    rejected(
        world
            .accounts
            .register(name, PASSWORD, &client(1), NOW + interval)
            .await,
    )
    .unwrap();
}

pub(crate) async fn secrets_are_not_stored(world: World) {
    let session = world.register("grace").await;
    let everything = world
        .texts(
            "SELECT name || name_key || password_hash || role FROM accounts_players \
             UNION ALL SELECT address || address_key || user_agent FROM accounts_logins",
        )
        .await
        .join("\n");
    assert!(
        everything.contains("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{everything}"
    );
    for secret in [PASSWORD, &session.refresh.token, &session.access.token] {
        assert!(!everything.contains(secret));
    }
    if world.is_sqlite() {
        use std::os::unix::fs::PermissionsExt;
        for file in ["accounts.db", "accounts.db-wal"] {
            let path = world.data().join(file);
            let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{file}");
            let bytes = std::fs::read(&path).unwrap();
            for secret in [PASSWORD, &session.refresh.token, &session.access.token] {
                let found = bytes
                    .windows(secret.len())
                    .any(|window| window == secret.as_bytes());
                assert!(!found, "{file}");
            }
        }
    }
    assert!(!format!("{session:?}").contains(&session.refresh.token));
    assert!(!format!("{session:?}").contains(&session.access.token));
}
