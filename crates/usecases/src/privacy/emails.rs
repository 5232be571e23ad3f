//! Mail about the deletion of an account.

use fyr_domain::Lang;
use fyr_i18n::{date_time, t};
use fyr_mail::{Block, EmailMessage, Mailbox};
use fyr_store::{Db, account_deletion, jobs, people};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Backend, Error, mail::QueuedEmail};

/// A queued mail about the deletion of an account. The serialised names are those of the job payloads in the database.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "notice")]
pub(crate) enum PrivacyEmail {
    /// The account will be deleted: its owner requested it.
    #[serde(rename = "asked")]
    DeletionRequested { user: Uuid },
    /// The account will be deleted: it is inactive.
    #[serde(rename = "inactive")]
    InactivityNotice { user: Uuid },
    /// The request was withdrawn.
    #[serde(rename = "withdrawn")]
    DeletionWithdrawn { user: Uuid },
    /// The account has been deleted.
    #[serde(rename = "removed")]
    AccountDeleted { email: String, name: String, lang: Lang },
}

/// Enqueues a mail in the caller's transaction.
pub(super) async fn enqueue(backend: &Backend, db: &mut Db, email: &PrivacyEmail) -> Result<(), Error> {
    let payload = serde_json::to_value(QueuedEmail::Privacy(email.clone()))
        .map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(jobs::enqueue(db, backend.clock.id(), "mail", &payload, backend.clock.now()).await?)
}

/// Composes a queued mail; `None` where it is obsolete.
pub(crate) async fn compose(
    backend: &Backend,
    id: Uuid,
    queued: PrivacyEmail,
) -> Result<Option<EmailMessage>, Error> {
    let (user, lang, to, subject, mut blocks) = match &queued {
        PrivacyEmail::AccountDeleted { email, name, lang } => {
            let text = t!(*lang, "mail-removed", name = name.as_str());
            (None, *lang, Mailbox::named(email, name), t!(*lang, "mail-removed-subject"), vec![text])
        }
        PrivacyEmail::DeletionRequested { user }
        | PrivacyEmail::InactivityNotice { user }
        | PrivacyEmail::DeletionWithdrawn { user } => {
            let mut db = backend.store.read().await?;
            let Some(account) = people::find_by_id(&mut db, *user).await? else { return Ok(None) };
            let lang: Lang = account.lang.parse().unwrap_or(backend.settings.default_lang);
            let request = account_deletion::find_request(&mut db, *user).await?;
            let name = account.name.as_str();
            let zone = backend.settings.calendar.zone;
            let (subject, text) = match (&queued, request) {
                (PrivacyEmail::DeletionWithdrawn { .. }, _) => (
                    t!(lang, "mail-deletion-withdrawn-subject"),
                    t!(lang, "mail-deletion-withdrawn", name = name),
                ),
                // withdrawn before the mail was sent
                (_, None) => return Ok(None),
                (PrivacyEmail::InactivityNotice { .. }, Some(request)) => (
                    t!(lang, "mail-inactive-subject"),
                    t!(lang, "mail-inactive", name = name, when = date_time(lang, request.due_at, zone)),
                ),
                (_, Some(request)) => (
                    t!(lang, "mail-deletion-subject"),
                    t!(lang, "mail-deletion", name = name, when = date_time(lang, request.due_at, zone)),
                ),
            };
            (Some(*user), lang, Mailbox::named(&account.email, name), subject, vec![text])
        }
    };
    let closing = match queued {
        PrivacyEmail::DeletionRequested { .. } => Some(t!(lang, "mail-deletion-undo")),
        PrivacyEmail::InactivityNotice { .. } => Some(t!(lang, "mail-inactive-undo")),
        PrivacyEmail::DeletionWithdrawn { .. } => None,
        PrivacyEmail::AccountDeleted { .. } => Some(t!(lang, "mail-removed-kept")),
    };
    blocks.extend(closing.map(str::to_owned));
    let mut blocks: Vec<Block> = blocks.into_iter().map(Block::Paragraph).collect();
    if user.is_some() {
        let url = format!("{}/account/data", backend.settings.public_url);
        blocks.push(Block::Button { label: t!(lang, "data-title").to_owned(), url });
    }
    Ok(Some(EmailMessage {
        id,
        to,
        reply_to: None,
        lang,
        subject: subject.to_owned(),
        preheader: None,
        blocks,
        footer: vec![Block::Small(t!(
            lang,
            "mail-footer-privacy",
            url = backend.settings.public_url.as_str()
        ))],
        unsubscribe: None,
        thread: None,
        auto_submitted: true,
    }))
}
