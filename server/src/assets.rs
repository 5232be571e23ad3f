//! Style, WASM module, font and pictures: built before the server, held in the program, sent compressed.

use std::{borrow::Cow, collections::HashMap};

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::app::App;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// The files of one build. A release carries them inside; a debug build reads them at start.
#[derive(Debug)]
pub struct Assets {
    /// `/assets/{hash of everything}`: a new build has new addresses, so browsers keep files for ever.
    pub base: String,
    files: HashMap<String, Cow<'static, [u8]>>,
}

impl Assets {
    /// Reads every file.
    pub fn load() -> &'static Self {
        let mut names: Vec<_> = Site::iter().collect();
        names.sort_unstable();
        let mut digest = Sha256::new();
        let mut files = HashMap::new();
        for name in names {
            if let Some(file) = Site::get(&name) {
                digest.update(name.as_bytes());
                digest.update(file.metadata.sha256_hash());
                files.insert(name.into_owned(), file.data);
            }
        }
        let hash: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Box::leak(Box::new(Self { base: format!("/assets/{hash}"), files }))
    }

    /// Whether the build is there at all; without it pages have no style.
    pub fn is_complete(&self) -> bool {
        ["fyr.css", "fyr.js", "fyr.wasm"].iter().all(|name| self.files.contains_key(*name))
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// `GET /assets/{hash}/{name}`.
pub async fn get(
    State(app): State<App>,
    address: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(Path((hash, name))) = address else { return StatusCode::NOT_FOUND.into_response() };
    let assets = app.assets;
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |coding: &str| accepted.split(',').any(|part| part.trim().split(';').next() == Some(coding));
    let coded = [("br", "br"), ("gzip", "gz")].into_iter().filter(|(coding, _)| takes(coding)).find_map(
        |(coding, ending)| assets.files.get(&format!("{name}.{ending}")).map(|bytes| (bytes, Some(coding))),
    );
    let Some((bytes, coding)) = coded.or_else(|| assets.files.get(&name).map(|bytes| (bytes, None))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let current = assets.base.strip_prefix("/assets/") == Some(hash.as_str());
    // an address of another build still gets today's file, but nobody keeps it
    let cache = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let body: Cow<'static, [u8]> = match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes),
        Cow::Owned(bytes) => Cow::Owned(bytes.clone()),
    };
    let mut response = (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static(media_type(&name))),
            (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ],
        body,
    )
        .into_response();
    if let Some(coding) = coding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}
