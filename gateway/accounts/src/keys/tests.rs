#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use super::*;

const NOW: i64 = 1_700_000_000_000;

fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn key_files(dir: &std::path::Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

#[test]
fn a_first_key_is_made_for_its_owner_alone() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("deeper/keys");
    KeyRing::open(dir.clone(), NOW).unwrap();
    assert_eq!(mode(&dir), files::FOLDER_MODE);
    let files = key_files(&dir);
    assert_eq!(files.len(), 1);
    assert_eq!(mode(&files[0]), files::FILE_MODE);
}

#[test]
fn a_restart_keeps_the_keys() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("keys");
    let first = KeyRing::open(dir.clone(), NOW).unwrap();
    let rotated = first.rotate(NOW + 1).unwrap();
    let second = KeyRing::open(dir, NOW + 2).unwrap();
    assert_eq!(second.signing().kid, rotated);
    assert_eq!(first.jwks(NOW + 2), second.jwks(NOW + 2));
}

#[test]
fn looser_modes_are_refused_with_what_to_do() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("keys");
    drop(KeyRing::open(dir.clone(), NOW).unwrap());
    let file = key_files(&dir).remove(0);
    for (path, looser, sentence) in [
        (&file, 0o640, "run `chmod 0600` on it"),
        (&file, 0o604, "run `chmod 0600` on it"),
        (&dir, 0o750, "run `chmod 0700` on it"),
        (&dir, 0o701, "run `chmod 0700` on it"),
    ] {
        let before = mode(path);
        fs::set_permissions(path, Permissions::from_mode(looser)).unwrap();
        let refused = KeyRing::open(dir.clone(), NOW).err().unwrap();
        assert!(
            matches!(refused, Fault::KeyModeTooOpen { mode, .. } if mode == looser),
            "{refused:?}"
        );
        assert!(refused.to_string().contains(sentence), "{refused}");
        fs::set_permissions(path, Permissions::from_mode(before)).unwrap();
    }
    KeyRing::open(dir, NOW).unwrap();
}

#[test]
fn files_that_are_not_what_they_say_are_refused() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("keys");
    drop(KeyRing::open(dir.clone(), NOW).unwrap());
    let genuine = key_files(&dir).remove(0);
    let pem = fs::read(&genuine).unwrap();
    for (name, content) in [
        ("hello.pem", pem.clone()),
        ("1-another.pem", pem.clone()),
        (
            genuine.file_name().unwrap().to_str().unwrap(),
            b"garbage".to_vec(),
        ),
    ] {
        let path = dir.join(name);
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        let refused = KeyRing::open(dir.clone(), NOW).err().unwrap();
        assert!(matches!(refused, Fault::KeyMalformed { .. }), "{refused:?}");
        fs::remove_file(&path).unwrap();
        fs::write(&genuine, &pem).unwrap();
        fs::set_permissions(&genuine, Permissions::from_mode(0o600)).unwrap();
    }
    fs::write(dir.join("1-x.unfinished"), b"half a k").unwrap();
    KeyRing::open(dir, NOW).unwrap();
}

#[test]
fn an_old_key_verifies_until_its_last_token_has_expired_and_is_then_removed() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("keys");
    let ring = KeyRing::open(dir.clone(), NOW).unwrap();
    let old = ring.signing().kid.clone();
    let new = ring.rotate(NOW + 50).unwrap();
    assert_ne!(old, new);
    assert_eq!(ring.signing().kid, new);
    let ends = NOW + 50 + ACCESS_TOKEN_MS + CLOCK_LEEWAY_MS;
    assert!(ring.verifying(&old, ends - 1).is_some());
    assert_eq!(ring.jwks(ends - 1)["keys"].as_array().unwrap().len(), 2);
    ring.maintain(ends - 1).unwrap();
    assert_eq!(key_files(&dir).len(), 2);
    assert!(ring.verifying(&old, ends).is_none());
    assert!(ring.verifying(&new, ends).is_some());
    assert_eq!(ring.jwks(ends)["keys"].as_array().unwrap().len(), 1);
    ring.maintain(ends).unwrap();
    assert_eq!(key_files(&dir).len(), 1);
}

#[test]
fn a_key_made_by_another_process_signs_after_maintenance() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("keys");
    let server = KeyRing::open(dir.clone(), NOW).unwrap();
    let new = KeyRing::open(dir, NOW + 1)
        .unwrap()
        .rotate(NOW + 1)
        .unwrap();
    assert_ne!(server.signing().kid, new);
    server.maintain(NOW + 2).unwrap();
    assert_eq!(server.signing().kid, new);
}

#[test]
fn rotation_after_the_clock_stepped_back_still_signs_with_the_new_key() {
    let data = tempfile::tempdir().unwrap();
    let ring = KeyRing::open(data.path().join("keys"), NOW).unwrap();
    let new = ring.rotate(NOW - 1_000_000).unwrap();
    assert_eq!(ring.signing().kid, new);
}

#[test]
fn the_published_set_has_public_members_alone() {
    let data = tempfile::tempdir().unwrap();
    let ring = KeyRing::open(data.path().join("keys"), NOW).unwrap();
    let set = ring.jwks(NOW);
    let key = set["keys"][0].as_object().unwrap();
    let mut members: Vec<&str> = key.keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["alg", "crv", "kid", "kty", "use", "x"]);
    assert_eq!(key["kid"], json!(ring.signing().kid));
}

/// The example of RFC 8037, appendix A.3.
#[test]
fn the_id_of_a_key_is_its_thumbprint() {
    assert_eq!(
        thumbprint("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
}
