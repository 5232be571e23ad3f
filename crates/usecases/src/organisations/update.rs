//! Updating an organisation's name and rules.

use fyr_domain::{Actor, permission::Sharing, text::GroupName};
use fyr_store::{organisations, organisations::Organisation};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
};

/// The editable fields of an organisation.
#[derive(Clone, Debug)]
pub struct OrganisationDraft {
    /// The display name.
    pub name: GroupName,
    /// Which colleagues see a member's tickets.
    pub sharing: Sharing,
    /// Whether participants may end their relations with counsellors themselves.
    pub participants_end: bool,
}

/// Updates an organisation.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not administer it; [`Error::Invalid`] where another has the name.
pub async fn update(
    backend: &Backend,
    actor: &Actor,
    id: Uuid,
    draft: &OrganisationDraft,
) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let before = super::find_administered(&mut tx, actor, id).await?;
    let after = Organisation {
        name: draft.name.to_string(),
        sharing: draft.sharing,
        participants_end: draft.participants_end,
        ..before.clone()
    };
    if after == before {
        return Ok(());
    }
    if after.name != before.name {
        super::require_unused_name(&mut tx, &draft.name, Some(id)).await?;
    }
    organisations::update(&mut tx, &after).await?;
    let event = AuditEvent {
        action: "organisation.changed",
        target: Some(("organisation", id)),
        organisation: Some(id),
        details: json!({
            "renamed": before.name != after.name,
            "sharing": { "from": before.sharing, "to": after.sharing },
            "participants_end": { "from": before.participants_end, "to": after.participants_end },
        }),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await
}
