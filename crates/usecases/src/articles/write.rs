//! Writing articles: new ones, and the drafts of their texts. A draft is seen by those who write articles, and by nobody else.

use chrono::{DateTime, Utc};
use fyr_content::slug::slugify;
use fyr_domain::{
    Actor, Lang,
    articles::{ArticleText, ArticleTextFields, ChangeSize, DraftState, Outdated},
    fields::{FieldErrors, Problem},
    permission::{Permission, may},
};
use fyr_store::{
    Db,
    article_desk::{self, DeskArticle},
    article_drafts::{self, ArticleDraft},
    article_versions::{self, ArticleVersion},
    articles::LangColumn,
    people,
};
use uuid::Uuid;

use super::render::{find_broken_links, render};
use crate::{Backend, Error, Transaction, classification, require::require, tickets::find_thread_to_work};

/// The slug of an article whose title has no letter that a slug can have.
const SLUG_WITHOUT_TITLE: &str = "article";

/// The text of an article in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRef {
    /// Id of the article.
    pub article: Uuid,
    /// Language of the text.
    pub lang: Lang,
}

/// What a form was opened with: whoever saves it overwrites nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The revision of the draft; 0 where there was none.
    pub revision: i64,
    /// The number of the published version; 0 where there was none.
    pub version: i64,
}

/// A new article.
#[derive(Clone, Debug)]
pub struct NewArticle {
    /// The language that it is written in first.
    pub lang: Lang,
    /// The slug of its category.
    pub category: String,
    /// Its text.
    pub text: ArticleText,
    /// The reference of the ticket that it is written from.
    pub ticket: Option<String>,
}

/// Creates an article with a draft, and returns its id. The same form sent twice creates one.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for who does not write articles, or work the ticket; [`Error::Invalid`] where the
/// category does not exist.
pub async fn create(
    backend: &Backend,
    actor: &Actor,
    submission: Uuid,
    new: NewArticle,
) -> Result<Uuid, Error> {
    require_writer(actor)?;
    let ticket = match &new.ticket {
        Some(reference) => Some(find_thread_to_work(backend, actor, reference).await?.ticket.id),
        None => None,
    };
    let classification = classification::get(backend).await?;
    let category = classification
        .category(&new.category)
        .ok_or_else(|| FieldErrors::single("category", Problem::UnknownChoice))?;
    let slug = Some(slugify(&new.text.title)).filter(|slug| !slug.is_empty());
    let slug = slug.unwrap_or_else(|| SLUG_WITHOUT_TITLE.to_owned());
    let (article, now) = (submission, backend.clock.now());
    let mut tx = backend.begin().await?;
    if article_desk::find(&mut tx, article).await?.is_some() {
        return Ok(article);
    }
    if !article_desk::insert(&mut tx, article, &slug, category.id, now).await? {
        let unique_slug = format!("{slug}-{}", &article.simple().to_string()[24..]);
        article_desk::insert(&mut tx, article, &unique_slug, category.id, now).await?;
    }
    if let Some(ticket) = ticket {
        article_desk::insert_ticket(&mut tx, article, ticket).await?;
    }
    let text = TextRef { article, lang: new.lang };
    put_draft(backend, &mut tx, actor, text, Seen::default(), DraftContent::new(&new.text)).await?;
    tx.commit().await?;
    Ok(article)
}

/// What is written into a draft.
#[derive(Clone, Copy)]
pub(super) struct DraftContent<'a> {
    pub text: &'a ArticleText,
    pub state: DraftState,
    /// When it is published by itself, and as what.
    pub publish: Option<(DateTime<Utc>, ChangeSize)>,
}

impl<'a> DraftContent<'a> {
    pub const fn new(text: &'a ArticleText) -> Self {
        Self { text, state: DraftState::Draft, publish: None }
    }
}

/// Writes a draft, and returns it.
///
/// # Errors
/// [`Error::NotFound`] where there is no such article; [`Problem::ChangedMeanwhile`] of the text where somebody else has saved or published
/// since the form was opened.
pub(super) async fn put_draft(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    text: TextRef,
    seen: Seen,
    draft: DraftContent<'_>,
) -> Result<ArticleDraft, Error> {
    let TextRef { article, lang } = text;
    article_desk::find(tx, article).await?.ok_or(Error::NotFound)?;
    let version = article_versions::find_latest_number(tx, article, lang).await?;
    let row = ArticleDraft {
        article_id: article,
        lang: LangColumn(lang),
        title: draft.text.title.to_string(),
        summary: draft.text.summary.as_ref().map_or(String::new(), ToString::to_string),
        keywords: draft.text.keywords.clone().into(),
        source: draft.text.source.clone(),
        state: draft.state,
        publish_at: draft.publish.map(|(at, _)| at),
        publish_as: draft.publish.map(|(_, size)| size.to_string()),
        revision: seen.revision + 1,
        edited_by_id: actor.user_id(),
        edited_at: backend.clock.now(),
    };
    if version != seen.version || !article_drafts::save(tx, &row, seen.revision).await? {
        return Err(FieldErrors::single(ArticleTextFields::SOURCE, Problem::ChangedMeanwhile).into());
    }
    article_desk::touch(tx, article, backend.clock.now()).await?;
    Ok(row)
}

/// Saves the draft of a text.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for who does not write articles, and where there is no such article;
/// [`Problem::ChangedMeanwhile`] of the text where somebody else has saved or published since the form was opened.
pub async fn save(
    backend: &Backend,
    actor: &Actor,
    text: TextRef,
    seen: Seen,
    entered: &ArticleText,
) -> Result<(), Error> {
    require_writer(actor)?;
    let mut tx = backend.begin().await?;
    put_draft(backend, &mut tx, actor, text, seen, DraftContent::new(entered)).await?;
    tx.commit().await
}

/// Saves the draft of a text, and asks those who publish to look at it.
///
/// # Errors
/// As [`save`]; [`Problem::Required`] of a text that is empty.
pub async fn submit_for_review(
    backend: &Backend,
    actor: &Actor,
    text: TextRef,
    seen: Seen,
    entered: &ArticleText,
) -> Result<(), Error> {
    require_writer(actor)?;
    entered.require_source()?;
    let mut tx = backend.begin().await?;
    let draft = DraftContent { state: DraftState::Review, ..DraftContent::new(entered) };
    put_draft(backend, &mut tx, actor, text, seen, draft).await?;
    tx.commit().await
}

/// Discards the draft of a text; what is published stays. An article that has nothing else is gone with it; whether it is still there.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for who does not write articles, and where there is no such article.
pub async fn discard(backend: &Backend, actor: &Actor, text: TextRef) -> Result<bool, Error> {
    require_writer(actor)?;
    let mut tx = backend.begin().await?;
    article_desk::find(&mut tx, text.article).await?.ok_or(Error::NotFound)?;
    article_drafts::delete(&mut tx, text.article, text.lang).await?;
    let is_gone = article_desk::delete_unpublished(&mut tx, text.article).await?;
    tx.commit().await?;
    Ok(!is_gone)
}

/// Makes the draft of a text from an earlier version.
///
/// # Errors
/// As [`save`]; [`Error::NotFound`] where there is no such version.
pub async fn restore(
    backend: &Backend,
    actor: &Actor,
    text: TextRef,
    number: i64,
    seen: Seen,
) -> Result<(), Error> {
    require_writer(actor)?;
    let mut tx = backend.begin().await?;
    let version =
        article_versions::find(&mut tx, text.article, text.lang, number).await?.ok_or(Error::NotFound)?;
    let row = ArticleText::parse(|name| match name {
        ArticleTextFields::TITLE => version.title.clone(),
        ArticleTextFields::SUMMARY => version.summary.clone(),
        ArticleTextFields::SOURCE => version.source.clone(),
        _ => version.keywords.0.join(","),
    })?;
    put_draft(backend, &mut tx, actor, text, seen, DraftContent::new(&row)).await?;
    tx.commit().await
}

/// The text in another language beside which a translation is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceText {
    /// Its language.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// Its Markdown.
    pub source: String,
    /// The Markdown of the version with which the translation agrees, where that is known and another one.
    pub before: Option<String>,
}

/// A text that is opened to be edited.
#[derive(Clone, Debug)]
pub struct EditedText {
    /// The language of this text.
    pub lang: Lang,
    /// The title; empty where nothing is written yet.
    pub title: String,
    /// The summary; empty for the beginning of the text.
    pub summary: String,
    /// Further search terms.
    pub keywords: Vec<String>,
    /// The Markdown.
    pub source: String,
    /// What the form is opened with.
    pub seen: Seen,
    /// The draft; `None` where the text is as it is published.
    pub draft: Option<ArticleDraft>,
    /// Name of who saved the draft last.
    pub edited_by: Option<String>,
    /// Whether there is a published text in this language.
    pub is_published: bool,
    /// Whether other languages are published.
    pub has_translations: bool,
    /// How far the published text is behind another language.
    pub outdated: Option<Outdated>,
    /// The text beside which it is translated.
    pub reference: Option<ReferenceText>,
    /// Links to articles that are not there.
    pub broken_links: Vec<String>,
    /// Whether the actor publishes.
    pub may_publish: bool,
}

/// Refuses who does not write articles.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for someone who is signed in.
pub fn require_writer(actor: &Actor) -> Result<(), Error> {
    require(actor, Permission::WriteArticles)
}

/// Checks that the actor may write this article, before anything that they send is read.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for who does not write articles, and where there is no such article.
pub async fn require_editable(backend: &Backend, actor: &Actor, article: Uuid) -> Result<(), Error> {
    require_writer(actor)?;
    let mut db = backend.store.read().await?;
    article_desk::find(&mut db, article).await?.map(|_| ()).ok_or(Error::NotFound)
}

/// Opens a text to edit it; one that does not exist yet is empty.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for who does not write articles, and where there is no such article.
pub async fn open_text(backend: &Backend, actor: &Actor, text: TextRef) -> Result<EditedText, Error> {
    require_writer(actor)?;
    let TextRef { article: id, lang } = text;
    let mut db = backend.store.read().await?;
    article_desk::find(&mut db, id).await?.ok_or(Error::NotFound)?;
    let draft = article_drafts::find(&mut db, id, lang).await?;
    let published = find_current(&mut db, text).await?;
    let version = article_versions::find_latest_number(&mut db, id, lang).await?;
    let seen = Seen { revision: draft.as_ref().map_or(0, |draft| draft.revision), version };
    let edited_by = find_name(&mut db, draft.as_ref().and_then(|draft| draft.edited_by_id)).await?;
    let states = article_versions::list_translation_states(&mut db, id).await?;
    let state = states.iter().find(|state| state.lang.0 == lang);
    let follows = state.and_then(article_versions::TranslationState::follows);
    let others: Vec<Lang> = states.iter().map(|state| state.lang.0).filter(|other| *other != lang).collect();
    let reference = find_reference(&mut db, id, lang, &others, follows).await?;
    let outdated = state.and_then(article_versions::TranslationState::outdated);
    let is_published = published.is_some();
    let [title, summary, source] = match (&draft, &published) {
        (Some(draft), _) => [&draft.title, &draft.summary, &draft.source].map(Clone::clone),
        (None, Some(text)) => [&text.title, &text.summary, &text.source].map(Clone::clone),
        (None, None) => [const { String::new() }; 3],
    };
    let keywords = draft.as_ref().map(|draft| draft.keywords.0.clone());
    let keywords = keywords.or_else(|| published.map(|text| text.keywords.0)).unwrap_or_default();
    let broken_links = find_broken_links(&mut db, render(&source, &title, lang).links).await?;
    Ok(EditedText {
        lang,
        title,
        summary,
        keywords,
        source,
        seen,
        draft,
        edited_by,
        is_published,
        has_translations: !others.is_empty(),
        outdated,
        reference,
        broken_links,
        may_publish: may(actor, Permission::PublishArticles),
    })
}

/// The name of a person.
async fn find_name(db: &mut Db, person: Option<Uuid>) -> Result<Option<String>, Error> {
    let Some(person) = person else { return Ok(None) };
    Ok(people::find_by_id(db, person).await?.map(|account| account.name))
}

/// The published text as it was written: of its newest version, or else as it was imported.
async fn find_current(db: &mut Db, text: TextRef) -> Result<Option<ArticleVersion>, Error> {
    let TextRef { article, lang } = text;
    let Some(published) = article_versions::find_published(db, article, lang).await? else { return Ok(None) };
    let number = article_versions::find_latest_number(db, article, lang).await?;
    if let Some(version) = article_versions::find(db, article, lang, number).await? {
        return Ok(Some(version));
    }
    Ok(Some(ArticleVersion {
        article_id: article,
        lang: LangColumn(lang),
        number,
        title: published.title,
        summary: published.summary,
        keywords: published.keywords,
        source: published.source,
        change_size: None,
        published_by_id: None,
        published_at: DateTime::UNIX_EPOCH,
    }))
}

/// The text beside which a translation is written: in the language that it follows, or else the nearest one that is published.
async fn find_reference(
    db: &mut Db,
    article: Uuid,
    lang: Lang,
    others: &[Lang],
    follows: Option<(Lang, i64)>,
) -> Result<Option<ReferenceText>, Error> {
    let followed = follows.map(|(other, _)| other).filter(|other| others.contains(other));
    let nearest = lang.fallback_order().into_iter().find(|other| others.contains(other));
    let Some(other) = followed.or(nearest) else { return Ok(None) };
    let Some(current) = find_current(db, TextRef { article, lang: other }).await? else { return Ok(None) };
    let before = match follows.filter(|(followed, number)| *followed == other && *number < current.number) {
        Some((_, number)) => {
            article_versions::find(db, article, other, number).await?.map(|version| version.source)
        }
        None => None,
    };
    Ok(Some(ReferenceText {
        lang: other,
        title: current.title,
        before: before.filter(|before| *before != current.source),
        source: current.source,
    }))
}

/// A version of a text, and the one before it.
#[derive(Clone, Debug)]
pub struct VersionPage {
    /// The article, without its texts.
    pub article: DeskArticle,
    /// The version.
    pub version: ArticleVersion,
    /// Name of who published it.
    pub published_by: Option<String>,
    /// The version before it.
    pub before: Option<ArticleVersion>,
    /// Whether it is what readers get now.
    pub is_current: bool,
    /// What the form that restores it is opened with.
    pub seen: Seen,
}

/// Finds a version of a text.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for who does not write articles, and where there is no such version.
pub async fn find_version(
    backend: &Backend,
    actor: &Actor,
    text: TextRef,
    number: i64,
) -> Result<VersionPage, Error> {
    require_writer(actor)?;
    let TextRef { article: id, lang } = text;
    let mut db = backend.store.read().await?;
    let article = article_desk::find(&mut db, id).await?.ok_or(Error::NotFound)?;
    let version = article_versions::find(&mut db, id, lang, number).await?.ok_or(Error::NotFound)?;
    let before = article_versions::find(&mut db, id, lang, number - 1).await?;
    let latest = article_versions::find_latest_number(&mut db, id, lang).await?;
    let draft = article_drafts::find(&mut db, id, lang).await?;
    let published_by = find_name(&mut db, version.published_by_id).await?;
    Ok(VersionPage {
        is_current: article.published && number == latest,
        article,
        version,
        published_by,
        before,
        seen: Seen { revision: draft.map_or(0, |draft| draft.revision), version: latest },
    })
}
