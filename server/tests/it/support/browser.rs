//! A browser: keeps cookies, sends forms as browsers do, reads pages.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, HeaderName, HeaderValue, Request, Response, header},
};
use fyr_domain::User;
use tower::ServiceExt;

use super::site::PASSWORD;

/// The smallest file that is a picture by its content.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";
const BOUNDARY: &str = "----fyr-test-boundary";

/// A part of a multipart form.
#[derive(Clone, Debug)]
pub struct Part {
    head: String,
    body: Vec<u8>,
}

impl Part {
    /// The same in another field.
    pub fn rename(&mut self, name: &str) {
        self.head = self.head.replacen("name=\"attachments\"", &format!("name=\"{name}\""), 1);
    }
}

/// A text field.
pub fn text(name: &str, value: impl AsRef<[u8]>) -> Part {
    Part { head: format!("name=\"{name}\""), body: value.as_ref().to_vec() }
}

/// A file in the field `attachments`.
pub fn file(name: &str, media_type: &str, bytes: impl AsRef<[u8]>) -> Part {
    let head = format!("name=\"attachments\"; filename=\"{name}\"\r\nContent-Type: {media_type}");
    Part { head, body: bytes.as_ref().to_vec() }
}

/// One person's browser.
pub struct Browser {
    router: Router,
    jar: RefCell<BTreeMap<String, String>>,
    peer: SocketAddr,
    headers: HeaderMap,
}

impl Browser {
    /// At an address of its own.
    pub fn new(router: Router, peer: impl Into<IpAddr>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        headers.insert(header::HOST, HeaderValue::from_static("fyr.test"));
        Self { router, jar: RefCell::default(), peer: SocketAddr::new(peer.into(), 50_000), headers }
    }

    /// With another header on every request; an empty value takes it off.
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

    /// The same browser sending one more line of a header.
    pub fn with_appended_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        self
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar.borrow().get(name).cloned()
    }

    /// Puts a cookie in the jar.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.jar.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// Signs in as a person of the site.
    pub async fn sign_in(&self, user: &User) {
        self.post("/sign-in", &[("email", &user.email), ("password", PASSWORD)]).await.assert_status(303);
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> TestResponse {
        self.send("GET", path, "", Body::empty()).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send("POST", path, "application/x-www-form-urlencoded", body.into()).await
    }

    /// Sends a form with files.
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

    /// Goes where an answer leads.
    pub async fn follow(&self, answer: TestResponse) -> TestResponse {
        let path = answer.assert_status(303).location().to_owned();
        self.get(path.split('#').next().unwrap_or("/")).await
    }

    /// Sends anything and reads the whole answer.
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

    /// Sends anything and leaves the answer open, for streams.
    pub async fn open(&self, method: &str, path: &str, kind: &str, body: Body) -> Response<Body> {
        let mut request = Request::builder().method(method).uri(path).body(body).unwrap();
        request.headers_mut().extend(self.headers.clone());
        if !kind.is_empty() {
            request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_str(kind).unwrap());
        }
        let cookies: Vec<_> =
            self.jar.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, HeaderValue::from_str(&cookies.join("; ")).unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        for line in response.headers().get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() || line.contains("Max-Age=0") {
                self.jar.borrow_mut().remove(name);
            } else {
                self.set_cookie(name, value);
            }
        }
        response
    }
}

/// What came back.
#[derive(Debug)]
pub struct TestResponse {
    /// The HTTP status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its bytes.
    pub body: Vec<u8>,
    request: String,
}

impl TestResponse {
    /// Holds the answer to a status.
    #[track_caller]
    pub fn assert_status(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.request, self.main_text());
        self
    }

    /// A header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where it sends the browser.
    #[track_caller]
    pub fn location(&self) -> &str {
        assert!(!self.header("location").is_empty(), "{} leads nowhere: {}", self.request, self.status);
        self.header("location")
    }

    /// The page.
    pub fn html(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// What a person reads in the page's main part.
    pub fn main_text(&self) -> String {
        let html = String::from_utf8_lossy(&self.body).into_owned();
        let main = html.split_once("<main").map_or(html.as_str(), |(_, rest)| rest);
        let main = main.split_once("</main>").map_or(main, |(before, _)| before);
        let mut words = String::new();
        for piece in main.split('<') {
            words.push_str(piece.split_once('>').map_or("", |(_, text)| text));
            words.push(' ');
        }
        unescape(&words).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a person reads this.
    #[track_caller]
    pub fn assert_text(self, words: &str) -> Self {
        assert!(
            self.main_text().contains(words),
            "{} does not say {words:?}: {}",
            self.request,
            self.main_text()
        );
        self
    }

    /// Whether nobody reads this, nor finds it anywhere in the answer.
    #[track_caller]
    pub fn assert_no_text(self, words: &str) -> Self {
        let all = unescape(&String::from_utf8_lossy(&self.body));
        assert!(!all.contains(words), "{} says {words:?}", self.request);
        self
    }

    /// What a field of a form on the page holds.
    #[track_caller]
    pub fn value(&self, name: &str) -> String {
        self.find_value(name)
            .unwrap_or_else(|| panic!("{}: no field {name}: {}", self.request, self.main_text()))
    }

    /// The same; `None` where there is no such field.
    pub fn find_value(&self, name: &str) -> Option<String> {
        let html = self.html();
        let mark = format!("name=\"{name}\"");
        let tag = html.split('<').find(|tag| tag.split('>').next().is_some_and(|tag| tag.contains(&mark)))?;
        if tag.starts_with("textarea") {
            let text = tag.split_once('>').map_or("", |(_, text)| text);
            return Some(unescape(text.strip_prefix('\n').unwrap_or(text)));
        }
        if tag.starts_with("select") {
            let options = html.split_once(&mark)?.1.split("</select>").next()?;
            let chosen = options
                .split("<option")
                .find(|option| option.split('>').next().unwrap().contains("selected"));
            return Some(chosen.and_then(|option| attribute(option, "value")).unwrap_or_default());
        }
        let tag = tag.split('>').next()?;
        Some(attribute(tag, "value").unwrap_or_default())
    }

    /// Whether a box is ticked.
    pub fn is_checked(&self, name: &str) -> bool {
        let html = self.html();
        let mark = format!("name=\"{name}\"");
        html.split('<')
            .filter_map(|tag| tag.split('>').next())
            .any(|tag| tag.contains(&mark) && tag.contains("checked"))
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| unescape(value))
}

fn unescape(text: &str) -> String {
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&#10;", "\n"),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}
