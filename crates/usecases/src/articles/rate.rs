//! Rating articles, and saying that one has solved what somebody was about to ask.

use fyr_domain::{Actor, Lang, articles::Readable, text::Comment};
use fyr_store::{article_desk, article_ratings, articles, settings, settings::Revision};
use uuid::Uuid;

use super::read::validate_slug;
use crate::{Backend, Error, events::Event};

/// A reader's rating of an article.
#[derive(Clone, Debug)]
pub struct Rating {
    /// Whether the article helped.
    pub helpful: bool,
    /// The reader's reason.
    pub comment: Option<Comment>,
}

/// Records a rating; a later one by the same reader replaces it. `reader` is the key of a person or browser.
///
/// # Errors
/// [`Error::NotFound`] where the article is not there, not published, or not for the actor.
pub async fn rate(
    backend: &Backend,
    actor: &Actor,
    reader: &str,
    slug: &str,
    lang: Lang,
    rating: &Rating,
) -> Result<(), Error> {
    validate_slug(slug)?;
    let mut tx = backend.begin().await?;
    let article = articles::find_by_slug(&mut tx, slug, lang, &Readable::by(actor)).await?;
    let article = article.ok_or(Error::NotFound)?;
    let row = article_ratings::ArticleRating {
        article: article.id,
        reader,
        helpful: rating.helpful,
        comment: rating.comment.as_deref(),
        lang: article.lang.0,
    };
    article_ratings::upsert_rating(&mut tx, &row, backend.clock.now()).await?;
    // ratings determine the popularity, which search results and the start page are ordered by
    tx.emit(Event::ArticleChanged { article: article.id });
    settings::increment_revision(&mut tx, Revision::Classification).await?;
    tx.commit().await
}

/// Records that somebody who was writing a ticket said that an article solved it. The same `form` counts once; who it was is not kept.
///
/// # Errors
/// [`Error::NotFound`] where the article is not there, not published, or not for the actor.
pub async fn confirm_answer(
    backend: &Backend,
    actor: &Actor,
    form: Uuid,
    slug: &str,
    lang: Lang,
) -> Result<(), Error> {
    validate_slug(slug)?;
    let mut tx = backend.begin().await?;
    let article = articles::find_by_slug(&mut tx, slug, lang, &Readable::by(actor)).await?;
    let article = article.ok_or(Error::NotFound)?;
    let now = backend.clock.now();
    article_desk::insert_confirmed_answer(&mut tx, form, article.id, article.lang.0, now).await?;
    tx.commit().await
}
