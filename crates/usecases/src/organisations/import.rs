//! People and their roles from a sheet: first what would happen, line by line, then on a button's word what can. Roles are
//! added, never taken away. An organisation's admins only ask people who do not belong to it to join: the same is said of
//! addresses that are known here and that are not.

use fyr_domain::{
    Actor, Lang, Level, Membership, Role,
    permission::{Question, may},
    text::{EmailAddress, PersonName},
};
use fyr_store::{
    Db, Tx,
    accounts::{self, NewAccount},
    invitations, organisations, people,
};
use serde_json::json;
use uuid::Uuid;

use super::{Gift, Organisation, give, invite, only_keepers};
use crate::{
    Error, Services,
    accounts::Letter,
    audit::{self, Did},
    mail::Mail,
    sheet::{self, Unreadable},
    tickets::promise,
};

/// The columns of the sheet.
pub(super) const COLUMNS: [&str; 6] = ["email", "name", "organisation", "team", "role", "level"];
/// Lines at most.
const MOST: usize = 2_000;

/// What a sheet would do.
#[derive(Clone, Debug)]
pub struct Plan<W = Wish> {
    /// Its lines in order.
    pub lines: Vec<Line<W>>,
}

impl<W> Plan<W> {
    /// How many lines would do something.
    pub fn deeds(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.outcome, Outcome::Do(_))).count()
    }

    /// How many lines are wrong.
    pub fn wrong(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.outcome, Outcome::Wrong(_))).count()
    }
}

/// A line of a sheet.
#[derive(Clone, Debug)]
pub struct Line<W = Wish> {
    /// Of the file, from 1.
    pub number: usize,
    /// Whom it is about.
    pub words: String,
    /// What comes of it.
    pub outcome: Outcome<W>,
}

/// What comes of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<W = Wish> {
    /// This would be done.
    Do(W),
    /// It is so already.
    Nothing,
    /// It cannot be done.
    Wrong(Trouble),
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No e-mail address.
    Address,
    /// No name for someone new.
    Name,
    /// An organisation that there is not, or that is someone else's.
    Organisation,
    /// A team that the organisation does not have.
    Team,
    /// A role that there is not, or that is not the actor's to give.
    Role,
    /// No level from 1 to 3.
    Level,
    /// The same again further up.
    Twice,
    /// Nobody who belongs to the organisation.
    NotMember,
    /// No counsellor of the organisation.
    NotCounsellor,
    /// How far it goes is neither see nor act, or the purpose is too long.
    Scope,
    /// Days that cannot be read, or an end before the beginning.
    Time,
    /// They run the portal, and that is not taken away by a sheet.
    Admin,
    /// The two have a relation that is not the actor's to end.
    Others,
}

impl Trouble {
    /// Its name in the texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Name => "name",
            Self::Organisation => "organisation",
            Self::Team => "team",
            Self::Role => "role",
            Self::Level => "level",
            Self::Twice => "twice",
            Self::NotMember => "not-member",
            Self::NotCounsellor => "not-counsellor",
            Self::Scope => "scope",
            Self::Time => "time",
            Self::Admin => "admin",
            Self::Others => "others",
        }
    }
}

/// A role that a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    email: EmailAddress,
    organisation: Option<Uuid>,
    team: Option<Uuid>,
    role: Role,
    level: Level,
    how: How,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum How {
    Invite,
    Create(PersonName),
    Give(Uuid),
}

impl Wish {
    /// What would be done, by its name in the texts.
    pub const fn deed(&self) -> &'static str {
        match self.how {
            How::Invite => "invite",
            How::Create(_) => "create",
            How::Give(_) => "give",
        }
    }

    /// As what.
    pub const fn role(&self) -> Role {
        self.role
    }
}

/// What a sheet would do.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who looks after nobody.
pub async fn plan(ctx: &Services, actor: &Actor, text: &str) -> Result<Result<Plan, Unreadable>, Error> {
    only_keepers(actor)?;
    let mut db = ctx.store.read().await?;
    plan_in(ctx, &mut db, actor, text).await
}

async fn plan_in(
    ctx: &Services,
    db: &mut Db,
    actor: &Actor,
    text: &str,
) -> Result<Result<Plan, Unreadable>, Error> {
    let rows = match sheet::read(text, &COLUMNS, MOST) {
        Ok(rows) => rows,
        Err(unreadable) => return Ok(Err(unreadable)),
    };
    let places = organisations::administered(db, actor).await?;
    let waiting = invitations::administered(db, actor, ctx.clock.now()).await?;
    let mut lines: Vec<Line> = Vec::new();
    for (number, cells) in rows {
        let mut outcome = one(db, actor, &places, &cells).await?;
        if let Outcome::Do(wish) = &outcome {
            let key = |wish: &Wish| (wish.email.clone(), wish.organisation, wish.role);
            let same = |line: &Line| matches!(&line.outcome, Outcome::Do(other) if key(other) == key(wish));
            let asked = waiting.iter().any(|one| {
                (one.email.as_str(), one.organisation_id, one.role)
                    == (&*wish.email, wish.organisation, wish.role)
            });
            if lines.iter().any(same) {
                outcome = Outcome::Wrong(Trouble::Twice);
            } else if asked && wish.how == How::Invite {
                outcome = Outcome::Nothing;
            }
        }
        lines.push(Line { number, words: cells[0].clone(), outcome });
    }
    Ok(Ok(Plan { lines }))
}

async fn one(
    db: &mut Db,
    actor: &Actor,
    places: &[Organisation],
    cells: &[String],
) -> Result<Outcome, Error> {
    let wrong = |trouble| Ok(Outcome::Wrong(trouble));
    let [email, name, organisation, team, role, level] = cells else { return wrong(Trouble::Address) };
    let Ok(email) = EmailAddress::parse(email) else { return wrong(Trouble::Address) };
    let place = if organisation.is_empty() {
        None
    } else {
        let found = places.iter().find(|place| place.slug == *organisation || place.name == *organisation);
        let Some(found) = found else { return wrong(Trouble::Organisation) };
        Some(found.id)
    };
    let role: Role = match role.to_lowercase().parse() {
        Ok(role) if may(actor, Question::Grant(role, place)) => role,
        _ => return wrong(Trouble::Role),
    };
    let level = match level.as_str() {
        "" => Level::default(),
        "1" | "2" | "3" => Level::clamped(level.parse().unwrap_or(1)),
        _ => return wrong(Trouble::Level),
    };
    let team = match (place, team.as_str()) {
        (_, "") => None,
        (None, _) => return wrong(Trouble::Team),
        (Some(place), team) => {
            let teams = organisations::teams(db, place).await?;
            let Some(found) = teams.into_iter().find(|known| known.name == *team) else {
                return wrong(Trouble::Team);
            };
            Some(found.id)
        }
    };
    let known = people::find_by_email(db, &email).await?;
    let there = match &known {
        Some(account) => organisations::memberships(db, account.id).await?,
        None => Vec::new(),
    };
    let belongs = there.iter().any(|one| Some(one.organisation) == place);
    let how = match known {
        Some(account) if belongs || actor.runs_portal() => {
            let same = match place {
                None => (account.role, Level::clamped(account.level)) == (role, level),
                Some(organisation) => there.contains(&Membership { organisation, team, role, level }),
            };
            if same {
                return Ok(Outcome::Nothing);
            }
            if place.is_none() && account.role == Role::Admin {
                return wrong(Trouble::Admin);
            }
            How::Give(account.id)
        }
        None if actor.runs_portal() => match PersonName::parse(name) {
            Ok(name) => How::Create(name),
            Err(_) => return wrong(Trouble::Name),
        },
        _ => How::Invite,
    };
    Ok(Outcome::Do(Wish { email, organisation: place, team, role, level, how }))
}

/// Does what a sheet asks for, as far as it can; gives how many lines were done. New people are mailed a way in.
///
/// # Errors
/// As [`plan`].
pub async fn apply(ctx: &Services, actor: &Actor, text: &str, lang: Lang) -> Result<usize, Error> {
    only_keepers(actor)?;
    let mut tx = ctx.store.begin().await?;
    let Ok(plan) = plan_in(ctx, &mut tx, actor, text).await? else { return Ok(0) };
    let mut done = 0;
    for line in plan.lines {
        if let Outcome::Do(wish) = line.outcome {
            done += usize::from(carry_out(ctx, &mut tx, actor, wish, lang).await?);
        }
    }
    let did = Did {
        action: "people.imported",
        target: None,
        organisation: None,
        details: json!({ "lines": done }),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    tx.commit().await?;
    ctx.work.notify_waiters();
    Ok(done)
}

/// Gives `false` where the address has been asked often enough for now.
async fn carry_out(
    ctx: &Services,
    tx: &mut Tx,
    actor: &Actor,
    wish: Wish,
    lang: Lang,
) -> Result<bool, Error> {
    let Wish { email, organisation, team, role, level, how } = wish;
    let to = invite::Wish { email, organisation, role, level, team, lang };
    let person = match how {
        How::Invite => {
            let id = ctx.clock.id();
            if invite::is_enough(ctx, tx, id, &to.email).await? {
                return Ok(false);
            }
            return invite::send(ctx, tx, actor, id, &to).await.map(|()| true);
        }
        How::Give(person) => person,
        How::Create(name) => {
            let now = ctx.clock.now();
            // a line further up may have made them
            if let Some(known) = people::find_by_email(tx, &to.email).await? {
                known.id
            } else {
                let new = NewAccount {
                    id: ctx.clock.id(),
                    email: to.email.to_string(),
                    name: name.to_string(),
                    role: Role::Participant,
                    lang,
                    password_hash: None,
                    email_confirmed_at: Some(now),
                };
                accounts::add(tx, &new, now).await?;
                let did = Did {
                    action: "account.added",
                    target: Some(("user", new.id)),
                    organisation,
                    details: json!({ "by": "import" }),
                };
                audit::record(ctx, tx, actor, did).await?;
                promise(ctx, tx, &Mail::Account(Letter::Invited { user: new.id })).await?;
                new.id
            }
        }
    };
    let gift = Gift { person, organisation, role, level, team };
    match organisation {
        Some(place) => give::in_organisation(ctx, tx, actor, gift, place).await?,
        None => give::in_portal_as(ctx, tx, actor, gift).await?,
    }
    Ok(true)
}
