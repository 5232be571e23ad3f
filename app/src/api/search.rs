//! For the search box, and for help beside what is being typed.

use fyr_domain::Lang;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// A piece of a text, marked where it fits what was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Plain text.
    pub text: String,
    /// Fits.
    pub marked: bool,
}

/// An article that may be what someone is typing about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The heading.
    pub title: Vec<Piece>,
    /// Where it is.
    pub href: String,
    /// The language it is written in.
    pub lang: Lang,
}

impl Suggestion {
    /// The heading without marks.
    pub fn text(&self) -> String {
        self.title.iter().map(|piece| piece.text.as_str()).collect()
    }
}

/// Articles for what was typed so far, at most six, best first.
///
/// # Errors
/// Where the server or the database is away; then there are no suggestions, and searching itself says more.
#[server(endpoint = "suggest", prefix = "/api", input = GetUrl)]
pub async fn suggest(
    /// What was typed.
    q: String,
    /// The reader's language.
    lang: Lang,
) -> Result<Vec<Suggestion>, ServerFnError> {
    /// Few enough to take in at a glance.
    const MOST: u32 = 6;
    let cx = crate::use_cx();
    suggestions(fyr_services::search::suggest(&cx.services, lang, &q, MOST).await)
}

/// Articles that may answer what someone is writing about; none rather than such as only share a word with it.
///
/// # Errors
/// As [`suggest`].
#[server(endpoint = "help", prefix = "/api", input = GetUrl)]
pub async fn help(
    /// What was typed.
    q: String,
    /// The reader's language.
    lang: Lang,
) -> Result<Vec<Suggestion>, ServerFnError> {
    let cx = crate::use_cx();
    suggestions(fyr_services::search::help(&cx.services, lang, &q).await)
}

#[cfg(feature = "ssr")]
fn suggestions(
    found: Result<Vec<fyr_services::search::Hit>, fyr_services::Error>,
) -> Result<Vec<Suggestion>, ServerFnError> {
    let suggestion = |hit: fyr_services::search::Hit| Suggestion {
        title: hit.title.into_iter().map(|piece| Piece { text: piece.text, marked: piece.marked }).collect(),
        href: hit.href,
        lang: hit.lang,
    };
    let hits = found.map_err(|_| ServerFnError::new("not available"))?;
    Ok(hits.into_iter().map(suggestion).collect())
}
