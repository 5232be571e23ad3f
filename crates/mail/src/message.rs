//! The content of a mail, independent of its MIME form. All texts are final: translated, and safe to show to the
//! recipient.

use fyr_domain::Lang;
use uuid::Uuid;

/// A sender or recipient of mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// The address alone, `asa@example.org`.
    pub address: String,
    /// The display name. Line breaks and control characters are removed when the mail is composed.
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

/// Whose mail it is: what the sender is called, and the colours of links and buttons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailBranding {
    /// The name above the text; empty for none.
    pub name: String,
    /// The display name of the sender, in place of the composer's.
    pub sender_name: Option<String>,
    /// The colour of links and buttons, such as `#0a5c8c`: dark enough for white text.
    pub color: String,
    /// Their colour in the dark scheme.
    pub color_on_dark: String,
}

impl Default for EmailBranding {
    fn default() -> Self {
        let (color, color_on_dark) = ("#0a5c8c".into(), "#8ecdf5".into());
        Self { name: String::new(), sender_name: None, color, color_on_dark }
    }
}

/// One mail to one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailMessage {
    /// The mail's own id, the same at every attempt to send it (the job's id). Part of the Message-ID, except where the
    /// mail carries a message of a ticket.
    pub id: Uuid,
    /// Whose mail it is.
    pub branding: EmailBranding,
    /// The recipient.
    pub to: Mailbox,
    /// The Reply-To address, in place of the composer's default.
    pub reply_to: Option<Mailbox>,
    /// The language of all texts, for the `Content-Language` header and the HTML `lang` attribute.
    pub lang: Lang,
    /// The subject; truncated after 250 characters.
    pub subject: String,
    /// The preview text that mail clients show after the subject, in place of the first words.
    pub preheader: Option<String>,
    /// The body.
    pub blocks: Vec<Block>,
    /// The footer below a line: who sends this mail and why.
    pub footer: Vec<Block>,
    /// The unsubscribe link, where the recipient can opt out of this kind of mail.
    pub unsubscribe: Option<Unsubscribe>,
    /// The ticket that the mail belongs to, for threading in mail clients.
    pub thread: Option<EmailThread>,
    /// Whether the portal generated the mail rather than a person. Adds the headers that suppress automatic replies
    /// (`Auto-Submitted`, RFC 3834).
    pub auto_submitted: bool,
}

/// A block of a mail's body. Line breaks in texts are preserved; links are `https:`, `http:` or `mailto:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading: level 1 for the mail's first, level 2 for the others.
    Heading(String),
    /// Text; blank lines separate paragraphs.
    Paragraph(String),
    /// A quotation of a person.
    Quote {
        /// The name of the quoted person; may be empty.
        author: String,
        /// The quoted text; blank lines separate paragraphs.
        text: String,
    },
    /// Pairs of label and value, such as a ticket's reference and status.
    Facts(Vec<(String, String)>),
    /// A link that is shown as a button (call to action).
    Button {
        /// The button's text, such as "Visa ärendet".
        label: String,
        /// The linked page. A GET request to it must not change anything.
        url: String,
    },
    /// Text in a smaller size; blank lines separate paragraphs.
    Small(String),
}

/// How to opt out of this kind of mail (RFC 8058, one-click unsubscribe).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsubscribe {
    /// The text of the link in the footer.
    pub label: String,
    /// Opened by people (GET: a page with a button) and called by mail clients (cross-site POST with the body
    /// `List-Unsubscribe=One-Click`, without cookies): the URL must contain a token that authorises it.
    pub url: String,
}

/// The ticket that a mail belongs to, so that mail clients show its mails as one thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailThread {
    /// The ticket's id.
    pub ticket: Uuid,
    /// The ticket message that this mail carries; `None` for a notification, such as "closed".
    pub message: Option<Uuid>,
    /// The message that this mail replies to; `None` for the ticket as a whole.
    pub in_reply_to: Option<InReplyTo>,
}

/// The message that a mail replies to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InReplyTo {
    /// A message of the same ticket that Fyr mailed, by the message's id.
    TicketMessage(Uuid),
    /// A foreign mail, by its Message-ID with the angle brackets; ignored where that is malformed.
    ForeignMail(String),
}
