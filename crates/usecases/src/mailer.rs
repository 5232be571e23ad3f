//! Sending email: one frame, one way to send. What each email says is in the `emails.rs` of its area; an email is composed when
//! its job runs, so that it states the facts of that moment, in the recipient's language.

mod gate;
mod originator;

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Lang,
    branding::{BrandColor, Branding},
    redaction::is_removed_address,
};
use fyr_mail::{
    Block, ComposeError, ComposedEmail, EmailBranding, EmailMessage, EmailThread, Mailbox, Unsubscribe,
};
use fyr_store::{Db, deactivation};
use gate::Admission;
pub(crate) use gate::{confirm_mailbox, is_confirmed};
pub use originator::Originator;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    Backend, Error, Settings, Transaction,
    jobs::{Job, JobError, JobKey, JobRun, Outcome, Queue},
    settings,
};

/// A kind of email. The fields say what it is about; they are stored as JSON. Keys of links are made when it is composed.
pub(crate) trait Email: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The stored name of its job: never changed, never used again for something else.
    const NAME: &'static str;
    /// What it is about, for the list of failed emails: the end of the key of a text, `desk-mail-…`.
    const KIND: &'static str;
    /// Where it waits: [`Queue::PromptMail`] for what a person is waiting for.
    const QUEUE: Queue = Queue::Mail;
    /// Whether it goes to the owner of a deactivated account, too, who gets no other.
    const REACHES_DEACTIVATED: bool = false;
    /// How long after its cause it is sent, so that more of the same can be said in one.
    fn delay(_settings: &Settings) -> TimeDelta {
        TimeDelta::zero()
    }

    /// Identifies it among the waiting ones: a later one with the same key replaces it.
    fn key(&self) -> Option<JobKey> {
        None
    }

    /// Composes it; `None` where it has become pointless.
    ///
    /// # Errors
    /// [`Error::Unavailable`]: it is tried again later.
    fn compose(&self, run: &JobRun<'_>) -> impl Future<Output = Result<Option<EmailContent>, Error>> + Send;

    /// Describes it for the list of failed emails.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    fn describe(&self, _db: &mut Db) -> impl Future<Output = Result<EmailDescription, Error>> + Send {
        async { Ok(EmailDescription::of(Self::KIND)) }
    }
}

/// What is shown of an email that could not be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EmailDescription {
    /// The end of the key of the text that says what it is about: `desk-mail-…`.
    pub kind: &'static str,
    /// The address it is for; `None` where it is unknown or not shown to administrators.
    pub recipient: Option<String>,
    /// The formatted reference of its ticket.
    pub reference: Option<String>,
    /// Whether it is for a guest, whose address can be corrected.
    pub is_to_guest: bool,
}

impl EmailDescription {
    /// An email of which nothing but the kind is shown.
    pub const fn of(kind: &'static str) -> Self {
        Self { kind, recipient: None, reference: None, is_to_guest: false }
    }
}

/// Whose words an email repeats, besides texts of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TextSource {
    /// The recipient's own, or those of people they have to do with: whoever caused the email has typed none of them.
    Recipients,
    /// Whatever the person typed who caused it.
    Senders,
    /// What a guest wrote in the ticket with this reference, who may be anyone until its mailbox has answered.
    Guests(String),
}

/// The parts in which emails differ.
#[derive(Debug)]
pub(crate) struct EmailContent {
    pub to: Mailbox,
    pub lang: Lang,
    pub subject: String,
    pub blocks: Vec<Block>,
    /// In small print: why the recipient gets it, what to do if they did not ask for it.
    pub footer: Vec<String>,
    pub unsubscribe: Option<Unsubscribe>,
    /// The ticket whose conversation it belongs to.
    pub thread: Option<EmailThread>,
    /// What a mailbox whose owner did not cause the email gets instead of `blocks`: nothing in it was typed by anyone. `None`: the buttons.
    pub bare: Option<Vec<Block>>,
    /// Its subject then; `None`: that there is a message.
    pub bare_subject: Option<String>,
    /// Whose words it repeats. They go to nobody who has not caused the email, unless an appointed person has.
    pub words: TextSource,
    /// Whether an administrator's word for the address does not count as its owner's yet.
    pub first_contact: bool,
}

impl EmailContent {
    /// An email without footer that belongs to no ticket.
    pub fn new(to: Mailbox, lang: Lang, subject: impl Into<String>, blocks: Vec<Block>) -> Self {
        let subject = subject.into();
        Self {
            to,
            lang,
            subject,
            blocks,
            footer: Vec::new(),
            unsubscribe: None,
            thread: None,
            bare: None,
            bare_subject: None,
            words: TextSource::Senders,
            first_contact: false,
        }
    }
}

/// The job that sends an email.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent, bound = "E: Email")]
pub(crate) struct SendEmail<E>(pub E);

impl<E: Email> Job for SendEmail<E> {
    const NAME: &'static str = E::NAME;
    const QUEUE: Queue = E::QUEUE;

    fn delay(settings: &Settings) -> TimeDelta {
        E::delay(settings)
    }

    fn key(&self) -> Option<JobKey> {
        self.0.key()
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        self.send(run).await.map(|_| ())
    }
}

impl<E: Email> SendEmail<E> {
    /// Sends it, unless it has become pointless or may not be sent; only [`Outcome::MailAccepted`] says something about the server.
    pub(crate) async fn send(&self, run: &JobRun<'_>) -> Result<Outcome, JobError> {
        let Some(content) = self.0.compose(run).await? else { return Ok(Outcome::Done) };
        if is_removed_address(&content.to.address) || is_for_deactivated::<E>(run, &content).await? {
            return Ok(Outcome::Done);
        }
        match gate::admit(run, &content, E::QUEUE).await? {
            Admission::Full => send(run, content).await,
            Admission::Bare => send(run, content.into_bare(run.backend).await).await,
            Admission::Refused => {
                tracing::warn!(job = %run.id, name = E::NAME, "not sent: enough mail to unconfirmed addresses today");
                Ok(Outcome::Done)
            }
        }
    }
}

/// Whether the owner of a deactivated account would get an email that they do not need. A ticket that was filed without the account
/// is none of its mail.
async fn is_for_deactivated<E: Email>(run: &JobRun<'_>, content: &EmailContent) -> Result<bool, Error> {
    if E::REACHES_DEACTIVATED || matches!(content.words, TextSource::Guests(_)) {
        return Ok(false);
    }
    let mut db = run.backend.store.read().await?;
    Ok(deactivation::is_email_deactivated(&mut db, &content.to.address).await?)
}

/// Puts the frame around an email of a job and sends it.
async fn send(run: &JobRun<'_>, content: EmailContent) -> Result<Outcome, JobError> {
    let composed = compose(run.backend, run.id, run.created_at, content).await;
    let composed = composed.map_err(|error| JobError::Fail(error.to_string()))?;
    run.backend.transport.send(&composed).await.map_err(JobError::Unsent)?;
    Ok(Outcome::MailAccepted)
}

/// Sends an email at once, outside the queue, for somebody who waits to see whether it can be sent.
///
/// # Errors
/// Why it cannot, for the log.
pub(crate) async fn send_now(backend: &Backend, content: EmailContent) -> Result<(), String> {
    let composed = compose(backend, backend.clock.id(), backend.clock.now(), content).await;
    let composed = composed.map_err(|error| error.to_string())?;
    backend.transport.send(&composed).await.map_err(|error| error.to_string())
}

async fn compose(
    backend: &Backend,
    id: Uuid,
    date: DateTime<Utc>,
    content: EmailContent,
) -> Result<ComposedEmail, ComposeError> {
    let EmailContent { to, lang, subject, blocks, footer, unsubscribe, thread, .. } = content;
    let branding = settings::current::<Branding>(backend).await;
    let message = EmailMessage {
        branding: email_branding(&branding, lang),
        id,
        to,
        reply_to: None,
        lang,
        subject,
        preheader: None,
        blocks,
        footer: footer.into_iter().map(Block::Small).collect(),
        unsubscribe,
        thread,
        auto_submitted: true,
    };
    backend.composer.compose(&message, date)
}

/// Whose email it is, as it is shown in it.
fn email_branding(branding: &Branding, lang: Lang) -> EmailBranding {
    let default = EmailBranding::default();
    EmailBranding {
        name: branding.name(lang).to_owned(),
        sender_name: Some(branding.sender_name.clone()).filter(|name| !name.is_empty()),
        color: branding.color.map_or(default.color, |color| color.to_string()),
        color_on_dark: branding.color.map_or(default.color_on_dark, BrandColor::on_dark),
    }
}

impl Transaction {
    /// Enqueues an email that was asked for; what follows from an event is enqueued by the registry.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub(crate) async fn enqueue_email<E: Email>(&mut self, email: E) -> Result<(), Error> {
        self.enqueue(&SendEmail(email)).await
    }
}
