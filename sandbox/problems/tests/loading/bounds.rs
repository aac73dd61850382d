//! Sizes and numbers, at their edges.

use arena_problems::bounds::*;

use crate::support::{Folder, MANIFEST};

#[test]
fn sizes_are_bounded_at_their_edges() {
    let file_limit = usize::try_from(MAX_FILE_BYTES).unwrap();
    let program = |size: usize| {
        let mut text = String::from("def validate(input):\n    ...\n#");
        text.push_str(&"x".repeat(size - text.len()));
        Folder::valid().write("validator.py", text).load()
    };
    assert!(program(file_limit).is_ok());
    let error = program(file_limit + 1).unwrap_err();
    assert_eq!(
        error.message,
        "has 262145 bytes, at most 262144 are allowed"
    );

    let statement = |size: usize| {
        Folder::valid()
            .write("statement.md", "x".repeat(size))
            .load()
            .is_ok()
    };
    assert!(statement(MAX_STATEMENT_BYTES));
    assert!(!statement(MAX_STATEMENT_BYTES + 1));

    let title = |size: usize| {
        let title = format!("\"{}\"", "ü".repeat(size));
        Folder::valid()
            .replace("problem.toml", "\"Sum Up\"", &title)
            .load()
            .is_ok()
    };
    assert!(title(MAX_TITLE_LENGTH));
    assert!(!title(MAX_TITLE_LENGTH + 1));

    let techniques = |count: usize, length: usize| {
        let names: Vec<_> = (0..count).map(|i| format!("{i:0length$}")).collect();
        let list = format!("{names:?}");
        Folder::valid()
            .replace("problem.toml", "[\"prefix sums\"]", &list)
            .load()
            .is_ok()
    };
    assert!(techniques(MAX_TECHNIQUES, MAX_TECHNIQUE_LENGTH));
    assert!(!techniques(MAX_TECHNIQUES + 1, 3));
    assert!(!techniques(1, MAX_TECHNIQUE_LENGTH + 1));

    let parameters = |count: usize| {
        let more: String = (0..count - 2)
            .map(|i| format!(", {{ name = \"p{i}\", type = \"int\" }}"))
            .collect();
        let folder = Folder::valid();
        folder.replace(
            "problem.toml",
            "type = \"int\" }]",
            &format!("type = \"int\" }}{more}]"),
        );
        folder.error()
    };
    assert!(parameters(MAX_PARAMETERS).starts_with("samples.json"));
    assert_eq!(
        parameters(MAX_PARAMETERS + 1),
        "problem.toml:9: a function has 1 to 8 parameters, found 9"
    );

    let fuel = |millions: u64| {
        let folder = Folder::valid();
        folder.replace(
            "problem.toml",
            "python = 3000",
            &format!("python = {millions}"),
        );
        folder.load().is_ok()
    };
    assert!(fuel(1) && fuel(MAX_FUEL_MILLIONS));
    assert!(!fuel(0) && !fuel(MAX_FUEL_MILLIONS + 1));

    let texts = |note: usize, why: usize| {
        let folder = Folder::valid();
        folder.replace("samples.json", "Nothing to add.", &"n".repeat(note));
        folder.replace("problem.toml", "forgets the last", &"w".repeat(why));
        folder.load().is_ok()
    };
    assert!(texts(MAX_NOTE_BYTES, MAX_WHY_BYTES));
    assert!(!texts(MAX_NOTE_BYTES + 1, 1));
    assert!(!texts(1, MAX_WHY_BYTES + 1));
}

#[test]
fn the_number_of_files_is_bounded() {
    let files = |count: usize| {
        let folder = Folder::valid();
        let mut manifest = MANIFEST.to_owned();
        for i in 0..count - 12 {
            let file = format!("solutions/wrong_{i}.py");
            folder.write(&file, "def sum_up(numbers, start_at):\n    return 0\n");
            manifest.push_str(&format!(
                "\n[[wrong]]\nfile = \"{file}\"\nverdict = \"WA\"\nwhy = \"zero\"\n"
            ));
        }
        folder.write("problem.toml", manifest);
        folder
            .load()
            .map(|problem| problem.wrong.len())
            .map_err(|e| e.message)
    };
    assert_eq!(files(MAX_FILES), Ok(MAX_FILES - 8));
    assert_eq!(
        files(MAX_FILES + 1),
        Err(format!("has more than {MAX_FILES} files"))
    );
}
