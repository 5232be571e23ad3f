//! Composing a message into its MIME form (RFC 5322): headers, and text and HTML as `multipart/alternative`.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, Utc};
use fyr_domain::text::ascii_domain;
use lettre::{
    Address,
    address::Envelope,
    message::{
        MessageBuilder, MultiPart, MultiPartKind, SinglePart,
        header::{HeaderName, HeaderValue},
    },
};
use uuid::Uuid;

use crate::{
    html,
    message::{Block, EmailMessage, Mailbox},
    message_id::MessageIds,
    sanitize, text,
};

/// The latest `Date` that a header can hold, in seconds since 1970: the end of the year 9999.
const MAX_DATE_SECONDS: i64 = 253_402_300_799;

/// Composes mail for one sender.
#[derive(Clone, Debug)]
pub struct Composer {
    from: lettre::message::Mailbox,
    reply_to: Option<lettre::message::Mailbox>,
    message_ids: MessageIds,
}

/// A mail in its MIME form, ready to be sent.
#[derive(Clone)]
pub struct ComposedEmail {
    pub(crate) id: Uuid,
    pub(crate) date: DateTime<Utc>,
    pub(crate) envelope: Envelope,
    message_id: String,
    bytes: Vec<u8>,
}

/// Why a mail cannot be composed. Contains no address, so it can be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// The sender's address is not valid.
    #[error("the sender's address is not an e-mail address; write it like `support@example.org`")]
    InvalidFrom,
    /// The Reply-To address is not valid.
    #[error("the address for answers is not an e-mail address; write it like `support@example.org`")]
    InvalidReplyTo,
    /// The recipient's address is not valid.
    #[error("the receiver's address is not an e-mail address")]
    InvalidTo,
    /// The domain for Message-IDs is not a host name.
    #[error("the domain of Message-IDs is not a host name; write it like `example.org`")]
    InvalidDomain,
    /// A link is not a complete https, http or mailto URL.
    #[error("a link in the mail is not a complete https, http or mailto address")]
    InvalidLink,
    /// The MIME message could not be built.
    #[error("the mail could not be put together")]
    Build,
}

impl Composer {
    /// Builds a composer for mail from `from`, with replies to `reply_to` (otherwise to the sender) and Message-IDs under
    /// `domain`.
    ///
    /// # Errors
    /// [`ComposeError::InvalidFrom`], [`ComposeError::InvalidReplyTo`] or [`ComposeError::InvalidDomain`] where a parameter is not valid.
    pub fn new(from: &Mailbox, reply_to: Option<&Mailbox>, domain: &str) -> Result<Self, ComposeError> {
        Ok(Self {
            from: to_lettre_mailbox(from).ok_or(ComposeError::InvalidFrom)?,
            reply_to: reply_to
                .map(|to| to_lettre_mailbox(to).ok_or(ComposeError::InvalidReplyTo))
                .transpose()?,
            message_ids: MessageIds::new(domain).ok_or(ComposeError::InvalidDomain)?,
        })
    }

    /// Generates and parses the Message-IDs of this sender; parsing is for incoming replies.
    pub fn message_ids(&self) -> &MessageIds {
        &self.message_ids
    }

    /// Composes a mail dated `date`. The same message and date give the same bytes.
    ///
    /// # Errors
    /// [`ComposeError::InvalidTo`], [`ComposeError::InvalidReplyTo`] or [`ComposeError::InvalidLink`]. A retry fails in the same way.
    pub fn compose(
        &self,
        message: &EmailMessage,
        date: DateTime<Utc>,
    ) -> Result<ComposedEmail, ComposeError> {
        validate_links(message)?;
        let to = to_lettre_mailbox(&message.to).ok_or(ComposeError::InvalidTo)?;
        let reply_to = message
            .reply_to
            .as_ref()
            .map(|to| to_lettre_mailbox(to).ok_or(ComposeError::InvalidReplyTo))
            .transpose()?;
        let message_id = self.message_ids.for_message(message);
        let envelope = Envelope::new(Some(self.from.email.clone()), vec![to.email.clone()])
            .map_err(|_| ComposeError::Build)?;

        let mut builder = MessageBuilder::new()
            .date(system_time(date))
            .from(self.sender(message))
            .to(to)
            .subject(sanitize::header(&message.subject))
            .message_id(Some(message_id.clone()))
            .envelope(envelope.clone());
        if let Some(reply_to) = reply_to.or_else(|| self.reply_to.clone()) {
            builder = builder.reply_to(reply_to);
        }
        if let Some(headers) = self.message_ids.thread_headers(message) {
            builder = builder.in_reply_to(headers.in_reply_to).references(headers.references);
        }
        for (name, value) in extra_headers(message) {
            builder = builder.raw_header(HeaderValue::new(name, value));
        }
        let mail = builder.multipart(multipart_alternative(message)).map_err(|_| ComposeError::Build)?;
        Ok(ComposedEmail { id: message.id, date, envelope, message_id, bytes: mail.formatted() })
    }
}

impl Composer {
    /// The sender as a mail names it.
    fn sender(&self, message: &EmailMessage) -> lettre::message::Mailbox {
        let own = message.branding.sender_name.as_deref().map(sanitize::header);
        let name = own.filter(|name| !name.is_empty()).or_else(|| self.from.name.clone());
        lettre::message::Mailbox::new(name, self.from.email.clone())
    }
}

impl ComposedEmail {
    /// The MIME message: headers, an empty line, the parts. ASCII, except where an address is not.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The Message-ID, with its angle brackets.
    pub fn message_id(&self) -> &str {
        &self.message_id
    }
}

impl fmt::Debug for ComposedEmail {
    /// Shows the Message-ID only, so that content and addresses stay out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ComposedEmail").field("message_id", &self.message_id).finish_non_exhaustive()
    }
}

fn extra_headers(message: &EmailMessage) -> Vec<(HeaderName, String)> {
    let mut headers =
        vec![(HeaderName::new_from_ascii_str("Content-Language"), message.lang.tag().to_owned())];
    if message.auto_submitted {
        headers.push((HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
        // Exchange does not support the header above; this one suppresses its out-of-office replies.
        headers
            .push((HeaderName::new_from_ascii_str("X-Auto-Response-Suppress"), "OOF, AutoReply".to_owned()));
    }
    if let Some(url) = message.unsubscribe.as_ref().and_then(|unsubscribe| sanitize::link(&unsubscribe.url)) {
        headers.push((HeaderName::new_from_ascii_str("List-Unsubscribe"), format!("<{url}>")));
        let one_click = "List-Unsubscribe=One-Click".to_owned();
        headers.push((HeaderName::new_from_ascii_str("List-Unsubscribe-Post"), one_click));
    }
    headers
}

fn multipart_alternative(message: &EmailMessage) -> MultiPart {
    let (text, html) = (text::render(message), html::render(message));
    // Derived from the mail's id, so that a retry gives the same bytes; extended until no part contains it.
    let mut boundary = format!("=_fyr_{}", message.id.simple());
    while text.contains(&boundary) || html.contains(&boundary) {
        boundary.push('_');
    }
    MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(boundary)
        .singlepart(SinglePart::plain(text))
        .singlepart(SinglePart::html(html))
}

fn validate_links(message: &EmailMessage) -> Result<(), ComposeError> {
    let buttons = message.blocks.iter().chain(&message.footer).filter_map(|block| match block {
        Block::Button { url, .. } => Some(url),
        Block::Heading(_) | Block::Paragraph(_) | Block::Quote { .. } | Block::Facts(_) | Block::Small(_) => {
            None
        }
    });
    let mut links = buttons.chain(message.unsubscribe.iter().map(|unsubscribe| &unsubscribe.url));
    if links.all(|url| sanitize::link(url).is_some()) { Ok(()) } else { Err(ComposeError::InvalidLink) }
}

/// Converts a mailbox: sanitises the name and encodes the domain as ASCII; `None` where the address is not valid.
fn to_lettre_mailbox(mailbox: &Mailbox) -> Option<lettre::message::Mailbox> {
    let address = mailbox.address.trim();
    if address.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let (user, domain) = address.rsplit_once('@')?;
    let domain = ascii_domain(domain)?;
    let name = mailbox.name.as_deref().map(sanitize::header).filter(|name| !name.is_empty());
    Some(lettre::message::Mailbox::new(name, Address::new(user, domain).ok()?))
}

fn system_time(date: DateTime<Utc>) -> SystemTime {
    let seconds = date.timestamp().clamp(0, MAX_DATE_SECONDS).unsigned_abs();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}
