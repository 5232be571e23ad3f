//! Creating an organisation.

use fyr_content::slug::slugify;
use fyr_domain::{
    Actor,
    permission::{Permission, may},
    text::GroupName,
};
use fyr_store::{Db, organisations, organisations::Organisation};
use serde_json::json;
use uuid::Uuid;

use super::OrganisationDraft;
use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
};

/// Creates an organisation and returns its id. The same form sent twice returns the same organisation.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone but the portal's admins; [`Error::Invalid`] where the name is in use.
pub async fn create(
    backend: &Backend,
    actor: &Actor,
    form_key: Uuid,
    draft: &OrganisationDraft,
) -> Result<Uuid, Error> {
    super::require_people_admin(actor)?;
    if !may(actor, Permission::CreateOrganisation) {
        return Err(Error::NotFound);
    }
    let mut tx = backend.begin().await?;
    if organisations::find_by_id(&mut tx, form_key).await?.is_some() {
        return Ok(form_key);
    }
    super::require_unused_name(&mut tx, &draft.name, None).await?;
    let organisation = Organisation {
        id: form_key,
        slug: unused_slug(&mut tx, &draft.name).await?,
        name: draft.name.to_string(),
        sharing: draft.sharing,
        participants_end: draft.participants_end,
        created_at: backend.clock.now(),
    };
    organisations::upsert(&mut tx, &organisation).await?;
    let event = AuditEvent {
        action: "organisation.created",
        target: Some(("organisation", form_key)),
        organisation: Some(form_key),
        details: json!({ "slug": organisation.slug, "sharing": draft.sharing }),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await?;
    Ok(form_key)
}

/// The name as a slug, with a number appended where that slug is in use.
async fn unused_slug(db: &mut Db, name: &GroupName) -> Result<String, Error> {
    let slug = Some(slugify(name)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "organisation".into());
    let mut candidate = slug.clone();
    let mut number = 2;
    while organisations::find_by_slug(db, &candidate).await?.is_some() {
        candidate = format!("{slug}-{number}");
        number += 1;
    }
    Ok(candidate)
}
