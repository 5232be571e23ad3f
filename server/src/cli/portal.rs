//! Opening the portal that a command is about. Only `serve`, `migrate`, `import`, `user add`, `restore` and `move` make one: any other
//! command in the wrong folder, or without its configuration, says so and leaves nothing behind.

use anyhow::{Context, Result, bail};
use fyr_usecases::Backend;

use super::print_message;
use crate::{config::Config, serve};

/// Opens the portal for a command that only looks, and says which one that is. Nothing is made, migrated or written.
///
/// # Errors
/// Where there is no portal, or its schema is not that of this program yet.
pub async fn open_to_read(config: &Config) -> Result<Backend> {
    let backend = open_any_schema(config).await?;
    let (found, needed) = (backend.store.schema_version().await?, backend.store.latest_schema_version());
    if found < needed {
        bail!(
            "{}: the schema is {found}, and this program needs {needed}; `fyr migrate` brings it up to date",
            place(config)
        );
    }
    backend.prepare_to_read().await?;
    print_message(&format!("The portal in {}:", place(config)));
    Ok(backend)
}

/// As [`open_to_read`], with a schema of any release, and without keys and words.
///
/// # Errors
/// Where there is no portal.
pub async fn open_any_schema(config: &Config) -> Result<Backend> {
    let backend = serve::open_to_look(config)?;
    let found = backend.store.find_schema_version().await.with_context(|| place(config))?;
    if found.is_none() {
        bail!(
            "there is no portal in {}; name it with --config (FYR_CONFIG), or with data_dir (FYR_DATA_DIR). `fyr migrate` makes a new one",
            place(config)
        );
    }
    Ok(backend)
}

/// Opens the portal for a command that changes something in the database, and brings its schema up to date.
///
/// # Errors
/// Where there is no portal.
pub async fn open_to_change(config: &Config) -> Result<Backend> {
    let backend = open_any_schema(config).await?;
    backend.prepare().await?;
    Ok(backend)
}

/// Refuses where there is no portal.
///
/// # Errors
/// As [`open_any_schema`].
pub async fn require(config: &Config) -> Result<()> {
    open_any_schema(config).await?.store.close().await;
    Ok(())
}

/// Where the portal is looked for: its folder, and its database where that is elsewhere. No password is in it.
pub fn place(config: &Config) -> String {
    let dir = &config.storage.data_dir;
    let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.clone());
    let url = &config.storage.database_url;
    if url.is_empty() {
        return dir.display().to_string();
    }
    let database = match url.strip_prefix("sqlite:") {
        Some(file) => file.split('?').next().unwrap_or_default().trim_start_matches("//").to_owned(),
        None => url::Url::parse(url).map_or_else(
            |_| "the database of database_url".to_owned(),
            |url| format!("{}{}", url.host_str().unwrap_or_default(), url.path()),
        ),
    };
    format!("{database}, with {}", dir.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_portal_is_named_without_a_password() {
        let mut config = Config::default();
        config.storage.data_dir = "/var/lib/fyr".into();
        for (url, place_of_it) in [
            ("", "/var/lib/fyr"),
            ("sqlite:///srv/fyr.db?mode=rwc", "/srv/fyr.db, with /var/lib/fyr"),
            (
                "postgres://fyr:secret@db.example.org/fyr?password=secret",
                "db.example.org/fyr, with /var/lib/fyr",
            ),
        ] {
            config.storage.database_url = url.into();
            assert_eq!(place(&config), place_of_it);
        }
    }
}
