//! Reading articles, and saying whether they helped.

use std::sync::Arc;

use fyr_domain::{Lang, text::Comment};
use fyr_store::{
    articles,
    articles::{Article, Listed},
    settings,
    settings::Revision,
};

use crate::{
    Error, Services,
    catalogue::{self, Catalogue, Item},
    import::promise_index,
};

/// Articles on a page of a category.
pub const PER_PAGE: i64 = 25;
/// Articles under each category where all categories are shown.
const SHOWN_PER_CATEGORY: i64 = 5;
/// Articles offered after one that was read.
const RELATED: i64 = 4;

/// An article, and where one may go from it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// In the wanted language, else in the nearest there is.
    pub article: Article,
    /// Every language it exists in.
    pub langs: Vec<Lang>,
    /// Others on the same shelf, in the language of the text.
    pub related: Vec<Listed>,
    /// For the names of shelves.
    pub catalogue: Arc<Catalogue>,
}

/// An article to read.
///
/// # Errors
/// [`Error::NotFound`] where there is none with this slug, or it is not published.
pub async fn read(ctx: &Services, slug: &str, lang: Lang) -> Result<Reading, Error> {
    can_be_a_slug(slug)?;
    let catalogue = catalogue::get(ctx).await?;
    let mut db = ctx.store.read().await?;
    let article = articles::find(&mut db, slug, lang).await?.ok_or(Error::NotFound)?;
    let langs = articles::langs(&mut db, article.id).await?;
    let related = articles::related(&mut db, article.id, article.lang.0, RELATED).await?;
    Ok(Reading { article, langs, related, catalogue })
}

/// Slugs are plain ASCII. Anything else is nobody's, and some of it no database takes.
fn can_be_a_slug(text: &str) -> Result<(), Error> {
    let fits = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if fits { Ok(()) } else { Err(Error::NotFound) }
}

/// A page of a category.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// The category.
    pub category: Item,
    /// Its articles, by title.
    pub articles: Vec<Listed>,
    /// How many there are on all pages.
    pub total: i64,
    /// Their language: another one than asked for where the category has none in that one.
    pub lang: Lang,
}

/// A category's articles, [`PER_PAGE`] at a time from page 1.
///
/// # Errors
/// [`Error::NotFound`] where there is no such category, or no such page of it.
pub async fn shelf(ctx: &Services, slug: &str, lang: Lang, page: i64) -> Result<Shelf, Error> {
    let catalogue = catalogue::get(ctx).await?;
    let category = catalogue.category(slug).ok_or(Error::NotFound)?.clone();
    let lang = catalogue.shelf_lang(slug, lang);
    let total = catalogue.count(slug, lang);
    if page > 1 && (page - 1).saturating_mul(PER_PAGE) >= total {
        return Err(Error::NotFound);
    }
    let mut db = ctx.store.read().await?;
    let articles = articles::in_category(&mut db, slug, lang, PER_PAGE, (page.max(1) - 1) * PER_PAGE).await?;
    Ok(Shelf { category, articles, total, lang })
}

/// Every category that has articles, each with its first ones.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn shelves(ctx: &Services, lang: Lang) -> Result<Vec<Shelf>, Error> {
    let catalogue = catalogue::get(ctx).await?;
    let mut shelves: Vec<Shelf> = catalogue
        .categories
        .iter()
        .map(|category| {
            let lang = catalogue.shelf_lang(&category.slug, lang);
            let total = catalogue.count(&category.slug, lang);
            Shelf { category: category.clone(), articles: Vec::new(), total, lang }
        })
        .filter(|shelf| shelf.total > 0)
        .collect();
    let langs: Vec<Lang> =
        Lang::ALL.into_iter().filter(|lang| shelves.iter().any(|shelf| shelf.lang == *lang)).collect();
    let mut db = ctx.store.read().await?;
    for article in articles::first_of_categories(&mut db, &langs, SHOWN_PER_CATEGORY).await? {
        let its =
            |shelf: &&mut Shelf| shelf.category.slug == article.category && shelf.lang == article.lang.0;
        if let Some(shelf) = shelves.iter_mut().find(its) {
            shelf.articles.push(article);
        }
    }
    Ok(shelves)
}

/// What a reader thought of an article.
#[derive(Clone, Debug)]
pub struct Rating {
    /// Whether it helped.
    pub helpful: bool,
    /// Why.
    pub comment: Option<Comment>,
}

/// Records one rating per reader and article; a second one replaces the first. `reader` is a person or a browser.
///
/// # Errors
/// [`Error::NotFound`] where the article is not there or not published.
pub async fn rate(
    ctx: &Services,
    reader: &str,
    slug: &str,
    lang: Lang,
    rating: &Rating,
) -> Result<(), Error> {
    can_be_a_slug(slug)?;
    let mut tx = ctx.store.begin().await?;
    let article = articles::find(&mut tx, slug, lang).await?.ok_or(Error::NotFound)?;
    let row = articles::Rating {
        article: article.id,
        reader,
        helpful: rating.helpful,
        comment: rating.comment.as_deref(),
        lang: article.lang.0,
    };
    articles::rate(&mut tx, &row, ctx.clock.now()).await?;
    // popularity is part of the ranking, and of the start page
    promise_index(ctx, &mut tx, article.id).await?;
    settings::touch(&mut tx, Revision::Catalogue).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(())
}
