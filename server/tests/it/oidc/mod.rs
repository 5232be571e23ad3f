//! Signing in with a provider. `real` goes all the way with a certified one (end2end/provider, started here); the others
//! with a provider that says whatever a test wants it to say.

mod accounts;
mod backchannel;
mod fake;
mod real;
mod refusals;
mod roles;
mod way;

use std::collections::HashMap;

use url::Url;

use crate::support::{Browser, TestResponse};

/// A login that has begun: what the provider was asked.
struct Login {
    url: Url,
    parameters: HashMap<String, String>,
}

impl Login {
    /// Presses the button of a provider.
    async fn begin(browser: &Browser, slug: &str, next: &str) -> Self {
        Self::from_response(
            &browser.post(&format!("/sign-in/{slug}"), &[("next", next)]).await.assert_status(200),
        )
    }

    /// Presses the button that connects one with the account.
    async fn connect(browser: &Browser, slug: &str) -> Self {
        let form = [("action", "connect"), ("provider", slug)];
        Self::from_response(&browser.post("/account/identities", &form).await.assert_status(200))
    }

    /// Where an answer leads by itself.
    fn from_response(answer: &TestResponse) -> Self {
        let url = answer.header("refresh").strip_prefix("0; url=").expect("it leads on");
        let url = Url::parse(url).unwrap();
        let parameters = url.query_pairs().into_owned().collect();
        Self { url, parameters }
    }

    fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }
}

/// Whether someone is signed in.
async fn is_signed_in(browser: &Browser) -> bool {
    browser.get("/tickets").await.status == 200
}
