//! What a mail says, before it has a form. Every text is finished: translated, and safe to show to the receiver.

use fyr_domain::Lang;
use uuid::Uuid;

/// Somebody who gets or sends mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// The address alone, `asa@example.org`.
    pub address: String,
    /// The name shown beside it. Line breaks and control characters are taken out when composing.
    pub name: Option<String>,
}

impl Mailbox {
    /// An address without a name.
    pub fn new(address: impl Into<String>) -> Self {
        Self { address: address.into(), name: None }
    }

    /// An address with a name.
    pub fn named(address: impl Into<String>, name: impl Into<String>) -> Self {
        Self { address: address.into(), name: Some(name.into()) }
    }
}

/// One mail to one receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The mail's own id, the same at every attempt to send it (the outbox row's). Makes its Message-ID where no message
    /// of a ticket does.
    pub id: Uuid,
    /// Who gets it.
    pub to: Mailbox,
    /// Where answers go, in place of the composer's usual address.
    pub reply_to: Option<Mailbox>,
    /// The language of every text in it.
    pub lang: Lang,
    /// The subject, at most 250 characters; more is cut.
    pub subject: String,
    /// What an inbox shows after the subject, in place of the first words.
    pub preheader: Option<String>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// What stands below the line: who sends this and why.
    pub footer: Vec<Block>,
    /// How the receiver gets no more of these, where they may choose that.
    pub unsubscribe: Option<Unsubscribe>,
    /// The conversation it belongs to.
    pub thread: Option<Thread>,
    /// Whether the portal wrote it rather than a person. Automatic answers to it are then asked to stay away.
    pub auto: bool,
}

/// A piece of a mail. Line breaks in texts are kept; links are `https:`, `http:` or `mailto:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading: the first is the mail's own, further ones are below it.
    Heading(String),
    /// Ordinary text. A blank line parts paragraphs.
    Paragraph(String),
    /// Somebody's words.
    Quote {
        /// Whose.
        author: String,
        /// What they wrote.
        text: String,
    },
    /// Labels and values, such as a ticket's reference and status.
    Facts(Vec<(String, String)>),
    /// The one thing to do next.
    Button {
        /// What it does, "Visa ärendet".
        label: String,
        /// Where it leads: a page, as following a link never changes anything.
        url: String,
    },
    /// Less important text.
    Small(String),
}

/// How to get no more mail of this kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsubscribe {
    /// The words of the link in the footer.
    pub label: String,
    /// Opened by people (GET: a page with a button), and by mail programs without asking (POST with the body
    /// `List-Unsubscribe=One-Click`, from elsewhere, without cookies): it must carry its own proof.
    pub url: String,
}

/// A ticket's conversation, so that mail programs show its mails together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The ticket's id.
    pub ticket: Uuid,
    /// The ticket's message that this mail carries; `None` for news about the ticket, such as "closed".
    pub message: Option<Uuid>,
    /// What it answers, where it answers something.
    pub in_reply_to: Option<Answered>,
}

/// What a mail answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// A message of the same ticket, as mailed by Fyr.
    Message(Uuid),
    /// A mail from outside, by its Message-ID with the angle brackets. Not used where it cannot be one.
    Mail(String),
}
