//! How a provider is asked: no redirects followed, not for long, and not more than it should say.

use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};
use reqwest::{Client, redirect};

/// An answer at most, in bytes.
const MAX_ANSWER: usize = 1_000_000;

/// Why an answer did not come.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The connection, or the time it took.
    #[error("{0}")]
    Reqwest(#[from] reqwest::Error),
    /// More than any provider has to say.
    #[error("the answer is too long")]
    TooLong,
    /// Built wrongly, which cannot happen.
    #[error("{0}")]
    Http(#[from] http::Error),
}

/// A client for one provider.
pub fn client() -> Result<Client, reqwest::Error> {
    Client::builder()
        .redirect(redirect::Policy::none())
        .connect_timeout(Duration::from_secs(3))
        .timeout(Duration::from_secs(10))
        .user_agent("Fyr")
        .build()
}

/// Asks once.
pub async fn send(client: Client, request: HttpRequest) -> Result<HttpResponse, Trouble> {
    let mut response = client.execute(request.try_into()?).await?;
    let mut answer = http::Response::builder().status(response.status());
    if let Some(headers) = answer.headers_mut() {
        headers.clone_from(response.headers());
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(Trouble::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(answer.body(body)?)
}
