//! CSV import of people and their roles, in two steps: a plan that lists what each line would do, then its execution. Roles are
//! added, never revoked. For an address that is not a member, an organisation's admins can only send an invitation; the plan
//! does not reveal whether the address has an account.

mod cells;

use cells::{parse_language, parse_level, parse_role};
use fyr_domain::{
    Actor, Lang, Level, Membership, Role,
    permission::{Permission, may},
    text::{EmailAddress, PersonName},
};
use fyr_store::{
    Db,
    accounts::{self, NewAccount},
    invitations, organisations, people,
};
use serde_json::json;
use uuid::Uuid;

use super::{Organisation, RoleGrant, grant_role, invite, require_people_admin};
use crate::{
    Backend, Error, Transaction,
    audit::{self, AuditEvent},
    csv_table::{self, Column, CsvError, CsvRow, word_key},
    events::Event,
};

/// The columns of the CSV file.
pub(super) const COLUMNS: [Column; 7] = [
    Column::required(
        "email",
        &["emailaddress", "mail", "mailadress", "epost", "epostadress", "epostadresse", "mejl", "mejladress"],
    ),
    Column::optional("name", &["namn", "navn", "fullname", "fulltnavn", "displayname"]),
    Column::optional("organisation", &["organization", "organisasjon", "org"]),
    Column::optional("team", &["group", "grupp", "gruppe"]),
    Column::required("role", &["roll", "rolle"]),
    Column::optional("level", &["nivå", "niva"]),
    Column::optional("language", &["språk", "sprak", "lang", "locale", "preferredlanguage"]),
];
/// Maximum number of lines.
const MAX_LINES: usize = 2_000;

/// What an import would do, line by line; `A` is the action of a line.
#[derive(Clone, Debug)]
pub struct ImportPlan<A = RoleImport> {
    /// The lines of the file in order.
    pub lines: Vec<ImportLine<A>>,
}

/// A line of the imported file.
#[derive(Clone, Debug)]
pub struct ImportLine<A = RoleImport> {
    /// Line number in the file, from 1.
    pub number: usize,
    /// The e-mail address or addresses that the line is about, as written.
    pub subject: String,
    /// What else people check before they import it, as written: name and role, or purpose and scope.
    pub details: [String; 2],
    /// What the line would do.
    pub outcome: ImportOutcome<A>,
}

/// What a line would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportOutcome<A = RoleImport> {
    /// The action would be executed.
    Apply(A),
    /// Nothing to do: it is so already.
    Unchanged,
    /// The line is invalid and would be skipped.
    Invalid(ImportProblem),
}

/// Why a line is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportProblem {
    /// The e-mail address is missing or invalid.
    Address,
    /// The name of a new person is missing or invalid.
    Name,
    /// The organisation does not exist, or the actor does not administer it.
    Organisation,
    /// The organisation has no such team.
    Team,
    /// The role does not exist, or the actor may not grant it.
    Role,
    /// The level is not a number from 1 to 3.
    Level,
    /// The language is none of the portal's.
    Language,
    /// The person can only be invited, which takes an email.
    NeedsEmail,
    /// An earlier line does the same.
    Duplicate,
    /// The participant is not a member of the organisation.
    NotMember,
    /// The counsellor is not a counsellor of the organisation.
    NotCounsellor,
    /// The scope is neither see nor act, or the purpose is too long.
    Scope,
    /// A date is invalid, or the end is before the start.
    Time,
    /// The person is a portal admin, and an import does not revoke that.
    PortalAdmin,
    /// The two have a relation that the actor may not end.
    CannotEndRelation,
    /// The actor would give it to themselves.
    OwnAppointment,
}

impl ImportProblem {
    /// The suffix of its message key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Name => "name",
            Self::Organisation => "organisation",
            Self::Team => "team",
            Self::Role => "role",
            Self::Level => "level",
            Self::Language => "language",
            Self::NeedsEmail => "needs-email",
            Self::Duplicate => "twice",
            Self::NotMember => "not-member",
            Self::NotCounsellor => "not-counsellor",
            Self::Scope => "scope",
            Self::Time => "time",
            Self::PortalAdmin => "admin",
            Self::CannotEndRelation => "others",
            Self::OwnAppointment => "self",
        }
    }
}

/// The action of a line: a role for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleImport {
    email: EmailAddress,
    organisation: Option<Uuid>,
    team: Option<Uuid>,
    role: Role,
    level: Level,
    lang: Lang,
    method: RoleImportMethod,
}

/// What holds for all lines of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportOptions {
    /// The language of new accounts and invitations whose line names none.
    pub lang: Lang,
    /// Whether new people are written to.
    pub emails: ImportEmails,
}

/// Whether new people are written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportEmails {
    /// They get a link for choosing a password, or an invitation.
    Now,
    /// Accounts are created, and nobody is written to or invited.
    None,
}

/// How the person gets the role.
#[derive(Clone, Debug, PartialEq, Eq)]
enum RoleImportMethod {
    /// By accepting an invitation.
    Invite,
    /// With a new account of this name.
    CreateAccount(PersonName),
    /// At once: the account exists.
    Grant(Uuid),
}

impl RoleImport {
    /// The suffix of the message key that describes the action.
    pub const fn message_key(&self, emails: ImportEmails) -> &'static str {
        match (&self.method, emails) {
            (RoleImportMethod::Invite, _) => "invite",
            (RoleImportMethod::CreateAccount(_), ImportEmails::Now) => "create",
            (RoleImportMethod::CreateAccount(_), ImportEmails::None) => "create-quietly",
            (RoleImportMethod::Grant(_), _) => "give",
        }
    }

    /// The role that would be granted.
    pub const fn role(&self) -> Role {
        self.role
    }
}

/// What an import of this file would do. Changes nothing.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who administers nobody.
pub async fn plan_import(
    backend: &Backend,
    actor: &Actor,
    text: &str,
    options: ImportOptions,
) -> Result<Result<ImportPlan, CsvError>, Error> {
    require_people_admin(actor)?;
    let mut db = backend.store.read().await?;
    plan_in_transaction(backend, &mut db, actor, text, options).await
}

async fn plan_in_transaction(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    text: &str,
    options: ImportOptions,
) -> Result<Result<ImportPlan, CsvError>, Error> {
    let rows = match csv_table::read_rows(text, &COLUMNS, MAX_LINES) {
        Ok(rows) => rows,
        Err(error) => return Ok(Err(error)),
    };
    let organisations = organisations::list_administered(db, actor).await?;
    let pending = invitations::list_administered(db, actor, backend.clock.now()).await?;
    let mut lines: Vec<ImportLine> = Vec::new();
    for CsvRow { line: number, cells } in rows {
        let mut outcome = plan_line(db, actor, &organisations, &cells, options).await?;
        if let ImportOutcome::Apply(action) = &outcome {
            let key = |action: &RoleImport| (action.email.clone(), action.organisation, action.role);
            let same = |line: &ImportLine| matches!(&line.outcome, ImportOutcome::Apply(other) if key(other) == key(action));
            let invited = pending.iter().any(|invitation| {
                (invitation.email.as_str(), invitation.organisation_id, invitation.role)
                    == (&*action.email, action.organisation, action.role)
            });
            if lines.iter().any(same) {
                outcome = ImportOutcome::Invalid(ImportProblem::Duplicate);
            } else if invited && action.method == RoleImportMethod::Invite {
                outcome = ImportOutcome::Unchanged;
            } else if options.emails == ImportEmails::None && action.method == RoleImportMethod::Invite {
                outcome = ImportOutcome::Invalid(ImportProblem::NeedsEmail);
            }
        }
        let details = [cells[1].clone(), cells[4].clone()];
        lines.push(ImportLine { number, subject: cells[0].clone(), details, outcome });
    }
    Ok(Ok(ImportPlan { lines }))
}

async fn plan_line(
    db: &mut Db,
    actor: &Actor,
    organisations: &[Organisation],
    cells: &[String],
    options: ImportOptions,
) -> Result<ImportOutcome, Error> {
    let invalid = |problem| Ok(ImportOutcome::Invalid(problem));
    let [email, name, organisation, team, role, level, lang] = cells else {
        return invalid(ImportProblem::Address);
    };
    let Ok(email) = EmailAddress::parse(email) else { return invalid(ImportProblem::Address) };
    let organisation = if organisation.is_empty() {
        None
    } else {
        let found = find_organisation(organisations, organisation);
        let Some(found) = found else { return invalid(ImportProblem::Organisation) };
        Some(found.id)
    };
    let role = match parse_role(role) {
        Some(role) if may(actor, Permission::Grant(role, organisation)) => role,
        _ => return invalid(ImportProblem::Role),
    };
    let Some(level) = parse_level(level) else { return invalid(ImportProblem::Level) };
    let Some(lang) = parse_language(lang, options.lang) else { return invalid(ImportProblem::Language) };
    let team = match (organisation, team.as_str()) {
        (_, "") => None,
        (None, _) => return invalid(ImportProblem::Team),
        (Some(organisation), team) => {
            let teams = organisations::list_teams(db, organisation).await?;
            let exact = teams.iter().find(|known| known.name == *team);
            let Some(found) = exact.or_else(|| find_similar(&teams, team, |known| [&known.name])) else {
                return invalid(ImportProblem::Team);
            };
            Some(found.id)
        }
    };
    let known = people::find_by_email(db, &email).await?;
    let memberships = match &known {
        Some(account) => organisations::list_memberships(db, account.id).await?,
        None => Vec::new(),
    };
    let is_member = memberships.iter().any(|membership| Some(membership.organisation) == organisation);
    if invite::appoints_self(actor, &email)
        || known.as_ref().is_some_and(|account| !may(actor, Permission::Appoint(account.id)))
    {
        return invalid(ImportProblem::OwnAppointment);
    }
    let method = match known {
        // whoever registered the address may not be who is meant: only the mailbox's owner can accept
        Some(account) if account.email_confirmed_at.is_none() => RoleImportMethod::Invite,
        Some(account) if is_member || actor.can_run_portal() => {
            let same = match organisation {
                None => (account.role, Level::clamped(account.level)) == (role, level),
                Some(organisation) => memberships.contains(&Membership { organisation, team, role, level }),
            };
            if same {
                return Ok(ImportOutcome::Unchanged);
            }
            if organisation.is_none() && account.role == Role::Admin {
                return invalid(ImportProblem::PortalAdmin);
            }
            RoleImportMethod::Grant(account.id)
        }
        None if actor.can_run_portal() => match PersonName::parse(name) {
            Ok(name) => RoleImportMethod::CreateAccount(name),
            Err(_) => return invalid(ImportProblem::Name),
        },
        _ => RoleImportMethod::Invite,
    };
    Ok(ImportOutcome::Apply(RoleImport { email, organisation, team, role, level, lang, method }))
}

/// The organisation of this slug or name; where there is none, the only one that is written so but for capitals, spaces and signs.
pub(crate) fn find_organisation<'a>(known: &'a [Organisation], written: &str) -> Option<&'a Organisation> {
    let exact = known.iter().find(|known| known.slug == written || known.name == written);
    exact.or_else(|| find_similar(known, written, |known| [&known.slug, &known.name]))
}

/// The only one that has a name with the letters and digits of what is written.
fn find_similar<'a, T, const N: usize>(
    known: &'a [T],
    written: &str,
    names: impl Fn(&T) -> [&String; N],
) -> Option<&'a T> {
    let key = word_key(written);
    let mut similar = known.iter().filter(|known| names(known).into_iter().any(|name| word_key(name) == key));
    similar.next().filter(|_| !key.is_empty() && similar.next().is_none())
}

/// Executes the valid lines of a file in one transaction and returns their number. People with a new account get a mail to set
/// their password, unless nobody is to be written to: then each can ask for one with "forgotten password", or is invited later.
///
/// # Errors
/// As [`plan_import`].
pub async fn apply_import(
    backend: &Backend,
    actor: &Actor,
    text: &str,
    options: ImportOptions,
) -> Result<usize, Error> {
    require_people_admin(actor)?;
    let mut tx = backend.begin().await?;
    let Ok(plan) = plan_in_transaction(backend, &mut tx, actor, text, options).await? else { return Ok(0) };
    let mut applied = 0;
    for line in plan.lines {
        if let ImportOutcome::Apply(action) = line.outcome {
            applied += usize::from(apply_line(backend, &mut tx, actor, action, options.emails).await?);
        }
    }
    let event = AuditEvent {
        action: "people.imported",
        target: None,
        organisation: None,
        details: json!({ "lines": applied, "emails": options.emails == ImportEmails::Now }),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await?;
    Ok(applied)
}

/// Executes a line; `false` where the address has reached the limit of invitations.
async fn apply_line(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    action: RoleImport,
    emails: ImportEmails,
) -> Result<bool, Error> {
    let RoleImport { email, organisation, team, role, level, lang, method } = action;
    let invitation = invite::NewInvitation { email, organisation, role, level, team, lang };
    let person = match method {
        RoleImportMethod::Invite => {
            let id = backend.clock.id();
            if invite::invitation_limit_reached(backend, tx, id, &invitation.email).await? {
                return Ok(false);
            }
            return invite::send_invitation(backend, tx, actor, id, &invitation).await.map(|()| true);
        }
        RoleImportMethod::Grant(person) => person,
        RoleImportMethod::CreateAccount(name) => {
            let now = backend.clock.now();
            // an earlier line may have created the account
            if let Some(known) = people::find_by_email(tx, &invitation.email).await? {
                known.id
            } else {
                let new = NewAccount {
                    id: backend.clock.id(),
                    email: invitation.email.to_string(),
                    name: name.to_string(),
                    role: Role::Participant,
                    lang,
                    password_hash: None,
                    email_confirmed_at: Some(now),
                };
                accounts::insert(tx, &new, now).await?;
                let event = AuditEvent {
                    action: "account.added",
                    target: Some(("user", new.id)),
                    organisation,
                    details: json!({ "by": "import" }),
                };
                audit::record(backend, tx, actor, event).await?;
                if emails == ImportEmails::Now {
                    tx.emit(Event::AccountInvited { user: new.id, by: actor.user_id(), organisation });
                }
                new.id
            }
        }
    };
    let grant = RoleGrant { person, organisation, role, level, team };
    match organisation {
        Some(organisation) => {
            grant_role::grant_in_organisation(backend, tx, actor, grant, organisation).await?;
        }
        None => grant_role::set_portal_role_of(backend, tx, actor, grant).await?,
    }
    Ok(true)
}
