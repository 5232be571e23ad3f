//! Articles as a whole, at the desk: the list, category and dates, reviewing, archiving.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor,
    articles::{ArticleKind, Audience, AudienceLevel},
    fields::{FieldErrors, Problem},
    permission::{Permission, may},
};
use fyr_store::{
    affected_readers,
    article_desk::{self, ArticleProperties, DeskArticle, DeskFilter, DeskText},
    article_drafts::{self, ArticleDraft},
    article_ratings::{self, RatingCounts, ReaderComment},
    article_versions::{self, ArticleReview, NewReview, TranslationState, VersionSummary},
    organisations::{self, NamedRef},
    settings,
    settings::Revision,
};
use uuid::Uuid;

use super::{read::PER_PAGE, render::linked_article};
use crate::{
    Backend, Error, Transaction,
    classification::{self, Classification},
    events::Event,
    require::require,
    search::{ArticleSearches, find_for_article},
};

/// The most versions and reviews that an article's page lists.
const HISTORY: i64 = 50;
/// The most comments that an article's page lists.
const MAX_COMMENTS: i64 = 20;

/// An article in the list at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskListEntry {
    /// The article, without its texts.
    pub article: DeskArticle,
    /// Its texts, published and being worked on.
    pub texts: Vec<DeskText>,
}

/// A page of the list at the desk.
#[derive(Clone, Debug)]
pub struct DeskList {
    /// The articles of the page; those that were changed last come first.
    pub entries: Vec<DeskListEntry>,
    /// The number of articles on all pages.
    pub total: i64,
    /// For the titles of categories.
    pub classification: Arc<Classification>,
}

/// Lists articles for those who write them; `page` counts from 1, with [`PER_PAGE`] articles each.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for who does not write articles.
pub async fn list_for_desk(
    backend: &Backend,
    actor: &Actor,
    filter: &DeskFilter,
    page: i64,
) -> Result<DeskList, Error> {
    require(actor, Permission::WriteArticles)?;
    let classification = classification::get(backend).await?;
    let now = backend.clock.now();
    let mut db = backend.store.read().await?;
    let total = article_desk::count(&mut db, filter, now).await?;
    let articles = article_desk::list(&mut db, filter, now, PER_PAGE, (page.max(1) - 1) * PER_PAGE).await?;
    let mut entries = Vec::with_capacity(articles.len());
    for article in articles {
        let texts = article_desk::list_texts(&mut db, article.id).await?;
        entries.push(DeskListEntry { article, texts });
    }
    Ok(DeskList { entries, total, classification })
}

/// An article at the desk, with all that is known of it.
#[derive(Clone, Debug)]
pub struct DeskArticlePage {
    /// The article, without its texts.
    pub article: DeskArticle,
    /// The published texts.
    pub published: Vec<TranslationState>,
    /// The texts that are being worked on.
    pub drafts: Vec<ArticleDraft>,
    /// The latest versions, the newest first.
    pub versions: Vec<VersionSummary>,
    /// The latest reviews, the newest first.
    pub reviews: Vec<ArticleReview>,
    /// References of the tickets that it was written from.
    pub tickets: Vec<String>,
    /// How often somebody said that it solved what they were about to ask.
    pub confirmed: i64,
    /// How many readers said that it affects them, where it is a known error.
    pub affected: i64,
    /// How many readers found it helpful, and how many did not.
    pub ratings: RatingCounts,
    /// The latest comments of readers who rated it, the newest first.
    pub comments: Vec<ReaderComment>,
    /// What searches tell of it.
    pub searches: ArticleSearches,
    /// For the titles of categories.
    pub classification: Arc<Classification>,
    /// The organisations that it can be limited to.
    pub organisations: Vec<NamedRef>,
    /// Whether the actor publishes.
    pub may_publish: bool,
}

/// Finds an article for those who write articles.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for who does not write articles, and where there is no such article.
pub async fn find_for_desk(backend: &Backend, actor: &Actor, id: Uuid) -> Result<DeskArticlePage, Error> {
    require(actor, Permission::WriteArticles)?;
    let classification = classification::get(backend).await?;
    let mut db = backend.store.read().await?;
    let article = article_desk::find(&mut db, id).await?.ok_or(Error::NotFound)?;
    Ok(DeskArticlePage {
        published: article_versions::list_translation_states(&mut db, id).await?,
        drafts: article_drafts::list_by_article(&mut db, id).await?,
        versions: article_versions::list_by_article(&mut db, id, HISTORY).await?,
        reviews: article_versions::list_reviews(&mut db, id, HISTORY).await?,
        tickets: article_desk::list_tickets(&mut db, id).await?,
        confirmed: article_desk::count_confirmed_answers(&mut db, id).await?,
        ratings: article_ratings::count_ratings(&mut db, id).await?.unwrap_or_default(),
        comments: article_ratings::list_comments(&mut db, id, MAX_COMMENTS).await?,
        searches: find_for_article(&mut db, id, backend.clock.now()).await?,
        affected: affected_readers::count(&mut db, id).await?,
        organisations: organisations::list_names(&mut db).await?,
        may_publish: may(actor, Permission::PublishArticles),
        article,
        classification,
    })
}

/// What is decided about an article, as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticlePropertiesFields {
    /// The slug of the category.
    pub category: String,
    /// The day of the next review; empty for none.
    pub review_on: String,
    /// The last day on which it is published; empty for no end.
    pub expires_on: String,
    /// An [`ArticleKind`].
    pub kind: String,
    /// An [`AudienceLevel`].
    pub audience: String,
    /// The id of the organisation whose members alone read it; empty for none.
    pub organisation: String,
}

impl ArticlePropertiesFields {
    fn parse(
        &self,
        backend: &Backend,
        classification: &Classification,
        organisations: &[NamedRef],
        kept_review: Option<DateTime<Utc>>,
    ) -> Result<ArticleProperties, FieldErrors> {
        let mut errors = FieldErrors::default();
        let category = classification.category(&self.category).map(|category| category.id);
        let category = errors.check("category", category.ok_or(Problem::UnknownChoice));
        let now = backend.clock.now();
        let is_kept = |at: &DateTime<Utc>| backend.last_day(*at).to_string() == self.review_on.trim();
        let review_at = match kept_review.filter(is_kept) {
            // a day that is due may stay
            Some(kept) => Some(Some(kept)),
            None => errors.check("review_on", backend.end_of_day(&self.review_on, now)),
        };
        let expires_at = errors.check("expires_on", backend.end_of_day(&self.expires_on, now));
        let level = self.audience.parse::<AudienceLevel>().map_err(|_| Problem::UnknownChoice);
        let level = errors.check("audience", level);
        let organisation = match self.organisation.as_str() {
            "" => Ok(None),
            id => {
                let known = organisations.iter().map(|known| known.id).find(|known| known.to_string() == id);
                known.map(Some).ok_or(Problem::UnknownChoice)
            }
        };
        let organisation = errors.check("organisation", organisation);
        let kind = self.kind.parse::<ArticleKind>().map_err(|_| Problem::UnknownChoice);
        let kind = errors.check("kind", kind);
        match (category, review_at, expires_at, level, organisation, kind) {
            (
                Some(category),
                Some(review_at),
                Some(expires_at),
                Some(level),
                Some(organisation),
                Some(kind),
            ) => {
                let audience = Audience::new(level, organisation);
                Ok(ArticleProperties { category, review_at, expires_at, audience, kind })
            }
            _ => Err(errors),
        }
    }
}

/// Sets category, readers, next review and end of an article.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for who does not publish articles, and where there is no such article;
/// [`Error::Invalid`].
pub async fn set_properties(
    backend: &Backend,
    actor: &Actor,
    id: Uuid,
    fields: &ArticlePropertiesFields,
) -> Result<(), Error> {
    require(actor, Permission::PublishArticles)?;
    let classification = classification::get(backend).await?;
    let mut tx = backend.begin().await?;
    let article = article_desk::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let organisations = organisations::list_names(&mut tx).await?;
    let properties = fields.parse(backend, &classification, &organisations, article.review_at)?;
    article_desk::set_properties(&mut tx, id, properties, backend.clock.now()).await?;
    changed(&mut tx, &article).await?;
    tx.commit().await
}

/// Records that the actor has found an article still to be right, and when it is reviewed again.
///
/// # Errors
/// As [`set_properties`].
pub async fn review(
    backend: &Backend,
    actor: &Actor,
    review: Uuid,
    id: Uuid,
    fields: &ArticlePropertiesFields,
) -> Result<(), Error> {
    require(actor, Permission::PublishArticles)?;
    let classification = classification::get(backend).await?;
    let now = backend.clock.now();
    let mut tx = backend.begin().await?;
    let article = article_desk::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let organisations = organisations::list_names(&mut tx).await?;
    let properties = fields.parse(backend, &classification, &organisations, None)?;
    let row =
        NewReview { id: review, article: id, by: actor.user_id(), at: now, review_at: properties.review_at };
    if article_versions::insert_review(&mut tx, row).await? {
        article_desk::set_properties(&mut tx, id, properties, now).await?;
        changed(&mut tx, &article).await?;
    }
    tx.commit().await
}

/// Takes an article off the portal. Its address leads to the article that `redirect` names, by its slug or address; where that is empty,
/// to a page that says that there is nothing.
///
/// # Errors
/// As [`set_properties`]; [`Problem::UnknownArticle`] of `redirect` where that is no published article, or this one.
pub async fn archive(backend: &Backend, actor: &Actor, id: Uuid, redirect: &str) -> Result<(), Error> {
    require(actor, Permission::PublishArticles)?;
    let mut tx = backend.begin().await?;
    let article = article_desk::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let redirect_to = match entered_slug(backend, redirect) {
        "" => None,
        slug => {
            let target = article_desk::find_by_slug(&mut tx, slug).await?;
            let target = target.filter(|target| target.published && target.id != id);
            let unknown = || FieldErrors::single("redirect", Problem::UnknownArticle);
            Some(target.ok_or_else(unknown)?.id)
        }
    };
    archive_in(&mut tx, &article, redirect_to, backend.clock.now()).await?;
    tx.commit().await
}

/// The slug that somebody has entered as such, as a path, or as an address of this portal.
fn entered_slug<'a>(backend: &Backend, entered: &'a str) -> &'a str {
    let entered = entered.trim();
    let path = entered.strip_prefix(backend.settings.public_url.trim_end_matches('/')).unwrap_or(entered);
    linked_article(path).unwrap_or(path)
}

/// Archives an article, in the caller's transaction. What was scheduled for it is not published any more.
pub(super) async fn archive_in(
    tx: &mut Transaction,
    article: &DeskArticle,
    redirect_to: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    article_desk::archive(tx, article.id, redirect_to, now).await?;
    article_drafts::unschedule(tx, article.id).await?;
    changed(tx, article).await
}

/// Puts an archived article back onto the portal, with the texts that it had.
///
/// # Errors
/// As [`set_properties`]; [`Error::NotFound`] where it has no text that was published.
pub async fn unarchive(backend: &Backend, actor: &Actor, id: Uuid) -> Result<(), Error> {
    require(actor, Permission::PublishArticles)?;
    let mut tx = backend.begin().await?;
    let article = article_desk::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if article_versions::list_translation_states(&mut tx, id).await?.is_empty() {
        return Err(Error::NotFound);
    }
    article_desk::publish(&mut tx, id, backend.clock.now()).await?;
    changed(&mut tx, &article).await?;
    tx.commit().await
}

/// What follows from a change of an article as a whole: the index and the lists are made anew.
async fn changed(tx: &mut Transaction, article: &DeskArticle) -> Result<(), Error> {
    settings::increment_revision(tx, Revision::Classification).await?;
    tx.emit(Event::ArticleChanged { article: article.id });
    Ok(())
}
