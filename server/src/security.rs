//! What protects people from other sites: policy headers, and no change on another site's word.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use fyr_app::pages::errors::Trouble;

use crate::{
    app::App,
    request::{Asked, trouble},
};

/// Everything from this site only; the one inline script by its nonce; nobody may frame us.
pub fn policy(nonce: &str) -> HeaderValue {
    let text = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// Headers of every answer.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let fixed: [(HeaderName, &'static str); 5] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether a request that changes something was made by a page of ours. Browsers send `Sec-Fetch-Site`, older ones
/// `Origin`; a request with neither was not made by a browser's page and carries no one's cookies unknowingly.
pub fn from_our_pages(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text("origin") {
        None => true,
        Some(origin) => {
            let host = text("host").unwrap_or_default();
            origin == public_url || origin.split_once("://").is_some_and(|(_, authority)| authority == host)
        }
    }
}

/// Refuses changes on another site's word.
pub async fn own_origin(State(app): State<App>, Asked(cx): Asked, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // a mail program's own unsubscribe button posts from anywhere, without cookies; the link is its own proof
    // a provider's server posts logout tokens, signed and without cookies
    let path = request.uri().path();
    let proven = path == "/mail/unsubscribe" || path.starts_with("/auth/backchannel/");
    if reads || proven || from_our_pages(request.headers(), &app.config.public_url) {
        next.run(request).await
    } else {
        trouble(cx, Trouble::Forbidden).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn only_our_own_pages_may_change_anything() {
        let ours =
            |pairs: &[(&'static str, &'static str)]| from_our_pages(&headers(pairs), "https://fyr.example");
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(!ours(&[("sec-fetch-site", "cross-site")]));
        assert!(!ours(&[("sec-fetch-site", "same-site"), ("origin", "https://fyr.example")]));
        assert!(ours(&[("origin", "https://fyr.example")]));
        assert!(!ours(&[("origin", "https://evil.example"), ("host", "fyr.example")]));
        assert!(!ours(&[("origin", "null"), ("host", "fyr.example")]));
        assert!(ours(&[("host", "fyr.example")]));
    }
}
