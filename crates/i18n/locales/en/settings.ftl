settings-title = Settings
settings-intro = What your organisation decides. Every change counts at once, is kept with who made it, and can be taken back.
settings-of-file = As the program’s file says.
settings-note = Why is it changed?
settings-note-hint = For example: Contract 2027. It is kept in the history.
settings-check = See what the change does
settings-save = Save
settings-preview-title = This is what happens if you save
settings-preview-moved = { $moved ->
    [0] None of { $open } open tickets gets a new time.
    [one] One of { $open } open tickets gets a new time.
   *[other] { $moved } of { $open } open tickets get a new time.
}
settings-preview-late = { $late ->
    [0] None is late because of it.
    [one] One is late at once.
   *[other] { $late } are late at once.
}
settings-history = Versions
settings-version = Version { $version }
settings-restore = Take this one back
settings-by-command-line = the command line
notice-setting-saved = The setting is saved.
settings-service-level = Promises
settings-service-level-intro = Within which time we reply, solve and get in touch, for each priority.
settings-service-level-format = Write times like 4h, 30m or 1h 30m. If later replies is empty, the time of the first one counts. Anything else that is empty is not promised.
settings-third-party = Time also stands while we wait for a supplier or someone else
settings-around-the-clock = Day and night, not only while we are open
settings-triage = New tickets
settings-triage-intro = What people can choose, what counts as urgent, and which priority that gives.
settings-kinds = Kinds to choose from
settings-kinds-hint = The first is chosen beforehand. Without any, all tickets are questions.
settings-causes = This counts as urgent
settings-causes-hint = One reason on each line: a short name in lower-case letters a–z, a colon, and what people read. For example: exam: I have an exam today. Empty: nothing is urgent.
settings-matrix = Priority
settings-matrix-hint = People see the questions, never P1 to P4. Suggestions can wait.
urgency-low = Can wait
urgency-normal = Normal
urgency-urgent = Urgent
settings-policies = Other targets for some tickets
settings-policies-hint = For example an agreement with an organisation. Of several policies the most specific holds: organisation before topic, and topic before kind.
settings-policies-none = There are none. The same targets hold for everyone.
settings-policy-new = New policy
settings-policy-intro = Other times, own opening hours or an account manager. What is empty is as for everyone else.
settings-policy-name = Name
settings-policy-name-hint = For example: Agreement with Nordlys
settings-policy-when = Holds for tickets with
settings-policy-any = Any
settings-policy-organisation = Organisation
settings-policy-topic = Topic
settings-policy-week = Own opening hours
settings-policy-week-hint = Empty: the usual ones. Holidays and closures are as for everyone.
settings-policy-manager = Account manager
settings-policy-manager-hint = Name and number, as they are shown in the organisation’s tickets.
settings-policy-delete = Remove the policy
settings-policy-delete-follows = The tickets get the same targets as all others. You can undo it among the versions.
settings-hours = Opening hours
settings-hours-intro = When we are open. Promises count in that time, and the hours are shown on the start page.
settings-week = An ordinary week
settings-week-hint = Write 08:00-17:00, or 08:00-12:00, 13:00-17:00 with a lunch break. Empty is closed.
settings-zone = Time zone
settings-zone-hint = For example Europe/Stockholm.
settings-country = Closed on public holidays in
settings-no-holidays = No country: open on holidays, too
settings-country-se = Sweden
settings-country-no = Norway
settings-eves = Opening hours on the day before a holiday
settings-eves-hint = For example 08:00-12:00 on Maundy Thursday in Sweden. Empty is as usual.
settings-closures = Planned closures and shorter days
settings-closures-hint = One in each line: first day, last day, opening hours unless it is closed, and why. For example: 2027-07-05 2027-07-30 10:00-14:00 Summer hours
settings-special-days = Single days with other hours
settings-special-days-hint = One in each line, for example: 2026-12-23 08:00-12:00. They count on holidays, too.
settings-closed-days = Single closed days
settings-closed-days-hint = One in each line, for example: 2026-05-15
metric-first-response = First reply
metric-next-response = Later replies
metric-resolution = Solved
metric-update = Messages in between
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
