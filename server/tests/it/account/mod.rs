//! `/account`: looking after one's account.

mod access;
mod data;
mod deletion;
mod email;
pub mod second_factor;
mod sessions;

use crate::support::{Site, TestResponse};

/// How many mails an address has been sent.
pub async fn count_emails(site: &Site, to: &str) -> usize {
    site.delivered_emails().await.iter().filter(|mail| mail.to == to).count()
}

/// An answer without what differs between any two.
pub fn comparable(answer: &TestResponse, typed: &str) -> (u16, String, String) {
    (answer.status, answer.header("location").to_owned(), answer.main_text().replace(typed, ""))
}
