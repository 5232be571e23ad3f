//! `/desk/people`: looking after people: roles, organisations, invitations, sheets.

mod account;
mod import;
mod invitations;
mod organisations;
mod person;

use fyr_domain::User;

use crate::support::{Browser, TestResponse, person_path};

/// Gives or takes by the forms of a person's page.
pub async fn post(browser: &Browser, user: &User, fields: &[(&str, &str)]) -> TestResponse {
    browser.post(&person_path(user), fields).await
}
