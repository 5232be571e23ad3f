//! `fyr serve`: from configuration to a running portal, and its orderly end.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use axum::serve::ListenerExt;
use fyr_services::{Files, Services};
use fyr_store::Store;
use tokio::{net::TcpListener, signal::unix};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{app::App, assets::Assets, clock::RealClock, config::Config, jobs, metrics, routes};

/// How long requests and jobs under way get to end.
const GRACE: Duration = Duration::from_secs(10);

/// The use cases on the configured database, search engine and folders.
///
/// # Errors
/// Where the data directory or the index cannot be made.
pub async fn services(config: &Config) -> Result<Services> {
    let dir = &config.data_dir;
    std::fs::create_dir_all(dir)
        .with_context(|| format!("setting data_dir (FYR_DATA_DIR): {} cannot be made", dir.display()))?;
    let store = Store::open(&config.database())?;
    let search = if config.search_url.is_empty() {
        fyr_search::open_embedded(&dir.join("index")).context("the search index cannot be opened")?
    } else {
        let key = Some(config.search_key.as_str()).filter(|key| !key.is_empty());
        fyr_search::connect_meilisearch(&config.search_url, key, "fyr")
            .await
            .context("setting search_url (FYR_SEARCH_URL)")?
    };
    let mailer = config.mail()?;
    let files = Files::new(dir.join("attachments"));
    Ok(Services::new(store, search, Arc::new(RealClock), files, mailer, config.settings()?)?)
}

/// Serves until a signal says stop.
///
/// # Errors
/// Where an address cannot be listened on.
pub async fn run(config: Config) -> Result<()> {
    fyr_i18n::warm_up();
    let services = services(&config).await?;
    let assets = Assets::load();
    if !assets.is_complete() {
        tracing::warn!(
            "style and module are missing from this build: pages work but look plain; use `cargo xtask run`"
        );
    }
    let (tracker, stop) = (TaskTracker::new(), CancellationToken::new());
    let listener = TcpListener::bind(&config.listen)
        .await
        .with_context(|| format!("setting listen (FYR_LISTEN): {} cannot be listened on", config.listen))?;
    let metrics_listener = match config.metrics_listen.as_str() {
        "" => None,
        address => Some(TcpListener::bind(address).await.with_context(|| {
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
    prepare(&services, &tracker, &stop).await;
    let address = listener.local_addr()?;
    let public_url = config.public_url.clone();
    let app = App { services: services.clone(), assets, config: Arc::new(config) };
    let router = routes::router(app).into_make_service_with_connect_info::<SocketAddr>();
    tracing::info!(%address, %public_url, "listening");
    // small pieces of a stream must not wait for the other side's acknowledgement
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY was refused");
        }
    });
    let server = tokio::spawn({
        let stop = stop.clone();
        async move { axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await }
    });
    signalled().await?;
    tracing::info!("stopping");
    services.close_live();
    stop.cancel();
    tracker.close();
    let ended = async {
        let _ = server.await;
        tracker.wait().await;
    };
    if tokio::time::timeout(GRACE, ended).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    services.store.close().await;
    Ok(())
}

/// Prepares the database now, or, where it is away, as soon as it is back; jobs start after that.
async fn prepare(services: &Services, tracker: &TaskTracker, stop: &CancellationToken) {
    let first = services.prepare().await;
    if let Err(error) = &first {
        tracing::error!(%error, "the database is away; every page says so until it is back");
    }
    let (services, stop, jobs) = (services.clone(), stop.clone(), tracker.clone());
    let rest = async move {
        let mut prepared = first.is_ok();
        while !prepared {
            tokio::select! { () = stop.cancelled() => return, () = tokio::time::sleep(Duration::from_secs(1)) => {} }
            prepared = services.prepare().await.is_ok();
            if prepared {
                tracing::info!("the database is back");
            }
        }
        jobs::start(&services, &jobs, &stop);
    };
    tracker.spawn(rest);
}

async fn signalled() -> Result<()> {
    let mut terminate = unix::signal(unix::SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => {}
        done = tokio::signal::ctrl_c() => done?,
    }
    Ok(())
}
