//! Tickets of a counsellor's participants and of colleagues.

use fyr_domain::{Actor, Role, permission::Sharing, tickets::Status};
use fyr_store::{
    people::NewRelation,
    shared_tickets::{self, ParticipantTicketFilter},
    tickets::{Ticket, TicketStatusFilter},
};
use fyr_testing::{Harness, on_both_engines};

use crate::fixtures::{self, at};

on_both_engines! {
    a_counsellor_lists_the_tickets_of_their_participants,
    tickets_shared_by_the_organisation_are_listed_for_colleagues,
}

async fn a_counsellor_lists_the_tickets_of_their_participants(harness: &Harness) {
    let person = async |name: &str| fixtures::person(harness, Role::Participant, name).await;
    let (petra, otto, eva) = (person("Petra").await, person("Otto").await, person("Eva").await);
    let karin = fixtures::person(harness, Role::Counsellor, "Karin").await;
    fixtures::insert_relation(harness, &fixtures::relation(&karin, &petra)).await;
    fixtures::insert_relation(
        harness,
        &NewRelation { until: Some(at(8)), ..fixtures::relation(&karin, &otto) },
    )
    .await;
    let insert = async |ticket: Ticket| {
        fixtures::insert_ticket(harness, &ticket).await;
        ticket.reference
    };
    let fresh = |user| fixtures::new_ticket(harness, Some(user));
    let open = insert(Ticket { updated_at: at(3), ..fresh(&petra) }).await;
    let waiting = insert(Ticket { status: Status::WaitingForRequester, ..fresh(&petra) }).await;
    let done =
        insert(Ticket { status: Status::Closed, updated_at: at(2), subject: "Möte".into(), ..fresh(&otto) })
            .await;
    insert(Ticket { private: true, ..fresh(&petra) }).await;
    fixtures::ticket(harness, Some(&eva)).await;
    fixtures::ticket(harness, Some(&karin)).await;

    let list = async |minute: i64, filter: ParticipantTicketFilter| {
        let actor = Actor::signed_in(karin.clone()).at_time(at(minute));
        let (rows, total) =
            shared_tickets::list_for_participants(&mut harness.read().await, &actor, &filter, 10, 0)
                .await
                .unwrap();
        assert_eq!(i64::try_from(rows.len()).unwrap(), total);
        rows.into_iter().map(|row| row.reference).collect::<Vec<_>>()
    };
    let all = [waiting.as_str(), open.as_str(), done.as_str()];
    assert_eq!(list(5, ParticipantTicketFilter::default()).await, all);
    assert_eq!(list(9, ParticipantTicketFilter::default()).await, all[..2], "no longer theirs");
    for (status, expected) in [
        (TicketStatusFilter::Waiting, &all[..1]),
        (TicketStatusFilter::Open, &all[..2]),
        (TicketStatusFilter::Done, &all[2..]),
    ] {
        assert_eq!(
            list(5, ParticipantTicketFilter { status, ..ParticipantTicketFilter::default() }).await,
            expected,
            "{status:?}"
        );
    }
    assert_eq!(
        list(5, ParticipantTicketFilter { participant: Some(otto.id), ..ParticipantTicketFilter::default() })
            .await,
        all[2..]
    );
    assert!(
        list(5, ParticipantTicketFilter { participant: Some(eva.id), ..ParticipantTicketFilter::default() })
            .await
            .is_empty()
    );
    for (text, expected) in [("MÖT", &all[2..]), ("petr", &all[..2]), ("%", &all[..0])] {
        assert_eq!(
            list(
                5,
                ParticipantTicketFilter { text: Some(text.into()), ..ParticipantTicketFilter::default() }
            )
            .await,
            expected,
            "{text}"
        );
    }
    let actor = Actor::signed_in(karin.clone()).at_time(at(5));
    let page = shared_tickets::list_for_participants(
        &mut harness.read().await,
        &actor,
        &ParticipantTicketFilter::default(),
        1,
        1,
    )
    .await
    .unwrap();
    assert_eq!((page.0[0].reference.as_str(), page.1), (all[1], 3));
}

async fn tickets_shared_by_the_organisation_are_listed_for_colleagues(harness: &Harness) {
    let acme = fixtures::organisation(harness, "acme", Sharing::Organisation).await;
    let closed = fixtures::organisation(harness, "annan", Sharing::Own).await;
    let person = async |name: &str| fixtures::person(harness, Role::Participant, name).await;
    let kim = fixtures::add_membership(harness, &person("Kim").await, &acme, Role::Participant).await;
    let kim = fixtures::add_membership(harness, &kim, &closed, Role::Participant).await;
    let petra = fixtures::add_membership(harness, &person("Petra").await, &acme, Role::Participant).await;
    let of = |user, organisation| Ticket {
        organisation_id: organisation,
        ..fixtures::new_ticket(harness, Some(user))
    };
    let shared = of(&petra, Some(acme.id));
    fixtures::insert_ticket(harness, &shared).await;
    fixtures::insert_ticket(harness, &Ticket { private: true, ..of(&petra, Some(acme.id)) }).await;
    fixtures::insert_ticket(harness, &of(&petra, None)).await;
    fixtures::insert_ticket(harness, &of(&petra, Some(closed.id))).await;
    fixtures::insert_ticket(harness, &of(&kim, Some(acme.id))).await;
    let stranger = person("Eva").await;
    for (user, expected) in [(&kim, vec![&shared.reference]), (&stranger, vec![])] {
        let actor = Actor::signed_in(user.clone()).at_time(at(1));
        let mut db = harness.read().await;
        let (rows, total) =
            shared_tickets::list_for_colleagues(&mut db, &actor, TicketStatusFilter::All, 10, 0)
                .await
                .unwrap();
        assert_eq!(rows.iter().map(|row| &row.reference).collect::<Vec<_>>(), expected);
        assert_eq!(total, i64::try_from(expected.len()).unwrap());
        let (done, _) = shared_tickets::list_for_colleagues(&mut db, &actor, TicketStatusFilter::Done, 10, 0)
            .await
            .unwrap();
        assert!(done.is_empty());
    }
    let nobody = shared_tickets::list_for_colleagues(
        &mut harness.read().await,
        &Actor::ANONYMOUS,
        TicketStatusFilter::All,
        10,
        0,
    )
    .await
    .unwrap();
    assert_eq!(nobody.1, 0);
}
