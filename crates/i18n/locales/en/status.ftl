# Status, and publishing it.

problem-required-title = Enter a heading in at least one language.
problem-required-words = Enter a few words about it in at least one language.
problem-required-time = Enter a date and time.
problem-short-notice = The work starts in less than 24 hours, so some people may not hear about it in time. Confirm that you want to publish it anyway.
problem-begun-already = The time you entered has already passed, so the work will be shown as under way. Check the time, and confirm if it is right.
problem-in-future = That time has not come yet. Enter when the disruption began, or leave the field empty if it is now.
problem-not-in-future = The work has already started and can only be put off. Enter a time that has not come yet.
problem-unchanged = This is the text that is published already. Change it, or cancel.

amount-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
amount-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
amount-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
amount-moment = less than a minute
list-and = and

status-title = Service status
status-overall-operational = All systems operational
status-overall-under-maintenance = Planned work under way: { $services }
status-overall-degraded-performance = Degraded performance: { $services }
status-overall-partial-outage = Partial outage: { $services }
status-overall-major-outage = Major outage: { $services }
status-overall-next = Here is what we know and what we are doing about it.
status-away = We cannot reach our database at the moment. This is how things were at { $time }.
status-zone = All times are in the time zone { $zone }.
status-state-operational = Operational
status-state-under-maintenance = Planned work under way
status-state-degraded-performance = Degraded
status-state-partial-outage = Partial outage
status-state-major-outage = Outage
status-impact-none = No impact
status-impact-minor = Minor disruption
status-impact-major = Major disruption
status-impact-critical = Outage
status-word-investigating = Investigating
status-word-identified = Cause found
status-word-monitoring = Fixed, monitoring
status-word-resolved = Resolved
status-word-scheduled = Planned
status-word-in-progress = Under way
status-word-completed = Done
status-word-cancelled = Cancelled
status-word-note = Update
status-current = Disruptions right now
status-current-notice = Good to know right now
status-services = Services
status-services-none = There are no services to show yet.
status-planned = Planned work
status-planned-none = No work is planned.
status-planned-past = Earlier planned work
status-calendar = Add planned work to your calendar
status-feed = Follow the status as a feed (Atom)
status-follow = Follow the status
status-recent = Recent disruptions
status-recent-none = No disruptions in the last 90 days.
status-history-link = All earlier disruptions
status-history-title = Earlier disruptions
status-history-none = There have been no disruptions.
status-history-empty-page = There is nothing on this page. Go to the start of the list.
status-bars-fine = { $service }: no disruptions in the last 90 days.
status-bars = { $service }: disruptions on { $count } of the last 90 days. Available { $uptime } of the time.
status-bar-day = { $day }: { $impact }, { $length }
status-bars-from = 90 days ago
status-bars-today = today
status-uptime = Available { $uptime }
status-days = { $count ->
    [one] Show the day with disruptions
   *[other] Show { $count } days with disruptions
}
status-days-caption = Days with disruptions: { $service }
status-column-day = Day
status-column-impact = Impact
status-column-length = Duration
status-column-what = What happened
status-affects = Affects
status-began = Began
status-ended = Ended
status-lasted = Lasted
status-ongoing = Ongoing for { $length }
status-when = When
status-timeline = Updates
status-timeline-plan = Information
status-change-added = Now also affected: { $service } ({ $impact })
status-change-removed = No longer affected: { $service }
status-change-worse = Worse for { $service }: { $impact }
status-change-better = Better for { $service }: { $impact }
status-change-moved = New time: { $when }
status-corrected = Corrected
status-title-corrected = Heading corrected
status-back = To status
status-home-current = Now and coming up
status-home-more = See the full status
status-desk-title = Publish status
status-desk-intro = Everyone sees what you publish straight away, on the start page and on the status page.
status-desk-public = See the public page
status-desk-new-incident = Report a disruption
status-desk-new-maintenance = Plan work
status-desk-open = Ongoing disruptions
status-desk-open-none = There are no ongoing disruptions.
status-desk-coming = Current and upcoming work
status-desk-coming-none = No work is planned.
status-desk-update = Update
status-desk-updated = Last updated
status-desk-services = Which services are affected?
status-desk-services-none = There are no services to choose. They are added by whoever runs the portal.
status-desk-impact = How bad is it?
status-desk-impacts-differ = Are the services affected differently?
status-desk-impacts-differ-hint = Choose only for services where it is worse or better than you answered above.
status-desk-impact-same = As above
status-desk-began-hint = Leave empty if it began now. Time zone: { $zone }.
status-explain-none = Nothing is affected, but it is good to know.
status-explain-minor = It works, but slowly or with a workaround.
status-explain-major = An important part does not work.
status-explain-critical = Nothing works.
status-desk-status = What is the status?
status-explain-investigating = We know that something is wrong.
status-explain-identified = We know what is wrong and are working on it.
status-explain-monitoring = The fault has been fixed. We are making sure it stays that way.
status-explain-resolved = Everything is back to normal. The disruption ends now.
status-desk-field-title = Heading
status-desk-hint-title = Say what people cannot do, for example “You cannot sign in with BankID”.
status-desk-hint-title-plan = For example “Video meetings are closed for an update”.
status-desk-field-text = Text
status-desk-hint-text = What do people notice, what can they do meanwhile, and when will you post again?
status-desk-hint-text-plan = What is happening, what will not be available, and what works as usual?
status-desk-in-language = { $field } in { $language }
status-desk-lang-sv = Swedish
status-desk-lang-nb = Norwegian
status-desk-lang-en = English
status-desk-more-languages = More languages
status-desk-more-languages-hint = Readers of other languages are shown the text in the closest one.
status-desk-starts = Starts
status-desk-ends = Ends
status-desk-new-start = New start
status-desk-new-start-hint = Leave empty to keep the current start: { $time }.
status-desk-new-end = New end
status-desk-new-end-hint = Leave empty to keep the current end: { $time }.
status-desk-zone = Time zone: { $zone }.
status-desk-confirm = Publish anyway
status-desk-publish-incident = Publish the disruption
status-desk-publish-maintenance = Publish the work
status-desk-publish-update = Publish the update
status-desk-action = What do you want to do?
status-action-note = Post an update
status-action-finish = End it now
status-action-cancel = Cancel the work
status-explain-note = Post something new or change when the work starts or ends.
status-explain-finish = The work is done and everything is back to normal.
status-explain-cancel = The work will not take place.
status-desk-over = The work is over or has been cancelled. You can still write something about it.
status-desk-correct = Correct
status-desk-correct-heading = Correct the heading
status-desk-correct-title = Correct a published text
status-desk-correct-intro = Everyone sees the new text straight away, and that it was corrected. Only those who publish status see what it said before.
status-desk-publish-correction = Publish the correction
status-desk-earlier = What it said before
status-desk-earlier-until = Until { $time }:

notice-posted = Published. Everyone can see it now.
notice-updated = The update is published. Everyone can see it now.
notice-corrected = The correction is published. Everyone can see it now.
notice-see = See what everyone sees
only-in-sv = Only in Swedish
only-in-nb = Only in Norwegian
only-in-en = Only in English
