//! Emails about accounts. Tokens of links are issued when an email is composed, so that their keys exist only in the email.
//! Whether an address has an account is looked up then, too, so that the response to a request does not reveal it.

mod links;
mod notices;

use fyr_domain::{Lang, User};
use fyr_i18n::t;
use fyr_mail::{Block, Mailbox};
use fyr_store::people;
pub(crate) use links::{
    AccountInvitedEmail, AlreadyRegisteredEmail, ConfirmAddressEmail, EmailChangeNewEmail,
    EmailChangeOldEmail, PasswordResetEmail, RegisterEmail, SignInLinkEmail,
};
pub(crate) use notices::{
    EmailChangedEmail, NewDeviceEmail, PasswordChangedEmail, RecoveryCodeUsedEmail, SecondFactorAddedEmail,
    SecondFactorRemovedEmail,
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

fn mailbox(user: &User) -> Mailbox {
    Mailbox::named(&user.email, &user.name)
}
