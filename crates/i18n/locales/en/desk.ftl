# The queue, a ticket for support, mail that did not arrive, and a counsellor's participants.

desk-count = { $count ->
    [one] 1 ticket
   *[other] { $count } tickets
}
desk-count-many = 1,000+ tickets
desk-list-title = Tickets in the queue
desk-order-waiting = Whoever has waited longest comes first.
desk-order-latest = What changed last comes first.
desk-quick-label = Parts of the queue
desk-quick-waiting = Waiting for us
desk-quick-mine = Mine
desk-quick-nobody = Unassigned
desk-quick-urgent = Urgent
desk-filter-label = Filter the queue
desk-filter-more = More filters
desk-search = Search
desk-search-hint = Subject, name, e-mail or reference
desk-search-all = Search all tickets
desk-clear = Clear
desk-ticket = Ticket
desk-requester = From
desk-topic = About
desk-priority = Priority
desk-status = Status
desk-assignee = Agent
desk-waiting = Waiting
desk-state = Show
desk-state-waiting = Waiting for us
desk-state-open = All that are not done
desk-state-done = Done
desk-state-all = All
desk-any-priority = Every priority
desk-urgent = Urgent (P1 and P2)
desk-any-topic = Every topic
desk-any-assignee = Anyone
desk-nobody = Nobody
desk-me = Me
desk-person-me = { $name } (me)
desk-empty = Nobody is waiting for an answer right now. Well done!
desk-empty-filter = No tickets match what you have chosen.
desk-show-all = Show all tickets

desk-status-new = New
desk-status-open = Open
desk-status-waiting-for-requester = Waiting for the requester
desk-status-on-hold = On hold
desk-status-solved = Solved
desk-status-closed = Closed

desk-waited-moment = waited a little while
desk-waited-minutes = { $count ->
    [one] waited 1 minute
   *[other] waited { $count } minutes
}
desk-waited-hours = { $count ->
    [one] waited 1 hour
   *[other] waited { $count } hours
}
desk-waited-days = { $count ->
    [one] waited 1 day
   *[other] waited { $count } days
}
desk-not-our-turn = Not our turn
desk-promise = answer promised by { $when }
desk-late = Late:
desk-promise-late = the answer was due { $when }

desk-claim = Take the ticket
desk-claim-text = Nobody has taken this ticket yet.
desk-thread = Conversation
desk-facts = About the ticket
desk-filed-by = Filed by
desk-filed = Came in
desk-language = Language
desk-first-answer = First answer
desk-answered = came { $when }
desk-answered-late = came { $when }, later than promised
desk-promised = promised by { $when }
desk-survey = Rating of the help
desk-survey-score = { $score } of 5
desk-reply = Answer { $name }
desk-reply-body = Answer
desk-reply-hint = { $name } gets the answer by e-mail and sees it in the ticket. Their language: { $lang }.
desk-then = After the answer
desk-then-waiting-for-requester = Wait for the requester to answer
desk-then-open = Keep working on the ticket
desk-then-on-hold = Put on hold, we are waiting for someone else
desk-then-solved = Solved
desk-reply-send = Send the answer
desk-note = Internal note
desk-note-hidden = Never shown to the requester or their counsellor.
desk-note-body = Note to colleagues
desk-note-send = Save the note
desk-change = Change the ticket
desk-status-hint = The requester gets an e-mail when the status changes.
desk-change-save = Save the changes

desk-parked-count = { $count ->
    [one] One e-mail could not be sent.
   *[other] { $count } e-mails could not be sent.
}
desk-parked-link = See what is wrong
desk-parked-tell = Tell an administrator.
desk-mail-title = E-mail that did not arrive
desk-mail-intro = We have tried to send these e-mails for as long as is reasonable. Fix the cause, such as a wrong address or a mail server that is down, and then try again.
desk-mail-retry = Try to send all of them again
desk-mail-again = { $count ->
    [one] One e-mail is being sent again. If it does not work this time either, it comes back here.
   *[other] { $count } e-mails are being sent again. Those that do not arrive this time either come back here.
}
desk-mail-action = Action
desk-mail-retry-one = Try again
desk-mail-retry-label = Try to send again: { $what }
desk-mail-discard = Discard
desk-mail-discard-label = Discard: { $what }
desk-mail-discard-sure = Discard this e-mail? Whoever was to get it never will.
desk-mail-discard-yes = Discard the e-mail
desk-mail-discard-no = Keep it
desk-mail-discarded = The e-mail has been discarded.
desk-mail-none = No emails have been set aside.
desk-mail-waiting = { $count ->
    [0] No emails are waiting to be sent.
    [one] One email is waiting to be sent.
   *[other] { $count } emails are waiting to be sent.
}
desk-mail-delayed-title = E-mail that is waiting to get through
desk-mail-delayed-intro = { $count ->
    [one] One e-mail could not be sent so far. It has waited since { $since }. We try again by ourselves.
   *[other] { $count } e-mails could not be sent so far. The oldest has waited since { $since }. We try again by ourselves.
}
desk-mail-now = Try now
desk-mail-shown = The first { $shown } of { $total } are shown.
desk-mail-next = Next attempt { $at }.
desk-mail-cause-server-unreachable = The mail server does not answer.
desk-mail-cause-server-folder = The folder for e-mail cannot be written to.
desk-mail-cause-server-unsupported = The mail server lacks something we need, such as encryption.
desk-mail-cause-server-login = The mail server does not accept our user name or password.
desk-mail-cause-server-busy = The mail server takes no e-mail at the moment.
desk-mail-cause-server-sender = The mail server takes no e-mail from our address at the moment.
desk-mail-cause-address = The address cannot be used with the mail server.
desk-mail-cause-sender = The mail server refuses e-mail from our address.
desk-mail-cause-recipient = The receiver's address does not exist or takes no e-mail.
desk-mail-cause-recipient-later = The receiver's mailbox takes no e-mail at the moment.
desk-mail-cause-content = The mail server refuses the content of the e-mail.
desk-mail-cause-content-later = The mail server cannot take the content at the moment.
desk-mail-cause-other = Something else is wrong; see the code.
desk-mail-about = E-mail
desk-mail-to = To
desk-mail-promised = Was to be sent
desk-mail-attempts = Attempts
desk-mail-error = Error
desk-mail-filed = Confirmation
desk-mail-reply = Answer
desk-mail-change = New status
desk-mail-links = Links to tickets
desk-mail-account = About an account
desk-mail-other = Unknown e-mail

people-intro = These are the participants you are a counsellor for. You can read and answer in their tickets and write to us on their behalf.
people-none = You have no participants yet. They show up here once someone has connected them to you.
people-name = Name
people-open = Open tickets
people-waiting = Waiting for the participant
people-waiting-count = { $count } waiting for the participant
people-waiting-none = Nothing
people-last = Last activity
people-never = Nothing yet
people-action = Write to us
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
people-no-such = No tickets match what you have chosen.
