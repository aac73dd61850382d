#![allow(clippy::unwrap_used, reason = "tests")]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde_json::{Value, json};

use super::*;
use crate::keys::{Missing, SIGNS_AFTER_MS};

const NOW: i64 = 1_700_000_000_123;

struct World {
    _data: tempfile::TempDir,
    keys: KeyRing,
    tokens: AccessTokens,
}

fn world() -> World {
    let data = tempfile::tempdir().unwrap();
    let keys = KeyRing::open(data.path().join("keys")).unwrap();
    keys.learn(&keys.admit(&[], Missing::Refuse, NOW).unwrap())
        .unwrap();
    World {
        _data: data,
        keys,
        tokens: AccessTokens::new("arena".into(), "arena-players".into()),
    }
}

fn subject() -> Subject {
    Subject {
        player_id: PlayerId(Uuid::from_u128(1)),
        login_id: LoginId(Uuid::from_u128(2)),
        guest: false,
        role: Role::Player,
        login_expires_ms: NOW + 30 * 86_400_000,
    }
}

impl World {
    fn issue(&self) -> String {
        self.tokens
            .issue(&self.keys, &subject(), NOW)
            .unwrap()
            .token
    }

    fn verify(&self, token: &str) -> Result<Identity, Rejection> {
        self.tokens.verify(&self.keys, token, NOW)
    }

    /// A token signed with our own key, whatever it says.
    fn signed(&self, header: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", part(header), part(claims));
        let key = self.keys.signing(NOW).unwrap();
        let signature = jsonwebtoken::crypto::sign(
            message.as_bytes(),
            key.encoding.as_ref().unwrap(),
            Algorithm::EdDSA,
        )
        .unwrap();
        format!("{message}.{signature}")
    }

    fn header(&self) -> Value {
        json!({"typ": "JWT", "alg": "EdDSA", "kid": self.keys.signing(NOW).unwrap().kid})
    }
}

fn claims() -> Value {
    let seconds = NOW / 1000;
    json!({
        "iss": "arena", "aud": "arena-players",
        "sub": Uuid::from_u128(1), "sid": Uuid::from_u128(2),
        "iat": seconds, "nbf": seconds, "exp": seconds + 600, "sid_exp": seconds + 86_400,
        "guest": false, "role": "player",
    })
}

fn with(mut value: Value, member: &str, to: Value) -> Value {
    value[member] = to;
    value
}

fn without(mut value: Value, member: &str) -> Value {
    value.as_object_mut().unwrap().remove(member);
    value
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn parts(token: &str) -> (Value, Value, String) {
    let mut parts = token.split('.');
    let mut json = || -> Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts.next().unwrap()).unwrap()).unwrap()
    };
    (json(), json(), parts.next().unwrap().to_owned())
}

#[test]
fn header_and_claims_are_exactly_these() {
    let world = world();
    let (header, claims, signature) = parts(&world.issue());
    assert_eq!(
        header,
        json!({"typ": "JWT", "alg": "EdDSA", "kid": world.keys.signing(NOW).unwrap().kid})
    );
    assert_eq!(
        claims,
        json!({
            "iss": "arena",
            "aud": "arena-players",
            "sub": "00000000-0000-0000-0000-000000000001",
            "sid": "00000000-0000-0000-0000-000000000002",
            "iat": 1_700_000_000,
            "nbf": 1_700_000_000,
            "exp": 1_700_000_600,
            "sid_exp": 1_702_592_000,
            "guest": false,
            "role": "player",
        })
    );
    assert_eq!(URL_SAFE_NO_PAD.decode(signature).unwrap().len(), 64);
}

#[test]
fn a_token_says_who_it_was_issued_for() {
    let world = world();
    let guest = Subject {
        guest: true,
        role: Role::Operator,
        ..subject()
    };
    let issued = world.tokens.issue(&world.keys, &guest, NOW).unwrap();
    assert_eq!(
        world.verify(&issued.token),
        Ok(Identity {
            player_id: guest.player_id,
            login_id: guest.login_id,
            guest: true,
            role: Role::Operator,
            expires_ms: issued.expires_ms,
            login_expires_ms: 1_702_592_000_000,
        })
    );
    assert!(issued.token.len() < MAX_TOKEN_BYTES / 2);
}

#[test]
fn a_token_is_valid_until_the_moment_it_expires() {
    let world = world();
    let issued = world.tokens.issue(&world.keys, &subject(), NOW).unwrap();
    let verify = |now_ms| {
        world
            .tokens
            .verify(&world.keys, &issued.token, now_ms)
            .map(|_| ())
    };
    assert_eq!(issued.expires_ms, (NOW + ACCESS_TOKEN_MS) / 1000 * 1000);
    assert_eq!(verify(issued.expires_ms - 1), Ok(()));
    assert_eq!(verify(issued.expires_ms), Err(Rejection::TokenExpired));
    let issued_ms = NOW / 1000 * 1000;
    assert_eq!(verify(issued_ms - CLOCK_LEEWAY_MS), Ok(()));
    assert_eq!(
        verify(issued_ms - CLOCK_LEEWAY_MS - 1),
        Err(Rejection::TokenInvalid)
    );
}

#[test]
fn a_token_never_outlives_its_login() {
    let world = world();
    let ending = Subject {
        login_expires_ms: NOW + 60_000,
        ..subject()
    };
    let issued = world.tokens.issue(&world.keys, &ending, NOW).unwrap();
    assert_eq!(issued.expires_ms, (NOW + 60_000) / 1000 * 1000);
}

#[test]
fn a_token_of_a_rotated_key_is_valid_until_it_expires() {
    let world = world();
    let old = world.issue();
    let records = world.keys.rotate(&[], NOW + 1).unwrap();
    world.keys.learn(&records).unwrap();
    assert!(world.verify(&old).is_ok());
    let signed_by_the_new = NOW + 2 + SIGNS_AFTER_MS;
    let new = world
        .tokens
        .issue(&world.keys, &subject(), signed_by_the_new)
        .unwrap();
    let kid = |token: &str| jsonwebtoken::decode_header(token).unwrap().kid;
    assert_ne!(kid(&new.token), kid(&old));
    let verified = world
        .tokens
        .verify(&world.keys, &new.token, signed_by_the_new);
    assert!(verified.is_ok());
    let later = NOW + ACCESS_TOKEN_MS;
    assert_eq!(
        world.tokens.verify(&world.keys, &old, later),
        Err(Rejection::TokenExpired)
    );
}

#[test]
fn every_forged_header_is_invalid() {
    let world = world();
    let header = world.header();
    assert!(
        world.verify(&world.signed(&header, &claims())).is_ok(),
        "the forge itself works"
    );
    for forged in [
        with(header.clone(), "alg", json!("none")),
        with(header.clone(), "alg", json!("None")),
        with(header.clone(), "alg", json!("HS256")),
        with(header.clone(), "alg", json!("RS256")),
        with(header.clone(), "alg", json!("ES256")),
        with(header.clone(), "alg", json!(["EdDSA"])),
        without(header.clone(), "alg"),
        with(header.clone(), "kid", json!("another")),
        with(header.clone(), "kid", json!("../../etc/passwd")),
        with(header.clone(), "kid", json!("")),
        without(header.clone(), "kid"),
        with(header.clone(), "typ", json!("at+jwt")),
        without(header.clone(), "typ"),
        with(header.clone(), "crit", json!(["exp"])),
    ] {
        let token = world.signed(&forged, &claims());
        assert_eq!(
            world.verify(&token),
            Err(Rejection::TokenInvalid),
            "{forged}"
        );
    }
}

#[test]
fn every_forged_claim_is_invalid() {
    let world = world();
    let seconds = NOW / 1000;
    for forged in [
        with(claims(), "iss", json!("elsewhere")),
        with(claims(), "iss", json!(null)),
        without(claims(), "iss"),
        with(claims(), "aud", json!("elsewhere")),
        with(claims(), "aud", json!(["arena-players", "elsewhere"])),
        with(claims(), "aud", json!(null)),
        without(claims(), "aud"),
        without(claims(), "exp"),
        with(claims(), "exp", json!(null)),
        with(claims(), "exp", json!("never")),
        with(claims(), "exp", json!(-1.5)),
        without(claims(), "nbf"),
        without(claims(), "iat"),
        with(claims(), "nbf", json!(seconds + 60)),
        with(claims(), "iat", json!(seconds + 60)),
        without(claims(), "sub"),
        with(claims(), "sub", json!("somebody")),
        without(claims(), "sid"),
        without(claims(), "guest"),
        without(claims(), "role"),
        with(claims(), "role", json!("god")),
        json!([]),
        json!("claims"),
    ] {
        let token = world.signed(&world.header(), &forged);
        assert_eq!(
            world.verify(&token),
            Err(Rejection::TokenInvalid),
            "{forged}"
        );
    }
    let expired = with(claims(), "exp", json!(seconds));
    assert_eq!(
        world.verify(&world.signed(&world.header(), &expired)),
        Err(Rejection::TokenExpired)
    );
}

#[test]
fn a_token_without_a_signature_of_ours_is_invalid() {
    let world = world();
    let token = world.issue();
    let (header, claims, signature) = parts(&token);
    let message = format!("{}.{}", part(&header), part(&claims));
    let unsigned = format!(
        "{}.{}",
        part(&with(header.clone(), "alg", json!("none"))),
        part(&claims)
    );

    // HMAC keyed with what everybody can read: the public key, raw and as published.
    let x = world.keys.jwks(NOW)["keys"][0]["x"]
        .as_str()
        .unwrap()
        .to_owned();
    let hmac_header = part(&with(header.clone(), "alg", json!("HS256")));
    let hmac = |secret: &[u8]| {
        let message = format!("{hmac_header}.{}", part(&claims));
        let key = EncodingKey::from_secret(secret);
        let signature =
            jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
        format!("{message}.{signature}")
    };

    // Another Ed25519 key under our key's id.
    let stranger = self::world();
    let other = stranger.keys.signing(NOW).unwrap();
    let strange = jsonwebtoken::crypto::sign(
        message.as_bytes(),
        other.encoding.as_ref().unwrap(),
        Algorithm::EdDSA,
    )
    .unwrap();

    for forged in [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "...".to_owned(),
        message.clone(),
        format!("{message}."),
        format!("{unsigned}."),
        unsigned.clone(),
        format!("{unsigned}.{signature}"),
        hmac(x.as_bytes()),
        hmac(&URL_SAFE_NO_PAD.decode(&x).unwrap()),
        format!("{message}.{strange}"),
        format!("{message}.{}", URL_SAFE_NO_PAD.encode([0_u8; 64])),
        format!("{message}.{}", URL_SAFE_NO_PAD.encode([0_u8; 63])),
        format!("{token}.{signature}"),
        format!("{token}="),
        format!(" {token}"),
        "x".repeat(MAX_TOKEN_BYTES + 1),
        "\0.\u{fffd}.é".to_owned(),
    ] {
        assert_eq!(
            world.verify(&forged),
            Err(Rejection::TokenInvalid),
            "{forged}"
        );
    }
    assert!(world.verify(&token).is_ok());
}

#[test]
fn changing_any_character_makes_a_token_invalid() {
    let world = world();
    let token = world.issue();
    for at in 0..token.len() {
        let was = token.as_bytes()[at];
        let changed = if was == b'A' { 'B' } else { 'A' };
        let forged = format!("{}{changed}{}", &token[..at], &token[at + 1..]);
        assert_eq!(
            world.verify(&forged),
            Err(Rejection::TokenInvalid),
            "character {at}"
        );
    }
}

#[test]
fn anybody_verifies_with_the_published_set() {
    let world = world();
    let token = world.issue();
    let set: jsonwebtoken::jwk::JwkSet = serde_json::from_value(world.keys.jwks(NOW)).unwrap();
    let kid = jsonwebtoken::decode_header(&token).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(set.find(&kid).unwrap()).unwrap();
    assert!(jsonwebtoken::decode::<Value>(&token, &key, &world.tokens.validation).is_ok());
}
