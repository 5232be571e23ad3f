//! The gate for mail to strangers. Every email passes it before it is sent. What someone may have typed goes to a mailbox only where
//! they own it; anything else is counted, per mailbox, per network and in all, and says nothing that anyone typed.

use fyr_domain::{NetworkScope, text::EmailAddress};
use fyr_i18n::t;
use fyr_mail::{Block, Mailbox};
use fyr_store::{Db, mailboxes};

use super::{EmailContent, Originator, TextSource};
use crate::{
    Backend, Error,
    accounts::hash_key,
    jobs::{JobRun, Queue},
    settings,
};

/// The most emails a day from each of the two queues to one mailbox that requests of strangers cause.
pub(super) const MAX_PER_MAILBOX: i64 = 10;
/// The most of them from one line; larger networks have their shares of it.
pub(super) const MAX_PER_NETWORK: i64 = 300;
/// The most of them in all.
pub(super) const MAX_IN_ALL: i64 = 20_000;

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

/// The hash by which the tables of the gate know a mailbox that has answered: of the address as it is, because `a+b@…` is another
/// person's mailbox than `a@…` at some providers.
fn mailbox_hash(email: &str) -> String {
    hash_key(&format!("mailbox:{}", EmailAddress::canonical(email)))
}

/// The hash by which mail to a mailbox is counted, however its address is written.
fn counted_hash(email: &str) -> String {
    let address = EmailAddress::parse(email);
    hash_key(&format!("mailbox:{}", address.as_ref().map_or(email.into(), EmailAddress::mailbox)))
}

/// Records that the owner of a mailbox has answered from it: what support writes to it is not shortened from now on.
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

/// Decides about an email, and counts it where it is not sent whole. A retry was counted at the first attempt. What support or the
/// program causes is counted, too, but never refused: a person waits for it.
///
/// # Errors
/// [`Error::Unavailable`].
pub(super) async fn admit(
    run: &JobRun<'_>,
    content: &EmailContent,
    queue: Queue,
) -> Result<Admission, Error> {
    if is_sent_whole(run, content).await? {
        return Ok(Admission::Full);
    }
    if run.attempts > 0 {
        return Ok(Admission::Bare);
    }
    let backend = run.backend;
    let day = backend.clock.now().timestamp().div_euclid(SECONDS_PER_DAY);
    let mut subjects = vec![(counted_hash(&content.to.address), MAX_PER_MAILBOX)];
    if let Some(originator) = &run.originator {
        subjects
            .extend(originator.networks().map(|(scope, network)| (network.to_owned(), network_limit(scope))));
        subjects.push(("strangers".to_owned(), MAX_IN_ALL));
    }
    let (mut tx, mut admission) = (backend.store.begin().await?, Admission::Bare);
    for (subject, limit) in subjects {
        let sent = mailboxes::count(&mut tx, &format!("{} {subject}", queue.as_str()), day).await?;
        if run.originator.is_some() && sent > limit {
            // what one mailbox refuses takes nothing from the network, and what a network refuses nothing from all
            admission = Admission::Refused;
            break;
        }
    }
    tx.commit_without_sync().await?;
    Ok(admission)
}

/// The most emails a day from a network.
fn network_limit(scope: NetworkScope) -> i64 {
    MAX_PER_NETWORK * i64::from(scope.shares())
}

/// Whether an email may say everything: nothing in it is a stranger's, and its mailbox is known.
async fn is_sent_whole(run: &JobRun<'_>, content: &EmailContent) -> Result<bool, Error> {
    let email = content.to.address.as_str();
    let owner_or_support = |originator: &Originator| originator.is_appointed() || originator.owns(email);
    let mut db = run.backend.store.read().await?;
    if content.words != TextSource::Recipients
        && run.originator.as_ref().is_some_and(|originator| !owner_or_support(originator))
    {
        return Ok(false);
    }
    if let TextSource::Guests(reference) = &content.words {
        return Ok(mailboxes::find_unknown_guest(&mut db, reference).await?.is_none());
    }
    if run.originator.as_ref().is_some_and(|originator| originator.owns(email)) {
        return Ok(true);
    }
    let mailbox = mailbox_hash(email);
    Ok(if content.first_contact {
        mailboxes::has_answered(&mut db, &mailbox).await?
    } else {
        mailboxes::is_confirmed(&mut db, email, &mailbox).await?
    })
}

impl EmailContent {
    /// What may be said to a mailbox whose owner did not cause the email: no name, no text that anyone typed. What the email itself
    /// names in `bare` (a reference, a code), otherwise its buttons.
    pub(super) async fn into_bare(self, backend: &Backend) -> Self {
        let Self {
            to,
            lang,
            blocks,
            footer,
            unsubscribe,
            thread,
            bare,
            bare_subject,
            words,
            first_contact,
            ..
        } = self;
        let url = backend.settings.public_url.as_str();
        let subject = match bare_subject {
            Some(subject) => subject,
            None => t!(lang, "mail-bare-subject", portal = settings::portal_name(backend, lang).await),
        };
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
            words,
            first_contact,
        }
    }
}
