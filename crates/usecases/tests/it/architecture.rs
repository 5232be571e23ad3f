//! Who may use whom, read from the sources: areas use each other's front only; events, jobs and the mailer know no area; the
//! server uses the store only where it must.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The areas of the use cases. What else is in the crate (audit log, settings, classification, files) serves all of them.
const AREAS: [&str; 11] = [
    "accounts",
    "articles",
    "identities",
    "import",
    "organisations",
    "people",
    "privacy",
    "relations",
    "search",
    "status",
    "tickets",
];

/// The files of the server that use the store or its types, and why. The list only shrinks.
const STORE_USES: [(&str, &str); 3] = [
    ("serve.rs", "opens the database"),
    ("config/storage.rs", "checks the database's address"),
    ("web/sessions/store.rs", "is the store of sessions that the session layer asks for"),
];

fn source_folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A source file: its path inside the folder, with `/`, and its text without comments, blanks and line breaks.
struct Source {
    path: String,
    code: String,
}

fn sources(folder: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
                let code = lines.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect();
                let path = path.strip_prefix(folder).expect("inside").to_string_lossy().replace('\\', "/");
                found.push(Source { path, code });
            }
        }
    }
    assert!(found.len() > 20, "the sources were read");
    found
}

/// The paths below `crate` that a file names: `crate::a::b` gives `a::b`, `crate::{a::{b,c},d}` gives `a::b`, `a::c` and `d`.
fn crate_paths(code: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for (start, mark) in code.match_indices("crate::") {
        // the end of a longer name, such as `pub(crate)` has no colons and `$crate` is a macro's
        if code[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_')
            && !code[..start].ends_with("use")
        {
            continue;
        }
        expand("", &code[start + mark.len()..], &mut paths);
    }
    paths
}

/// Reads one path or group at the start of `rest` and adds what it names, behind `prefix`; returns what comes after it.
fn expand<'a>(prefix: &str, rest: &'a str, paths: &mut BTreeSet<String>) -> &'a str {
    if let Some(mut group) = rest.strip_prefix('{') {
        while !group.is_empty() && !group.starts_with('}') {
            group = expand(prefix, group, paths);
            group = group.strip_prefix(',').unwrap_or(group);
        }
        return group.strip_prefix('}').unwrap_or(group);
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '*').unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}::{name}") };
    match rest.strip_prefix("::") {
        // a turbofish ends the path
        Some(deeper) if !deeper.starts_with('<') => expand(&path, deeper, paths),
        _ => {
            paths.insert(path);
            if end == 0 { rest.get(1..).unwrap_or_default() } else { rest }
        }
    }
}

/// The area that a file belongs to.
fn area_of(path: &str) -> Option<&str> {
    let name = path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    AREAS.iter().copied().find(|area| *area == name)
}

fn is_module(segment: &str) -> bool {
    segment.starts_with(|c: char| c.is_lowercase())
}

#[test]
fn paths_below_the_crate_are_read() {
    let code = "usecrate::{Backend,accounts::{self,tokens::{Token,x}},tickets::file};fnf(){crate::a::B::c()}";
    let expected = [
        "Backend",
        "a::B::c",
        "accounts::self",
        "accounts::tokens::Token",
        "accounts::tokens::x",
        "tickets::file",
    ];
    assert_eq!(crate_paths(code), expected.map(str::to_owned).into());
}

#[test]
fn areas_use_each_others_front_only() {
    let mut offences = Vec::new();
    for Source { path, code } in sources(&source_folder("src")) {
        for used in crate_paths(&code) {
            let segments: Vec<&str> = used.split("::").collect();
            let [area, inner, .., _] = segments.as_slice() else { continue };
            let foreign = AREAS.contains(area) && area_of(&path) != Some(*area);
            // `retention` is a part of the front of `privacy`
            if foreign && is_module(inner) && (*area, *inner) != ("privacy", "retention") {
                offences.push(format!("{path}: crate::{used}"));
            }
        }
    }
    assert!(offences.is_empty(), "import what the area's front re-exports: {offences:#?}");
}

#[test]
fn events_jobs_and_the_mailer_know_no_area() {
    let mut offences = Vec::new();
    let mut read = 0;
    for Source { path, code } in sources(&source_folder("src")) {
        let general = ["events.rs", "mailer.rs", "transaction.rs"].contains(&path.as_str())
            || (path.starts_with("jobs/") && path != "jobs/registry.rs");
        if !general {
            continue;
        }
        read += 1;
        let used = crate_paths(&code)
            .into_iter()
            .filter(|used| used.split("::").next().is_some_and(|first| AREAS.contains(&first)));
        offences.extend(used.map(|used| format!("{path}: crate::{used}")));
    }
    assert!(read > 8, "the sources were read");
    assert!(offences.is_empty(), "only jobs/registry.rs names areas: {offences:#?}");
}

#[test]
fn the_server_uses_the_store_only_where_it_must() {
    let uses = |code: &str| {
        ["fyr_store", "fyr_usecases::store::", "{store::", ",store::"].map(|mark| code.contains(mark))
    };
    let found: BTreeSet<String> = sources(&source_folder("../../server/src"))
        .into_iter()
        .filter(|source| uses(&source.code).contains(&true))
        .map(|source| source.path)
        .collect();
    let known: BTreeSet<String> = STORE_USES.iter().map(|(path, _)| (*path).to_owned()).collect();
    let more: Vec<_> = found.difference(&known).collect();
    assert!(more.is_empty(), "a use case should do this: {more:?}");
    let fewer: Vec<_> = known.difference(&found).collect();
    assert!(fewer.is_empty(), "take these off the list: {fewer:?}");
}
