//! What a zip or a folder may hold.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use arena_packages::Package;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use tempfile::TempDir;

use crate::support::{Copy, contents, fixture};

/// An entry of a zip: its name as bytes, its mode with its kind, its content.
type Entry<'a> = (&'a [u8], u32, &'a [u8]);

const FILE: u32 = 0o100_644;

fn zip(folder: &Path, entries: &[Entry<'_>]) -> PathBuf {
    let path = folder.join("made.zip");
    let mut archive = ZipArchiveWriter::new(File::create(&path).unwrap());
    for (name, mode, content) in entries {
        let (mut entry, config) = archive
            .new_file(EntryPath::verbatim(name.to_vec()))
            .compression_method(CompressionMethod::DEFLATE)
            .unix_permissions(*mode)
            .start()
            .unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(content).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    path
}

fn refusal(entries: &[Entry<'_>]) -> String {
    let folder = TempDir::new().unwrap();
    let path = zip(folder.path(), entries);
    Package::open(&path).err().unwrap().to_string()
}

#[test]
fn entries_that_must_not_be_there_are_refused_by_name() {
    for (entry, sentence) in [
        (
            (&b"/etc/passwd"[..], FILE),
            "/etc/passwd: its name is absolute",
        ),
        (
            (b"../x", FILE),
            "../x: its name leaves the package with \"..\"",
        ),
        (
            (b"a/../../x", FILE),
            "a/../../x: its name leaves the package with \"..\"",
        ),
        ((b"a\\b", FILE), "a\\\\b: its name has a backslash"),
        ((b"\xff.in", FILE), "\u{fffd}.in: its name is not UTF-8"),
        ((b"a\0b", FILE), "a\\0b: its name has a control character"),
        (
            (b"link", 0o120_777),
            "link: is a link; put the file itself there",
        ),
        (
            (b"tty", 0o020_644),
            "tty: is a device, pipe or socket, not a file",
        ),
        (
            (b"pipe", 0o010_644),
            "pipe: is a device, pipe or socket, not a file",
        ),
    ] {
        assert_eq!(refusal(&[(entry.0, entry.1, b"x")]), sentence);
    }
    let long = [b'x'; 300];
    assert!(refusal(&[(&long, FILE, b"x")]).contains("its name is too long"));
}

#[test]
fn names_are_there_once() {
    let two = |one: &str, other: &str| {
        refusal(&[(one.as_bytes(), FILE, b"x"), (other.as_bytes(), FILE, b"y")])
    };
    assert_eq!(
        two("problem.yaml", "problem.yaml"),
        "problem.yaml: is there twice"
    );
    assert_eq!(
        two("problem.yaml", "Problem.YAML"),
        "Problem.YAML: has the name of problem.yaml but for upper and lower case or Unicode form"
    );
    assert_eq!(
        two("caf\u{e9}", "cafe\u{301}"),
        "cafe\u{301}: has the name of caf\u{e9} but for upper and lower case or Unicode form"
    );
    assert_eq!(
        two("data", "data/x"),
        "data/x: lies in data, which is a file"
    );
}

#[test]
fn more_than_ten_thousand_files_are_refused() {
    let names: Vec<String> = (0..10_001).map(|index| format!("f{index}")).collect();
    let entries: Vec<Entry<'_>> = names
        .iter()
        .map(|name| (name.as_bytes(), FILE, &b""[..]))
        .collect();
    assert_eq!(refusal(&entries), "the package has more than 10000 files");
}

#[test]
fn encrypted_and_damaged_entries_are_refused() {
    let folder = TempDir::new().unwrap();
    let path = zip(folder.path(), &[(b"problem.yaml", FILE, b"name: x\n")]);
    let sound = fs::read(&path).unwrap();
    let central = sound
        .windows(4)
        .position(|window| window == b"PK\x01\x02")
        .unwrap();

    let mut encrypted = sound.clone();
    encrypted[central + 8] |= 1;
    fs::write(&path, &encrypted).unwrap();
    assert_eq!(
        Package::open(&path).err().unwrap().to_string(),
        "problem.yaml: is encrypted"
    );

    let mut other = sound.clone();
    other[central + 10] = 12;
    fs::write(&path, &other).unwrap();
    assert_eq!(
        Package::open(&path).err().unwrap().to_string(),
        "problem.yaml: is compressed in another way than deflate"
    );

    let mut changed = sound.clone();
    changed[central + 16] ^= 1;
    fs::write(&path, &changed).unwrap();
    let refusal = Package::open(&path).err().unwrap().to_string();
    assert!(
        refusal.starts_with("problem.yaml: cannot be unpacked: "),
        "{refusal}"
    );

    for length in [0, 10, sound.len() - 5] {
        fs::write(&path, &sound[..length]).unwrap();
        let refusal = Package::open(&path).err().unwrap().to_string();
        assert!(refusal.contains("is not a sound zip"), "{refusal}");
    }
}

#[test]
fn a_zip_of_the_folder_and_one_of_its_content_are_the_same_package() {
    let root = fixture("legacy-icpc/ticketgate");
    let files = contents(&root);
    let zip_of = |start: &str| {
        let folder = TempDir::new().unwrap();
        let names: Vec<String> = files
            .iter()
            .map(|(path, _)| format!("{start}{}", path.display()))
            .collect();
        let entries: Vec<Entry<'_>> = names
            .iter()
            .zip(&files)
            .map(|(name, (_, content))| (name.as_bytes(), FILE, content.as_slice()))
            .collect();
        let path = zip(folder.path(), &entries);
        Package::open(&path).unwrap()
    };
    let whole = Package::open(&root).unwrap();
    let (inside, content) = (zip_of("ticketgate/"), zip_of(""));
    assert_eq!((inside.hash, content.hash), (whole.hash, whole.hash));
    assert_eq!(
        (inside.id.as_str(), content.id.as_str()),
        ("ticketgate", "made")
    );
}

#[test]
fn links_and_pipes_in_a_folder_are_refused() {
    let copy = Copy::of("legacy-icpc/ticketgate");
    symlink("/etc/passwd", copy.path.join("data/secret/30.in")).unwrap();
    assert_eq!(
        copy.refusal(),
        "data/secret/30.in: is a link; put the file itself there"
    );
    fs::remove_file(copy.path.join("data/secret/30.in")).unwrap();
    symlink("secret", copy.path.join("data/more")).unwrap();
    assert_eq!(
        copy.refusal(),
        "data/more: is a link; put the file itself there"
    );
}

#[test]
fn what_is_no_package_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("nothing");
    let refusal = Package::open(&path).err().unwrap().to_string();
    assert!(
        refusal.starts_with(&format!("{}: cannot be opened: ", path.display())),
        "{refusal}"
    );
    let refusal = Package::open(Path::new("/dev/null"))
        .err()
        .unwrap()
        .to_string();
    assert_eq!(refusal, "/dev/null: is neither a folder nor a zip");
}
