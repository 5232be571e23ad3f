//! `/tickets`: filing, drafts, guests, following, live pages. Support's side is in `desk`.

mod address;
mod again;
mod claim;
mod drafts;
mod escalation;
mod follow_up;
mod guests;
mod history;
mod live;
mod live_processes;
mod new;
mod organisation;
mod pending_submission;
mod private;
mod promise;
mod show;
mod unread;
mod webhooks;

use fyr_domain::{Actor, text::Body};
use fyr_usecases::tickets;

use crate::support::Site;

/// Adds a note, as Agnes.
pub async fn add_note(site: &Site, reference: &str, body: &str) {
    let (agnes, body) = (Actor::signed_in(site.people.agnes.clone()), Body::parse(body).unwrap());
    tickets::add_note(&site.backend, &agnes, reference, site.form(), &body).await.unwrap();
}
