//! Completeness: the same messages with the same variables in every language, and none used that does not exist.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::*;

/// Message → the variables it uses.
fn messages(index: usize) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for source in SOURCES[index] {
        let mut current = None;
        for line in source.lines() {
            if let Some(key) = keys(line).next() {
                assert!(!all.contains_key(key), "{key} stands twice in {}", Lang::ALL[index]);
                current = Some(key.to_owned());
                all.insert(key.to_owned(), BTreeSet::new());
            }
            let Some(key) = &current else { continue };
            for piece in line.split('$').skip(1) {
                let name: String =
                    piece.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                all.entry(key.clone()).or_default().insert(name);
            }
        }
    }
    all
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

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("a folder of the project") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_message_used_exists_and_every_message_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for dir in ["app/src", "server/src", "crates"] {
        sources(&root.join(dir), &mut files);
    }
    let known = messages(0);
    let mut seen = BTreeSet::new();
    for file in files {
        if file.ends_with("i18n/src/lib.rs") || file.ends_with("i18n/src/tests.rs") {
            continue;
        }
        let code = std::fs::read_to_string(&file).expect("readable");
        // every string that could be a message, wherever it stands
        for word in code.split('"') {
            if known.contains_key(word) {
                seen.insert(word.to_owned());
            }
            // `text_of(lang, "prefix-", …)`: all that begin so are used
            if word.ends_with('-') && word.len() > 3 {
                seen.extend(known.keys().filter(|key| key.starts_with(word)).cloned());
            }
        }
        // `t!(` itself, not the end of `assert!(`
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
    let unused: Vec<_> = known.keys().filter(|key| !seen.contains(*key)).collect();
    assert!(unused.is_empty(), "never used: {unused:?}");
}

#[test]
fn moments_read_as_one_says_them() {
    let zone = chrono_tz::Europe::Stockholm;
    let now: chrono::DateTime<chrono::Utc> = "2026-11-21T12:00:00Z".parse().expect("a time");
    let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().expect("a time");
    assert_eq!(when(Lang::Sv, at("2026-11-24T09:00:00Z"), now, zone), "tisdag 10:00");
    assert_eq!(when(Lang::Nb, at("2026-11-21T09:00:00Z"), now, zone), "i dag kl. 10:00");
    assert_eq!(when(Lang::En, at("2026-11-22T07:30:00Z"), now, zone), "tomorrow at 08:30");
    assert_eq!(when(Lang::Nb, at("2026-03-03T09:00:00Z"), now, zone), "3. mars kl. 10:00");
    assert_eq!(when(Lang::Sv, at("2025-03-03T09:00:00Z"), now, zone), "3 mars 2025");
    assert_eq!(when(Lang::Nb, at("2026-11-24T09:00:00Z"), now, zone), "tirsdag kl. 10:00");
    assert_eq!(moment(Lang::Nb, at("2026-06-24T08:00:00Z"), zone), "onsdag 24. juni 2026 kl. 10:00");
    assert_eq!(moment(Lang::Sv, at("2026-06-24T08:00:00Z"), zone), "onsdag 24 juni 2026 10:00");
}
