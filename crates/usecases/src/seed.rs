//! Generates people and tickets in bulk for benchmarks, deterministically from a seed. Never for a real portal.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Role,
    sla::{SlaHistory, TicketClocks},
    tickets::{
        AnswerNeed, Filing, Priority, Reference, Side, Status, TicketCommand, TicketScope, TicketUpdate,
        file_ticket,
    },
};
use fyr_store::{Db, people, people::Account, ticket_events, tickets, tickets::Ticket};
use uuid::{Builder, Uuid};

use crate::{
    Backend, Error, classification,
    people::DEMO_PASSWORD,
    settings,
    tickets::{EventAuthor, TicketHistory, Written, new_ticket},
};

/// The time over which the tickets are spread.
const PERIOD: TimeDelta = TimeDelta::days(365);
/// The age of the newest ticket, in which its messages were written.
const NEWEST: TimeDelta = TimeDelta::hours(3);
/// The number of tickets in one transaction.
const BATCH: usize = 500;
/// The vocabulary of generated subjects and texts.
const WORDS: [&str; 24] = [
    "inloggning",
    "rapport",
    "möte",
    "handledare",
    "bilaga",
    "intyg",
    "telefon",
    "BankID",
    "lösenord",
    "kurs",
    "plan",
    "utbetalning",
    "fel",
    "saknas",
    "igen",
    "skickat",
    "väntar",
    "svar",
    "datum",
    "ändra",
    "sida",
    "dokument",
    "video",
    "kalender",
];

/// A `SplitMix64` generator: the same numbers on every machine.
struct SeededRng(u64);

impl SeededRng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| *self.pick(&WORDS)).collect::<Vec<_>>().join(" ")
    }

    /// The text of a message.
    fn text(&mut self) -> String {
        format!("{}.\n\n{}.", self.words(30), self.words(25))
    }

    /// Ids of events at the same time, which are ordered by their id: a millisecond apart.
    fn rising_ids(&mut self, at: DateTime<Utc>) -> impl FnMut() -> Uuid {
        let mut at = at;
        move || {
            at += TimeDelta::milliseconds(1);
            self.id(at)
        }
    }

    fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.next().to_be_bytes());
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// Inserts `people` participants and `tickets` tickets of three messages each, spread over the last year.
///
/// # Errors
/// [`Error::Unavailable`]; [`Error::NotFound`] where there are no topics or agents yet (import the demonstration first);
/// [`Error::Internal`] where anyone has an address that mail could reach: that is no demonstration, and those who are made here sign
/// in with a password that everyone knows.
pub async fn run(backend: &Backend, people: usize, tickets: usize, seed: u64) -> Result<(), Error> {
    let mut rng = SeededRng(seed);
    let now = backend.clock.now();
    let classification = classification::get(backend).await?;
    let topics: Vec<&str> = classification.topics.iter().map(|topic| topic.slug.as_str()).collect();
    let sla = settings::load(backend).await.sla();
    let hash = backend.hash_password(DEMO_PASSWORD)?;
    let mut tx = backend.begin().await?;
    let reachable = people::count_outside_reserved_domains(&mut tx).await?;
    if reachable > 0 {
        let problem = format!(
            "{reachable} people have addresses outside of example.org and the like: this is no demonstration, and nothing was added"
        );
        return Err(Error::Internal(problem.into()));
    }
    let agents = people::list_agents(&mut tx, None).await?;
    if topics.is_empty() || agents.is_empty() {
        return Err(Error::NotFound);
    }
    let mut participants = Vec::new();
    for index in 0..people {
        let account = Account {
            id: rng.id(now),
            email: format!("person{index}@seed.example.org"),
            name: format!("Person {index}"),
            role: Role::Participant,
            level: 1,
            lang: "sv".to_owned(),
            password_hash: Some(hash.clone()),
            email_confirmed_at: Some(now),
        };
        let id = people::upsert(&mut tx, &account, now).await?;
        participants.push(Account { id, ..account });
    }
    tx.commit().await?;
    // the oldest first, as in a portal that has grown: rows of a table then follow each other in the file, too
    let step = PERIOD / i32::try_from(tickets.max(1)).unwrap_or(i32::MAX);
    let mut next = 0;
    while next < tickets {
        let batch = next..tickets.min(next + BATCH);
        next = batch.end;
        let mut tx = backend.begin().await?;
        for number in batch {
            let filed_at = now - NEWEST - step * i32::try_from(tickets - number).unwrap_or(i32::MAX);
            let requester = rng.pick(&participants);
            let agent = rng.pick(&agents);
            let topic = rng.pick::<&str>(&topics);
            let plan = TicketPlan { requester, agent, topic, filed_at, sla: sla.clone() };
            insert_ticket(&mut tx, &mut rng, &plan).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// What a generated ticket refers to.
struct TicketPlan<'a> {
    requester: &'a Account,
    agent: &'a Account,
    topic: &'a str,
    filed_at: DateTime<Utc>,
    sla: Arc<SlaHistory>,
}

async fn insert_ticket(db: &mut Db, rng: &mut SeededRng, plan: &TicketPlan<'_>) -> Result<(), Error> {
    let TicketPlan { requester, agent, topic, filed_at, ref sla } = *plan;
    let status = match rng.below(10) {
        0..=1 => Status::New,
        2..=3 => Status::Open,
        4 => Status::WaitingForRequester,
        5 => Status::OnHold,
        _ => Status::Closed,
    };
    let priority = *rng.pick(&[Priority::P2, Priority::P3, Priority::P3, Priority::P4]);
    let scope = TicketScope { topic: topic.to_owned(), ..TicketScope::default() };
    let deadlines = TicketClocks::start(sla, priority, &scope, filed_at).deadlines();
    let urgent = priority == Priority::P2;
    let filing = Filing { priority, urgent, requester: Some(requester.id), scope };
    let filing = file_ticket(filing, deadlines, filed_at);
    let reference = Reference::from_random(rng.next()).compact().to_owned();
    let ticket = Ticket {
        form_key: rng.id(filed_at),
        subject: rng.words(5),
        ..new_ticket(rng.id(filed_at), reference, requester, &filing)
    };
    let by_requester = EventAuthor::account(requester, Side::Requester);
    let by_agent = EventAuthor::account(agent, Side::Support);
    let body = rng.text();
    let mut history =
        TicketHistory::filed(sla.clone(), ticket, &filing, &by_requester, &body, || rng.id(filed_at));
    let second = if status == Status::New { &by_requester } else { &by_agent };
    for (minutes, author) in [(60, second), (120, &by_requester)] {
        let at = filed_at + TimeDelta::minutes(minutes);
        let body = rng.text();
        let message = TicketCommand::Message { status: None, answer: AnswerNeed::Wanted };
        history.apply(&message, author, Written { body: &body, at }, rng.rising_ids(at));
    }
    // a second later, so that its id comes after that of the message
    let at = filed_at + TimeDelta::minutes(120) + TimeDelta::seconds(1);
    let update = TicketCommand::Update(TicketUpdate { status: Some(status), ..TicketUpdate::default() });
    history.apply(&update, &by_agent, Written { body: "", at }, rng.rising_ids(at));
    if tickets::insert(db, &history.ticket).await? {
        for event in &history.events {
            ticket_events::insert(db, event, None).await?;
        }
    }
    Ok(())
}
