//! Accounts, and the links that their owners are mailed.

use super::{Browser, Site};

/// A password that is good enough.
pub const GOOD: &str = "fyra gröna cyklar i regn";

/// The link of the newest mail to an address that leads to a path.
pub async fn emailed_link(site: &Site, to: &str, path: &str) -> String {
    let mails = site.delivered_emails().await;
    let mail = mails.iter().rev().find(|mail| mail.to == to).unwrap_or_else(|| panic!("no mail to {to}"));
    mail.link("http://fyr.test", path)
}

/// What a link carries.
pub fn token_in(link: &str) -> &str {
    link.split_once("token=").unwrap().1
}

/// Whether someone is signed in in a browser.
pub async fn is_signed_in(browser: &Browser) -> bool {
    browser.get("/account").await.status == 200
}
