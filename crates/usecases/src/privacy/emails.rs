//! Emails about the deletion of an account.

use fyr_domain::Lang;
use fyr_i18n::{date_time, t};
use fyr_mail::{Block, Mailbox};
use fyr_store::{account_deletion, people, people::Account};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Backend, Error,
    jobs::JobRun,
    mailer::{Email, EmailContent, TextSource},
};

/// What is shown of these emails where they could not be sent.
const KIND: &str = "account";

/// The account will be deleted: its owner requested it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DeletionRequestedEmail {
    pub user: Uuid,
}

/// The account will be deleted: it is inactive.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct InactivityNoticeEmail {
    pub user: Uuid,
}

/// The request was withdrawn.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DeletionWithdrawnEmail {
    pub user: Uuid,
}

/// The account has been deleted.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AccountDeletedEmail {
    pub email: String,
    pub name: String,
    pub lang: Lang,
}

impl Email for DeletionRequestedEmail {
    const NAME: &'static str = "email.deletion_requested";
    const KIND: &'static str = KIND;
    const REACHES_DEACTIVATED: bool = true;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let Some(notice) = Notice::about(run.backend, self.user).await? else { return Ok(None) };
        // withdrawn before the email was sent
        let Some(when) = notice.due_at.as_deref() else { return Ok(None) };
        let (lang, name) = (notice.lang, notice.account.name.as_str());
        let texts = vec![
            t!(lang, "mail-deletion", name = name, when = when),
            t!(lang, "mail-deletion-undo").to_owned(),
        ];
        Ok(Some(notice.compose(run.backend, t!(lang, "mail-deletion-subject"), texts)))
    }
}

impl Email for InactivityNoticeEmail {
    const NAME: &'static str = "email.inactivity_notice";
    const KIND: &'static str = KIND;
    const REACHES_DEACTIVATED: bool = true;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let Some(notice) = Notice::about(run.backend, self.user).await? else { return Ok(None) };
        // they have signed in before the email was sent
        let Some(when) = notice.due_at.as_deref() else { return Ok(None) };
        let (lang, name) = (notice.lang, notice.account.name.as_str());
        let texts = vec![
            t!(lang, "mail-inactive", name = name, when = when),
            t!(lang, "mail-inactive-undo").to_owned(),
        ];
        Ok(Some(notice.compose(run.backend, t!(lang, "mail-inactive-subject"), texts)))
    }
}

impl Email for DeletionWithdrawnEmail {
    const NAME: &'static str = "email.deletion_withdrawn";
    const KIND: &'static str = KIND;
    const REACHES_DEACTIVATED: bool = true;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let Some(notice) = Notice::about(run.backend, self.user).await? else { return Ok(None) };
        let lang = notice.lang;
        let texts = vec![t!(lang, "mail-deletion-withdrawn", name = notice.account.name.as_str())];
        Ok(Some(notice.compose(run.backend, t!(lang, "mail-deletion-withdrawn-subject"), texts)))
    }
}

impl Email for AccountDeletedEmail {
    const NAME: &'static str = "email.account_deleted";
    const KIND: &'static str = KIND;
    const REACHES_DEACTIVATED: bool = true;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let lang = self.lang;
        let texts =
            [t!(lang, "mail-removed", name = self.name.as_str()), t!(lang, "mail-removed-kept").to_owned()];
        let blocks = texts.into_iter().map(Block::Paragraph).collect();
        let to = Mailbox::named(&self.email, &self.name);
        let email = EmailContent::new(to, lang, t!(lang, "mail-removed-subject"), blocks);
        let bare_subject = Some(email.subject.clone());
        let bare = Some(vec![Block::Paragraph(t!(lang, "mail-removed-kept").to_owned())]);
        Ok(Some(EmailContent {
            footer: footer(run.backend, lang),
            bare,
            bare_subject,
            words: TextSource::Recipients,
            ..email
        }))
    }
}

/// What the emails to someone who still has an account need.
struct Notice {
    account: Account,
    lang: Lang,
    /// When the account will be deleted, in words; `None` where no deletion is pending.
    due_at: Option<String>,
}

impl Notice {
    /// `None` where the account no longer exists.
    async fn about(backend: &Backend, user: Uuid) -> Result<Option<Self>, Error> {
        let mut db = backend.store.read().await?;
        let Some(account) = people::find_by_id(&mut db, user).await? else { return Ok(None) };
        let lang: Lang = account.lang.parse().unwrap_or(backend.settings.default_lang);
        let zone = backend.settings.zone;
        let request = account_deletion::find_request(&mut db, user).await?;
        let due_at = request.map(|request| date_time(lang, request.due_at, zone));
        Ok(Some(Self { account, lang, due_at }))
    }

    /// The email with these paragraphs and a button to the page of one's own data.
    fn compose(&self, backend: &Backend, subject: &str, texts: Vec<String>) -> EmailContent {
        let lang = self.lang;
        let mut blocks: Vec<Block> = texts.into_iter().map(Block::Paragraph).collect();
        let url = format!("{}/account/data", backend.settings.public_url);
        blocks.push(Block::Button { label: t!(lang, "data-title").to_owned(), url });
        let to = Mailbox::named(&self.account.email, &self.account.name);
        let email = EmailContent::new(to, lang, subject, blocks);
        EmailContent { footer: footer(backend, lang), words: TextSource::Recipients, ..email }
    }
}

fn footer(backend: &Backend, lang: Lang) -> Vec<String> {
    vec![t!(lang, "mail-footer-privacy", url = backend.settings.public_url.as_str())]
}
