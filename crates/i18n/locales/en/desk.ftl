# The queue, a ticket for support, mail that did not arrive, and a counsellor's participants.

desk-count = { $count ->
    [one] 1 ticket
   *[other] { $count } tickets
}
desk-count-many = 1,000+ tickets
desk-list-title = Tickets in the queue
desk-order-waiting = What is due first comes first.
desk-order-latest = Latest change first.
desk-quick-label = Views of the queue
desk-quick-waiting = Waiting for us
desk-quick-mine = Mine
desk-quick-nobody = Unassigned
desk-quick-urgent = Urgent
desk-filter-label = Filter the queue
desk-filter-more = More filters
desk-search = Search
desk-search-hint = Subject, name, email or reference
desk-search-all = Search all tickets
desk-clear = Clear filters
desk-ticket = Ticket
desk-requester = From
desk-unknown-guest = Without account, address not confirmed
desk-deactivated = The account is deactivated: the person cannot sign in and gets no email.
desk-unknown-guest-account = The address is that of an account, but whoever wrote had not signed in.
desk-unknown-guest-reply = Whoever wrote may be someone else than { $name }. Write nothing that only { $name } may know.
desk-address = Correct the address
desk-address-follows = Links to the ticket that were emailed to the former address stop working. Email that was not delivered is sent to the new one.
desk-topic = About
desk-priority = Priority
desk-status = Status
desk-assignee = Agent
desk-level = Level
desk-escalate = Raise the ticket
desk-escalate-follows = Those who work on that level get an email, and whoever asked sees that the ticket was raised. If your level is not enough, the ticket goes back to the queue.
desk-escalate-level = To
desk-escalate-summary = Summary: what is done, and what is needed?
desk-take = I take it
desk-take-text = Somebody has to take this ticket. Reminders go out until it is done.
notice-ticket-escalated = The ticket was raised.
notice-ticket-acknowledged = You have taken the ticket. No more reminders go out.
desk-mail-escalation = Escalation
desk-mail-escalated = Ticket raised
desk-mail-expected = When we expect to reply
desk-expected = Answer expected
desk-expect = Say when the answer will come
desk-expect-follows = The requester reads the time and gets it by e-mail. The promise stays as it is.
desk-expect-when = We expect to reply by
desk-expect-send = Say so
notice-answer-expected = The requester is told when the answer will come.
desk-mail-solved-reminder = Question whether the ticket is solved
desk-mail-article-review = Reminder to check an article
desk-mail-known-error = News about a known error
desk-waiting = Waiting
desk-state = Show
desk-state-waiting = Waiting for us
desk-state-open = All open
desk-state-done = Done
desk-state-all = All
desk-any-priority = Any priority
desk-urgent = Urgent (P1 and P2)
desk-any-topic = Any topic
desk-any-assignee = Anyone
desk-nobody = Nobody
desk-me = Me
desk-person-me = { $name } (me)
desk-empty = Nobody is waiting for a reply right now. Well done!
desk-empty-filter = No tickets match your filters.
desk-show-all = Show all tickets

desk-status-new = New
desk-status-open = Open
desk-status-waiting-for-requester = Waiting for the person’s reply
desk-status-on-hold = On hold
desk-status-solved = Solved
desk-status-closed = Closed

desk-waited-moment = waiting for a moment
desk-waited-minutes = { $count ->
    [one] waiting for 1 minute
   *[other] waiting for { $count } minutes
}
desk-waited-hours = { $count ->
    [one] waiting for 1 hour
   *[other] waiting for { $count } hours
}
desk-waited-days = { $count ->
    [one] waiting for 1 day
   *[other] waiting for { $count } days
}
desk-not-our-turn = Not our turn
desk-promise = reply promised by { $when }
desk-late = Late:
desk-promise-late = a reply was promised by { $when }

desk-claim = Assign to me
desk-claim-text = Nobody is working on this ticket yet.
desk-thread = Conversation
desk-facts = About the ticket
desk-filed-by = Filed by
desk-record = Record a ticket for somebody
desk-filed = Received
desk-language = Language
desk-first-answer = First reply
desk-next-answer = Next reply
desk-answered = { $when }
desk-answered-late = { $when }, later than promised
desk-promised = promised by { $when }
desk-survey = Rating of the help
desk-survey-score = { $score } of 5
desk-reply = Reply to { $name }
desk-reply-body = Reply
desk-template = Reply template
desk-template-none = None
desk-template-insert = Insert
desk-template-inserted = The template is inserted. Read it through and change it before you send.
desk-reply-hint = { $name } gets the reply by email and can see it in the ticket. Their language: { $lang }.
desk-then = Then
desk-then-waiting-for-requester = Send and wait for the person’s reply
desk-then-open = Send and keep working on the ticket
desk-then-on-hold = Send and put on hold, waiting for someone else
desk-then-solved = Send and mark as solved
desk-reply-send = Send reply
desk-note = Internal note
desk-note-hidden = Never shown to the person who wrote or to their counsellor.
desk-note-body = Note to colleagues
desk-note-send = Save note
desk-change = Edit ticket
desk-status-hint = The person gets an email when the status changes.
desk-change-save = Save changes

desk-parked-count = { $count ->
    [one] One email could not be sent.
   *[other] { $count } emails could not be sent.
}
desk-parked-link = See what is wrong
desk-parked-tell = Tell an administrator.
desk-mail-title = Emails that were not delivered
desk-mail-intro = We have tried to send these emails for as long as is reasonable. Fix the cause, such as a wrong address or a mail server that is down, and try again.
desk-mail-retry = Send all of them again
desk-mail-again = { $count ->
    [one] One email is being sent again. If it fails this time too, it comes back here.
   *[other] { $count } emails are being sent again. Those that fail this time too come back here.
}
desk-mail-action = Action
desk-mail-retry-one = Try again
desk-mail-retry-label = Send again: { $what }
desk-mail-correct-label = Correct the address: { $what }
desk-mail-discard = Discard
desk-mail-discard-label = Discard: { $what }
desk-mail-discard-sure = Discard this email? The recipient will never get it.
desk-mail-discard-yes = Discard the email
desk-mail-discard-no = Keep it
desk-mail-discarded = The email has been discarded.
desk-mail-none = There are no undelivered emails.
desk-mail-waiting = { $count ->
    [0] No emails are waiting to be sent.
    [one] One email is waiting to be sent.
   *[other] { $count } emails are waiting to be sent.
}
desk-mail-delayed-title = Email that has not got through yet
desk-mail-delayed-intro = { $count ->
    [one] One email could not be sent so far. It has been waiting since { $since }. We will keep trying.
   *[other] { $count } emails could not be sent so far. The oldest has been waiting since { $since }. We will keep trying.
}
desk-mail-now = Try now
desk-mail-shown = The first { $shown } of { $total } are shown.
desk-mail-next = Next attempt { $at }.
desk-mail-cause-server-unreachable = The mail server is not responding.
desk-mail-cause-server-folder = The folder for email cannot be written to.
desk-mail-cause-server-unsupported = The mail server lacks something we need, such as encryption.
desk-mail-cause-server-login = The mail server does not accept our user name or password.
desk-mail-cause-server-busy = The mail server is not accepting email at the moment.
desk-mail-cause-server-sender = The mail server is not accepting email from our address at the moment.
desk-mail-cause-server-refused = The mail server does not take email from us: our address or our right to send may be the reason.
desk-mail-cause-address = The address cannot be used with the mail server.
desk-mail-cause-sender = The mail server refuses email from our address.
desk-mail-cause-recipient = The recipient’s address does not exist or does not accept email.
desk-mail-cause-recipient-later = The recipient’s mailbox is not accepting email at the moment.
desk-mail-cause-content = The mail server refuses the content of the email.
desk-mail-cause-content-later = The mail server cannot accept the content at the moment.
desk-mail-cause-other = Something else is wrong; see the code.
desk-mail-about = Email
desk-mail-to = To
desk-mail-promised = Created
desk-mail-attempts = Attempts
desk-mail-error = Error
desk-mail-filed = Confirmation
desk-mail-reply = Reply
desk-mail-change = New status
desk-mail-links = Links to tickets
desk-mail-account = About an account
desk-mail-review = Review with an organisation
desk-mail-digest = Tickets of the week
desk-mail-other = Unknown email

people-intro = These are the participants you are a counsellor for. You can read and reply to their tickets and contact us on their behalf.
people-none = You have no participants yet. Invite one, or ask an administrator to connect you.
people-name = Name
people-open = Open tickets
people-waiting = Waiting for the participant
people-waiting-count = { $count } waiting for the participant
people-unread-count = { $count ->
    [one] New in 1 ticket
   *[other] New in { $count } tickets
}
people-waiting-none = Nothing
people-last = Last activity
people-never = Nothing yet
people-action = Contact us
people-write = Write for { $name }
people-show-all = All
people-show-waiting = Waiting for the participant
people-show-open = Open
people-show-done = Done
people-tickets = { $count ->
    [one] 1 ticket
   *[other] { $count } tickets
}
people-no-tickets = { $name } has no tickets yet.
people-no-such = No tickets match your filters.

notice-desk-reply-sent = The reply has been sent. The person gets an email.
notice-note-saved = The note has been saved. Only support can see it.
notice-ticket-assigned = The ticket is now assigned to you.
notice-ticket-taken = A colleague got there first: the ticket is assigned to them.
notice-redacted = The data has been removed.
desk-no-answer = No answer is needed
desk-no-answer-text = Perhaps the last message was only a thank you. Then the time for a reply runs no longer.
notice-no-answer = Nobody waits for an answer.
results-title = Results
results-intro = How it goes for those who write to us.
results-period = Time
results-days = { $days } days
results-filed = { $count ->
    [0] No ticket has come in since { $since }.
    [one] One ticket has come in since { $since }.
   *[other] { $count } tickets have come in since { $since }.
}
results-answered-in-time = First answer in time
results-first-response = Time to first answer
results-urgent-resolution = Time until urgent is solved (P1 and P2)
results-csat = Satisfied
results-first-contact-resolution = Solved with one answer
results-escalated = Raised to a higher level
results-nothing = Nothing yet
results-part = { $part } of { $whole }
results-median = Half are quicker; of { $count }
results-aim-at-least = Aim: at least { $percent }
results-aim-at-most = Aim: at most { $percent }
results-aim-within = Aim: at most { $time }
results-met = Met
results-not-met = Not met
results-topics = By topic
results-topic = Topic
results-count = Tickets
results-method = Of tickets that came in during this time. Times are opening hours. Satisfied are the scores 4 and 5.
results-change-aims = Change the aims
