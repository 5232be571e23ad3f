//! The fixture of the permission tests: a ticket of each kind, and a visitor for each way to relate to one: members of organisations
//! with different sharing, people of all roles, guests and outsiders.

use chrono::TimeDelta;
use fyr_domain::{
    Actor, Level, Membership, Role, User,
    permission::{Scope, Sharing, TicketAccess},
    tickets::RawTicket,
};
use fyr_store::{
    organisations::{self, Organisation},
    people::{self, NewRelation},
};
use fyr_usecases::{LinkPurpose, LinkedTicket, tickets};
use uuid::Uuid;

use crate::support::{Browser, PNG, Site, file, text};

/// The access of each visitor to each ticket. The columns are tickets: of Petra, who is in an organisation that shares within teams; of
/// Petra, private; of Otto, who is in no organisation; of a guest; of Greta, whose organisation shares everything; of Doris, whose
/// organisation has chosen Dag as the only viewer. `guest` is the browser that opened the guest's link.
const RELATIONS: &str = "
                 petras      petras-private  ottos       guests      gretas      doris
    anonymous    -           -               -           -           -           -
    guest        -           -               -           guest       -           -
    petra        requester   requester       -           -           -           -
    otto         -           -               requester   -           -           -
    karin        acts        acts            -           -           -           -
    sara         sees        sees            -           -           -           -
    vera         acts        acts            -           -           -           -
    ture         -           -               -           -           -           -
    frida        -           -               -           -           -           -
    boel         -           -               -           -           -           -
    olle         -           -               -           -           -           -
    kim          colleague   colleague       -           -           -           -
    mia          -           -               -           -           -           -
    gunnar       -           -               -           -           colleague   -
    dag          -           -               -           -           -           colleague
    dina         -           -               -           -           -           -
    olga         -           -               -           -           -           -
    ada          support     support         -           -           -           -
    bea          -           -               -           -           -           -
    agnes        support     support         support     support     support     support
    stina        -           -               -           -           -           -
    adam         support     support         support     support     support     support
";

/// A ticket whose texts and files contain words that occur nowhere else.
pub struct MarkedTicket {
    /// Its column in [`RELATIONS`].
    pub name: &'static str,
    /// Public reference, as in URLs.
    pub reference: String,
    /// Id of a file of a public message.
    pub file: String,
    /// Id of a file of a note.
    pub note_file: String,
}

impl MarkedTicket {
    /// The word in its subject, its messages, the name of their file and the requester's address.
    pub fn word(&self) -> String {
        format!("kvastfening{}", self.name.replace('-', ""))
    }

    /// The word in its note and in the name of the note's file.
    pub fn secret(&self) -> String {
        format!("hemlignot{}", self.name.replace('-', ""))
    }
}

/// A browser, signed in or not, and what it may reach.
pub struct Visitor {
    /// Its row in [`RELATIONS`].
    pub name: &'static str,
    /// Signed in where the visitor has an account.
    pub browser: Browser,
    /// The access to each ticket, in the order of [`PermissionFixture::tickets`].
    pub relations: Vec<TicketAccess>,
}

/// All tickets and visitors.
pub struct PermissionFixture {
    /// One for each column of [`RELATIONS`].
    pub tickets: Vec<MarkedTicket>,
    /// One for each row of [`RELATIONS`].
    pub visitors: Vec<Visitor>,
    /// The organisation of Petra, Kim, Mia, Olga and Ada.
    pub acme: OrganisationIds,
    /// The organisation of Bea and Boel.
    pub beta: OrganisationIds,
    /// The account of a counsellor in `beta`.
    pub boel: Uuid,
    /// A published article.
    pub article: Uuid,
}

/// An organisation and its only team.
pub struct OrganisationIds {
    pub organisation: Uuid,
    pub team: Uuid,
}

fn ticket_access(word: &str, ticket: &str) -> TicketAccess {
    let none = TicketAccess { private: ticket.ends_with("-private"), ..TicketAccess::default() };
    match word {
        "-" => none,
        "requester" => TicketAccess { requester: true, ..none },
        "guest" => TicketAccess { guest: true, ..none },
        "support" => TicketAccess { support: true, ..none },
        "acts" => TicketAccess { counsellor: Some(Scope::Act), ..none },
        "sees" => TicketAccess { counsellor: Some(Scope::See), ..none },
        "colleague" => TicketAccess { colleague: true, ..none },
        other => panic!("{other}"),
    }
}

async fn organisation(site: &Site, slug: &str, sharing: Sharing) -> Uuid {
    let clock = &site.backend.clock;
    let organisation = Organisation {
        id: clock.id(),
        slug: slug.to_owned(),
        name: slug.to_owned(),
        sharing,
        participants_end: true,
        created_at: clock.now(),
    };
    let mut tx = site.backend.store.begin().await.unwrap();
    organisations::upsert(&mut tx, &organisation).await.unwrap();
    tx.commit().await.unwrap();
    organisation.id
}

async fn person(site: &Site, name: &str, role: Role) -> User {
    let (id, now) = (site.backend.clock.id(), site.backend.clock.now());
    let mut tx = site.backend.store.begin().await.unwrap();
    let like = people::find_by_id(&mut tx, site.people.otto.id).await.unwrap().unwrap();
    let email = format!("{}@fyr.test", name.to_lowercase());
    let account = people::Account { id, email, name: name.to_owned(), role, ..like };
    people::upsert(&mut tx, &account, now).await.unwrap();
    tx.commit().await.unwrap();
    account.into()
}

async fn join(site: &Site, user: &User, membership: Membership) {
    let mut tx = site.backend.store.begin().await.unwrap();
    organisations::upsert_membership(&mut tx, user.id, &membership, site.backend.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn ticket(site: &Site, requester: Option<&User>, name: &'static str) -> MarkedTicket {
    let marked =
        MarkedTicket { name, reference: String::new(), file: String::new(), note_file: String::new() };
    let word = marked.word();
    let (actor, browser) = match requester {
        Some(user) => {
            let user = fyr_usecases::people::find_by_id(&site.backend, user.id).await.unwrap().unwrap();
            (Actor::signed_in(user.clone()), site.signed_in(&user).await)
        }
        None => (Actor::ANONYMOUS, site.browser()),
    };
    let raw = RawTicket {
        topic: "sign-in".into(),
        subject: format!("Fråga {word}"),
        description: format!("Så här: {word}"),
        name: if requester.is_none() { "Gun Gäst".into() } else { String::new() },
        email: if requester.is_none() { format!("{word}@gast.example") } else { String::new() },
        ..RawTicket::default()
    };
    let draft = tickets::parse_draft(&site.backend, &actor, &raw).await.unwrap();
    let form = tickets::FormRef { key: site.backend.clock.id(), owner: "browser:cast" };
    let filed =
        tickets::file(&site.backend, &actor, form, &draft, fyr_domain::Lang::Sv).await.unwrap().ticket;
    let reference = tickets::format_reference(&filed.reference);
    if requester.is_none() {
        let token = site.backend.link_token(LinkPurpose::Ticket, (&filed).into()).unwrap();
        browser.get(&format!("/tickets/{reference}?token={token}")).await.assert_status(303);
    }
    let parts = [text("body", format!("Mer om {word}")), file(&format!("{word}.png"), "image/png", PNG)];
    browser.post_parts(&format!("/tickets/{reference}/messages"), &parts).await.assert_status(303);
    let secret = marked.secret();
    let parts =
        [text("action", "note"), text("body", &secret), file(&format!("{secret}.txt"), "text/plain", "rad")];
    let agnes = site.signed_in(&site.people.agnes).await;
    agnes.post_parts(&format!("/desk/tickets/{reference}"), &parts).await.assert_status(303);
    let files = site.thread(&site.people.agnes, &reference).await.files;
    let file_of = |word: &str| files.iter().find(|file| file.name.contains(word)).unwrap().id.to_string();
    if name.ends_with("-private") {
        let mut tx = site.backend.store.begin().await.unwrap();
        fyr_store::tickets::set_private(&mut tx, filed.id, true).await.unwrap();
        tx.commit().await.unwrap();
    }
    MarkedTicket { file: file_of(&word), note_file: file_of(&secret), reference, ..marked }
}

impl PermissionFixture {
    /// Inserts organisations, people, relations and tickets, and signs everyone in.
    pub async fn create(site: &Site) -> Self {
        let acme = organisation(site, "acme", Sharing::Team).await;
        let beta = organisation(site, "beta", Sharing::Team).await;
        let gamma = organisation(site, "gamma", Sharing::Organisation).await;
        let delta = organisation(site, "delta", Sharing::Chosen).await;
        let mut tx = site.backend.store.begin().await.unwrap();
        let team = organisations::ensure_team(&mut tx, site.backend.clock.id(), acme, "Norr").await.unwrap();
        let other =
            organisations::ensure_team(&mut tx, site.backend.clock.id(), beta, "Söder").await.unwrap();
        tx.commit().await.unwrap();
        let people = &site.people;
        let member =
            |organisation, team, role| Membership { organisation, team, role, level: Level::default() };
        let sara = person(site, "Sara", Role::Counsellor).await;
        let kim = person(site, "Kim", Role::Participant).await;
        let mia = person(site, "Mia", Role::Participant).await;
        let olga = person(site, "Olga", Role::Participant).await;
        let ada = person(site, "Ada", Role::Participant).await;
        let bea = person(site, "Bea", Role::Participant).await;
        let [vera, ture, frida] = [
            person(site, "Vera", Role::Counsellor).await,
            person(site, "Ture", Role::Counsellor).await,
            person(site, "Frida", Role::Counsellor).await,
        ];
        let boel = person(site, "Boel", Role::Participant).await;
        let [greta, gunnar] =
            [person(site, "Greta", Role::Participant).await, person(site, "Gunnar", Role::Participant).await];
        let [doris, dag, dina] = [
            person(site, "Doris", Role::Participant).await,
            person(site, "Dag", Role::Participant).await,
            person(site, "Dina", Role::Participant).await,
        ];
        for user in [&greta, &gunnar] {
            join(site, user, member(gamma, None, Role::Participant)).await;
        }
        for user in [&doris, &dag, &dina] {
            join(site, user, member(delta, None, Role::Participant)).await;
        }
        join(site, &boel, member(beta, Some(other), Role::Counsellor)).await;
        join(site, &people.petra, member(acme, Some(team), Role::Participant)).await;
        join(site, &kim, member(acme, Some(team), Role::Participant)).await;
        join(site, &mia, member(acme, None, Role::Manager)).await;
        join(site, &olga, member(acme, None, Role::Admin)).await;
        join(site, &ada, member(acme, None, Role::Agent)).await;
        join(site, &bea, member(beta, None, Role::Agent)).await;
        let now = site.backend.clock.now();
        let mut tx = site.backend.store.begin().await.unwrap();
        let sees = NewRelation {
            counsellor_id: sara.id,
            participant_id: people.petra.id,
            organisation_id: None,
            purpose: "Uppföljning".into(),
            scope: Scope::See,
            since: now,
            until: None,
            stands_in_for_id: None,
        };
        let acts = |counsellor: &User| NewRelation {
            counsellor_id: counsellor.id,
            scope: Scope::Act,
            ..sees.clone()
        };
        let stands_in = NewRelation {
            until: Some(now + TimeDelta::days(10)),
            stands_in_for_id: Some(people.karin.id),
            ..acts(&vera)
        };
        let later = NewRelation { since: now + TimeDelta::days(1), ..acts(&frida) };
        for relation in [&sees, &stands_in, &acts(&ture), &later] {
            people::upsert_relation(&mut tx, relation, now).await.unwrap();
        }
        people::end_relation(&mut tx, ture.id, people.petra.id, now).await.unwrap();
        organisations::insert_sharing_viewer(&mut tx, delta, dag.id).await.unwrap();
        tx.commit().await.unwrap();

        let tickets = vec![
            ticket(site, Some(&people.petra), "petras").await,
            ticket(site, Some(&people.petra), "petras-private").await,
            ticket(site, Some(&people.otto), "ottos").await,
            ticket(site, None, "guests").await,
            ticket(site, Some(&greta), "gretas").await,
            ticket(site, Some(&doris), "doris").await,
        ];
        let guest = site.browser();
        let id = site.thread(&people.agnes, &tickets[3].reference).await.ticket.id;
        let token = site.backend.link_token(LinkPurpose::Ticket, LinkedTicket { id, version: 0 }).unwrap();
        guest.get(&format!("/tickets/{}?token={token}", tickets[3].reference)).await.assert_status(303);

        let accounts: [(&str, &User); 20] = [
            ("petra", &people.petra),
            ("otto", &people.otto),
            ("karin", &people.karin),
            ("sara", &sara),
            ("vera", &vera),
            ("ture", &ture),
            ("frida", &frida),
            ("boel", &boel),
            ("olle", &people.olle),
            ("kim", &kim),
            ("mia", &mia),
            ("gunnar", &gunnar),
            ("dag", &dag),
            ("dina", &dina),
            ("olga", &olga),
            ("ada", &ada),
            ("bea", &bea),
            ("agnes", &people.agnes),
            ("stina", &people.stina),
            ("adam", &people.adam),
        ];
        let mut browsers = vec![("anonymous", site.browser()), ("guest", guest)];
        for (name, user) in accounts {
            browsers.push((name, site.signed_in(user).await));
        }
        let visitors = browsers.into_iter().map(|(name, browser)| {
            let row = RELATIONS.lines().find(|line| line.split_whitespace().next() == Some(name)).unwrap();
            let words = row.split_whitespace().skip(1);
            let relations =
                words.zip(&tickets).map(|(word, ticket)| ticket_access(word, ticket.name)).collect();
            Visitor { name, browser, relations }
        });
        let visitors = visitors.collect();
        Self {
            visitors,
            tickets,
            acme: OrganisationIds { organisation: acme, team },
            beta: OrganisationIds { organisation: beta, team: other },
            boel: boel.id,
            article: site.article("reset-password").await,
        }
    }
}
