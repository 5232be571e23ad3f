# People, organisations and roles; counsellors and participants; who sees whose tickets.
nav-people = People
role-approver = approver
role-manager = manager
role-one-counsellor = Counsellor
scope-see = read tickets
scope-act = read, reply and write
sharing-own = Nobody: everyone sees only their own
sharing-team = Those in the same team
sharing-organisation = Everyone in the organisation
sharing-chosen = Chosen people
problem-taken = That name is already in use. Choose another.
problem-last-admin = This is the only administrator. Make someone else an administrator first.
problem-account-deactivated = The account with that address is deactivated. Reactivate it on the person’s page first.
problem-enough-mail = This address has been sent five invitations in the last hour. Wait an hour before you send another.
problem-unknown-code = The code is not right, has been used or has expired. Check it or ask for a new one.
problem-others-relation = This counsellor already acts for this person on terms that you cannot change. Ask whoever arranged it to end it first.
problem-required-ticket = Choose at least one ticket.
problem-required-participant = Choose at least one person.
relation-scope = The counsellor may
relation-purpose = Why
relation-purpose-hint = In a few words, for example “job search”. The participant sees it.
relation-from = From
relation-until = Last day
relation-no-end = no end date
relation-stands-in = stands in for { $name }
people-stand-in = { $name } stands in up to and including { $until }
relation-only-see = read only
relation-only-see-text = You can read the tickets but not reply to them.
people-tabs = Parts of People
people-tab-people = People
people-tab-organisations = Organisations
people-tab-invitations = Invitations
people-tab-import = Import and export
people-count = { $count ->
    [one] 1 person
   *[other] { $count } people
}
people-search = Name or email
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
people-since = Since
people-level = Level (support only)
people-level-column = Level
people-level-of = Level { $level }
people-place = Organisation or team
people-whole-portal = The whole portal
people-take = Remove
people-give = Assign a role
people-give-button = Assign role
people-portal-text = In the whole portal everyone has exactly one role: a new one there replaces it. Support and admins see everyone’s tickets.
people-ties = Counsellors and participants
people-no-ties = The person has no counsellor and is nobody’s counsellor.
people-tie-see = { $who } may read tickets from { $whom }
people-tie-act = { $who } may read and reply to tickets from { $whom }
people-relate = Give { $name } a counsellor
people-relate-button = Connect them
people-hand-over-of = Hand over { $name }’s participants
people-sign-out-title = Signed in
people-sign-out-text = Signs the person out of every browser, for instance when a phone has been lost. They can sign in again straight away.
people-sign-out = Sign { $name } out everywhere
people-account = Account
people-factor-on = We ask for a code when the person signs in.
people-factor-off = The person has no authenticator app.
people-factor-reset-text = Only do this if { $name } has lost both the app and the recovery codes, and you are certain who is asking. The app and the codes are removed, { $name } is signed out everywhere and gets an email.
people-activity = Deactivate the account
people-active = The account is active. Deactivate it when someone has left: everything the person has done stays.
people-deactivate = Deactivate account
people-deactivate-text = { $name } is signed out everywhere, cannot sign in by any means, gets one email about it and no more after that, and cannot be chosen as assignee or counsellor. Tickets, roles and everything written stay. You can reactivate the account.
people-deactivate-assigned =
    { $count ->
        [one] The open ticket assigned to them goes back to the queue.
       *[other] The { $count } open tickets assigned to them go back to the queue.
    }
people-deactivate-yes = Yes, deactivate the account
people-deactivated = Deactivated
people-deactivated-since = The account has been deactivated since { $date }. Nobody can sign in to it.
people-reactivate = Reactivate account
people-reactivate-text = { $name } can sign in again, with the same roles as before, and gets an email about it.
people-reactivate-yes = Yes, reactivate the account
people-done-signed-out = The person has been signed out everywhere.
people-done-given = The role has been assigned.
people-done-taken = The role has been removed, and everything that came with it.
people-done-portal = The role in the whole portal has been changed.
people-done-renamed = The name has been changed.
people-done-factor-reset = The authenticator app has been removed. The person is signed out everywhere and gets an email.
people-done-deactivated = The account has been deactivated. The person is signed out everywhere.
people-done-reactivated = The account is active again.
people-done-related = They are connected. Both get an email.
people-done-ended = The connection has ended. The other person gets an email.
people-done-created = The organisation has been added.
people-done-saved = Saved.
people-done-team = The teams have been changed.
people-done-viewers = The list has been changed.
people-done-invited = The invitation is on its way by email.
people-done-withdrawn = The invitation has been withdrawn. Its link no longer works.
people-done-imported = { $count ->
    [one] The file has been imported: 1 line made a change.
   *[other] The file has been imported: { $count } lines made changes.
}
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
organisation-sharing-hint = They can read but not reply. Tickets that someone keeps private are never shown to colleagues.
organisation-participants-end = Participants may end a counsellor’s access themselves
organisation-save = Save
organisation-viewers = Chosen people
organisation-viewers-text = These people may read the members’ tickets.
organisation-viewers-idle = These people may read the members’ tickets if you choose “Chosen people” above. Right now another rule applies.
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
invite-text = The person gets an email with a link that works once, for two weeks.
invite-language = Language of the email
invite-send = Send invitation
invite-waiting = Waiting for an answer
invite-none = No invitation is waiting for an answer.
invite-withdraw = Withdraw
invite-withdraw-text = The invitation ({ $whom }) can no longer be used.
invite-withdraw-yes = Yes, withdraw it
invitation-title = You have been invited
invitation-accept = Accept the invitation
invitation-sign-in = The invitation went to { $email }. Sign in with that address to accept.
invitation-other = The invitation went to { $email }, but someone else is signed in here. Sign out and open the link again.
invitation-join = Enter your name and choose a password. From then on you sign in with { $email }.
invitation-first-password = Choose a password. From then on you sign in with { $email }.
import-title = Import from a file
import-text = First you see line by line what will happen. Nothing changes until you press the button on the next page. Roles are added, never removed.
import-what = What is in the file?
import-what-people = People and roles
import-what-relations = Counsellors and participants
import-columns = Columns:
import-columns-people = email, name, organisation, team, role, level, language
import-columns-relations = counsellor, participant, organisation, purpose, scope, since, until
import-file = File (CSV)
import-language = Language for new people
import-language-hint = For lines with nothing in the language column, which may say sv, nb, nn or en, or the name of the language. Whoever has an account already keeps their language.
import-silent = Send no email now
import-silent-hint = Accounts are created, but nobody gets an email. Later each person can choose a password with “Forgotten your password?” on the sign-in page, or you invite them under Invitations. Applies to people and roles only.
import-look = Preview
import-look-title = Preview
import-summary =
    { $deeds ->
        [0] No lines can be imported.
        [one] 1 line can be imported.
       *[other] { $deeds } lines can be imported.
    } { $wrong ->
        [0] No lines are wrong.
        [one] 1 line is wrong and is left out.
       *[other] { $wrong } lines are wrong and are left out.
    }
import-line = Line
import-who = Who
import-detail-name = Name
import-detail-role = Role
import-detail-purpose = Purpose
import-detail-scope = Scope
import-outcome = What happens
import-nothing = No change
import-do-invite = Is invited by email
import-do-create = New account, gets an email
import-do-create-quietly = New account, no email
import-do-give = Gets the role
import-do-relate = Are connected
import-trouble-address = The email address is not valid
import-trouble-name = A new person needs a name
import-trouble-organisation = Unknown organisation
import-trouble-team = Unknown team
import-trouble-role = Unknown role, or one you may not give
import-trouble-level = The level must be 1, 2 or 3
import-trouble-language = The language must be sv, nb, nn or en, or its name
import-trouble-needs-email = Can only be invited by email
import-trouble-twice = Already further up in the file
import-trouble-not-member = The participant is not in the organisation
import-trouble-not-counsellor = The counsellor is not in the organisation
import-trouble-scope = Scope must be see or act, and the purpose at most 200 characters
import-trouble-time = Write dates as 2026-12-31, with the end after the start
import-trouble-admin = Administrators cannot be changed by a file
import-trouble-others = There is already an arrangement between the two that you cannot change
import-trouble-self = You cannot give yourself a role or people
import-empty = The file is empty.
import-no-column = The column { $column } is missing. The file needs a row with the names of the columns above the people.
import-too-long = The file has too many lines. Split it, with at most 2,000 lines in each.
import-open-quote = A quote on line { $line } is not closed on the same line, so the rows after it would be lost. Remove it or add another one, and remove line breaks within the cell.
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
code-text = Give the participant a code to enter under My account, or send an email. The participant sees what you may do, and decides.
code-until = Works up to and including { $until }
code-email = The participant’s email address
code-email-hint = Only needed if you send an email.
code-make = Create a code
code-mail = Send an email
hand-over-title = Hand over participants
hand-over-text = Let a colleague look after the participants while you are away, or for good. You both get an email, and so do the participants.
hand-over-nothing = There are no participants to hand over, or no colleague to hand them to.
hand-over-stand-ins = Standing in right now
hand-over-now = { $who } for { $whom }, up to and including { $until }
hand-over-to = To whom?
hand-over-how = For how long?
hand-over-while = While I am away
hand-over-while-hint = The colleague stands in, and it ends by itself.
hand-over-good = For good
hand-over-good-hint = You no longer see the participants’ tickets.
hand-over-until = Last day
hand-over-whom = Which participants?
hand-over-button = Hand over participants
hand-over-done = { $count ->
    [one] 1 participant has been handed over to { $to }.
   *[other] { $count } participants have been handed over to { $to }.
}
hand-over-left = { $count ->
    [one] 1 was not handed over: the colleague is already their counsellor, or is not a counsellor in that organisation.
   *[other] { $count } were not handed over: the colleague is already their counsellor, or is not a counsellor in that organisation.
}
bulk-title = Participants’ tickets
bulk-filter = Filter tickets
bulk-person = Participant
bulk-everyone = All participants
bulk-tick = Select the ticket “{ $subject }”
bulk-do = Actions for selected tickets
bulk-body = Your reply
bulk-body-hint = The same reply goes to every selected ticket.
bulk-reply = Reply to all selected
bulk-close = Close all selected
bulk-export-text = Download the selected tickets, or all of them if none is selected. We keep a record of who downloads what.
bulk-csv = List (CSV)
bulk-html = Everything, to read or print
bulk-closed = { $count ->
    [one] 1 ticket has been closed.
   *[other] { $count } tickets have been closed.
}
bulk-replied = { $count ->
    [one] Your reply has been sent to 1 ticket.
   *[other] Your reply has been sent to { $count } tickets.
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
access-title = Who can see my tickets?
access-link = View and change
access-counsellors = Counsellors
access-none = No counsellor can see your tickets.
access-see = Can read your tickets, but not reply.
access-act = Can read your tickets, reply to them and contact us for you.
access-end = End access
access-cannot-end = Only { $organisation } can end this. Talk to your counsellor or to us.
access-others = Who else can see them?
access-support = Support can see all tickets. We keep a record of when they open one.
access-private = You can keep a single ticket private: then only you and support can see it. The button is in the ticket.
access-own = In { $organisation }, no colleagues can see your tickets.
access-team = In { $organisation }, your team can read your tickets.
access-organisation = In { $organisation }, all colleagues can read your tickets.
access-chosen = In { $organisation }, { $names } can read your tickets.
access-code-title = Do you have a code?
access-code-text = Your counsellor can give you a code of eight characters. You see who it is before you decide.
access-code = Code
access-code-look = Check who it is
access-agree-title = May { $name } see your tickets?
access-agree = Yes, that is fine
access-choose-title = Choose a counsellor
access-choose = Choose the counsellor
access-purpose-hint = In a few words, for example “job search”. The counsellor sees it.
access-done-ended = The counsellor no longer sees your tickets.
access-done-let-in = Done. The counsellor gets an email about it.
access-done-widened = The counsellor can now see your tickets from all organisations.
access-done-narrowed = The counsellor can now see only what concerns the organisation.
access-covers-organisation = Can see what concerns { $organisation }.
access-covers-all = Can see your tickets from all organisations.
access-widen = Share all my tickets
access-widen-text = { $name } will be able to see all your tickets, including those about other organisations.
access-widen-yes = Yes, share all
access-narrow = Only what concerns { $organisation }
people-address-not-confirmed = The address has not been confirmed yet: no role counts until it is.
people-tickets-of = This person’s tickets in the queue
private-on = Private: only you and support can see this ticket.
private-off = Those who can see your tickets can see this one too.
private-keep = Keep this private
private-share = Stop keeping this private
private-who = Who can see my tickets?
private-reads = You can read this ticket but not reply to it.
colleagues-title = Colleagues’ tickets
colleagues-text = Your organisation lets you read these tickets.
colleagues-mine = Mine
colleagues-whose = Whose tickets are shown
mail-people-footer = You are getting this email because it is about who can see tickets. You can find out more at { $url }
mail-access-button = See who can see your tickets
mail-participants-button = Go to your participants
mail-relation-by = { $by } changed it.
mail-began-participant = Hello { $name }! { $other } is now your counsellor.
mail-began-participant-subject = { $other } can now see your tickets
mail-began-counsellor = Hello { $name }! You are now { $other }’s counsellor.
mail-began-counsellor-subject = You are now { $other }’s counsellor
mail-ended-participant = Hello { $name }! { $other } is no longer your counsellor and can no longer see your tickets.
mail-ended-participant-subject = { $other } can no longer see your tickets
mail-ended-counsellor = Hello { $name }! You are no longer { $other }’s counsellor and can no longer see their tickets.
mail-ended-counsellor-subject = You are no longer { $other }’s counsellor
mail-stand-in = Hello { $name }! { $other } is standing in for { $from } as your counsellor.
mail-taken-over = Hello { $name }! { $other } has taken over from { $from } as your counsellor.
mail-handed-to-you = { $count ->
    [one] Hello { $name }! { $from } has handed over 1 participant to you.
   *[other] Hello { $name }! { $from } has handed over { $count } participants to you.
}
mail-handed-over = { $count ->
    [one] Hello { $name }! 1 participant has been handed over from you to { $to }.
   *[other] Hello { $name }! { $count } participants have been handed over from you to { $to }.
}
mail-handed-until = This lasts up to and including { $until } and then ends by itself.
mail-handed-for-good = This is for good.
mail-handed-subject = Participants have been handed over
mail-offer = { $by } at { $place } would like to be your counsellor, with this access:
mail-invitation = { $by } is inviting you to { $place } as { $role }.
invitation-counsellor = An administrator of { $place } may appoint a counsellor for you, who then sees your tickets. You can always see who it is under “{ $page }” in your account.
mail-invitation-button = Open the invitation
mail-invitation-until = The link works once, up to and including { $until }.
mail-invitation-subject = Invitation to { $place }
desk-mail-invitation = Invitation
desk-mail-relation = About counsellors and participants
audit-do-ticket-answered-for = Replied to a ticket for someone
audit-do-ticket-closed-for = Closed a ticket for someone
audit-do-ticket-reopened-for = Reopened a ticket for someone
audit-do-ticket-made-private = Kept a ticket private
audit-do-ticket-shared = Made a ticket no longer private

notice-offer-withdrawn = Withdrawn. The code or link no longer works.
notice-code-created = The code is ready. Read it out to the participant.
hand-over-none = No participant was handed over.
hand-over-done-until = { $count ->
    [one] 1 participant has been handed over to { $to } until the end of { $until }.
   *[other] { $count } participants have been handed over to { $to } until the end of { $until }.
}
access-end-text = { $name } can no longer see your tickets or contact us for you. You both get an email.
access-end-yes = Yes, end it
people-tie-end-text = { $who } can no longer see tickets from { $whom }. Both get an email.
people-take-text = { $name } loses everything that comes with the role straight away.
people-take-yes = Yes, remove the role
people-sign-out-sure = Anything that has not been saved in those browsers may be lost.
people-sign-out-yes = Yes, sign out
team-remove-text = The team is removed. Its members stay in the organisation, but no longer see tickets through the team.
team-remove-yes = Yes, remove the team
organisation-viewer-remove-text = The person can no longer see the members’ tickets.
organisation-viewer-remove-yes = Yes, remove
bulk-close-text = All selected tickets are closed. The participants can see it and open them again.
bulk-close-yes = Yes, close them
hand-over-everyone = Everyone
people-find = Find a participant
people-write-short = Write
invitation-expired-title = This invitation is no longer valid
invitation-expired-text = It has expired, been used or been withdrawn. Ask whoever invited you for a new one. If you have already accepted it, you can sign in.
