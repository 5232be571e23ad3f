//! That support has opened somebody's ticket: one line for each person, ticket and hour.

use fyr_domain::{Actor, permission::Standing};
use fyr_store::tickets::Ticket;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::{Did, record_as};
use crate::{Error, Services};

/// Notes that a ticket was opened by someone who works it and whose it is not. Written before the answer goes out, so that
/// what was read is in the log whatever happens then; for everyone else it costs nothing.
pub(crate) async fn opened(
    ctx: &Services,
    actor: &Actor,
    (ticket, standing): (&Ticket, &Standing),
) -> Result<(), Error> {
    let (true, false, Some(user)) = (standing.support, standing.requester, actor.user_id()) else {
        return Ok(());
    };
    let id = of_this_hour(user, ticket.id, ctx.clock.now().timestamp() / 3600);
    let noted = fyr_store::audit::has(&mut ctx.store.read().await?, id).await?;
    if noted {
        return Ok(());
    }
    let mut tx = ctx.store.begin().await?;
    let did = Did {
        action: "ticket.opened",
        target: Some(("ticket", ticket.id)),
        organisation: ticket.organisation_id,
        details: serde_json::json!({}),
    };
    record_as(ctx, &mut tx, actor, (id, did)).await?;
    Ok(tx.commit().await?)
}

/// The same id for the same person, ticket and hour, so that the database keeps one line whoever writes it.
fn of_this_hour(user: Uuid, ticket: Uuid, hour: i64) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(b"ticket.opened");
    hash.update(user.as_bytes());
    hash.update(ticket.as_bytes());
    hash.update(hour.to_be_bytes());
    let hash = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}
