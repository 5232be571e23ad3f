//! `docs/security.md` says which test shows what: here it is held to the tests and tables there are.

use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

use fyr::{
    routes,
    web::{
        policy::{Access, BodyKind, Cache, Origin, Policy, RateLimit},
        routes::{Audience, RouteInfo},
    },
};

const DOCUMENT: &str = include_str!("../../../../docs/security.md");
const PERMISSIONS: &str = include_str!("../../../../crates/domain/src/permission/tests.rs");

/// What ASVS 5.0 asks for at levels 1 and 2, chapters V6 to V10.
const ASKED: &str = "
    6.1.1 6.1.2 6.1.3 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.2.9 6.2.10 6.2.11 6.2.12 6.3.1 6.3.2 6.3.3 6.3.4
    6.4.1 6.4.2 6.4.3 6.4.4 6.5.1 6.5.2 6.5.3 6.5.4 6.5.5 6.6.1 6.6.2 6.6.3 6.8.1 6.8.2 6.8.3 6.8.4
    7.1.1 7.1.2 7.1.3 7.2.1 7.2.2 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2 7.6.1 7.6.2
    8.1.1 8.1.2 8.2.1 8.2.2 8.2.3 8.3.1 8.4.1
    9.1.1 9.1.2 9.1.3 9.2.1 9.2.2 9.2.3 9.2.4
    10.1.1 10.1.2 10.2.1 10.2.2 10.3.1 10.3.2 10.3.3 10.3.4 10.4.1 10.4.2 10.4.3 10.4.4 10.4.5 10.4.6 10.4.7 10.4.8
    10.4.9 10.4.10 10.4.11 10.5.1 10.5.2 10.5.3 10.5.4 10.5.5 10.6.1 10.6.2 10.7.1 10.7.2 10.7.3
";

/// Every `path::name` of the document.
fn named() -> Vec<(String, String)> {
    let spans = DOCUMENT.split('`').skip(1).step_by(2);
    let tests = spans.filter_map(|span| {
        let (path, name) = span.split_once("::")?;
        let is_file = path.contains('/') && matches!(path.rsplit_once('.'), Some((_, "rs" | "ts")));
        is_file.then(|| (path.to_owned(), name.to_owned()))
    });
    tests.collect()
}

/// Whether a file of Rust has this test: marked as one, or in the list of those that run on both engines.
fn has_test(code: &str, name: &str) -> bool {
    let marked = |fun: &str| {
        let Some((before, _)) = code.split_once(fun) else { return false };
        before.trim_end().ends_with("#[test]") || before.trim_end().ends_with("#[tokio::test]")
    };
    let listed =
        code.contains("on_both_engines! {") && code.lines().any(|line| line.trim() == format!("{name},"));
    let written = code.contains(&format!("fn {name}("));
    written && (listed || marked(&format!("fn {name}(")) || marked(&format!("async fn {name}(")))
}

#[test]
fn every_test_that_is_named_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let named = named();
    assert!(named.len() > 60, "the document was read");
    let missing: Vec<_> = named
        .iter()
        .filter(|(path, name)| {
            let code = fs::read_to_string(root.join(path)).unwrap_or_default();
            let there = if matches!(path.rsplit_once('.'), Some((_, "rs"))) {
                has_test(&code, name)
            } else {
                code.contains(&format!("test('{name}'"))
            };
            !there
        })
        .collect();
    assert!(missing.is_empty(), "docs/security.md names tests that are not there: {missing:#?}");
}

#[test]
fn every_line_of_the_standard_is_answered_once() {
    let asked: BTreeSet<&str> = ASKED.split_whitespace().collect();
    let mut answered = BTreeSet::new();
    for line in DOCUMENT.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, number, words, answer, _] = cells[..] else { continue };
        if !number.starts_with(|c: char| c.is_ascii_digit()) || number.split('.').count() != 3 {
            continue;
        }
        assert!(answered.insert(number), "{number} is there twice");
        assert!(!words.is_empty() && !answer.is_empty(), "{number} says nothing");
    }
    assert_eq!(answered, asked);
}

#[test]
fn the_tables_of_permissions_are_those_of_the_code() {
    for name in ["TICKETS", "PORTAL"] {
        let (_, rest) = PERMISSIONS.split_once(&format!("const {name}: &str = \"\n")).unwrap();
        let table: Vec<&str> =
            rest.split("\";").next().unwrap().lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        let written: Vec<Vec<&str>> =
            DOCUMENT.lines().map(|line| line.split_whitespace().collect()).collect();
        assert!(table.len() > 5, "the table of the code was read");
        for row in &table {
            let row: Vec<&str> = row.split_whitespace().collect();
            assert!(written.contains(&row), "docs/security.md lacks the row {row:?} of {name}");
        }
    }
}

#[test]
fn words_refused_in_passwords_are_those_of_the_code() {
    let code = include_str!("../../../../crates/usecases/src/accounts/passwords.rs");
    let (_, rest) = code.split_once("PORTAL_WORDS: [&str;").unwrap();
    let list = rest.split_once('[').unwrap().1.split(']').next().unwrap();
    let words: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    assert!(words.len() > 5, "{words:?}");
    for word in words {
        assert!(DOCUMENT.contains(&format!("*{word}*")), "docs/security.md does not name {word}");
    }
}

/// Where the table of routes is in the document.
const ROUTES: [&str; 2] = ["<!-- routes -->\n", "<!-- /routes -->\n"];

/// `FYR_WRITE_DOCS=1 cargo test -p fyr --test rules the_table_of_routes` writes the table.
#[test]
fn the_table_of_routes_is_that_of_the_code() {
    let (before, rest) = DOCUMENT.split_once(ROUTES[0]).unwrap();
    let (written, after) = rest.split_once(ROUTES[1]).unwrap();
    let table = routes_table();
    if std::env::var_os("FYR_WRITE_DOCS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/security.md");
        fs::write(path, [before, ROUTES[0], &table, ROUTES[1], after].concat()).unwrap();
    } else {
        assert_eq!(written, table, "docs/security.md differs; FYR_WRITE_DOCS=1 writes it");
    }
}

fn routes_table() -> String {
    let mut table = String::from(
        "| route | for | who gets an answer | body | counted by | sent from | kept |\n|---|---|---|---|---|---|---|\n",
    );
    for RouteInfo { audience, method, path, policy } in routes::table() {
        let Policy { limit, body, origin, cache, access, .. } = policy;
        let cells = [
            format!("`{method} {path}`"),
            audience_words(audience).to_owned(),
            access_words(access),
            body_words(body).to_owned(),
            limit_words(limit).to_owned(),
            origin_words(origin).to_owned(),
            cache_words(cache),
        ];
        writeln!(table, "| {} |", cells.join(" | ")).unwrap();
    }
    table
}

fn audience_words(audience: Audience) -> &'static str {
    match audience {
        Audience::Pages => "people",
        Audience::Islands => "islands",
        Audience::Feeds => "programs",
        Audience::Program => "the program",
    }
}

fn access_words(access: Access) -> String {
    match access {
        Access::Anyone => "everyone".to_owned(),
        Access::SignedIn => "signed in".to_owned(),
        Access::Permission(permission) => format!("`{permission:?}`"),
        Access::Ticket(action) => format!("ticket: `{action:?}`"),
        Access::Proof(what) => format!("with {what}"),
    }
}

fn body_words(body: BodyKind) -> &'static str {
    match body {
        BodyKind::None => "none",
        BodyKind::SmallForm => "64 kB",
        BodyKind::Form => "1 MB",
        BodyKind::Files => "1 MB, files",
    }
}

fn limit_words(limit: RateLimit) -> &'static str {
    match limit {
        RateLimit::None => "nothing",
        RateLimit::Writes => "writes",
        RateLimit::Guarded => "sign-in",
        RateLimit::Links => "links",
        RateLimit::Providers => "providers",
        RateLimit::Heavy => "writes, exports",
    }
}

fn origin_words(origin: Origin) -> &'static str {
    match origin {
        Origin::SameOrigin => "our pages",
        Origin::Any(reason) => reason,
    }
}

fn cache_words(cache: Cache) -> String {
    match cache {
        Cache::NoStore => "nowhere".to_owned(),
        Cache::Revalidate => "asked again".to_owned(),
        Cache::Public { seconds } => format!("{seconds} s"),
        Cache::ByHandler => "itself".to_owned(),
    }
}
