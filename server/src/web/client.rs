//! The client of a request: browser and system in words, and the device key from its cookie.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};

use super::cookies::Cookie;
use crate::app::App;

/// The browser that sent a request.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// Browser and system, such as "Firefox, Linux"; empty where neither is known.
    pub device: String,
    /// The device key it was given when someone signed in with it: 64 hexadecimal digits.
    pub key: Option<String>,
}

impl FromRequestParts<App> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let key = Cookie::Device
            .find(&parts.headers, app.config.http.is_https())
            .filter(|key| key.len() == 64 && key.bytes().all(|b| b.is_ascii_hexdigit()));
        Ok(Self { device: describe_device(agent.unwrap_or_default()), key: key.map(str::to_owned) })
    }
}

/// Browsers by a marker in their `User-Agent`, specific ones first: nearly all of them also contain `Chrome` or `Safari`.
const BROWSERS: [(&str, &str); 9] = [
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("vivaldi", "Vivaldi"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("crios", "Chrome"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
];
/// Operating systems by a marker in the `User-Agent`, specific ones first.
const SYSTEMS: [(&str, &str); 7] = [
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("cros", "ChromeOS"),
    ("mac os", "macOS"),
    ("linux", "Linux"),
];

/// Browser and system of a `User-Agent`, such as "Firefox, Linux"; empty where neither is known. Never anything of the
/// header itself, which can hold any text.
fn describe_device(user_agent: &str) -> String {
    let agent = user_agent.to_lowercase();
    let find_name = |names: &[(&str, &'static str)]| {
        names.iter().find(|(marker, _)| agent.contains(marker)).map(|(_, name)| *name)
    };
    [find_name(&BROWSERS), find_name(&SYSTEMS)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browser_and_system_are_named_as_people_know_them() {
        for (agent, words) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18 Safari/605.1.15",
                "Safari, macOS",
            ),
            ("curl/8.5.0", ""),
            ("", ""),
        ] {
            assert_eq!(describe_device(agent), words, "{agent}");
        }
    }
}
