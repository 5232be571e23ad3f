//! An HTTP client for a router that behaves like a browser: it keeps cookies and sends forms.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
};

use axum::{
    Router,
    body::{Body, HttpBody},
    extract::ConnectInfo,
    http::{HeaderMap, HeaderName, HeaderValue, Request, Response, header},
};
use fyr_domain::User;
use tower::ServiceExt;

use crate::TestResponse;

/// The password of everyone in a test.
pub const PASSWORD: &str = "correct horse battery staple";

/// The smallest file that is recognised as a picture.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";

const BOUNDARY: &str = "----fyr-test-boundary";

/// One field of a multipart form.
#[derive(Clone, Debug)]
pub struct Part {
    head: String,
    body: Vec<u8>,
}

impl Part {
    /// Renames the field of a file.
    pub fn rename(&mut self, name: &str) {
        self.head = self.head.replacen("name=\"attachments\"", &format!("name=\"{name}\""), 1);
    }
}

/// A text field of a multipart form.
pub fn text(name: &str, value: impl AsRef<[u8]>) -> Part {
    Part { head: format!("name=\"{name}\""), body: value.as_ref().to_vec() }
}

/// A file in the field `attachments` of a multipart form.
pub fn file(name: &str, media_type: &str, bytes: impl AsRef<[u8]>) -> Part {
    let head = format!("name=\"attachments\"; filename=\"{name}\"\r\nContent-Type: {media_type}");
    Part { head, body: bytes.as_ref().to_vec() }
}

/// A browser with its own cookies, headers and address.
pub struct Browser {
    router: Router,
    cookies: RefCell<BTreeMap<String, String>>,
    peer: SocketAddr,
    headers: HeaderMap,
}

impl Browser {
    /// A browser without cookies at this address. It sends what browsers send from the same origin, `http://fyr.test`.
    pub fn new(router: Router, peer: impl Into<IpAddr>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        headers.insert(header::HOST, HeaderValue::from_static("fyr.test"));
        Self { router, cookies: RefCell::default(), peer: SocketAddr::new(peer.into(), 50_000), headers }
    }

    /// Sets a header of every request; an empty value removes it.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        let name = HeaderName::from_static(name);
        if value.is_empty() {
            self.headers.remove(name);
        } else {
            self.headers.insert(name, HeaderValue::from_str(value).unwrap());
        }
        self
    }

    /// Adds a header line to every request, also where there is one of this name.
    #[must_use]
    pub fn with_appended_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        self
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    /// Sets a cookie.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// Signs in with [`PASSWORD`].
    pub async fn sign_in(&self, user: &User) {
        self.post("/sign-in", &[("email", &user.email), ("password", PASSWORD)]).await.assert_status(303);
    }

    /// GET.
    pub async fn get(&self, path: &str) -> TestResponse {
        self.send("GET", path, "", Body::empty()).await
    }

    /// POST of a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send("POST", path, "application/x-www-form-urlencoded", body.into()).await
    }

    /// POST of a multipart form.
    pub async fn post_parts(&self, path: &str, parts: &[Part]) -> TestResponse {
        let mut body = Vec::new();
        for Part { head, body: value } in parts {
            body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
            body.extend(value);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send("POST", path, &kind, body.into()).await
    }

    /// Asserts a redirect with status 303 and gets its target.
    pub async fn follow(&self, response: TestResponse) -> TestResponse {
        let path = response.assert_status(303).location().to_owned();
        self.get(path.split('#').next().unwrap_or("/")).await
    }

    /// Sends any request and reads the response to its end.
    pub async fn send(&self, method: &str, path: &str, kind: &str, body: Body) -> TestResponse {
        let (parts, body) = self.open(method, path, kind, body).await.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        TestResponse {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
            request: format!("{method} {path}"),
        }
    }

    /// Sends any request and leaves the response open, for streams.
    pub async fn open(&self, method: &str, path: &str, kind: &str, body: Body) -> Response<Body> {
        let length = body.size_hint().exact().filter(|_| method != "GET");
        let mut request = Request::builder().method(method).uri(path).body(body).unwrap();
        request
            .headers_mut()
            .extend(length.map(|length| (header::CONTENT_LENGTH, HeaderValue::from(length))));
        request.headers_mut().extend(self.headers.clone());
        if !kind.is_empty() {
            request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_str(kind).unwrap());
        }
        let cookies: Vec<_> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, HeaderValue::from_str(&cookies.join("; ")).unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        for line in response.headers().get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() || line.contains("Max-Age=0") {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.set_cookie(name, value);
            }
        }
        response
    }
}
