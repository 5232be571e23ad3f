//! Completeness: every language has the same messages with the same variables, and every used message exists.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::*;

/// The messages of a language with the variables that each uses.
fn messages(index: usize) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    for source in SOURCES[index] {
        let mut current = None;
        for line in source.lines() {
            if let Some(key) = keys(line).next() {
                assert!(!messages.contains_key(key), "{key} is defined twice in {}", Lang::ALL[index]);
                current = Some(key.to_owned());
                messages.insert(key.to_owned(), BTreeSet::new());
            }
            let Some(key) = &current else { continue };
            for piece in line.split('$').skip(1) {
                let name: String =
                    piece.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                messages.entry(key.clone()).or_default().insert(name);
            }
        }
    }
    messages
}

#[test]
fn every_language_has_the_same_messages_with_the_same_variables() {
    let swedish = messages(0);
    for index in [1, 2] {
        let other = messages(index);
        let lang = Lang::ALL[index];
        let missing: Vec<_> = swedish.keys().filter(|key| !other.contains_key(*key)).collect();
        let extra: Vec<_> = other.keys().filter(|key| !swedish.contains_key(*key)).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{lang}: missing {missing:?}, extra {extra:?}");
        for (key, variables) in &swedish {
            assert_eq!(Some(variables), other.get(key), "variables of {key} in {lang}");
        }
    }
}

#[test]
fn every_file_is_valid_fluent() {
    for (index, sources) in SOURCES.iter().enumerate() {
        for source in *sources {
            if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
                panic!("{}: {errors:?}", Lang::ALL[index]);
            }
        }
    }
}

fn collect_rust_files(dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("a folder of the project") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect_rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn every_message_used_exists_and_every_message_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for dir in ["app/src", "server/src", "crates"] {
        collect_rust_files(&root.join(dir), &mut files);
    }
    let known = messages(0);
    let mut used = BTreeSet::new();
    for file in files {
        if file.ends_with("i18n/src/lib.rs") || file.ends_with("i18n/src/tests.rs") {
            continue;
        }
        let code = std::fs::read_to_string(&file).expect("readable");
        // every string literal that could be a key
        for word in code.split('"') {
            if known.contains_key(word) {
                used.insert(word.to_owned());
            }
            // `text_for(lang, "prefix-", …)`: every message with the prefix is used
            if word.ends_with('-') && word.len() > 3 {
                used.extend(known.keys().filter(|key| key.starts_with(word)).cloned());
            }
        }
        // `t!(`, but not the end of `assert!(`
        let macros =
            code.match_indices("t!(").filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric()));
        for (at, _) in macros {
            let piece = &code[at + 3..];
            let Some((_, rest)) = piece.split_once(", \"") else { continue };
            let Some((key, _)) = rest.split_once('"') else { continue };
            let close = piece.find(')').unwrap_or(0);
            if piece.find(", \"").is_some_and(|at| at < close) && key.contains('-') {
                assert!(known.contains_key(key), "{} uses {key}, which does not exist", file.display());
            }
        }
    }
    let unused: Vec<_> = known.keys().filter(|key| !used.contains(*key)).collect();
    assert!(unused.is_empty(), "never used: {unused:?}");
}

#[test]
fn times_are_formatted_per_language() {
    let zone = chrono_tz::Europe::Stockholm;
    let now: chrono::DateTime<chrono::Utc> = "2026-11-21T12:00:00Z".parse().expect("a time");
    let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().expect("a time");
    assert_eq!(relative_time(Lang::Sv, at("2026-11-24T09:00:00Z"), now, zone), "tisdag 10:00");
    assert_eq!(relative_time(Lang::Nb, at("2026-11-21T09:00:00Z"), now, zone), "i dag kl. 10:00");
    assert_eq!(relative_time(Lang::En, at("2026-11-22T07:30:00Z"), now, zone), "tomorrow at 08:30");
    assert_eq!(relative_time(Lang::Nb, at("2026-03-03T09:00:00Z"), now, zone), "3. mars kl. 10:00");
    assert_eq!(relative_time(Lang::Sv, at("2025-03-03T09:00:00Z"), now, zone), "3 mars 2025");
    assert_eq!(relative_time(Lang::Nb, at("2026-11-24T09:00:00Z"), now, zone), "tirsdag kl. 10:00");
    assert_eq!(date_time(Lang::Nb, at("2026-06-24T08:00:00Z"), zone), "onsdag 24. juni 2026 kl. 10:00");
    assert_eq!(date_time(Lang::Sv, at("2026-06-24T08:00:00Z"), zone), "onsdag 24 juni 2026 10:00");
}
