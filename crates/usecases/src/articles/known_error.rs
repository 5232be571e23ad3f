//! Known errors: readers say that one affects them and follow it, editors say how far it has come, and followers are told.

use fyr_domain::{
    Actor, Lang, User,
    articles::{ArticleKind, ErrorState, Readable},
    permission::Permission,
};
use fyr_i18n::{t, text_for};
use fyr_mail::{Block, Mailbox};
use fyr_store::{
    Db,
    affected_readers::{self, AffectedReader},
    article_desk, articles, people,
    settings::{self, Revision},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::read::validate_slug;
use crate::{
    Backend, Error,
    events::Event,
    jobs::JobRun,
    mailer::{Email, EmailContent, EmailDescription, TextSource},
    require::require,
};

/// Whom a known error affects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Affected {
    /// The number of readers who said that it affects them.
    pub count: i64,
    /// What is known of this reader; `None` where they did not say so.
    pub reader: Option<AffectedReader>,
}

/// Finds whom a known error affects. `reader` is the key of a person or browser.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn find_affected(backend: &Backend, article: Uuid, reader: &str) -> Result<Affected, Error> {
    let mut db = backend.store.read().await?;
    Ok(Affected {
        count: affected_readers::count(&mut db, article).await?,
        reader: affected_readers::find(&mut db, article, reader).await?,
    })
}

/// Records that a known error affects the actor, who is told how it goes on where they are signed in. `reader` is the key of the person or
/// browser. The same again changes nothing. Returns whether the actor is told.
///
/// # Errors
/// [`Error::NotFound`] where there is no known error with this slug that the actor may read.
pub async fn report_affected(
    backend: &Backend,
    actor: &Actor,
    reader: &str,
    slug: &str,
    lang: Lang,
) -> Result<bool, Error> {
    let mut tx = backend.begin().await?;
    let article = find_readable(&mut tx, actor, slug, lang).await?;
    let follower = actor.confirmed_user().map(|user| user.id);
    affected_readers::upsert(&mut tx, article, reader, follower, backend.clock.now()).await?;
    tx.commit().await?;
    Ok(follower.is_some())
}

/// Tells the actor nothing more of a known error.
///
/// # Errors
/// As [`report_affected`].
pub async fn unfollow(backend: &Backend, actor: &Actor, slug: &str, lang: Lang) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let article = find_readable(&mut tx, actor, slug, lang).await?;
    if let Some(user) = actor.user_id() {
        affected_readers::unfollow(&mut tx, article, user).await?;
    }
    tx.commit().await
}

async fn find_readable(db: &mut Db, actor: &Actor, slug: &str, lang: Lang) -> Result<Uuid, Error> {
    validate_slug(slug)?;
    let article = articles::find_by_slug(db, slug, lang, &Readable::by(actor)).await?;
    let known_error = article.filter(|article| article.kind == ArticleKind::KnownError);
    known_error.map(|article| article.id).ok_or(Error::NotFound)
}

/// Sets how far a known error has come, and tells its followers.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for who does not publish articles, and where there is no such known error.
pub async fn set_error_state(
    backend: &Backend,
    actor: &Actor,
    id: Uuid,
    state: ErrorState,
) -> Result<(), Error> {
    require(actor, Permission::PublishArticles)?;
    let mut tx = backend.begin().await?;
    let article = article_desk::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    article.error_state().ok_or(Error::NotFound)?;
    if article_desk::set_error_state(&mut tx, id, state, backend.clock.now()).await? {
        settings::increment_revision(&mut tx, Revision::Classification).await?;
        tx.emit(Event::ArticleChanged { article: id });
        if article.published {
            for to in affected_readers::list_followers(&mut tx, id).await? {
                tx.enqueue_email(KnownErrorEmail { article: id, to, state }).await?;
            }
        }
    }
    tx.commit().await
}

/// Tells someone how far a known error has come that they follow.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct KnownErrorEmail {
    pub article: Uuid,
    pub to: Uuid,
    pub state: ErrorState,
}

impl Email for KnownErrorEmail {
    const NAME: &'static str = "email.known_error";
    const KIND: &'static str = "known-error";

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let mut db = backend.store.read().await?;
        let Some(account) = people::find_active(&mut db, self.to).await? else { return Ok(None) };
        let Some(known) = article_desk::find(&mut db, self.article).await? else { return Ok(None) };
        // it has come further, or they follow it no more
        let follows = affected_readers::follows(&mut db, self.article, self.to).await?;
        if known.error_state() != Some(self.state) || !follows {
            return Ok(None);
        }
        let lang: Lang = account.lang.parse().unwrap_or(backend.settings.default_lang);
        let reader = Actor::signed_in(User::from(account.clone()));
        let article = articles::find_by_slug(&mut db, &known.slug, lang, &Readable::by(&reader)).await?;
        let Some(article) = article else { return Ok(None) };
        let title = article.title.as_str();
        let url = format!("{}/articles/{}", backend.settings.public_url, article.slug);
        let mut blocks = vec![
            Block::Paragraph(title.to_owned()),
            Block::Paragraph(text_for(lang, "mail-known-error-", self.state.as_str())),
        ];
        if !article.summary.is_empty() {
            blocks.push(Block::Paragraph(article.summary.clone()));
        }
        blocks.push(Block::Button { label: t!(lang, "mail-known-error-open").to_owned(), url });
        let subject = format!("{}: {title}", text_for(lang, "error-state-", self.state.as_str()));
        let to = Mailbox::named(&account.email, &account.name);
        Ok(Some(EmailContent {
            footer: vec![t!(lang, "mail-known-error-why").to_owned()],
            words: TextSource::Recipients,
            ..EmailContent::new(to, lang, subject, blocks)
        }))
    }

    async fn describe(&self, db: &mut Db) -> Result<EmailDescription, Error> {
        let recipient = people::find_by_id(db, self.to).await?.map(|account| account.email);
        Ok(EmailDescription { recipient, ..EmailDescription::of(Self::KIND) })
    }
}
