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

/// What a start does, with the database's part in a list.
fn open(dir: &std::path::Path, records: &mut Vec<Record>, now_ms: i64) -> Result<KeyRing, Fault> {
    let ring = KeyRing::open(dir.to_owned())?;
    records.extend(ring.admit(records, Missing::Refuse, now_ms)?);
    ring.learn(records)?;
    Ok(ring)
}

fn rotate(ring: &KeyRing, records: &mut Vec<Record>, now_ms: i64) -> String {
    records.extend(ring.rotate(records, now_ms).unwrap());
    ring.learn(records).unwrap();
    records.last().unwrap().kid.clone()
}

fn signs(ring: &KeyRing, now_ms: i64) -> String {
    ring.signing(now_ms).unwrap().kid.clone()
}

#[test]
fn a_first_key_is_made_for_its_owner_alone() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("deeper/keys");
    open(&dir, &mut Vec::new(), NOW).unwrap();
    assert_eq!(mode(&dir), files::FOLDER_MODE);
    let files = key_files(&dir);
    assert_eq!(files.len(), 1);
    assert_eq!(mode(&files[0]), files::FILE_MODE);
}

#[test]
fn the_group_may_read_a_key_only_if_root_gave_it_to_the_process() {
    for (owner, process, mode, refused) in [
        (1000, 1000, 0o600, false),
        (1000, 1000, 0o640, true),
        (0, 1000, 0o440, false),
        (0, 1000, 0o460, true),
        (0, 1000, 0o444, true),
        (0, 0, 0o440, true),
        (1001, 1000, 0o440, true),
    ] {
        let is_refused = mode & files::forbidden(owner, process) != 0;
        assert_eq!(is_refused, refused, "{mode:04o} of {owner} for {process}");
    }
}

#[test]
fn a_restart_keeps_the_keys() {
    let data = tempfile::tempdir().unwrap();
    let (dir, mut records) = (data.path().join("keys"), Vec::new());
    let first = open(&dir, &mut records, NOW).unwrap();
    let rotated = rotate(&first, &mut records, NOW + 1);
    let second = open(&dir, &mut records, NOW + 2).unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(signs(&second, NOW + 1 + SIGNS_AFTER_MS), rotated);
    assert_eq!(first.jwks(NOW + 2), second.jwks(NOW + 2));
}

#[test]
fn looser_modes_are_refused_with_what_to_do() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("keys");
    drop(open(&dir, &mut Vec::new(), NOW).unwrap());
    let file = key_files(&dir).remove(0);
    for (path, looser, sentence) in [
        (&file, 0o640, "run `chmod 0600` on it"),
        (&file, 0o604, "run `chmod 0600` on it"),
        (&dir, 0o750, "run `chmod 0700` on it"),
        (&dir, 0o701, "run `chmod 0700` on it"),
    ] {
        let before = mode(path);
        fs::set_permissions(path, Permissions::from_mode(looser)).unwrap();
        let refused = open(&dir, &mut Vec::new(), NOW).err().unwrap();
        assert!(
            matches!(refused, Fault::KeyModeTooOpen { mode, .. } if mode == looser),
            "{refused:?}"
        );
        assert!(refused.to_string().contains(sentence), "{refused}");
        fs::set_permissions(path, Permissions::from_mode(before)).unwrap();
    }
    open(&dir, &mut Vec::new(), NOW).unwrap();
}

#[test]
fn files_that_are_not_what_they_say_are_refused() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("keys");
    drop(open(&dir, &mut Vec::new(), NOW).unwrap());
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
        let refused = open(&dir, &mut Vec::new(), NOW).err().unwrap();
        assert!(matches!(refused, Fault::KeyMalformed { .. }), "{refused:?}");
        fs::remove_file(&path).unwrap();
        fs::write(&genuine, &pem).unwrap();
        fs::set_permissions(&genuine, Permissions::from_mode(0o600)).unwrap();
    }
    fs::write(dir.join("1-x.unfinished"), b"half a k").unwrap();
    open(&dir, &mut Vec::new(), NOW).unwrap();
}

#[test]
fn an_old_key_verifies_until_its_last_token_has_expired_and_is_then_removed() {
    let data = tempfile::tempdir().unwrap();
    let (dir, mut records) = (data.path().join("keys"), Vec::new());
    let ring = open(&dir, &mut records, NOW).unwrap();
    let old = signs(&ring, NOW);
    let new = rotate(&ring, &mut records, NOW + 50);
    assert_ne!(old, new);
    let begins = NOW + 50 + SIGNS_AFTER_MS;
    assert_eq!(signs(&ring, begins - 1), old);
    assert!(ring.verifying(&new, NOW + 50).is_some(), "before it signs");
    assert_eq!(signs(&ring, begins), new);
    let ends = begins + LATE_SIGNER_MS + ACCESS_TOKEN_MS + CLOCK_LEEWAY_MS;
    assert!(ring.verifying(&old, ends - 1).is_some());
    assert_eq!(ring.jwks(ends - 1)["keys"].as_array().unwrap().len(), 2);
    ring.prune(ends - 1).unwrap();
    assert_eq!(key_files(&dir).len(), 2);
    assert!(ring.verifying(&old, ends).is_none());
    assert!(ring.verifying(&new, ends).is_some());
    assert_eq!(ring.jwks(ends)["keys"].as_array().unwrap().len(), 1);
    ring.prune(ends).unwrap();
    assert_eq!(key_files(&dir).len(), 1);
}

#[test]
fn a_file_of_an_ended_key_that_comes_back_is_no_new_key() {
    let data = tempfile::tempdir().unwrap();
    let (dir, mut records) = (data.path().join("keys"), Vec::new());
    let ring = open(&dir, &mut records, NOW).unwrap();
    let old = key_files(&dir).remove(0);
    let copy = data.path().join("copy");
    fs::copy(&old, &copy).unwrap();
    let new = rotate(&ring, &mut records, NOW + 1);
    let later = NOW + 24 * 3_600_000;
    ring.prune(later).unwrap();
    fs::copy(&copy, &old).unwrap();
    assert!(!ring.learn(&records).unwrap(), "nothing to record");
    assert!(open(&dir, &mut records, later).is_ok());
    assert_eq!((records.len(), signs(&ring, later)), (2, new));
}

#[test]
fn who_lacks_the_key_that_signs_verifies_with_it_and_signs_with_the_one_before_for_a_while() {
    let data = tempfile::tempdir().unwrap();
    let mut records = Vec::new();
    let (here, there) = (data.path().join("here"), data.path().join("there"));
    let rotating = open(&here, &mut records, NOW).unwrap();
    let first = key_files(&here).remove(0);
    fs::create_dir(&there).unwrap();
    fs::set_permissions(&there, Permissions::from_mode(0o700)).unwrap();
    fs::copy(&first, there.join(first.file_name().unwrap())).unwrap();
    let late = open(&there, &mut records, NOW).unwrap();
    let old = signs(&late, NOW);
    let new = rotate(&rotating, &mut records, NOW);
    late.learn(&records).unwrap();
    assert!(late.verifying(&new, NOW).is_some());
    let ends = NOW + SIGNS_AFTER_MS + LATE_SIGNER_MS;
    assert_eq!(signs(&late, ends - 1), old);
    // What it signed last is valid everywhere until it expires.
    assert!(
        rotating
            .verifying(&old, ends - 1 + ACCESS_TOKEN_MS)
            .is_some()
    );
    for refused in [
        late.signing(ends).err(),
        open(&there, &mut records, NOW).err(),
    ] {
        let sentence = refused.unwrap().to_string();
        assert!(
            sentence.contains(&new) && sentence.contains("--data-dir"),
            "{sentence}"
        );
    }
    for file in key_files(&here) {
        fs::copy(&file, there.join(file.file_name().unwrap())).unwrap();
    }
    late.learn(&records).unwrap();
    assert_eq!(signs(&late, ends), new);
}

#[test]
fn a_folder_that_nobody_else_can_have_is_filled_anew_when_it_was_lost() {
    let data = tempfile::tempdir().unwrap();
    let (dir, mut records) = (data.path().join("keys"), Vec::new());
    drop(open(&dir, &mut records, NOW).unwrap());
    fs::remove_dir_all(&dir).unwrap();
    let ring = KeyRing::open(dir).unwrap();
    records.extend(ring.admit(&records, Missing::Replace, NOW + 1).unwrap());
    ring.learn(&records).unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(
        signs(&ring, NOW + 1),
        records[1].kid,
        "at once: there is no other"
    );
}

#[test]
fn keys_from_before_they_were_recorded_are_taken_over_as_they_are() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("keys");
    files::make_folder(&dir).unwrap();
    for at in [NOW - 100, NOW - 50] {
        files::write(&dir, &new_secret().unwrap(), at).unwrap();
    }
    let mut records = Vec::new();
    let ring = open(&dir, &mut records, NOW).unwrap();
    assert_eq!(
        [NOW - 100, NOW - 50],
        [0, 1].map(|key| records[key].signs_from_ms)
    );
    assert_eq!(signs(&ring, NOW), records[1].kid);
}

#[test]
fn rotation_after_the_clock_stepped_back_still_signs_with_the_new_key() {
    let data = tempfile::tempdir().unwrap();
    let (dir, mut records) = (data.path().join("keys"), Vec::new());
    let ring = open(&dir, &mut records, NOW).unwrap();
    let new = rotate(&ring, &mut records, NOW - 1_000_000);
    assert_eq!(signs(&ring, NOW + 1), new);
    assert_eq!(
        signs(&open(&dir, &mut records, NOW + 1).unwrap(), NOW + 1),
        new
    );
}

#[test]
fn the_published_set_has_public_members_alone() {
    let data = tempfile::tempdir().unwrap();
    let ring = open(&data.path().join("keys"), &mut Vec::new(), NOW).unwrap();
    let set = ring.jwks(NOW);
    let key = set["keys"][0].as_object().unwrap();
    let mut members: Vec<&str> = key.keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["alg", "crv", "kid", "kty", "use", "x"]);
    assert_eq!(key["kid"], json!(signs(&ring, NOW)));
}

/// The example of RFC 8037, appendix A.3.
#[test]
fn the_id_of_a_key_is_its_thumbprint() {
    assert_eq!(
        thumbprint("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
}
