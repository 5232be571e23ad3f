//! `fyr serve`: starts the portal from its configuration, and shuts it down gracefully.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result};
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
    descriptors::{self, Shares},
    jobs, metrics, routes,
};

/// How long requests and jobs may take to finish at shutdown.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// Opens the backend with the configured database, search engine, mail transport and folders.
///
/// # Errors
/// Where the data directory or the index cannot be created, or a setting is invalid.
pub async fn open_backend(config: &Config) -> Result<Backend> {
    let dir = &config.storage.data_dir;
    std::fs::create_dir_all(dir)
        .with_context(|| format!("setting data_dir (FYR_DATA_DIR): {} cannot be made", dir.display()))?;
    let store = Store::open(&config.storage.effective_database_url())?;
    let search = if config.search.search_url.is_empty() {
        fyr_search::open_embedded(&dir.join("index")).context("the search index cannot be opened")?
    } else {
        let key = Some(config.search.search_key.as_str()).filter(|key| !key.is_empty());
        fyr_search::connect_meilisearch(&config.search.search_url, key, "fyr")
            .await
            .context("setting search_url (FYR_SEARCH_URL)")?
    };
    let mailer = config.mail_transport()?;
    let files = FileStore::new(dir.join("attachments"));
    Ok(Backend::new(store, search, Arc::new(SystemClock), files, mailer, config.settings()?)?)
}

/// Serves until SIGTERM or Ctrl+C.
///
/// # Errors
/// Where the backend cannot be opened, or an address cannot be listened on.
pub async fn run(config: Config) -> Result<()> {
    fyr_i18n::warm_up();
    descriptors::raise_limit();
    let backend = open_backend(&config).await?;
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
    if let (Some(listener), Some(handle)) = (metrics_listener, metrics::install()) {
        let stop = stop.clone();
        tracker.spawn(async move {
            let served =
                axum::serve(listener, metrics::router(handle)).with_graceful_shutdown(stop.cancelled_owned());
            if let Err(error) = served.await {
                tracing::error!(%error, "metrics ended");
            }
        });
    }
    prepare(&backend, &tracker, &stop).await;
    let address = listener.local_addr()?;
    let public_url = config.http.public_url.clone();
    let limits = ConnectionLimits::new(Shares::of(descriptors::limit()), config.http.trusted_proxies);
    let app = App { backend: backend.clone(), assets, config: Arc::new(config) };
    tracing::info!(%address, %public_url, "listening");
    let server = tokio::spawn(connections::serve(listener, routes::router(app), limits, stop.clone()));
    shutdown_signal().await?;
    tracing::info!("stopping");
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
    Ok(())
}

/// Prepares the database at once, or, while it is unreachable, tries again every second; then starts the background jobs.
async fn prepare(backend: &Backend, tracker: &TaskTracker, stop: &CancellationToken) {
    let first_attempt = backend.prepare().await;
    if let Err(error) = &first_attempt {
        tracing::error!(%error, "the database is away; every page says so until it is back");
    }
    let (backend, stop, job_tracker) = (backend.clone(), stop.clone(), tracker.clone());
    let start_jobs = async move {
        let mut prepared = first_attempt.is_ok();
        while !prepared {
            tokio::select! { () = stop.cancelled() => return, () = tokio::time::sleep(Duration::from_secs(1)) => {} }
            prepared = backend.prepare().await.is_ok();
            if prepared {
                tracing::info!("the database is back");
            }
        }
        jobs::start(&backend, &job_tracker, &stop);
    };
    tracker.spawn(start_jobs);
}

/// Waits for SIGTERM or Ctrl+C.
async fn shutdown_signal() -> Result<()> {
    let mut terminate = unix::signal(unix::SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => {}
        result = tokio::signal::ctrl_c() => result?,
    }
    Ok(())
}
