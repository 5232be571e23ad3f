//! `/account`: looking after one's account.

mod access;
mod data;
mod deletion;
mod email;
pub mod second_factor;
mod sessions;

use crate::support::{Browser, Site, TestResponse};

/// A password that is good enough.
pub const GOOD: &str = "fyra gröna cyklar i regn";

/// The link of the newest mail to an address that leads to a path.
pub async fn emailed_link(site: &Site, to: &str, path: &str) -> String {
    let mails = site.delivered_emails().await;
    let mail = mails.iter().rev().find(|mail| mail.to == to).unwrap_or_else(|| panic!("no mail to {to}"));
    mail.link("http://fyr.test", path)
}

/// How many mails an address has been sent.
pub async fn count_emails(site: &Site, to: &str) -> usize {
    site.delivered_emails().await.iter().filter(|mail| mail.to == to).count()
}

/// What a link carries.
pub fn token_in(link: &str) -> &str {
    link.split_once("token=").unwrap().1
}

/// Whether someone is signed in in a browser.
pub async fn is_signed_in(browser: &Browser) -> bool {
    browser.get("/account").await.status == 200
}

/// What is in the audit log, oldest first.
pub async fn audit_actions(site: &Site) -> Vec<String> {
    site.query_texts("SELECT action FROM audit_log ORDER BY id").await
}

/// An answer without what differs between any two.
pub fn comparable(answer: &TestResponse, typed: &str) -> (u16, String, String) {
    (answer.status, answer.header("location").to_owned(), answer.main_text().replace(typed, ""))
}
