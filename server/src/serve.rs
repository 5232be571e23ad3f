//! `fyr serve`: starts the portal from its configuration, and shuts it down gracefully.

use std::{
    io::{self, Write},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use fyr_mail::Transport;
use fyr_search::SearchEngine;
use fyr_store::Store;
use fyr_usecases::{Backend, FileStore};
use tokio::{net::TcpListener, signal::unix};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    app::App,
    assets::Assets,
    clock::SystemClock,
    config::Config,
    connections::{self, ConnectionLimits},
    data_lock::DataLock,
    descriptors::{self, Shares},
    jobs, metrics, routes, service_manager,
};

/// How long requests and jobs may take to finish at shutdown.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// How often the lock of the data directory is looked at.
const LOCK_INTERVAL: Duration = Duration::from_secs(10);

/// Opens the backend with the configured database, search engine, mail transport and folders.
///
/// # Errors
/// Where the data directory or the index cannot be created, or a setting is invalid.
pub async fn open_backend(config: &Config) -> Result<Backend> {
    let dir = create_data_dir(config)?;
    let search = if config.search.search_url.is_empty() {
        fyr_search::open_embedded(&dir.join("index")).context("the search index cannot be opened")?
    } else {
        let key = Some(config.search.search_key.as_str()).filter(|key| !key.is_empty());
        fyr_search::connect_meilisearch(&config.search.search_url, key, "fyr")
            .await
            .context("setting search_url (FYR_SEARCH_URL)")?
    };
    open_with(config, search, config.mail_transport()?)
}

/// As [`open_backend`], without a search engine: the embedded index belongs to the process that serves.
///
/// # Errors
/// As [`open_backend`].
pub fn open_backend_without_index(config: &Config) -> Result<Backend> {
    create_data_dir(config)?;
    open_with(config, Arc::new(fyr_search::NoEngine), config.mail_transport()?)
}

/// As [`open_backend_without_index`], for commands that make no folder and send no mail.
///
/// # Errors
/// Where a setting is invalid.
pub fn open_to_look(config: &Config) -> Result<Backend> {
    open_with(config, Arc::new(fyr_search::NoEngine), Transport::from_url("smtp://localhost")?)
}

/// Locks the portal's data for this process alone: the data directory, and the folder of the SQLite file.
///
/// # Errors
/// Where another process uses them; names the folder.
pub fn lock_data(config: &Config) -> Result<DataLock> {
    lock_data_with(config, None)
}

/// As [`lock_data`], with another folder.
///
/// # Errors
/// As [`lock_data`].
pub fn lock_data_with(config: &Config, other: Option<&Path>) -> Result<DataLock> {
    let dir = create_data_dir(config)?;
    let file = Store::open(&config.storage.effective_database_url())?.file();
    let folders = [Some(dir), file.as_deref().and_then(Path::parent), other];
    DataLock::exclusive(folders.into_iter().flatten()).context("setting data_dir (FYR_DATA_DIR)")
}

/// Locks the data directory of a portal that is served: alone where the database or the search index in it belongs to one
/// process, else together with the others that share its attachments.
fn lock_for_serving(config: &Config) -> Result<DataLock> {
    let is_shared = !config.search.search_url.is_empty()
        && !Store::open(&config.storage.effective_database_url())?.is_embedded();
    if is_shared {
        DataLock::shared(create_data_dir(config)?).context("setting data_dir (FYR_DATA_DIR)")
    } else {
        lock_data(config)
    }
}

/// Refuses where the data directory belongs to another user: what is made in it here, that user's portal could not open.
///
/// # Errors
/// Where it does; names the folder.
pub fn require_own_data_dir(config: &Config) -> Result<()> {
    use std::os::unix::fs::MetadataExt;
    let dir = &config.storage.data_dir;
    let Ok(found) = std::fs::metadata(dir) else { return Ok(()) };
    let (owner, own) = (found.uid(), rustix::process::geteuid().as_raw());
    if owner != own {
        bail!("{} belongs to the user with the id {owner}; run this as that user", dir.display());
    }
    Ok(())
}

/// Sees again and again that nobody has removed the file of the lock, beside which another process could serve.
fn watch_lock(lock: &Arc<Mutex<DataLock>>, tracker: &TaskTracker, stop: &CancellationToken) {
    let (lock, stop) = (lock.clone(), stop.clone());
    tracker.spawn(async move {
        let mut said = None;
        loop {
            tokio::select! { () = stop.cancelled() => return, () = tokio::time::sleep(LOCK_INTERVAL) => {} }
            let renewed = lock.lock().unwrap_or_else(PoisonError::into_inner).renew();
            match renewed {
                Ok(false) => said = None,
                Ok(true) => {
                    tracing::warn!("the file of the lock was removed; the data directory is locked again");
                }
                Err(error) => {
                    let error = format!("{error:#}");
                    if said.as_ref() != Some(&error) {
                        tracing::error!(
                            error,
                            "the lock of the data directory is lost: two processes may use it"
                        );
                        said = Some(error);
                    }
                }
            }
        }
    });
}

/// Says where files cannot be kept, which else shows with the first that someone sends.
fn warn_of_unusable_attachments(config: &Config) {
    use rustix::fs::{Access, access};
    let dir = config.storage.data_dir.join("attachments");
    let problem = match std::fs::metadata(&dir) {
        Err(_) => return, // made with the first file
        Ok(found) if !found.is_dir() => "it is no folder".to_owned(),
        Ok(_) => match access(&dir, Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK) {
            Ok(()) => return,
            Err(error) => error.to_string(),
        },
    };
    tracing::error!(dir = %dir.display(), problem, "files that people send cannot be kept");
}

fn create_data_dir(config: &Config) -> Result<&Path> {
    let dir = &config.storage.data_dir;
    std::fs::create_dir_all(dir)
        .with_context(|| format!("setting data_dir (FYR_DATA_DIR): {} cannot be made", dir.display()))?;
    Ok(dir)
}

fn open_with(config: &Config, search: Arc<dyn SearchEngine>, mailer: Transport) -> Result<Backend> {
    let store = Store::open(&config.storage.effective_database_url())?;
    let files = FileStore::new(config.storage.data_dir.join("attachments"))
        .with_min_free_bytes(config.files.min_free_disk_mb.saturating_mul(1_000_000));
    Ok(Backend::new(store, search, Arc::new(SystemClock), files, mailer, config.settings()?)?)
}

/// Refuses where there is no portal that could be read: one is not made to be only read.
fn require_portal(config: &Config) -> Result<()> {
    let file = Store::open(&config.storage.effective_database_url())?.file();
    match file.filter(|file| matches!(file.try_exists(), Ok(false))) {
        Some(file) => bail!("setting read_only (FYR_READ_ONLY): there is no portal at {}", file.display()),
        None => Ok(()),
    }
}

/// Serves until SIGTERM or Ctrl+C.
///
/// # Errors
/// Where the backend cannot be opened, or an address cannot be listened on.
pub async fn run(config: Config) -> Result<()> {
    fyr_i18n::warm_up();
    descriptors::raise_limit();
    let read_only = config.http.read_only;
    // what is only read may be worked on by a command meanwhile
    let lock = if read_only { None } else { Some(Arc::new(Mutex::new(lock_for_serving(&config)?))) };
    if read_only {
        require_portal(&config)?;
        tracing::warn!("read_only: pages are shown, nothing is taken in, no job runs");
    }
    let backend = open_backend(&config).await?;
    warn_of_unusable_attachments(&config);
    if let Some(file) = backend.store.file().filter(|file| matches!(file.try_exists(), Ok(false))) {
        // perhaps a disk that is not mounted
        tracing::warn!(file = %file.display(), "there was no portal here; a new one is made");
    }
    let assets = Assets::load();
    if !assets.is_complete() {
        tracing::warn!(
            "style and module are missing from this build: pages work but look plain; use `cargo xtask run`"
        );
    }
    let (tracker, stop) = (TaskTracker::new(), CancellationToken::new());
    let listener = TcpListener::bind(config.http.listen).await.with_context(|| {
        format!("setting listen (FYR_LISTEN): {} cannot be listened on", config.http.listen)
    })?;
    let metrics_listener = match config.http.metrics_listen {
        None => None,
        Some(address) => Some(TcpListener::bind(address).await.with_context(|| {
            format!("setting metrics_listen (FYR_METRICS_LISTEN): {address} cannot be listened on")
        })?),
    };
    let providers = config.identity.providers.iter().map(|provider| provider.slug.as_str());
    if let (Some(listener), Some(handle)) = (metrics_listener, metrics::install(providers)) {
        let stop = stop.clone();
        tracker.spawn(async move {
            let served =
                axum::serve(listener, metrics::router(handle)).with_graceful_shutdown(stop.cancelled_owned());
            if let Err(error) = served.await {
                tracing::error!(%error, "metrics ended");
            }
        });
    }
    jobs::monitor::start(&backend, &tracker, &stop);
    if let Some(lock) = &lock {
        watch_lock(lock, &tracker, &stop);
    }
    let refused = prepare(&backend, &tracker, &stop).await?;
    let address = listener.local_addr()?;
    let public_url = config.http.public_url.clone();
    let limits = ConnectionLimits::new(Shares::of(descriptors::limit()), config.http.trusted_proxies);
    let app = App { backend: backend.clone(), assets, config: Arc::new(config) };
    tracing::info!(%address, %public_url, "listening");
    let server = tokio::spawn(connections::serve(listener, routes::router(app), limits, stop.clone()));
    service_manager::ready();
    tokio::select! {
        signal = shutdown_signal() => signal?,
        () = refused.cancelled() => {}
    }
    tracing::info!("stopping");
    service_manager::stopping();
    backend.close_live_streams();
    stop.cancel();
    tracker.close();
    let finished = async {
        let _ = server.await;
        tracker.wait().await;
    };
    if tokio::time::timeout(SHUTDOWN_TIMEOUT, finished).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    backend.store.close().await;
    if refused.is_cancelled() {
        bail!("the database refuses to work; the log says why");
    }
    Ok(())
}

/// Prepares the database at once, or, while it is unreachable, tries again every second; then starts the background jobs. The
/// token is cancelled where it is reached later and refuses.
///
/// # Errors
/// Where it refuses at once, for instance a migration or the password: waiting does not help.
async fn prepare(
    backend: &Backend,
    tracker: &TaskTracker,
    stop: &CancellationToken,
) -> Result<CancellationToken> {
    let first_attempt = backend.prepare().await;
    if let Err(error) = first_attempt {
        if error.is_lasting() {
            return Err(error)
                .context("setting database_url (FYR_DATABASE_URL): the database refuses to work");
        }
        tracing::error!(%error, "the database is away; every page says so until it is back");
    }
    let refused = CancellationToken::new();
    let (backend, stop, job_tracker) = (backend.clone(), stop.clone(), tracker.clone());
    tracker.spawn({
        let refused = refused.clone();
        async move {
            while !backend.is_prepared() {
                tokio::select! { () = stop.cancelled() => return, () = tokio::time::sleep(Duration::from_secs(1)) => {} }
                match backend.prepare().await {
                    Ok(()) => tracing::info!("the database is back"),
                    Err(error) if error.is_lasting() => {
                        tracing::error!(%error, "the database refuses to work");
                        refused.cancel();
                        return;
                    }
                    Err(error) => tracing::debug!(%error, "the database is still away"),
                }
            }
            warn_of_stored_keys(&backend).await;
            if backend.settings.read_only {
                return;
            }
            announce_first_run(&backend).await;
            jobs::start(&backend, &job_tracker, &stop);
        }
    });
    Ok(refused)
}

/// Prints the link to the page where the first administrator is made, where the portal has no accounts.
async fn announce_first_run(backend: &Backend) {
    match fyr_usecases::first_run::issue_link(backend).await {
        Ok(Some(link)) => {
            tracing::info!(
                "nobody has an account yet; the link for the first one is printed, and works for a day"
            );
            // to whoever starts the program, whatever is logged; with systemd it is in the journal
            let _ = writeln!(io::stdout(), "Make the first account: {link}");
        }
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "the link for the first account could not be made"),
    }
}

/// Says where a copy of the database would be enough to make links that open tickets, or to read second factors.
async fn warn_of_stored_keys(backend: &Backend) {
    match fyr_usecases::keys::report(backend).await {
        Ok(reports) => {
            for report in reports.iter().filter(|report| report.is_stored) {
                let key = report.purpose.as_str();
                tracing::warn!(
                    key,
                    "the key lies in the database, so that a copy of it is enough; see `fyr keys show`"
                );
            }
            let unreadable: usize = reports.iter().map(|report| report.unreadable).sum();
            if unreadable > 0 {
                tracing::error!(
                    unreadable,
                    "second factors cannot be read with any key; recovery codes work"
                );
            }
        }
        Err(error) => tracing::warn!(%error, "the keys could not be looked at"),
    }
}

/// Waits for SIGTERM or Ctrl+C. SIGHUP, which a closed terminal or a habit of administrators sends, ends nothing.
async fn shutdown_signal() -> Result<()> {
    let mut terminate = unix::signal(unix::SignalKind::terminate())?;
    let mut hang_up = unix::signal(unix::SignalKind::hangup())?;
    loop {
        tokio::select! {
            _ = terminate.recv() => return Ok(()),
            result = tokio::signal::ctrl_c() => return Ok(result?),
            _ = hang_up.recv() => tracing::info!("SIGHUP changes nothing: settings are read at the start"),
        }
    }
}
