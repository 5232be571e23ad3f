//! What people are told of once a week.

use fyr_domain::escalation::{EscalationTrigger, Recipient};
use fyr_store::{
    digests::{self, DigestEntry},
    retention,
};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{self, at};

on_both_engines! {
    entries_are_taken_once_in_order,
}

async fn entries_are_taken_once_in_order(harness: &Harness) {
    let (ticket, gone) = (fixtures::ticket(harness, None).await, fixtures::ticket(harness, None).await);
    let entry = |ticket, recipient: &str| DigestEntry {
        id: harness.id(),
        ticket_id: ticket,
        cause: EscalationTrigger::Filed,
        recipient: recipient.parse::<Recipient>().unwrap(),
        created_at: at(1),
    };
    let entries = [
        entry(ticket.id, "managers"),
        entry(gone.id, "assignee"),
        entry(ticket.id, "ideas@example.org"),
        entry(ticket.id, "webhook:chat"),
    ];
    let mut tx = harness.begin().await;
    for entry in &entries {
        digests::insert(&mut tx, entry).await.unwrap();
    }
    retention::delete_ticket(&mut tx, gone.id, at(2)).await.unwrap();
    let [first, _, third, fourth] = entries;
    assert_eq!(digests::take_all(&mut tx).await.unwrap(), [first, third, fourth]);
    assert_eq!(digests::take_all(&mut tx).await.unwrap(), []);
}
