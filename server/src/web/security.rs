//! Protection from other sites: security headers, and the check that requests which change something come from our own pages.

use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use fyr_app::{RequestContext, pages::errors::ErrorPage};
use fyr_domain::permission::may;
use fyr_usecases::Error as UseCaseError;

use super::{
    error::Error,
    policy::{Access, Origin, Policy},
};
use crate::app::App;

/// The `Content-Security-Policy`: resources from this site only, nothing inline, no framing.
pub const CONTENT_SECURITY_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// Middleware: adds the security headers that are the same in every response.
pub async fn set_security_headers(request: Request, next: Next) -> Response {
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

/// Whether a request was made by a page of this site. Browsers send `Sec-Fetch-Site`, older ones `Origin`; a request with
/// neither was not made by a page in a browser, so that nobody's cookies are sent without their knowledge. What is there and cannot be
/// read is another site's. The site is the configured one, not whatever host the request names.
pub fn is_same_origin(headers: &HeaderMap, public_url: &str) -> bool {
    // several lines are no word of a browser
    let single = |name: &str| {
        let mut lines = headers.get_all(name).iter();
        lines.next().map(|line| lines.next().is_none().then_some(line).and_then(|line| line.to_str().ok()))
    };
    match (single("sec-fetch-site"), single("origin")) {
        (Some(site), _) => matches!(site, Some("same-origin" | "none")),
        (None, Some(origin)) => origin == Some(public_url),
        (None, None) => true,
    }
}

/// Middleware: answers 403 to requests that a page of another site made, where the route is for our own pages alone.
pub async fn require_same_origin(
    State(app): State<App>,
    Extension(policy): Extension<Policy>,
    request: Request,
    next: Next,
) -> Response {
    match policy.origin {
        Origin::SameOrigin if !is_same_origin(request.headers(), &app.config.http.public_url) => {
            Error::from(ErrorPage::Forbidden).into_response()
        }
        Origin::SameOrigin | Origin::Any(_) => next.run(request).await,
    }
}

/// Middleware: answers reads that need a permission of the whole portal as their use case would, before anything is loaded. Writes
/// are left to the use case: what was typed by someone whose session has ended must not be lost.
pub async fn require_access(
    Extension(policy): Extension<Policy>,
    cx: RequestContext,
    request: Request,
    next: Next,
) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let signed_in = cx.actor.user.is_some();
    let refused = match policy.access {
        Access::SignedIn | Access::Permission(_) if !signed_in => Some(UseCaseError::SignInFirst),
        Access::Permission(permission) if !may(&cx.actor, permission) => Some(UseCaseError::NotFound),
        Access::Permission(_) | Access::SignedIn | Access::Anyone | Access::Ticket(_) | Access::Proof(_) => {
            None
        }
    };
    match refused.filter(|_| reads) {
        Some(error) => Error::from(error).into_response(),
        None => next.run(request).await,
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
            |pairs: &[(&'static str, &'static str)]| is_same_origin(&headers(pairs), "https://fyr.example");
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(!ours(&[("sec-fetch-site", "cross-site")]));
        assert!(!ours(&[("sec-fetch-site", "same-site"), ("origin", "https://fyr.example")]));
        assert!(ours(&[("origin", "https://fyr.example")]));
        assert!(!ours(&[("origin", "https://evil.example"), ("host", "fyr.example")]));
        assert!(!ours(&[("origin", "null"), ("host", "fyr.example")]));
        assert!(ours(&[("host", "fyr.example")]));
    }

    #[test]
    fn another_scheme_host_or_port_is_another_site_whatever_host_the_request_names() {
        for (origin, host) in [
            ("http://fyr.example", "fyr.example"),
            ("x://fyr.example", "fyr.example"),
            ("https://fyr.example:8443", "fyr.example:8443"),
            ("https://evil.example", "evil.example"),
            ("https://fyr.example/", "fyr.example"),
            ("", ""),
        ] {
            let sent = headers(&[("origin", origin), ("host", host)]);
            assert!(!is_same_origin(&sent, "https://fyr.example"), "{origin}");
        }
    }

    #[test]
    fn what_cannot_be_read_or_comes_twice_is_another_site() {
        for name in ["origin", "sec-fetch-site"] {
            let mut unreadable = HeaderMap::new();
            unreadable.insert(name, HeaderValue::from_bytes(b"https://evil.ex\xe5").expect("a value"));
            assert!(!is_same_origin(&unreadable, "https://fyr.example"), "{name}");
        }
        let mut twice = headers(&[("origin", "https://fyr.example")]);
        twice.append("origin", HeaderValue::from_static("https://evil.example"));
        assert!(!is_same_origin(&twice, "https://fyr.example"));
    }
}
