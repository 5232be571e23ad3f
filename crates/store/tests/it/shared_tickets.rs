//! Tickets of a counsellor's participants and of colleagues.

use fyr_domain::{Actor, Role, permission::Sharing, tickets::Status};
use fyr_store::{
    cases::{self, Wanted},
    people::Relation,
    tickets::{Show, Ticket},
};

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    a_counsellor_lists_the_tickets_of_their_people,
    colleagues_are_listed_what_their_organisation_shares,
}

async fn a_counsellor_lists_the_tickets_of_their_people(bed: &Bed) {
    let person = async |name: &str| make::person(bed, Role::Participant, name).await;
    let (petra, otto, eva) = (person("Petra").await, person("Otto").await, person("Eva").await);
    let karin = make::person(bed, Role::Counsellor, "Karin").await;
    make::relate(bed, &make::relation(&karin, &petra)).await;
    make::relate(bed, &Relation { until: Some(at(8)), ..make::relation(&karin, &otto) }).await;
    let put = async |ticket: Ticket| {
        make::put(bed, &ticket).await;
        ticket.reference
    };
    let fresh = |user| make::new_ticket(bed, Some(user));
    let open = put(Ticket { updated_at: at(3), ..fresh(&petra) }).await;
    let waiting = put(Ticket { status: Status::WaitingForRequester, ..fresh(&petra) }).await;
    let done =
        put(Ticket { status: Status::Closed, updated_at: at(2), subject: "Möte".into(), ..fresh(&otto) })
            .await;
    put(Ticket { private: true, ..fresh(&petra) }).await;
    make::ticket(bed, Some(&eva)).await;
    make::ticket(bed, Some(&karin)).await;

    let ask = async |minute: i64, wanted: Wanted| {
        let actor = Actor::signed_in(karin.clone()).asking_at(at(minute));
        let (rows, total) = cases::of_people(&mut bed.read().await, &actor, &wanted, 10, 0).await.unwrap();
        assert_eq!(i64::try_from(rows.len()).unwrap(), total);
        rows.into_iter().map(|row| row.reference).collect::<Vec<_>>()
    };
    let all = [waiting.as_str(), open.as_str(), done.as_str()];
    assert_eq!(ask(5, Wanted::default()).await, all);
    assert_eq!(ask(9, Wanted::default()).await, all[..2], "no longer theirs");
    for (show, expected) in [(Show::Waiting, &all[..1]), (Show::Open, &all[..2]), (Show::Done, &all[2..])] {
        assert_eq!(ask(5, Wanted { show, ..Wanted::default() }).await, expected, "{show:?}");
    }
    assert_eq!(ask(5, Wanted { participant: Some(otto.id), ..Wanted::default() }).await, all[2..]);
    assert!(ask(5, Wanted { participant: Some(eva.id), ..Wanted::default() }).await.is_empty());
    for (text, expected) in [("MÖT", &all[2..]), ("petr", &all[..2]), ("%", &all[..0])] {
        assert_eq!(ask(5, Wanted { text: Some(text.into()), ..Wanted::default() }).await, expected, "{text}");
    }
    let actor = Actor::signed_in(karin.clone()).asking_at(at(5));
    let page = cases::of_people(&mut bed.read().await, &actor, &Wanted::default(), 1, 1).await.unwrap();
    assert_eq!((page.0[0].reference.as_str(), page.1), (all[1], 3));
}

async fn colleagues_are_listed_what_their_organisation_shares(bed: &Bed) {
    let acme = make::organisation(bed, "acme", Sharing::Organisation).await;
    let closed = make::organisation(bed, "annan", Sharing::Own).await;
    let person = async |name: &str| make::person(bed, Role::Participant, name).await;
    let kim = make::join(bed, &person("Kim").await, &acme, Role::Participant).await;
    let kim = make::join(bed, &kim, &closed, Role::Participant).await;
    let petra = make::join(bed, &person("Petra").await, &acme, Role::Participant).await;
    let of =
        |user, organisation| Ticket { organisation_id: organisation, ..make::new_ticket(bed, Some(user)) };
    let shared = of(&petra, Some(acme.id));
    make::put(bed, &shared).await;
    make::put(bed, &Ticket { private: true, ..of(&petra, Some(acme.id)) }).await;
    make::put(bed, &of(&petra, None)).await;
    make::put(bed, &of(&petra, Some(closed.id))).await;
    make::put(bed, &of(&kim, Some(acme.id))).await;
    let stranger = person("Eva").await;
    for (user, expected) in [(&kim, vec![&shared.reference]), (&stranger, vec![])] {
        let actor = Actor::signed_in(user.clone()).asking_at(at(1));
        let mut db = bed.read().await;
        let (rows, total) = cases::of_colleagues(&mut db, &actor, Show::All, 10, 0).await.unwrap();
        assert_eq!(rows.iter().map(|row| &row.reference).collect::<Vec<_>>(), expected);
        assert_eq!(total, i64::try_from(expected.len()).unwrap());
        let (done, _) = cases::of_colleagues(&mut db, &actor, Show::Done, 10, 0).await.unwrap();
        assert!(done.is_empty());
    }
    let nobody =
        cases::of_colleagues(&mut bed.read().await, &Actor::ANONYMOUS, Show::All, 10, 0).await.unwrap();
    assert_eq!(nobody.1, 0);
}
