//! Commands about presets: whole services as files.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use clap::Subcommand;
use fyr_domain::Lang;
use fyr_usecases::presets::{self, Preset};

use super::{portal, print_message, print_result};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub enum PresetCommand {
    /// Lists the presets that come with the program.
    List,
    /// Applies a preset: its topics and other settings, all at once.
    Apply {
        /// The name of a preset that comes with the program, or a file.
        preset: String,
        /// Adds its made-up people and tickets, too.
        #[arg(long)]
        examples: bool,
    },
    /// Says what applying a preset would change, and changes nothing.
    Diff {
        /// The name of a preset that comes with the program, or a file.
        preset: String,
    },
}

pub async fn run(config: &Config, command: PresetCommand) -> Result<()> {
    match command {
        PresetCommand::List => {
            for name in presets::built_in_names() {
                let preset = Preset::built_in(name).context("a preset of the program is not valid")?;
                print_result(&format!("{name}: {}", preset.about.description.text(Lang::En)));
            }
            Ok(())
        }
        PresetCommand::Apply { preset: name, examples } => {
            // a file that is wrong is refused before the database is opened
            let preset = find(&name)?;
            let backend = portal::open_to_change(config).await?;
            let note = format!("preset {name}");
            let changed = presets::apply_as_operator(&backend, &preset, &note, examples).await?;
            backend.store.close().await;
            match changed.as_slice() {
                [] => print_message("Everything is as in the preset already."),
                changed => print_message(&format!("Changed: {}.", changed.join(", "))),
            }
            Ok(())
        }
        PresetCommand::Diff { preset } => {
            let preset = find(&preset)?;
            let backend = portal::open_to_read(config).await?;
            let lines = presets::diff_as_operator(&backend, &preset).await?;
            backend.store.close().await;
            for line in lines {
                print_result(&line);
            }
            Ok(())
        }
    }
}

/// `fyr check-preset FILE`
pub fn check(file: &Path) -> Result<()> {
    let preset = read(file)?;
    print_message(&format!("{}: a valid preset.", preset.about.name.text(Lang::En)));
    Ok(())
}

fn find(name: &str) -> Result<Preset> {
    if let Some(preset) = Preset::built_in(name) {
        return Ok(preset);
    }
    let file = PathBuf::from(name);
    if !file.exists() {
        let names = presets::built_in_names().collect::<Vec<_>>().join(", ");
        return Err(anyhow!(
            "there is no preset {name}, and no such file; these come with the program: {names}"
        ));
    }
    read(&file)
}

fn read(file: &Path) -> Result<Preset> {
    let place = || file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(place)?;
    Preset::parse(&text).with_context(place)
}
