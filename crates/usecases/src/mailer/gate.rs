//! The gate for mail to strangers. Every email passes it before it is sent. Where the owner of the address has not confirmed it, the
//! email is counted per mailbox and per network and day, and says nothing that anyone typed.

use fyr_domain::{Actor, text::EmailAddress};
use fyr_i18n::t;
use fyr_mail::{Block, Mailbox};
use fyr_store::{Db, mailboxes};

use super::EmailContent;
use crate::{
    Backend, Error,
    accounts::hash_key,
    jobs::{JobRun, Queue},
};

/// The most emails a day from each of the two queues to one unconfirmed mailbox that requests from outside support cause.
pub(super) const MAX_PER_MAILBOX: i64 = 10;
/// The most emails a day from each of the two queues to unconfirmed mailboxes that requests from one network cause.
pub(super) const MAX_PER_NETWORK: i64 = 300;

const SECONDS_PER_DAY: i64 = 86_400;

/// What may go to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// All of it.
    Full,
    /// Only what nobody typed.
    Bare,
    /// Nothing more today.
    Refused,
}

/// The hash by which a mailbox is known in the tables of the gate.
fn mailbox_hash(email: &str) -> String {
    let address = EmailAddress::parse(email);
    hash_key(&format!("mailbox:{}", address.as_ref().map_or(email.into(), EmailAddress::mailbox)))
}

/// The network of whoever makes a request, hashed, for counting; `None` for support and for the program.
pub(crate) fn network_of(actor: &Actor) -> Option<String> {
    let network = actor.network.filter(|_| !actor.can_open_desk())?;
    Some(hash_key(&format!("network:{}", network.line())))
}

/// Records that the owner of a mailbox has answered from it: mail to it is neither counted nor shortened from now on.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn confirm_mailbox(backend: &Backend, db: &mut Db, email: &str) -> Result<(), Error> {
    Ok(mailboxes::confirm(db, &mailbox_hash(email), backend.clock.now()).await?)
}

/// Whether the owner of an address has confirmed it.
///
/// # Errors
/// [`Error::Unavailable`].
pub(crate) async fn is_confirmed(db: &mut Db, email: &str) -> Result<bool, Error> {
    Ok(mailboxes::is_confirmed(db, email, &mailbox_hash(email)).await?)
}

/// Decides about an email, and counts it. A retry was counted at the first attempt. What support or the program causes is counted,
/// too, but never refused: a person waits for it.
///
/// # Errors
/// [`Error::Unavailable`].
pub(super) async fn admit(
    run: &JobRun<'_>,
    content: &EmailContent,
    queue: Queue,
) -> Result<Admission, Error> {
    let (backend, email) = (run.backend, content.to.address.as_str());
    let mailbox = mailbox_hash(email);
    let mut db = backend.store.read().await?;
    let confirmed = if content.first_contact {
        mailboxes::has_answered(&mut db, &mailbox).await?
    } else {
        mailboxes::is_confirmed(&mut db, email, &mailbox).await?
    };
    drop(db);
    if confirmed {
        return Ok(Admission::Full);
    }
    if run.attempts > 0 {
        return Ok(Admission::Bare);
    }
    let day = backend.clock.now().timestamp().div_euclid(SECONDS_PER_DAY);
    let mut tx = backend.store.begin().await?;
    let to_mailbox = mailboxes::count(&mut tx, &format!("{} {mailbox}", queue.as_str()), day).await?;
    let from_network = match &run.network {
        Some(network) => mailboxes::count(&mut tx, &format!("{} {network}", queue.as_str()), day).await?,
        None => 0,
    };
    tx.commit_without_sync().await?;
    let refused = run.network.is_some() && (to_mailbox > MAX_PER_MAILBOX || from_network > MAX_PER_NETWORK);
    Ok(if refused { Admission::Refused } else { Admission::Bare })
}

impl EmailContent {
    /// What may be said to an address that has not been confirmed: no name, no text that anyone typed. What the email itself
    /// names in `bare` (a reference, a code), otherwise its buttons.
    pub(super) fn into_bare(self, backend: &Backend) -> Self {
        let Self { to, lang, blocks, footer, unsubscribe, thread, bare, bare_subject, first_contact, .. } =
            self;
        let url = backend.settings.public_url.as_str();
        let subject = bare_subject
            .unwrap_or_else(|| t!(lang, "mail-bare-subject", portal = t!(lang, "site-name")).to_owned());
        let buttons = || blocks.into_iter().filter(|block| matches!(block, Block::Button { .. })).collect();
        let mut said = vec![Block::Paragraph(t!(lang, "mail-bare", url = url))];
        said.extend(bare.unwrap_or_else(buttons));
        Self {
            to: Mailbox::new(to.address),
            lang,
            subject,
            blocks: said,
            footer,
            unsubscribe,
            thread,
            bare: None,
            bare_subject: None,
            first_contact,
        }
    }
}
