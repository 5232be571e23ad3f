//! Made-up people and tickets in bulk, always the same for the same seed: for measuring, never for a real portal.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Role,
    promise::first_response_due,
    tickets::{EntryKind, Priority, Reference, Side, Status},
};
use fyr_store::{Db, entries, entries::Entry, people, people::Account, tickets, tickets::Ticket};
use uuid::{Builder, Uuid};

use crate::{Error, Services, catalogue, people::DEMO_PASSWORD};

/// Tickets written in one transaction.
const BATCH: usize = 500;
/// Words that subjects and texts are made of.
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

/// `SplitMix64`: small, fast, and the same on every machine.
struct Numbers(u64);

impl Numbers {
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

    fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.next().to_be_bytes());
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// Adds `people` participants and `count` tickets of three messages each, spread over the last year.
///
/// # Errors
/// [`Error::Unavailable`]; [`Error::NotFound`] where there are no topics or agents yet (import the demonstration first).
pub async fn run(ctx: &Services, people: usize, count: usize, seed: u64) -> Result<(), Error> {
    let mut numbers = Numbers(seed);
    let now = ctx.clock.now();
    let catalogue = catalogue::get(ctx).await?;
    let topics: Vec<&str> = catalogue.topics.iter().map(|topic| topic.slug.as_str()).collect();
    let hash = ctx.hash_password(DEMO_PASSWORD)?;
    let mut tx = ctx.store.begin().await?;
    let agents = people::agents(&mut tx, None).await?;
    if topics.is_empty() || agents.is_empty() {
        return Err(Error::NotFound);
    }
    let mut participants = Vec::new();
    for index in 0..people {
        let account = Account {
            id: numbers.id(now),
            email: format!("person{index}@seed.example.org"),
            name: format!("Person {index}"),
            role: Role::Participant,
            level: 1,
            lang: "sv".to_owned(),
            password_hash: Some(hash.clone()),
        };
        let id = people::put(&mut tx, &account, now).await?;
        participants.push(Account { id, ..account });
    }
    tx.commit().await?;
    let mut left = count;
    while left > 0 {
        let batch = left.min(BATCH);
        let mut tx = ctx.store.begin().await?;
        for _ in 0..batch {
            let requester = numbers.pick(&participants).clone();
            let agent = numbers.pick(&agents).clone();
            let topic = *numbers.pick(&topics);
            one(ctx, &mut tx, &mut numbers, now, (&requester, &agent, topic)).await?;
        }
        tx.commit().await?;
        left -= batch;
    }
    Ok(())
}

async fn one(
    ctx: &Services,
    db: &mut Db,
    numbers: &mut Numbers,
    now: DateTime<Utc>,
    (requester, agent, topic): (&Account, &Account, &str),
) -> Result<(), Error> {
    let minutes = i64::try_from(numbers.below(365 * 24 * 60)).unwrap_or(0);
    let filed = now - TimeDelta::minutes(minutes + 180);
    let status = match numbers.below(10) {
        0..=1 => Status::New,
        2..=3 => Status::Open,
        4 => Status::WaitingForRequester,
        5 => Status::OnHold,
        _ => Status::Closed,
    };
    let priority = *numbers.pick(&[Priority::P2, Priority::P3, Priority::P3, Priority::P4]);
    let last = filed + TimeDelta::minutes(120);
    let waits = matches!(status, Status::New | Status::Open);
    let within = ctx.settings.service_level.within(priority);
    let ticket = Ticket {
        id: numbers.id(filed),
        reference: Reference::from_random(numbers.next()).compact().to_owned(),
        form_key: numbers.id(filed),
        form_owner: String::new(),
        organisation_id: None,
        private: false,
        requester_id: Some(requester.id),
        requester_name: requester.name.clone(),
        requester_email: requester.email.clone(),
        filed_by_id: None,
        filed_by_name: None,
        topic: topic.to_owned(),
        subject: numbers.words(5),
        lang: "sv".to_owned(),
        priority,
        status,
        urgent: priority == Priority::P2,
        assignee_id: (status != Status::New).then_some(agent.id),
        created_at: filed,
        updated_at: last,
        respond_by: first_response_due(&ctx.settings.calendar, filed, within),
        responded_at: (status != Status::New).then_some(filed + TimeDelta::minutes(60)),
        waiting_since: waits.then_some(last),
    };
    if !tickets::put(db, &ticket).await? {
        return Ok(());
    }
    let sides = [
        Side::Requester,
        if status == Status::New { Side::Requester } else { Side::Support },
        Side::Requester,
    ];
    for (index, side) in (0_i64..).zip(sides) {
        let at = filed + TimeDelta::minutes(60 * index);
        let author = if side == Side::Support { agent } else { requester };
        let entry = Entry {
            id: numbers.id(at),
            ticket_id: ticket.id,
            kind: EntryKind::Message,
            side,
            author_id: Some(author.id),
            author_name: author.name.clone(),
            body: format!("{}.\n\n{}.", numbers.words(30), numbers.words(25)),
            status_from: None,
            status_to: None,
            created_at: at,
        };
        entries::put(db, &entry, None).await?;
    }
    Ok(())
}
