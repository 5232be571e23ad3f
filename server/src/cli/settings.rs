//! Commands about settings that a business decides, which are in the database.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Subcommand;
use fyr_usecases::{
    Backend,
    settings::{self, CurrentSetting, SettingChanges, SettingVersion},
};

use super::{portal, print_message, print_result};
use crate::config::Config;

/// The number of versions that `history` lists.
const MAX_HISTORY: i64 = 200;

#[derive(Debug, Subcommand)]
pub enum SettingsCommand {
    /// Shows every setting in the database with its value, and since when it is so.
    Show,
    /// Writes the values of all settings in the database as one TOML file to standard output.
    Export,
    /// Reads a TOML file of settings. All values are checked first; those that differ get a new version, all at once.
    Import {
        /// The file, as `export` writes it; settings that are not in it stay as they are.
        file: PathBuf,
        /// Why, for the history.
        #[arg(long)]
        note: Option<String>,
    },
    /// Lists the versions of settings, newest first.
    History {
        /// The name of one setting.
        name: Option<String>,
    },
}

pub async fn run(config: &Config, command: SettingsCommand) -> Result<()> {
    // a file that is wrong is refused before the database is opened
    let changes = match &command {
        SettingsCommand::Import { file, .. } => Some(read_changes(file)?),
        SettingsCommand::Show | SettingsCommand::Export | SettingsCommand::History { .. } => None,
    };
    let backend = match command {
        SettingsCommand::Import { .. } => portal::open_to_change(config).await?,
        SettingsCommand::Show | SettingsCommand::Export | SettingsCommand::History { .. } => {
            portal::open_to_read(config).await?
        }
    };
    let done = run_on(&backend, command, changes).await;
    backend.store.close().await;
    done
}

async fn run_on(backend: &Backend, command: SettingsCommand, changes: Option<SettingChanges>) -> Result<()> {
    match (command, changes) {
        (SettingsCommand::Show, _) => {
            for setting in settings::list_as_operator(backend).await? {
                print_result(&format!("# {}\n{}", origin(&setting), settings::to_toml([&setting])?));
            }
        }
        (SettingsCommand::Export, _) => {
            print_result(&settings::to_toml(&settings::list_as_operator(backend).await?)?);
        }
        (SettingsCommand::History { name }, _) => {
            for version in settings::history_as_operator(backend, name.as_deref(), MAX_HISTORY).await? {
                print_result(&history_line(&version));
            }
        }
        (SettingsCommand::Import { note, .. }, changes) => {
            let changes = changes.context("the file was not read")?;
            match settings::change_as_operator(backend, changes, note.as_deref()).await?.as_slice() {
                [] => print_message("Every setting has its value already."),
                changed => print_message(&format!("Changed: {}.", changed.join(", "))),
            }
        }
    }
    Ok(())
}

fn read_changes(file: &Path) -> Result<SettingChanges> {
    let place = || file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(place)?;
    settings::parse_toml(&text).with_context(place)
}

/// Who wrote the current value and when.
fn origin(setting: &CurrentSetting) -> String {
    match &setting.version {
        None => "from the configuration".to_owned(),
        Some(version) => format!("version {}, {}", version.version, authorship(version)),
    }
}

fn authorship(version: &SettingVersion) -> String {
    let by = if version.created_by_name.is_empty() { "the command line" } else { &version.created_by_name };
    let note = version.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
    format!("{} by {by}{note}", version.created_at.format("%Y-%m-%d %H:%M:%S UTC"))
}

fn history_line(version: &SettingVersion) -> String {
    format!("{} {} = {} ({})", version.name, version.version, version.value.0, authorship(version))
}
