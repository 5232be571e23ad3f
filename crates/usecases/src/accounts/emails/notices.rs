//! Emails that report a change of an account and have no link with a token.

use chrono::{DateTime, Utc};
use fyr_domain::Lang;
use fyr_i18n::{date_time, t};
use fyr_mail::{Block, Mailbox};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Content, KIND, deactivated_email, find_user_by_id, is_deactivated, mailbox};
use crate::{
    Backend, Error,
    jobs::JobRun,
    mailer::{Email, EmailContent},
};

/// To the former address: the account has another one now.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EmailChangedEmail {
    pub user: Uuid,
    /// The former address.
    pub before: String,
}

/// The password was changed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PasswordChangedEmail {
    pub user: Uuid,
}

/// A second factor was set up.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SecondFactorAddedEmail {
    pub user: Uuid,
}

/// The second factor was removed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SecondFactorRemovedEmail {
    pub user: Uuid,
}

/// The second factor was removed by an administrator or an operator, because it was lost.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SecondFactorResetEmail {
    pub user: Uuid,
}

/// The account was deactivated.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AccountDeactivatedEmail {
    pub user: Uuid,
}

/// The account is active again.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AccountReactivatedEmail {
    pub user: Uuid,
}

/// A recovery code was used.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RecoveryCodeUsedEmail {
    pub user: Uuid,
}

/// Someone signed in with a browser that the account had not used before.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct NewDeviceEmail {
    pub user: Uuid,
    /// Browser and system; empty where they are unknown.
    pub device: String,
    pub at: DateTime<Utc>,
}

fn account_button(backend: &Backend, lang: Lang) -> Block {
    let url = format!("{}/account", backend.settings.public_url);
    Block::Button { label: t!(lang, "mail-device-button").to_owned(), url }
}

/// Subject and sentence of a notice.
struct Notice {
    subject: &'static str,
    sentence: String,
}

/// A notice to the owner of an account; `None` where it no longer exists.
async fn notice(
    run: &JobRun<'_>,
    user: Uuid,
    words: fn(Lang, &str) -> Notice,
) -> Result<Option<EmailContent>, Error> {
    let Some(user) = find_user_by_id(run.backend, user).await? else { return Ok(None) };
    let lang = user.lang;
    let Notice { subject, sentence } = words(lang, &user.name);
    let blocks = vec![Block::Paragraph(sentence), account_button(run.backend, lang)];
    let footer = t!(lang, "mail-not-you-write");
    let content = Content { to: mailbox(&user), lang, subject, blocks, footer };
    Ok(Some(content.into_email(run.backend)))
}

impl Email for PasswordChangedEmail {
    const NAME: &'static str = "email.password_changed";
    const KIND: &'static str = KIND;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        notice(run, self.user, |lang, name| Notice {
            subject: t!(lang, "mail-password-subject"),
            sentence: t!(lang, "mail-password", name = name),
        })
        .await
    }
}

impl Email for SecondFactorAddedEmail {
    const NAME: &'static str = "email.second_factor_added";
    const KIND: &'static str = KIND;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        notice(run, self.user, |lang, name| Notice {
            subject: t!(lang, "mail-factor-added-subject"),
            sentence: t!(lang, "mail-factor-added", name = name),
        })
        .await
    }
}

impl Email for SecondFactorRemovedEmail {
    const NAME: &'static str = "email.second_factor_removed";
    const KIND: &'static str = KIND;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        notice(run, self.user, |lang, name| Notice {
            subject: t!(lang, "mail-factor-removed-subject"),
            sentence: t!(lang, "mail-factor-removed", name = name),
        })
        .await
    }
}

impl Email for SecondFactorResetEmail {
    const NAME: &'static str = "email.second_factor_reset";
    const KIND: &'static str = KIND;
    // they would learn it from nothing else once the account is active again
    const REACHES_DEACTIVATED: bool = true;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        notice(run, self.user, |lang, name| Notice {
            subject: t!(lang, "mail-factor-removed-subject"),
            sentence: t!(lang, "mail-factor-reset", name = name),
        })
        .await
    }
}

impl Email for AccountDeactivatedEmail {
    const NAME: &'static str = "email.account_deactivated";
    const KIND: &'static str = KIND;
    const REACHES_DEACTIVATED: bool = true;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let Some(user) = find_user_by_id(run.backend, self.user).await? else { return Ok(None) };
        // it may be active again by now
        Ok(is_deactivated(run.backend, user.id).await?.then(|| deactivated_email(run.backend, &user)))
    }
}

impl Email for AccountReactivatedEmail {
    const NAME: &'static str = "email.account_reactivated";
    const KIND: &'static str = KIND;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let Some(user) = find_user_by_id(backend, self.user).await? else { return Ok(None) };
        let lang = user.lang;
        let url = format!("{}/sign-in", backend.settings.public_url);
        let content = Content {
            to: mailbox(&user),
            lang,
            subject: t!(lang, "mail-reactivated-subject"),
            blocks: vec![
                Block::Paragraph(t!(lang, "mail-reactivated", name = user.name.as_str())),
                Block::Button { label: t!(lang, "sign-in").to_owned(), url },
            ],
            footer: t!(lang, "mail-deactivated-footer"),
        };
        Ok(Some(content.into_email(backend)))
    }
}

impl Email for RecoveryCodeUsedEmail {
    const NAME: &'static str = "email.recovery_code_used";
    const KIND: &'static str = KIND;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        notice(run, self.user, |lang, name| Notice {
            subject: t!(lang, "mail-recovery-subject"),
            sentence: t!(lang, "mail-recovery", name = name),
        })
        .await
    }
}

impl Email for EmailChangedEmail {
    const NAME: &'static str = "email.email_changed";
    const KIND: &'static str = KIND;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let Some(user) = find_user_by_id(run.backend, self.user).await? else { return Ok(None) };
        let lang = user.lang;
        let words = t!(lang, "mail-address-changed", name = user.name.as_str(), email = user.email.as_str());
        let content = Content {
            to: Mailbox::named(&self.before, &user.name),
            lang,
            subject: t!(lang, "mail-address-changed-subject"),
            blocks: vec![Block::Paragraph(words)],
            footer: t!(lang, "mail-not-you-write"),
        };
        Ok(Some(content.into_email(run.backend)))
    }
}

impl Email for NewDeviceEmail {
    const NAME: &'static str = "email.new_device";
    const KIND: &'static str = KIND;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let Some(user) = find_user_by_id(backend, self.user).await? else { return Ok(None) };
        let lang = user.lang;
        let device = match self.device.as_str() {
            "" => t!(lang, "session-device-unknown"),
            device => device,
        };
        let blocks = vec![
            Block::Paragraph(t!(lang, "mail-device", name = user.name.as_str())),
            Block::Facts(vec![
                (t!(lang, "session-device").to_owned(), device.to_owned()),
                (t!(lang, "session-begun").to_owned(), date_time(lang, self.at, backend.settings.zone)),
            ]),
            Block::Paragraph(t!(lang, "mail-device-advice").to_owned()),
            account_button(backend, lang),
        ];
        let content = Content {
            to: mailbox(&user),
            lang,
            subject: t!(lang, "mail-device-subject"),
            blocks,
            footer: t!(lang, "mail-device-footer"),
        };
        Ok(Some(content.into_email(backend)))
    }
}
