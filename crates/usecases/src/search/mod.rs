//! Finding articles: in the reader's language first, then in the others; with the database where the engine is away.
//!
//! Hits are re-read from the database, so what is no longer published is not found, whatever the index says.

mod fill;
mod plain;

pub(crate) use fill::index;
pub use fill::{catch_up, rebuild};
use fyr_domain::Lang;
pub use fyr_search::Segment;
use fyr_search::{Query, Results};
use fyr_store::{articles, articles::Listed};
use uuid::Uuid;

use crate::{Error, Services, catalogue};

/// The most characters of a question that are looked at; more is cut off.
pub const MAX_QUESTION: usize = 200;

/// As much as does not get in the way of writing.
const HELP: usize = 4;

/// One article that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where it is: a path.
    pub href: String,
    /// Slug of its category.
    pub category: String,
    /// The language it was found in.
    pub lang: Lang,
    /// The heading, with what fits marked.
    pub title: Vec<Segment>,
    /// The best place of the text, with what fits marked.
    pub snippet: Vec<Segment>,
    /// Fits well enough to be shown to someone who is writing rather than searching.
    pub near: bool,
}

impl Hit {
    /// As the database has it. A heading that changed since it was indexed is shown as it is, without marks.
    fn new(listed: Listed, title: Vec<Segment>, snippet: Vec<Segment>) -> Self {
        let indexed: String = title.iter().map(|segment| segment.text.as_str()).collect();
        let title = if indexed == listed.title { title } else { vec![unmarked(listed.title)] };
        let href = format!("/articles/{}", listed.slug);
        Self { href, category: listed.category, lang: listed.lang.0, title, snippet, near: true }
    }

    /// The heading without marks.
    pub fn text(&self) -> String {
        self.title.iter().map(|segment| segment.text.as_str()).collect()
    }
}

/// A category with hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Its slug.
    pub slug: String,
    /// What people read.
    pub title: String,
    /// How many hits.
    pub count: u64,
}

/// What a search gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// This page of hits, best first.
    pub hits: Vec<Hit>,
    /// Hits on all pages together, within the category asked for.
    pub total: u64,
    /// Categories with hits for the question, whatever category was asked for.
    pub facets: Vec<Facet>,
    /// The language of the hits: another one than asked for where that one has none.
    pub lang: Lang,
    /// Further languages with hits, looked for only where the reader's own has none.
    pub others: Vec<(Lang, u64)>,
    /// The search engine was away, and the database answered: less well.
    pub engine_away: bool,
}

impl Found {
    fn nothing(lang: Lang) -> Self {
        Self { hits: Vec::new(), total: 0, facets: Vec::new(), lang, others: Vec::new(), engine_away: false }
    }
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// As typed.
    pub text: &'a str,
    /// The reader's language.
    pub lang: Lang,
    /// Only in the category with this slug.
    pub category: Option<&'a str>,
    /// From 1.
    pub page: u32,
    /// Hits on a page.
    pub per_page: u32,
}

/// Finds articles. A question without a word finds nothing.
///
/// # Errors
/// [`Error::Unavailable`] where the database is away.
pub async fn search(ctx: &Services, question: Question<'_>) -> Result<Found, Error> {
    find(ctx, question, false).await
}

/// The best articles for someone who is still typing.
///
/// # Errors
/// As [`search`].
pub async fn suggest(ctx: &Services, lang: Lang, text: &str, limit: u32) -> Result<Vec<Hit>, Error> {
    let question = Question { text, lang, category: None, page: 1, per_page: limit };
    Ok(find(ctx, question, true).await?.hits)
}

/// Articles that may answer what someone is writing about: those [`Hit::near`] to it, at most four.
///
/// # Errors
/// As [`search`].
pub async fn help(ctx: &Services, lang: Lang, text: &str) -> Result<Vec<Hit>, Error> {
    let mut hits = suggest(ctx, lang, text, 10).await?;
    hits.retain(|hit| hit.near);
    hits.truncate(HELP);
    Ok(hits)
}

async fn find(ctx: &Services, question: Question<'_>, prefix: bool) -> Result<Found, Error> {
    let typed = question.text.trim().chars().map(|c| if c.is_control() { ' ' } else { c });
    let text: String = typed.take(MAX_QUESTION).collect();
    if !text.chars().any(char::is_alphanumeric) {
        return Ok(Found::nothing(question.lang));
    }
    let question = Question { text: &text, ..question };
    match ask(ctx, question, prefix).await {
        Ok((lang, results, others)) => told(ctx, question, lang, results, others).await,
        Err(error) => {
            tracing::warn!(%error, "the search engine is away; the database answers");
            plain::search(ctx, question).await
        }
    }
}

/// Asks the engine, in the reader's language first.
async fn ask(
    ctx: &Services,
    question: Question<'_>,
    prefix: bool,
) -> Result<(Lang, Results, Vec<(Lang, u64)>), fyr_search::Error> {
    if ctx.search.needs_rebuild() {
        return Err(fyr_search::Error::Unavailable {
            engine: ctx.search.name(),
            reason: "the index is still being filled".into(),
            source: None,
        });
    }
    let query = |lang| Query {
        text: question.text.to_owned(),
        lang,
        category: question.category.map(str::to_owned),
        page: question.page,
        per_page: question.per_page,
        prefix,
    };
    let [own, second, third] = question.lang.nearest();
    let results = ctx.search.search(&query(own)).await?;
    // hits in other categories of one's own language are nearer than hits in another language
    if results.total > 0 || !results.categories.is_empty() {
        return Ok((own, results, Vec::new()));
    }
    let nearer = ctx.search.search(&query(second)).await?;
    let further = ctx.search.search(&query(third)).await?;
    Ok(match (nearer.total, further.total) {
        (0, 0) => (own, results, Vec::new()),
        (0, _) => (third, further, Vec::new()),
        (_, 0) => (second, nearer, Vec::new()),
        (_, more) => (second, nearer, vec![(third, more)]),
    })
}

/// Reads the hits again, and puts names to categories.
async fn told(
    ctx: &Services,
    question: Question<'_>,
    lang: Lang,
    results: Results,
    others: Vec<(Lang, u64)>,
) -> Result<Found, Error> {
    let ids: Vec<Uuid> = results.hits.iter().map(|hit| hit.id).collect();
    let mut listed = if ids.is_empty() {
        Vec::new()
    } else {
        let mut db = ctx.store.read().await?;
        articles::by_translation(&mut db, &ids).await?
    };
    let before = results.hits.len();
    let hits: Vec<Hit> = results
        .hits
        .into_iter()
        .filter_map(|hit| {
            let at = listed.iter().position(|(id, _)| *id == hit.id)?;
            let near = hit.fit.is_near();
            Some(Hit { near, ..Hit::new(listed.swap_remove(at).1, hit.title, hit.snippet) })
        })
        .collect();
    let gone = u64::try_from(before - hits.len()).unwrap_or(0);
    let catalogue = catalogue::get(ctx).await?;
    let facets = results.categories.into_iter().filter_map(|(slug, count)| {
        let title = catalogue.category(&slug)?.title.text(question.lang).to_owned();
        Some(Facet { slug, title, count })
    });
    Ok(Found {
        hits,
        total: results.total.saturating_sub(gone),
        facets: facets.collect(),
        lang,
        others,
        engine_away: false,
    })
}

fn unmarked(text: String) -> Segment {
    Segment { text, marked: false }
}
