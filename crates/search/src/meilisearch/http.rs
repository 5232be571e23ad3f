//! The HTTP client for the Meilisearch SDK: with time-outs, without panics on malformed keys, and without the 8 MB buffer
//! per request of the SDK's own client.

use std::time::Duration;

use async_trait::async_trait;
use futures::io::{AsyncRead, AsyncReadExt as _};
use meilisearch_sdk::{
    errors::Error as SdkError,
    request::{HttpClient, Method, parse_response},
};
use reqwest::{
    Client, Url,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue},
};
use serde::{Serialize, de::DeserializeOwned};

use super::{NAME, tasks::unavailable};
use crate::Error;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// For one request including its response, whatever it is.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// The client for one Meilisearch instance.
#[derive(Clone)]
pub(super) struct MeilisearchClient {
    client: Client,
}

impl MeilisearchClient {
    /// Validates URL and key; returns the URL as the SDK expects it, and the client.
    pub(super) fn new(url: &str, key: Option<&str>) -> Result<(String, Self), Error> {
        let invalid = |setting, reason: &str| Error::Configuration { setting, reason: reason.to_owned() };
        let parsed =
            Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let parsed =
            parsed.ok_or_else(|| invalid("url", "must be an address such as http://localhost:7700"))?;
        let mut headers = HeaderMap::new();
        if let Some(key) = key {
            let mut value = HeaderValue::from_str(&format!("Bearer {key}"))
                .map_err(|_| invalid("key", "has characters that no key has"))?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let client = Client::builder()
            .user_agent("fyr")
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(REQUEST_TIMEOUT)
            .default_headers(headers)
            .build()
            .map_err(|source| unavailable("setting up", source))?;
        tracing::debug!(engine = NAME, host = parsed.host_str(), "search engine configured");
        Ok((parsed.as_str().trim_end_matches('/').to_owned(), Self { client }))
    }

    async fn send<Query, Output>(
        &self,
        url: &str,
        verb: reqwest::Method,
        query: &Query,
        body: Option<(&str, Vec<u8>)>,
        expected: u16,
    ) -> Result<Output, SdkError>
    where
        Query: Serialize + Send + Sync,
        Output: DeserializeOwned + 'static,
    {
        let mut request = self.client.request(verb, url).query(query);
        if let Some((content_type, body)) = body {
            request = request.header(CONTENT_TYPE, content_type).body(body);
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        let text = response.text().await?;
        let text = if text.is_empty() { "null" } else { &text };
        parse_response(status, expected, text, url.to_owned())
    }
}

#[async_trait]
impl HttpClient for MeilisearchClient {
    async fn request<Query, Body, Output>(
        &self,
        url: &str,
        method: Method<Query, Body>,
        expected_status_code: u16,
    ) -> Result<Output, SdkError>
    where
        Query: Serialize + Send + Sync,
        Body: Serialize + Send + Sync,
        Output: DeserializeOwned + 'static + Send,
    {
        let body = match method.body() {
            Some(body) => Some(("application/json", serde_json::to_vec(body)?)),
            None => None,
        };
        self.send(url, verb(&method), method.query(), body, expected_status_code).await
    }

    async fn stream_request<
        Query: Serialize + Send + Sync,
        Body: AsyncRead + Send + Sync + 'static,
        Output: DeserializeOwned + 'static,
    >(
        &self,
        url: &str,
        method: Method<Query, Body>,
        content_type: &str,
        expected_status_code: u16,
    ) -> Result<Output, SdkError> {
        let verb = verb(&method);
        let (query, body) = match method {
            Method::Get { query } | Method::Delete { query } => (query, None),
            Method::Post { query, body } | Method::Patch { query, body } | Method::Put { query, body } => {
                (query, Some(body))
            }
        };
        let body = match body {
            Some(body) => {
                let mut bytes = Vec::new();
                let mut body = std::pin::pin!(body);
                body.read_to_end(&mut bytes).await.map_err(|error| SdkError::Other(Box::new(error)))?;
                Some((content_type, bytes))
            }
            None => None,
        };
        self.send(url, verb, &query, body, expected_status_code).await
    }

    fn is_tokio(&self) -> bool {
        true
    }
}

fn verb<Query, Body>(method: &Method<Query, Body>) -> reqwest::Method {
    match method {
        Method::Get { .. } => reqwest::Method::GET,
        Method::Post { .. } => reqwest::Method::POST,
        Method::Patch { .. } => reqwest::Method::PATCH,
        Method::Put { .. } => reqwest::Method::PUT,
        Method::Delete { .. } => reqwest::Method::DELETE,
    }
}
