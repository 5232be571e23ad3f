//! Emails about identities: codes for signing up, and notices that an identity was connected or disconnected.

use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_mail::{Block, EmailMessage, Mailbox};
use fyr_store::{Db, jobs, people};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::pending_sign_up::code;
use crate::{Backend, Error, mail::QueuedEmail};

/// An email about an identity, as it is stored in the job queue: tag and variants keep their stored names.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub(crate) enum IdentityEmail {
    /// The code that confirms the address of a pending sign-up; where the address has an account, how to sign in instead.
    #[serde(rename = "newcomer")]
    SignUpCode { email: String, name: String, lang: Lang, salt: String },
    /// An identity was connected to the account.
    Connected { user: Uuid, provider: String },
    /// An identity was disconnected from the account.
    Disconnected { user: Uuid, provider: String },
}

/// Enqueues an email in the caller's transaction.
pub(super) async fn enqueue_email(
    backend: &Backend,
    db: &mut Db,
    email: &IdentityEmail,
) -> Result<(), Error> {
    let mail = QueuedEmail::Identity(email.clone());
    let payload = serde_json::to_value(mail).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(jobs::enqueue(db, backend.clock.id(), "mail", &payload, backend.clock.now()).await?)
}

/// Composes an email; `None` where the account no longer exists.
pub(crate) async fn compose(
    backend: &Backend,
    id: Uuid,
    email: IdentityEmail,
) -> Result<Option<EmailMessage>, Error> {
    match email {
        IdentityEmail::SignUpCode { email, name, lang, salt } => {
            let mut db = backend.store.read().await?;
            let known = people::find_by_email(&mut db, &email).await?.is_some();
            drop(db);
            let blocks = if known {
                let url = format!("{}/sign-in", backend.settings.public_url);
                vec![
                    Block::Paragraph(t!(lang, "mail-newcomer-known").to_owned()),
                    Block::Button { label: t!(lang, "sign-in").to_owned(), url },
                ]
            } else {
                let code = code(backend, &salt, &email)?;
                let (first, second) = code.split_at(4);
                vec![
                    Block::Paragraph(t!(lang, "mail-newcomer", name = name.as_str())),
                    Block::Facts(vec![(
                        t!(lang, "mail-newcomer-code").to_owned(),
                        format!("{first} {second}"),
                    )]),
                ]
            };
            let subject = t!(lang, "mail-newcomer-subject");
            let to = Mailbox::named(&email, &name);
            Ok(Some(message(backend, id, Content { to, lang, subject, blocks })))
        }
        IdentityEmail::Connected { user, provider } => {
            connection_notice(backend, id, user, &provider, ConnectionChange::Connected).await
        }
        IdentityEmail::Disconnected { user, provider } => {
            connection_notice(backend, id, user, &provider, ConnectionChange::Disconnected).await
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ConnectionChange {
    Connected,
    Disconnected,
}

async fn connection_notice(
    backend: &Backend,
    id: Uuid,
    user: Uuid,
    provider: &str,
    change: ConnectionChange,
) -> Result<Option<EmailMessage>, Error> {
    let mut db = backend.store.read().await?;
    let Some(account) = people::find_by_id(&mut db, user).await? else { return Ok(None) };
    let lang: Lang = account.lang.parse().unwrap_or_default();
    let known = backend.settings.providers.find_by_slug(provider);
    let name = known.map_or(provider, |known| known.config().name.text(lang)).to_owned();
    let (subject, words) = match change {
        ConnectionChange::Connected => {
            (t!(lang, "mail-connected-subject"), t!(lang, "mail-connected", provider = name.as_str()))
        }
        ConnectionChange::Disconnected => {
            (t!(lang, "mail-disconnected-subject"), t!(lang, "mail-disconnected", provider = name.as_str()))
        }
    };
    let url = format!("{}/account/identities", backend.settings.public_url);
    let blocks = vec![
        Block::Paragraph(words),
        Block::Button { label: t!(lang, "identity-list-title").to_owned(), url },
    ];
    let to = Mailbox::named(&account.email, &account.name);
    Ok(Some(message(backend, id, Content { to, lang, subject, blocks })))
}

/// The parts of an email that differ; [`message`] adds what all have in common.
struct Content {
    to: Mailbox,
    lang: Lang,
    subject: &'static str,
    blocks: Vec<Block>,
}

fn message(backend: &Backend, id: Uuid, content: Content) -> EmailMessage {
    let Content { to, lang, subject, blocks } = content;
    EmailMessage {
        id,
        to,
        reply_to: None,
        lang,
        subject: subject.to_owned(),
        preheader: None,
        blocks,
        footer: vec![
            Block::Small(t!(lang, "mail-identity-not-you").to_owned()),
            Block::Small(t!(lang, "mail-account-footer", url = backend.settings.public_url.as_str())),
        ],
        unsubscribe: None,
        thread: None,
        auto_submitted: true,
    }
}
