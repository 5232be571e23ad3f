//! Article suggestions for the search box and for the ticket form.

use fyr_domain::Lang;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// A segment of a title, highlighted where it matches the query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSegment {
    /// Plain text.
    pub text: String,
    /// Whether the segment matches the query.
    pub marked: bool,
}

/// A suggested article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The title of the article, in segments.
    pub title: Vec<TextSegment>,
    /// The URL path of the article.
    pub href: String,
    /// The language of the article.
    pub lang: Lang,
}

impl Suggestion {
    /// The title as plain text.
    pub fn text(&self) -> String {
        self.title.iter().map(|segment| segment.text.as_str()).collect()
    }
}

/// Articles that match a query typed so far: at most six, best first.
///
/// # Errors
/// If the server or the database is unavailable.
#[server(endpoint = "suggest", prefix = "/islands", input = GetUrl)]
pub async fn suggest(
    /// The query.
    q: String,
    /// The reader's language.
    lang: Lang,
) -> Result<Vec<Suggestion>, ServerFnError> {
    /// The maximum number of suggestions.
    const MAX_SUGGESTIONS: u32 = 6;
    let cx = crate::use_request_context();
    suggestions(fyr_usecases::search::suggest(&cx.backend, lang, &q, MAX_SUGGESTIONS).await)
}

/// Articles that may answer the subject of a new ticket. Only close matches: none rather than articles that share one word.
///
/// # Errors
/// As [`suggest`].
#[server(endpoint = "help", prefix = "/islands", input = GetUrl)]
pub async fn suggest_for_subject(
    /// The query.
    q: String,
    /// The reader's language.
    lang: Lang,
) -> Result<Vec<Suggestion>, ServerFnError> {
    let cx = crate::use_request_context();
    suggestions(fyr_usecases::search::suggest_for_subject(&cx.backend, lang, &q).await)
}

#[cfg(feature = "ssr")]
fn suggestions(
    hits: Result<Vec<fyr_usecases::search::SearchHit>, fyr_usecases::Error>,
) -> Result<Vec<Suggestion>, ServerFnError> {
    let suggestion = |hit: fyr_usecases::search::SearchHit| Suggestion {
        title: hit
            .title
            .into_iter()
            .map(|segment| TextSegment { text: segment.text, marked: segment.marked })
            .collect(),
        href: hit.href,
        lang: hit.lang,
    };
    let hits = hits.map_err(|_| ServerFnError::new("not available"))?;
    Ok(hits.into_iter().map(suggestion).collect())
}
