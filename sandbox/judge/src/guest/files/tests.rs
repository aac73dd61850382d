#![allow(clippy::unwrap_used, reason = "tests")]
use super::*;

const READ: Mode = Mode {
    create: false,
    exclusive: false,
    truncate: false,
    directory: false,
    write: false,
    append: false,
};
const WRITE: Mode = Mode {
    create: true,
    write: true,
    ..READ
};

const MOST_FILES: usize = 64;

fn files(bytes: usize) -> Files {
    below("", bytes)
}

/// Files of which some can be made below a directory.
fn below(below: &'static str, bytes: usize) -> Files {
    let header = [("/usr/include/a.h".to_owned(), b"header".to_vec())];
    let packed = Image::pack(&BTreeMap::from(header));
    let image = Arc::new(Image::read(packed).unwrap());
    let given = [("/solution.cpp".to_owned(), b"code".to_vec())];
    let room = Room {
        below,
        files: MOST_FILES,
        bytes,
    };
    Files::new(image, BTreeMap::from(given), room)
}

#[test]
fn what_is_in_the_image_or_was_given_can_be_read() {
    let mut files = files(100);
    for path in [
        "usr/include/a.h",
        "/usr/./x/../include//a.h",
        "../../usr/include/a.h",
    ] {
        let descriptor = files.open(ROOT, path, READ).unwrap();
        assert_eq!(files.read(descriptor, None, 4), Ok(&b"head"[..]));
        assert_eq!(files.read(descriptor, None, 99), Ok(&b"er"[..]));
        assert_eq!(files.read(descriptor, None, 99), Ok(&b""[..]));
        assert_eq!(files.read(descriptor, Some(2), 3), Ok(&b"ade"[..]));
        files.close(descriptor).unwrap();
        assert_eq!(files.read(descriptor, None, 1), Err(Errno::BadDescriptor));
    }
    let descriptor = files.open(ROOT, "solution.cpp", READ).unwrap();
    assert_eq!(files.seek(descriptor, -2, 2), Ok(2));
    assert_eq!(files.read(descriptor, None, 9), Ok(&b"de"[..]));
    let below = files.open(ROOT, "usr/include", READ).unwrap();
    assert_eq!(files.status_below(below, "a.h").unwrap().length, 6);
}

#[test]
fn nothing_else_exists() {
    let mut files = files(100);
    for path in [
        "etc/passwd",
        "/etc/passwd",
        "../../../../etc/passwd",
        "usr/include/b.h",
    ] {
        assert_eq!(files.open(ROOT, path, READ), Err(Errno::NotFound), "{path}");
        assert_eq!(
            files.status_below(ROOT, path),
            Err(Errno::NotFound),
            "{path}"
        );
    }
    assert_eq!(files.open(9, "x", READ), Err(Errno::BadDescriptor));
    assert_eq!(files.open(0, "x", READ), Err(Errno::BadDescriptor));
}

#[test]
fn the_image_and_what_was_given_cannot_be_changed() {
    let mut files = files(100);
    let path = "usr/include/a.h";
    assert_eq!(files.open(ROOT, path, WRITE), Err(Errno::ReadOnly));
    assert_eq!(files.unlink(ROOT, path), Err(Errno::ReadOnly));
    let renamed = files.rename((ROOT, "solution.cpp"), (ROOT, path));
    assert_eq!(renamed, Err(Errno::ReadOnly));
    assert_eq!(files.open(ROOT, "usr", WRITE), Err(Errno::IsDirectory));
    let given = "solution.cpp";
    assert_eq!(files.open(ROOT, given, WRITE), Err(Errno::ReadOnly));
    assert_eq!(files.unlink(ROOT, given), Err(Errno::ReadOnly));
    files.open(ROOT, "made", WRITE).unwrap();
    let renamed = files.rename((ROOT, "made"), (ROOT, given));
    assert_eq!(renamed, Err(Errno::ReadOnly));
    let renamed = files.rename((ROOT, given), (ROOT, "other"));
    assert_eq!(renamed, Err(Errno::ReadOnly));
}

#[test]
fn files_are_written_up_to_the_room_that_there_is() {
    let mut files = files(10);
    let descriptor = files.open(ROOT, "out.tmp", WRITE).unwrap();
    files.write(descriptor, b"abcd").unwrap();
    files.seek(descriptor, 1, 0).unwrap();
    files.write(descriptor, b"X").unwrap();
    assert_eq!(files.write(descriptor, b"too long!"), Err(Errno::NoSpace));
    assert_eq!(files.set_length(descriptor, 11), Err(Errno::NoSpace));
    files.rename((ROOT, "out.tmp"), (ROOT, "out")).unwrap();
    files.seek(descriptor, 0, 2).unwrap();
    files.write(descriptor, b"efghij").unwrap();
    assert_eq!(files.write(descriptor, b"k"), Err(Errno::NoSpace));
    assert_eq!(files.take("/out"), Some(b"aXcdefghij".to_vec()));
}

#[test]
fn descriptors_and_files_are_bounded() {
    let mut files = files(100);
    let opened = std::iter::from_fn(|| files.open(ROOT, "usr", READ).ok()).count();
    assert_eq!(opened, MAX_OPEN - 4);
    let mut files = super::tests::files(100);
    let mut made = 0;
    while let Ok(descriptor) = files.open(ROOT, &format!("f{made}"), WRITE) {
        files.close(descriptor).unwrap();
        made += 1;
    }
    assert_eq!(made, MOST_FILES);
    assert!(files.is_full());
}

#[test]
fn files_are_made_below_their_directory_alone() {
    let mut files = below("/feedback", 10);
    assert_eq!(
        files.status_below(ROOT, "feedback").unwrap().kind,
        Kind::Directory
    );
    for path in ["other", "feedback2", "feedback/../other", "usr/x"] {
        assert_eq!(
            files.open(ROOT, path, WRITE),
            Err(Errno::NotPermitted),
            "{path}"
        );
    }
    assert_eq!(
        files.open(ROOT, "feedback/sub/x", WRITE),
        Err(Errno::NotFound)
    );
    let descriptor = files.open(ROOT, "feedback/x", WRITE).unwrap();
    files.write(descriptor, b"0123456789").unwrap();
    assert_eq!(files.write(descriptor, b"!"), Err(Errno::NoSpace));
    assert!(files.is_full());
    let renamed = files.rename((ROOT, "feedback/x"), (ROOT, "other"));
    assert_eq!(renamed, Err(Errno::ReadOnly));
    assert_eq!(files.take("/feedback/x"), Some(b"0123456789".to_vec()));
}

#[test]
fn what_is_appended_goes_to_the_end() {
    let mut files = files(100);
    let first = files.open(ROOT, "log", WRITE).unwrap();
    files.write(first, b"one").unwrap();
    let append = Mode {
        append: true,
        ..WRITE
    };
    let second = files.open(ROOT, "log", append).unwrap();
    files.write(second, b"two").unwrap();
    files.write(first, b"!").unwrap();
    files.write(second, b"three").unwrap();
    assert_eq!(files.take("/log"), Some(b"one!wothree".to_vec()));
}

#[test]
fn a_file_takes_the_place_of_a_stream() {
    let mut files = files(100);
    assert!(!files.is_open(0));
    let descriptor = files.open(ROOT, "solution.cpp", READ).unwrap();
    files.renumber(descriptor, 0).unwrap();
    assert_eq!(files.read(0, None, 9), Ok(&b"code"[..]));
    assert_eq!(files.read(descriptor, None, 1), Err(Errno::BadDescriptor));
    for (from, to) in [(descriptor, 0), (0, ROOT), (ROOT, 0), (0, 99)] {
        assert_eq!(files.renumber(from, to), Err(Errno::BadDescriptor));
    }
}
