//! Emails about accounts. Tokens of links are issued when an email is composed, so that their keys exist only in the email.
//! Whether an address has an account is looked up then, too, so that the response to a request does not reveal it.

mod invited;
mod links;
mod notices;

use fyr_domain::{Lang, User};
use fyr_i18n::t;
use fyr_mail::{Block, Mailbox};
use fyr_store::{deactivation, people};
pub(crate) use invited::AccountInvitedEmail;
pub(crate) use links::{
    AlreadyRegisteredEmail, ConfirmAddressEmail, EmailChangeNewEmail, EmailChangeOldEmail,
    PasswordResetEmail, RegisterEmail, SignInLinkEmail,
};
pub(crate) use notices::{
    AccountDeactivatedEmail, AccountReactivatedEmail, EmailChangedEmail, NewDeviceEmail,
    PasswordChangedEmail, RecoveryCodeUsedEmail, SecondFactorAddedEmail, SecondFactorRemovedEmail,
    SecondFactorResetEmail,
};
use uuid::Uuid;

use crate::{
    Backend, Error,
    mailer::{EmailContent, TextSource},
};

/// What is shown of these emails where they could not be sent: an address that someone has typed is not shown to
/// administrators.
const KIND: &str = "account";

/// The parts of an email about an account that differ.
struct Content {
    to: Mailbox,
    lang: Lang,
    subject: &'static str,
    blocks: Vec<Block>,
    /// Why the recipient gets it, and what to do if they did not request it.
    footer: &'static str,
}

impl Content {
    fn into_email(self, backend: &Backend) -> EmailContent {
        let Self { to, lang, subject, blocks, footer } = self;
        let address = t!(lang, "mail-account-footer", url = backend.settings.public_url.as_str());
        let footer = vec![footer.to_owned(), address];
        // the subject is a text of ours, so that it may go to an unconfirmed address too
        let bare_subject = Some(subject.to_owned());
        EmailContent {
            footer,
            bare_subject,
            words: TextSource::Recipients,
            ..EmailContent::new(to, lang, subject, blocks)
        }
    }
}

async fn find_user_by_email(backend: &Backend, email: &str) -> Result<Option<User>, Error> {
    let mut db = backend.store.read().await?;
    Ok(people::find_by_email(&mut db, email).await?.map(User::from))
}

async fn find_user_by_id(backend: &Backend, id: Uuid) -> Result<Option<User>, Error> {
    let mut db = backend.store.read().await?;
    Ok(people::find_by_id(&mut db, id).await?.map(User::from))
}

/// What the owner of a deactivated account gets, also where they asked for a link: why there is none, and where they can write.
fn deactivated_email(backend: &Backend, user: &User) -> EmailContent {
    let lang = user.lang;
    let url = format!("{}/tickets/new", backend.settings.public_url);
    let content = Content {
        to: mailbox(user),
        lang,
        subject: t!(lang, "mail-deactivated-subject"),
        blocks: vec![
            Block::Paragraph(t!(lang, "mail-deactivated", name = user.name.as_str())),
            Block::Paragraph(t!(lang, "mail-deactivated-wrong").to_owned()),
            Block::Button { label: t!(lang, "nav-new-ticket").to_owned(), url },
        ],
        footer: t!(lang, "mail-deactivated-footer"),
    };
    content.into_email(backend)
}

async fn is_deactivated(backend: &Backend, user: Uuid) -> Result<bool, Error> {
    let mut db = backend.store.read().await?;
    Ok(deactivation::is_deactivated(&mut db, user).await?)
}

fn mailbox(user: &User) -> Mailbox {
    Mailbox::named(&user.email, &user.name)
}
