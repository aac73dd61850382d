//! The licence texts of what is bundled lie beside every built runtime.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;

use arena_runtimes::{
    CacheDirectory, Language, Notice, Recipe, build, licence_files, licence_texts,
};

#[test]
fn every_bundled_component_has_its_texts_beside_the_built_runtime() {
    let cache = CacheDirectory::resolve(None).unwrap();
    for &language in Language::all() {
        let runtime = build(&cache, language, &mut |step| {
            eprintln!("{language}: {step}")
        })
        .unwrap();
        for notice in &language.facts().licences.notice {
            let texts = licence_texts(&cache, language, notice).unwrap();
            assert_eq!(texts.len(), licence_files(language, notice).len());
            for text in texts {
                let place = runtime.licences().join(&text.name);
                assert!(place.is_file(), "{}", place.display());
                let words = text.text.split_whitespace().count();
                assert!(words >= 30, "{}: {words} words", text.name);
                shows_its_licence(language, notice, &text.text);
            }
        }
    }
}

#[test]
fn a_runtime_that_was_built_without_texts_gets_them_and_keeps_its_bytes() {
    let kept = CacheDirectory::resolve(None).unwrap();
    build(&kept, Language::JAVASCRIPT, &mut |_| ()).unwrap();
    let home = tempfile::tempdir().unwrap();
    let cache = CacheDirectory::open(home.path()).unwrap();
    let tools = |cache: &CacheDirectory| cache.runtimes().join("tools");
    std::os::unix::fs::symlink(tools(&kept), tools(&cache)).unwrap();
    let hash = Recipe::of(Language::JAVASCRIPT).unwrap().hash();
    let folder = cache.runtimes().join(hash.to_hex().as_str());
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("runtime.wasm"), b"\0asm of before").unwrap();

    let notice = &Language::JAVASCRIPT.facts().licences.notice[0];
    let error = licence_texts(&cache, Language::JAVASCRIPT, notice).unwrap_err();
    let wanted =
        "the licence texts of javascript are not there: run `arena runtimes build javascript`";
    assert_eq!(error.to_string(), wanted);

    let runtime = build(&cache, Language::JAVASCRIPT, &mut |_| ()).unwrap();
    assert_eq!(fs::read(&runtime.path).unwrap(), b"\0asm of before");
    let texts = licence_texts(&cache, Language::JAVASCRIPT, notice).unwrap();
    assert!(texts[0].text.contains("Fabrice Bellard"));
    // TypeScript runs in the same runtime, and its own texts came along.
    build(&cache, "typescript".parse().unwrap(), &mut |step| {
        panic!("{step}")
    })
    .unwrap();

    fs::remove_file(runtime.licences().join("listed")).unwrap();
    let mut steps = Vec::new();
    build(&cache, Language::JAVASCRIPT, &mut |step| {
        steps.push(step.to_owned())
    })
    .unwrap();
    assert_eq!(steps, ["gathering licences"]);
}

/// That a named file is the right one shows in its words.
fn shows_its_licence(language: Language, notice: &Notice, text: &str) {
    let marks = [
        ("MIT", "Permission is hereby granted, free of charge"),
        ("BSD-2-Clause", "Redistribution"),
        ("Apache-2.0", "http"),
        ("Python-2.0.1", "PYTHON SOFTWARE FOUNDATION"),
        ("Zlib", "origin of this software must not be misrepresented"),
        ("ISC", "with or without fee"),
    ];
    for (licence, mark) in marks {
        if notice.licence == licence {
            let name = &notice.name;
            assert!(text.contains(mark), "{language}: {name} is not {licence}");
        }
    }
}
