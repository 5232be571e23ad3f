//! Reading bodies: not more than the route takes, not slower than people's connections are.

use std::{io, sync::Arc, time::Duration};

use axum::{
    Extension,
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::{Stream, StreamExt};
use fyr_app::pages::errors::ErrorPage;
use tokio::{
    sync::Semaphore,
    time::{Instant, timeout, timeout_at},
};

use super::{
    error::Error,
    policy::{BodyKind, Policy},
};
use crate::{app::App, config::Config};

/// How long a body may take, however small it is.
const GRACE: Duration = Duration::from_secs(30);
/// The slowest sender, in bytes a second: a telephone at the edge of its network.
const MIN_RATE: u64 = 4_000;
/// How long a refused body is read on.
const DRAIN_TIME: Duration = Duration::from_secs(30);
/// How many refused bodies are read on at once.
const MAX_DRAINS: usize = 32;

/// The refused bodies that are being read on.
#[derive(Clone, Debug)]
pub struct Drains(Arc<Semaphore>);

impl Default for Drains {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MAX_DRAINS)))
    }
}

/// The state of [`enforce_body_limit`].
#[derive(Clone, Debug)]
pub struct BodyLimit {
    /// The application.
    pub app: App,
    /// The refused bodies that are being read on.
    pub drains: Drains,
}

/// Middleware: answers 413 at once where `Content-Length` is above the limit. A body without a length is cut off while it is read.
///
/// A browser shows the answer only when it has sent everything. So the body is read on behind the answer and thrown away, for a
/// while and up to twice the largest limit; then the connection is closed.
pub async fn enforce_body_limit(
    State(BodyLimit { app, drains }): State<BodyLimit>,
    Extension(policy): Extension<Policy>,
    request: Request,
    next: Next,
) -> Response {
    let length = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_none_or(|length| length <= policy.body.max_bytes(&app.config)) {
        return next.run(request).await;
    }
    // a program that asks first has sent nothing yet, and reading would be a yes
    let asks_first = request.headers().contains_key(header::EXPECT);
    let most = BodyKind::Files.max_bytes(&app.config).saturating_mul(2);
    if !asks_first
        && length.is_some_and(|length| length <= most)
        && let Ok(drain) = drains.0.try_acquire_owned()
    {
        let body = request.into_body();
        tokio::spawn(async move {
            let _ = timeout(DRAIN_TIME, discard(body, most)).await;
            drop(drain);
        });
    }
    Error::from(too_large(policy.body, &app.config)).into_response()
}

/// Reads a body to its end, or for so many bytes.
async fn discard(body: Body, mut remaining: u64) {
    let mut body = body.into_data_stream();
    while let Some(Ok(chunk)) = body.next().await {
        remaining = remaining.saturating_sub(chunk.len() as u64);
        if remaining == 0 {
            return;
        }
    }
}

/// The error page for a body above the limit of its kind.
pub fn too_large(body: BodyKind, config: &Config) -> ErrorPage {
    let max_bytes = match body {
        BodyKind::Files => body.max_bytes(config),
        BodyKind::None | BodyKind::SmallForm | BodyKind::Form => body.max_text() as u64,
    };
    ErrorPage::TooLarge { max_bytes, takes_files: body == BodyKind::Files }
}

/// Middleware: a body that comes slower than [`MIN_RATE`] ends with an error, whoever reads it.
pub async fn limit_body_time(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let log = move |received: u64| {
        if let Some(count) = app.backend.count_refusal("requests", "body") {
            tracing::info!(received, count, "a body came too slowly");
        }
    };
    next.run(request.map(|body| Body::from_stream(paced(body.into_data_stream(), GRACE, log)))).await
}

/// The same data, or an error where it comes too slowly; `log` is then told how many bytes came.
fn paced<S, E, L>(
    data: S,
    grace: Duration,
    log: L,
) -> impl Stream<Item = Result<Bytes, axum::BoxError>> + Send
where
    S: Stream<Item = Result<Bytes, E>> + Send + Unpin,
    E: Into<axum::BoxError> + Send,
    L: Fn(u64) + Send,
{
    let start = Instant::now();
    futures::stream::unfold(Some((data, log, 0_u64)), move |state| async move {
        let (mut data, log, received) = state?;
        match timeout_at(start + grace + Duration::from_secs(received / MIN_RATE), data.next()).await {
            Ok(Some(Ok(chunk))) => {
                let received = received + chunk.len() as u64;
                Some((Ok(chunk), Some((data, log, received))))
            }
            Ok(Some(Err(error))) => Some((Err(error.into()), None)),
            Ok(None) => None,
            Err(_) => {
                log(received);
                Some((Err(io::Error::from(io::ErrorKind::TimedOut).into()), None))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_that_stops_coming_ends_with_an_error() {
        let pieces = futures::stream::iter([Ok::<_, io::Error>(Bytes::from_static(b"x=1&"))]);
        let stops = Box::pin(pieces.chain(futures::stream::pending()));
        let read: Vec<_> = paced(stops, Duration::from_millis(50), |_| ()).collect().await;
        assert!(matches!(read.as_slice(), [Ok(_), Err(_)]), "{read:?}");
    }

    #[tokio::test]
    async fn what_comes_fast_may_take_longer() {
        let long = vec![b'x'; usize::try_from(MIN_RATE).unwrap() * 3_600];
        let (go, wait) = tokio::sync::oneshot::channel::<()>();
        let pieces = futures::stream::once(async { Ok::<_, io::Error>(Bytes::from(long)) });
        let rest = futures::stream::once(async {
            wait.await.unwrap();
            Ok(Bytes::from_static(b"end"))
        });
        let mut read = Box::pin(paced(Box::pin(pieces.chain(rest)), Duration::ZERO, |_| ()));
        assert!(read.next().await.unwrap().is_ok());
        assert!(futures::poll!(read.next()).is_pending(), "an hour's worth has come");
        go.send(()).unwrap();
        assert!(read.next().await.unwrap().is_ok() && read.next().await.is_none());
    }
}
