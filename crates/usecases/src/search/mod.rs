//! Searching articles: in the reader's language first, then in the others; in the database while the search engine is
//! unavailable.
//!
//! Hits are read again from the database as the reader, so articles that are no longer published, or not for them, are not found, whatever
//! the index says.

mod database;
mod index;
mod learning;
mod similar;
mod vocabulary;
mod words;

use fyr_domain::{
    Actor, Lang,
    articles::{ArticleKind, ErrorState, Readable},
    permission::{Permission, may},
};
pub use fyr_search::{ExplainedWord, Segment, built_in_ignored, built_in_synonyms};
use fyr_search::{Query, Results};
use fyr_store::{
    articles,
    articles::{ArticleSummary, TranslationSummary},
};
pub(crate) use index::IndexArticle;
pub use index::{rebuild, rebuild_if_incomplete};
pub use learning::{
    ArticleSearches, RephrasedSearch, SearchFigures, SearchGroup, Unanswered, find_figures, list_rephrased,
    record_confirmed, record_filed, record_opened, record_search, settle, write_waiting,
};
pub(crate) use learning::{SettleSearches, WaitingEvents, find_for_article};
pub(crate) use similar::{SimilarCache, find_similar};
use uuid::Uuid;
pub(crate) use vocabulary::{SetVocabulary, VocabularyCache, current_vocabulary};
pub use words::{AddedWords, change_words, find_words};

use crate::{
    Backend, Error, classification,
    status::{self, Incident},
};

/// The maximum length of a query in characters; the rest is ignored.
pub const MAX_QUERY_CHARS: usize = 200;

/// The maximum number of suggestions while someone writes a ticket.
const MAX_TICKET_SUGGESTIONS: usize = 4;

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// The path of its page.
    pub href: String,
    /// The slug of its category.
    pub category: String,
    /// The language it was found in.
    pub lang: Lang,
    /// The title, with the matching words marked.
    pub title: Vec<Segment>,
    /// The best passage of the text, with the matching words marked.
    pub snippet: Vec<Segment>,
    /// Matches well enough to be suggested to someone who is writing rather than searching.
    pub close_match: bool,
    /// The heading inside the article that the query is about, where its title says less.
    pub heading: Option<HeadingHit>,
    /// The answer, where the title is a question: the first sentence of the summary.
    pub answer: Option<String>,
    /// Id of the article.
    pub article: Uuid,
    /// What it is.
    pub kind: ArticleKind,
    /// Of a known error, how far it has come.
    pub error_state: Option<ErrorState>,
}

/// A heading inside an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingHit {
    /// The fragment identifier.
    pub id: String,
    /// The text.
    pub text: String,
}

impl SearchHit {
    /// A hit on `article`. A title that has changed since it was indexed is shown without marks.
    fn new(article: ArticleSummary, title: Vec<Segment>, snippet: Vec<Segment>) -> Self {
        let answer = answer(&article);
        let error_state = article.error_state();
        let indexed: String = title.iter().map(|segment| segment.text.as_str()).collect();
        let title = if indexed == article.title { title } else { vec![unmarked(article.title)] };
        let href = format!("/articles/{}", article.slug);
        Self {
            href,
            category: article.category,
            lang: article.lang.0,
            title,
            snippet,
            close_match: true,
            heading: None,
            answer,
            article: article.id,
            kind: article.kind,
            error_state,
        }
    }

    /// The slug of the article.
    pub fn slug(&self) -> &str {
        self.href.rsplit('/').next().unwrap_or_default()
    }

    /// The path of the part that the query is about: of the heading, or of the article.
    pub fn nearest_href(&self) -> String {
        let Some(heading) = &self.heading else { return self.href.clone() };
        match self.kind {
            ArticleKind::Troubleshooting => format!("{}?step={}", self.href, heading.id),
            _ => format!("{}#{}", self.href, heading.id),
        }
    }

    /// The title without marks.
    pub fn title_text(&self) -> String {
        self.title.iter().map(|segment| segment.text.as_str()).collect()
    }
}

/// A category with hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryFacet {
    /// The category's slug.
    pub slug: String,
    /// Its title in the reader's language.
    pub title: String,
    /// The number of hits in it.
    pub count: u64,
}

/// The results of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchResults {
    /// This page of hits, best first.
    pub hits: Vec<SearchHit>,
    /// The number of hits on all pages, within the requested category.
    pub total: u64,
    /// The categories with hits, regardless of the requested category.
    pub facets: Vec<CategoryFacet>,
    /// The language of the hits; not the requested one if that has none.
    pub lang: Lang,
    /// Further languages with their number of hits; searched only if the reader's own language has none.
    pub other_langs: Vec<(Lang, u64)>,
    /// The search engine was unavailable, so the database was searched.
    pub engine_unavailable: bool,
}

impl SearchResults {
    fn empty(lang: Lang) -> Self {
        Self {
            hits: Vec::new(),
            total: 0,
            facets: Vec::new(),
            lang,
            other_langs: Vec::new(),
            engine_unavailable: false,
        }
    }
}

/// A search query for articles.
#[derive(Clone, Copy, Debug)]
pub struct ArticleQuery<'a> {
    /// The text as typed.
    pub text: &'a str,
    /// The reader's language.
    pub lang: Lang,
    /// Limits the hits to the category with this slug.
    pub category: Option<&'a str>,
    /// The page, from 1.
    pub page: u32,
    /// The number of hits on a page.
    pub per_page: u32,
}

/// A query, and who asks.
#[derive(Clone, Copy)]
struct ReaderQuery<'a> {
    query: ArticleQuery<'a>,
    readable: &'a Readable,
    /// Whether the last word may be incomplete.
    prefix: bool,
}

/// Searches the articles that the actor may read. A query without letters and digits has no hits.
///
/// # Errors
/// [`Error::Unavailable`] where the database is away.
pub async fn search(
    backend: &Backend,
    actor: &Actor,
    query: ArticleQuery<'_>,
) -> Result<SearchResults, Error> {
    find(backend, ReaderQuery { query, readable: &Readable::by(actor), prefix: false }).await
}

/// Finds the best articles for someone who is still typing: the last word may be incomplete.
///
/// # Errors
/// As [`search`].
pub async fn suggest(
    backend: &Backend,
    actor: &Actor,
    lang: Lang,
    text: &str,
    limit: u32,
) -> Result<Vec<SearchHit>, Error> {
    let query = ArticleQuery { text, lang, category: None, page: 1, per_page: limit };
    Ok(find(backend, ReaderQuery { query, readable: &Readable::by(actor), prefix: true }).await?.hits)
}

/// Finds articles that may answer the ticket someone is writing: at most four, [close matches](SearchHit::close_match) of the subject first,
/// then of the beginning of the description.
///
/// # Errors
/// As [`search`].
pub async fn suggest_for_ticket(
    backend: &Backend,
    actor: &Actor,
    lang: Lang,
    subject: &str,
    description: &str,
) -> Result<Vec<SearchHit>, Error> {
    let mut hits: Vec<SearchHit> = Vec::new();
    for text in [subject, description] {
        if hits.len() >= MAX_TICKET_SUGGESTIONS || text.trim().is_empty() {
            continue;
        }
        let found = suggest(backend, actor, lang, text, 10).await?;
        let close = found.into_iter().filter(|hit| hit.close_match);
        let new: Vec<_> = close.filter(|hit| hits.iter().all(|known| known.href != hit.href)).collect();
        hits.extend(new);
    }
    hits.truncate(MAX_TICKET_SUGGESTIONS);
    Ok(hits)
}

/// Explains to who writes articles where the words of a query stand in an article that was found; empty for everyone else.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn explain_hit(
    backend: &Backend,
    actor: &Actor,
    text: &str,
    hit: &SearchHit,
) -> Result<Vec<ExplainedWord>, Error> {
    if !may(actor, Permission::WriteArticles) {
        return Ok(Vec::new());
    }
    let vocabulary = current_vocabulary(backend).await;
    let mut db = backend.store.read().await?;
    let translations = articles::list_for_index(&mut db, Some(hit.article), Uuid::nil(), 20).await?;
    let Some(found) = translations.iter().find(|found| found.lang.0 == hit.lang) else {
        return Ok(Vec::new());
    };
    let keywords = found.keywords.join(", ");
    let texts = [found.title.as_str(), &keywords, &found.summary, &found.plain];
    Ok(fyr_search::explain(text, hit.lang, &vocabulary, texts))
}

/// The open incidents that a text may be about: their title, their latest update or the name of a component has one of its words, in any form.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn find_incidents(backend: &Backend, lang: Lang, text: &str) -> Result<Vec<Incident>, Error> {
    let overview = status::overview(backend).await?;
    let is_about = |incident: &&Incident| {
        let latest = incident.updates.first().map_or("", |update| update.text.text(lang));
        let hit = overview.components_by_ids(&incident.components);
        let components = hit.map(|component| component.title.text(lang));
        let texts: Vec<&str> = [incident.title.text(lang), latest].into_iter().chain(components).collect();
        fyr_search::mentions(text, lang, &texts)
    };
    Ok(overview.open_incidents().filter(is_about).cloned().collect())
}

async fn find(backend: &Backend, asked: ReaderQuery<'_>) -> Result<SearchResults, Error> {
    let query = asked.query;
    let typed = query.text.trim().chars().map(|c| if c.is_control() { ' ' } else { c });
    let text: String = typed.take(MAX_QUERY_CHARS).collect();
    if !text.chars().any(char::is_alphanumeric) {
        return Ok(SearchResults::empty(query.lang));
    }
    let asked = ReaderQuery { query: ArticleQuery { text: &text, ..query }, ..asked };
    match query_engine(backend, asked).await {
        Ok(answer) => load_hits(backend, asked, answer).await,
        Err(error) => {
            tracing::warn!(%error, "the search engine is unavailable; searching the database");
            database::search(backend, asked).await
        }
    }
}

/// The engine's answer in the first language that has hits.
struct EngineAnswer {
    lang: Lang,
    results: Results,
    other_langs: Vec<(Lang, u64)>,
}

/// Searches with the engine, in the reader's language first.
async fn query_engine(
    backend: &Backend,
    ReaderQuery { query, readable, prefix }: ReaderQuery<'_>,
) -> Result<EngineAnswer, fyr_search::Error> {
    if backend.search.needs_rebuild() {
        return Err(fyr_search::Error::Unavailable {
            engine: backend.search.name(),
            reason: "the index is still being filled".into(),
            source: None,
        });
    }
    let vocabulary = current_vocabulary(backend).await;
    let engine_query = |lang| Query {
        readable: readable.clone(),
        vocabulary: vocabulary.clone(),
        category: query.category.map(str::to_owned),
        page: query.page,
        per_page: query.per_page,
        prefix,
        ..Query::new(query.text, lang)
    };
    let [own, others @ ..] = query.lang.fallback_order();
    let results = backend.search.search(&engine_query(own)).await?;
    let mut answer = EngineAnswer { lang: own, results, other_langs: Vec::new() };
    // hits in other categories of the reader's language are preferred to hits in another language
    if answer.results.total > 0 || !answer.results.categories.is_empty() {
        return Ok(answer);
    }
    for lang in others {
        let results = backend.search.search(&engine_query(lang)).await?;
        match (results.total, answer.results.total) {
            (0, _) => {}
            (_, 0) => answer = EngineAnswer { lang, results, other_langs: Vec::new() },
            (count, _) => answer.other_langs.push((lang, count)),
        }
    }
    Ok(answer)
}

/// Reads the hits from the database, dropping those that the reader may not read any more, and adds the titles of categories.
async fn load_hits(
    backend: &Backend,
    ReaderQuery { query, readable, .. }: ReaderQuery<'_>,
    answer: EngineAnswer,
) -> Result<SearchResults, Error> {
    let EngineAnswer { lang, results, other_langs } = answer;
    let ids: Vec<Uuid> = results.hits.iter().map(|hit| hit.id).collect();
    let mut summaries = if ids.is_empty() {
        Vec::new()
    } else {
        let mut db = backend.store.read().await?;
        articles::list_by_translation_ids(&mut db, &ids, readable).await?
    };
    let before = results.hits.len();
    let hits: Vec<SearchHit> = results
        .hits
        .into_iter()
        .filter_map(|hit| {
            let at = summaries.iter().position(|summary| summary.translation_id == hit.id)?;
            let close_match = hit.match_quality.is_relevant();
            let found = summaries.swap_remove(at);
            let heading = best_heading(query.text, &found);
            Some(SearchHit { close_match, heading, ..SearchHit::new(found.article, hit.title, hit.snippet) })
        })
        .collect();
    let gone = u64::try_from(before - hits.len()).unwrap_or(0);
    let classification = classification::get(backend).await?;
    let facets = results.categories.into_iter().filter_map(|(slug, count)| {
        let title = classification.category(&slug)?.title.text(query.lang).to_owned();
        Some(CategoryFacet { slug, title, count })
    });
    Ok(SearchResults {
        hits,
        total: results.total.saturating_sub(gone),
        facets: facets.collect(),
        lang,
        other_langs,
        engine_unavailable: false,
    })
}

/// The answer of an article that is a question, or the meaning of a word.
fn answer(article: &ArticleSummary) -> Option<String> {
    let answers = match article.kind {
        ArticleKind::Faq | ArticleKind::Term => true,
        ArticleKind::Article => article.title.trim_end().ends_with('?'),
        ArticleKind::Guide | ArticleKind::Troubleshooting | ArticleKind::KnownError => false,
    };
    (answers && !article.summary.is_empty()).then(|| first_sentence(&article.summary))
}

fn first_sentence(summary: &str) -> String {
    // a full stop within it (kl. 12.30) is not followed by a capital letter
    let ends = |end: &usize| match summary[*end..].strip_prefix(' ') {
        Some(rest) => rest.starts_with(char::is_uppercase),
        None => summary[*end..].is_empty(),
    };
    let end = summary.match_indices(['.', '!', '?']).map(|(at, mark)| at + mark.len()).find(ends);
    summary[..end.unwrap_or(summary.len())].to_owned()
}

/// The heading of an article that a query is about.
fn best_heading(query: &str, found: &TranslationSummary) -> Option<HeadingHit> {
    let headings: Vec<&str> = found.toc.iter().map(|heading| heading.text.as_str()).collect();
    let article = &found.article;
    let place = fyr_search::best_heading(query, article.lang.0, &article.title, &headings)?;
    let heading = found.toc.get(place)?;
    Some(HeadingHit { id: heading.id.clone(), text: heading.text.clone() })
}

fn unmarked(text: String) -> Segment {
    Segment { text, marked: false }
}

#[cfg(test)]
mod tests {
    use fyr_domain::articles::Audience;

    use super::*;

    #[test]
    fn a_question_is_answered_by_the_first_sentence() {
        let of = |kind, title: &str, summary: &str| {
            answer(&ArticleSummary {
                id: Uuid::nil(),
                slug: String::new(),
                category: String::new(),
                lang: articles::LangColumn(Lang::Sv),
                title: title.to_owned(),
                summary: summary.to_owned(),
                audience: Audience::EVERYONE,
                kind,
                error_state: None,
            })
        };
        let question = |summary| of(ArticleKind::Article, "Kan jag ändra?", summary);
        let summary = "Ja, till kl. 12.30 samma dag. Ring sedan.";
        assert_eq!(question(summary).as_deref(), Some("Ja, till kl. 12.30 samma dag."));
        assert_eq!(question("Ja. Nej.").as_deref(), Some("Ja."));
        assert_eq!(question("Utan punkt").as_deref(), Some("Utan punkt"));
        assert_eq!(question(""), None);
        assert_eq!(of(ArticleKind::Article, "Ändra", "Ja."), None);
        assert_eq!(of(ArticleKind::Faq, "Ändra", "Ja. Nej.").as_deref(), Some("Ja."));
        assert_eq!(of(ArticleKind::KnownError, "Går inte att ändra?", "Ja."), None);
    }
}
