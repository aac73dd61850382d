//! Several processes of one arena on one database.

use std::path::Path;

use arena_accounts::refresh::{MAX_SIBLINGS, REUSE_GRACE_MS};
use arena_accounts::{Accounts, Database, Fault, Options, Rejection, SIGNS_AFTER_MS};
use arena_log::testing::{TestDatabase, postgres};
use futures_util::future::{join, join_all};

use crate::support::{NOW, PASSWORD, SECOND, World, client, rejected};

/// How often a process looks after its accounts.
const UPKEEP: i64 = 2 * SECOND;

async fn open(database: &TestDatabase, keys: &Path) -> Result<Accounts, Fault> {
    let database = Database::Postgres(database.url().to_owned());
    Accounts::open(database, Options::new(keys.to_owned()), NOW).await
}

fn files(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().count()
}

pub(crate) async fn first_starts_at_the_same_moment_make_one_key() {
    let (database, data) = (postgres().await, tempfile::tempdir().unwrap());
    let keys = data.path().join("keys");
    let starts = join_all((0..4).map(|_| open(&database, &keys))).await;
    let started: Vec<Accounts> = starts.into_iter().map(Result::unwrap).collect();
    assert_eq!(files(&keys), 1);
    for (number, accounts) in (0..).zip(&started) {
        let guest = rejected(accounts.guest(&client(number), NOW).await).unwrap();
        for other in &started {
            other.authenticate(&guest.access.token, NOW).unwrap();
        }
    }
}

pub(crate) async fn a_process_with_other_keys_is_refused_with_what_to_do() {
    let (database, data) = (postgres().await, tempfile::tempdir().unwrap());
    let folders: Vec<_> = (0..3)
        .map(|n| data.path().join(format!("keys-{n}")))
        .collect();
    let starts = join_all(folders.iter().map(|keys| open(&database, keys))).await;
    let mut started = 0;
    for (start, folder) in starts.into_iter().zip(&folders) {
        match start {
            Ok(_) => {
                started += 1;
                assert_eq!(files(folder), 1);
            }
            Err(fault) => {
                let sentence = fault.to_string();
                assert!(matches!(fault, Fault::KeysElsewhere { .. }), "{fault:?}");
                assert!(sentence.contains("the same --data-dir"), "{sentence}");
                assert_eq!(files(folder), 0, "it has made no key of its own");
            }
        }
    }
    assert_eq!(started, 1);

    // One that has a key, of another arena.
    let (another, foreign) = (postgres().await, data.path().join("foreign"));
    open(&another, &foreign).await.unwrap();
    let refused = open(&database, &foreign).await.err().unwrap();
    assert!(
        matches!(refused, Fault::KeysElsewhere { .. }),
        "{refused:?}"
    );
}

/// Two processes look after their accounts at different moments; every token of each is shown to both, every second.
pub(crate) async fn no_token_is_refused_anywhere_while_keys_are_rotated(world: World) {
    let other = world.another(NOW).await;
    let both = [&world.accounts, &other];
    let session = world.register("grace").await;
    let (mut refresh, mut signed_by) = (session.refresh.token, Vec::new());
    let mut tokens = Vec::new();
    // Whoever rotates is a third process, as an operator's command is.
    let operator = world.another(NOW).await;
    for second in 0..=SIGNS_AFTER_MS / SECOND + 5 {
        let now = NOW + second * SECOND;
        if second == 2 {
            operator.rotate_keys(now).await.unwrap();
        }
        for (number, accounts) in (0..).zip(both) {
            if (second * SECOND) % UPKEEP == number * SECOND {
                accounts.maintain(now).await.unwrap();
            }
            let next = rejected(accounts.refresh(&refresh, &client(1), now).await).unwrap();
            refresh = next.refresh.token;
            tokens.push(next.access.token);
        }
        for token in &tokens {
            for accounts in both {
                accounts.authenticate(token, now).unwrap();
            }
        }
        let last = both.map(|accounts| accounts.jwks(now)["keys"].as_array().unwrap().len());
        signed_by.push(last);
    }
    assert_eq!(signed_by.first(), Some(&[1, 1]));
    assert_eq!(signed_by.last(), Some(&[2, 2]));
    let kid = |token: &String| token.split('.').next().unwrap().to_owned();
    let mut kids: Vec<String> = tokens.iter().map(kid).collect();
    kids.dedup();
    assert_eq!(
        kids.len(),
        2,
        "both go over to the new key at the same moment"
    );
}

pub(crate) async fn a_name_is_given_once_by_two_processes(world: World) {
    let other = world.another(NOW).await;
    let (here, there) = (client(1), client(2));
    let (one, two) = join(
        world.accounts.register("grace", PASSWORD, &here, NOW),
        other.register("GRACE", PASSWORD, &there, NOW),
    )
    .await;
    let outcomes = [rejected(one), rejected(two)];
    let refused: Vec<_> = outcomes.iter().filter_map(|o| o.as_ref().err()).collect();
    assert_eq!(refused, [&Rejection::NameTaken]);
}

pub(crate) async fn a_login_refreshed_by_two_processes_goes_on_and_a_copy_revokes_it_in_both(
    world: World,
) {
    let other = world.another(NOW).await;
    let first = world.register("grace").await;
    let tabs = usize::try_from(MAX_SIBLINGS).unwrap();
    let from = client(1);
    let refreshes = (0..tabs).map(|tab| {
        let accounts = [&world.accounts, &other][tab % 2];
        accounts.refresh(&first.refresh.token, &from, NOW)
    });
    let sessions: Vec<_> = join_all(refreshes)
        .await
        .into_iter()
        .map(|refreshed| rejected(refreshed).unwrap())
        .collect();
    let count =
        "SELECT CAST(count(*) AS text) FROM accounts_refresh_tokens WHERE retired_ms IS NULL";
    assert_eq!(world.texts(count).await, [tabs.to_string()]);

    let last = sessions.last().unwrap();
    let late = NOW + REUSE_GRACE_MS;
    let reused = rejected(other.refresh(&first.refresh.token, &from, late).await);
    assert_eq!(reused.unwrap_err(), Rejection::RefreshReused);
    world.accounts.maintain(late).await.unwrap();
    for accounts in [&world.accounts, &other] {
        let refused = accounts.authenticate(&last.access.token, late);
        assert_eq!(refused.unwrap_err(), Rejection::LoginRevoked);
        let refused = rejected(accounts.refresh(&last.refresh.token, &from, late).await);
        assert_eq!(refused.unwrap_err(), Rejection::LoginRevoked);
    }
}
