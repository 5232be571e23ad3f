//! The HTTP client for providers: no redirects, with time-outs, and with a limit on the size of a response.

use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};
use reqwest::{Client, redirect};

/// Largest accepted response body, in bytes.
const MAX_BODY_BYTES: usize = 1_000_000;

/// Why a request to a provider failed.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The connection failed, or timed out.
    #[error("{0}")]
    Reqwest(#[from] reqwest::Error),
    /// The body is longer than [`MAX_BODY_BYTES`].
    #[error("the answer is too long")]
    BodyTooLong,
    /// The response could not be built.
    #[error("{0}")]
    Http(#[from] http::Error),
}

/// Builds the client for one provider: 3 seconds to connect, 10 seconds in all.
pub fn client() -> Result<Client, reqwest::Error> {
    Client::builder()
        .redirect(redirect::Policy::none())
        .connect_timeout(Duration::from_secs(3))
        .timeout(Duration::from_secs(10))
        .user_agent("Fyr")
        .build()
}

/// Sends one request and reads the whole response.
pub async fn send(client: Client, request: HttpRequest) -> Result<HttpResponse, HttpError> {
    let mut response = client.execute(request.try_into()?).await?;
    let mut builder = http::Response::builder().status(response.status());
    if let Some(headers) = builder.headers_mut() {
        headers.clone_from(response.headers());
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(HttpError::BodyTooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(builder.body(body)?)
}
