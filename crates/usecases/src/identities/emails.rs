//! Emails about identities: codes for signing up, and notices that an identity was connected or disconnected.

use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_mail::{Block, Mailbox};
use fyr_store::people;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::pending_sign_up::code;
use crate::{
    Backend, Error,
    jobs::{JobRun, Queue},
    mailer::{Email, EmailContent, TextSource},
};

/// The code that confirms the address of a pending sign-up; where the address has an account, how to sign in instead.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SignUpCodeEmail {
    pub email: String,
    pub name: String,
    pub lang: Lang,
    /// The code is made of it with the portal's key; it says nothing by itself.
    pub salt: String,
}

/// An identity was connected to the account.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct IdentityConnectedEmail {
    pub user: Uuid,
    /// Slug of the provider.
    pub provider: String,
}

/// An identity was disconnected from the account.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct IdentityDisconnectedEmail {
    pub user: Uuid,
    /// Slug of the provider.
    pub provider: String,
}

impl Email for SignUpCodeEmail {
    const NAME: &'static str = "email.sign_up_code";
    const KIND: &'static str = "account";
    const REACHES_DEACTIVATED: bool = true;
    const QUEUE: Queue = Queue::PromptMail;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let Self { email, name, lang, salt } = self;
        let lang = *lang;
        let mut db = backend.store.read().await?;
        let known = people::find_by_email(&mut db, email).await?.is_some();
        drop(db);
        let mut bare = None;
        let blocks = if known {
            let url = format!("{}/sign-in", backend.settings.public_url);
            vec![
                Block::Paragraph(t!(lang, "mail-newcomer-known").to_owned()),
                Block::Button { label: t!(lang, "sign-in").to_owned(), url },
            ]
        } else {
            let code = code(backend, salt, email)?;
            let (first, second) = code.split_at(4);
            let code =
                Block::Facts(vec![(t!(lang, "mail-newcomer-code").to_owned(), format!("{first} {second}"))]);
            bare = Some(vec![code.clone()]);
            vec![Block::Paragraph(t!(lang, "mail-newcomer", name = name.as_str())), code]
        };
        // the provider's name for them is whatever they wrote there
        let (to, words) = if known {
            (Mailbox::new(email), TextSource::Recipients)
        } else {
            (Mailbox::named(email, name), TextSource::Senders)
        };
        let email = EmailContent::new(to, lang, t!(lang, "mail-newcomer-subject"), blocks);
        let bare_subject = Some(email.subject.clone());
        Ok(Some(EmailContent { footer: footer(backend, lang), bare, bare_subject, words, ..email }))
    }
}

impl Email for IdentityConnectedEmail {
    const NAME: &'static str = "email.identity_connected";
    const KIND: &'static str = "account";

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        connection_notice(run.backend, self.user, &self.provider, ConnectionChange::Connected).await
    }
}

impl Email for IdentityDisconnectedEmail {
    const NAME: &'static str = "email.identity_disconnected";
    const KIND: &'static str = "account";

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        connection_notice(run.backend, self.user, &self.provider, ConnectionChange::Disconnected).await
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ConnectionChange {
    Connected,
    Disconnected,
}

async fn connection_notice(
    backend: &Backend,
    user: Uuid,
    provider: &str,
    change: ConnectionChange,
) -> Result<Option<EmailContent>, Error> {
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
    let email = EmailContent::new(to, lang, subject, blocks);
    Ok(Some(EmailContent { footer: footer(backend, lang), words: TextSource::Recipients, ..email }))
}

/// What to do if it was not them, and the portal's address.
fn footer(backend: &Backend, lang: Lang) -> Vec<String> {
    vec![
        t!(lang, "mail-identity-not-you").to_owned(),
        t!(lang, "mail-account-footer", url = backend.settings.public_url.as_str()),
    ]
}
