//! What an organisation is called, which colleagues see its members' tickets, and who may end a relation.

use fyr_domain::{Actor, permission::Sharing, text::GroupName};
use fyr_store::{organisations, organisations::Organisation};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Error, Services,
    audit::{self, Did},
};

/// What can be chosen about an organisation.
#[derive(Clone, Debug)]
pub struct Changes {
    /// As people say it.
    pub name: GroupName,
    /// Which colleagues see a member's tickets.
    pub sharing: Sharing,
    /// Whether a participant may end what a counsellor may do for them.
    pub participants_end: bool,
}

/// Changes an organisation.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not look after it.
pub async fn change(ctx: &Services, actor: &Actor, id: Uuid, changes: &Changes) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    let before = super::administered_one(&mut tx, actor, id).await?;
    let after = Organisation {
        name: changes.name.to_string(),
        sharing: changes.sharing,
        participants_end: changes.participants_end,
        ..before.clone()
    };
    if after == before {
        return Ok(());
    }
    organisations::update(&mut tx, &after).await?;
    let did = Did {
        action: "organisation.changed",
        target: Some(("organisation", id)),
        organisation: Some(id),
        details: json!({
            "renamed": before.name != after.name,
            "sharing": { "from": before.sharing, "to": after.sharing },
            "participants_end": { "from": before.participants_end, "to": after.participants_end },
        }),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    Ok(tx.commit().await?)
}
