//! What becomes of articles with time: those that expire are archived, and somebody is reminded of those whose review is due.

use fyr_domain::{
    Actor, Lang, Role, User,
    permission::{Permission, may},
};
use fyr_i18n::t;
use fyr_mail::{Block, Mailbox};
use fyr_store::{Db, article_desk, article_versions, people};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::manage::archive_in;
use crate::{
    Backend, Error,
    jobs::{Job, JobError, JobKey, JobRun, Queue},
    mailer::{Email, EmailContent, EmailDescription, TextSource},
};

/// Recurring: archives articles that expire, and reminds of reviews.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct KeepArticles {}

impl Job for KeepArticles {
    const NAME: &'static str = "articles.keep";
    const QUEUE: Queue = Queue::Schedules;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        Ok(run_upkeep(run.backend).await?)
    }
}

/// Archives the articles that have expired, and reminds of the reviews that are due: whoever published the article last, where they still
/// do; else the administrators.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn run_upkeep(backend: &Backend) -> Result<(), Error> {
    let now = backend.clock.now();
    let mut tx = backend.begin().await?;
    for id in article_desk::list_expired(&mut tx, now).await? {
        if let Some(article) = article_desk::find(&mut tx, id).await? {
            archive_in(&mut tx, &article, None, now).await?;
        }
    }
    for article in article_desk::list_to_remind(&mut tx, now).await? {
        article_desk::set_reminded(&mut tx, article, now).await?;
        for to in find_reviewers(&mut tx, article).await? {
            tx.enqueue_email(ArticleReviewEmail { article, to }).await?;
        }
    }
    tx.commit().await
}

/// Who is asked to review an article.
async fn find_reviewers(db: &mut Db, article: Uuid) -> Result<Vec<Uuid>, Error> {
    if let Some(publisher) = article_versions::find_latest_publisher(db, article).await? {
        let account = people::find_active(db, publisher).await?;
        let still = account
            .map(User::from)
            .is_some_and(|user| may(&Actor::signed_in(user), Permission::PublishArticles));
        if still {
            return Ok(vec![publisher]);
        }
    }
    Ok(people::list_by_role(db, Role::Admin).await?.into_iter().map(|account| account.id).collect())
}

/// Reminds someone of the review of an article.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ArticleReviewEmail {
    pub article: Uuid,
    pub to: Uuid,
}

impl Email for ArticleReviewEmail {
    const NAME: &'static str = "email.article_review";
    const KIND: &'static str = "article-review";

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let mut db = backend.store.read().await?;
        let Some(account) = people::find_active(&mut db, self.to).await? else { return Ok(None) };
        let Some(article) = article_desk::find(&mut db, self.article).await? else { return Ok(None) };
        // reviewed or archived meanwhile
        if !article.published || article.review_at.is_none_or(|at| at > backend.clock.now()) {
            return Ok(None);
        }
        let lang: Lang = account.lang.parse().unwrap_or(backend.settings.default_lang);
        let states = article_versions::list_translation_states(&mut db, self.article).await?;
        let in_language = |lang: Lang| states.iter().find(|state| state.lang.0 == lang);
        let Some(text) = lang.fallback_order().into_iter().find_map(in_language) else { return Ok(None) };
        let title = text.title.as_str();
        let url = format!("{}/desk/articles/{}", backend.settings.public_url, self.article);
        let blocks = vec![
            Block::Paragraph(t!(lang, "mail-article-review", title = title)),
            Block::Button { label: t!(lang, "mail-article-review-open").to_owned(), url },
        ];
        let subject = t!(lang, "mail-article-review-subject", title = title);
        let to = Mailbox::named(&account.email, &account.name);
        Ok(Some(EmailContent {
            words: TextSource::Recipients,
            ..EmailContent::new(to, lang, subject, blocks)
        }))
    }

    async fn describe(&self, db: &mut Db) -> Result<EmailDescription, Error> {
        let recipient = people::find_by_id(db, self.to).await?.map(|account| account.email);
        Ok(EmailDescription { recipient, ..EmailDescription::of(Self::KIND) })
    }
}
