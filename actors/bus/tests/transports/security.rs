//! TLS, credentials, and servers that do not fit.

use arena_bus::testing::{Certificates, NatsServer, NatsSettings};
use arena_bus::{Bus, ConnectError, NatsOptions};
use arena_log::OwnerId;
use uuid::Uuid;

async fn connect(options: &NatsOptions) -> Result<Bus, ConnectError> {
    Bus::connect(options, OwnerId(Uuid::new_v4())).await
}

fn configured(configuration: &str) -> NatsSettings {
    NatsSettings {
        configuration: configuration.to_owned(),
        ..NatsSettings::default()
    }
}

#[tokio::test]
async fn tls_takes_the_right_ca_and_client_certificate_alone() {
    let certificates = Certificates::new();
    let server = NatsServer::with(&NatsSettings {
        certificates: Some(certificates.clone()),
        ..NatsSettings::default()
    })
    .await;
    let url = format!("tls://localhost:{}", server.address().port());
    let (certificate, key) = certificates.client();
    let known = NatsServer::options_for(&url).client_certificate(certificate, key);
    let right = known.clone().ca_file(certificates.ca());
    connect(&right).await.unwrap();

    let stranger = Certificates::new();
    let without = NatsServer::options_for(&url).ca_file(certificates.ca());
    let (certificate, key) = stranger.client();
    for (what, wrong) in [
        ("another CA", known.ca_file(stranger.ca())),
        ("no client certificate", without.clone()),
        (
            "another's client certificate",
            without.client_certificate(certificate, key),
        ),
    ] {
        let refused = connect(&wrong).await;
        assert!(
            matches!(refused, Err(ConnectError::Tls { .. })),
            "{what}: {refused:?}"
        );
    }
    // And nobody speaks in the clear to a server that cannot do better.
    let plain = NatsServer::start().await;
    let url = format!("tls://localhost:{}", plain.address().port());
    let refused = connect(&NatsServer::options_for(&url).ca_file(certificates.ca())).await;
    assert!(
        matches!(refused, Err(ConnectError::Tls { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn users_and_tokens_are_checked() {
    let server = NatsServer::with(&configured(
        "authorization { users: [{ user: ann, password: geheim }] }",
    ))
    .await;
    let options = server.options();
    connect(&options.clone().user("ann", "geheim"))
        .await
        .unwrap();
    let url = format!("nats://ann:geheim@{}", server.address());
    connect(&NatsServer::options_for(&url)).await.unwrap();
    for wrong in [options.clone().user("ann", "falsch"), options] {
        let refused = connect(&wrong).await.unwrap_err();
        assert!(
            matches!(refused, ConnectError::Refused { .. }),
            "{refused:?}"
        );
        assert!(!format!("{refused} {refused:?}").contains("falsch"));
    }
    let server = NatsServer::with(&configured("authorization { token: geheim }")).await;
    connect(&server.options().token("geheim")).await.unwrap();
    let refused = connect(&server.options().token("falsch")).await;
    assert!(
        matches!(refused, Err(ConnectError::Refused { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_server_that_takes_only_small_messages_is_refused_by_its_setting() {
    let server = NatsServer::with(&configured("max_payload: 512KB")).await;
    let refused = connect(&server.options()).await.unwrap_err();
    assert!(matches!(
        refused,
        ConnectError::PayloadTooSmall { found: 524_288, .. }
    ));
    assert!(refused.to_string().contains("max_payload"), "{refused}");
}

#[tokio::test]
async fn a_user_who_may_not_do_what_the_bus_does_is_told_what_it_needs() {
    let server = NatsServer::with(&configured(
        "authorization { users: [{ user: ann, password: geheim, permissions: { publish: \"other.>\" } }] }",
    ))
    .await;
    let refused = connect(&server.options().user("ann", "geheim"))
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("arena.v1.>"), "{refused}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_by_its_address() {
    let server = NatsServer::start().await;
    server.kill();
    let refused = connect(&server.options()).await.unwrap_err();
    assert!(
        matches!(refused, ConnectError::Unreachable { .. }),
        "{refused:?}"
    );
    assert!(
        refused.to_string().contains(&server.address().to_string()),
        "{refused}"
    );
}
