//! A message put into the form in which mail travels: headers, and text and HTML as alternatives.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, Utc};
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
    clean, html,
    ids::MessageIds,
    message::{Block, Mailbox, Message},
    text,
};

/// The last second that a mail's date can say: the end of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// Writes mail in the name of one sender.
#[derive(Clone, Debug)]
pub struct Composer {
    from: lettre::message::Mailbox,
    reply_to: Option<lettre::message::Mailbox>,
    ids: MessageIds,
}

/// A mail ready to be sent.
#[derive(Clone)]
pub struct Composed {
    pub(crate) id: Uuid,
    pub(crate) date: DateTime<Utc>,
    pub(crate) envelope: Envelope,
    message_id: String,
    bytes: Vec<u8>,
}

/// Why a mail cannot be written. Says nothing about who it was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// The sender's address cannot be one.
    #[error("the sender's address is not an e-mail address; write it like `support@example.org`")]
    From,
    /// The address for answers cannot be one.
    #[error("the address for answers is not an e-mail address; write it like `support@example.org`")]
    ReplyTo,
    /// The receiver's address cannot be one.
    #[error("the receiver's address is not an e-mail address")]
    To,
    /// The domain of Message-IDs is not one.
    #[error("the domain of Message-IDs is not a host name; write it like `example.org`")]
    Domain,
    /// A link leads nowhere people should go from a mail.
    #[error("a link in the mail is not a complete https, http or mailto address")]
    Link,
    /// The parts could not be put together.
    #[error("the mail could not be put together")]
    Format,
}

impl Composer {
    /// A composer that sends as `from`, has answers go to `reply_to` (else to the sender), and makes its Message-IDs
    /// under `domain`.
    ///
    /// # Errors
    /// [`ComposeError::From`], [`ComposeError::ReplyTo`] or [`ComposeError::Domain`] where that is not valid.
    pub fn new(from: &Mailbox, reply_to: Option<&Mailbox>, domain: &str) -> Result<Self, ComposeError> {
        Ok(Self {
            from: mailbox(from).ok_or(ComposeError::From)?,
            reply_to: reply_to.map(|to| mailbox(to).ok_or(ComposeError::ReplyTo)).transpose()?,
            ids: MessageIds::new(domain).ok_or(ComposeError::Domain)?,
        })
    }

    /// The Message-IDs this composer makes, to read those of answers.
    pub fn ids(&self) -> &MessageIds {
        &self.ids
    }

    /// Writes a mail, dated `date`. The same message and date give the same bytes.
    ///
    /// # Errors
    /// [`ComposeError::To`], [`ComposeError::ReplyTo`] or [`ComposeError::Link`]. Trying again does not help.
    pub fn compose(&self, message: &Message, date: DateTime<Utc>) -> Result<Composed, ComposeError> {
        check_links(message)?;
        let to = mailbox(&message.to).ok_or(ComposeError::To)?;
        let own_reply_to =
            message.reply_to.as_ref().map(|to| mailbox(to).ok_or(ComposeError::ReplyTo)).transpose()?;
        let message_id = self.ids.of(message);
        let envelope = Envelope::new(Some(self.from.email.clone()), vec![to.email.clone()])
            .map_err(|_| ComposeError::Format)?;

        let mut builder = MessageBuilder::new()
            .date(system_time(date))
            .from(self.from.clone())
            .to(to)
            .subject(clean::header(&message.subject))
            .message_id(Some(message_id.clone()))
            .envelope(envelope.clone());
        if let Some(reply_to) = own_reply_to.or_else(|| self.reply_to.clone()) {
            builder = builder.reply_to(reply_to);
        }
        if let Some(ancestors) = self.ids.ancestors(message) {
            builder = builder.in_reply_to(ancestors.in_reply_to).references(ancestors.references);
        }
        for (name, value) in extra_headers(message) {
            builder = builder.raw_header(HeaderValue::new(name, value));
        }
        let mail = builder.multipart(alternatives(message)).map_err(|_| ComposeError::Format)?;
        Ok(Composed { id: message.id, date, envelope, message_id, bytes: mail.formatted() })
    }
}

impl Composed {
    /// The mail as it travels: headers, an empty line, the parts; pure ASCII but for an address that is not.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its Message-ID, with the angle brackets.
    pub fn message_id(&self) -> &str {
        &self.message_id
    }
}

impl fmt::Debug for Composed {
    /// Only which mail it is: what it says and to whom stays out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Composed").field("message_id", &self.message_id).finish_non_exhaustive()
    }
}

fn extra_headers(message: &Message) -> Vec<(HeaderName, String)> {
    let mut headers =
        vec![(HeaderName::new_from_ascii_str("Content-Language"), message.lang.tag().to_owned())];
    if message.auto {
        headers.push((HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
        // Exchange does not know the header above; it is asked to keep out-of-office answers to itself.
        headers
            .push((HeaderName::new_from_ascii_str("X-Auto-Response-Suppress"), "OOF, AutoReply".to_owned()));
    }
    if let Some(url) = message.unsubscribe.as_ref().and_then(|unsubscribe| clean::link(&unsubscribe.url)) {
        headers.push((HeaderName::new_from_ascii_str("List-Unsubscribe"), format!("<{url}>")));
        let one_click = "List-Unsubscribe=One-Click".to_owned();
        headers.push((HeaderName::new_from_ascii_str("List-Unsubscribe-Post"), one_click));
    }
    headers
}

fn alternatives(message: &Message) -> MultiPart {
    let (text, html) = (text::render(message), html::render(message));
    // Fixed by the mail's id, so that a second attempt is the same mail; longer for as long as a text contains it.
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

fn check_links(message: &Message) -> Result<(), ComposeError> {
    let buttons = message.blocks.iter().chain(&message.footer).filter_map(|block| match block {
        Block::Button { url, .. } => Some(url),
        Block::Heading(_) | Block::Paragraph(_) | Block::Quote { .. } | Block::Facts(_) | Block::Small(_) => {
            None
        }
    });
    let mut links = buttons.chain(message.unsubscribe.iter().map(|unsubscribe| &unsubscribe.url));
    if links.all(|url| clean::link(url).is_some()) { Ok(()) } else { Err(ComposeError::Link) }
}

/// The mailbox as headers and servers take it: a clean name, the domain in its ASCII form.
fn mailbox(mailbox: &Mailbox) -> Option<lettre::message::Mailbox> {
    let address = mailbox.address.trim();
    if address.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let (user, domain) = address.rsplit_once('@')?;
    let domain = match url::Host::parse(domain) {
        Ok(url::Host::Domain(ascii)) => ascii,
        Ok(url::Host::Ipv4(_) | url::Host::Ipv6(_)) | Err(_) => return None,
    };
    let name = mailbox.name.as_deref().map(clean::header).filter(|name| !name.is_empty());
    Some(lettre::message::Mailbox::new(name, Address::new(user, domain).ok()?))
}

fn system_time(date: DateTime<Utc>) -> SystemTime {
    let seconds = date.timestamp().clamp(0, LAST_SECOND).unsigned_abs();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}
