//! The cookies of the portal: their names, how they are set and read.

use axum::http::{HeaderMap, HeaderValue, header};

/// The cookies of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// The session's random id.
    Session,
    /// The chosen language.
    Lang,
    /// The chosen time zone.
    Zone,
    /// The key that owns the drafts, uploads and ratings of a browser.
    Reader,
    /// A browser someone has signed in with before; it grants no access.
    Device,
    /// What the page after a redirect is to say was done.
    Notice,
}

impl Cookie {
    /// The name. With HTTPS it begins with `__Host-`: browsers then take the cookie from this host alone, over HTTPS and for all
    /// paths, so that neither another host of the domain nor anyone in between can plant one.
    pub const fn name(self, is_https: bool) -> &'static str {
        match (self, is_https) {
            (Self::Session, true) => "__Host-fyr_session",
            (Self::Session, false) => "fyr_session",
            (Self::Lang, true) => "__Host-fyr_lang",
            (Self::Lang, false) => "fyr_lang",
            (Self::Zone, true) => "__Host-fyr_zone",
            (Self::Zone, false) => "fyr_zone",
            (Self::Reader, true) => "__Host-fyr_reader",
            (Self::Reader, false) => "fyr_reader",
            (Self::Device, true) => "__Host-fyr_device",
            (Self::Device, false) => "fyr_device",
            (Self::Notice, true) => "__Host-fyr_notice",
            (Self::Notice, false) => "fyr_notice",
        }
    }

    /// The value in a request; of several with the name, the first.
    pub fn find(self, headers: &HeaderMap, is_https: bool) -> Option<&str> {
        let name = self.name(is_https);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(key, value)| (key == name).then_some(value))
    }

    /// Sets it in a response, for a year.
    pub fn set(self, headers: &mut HeaderMap, is_https: bool, value: &str) {
        self.set_for(headers, is_https, value, 31_536_000);
    }

    /// Sets it in a response, for some seconds; 0 removes it.
    pub fn set_for(self, headers: &mut HeaderMap, is_https: bool, value: &str, seconds: u32) {
        let (name, secure) = (self.name(is_https), if is_https { "; Secure" } else { "" });
        let text = format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}");
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.append(header::SET_COOKIE, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_https_only_cookies_that_nobody_else_can_set_are_read() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("fyr_reader=planted; x=y"));
        assert_eq!(Cookie::Reader.find(&headers, true), None);
        assert_eq!(Cookie::Reader.find(&headers, false), Some("planted"));
        headers.append(header::COOKIE, HeaderValue::from_static("a=b; __Host-fyr_reader=own"));
        assert_eq!(Cookie::Reader.find(&headers, true), Some("own"));
        let mut response = HeaderMap::new();
        Cookie::Reader.set(&mut response, true, "x");
        let set = response.get(header::SET_COOKIE).unwrap().to_str().unwrap();
        // what the prefix demands (RFC 6265bis, 4.1.3.2)
        assert!(set.contains("; Secure") && set.contains("; Path=/;") && !set.contains("Domain"), "{set}");
    }
}
