//! Publishing the text of an article: now, or at a time.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor, Lang,
    articles::{ArticleText, ArticleTextFields, ChangeSize, DraftState},
    fields::{FieldErrors, Problem},
    permission::Permission,
};
use fyr_store::{
    Db, article_desk,
    article_drafts::{self, ArticleDraft},
    article_versions::{self, ArticleVersion},
    articles::{self, ArticleTranslation, LangColumn, TocEntry},
    settings,
    settings::Revision,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    render::{has_image_without_text, render},
    write::{DraftContent, Seen, TextRef, put_draft},
};
use crate::{
    Backend, Error, Transaction,
    events::Event,
    jobs::{Job, JobError, JobKey, JobRun, Queue},
    require::require,
};

/// How a text is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publication {
    /// How much it changes; `None` only where no other language is published.
    pub size: Option<ChangeSize>,
    /// When; `None` for now.
    pub at: Option<DateTime<Utc>>,
}

/// Publishes a text as it was entered, now or at a time. What readers had is kept as a version.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for who does not publish articles, and where there is no such article;
/// [`Problem::Required`] of an empty text, and of `change` where other languages are published and nothing says what becomes of them;
/// [`Problem::ImageTextRequired`] where nothing says what a picture shows; [`Problem::NotInFuture`] of `publish_at`; [`Problem::ChangedMeanwhile`] of the text where somebody else has saved or published since the
/// form was opened.
pub async fn publish(
    backend: &Backend,
    actor: &Actor,
    text: TextRef,
    seen: Seen,
    entered: &ArticleText,
    publication: Publication,
) -> Result<(), Error> {
    require(actor, Permission::PublishArticles)?;
    entered.require_source()?;
    let now = backend.clock.now();
    if publication.at.is_some_and(|at| at <= now) {
        return Err(FieldErrors::single("publish_at", Problem::NotInFuture).into());
    }
    let html = render(&entered.source, &entered.title, text.lang).rendered.html;
    if has_image_without_text(&html) {
        return Err(FieldErrors::single(ArticleTextFields::SOURCE, Problem::ImageTextRequired).into());
    }
    let mut tx = backend.begin().await?;
    let size = match publication.size {
        Some(size) => size,
        None if list_other_languages(&mut tx, text).await?.is_empty() => ChangeSize::Medium,
        None => return Err(FieldErrors::single("change", Problem::Required).into()),
    };
    let draft = match publication.at {
        Some(at) => DraftContent {
            state: DraftState::Scheduled,
            publish: Some((at, size)),
            ..DraftContent::new(entered)
        },
        None => DraftContent::new(entered),
    };
    let draft = put_draft(backend, &mut tx, actor, text, seen, draft).await?;
    match publication.at {
        Some(at) => {
            let TextRef { article, lang } = text;
            tx.enqueue_at(&PublishDraft { article, lang, revision: draft.revision }, at).await?;
        }
        None => publish_draft(backend, &mut tx, &draft, size).await?,
    }
    tx.commit().await
}

/// The other languages in which an article is published.
async fn list_other_languages(db: &mut Db, text: TextRef) -> Result<Vec<Lang>, Error> {
    let mut languages = articles::list_languages(db, text.article).await?;
    languages.retain(|lang| *lang != text.lang);
    Ok(languages)
}

/// Makes a draft what readers get, in the caller's transaction.
async fn publish_draft(
    backend: &Backend,
    tx: &mut Transaction,
    draft: &ArticleDraft,
    size: ChangeSize,
) -> Result<(), Error> {
    let (article, lang, now) = (draft.article_id, draft.lang.0, backend.clock.now());
    // what was imported is the first version
    article_versions::insert_first(tx, article, lang).await?;
    let number = article_versions::find_latest_number(tx, article, lang).await? + 1;
    let version = ArticleVersion {
        article_id: article,
        lang: LangColumn(lang),
        number,
        title: draft.title.clone(),
        summary: draft.summary.clone(),
        keywords: draft.keywords.clone(),
        source: draft.source.clone(),
        change_size: Some(size.to_string()),
        published_by_id: draft.edited_by_id,
        published_at: now,
    };
    article_versions::insert(tx, &version).await?;
    articles::upsert_translation(tx, &translation(backend, draft)).await?;
    if size.brings_up_to_date() {
        let follows = match size {
            ChangeSize::Translation => find_followed(tx, article, lang).await?,
            ChangeSize::Small | ChangeSize::Medium | ChangeSize::Large => None,
        };
        article_versions::mark_up_to_date(tx, article, lang, follows).await?;
    }
    if let Some(outdated) = size.outdates_others().filter(|_| number > 1) {
        article_versions::mark_others_outdated(tx, article, lang, number - 1, outdated).await?;
    }
    article_drafts::delete(tx, article, lang).await?;
    article_desk::publish(tx, article, now).await?;
    settings::increment_revision(tx, Revision::Classification).await?;
    tx.emit(Event::ArticleChanged { article });
    Ok(())
}

/// The row of what a draft becomes.
fn translation(backend: &Backend, draft: &ArticleDraft) -> ArticleTranslation {
    let rendered = render(&draft.source, &draft.title, draft.lang.0).rendered;
    let summary = if draft.summary.is_empty() { rendered.summary() } else { draft.summary.clone() };
    let toc = rendered.toc.into_iter();
    ArticleTranslation {
        id: backend.clock.id(),
        article_id: draft.article_id,
        lang: draft.lang.0,
        title: draft.title.clone(),
        summary,
        keywords: draft.keywords.0.clone(),
        source: draft.source.clone(),
        html: rendered.html,
        toc: toc
            .map(|heading| TocEntry { level: heading.level, id: heading.id, text: heading.text })
            .collect(),
        plain: rendered.plain,
        machine_translated: false,
        updated_at: backend.clock.now(),
    }
}

/// The language that a translation follows, with its newest version: the one that it was behind, or else the nearest that is published.
async fn find_followed(db: &mut Db, article: Uuid, lang: Lang) -> Result<Option<(Lang, i64)>, Error> {
    let states = article_versions::list_translation_states(db, article).await?;
    let own = states.iter().find(|state| state.lang.0 == lang);
    let is_published = |other: &Lang| *other != lang && states.iter().any(|state| state.lang.0 == *other);
    let behind = own.and_then(article_versions::TranslationState::follows).map(|(other, _)| other);
    let nearest = || lang.fallback_order().into_iter().find(is_published);
    let Some(followed) = behind.filter(is_published).or_else(nearest) else { return Ok(None) };
    article_versions::insert_first(db, article, followed).await?;
    Ok(Some((followed, article_versions::find_latest_number(db, article, followed).await?)))
}

/// Publishes a scheduled draft, unless it was saved again meanwhile.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct PublishDraft {
    pub article: Uuid,
    pub lang: Lang,
    /// The revision that was scheduled.
    pub revision: i64,
}

impl Job for PublishDraft {
    const NAME: &'static str = "articles.publish_draft";
    const QUEUE: Queue = Queue::Timers;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(&format!("{}:{}:{}", Self::NAME, self.article, self.lang)))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        let backend = run.backend;
        let mut tx = backend.begin().await?;
        run.complete(&mut tx).await?;
        let draft = article_drafts::find(&mut tx, self.article, self.lang).await?;
        let scheduled =
            draft.filter(|draft| draft.revision == self.revision && draft.state == DraftState::Scheduled);
        if let Some(draft) = scheduled {
            let size = draft.change_size().unwrap_or(ChangeSize::Medium);
            publish_draft(backend, &mut tx, &draft, size).await?;
        }
        Ok(tx.commit().await?)
    }
}
