//! A response, and what a test expects of it.

use axum::http::HeaderMap;

use crate::Page;

/// A response that was read to its end.
#[derive(Debug)]
pub struct TestResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
    /// Method and path of the request, for messages.
    pub(crate) request: String,
}

#[expect(clippy::return_self_not_must_use, reason = "an assertion may end a chain or stand inside it")]
impl TestResponse {
    /// Asserts the status.
    #[track_caller]
    pub fn assert_status(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.request, self.main_text());
        self
    }

    /// A header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The target of a redirect.
    #[track_caller]
    pub fn location(&self) -> &str {
        let location = self.header("location");
        assert!(!location.is_empty(), "{} is no redirect: {}", self.request, self.status);
        location
    }

    /// The body as text.
    pub fn html(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The parsed body.
    pub fn page(&self) -> Page {
        Page::parse(&String::from_utf8_lossy(&self.body))
    }

    /// What a person reads in the main part of the page.
    pub fn main_text(&self) -> String {
        self.page().main_text()
    }

    /// Asserts that a person reads this text.
    #[track_caller]
    pub fn assert_text(self, text: &str) -> Self {
        assert!(
            self.main_text().contains(text),
            "{} does not say {text:?}: {}",
            self.request,
            self.main_text()
        );
        self
    }

    /// Asserts that this text is nowhere in the response, neither in the page nor in its markup.
    #[track_caller]
    pub fn assert_no_text(self, text: &str) -> Self {
        let all = unescape(&String::from_utf8_lossy(&self.body));
        assert!(!all.contains(text), "{} says {text:?}", self.request);
        self
    }

    /// The value of a field of a form on the page.
    #[track_caller]
    pub fn value(&self, name: &str) -> String {
        self.find_value(name)
            .unwrap_or_else(|| panic!("{}: no field {name}: {}", self.request, self.main_text()))
    }

    /// The same; `None` where there is no such field.
    pub fn find_value(&self, name: &str) -> Option<String> {
        self.page().field(name)
    }

    /// Whether a checkbox or radio button is checked.
    pub fn is_checked(&self, name: &str) -> bool {
        self.page().is_checked(name)
    }
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
