//! What an operator does about people's access: signing them out, and letting in who has lost a second factor.

use anyhow::{Result, bail};
use clap::Subcommand;
use fyr_domain::{Lang, text::EmailAddress};
use fyr_services::{
    Error,
    accounts::{self, Whose},
};

use super::say;
use crate::{config::Config, serve};

#[derive(Debug, Subcommand)]
pub enum Sessions {
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

fn address(email: &str) -> Result<EmailAddress> {
    EmailAddress::parse(email)
        .map_err(|problem| anyhow::anyhow!("email: {}", fyr_i18n::problem(Lang::En, "email", &problem)))
}

pub async fn end_sessions(config: &Config, Sessions::End { email, .. }: Sessions) -> Result<()> {
    let whose = match &email {
        Some(email) => Whose::Of(address(email)?),
        None => Whose::Everyone,
    };
    let services = serve::services(config).await?;
    services.prepare().await?;
    let ended = accounts::end_sessions_as_operator(&services, &whose).await;
    services.store.close().await;
    match ended {
        Ok(count) => say(&format!("{count} sessions have ended.")),
        Err(Error::NotFound) => bail!("email: nobody has this address"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

pub async fn forget_second_factor(config: &Config, email: &str) -> Result<()> {
    let email = address(email)?;
    let services = serve::services(config).await?;
    services.prepare().await?;
    let forgotten = accounts::forget_second_factor(&services, &email).await;
    services.store.close().await;
    match forgotten {
        Ok(()) => say(&format!("{email} is no longer asked for a code, and is signed out everywhere.")),
        Err(Error::NotFound) => bail!("email: nobody with this address has a second factor"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
