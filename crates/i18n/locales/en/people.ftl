# People, organisations and roles; counsellors and participants; who sees whose tickets.
nav-people = People
role-approver = approver
role-manager = manager
role-one-counsellor = Counsellor
scope-see = read tickets
scope-act = read, answer and write
sharing-own = Nobody: everyone sees only their own
sharing-team = Those in the same team
sharing-organisation = Everyone in the organisation
sharing-chosen = Chosen people
problem-taken = That name is in use already. Choose another.
problem-last-admin = This is the only admin. Make someone else an admin first.
problem-enough-mail = This address has been sent five invitations in the last hour. Wait an hour before you send another.
problem-unknown-code = The code is not right, or it has been used or is too old. Check it or ask for a new one.
problem-others-relation = This counsellor already acts for this person on terms that you cannot change. Ask whoever arranged it to end it first.
problem-required-ticket = Tick at least one ticket.
problem-required-participant = Tick at least one person.
relation-scope = The counsellor may
relation-purpose = Why
relation-purpose-hint = In a few words, for example “job search”. The participant sees it.
relation-from = From
relation-until = Until and including
relation-no-end = no end date
relation-stands-in = stands in for { $name }
relation-only-see = read only
relation-only-see-text = You can read the tickets but not answer in them.
people-tabs = Parts of People
people-tab-people = People
people-tab-organisations = Organisations
people-tab-invitations = Invitations
people-tab-import = Import and export
people-count = { $count ->
    [one] 1 person
   *[other] { $count } people
}
people-search = Name or e-mail
people-filter = Search people
people-organisation = Organisation
people-any-organisation = All organisations
people-role = Role
people-any-role = All roles
people-roles = Roles
people-nobody = Nobody matches your search.
people-export = Download people (CSV)
people-role-in = { $role } in { $organisation }
people-role-portal = { $role } in the whole portal
people-agent = { $role }, level { $level }
people-in-team = Team: { $team }
people-since = Since
people-level = Level (support only)
people-level-of = Level { $level }
people-place = Organisation or team
people-whole-portal = The whole portal
people-no-roles = No roles in any organisation.
people-take = Remove
people-give = Give a role
people-give-button = Give the role
people-portal = Role in the whole portal
people-portal-text = Everyone has one role in the whole portal. Participant is the usual one. Support and admins see everyone’s tickets.
people-portal-button = Change the role
people-ties = Counsellors and participants
people-no-ties = The person has no counsellor and is nobody’s counsellor.
people-tie-see = { $who } may read tickets from { $whom }
people-tie-act = { $who } may read and answer tickets from { $whom }
people-relate = Give { $name } a counsellor
people-relate-button = Connect them
people-hand-over-of = Hand over { $name }’s participants
people-sign-out-title = Signed in
people-sign-out-text = Signs out every browser where the person is signed in, for instance when a telephone was lost. They can sign in again at once.
people-sign-out = Sign { $name } out everywhere
people-done-signed-out = The person has been signed out everywhere.
people-done-given = The role has been given.
people-done-taken = The role has been removed. What came with it no longer counts.
people-done-portal = The role in the whole portal has been changed.
people-done-related = They are connected. Both get a mail.
people-done-ended = The connection has ended. The other person gets a mail.
people-done-created = The organisation is there now.
people-done-saved = Saved.
people-done-team = The teams have been changed.
people-done-viewers = The list has been changed.
people-done-invited = The invitation is on its way by mail.
people-done-withdrawn = The invitation has been withdrawn. Its link no longer works.
people-done-imported = The file has been imported.
organisation-none = There are no organisations yet.
organisation-create = New organisation
organisation-create-button = Add
organisation-name = Name of the organisation
organisation-slug = In files and settings it is called { $slug }.
organisation-members = { $count ->
    [one] 1 member
   *[other] { $count } members
}
organisation-settings = Settings
organisation-sharing = Which colleagues may read a member’s tickets?
organisation-sharing-hint = They can read but not answer. Tickets that someone keeps private are never shown to colleagues.
organisation-participants-end = Participants may themselves end what a counsellor may do for them
organisation-save = Save
organisation-viewers = Chosen people
organisation-viewers-text = These people may read the members’ tickets.
organisation-viewers-idle = These people may read the members’ tickets if you choose “Chosen people” above. Another rule counts now.
organisation-viewer = Person
organisation-viewer-add = Add the person
organisation-teams = Teams
organisation-no-teams = No teams yet.
team-new = New team
team-add = Add the team
team-name-of = Name of the team { $name }
team-rename = Rename
team-remove = Remove
invite-title = Invite someone
invite-text = The person gets a mail with a link that works once, for two weeks.
invite-language = Language of the mail
invite-send = Send the invitation
invite-waiting = Waiting for an answer
invite-none = No invitation is waiting for an answer.
invite-withdraw = Withdraw
invitation-title = You are invited
invitation-accept = Accept
invitation-sign-in = The invitation went to { $email }. Sign in with that address to accept.
invitation-other = The invitation went to { $email }, but someone else is signed in here. Sign out and open the link again.
invitation-join = Write your name and choose a password. From then on you sign in with { $email }.
invitation-first-password = Choose a password. From then on you sign in with { $email }.
import-title = Import from a file
import-text = First you see line by line what would happen. Nothing changes until you press the button on the next page. Roles are added, never removed.
import-what = What is in the file?
import-what-people = People and roles
import-what-relations = Counsellors and participants
import-columns = Columns:
import-columns-people = email, name, organisation, team, role, level
import-columns-relations = counsellor, participant, organisation, purpose, scope, since, until
import-file = File (CSV)
import-look = Show what would happen
import-look-title = This would happen
import-summary = { $deeds } lines can be imported. { $wrong } lines are wrong and are left out.
import-line = Line
import-who = Who
import-outcome = What happens
import-nothing = Is so already
import-do-invite = Is invited by mail
import-do-create = New account, gets a mail
import-do-give = Gets the role
import-do-relate = Are connected
import-trouble-address = The e-mail address cannot be read
import-trouble-name = A new person needs a name
import-trouble-organisation = Unknown organisation
import-trouble-team = Unknown team
import-trouble-role = Unknown role, or one you may not give
import-trouble-level = The level must be 1, 2 or 3
import-trouble-twice = Stands further up already
import-trouble-not-member = The participant is not in the organisation
import-trouble-not-counsellor = The counsellor is not in the organisation
import-trouble-scope = Scope must be see or act, and the purpose at most 200 characters
import-trouble-time = Dates are written 2026-12-31, with the end after the beginning
import-trouble-admin = An admin is not changed by a file
import-trouble-others = The two have an arrangement already that you cannot change
import-trouble-self = You cannot give yourself a role or people
import-empty = The file is empty.
import-no-column = The column { $column } is missing from the first line.
import-too-long = The file has too many lines. Split it, with at most 2,000 lines in each.
import-open-quote = The quote in line { $line } is not closed, so the rows after it would be lost. Remove it or add another one.
import-button = { $count ->
    [one] Import 1 line
   *[other] Import { $count } lines
}
import-again = Choose another file
export-title = Download
export-text = The files open in spreadsheets and can be imported again.
relations-export = Download counsellors and participants (CSV)
people-invite = Invite a participant
people-all-tickets = See everyone’s tickets in one place.
people-end-text = You no longer see the person’s tickets. Only the participant or the organisation can change that.
people-end-button = Yes, stop
people-end = Stop being { $name }’s counsellor
code-text = Give the participant a code to type under My account, or send a mail. The participant sees what you may do, and chooses.
code-until = Works until and including { $until }
code-email = The participant’s e-mail
code-email-hint = Only needed if you send a mail.
code-make = Make a code
code-mail = Send a mail
hand-over-title = Hand over
hand-over-text = Let a colleague look after the participants while you are away, or for good. You both and the participants get a mail.
hand-over-nothing = There are no participants to hand over, or no colleague to hand them to.
hand-over-stand-ins = Standing in right now
hand-over-now = { $who } for { $whom }, until and including { $until }
hand-over-to = To whom?
hand-over-how = For how long?
hand-over-while = While I am away
hand-over-while-hint = The colleague stands in, and it ends by itself.
hand-over-good = For good
hand-over-good-hint = You no longer see the participants’ tickets.
hand-over-until = Until and including
hand-over-until-hint = Only needed while you are away.
hand-over-whom = Which participants?
hand-over-button = Hand over
hand-over-done = { $count ->
    [one] 1 participant has been handed over.
   *[other] { $count } participants have been handed over.
}
hand-over-left = { $count ->
    [one] 1 stayed: the colleague is their counsellor already, or is no counsellor in that organisation.
   *[other] { $count } stayed: the colleague is their counsellor already, or is no counsellor in that organisation.
}
bulk-title = Participants’ tickets
bulk-filter = Filter tickets
bulk-person = Participant
bulk-everyone = All participants
bulk-tick = Tick the ticket “{ $subject }”
bulk-do = Do something with the ticked tickets
bulk-body = Your answer
bulk-body-hint = The same answer goes to every ticked ticket.
bulk-reply = Answer in all ticked
bulk-close = Close all ticked
bulk-export-text = Download the ticked tickets, or all of them where none is ticked. Who downloads what is noted.
bulk-csv = List (CSV)
bulk-html = Everything, to read or print
bulk-closed = { $count ->
    [one] 1 ticket has been closed.
   *[other] { $count } tickets have been closed.
}
bulk-replied = { $count ->
    [one] Your answer has been sent in 1 ticket.
   *[other] Your answer has been sent in { $count } tickets.
}
bulk-left = { $count ->
    [one] 1 ticket could not be changed: you may only read it, or it is not your participant’s.
   *[other] { $count } tickets could not be changed: you may only read them, or they are not your participants’.
}
cases-title = Cases
cases-made = { $count ->
    [one] 1 ticket, downloaded by { $by } on { $when }.
   *[other] { $count } tickets, downloaded by { $by } on { $when }.
}
access-title = Who sees my tickets?
access-link = See and change
access-counsellors = Counsellors
access-none = No counsellor sees your tickets.
access-see = Can read your tickets, but not answer.
access-act = Can read your tickets, answer in them and write to us for you.
access-end = End
access-cannot-end = Only { $organisation } can end this. Talk to your counsellor or to us.
access-others = Others
access-support = Support sees all tickets. It is noted when they open one.
access-private = You can keep a single ticket private: then only you and support see it. The button is in the ticket.
access-own = In { $organisation }, no colleagues see your tickets.
access-team = In { $organisation }, those in your team can read your tickets.
access-organisation = In { $organisation }, all colleagues can read your tickets.
access-chosen = In { $organisation }, { $names } can read your tickets.
access-code-title = Do you have a code?
access-code-text = Your counsellor can give you a code of eight characters. You see who it is before you decide.
access-code = Code
access-code-look = Show who it is
access-agree-title = May { $name } see your tickets?
access-agree = Yes, that is fine
access-choose-title = Choose a counsellor
access-choose = Choose the counsellor
access-purpose-hint = In a few words, for example “job search”. The counsellor sees it.
access-done-ended = The counsellor no longer sees your tickets.
access-done-let-in = Done. The counsellor gets a mail about it.
access-done-widened = The counsellor may now see your tickets of all organisations.
access-done-narrowed = The counsellor now sees only what concerns the organisation.
access-covers-organisation = Sees what concerns { $organisation }.
access-covers-all = Sees your tickets of all organisations.
access-widen = Let see all my tickets
access-narrow = Only what concerns { $organisation }
people-address-not-confirmed = The address is not confirmed yet: no role counts before.
private-on = Private: only you and support see this.
private-off = Those who may see your tickets see this one too.
private-keep = Keep this private
private-share = Stop keeping this private
private-who = Who sees my tickets?
private-reads = You can read this ticket but not answer in it.
colleagues-title = Colleagues’ tickets
colleagues-text = Your organisation lets you read these tickets.
colleagues-mine = Mine
colleagues-whose = Whose tickets are shown
mail-people-footer = You get this mail because it is about who sees tickets. There is more at { $url }
mail-access-button = See who sees your tickets
mail-participants-button = To your participants
mail-relation-by = { $by } changed it.
mail-began-participant = Hello { $name }! { $other } is now your counsellor.
mail-began-participant-subject = { $other } now sees your tickets
mail-began-counsellor = Hello { $name }! You are now { $other }’s counsellor.
mail-began-counsellor-subject = You are { $other }’s counsellor
mail-ended-participant = Hello { $name }! { $other } is no longer your counsellor and does not see your tickets.
mail-ended-participant-subject = { $other } no longer sees your tickets
mail-ended-counsellor = Hello { $name }! You are no longer { $other }’s counsellor and do not see their tickets.
mail-ended-counsellor-subject = You are no longer { $other }’s counsellor
mail-stand-in = Hello { $name }! { $other } stands in for { $from } as your counsellor.
mail-taken-over = Hello { $name }! { $other } has taken over from { $from } as your counsellor.
mail-handed-to-you = { $count ->
    [one] Hello { $name }! { $from } has handed over 1 participant to you.
   *[other] Hello { $name }! { $from } has handed over { $count } participants to you.
}
mail-handed-over = { $count ->
    [one] Hello { $name }! 1 participant has been handed over from you to { $to }.
   *[other] Hello { $name }! { $count } participants have been handed over from you to { $to }.
}
mail-handed-until = This lasts until and including { $until } and then ends by itself.
mail-handed-for-good = This is for good.
mail-handed-subject = Participants have been handed over
mail-offer = { $by } in { $place } would like to be your counsellor. This is how far it goes:
mail-invitation = { $by } invites you to { $place } as { $role }.
invitation-counsellor = An administrator of { $place } may appoint a counsellor for you, who then sees your tickets. You can always see who it is under “{ $page }” in your account.
mail-invitation-button = Open the invitation
mail-invitation-until = The link works once, until and including { $until }.
mail-invitation-subject = Invitation to { $place }
desk-mail-invitation = Invitation
desk-mail-relation = About counsellors and participants
audit-do-ticket-answered-for = Answered a ticket for someone
audit-do-ticket-closed-for = Closed a ticket for someone
audit-do-ticket-reopened-for = Reopened a ticket for someone
audit-do-ticket-made-private = Kept a ticket private
audit-do-ticket-shared = Stopped keeping a ticket private
