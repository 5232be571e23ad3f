//! Commands about people's access: ending sessions, and removing a lost second factor.

use anyhow::{Result, bail};
use clap::Subcommand;
use fyr_domain::{Lang, text::EmailAddress};
use fyr_usecases::{
    Error,
    accounts::{self, SessionScope},
};

use super::{portal, print_message};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub enum SessionsCommand {
    /// Signs someone out in every browser, or everyone. They can sign in again at once.
    End {
        /// Their e-mail address.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        email: Option<String>,
        /// Everyone.
        #[arg(long)]
        all: bool,
    },
}

fn parse_email(email: &str) -> Result<EmailAddress> {
    EmailAddress::parse(email)
        .map_err(|problem| anyhow::anyhow!("email: {}", fyr_i18n::problem_text(Lang::En, "email", &problem)))
}

pub async fn end_sessions(
    config: &Config,
    SessionsCommand::End { email, .. }: SessionsCommand,
) -> Result<()> {
    let scope = match &email {
        Some(email) => SessionScope::OwnedBy(parse_email(email)?),
        None => SessionScope::Everyone,
    };
    let backend = portal::open_to_change(config).await?;
    let ended = accounts::end_sessions_as_operator(&backend, &scope).await;
    backend.store.close().await;
    match ended {
        Ok(count) => print_message(&format!("{count} sessions have ended.")),
        Err(Error::NotFound) => bail!("email: nobody has this address"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

pub async fn reset_second_factor(config: &Config, email: &str) -> Result<()> {
    let email = parse_email(email)?;
    let backend = portal::open_to_change(config).await?;
    let reset = accounts::reset_second_factor_as_operator(&backend, &email).await;
    backend.store.close().await;
    match reset {
        Ok(()) => {
            print_message(&format!("{email} is no longer asked for a code, and is signed out everywhere."));
        }
        Err(Error::NotFound) => bail!("email: nobody with this address has a second factor"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
