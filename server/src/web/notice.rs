//! Carries a [`Notice`] from the redirect after a form to the page it leads to, in a cookie that this page removes again. Not in
//! the address, which anyone could write and which would say it again at every reload.

use axum::{
    http::{HeaderMap, header},
    response::Response,
};
use fyr_app::Notice;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use super::{cookies::Cookie, see_other};

/// Seconds until a notice that was not shown is forgotten.
const MAX_AGE: u32 = 300;

/// The mark on a redirect whose page is to show this notice.
#[derive(Clone)]
struct Pending(Notice);

/// The value of the cookie.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Carried {
    /// The path of the page that shows it, so that a page in another tab does not.
    path: String,
    notice: Notice,
}

/// 303 to a path of this site, whose page says what was done.
pub fn see_other_with(path: impl AsRef<str>, notice: Notice) -> Response {
    with_notice(see_other(path), notice)
}

/// The page that a redirect leads to shows this notice, instead of one that the response had before.
pub fn with_notice(mut response: Response, notice: Notice) -> Response {
    response.extensions_mut().insert(Pending(notice));
    response
}

/// The notice for a request's path.
pub fn read(headers: &HeaderMap, path: &str, is_https: bool) -> Option<Notice> {
    let value = percent_decode_str(Cookie::Notice.find(headers, is_https)?).decode_utf8().ok()?;
    let carried: Carried = serde_json::from_str(&value).ok()?;
    (carried.path == path).then_some(carried.notice)
}

/// Sets the cookie where the response is a redirect with a notice; removes it where the page has `shown` its notice.
pub fn write(response: &mut Response, shown: bool, is_https: bool) {
    let pending = response.extensions_mut().remove::<Pending>();
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let (value, max_age) = match (pending, location) {
        (Some(Pending(notice)), Some(location)) => {
            let path = location.split(['?', '#']).next().unwrap_or_default().to_owned();
            let Ok(value) = serde_json::to_string(&Carried { path, notice }) else { return };
            (utf8_percent_encode(&value, NON_ALPHANUMERIC).to_string(), MAX_AGE)
        }
        _ if shown => (String::new(), 0),
        _ => return,
    };
    Cookie::Notice.set_for(response.headers_mut(), is_https, &value, max_age);
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn request_with(set_cookie: &str) -> HeaderMap {
        let pair = set_cookie.split(';').next().expect("a pair");
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(pair).expect("a header"))])
    }

    #[test]
    fn a_notice_is_for_the_page_that_the_redirect_leads_to() {
        let to = "Ingrid; Åse, \"x\"\r\nSet-Cookie: a=b".to_owned();
        let notice = Notice::HandedOver { count: 3, left: 0, to, until: None };
        let mut response = see_other_with("/participants?show=open#list", notice.clone());
        write(&mut response, false, false);
        let cookies: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().collect();
        let headers = request_with(cookies[0].to_str().expect("text"));
        assert_eq!(cookies.len(), 1);
        assert_eq!(read(&headers, "/participants", false), Some(notice));
        assert_eq!(read(&headers, "/participants/hand-over", false), None);
    }

    #[test]
    fn whatever_a_browser_sends_is_no_notice() {
        for value in
            ["", "x", "%", "%ff%fe", "{}", "%7B%22path%22%3A%22%2F%22%2C%22notice%22%3A%22own-words%22%7D"]
        {
            assert_eq!(read(&request_with(&format!("fyr_notice={value}")), "/", false), None, "{value}");
        }
    }
}
