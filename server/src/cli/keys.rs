//! Commands about the keys that sign links and seal second factors.

use anyhow::Result;
use clap::{Subcommand, ValueEnum};
use fyr_usecases::{
    Backend,
    keys::{self, KeyReport, KeyUse},
};

use super::{portal, print_message, print_result};
use crate::{clock::SystemClock, config::Config};

#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Prints a new random key, for a file or a variable.
    Generate,
    /// Says where the keys are, and what still depends on former ones.
    Show,
    /// Makes a new current key in the database; the former ones are still read. Restart the portal afterwards.
    Renew {
        /// What the new key is for.
        key: Key,
    },
    /// Seals every second factor with the current key.
    Reseal,
    /// Stops reading the former keys in the database. Links that were signed with them stop working at the next start.
    ForgetFormer {
        /// What the former keys were for.
        key: Key,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Key {
    Links,
    Sealing,
}

impl From<Key> for KeyUse {
    fn from(key: Key) -> Self {
        match key {
            Key::Links => Self::Links,
            Key::Sealing => Self::Sealing,
        }
    }
}

pub async fn run(config: &Config, command: KeysCommand) -> Result<()> {
    if matches!(command, KeysCommand::Generate) {
        print_result(&keys::generate_with(&SystemClock));
        return Ok(());
    }
    let backend = match command {
        KeysCommand::Generate | KeysCommand::Show => portal::open_to_read(config).await?,
        KeysCommand::Renew { .. } | KeysCommand::Reseal | KeysCommand::ForgetFormer { .. } => {
            portal::open_to_change(config).await?
        }
    };
    let done = run_on(&backend, command).await;
    backend.store.close().await;
    done
}

async fn run_on(backend: &Backend, command: KeysCommand) -> Result<()> {
    match command {
        KeysCommand::Generate => {}
        KeysCommand::Show => {
            for report in keys::report(backend).await? {
                print_result(&line(&report));
            }
        }
        KeysCommand::Renew { key } => {
            keys::renew_stored(backend, key.into()).await?;
            print_message(
                "There is a new key; former ones are still read. Restart every process of the portal.",
            );
        }
        KeysCommand::Reseal => {
            let count = keys::reseal(backend).await?;
            print_message(&format!("{count} second factors were sealed with the current key."));
        }
        KeysCommand::ForgetFormer { key } => {
            let count = keys::forget_former(backend, key.into()).await?;
            print_message(&format!(
                "{count} keys were removed from the database. Restart every process of the portal."
            ));
        }
    }
    Ok(())
}

fn line(report: &KeyReport) -> String {
    let KeyReport { purpose, is_stored, former, sealed_with_former, unreadable } = report;
    let place = if *is_stored { "in the database" } else { "from the configuration" };
    let line = format!("{}: {place}, {former} former ones are read", purpose.as_str());
    match purpose {
        KeyUse::Links => line,
        KeyUse::Sealing => format!(
            "{line}; {sealed_with_former} second factors need a former one, {unreadable} cannot be read"
        ),
    }
}
