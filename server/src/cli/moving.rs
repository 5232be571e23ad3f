//! `fyr move`: the content of an SQLite portal goes to the configured PostgreSQL database.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use fyr_usecases::moving::{self, MoveReport};

use super::{backup, print_message, print_result};
use crate::{config::Config, serve};

#[derive(Debug, Args)]
pub struct MoveOptions {
    /// The data directory of the SQLite portal, a backup of it, or the SQLite file. It is only read.
    #[arg(long, value_name = "PATH")]
    from: PathBuf,
    /// Lets this role run the portal, and keeps it from changing the audit log.
    #[arg(long, value_name = "ROLE")]
    grant_to: Option<String>,
}

pub async fn run(config: &Config, MoveOptions { from, grant_to }: &MoveOptions) -> Result<()> {
    let file = moving::source_file(from)?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let _lock = serve::lock_data_with(config, Some(folder))?;
    let backend = serve::open_backend_without_index(config)?;
    let moved = moving::run(&backend, &file).await?;
    let data_dir = &config.storage.data_dir;
    if folder.canonicalize().ok() != data_dir.canonicalize().ok() {
        backup::remove_index(data_dir)?;
    }
    backend.prepare().await?;
    if let Some(role) = grant_to {
        backend.store.grant_to(role).await?;
    }
    print_table(&moved);
    let done = backup::report(&backend).await;
    backend.store.close().await;
    print_message(&format!("{} is as it was. Rename it, so that nobody serves it again.", file.display()));
    done
}

/// Prints the rows of each table, and what became of the files.
fn print_table(moved: &MoveReport) {
    for table in &moved.tables {
        print_result(&format!("{:<22} {:>10}", table.table, table.rows));
    }
    let rows: u64 = moved.tables.iter().map(|table| table.rows).sum();
    print_message(&format!(
        "{rows} rows of {} tables were moved and compared. {} files were copied, {} were in place, {} have a row and were not there.",
        moved.tables.len(),
        moved.copied,
        moved.in_place,
        moved.missing.len()
    ));
}
