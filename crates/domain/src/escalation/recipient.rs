//! Who is told of an escalation: people by what they are to the ticket, or an address.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::EscalationLevel;
use crate::text::{EmailAddress, is_slug};

/// The beginning of the word for a webhook.
const WEBHOOK: &str = "webhook:";

/// Who is told. Written `assignee`, `level-2`, `managers`, `administrators`, `webhook:chat`, or as an email address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Recipient {
    /// The agent who works on the ticket; while nobody does, the agents who may take it.
    Assignee,
    /// The agents of a level, from those who may take the ticket.
    Agents(EscalationLevel),
    /// Everyone with the role of manager in the whole portal.
    Managers,
    /// Everyone with the role of administrator in the whole portal.
    Administrators,
    /// An address, such as that of someone on call.
    Address(EmailAddress),
    /// Another program, such as a chat: the webhook with this slug in the configuration.
    Webhook(String),
}

/// A word that names nobody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is nobody: write assignee, level-1, level-2, level-3, managers, administrators, webhook:NAME or an email address"
)]
pub struct InvalidRecipient(String);

impl Recipient {
    /// The slug of the webhook, where it is one.
    pub fn webhook(&self) -> Option<&str> {
        match self {
            Self::Webhook(slug) => Some(slug),
            _ => None,
        }
    }
}

impl FromStr for Recipient {
    type Err = InvalidRecipient;

    fn from_str(word: &str) -> Result<Self, InvalidRecipient> {
        let word = word.trim();
        Ok(match word {
            "assignee" => Self::Assignee,
            "level-1" => Self::Agents(EscalationLevel::First),
            "level-2" => Self::Agents(EscalationLevel::Second),
            "level-3" => Self::Agents(EscalationLevel::Third),
            "managers" => Self::Managers,
            "administrators" => Self::Administrators,
            word if word.starts_with(WEBHOOK) => {
                let slug = &word[WEBHOOK.len()..];
                if !is_slug(slug) {
                    return Err(InvalidRecipient(word.to_owned()));
                }
                Self::Webhook(slug.to_owned())
            }
            address => {
                Self::Address(EmailAddress::parse(address).map_err(|_| InvalidRecipient(address.to_owned()))?)
            }
        })
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Assignee => f.write_str("assignee"),
            Self::Agents(level) => write!(f, "level-{level}"),
            Self::Managers => f.write_str("managers"),
            Self::Administrators => f.write_str("administrators"),
            Self::Address(address) => f.write_str(address),
            Self::Webhook(slug) => write!(f, "{WEBHOOK}{slug}"),
        }
    }
}

impl TryFrom<String> for Recipient {
    type Error = InvalidRecipient;

    fn try_from(word: String) -> Result<Self, InvalidRecipient> {
        word.parse()
    }
}

impl From<Recipient> for String {
    fn from(recipient: Recipient) -> Self {
        recipient.to_string()
    }
}
