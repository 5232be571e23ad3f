//! Style sheet, WASM module, font and pictures: built before the server, embedded in the program, served compressed.

use std::{borrow::Cow, collections::HashMap};

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::{
    app::App,
    web::{Access::Anyone, Cache, Policy, Routes},
};

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// The asset files of one build. Release builds embed them; debug builds read them at start.
#[derive(Debug)]
pub struct Assets {
    /// `/assets/{hash}` with one hash over all files: a new build has new addresses, so that browsers may cache for ever.
    pub base: String,
    files: HashMap<String, Cow<'static, [u8]>>,
}

impl Assets {
    /// Reads every file and computes the hash.
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

    /// Whether style sheet, script and module exist; without the style sheet pages are unstyled.
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

/// Style sheets, scripts and pictures of this build.
pub fn routes() -> Routes {
    Routes::new().get("/assets/{hash}/{name}", get, Policy::read(Anyone).cache(Cache::ByHandler))
}

/// `GET /assets/{hash}/{name}`.
pub async fn get(
    State(app): State<App>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(Path((hash, name))) = path else { return StatusCode::NOT_FOUND.into_response() };
    let assets = app.assets;
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts =
        |coding: &str| accepted.split(',').any(|part| part.trim().split(';').next() == Some(coding));
    let compressed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(coding, _)| accepts(coding))
        .find_map(|(coding, extension)| {
            assets.files.get(&format!("{name}.{extension}")).map(|bytes| (bytes, Some(coding)))
        });
    let Some((bytes, coding)) = compressed.or_else(|| assets.files.get(&name).map(|bytes| (bytes, None)))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let is_current = assets.base.strip_prefix("/assets/") == Some(hash.as_str());
    // an address of another build gets the current file, uncached
    let cache_control = if is_current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let body: Cow<'static, [u8]> = match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes),
        Cow::Owned(bytes) => Cow::Owned(bytes.clone()),
    };
    let mut response = (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static(media_type(&name))),
            (header::CACHE_CONTROL, HeaderValue::from_static(cache_control)),
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
