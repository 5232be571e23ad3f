//! How mail leaves, and who it comes from.

use std::path::Path;

use fyr_mail::{Composer, Mailbox, Transport};
use fyr_usecases::settings::values;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::ConfigError;

/// The way out for mail, its sender, and the links in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MailConfig {
    /// `smtp://…`, `smtps://…` or `file:///dir`; empty for files in the data directory.
    pub mail_url: String,
    /// The sender of all mail: `address` or `Name <address>`.
    #[serde(serialize_with = "write_mailbox", deserialize_with = "read_mailbox")]
    pub mail_from: Mailbox,
    /// How many days the link to a ticket in a mail works.
    #[serde(deserialize_with = "values::in_range::<1, 10_000_000, _, _>")]
    pub guest_link_days: u32,
    /// How many seconds an email about a changed status waits for further changes.
    #[serde(deserialize_with = "values::in_range::<0, 3_600, _, _>")]
    pub status_mail_delay: u32,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            mail_url: String::new(),
            mail_from: Mailbox::named("fyr@localhost", "Fyr"),
            guest_link_days: 30,
            status_mail_delay: 180,
        }
    }
}

impl MailConfig {
    /// The transport that `mail_url` names; a folder in the data directory where it is empty.
    ///
    /// # Errors
    /// Where the URL is invalid or the folder cannot be used.
    pub fn transport(&self, data_dir: &Path) -> Result<Transport, ConfigError> {
        let (setting, transport) = if self.mail_url.is_empty() {
            ("data_dir", Transport::file(data_dir.join("mail")))
        } else {
            ("mail_url", Transport::from_url(&self.mail_url))
        };
        transport.map_err(|error| ConfigError::new(setting, error.to_string()))
    }
}

impl MailConfig {
    /// Checks `mail_url` without opening anything.
    pub(super) fn validate(&self) -> Result<(), ConfigError> {
        if self.mail_url.is_empty() {
            return Ok(());
        }
        Transport::check_url(&self.mail_url).map_err(|error| ConfigError::new("mail_url", error.to_string()))
    }
}

/// Parses `address` or `Name <address>`.
fn parse_mailbox(text: &str) -> Option<Mailbox> {
    let (name, address) = match text.split_once('<') {
        Some((name, rest)) => (name.trim(), rest.trim_end_matches('>').trim()),
        None => ("", text.trim()),
    };
    if !address.contains('@') || address.contains(char::is_whitespace) {
        return None;
    }
    let mailbox =
        if name.is_empty() { Mailbox::new(address) } else { Mailbox::named(address, name.trim_matches('"')) };
    // whatever the composer of mail refuses is refused here, where the setting can be named
    let domain = address.rsplit('@').next().unwrap_or_default();
    Composer::new(&mailbox, None, domain).is_ok().then_some(mailbox)
}

fn read_mailbox<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Mailbox, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_mailbox(&text).ok_or_else(|| D::Error::custom("must be like Support <support@example.org>"))
}

fn write_mailbox<S: Serializer>(mailbox: &Mailbox, serializer: S) -> Result<S::Ok, S::Error> {
    match &mailbox.name {
        Some(name) => serializer.collect_str(&format_args!("{name} <{}>", mailbox.address)),
        None => serializer.serialize_str(&mailbox.address),
    }
}
